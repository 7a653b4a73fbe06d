//! What people see of Rond: the officer's app, which runs on the phone, and the pages that the server renders.
//!
//! **Invariant: a page that the server renders leaves not a byte in the phone's wasm.** Everything under `pages` but the
//! officer's island, and the words and parts that only those pages use, exists with the feature `ssr` alone.

#[cfg(feature = "hydrate")]
mod device;
pub mod pages;
pub mod parts;
pub mod words;
