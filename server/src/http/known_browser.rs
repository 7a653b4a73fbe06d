//! Browsers that somebody has signed in from before. Whoever guesses at an account from elsewhere can lock it for a
//! while; its owner gets in from such a browser all the same, which has tries of its own.
//!
//! The mark lets nobody in. It is kept by the browser alone: who it was and a random number, sealed with the server's key.

use super::cookies::Cookie;
use crate::keys::Keys;
use crate::secret;
use anyhow::Result;
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::PersonId;

/// For how long a browser keeps it after a sign-in.
const LASTS_S: i64 = 365 * 24 * 3_600;

/// A browser that is known, and whose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownBrowser {
    pub person: PersonId,
    /// Tells it from others of the same person.
    pub nonce: String,
}

/// What a request says of its browser; `None` for one that is new, or says what this server never did.
#[must_use]
pub fn read(keys: &Keys, headers: &HeaderMap, secure: bool) -> Option<KnownBrowser> {
    let text = Cookie::Browser.read(headers, secure)?;
    let (what, mark) = text.rsplit_once('.')?;
    // Hashes are compared, so that the time tells nothing of the mark.
    if secret::hash(mark) != secret::hash(&sealed(keys, what)) {
        return None;
    }
    let (person, nonce) = what.split_once('.')?;
    Some(KnownBrowser { person: PersonId::read(person)?, nonce: nonce.to_owned() })
}

/// The cookie for a browser that somebody has just signed in from.
///
/// # Errors
/// When the operating system gives no random bytes.
pub fn cookie(keys: &Keys, person: PersonId, secure: bool) -> Result<Option<HeaderValue>> {
    let what = format!("{person}.{}", URL_SAFE_NO_PAD.encode(secret::random::<12>()?));
    let mark = sealed(keys, &what);
    Ok(Cookie::Browser.set(&format!("{what}.{mark}"), secure, LASTS_S))
}

fn sealed(keys: &Keys, what: &str) -> String {
    URL_SAFE_NO_PAD.encode(keys.mark(&format!("browser {what}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;

    #[test]
    fn a_browser_is_known_by_what_it_was_given_and_by_nothing_made_up() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("rond-browser-{}", secret::epoch()?));
        let keys = Keys::open(&folder.join("rond.key"))?;
        let given = cookie(&keys, PersonId([7; 16]), false)?.expect("a cookie");
        let given = given.to_str()?.split(';').next().expect("its value").to_owned();
        let with = |text: &str| HeaderMap::from_iter([(header::COOKIE, text.parse().expect("a header"))]);
        assert_eq!(read(&keys, &with(&given), false).expect("known").person, PersonId([7; 16]));
        let other = given.replacen(&PersonId([7; 16]).to_string(), &PersonId([8; 16]).to_string(), 1);
        for made_up in [other.as_str(), "rond-browser=x", "rond-browser=a.b.c", ""] {
            assert_eq!(read(&keys, &with(made_up), false), None, "{made_up}");
        }
        std::fs::remove_dir_all(&folder)?;
        Ok(())
    }
}
