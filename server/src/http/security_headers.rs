//! What every answer wears: the security headers, and a whole page around a problem that a person meets.
//!
//! Every answer of the router passes here, errors, redirects and files included. What never gets so far (a request line that
//! can't be read, headers beyond their bounds) is answered with a bare status and an empty body by hyper, and the line is
//! closed.

use super::problem::{DISK_FAILED, NO_SUCH_YEAR, NOT_SIGNED_IN, Problem};
use crate::state::App;
use crate::web::kept_form::Asking;
use crate::web::problem::view::{ProblemPage, problem_page};
use crate::web::sign_in::password::signed_out;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

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

/// Adds the headers, and turns problems into pages outside `/api`.
pub async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let for_people = !request.uri().path().starts_with("/api/");
    let matched = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    // An address with a slash at its end is counted as the one that it leads to.
    let route = matched.map(|path| path.strip_suffix('/').filter(|rest| !rest.is_empty()).unwrap_or(path).to_owned());
    let mut response = next.run(request).await;
    if let Some(problem) = unsaid(&response) {
        response = problem.into_response();
    }
    let asking = response.extensions_mut().remove::<Asking>();
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        app.counts.refused(problem.code);
        if problem.code == DISK_FAILED {
            app.disk_failed.notify_one();
        }
        if for_people {
            let kept = [header::RETRY_AFTER, header::ALLOW, header::CONNECTION];
            let kept = kept.map(|name| response.headers().get(&name).cloned().map(|value| (name, value)));
            response = page(&app, &problem, asking);
            response.headers_mut().extend(kept.into_iter().flatten());
        }
    }
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

/// A refusal by the frame around the handlers, in bare words or in none, as a problem like all others.
fn unsaid(response: &Response) -> Option<Problem> {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_said =
        response.extensions().get::<Problem>().is_some() || !(kind.is_empty() || kind.starts_with("text/plain"));
    if is_said {
        return None;
    }
    match status {
        StatusCode::NOT_FOUND => Some(Problem::not_found()),
        // What takes too long here: sending it again is safe.
        StatusCode::SERVICE_UNAVAILABLE => Some(Problem::busy()),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Problem::too_large()),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Some(Problem::unsupported("Skicka formuläret som webbläsare gör, okomprimerat."))
        }
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
            Some(Problem { status, ..Problem::unreadable("adressen eller formuläret") })
        }
        status if status.is_client_error() => {
            Some(Problem::new(status, "refused", "Begäran kunde inte utföras. Ingenting har ändrats."))
        }
        _ => None,
    }
}

fn page(app: &App, problem: &Problem, asking: Option<Asking>) -> Response {
    let (kept, signed_in) = asking.map(|asking| (asking.kept, asking.signed_in)).unwrap_or_default();
    if problem.code == NOT_SIGNED_IN {
        return (problem.status, Html(signed_out(app, kept))).into_response();
    }
    let mut page = ProblemPage::of(problem.status.as_u16(), &problem.title).keeping(kept);
    // The address is right but for its year.
    if problem.code == NO_SUCH_YEAR {
        page.text.clone_from(&problem.title);
    }
    let frame = match &signed_in {
        Some(signed_in) => app.frame(Some(&signed_in.viewer), &signed_in.name),
        None => app.frame(None, ""),
    };
    (problem.status, Html(problem_page(page, &frame))).into_response()
}
