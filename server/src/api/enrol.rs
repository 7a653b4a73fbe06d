//! `POST /api/v1/enrol`: a one-time code, typed inside the app, makes a phone a person's.

use crate::escrow;
use crate::http::address::Address;
use crate::http::body;
use crate::http::cookies::Cookie;
use crate::http::cost::Cost;
use crate::http::problem::Problem;
use crate::http::refusal_log;
use crate::http::throttle::Taken;
use crate::secret;
use crate::state::App;
use crate::store::{AuditEvent, Enrolled, Purpose, SessionOf};
use crate::text;
use axum::Json;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::aad;
use domain::id::DeviceId;
use domain::wire::{EnrolAnswer, EnrolRequest, PromiseVersion};
use serde_json::json;

/// Wrong codes from one address in a quarter of an hour before it waits. Phones of a whole region may share an address of
/// their network's, and a shift that mistypes gets through.
///
/// A code has 49 bits: while a hundred codes are valid at once, ten thousand addresses that guess as fast as they may
/// find one in 150 years. So no number of wrong codes needs to make everybody wait, which would be a way to keep
/// phones out.
const OF_ADDRESS: u32 = 100;
/// Wrong codes in all within a quarter of an hour, beyond which something is going on.
const IN_ALL: u32 = 1_000;
/// From then on each address has this many: who mistypes gets through, and a flood is met with less work.
const OF_ADDRESS_IN_A_FLOOD: u32 = 5;
const DEVICE_NAME_CHARS: usize = 60;
/// People of one phone whose keys are tried.
const ESCROWS: usize = 20;

/// The handler. With a valid credential it adds a person to that phone.
///
/// # Errors
/// 401 `wrong_code` for a code that is unknown, used or old; 429 after too many of them.
pub async fn enrol(
    State(app): State<App>,
    address: Address,
    Extension(cost): Extension<Cost>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let now_ms = app.clock.now_ms();
    let request: EnrolRequest = body::json(&headers, body, cost).await?;
    let tries = Tries::take(&app, address, now_ms).ok_or_else(Problem::too_many)?;
    let code_hash = secret::hash(&secret::typed_code(&request.code));
    let Some(of) = app.store.secret_for(Purpose::Code, &code_hash, now_ms).await? else {
        return Err(refused(&app).await);
    };
    let held = Cookie::Device.read(&headers, app.secure());
    let credential = match &held {
        Some(secret) => app.store.credential(&secret::hash(secret), now_ms).await?,
        None => None,
    };
    // A phone never serves two partnerships, and a revoked one is never made whole again: both start anew.
    let credential = credential.filter(|c| c.partnership == of.partnership && !c.revoked);
    let fresh = if credential.is_some() { None } else { Some(secret::token()?) };
    let device = match &credential {
        Some(credential) => credential.device,
        None => DeviceId(secret::new_id(now_ms)?),
    };
    let new = Enrolled {
        partnership: of.partnership.clone(),
        device,
        person: of.person,
        name: device_name(&request.device_name),
        secret_hash: fresh.as_deref().map(secret::hash),
        code_hash,
    };
    if !app.store.enrol(&new, now_ms).await? {
        return Err(refused(&app).await);
    }
    let person = app.store.person(&of.partnership, of.person).await?;
    tries.give_back(&app, now_ms);
    let in_force = app.in_force(&of.partnership).await?;
    let promises = in_force.catalogue.nearest(in_force.zone.day_of(now_ms));
    let opened = recovered(&app, &of, &request.escrows, now_ms).await?;
    let answer = EnrolAnswer {
        device,
        person: of.person,
        organisation: person.map(|p| p.organisation),
        partnership: of.partnership,
        promises: promises.iter().map(|p| PromiseVersion { id: p.id.clone(), version: p.version }).collect(),
        server_time: in_force.zone.moment(now_ms),
        seal: Some(app.seal.clone()),
        opened,
    };
    let mut response = Json(answer).into_response();
    let secret = fresh.or(held).unwrap_or_default();
    if let Some(cookie) = Cookie::Device.set(&secret, app.secure(), super::sync::device_age_s()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The key that the person had on this phone: whoever got the code by hand, and has the phone, gets back what lies on it.
async fn recovered(app: &App, of: &SessionOf, escrows: &[String], now_ms: i64) -> Result<Option<String>, Problem> {
    let place = aad::escrow(&of.partnership, of.person);
    for escrow in escrows.iter().take(ESCROWS) {
        if let Some(key) = escrow::open(&app.keys, escrow, &place)? {
            app.store.note(&of.partnership, Some(of.person), AuditEvent::RecoverKey, json!({}), now_ms).await?;
            return Ok(Some(key.told()));
        }
    }
    Ok(None)
}

/// A try of a code, taken before the code is looked at.
struct Tries {
    address: String,
}

impl Tries {
    fn take(app: &App, address: Address, now_ms: i64) -> Option<Self> {
        let codes = &app.ways_in.codes;
        // Counted and never full: it makes nobody wait by itself.
        let flood = codes.failures(EVERYBODY, now_ms) >= IN_ALL;
        let address = format!("address:{address}");
        let most = if flood { OF_ADDRESS_IN_A_FLOOD } else { OF_ADDRESS };
        if codes.take(&address, most, now_ms) == Taken::Full {
            return None;
        }
        let _ = codes.take(EVERYBODY, u32::MAX, now_ms);
        Some(Self { address })
    }

    /// The code was right.
    fn give_back(self, app: &App, now_ms: i64) {
        app.ways_in.codes.give_one_back(&self.address, now_ms);
        app.ways_in.codes.give_one_back(EVERYBODY, now_ms);
    }
}

const EVERYBODY: &str = "everybody";

async fn refused(app: &App) -> Problem {
    // Whose code it should have been isn't known: each partnership's log has it.
    for partnership in app.store.partnerships().await.unwrap_or_default() {
        let kind = (AuditEvent::EnrolRefused, "wrong_code");
        if let Err(error) = refusal_log::refused(app, &partnership, None, kind, json!({})).await {
            return Problem::failed(&error);
        }
    }
    let title = "Koden är fel, använd eller för gammal. Be om en ny.";
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_code", title)
}

/// The phone's own page fills the name in, and no officer stands without a phone for it: what won't do is left out.
fn device_name(given: &str) -> String {
    let name: String = text::label(given).chars().take(DEVICE_NAME_CHARS).collect();
    if name.is_empty() { "Telefon".to_owned() } else { name }
}
