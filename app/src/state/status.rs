//! The contact with the server: the status line, and the notices that come by themselves.

use super::model::Model;
use super::screen::Screen;
use domain::form::MomentOf;
use domain::journal;
use domain::moment::Moment;
use domain::tally;
use texts::officer as words;

/// What the sender is about. Never stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Connection {
    #[default]
    Idle,
    Sending(usize),
    /// The phone says that it has no network.
    NoCoverage,
    /// There is a network, and the last attempt came to nothing.
    NoResponse,
    /// The server asks who we are.
    SignIn,
}

/// The status line: its drawing and its sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Status {
    pub(crate) drawing: &'static str,
    pub(crate) sentence: String,
}

/// The status, computed from the journal and what the sender is about.
pub(crate) fn status(model: &Model, now: Moment, moment_of: MomentOf<'_>) -> Status {
    let queue = journal::queue(&model.kept, now.unix_ms);
    let confirmed = model.contact.at_ms.map(|ms| words::clock_or_day(model.language, moment_of(ms), now));
    let (drawing, sentence) = match model.connection {
        _ if model.silent => ("act", words::storage_unavailable(model.language).to_owned()),
        _ if model.contact.revoked => ("lock", words::revoked(model.language).to_owned()),
        Connection::Sending(entries) => ("send", words::sending(model.language, entries)),
        Connection::SignIn => ("lock", words::sign_in(model.language).to_owned()),
        Connection::NoCoverage => ("nosig", words::no_coverage(model.language, queue.waiting)),
        Connection::NoResponse => ("nosig", words::no_answer(model.language, queue.waiting)),
        Connection::Idle if queue.waiting > 0 => ("wait", words::queue(model.language, queue, confirmed)),
        Connection::Idle => match confirmed {
            Some(confirmed) => ("sent", words::all_sent(model.language, &confirmed)),
            None => ("wait", words::never_confirmed(model.language).to_owned()),
        },
    };
    Status { drawing, sentence }
}

/// Something that comes by itself and stays until it is dealt with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Notice {
    pub(crate) kind: NoticeKind,
    pub(crate) sentence: String,
}

/// The kinds of notices: at most one of each is shown, in this order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum NoticeKind {
    /// A code is asked for.
    SignIn,
    /// The server refused entries.
    Refused,
    /// Entries have waited for a long time.
    OldQueue,
    /// The phone's clock is wrong.
    ClockOff,
    /// A new version of the app is ready.
    Update,
}

/// After so long a queue is worth a word of its own.
const OLD_MS: i64 = 24 * 3_600_000;

/// The notices that are due on a screen.
pub(crate) fn notices(model: &Model, screen: &Screen, now: Moment) -> Vec<Notice> {
    let queue = journal::queue(&model.kept, now.unix_ms);
    let mut due = Vec::new();
    let mut add = |kind, sentence| due.push(Notice { kind, sentence });
    if model.connection == Connection::SignIn {
        add(NoticeKind::SignIn, words::sign_in(model.language).to_owned());
    }
    // The journal shows the entries themselves.
    if queue.refused > 0 && *screen != Screen::Journal {
        add(NoticeKind::Refused, words::refused(model.language, queue.refused));
    }
    if let Some(age_ms) = queue.oldest_age_ms.filter(|age_ms| *age_ms >= OLD_MS) {
        add(NoticeKind::OldQueue, words::old_queue(model.language, age_ms));
    }
    if let Some(offset_ms) = model.contact.offset_ms.filter(|ms| tally::clock_off(Some(*ms))) {
        add(NoticeKind::ClockOff, words::clock_off(model.language, offset_ms));
    }
    if model.update {
        add(NoticeKind::Update, words::update_waits(model.language).to_owned());
    }
    due
}

/// Whether the app can start without coverage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Offline {
    Ready,
    /// Its files are on their way.
    Soon,
    /// It should be ready by now.
    Late,
}

