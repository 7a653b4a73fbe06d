//! The lines that are open, and bounds on them: so many in all, so many from one address, and none that stands still while
//! the server has something to tell.
//!
//! What comes over a line has bounds elsewhere: headers in `launch.rs` (time, size, count), bodies in `body.rs`.

use super::client_address::{self, Proxies};
use axum_server::accept::Accept;
use std::collections::HashMap;
use std::future::{Ready, ready};
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

/// Lines in all, where the machine lets a program open so many files.
const IN_ALL: usize = 4_000;
/// Files that the server needs besides: database, listeners, what it serves.
const OTHER_FILES: usize = 200;
/// Lines from one address. Shifts share one, and a browser opens six at once.
const OF_AN_ADDRESS: usize = 256;
/// Whoever takes nothing of an answer for so long makes room.
const STALLED: Duration = Duration::from_secs(30);

/// All lines of a server. Clones share it.
#[derive(Clone)]
pub struct Connections(Arc<Shared>);

struct Shared {
    most: usize,
    /// Proxies and this machine itself carry others' requests: only the bound on all holds for them.
    proxies: Proxies,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    in_all: usize,
    by_address: HashMap<[u8; 16], usize>,
}

impl Connections {
    #[must_use]
    pub fn new(proxies: Proxies) -> Self {
        let most = files_at_once().map_or(IN_ALL, |files| files.saturating_sub(OTHER_FILES).clamp(64, IN_ALL));
        Self(Arc::new(Shared { most, proxies, open: Mutex::default() }))
    }

    /// How many are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.lock().in_all
    }

    /// A slot for a line from an address; `None` when there is none left.
    fn slot(&self, from: IpAddr) -> Option<Slot> {
        let address = (!self.0.proxies.contains(from)).then(|| client_address::network(from));
        let mut open = self.0.lock();
        if open.in_all >= self.0.most {
            return None;
        }
        if let Some(address) = address {
            let of = open.by_address.entry(address).or_default();
            if *of >= OF_AN_ADDRESS {
                return None;
            }
            *of += 1;
        }
        open.in_all += 1;
        Some(Slot { all: self.0.clone(), address })
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many files this process may have open; `None` where the system doesn't tell.
fn files_at_once() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// A line's slot among those that are open; given back when it is dropped.
struct Slot {
    all: Arc<Shared>,
    address: Option<[u8; 16]>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut open = self.all.lock();
        open.in_all -= 1;
        let Some(address) = self.address else { return };
        if let Some(of) = open.by_address.get_mut(&address) {
            *of -= 1;
            if *of == 0 {
                open.by_address.remove(&address);
            }
        }
    }
}

impl<S> Accept<TcpStream, S> for Connections {
    type Stream = Connection;
    type Service = S;
    type Future = Ready<Result<(Connection, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let slot = stream.peer_addr().ok().and_then(|peer| self.slot(peer.ip()));
        let full = || Error::new(ErrorKind::QuotaExceeded, "too many lines are open");
        ready(slot.ok_or_else(full).map(|slot| (Connection { stream, stalled: None, _slot: slot }, service)))
    }
}

/// A line with its slot. One whose other end takes nothing for too long is given up.
pub struct Connection {
    stream: TcpStream,
    /// Runs while something waits to be taken.
    stalled: Option<Pin<Box<Sleep>>>,
    _slot: Slot,
}

impl Connection {
    fn watched<T>(&mut self, of: Poll<Result<T>>, cx: &mut Context<'_>) -> Poll<Result<T>> {
        if of.is_ready() {
            self.stalled = None;
            return of;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + STALLED)));
        match stalled.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watched(written, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.watched(written, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        self.watched(flushed, cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let closed = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.watched(closed, cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connections(most: usize, proxies: &[&str]) -> Connections {
        let addresses = proxies.iter().map(|proxy| ip(proxy)).collect();
        let proxies = Proxies { addresses, ..Proxies::default() };
        Connections(Arc::new(Shared { most, proxies, open: Mutex::default() }))
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn one_address_leaves_room_for_others_and_a_place_given_back_is_free_again() {
        let connections = connections(OF_AN_ADDRESS + 10, &[]);
        let mut lines: Vec<Slot> = (0..OF_AN_ADDRESS).filter_map(|_| connections.slot(ip("192.0.2.7"))).collect();
        assert_eq!((lines.len(), connections.count()), (OF_AN_ADDRESS, OF_AN_ADDRESS));
        assert!(connections.slot(ip("192.0.2.7")).is_none());
        let other = connections.slot(ip("192.0.2.8"));
        assert!(other.is_some());
        lines.pop();
        assert!(connections.slot(ip("192.0.2.7")).is_some());
        drop((lines, other));
        assert_eq!(connections.count(), 0);
        assert!(connections.0.lock().by_address.is_empty(), "nothing is remembered of those that have gone");
    }

    #[test]
    fn a_proxy_and_this_machine_have_the_bound_on_all_alone() {
        let connections = connections(OF_AN_ADDRESS + 10, &["10.0.0.2"]);
        let lines =
            |from: &str| -> Vec<Slot> { (0..OF_AN_ADDRESS + 20).map_while(|_| connections.slot(ip(from))).collect() };
        assert_eq!(lines("10.0.0.2").len(), OF_AN_ADDRESS + 10);
        assert_eq!(lines("127.0.0.1").len(), OF_AN_ADDRESS + 10);
        assert_eq!(lines("10.0.0.3").len(), OF_AN_ADDRESS);
    }
}
