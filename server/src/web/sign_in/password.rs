//! Name and password: the form, the same for programs, and what slows guessing down.
//!
//! Nobody learns whether an account exists: an unknown name, a person who is disabled or never chose a password, and a
//! wrong password get the same answer after the same work, wait after the same number of tries, and leave the same
//! number of rows in the log.

use super::view::{Ended, LoginPage, LoginProblem, login_page};
use super::{Caller, is_here, with_session};
use crate::http::address::Address;
use crate::http::body;
use crate::http::cost::Cost;
use crate::http::form::Form;
use crate::http::kept_form::{self, KeptForm};
use crate::http::known_browser;
use crate::http::language::Spoken;
use crate::http::problem::Problem;
use crate::http::throttle::Taken;
use crate::http::turns;
use crate::state::App;
use crate::store::{SessionOf, Way};
use crate::text;
use crate::web::kept_form::signed_in_page;
use crate::web::menu::home;
use crate::web::page::Page;
use axum::body::Body;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::authorization::Role;
use serde::Deserialize;
use serde_json::json;
use texts::language::Language;

/// Wrong passwords for one account in a quarter of an hour before it waits, and as many from each browser that is known.
const OF_ACCOUNT: u32 = 10;
/// And from one address, which a whole police station may share.
const OF_ADDRESS: u32 = 100;

#[derive(Deserialize)]
pub struct LoginQuery {
    #[serde(default)]
    next: Option<String>,
}

/// `GET /login`.
pub async fn show_login(State(app): State<App>, Spoken(language): Spoken, Query(query): Query<LoginQuery>) -> Page {
    let next = query.next.filter(|n| is_here(n));
    let frame = app.frame(None, "").speaks(language);
    Page::new(frame, move |frame| login_page(page(&app, String::new(), next, None), frame))
}

fn page(app: &App, name: String, next: Option<String>, problem: Option<LoginProblem>) -> LoginPage {
    let providers = app.ways_in.providers.names();
    LoginPage { name, next, problem, passkeys: app.ways_in.passkeys.is_some(), providers, ended: None }
}

/// What a form answers whose session has ended: the way back in, with what was written.
pub(crate) fn signed_out(app: &App, language: Language, kept: Option<KeptForm>) -> Page {
    let ended = Some(kept.map_or(Ended::NotKept, Ended::Kept));
    let page = LoginPage { ended, ..page(app, String::new(), None, None) };
    Page::new(app.frame(None, "").speaks(language), move |frame| login_page(page, frame))
}

/// `POST /login`: the form, and with it another that was filled in when a session had ended.
///
/// # Errors
/// When the database fails; a wrong password is a page.
pub async fn login(
    State(app): State<App>,
    Spoken(language): Spoken,
    address: Address,
    headers: HeaderMap,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (kept, sent) = kept_form::of_login(sent);
    // The room beyond a form's is for the one that is brought along: names are kept in memory to slow guessing down.
    if sent.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > Cost::LIGHT.body_bytes {
        return Err(Problem::too_large());
    }
    let value = |name: &str| sent.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str());
    let next = Some(value("next").to_owned()).filter(|n| is_here(n));
    let attempt = Attempt { name: value("name"), password: value("password"), address, headers: &headers };
    let (status, problem) = match check(&app, attempt).await? {
        Checked::Fits(of, role) => {
            let to = next.unwrap_or_else(|| home(role).to_owned());
            let from = Caller { headers: &headers, way: Way::Password };
            let frame = app.frame(None, "").speaks(language);
            let response = match kept {
                Some(kept) => Page::new(frame, move |frame| signed_in_page(&kept, frame)).into_response(),
                None => Redirect::to(&to).into_response(),
            };
            return with_session(&app, &of, &from, response).await;
        }
        Checked::Missing(problem) => (StatusCode::UNPROCESSABLE_ENTITY, problem),
        Checked::Wrong => (StatusCode::UNAUTHORIZED, LoginProblem::Wrong),
        Checked::TooMany => (StatusCode::TOO_MANY_REQUESTS, LoginProblem::TooMany),
    };
    let ended = kept.map(Ended::Kept);
    let page = LoginPage { ended, ..page(&app, value("name").to_owned(), next, Some(problem)) };
    let frame = app.frame(None, "").speaks(language);
    Ok((status, Page::new(frame, move |frame| login_page(page, frame))).into_response())
}

#[derive(Deserialize)]
struct ApiLogin {
    name: String,
    password: String,
}

/// `POST /api/v1/login`: the same for programs.
///
/// # Errors
/// 401 `wrong_password`, 429 after too many.
pub async fn api_login(
    State(app): State<App>,
    address: Address,
    Extension(cost): Extension<Cost>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let form: ApiLogin = body::json(&headers, body, cost).await?;
    let attempt = Attempt { name: &form.name, password: &form.password, address, headers: &headers };
    match check(&app, attempt).await? {
        Checked::Fits(of, role) => {
            let told = axum::Json(json!({ "person": of.person, "role": role })).into_response();
            with_session(&app, &of, &Caller { headers: &headers, way: Way::Password }, told).await
        }
        Checked::TooMany => Err(Problem::too_many()),
        Checked::Missing(_) | Checked::Wrong => {
            let title = "Namnet och lösenordet hör inte ihop.";
            Err(Problem::new(StatusCode::UNAUTHORIZED, "wrong_password", title))
        }
    }
}

