//! What several screens share: the status line, the tabs, the notes that come by themselves.

use super::app::{App, Screen};
use super::model::Line;
use super::send;
use crate::device::{clock, phone};
use crate::parts::key::{button, icon, note, quiet};
use crate::parts::piece::{Piece, el, live, says, text};
use domain::journal;
use domain::moment::Moment;
use domain::tally;
use texts::officer as words;

/// After so long a queue is worth a word of its own.
const OLD_MS: i64 = 24 * 3_600_000;

/// The status, computed from the journal: its drawing and its sentence.
fn status(app: App) -> (&'static str, String) {
    let now = app.now();
    app.model.with(|m| {
        let queue = journal::queue(&m.kept, now.unix_ms);
        let confirmed = m.contact.at_ms.map(|ms| words::clock_or_day(clock::at(ms), now));
        match m.line {
            _ if m.silent => ("act", words::STORAGE_UNAVAILABLE.to_owned()),
            _ if m.contact.revoked => ("lock", words::REVOKED.to_owned()),
            Line::Sending(entries) => ("send", words::sending(entries)),
            Line::SignIn => ("lock", words::SIGN_IN.to_owned()),
            Line::NoCoverage => ("nosig", words::no_coverage(queue.waiting)),
            Line::NoAnswer => ("nosig", words::no_answer(queue.waiting)),
            Line::Rest if queue.waiting > 0 => ("wait", words::queue(queue, confirmed)),
            Line::Rest => match confirmed {
                Some(confirmed) => ("sent", words::all_sent(&confirmed)),
                None => ("wait", words::NEVER_CONFIRMED.to_owned()),
            },
        }
    })
}

/// The status for those who listen, and why it is there twice: this one is never replaced.
pub(crate) fn spoken(app: App) -> String {
    status(app).1
}

/// The status line.
pub(crate) fn line(app: App) -> Piece {
    let waiting = move || app.model.with(|m| journal::queue(&m.kept, 0).waiting.to_string());
    let drawing = live(move || vec![icon(status(app).0)]);
    el("p", "sync", vec![drawing, el("span", "", vec![says(move || status(app).1)])])
        .set("data-status", "")
        .says("data-waiting", waiting)
}

/// What stands on top of a screen.
pub(crate) fn display(inside: Vec<Piece>) -> Piece {
    el("header", "display", inside)
}

/// The three tabs.
pub(crate) fn tabs(app: App) -> Piece {
    let tab = |screen: Screen, name: &str, drawing: &str, word: &str| {
        let here = app.screen.with_untracked(|s| *s == screen);
        let tab = button("", "tab", vec![icon(drawing), text(word)]).set("data-tab", name);
        let tab = if here { tab.set("aria-current", "page") } else { tab };
        tab.taps(move || app.show(screen.clone()))
    };
    let tabs = vec![
        tab(Screen::Record, "record", "add", words::RECORD),
        tab(Screen::Journal, "journal", "book", words::JOURNAL),
        tab(Screen::Pace, "pace", "pace", words::PACE),
    ];
    el("nav", "tabs", tabs).set("aria-label", words::TABS)
}

/// What comes by itself and stays until it is dealt with.
pub(crate) fn notices(app: App) -> Piece {
    live(move || {
        let now = app.minute();
        let mut notices = Vec::new();
        app.model.with(|m| {
            let queue = journal::queue(&m.kept, now.unix_ms);
            if m.line == Line::SignIn {
                let code = quiet("lock", words::ENTER_CODE, "enter-code").taps(move || send::ask_anew(app));
                notices.push(asking(words::SIGN_IN, code));
            }
            if queue.refused > 0 && app.screen.get_untracked() != Screen::Journal {
                let see = quiet("right", words::SHOW_ENTRY, "show-refused").taps(move || app.show(Screen::Journal));
                notices.push(asking(&words::refused(queue.refused), see));
            }
            let old = queue.oldest_age_ms.filter(|age| *age >= OLD_MS);
            notices.extend(old.map(|ms| note("wait", "i near", &words::old_queue(ms))));
            let off = m.contact.offset_ms.filter(|ms| tally::clock_off(Some(*ms)));
            notices.extend(off.map(|ms| note("wait", "i near", &words::clock_off(ms))));
            if m.update {
                notices
                    .push(asking(words::UPDATE_WAITS, quiet("again", words::UPDATE, "update").taps(phone::take_over)));
            }
        });
        notices
    })
}

fn asking(sentence: &str, button: Piece) -> Piece {
    el("section", "sheet asks", vec![el("p", "", vec![text(sentence)]), button])
}

/// After so long a start without coverage should be possible; before, its files are on their way.
const OFFLINE_PATIENCE_MS: i64 = 60_000;

/// *Klar för offline*, and only then; where it never comes, why.
pub(crate) fn ready(app: App) -> Piece {
    let started_ms = app.backstage.with_untracked(|b| b.started_ms);
    live(move || {
        let now = app.minute();
        if app.model.with(|m| m.ready(now)) {
            return vec![note("saved", "i ok", words::READY)];
        }
        let is_late = now.unix_ms - started_ms >= OFFLINE_PATIENCE_MS;
        if is_late { vec![note("act", "i near", &words::not_ready(&phone::offline_problem()))] } else { Vec::new() }
    })
}

/// The minutes between two moments, rounded down.
pub(crate) fn minutes_between(from: Moment, to: Moment) -> i64 {
    (to.unix_ms - from.unix_ms).div_euclid(60_000)
}
