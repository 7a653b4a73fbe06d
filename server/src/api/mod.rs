//! What programs call: the officers' phones, and whoever reads figures as JSON or CSV.

pub mod crashes;
pub mod csv;
pub mod enrol;
pub mod entries;
pub mod figures;
pub mod health;
pub mod live;
pub mod promises;
pub mod public_cache;
pub mod rendered_totals;
pub mod sign_out;
pub mod sync;
pub mod sync_body;
pub mod why;
