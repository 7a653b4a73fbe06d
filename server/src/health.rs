//! Is it alive, is it ready: for whatever watches over the server.

use crate::problem::Problem;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// `GET /healthz`: the process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the database answers too.
///
/// # Errors
/// 503 when it doesn't.
pub async fn readyz(State(app): State<App>) -> Result<Json<Value>, Problem> {
    match app.store.ping().await {
        Ok(()) => Ok(Json(json!({ "database": app.store.name(), "build": app.site.build }))),
        Err(error) => Err(Problem { status: StatusCode::SERVICE_UNAVAILABLE, ..Problem::failed(&error) }),
    }
}
