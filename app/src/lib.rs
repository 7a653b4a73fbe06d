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

use device::crash;
use device::seal::{self, Seal};
use leptos::mount::mount_to;
use leptos::prelude::*;
use screens::App;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsError};

/// Puts the app into the page. Called once by boot.js, after the door was opened: by whom, and with which key.
///
/// Mounted, not hydrated: the shell around the app is the same for everybody, and code that takes over server-rendered
/// views would be carried for every part of the app.
///
/// # Errors
/// On a page that has no place for the app, or with a key of another length: page and client are of different builds. The
/// page then says that the app couldn't start, and what to do.
#[wasm_bindgen]
pub fn start(person: &str, key: &[u8]) -> Result<(), JsError> {
    crash::store_panics();
    let seal = Seal::new(person, key).ok_or_else(|| JsError::new("no key: page and client are of different builds"))?;
    seal::unlock(seal);
    let parent = document().query_selector("[data-app]").ok().flatten();
    let parent = parent.ok_or_else(|| JsError::new("no place for the app: page and client are of different builds"))?;
    mount_to(parent.unchecked_into(), || view! { <App /> }).forget();
    Ok(())
}
