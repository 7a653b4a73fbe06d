//! What was done last and can be taken back: the entry that was saved, and the form or the timer that was thrown away.

use super::model::{Model, drawing};
use domain::entry::Kind;
use domain::form::{Form, MomentOf};
use domain::id::EntryId;
use domain::journal::State;
use domain::moment::Moment;
use domain::timer::Timer;
use texts::officer as words;

/// What was thrown away last: *Ångra* brings it back.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Discarded {
    Timer(Timer),
    Form(Form),
}

/// The card of the entry that was saved last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct SavedCard {
    pub(crate) id: EntryId,
    pub(crate) heading: String,
    pub(crate) below: String,
    /// Whether it stands, so that it can be taken back.
    pub(crate) stands: bool,
    /// Whether it corrects an earlier entry.
    pub(crate) corrects: bool,
}

/// The card of what was saved last; it stays until the next.
pub(crate) fn saved_card(model: &Model, now: Moment, moment_of: MomentOf<'_>) -> Option<SavedCard> {
    let id = model.saved?;
    let entry = model.entries.get(&id)?;
    let record = model.kept.iter().find(|record| record.id == id)?;
    let fact = entry.fact.as_ref().or_else(|| model.entries.get(&entry.root())?.fact.as_ref())?;
    let title = model.title(&fact.activity, fact.area.as_ref());
    Some(SavedCard {
        id,
        heading: words::saved_heading(model.language, &entry.kind, &title, fact.started_at, now),
        below: match &record.state {
            State::Received { at_ms, .. } => {
                words::received_at(model.language, &words::clock_or_day(model.language, moment_of(*at_ms), now))
            }
            _ => words::saved(model.language).to_owned(),
        },
        stands: !model.is_replaced(entry),
        corrects: entry.kind != Kind::Recorded,
    })
}

/// What the card of something thrown away says; `None` where there is nothing to bring back.
pub(crate) fn discarded_title(discarded: &Discarded, model: &Model, now: Moment) -> Option<String> {
    match discarded {
        // Another one may run in its place by now.
        Discarded::Timer(timer) => model.timer(&timer.activity).is_none().then(|| {
            let title = model.title(&timer.activity, timer.area.as_ref());
            words::thrown(model.language, &title, &words::clock_or_day(model.language, timer.started_at, now))
        }),
        Discarded::Form(form) => {
            let title = model.title(&form.activity, form.area.as_ref());
            Some(words::thrown(model.language, &title, &words::clock_or_day(model.language, form.starts_at(now), now)))
        }
    }
}

/// The card of a form that was left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct DraftCard {
    pub(crate) id: EntryId,
    pub(crate) drawing: &'static str,
    pub(crate) sentence: String,
}

/// The card of the form that was left. The time of what happens now isn't certain yet: it says when it was begun.
pub(crate) fn draft_card(form: &Form, model: &Model, now: Moment) -> DraftCard {
    let title = model.title(&form.activity, form.area.as_ref());
    DraftCard {
        id: form.id,
        drawing: drawing(model.activity(&form.activity)),
        sentence: words::draft_of(model.language, &words::clock_or_day(model.language, form.started_at, now), &title),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOON, entry_id, moment_of, received};
    use super::*;

    fn timer() -> Timer {
        Timer {
            id: entry_id(1),
            activity: "patrol".into(),
            area: Some("centre".into()),
            unit: None,
            started_at: NOON,
            jumped: false,
        }
    }

    #[test]
    fn the_saved_card_follows_its_entry() {
        let mut model = sample::model();
        assert_eq!(saved_card(&model, NOON, &moment_of), None);
        sample::record(&mut model, 1, "patrol", State::Waiting);
        assert_eq!(saved_card(&model, NOON, &moment_of), None, "it was kept, but not saved here");
        model.saved = Some(entry_id(1));
        let card = saved_card(&model, NOON, &moment_of).unwrap();
        assert!(card.stands && !card.corrects);
        assert_eq!(card.below, words::saved(model.language));
        model.kept[0].state = received();
        let received = saved_card(&model, NOON, &moment_of).unwrap();
        assert_ne!(received.below, words::saved(model.language));
        assert_eq!(received.heading, card.heading);
    }

    #[test]
    fn what_was_undone_is_not_undone_again() {
        let mut model = sample::model();
        sample::record(&mut model, 1, "patrol", State::Waiting);
        sample::correct(&mut model, 2, 1, Kind::Withdrawn);
        model.saved = Some(entry_id(1));
        assert!(!saved_card(&model, NOON, &moment_of).unwrap().stands);
        model.saved = Some(entry_id(2));
        let card = saved_card(&model, NOON, &moment_of).unwrap();
        assert!(card.stands && card.corrects);
    }

    #[test]
    fn a_thrown_timer_is_brought_back_only_where_no_other_runs() {
        let mut model = sample::model();
        let discarded = Discarded::Timer(timer());
        assert!(discarded_title(&discarded, &model, NOON).is_some());
        model.timers.push(Timer { id: entry_id(2), ..timer() });
        assert_eq!(discarded_title(&discarded, &model, NOON), None);
    }
}
