//! The second line of defence: the phone's journal in IndexedDB, with strict durability. What resolves here is saved, and
//! lies sealed.

use super::first_line::Leftover;
use super::seal;
use super::value::reader::{self, Reader};
use super::value::{self, answer};
use domain::id::{DeviceId, EntryId, JournalId, PersonId};
use domain::journal::{Kept, State};
use domain::json::Json;
use domain::sealed;
use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use std::cell::Cell;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/device/journal_store.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = keep)]
    async fn js_keep(entry: JsValue, partnership: &str, fresh: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = load)]
    async fn js_load(person: &str, newest: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = all)]
    async fn js_all(person: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = settle)]
    async fn js_settle(change: JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = sealOver)]
    async fn js_seal_over(records: JsValue, meta: JsValue) -> Result<JsValue, JsValue>;
}

thread_local! {
    /// The journal that the next entry most likely goes into: it is sealed for it before the transaction begins.
    static OPEN: Cell<Option<JournalId>> = const { Cell::new(None) };
}

/// Why the journal couldn't do it; nothing has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Failure {
    /// The phone is full.
    Full,
    /// The storage doesn't answer, or not in our words.
    Silent,
}

impl Failure {
    pub(super) fn of(error: &JsValue) -> Self {
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
    closed: bool,
}

/// What the store has of a person.
pub(crate) struct Loaded {
    pub(crate) entries: Vec<Kept>,
    pub(crate) journals: Vec<Journal>,
    meta: JsValue,
}

impl Loaded {
    /// Something that the person knows beside the entries.
    pub(crate) fn meta<T>(&self, name: &str, read: fn(Reader<'_>) -> T) -> Option<T> {
        let person = seal::person()?;
        let sealed = value::member(&self.meta, &own(person, name)).as_string()?;
        value::read(&seal::open(&sealed::known(person, name), &sealed)?, read)
    }

    /// The same as it was kept before anything was sealed.
    pub(crate) fn plain<T>(&self, name: &str, read: fn(Reader<'_>) -> T) -> Option<T> {
        value::from(&value::member(&self.meta, name), read)
    }

    /// The device that this phone was last enrolled as.
    pub(crate) fn enrolled_as(&self) -> Option<DeviceId> {
        DeviceId::read(&value::member(&self.meta, DEVICE).as_string()?)
    }

    /// Hands over something that was kept in plain, to be kept sealed.
    pub(crate) fn tell_as_kept(&self, name: &str, change: &mut Change) {
        let kept = value::member(&self.meta, name);
        if !kept.is_undefined() {
            change.know_as_told(name, &kept);
        }
    }

    /// Every promise: what everybody may read.
    pub(crate) fn promises<T>(&self, read: fn(Reader<'_>) -> T) -> Vec<T> {
        let Some(meta) = Object::try_from(&self.meta) else { return Vec::new() };
        let names: Vec<String> = Object::keys(meta).iter().filter_map(|name| name.as_string()).collect();
        names.into_iter().filter(|name| name.starts_with(PROMISE)).filter_map(|name| self.plain(&name, read)).collect()
    }
}

const PROMISE: &str = "promise/";
const DEVICE: &str = "device";

fn own(person: PersonId, name: &str) -> String {
    [&person.to_string(), "/", name].concat()
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
    /// Adds something that the person is to know beside the entries.
    pub(crate) fn know<T: Serialize>(&mut self, name: &str, value: &T) {
        self.know_text(name, &value::text(value).unwrap_or_default());
    }

    /// Adds something as the server said it.
    pub(crate) fn know_as_told(&mut self, name: &str, value: &JsValue) {
        let text = JSON::stringify(value).ok().and_then(|text| text.as_string());
        self.know_text(name, &text.unwrap_or_default());
    }

    fn know_text(&mut self, name: &str, text: &str) {
        if let Some(person) = seal::person()
            && let Some(text) = seal::seal(&sealed::known(person, name), text)
        {
            self.meta.push((own(person, name), JsValue::from_str(&text)));
        }
    }

    /// Adds the device that this phone is enrolled as, for everybody on it.
    pub(crate) fn enrolled_as(&mut self, device: DeviceId) {
        self.meta.push((DEVICE.to_owned(), JsValue::from_str(&device.to_string())));
    }

    /// Adds a promise as the server told it.
    pub(crate) fn know_promise(&mut self, id: &str, told: JsValue) {
        self.meta.push(([PROMISE, id].concat(), told));
    }
}

/// What of an entry only its person reads.
#[derive(Serialize)]
struct Inside<'a> {
    id: EntryId,
    body: &'a str,
    kept_at_ms: i64,
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
    let inside = Inside { id: entry.id, body: &entry.body, kept_at_ms: entry.kept_at_ms.unwrap_or(now_ms) };
    let mut journal = OPEN.get().unwrap_or(fresh);
    loop {
        let record = record(entry.author, journal, &inside).ok_or(Failure::Silent)?;
        let answer = js_keep(record, partnership, &journal.to_string()).await.map_err(|e| Failure::of(&e))?;
        let read = |name: &str| read(&value::tree(&value::member(&answer, name)));
        if let Some(kept) = read("kept") {
            OPEN.set(Some(journal));
            return Ok(Some(kept));
        }
        if !value::member(&answer, "held").is_undefined() {
            return Ok(read("held").filter(|held| held.id == entry.id && held.body == entry.body));
        }
        // Another journal is open, or the one that was is closed: it is sealed again for the right one.
        let named = value::member(&answer, "journal").as_string().and_then(|id| JournalId::read(&id));
        journal = named.unwrap_or(fresh);
    }
}

/// The record of an entry, sealed for a journal.
fn record(author: PersonId, journal: JournalId, inside: &Inside<'_>) -> Option<JsValue> {
    #[derive(Serialize)]
    struct Record {
        id: EntryId,
        author: PersonId,
        body: String,
    }
    let name = seal::name(inside.id);
    let body = seal::seal(&sealed::entry(journal, name), &value::text(inside)?)?;
    Some(value::to(&Record { id: name, author, body }))
}

/// A person's journals, what waits or was refused, the newest others, and what is known.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn load(person: Option<PersonId>, newest: u32) -> Result<Loaded, Failure> {
    let person = person.map(|p| p.to_string()).unwrap_or_default();
    let found = js_load(&person, newest).await.map_err(|e| Failure::of(&e))?;
    let journals = list(&value::member(&found, "journals"), journal);
    OPEN.set(journals.iter().find(|j| !j.closed).map(|j| j.id));
    Ok(Loaded { entries: list(&value::member(&found, "entries"), read), journals, meta: value::member(&found, "meta") })
}

/// Everything that is kept of a person.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn all(person: PersonId) -> Result<Vec<Kept>, Failure> {
    js_all(&person.to_string()).await.map(|found| list(&found, read)).map_err(|e| Failure::of(&e))
}

/// Each record by itself: one that this version can't read stays in the store and hides no other.
fn list<T>(of: &JsValue, read: fn(&Json) -> Option<T>) -> Vec<T> {
    Array::from(of).iter().filter_map(|record| read(&value::tree(&record))).collect()
}

fn journal(tree: &Json) -> Option<Journal> {
    let last_seq = u64::try_from(tree.get("last_seq")?.int()?).ok()?;
    let closed = tree.get("closed") == Some(&Json::Bool(true));
    Some(Journal { id: JournalId::read(tree.get("id")?.text()?)?, last_seq, closed })
}

/// Read by hand, unlike what else is kept: there may be ten thousand.
fn read(tree: &Json) -> Option<Kept> {
    let text = |name: &str| tree.get(name)?.text();
    let journal = JournalId::read(text("journal")?)?;
    let name = EntryId::read(text("id")?)?;
    let opened = value::json(&seal::open(&sealed::entry(journal, name), text("body")?)?)?;
    let id = EntryId::read(opened.get("id")?.text()?)?;
    (seal::name(id) == name).then_some(())?;
    Some(Kept {
        id,
        journal,
        seq: u64::try_from(tree.get("seq")?.int()?).ok()?,
        author: PersonId::read(text("author")?)?,
        body: opened.get("body")?.text()?.to_owned(),
        state: state(tree.get("state")?)?,
        kept_at_ms: opened.get("kept_at_ms")?.int()?,
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
pub(crate) async fn settle(mut change: Change) -> Result<(), Failure> {
    change.states.iter_mut().for_each(|(id, _)| *id = seal::name(*id));
    change.gone.iter_mut().for_each(|id| *id = seal::name(*id));
    let record = value::to(&change);
    put(&record, "meta", &object(&change.meta)?)?;
    js_settle(record).await.map(|_| ()).map_err(|e| Failure::of(&e))
}

fn put(to: &JsValue, name: &str, value: &JsValue) -> Result<(), Failure> {
    Reflect::set(to, &JsValue::from_str(name), value).map(|_| ()).map_err(|_| Failure::Silent)
}

fn object(members: &[(String, JsValue)]) -> Result<JsValue, Failure> {
    let object = JsValue::from(Object::new());
    members.iter().try_for_each(|(name, value)| put(&object, name, value))?;
    Ok(object)
}

/// Seals what the phone's one person kept in plain before there were keys, with what was known beside it.
///
/// # Errors
/// [`Failure`]; then everything is as it was.
pub(crate) async fn seal_over(person: PersonId, change: Change) -> Result<(), Failure> {
    let found = js_all(&person.to_string()).await.map_err(|e| Failure::of(&e))?;
    let pairs = Array::new();
    for old in Array::from(&found).iter() {
        let text = |name: &str| value::member(&old, name).as_string();
        let plain = || {
            let (id, journal) = (EntryId::read(&text("id")?)?, JournalId::read(&text("journal")?)?);
            let body = text("body").filter(|body| body.starts_with('{'))?;
            let kept_at_ms = value::member(&old, "kept_at_ms").as_f64()? as i64;
            record(person, journal, &Inside { id, body: &body, kept_at_ms })
        };
        // What can't be read here stays as it is.
        let Some(sealed) = plain() else { continue };
        for name in ["journal", "seq", "state"] {
            put(&sealed, name, &value::member(&old, name))?;
        }
        pairs.push(&Array::of2(&value::member(&old, "id"), &sealed));
    }
    js_seal_over(pairs.into(), object(&change.meta)?).await.map(|_| ()).map_err(|e| Failure::of(&e))
}
