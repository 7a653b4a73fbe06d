//! The streams that are open: counted, so that there are never too many, and ended with their session.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// Streams of one session: several windows, and no more than leave a browser connections to spare.
pub(super) const OF_A_SESSION: usize = 4;
/// Streams of all sessions together.
pub(super) const IN_ALL: usize = 256;

type SecretHash = Vec<u8>;

/// All streams of a server. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Live(Arc<Mutex<Open>>);

#[derive(Debug, Default)]
struct Open {
    sessions: BTreeMap<SecretHash, Session>,
    polling: bool,
    closed: bool,
}

#[derive(Debug, Default)]
struct Session {
    streams: usize,
    ended: watch::Sender<bool>,
}

/// A stream's place among those that are open.
#[derive(Debug)]
pub(super) struct OpenStream {
    live: Live,
    session: SecretHash,
    /// Nothing polls yet: whoever opened it starts that.
    pub(super) is_first: bool,
}

impl Live {
    /// Takes a place for a session, with what tells the stream to end; `None` when there is none left.
    pub(super) fn open(&self, session: &[u8]) -> Option<(OpenStream, watch::Receiver<bool>)> {
        let mut open = self.0.lock().ok()?;
        let in_all: usize = open.sessions.values().map(|s| s.streams).sum();
        let of_session = open.sessions.get(session).map_or(0, |s| s.streams);
        if open.closed || in_all >= IN_ALL || of_session >= OF_A_SESSION {
            return None;
        }
        let is_first = !std::mem::replace(&mut open.polling, true);
        let of = open.sessions.entry(session.to_owned()).or_default();
        of.streams += 1;
        let ends = of.ended.subscribe();
        Some((OpenStream { live: self.clone(), session: session.to_owned(), is_first }, ends))
    }

    /// How many are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.lock().map_or(0, |open| open.sessions.values().map(|s| s.streams).sum())
    }

    /// Ends a session's streams.
    pub fn end(&self, session: &[u8]) {
        if let Ok(mut open) = self.0.lock()
            && let Some(session) = open.sessions.get_mut(session)
        {
            session.ended.send_replace(true);
        }
    }

    /// Ends every stream, and opens none any more: the server stops.
    pub fn close(&self) {
        if let Ok(mut open) = self.0.lock() {
            open.closed = true;
            open.sessions.values().for_each(|session| {
                session.ended.send_replace(true);
            });
        }
    }

    /// The sessions with open streams; `None` when there are none, and whoever polls is to stop.
    pub(super) fn sessions(&self) -> Option<Vec<SecretHash>> {
        let mut open = self.0.lock().ok()?;
        open.polling = !open.sessions.is_empty() && !open.closed;
        open.polling.then(|| open.sessions.keys().cloned().collect())
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        let Ok(mut open) = self.live.0.lock() else { return };
        let Some(session) = open.sessions.get_mut(&self.session) else { return };
        session.streams -= 1;
        if session.streams == 0 {
            open.sessions.remove(&self.session);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_so_many_places_and_one_given_back_is_free_again() {
        let live = Live::default();
        let mut lines: Vec<_> = (0..OF_A_SESSION).filter_map(|_| live.open(b"one")).collect();
        assert_eq!(lines.len(), OF_A_SESSION);
        assert!(live.open(b"one").is_none());
        lines.pop();
        lines.extend(live.open(b"one"));
        assert_eq!(lines.len(), OF_A_SESSION, "a window was closed and another opened");
        for session in 0..IN_ALL {
            lines.extend(live.open(&session.to_be_bytes()));
        }
        assert_eq!(lines.len(), IN_ALL);
        assert!(live.open(b"another").is_none());
    }

    #[test]
    fn a_session_ends_with_its_own_streams_alone_and_one_polls() {
        let live = Live::default();
        let (one, ends) = live.open(b"one").expect("a place");
        let (two, goes_on) = live.open(b"two").expect("a place");
        assert!(one.is_first && !two.is_first);
        live.end(b"one");
        assert!(*ends.borrow() && !*goes_on.borrow());
        drop((one, two));
        assert_eq!(live.sessions(), None, "nobody to poll for");
        assert!(live.open(b"three").is_some_and(|(line, _)| line.is_first));
        live.close();
        assert!(live.open(b"three").is_none());
    }
}
