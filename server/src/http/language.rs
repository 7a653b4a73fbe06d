//! Which language a page is asked for in: public pages by their address, those of staff by what was chosen in the browser.

use super::problem::Problem;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use std::convert::Infallible;
use texts::language::Language;

/// The cookie with the chosen language. It is no secret, and says nothing of anybody.
const COOKIE: &str = "rond-language";
/// A year.
const REMEMBERED_S: u32 = 31_536_000;

/// What a page for staff speaks: what was chosen in this browser, else what it prefers.
#[derive(Clone, Copy, Debug)]
pub struct Spoken(pub Language);

impl<S: Sync> FromRequestParts<S> for Spoken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(spoken(&parts.headers)))
    }
}

/// What was chosen in this browser, else what it prefers.
#[must_use]
pub fn spoken(headers: &HeaderMap) -> Language {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let chosen = pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, tag)| Language::of_tag(tag));
    chosen.unwrap_or_else(|| preferred(headers))
}

/// The header that remembers a language.
#[must_use]
pub fn remember(language: Language, secure: bool) -> Option<HeaderValue> {
    let mark = if secure { "; Secure" } else { "" };
    let tag = language.tag();
    let text = format!("{COOKIE}={tag}; Path=/; Max-Age={REMEMBERED_S}; HttpOnly; SameSite=Lax{mark}");
    HeaderValue::from_str(&text).ok()
}

/// The one that the address names; else English where the browser prefers it to Swedish; else Swedish.
///
/// # Errors
/// 400 where the address names one that no page is written in.
pub fn asked(lang: Option<&str>, headers: &HeaderMap) -> Result<Language, Problem> {
    match lang {
        Some(tag) => Language::of_tag(tag).ok_or_else(|| Problem::unreadable("lang")),
        None => Ok(preferred(headers)),
    }
}

/// English where the browser prefers it to Swedish; else Swedish.
fn preferred(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let [swedish, english] = [Language::Swedish, Language::English].map(|language| wanted(accepted, language));
    if english > swedish { Language::English } else { Language::Swedish }
}

/// How much a language is wanted, in thousandths (RFC 9110, section 12.5.4). A region's is the language's own, and a star
/// stands for those that aren't named.
fn wanted(accepted: &str, language: Language) -> u32 {
    let mut best = None;
    let mut others = 0;
    for range in accepted.split(',') {
        let (tag, weight) = range.split_once(';').map_or((range, ""), |(tag, weight)| (tag, weight.trim()));
        let weight = weight.strip_prefix("q=").map_or(1_000, thousandths);
        let tag = tag.trim();
        if tag == "*" {
            others = weight;
        } else if tag.split('-').next().is_some_and(|main| main.eq_ignore_ascii_case(language.tag())) {
            best = best.max(Some(weight));
        }
    }
    best.unwrap_or(others)
}

/// "0.8" as 800; what isn't such a number is nothing.
fn thousandths(weight: &str) -> u32 {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    let digits: String = part.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), digits.parse::<u32>()) {
        (Ok(whole), Ok(part)) => whole.min(1) * 1_000 + if whole == 0 { part } else { 0 },
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn what_was_chosen_goes_before_what_the_browser_prefers() {
        let headers = |cookie: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("en-GB"));
            headers.insert(header::COOKIE, HeaderValue::from_static(cookie));
            headers
        };
        assert_eq!(spoken(&headers("a=b; rond-language=sv")), Language::Swedish);
        assert_eq!(spoken(&headers("rond-language=en")), Language::English);
        for unknown in ["rond-language=de", "rond-language=", "other=sv"] {
            assert_eq!(spoken(&headers(unknown)), Language::English, "{unknown}");
        }
        let cookie = remember(Language::English, true).expect("a header");
        assert_eq!(cookie, "rond-language=en; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure");
    }

    #[test]
    fn an_address_decides_and_else_what_the_browser_prefers() {
        use Language::{English, Swedish};
        for (lang, accepted, language) in [
            (None, "", Swedish),
            (None, "sv-SE,sv;q=0.9,en;q=0.8", Swedish),
            (None, "en-GB,en;q=0.9,sv;q=0.8", English),
            (None, "de, en;q=0.5", English),
            (None, "de, en;q=0.5, *;q=0.7", Swedish),
            (None, "en;q=0.8, sv;q=0.80", Swedish),
            (None, "en;q=0", Swedish),
            (None, "en;q=many", Swedish),
            (None, "*", Swedish),
            (None, "english", Swedish),
            (Some("sv"), "en", Swedish),
            (Some("en"), "sv", English),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
            assert_eq!(asked(lang, &headers), Ok(language), "{lang:?} {accepted}");
        }
        assert_eq!(asked(None, &HeaderMap::new()), Ok(Swedish));
        assert_eq!(asked(Some("de"), &HeaderMap::new()).map_err(|problem| problem.status.as_u16()), Err(400));
    }
}
