//! A line between phone and server that can be cut: before a request, in the middle of it, or after the server has
//! done its work but before the phone hears of it.

use anyhow::{Context, Result};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
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

/// The line; it ends with its last owner.
pub struct Line {
    addr: SocketAddr,
    cut: Arc<AtomicU8>,
    looks: Arc<AtomicU32>,
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
        let cut = Arc::new(AtomicU8::new(Cut::Nowhere as u8));
        let looks = Arc::new(AtomicU32::new(0));
        let (now, counts) = (cut.clone(), looks.clone());
        let task = tokio::spawn(async move {
            while let Ok((phone, _)) = listener.accept().await {
                tokio::spawn(carry(phone, server, now.clone(), counts.clone()));
            }
        });
        Ok(Self { addr, cut, looks, task })
    }

    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.addr.port())
    }

    /// How often the script of the app's worker was asked for: how often a browser has looked for a new version.
    #[must_use]
    pub fn looks_for_a_version(&self) -> u32 {
        self.looks.load(Ordering::SeqCst)
    }

    /// From here on the line is cut there.
    pub fn cut(&self, at: Cut) {
        self.cut.store(at as u8, Ordering::SeqCst);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Carries requests one after the other, each whole, so that a cut falls where it should.
async fn carry(mut phone: TcpStream, server: SocketAddr, cut: Arc<AtomicU8>, looks: Arc<AtomicU32>) -> Option<()> {
    loop {
        let request = read_message(&mut phone).await?;
        let at = cut.load(Ordering::SeqCst);
        looks.fetch_add(u32::from(gets(&request, "/sw.js")), Ordering::SeqCst);
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
        let reply = read_message(&mut to).await?;
        if at == Cut::Reply as u8 {
            return None;
        }
        phone.write_all(&reply).await.ok()?;
    }
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
