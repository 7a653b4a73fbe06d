//! A browser as its owner recognises it: its family and the system it runs on, roughly, and nothing more.

use axum::http::{HeaderMap, header};

/// What a browser says of itself; the first that it names is it, since the newer ones name the older ones too.
const FAMILIES: [(&str, &str); 7] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// "Firefox, Windows"; empty for what says nothing that is known.
#[must_use]
pub fn of(headers: &HeaderMap) -> String {
    let told = headers.get(header::USER_AGENT).and_then(|text| text.to_str().ok()).unwrap_or_default();
    let first =
        |known: &[(&str, &'static str)]| known.iter().find(|(word, _)| told.contains(word)).map(|(_, name)| *name);
    let parts: Vec<&str> = [first(&FAMILIES), first(&SYSTEMS)].into_iter().flatten().collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_by_family_and_system() {
        let of =
            |text: &'static str| of(&HeaderMap::from_iter([(header::USER_AGENT, text.parse().expect("a header"))]));
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
        assert_eq!(of(chrome), "Chrome, Windows");
        assert_eq!(
            of("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0"),
            "Edge, Windows"
        );
        assert_eq!(of("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"), "Firefox, Linux");
        assert_eq!(
            of("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605 Version/26.0 Safari/604.1"),
            "Safari, iPhone"
        );
        assert_eq!(of("curl/8"), "");
    }
}
