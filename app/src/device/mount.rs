//! Puts the app in place of the shell that the server rendered.

use leptos::html::Div;
use leptos::prelude::*;

/// Mounts what `make` makes once `place` is on the page, for as long as the page lives.
///
/// Mounted, not hydrated: the shell is the same for everybody, and code that can take over server-rendered views would
/// be carried for every part of the app.
pub(crate) fn instead_of_shell<V: IntoView + 'static>(place: NodeRef<Div>, make: fn() -> V) {
    Effect::new(move |done: Option<bool>| {
        if done == Some(true) {
            return true;
        }
        let Some(element) = place.get() else { return false };
        element.set_inner_html("");
        leptos::mount::mount_to(element.into(), make).forget();
        true
    });
}
