//! `GET /api/v1/promises/{id}/tallies/stream`: an event whenever a partnership's figures have changed.
//!
//! An event says no more than which commit the figures stand at; who wants them asks for them anew. A merge of this
//! server is heard at once, what others on the same database commit by one poll for all streams.

pub mod open;
mod poll;

use crate::clock::{Zone, now_ms};
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::Heard;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::id::{PartnershipId, PromiseId};
use futures_util::{StreamExt, future, stream};
use open::OpenStream;
use serde::Deserialize;
use serde_json::json;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// Events of one stream are at least so far apart: what comes meanwhile is told as one.
const APART: Duration = Duration::from_secs(1);
/// Without anything to tell, a comment keeps the line open so often, and tells the page that the line lets things through:
/// after 20 seconds without any it fetches itself by the minute (`public/live.js`).
const KEEP_ALIVE: Duration = Duration::from_secs(5);

#[derive(Deserialize)]
pub struct StreamQuery {
    /// The commit that the caller's figures stand at; `Last-Event-ID` says the same when a browser reconnects.
    after: Option<i64>,
}

/// The handler. A caller whose figures are old already gets its first event at once.
///
/// # Errors
/// 404 for a promise that isn't the viewer's partnership's, 503 `too_many_streams` beyond the bounds.
pub async fn stream(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(query): Query<StreamQuery>,
    Staff { viewer, secret_hash, .. }: Staff,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let in_force = app.in_force(&viewer.partnership).await?;
    in_force.catalogue.get(&PromiseId(id)).ok_or_else(Problem::not_found)?;
    let (line, ends) = app.live.open(&secret_hash).ok_or_else(too_many)?;
    if line.is_first {
        poll::start(&app);
    }
    // Heard before it is read: what is committed in between is told twice rather than never.
    let heard = app.store.hear();
    let current = app.store.commit_no(&viewer.partnership).await?;
    let last_seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let shown = last_seen.or(query.after).unwrap_or(current);
    let following = Following {
        partnership: viewer.partnership,
        zone: in_force.zone.clone(),
        current,
        shown,
        told_at: None,
        heard,
        ends,
        _line: line,
    };
    // At once, so that the page need not wait for the first comment to learn that the line lets things through.
    let opening = stream::once(future::ready(Ok::<_, Infallible>(Event::default().comment(""))));
    let events = stream::unfold(following, |mut following| async move {
        let event = following.next().await?;
        Some((Ok(event), following))
    });
    let mut response =
        Sse::new(opening.chain(events)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    // Proxies that gather an answer before they pass it on are asked not to.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn too_many() -> Problem {
    let title = "För många sidor följer siffrorna just nu. Sidan visar siffrorna ändå; ladda om för nya.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too_many_streams", title).after(60)
}

/// One stream, from event to event.
struct Following {
    partnership: PartnershipId,
    zone: Zone,
    /// The last commit that is known.
    current: i64,
    /// The commit that the caller knows of.
    shown: i64,
    told_at: Option<Instant>,
    heard: Heard,
    ends: watch::Receiver<bool>,
    /// Gives its place back when the stream is dropped.
    _line: OpenStream,
}

impl Following {
    /// The next event; `None` at the end of the session or of the server.
    async fn next(&mut self) -> Option<Event> {
        loop {
            self.note();
            if *self.ends.borrow() {
                return None;
            }
            if self.current == self.shown {
                tokio::select! {
                    changed = self.heard.changed() => changed.ok()?,
                    _ = self.ends.changed() => {}
                }
            } else if let Some(wait) = self.told_at.and_then(|at| APART.checked_sub(at.elapsed())) {
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    _ = self.ends.changed() => {}
                }
            } else {
                self.told_at = Some(Instant::now());
                self.shown = self.current;
                return Some(self.event());
            }
        }
    }

    fn note(&mut self) {
        if let Some(number) = self.heard.borrow_and_update().get(&self.partnership) {
            self.current = self.current.max(*number);
        }
    }

    fn event(&self) -> Event {
        let data = json!({ "commit": self.shown, "at": self.zone.moment(now_ms()) });
        Event::default().event("figures").id(self.shown.to_string()).data(data.to_string())
    }
}
