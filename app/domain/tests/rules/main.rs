//! Every rule of the protocol, each as a test. `support` holds what they share.

mod calendar;
mod canonical;
mod catalogue;
mod check;
mod check_target;
mod decision;
mod entry;
mod forecast;
mod form;
mod histories;
mod journal;
mod kinds;
mod merge;
mod occasion;
mod order;
mod quality;
mod reach;
mod report;
mod sender;
mod settle;
mod standing;
mod support;
mod tally;
mod toml;
mod why;
mod wire;
