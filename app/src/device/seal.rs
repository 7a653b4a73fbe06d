//! What lies on the phone is sealed: AES-256-GCM under a key that is in memory only while its person has unlocked the app.
//!
//! Synchronous, unlike the browser's own ciphers, since the first line of defence is written within the tap. Every text is
//! bound to its place (`domain::sealed`), so that none can be moved to another; entries lie under names that only the key
//! can tell from their ids.

use super::phone;
use aes_gcm::aead::generic_array::GenericArray;
use aes_gcm::aes::cipher::BlockEncrypt;
use aes_gcm::aes::{Aes256, Block};
use aes_gcm::{AeadInPlace, Aes256Gcm, KeyInit};
use domain::id::{EntryId, PersonId};
use std::cell::OnceCell;

const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;
/// Bytes of a person's key: one half seals, the other names.
pub(crate) const KEY_BYTES: usize = 64;

struct Seal {
    person: PersonId,
    key: Vec<u8>,
    texts: Aes256Gcm,
    names: Aes256,
}

thread_local! {
    /// The page's one unlocked person. Locking starts the page anew, so that nothing of it stays.
    static SEAL: OnceCell<Seal> = const { OnceCell::new() };
}

/// Takes a person's key in hand for as long as the page lives; `false` when it isn't one.
pub(crate) fn unlock(person: PersonId, key: &[u8]) -> bool {
    if key.len() != KEY_BYTES {
        return false;
    }
    let (texts, names) = key.split_at(KEY_BYTES / 2);
    let seal = Seal {
        person,
        key: key.to_vec(),
        texts: Aes256Gcm::new(GenericArray::from_slice(texts)),
        names: Aes256::new(GenericArray::from_slice(names)),
    };
    SEAL.with(|held| held.set(seal).is_ok())
}

/// Who has unlocked this page.
pub(crate) fn person() -> Option<PersonId> {
    SEAL.with(|held| held.get().map(|seal| seal.person))
}

/// The key itself, to be sealed for the server.
pub(super) fn key() -> Option<Vec<u8>> {
    SEAL.with(|held| held.get().map(|seal| seal.key.clone()))
}

/// Seals a text for a place. Each character of what comes is one byte: local storage and IndexedDB keep it so, as bytes.
pub(crate) fn seal(place: &str, text: &str) -> Option<String> {
    SEAL.with(|held| {
        let nonce: [u8; NONCE_BYTES] = phone::random();
        let mut bytes = text.as_bytes().to_vec();
        let texts = &held.get()?.texts;
        let tag =
            texts.encrypt_in_place_detached(GenericArray::from_slice(&nonce), place.as_bytes(), &mut bytes).ok()?;
        Some(nonce.iter().chain(&bytes).chain(tag.as_slice()).map(|byte| char::from(*byte)).collect())
    })
}

/// Opens what was sealed for a place; `None` for anything else.
pub(crate) fn open(place: &str, sealed: &str) -> Option<String> {
    SEAL.with(|held| {
        let bytes: Option<Vec<u8>> = sealed.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        let mut bytes = bytes.filter(|bytes| bytes.len() >= NONCE_BYTES + TAG_BYTES)?;
        let tag = bytes.split_off(bytes.len() - TAG_BYTES);
        let mut text = bytes.split_off(NONCE_BYTES);
        let (nonce, tag) = (GenericArray::from_slice(&bytes), GenericArray::from_slice(&tag));
        held.get()?.texts.decrypt_in_place_detached(nonce, place.as_bytes(), &mut text, tag).ok()?;
        String::from_utf8(text).ok()
    })
}

/// What an entry is called on the phone: one block under the second half of the key, so that the same entry has the same
/// name and nobody without the key learns its id. Before anybody has unlocked there is nothing to name.
pub(crate) fn name(id: EntryId) -> EntryId {
    SEAL.with(|held| {
        let mut block = Block::from(id.0);
        if let Some(seal) = held.get() {
            seal.names.encrypt_block(&mut block);
        }
        EntryId(block.into())
    })
}
