//! The server's own log, on standard error: plain where no terminal shows it, and with no field longer than people read.

use std::fmt;
use std::io::IsTerminal;
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::debug_fn;
use tracing_subscriber::util::SubscriberInitExt;

/// Characters of one field. A statement of the database may have tens of thousands.
const FIELD_CHARS: usize = 400;

/// Starts the log. `ROND_LOG` says what is logged, as `warn,server=info` does.
pub fn start() {
    subscriber(std::io::stderr, std::io::stderr().is_terminal()).init();
}

fn subscriber<W>(to: W, colours: bool) -> impl tracing::Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = tracing_subscriber::EnvFilter::try_from_env("ROND_LOG").unwrap_or_else(|_| "warn,server=info".into());
    let field = |to: &mut tracing_subscriber::fmt::format::Writer<'_>,
                 field: &tracing::field::Field,
                 value: &dyn fmt::Debug| {
        let text = shortened(format!("{value:?}"));
        if field.name() == "message" { write!(to, "{text}") } else { write!(to, "{}={text}", field.name()) }
    };
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colours)
        // A log that nobody reads any more must not end the server.
        .log_internal_errors(false)
        .fmt_fields(debug_fn(field).delimited(" "))
        .with_writer(to)
        .finish()
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(FIELD_CHARS) {
        None => text,
        Some((at, _)) => format!("{} … ({} bytes)", &text[..at], text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("unpoisoned").extend(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_of_the_log_is_short_and_plain() {
        let page = Page::default();
        let to = page.clone();
        tracing::subscriber::with_default(subscriber(move || to.clone(), false), || {
            let statement = format!("values {}", "($1,$2),".repeat(4_000));
            tracing::warn!(db.statement = statement, rows = 7, "slow statement");
        });
        let text = String::from_utf8(page.0.lock().expect("unpoisoned").clone()).expect("text");
        assert!(text.contains("slow statement db.statement=\"values") && text.contains("rows=7"), "{text}");
        assert!(text.len() < 700 && text.contains("bytes)") && !text.contains('\u{1b}'), "{text}");
    }
}
