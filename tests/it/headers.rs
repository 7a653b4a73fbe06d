//! What every answer wears: pages, JSON, files, redirects, and every kind of refusal.

use crate::matrix::{askers, site, table, things};
use anyhow::{Context, Result};
use harness::{Backend, Station};
use reqwest::{Client, Method, Response, StatusCode};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What may be kept by a browser or a cache, and how; everything else is `no-store`.
const KEPT: [(&str, &str); 11] = [
    ("/", "no-cache"),
    ("/telefon", "no-cache"),
    ("/promise/{id}", "public, max-age=300"),
    ("/promise/{id}/reports/{report}", "public, max-age=300"),
    ("/promise/{id}/reports/{report}/report.pdf", "public, max-age=300"),
    ("/api/v1/promises/{id}", "public, no-cache"),
    ("/api/v1/promises/{id}/public", "public, max-age=300"),
    ("/api/v1/promises/{id}/public.csv", "public, max-age=300"),
    ("/api/v1/promises/{id}/tallies", "private, no-cache"),
    ("/icons/{*file}", "public, max-age=86400"),
    ("/pkg/{*file}", "public, max-age=31536000, immutable"),
];
/// Asked for anew each time: they hold a build together.
const ASKED_ANEW: [&str; 2] = ["/sw.js", "/manifest.webmanifest"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_wears_the_security_headers() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = site(folder.path())?;
    let station = Station::start_with(Backend::Sqlite, |serve| serve.site_dir = site).await?;
    let client = askers::client()?;
    let mut everyone = askers::at_home(&station, &client).await?;
    let mut things = things::Things::of(&station).await?;
    let (mut statuses, mut seen) = (BTreeSet::new(), 0);
    for row in table::rows()? {
        for asker in &mut everyone {
            let path = things.filled(&row.path, &row.path, &row.method).await?;
            let sent = things.filled(&row.path, &row.sent, &row.method).await?;
            let url = format!("{}{path}", station.url());
            let heads = (row.method == Method::GET).then_some(Method::HEAD).filter(|_| !path.ends_with("/stream"));
            for method in [Some(row.method.clone()), heads].into_iter().flatten() {
                let kind = if sent.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
                let request = client.request(method, &url).header("cookie", &asker.cookie).header("content-type", kind);
                let answer = request.body(sent.clone()).send().await?;
                let told = format!("{} by {}: {}", row.told(), asker.told, answer.status());
                dressed(&answer, &told)?;
                let kept = answer.headers()["cache-control"].to_str()?;
                assert_eq!(kept, caching(&row.route(), answer.status()), "{told}");
                statuses.insert(answer.status().as_u16());
                seen += 1;
            }
            if row.path.ends_with("/logout") {
                asker.signs_in(&station, &client).await?;
            }
        }
    }
    println!("{seen} answers of the table, with {statuses:?}");
    for status in [200, 204, 303, 401, 403, 404, 410, 422] {
        assert!(statuses.contains(&status), "{status} of {statuses:?}");
    }
    refusals(&station, &client, &everyone).await
}

fn caching(route: &str, status: StatusCode) -> &'static str {
    let known = KEPT.iter().find(|(path, _)| *path == route).map(|(_, caching)| *caching);
    let known = known.or(ASKED_ANEW.contains(&route).then_some("no-cache"));
    known.filter(|_| status.is_success()).unwrap_or("no-store")
}

/// What the table doesn't bring about: each kind of refusal around the handlers.
async fn refusals(station: &Station, client: &Client, everyone: &[askers::Asker]) -> Result<()> {
    let url = station.url();
    let form = "application/x-www-form-urlencoded";
    let supervisor = &everyone.iter().find(|asker| asker.told.starts_with("supervisor")).context("one")?.cookie;
    let phone = &everyone.iter().find(|asker| asker.told.starts_with("officer")).context("one")?.cookie;
    let posts = |path: &str, kind: &str| client.post(format!("{url}{path}")).header("content-type", kind);
    let promise = harness::station::this_years_promise();
    let tag = client.get(format!("{url}/api/v1/promises/{promise}/public")).send().await?;
    let tag = tag.headers()["etag"].clone();
    for (told, expected, request) in [
        ("nothing there", 404, client.get(format!("{url}/nowhere/at/all"))),
        ("nothing there, for programs", 404, client.get(format!("{url}/api/v1/nowhere"))),
        ("no such file", 404, client.get(format!("{url}/pkg/none/app.js"))),
        ("no such icon", 404, client.get(format!("{url}/icons/none.svg"))),
        ("a way out of the folder", 404, client.get(format!("{url}/pkg/..%2f..%2fbuild.json"))),
        ("another method", 405, client.delete(format!("{url}/people")).header("cookie", supervisor)),
        ("no method at all", 405, client.request(Method::from_bytes(b"BREW")?, format!("{url}/dashboard"))),
        (
            "what one has already",
            304,
            client.get(format!("{url}/api/v1/promises/{promise}/public")).header("if-none-match", tag),
        ),
        ("a form that isn't whole", 422, posts("/login", form).body("name=x")),
        ("a form of another kind", 415, posts("/login", "text/plain").body("name=x")),
        ("a form that is too large", 413, posts("/login", form).body(format!("name={}", "x".repeat(20_000)))),
        ("a form that is packed", 415, posts("/login", form).header("content-encoding", "gzip").body("x")),
        (
            "an address that can't be read",
            400,
            client.get(format!("{url}/dashboard?year=many")).header("cookie", supervisor),
        ),
        ("a body that can't be read", 400, posts("/api/v1/sync", "application/json").header("cookie", phone).body("{")),
        ("a body of another kind", 415, posts("/api/v1/sync", "text/plain").header("cookie", phone).body("{}")),
        ("a foreign page's", 403, posts("/login", form).header("origin", "https://evil.example").body("name=x")),
    ] {
        let answer = request.send().await?;
        assert_eq!(answer.status().as_u16(), expected, "{told}");
        dressed(&answer, told)?;
        let kind = answer.headers().get("content-type").map(|v| v.to_str().unwrap_or_default().to_owned());
        let is_api = answer.url().path().starts_with("/api/");
        match kind.as_deref() {
            None => assert_eq!(expected, 304, "{told}"),
            Some(kind) => {
                let told_as = if is_api { "application/problem+json" } else { "text/html" };
                assert!(kind.starts_with(told_as), "{told}: {kind}");
            }
        }
        if expected != 304 {
            assert_eq!(answer.headers()["cache-control"], "no-store", "{told}");
        }
    }
    Ok(())
}

