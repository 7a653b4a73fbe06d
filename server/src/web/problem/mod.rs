//! Problems as people meet them: a whole page instead of the JSON that programs get.

pub mod page;

use super::sign_in::password::signed_out;
use crate::http::kept_form::RefusedRequest;
use crate::http::language;
use crate::http::problem::{DISK_FAILED, NO_SUCH_YEAR, NOT_SIGNED_IN, Problem};
use crate::state::App;
use crate::web::page::Page;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use page::{ProblemPage, problem_page};
use texts::language::Language;

/// Counts the problem of an answer, and turns it into a page outside `/api`.
pub async fn as_page(State(app): State<App>, request: Request, next: Next) -> Response {
    let language = language::spoken(request.headers());
    let for_people = !request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    if let Some(problem) = unsaid(&response) {
        response = problem.into_response();
    }
    let asking = response.extensions_mut().remove::<RefusedRequest>();
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        app.counts.refused(problem.code);
        if problem.code == DISK_FAILED {
            app.disk_failed.notify_one();
        }
        if for_people {
            let kept = [header::RETRY_AFTER, header::ALLOW, header::CONNECTION];
            let kept = kept.map(|name| response.headers().get(&name).cloned().map(|value| (name, value)));
            response = page(&app, language, &problem, asking);
            response.headers_mut().extend(kept.into_iter().flatten());
        }
    }
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

fn page(app: &App, language: Language, problem: &Problem, asking: Option<RefusedRequest>) -> Response {
    let (kept, staff) = asking.map(|asking| (asking.kept, asking.staff)).unwrap_or_default();
    if problem.code == NOT_SIGNED_IN {
        return (problem.status, Html(signed_out(app, language, kept).into_html())).into_response();
    }
    let mut page = ProblemPage::of(language, problem.status.as_u16(), &problem.title).keeping(kept);
    // The address is right but for its year.
    if problem.code == NO_SUCH_YEAR {
        page.text.clone_from(&problem.title);
        page.is_told = true;
    }
    let frame = match &staff {
        Some(staff) => app.frame(Some(&staff.viewer), &staff.name),
        None => app.frame(None, ""),
    };
    let frame = frame.speaks(language);
    // Outside the layer that renders, which may be what failed.
    (problem.status, Html(Page::new(frame, move |frame| problem_page(page, frame)).into_html())).into_response()
}