/// After so long a start without coverage should be possible.
const OFFLINE_PATIENCE_MS: i64 = 60_000;

/// Whether the app can start without coverage, for a page that was opened at `started_ms`.
pub(crate) fn offline(model: &Model, started_ms: i64, now: Moment) -> Offline {
    match model.ready(now) {
        true => Offline::Ready,
        false if now.unix_ms - started_ms >= OFFLINE_PATIENCE_MS => Offline::Late,
        false => Offline::Soon,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOON};
    use super::*;
    use domain::journal::State;

    fn sentence(model: &Model) -> (&'static str, String) {
        let status = status(model, NOON, &sample::moment_of);
        (status.drawing, status.sentence)
    }

    #[test]
    fn the_status_says_the_gravest_thing_first() {
        let mut model = sample::model();
        assert_eq!(sentence(&model), ("wait", words::never_confirmed(model.language).to_owned()));
        sample::record(&mut model, 1, "patrol", State::Waiting);
        model.connection = Connection::NoResponse;
        assert_eq!(sentence(&model), ("nosig", words::no_answer(model.language, 1)));
        model.connection = Connection::Sending(1);
        assert_eq!(sentence(&model).0, "send");
        model.contact.revoked = true;
        assert_eq!(sentence(&model), ("lock", words::revoked(model.language).to_owned()));
        model.silent = true;
        assert_eq!(sentence(&model), ("act", words::storage_unavailable(model.language).to_owned()));
    }

    #[test]
    fn all_is_sent_only_when_nothing_waits_and_the_server_has_answered() {
        let mut model = sample::model();
        model.contact.at_ms = Some(NOON.unix_ms);
        assert_eq!(sentence(&model), ("sent", words::all_sent(model.language, "12:00")));
        sample::record(&mut model, 1, "patrol", State::Waiting);
        assert_eq!(sentence(&model).0, "wait");
    }

    fn kinds(model: &Model, screen: &Screen, now: Moment) -> Vec<NoticeKind> {
        notices(model, screen, now).into_iter().map(|notice| notice.kind).collect()
    }

    #[test]
    fn refused_entries_are_noticed_except_where_they_are_listed() {
        let mut model = sample::model();
        let refused = State::Refused { code: "unreadable".to_owned(), message: None };
        sample::record(&mut model, 1, "patrol", refused);
        assert_eq!(kinds(&model, &Screen::Record, NOON), [NoticeKind::Refused]);
        assert_eq!(kinds(&model, &Screen::Journal, NOON), []);
    }

    #[test]
    fn a_queue_is_old_after_a_day() {
        let mut model = sample::model();
        sample::record(&mut model, 1, "patrol", State::Waiting);
        assert_eq!(kinds(&model, &Screen::Record, NOON.plus_ms(OLD_MS - 1)), []);
        assert_eq!(kinds(&model, &Screen::Record, NOON.plus_ms(OLD_MS)), [NoticeKind::OldQueue]);
    }

    #[test]
    fn notices_come_in_one_order() {
        let mut model = sample::model();
        model.update = true;
        model.connection = Connection::SignIn;
        model.contact.offset_ms = Some(3_600_000);
        let all = [NoticeKind::SignIn, NoticeKind::ClockOff, NoticeKind::Update];
        assert_eq!(kinds(&model, &Screen::Record, NOON), all);
    }

    #[test]
    fn a_start_without_coverage_is_promised_only_when_it_is_possible() {
        let mut model = sample::model();
        let started_ms = NOON.unix_ms;
        assert_eq!(offline(&model, started_ms, NOON), Offline::Soon);
        assert_eq!(offline(&model, started_ms, NOON.plus_ms(OFFLINE_PATIENCE_MS)), Offline::Late);
        model.shell = true;
        assert_eq!(offline(&model, started_ms, NOON), Offline::Ready);
        model.catalogue.active.clear();
        assert_eq!(offline(&model, started_ms, NOON), Offline::Soon);
    }
}
