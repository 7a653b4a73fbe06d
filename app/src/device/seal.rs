//! The seal of the one who has unlocked the page, where the client itself needs it: the first line of defence is written
//! within the tap, and sealed there. `public/seal.js` seals everything else, by the same cipher under the same key.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use std::cell::OnceCell;

/// Bytes of a nonce; a sealed text begins with them.
const NONCE_BYTES: usize = 12;

/// The person and the cipher under their key.
pub(crate) struct Seal {
    person: String,
    cipher: Aes256Gcm,
}

thread_local! {
    /// Of the one who has unlocked the page, until it starts anew.
    static UNLOCKED: OnceCell<Seal> = const { OnceCell::new() };
}

impl Seal {
    /// The seal of a person; `None` for a key of another length.
    pub(crate) fn new(person: &str, key: &[u8]) -> Option<Self> {
        let cipher = Aes256Gcm::new_from_slice(key).ok()?;
        Some(Self { person: person.to_owned(), cipher })
    }

    /// A sealed text is nonce, text and tag, each byte a character. `nonce` is never used twice.
    fn seal(&self, nonce: [u8; NONCE_BYTES], aad: &str, text: &str) -> Option<String> {
        let payload = Payload { msg: text.as_bytes(), aad: aad.as_bytes() };
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), payload).ok()?;
        Some(nonce.iter().chain(&sealed).copied().map(char::from).collect())
    }

    fn open(&self, aad: &str, sealed: &str) -> Option<String> {
        let bytes = sealed.chars().map(|c| u8::try_from(c).ok()).collect::<Option<Vec<u8>>>()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>()?;
        let payload = Payload { msg: sealed, aad: aad.as_bytes() };
        String::from_utf8(self.cipher.decrypt(&Nonce::from(*nonce), payload).ok()?).ok()
    }
}

/// The page was unlocked: from now on it seals and opens. Once for each page: somebody else is another start of it.
pub(crate) fn unlock(seal: Seal) {
    UNLOCKED.with(|unlocked| _ = unlocked.set(seal));
}

/// Who has unlocked the page, as it stands in keys and places.
pub(crate) fn person() -> String {
    UNLOCKED.with(|unlocked| unlocked.get().map(|seal| seal.person.clone()).unwrap_or_default())
}

/// Seals a text for a place, now. `None` where nobody has unlocked the page.
pub(crate) fn seal(aad: &str, text: &str) -> Option<String> {
    UNLOCKED.with(|unlocked| unlocked.get()?.seal(super::browser::random(), aad, text))
}

/// Opens what was sealed for a place; `None` for anything else.
pub(crate) fn open(aad: &str, sealed: &str) -> Option<String> {
    UNLOCKED.with(|unlocked| unlocked.get()?.open(aad, sealed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    /// What earlier clients sealed, by the browser's cipher and within the tap.
    #[derive(Deserialize)]
    struct Vectors {
        key: Vec<u8>,
        person: String,
        within_the_tap: Vector,
        by_the_browser: Vector,
    }
    #[derive(Deserialize)]
    struct Vector {
        place: String,
        sealed: Vec<u8>,
        text: String,
    }

    fn vectors() -> Vectors {
        serde_json::from_str(include_str!("../../../tests/fixtures/phone/sealed.json")).unwrap()
    }

    fn seal_of(vectors: &Vectors) -> Seal {
        Seal::new(&vectors.person, &vectors.key[..32]).unwrap()
    }

    #[test]
    fn what_earlier_clients_sealed_is_opened() {
        let vectors = vectors();
        let seal = seal_of(&vectors);
        for vector in [&vectors.within_the_tap, &vectors.by_the_browser] {
            let stored: String = vector.sealed.iter().copied().map(char::from).collect();
            assert_eq!(seal.open(&vector.place, &stored), Some(vector.text.clone()), "{}", vector.place);
            assert_eq!(seal.open("rond known 1|elsewhere", &stored), None, "it was moved");
        }
    }

    #[test]
    fn what_is_sealed_is_as_earlier_clients_would_have_sealed_it() {
        let vectors = vectors();
        let Vector { place, sealed, text } = &vectors.within_the_tap;
        let nonce = sealed[..NONCE_BYTES].try_into().unwrap();
        let stored: String = sealed.iter().copied().map(char::from).collect();
        assert_eq!(seal_of(&vectors).seal(nonce, place, text), Some(stored));
    }

    #[test]
    fn what_was_changed_is_not_opened() {
        let vectors = vectors();
        let mut bytes = vectors.within_the_tap.sealed.clone();
        let at = bytes.len() - 20;
        bytes[at] ^= 1;
        let stored: String = bytes.into_iter().map(char::from).collect();
        assert_eq!(seal_of(&vectors).open(&vectors.within_the_tap.place, &stored), None);
        assert_eq!(seal_of(&vectors).open(&vectors.within_the_tap.place, "kort"), None);
        assert_eq!(seal_of(&vectors).open(&vectors.within_the_tap.place, "–"), None);
        assert!(Seal::new(&vectors.person, &vectors.key).is_none(), "only half of the bytes are this key");
    }
}
