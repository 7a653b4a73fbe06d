//! The cookies: a phone's credential, a member of staff's session, and what signing in needs around it. Their names and marks follow the scheme of
//! the public address, since browsers refuse `__Host-` and `Secure` over plain http.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::time::Duration;
use cookie::{Cookie as Pair, SameSite};

/// Which cookie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cookie {
    /// Never sent from another site.
    Device,
    /// Sent when another site leads here, so that an identity provider can return people.
    Session,
    /// A sign-in under way with a passkey or at an identity provider, which returns people from another site.
    Ceremony,
    /// That somebody has signed in from this browser before (`known_browser.rs`).
    Browser,
}

impl Cookie {
    fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Cookie::Device, true) => "__Host-rond-device",
            (Cookie::Device, false) => "rond-device",
            (Cookie::Session, true) => "__Host-rond-session",
            (Cookie::Session, false) => "rond-session",
            (Cookie::Ceremony, true) => "__Host-rond-ceremony",
            (Cookie::Ceremony, false) => "rond-ceremony",
            (Cookie::Browser, true) => "__Host-rond-browser",
            (Cookie::Browser, false) => "rond-browser",
        }
    }

    /// The secret that a request carries.
    #[must_use]
    pub fn read(self, headers: &HeaderMap, secure: bool) -> Option<String> {
        let texts = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pair = texts.flat_map(Pair::split_parse).flatten().find(|pair| pair.name() == self.name(secure))?;
        let secret = pair.value();
        (!secret.is_empty() && secret.len() <= 128).then(|| secret.to_owned())
    }

    /// The header that sets it for so many seconds; 0 takes it away.
    #[must_use]
    pub fn set(self, secret: &str, secure: bool, max_age_s: i64) -> Option<HeaderValue> {
        let is_strict = matches!(self, Cookie::Device | Cookie::Browser);
        let pair = Pair::build((self.name(secure), secret))
            .http_only(true)
            .same_site(if is_strict { SameSite::Strict } else { SameSite::Lax })
            .secure(secure)
            .path("/")
            .max_age(Duration::seconds(max_age_s));
        HeaderValue::from_str(&pair.to_string()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_marks_follow_the_scheme() {
        let plain = Cookie::Device.set("s", false, 60).expect("a header");
        assert_eq!(plain, "rond-device=s; HttpOnly; SameSite=Strict; Path=/; Max-Age=60");
        let secure = Cookie::Session.set("s", true, 60).expect("a header");
        assert_eq!(secure, "__Host-rond-session=s; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60");
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=1; rond-device=x; rond-session=y"));
        assert_eq!(Cookie::Session.read(&headers, false).as_deref(), Some("y"));
        assert_eq!(Cookie::Session.read(&headers, true), None);
    }
}
