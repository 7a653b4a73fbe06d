//! Passwords are hashed in turn: hashing one costs 19 megabytes and tens of milliseconds of a core on purpose, and a storm of
//! sign-ins must cost no more than that.

use crate::http::problem::Problem;
use crate::http::turns::Turns;
use crate::secret;

/// The way to the hashing threads.
#[derive(Default)]
pub struct Hashing(Turns);

impl Hashing {
    /// A password's hash.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn hash(&self, password: String) -> Result<String, Problem> {
        Ok(self.0.run(move || secret::hash_password(&password)).await??)
    }

    /// The first of some hashes that a password fits, by its place. Every one of them is as slow as any, those that
    /// aren't there too: neither who has an account nor who has chosen a password can be told from the time.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub async fn fitting(&self, password: String, hashes: Vec<Option<String>>) -> Result<Option<usize>, Problem> {
        let fitting = move || {
            if hashes.is_empty() {
                let _ = secret::fits(&password, None);
            }
            hashes.iter().position(|phc| secret::fits(&password, phc.as_deref()))
        };
        self.0.run(fitting).await
    }
}
