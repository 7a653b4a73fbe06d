//! The officer's app, which runs on the phone.
//!
//! The server renders the page around it (`server/src/web/officer`), `public/boot.js` calls [`start`]. Three floors, each
//! of which imports only those before it: `state` is what the app has in hand, `actions` change it, `screens` show it with
//! the components of `parts`. Below them `device` is the only door to the browser.

mod actions;
mod device;
#[expect(unreachable_pub, reason = "the component macro makes the properties of each component public")]
mod parts;
#[expect(unreachable_pub, reason = "the component macro makes the properties of each component public")]
mod screens;
mod state;

use leptos::mount::mount_to;
use leptos::prelude::*;
use screens::App;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

/// Puts the app into the page. Called once by boot.js, after the door was opened.
///
/// Mounted, not hydrated: the shell around the app is the same for everybody, and code that takes over server-rendered
/// views would be carried for every part of the app.
///
/// # Panics
/// On a page that has no place for the app: page and client are of different builds.
#[wasm_bindgen]
pub fn start() {
    let parent = document().query_selector("[data-app]").ok().flatten().expect("a place for the app on the page");
    mount_to(parent.unchecked_into(), || view! { <App /> }).forget();
}
