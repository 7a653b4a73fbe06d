//! Who is signed in, as a handler's argument: `staff: Staff`, or `Option<Staff>` where a page is also for nobody.

use super::problem::Problem;
use crate::store::SessionOf;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use domain::authorization::Viewer;
use std::convert::Infallible;
use texts::language::Language;

/// What opens another way in asks for a proof of who one is that is not older than this.
pub const PROOF_MS: i64 = 10 * 60_000;

/// A person with a session. Who may call a route at all was decided by its rule, before the handler (`guard.rs`).
#[derive(Clone, Debug)]
pub struct Staff {
    pub viewer: Viewer,
    pub name: String,
    pub secret_hash: Vec<u8>,
    /// When the person last proved who they are in this session.
    pub proved_at_ms: i64,
    /// What pages speak to this person, in this browser.
    pub language: Language,
}

impl Staff {
    /// Whose session it is, as the store has it.
    #[must_use]
    pub fn of(&self) -> SessionOf {
        SessionOf { partnership: self.viewer.partnership.clone(), person: self.viewer.person }
    }

    /// Asked before another way in is opened: a desk that was left must not give its finder one.
    ///
    /// # Errors
    /// 403 `confirm_first` when the last proof is too old.
    pub fn proved_lately(&self, now_ms: i64) -> Result<(), Problem> {
        if now_ms - self.proved_at_ms < PROOF_MS {
            return Ok(());
        }
        let title = "Bekräfta först att det är du, på sidan Ditt konto.";
        Err(Problem::new(StatusCode::FORBIDDEN, "confirm_first", title))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get().cloned().ok_or_else(Problem::not_signed_in)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Staff {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get().cloned())
    }
}
