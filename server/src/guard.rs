//! Who asks, and whether they may: once for every route, before its handler.

use crate::cookies::Cookie;
use crate::problem::Problem;
use crate::refusals;
use crate::secret;
use crate::sign_in::PROOF_MS;
use crate::state::App;
use crate::store::Deed;
use crate::store::SessionOf;
use anyhow::Result;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::{PartnershipId, PersonId};
use domain::promise::OrganisationKind;
use domain::reach::{Rule, Viewer, may_pass};
use serde_json::json;

/// Sent by a page that brings itself up to date (`public/live.js`): nobody need be there.
const BY_ITSELF: &str = "x-rond-by-itself";

/// Someone signed in, as handlers get them.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub viewer: Viewer,
    pub name: String,
    pub secret_hash: Vec<u8>,
    /// When the person last proved who they are in this session.
    pub proved_at_ms: i64,
}

impl SignedIn {
    /// Whose session it is, as the store has it.
    #[must_use]
    pub fn of(&self) -> SessionOf {
        SessionOf { partnership: self.viewer.partnership.clone(), person: self.viewer.person }
    }

    /// Asked before another way in is opened: a desk that was left must not give its finder one.
    ///
    /// # Errors
    /// 403 `confirm_first` when the last proof is too old.
    pub fn proved_lately(&self, now_ms: i64) -> Result<(), Problem> {
        if now_ms - self.proved_at_ms < PROOF_MS {
            return Ok(());
        }
        let title = "Bekräfta först att det är du, på sidan Ditt konto.";
        Err(Problem::new(axum::http::StatusCode::FORBIDDEN, "confirm_first", title))
    }
}

/// Lets a request pass by its route's rule: 401 (or the way to the login page) for nobody, 403 for the wrong role. What is
/// refused to somebody who is known, here or by the handler, is in the audit log.
pub async fn by_rule(State((app, rule)): State<(App, Rule)>, mut request: Request, next: Next) -> Response {
    let signed_in = match signed_in(&app, request.headers()).await {
        Ok(signed_in) => signed_in,
        Err(error) => return Problem::failed(&error).into_response(),
    };
    let asked = Asked::of(&request, signed_in.as_ref());
    if !may_pass(rule, signed_in.as_ref().map(|s| s.viewer.role)) {
        let is_page = !request.uri().path().starts_with("/api/");
        return match signed_in {
            Some(_) => asked.refused(&app, "not_allowed", Problem::not_allowed().into_response()).await,
            None if is_page && request.method() == Method::GET => to_login(&request),
            None => Problem::not_signed_in().into_response(),
        };
    }
    request.extensions_mut().insert(signed_in);
    let response = next.run(request).await;
    if response.status() == StatusCode::FORBIDDEN {
        return asked.refused(&app, "not_allowed", response).await;
    }
    response
}

/// What was asked for and by whom, as the audit log has it when it is refused.
struct Asked {
    by: Option<(PartnershipId, PersonId)>,
    method: Method,
    path: String,
}

impl Asked {
    fn of(request: &Request, signed_in: Option<&SignedIn>) -> Self {
        let by = signed_in.map(|s| (s.viewer.partnership.clone(), s.viewer.person));
        Self { by, method: request.method().clone(), path: refusals::told_path(request.uri().path()) }
    }

    /// The response, once its refusal is logged.
    async fn refused(self, app: &App, why: &'static str, response: Response) -> Response {
        let Some((partnership, person)) = self.by else { return response };
        let about = json!({ "method": self.method.as_str(), "path": self.path });
        match refusals::refused(app, &partnership, Some(person), (Deed::Refused, why), about).await {
            Ok(()) => response,
            Err(error) => Problem::failed(&error).into_response(),
        }
    }
}

fn to_login(request: &Request) -> Response {
    let asked = request.uri().path_and_query().map_or("/", |p| p.as_str());
    let escaped: String = asked
        .bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => char::from(b).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    Redirect::to(&format!("/login?next={escaped}")).into_response()
}

/// Whose session the request carries.
pub async fn signed_in(app: &App, headers: &HeaderMap) -> Result<Option<SignedIn>> {
    let Some(secret) = Cookie::Session.read(headers, app.secure()) else { return Ok(None) };
    let secret_hash = secret::hash(&secret);
    let now_ms = app.clock.now_ms();
    let Some(session) = app.store.session(&secret_hash, !is_by_itself(headers), now_ms).await? else {
        return Ok(None);
    };
    let of = session.of;
    let Some(person) = app.store.person(&of.partnership, of.person).await? else { return Ok(None) };
    let in_force = app.in_force(&of.partnership).await?;
    let mut organisations = in_force.catalogue.active.iter().rev().flat_map(|a| &a.promise.organisations);
    let kind = organisations.find(|o| o.id == person.organisation).map_or(OrganisationKind::Police, |o| o.kind);
    let viewer = Viewer {
        partnership: of.partnership,
        person: person.id,
        organisation: person.organisation,
        kind,
        role: person.role,
    };
    Ok(Some(SignedIn { viewer, name: person.name, secret_hash, proved_at_ms: session.proved_at_ms }))
}

/// Whether a page asks without a person: it follows a stream, or brings itself up to date.
fn is_by_itself(headers: &HeaderMap) -> bool {
    let follows = headers.get(header::ACCEPT).is_some_and(|kind| kind == "text/event-stream");
    follows || headers.contains_key(BY_ITSELF)
}

/// Refuses what another site makes a browser send. Programs, which send neither header, are fine.
pub async fn same_site(State(app): State<App>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) || is_ours(&app, request.headers()) {
        return next.run(request).await;
    }
    let title = "Begäran kom från en annan webbplats och utfördes inte.";
    let response = Problem::new(StatusCode::FORBIDDEN, "cross_site", title).into_response();
    // Whose session was made use of is worth knowing; mostly the browser sends none along.
    match signed_in(&app, request.headers()).await {
        Ok(signed_in) => Asked::of(&request, signed_in.as_ref()).refused(&app, "cross_site", response).await,
        Err(error) => Problem::failed(&error).into_response(),
    }
}

fn is_ours(app: &App, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else { return true };
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or_default();
    origin == app.public_url || origin.split_once("://").is_some_and(|(_, of)| of == host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_keeps_itself_up_to_date_is_no_person() {
        let with = |name: &'static str, value: &'static str| {
            is_by_itself(&HeaderMap::from_iter([(name.parse().expect("a name"), value.parse().expect("a value"))]))
        };
        assert!(with("accept", "text/event-stream") && with(BY_ITSELF, "1"));
        assert!(!with("accept", "text/html,*/*"));
    }
}
