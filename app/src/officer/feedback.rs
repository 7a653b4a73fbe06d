//! What it came to: the server's page about the unit's entries, as it was last told; read without coverage too.

use super::app::{App, Screen};
use super::sheet;
use crate::device::journal_store::{self, Change};
use crate::device::{clock, line};
use crate::parts::key::{back, heading};
use crate::parts::piece::{Piece, el};
use texts::officer as words;

/// How often it is asked for beside the sending.
const FRESH_MS: i64 = 3_600_000;

/// The screen.
pub(crate) fn screen(app: App) -> Vec<Piece> {
    let display = vec![
        back("left", words::BACK, "back").taps(move || app.show(Screen::Pace)),
        heading("", words::FEEDBACK),
        sheet::line(app),
    ];
    let told = move || app.model.with(|m| m.feedback.clone()).unwrap_or_else(|| words::NO_FIGURES.to_owned());
    vec![sheet::display(display), el("main", "body told", vec![el("div", "", Vec::new()).draws(told)])]
}

/// Asks for it while there is coverage, now and then. The server's own markup is kept, sealed like everything else.
pub(crate) fn ask_now_and_then(app: App) {
    let now_ms = clock::now_ms();
    if now_ms - app.backstage.with_untracked(|b| b.feedback_at_ms) < FRESH_MS {
        return;
    }
    app.backstage.update(|b| b.feedback_at_ms = now_ms);
    leptos::task::spawn_local(async move {
        let Some(told) = line::feedback().await else { return };
        let mut change = Change::default();
        change.know("feedback", &told);
        if journal_store::settle(change).await.is_ok() {
            app.model.update(|m| m.feedback = Some(told));
        }
    });
}
