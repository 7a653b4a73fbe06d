//! Which language a public page is asked for in.

use super::problem::Problem;
use axum::http::{HeaderMap, header};
use texts::language::Language;

/// The one that the address names; else English where the browser prefers it to Swedish; else Swedish.
///
/// # Errors
/// 400 where the address names one that no page is written in.
pub fn asked(lang: Option<&str>, headers: &HeaderMap) -> Result<Language, Problem> {
    let preferred = || {
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let [swedish, english] = [Language::Swedish, Language::English].map(|language| wanted(accepted, language));
        if english > swedish { Language::English } else { Language::Swedish }
    };
    match lang {
        Some(tag) => Language::of_tag(tag).ok_or_else(|| Problem::unreadable("lang")),
        None => Ok(preferred()),
    }
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
