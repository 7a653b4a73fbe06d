//! The first line of defence: what is written synchronously, in the tap itself, and so survives the page. Never the
//! last word: only the journal's transaction says *saved*. Also the unfinished form and what a person prefers. All of it is
//! sealed but how the phone looks.

use super::seal;
use super::value::{self, known};
use domain::form::Form;
use domain::id::{EntryId, PersonId};
use domain::sealed;
use gloo_storage::{LocalStorage, SessionStorage, Storage};
use serde::Serialize;

const ENTRY: &str = "rond.line1.";
const DRAFT: &str = "draft.";
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

/// The key and the place of an entry. Its author's name stands in it, so that others leave it alone.
fn of_entry(author: PersonId, id: EntryId) -> (String, String) {
    let name = seal::name(id);
    ([ENTRY, &author.to_string(), ".", &name.to_string()].concat(), sealed::first_line(author, name))
}

/// Keeps an entry until the journal has it.
pub(crate) fn keep(entry: &Leftover) -> bool {
    let (key, place) = of_entry(entry.author, entry.id);
    value::text(entry).and_then(|text| seal::seal(&place, &text)).is_some_and(|text| put(&key, &text))
}

/// The journal has it, or it was discarded.
pub(crate) fn release(id: EntryId) {
    if let Some(person) = seal::person() {
        remove(&of_entry(person, id).0);
    }
    // As it was called before anything was sealed.
    remove(&[ENTRY, &id.to_string()].concat());
}

/// What a page that died left behind of the one who has unlocked this one.
pub(crate) fn leftovers() -> Vec<Leftover> {
    let Some(person) = seal::person() else { return Vec::new() };
    let read = |(key, text): (String, String)| {
        let opened = match key.split_once('.') {
            Some((of, name)) if of == person.to_string() => {
                seal::open(&sealed::first_line(person, EntryId::read(name)?), &text)?
            }
            Some(_) => return None,
            None => text,
        };
        value::read(&opened, known::leftover).filter(|left| left.author == person)
    };
    all(ENTRY).into_iter().filter_map(read).collect()
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
    let Some(person) = seal::person() else { return Vec::new() };
    let prefix = own_key(person, DRAFT);
    let tabs: Vec<String> = all(&prefix).into_iter().map(|(tab, _)| tab).collect();
    let read = |tab: String| {
        let text = recall(&[DRAFT, &tab].concat())?;
        Some((tab, value::read(&text, known::form)?))
    };
    tabs.into_iter().filter_map(read).collect()
}

/// Seals what was kept in plain before there were keys: drafts. Preferences are asked for again.
pub(crate) fn seal_over() {
    for (rest, text) in all("rond.") {
        if let Some(tab) = rest.strip_prefix(DRAFT) {
            remember(&[DRAFT, tab].concat(), &text);
        }
        if ["area", "unit", "device", "line1-timers"].contains(&rest.as_str()) || rest.starts_with(DRAFT) {
            remove(&["rond.", &rest].concat());
        }
    }
}

fn own_key(person: PersonId, name: &str) -> String {
    ["rond.", &person.to_string(), ".", name].concat()
}

/// Something that the person has told this phone.
pub(crate) fn recall(name: &str) -> Option<String> {
    let person = seal::person()?;
    seal::open(&sealed::known(person, name), &get(&own_key(person, name))?)
}

/// Remembers it, at once.
pub(crate) fn remember(name: &str, text: &str) {
    if let Some(person) = seal::person()
        && let Some(text) = seal::seal(&sealed::known(person, name), text)
    {
        put(&own_key(person, name), &text);
    }
}

/// What no longer holds.
pub(crate) fn forget(name: &str) {
    if let Some(person) = seal::person() {
        remove(&own_key(person, name));
    }
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
