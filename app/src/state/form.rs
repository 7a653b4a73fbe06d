//! What the form's screen consists of: which questions it asks, and which keys it has.

use super::model::Model;
use domain::form::Form;
use domain::id::{AreaId, EntryId};
use domain::moment::Moment;
use domain::promise::{Activity, Counting, Duration, Field};
use texts::officer as words;

/// Decides whether the form's screen is drawn anew. It doesn't change while somebody types.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Kind {
    id: EntryId,
    direct: bool,
    area: Option<AreaId>,
}

/// The kind of a form.
pub(crate) fn kind(form: &Form, model: &Model) -> Kind {
    let direct = model.activity(&form.activity).is_some_and(|activity| is_direct(form, activity));
    Kind { id: form.id, direct, area: form.area.clone() }
}

/// Whether the form is of something timed that begins or happened now: nothing is asked, the keys say it all.
pub(crate) fn is_direct(form: &Form, activity: &Activity) -> bool {
    activity.duration == Duration::Timed && form.is_live()
}

/// A question of the form, or a note between them.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Question {
    /// A note: no names are to be written.
    NoNames,
    Area,
    Start,
    Day,
    Minutes,
    /// One of the activity's own.
    Field(Field),
    Note,
}

/// The questions of a form, the last nearest to the thumb.
pub(crate) fn questions(form: &Form, activity: &Activity, model: &Model) -> Vec<Question> {
    let direct = is_direct(form, activity);
    let mut all = Vec::new();
    if !activity.fields.is_empty() && !activity.note {
        all.push(Question::NoNames);
    }
    let has_area = form.area.as_ref().is_some_and(|area| model.has_area(area));
    if activity.in_area && (form.corrects.is_some() || !has_area) {
        all.push(Question::Area);
    }
    if !direct {
        all.extend([Question::Start, Question::Day]);
    }
    if activity.duration == Duration::Timed && !direct {
        all.push(Question::Minutes);
    }
    all.extend(activity.fields.iter().cloned().map(Question::Field));
    if activity.note {
        all.push(Question::Note);
    }
    all
}

/// The keys of a form, from the top. One of them is yellow: what is done most.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Keys {
    /// *Save* alone, in yellow.
    Save,
    /// *Afterwards*, *Start* and *Save*, which is yellow. *Start* is never the lowest key: there the running timer has its
    /// stop.
    StartOrSave,
    /// *Start* in yellow, and *Afterwards*: where a least time is asked for, an entry without minutes counts nothing, so
    /// only timing and stating remain.
    StartOrState,
}

/// What the form's screen is drawn from.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Sheet {
    /// The form as it was when the screen was drawn.
    pub(crate) form: Form,
    pub(crate) title: String,
    pub(crate) questions: Vec<Question>,
    pub(crate) keys: Keys,
    /// The word of *Save*: it names the area where there is one.
    pub(crate) save: String,
    /// What stands below *Start*.
    pub(crate) start: String,
    /// The most minutes that count unasked.
    pub(crate) most_minutes: u32,
}

/// What a form's screen is drawn from; `None` when no promise on the phone has its activity.
pub(crate) fn sheet(form: &Form, model: &Model, now: Moment) -> Option<Sheet> {
    let activity = model.activity(&form.activity)?;
    let counting = model.counting(&form.activity, form.area.as_ref(), form.starts_at(now).day());
    let area = form.area.as_ref().map(|area| model.area_name(area)).unwrap_or_default();
    let save = form.area.as_ref().map(|area| model.in_area(area)).filter(|_| !area.is_empty());
    Some(Sheet {
        title: if form.corrects.is_some() {
            words::correcting(model.language, &activity.name)
        } else {
            activity.name.clone()
        },
        questions: questions(form, activity, model),
        keys: keys(is_direct(form, activity), counting),
        save: save.map_or_else(|| words::save(model.language).to_owned(), |area| words::save_in(model.language, &area)),
        start: words::start_in(model.language, &area, counting),
        most_minutes: model.most_minutes(activity),
        form: form.clone(),
    })
}

fn keys(direct: bool, counting: Counting) -> Keys {
    match (direct, counting.least_minutes()) {
        (false, _) => Keys::Save,
        (true, None) => Keys::StartOrSave,
        (true, Some(_)) => Keys::StartOrState,
    }
}

/// What stands below the length of a form: whether it counts, and when that ends.
pub(crate) fn below_length(form: &Form, model: &Model, most_minutes: u32, now: Moment, end: Option<Moment>) -> String {
    let from = form.starts_at(now);
    let counting = model.counting(&form.activity, form.area.as_ref(), from.day());
    let counts = match form.minutes {
        Some(minutes) if minutes > most_minutes => words::unusually_long(model.language).to_owned(),
        minutes => words::whether_long_enough(model.language, minutes, counting),
    };
    match end {
        Some(end) => {
            [&counts, ", ", &words::ended(model.language, &words::clock_or_day(model.language, end, now))].concat()
        }
        None => counts,
    }
}

