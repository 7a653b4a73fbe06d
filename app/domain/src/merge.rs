//! What becomes of an arriving entry (protocol, section 3).
//!
//! The merged state is a set of (id, hash), so merging is commutative, associative and idempotent by construction; the
//! verdict is only what is said about it. Nothing here depends on the order of arrival but the words.
//!
//! The set is bounded: of one id [`limits::VERSIONS`] contents are kept, of one author [`limits::OCCASION_ENTRIES`] entries in
//! one occasion, each counted apart for what a revoked phone sent. What comes after that is refused as conflicting, so which
//! contents are kept then depends on the order of arrival. The figures still don't: an id or an author that has reached the
//! bound counts nothing, whichever contents filled it, until a person decides ([`crate::occasion`]).

use crate::entry::{ContentHash, Entry, Fault, Refusal};
use crate::id::{DeviceId, EntryId, JournalId, PersonId};
use crate::json::Json;
use crate::limits;
use crate::occasion::Held;
use crate::ranges::Ranges;
use crate::wire::VerdictKind;
use std::collections::{BTreeMap, BTreeSet};

/// An entry as it came, filled, read and hashed; or why that failed.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub id: Option<EntryId>,
    pub outcome: Result<Readable, Fault>,
}

#[derive(Clone, Debug)]
pub struct Readable {
    pub entry: Entry,
    pub hash: ContentHash,
    /// The canonical form: what is kept, unknown fields included.
    pub body: String,
}

/// Fills `journal` and `author` from the credential when they are missing, reads the entry and takes its hash.
#[must_use]
pub fn arrive(
    mut sent: Json,
    journal: Option<JournalId>,
    author: PersonId,
    sha256: &dyn Fn(&str) -> ContentHash,
) -> Arrival {
    let id = sent.get("id").and_then(Json::text).and_then(EntryId::read);
    if let Json::Map(map) = &mut sent {
        map.retain(|_, v| *v != Json::Null);
        if let (None, Some(journal)) = (map.get("journal"), journal) {
            map.insert("journal".into(), Json::Text(journal.to_string()));
        }
        if !map.contains_key("author") {
            map.insert("author".into(), Json::Text(author.to_string()));
        }
    }
    let outcome = Entry::read(&sent).and_then(|entry| {
        let body = sent.canonical().map_err(Fault::unfit)?;
        if body.len() > limits::ENTRY_BYTES {
            return Err(Fault { refusal: Refusal::OverLimit, member: "entry", message: "posten är för stor" });
        }
        Ok(Readable { entry, hash: sha256(&body), body })
    });
    Arrival { id, outcome }
}

/// A journal as the server knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JournalState {
    pub person: PersonId,
    /// Revocation is final and sticks to the journal, whatever credential sends it.
    pub revoked: bool,
    /// Kept by the server for a member of staff: no phone adds to it.
    pub by_server: bool,
    pub held: Ranges,
}

/// One version of an id that is held already.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldVersion {
    pub journal: JournalId,
    pub hash: ContentHash,
    pub quarantined: bool,
    /// A person decided for this version.
    pub decided: bool,
}

/// Who sends, and what the server holds of what they send. Filled by the store for the ids and journals of a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    pub device: DeviceId,
    pub device_revoked: bool,
    /// The people who are enrolled on the device.
    pub people: Vec<PersonId>,
    /// Those of them whose access was taken away: what they send is held back, in journals that begin now too.
    pub disabled: BTreeSet<PersonId>,
    pub journals: BTreeMap<JournalId, JournalState>,
    pub held: BTreeMap<EntryId, Vec<HeldVersion>>,
    /// How many entries from phones are held by the root that they name, their author, and whether they are quarantined.
    pub occasions: BTreeMap<(EntryId, PersonId, bool), usize>,
}

/// What is done with an arrival: the verdict's bare facts, and whether a row is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    pub verdict: VerdictKind,
    pub refusal: Option<Refusal>,
    pub message: Option<String>,
    /// A new row, with the marks that stay with it.
    pub keep: Option<Keep>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keep {
    pub quarantined: bool,
    pub cloned: bool,
}

