//! A line between phone and server that can be cut: before a request, in the middle of it, or after the server has
//! done its work but before the phone hears of it.

use anyhow::{Context, Result};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Where the line is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Cut {
    Nowhere,
    /// Nothing gets through.
    Before,
    /// The server gets the first half of the request.
    During,
    /// The server gets it all and answers; the answer is lost.
    Reply,
    /// The server gets nothing, and a network that wants to be signed in to answers with its own page.
    Portal,
    /// The same for the app's pages alone: what was asked for before them is there.
    PortalForPages,
    /// And for all but the pages and the app's worker.
    PortalForFiles,
}

const PORTAL: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 45\r\n\r\n\
                      <html><h1>Welcome on board!</h1>Log in</html>";

/// A request that was answered over the line.
#[derive(Clone, Debug)]
pub struct Carried {
    /// As the request line has it.
    pub path: String,
    /// Of the whole answer, headers included.
    pub bytes: usize,
}

/// What the line does, shared with the tasks that carry.
#[derive(Default)]
struct Course {
    cut: AtomicU8,
    looks: AtomicU32,
    /// Whether answers lose headers that a proxy doesn't know, and get a `Vary` that nothing matches.
    strips_headers: AtomicBool,
    carried: Mutex<Vec<Carried>>,
}

/// The line; it ends with its last owner.
pub struct Line {
    addr: SocketAddr,
    course: Arc<Course>,
    task: JoinHandle<()>,
}

impl Line {
    /// A line to a server.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn to(server: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.context("no port for the line")?;
        let addr = listener.local_addr()?;
        let course = Arc::new(Course::default());
        let shared = course.clone();
        let task = tokio::spawn(async move {
            while let Ok((phone, _)) = listener.accept().await {
                tokio::spawn(carry(phone, server, shared.clone()));
            }
        });
        Ok(Self { addr, course, task })
    }

    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.addr.port())
    }

    /// How often the script of the app's worker was asked for: how often a browser has looked for a new version.
    #[must_use]
    pub fn looks_for_a_version(&self) -> u32 {
        self.course.looks.load(Ordering::SeqCst)
    }

    /// From here on answers pass through a proxy that drops `x-` headers and adds `Vary: *`.
    pub fn strips_headers(&self) {
        self.course.strips_headers.store(true, Ordering::SeqCst);
    }

    /// Everything that was answered so far, in order.
    #[must_use]
    pub fn carried(&self) -> Vec<Carried> {
        self.course.carried.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From here on the line is cut there.
    pub fn cut(&self, at: Cut) {
        self.course.cut.store(at as u8, Ordering::SeqCst);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Carries requests one after the other, each whole, so that a cut falls where it should.
async fn carry(mut phone: TcpStream, server: SocketAddr, course: Arc<Course>) -> Option<()> {
    loop {
        let request = read_message(&mut phone).await?;
        let at = course.cut.load(Ordering::SeqCst);
        course.looks.fetch_add(u32::from(gets(&request, "/sw.js")), Ordering::SeqCst);
        if at == Cut::Before as u8 {
            return None;
        }
        if asks_to_sign_in(at, &request) {
            phone.write_all(PORTAL.as_bytes()).await.ok()?;
            continue;
        }
        let mut to = TcpStream::connect(server).await.ok()?;
        if at == Cut::During as u8 {
            to.write_all(&request[..request.len() / 2]).await.ok()?;
            to.flush().await.ok()?;
            return None;
        }
        to.write_all(&request).await.ok()?;
        let mut reply = read_message(&mut to).await?;
        if at == Cut::Reply as u8 {
            return None;
        }
        if course.strips_headers.load(Ordering::SeqCst) {
            reply = stripped(&reply);
        }
        let path = String::from_utf8_lossy(&request).split(' ').nth(1).unwrap_or_default().to_owned();
        course.carried.lock().unwrap_or_else(PoisonError::into_inner).push(Carried { path, bytes: reply.len() });
        phone.write_all(&reply).await.ok()?;
    }
}

/// An answer as a proxy hands it on that keeps only headers it knows.
fn stripped(reply: &[u8]) -> Vec<u8> {
    let Some(head_ends) = reply.windows(4).position(|w| w == b"\r\n\r\n") else { return reply.to_vec() };
    let head = String::from_utf8_lossy(&reply[..head_ends]);
    let known = head.split("\r\n").filter(|line| {
        let line = line.to_ascii_lowercase();
        !line.starts_with("x-") && !line.starts_with("vary:")
    });
    let head = known.collect::<Vec<_>>().join("\r\n");
    [format!("{head}\r\nvary: *").as_bytes(), &reply[head_ends..]].concat()
}

/// Whether the network answers itself.
fn asks_to_sign_in(at: u8, request: &[u8]) -> bool {
    let page = gets(request, "/") || gets(request, "/telefon");
    match at {
        at if at == Cut::Portal as u8 => true,
        at if at == Cut::PortalForPages as u8 => page,
        at if at == Cut::PortalForFiles as u8 => !page && !gets(request, "/sw.js"),
        _ => false,
    }
}

fn gets(request: &[u8], path: &str) -> bool {
    request.starts_with(format!("GET {path} ").as_bytes())
}

/// A whole HTTP/1.1 message: with a `Content-Length`, in chunks, or without a body.
async fn read_message(from: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut part = [0; 16 * 1024];
    loop {
        let count = from.read(&mut part).await.ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&part[..count]);
        if is_whole(&bytes) {
            return Some(bytes);
        }
    }
}

fn is_whole(bytes: &[u8]) -> bool {
    let Some(head_ends) = bytes.windows(4).position(|w| w == b"\r\n\r\n").map(|at| at + 4) else { return false };
    let head = String::from_utf8_lossy(&bytes[..head_ends]).to_ascii_lowercase();
    if head.contains("transfer-encoding: chunked") {
        return bytes.ends_with(b"0\r\n\r\n");
    }
    let body = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    bytes.len() >= head_ends + body.unwrap_or(0)
}
