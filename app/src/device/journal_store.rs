//! The second line of defence: the phone's journal in IndexedDB, with strict durability. What resolves here is saved, and
//! lies sealed.

use super::json::{from_js, to_js};
use super::local_store::PendingEntry;
use domain::id::{EntryId, JournalId, PersonId};
use domain::journal::{Kept, State};
use domain::readable;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/device/journal_store.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = keep)]
    async fn js_keep(entry: JsValue, partnership: &str, fresh: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = load)]
    async fn js_load(newest: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = all)]
    async fn js_all() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = settle)]
    async fn js_settle(change: JsValue) -> Result<JsValue, JsValue>;
}

/// How often this page has written: what was being read meanwhile may lack it.
static WRITES: AtomicU32 = AtomicU32::new(0);

/// Why the journal couldn't do it; nothing has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Failure {
    /// The phone is full.
    Full,
    /// The storage doesn't answer, or not in our words.
    Silent,
}

impl Failure {
    fn of(error: &JsValue) -> Self {
        match error.as_string().as_deref() {
            Some("QuotaExceededError") => Failure::Full,
            _ => Failure::Silent,
        }
    }
}

/// A journal as the phone keeps it.
#[derive(Deserialize)]
pub(crate) struct Journal {
    pub(crate) id: JournalId,
    pub(crate) last_seq: u64,
}

/// What the store has of the one who has unlocked the page. Each record by itself: one that this version can't read stays
/// in the store and hides no other.
#[derive(Deserialize)]
pub(crate) struct Loaded {
    #[serde(deserialize_with = "readable::items")]
    pub(crate) entries: Vec<Kept>,
    #[serde(deserialize_with = "readable::items")]
    pub(crate) journals: Vec<Journal>,
    meta: BTreeMap<String, Box<RawValue>>,
}

impl Loaded {
    /// A value that is stored beside the entries.
    pub(crate) fn meta<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.meta.get(name)?.get()).ok()
    }

    /// The same for a list, without the items that this version can't read.
    pub(crate) fn list<T: DeserializeOwned>(&self, name: &str) -> Option<Vec<T>> {
        self.meta(name).map(|readable::Items(items)| items)
    }

    /// Everything of a kind: "promise/".
    pub(crate) fn all<T: DeserializeOwned>(&self, prefix: &str) -> Vec<T> {
        self.meta.keys().filter(|name| name.starts_with(prefix)).filter_map(|name| self.meta(name)).collect()
    }
}

/// Changes to what is kept, whole or not at all.
#[derive(Default, Serialize)]
pub(crate) struct Change {
    pub(crate) states: Vec<(EntryId, State)>,
    pub(crate) closed: Vec<JournalId>,
    pub(crate) gone: Vec<EntryId>,
    pub(crate) meta: BTreeMap<String, Box<RawValue>>,
}

impl Change {
    /// Adds a value that is stored beside the entries.
    pub(crate) fn set_meta<T: Serialize>(&mut self, name: &str, value: &T) {
        if let Ok(json) = to_raw_value(value) {
            self.set_raw_meta(name, json);
        }
    }

    /// The same for JSON as the server sent it: what this version doesn't know of it is there for the next.
    pub(crate) fn set_raw_meta(&mut self, name: &str, json: Box<RawValue>) {
        self.meta.insert(name.to_owned(), json);
    }
}

/// Gives an entry its number and keeps it. `None` when its id is taken by other content.
///
/// # Errors
/// [`Failure`]; then nothing is kept, and the same may be tried again.
pub(crate) async fn append(
    entry: &PendingEntry,
    partnership: &str,
    now_ms: i64,
    fresh: JournalId,
) -> Result<Option<Kept>, Failure> {
    #[derive(Serialize)]
    struct Record<'a> {
        id: EntryId,
        author: PersonId,
        body: &'a str,
        kept_at_ms: i64,
    }
    let kept_at_ms = entry.kept_at_ms.unwrap_or(now_ms);
    let record = Record { id: entry.id, author: entry.author, body: &entry.body, kept_at_ms };
    let kept = js_keep(to_js(&record), partnership, &fresh.to_string()).await.map_err(|e| Failure::of(&e))?;
    WRITES.fetch_add(1, Ordering::Relaxed);
    if kept.is_null() {
        return Ok(None);
    }
    from_js(&kept).map(Some).ok_or(Failure::Silent)
}

/// The person's journals, what waits or was refused, the newest others, and what is known. What this page wrote by the time
/// that it is there is in it: a screen that goes by it forgets nothing that it has just said to be saved.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn load(newest: u32) -> Result<Loaded, Failure> {
    let found = loop {
        let writes = WRITES.load(Ordering::Relaxed);
        let found = js_load(newest).await.map_err(|e| Failure::of(&e))?;
        if writes == WRITES.load(Ordering::Relaxed) {
            break found;
        }
    };
    from_js(&found).ok_or(Failure::Silent)
}

/// Everything that is kept of the one who has unlocked the page.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn all() -> Result<Vec<Kept>, Failure> {
    let found = js_all().await.map_err(|e| Failure::of(&e))?;
    from_js(&found).map(|readable::Items(entries)| entries).ok_or(Failure::Silent)
}

