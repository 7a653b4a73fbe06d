//! A panic of the client: it is stored, and the server hears of it at the next contact. The page says what to do
//! (`public/boot.js`), since nothing of the client runs any more.

use super::browser;
use domain::crash::{self, Crash};
use gloo_storage::{LocalStorage, Storage};
use std::panic::{self, PanicHookInfo};

const KEY: &str = "rond.crashes";

/// From now on a panic is stored.
pub(crate) fn store_panics() {
    panic::set_hook(Box::new(|info| {
        let mut crashes = stored();
        crash::add(&mut crashes, &of_panic(info));
        if browser::storage_allowed() {
            // A full phone tells of nothing; what was recorded comes first.
            LocalStorage::set(KEY, &crashes).ok();
        }
    }));
}

fn of_panic(info: &PanicHookInfo<'_>) -> Crash {
    let location = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
    Crash {
        build: browser::build(),
        location: location.unwrap_or_default(),
        message: info.payload_as_str().unwrap_or_default().to_owned(),
    }
}

/// The crashes that the server hasn't heard of.
pub(crate) fn stored() -> Vec<Crash> {
    let read = || LocalStorage::get(KEY).unwrap_or_default();
    if browser::storage_allowed() { read() } else { Vec::new() }
}

/// The server has heard of them, or doesn't want to.
pub(crate) fn remove_stored() {
    if browser::storage_allowed() {
        LocalStorage::delete(KEY);
    }
}
