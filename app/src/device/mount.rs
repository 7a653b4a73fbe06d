//! Puts the app into the page that the server rendered.

use crate::officer;
use leptos::html::Div;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by boot.js, after the door was opened.
///
/// Mounted, not hydrated: the shell around the app is the same for everybody, and code that takes over server-rendered
/// views would be carried for every part of the app.
///
/// # Panics
/// On a page that has no place for the app: page and client are of different builds.
#[wasm_bindgen]
#[expect(unreachable_pub, reason = "wasm-bindgen exports public functions only")]
pub fn start() {
    let parent = document().query_selector("[data-app]").ok().flatten().expect("a place for the app on the page");
    mount_to(parent.unchecked_into(), || {
        let place = NodeRef::<Div>::new();
        Effect::new(move || {
            if let Some(element) = place.get() {
                officer::officer().stay(&element);
            }
        });
        view! { <div node_ref=place></div> }
    })
    .forget();
}