/// Performs a change.
///
/// # Errors
/// [`Failure`]; then nothing has changed.
pub(crate) async fn settle(change: Change) -> Result<(), Failure> {
    let done = js_settle(to_js(&change)).await;
    // Also where it failed: a full phone has let something go.
    WRITES.fetch_add(1, Ordering::Relaxed);
    done.map(|_| ()).map_err(|e| Failure::of(&e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::contact::{Contact, Identity};
    use crate::device::stored;
    use domain::promise::{FieldKind, Promise, TargetKind};
    use domain::standing::Total;
    use domain::timer::Timer;
    use domain::wire::{Change as Decision, Flag};

    fn loaded() -> Loaded {
        serde_json::from_str(stored::fixture().journal.get()).unwrap()
    }

    #[test]
    fn entries_of_earlier_versions_are_read() {
        let Loaded { entries, journals, .. } = loaded();
        let [waiting, received, bare, refused] = entries.as_slice() else { panic!("{entries:?}") };
        assert_eq!((waiting.seq, &waiting.state), (3, &State::Waiting));
        assert!(waiting.body.contains("foot_patrol"));
        let flags = vec![Flag::ClockOff, Flag::Unknown];
        assert_eq!(received.state, State::Received { at_ms: 1_614_772_800_000, flags, quarantined: true });
        assert_eq!(bare.state, State::Received { at_ms: 5, flags: Vec::new(), quarantined: false });
        let message = Some("seq: saknas".to_owned());
        assert_eq!(refused.state, State::Refused { code: "unreadable".to_owned(), message });
        assert_eq!(journals.iter().map(|journal| journal.last_seq).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn what_earlier_versions_stored_beside_the_entries_is_read() {
        let loaded = loaded();
        let identity: Identity = loaded.meta("identity").unwrap();
        assert_eq!(identity.organisation.unwrap().as_str(), "polisen");
        let contact: Contact = loaded.meta("contact").unwrap();
        assert_eq!((contact.cursor.as_deref(), contact.offset_ms, contact.revoked), (Some("e1.7"), Some(-250), false));
        assert_eq!(contact.promises[0].version, 2);
        assert_eq!(contact.limits.map(|limits| limits.entries), Some(500));
        let totals: BTreeMap<String, Vec<Total>> = loaded.meta("tallies").unwrap();
        assert_eq!((totals["p"][0].count, totals["p"][0].days.len()), (12, 1));
        let decisions: Vec<Decision> = loaded.list("changes").unwrap();
        assert_eq!(
            decisions.iter().map(|decision| decision.change.as_str()).collect::<Vec<_>>(),
            ["returned", "weighed"]
        );
        let timers: Vec<Timer> = loaded.list("timers").unwrap();
        assert_eq!(timers.iter().map(|timer| timer.jumped).collect::<Vec<_>>(), [false, true]);
        assert_eq!(loaded.meta::<String>("shift").as_deref(), Some("raslatt|1614769200000"));
        assert_eq!(loaded.meta::<String>("unit"), None);
    }

    /// Enrolment stores less of a contact than an answer does.
    #[test]
    fn the_contact_that_enrolling_stores_is_read() {
        let contact: Contact =
            serde_json::from_str(r#"{"promises":[{"id":"p","version":1}],"revoked":false}"#).unwrap();
        assert_eq!((contact.promises.len(), contact.at_ms), (1, None));
    }

    #[test]
    fn what_a_promise_has_of_newer_kinds_costs_only_itself() {
        let promises: Vec<Promise> = loaded().all("promise/");
        let [promise] = promises.as_slice() else { panic!("{promises:?}") };
        let ids: Vec<&str> = promise.activities.iter().map(|activity| activity.id.as_str()).collect();
        assert_eq!(ids, ["foot_patrol", "check"], "one without a name can't be shown");
        let kinds: Vec<FieldKind> = promise.activities[0].fields.iter().map(|field| field.kind).collect();
        assert_eq!(kinds, [FieldKind::YesNoUnknown]);
        assert_eq!(promise.organisations.len(), 1);
        let targets: Vec<(&str, TargetKind)> =
            promise.targets().map(|target| (target.id.as_str(), target.kind)).collect();
        let narrative = TargetKind::Narrative;
        let all = [("count", TargetKind::Count), ("kind", narrative), ("scope", narrative), ("per", narrative)];
        assert_eq!(targets, all);
        assert!(promise.targets().all(|target| target.min_minutes == Some(20)), "what counts for each is known");
    }

    #[test]
    fn a_change_is_stored_as_it_was_sent() {
        let mut change = Change::default();
        change.states.push((EntryId([1; 16]), State::Waiting));
        change.set_meta("unit", &"11");
        change.set_raw_meta("promise/p", RawValue::from_string(r#"{"season":1.5}"#.to_owned()).unwrap());
        let json = serde_json::to_value(&change).unwrap();
        assert_eq!(json["meta"]["promise/p"]["season"], 1.5);
        assert_eq!(json["meta"]["unit"], "11");
        assert_eq!(json["states"][0][1]["is"], "waiting");
    }
}
