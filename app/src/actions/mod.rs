//! What the app does: to the state, and through the device to the browser and the server. Screens call it, and it knows
//! no screen.

pub(crate) mod act;
mod clock;
pub(crate) mod draft;
pub(crate) mod events;
pub(crate) mod feedback;
pub(crate) mod load;
pub(crate) mod navigate;
pub(crate) mod place;
pub(crate) mod save;
mod store;
pub(crate) mod sync;
pub(crate) mod thrown;
pub(crate) mod timers;
