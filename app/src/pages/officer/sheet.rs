//! What several screens share: the status line, the tabs, the notes that come by themselves.

use super::app::{App, Screen};
use super::model::Line;
use crate::device::{clock, phone};
use crate::parts::phone::key::{Tap, icon, icon_of, note, quiet, tap};
use crate::parts::phone::piece::{Piece, live, nothing, perhaps, piece, said};
use crate::words::officer as words;
use domain::journal;
use domain::moment::Moment;
use domain::tally;
use leptos::prelude::*;

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
            Line::NoContact => ("nosig", words::no_contact(queue.waiting)),
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
    piece(view! {
        <p class="sync" data-status="" data-waiting=said(waiting)>
            {live(move || icon(status(app).0))}
            <span>{said(move || status(app).1)}</span>
        </p>
    })
}

/// The three tabs.
pub(crate) fn tabs(app: App) -> Piece {
    let tab = |screen: Screen, name: &'static str, drawing: &'static str, word: &'static str| {
        let here = app.screen.with_untracked(|s| *s == screen);
        let act: Tap = tap(move || app.show(screen.clone()));
        piece(view! {
            <button type="button" data-tab=name aria-current=here.then_some("page") on:click=act>
                {icon(drawing)}
                {word}
            </button>
        })
    };
    piece(view! {
        <nav class="tabs" aria-label=words::TABS>
            {tab(Screen::Record, "record", "add", words::RECORD)}
            {tab(Screen::Journal, "journal", "book", words::JOURNAL)}
            {tab(Screen::Pace, "pace", "pace", words::PACE)}
        </nav>
    })
}

/// What comes by itself and stays until it is dealt with.
pub(crate) fn notices(app: App) -> Piece {
    live(move || {
        let now = app.now();
        let (sign_in, refused, old, clock_off, update) = app.model.with(|m| {
            let queue = journal::queue(&m.kept, now.unix_ms);
            (
                m.line == Line::SignIn,
                queue.refused,
                queue.oldest_age_ms.filter(|age| *age >= OLD_MS),
                m.contact.offset_ms.filter(|ms| tally::clock_off(Some(*ms))),
                m.update,
            )
        });
        let code = sign_in.then(|| {
            asking(words::SIGN_IN, quiet("lock", words::ENTER_CODE, "enter-code", tap(move || app.show(Screen::Enrol))))
        });
        let see = (refused > 0).then(|| {
            asking(
                &words::refused(refused),
                quiet("right", words::SHOW_ENTRY, "show-refused", tap(move || app.show(Screen::Journal))),
            )
        });
        let new =
            update.then(|| asking(words::UPDATE_WAITS, quiet("again", words::UPDATE, "update", tap(phone::take_over))));
        piece(view! {
            {perhaps(code)}
            {perhaps(see)}
            {perhaps(old.map(|ms| note("wait", "i near", words::old_queue(ms))))}
            {perhaps(clock_off.map(|ms| note("wait", "i near", words::clock_off(ms))))}
            {perhaps(new)}
        })
    })
}

fn asking(text: &str, button: Piece) -> Piece {
    piece(view! { <section class="sheet asks"><p>{text.to_owned()}</p>{button}</section> })
}

/// *Klar för offline*, and only then.
pub(crate) fn ready(app: App) -> Piece {
    live(move || {
        let ready = app.model.with(|m| m.ready(app.now()));
        if !phone::is_secure() {
            return insecure();
        }
        if ready { note("saved", "i ok", words::READY) } else { nothing() }
    })
}

/// An address without https can't install the app; said, not failed.
pub(crate) fn insecure() -> Piece {
    if phone::is_secure() {
        return nothing();
    }
    piece(view! {
        <section class="alert" role="note" data-insecure="">
            <h2 class="note gap">{icon_of("act", "i")} {words::INSECURE}</h2>
            <p>{words::INSECURE_WHY}</p>
        </section>
    })
}

/// The minutes between two moments, rounded down.
pub(crate) fn minutes_between(from: Moment, to: Moment) -> i64 {
    (to.unix_ms - from.unix_ms).div_euclid(60_000)
}
