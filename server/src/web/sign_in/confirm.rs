//! Proving again who one is, before another way in is opened.

use super::password::is_own;
use crate::http::form::Form;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::Way;
use crate::web::account;
use crate::web::account::view::AccountProblem;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Given {
    #[serde(default, rename = "current")]
    password: String,
}

/// `POST /account/confirm`: by the password.
///
/// # Errors
/// When the database fails, or after too many; a wrong password is a page.
pub async fn by_password(State(app): State<App>, staff: Staff, Form(given): Form<Given>) -> Result<Response, Problem> {
    let of = staff.of();
    if given.password.is_empty() || !is_own(&app, &of, &staff.name, given.password).await? {
        return account::page(&app, &staff, Some(AccountProblem::WrongPassword), None).await;
    }
    app.store.prove(&of, &staff.secret_hash, Way::Password, app.clock.now_ms()).await?;
    Ok(Redirect::to("/account").into_response())
}
