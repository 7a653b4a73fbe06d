//! Passwords are hashed in turn: hashing one costs 19 megabytes and tens of milliseconds of a core on purpose, and a storm of
//! sign-ins must cost no more than that.

use crate::http::problem::Problem;
use crate::http::turns::{Caller, Turns};
use crate::secret;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The way to the hashing threads.
#[derive(Default)]
pub struct Hashing {
    turns: Turns,
    evaluated: Arc<AtomicU64>,
}

impl Hashing {
    /// The hash of a password that somebody chooses who is known by a session or a link.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn hash(&self, password: String) -> Result<String, Problem> {
        Ok(self.turns.run(Caller::Known, move || secret::hash_password(&password)).await??)
    }

    /// The first of some hashes that a password fits, by its place. As many are tried as there are, and `at_least` so many:
    /// one that isn't there takes as long as any. So neither who has an account, nor who has chosen a password, nor who is
    /// in several partnerships can be told from the time.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn fitting(
        &self,
        caller: Caller,
        password: String,
        mut hashes: Vec<Option<String>>,
        at_least: usize,
    ) -> Result<Option<usize>, Problem> {
        hashes.resize(hashes.len().max(at_least).max(1), None);
        let evaluated = self.evaluated.clone();
        let fitting = move || {
            hashes.iter().position(|phc| {
                evaluated.fetch_add(1, Ordering::Relaxed);
                secret::fits(&password, phc.as_deref())
            })
        };
        self.turns.run(caller, fitting).await
    }

    /// How many hashes passwords have been tried on since the server started.
    #[must_use]
    pub fn evaluated(&self) -> u64 {
        self.evaluated.load(Ordering::Relaxed)
    }
}
