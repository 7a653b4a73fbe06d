//! Small view pieces: what looks and means the same on every page.

#[cfg(feature = "ssr")]
pub mod bars;
#[cfg(feature = "ssr")]
pub mod dial;
#[cfg(feature = "ssr")]
pub mod field;
#[cfg(feature = "ssr")]
pub mod gauge;
#[cfg(feature = "ssr")]
pub mod heat;
pub mod icons;
#[cfg(feature = "ssr")]
pub mod live;
#[cfg(feature = "hydrate")]
pub(crate) mod phone;
#[cfg(feature = "ssr")]
pub mod scroll;
#[cfg(feature = "ssr")]
pub mod spark;
#[cfg(feature = "ssr")]
pub mod status;
