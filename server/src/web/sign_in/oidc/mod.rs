//! Signing in at an organisation's own identity provider: OpenID Connect's code flow, with PKCE, state and nonce.
//!
//! There and back is a ceremony: it is tied to the browser by a cookie, used once, and ends by itself. Nobody is created
//! by it: whom the provider names is looked up, and was linked before behind a one-time link.

pub mod fetch;
pub mod identity_file;
pub mod providers;
pub mod tokens;

use super::ceremony::{self, Origin};
use super::view::{OidcProblem, oidc_problem_page};
use super::{Caller, is_here, welcome, with_session};
use crate::http::language::{self, Spoken};
use crate::http::problem::Problem;
use crate::http::staff::{PROOF_MS, Staff};
use crate::secret;
use crate::state::App;
use crate::store::{AuditEvent, CeremonyKind, NotLinked, SessionOf, Way};
use crate::web::account::view::AccountDone;
use crate::web::menu::home;
use crate::web::page::Page;
use anyhow::Context;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use openidconnect::{Nonce, PkceCodeVerifier};
use providers::Provider;
use serde::{Deserialize, Serialize};
use serde_json::json;
use texts::language::Language;
use tokens::Subject;

/// What somebody went to the provider for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum For {
    SignIn {
        next: Option<String>,
    },
    /// To link what the provider says to the person of a one-time link.
    Link {
        link_hash: Vec<u8>,
    },
    /// To prove again who they are.
    Proof,
}

/// What the return is checked against.
#[derive(Serialize, Deserialize)]
struct SignInState {
    provider: String,
    nonce: String,
    verifier: String,
    what_for: For,
}

#[derive(Deserialize)]
pub struct ProviderQuery {
    next: Option<String>,
}

/// `GET /login/oidc/{organisation}`: to the provider.
///
/// # Errors
/// 404 for an organisation without one; a provider that can't be reached is a page.
pub async fn start(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(query): Query<ProviderQuery>,
    Spoken(language): Spoken,
    origin: Origin,
) -> Result<Response, Problem> {
    let provider = app.ways_in.providers.get(&id).ok_or_else(Problem::not_found)?;
    let next = query.next.filter(|next| is_here(next));
    begin(&app, language, &provider, None, origin, For::SignIn { next }).await
}

/// `GET /welcome/{token}/identity`: to the provider of the invited person's organisation.
///
/// # Errors
/// As [`start`]; an old link is a page.
pub async fn start_link(
    State(app): State<App>,
    Path(token): Path<String>,
    Spoken(language): Spoken,
    origin: Origin,
) -> Result<Response, Problem> {
    let Some((of, person)) = welcome::invited(&app, &token).await? else { return Ok(welcome::expired(&app, language)) };
    let provider = app.ways_in.providers.of(&of.partnership, &person.organisation).ok_or_else(Problem::not_found)?;
    begin(&app, language, &provider, Some(&of), origin, For::Link { link_hash: secret::hash(&token) }).await
}

/// `GET /account/confirm/identity`: to the provider of one's own organisation, to sign in there anew.
///
/// # Errors
/// As [`start`].
pub async fn start_proof(State(app): State<App>, staff: Staff, origin: Origin) -> Result<Response, Problem> {
    let provider = app.ways_in.providers.of(&staff.viewer.partnership, &staff.viewer.organisation);
    let provider = provider.ok_or_else(Problem::not_found)?;
    begin(&app, staff.language, &provider, Some(&staff.of()), origin, For::Proof).await
}

async fn begin(
    app: &App,
    language: Language,
    provider: &Provider,
    of: Option<&SessionOf>,
    origin: Origin,
    what_for: For,
) -> Result<Response, Problem> {
    let anew = what_for == For::Proof;
    let begun = match provider.begin(anew).await {
        Ok(begun) => begun,
        Err(error) => return Ok(unreachable(app, language, provider, &error)),
    };
    let state = begun.state.into_secret();
    let kept = SignInState {
        provider: provider.entry.id.clone(),
        nonce: begun.nonce.secret().clone(),
        verifier: begun.verifier.into_secret(),
        what_for,
    };
    let kept = serde_json::to_string(&kept).context("a sign-in can't be written down")?;
    let to = Redirect::to(begun.to.as_str()).into_response();
    let new = ceremony::New { kind: CeremonyKind::Oidc, session: of, nonce: &state, state: &kept };
    ceremony::begin(app, origin, new, to).await
}

