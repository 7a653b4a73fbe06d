//! Puts the app on the page, in place of the shell that the server rendered.

use crate::parts::phone::piece::Piece;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by boot.js, before it wakes the island: gets Leptos ready to follow signals.
#[wasm_bindgen]
#[expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}

/// Builds the app in `place` once that is on the page, for as long as the page lives.
///
/// Built, not hydrated: the shell is the same for everybody, and code that takes over server-rendered views would be
/// carried for every part of the app.
pub(crate) fn instead_of_shell(place: NodeRef<Div>, make: fn() -> Piece) {
    Effect::new(move |done: Option<bool>| {
        if done == Some(true) {
            return true;
        }
        let Some(element) = place.get() else { return false };
        make().stay(&element);
        true
    });
}