/// The version of an id that counts: the one a person decided for, else the smallest hash. The order of arrival
/// decides nothing. A revoked phone can't outvote what was held before.
#[must_use]
pub fn counting(versions: &[HeldVersion]) -> Option<&HeldVersion> {
    versions.iter().min_by_key(|v| (!v.decided, v.quarantined, &v.hash))
}

/// Leaves of one id's versions as many as are ever looked at, those that may count first. Databases from before there was a
/// bound hold thousands, and each may name an occasion of its own.
pub fn keep_bounded(versions: &mut Vec<Held>) {
    let most = 2 * limits::VERSIONS;
    if versions.len() > most {
        versions.sort_by(|a, b| a.precedence().cmp(&b.precedence()));
        versions.truncate(most);
    }
}

impl Known {
    /// Judges one arrival and remembers it, so that the next of the batch is judged after it.
    pub fn judge(&mut self, arrival: &Arrival) -> Judgement {
        let readable = match &arrival.outcome {
            Ok(readable) => readable,
            Err(fault) => return refused(fault.refusal, Some(format!("{}: {}", fault.member, fault.message))),
        };
        let entry = &readable.entry;
        if self.not_yours(entry) {
            return refused(Refusal::NotYours, None);
        }
        let versions = self.held.entry(entry.id).or_default();
        if versions.iter().any(|v| v.hash == readable.hash) {
            let counts = counting(versions).is_some_and(|v| v.hash == readable.hash);
            if !counts {
                return refused(Refusal::Conflicting, None);
            }
            let quarantined = versions.iter().any(|v| v.hash == readable.hash && v.quarantined);
            let verdict = if quarantined { VerdictKind::Quarantined } else { VerdictKind::AlreadyHeld };
            return Judgement { verdict, refusal: None, message: None, keep: None };
        }
        let conflicting = !versions.is_empty();
        let held_back = self.device_revoked || self.disabled.contains(&entry.author);
        let journal = self.journals.entry(entry.journal).or_insert_with(|| JournalState {
            person: entry.author,
            // It sticks, so that the rest of the journal is held back too when another phone brings it.
            revoked: held_back,
            by_server: false,
            held: Ranges::default(),
        });
        let quarantined = held_back || journal.revoked;
        let of_occasion = self.occasions.entry((entry.root(), entry.author, quarantined)).or_default();
        let of_id = versions.iter().filter(|v| v.quarantined == quarantined).count();
        if of_id >= limits::VERSIONS || *of_occasion >= limits::OCCASION_ENTRIES {
            return refused(Refusal::Conflicting, Some(TOO_MANY.to_owned()));
        }
        *of_occasion += 1;
        let keep = Keep { quarantined, cloned: !conflicting && journal.held.holds(entry.seq) };
        journal.held.add(entry.seq);
        versions.push(HeldVersion { journal: entry.journal, hash: readable.hash.clone(), quarantined, decided: false });
        match (conflicting, quarantined) {
            (true, _) => Judgement { keep: Some(keep), ..refused(Refusal::Conflicting, None) },
            (false, true) => kept(VerdictKind::Quarantined, keep),
            (false, false) => kept(VerdictKind::Accepted, keep),
        }
    }

    /// Protocol, section 3.4: an id held under another journal; an author who isn't the journal's person; a journal of
    /// someone whom the device hasn't enrolled, or one that the server keeps.
    fn not_yours(&self, entry: &Entry) -> bool {
        let elsewhere = self.held.get(&entry.id).is_some_and(|vs| vs.iter().any(|v| v.journal != entry.journal));
        let others = self.journals.get(&entry.journal).is_some_and(|j| j.by_server || j.person != entry.author);
        elsewhere || others || !self.people.contains(&entry.author)
    }
}

/// Told with the refusal of what is beyond the bounds.
const TOO_MANY: &str = "posten har redan ändrats för många gånger";

fn refused(refusal: Refusal, message: Option<String>) -> Judgement {
    Judgement { verdict: VerdictKind::Refused, refusal: Some(refusal), message, keep: None }
}

fn kept(verdict: VerdictKind, keep: Keep) -> Judgement {
    Judgement { verdict, refusal: None, message: None, keep: Some(keep) }
}
