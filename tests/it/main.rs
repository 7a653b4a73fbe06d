//! The product whole: over HTTP, on both databases.

mod rules;
