//! Compression, once at build time at its best, so that the server only chooses.

use std::io::Write;
use std::path::{Path, PathBuf};

/// What is text or code; pictures and fonts are compressed already.
const WORTH_IT: [&str; 9] = [".js", ".css", ".wasm", ".json", ".webmanifest", ".svg", ".html", ".txt", ".map"];
const QUALITY: u32 = 11;
const WINDOW: u32 = 22;

/// The file as brotli, or nothing where that is no smaller.
pub(crate) fn press(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    if !WORTH_IT.iter().any(|ending| name.ends_with(ending)) {
        return None;
    }
    let mut small = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut small, 1 << 16, QUALITY, WINDOW);
    writer.write_all(bytes).ok()?;
    drop(writer);
    (small.len() < bytes.len()).then_some(small)
}

/// Where the compressed file lies.
pub(crate) fn neighbour(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".br");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pressed_comes_back_whole() {
        let text = "a foot patrol, a traffic check, ".repeat(50);
        let small = press("x.css", text.as_bytes()).expect("it repeats itself");
        assert!(small.len() * 10 < text.len());
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut small.as_slice(), &mut back).expect("our own output");
        assert_eq!(back, text.as_bytes());
    }

    #[test]
    fn what_would_not_shrink_is_left() {
        assert_eq!(press("x.png", &[0; 1000]), None);
        assert_eq!(press("x.js", b""), None);
    }

    #[test]
    fn the_neighbour_keeps_the_whole_name() {
        assert_eq!(neighbour(Path::new("/s/app.js")), Path::new("/s/app.js.br"));
    }
}
