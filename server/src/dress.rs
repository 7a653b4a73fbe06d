//! What every answer wears: the security headers, and a whole page around a problem that a person meets.

use crate::problem::Problem;
use crate::state::App;
use app::pages::problem::{ProblemPage, problem_page};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

/// Nothing from elsewhere, nothing inline. `wasm-unsafe-eval` is what compiling WebAssembly is called.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const ALWAYS: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "geolocation=(), camera=(), microphone=(), publickey-credentials-get=(self), publickey-credentials-create=(self)",
    ),
];

/// Adds the headers, and turns problems into pages outside `/api`.
pub async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let for_people = !request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>().filter(|_| for_people) {
        let mut page = page(&app, &problem);
        if let Some(after) = response.headers().get(header::RETRY_AFTER) {
            page.headers_mut().insert(header::RETRY_AFTER, after.clone());
        }
        response = page;
    }
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if app.secure() {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    // What says nothing of caching is for nobody's cache.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn page(app: &App, problem: &Problem) -> Response {
    let page = ProblemPage::of(problem.status.as_u16());
    (problem.status, Html(problem_page(page, &app.frame(None, "")))).into_response()
}
