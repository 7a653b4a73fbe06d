//! Errors as people and programs get them: a stable code, what happened, what to do next.

use crate::store::DatabaseError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::wire;

/// The code of [`DatabaseError::Untrusted`]: after it the server ends (`launch.rs`).
pub const DISK_FAILED: &str = "disk_failed";

/// Characters of a parser's words that are answered.
const QUOTED_CHARS: usize = 200;

/// The code of [`Problem::no_such_year`].
pub const NO_SUCH_YEAR: &str = "no_such_year";
/// The code of a request that needs somebody who is signed in.
pub const NOT_SIGNED_IN: &str = "not_signed_in";

/// An error of the HTTP contract.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    pub status: StatusCode,
    /// Stable: what programs go by.
    pub code: &'static str,
    pub title: String,
    pub retry_after_s: Option<u32>,
}

impl Problem {
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, title: impl Into<String>) -> Self {
        Self { status, code, title: title.into(), retry_after_s: None }
    }

    #[must_use]
    pub fn after(self, seconds: u32) -> Self {
        Self { retry_after_s: Some(seconds), ..self }
    }

    /// What a parser says may quote all that was sent: only the beginning is answered.
    #[must_use]
    pub fn unreadable(what: &str) -> Self {
        let what: String = what.chars().take(QUOTED_CHARS).collect();
        Self::new(StatusCode::BAD_REQUEST, "unreadable", format!("Det gick inte att läsa: {what}."))
    }

    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "Det finns inget på den här adressen.")
    }

    /// A year that a promise has no figures to show for, or none yet.
    #[must_use]
    pub fn no_such_year(year: i32) -> Self {
        let title = format!("Det finns inga siffror att visa för år {year}.");
        Self::new(StatusCode::NOT_FOUND, NO_SUCH_YEAR, title)
    }

    #[must_use]
    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, NOT_SIGNED_IN, "Logga in, eller skriv en ny engångskod i appen.")
    }

    #[must_use]
    pub fn not_allowed() -> Self {
        Self::new(StatusCode::FORBIDDEN, "not_allowed", "Din roll får inte göra det här.")
    }

    #[must_use]
    pub fn too_many() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", "För många försök. Vänta en minut och pröva igen.")
            .after(60)
    }

    /// Requests came faster than any honest phone or page asks.
    #[must_use]
    pub fn too_often(wait_s: u32) -> Self {
        let title = "För många frågor på kort tid. Ingenting har ändrats. Vänta en stund och pröva igen.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_often", title).after(wait_s)
    }

    #[must_use]
    pub fn too_large() -> Self {
        let title = "Meddelandet är för stort. Dela det och skicka igen.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", title)
    }

    #[must_use]
    pub fn too_slow() -> Self {
        let title = "Meddelandet kom inte fram i tid. Ingenting har ändrats. Skicka det igen.";
        Self::new(StatusCode::REQUEST_TIMEOUT, "too_slow", title)
    }

    #[must_use]
    pub fn unsupported(what: &str) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported", what)
    }

    #[must_use]
    pub fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Servern har mycket att göra. Pröva igen om en stund.")
            .after(5)
    }

    /// Something broke here: the log says what, the answer only whether to come again.
    #[must_use]
    pub fn failed(error: &anyhow::Error) -> Self {
        let kind = DatabaseError::of(error);
        tracing::error!(error = format!("{error:#}"), kind = ?kind, "a request failed");
        let unavailable = StatusCode::SERVICE_UNAVAILABLE;
        match kind {
            DatabaseError::Full => {
                let title = "Serverns disk är full. Ingenting har ändrats. Säg till den som sköter servern.";
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full", title).after(60)
            }
            DatabaseError::Busy | DatabaseError::Conflict => Self::busy(),
            DatabaseError::Away => {
                let title = "Serverns databas svarar inte just nu. Pröva igen om en stund.";
                Self::new(unavailable, "database_away", title).after(5)
            }
            DatabaseError::Untrusted => {
                let title = "Serverns disk är trasig. Säg till den som sköter servern.";
                Self::new(unavailable, DISK_FAILED, title).after(60)
            }
            DatabaseError::Other => {
                let title = "Något gick fel på servern. Ingenting har ändrats. Pröva igen.";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", title)
            }
        }
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        Self::failed(&error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body =
            wire::Problem { code: self.code.to_owned(), title: self.title.clone(), status: self.status.as_u16() };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        // Pages say the same in a whole document.
        response.extensions_mut().insert(self);
        response
    }
}