struct Attempt<'a> {
    name: &'a str,
    password: &'a str,
    address: Address,
    headers: &'a HeaderMap,
}

enum Checked {
    Fits(SessionOf, Role),
    Missing(LoginProblem),
    Wrong,
    TooMany,
}

async fn check(app: &App, attempt: Attempt<'_>) -> Result<Checked, Problem> {
    if attempt.name.trim().is_empty() {
        return Ok(Checked::Missing(LoginProblem::NameMissing));
    }
    if attempt.password.is_empty() {
        return Ok(Checked::Missing(LoginProblem::PasswordMissing));
    }
    let named = app.store.people_named(attempt.name).await?;
    let known = known_browser::read(&app.keys, attempt.headers, app.secure());
    // A browser that one of these people has signed in from has tries of its own, whatever others do elsewhere.
    let known = known.filter(|browser| named.iter().any(|(_, person)| person.id == browser.person));
    let caller = if known.is_some() { turns::Caller::Known } else { turns::Caller::Unknown };
    let keys = match known {
        Some(browser) => vec![(format!("browser:{}", browser.nonce), OF_ACCOUNT)],
        None => vec![account(attempt.name), (format!("address:{}", attempt.address), OF_ADDRESS)],
    };
    let Some(last) = take(app, &keys) else { return Ok(Checked::TooMany) };
    let most = app.store.most_of_one_name().await?;
    let mut people = Vec::new();
    let mut hashes = Vec::new();
    for (partnership, person) in named {
        hashes.push(app.store.password(&partnership, person.id).await?.filter(|_| !person.disabled));
        people.push((SessionOf { partnership, person: person.id }, person.role));
    }
    let fitting = match app.ways_in.hashing.fitting(caller, attempt.password.to_owned(), hashes, most).await {
        Ok(fitting) => fitting,
        Err(busy) => {
            let now_ms = app.clock.now_ms();
            keys.iter().for_each(|(key, _)| app.ways_in.guesses.give_one_back(key, now_ms));
            return Err(busy);
        }
    };
    let now_ms = app.clock.now_ms();
    if let Some((of, role)) = fitting.map(|at| people.swap_remove(at)) {
        // The account's own tries; of the address, which others share, only this one.
        if let Some((own, shared)) = keys.split_first() {
            app.ways_in.guesses.forget(&own.0, now_ms);
            shared.iter().for_each(|(key, _)| app.ways_in.guesses.give_one_back(key, now_ms));
        }
        return Ok(Checked::Fits(of, role));
    }
    let known: Vec<SessionOf> = people.into_iter().map(|(of, _)| of).collect();
    app.store.note_refused_sign_in(&known, json!({ "by": "password", "locked": last }), now_ms).await?;
    Ok(Checked::Wrong)
}

/// Names are compared as the store compares them.
fn account(name: &str) -> (String, u32) {
    (format!("account:{}", text::folded(name)), OF_ACCOUNT)
}

/// Takes a try of every key, or of none; answers whether it was the last of any.
fn take(app: &App, keys: &[(String, u32)]) -> Option<bool> {
    let now_ms = app.clock.now_ms();
    let mut last = false;
    for (at, (key, most)) in keys.iter().enumerate() {
        match app.ways_in.guesses.take(key, *most, now_ms) {
            Taken::Granted => {}
            Taken::Last => last = true,
            Taken::Full => {
                keys[..at].iter().for_each(|(key, _)| app.ways_in.guesses.give_one_back(key, now_ms));
                return None;
            }
        }
    }
    Some(last)
}

/// Whether a password is the one of a person who is signed in, within the tries of their account.
///
/// # Errors
/// 429 after too many, 503 when too many wait.
pub(super) async fn is_own(app: &App, of: &SessionOf, name: &str, password: String) -> Result<bool, Problem> {
    let key = [(format!("own:{}", of.person), account(name).1)];
    take(app, &key).ok_or_else(Problem::too_many)?;
    let phc = app.store.password(&of.partnership, of.person).await?;
    let fits = app.ways_in.hashing.fitting(turns::Caller::Known, password, vec![phc], 1).await?.is_some();
    let now_ms = app.clock.now_ms();
    if fits {
        app.ways_in.guesses.forget(&key[0].0, now_ms);
    } else {
        let about = json!({ "by": "password", "again": true });
        app.store
            .note(&of.partnership, Some(of.person), crate::store::AuditEvent::SignInRefused, about, now_ms)
            .await?;
    }
    Ok(fits)
}
