//! Secrets: made at random, given once, kept as hashes; passwords with argon2id.

use crate::text;
use anyhow::{Result, anyhow};
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Characters of a code: none that look like another when read aloud or from a screen.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// 31¹⁰ is 49 bits: with few attempts a minute, years beyond guessing.
const CODE_CHARS: usize = 10;
/// NIST SP 800-63B asks for eight at least; pass phrases are longer, and nothing else is demanded of them.
pub const PASSWORD_CHARS: usize = 12;
/// Beyond this a password only costs the server time.
pub const PASSWORD_MOST_CHARS: usize = 200;

/// Bytes from the operating system.
///
/// # Errors
/// When it has none to give.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("the operating system gives no random bytes: {error}"))?;
    Ok(bytes)
}

/// 256 bits as text for a cookie or a link.
///
/// # Errors
/// As [`random`].
pub fn token() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// A name for a server's epoch that no other has.
///
/// # Errors
/// As [`random`].
pub fn epoch() -> Result<String> {
    Ok(hex(&random::<8>()?))
}

/// A one-time code as it is shown: `7KQ2M-XH4TP`.
///
/// # Errors
/// As [`random`].
pub fn code() -> Result<String> {
    let mut code = String::with_capacity(CODE_CHARS + 1);
    while code.len() < CODE_CHARS + 1 {
        if code.len() == CODE_CHARS / 2 {
            code.push('-');
        }
        let [byte] = random::<1>()?;
        // 248 is 8 × 31: bytes beyond it would favour some characters.
        if byte < 248 {
            code.push(ALPHABET[usize::from(byte % 31)] as char);
        }
    }
    Ok(code)
}

/// A code as it may be typed: either case, with spaces and dashes anywhere.
#[must_use]
pub fn typed_code(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).take(64).collect()
}

/// What is kept of a secret.
#[must_use]
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// SHA-256 as lower-case hex: an entry's content hash.
#[must_use]
pub fn hex_sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Bytes as lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A new UUIDv7.
///
/// # Errors
/// As [`random`].
pub fn new_id(now_ms: i64) -> Result<[u8; 16]> {
    Ok(domain::id::uuid_v7(now_ms, random()?))
}

/// A password's argon2id hash in PHC form. Takes tens of milliseconds on purpose: call it off the async threads.
///
/// # Errors
/// As [`random`], or when the password can't be hashed.
pub fn hash_password(password: &str) -> Result<String> {
    let salt = SaltString::encode_b64(&random::<16>()?).map_err(|e| anyhow!("no salt: {e}"))?;
    let phc = Argon2::default().hash_password(text::password(password).as_bytes(), &salt);
    Ok(phc.map_err(|e| anyhow!("the password can't be hashed: {e}"))?.to_string())
}

/// Whether a password fits. Where there is none, as much time is taken all the same, so that the answer's time doesn't
/// tell who has an account.
#[must_use]
pub fn fits(password: &str, phc: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let Ok(parsed) = PasswordHash::new(phc.unwrap_or(NOBODY)) else { return false };
    let same = |password: &str| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    let composed = text::password(password);
    // The second is for hashes that were made before passwords were composed.
    (same(&composed) || (composed != password && same(password))) && phc.is_some()
}

/// Whether a password is neither too short nor so long that it only costs the server time.
#[must_use]
pub fn is_long_enough(password: &str) -> bool {
    (PASSWORD_CHARS..=PASSWORD_MOST_CHARS).contains(&password.chars().count())
}

/// Whether everybody would try it first: the name again, one thing over and over, or a run of keys.
#[must_use]
pub fn is_common(password: &str, name: &str) -> bool {
    let low = password.to_lowercase();
    let mut letters: Vec<char> = low.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    const RUNS: [&str; 8] =
        ["123456789", "qwertyuiop", "abcdefgh", "password", "lösenord", "losenord", "medborgarl", "jönköping123"];
    letters.len() < 5 || RUNS.iter().any(|run| low.starts_with(run)) || low.trim() == name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let shown = code().expect("random");
        assert_eq!(shown.len(), 11);
        assert_eq!(typed_code(&format!(" {} ", shown.to_lowercase().replace('-', " "))), shown.replace('-', ""));
        assert_ne!(code().expect("random"), shown);
    }

    #[test]
    fn a_password_fits_itself_alone() {
        let phc = hash_password("regn över taberg").expect("hashed");
        assert!(phc.starts_with("$argon2id$"));
        assert!(fits("regn över taberg", Some(&phc)));
        assert!(!fits("regn över taberG", Some(&phc)));
        assert!(!fits("regn över taberg", None));
    }

    #[test]
    fn what_everybody_tries_first_is_common() {
        for common in ["123456789012", "aaaaaaaaaaaa", "Lösenord2026", "samordnaren ett"] {
            assert!(is_common(common, "Samordnaren Ett"), "{common}");
        }
        assert!(!is_common("regn över taberg", "Samordnaren Ett"));
    }
}
