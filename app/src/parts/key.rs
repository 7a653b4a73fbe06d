//! Keys and what stands around them. A key is what the thumb does; everything smaller is quiet.

use super::piece::{Piece, el, svg, text};

/// The drawings that a promise may name for an activity; anything else gets the general one.
const ACTIVITIES: [&str; 3] = ["foot", "car", "pill"];

/// The drawing of an activity.
pub(crate) fn activity_icon(name: Option<&str>) -> &'static str {
    ACTIVITIES.into_iter().find(|known| Some(*known) == name).unwrap_or("doc")
}

/// A drawing of the page, beside its word.
pub(crate) fn icon(name: &str) -> Piece {
    icon_of(name, "i")
}

/// A drawing in a status' colour.
pub(crate) fn icon_of(name: &str, class: &str) -> Piece {
    svg(class, &["<use href=\"#", name, "\"/>"].concat()).set("aria-hidden", "true")
}

/// A button that does something; `data-do` says what.
pub(crate) fn button(class: &str, does: &str, inside: Vec<Piece>) -> Piece {
    el("button", class, inside).set("type", "button").set("data-do", does)
}

/// A key: its drawing, its word, what stands below. The one yellow key of a screen has the class `key go`.
pub(crate) fn key(class: &str, does: &str, drawing: &str, word: &str, below: Option<Piece>) -> Piece {
    let mut said = vec![text(&soft(word))];
    said.extend(below.map(|below| el("small", "", vec![below])));
    button(class, does, vec![icon(drawing), el("span", "", said)])
}

/// The yellow key.
pub(crate) fn go(does: &str, drawing: &str, word: &str, below: Option<Piece>) -> Piece {
    key("key go", does, drawing, word, below)
}

/// A quiet button: what is there without asking for a thumb.
pub(crate) fn quiet(drawing: &str, word: &str, does: &str) -> Piece {
    button("quiet", does, vec![icon(drawing), text(word)])
}

/// The way back, or out, at the edge away from the keys.
pub(crate) fn back(drawing: &str, word: &str, does: &str) -> Piece {
    button("back row", does, vec![icon(drawing), text(word)])
}

/// A drawing and a sentence.
pub(crate) fn note(drawing: &str, class: &str, sentence: &str) -> Piece {
    el("p", "note", vec![icon_of(drawing, class), el("span", "", vec![text(sentence)])])
}

/// What a screen is called. It gets the focus when the screen comes.
pub(crate) fn heading(class: &str, word: &str) -> Piece {
    el("h1", class, vec![text(&soft(word))]).set("tabindex", "-1").set("data-focus", "")
}

/// What went wrong, told at once: a heading and what to do.
pub(crate) fn alert(word: &str, inside: Vec<Piece>) -> Piece {
    let mut all = vec![el("h2", "note gap big", vec![icon("act"), text(word)])];
    all.extend(inside);
    el("div", "alert", all).set("role", "alert").set("tabindex", "-1")
}

/// A sentence in the small type.
pub(crate) fn small(sentence: &str) -> Piece {
    el("small", "", vec![text(sentence)])
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
