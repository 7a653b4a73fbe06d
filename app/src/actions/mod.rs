//! What the app does: to the state, and through the device to the browser and the server. Screens call it, and it knows
//! no screen.

pub(crate) mod act;
pub(crate) mod area;
mod clock;
pub(crate) mod discard;
pub(crate) mod draft;
pub(crate) mod events;
pub(crate) mod feedback;
pub(crate) mod load;
pub(crate) mod navigate;
pub(crate) mod save;
mod store;
pub(crate) mod sync;
pub(crate) mod timers;
