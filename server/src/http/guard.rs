//! Who asks, whether they ask too often, and whether they may: once for every route, before its handler.

use super::client_address;
use super::cookies::Cookie;
use super::cost::Cost;
use super::kept_form;
use super::language;
use super::problem::Problem;
use super::rates::{Key, Kind};
use super::staff::Staff;
use super::target;
use super::{refusal_log, refusals};
use crate::secret;
use crate::state::App;
use crate::store::{AuditEvent, Credential};
use anyhow::Result;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::authorization::{Ask, Rule, Verdict, Viewer, Who, may};
use domain::id::{PartnershipId, PersonId};
use serde_json::json;

/// Sent by a page that brings itself up to date (`public/live.js`): nobody need be there.
const BY_ITSELF: &str = "x-rond-by-itself";

/// Who asks, with what handlers need of them.
enum Asker {
    Nobody,
    Phone(Credential),
    Person(Box<Staff>),
}

impl Asker {
    fn who(&self) -> Who<'_> {
        match self {
            Asker::Nobody => Who::Nobody,
            Asker::Phone(credential) => Who::Phone { revoked: credential.revoked },
            Asker::Person(staff) => Who::Person(&staff.viewer),
        }
    }

    fn person(&self) -> Option<&Staff> {
        match self {
            Asker::Person(staff) => Some(staff),
            Asker::Nobody | Asker::Phone(_) => None,
        }
    }

    /// What the requests are counted by: the phone or the account where there is one, else the address.
    fn key(&self, app: &App, rule: Rule, request: &Request) -> Option<Key> {
        // What the server asks of itself, as the demo does, came over no line.
        let peer = client_address::peer(request.extensions())?;
        match self {
            Asker::Phone(credential) => Some(Key::of(Kind::Phone, credential.device.0)),
            Asker::Person(staff) => Some(Key::of(Kind::Person, staff.viewer.person.0)),
            Asker::Nobody => {
                let address = app.proxies.counted(peer, request.headers())?;
                let kind = if rule == Rule::Enrol { Kind::Enrolling } else { Kind::Address };
                Some(Key::of(kind, client_address::network(address)))
            }
        }
    }
}

/// Lets a request pass by its route's rule: 401 (or the way to where one signs in) for nobody, 403 for the wrong role, 429
/// for too many. What is refused to somebody who is known, here or by the handler, is in the audit log.
/// A refusing answer carries the form that was sent, so that what a person wrote in it isn't lost (`kept_form.rs`).
pub async fn by_rule(State((app, rule, cost)): State<(App, Rule, Cost)>, request: Request, next: Next) -> Response {
    let (kept, request) = kept_form::of_request(rule, cost, request).await;
    let asker = match asker(&app, rule, request.headers()).await {
        Ok(asker) => asker,
        Err(error) => {
            let mut response = Problem::failed(&error).into_response();
            kept_form::attach(&mut response, kept, None);
            return response;
        }
    };
    let staff = asker.person().cloned();
    let mut response = passed(&app, rule, asker, request, next).await;
    if response.extensions().get::<Problem>().is_some() {
        kept_form::attach(&mut response, kept, staff);
    }
    response
}

async fn passed(app: &App, rule: Rule, asker: Asker, mut request: Request, next: Next) -> Response {
    let asked = Attempt::of(&request, asker.person());
    let key = asker.key(app, rule, &request);
    if let Some(Err(wait_s)) = key.map(|key| app.rates.take(key, app.clock.now_ms())) {
        return Problem::too_often(wait_s).into_response();
    }
    match may(asker.who(), Ask::Route(rule)) {
        Verdict::Yes => {}
        Verdict::SignIn => return to_sign_in(rule, &request),
        Verdict::No => return asked.refused(app, "not_allowed", Problem::not_allowed().into_response()).await,
        Verdict::Unknown => return Problem::not_found().into_response(),
    }
    match asker {
        Asker::Nobody => {}
        Asker::Phone(credential) => {
            request.extensions_mut().insert(credential);
        }
        Asker::Person(staff) => {
            request.extensions_mut().insert(*staff);
        }
    }
    let response = next.run(request).await;
    if response.status() == StatusCode::FORBIDDEN {
        return asked.refused(app, "not_allowed", response).await;
    }
    response
}

/// What was asked for and by whom, as the audit log has it when it is refused.
pub struct Attempt {
    by: Option<(PartnershipId, PersonId)>,
    method: Method,
    path: String,
}

impl Attempt {
    #[must_use]
    pub fn of(request: &Request, staff: Option<&Staff>) -> Self {
        let by = staff.map(|s| (s.viewer.partnership.clone(), s.viewer.person));
        Self { by, method: request.method().clone(), path: refusals::told_path(request.uri().path()) }
    }

    /// The response, once its refusal is logged.
    pub async fn refused(self, app: &App, why: &'static str, response: Response) -> Response {
        let Some((partnership, person)) = self.by else { return response };
        let about = json!({ "method": self.method.as_str(), "path": self.path });
        match refusal_log::refused(app, &partnership, Some(person), (AuditEvent::Refused, why), about).await {
            Ok(()) => response,
            Err(error) => Problem::failed(&error).into_response(),
        }
    }
}

async fn asker(app: &App, rule: Rule, headers: &HeaderMap) -> Result<Asker> {
    if !matches!(rule, Rule::Device | Rule::Feedback) {
        let staff = signed_in(app, headers).await?;
        return Ok(staff.map_or(Asker::Nobody, |staff| Asker::Person(Box::new(staff))));
    }
    let Some(secret) = Cookie::Device.read(headers, app.secure()) else { return Ok(Asker::Nobody) };
    let credential = app.store.credential(&secret::hash(&secret), app.clock.now_ms()).await?;
    Ok(credential.map_or(Asker::Nobody, Asker::Phone))
}

/// People are led to the login page, those with a phone to the app; programs are told.
fn to_sign_in(rule: Rule, request: &Request) -> Response {
    let is_page = !request.uri().path().starts_with("/api/");
    if !is_page || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::not_signed_in().into_response();
    }
    if rule == Rule::Feedback {
        return Redirect::to("/").into_response();
    }
    let asked = request.uri().path_and_query().map_or("/", |p| p.as_str());
    Redirect::to(&format!("/login?next={}", target::escaped(asked).replace("%2F", "/"))).into_response()
}

/// Whose session the request carries.
pub async fn signed_in(app: &App, headers: &HeaderMap) -> Result<Option<Staff>> {
    let Some(secret) = Cookie::Session.read(headers, app.secure()) else { return Ok(None) };
    let secret_hash = secret::hash(&secret);
    let now_ms = app.clock.now_ms();
    let Some(session) = app.store.session(&secret_hash, !is_by_itself(headers), now_ms).await? else {
        return Ok(None);
    };
    let of = session.of;
    let Some(person) = app.store.person(&of.partnership, of.person).await? else { return Ok(None) };
    let viewer =
        Viewer { partnership: of.partnership, person: person.id, organisation: person.organisation, role: person.role };
    let language = language::spoken(headers);
    Ok(Some(Staff { viewer, name: person.name, secret_hash, proved_at_ms: session.proved_at_ms, language }))
}

/// Whether a page asks without a person: it follows a stream, or brings itself up to date.
fn is_by_itself(headers: &HeaderMap) -> bool {
    let follows = headers.get(header::ACCEPT).is_some_and(|kind| kind == "text/event-stream");
    follows || headers.contains_key(BY_ITSELF)
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
