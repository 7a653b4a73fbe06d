//! The states of an entry on the phone, and what moves it from one to the next.
//!
//! Pure: the phone's storage performs what is decided here, and a simulator can do the same. An entry leaves the queue
//! on its own verdict only (protocol, section 3.8); everything that is shown of the queue is computed from it.

use crate::entry::Refusal;
use crate::id::{EntryId, JournalId, PersonId};
use crate::ranges::Ranges;
use crate::wire::{Answer, Flag, Verdict, VerdictKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A numbered entry as the phone keeps it. Storage-neutral: `body` is opaque to the store.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    pub id: EntryId,
    pub journal: JournalId,
    pub seq: u64,
    pub author: PersonId,
    pub body: String,
    pub state: State,
    /// When it was kept, by the phone's clock; for "äldsta 2 h".
    pub kept_at_ms: i64,
}

/// The only states an entry has on the phone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum State {
    Waiting,
    /// The server has a durable copy.
    Received {
        /// By the server's clock; 72 hours later the phone lets it go.
        at_ms: i64,
        #[serde(default)]
        flags: Vec<Flag>,
        /// From a revoked phone: held until a supervisor accepts it.
        #[serde(default)]
        quarantined: bool,
    },
    /// Stays with its reason until a person has dealt with it.
    Refused {
        #[serde(default)]
        code: String,
        message: Option<String>,
    },
}

/// Phones keep an entry for so long after its receipt, by server time (protocol, section 3.9).
pub const KEPT_AFTER_RECEIPT_MS: i64 = 72 * 3_600_000;

impl Kept {
    /// The entry's JSON for the wire: the frozen body with its id and number. The same bytes whenever it is sent.
    #[must_use]
    pub fn wire_text(&self) -> String {
        let rest = self.body.strip_prefix('{').unwrap_or("}");
        let comma = if rest == "}" { "" } else { "," };
        format!(
            r#"{{"id":"{}","journal":"{}","author":"{}","seq":{}{comma}{rest}"#,
            self.id, self.journal, self.author, self.seq
        )
    }
}

/// The state that a verdict gives.
#[must_use]
pub fn settled(verdict: &Verdict, server_time_ms: i64) -> State {
    let received = |quarantined| State::Received { at_ms: server_time_ms, flags: verdict.flags.clone(), quarantined };
    match verdict.verdict {
        VerdictKind::Accepted | VerdictKind::AlreadyHeld => received(false),
        VerdictKind::Quarantined => received(true),
        VerdictKind::Refused => {
            State::Refused { code: verdict.code.clone().unwrap_or_default(), message: verdict.message.clone() }
        }
        // Nobody has said that the server has it, so it is sent until somebody does.
        VerdictKind::Unknown => State::Waiting,
    }
}

/// What an answer changes: first the verdicts on what was sent, in order, then what `held` and `epoch` say about the
/// rest. An answer that doesn't fit what was sent changes nothing: it is *unknown*, and everything is sent again.
#[must_use]
pub fn settle(kept: &[Kept], sent: &[EntryId], answer: &Answer, known_epoch: Option<&str>) -> BTreeMap<EntryId, State> {
    let fits = answer.verdicts.len() == sent.len()
        && answer.verdicts.iter().zip(sent).all(|(v, id)| v.id.is_none_or(|of| of == *id));
    if !fits {
        return BTreeMap::new();
    }
    let mut changed = BTreeMap::new();
    let new_epoch = known_epoch.is_some_and(|known| known != answer.epoch);
    for entry in kept.iter().filter(|k| matches!(k.state, State::Received { .. })) {
        let outside = answer.held.get(&entry.journal).is_some_and(|held: &Ranges| !held.holds(entry.seq));
        if new_epoch || outside {
            changed.insert(entry.id, State::Waiting);
        }
    }
    for (verdict, id) in answer.verdicts.iter().zip(sent) {
        changed.insert(*id, settled(verdict, answer.server_time.unix_ms));
    }
    changed
}

/// Whether a request named every journal that something is kept of. One that didn't, since another tab has just begun a
/// journal, hears nothing about that one: to believe it how far the news have been told would skip what was decided there.
#[must_use]
pub fn names_all(named: &BTreeMap<JournalId, u64>, kept: &[Kept]) -> bool {
    kept.iter().all(|k| named.contains_key(&k.journal))
}

/// The entries that wait again when their person has enrolled anew: those that weren't this phone's to send. Where a
/// server's backup was put back, or the phone got another credential meanwhile, its person was a stranger there; typing
/// the code is how a person deals with that, and the server judges anew.
#[must_use]
pub fn enrolled(kept: &[Kept]) -> Vec<EntryId> {
    let strange = |k: &&Kept| matches!(&k.state, State::Refused { code, .. } if code == Refusal::NotYours.code());
    kept.iter().filter(strange).map(|k| k.id).collect()
}

/// The entries that the phone may let go of. Never one that waits or was refused.
#[must_use]
pub fn outlived(kept: &[Kept], server_now_ms: i64) -> Vec<EntryId> {
    let old =
        |k: &&Kept| matches!(k.state, State::Received { at_ms, .. } if server_now_ms - at_ms >= KEPT_AFTER_RECEIPT_MS);
    kept.iter().filter(old).map(|k| k.id).collect()
}

/// The queue as its owner sees it: "3 osända, äldsta 2 h".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Queue {
    pub waiting: usize,
    pub oldest_age_ms: Option<i64>,
    pub refused: usize,
}

/// Computed, never stored.
#[must_use]
pub fn queue(kept: &[Kept], now_ms: i64) -> Queue {
    let mut queue = Queue::default();
    for entry in kept {
        match entry.state {
            State::Waiting => {
                queue.waiting += 1;
                let age_ms = (now_ms - entry.kept_at_ms).max(0);
                queue.oldest_age_ms = Some(queue.oldest_age_ms.map_or(age_ms, |o| o.max(age_ms)));
            }
            State::Refused { .. } => queue.refused += 1,
            State::Received { .. } => {}
        }
    }
    queue
}
