//! The server of Rond: takes what phones send, keeps it, counts it once, and shows it.
//!
//! Start at [`router`]: every route is there, with who may call it. What is decided is in `domain`; what is kept, and
//! all SQL, in [`store`].

// What a command prints goes through `output`, which whoever reads it may stop reading at any time.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod address;
pub mod answer;
pub mod audit_file;
pub mod body;
pub mod browser_name;
pub mod checks;
pub mod client_address;
pub mod clock;
pub mod commands;
pub mod config;
pub mod connections;
pub mod cookies;
pub mod cost;
pub mod csv;
pub mod daily;
pub mod demo;
pub mod dress;
pub mod enrol;
pub mod entries;
pub mod escrow;
pub mod figures;
pub mod first_start;
pub mod form;
pub mod guard;
pub mod hashing;
pub mod health;
pub mod kept_form;
pub mod keys;
pub mod known_browser;
pub mod language;
pub mod launch;
pub mod live;
pub mod log;
pub mod metrics;
pub mod names;
pub mod origin;
pub mod output;
pub mod pages;
pub mod people;
pub mod print;
pub mod private;
pub mod problem;
pub mod promise_file;
pub mod promises;
pub mod qr;
pub mod rates;
pub mod refusals;
pub mod reload;
pub mod replay;
pub mod reports;
pub mod rescue;
pub mod router;
pub mod secret;
pub mod seen;
pub mod sign_in;
pub mod sign_out;
pub mod site;
pub mod state;
pub mod store;
pub mod sync;
pub mod sync_body;
pub mod target;
pub mod tasks;
pub mod text;
pub mod text_file;
pub mod throttle;
pub mod tls;
pub mod turns;
pub mod why;