/// The draft that another form takes the place of: it is put aside. A form that was only looked at leaves nothing.
pub(crate) fn displaced(current: Option<Form>, new: &Form) -> Option<Form> {
    current.filter(|form| form.id != new.id && form.is_draft())
}

/// The form that is put away when its screen is left: only looked at, and neither being saved nor refused by the phone.
pub(crate) fn is_put_away(form: Option<&Form>, is_open: bool) -> bool {
    is_open && form.is_some_and(|form| !form.is_draft())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOON, entry_id, moment_of};
    use super::*;

    fn open(model: &Model, activity: &str) -> Form {
        let activity = model.activity(&activity.into()).unwrap();
        Form::open(entry_id(1), activity, model.area.clone(), None, NOON)
    }

    #[test]
    fn what_is_done_most_decides_which_keys_a_form_has() {
        let model = sample::model();
        let keys = |form: &Form| sheet(form, &model, NOON).unwrap().keys;
        assert_eq!(keys(&open(&model, "patrol")), Keys::StartOrSave, "it counts whatever its length");
        assert_eq!(keys(&open(&model, "check")), Keys::StartOrState, "twenty minutes are asked for");
        assert_eq!(keys(&open(&model, "finding")), Keys::Save, "nothing to time");
        let mut stated = open(&model, "check");
        stated.state_afterwards(NOON, &moment_of);
        assert_eq!(keys(&stated), Keys::Save, "its time is stated");
        let elsewhere = Form { area: Some("elsewhere".into()), ..open(&model, "check") };
        assert_eq!(keys(&elsewhere), Keys::StartOrSave, "no target asks for a length there");
    }

    #[test]
    fn a_form_asks_what_its_keys_do_not_say() {
        let model = sample::model();
        let list = |form: &Form| questions(form, model.activity(&form.activity).unwrap(), &model);
        let patrol = open(&model, "patrol");
        assert_eq!(list(&patrol), []);
        let mut stated = patrol.clone();
        stated.state_afterwards(NOON, &moment_of);
        assert_eq!(list(&stated), [Question::Start, Question::Day, Question::Minutes]);
        let gone = Form { area: Some("gone".into()), ..patrol };
        assert_eq!(list(&gone), [Question::Area], "an area that no promise has is asked for");
        let finding = list(&open(&model, "finding"));
        assert!(matches!(&finding[..], [Question::NoNames, Question::Start, Question::Day, Question::Field(_)]));
    }

    #[test]
    fn typing_does_not_change_the_kind_of_a_form_and_another_area_does() {
        let model = sample::model();
        let form = open(&model, "finding");
        let mut typed = form.clone();
        typed.answers.insert("first".to_owned(), "yes".to_owned());
        typed.note = "at the square".to_owned();
        typed.move_start(-1, NOON, &moment_of);
        assert_eq!(kind(&form, &model), kind(&typed, &model));
        let moved = Form { area: Some("elsewhere".into()), ..form };
        assert_ne!(kind(&moved, &model), kind(&typed, &model));
        let mut stated = open(&model, "patrol");
        stated.state_afterwards(NOON, &moment_of);
        assert_ne!(kind(&stated, &model), kind(&open(&model, "patrol"), &model));
    }

    #[test]
    fn only_a_draft_is_put_aside_and_only_a_form_that_was_looked_at_is_put_away() {
        let model = sample::model();
        let looked_at = open(&model, "patrol");
        let draft = Form { edited: true, ..looked_at.clone() };
        let new = Form { id: entry_id(2), ..looked_at.clone() };
        assert_eq!(displaced(Some(draft.clone()), &new), Some(draft.clone()));
        assert_eq!(displaced(Some(looked_at.clone()), &new), None);
        assert_eq!(displaced(Some(draft.clone()), &draft), None, "it doesn't take its own place");
        assert!(is_put_away(Some(&looked_at), true));
        assert!(!is_put_away(Some(&looked_at), false), "it is being saved, or couldn't be");
        assert!(!is_put_away(Some(&draft), true) && !is_put_away(None, true));
    }

    #[test]
    fn a_length_says_whether_it_counts_and_when_it_ended() {
        let model = sample::model();
        let mut form = open(&model, "check");
        form.state_afterwards(NOON, &moment_of);
        let below = |form: &Form, most| below_length(form, &model, most, NOON, Some(NOON));
        let end = words::ended(model.language, &words::clock_or_day(model.language, NOON, NOON));
        assert!(below(&form, 240).ends_with(&end));
        assert!(below(&form, 19).starts_with(words::unusually_long(model.language)));
        assert!(!below_length(&form, &model, 240, NOON, None).contains(&end));
    }
}
