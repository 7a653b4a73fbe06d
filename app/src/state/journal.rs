//! The journal as its owner reads it: in which section an entry stands, and what has become of it in plain words.

use super::model::{Model, drawing};
use domain::entry::{Entry, Kind};
use domain::form::MomentOf;
use domain::id::EntryId;
use domain::journal::{Kept, State};
use domain::moment::Moment;
use domain::tally::{self, NotCounted};
use domain::wire::Change;
use texts::officer as words;

/// How many entries of a section are shown at first.
pub(crate) const FIRST_ROWS: usize = 30;
/// How many more are shown each time that somebody asks.
pub(crate) const MORE_ROWS: usize = 300;

/// A row of the journal.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Row {
    pub(crate) id: EntryId,
    pub(crate) drawing: &'static str,
    pub(crate) needs_action: bool,
    pub(crate) title: String,
    pub(crate) reason: String,
    pub(crate) state: &'static str,
}

/// A section of the journal: its first rows, and how many entries it has.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Section {
    pub(crate) rows: Vec<Row>,
    pub(crate) count: usize,
}

/// A section with at most so many rows, the newest first.
pub(crate) fn section(model: &Model, wanted: Group, rows: usize, now: Moment, moment_of: MomentOf<'_>) -> Section {
    let row = |record: &Kept| {
        let (title, drawing) = title(model, record, now);
        Row {
            id: record.id,
            drawing,
            needs_action: wanted == Group::Act,
            title,
            reason: reason(model, record, now, moment_of),
            state: state(model, record),
        }
    };
    let all: Vec<&Kept> = model.kept.iter().filter(|record| group(model, record) == wanted).collect();
    Section { rows: all.iter().take(rows).map(|record| row(record)).collect(), count: all.len() }
}

/// The sections of the journal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Group {
    Act,
    Waiting,
    Received,
}

/// The group of an entry: refused, marked so that it counts nothing, or returned by a supervisor all need a person.
pub(crate) fn group(model: &Model, record: &Kept) -> Group {
    let entry = model.entries.get(&record.id);
    let replaced = entry.is_some_and(|e| model.is_replaced(e));
    match &record.state {
        State::Waiting => Group::Waiting,
        State::Refused { .. } => Group::Act,
        State::Received { flags, .. } => {
            let returned = entry.and_then(|e| decided(model, e)).is_some_and(|d| d.change == "returned");
            let stopped = flags.iter().any(|f| f.stops()) || returned;
            if stopped && !replaced { Group::Act } else { Group::Received }
        }
    }
}

/// The latest decision about an entry's occasion. What was sent back is no longer so once it is corrected.
fn decided<'a>(model: &'a Model, entry: &Entry) -> Option<&'a Change> {
    model.decision(entry.root()).filter(|d| d.change != "returned" || d.heads.contains(&entry.id))
}

/// The word of a state for tests and styles: `data-state`.
pub(crate) fn state(model: &Model, record: &Kept) -> &'static str {
    match (&record.state, group(model, record)) {
        (State::Waiting, _) => "waiting",
        (State::Refused { .. }, _) => "refused",
        (State::Received { quarantined: true, .. }, _) => "quarantined",
        (State::Received { .. }, Group::Act) => "flagged",
        (State::Received { .. }, _) => "received",
    }
}

/// "16:10 Fotpatrull, Råslätt", and its drawing.
pub(crate) fn title(model: &Model, record: &Kept, now: Moment) -> (String, &'static str) {
    let Some(entry) = model.entries.get(&record.id) else {
        return (words::unreadable_here(model.language).to_owned(), "doc");
    };
    let fact = entry.fact.as_ref().or_else(|| model.entries.get(&entry.root())?.fact.as_ref());
    let Some(fact) = fact else { return (words::kind(model.language, &entry.kind, String::new()), "x") };
    let drawing = match entry.kind {
        Kind::Withdrawn => "undo",
        _ => drawing(model.activity(&fact.activity)),
    };
    let name = model.title(&fact.activity, fact.area.as_ref());
    let at = words::clock_or_day(model.language, fact.started_at, now);
    (words::kind(model.language, &entry.kind, format!("{at} {name}")), drawing)
}

/// What has become of an entry, in plain words.
pub(crate) fn reason(model: &Model, record: &Kept, now: Moment, moment_of: MomentOf<'_>) -> String {
    let entry = model.entries.get(&record.id);
    let length = entry.and_then(|e| e.fact.as_ref()).and_then(|f| f.minutes).map(|m| model.language.minutes(m) + ". ");
    let text = match &record.state {
        State::Waiting => {
            let over = entry.map(|e| over(model, e)).unwrap_or_default();
            [words::on_the_phone(model.language), over].concat()
        }
        State::Refused { code, message } => words::refused_because(model.language, code, message.as_deref()),
        State::Received { quarantined: true, .. } => words::quarantined(model.language).to_owned(),
        State::Received { at_ms, flags, .. } => {
            let sent = words::sent_at(model.language, &words::clock_or_day(model.language, moment_of(*at_ms), now));
            let flagged: String = flags.iter().map(|f| format!(" {}", words::flag(model.language, *f))).collect();
            let stops = flags.iter().any(|f| f.stops());
            let counts = entry.filter(|_| !stops).map(|e| counts(model, e)).unwrap_or_default();
            format!("{sent}{flagged}{counts}")
        }
    };
    let decided =
        entry.and_then(|e| decided(model, e)).map(|d| words::decision(model.language, &d.change, d.message.as_deref()));
    format!("{}{text}{}", length.unwrap_or_default(), decided.unwrap_or_default())
}

