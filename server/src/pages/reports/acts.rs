//! `/reports/{id}/freeze` and its like: what asks first, and what does it.

use super::found;
use super::one::refused;
use crate::clock::now_ms;
use crate::figures::{PUBLIC_LAG_DAYS, last_public_day};
use crate::guard::SignedIn;
use crate::problem::Problem;
use crate::reports::composed;
use crate::state::App;
use crate::store::ReportRow;
use app::pages::report::{AskPage, ask_page};
use app::words::report as said;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use domain::reach::Viewer;
use domain::report::Act;

/// The page that asks, and the form behind its button.
pub fn acting(act: Act) -> MethodRouter<App> {
    get(move |State(app): State<App>, Extension(signed_in): Extension<Option<SignedIn>>, Path(id): Path<String>| {
        ask(app, signed_in, id, act)
    })
    .post(
        move |State(app): State<App>, Extension(signed_in): Extension<Option<SignedIn>>, Path(id): Path<String>| {
            take(app, signed_in, id, act)
        },
    )
}

async fn ask(app: App, signed_in: Option<SignedIn>, id: String, act: Act) -> Result<Html<String>, Problem> {
    let signed_in = signed_in.ok_or_else(Problem::not_signed_in)?;
    let viewer = &signed_in.viewer;
    let row = found(&app, viewer, &id).await?;
    row.state.after(act).ok_or_else(|| refused(crate::store::NotTaken::Elsewhere(row.state)))?;
    let in_force = app.in_force(&viewer.partnership).await?;
    let promise = in_force.catalogue.get(&row.promise).map_or_else(|| row.promise.to_string(), |p| p.title.clone());
    let not_yet = not_yet(&app, viewer, &row, act).await?;
    let page = AskPage { id: row.id, name: row.name, promise, act, not_yet };
    Ok(Html(ask_page(page, &app.frame(Some(viewer), &signed_in.name))))
}

/// Why a step can't be taken today: days that haven't ended, or that aren't public yet (protocol, section 7).
async fn not_yet(app: &App, viewer: &Viewer, row: &ReportRow, act: Act) -> Result<Option<String>, Problem> {
    let today = app.in_force(&viewer.partnership).await?.zone.day_of(now_ms());
    Ok(match act {
        Act::Freeze if !row.period.ended(today) => Some(said::not_ended(&row.period)),
        Act::Publish if row.period.days.to > last_public_day(today) => {
            Some(said::not_before(row.period.days.to.plus(PUBLIC_LAG_DAYS + 1)))
        }
        _ => None,
    })
}

async fn take(app: App, signed_in: Option<SignedIn>, id: String, act: Act) -> Result<Response, Problem> {
    let viewer = signed_in.ok_or_else(Problem::not_signed_in)?.viewer;
    let row = found(&app, &viewer, &id).await?;
    if let Some(why) = not_yet(&app, &viewer, &row, act).await? {
        return Err(Problem::new(StatusCode::CONFLICT, "too_early", why));
    }
    let (of, now_ms) = (&viewer.partnership, now_ms());
    let taken = match act {
        Act::Freeze => {
            let compose = |row: &_, figures: &_| composed(row, figures, now_ms);
            app.store.freeze_report(of, row.id, viewer.person, now_ms, &compose).await?
        }
        act => app.store.take_report(of, row.id, act, viewer.person, now_ms).await?,
    };
    taken.map_err(refused)?;
    Ok(Redirect::to(&format!("/reports/{}", row.id)).into_response())
}
