//! The officer's app: one island, mounted in place of a shell that is the same for everybody.

#[cfg(feature = "hydrate")]
mod app;
#[cfg(feature = "ssr")]
pub(crate) mod door;
#[cfg(feature = "hydrate")]
mod due;
#[cfg(feature = "hydrate")]
mod entry;
#[cfg(feature = "hydrate")]
mod feedback;
#[cfg(feature = "hydrate")]
mod fields;
#[cfg(feature = "hydrate")]
mod form;
#[cfg(feature = "hydrate")]
mod held;
#[cfg(feature = "hydrate")]
mod journal;
#[cfg(feature = "hydrate")]
mod keep;
#[cfg(feature = "hydrate")]
pub(crate) mod known;
#[cfg(feature = "hydrate")]
mod model;
#[cfg(feature = "hydrate")]
mod pace;
#[cfg(feature = "hydrate")]
mod place;
#[cfg(feature = "hydrate")]
mod problem;
#[cfg(feature = "hydrate")]
mod record;
#[cfg(feature = "hydrate")]
mod run;
#[cfg(feature = "hydrate")]
mod send;
#[cfg(feature = "hydrate")]
mod sheet;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "hydrate")]
mod start;
#[cfg(feature = "hydrate")]
mod thrown;

use leptos::html::Div;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
pub use shell::officer_page;

/// The app's place on the page. The server leaves it empty; the phone mounts the app in it and takes the shell away.
#[island]
pub fn OfficerApp() -> impl IntoView {
    let place = NodeRef::<Div>::new();
    #[cfg(feature = "hydrate")]
    crate::device::mount::instead_of_shell(place, app::officer);
    view! { <div node_ref=place></div> }
}