#[derive(Deserialize)]
pub struct Returned {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    /// Who returns them, where the provider says so (RFC 9207).
    iss: Option<String>,
}

/// `GET /login/oidc/callback`: back from the provider.
///
/// # Errors
/// When the database fails; everything else that goes wrong is a page.
pub async fn callback(
    State(app): State<App>,
    Query(returned): Query<Returned>,
    staff: Option<Staff>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let language = language::spoken(&headers);
    // A return whose state this browser didn't leave with is another browser's, was used, or came too late.
    let state = returned.state.as_deref().unwrap_or_default();
    let Some((of, kept)) = ceremony::end(&app, CeremonyKind::Oidc, &headers, state).await? else {
        tracing::warn!("a return from an identity provider fits no sign-in of this browser");
        return Ok(problem(&app, language, None, OidcProblem::Stale));
    };
    let kept: SignInState = serde_json::from_str(&kept).context("a sign-in under way can't be read")?;
    let Some(found) = app.ways_in.providers.get(&kept.provider) else {
        return Ok(problem(&app, language, None, OidcProblem::Stale));
    };
    let provider = found.as_ref();
    if returned.iss.as_deref().is_some_and(|iss| iss != provider.issuer()) {
        return refused(&app, language, provider, of, "issuer", OidcProblem::Stale).await;
    }
    let code = match (returned.code, returned.error) {
        (Some(code), None) => code,
        (_, error) => {
            let error = error.unwrap_or_default();
            tracing::warn!(provider = provider.entry.id, error = error_code(&error), "no code was returned");
            return refused(&app, language, provider, of, "not_given", OidcProblem::NotGiven).await;
        }
    };
    let subject = match provider.finish(code, PkceCodeVerifier::new(kept.verifier), &Nonce::new(kept.nonce)).await {
        Ok(Ok(subject)) => subject,
        Ok(Err(why)) => return refused(&app, language, provider, of, why.word(), OidcProblem::NotGenuine).await,
        Err(error) => return Ok(unreachable(&app, language, provider, &error)),
    };
    match (kept.what_for, of) {
        (For::SignIn { next }, _) => sign_in(&app, provider, &subject, next, &headers).await,
        (For::Link { link_hash }, Some(of)) => link(&app, provider, &subject, of, &link_hash, &headers).await,
        (For::Proof, Some(of)) => prove(&app, provider, &subject, of, staff).await,
        (For::Link { .. } | For::Proof, None) => Ok(problem(&app, language, Some(provider), OidcProblem::Stale)),
    }
}

async fn sign_in(
    app: &App,
    provider: &Provider,
    subject: &Subject,
    next: Option<String>,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let language = language::spoken(headers);
    let found = app.store.identified(&provider.entry.partnership, provider.issuer(), &subject.subject).await?;
    let Some(of) = found else { return refused(app, language, provider, None, "unknown", OidcProblem::Unknown).await };
    let person = app.store.person(&of.partnership, of.person).await?.context("the person is gone")?;
    if person.organisation != provider.entry.organisation {
        return refused(app, language, provider, Some(of), "organisation", OidcProblem::Unknown).await;
    }
    let to = next.unwrap_or_else(|| home(person.role).to_owned());
    with_session(app, &of, &Caller { headers, way: Way::Oidc }, Redirect::to(&to).into_response()).await
}

