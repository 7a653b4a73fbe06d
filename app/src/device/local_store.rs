//! Local storage, the first line of defence: it is written synchronously, in the tap itself, and so survives the page. Only
//! the journal's transaction means *saved*. Besides entries it stores drafts and preferences. All of it is sealed but the
//! appearance.

use super::{clock, seal};
use domain::aad;
use domain::entry::How;
use domain::form::Form;
use domain::id::{EntryId, PersonId};
use gloo_storage::{LocalStorage, SessionStorage, Storage};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;

const ENTRY: &str = "rond.line1.";
const DRAFT: &str = "draft.";
const TAB: &str = "rond.tab";

thread_local! {
    /// The keys of this page's entries; they reveal nothing of them.
    static ENTRY_KEYS: RefCell<Vec<(EntryId, String)>> = const { RefCell::new(Vec::new()) };
    /// The person's values by name, opened once.
    static VALUES: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// An entry on its way to the journal, with what the journal asks besides.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct PendingEntry {
    pub(crate) id: EntryId,
    pub(crate) author: PersonId,
    pub(crate) body: String,
    pub(crate) partnership: Option<String>,
    pub(crate) kept_at_ms: Option<i64>,
}

/// Whether the browser lets a page store anything: `gloo_storage` panics where it doesn't.
fn is_allowed() -> bool {
    super::browser::storage_allowed()
}

/// Writes a text and reads it back; `false` when it isn't there afterwards.
fn store_string(key: &str, text: &str) -> bool {
    is_allowed()
        && LocalStorage::set(key, text).is_ok()
        && LocalStorage::get::<String>(key).is_ok_and(|there| there == text)
}

/// What a stored string may say. Texts are stored as JSON; earlier versions stored them as they are, and what they stored
/// is JSON by chance at most.
fn readings(stored: &str) -> impl Iterator<Item = String> {
    serde_json::from_str(stored).ok().into_iter().chain([stored.to_owned()])
}

fn string(key: &str) -> Option<String> {
    let stored = is_allowed().then(|| LocalStorage::raw().get_item(key).ok().flatten()).flatten()?;
    readings(&stored).next()
}

/// Opens a stored string that was sealed for a place.
fn opened(aad: &str, stored: &str) -> Option<String> {
    readings(stored).find_map(|sealed| seal::open(aad, &sealed))
}

fn remove_string(key: &str) {
    if is_allowed() {
        LocalStorage::delete(key);
    }
}

