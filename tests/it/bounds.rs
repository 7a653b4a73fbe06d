//! What one request may cost, route by route: a body within a route's bound is taken, and of a larger one no more is read.

use crate::matrix::askers::{Asker, at_home, client};
use crate::matrix::table::{self, Row};
use crate::matrix::things::Things;
use anyhow::{Context, Result};
use harness::{Backend, Station};
use reqwest::{Client, Method, StatusCode};
use server::http::cost::{Cost, Work};
use server::router;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Whoever doesn't wait for a body has answered by then.
const UNREAD_WITHIN: Duration = Duration::from_secs(5);

const KIB: usize = 1024;

/// The routes that may cost more than [`Cost::LIGHT`], with the bytes of their bodies. One that is to cost more is written
/// here as well.
const DEAR: [(&str, Work, usize); 11] = [
    ("/api/v1/sync", Work::Light, 1024 * KIB),
    ("/login", Work::Light, 128 * KIB),
    ("/promise/{id}/reports/{report}/report.pdf", Work::Heavy, 16 * KIB),
    ("/promises", Work::Light, server::web::promises::upload::FORM_BYTES),
    ("/questions", Work::Heavy, 16 * KIB),
    ("/questions/{what}", Work::Heavy, 16 * KIB),
    ("/reports/{id}/report.pdf", Work::Heavy, 16 * KIB),
    ("/reports/{id}/report.xlsx", Work::Heavy, 16 * KIB),
    ("/reports/{id}/texts", Work::Light, 64 * KIB),
    ("/rescue", Work::Light, server::web::rescue::FORM_BYTES),
    ("/setup/{token}", Work::Light, server::web::promises::upload::FORM_BYTES),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_cost_more_than_a_page_is_known_by_its_address() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let routes = router::routes(station.app());
    let dear = routes.iter().filter(|route| route.cost != Cost::LIGHT);
    let mut dear: Vec<_> = dear.map(|route| (route.path, route.cost.work, route.cost.body_bytes)).collect();
    dear.sort_unstable_by_key(|(path, ..)| *path);
    assert_eq!(dear, DEAR);
    Ok(())
}

/// Every route that takes a body, asked by the first who may ask it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_route_reads_a_body_beyond_its_bound() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = crate::matrix::site(folder.path())?;
    let station = Station::start_with(Backend::Sqlite, |serve| serve.site_dir = site).await?;
    let costs: BTreeMap<&str, Cost> =
        router::routes(station.app()).iter().map(|route| (route.path, route.cost)).collect();
    let client = client()?;
    let mut askers = at_home(&station, &client).await?;
    let mut things = Things::of(&station).await?;
    let (mut wrong, mut unread) = (Vec::new(), Vec::new());
    let rows = table::rows()?;
    let posts: Vec<&Row> = rows.iter().filter(|row| row.method == Method::POST).collect();
    for row in &posts {
        let is_let_in = |status: &u16| !matches!(status, 401 | 403);
        let Some(at) = row.expected.iter().take(askers.len()).position(is_let_in) else { continue };
        let cost = costs[row.route().as_str()];
        let path = things.filled(&row.path, &row.path, &row.method).await?;
        // Whoever may not ask has nobody read anything of theirs.
        if row.expected[0] == 401 {
            let nobody =
                Asked { station: &station, client: &client, path: &path, asker: &askers[0], is_json: is_json(row) };
            if nobody.without_body(cost.body_bytes + 1).await?.is_none() {
                wrong.push(format!("{}: waits for nobody's body of a byte more than it takes", row.told()));
            }
        }
        let asked =
            Asked { station: &station, client: &client, path: &path, asker: &askers[at], is_json: is_json(row) };
        let within = asked.status(asked.body(cost.body_bytes)).await?;
        if within == StatusCode::PAYLOAD_TOO_LARGE {
            wrong.push(format!("{}: {within} for as many bytes as it takes", row.told()));
        }
        let beyond = asked.status(asked.body(cost.body_bytes + 1)).await?;
        if beyond != StatusCode::PAYLOAD_TOO_LARGE {
            match asked.without_body(cost.body_bytes + 1).await? {
                Some(_) => unread.push(row.route()),
                None => wrong.push(format!("{}: {beyond} for a byte more than it takes", row.told())),
            }
        }
        if asked.is_json && beyond == StatusCode::PAYLOAD_TOO_LARGE {
            let values = format!("[{}1]", "1,".repeat(cost.json_values));
            let status = asked.status(values).await?;
            if status != StatusCode::PAYLOAD_TOO_LARGE {
                wrong.push(format!("{}: {status} for a value more than it takes", row.told()));
            }
        }
        if row.path.ends_with("/logout") {
            askers[at].signs_in(&station, &client).await?;
        }
    }
    println!("{} lines with a body; {} read none: {unread:?}", posts.len(), unread.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

fn is_json(row: &Row) -> bool {
    row.sent.starts_with('{')
}

/// A request to a route by somebody who may ask it.
struct Asked<'a> {
    station: &'a Station,
    client: &'a Client,
    path: &'a str,
    asker: &'a Asker,
    is_json: bool,
}

impl Asked<'_> {
    /// A form or JSON of so many bytes that says nothing.
    fn body(&self, bytes: usize) -> String {
        if self.is_json {
            format!("{{\"x\":\"{}\"}}", "a".repeat(bytes - 8))
        } else {
            format!("x={}", "a".repeat(bytes - 2))
        }
    }

    fn kind(&self) -> &'static str {
        if self.is_json { "application/json" } else { "application/x-www-form-urlencoded" }
    }

    async fn status(&self, body: String) -> Result<StatusCode> {
        let request = self.client.post(format!("{}{}", self.station.url(), self.path)).body(body);
        let request = request.header("cookie", &self.asker.cookie).header("content-type", self.kind());
        Ok(request.send().await.with_context(|| self.path.to_owned())?.status())
    }

    /// The first line of the answer to a request that promises a body of so many bytes and sends none; `None` for whoever
    /// waits for it.
    async fn without_body(&self, bytes: usize) -> Result<Option<String>> {
        let mut line = TcpStream::connect(self.station.addr()).await?;
        let head = format!(
            "POST {} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\ncontent-type: {}\r\ncontent-length: {bytes}\r\n\r\n",
            self.path,
            self.station.addr(),
            self.asker.cookie,
            self.kind()
        );
        line.write_all(head.as_bytes()).await?;
        let mut answer = [0; 64];
        match timeout(UNREAD_WITHIN, line.read(&mut answer)).await {
            Ok(read) => Ok(Some(String::from_utf8_lossy(&answer[..read?]).into_owned())),
            Err(_) => Ok(None),
        }
    }
}
