//! What keeps a handler within its cost: a layer of every route.

use super::cost::{Cost, Work};
use super::turns::Caller;
use crate::state::App;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::runtime::Handle;

/// Tells the handler what it may cost, and lets heavy work wait for its turn.
pub async fn bounded(
    State((app, cost, caller)): State<(App, Cost, Caller)>,
    mut request: Request,
    next: Next,
) -> Response {
    request.extensions_mut().insert(cost);
    if cost.work == Work::Light {
        return next.run(request).await;
    }
    let runtime = Handle::current();
    match app.turns.run(caller, move || runtime.block_on(next.run(request))).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}
