//! Passkeys over HTTP, for the script of the pages (`public/passkey.js`): each ceremony is asked for, then answered.

use super::ceremony::{self, Origin};
use super::passkeys::{Challenge, NotTaken, Passkeys};
use super::{Caller, is_here, with_session};
use crate::http::body;
use crate::http::cost::Cost;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::secret;
use crate::state::App;
use crate::store::{AuditEvent, CeremonyKind, NewPasskey, NotAdded, PasskeyRow, SessionOf, Way};
use crate::text;
use crate::web::menu::home;
use anyhow::Context;
use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::id::PasskeyId;
use serde::Deserialize;
use serde_json::json;
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

const NAME_CHARS: usize = 40;

fn passkeys(app: &App) -> Result<&Passkeys, Problem> {
    app.ways_in.passkeys.as_ref().ok_or_else(Problem::not_found)
}

async fn asked(
    app: &App,
    kind: CeremonyKind,
    session: Option<&SessionOf>,
    origin: Origin,
    asked: Challenge,
) -> Result<Response, Problem> {
    let nonce = asked.options["publicKey"]["challenge"].as_str().context("a question without a challenge")?;
    let new = ceremony::New { kind, session, nonce, state: &asked.state };
    ceremony::begin(app, origin, new, Json(&asked.options).into_response()).await
}

/// The challenge that an authenticator says it answers: base64url, as it was asked.
fn challenge(client_data_json: &[u8]) -> Result<String, Problem> {
    #[derive(Deserialize)]
    struct ClientData {
        challenge: String,
    }
    let client_data: ClientData = serde_json::from_slice(client_data_json).map_err(|_| wrong())?;
    Ok(client_data.challenge)
}

/// `POST /api/v1/passkeys/sign-in/ask`.
///
/// # Errors
/// 404 where there are no passkeys, 429 after too many.
pub async fn ask_sign_in(State(app): State<App>, origin: Origin) -> Result<Response, Problem> {
    asked(&app, CeremonyKind::PasskeySignIn, None, origin, passkeys(&app)?.ask()?).await
}

#[derive(Deserialize)]
struct SignIn {
    answer: PublicKeyCredential,
    #[serde(default)]
    next: Option<String>,
}

/// `POST /api/v1/passkeys/sign-in`: signs in, and says where to go.
///
/// # Errors
/// 401 `wrong_passkey` for one that is unknown, of somebody disabled, or wrongly signed.
pub async fn sign_in(
    State(app): State<App>,
    Extension(cost): Extension<Cost>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let given: SignIn = body::json(&headers, body, cost).await?;
    let of = proven(&app, CeremonyKind::PasskeySignIn, &headers, &given.answer).await?;
    let person = app.store.person(&of.partnership, of.person).await?.ok_or_else(wrong)?;
    let to = given.next.filter(|next| is_here(next)).unwrap_or_else(|| home(person.role).to_owned());
    let told = Json(json!({ "to": to })).into_response();
    with_session(&app, &of, &Caller { headers: &headers, way: Way::Passkey }, told).await
}

/// `POST /api/v1/passkeys/confirm/ask`.
///
/// # Errors
/// As [`ask_sign_in`].
pub async fn ask_confirm(State(app): State<App>, staff: Staff, origin: Origin) -> Result<Response, Problem> {
    let of = staff.of();
    asked(&app, CeremonyKind::PasskeyConfirm, Some(&of), origin, passkeys(&app)?.ask()?).await
}

#[derive(Deserialize)]
struct Confirm {
    answer: PublicKeyCredential,
}

/// `POST /api/v1/passkeys/confirm`: proves again who one is.
///
/// # Errors
/// 401 `wrong_passkey`, also for another person's.
pub async fn confirm(
    State(app): State<App>,
    staff: Staff,
    Extension(cost): Extension<Cost>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let given: Confirm = body::json(&headers, body, cost).await?;
    let of = proven(&app, CeremonyKind::PasskeyConfirm, &headers, &given.answer).await?;
    if of != staff.of() {
        return Err(wrong());
    }
    app.store.prove(&of, &staff.secret_hash, Way::Passkey, app.clock.now_ms()).await?;
    Ok(Json(json!({ "to": "/account" })).into_response())
}

/// `POST /api/v1/passkeys/new/ask`.
///
/// # Errors
/// 403 `confirm_first` without a recent proof.
pub async fn ask_new(State(app): State<App>, staff: Staff, origin: Origin) -> Result<Response, Problem> {
    staff.proved_lately(app.clock.now_ms())?;
    let of = staff.of();
    let held = app.store.passkeys(&of).await?;
    let new = passkeys(&app)?.ask_for_new(of.person, &staff.name, &held)?;
    asked(&app, CeremonyKind::PasskeyAdd, Some(&of), origin, new).await
}

