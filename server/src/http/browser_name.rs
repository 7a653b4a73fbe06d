//! A browser as its owner recognises it: its family and the system it runs on, roughly, and nothing more.

use axum::http::{HeaderMap, header};

/// What a browser says of itself; the first that it names is it, since the newer ones name the older ones too.
const FAMILIES: [(&str, &str); 13] = [
    ("Ddg/", "DuckDuckGo"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("OPX/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("CriOS/", "Chrome"),
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
/// An iPad that asks for pages as desktops see them says that it is a Mac, whichever browser it is in.
const MAC_OR_IPAD: &str = "Mac/iPad";

/// "Firefox, Windows"; empty for what says nothing that is known.
#[must_use]
pub fn of(headers: &HeaderMap) -> String {
    let told = headers.get(header::USER_AGENT).and_then(|text| text.to_str().ok()).unwrap_or_default();
    let first =
        |known: &[(&str, &'static str)]| known.iter().find(|(word, _)| told.contains(word)).map(|(_, name)| *name);
    // The engine of every browser on an iPad is Safari's, and none of the other engines names Version/.
    let is_safari_engine = !["Chrome/", "Chromium/", "Firefox/"].iter().any(|word| told.contains(word));
    let system = match first(&SYSTEMS) {
        Some("Mac") if is_safari_engine => Some(MAC_OR_IPAD),
        system => system,
    };
    let parts: Vec<&str> = [first(&FAMILIES), system].into_iter().flatten().collect();
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
        for (agent, name) in [
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 CriOS/142.0 Mobile/15E148 Safari/604.1",
                "Chrome, iPhone",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 EdgiOS/142.0 Version/18.0 Safari/604.1",
                "Edge, iPhone",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1 Ddg/18.0",
                "DuckDuckGo, iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile DuckDuckGo/5 Safari/537.36",
                "DuckDuckGo, Android",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.0 Safari/605.1",
                "Safari, Mac/iPad",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/142.0 Safari/537.36",
                "Chrome, Mac",
            ),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox, Mac"),
        ] {
            assert_eq!(of(agent), name, "{agent}");
        }
        assert_eq!(of("curl/8"), "");
    }
}
