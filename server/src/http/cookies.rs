//! The cookies: a phone's credential, a member of staff's session, and what signing in needs around it. Their names and marks follow the scheme of
//! the public address, since browsers refuse `__Host-` and `Secure` over plain http.

use axum::http::{HeaderMap, HeaderValue, header};

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
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, secret) = pairs.find(|(name, _)| *name == self.name(secure))?;
        (!secret.is_empty() && secret.len() <= 128).then(|| secret.to_owned())
    }

    /// The header that sets it for so many seconds; 0 takes it away.
    #[must_use]
    pub fn set(self, secret: &str, secure: bool, max_age_s: i64) -> Option<HeaderValue> {
        let same_site = if matches!(self, Cookie::Device | Cookie::Browser) { "Strict" } else { "Lax" };
        let mark = if secure { "; Secure" } else { "" };
        let name = self.name(secure);
        let text = format!("{name}={secret}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite={same_site}{mark}");
        HeaderValue::from_str(&text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_marks_follow_the_scheme() {
        let plain = Cookie::Device.set("s", false, 60).expect("a header");
        assert_eq!(plain, "rond-device=s; Path=/; Max-Age=60; HttpOnly; SameSite=Strict");
        let secure = Cookie::Session.set("s", true, 60).expect("a header");
        assert_eq!(secure, "__Host-rond-session=s; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=1; rond-device=x; rond-session=y"));
        assert_eq!(Cookie::Session.read(&headers, false).as_deref(), Some("y"));
        assert_eq!(Cookie::Session.read(&headers, true), None);
    }
}
