//! The security headers of every answer, and its place in the metrics.
//!
//! Every answer of the router passes here, errors, redirects and files included. What never gets so far (a request line that
//! can't be read, headers beyond their bounds) is answered with a bare status and an empty body by hyper, and the line is
//! closed.

use crate::state::App;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Nothing from elsewhere, nothing inline. `wasm-unsafe-eval` is what compiling WebAssembly is called.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What a page may ask the browser for, one line a feature: `()` is nobody, `(self)` our own pages.
const PERMISSIONS: &str = concat!(
    "accelerometer=(), ",
    "camera=(), ",
    "display-capture=(), ",
    "geolocation=(), ",
    "gyroscope=(), ",
    "magnetometer=(), ",
    "microphone=(), ",
    "payment=(), ",
    "publickey-credentials-create=(self), ",
    "publickey-credentials-get=(self), ",
    "usb=()",
);

const ALWAYS: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    // Nothing to other sites. To our own server browsers tell it, and with it which page a form came from (`origin.rs`): under
    // "no-referrer" they say "null".
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", PERMISSIONS),
];

/// Two years and names below ours too, as browsers' own lists ask for (ASVS 5.0, 3.4.1).
const ONLY_HTTPS: &str = "max-age=63072000; includeSubDomains";

/// Adds the headers, and counts the answer.
pub async fn add(State(app): State<App>, request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    // An address with a slash at its end is counted as the one that it leads to.
    let route = matched.map(|path| path.strip_suffix('/').filter(|rest| !rest.is_empty()).unwrap_or(path).to_owned());
    let mut response = next.run(request).await;
    app.counts.answered(route.as_deref(), response.status());
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if app.secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ONLY_HTTPS));
    }
    // What says nothing of caching is for nobody's cache.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
