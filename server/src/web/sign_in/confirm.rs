//! Proving again who one is, before another way in is opened.

use super::password::is_own;
use crate::http::form::Form;
use crate::http::guard::SignedIn;
use crate::http::problem::Problem;
use crate::state::App;
use crate::store::Way;
use crate::web::account;
use crate::web::account::view::AccountProblem;
use axum::extract::{Extension, State};
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
pub async fn by_password(
    State(app): State<App>,
    Extension(signed_in): Extension<Option<SignedIn>>,
    Form(given): Form<Given>,
) -> Result<Response, Problem> {
    let signed_in = signed_in.ok_or_else(Problem::not_signed_in)?;
    let of = signed_in.of();
    if given.password.is_empty() || !is_own(&app, &of, &signed_in.name, given.password).await? {
        return account::page(&app, &signed_in, Some(AccountProblem::WrongPassword), None).await;
    }
    app.store.prove(&of, &signed_in.secret_hash, Way::Password, app.clock.now_ms()).await?;
    Ok(Redirect::to("/account").into_response())
}
