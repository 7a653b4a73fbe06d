//! A cursor of sync: what isn't this server's own word reads as none, and what is reads as it was written.

#![no_main]

use domain::cursor::{self, Position};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for epoch in ["e1", "", "."] {
        let told = cursor::read(Some(text), epoch);
        if told != Position::default() {
            let written = cursor::write(epoch, told);
            assert_eq!(cursor::read(Some(&written), epoch), told, "{text:?} as {written:?}");
        }
    }
});
