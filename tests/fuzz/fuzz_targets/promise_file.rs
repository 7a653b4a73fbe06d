//! A promise file: whatever is in it, it is a promise or a list of problems, each at a line that there is.

#![no_main]

#[expect(dead_code, reason = "only reading is tried")]
#[path = "../../../server/src/promise_file.rs"]
mod promise_file;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(problems) = promise_file::read(text) {
        assert!(!problems.is_empty(), "nothing is refused without a word");
        let lines = text.split('\n').count().max(1);
        for problem in problems {
            assert!((problem.at.line as usize) <= lines + 1, "line {} of {lines}", problem.at.line);
        }
    }
});
