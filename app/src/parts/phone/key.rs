//! Keys and what stands around them. A key is what the thumb does; everything smaller is quiet.

use super::piece::{Piece, nothing, perhaps, piece};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// What a tap does, with its type forgotten.
pub(crate) type Tap = Box<dyn FnMut(MouseEvent)>;

/// A tap that needs nothing of the event.
pub(crate) fn tap(mut act: impl FnMut() + 'static) -> Tap {
    Box::new(move |_| act())
}

/// The drawings that a promise may name for an activity; anything else gets the general one.
const ACTIVITIES: [&str; 3] = ["foot", "car", "pill"];

/// The drawing of an activity.
pub(crate) fn activity_icon(name: Option<&str>) -> &'static str {
    ACTIVITIES.into_iter().find(|known| Some(*known) == name).unwrap_or("doc")
}

/// A drawing of the page, beside its word.
pub(crate) fn icon(name: &'static str) -> Piece {
    icon_of(name, "i")
}

/// A drawing in a status' colour.
pub(crate) fn icon_of(name: &'static str, class: &'static str) -> Piece {
    piece(view! { <svg class=class aria-hidden="true" inner_html=format!("<use href=\"#{name}\"/>")></svg> })
}

/// A key: its drawing, its word, what stands below, what stands at its end.
pub(crate) struct Key {
    pub(crate) icon: &'static str,
    pub(crate) word: String,
    pub(crate) below: Option<Piece>,
    pub(crate) end: Option<Piece>,
}

impl Key {
    pub(crate) fn new(icon: &'static str, word: impl Into<String>) -> Self {
        Self { icon, word: word.into(), below: None, end: None }
    }

    pub(crate) fn below(self, below: Piece) -> Self {
        Self { below: Some(below), ..self }
    }

    /// The one yellow key of a screen.
    pub(crate) fn go(self, does: &'static str, act: Tap) -> Piece {
        self.build("key go", does, None, None, act)
    }

    /// An ordinary key.
    pub(crate) fn plain(self, does: &'static str, act: Tap) -> Piece {
        self.build("key", does, None, None, act)
    }

    /// The key of an activity.
    pub(crate) fn activity(self, id: &str, act: Tap) -> Piece {
        self.build("key", "open", Some(id.to_owned()), None, act)
    }

    /// The key of an area.
    pub(crate) fn area(self, id: &str, act: Tap) -> Piece {
        self.build("key", "choose", None, Some(id.to_owned()), act)
    }

    fn build(
        self,
        class: &'static str,
        does: &'static str,
        activity: Option<String>,
        area: Option<String>,
        act: Tap,
    ) -> Piece {
        let below = self.below.map_or_else(nothing, |below| piece(view! { <small>{below}</small> }));
        piece(view! {
            <button type="button" class=class data-do=does data-activity=activity data-area=area on:click=act>
                {icon(self.icon)} <span>{soft(&self.word)} {below}</span> {perhaps(self.end)}
            </button>
        })
    }
}

/// A quiet button: what is there without asking for a thumb.
pub(crate) fn quiet(icon_name: &'static str, word: &'static str, does: &'static str, act: Tap) -> Piece {
    piece(view! {
        <button type="button" class="quiet" data-do=does on:click=act>
            {icon(icon_name)}
            {word}
        </button>
    })
}

/// The way back, or out, at the edge away from the keys.
pub(crate) fn back(icon_name: &'static str, word: &'static str, does: &'static str, act: Tap) -> Piece {
    piece(view! {
        <button type="button" class="back row" data-do=does on:click=act>
            {icon(icon_name)}
            {word}
        </button>
    })
}

/// A drawing and a sentence.
pub(crate) fn note(icon_name: &'static str, class: &'static str, text: impl Into<String>) -> Piece {
    piece(view! {
        <p class="note">{icon_of(icon_name, class)} <span>{text.into()}</span></p>
    })
}

/// A Swedish compound may be parted where its parts meet; without that, a large key cuts the word anywhere.
pub(crate) fn soft(word: &str) -> String {
    let part = |word: String, joint: &str| word.replacen(joint, &format!("\u{ad}{joint}"), 1);
    ["kontroll", "brott", "patrull", "bild", "möte"].iter().fold(word.to_owned(), |word, joint| part(word, joint))
}
