//! The server of Rond: takes what phones send, keeps it, counts it once, and shows it.
//!
//! Start at [`router`]: every route is there, with who may call it. What is decided is in `domain`; what is kept, and
//! all SQL, in [`store`].

// What a command prints goes through `output`, which whoever reads it may stop reading at any time.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod api;
pub mod audit_file;
pub mod checks;
pub mod clock;
pub mod commands;
pub mod config;
pub mod counts;
pub mod daily;
pub mod demo;
pub mod escrow;
pub mod fingerprint;
pub mod first_start;
pub mod hashing;
pub mod http;
pub mod keys;
pub mod launch;
pub mod log;
pub mod metrics;
pub mod output;
pub mod people;
pub mod print;
pub mod private;
pub mod promise_file;
pub mod qr;
pub mod reload;
pub mod replay;
pub mod rescue;
pub mod router;
pub mod secret;
pub mod site;
pub mod state;
pub mod store;
pub mod tasks;
pub mod text;
pub mod text_file;
pub mod web;
