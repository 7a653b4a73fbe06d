//! The second line of defence: the phone's journal in IndexedDB, with strict durability. What resolves here is saved, and
//! lies sealed.

use super::first_line::Leftover;
use super::value::reader::{self, Reader};
use super::value::{self, answer};
use domain::id::{EntryId, JournalId, PersonId};
use domain::journal::{Kept, State};
use domain::json::Json;
use js_sys::{Array, Object, Reflect};
use serde::Serialize;
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
pub(crate) struct Journal {
    pub(crate) id: JournalId,
    pub(crate) last_seq: u64,
}

/// What the store has of the one who has unlocked the page.
pub(crate) struct Loaded {
    pub(crate) entries: Vec<Kept>,
    pub(crate) journals: Vec<Journal>,
    meta: JsValue,
}

impl Loaded {
    /// Something that is known beside the entries.
    pub(crate) fn meta<T>(&self, name: &str, read: fn(Reader<'_>) -> T) -> Option<T> {
        value::from(&value::member(&self.meta, name), read)
    }

    /// Everything of a kind: "promise/".
    pub(crate) fn all<T>(&self, prefix: &str, read: fn(Reader<'_>) -> T) -> Vec<T> {
        let Some(meta) = Object::try_from(&self.meta) else { return Vec::new() };
        let names: Vec<String> = Object::keys(meta).iter().filter_map(|name| name.as_string()).collect();
        names.into_iter().filter(|name| name.starts_with(prefix)).filter_map(|name| self.meta(&name, read)).collect()
    }
}

/// Changes to what is kept, whole or not at all.
#[derive(Default, Serialize)]
pub(crate) struct Change {
    pub(crate) states: Vec<(EntryId, State)>,
    pub(crate) closed: Vec<JournalId>,
    pub(crate) gone: Vec<EntryId>,
    #[serde(skip)]
    pub(crate) meta: Vec<(String, JsValue)>,
}

impl Change {
    /// Adds something that is to be known beside the entries.
    pub(crate) fn know<T: Serialize>(&mut self, name: &str, value: &T) {
        self.meta.push((name.to_owned(), value::to(value)));
    }

    /// Adds something as the server said it.
    pub(crate) fn know_as_told(&mut self, name: &str, value: JsValue) {
        self.meta.push((name.to_owned(), value));
    }
}

/// Gives an entry its number and keeps it. `None` when its id is taken by other content.
///
/// # Errors
/// [`Failure`]; then nothing is kept, and the same may be tried again.
pub(crate) async fn keep(
    entry: &Leftover,
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
    let kept = js_keep(value::to(&record), partnership, &fresh.to_string()).await.map_err(|e| Failure::of(&e))?;
    WRITES.fetch_add(1, Ordering::Relaxed);
    if kept.is_null() {
        return Ok(None);
    }
    read(&value::tree(&kept)).map(Some).ok_or(Failure::Silent)
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
    Ok(Loaded {
        entries: list(&value::member(&found, "entries"), read),
        journals: list(&value::member(&found, "journals"), journal),
        meta: value::member(&found, "meta"),
    })
}

/// Everything that is kept of the one who has unlocked the page.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn all() -> Result<Vec<Kept>, Failure> {
    js_all().await.map(|found| list(&found, read)).map_err(|e| Failure::of(&e))
}

/// Each record by itself: one that this version can't read stays in the store and hides no other.
fn list<T>(of: &JsValue, read: fn(&Json) -> Option<T>) -> Vec<T> {
    Array::from(of).iter().filter_map(|record| read(&value::tree(&record))).collect()
}

fn journal(tree: &Json) -> Option<Journal> {
    let last_seq = u64::try_from(tree.get("last_seq")?.int()?).ok()?;
    Some(Journal { id: JournalId::read(tree.get("id")?.text()?)?, last_seq })
}

/// Read by hand, unlike what else is kept: there may be ten thousand.
fn read(tree: &Json) -> Option<Kept> {
    let text = |name: &str| tree.get(name)?.text();
    Some(Kept {
        id: EntryId::read(text("id")?)?,
        journal: JournalId::read(text("journal")?)?,
        seq: u64::try_from(tree.get("seq")?.int()?).ok()?,
        author: PersonId::read(text("author")?)?,
        body: text("body")?.to_owned(),
        state: state(tree.get("state")?)?,
        kept_at_ms: tree.get("kept_at_ms")?.int()?,
    })
}

fn state(tree: &Json) -> Option<State> {
    let text = |name: &str| tree.get(name).and_then(Json::text).map(str::to_owned);
    match tree.get("is")?.text()? {
        "waiting" => Some(State::Waiting),
        "received" => {
            let flags = match tree.get("flags") {
                Some(Json::List(flags)) => flags.iter().filter_map(|flag| reader::whole(flag, answer::flag)).collect(),
                _ => Vec::new(),
            };
            let quarantined = tree.get("quarantined") == Some(&Json::Bool(true));
            Some(State::Received { at_ms: tree.get("at_ms")?.int()?, flags, quarantined })
        }
        "refused" => Some(State::Refused { code: text("code").unwrap_or_default(), message: text("message") }),
        _ => None,
    }
}

/// Performs a change.
///
/// # Errors
/// [`Failure`]; then nothing has changed.
pub(crate) async fn settle(change: Change) -> Result<(), Failure> {
    let record = value::to(&change);
    let meta = Object::new();
    for (name, value) in &change.meta {
        Reflect::set(&meta, &JsValue::from_str(name), value).map_err(|_| Failure::Silent)?;
    }
    Reflect::set(&record, &JsValue::from_str("meta"), &meta).map_err(|_| Failure::Silent)?;
    let done = js_settle(record).await;
    // Also where it failed: a full phone has let something go.
    WRITES.fetch_add(1, Ordering::Relaxed);
    done.map(|_| ()).map_err(|e| Failure::of(&e))
}
