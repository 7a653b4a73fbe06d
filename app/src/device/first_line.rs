//! The first line of defence: what is written synchronously, in the tap itself, and so survives the page. Never the
//! last word: only the journal's transaction says *saved*. Also the unfinished form and what a person prefers. All of it is
//! sealed but how the phone looks.

use super::value::{self, known};
use super::{clock, seal};
use domain::aad;
use domain::form::Form;
use domain::id::{EntryId, PersonId};
use gloo_storage::{LocalStorage, SessionStorage, Storage};
use serde::Serialize;
use std::cell::RefCell;

const ENTRY: &str = "rond.line1.";
const DRAFT: &str = "draft.";
const TAB: &str = "rond.tab";

thread_local! {
    /// Under which keys this page's entries lie: names that tell nothing of them.
    static LIES_AT: RefCell<Vec<(EntryId, String)>> = const { RefCell::new(Vec::new()) };
    /// What the person has told this phone, opened once.
    static KNOWN: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// An entry on its way to the journal, with what the journal asks besides.
#[derive(Clone, Serialize)]
pub(crate) struct Leftover {
    pub(crate) id: EntryId,
    pub(crate) author: PersonId,
    pub(crate) body: String,
    pub(crate) partnership: Option<String>,
    pub(crate) kept_at_ms: Option<i64>,
}

/// Whether the browser lets us keep anything at all: asking the storage where it is denied would panic.
fn allowed() -> bool {
    super::phone::storage_allowed()
}

/// Writes a text and reads it back; `false` when it isn't there afterwards.
fn put(key: &str, text: &str) -> bool {
    if !allowed() {
        return false;
    }
    let storage = LocalStorage::raw();
    storage.set_item(key, text).is_ok() && storage.get_item(key).ok().flatten().as_deref() == Some(text)
}

fn get(key: &str) -> Option<String> {
    allowed().then(|| LocalStorage::raw().get_item(key).ok().flatten()).flatten()
}

fn remove(key: &str) {
    if allowed() {
        LocalStorage::delete(key);
    }
}

/// All texts whose key begins so, by the rest of the key.
fn all(prefix: &str) -> Vec<(String, String)> {
    if !allowed() {
        return Vec::new();
    }
    let storage = LocalStorage::raw();
    let key = |at: u32| storage.key(at).ok().flatten();
    (0..LocalStorage::length())
        .filter_map(key)
        .filter_map(|key| Some((key.strip_prefix(prefix)?.to_owned(), storage.get_item(&key).ok()??)))
        .collect()
}

/// Where this person's entries lie.
fn own_entries() -> String {
    [ENTRY, &seal::person(), "."].concat()
}

/// Where what this person has told lies.
fn own() -> String {
    ["rond.", &seal::person(), "."].concat()
}

/// Keeps an entry until the journal has it.
pub(crate) fn keep(entry: &Leftover) -> bool {
    let name = EntryId(clock::fresh_id()).to_string();
    let sealed = value::text(entry).and_then(|text| seal::seal(&aad::first_line(&seal::person(), &name), &text));
    let key = own_entries() + &name;
    let kept = sealed.is_some_and(|text| put(&key, &text));
    LIES_AT.with_borrow_mut(|at| at.push((entry.id, key)));
    kept
}

/// The journal has it, or it was discarded.
pub(crate) fn release(id: EntryId) {
    LIES_AT.with_borrow_mut(|at| {
        at.retain(|(of, key)| {
            if *of == id {
                remove(key);
            }
            *of != id
        });
    });
}

/// What a page that died left behind of the one who has unlocked this one. Once, what earlier versions left in plain.
pub(crate) async fn leftovers() -> Vec<Leftover> {
    let mut found = Vec::new();
    for (rest, text) in all(ENTRY) {
        let (opened, key) = match rest.split_once('.') {
            Some((person, name)) if person == seal::person() => {
                (seal::open(&aad::first_line(person, name), &text).await, own_entries() + name)
            }
            Some(_) => continue,
            None => (Some(text), [ENTRY, &rest].concat()),
        };
        let read = opened.and_then(|text| value::read(&text, known::leftover));
        if let Some(left) = read.filter(|left: &Leftover| left.author.to_string() == seal::person()) {
            LIES_AT.with_borrow_mut(|at| at.push((left.id, key)));
            found.push(left);
        }
    }
    found
}

/// Opens what the person has told this phone; before that nothing of it is known.
pub(crate) async fn open() {
    let prefix = own();
    for (name, text) in all(&prefix) {
        if let Some(text) = seal::open(&aad::known(&seal::person(), &name), &text).await {
            KNOWN.with_borrow_mut(|known| known.push((name, text)));
        }
    }
}

/// Keeps the unfinished form of a tab, or lets it go.
pub(crate) fn keep_draft(tab: &str, form: Option<&Form>) {
    let name = [DRAFT, tab].concat();
    match form.and_then(value::text) {
        Some(text) => remember(&name, &text),
        None => forget(&name),
    }
}

/// Every draft of this person's, by the tab that it belongs to.
pub(crate) fn drafts() -> Vec<(String, Form)> {
    let read =
        |(name, text): &(String, String)| Some((name.strip_prefix(DRAFT)?.to_owned(), value::read(text, known::form)?));
    KNOWN.with_borrow(|known| known.iter().filter_map(read).collect())
}

/// Something that the person has told this phone.
pub(crate) fn recall(name: &str) -> Option<String> {
    KNOWN.with_borrow(|known| known.iter().find(|(of, _)| of == name).map(|(_, text)| text.clone()))
}

/// Remembers it, at once.
pub(crate) fn remember(name: &str, text: &str) {
    if let Some(sealed) = seal::seal(&aad::known(&seal::person(), name), text) {
        put(&(own() + name), &sealed);
    }
    KNOWN.with_borrow_mut(|known| {
        known.retain(|(of, _)| of != name);
        known.push((name.to_owned(), text.to_owned()));
    });
}

/// What no longer holds.
pub(crate) fn forget(name: &str) {
    remove(&(own() + name));
    KNOWN.with_borrow_mut(|known| known.retain(|(of, _)| of != name));
}

/// How the phone looks, whoever holds it.
pub(crate) fn theme() -> Option<String> {
    get("rond.theme")
}

/// Remembers how it looks.
pub(crate) fn set_theme(theme: &str) {
    put("rond.theme", theme);
}

/// The name that this tab had before it was reloaded.
pub(crate) fn tab() -> Option<String> {
    allowed().then(|| SessionStorage::raw().get_item(TAB).ok().flatten()).flatten()
}

/// Remembers this tab's name for as long as the tab lives.
pub(crate) fn set_tab(name: &str) {
    if allowed() {
        // A tab without a memory gets another name next time, and finds its draft as a dead tab's.
        SessionStorage::raw().set_item(TAB, name).ok();
    }
}
