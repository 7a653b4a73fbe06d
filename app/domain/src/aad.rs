//! How what is sealed on a phone is bound to its place. Phones seal and open by these names, and the server opens rescue
//! files by them; a text that was moved to another place, journal, person or schema doesn't open.
//!
//! Frozen: what lies on phones in the field was sealed so. Another schema is another name.

use crate::id::{EntryId, JournalId, PartnershipId, PersonId};

/// An entry in a journal, under the name that it has on the phone.
#[must_use]
pub fn entry(journal: JournalId, name: EntryId) -> String {
    format!("rond entry 1|{journal}|{name}")
}

/// An entry in the first line of defence, whose journal isn't known yet.
#[must_use]
pub fn first_line(person: &str, name: &str) -> String {
    format!("rond line 1|{person}|{name}")
}

/// Something that is known beside the entries: drafts, figures, what is being timed.
#[must_use]
pub fn known(person: &str, name: &str) -> String {
    format!("rond known 1|{person}|{name}")
}

/// A person's key, sealed for the server alone.
#[must_use]
pub fn escrow(partnership: &PartnershipId, person: PersonId) -> String {
    format!("rond escrow 1|{partnership}|{person}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_place_reads_like_another() {
        let (journal, person, name) = (JournalId([1; 16]), PersonId([1; 16]), EntryId([2; 16]));
        let places = [
            entry(journal, name),
            first_line(&person.to_string(), &name.to_string()),
            known(&person.to_string(), &name.to_string()),
            escrow(&"p".into(), person),
        ];
        for (at, place) in places.iter().enumerate() {
            assert!(places.iter().skip(at + 1).all(|other| other != place), "{place}");
        }
        assert_eq!(places[0], "rond entry 1|01010101-0101-0101-0101-010101010101|02020202-0202-0202-0202-020202020202");
    }
}