/// All strings whose key begins so, as they are stored, by the rest of the key.
fn all(prefix: &str) -> Vec<(String, String)> {
    if !is_allowed() {
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
pub(crate) fn store_entry(entry: &PendingEntry) -> bool {
    let name = EntryId(clock::fresh_id()).to_string();
    let text = serde_json::to_string(entry).ok();
    let sealed = text.and_then(|text| seal::seal(&aad::first_line(&seal::person(), &name), &text));
    let key = own_entries() + &name;
    let is_stored = sealed.is_some_and(|text| store_string(&key, &text));
    ENTRY_KEYS.with_borrow_mut(|at| at.push((entry.id, key)));
    is_stored
}

/// The journal has it, or it was discarded.
pub(crate) fn remove_entry(id: EntryId) {
    ENTRY_KEYS.with_borrow_mut(|at| {
        at.retain(|(other, key)| {
            if *other == id {
                remove_string(key);
            }
            *other != id
        });
    });
}

/// What a page that died left behind of the one who has unlocked this one. Once, what earlier versions left in plain.
pub(crate) fn pending_entries() -> Vec<PendingEntry> {
    let mut found = Vec::new();
    for (rest, stored) in all(ENTRY) {
        let (text, key) = match rest.split_once('.') {
            Some((person, name)) if person == seal::person() => {
                (opened(&aad::first_line(person, name), &stored), own_entries() + name)
            }
            Some(_) => continue,
            None => (Some(stored), [ENTRY, &rest].concat()),
        };
        let read = text.and_then(|text| serde_json::from_str(&text).ok());
        if let Some(left) = read.filter(|left: &PendingEntry| left.author.to_string() == seal::person()) {
            ENTRY_KEYS.with_borrow_mut(|at| at.push((left.id, key)));
            found.push(left);
        }
    }
    found
}

/// Opens what the person has told this phone; before that nothing of it is known.
pub(crate) fn load() {
    let prefix = own();
    for (name, stored) in all(&prefix) {
        if let Some(text) = opened(&aad::known(&seal::person(), &name), &stored) {
            VALUES.with_borrow_mut(|values| values.push((name, text)));
        }
    }
}

/// Keeps the unfinished form of a tab, or lets it go.
pub(crate) fn store_draft(tab: &str, form: Option<&Form>) {
    let name = [DRAFT, tab].concat();
    match form.and_then(|form| serde_json::to_string(form).ok()) {
        Some(text) => set(&name, &text),
        None => remove(&name),
    }
}

/// Every draft of this person's, by the tab that it belongs to.
pub(crate) fn drafts() -> Vec<(String, Form)> {
    let read = |(name, text): &(String, String)| Some((name.strip_prefix(DRAFT)?.to_owned(), draft(text)?));
    VALUES.with_borrow(|values| values.iter().filter_map(read).collect())
}

/// A draft as it is stored.
fn draft(text: &str) -> Option<Form> {
    /// Earlier versions, which stored forms that were only looked at, didn't say whether one had been edited.
    #[derive(Deserialize)]
    struct Edited {
        edited: Option<bool>,
    }
    let form: Form = serde_json::from_str(text).ok()?;
    let Edited { edited } = serde_json::from_str(text).ok()?;
    let is_filled_in = form.how != How::Tap || !form.answers.is_empty() || !form.note.is_empty();
    Some(Form { edited: edited.unwrap_or(is_filled_in), ..form })
}

/// Something that the person has told this phone.
pub(crate) fn get(name: &str) -> Option<String> {
    VALUES.with_borrow(|values| values.iter().find(|(other, _)| other == name).map(|(_, text)| text.clone()))
}

/// Remembers it, at once.
pub(crate) fn set(name: &str, text: &str) {
    if let Some(sealed) = seal::seal(&aad::known(&seal::person(), name), text) {
        store_string(&(own() + name), &sealed);
    }
    VALUES.with_borrow_mut(|values| {
        values.retain(|(other, _)| other != name);
        values.push((name.to_owned(), text.to_owned()));
    });
}

/// What no longer holds.
pub(crate) fn remove(name: &str) {
    remove_string(&(own() + name));
    VALUES.with_borrow_mut(|values| values.retain(|(other, _)| other != name));
}

/// How the phone looks, whoever holds it.
pub(crate) fn theme() -> Option<String> {
    string("rond.theme")
}

/// Remembers how it looks.
pub(crate) fn set_theme(theme: &str) {
    store_string("rond.theme", theme);
}

/// The name that this tab had before it was reloaded.
pub(crate) fn tab() -> Option<String> {
    let stored = is_allowed().then(|| SessionStorage::raw().get_item(TAB).ok().flatten()).flatten()?;
    readings(&stored).next()
}

/// Remembers this tab's name for as long as the tab lives.
pub(crate) fn set_tab(name: &str) {
    if is_allowed() {
        // A tab without a memory gets another name next time, and finds its draft as a dead tab's.
        SessionStorage::set(TAB, name).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::stored::{self, Stored};

    #[test]
    fn strings_of_this_and_of_earlier_versions_are_read() {
        let first = |stored: &str| readings(stored).next();
        assert_eq!(first("dark").as_deref(), Some("dark"), "stored as it is");
        assert_eq!(first("\"dark\"").as_deref(), Some("dark"), "stored as JSON");
        assert_eq!(
            first("0178a5c0-1e2f-7a3b-8c4d-0123456789ab").as_deref(),
            Some("0178a5c0-1e2f-7a3b-8c4d-0123456789ab")
        );
        // Sealed bytes that look like JSON are tried as they are as well.
        assert_eq!(readings("\"\"").collect::<Vec<_>>(), ["", "\"\""]);
    }

    #[test]
    fn leftovers_of_earlier_versions_are_read() {
        let Stored { leftover, leftover_without_partnership, .. } = stored::fixture();
        let whole: PendingEntry = serde_json::from_str(leftover.get()).unwrap();
        assert_eq!(whole.partnership.as_deref(), Some("jonkoping"));
        assert_eq!(whole.kept_at_ms, Some(1_614_769_200_000));
        let bare: PendingEntry = serde_json::from_str(leftover_without_partnership.get()).unwrap();
        assert_eq!(bare, PendingEntry { partnership: None, kept_at_ms: None, ..whole });
    }

    #[test]
    fn drafts_of_earlier_versions_are_read() {
        let drafts: Vec<Form> = stored::fixture().drafts.iter().filter_map(|text| draft(text.get())).collect();
        let [edited, filled_in, looked_at] = drafts.as_slice() else { panic!("{drafts:?}") };
        assert!(edited.is_draft() && filled_in.is_draft() && !looked_at.is_draft());
        assert_eq!(edited.answers.get("first_time_user").map(String::as_str), Some("no"));
        assert_eq!(edited.corrects.as_ref().map(|corrects| corrects.replaces.len()), Some(2));
        assert_eq!((filled_in.how, filled_in.minutes), (How::Timer, Some(42)));
    }

    #[test]
    fn a_draft_says_where_its_time_is_from_in_a_word_that_may_be_newer() {
        let draft = draft(&stored::fixture().drafts[0].get().replace("\"afterwards\"", "\"estimated\"")).unwrap();
        assert_eq!(draft.how, How::Afterwards);
    }
}