async fn link(
    app: &App,
    provider: &Provider,
    subject: &Subject,
    of: SessionOf,
    link_hash: &[u8],
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let language = language::spoken(headers);
    let person = app.store.person(&of.partnership, of.person).await?.context("the person is gone")?;
    if of.partnership != provider.entry.partnership || person.organisation != provider.entry.organisation {
        return refused(app, language, provider, Some(of), "organisation", OidcProblem::Unknown).await;
    }
    let identity = (provider.issuer(), subject.subject.as_str());
    match app.store.link_identity(&of, identity, link_hash, app.clock.now_ms()).await? {
        Ok(()) => {
            let to = Redirect::to(home(person.role)).into_response();
            with_session(app, &of, &Caller { headers, way: Way::Oidc }, to).await
        }
        Err(NotLinked::LinkExpired) => Ok(welcome::expired(app, language)),
        Err(NotLinked::Taken) => refused(app, language, provider, Some(of), "taken", OidcProblem::Taken).await,
    }
}

/// Proves again who somebody is: the same person, signed in at the provider just now.
async fn prove(
    app: &App,
    provider: &Provider,
    subject: &Subject,
    of: SessionOf,
    staff: Option<Staff>,
) -> Result<Response, Problem> {
    let staff = staff.filter(|s| s.of() == of).ok_or_else(Problem::not_signed_in)?;
    let language = staff.language;
    let found = app.store.identified(&provider.entry.partnership, provider.issuer(), &subject.subject).await?;
    let long_ago = subject.signed_in_at_ms.is_some_and(|at| crate::clock::now_ms() - at >= PROOF_MS);
    if found.as_ref() != Some(&of) || long_ago {
        let why = if long_ago { "not_anew" } else { "unknown" };
        return refused(app, language, provider, Some(of), why, OidcProblem::NotGenuine).await;
    }
    app.store.prove(&of, &staff.secret_hash, Way::Oidc, app.clock.now_ms()).await?;
    // The provider was asked to let the person sign in anew. Not every provider says when that was (`auth_time`).
    if subject.signed_in_at_ms.is_none() {
        tracing::info!(provider = provider.entry.id, "the provider doesn't say when somebody signed in");
        return Ok(Redirect::to(&format!("/account?done={}", AccountDone::ProvedUntimed.word())).into_response());
    }
    Ok(Redirect::to("/account").into_response())
}

/// A page that says what to do, and a row in the log of the provider's partnership.
async fn refused(
    app: &App,
    language: Language,
    provider: &Provider,
    of: Option<SessionOf>,
    why: &str,
    told: OidcProblem,
) -> Result<Response, Problem> {
    tracing::warn!(provider = provider.entry.id, why, "a sign-in at an identity provider was refused");
    let about = json!({ "by": "oidc", "provider": provider.entry.id, "why": why });
    let person = of.map(|of| of.person);
    let now_ms = app.clock.now_ms();
    app.store.note(&provider.entry.partnership, person, AuditEvent::SignInRefused, about, now_ms).await?;
    Ok(problem(app, language, Some(provider), told))
}

/// The part of a provider's error that is a code of the standard (RFC 6749, section 4.1.2.1): its caller can write anything.
fn error_code(text: &str) -> &str {
    let is_code = text.len() <= 40 && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if is_code { text } else { "unreadable" }
}

fn unreachable(app: &App, language: Language, provider: &Provider, error: &anyhow::Error) -> Response {
    tracing::warn!(provider = provider.entry.id, error = format!("{error:#}"), "an identity provider doesn't answer");
    problem(app, language, Some(provider), OidcProblem::Unreachable)
}

fn problem(app: &App, language: Language, provider: Option<&Provider>, told: OidcProblem) -> Response {
    let status = match told {
        OidcProblem::Unreachable => StatusCode::BAD_GATEWAY,
        OidcProblem::Unknown | OidcProblem::Taken => StatusCode::FORBIDDEN,
        OidcProblem::Stale | OidcProblem::NotGiven | OidcProblem::NotGenuine => StatusCode::BAD_REQUEST,
    };
    let name = provider.map(|provider| provider.name().to_owned());
    let frame = app.frame(None, "").speaks(language);
    (status, Page::new(frame, move |frame| oidc_problem_page(told, name, frame))).into_response()
}
