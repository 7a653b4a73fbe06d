//! The server's own secret, and the keys that are made of it: one file, beside the database and never in it.
//!
//! Whoever has a copy of the database alone can neither sign heads of the audit log nor open what phones have sealed for
//! the server. Several servers on one PostgreSQL share the file.

use crate::{secret, text_file};
use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use p256::SecretKey;
use sha2::Sha256;
use std::fmt;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// 256 bits; what is made of them is told apart by labels (RFC 5869).
#[derive(Clone)]
pub struct Keys([u8; 32]);

impl Keys {
    /// Reads the file; a first start makes it, readable by its owner alone.
    ///
    /// # Errors
    /// When it can't be read or made, or holds something else; the message says which file.
    pub fn open(file: &Path) -> Result<Self> {
        if file.exists() { Self::existing(file) } else { Self::make(file) }
    }

    /// Reads the file, and makes none: a new key would sign nothing that anybody could check.
    ///
    /// # Errors
    /// When it isn't there, can't be read, or holds something else; the message says which file.
    pub fn existing(file: &Path) -> Result<Self> {
        ensure!(file.exists(), "there is no key at {}: name the server's own by --key-file", file.display());
        let text = text_file::read(file)
            .context("the key can't be read: let the server's user read it, or name another by --key-file")?;
        Self::read(&text).with_context(|| {
            format!("{} is not a key of Rond's: put the server's own back, or name it by --key-file", file.display())
        })
    }

    fn make(file: &Path) -> Result<Self> {
        let told = || format!("the key {} can't be made: choose another place with --key-file", file.display());
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).with_context(told)?;
        }
        let keys = Self(secret::random()?);
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".{}", secret::epoch()?));
        let part = Path::new(&name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut made = options.open(part).with_context(told)?;
        made.write_all(STANDARD_NO_PAD.encode(keys.0).as_bytes()).and_then(|()| made.sync_all()).with_context(told)?;
        // Whole under its name, or not there; and never over another's.
        let linked = std::fs::hard_link(part, file);
        std::fs::remove_file(part).with_context(told)?;
        match linked {
            Ok(()) => Ok(keys),
            // Another server or command started at the same moment.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Self::existing(file),
            Err(error) => Err(error).with_context(told),
        }
    }

    /// A secret that is kept nowhere: what one phone would seal with, in tests.
    ///
    /// # Errors
    /// When the operating system gives no random bytes.
    pub fn passing() -> Result<Self> {
        Ok(Self(secret::random()?))
    }

    fn read(text: &str) -> Result<Self> {
        let bytes = STANDARD_NO_PAD.decode(text_file::clean(text).trim_end_matches('=')).context("it isn't base64")?;
        ensure!(bytes.len() == 32, "it should hold 32 bytes and holds {}", bytes.len());
        let mut key = [0; 32];
        key.copy_from_slice(&bytes);
        Ok(Self(key))
    }

    /// What a database remembers its key by, so that a server with another one doesn't start on it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.made("fingerprint")[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Signs heads of the audit log.
    #[must_use]
    pub fn audit(&self) -> SigningKey {
        SigningKey::from_bytes(&self.made("audit"))
    }

    /// Opens what phones seal for the server.
    ///
    /// # Errors
    /// Never in practice: one label in 2³² makes no key of the curve, and then the next is taken.
    pub fn rescue(&self) -> Result<SecretKey> {
        let key = |no: u8| SecretKey::from_slice(&self.made(&format!("rescue {no}"))).ok();
        (0..8).find_map(key).context("no key of the curve came of the server's secret")
    }

    /// A mark that nobody else can make: what carries it was given out by this server, or one that shares the file.
    #[must_use]
    pub fn mark(&self, what: &str) -> [u8; 32] {
        // HKDF's second half is HMAC over the label, so a keyed hash already.
        self.made(&format!("mark {what}"))
    }

    fn made(&self, label: &str) -> [u8; 32] {
        let mut key = [0; 32];
        let filled = Hkdf::<Sha256>::new(None, &self.0).expand(format!("rond {label}").as_bytes(), &mut key);
        debug_assert!(filled.is_ok(), "32 bytes are within what SHA-256 gives");
        key
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Keys")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_again() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("rond-keys-{}", secret::epoch()?));
        let file = folder.join("rond.key");
        let made = Keys::open(&file)?;
        let read = Keys::open(&file)?;
        assert_eq!(made.0, read.0);
        assert_eq!(made.rescue()?, read.rescue()?);
        assert_ne!(made.audit().to_bytes(), made.made("fingerprint"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file)?.permissions().mode() & 0o777, 0o600);
        }
        let written = std::fs::read_to_string(&file)?;
        std::fs::write(&file, format!("\u{feff}{written}\r\n"))?;
        assert_eq!(Keys::open(&file)?.0, made.0, "as an editor on Windows leaves it");
        let gone = folder.join("none.key");
        assert!(Keys::existing(&gone).is_err() && !gone.exists(), "whoever only looks makes no key");
        std::fs::write(&file, "x")?;
        let told = format!("{:#}", Keys::open(&file).expect_err("no key"));
        assert!(told.contains("is not a key"), "{told}");
        std::fs::remove_dir_all(&folder)?;
        Ok(())
    }

    #[test]
    fn a_key_is_not_printed() {
        assert_eq!(format!("{:?}", Keys([7; 32])), "Keys");
    }
}