/// The headers themselves, word for word where a word matters.
fn dressed(answer: &Response, told: &str) -> Result<()> {
    let header = |name: &str| -> Result<String> {
        let mut all = answer.headers().get_all(name).iter();
        let one = all.next().with_context(|| format!("{told}: no {name}"))?.to_str()?.to_owned();
        assert!(all.next().is_none(), "{told}: {name} twice");
        Ok(one)
    };
    let policy = header("content-security-policy")?;
    let directives: Vec<&str> = policy.split(';').map(str::trim).collect();
    for needed in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(directives.contains(&needed), "{told}: {needed} in {policy}");
    }
    for never in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "*"] {
        assert!(!policy.contains(never), "{told}: {never} in {policy}");
    }
    assert_eq!(header("x-content-type-options")?, "nosniff", "{told}");
    assert_eq!(header("referrer-policy")?, "same-origin", "{told}");
    assert_eq!(header("cross-origin-opener-policy")?, "same-origin", "{told}");
    assert_eq!(header("cross-origin-resource-policy")?, "same-origin", "{told}");
    let permissions = header("permissions-policy")?;
    assert!(permissions.contains("geolocation=()") && permissions.contains("microphone=()"), "{told}: {permissions}");
    header("cache-control")?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_https_every_answer_keeps_browsers_to_it() -> Result<()> {
    let plain = Station::start(Backend::Sqlite).await?;
    let hsts = "strict-transport-security";
    assert!(plain.citizen()?.asks("/login").await?.headers().get(hsts).is_none(), "over http it would say nothing");
    let public = |serve: &mut server::config::Serve| serve.public_url = Some("https://rond.example".to_owned());
    let station = Station::start_with(Backend::Sqlite, public).await?;
    let citizen = station.citizen()?;
    for path in ["/", "/login", "/dashboard", "/nowhere", "/api/v1/nowhere", "/pkg/none", "/healthz", "/api/v1/entries"]
    {
        let told = citizen.asks(path).await?.headers().get(hsts).context(path)?.to_str()?.to_owned();
        let age = told.split(';').find_map(|part| part.trim().strip_prefix("max-age=")?.parse::<u64>().ok());
        assert!(age >= Some(31_536_000) && told.contains("includeSubDomains"), "{path}: {told}");
    }
    Ok(())
}

/// What can't be read as a request never gets so far: a bare status with nothing in it, and the line is closed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_request_gets_a_bare_status_and_an_empty_body() -> Result<()> {
    let station = Station::start(Backend::Sqlite).await?;
    let long = format!("GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "x".repeat(64 * 1024));
    let many = format!("GET / HTTP/1.1\r\nhost: x\r\n{}\r\n", "x: y\r\n".repeat(100));
    for (told, sent, expected) in [
        ("no request line", "hello\r\n\r\n".to_owned(), "400"),
        ("no such version", "GET / HTTP/9.9\r\n\r\n".to_owned(), "400"),
        ("headers that can't be read", "GET / HTTP/1.1\r\n:\r\n\r\n".to_owned(), "400"),
        ("headers that are too large", long, "431"),
        ("too many headers", many, "431"),
        // Whose lines have no time for headers; proxies speak HTTP/1 to us. The line is closed without a word.
        ("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), ""),
    ] {
        let mut line = TcpStream::connect(station.addr()).await?;
        line.write_all(sent.as_bytes()).await?;
        let mut answer = Vec::new();
        // The end: the line is closed. A reset says the same.
        let ended = tokio::time::timeout(Duration::from_secs(30), line.read_to_end(&mut answer)).await;
        assert!(ended.is_ok(), "{told}: the line stays open after {:?}", String::from_utf8_lossy(&answer));
        let answer = String::from_utf8_lossy(&answer).to_ascii_lowercase();
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert_eq!(status, expected, "{told}: {answer:?}");
        if expected.is_empty() {
            continue;
        }
        let (head, body) = answer.split_once("\r\n\r\n").with_context(|| format!("{told}: {answer:?}"))?;
        assert!(body.is_empty() && head.contains("content-length: 0"), "{told}: {answer:?}");
        assert!(!head.contains("server:"), "{told}: {answer:?}");
    }
    Ok(())
}
