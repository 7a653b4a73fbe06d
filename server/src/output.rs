//! What commands print. Whoever reads it may stop reading at any time (`| head`), which is no failure and stops no work that
//! has begun; anything else that keeps it from being written is one.

use std::fmt::Arguments;
use std::io::{Error, ErrorKind, Write};
use std::sync::{Mutex, PoisonError};

static FAILED: Mutex<Option<Error>> = Mutex::new(None);

/// Prints a line to standard output, as `println!` does where nobody stops reading.
macro_rules! print_line {
    ($($text:tt)*) => { $crate::output::line(format_args!($($text)*)) };
}
pub(crate) use print_line;

/// See `print_line`.
pub fn line(text: Arguments<'_>) {
    write(|to| writeln!(to, "{text}"));
}

/// Prints a text as it is.
pub fn text(text: &str) {
    write(|to| to.write_all(text.as_bytes()));
}

/// Prints a line to standard error. Nobody can be told when that fails.
pub fn complain(text: Arguments<'_>) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Whether everything was printed that somebody was there to read.
///
/// # Errors
/// Why it wasn't.
pub fn finish() -> Result<(), Error> {
    write(|to| to.flush());
    FAILED.lock().unwrap_or_else(PoisonError::into_inner).take().map_or(Ok(()), Err)
}

fn write(how: impl FnOnce(&mut std::io::StdoutLock<'_>) -> std::io::Result<()>) {
    let written = how(&mut std::io::stdout().lock());
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        FAILED.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }
}
