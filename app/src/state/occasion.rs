//! What corrects an occasion: the two acts that take something back, and all that a correction replaces.

use super::model::Model;
use domain::form::{self, Corrects, Stamp, Unnumbered};
use domain::id::EntryId;
use domain::moment::Moment;

/// What takes something back; it is an entry too, so that numbers have no holes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Act {
    /// *Makulera*: the whole occasion.
    Withdraw { root: EntryId },
    /// *Ångra*: the occasion's last entry, whatever it was.
    Undo { last: EntryId },
}

impl Act {
    /// The entry that does it; `None` when the phone no longer has what it is about.
    pub(crate) fn entry(self, model: &Model, id: EntryId, stamp: &Stamp) -> Option<Unnumbered> {
        match self {
            Act::Withdraw { root } => Some(form::withdrawal(id, &corrects(model, root), model.unit.clone(), stamp)),
            Act::Undo { last } => {
                let last = model.entries.get(&last)?;
                let occasion = model.of_occasion(last.root());
                Some(form::undo(id, last, &occasion, &corrects(model, last.root()), stamp))
            }
        }
    }
}

/// All that the phone has of an occasion, the heads that a decision named included.
pub(crate) fn corrects(model: &Model, root: EntryId) -> Corrects {
    let mut replaces: Vec<EntryId> = model.of_occasion(root).iter().map(|e| e.id).collect();
    if let Some(decision) = model.decision(root) {
        for head in &decision.heads {
            if !replaces.contains(head) {
                replaces.push(*head);
            }
        }
    }
    Corrects { root, replaces }
}

/// What the phone knows at the moment of saving; `None` before it is enrolled, or without a promise.
pub(crate) fn stamp(model: &Model, recorded_at: Moment) -> Option<Stamp> {
    let promise = model.promise(recorded_at.day())?;
    Some(Stamp {
        author: model.identity.as_ref()?.person,
        recorded_at,
        clock_offset_ms: model.contact.offset_ms,
        promise: promise.id.clone(),
        promise_version: promise.version,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOON, entry_id};
    use super::*;
    use domain::entry::Kind;
    use domain::journal::State;

    #[test]
    fn nothing_is_stamped_before_the_phone_is_enrolled() {
        let mut model = sample::model();
        assert_eq!(stamp(&model, NOON).map(|s| s.author), Some(sample::PERSON));
        model.identity = None;
        assert_eq!(stamp(&model, NOON), None);
    }

    #[test]
    fn a_withdrawn_occasion_no_longer_stands_and_can_be_brought_back() {
        let mut model = sample::model();
        sample::record(&mut model, 1, "patrol", State::Waiting);
        let root = entry_id(1);
        assert!(model.standing(root).is_some() && model.withdrawal(root).is_none());
        sample::correct(&mut model, 2, 1, Kind::Withdrawn);
        assert!(model.standing(root).is_none());
        assert_eq!(model.withdrawal(root).map(|e| e.id), Some(entry_id(2)));
        sample::correct(&mut model, 3, 1, Kind::Amended);
        assert_eq!(model.standing(root).map(|(e, _)| e.id), Some(entry_id(3)));
        assert!(model.withdrawal(root).is_none());
    }

    #[test]
    fn a_correction_replaces_everything_of_its_occasion_once() {
        let mut model = sample::model();
        sample::record(&mut model, 1, "patrol", State::Waiting);
        sample::record(&mut model, 9, "patrol", State::Waiting);
        sample::correct(&mut model, 2, 1, Kind::Amended);
        model.decisions.push(sample::decision(1, "joined", &[2, 7]));
        assert_eq!(corrects(&model, entry_id(1)).replaces, [1, 2, 7].map(entry_id));
    }

    #[test]
    fn undoing_an_entry_that_the_phone_let_go_of_does_nothing() {
        let mut model = sample::model();
        sample::record(&mut model, 1, "patrol", State::Waiting);
        let stamp = stamp(&model, NOON).unwrap();
        assert!(Act::Undo { last: entry_id(1) }.entry(&model, entry_id(5), &stamp).is_some());
        assert!(Act::Undo { last: entry_id(4) }.entry(&model, entry_id(5), &stamp).is_none());
    }
}