#[derive(Deserialize)]
struct New {
    name: String,
    answer: RegisterPublicKeyCredential,
}

/// `POST /api/v1/passkeys/new`: adds a key.
///
/// # Errors
/// 403 `confirm_first`, 409 for a key that is somebody's already, 422 beyond ten keys.
pub async fn add(
    State(app): State<App>,
    staff: Staff,
    Extension(cost): Extension<Cost>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    staff.proved_lately(now_ms)?;
    let given: New = body::json(&headers, body, cost).await?;
    let challenge = challenge(given.answer.response.client_data_json.as_ref())?;
    let Some((Some(of), state)) = ceremony::end(&app, CeremonyKind::PasskeyAdd, &headers, &challenge).await? else {
        return Err(stale());
    };
    if of != staff.of() {
        return Err(stale());
    }
    let Ok((credential, public_key)) = passkeys(&app)?.take_new(&given.answer, &state)? else { return Err(wrong()) };
    let name: String = text::label(&given.name).chars().take(NAME_CHARS).collect();
    let name = if name.is_empty() { "Nyckel" } else { &name };
    let id = PasskeyId(secret::new_id(now_ms)?);
    let new = NewPasskey { id, credential: &credential, name, public_key: &public_key };
    match app.store.add_passkey(&of, &new, now_ms).await? {
        Ok(()) => Ok((StatusCode::CREATED, Json(json!({ "to": "/account?done=key-added" }))).into_response()),
        Err(NotAdded::Taken) => {
            let title = "Den nyckeln finns redan. Använd den, eller välj en annan.";
            Err(Problem::new(StatusCode::CONFLICT, "passkey_taken", title))
        }
        Err(NotAdded::TooMany) => {
            let title = "Du har redan tio nycklar. Ta bort en som du inte använder först.";
            Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "too_many_passkeys", title))
        }
    }
}

/// Whose key has answered the ceremony that this browser began.
async fn proven(
    app: &App,
    kind: CeremonyKind,
    headers: &HeaderMap,
    answer: &PublicKeyCredential,
) -> Result<SessionOf, Problem> {
    let challenge = challenge(answer.response.client_data_json.as_ref())?;
    let (_, state) = ceremony::end(app, kind, headers, &challenge).await?.ok_or_else(stale)?;
    let Some((of, key)) = app.store.passkey(&answer.raw_id).await? else {
        app.store.note_refused_sign_in(&[], json!({ "by": "passkey" }), app.clock.now_ms()).await?;
        return Err(wrong());
    };
    match checked(app, answer, &state, &of, &key).await? {
        None => Ok(of),
        Some(why) => {
            let about = json!({ "by": "passkey", "passkey": key.id, "why": why });
            app.store
                .note(&of.partnership, Some(of.person), AuditEvent::SignInRefused, about, app.clock.now_ms())
                .await?;
            Err(wrong())
        }
    }
}

/// Why an answer isn't taken; `None` when it is, and the key's counter has moved on.
async fn checked(
    app: &App,
    answer: &PublicKeyCredential,
    state: &str,
    of: &SessionOf,
    key: &PasskeyRow,
) -> Result<Option<&'static str>, Problem> {
    // The key says whose it is; the store must say the same.
    let says = answer.get_user_unique_id().is_some_and(|id| id == of.person.0);
    if !says {
        return Ok(Some("person"));
    }
    let accepted = match passkeys(app)?.take(answer, state, key).context("a key can't be read")? {
        Ok(accepted) => accepted,
        Err(NotTaken::Wrong) => return Ok(Some("wrong")),
        Err(NotTaken::Copied) => return Ok(Some("copied")),
    };
    let now_ms = app.clock.now_ms();
    let used = app.store.use_passkey(of, key, &accepted.public_key, now_ms).await?;
    if used && accepted.became_synced {
        app.store
            .note(&of.partnership, Some(of.person), AuditEvent::PasskeySynced, json!({ "passkey": key.id }), now_ms)
            .await?;
    }
    Ok((!used).then_some("copied"))
}

fn wrong() -> Problem {
    let title = "Nyckeln känns inte igen här. Logga in med lösenord, eller pröva en annan nyckel.";
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_passkey", title)
}

fn stale() -> Problem {
    let title = "Det tog för lång tid, eller så är det redan gjort. Pröva igen.";
    Problem::new(StatusCode::BAD_REQUEST, "stale", title)
}