/// Whether something else stands in an entry's place, or nothing does.
fn over(model: &Model, entry: &Entry) -> &'static str {
    match model.is_replaced(entry) {
        false => "",
        true if model.standing(entry.root()).is_none() => words::withdrawn(model.language),
        true => words::replaced(model.language),
    }
}

/// Whether an entry counts, and if not, why: said by the rule that the server tallies by.
fn counts(model: &Model, entry: &Entry) -> String {
    if model.is_replaced(entry) {
        return over(model, entry).to_owned();
    }
    let Some(fact) = &entry.fact else { return String::new() };
    let at: Moment = Moment { unix_ms: tally::counted_ms(fact, entry.clock_offset_ms), ..fact.started_at };
    let Some(promise) = model.catalogue.at(fact.area.as_ref(), at.day()) else {
        return words::not_counted(model.language, &NotCounted::OutsidePeriod);
    };
    let organisation = model.organisation(promise).unwrap_or_else(|| "".into());
    let towards: Vec<Result<_, NotCounted>> = tally::targets(promise, fact, &organisation, at.day(), &model.catalogue)
        .into_iter()
        .filter(|(_, target, _)| target.activity.as_ref() == Some(&fact.activity))
        .map(|(_, target, week)| week.and_then(|()| tally::towards(fact, target, at.local())))
        .collect();
    if towards.iter().any(Result::is_ok) {
        return words::counts_too(model.language).to_owned();
    }
    let why = towards.iter().filter_map(|t| t.as_ref().err());
    let why = why.max_by_key(|why| matches!(why, NotCounted::TooShort { .. }));
    why.map(|why| words::not_counted(model.language, why)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOON, moment_of, received};
    use super::*;
    use domain::wire::Flag;

    fn only_row(model: &Model, wanted: Group) -> Row {
        let section = section(model, wanted, FIRST_ROWS, NOON, &moment_of);
        assert_eq!(section.rows.len(), 1, "{:?}", section.rows);
        section.rows[0].clone()
    }

    #[test]
    fn an_entry_stands_where_its_state_puts_it() {
        let mut model = sample::model();
        let refused = State::Refused { code: "unreadable".to_owned(), message: None };
        let stopped = State::Received { at_ms: 0, flags: vec![Flag::UnknownArea], quarantined: false };
        sample::record(&mut model, 1, "patrol", State::Waiting);
        sample::record(&mut model, 2, "patrol", refused);
        sample::record(&mut model, 3, "patrol", stopped);
        sample::record(&mut model, 4, "patrol", received());
        let states =
            |wanted| section(&model, wanted, FIRST_ROWS, NOON, &moment_of).rows.iter().map(|row| row.state).collect();
        let all: [Vec<&str>; 3] = [Group::Act, Group::Waiting, Group::Received].map(states);
        assert_eq!(all, [vec!["flagged", "refused"], vec!["waiting"], vec!["received"]]);
    }

    #[test]
    fn what_was_sent_back_needs_a_person_until_it_is_corrected() {
        let mut model = sample::model();
        sample::record(&mut model, 1, "patrol", received());
        model.decisions.push(sample::decision(1, "returned", &[1]));
        assert!(only_row(&model, Group::Act).needs_action);
        sample::correct(&mut model, 2, 1, Kind::Amended);
        assert!(only_row(&model, Group::Received).reason.contains(words::replaced(model.language)));
        assert_eq!(only_row(&model, Group::Waiting).id, sample::entry_id(2));
    }

    #[test]
    fn a_received_entry_says_whether_it_counts() {
        let mut model = sample::model();
        sample::record(&mut model, 1, "patrol", received());
        assert!(only_row(&model, Group::Received).reason.ends_with(words::counts_too(model.language)));
        if let Some(fact) = model.entries.get_mut(&sample::entry_id(1)).and_then(|entry| entry.fact.as_mut()) {
            fact.area = Some("elsewhere".into());
        }
        assert!(!only_row(&model, Group::Received).reason.ends_with(words::counts_too(model.language)));
    }

    #[test]
    fn a_long_section_is_cut_and_says_how_long_it_is() {
        let mut model = sample::model();
        (1..=33).for_each(|number| sample::record(&mut model, number, "patrol", State::Waiting));
        let cut = section(&model, Group::Waiting, FIRST_ROWS, NOON, &moment_of);
        assert_eq!((cut.rows.len(), cut.count), (30, 33));
        assert_eq!(cut.rows[0].id, sample::entry_id(33), "the newest first");
    }
}
