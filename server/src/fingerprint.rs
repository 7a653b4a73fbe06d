//! What a form showed when it was opened: sent along unseen, so that a second window can't overwrite the first unsaid.
//!
//! A form carries the fingerprint of the value that it was filled with. Whoever saves compares it, in the transaction that
//! writes, with the value that is there now; a difference is answered with both values, and the person chooses.

use crate::secret::hex_sha256;

/// The fingerprint of nothing: what a form has where no value was kept, and what a form without a fingerprint means.
pub const NOTHING: &str = "";

/// The fingerprint of a value in its parts.
#[must_use]
pub fn fingerprint(parts: &[&str]) -> String {
    let whole: String = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
    hex_sha256(&whole)[..16].to_owned()
}

/// The fingerprint of a text that may not be there.
#[must_use]
pub fn of_text(text: Option<&str>) -> String {
    text.map_or_else(|| NOTHING.to_owned(), |text| fingerprint(&[text]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_values_have_other_fingerprints() {
        assert_ne!(fingerprint(&["a", "bc"]), fingerprint(&["ab", "c"]));
        assert_eq!(fingerprint(&["a", "b"]), fingerprint(&["a", "b"]));
        assert_eq!(of_text(None), NOTHING);
        assert_ne!(of_text(Some("")), NOTHING);
    }
}
