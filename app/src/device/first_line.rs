//! The first line of defence: what is written synchronously, in the tap itself, and so survives the page. Never the
//! last word: only the journal's transaction says *saved*. Also the unfinished form and what the phone prefers.

use super::value::{self, known};
use domain::form::Form;
use domain::id::{EntryId, PersonId};
use gloo_storage::{LocalStorage, SessionStorage, Storage};
use serde::Serialize;

const ENTRY: &str = "rond.line1.";
const DRAFT: &str = "rond.draft.";
const TAB: &str = "rond.tab";

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

/// Keeps an entry until the journal has it.
pub(crate) fn keep(entry: &Leftover) -> bool {
    value::text(entry).is_some_and(|text| put(&(ENTRY.to_owned() + &entry.id.to_string()), &text))
}

/// The journal has it, or it was discarded.
pub(crate) fn release(id: EntryId) {
    remove(&(ENTRY.to_owned() + &id.to_string()));
}

/// What a page that died left behind.
pub(crate) fn leftovers() -> Vec<Leftover> {
    all(ENTRY).iter().filter_map(|(_, text)| value::read(text, known::leftover)).collect()
}

/// Keeps the unfinished form of a tab, or lets it go.
pub(crate) fn keep_draft(tab: &str, form: Option<&Form>) {
    let key = DRAFT.to_owned() + tab;
    match form.and_then(value::text) {
        Some(text) => {
            put(&key, &text);
        }
        None => remove(&key),
    }
}

/// Every draft, by the tab that it belongs to.
pub(crate) fn drafts() -> Vec<(String, Form)> {
    all(DRAFT).into_iter().filter_map(|(tab, text)| Some((tab, value::read(&text, known::form)?))).collect()
}

/// What the phone prefers: area, unit, appearance.
pub(crate) fn preference(name: &str) -> Option<String> {
    get(&("rond.".to_owned() + name))
}

/// Remembers a preference.
pub(crate) fn prefer(name: &str, text: &str) {
    put(&("rond.".to_owned() + name), text);
}

/// A preference that no longer holds.
pub(crate) fn forget(name: &str) {
    remove(&("rond.".to_owned() + name));
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
