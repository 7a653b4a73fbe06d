//! Opening what phones sealed for the server alone: a person's key, and with it what lies in a rescue file.
//!
//! A key was sealed by a pair of keys made for it (P-256), agreed with the server's, drawn out by HKDF-SHA-256 and
//! AES-256-GCM; its place (`domain::sealed::escrow`) is part of what was drawn out, so that it opens for nobody else.

use crate::keys::Keys;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::aes::cipher::BlockCipherEncrypt;
use aes_gcm::aes::{Aes256, Block};
use aes_gcm::{Aes256Gcm, KeyInit};
use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::id::EntryId;
use hkdf::Hkdf;
use p256::PublicKey;
use p256::ecdh::diffie_hellman;
use p256::elliptic_curve::sec1::ToSec1Point;
use sha2::Sha256;
use std::fmt;

const POINT_BYTES: usize = 65;
const NONCE_BYTES: usize = 12;
const KEY_BYTES: usize = 32;

/// The server's public key, as phones are told it.
///
/// # Errors
/// As [`Keys::rescue`].
pub fn public_key(keys: &Keys) -> Result<String> {
    Ok(STANDARD.encode(keys.rescue()?.public_key().to_sec1_point(false).as_bytes()))
}

/// A person's key on a phone: one half opens texts, the other names entries.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneKey {
    opening: [u8; KEY_BYTES],
    naming: [u8; KEY_BYTES],
}

impl fmt::Debug for PhoneKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("PhoneKey")
    }
}

impl PhoneKey {
    /// As phones seal it.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (opening, naming) = bytes.split_first_chunk()?;
        Some(Self { opening: *opening, naming: naming.try_into().ok()? })
    }

    fn to_bytes(&self) -> Vec<u8> {
        [self.opening, self.naming].concat()
    }

    /// As it goes back to the phone.
    #[must_use]
    pub fn told(&self) -> String {
        STANDARD.encode(self.to_bytes())
    }

    /// Opens what the phone sealed for a place; each character of it is one byte.
    #[must_use]
    pub fn open(&self, place: &str, sealed: &str) -> Option<String> {
        let bytes: Option<Vec<u8>> = sealed.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        String::from_utf8(opened(&self.opening, place.as_bytes(), &bytes?)?).ok()
    }

    /// What an entry is called on the phone.
    #[must_use]
    pub fn name(&self, id: EntryId) -> EntryId {
        let mut block = Block::from(id.0);
        Aes256::new(&self.naming.into()).encrypt_block(&mut block);
        EntryId(block.into())
    }
}

/// Opens a person's key; `None` for anything that wasn't sealed for this server and this place.
///
/// # Errors
/// As [`Keys::rescue`].
pub fn open(keys: &Keys, escrow: &str, place: &str) -> Result<Option<PhoneKey>> {
    let own = keys.rescue()?;
    let opened = || {
        let bytes = STANDARD.decode(escrow).ok().filter(|bytes| bytes.len() > POINT_BYTES)?;
        let (point, sealed) = bytes.split_at(POINT_BYTES);
        let theirs = PublicKey::from_sec1_bytes(point).ok()?;
        let agreed = diffie_hellman(own.to_nonzero_scalar(), theirs.as_affine());
        let mut key = [0; KEY_BYTES];
        let seed = Hkdf::<Sha256>::new(Some(point), agreed.raw_secret_bytes());
        seed.expand(place.as_bytes(), &mut key).ok()?;
        PhoneKey::from_bytes(&opened(&key, &[], sealed)?)
    };
    Ok(opened())
}

fn opened(key: &[u8; KEY_BYTES], place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, rest) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    Aes256Gcm::new(key.into()).decrypt(nonce.into(), Payload { msg: rest, aad: place }).ok()
}

/// Sealing as phones do it, for tests that play a phone.
pub mod as_phones {
    use super::{Aead, Context, Engine, KeyInit, Payload, Result, ToSec1Point, diffie_hellman};
    use super::{Aes256Gcm, Hkdf, KEY_BYTES, Keys, NONCE_BYTES, PhoneKey, PublicKey, STANDARD, Sha256};
    use crate::secret;
    use p256::SecretKey;

    /// A new key.
    ///
    /// # Errors
    /// When the operating system gives no random bytes.
    pub fn key() -> Result<PhoneKey> {
        Ok(PhoneKey { opening: secret::random()?, naming: secret::random()? })
    }

    /// A key, sealed for the server.
    ///
    /// # Errors
    /// When the server's key isn't one.
    pub fn escrow(key: &PhoneKey, server: &str, place: &str) -> Result<String> {
        let theirs = PublicKey::from_sec1_bytes(&STANDARD.decode(server)?)?;
        let pair = SecretKey::from_slice(&Keys::passing()?.rescue()?.to_bytes())?;
        let point = pair.public_key().to_sec1_point(false);
        let agreed = diffie_hellman(pair.to_nonzero_scalar(), theirs.as_affine());
        let mut once = [0; KEY_BYTES];
        let seed = Hkdf::<Sha256>::new(Some(point.as_bytes()), agreed.raw_secret_bytes());
        seed.expand(place.as_bytes(), &mut once).ok().context("32 bytes are within what SHA-256 gives")?;
        let sealed = sealed(&once, &[], &key.to_bytes())?;
        Ok(STANDARD.encode([point.as_bytes(), &sealed].concat()))
    }

    /// A text, sealed for a place.
    ///
    /// # Errors
    /// When the operating system gives no random bytes.
    pub fn seal(key: &PhoneKey, place: &str, text: &str) -> Result<String> {
        let sealed = sealed(&key.opening, place.as_bytes(), text.as_bytes())?;
        Ok(sealed.into_iter().map(char::from).collect())
    }

    fn sealed(key: &[u8; KEY_BYTES], place: &[u8], text: &[u8]) -> Result<Vec<u8>> {
        let nonce = secret::random::<NONCE_BYTES>()?;
        let sealed = Aes256Gcm::new(key.into()).encrypt(&nonce.into(), Payload { msg: text, aad: place });
        Ok([&nonce[..], &sealed.ok().context("the text is too long to be sealed")?].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_opens_for_this_server_and_this_person_alone() -> Result<()> {
        let (own, other) = (Keys::passing()?, Keys::passing()?);
        let key = as_phones::key()?;
        let escrow = as_phones::escrow(&key, &public_key(&own)?, "here")?;
        assert_eq!(open(&own, &escrow, "here")?.as_ref(), Some(&key));
        assert_eq!(open(&own, &escrow, "there")?, None);
        assert_eq!(open(&other, &escrow, "here")?, None);
        for unreadable in ["", "x", "AAAA", &escrow[4..]] {
            assert_eq!(open(&own, unreadable, "here")?, None);
        }
        Ok(())
    }

    #[test]
    fn a_text_opens_in_its_place_alone() -> Result<()> {
        let key = as_phones::key()?;
        let sealed = as_phones::seal(&key, "here", "fotpatrull på Öxnehaga")?;
        assert_eq!(key.open("here", &sealed).as_deref(), Some("fotpatrull på Öxnehaga"));
        assert_eq!(key.open("there", &sealed), None);
        let changed: String = sealed.chars().rev().collect();
        assert_eq!(key.open("here", &changed), None);
        assert_eq!(key.open("here", "för kort"), None);
        Ok(())
    }
}
