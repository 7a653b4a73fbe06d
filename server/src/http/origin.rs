//! Requests that another site makes a browser send: none of them is carried out.
//!
//! Browsers say where a request comes from, in `Sec-Fetch-Site` and in `Origin`. Programs say neither, and are fine: they
//! carry no cookie that they weren't given. A name that somebody else leads here (DNS rebinding) makes a foreign page look
//! like our own to the browser, so that "the same as the Host header" proves nothing: only the public address does, and what
//! no name service can lead astray: this machine's own names, and addresses in numbers.

use super::guard::{self, Attempt};
use super::problem::Problem;
use crate::state::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses what another site makes a browser send.
pub async fn same_site(State(app): State<App>, request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if harmless || is_ours(request.headers(), &app.public_url) {
        return next.run(request).await;
    }
    let title = "Begäran kom från en annan webbplats och utfördes inte. Öppna Rond på den adress som servern har.";
    let response = Problem::new(StatusCode::FORBIDDEN, "cross_site", title).into_response();
    // Whose session was made use of is worth knowing; mostly the browser sends none along.
    match guard::signed_in(&app, request.headers()).await {
        Ok(staff) => Attempt::of(&request, staff.as_ref()).refused(&app, "cross_site", response).await,
        Err(error) => Problem::failed(&error).into_response(),
    }
}

fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    // A browser sends each once. Of two, others on the way might have read the other one.
    if [header::ORIGIN, SEC_FETCH_SITE].iter().any(|name| headers.get_all(name).iter().count() > 1) {
        return false;
    }
    let text = |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or("?"));
    let site = text(SEC_FETCH_SITE);
    // "same-site" is another host of the same domain: not ours.
    if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return false;
    }
    let host = text(header::HOST).unwrap_or_default();
    let of_here = host_of(public_url) == Some(host) || is_unmistakable(host);
    match text(header::ORIGIN) {
        // A page that tells nobody where it is, of which the browser says that it is of the same host.
        Some("null") => site == Some("same-origin") && of_here,
        Some(origin) => origin == public_url || origin_is_here(origin, host, public_url),
        // A browser without an origin to tell, or a program.
        None => site.is_none() || of_here,
    }
}

/// Whether a page is this very server's, reached by a name that can't be led astray.
fn origin_is_here(origin: &str, host: &str, public_url: &str) -> bool {
    let Some((scheme, of)) = origin.split_once("://") else { return false };
    public_url.split_once("://").is_some_and(|(ours, _)| ours == scheme) && of == host && is_unmistakable(of)
}

fn host_of(public_url: &str) -> Option<&str> {
    public_url.split_once("://").map(|(_, host)| host)
}

/// This machine's own names, and addresses in numbers; with or without a port.
fn is_unmistakable(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name == "localhost" || name.ends_with(".localhost") || name.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(public_url: &str, told: &[(&'static str, &'static str)]) -> bool {
        let pairs = told.iter().map(|(name, value)| {
            (name.parse::<axum::http::HeaderName>().expect("a name"), value.parse().expect("a value"))
        });
        is_ours(&HeaderMap::from_iter(pairs), public_url)
    }

    #[test]
    fn our_own_pages_and_programs_pass() {
        const PUBLIC: &str = "https://rond.example";
        for told in [
            &[("host", "rond.example")][..],
            &[("host", "anything")],
            &[("host", "rond.example"), ("origin", "https://rond.example")],
            &[("host", "rond.example"), ("origin", "https://rond.example"), ("sec-fetch-site", "same-origin")],
            &[("host", "rond.example"), ("sec-fetch-site", "same-origin")],
            &[("host", "rond.example"), ("sec-fetch-site", "none")],
            &[("host", "rond.example"), ("origin", "null"), ("sec-fetch-site", "same-origin")],
            // A proxy may give the server another name.
            &[("host", "upstream:3000"), ("origin", "https://rond.example"), ("sec-fetch-site", "same-origin")],
        ] {
            assert!(ours(PUBLIC, told), "{told:?}");
        }
        let local = "http://localhost:3000";
        for told in [
            &[("host", "localhost:3000"), ("origin", "http://localhost:3000")][..],
            &[("host", "127.0.0.1:3000"), ("origin", "http://127.0.0.1:3000"), ("sec-fetch-site", "same-origin")],
            &[("host", "[::1]:3000"), ("origin", "http://[::1]:3000")],
            &[("host", "192.168.1.5:3000"), ("origin", "http://192.168.1.5:3000")],
        ] {
            assert!(ours(local, told), "{told:?}");
        }
    }

    #[test]
    fn what_comes_from_elsewhere_does_not() {
        const PUBLIC: &str = "https://rond.example";
        for told in [
            &[("host", "rond.example"), ("origin", "https://evil.example")][..],
            &[("host", "rond.example"), ("origin", "null")],
            &[("host", "rond.example"), ("origin", "null"), ("sec-fetch-site", "none")],
            &[("host", "evil.example"), ("origin", "null"), ("sec-fetch-site", "same-origin")],
            &[("host", "rond.example"), ("origin", "http://rond.example")],
            &[("host", "rond.example"), ("origin", "https://rond.example:8443")],
            &[("host", "rond.example"), ("origin", "https://rond.example.evil.example")],
            &[("host", "rond.example"), ("sec-fetch-site", "cross-site")],
            &[("host", "rond.example"), ("sec-fetch-site", "same-site")],
            &[("host", "rond.example"), ("origin", "https://rond.example"), ("sec-fetch-site", "same-site")],
            &[("host", "rond.example"), ("sec-fetch-site", "invented")],
            // Two where a browser sends one.
            &[("host", "rond.example"), ("origin", "https://rond.example"), ("origin", "https://evil.example")],
            &[("host", "rond.example"), ("origin", "https://evil.example"), ("origin", "https://rond.example")],
            &[("host", "rond.example"), ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
            // A name of somebody else's that leads here.
            &[("host", "evil.example"), ("origin", "https://evil.example")],
            &[("host", "evil.example"), ("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
            &[("host", "evil.example"), ("sec-fetch-site", "same-origin")],
            // Another program of this machine.
            &[("host", "localhost:3000"), ("origin", "http://localhost:4000")],
            &[("host", "localhost:3000"), ("origin", "http://localhost:3000")],
        ] {
            assert!(!ours(PUBLIC, told), "{told:?}");
        }
        assert!(!ours("http://localhost:3000", &[("host", "localhost:3000"), ("origin", "http://localhost:4000")]));
        assert!(!ours(
            "http://localhost:3000",
            &[("host", "evil.example:3000"), ("origin", "http://evil.example:3000")]
        ));
    }
}
