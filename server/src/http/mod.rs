//! HTTP itself: who calls and from where, what one request may cost, and how answers and errors are formed.

pub mod address;
pub mod body;
pub mod bounded;
pub mod browser_name;
pub mod client_address;
pub mod connections;
pub mod cookies;
pub mod cost;
pub mod etag;
pub mod form;
pub mod guard;
pub mod kept_form;
pub mod known_browser;
pub mod language;
pub mod origin;
pub mod problem;
pub mod rates;
pub mod refusal_log;
pub mod refusals;
pub mod security_headers;
pub mod staff;
pub mod target;
pub mod throttle;
pub mod tls;
pub mod turns;
