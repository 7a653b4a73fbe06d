//! One entry as its page shows it: what has become of it, what it says, and what can be done about it.

use super::journal;
use super::model::Model;
use domain::entry::Fact;
use domain::form::MomentOf;
use domain::id::EntryId;
use domain::journal::State;
use domain::moment::Moment;
use texts::officer as words;

/// The page of an entry.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Page {
    pub(crate) state: &'static str,
    pub(crate) reason: String,
    /// Terms with their details.
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) remedy: Remedy,
}

/// What can be done about an entry. Correcting and withdrawing are entries too. A refused entry allows neither: it is
/// recorded anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Remedy {
    Nothing,
    RecordAnew,
    /// The occasion was withdrawn by this entry.
    BringBack {
        last: EntryId,
    },
    Correct {
        root: EntryId,
    },
}

/// The page of an entry; `None` when it is no longer on the phone.
pub(crate) fn page(model: &Model, id: EntryId, now: Moment, moment_of: MomentOf<'_>) -> Option<Page> {
    let record = model.kept.iter().find(|record| record.id == id)?;
    let fact = model.entries.get(&id).and_then(|entry| entry.fact.as_ref());
    Some(Page {
        state: journal::state(model, record),
        reason: journal::reason(model, record, now, moment_of),
        facts: fact.map(|fact| facts(model, id, fact)).unwrap_or_default(),
        remedy: remedy(model, id, &record.state),
    })
}

fn facts(model: &Model, id: EntryId, fact: &Fact) -> Vec<(String, String)> {
    let entry = model.entries.get(&id);
    let mut rows = vec![(words::began(model.language).to_owned(), model.language.stamp(fact.started_at))];
    rows.extend(
        fact.minutes.map(|minutes| (words::length(model.language).to_owned(), model.language.minutes(minutes))),
    );
    rows.extend(
        entry.and_then(|entry| entry.unit.clone()).map(|unit| (words::unit_short(model.language).to_owned(), unit)),
    );
    let fields = model.activity(&fact.activity).map(|activity| activity.fields.as_slice()).unwrap_or_default();
    for (name, value) in &fact.fields {
        let field = fields.iter().find(|field| field.id == *name);
        let label = field.map_or_else(|| words::other_answer(model.language).to_owned(), |field| field.label.clone());
        rows.extend(words::answer(model.language, field, value).map(|answer| (label, answer)));
    }
    rows.extend(fact.note.clone().map(|note| (words::note(model.language).to_owned(), note)));
    rows.push((words::stated_how(model.language).to_owned(), words::how(model.language, fact.how).to_owned()));
    rows
}

fn remedy(model: &Model, id: EntryId, state: &State) -> Remedy {
    let Some(entry) = model.entries.get(&id) else { return Remedy::Nothing };
    if matches!(state, State::Refused { .. }) {
        return if entry.fact.is_some() { Remedy::RecordAnew } else { Remedy::Nothing };
    }
    let root = entry.root();
    if let Some(withdrawal) = model.withdrawal(root) {
        return Remedy::BringBack { last: withdrawal.id };
    }
    if model.is_replaced(entry) || model.standing(root).is_none() {
        return Remedy::Nothing;
    }
    Remedy::Correct { root }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOON, entry_id, moment_of, received};
    use super::*;
    use domain::entry::Kind;
    use domain::promise::{Choice, Field, FieldKind};

    #[test]
    fn what_can_be_done_follows_from_what_stands() {
        let mut model = sample::model();
        let remedy = |model: &Model, number| page(model, entry_id(number), NOON, &moment_of).map(|page| page.remedy);
        assert_eq!(remedy(&model, 1), None, "it is no longer on the phone");
        sample::record(&mut model, 1, "patrol", received());
        assert_eq!(remedy(&model, 1), Some(Remedy::Correct { root: entry_id(1) }));
        sample::correct(&mut model, 2, 1, Kind::Amended);
        assert_eq!(remedy(&model, 1), Some(Remedy::Nothing), "the correction stands in its place");
        assert_eq!(remedy(&model, 2), Some(Remedy::Correct { root: entry_id(1) }));
        sample::correct(&mut model, 3, 1, Kind::Withdrawn);
        assert_eq!(remedy(&model, 1), Some(Remedy::BringBack { last: entry_id(3) }));
    }

    #[test]
    fn an_entry_reads_in_the_words_of_its_form() {
        let mut model = sample::model();
        let field = |id: &str, label: &str, kind, options| Field {
            id: id.to_owned(),
            label: label.to_owned(),
            kind,
            required: false,
            hint: None,
            max: None,
            options,
        };
        let decided = Choice { value: "decided".to_owned(), label: "Beslutad".to_owned() };
        let questions = [
            field("by", "Klar senast", FieldKind::Date, Vec::new()),
            field("state", "Läge", FieldKind::Choice, vec![decided]),
        ];
        model.catalogue.active[0].promise.activities[0].fields = questions.into();
        sample::record(&mut model, 1, "patrol", received());
        let fact = model.entries.get_mut(&entry_id(1)).and_then(|entry| entry.fact.as_mut()).unwrap();
        for (question, answer) in [("by", "2026-12-24"), ("state", "decided")] {
            fact.fields.insert(question.to_owned(), answer.into());
        }
        let facts = page(&model, entry_id(1), NOON, &moment_of).unwrap().facts;
        let reads = |term: &str| facts.iter().find(|(label, _)| label == term).map(|(_, detail)| detail.as_str());
        assert_eq!(reads("Läge"), Some("Beslutad"));
        assert_eq!(reads("Klar senast"), Some("24 december 2026"));
    }

    #[test]
    fn a_refused_entry_is_recorded_anew() {
        let mut model = sample::model();
        let refused = State::Refused { code: "unreadable".to_owned(), message: None };
        sample::record(&mut model, 1, "patrol", refused);
        let page = page(&model, entry_id(1), NOON, &moment_of).unwrap();
        assert_eq!((page.state, page.remedy), ("refused", Remedy::RecordAnew));
        let terms: Vec<&str> = page.facts.iter().map(|(term, _)| term.as_str()).collect();
        assert_eq!(
            terms,
            [words::began(model.language), words::length(model.language), words::stated_how(model.language)]
        );
    }
}
