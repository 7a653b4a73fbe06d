//! Text that changes, and words that may be parted.

use leptos::prelude::*;

/// Text that follows a signal.
///
/// The text is a property of an element, not a text node of its own: a browser's translator replaces text nodes with
/// elements, and a node that is no longer on the page would be written to in vain. The element stays, and writing its text
/// removes whatever has been put inside it.
#[component]
pub(crate) fn LiveText(#[prop(into)] text: Signal<String>) -> impl IntoView {
    view! { <bdi prop:textContent=move || text.get()></bdi> }
}

/// A Swedish compound may be parted where its parts meet; without that, a large key cuts the word anywhere.
pub(crate) fn soft(word: &str) -> String {
    let ends = ["kontroll", "brott", "patrull", "bild", "möte"];
    let part = |end: &&str| {
        let front = word.strip_suffix(*end).filter(|front| !front.ends_with('-'))?;
        Some([front, "\u{ad}", *end].concat())
    };
    ends.iter().find_map(part).unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::soft;

    #[test]
    fn a_compound_is_parted_where_its_parts_meet() {
        assert_eq!(soft("Trafikkontroll"), "Trafik\u{ad}kontroll");
        assert_eq!(soft("A-kontroll"), "A-kontroll", "it may be parted at its hyphen");
        assert_eq!(soft("Fynd"), "Fynd");
    }
}
