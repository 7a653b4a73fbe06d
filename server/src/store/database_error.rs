//! What it means that a database failed: whether asking again helps, and whether its disk may still be trusted.

use sqlx::error::DatabaseError as _;
use sqlx::sqlite::SqliteError;
use std::fmt;

/// Why a database didn't do as it was asked, for those who decide what to say and whether to go on. It travels among an
/// error's causes, also where the library's own error can't.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DatabaseError {
    /// No room on its disk. What was under way is not kept; reading goes on, and writing when there is room again.
    Full,
    /// Somebody else holds it, or all lines to it are taken.
    Busy,
    /// It ended a transaction in favour of another one: the same transaction, begun anew, may go through.
    Conflict,
    /// It doesn't answer, or ended what was under way: it is being restarted, say.
    Away,
    /// Its disk failed to write or to keep what was written. What the system's memory still shows may be on no disk, so
    /// nothing that is read or written from here on proves anything.
    Untrusted,
    /// Anything else: a fault of ours.
    Other,
}

impl DatabaseError {
    /// What an error comes from.
    #[must_use]
    pub fn of(error: &anyhow::Error) -> Self {
        let found = error.chain().find_map(|cause| {
            let told = cause.downcast_ref::<DatabaseError>().copied();
            told.or_else(|| cause.downcast_ref::<sqlx::Error>().map(of_library))
        });
        found.unwrap_or(DatabaseError::Other)
    }

    /// Whether only a part of what was asked may be at fault, so that the rest may still go through.
    #[must_use]
    pub fn may_spare_others(self) -> bool {
        matches!(self, DatabaseError::Other | DatabaseError::Conflict)
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            DatabaseError::Full => "the database's disk is full",
            DatabaseError::Busy => "the database is busy",
            DatabaseError::Conflict => "the database ended the transaction in favour of another one",
            DatabaseError::Away => "the database doesn't answer",
            DatabaseError::Untrusted => "the database's disk failed",
            DatabaseError::Other => "the database failed",
        })
    }
}

impl std::error::Error for DatabaseError {}

fn of_library(error: &sqlx::Error) -> DatabaseError {
    match error {
        sqlx::Error::Database(error) => match error.try_downcast_ref::<SqliteError>() {
            Some(error) => error.code().and_then(|code| code.parse().ok()).map_or(DatabaseError::Other, of_sqlite),
            None => of_postgres(error.code().as_deref().unwrap_or_default()),
        },
        sqlx::Error::PoolTimedOut => DatabaseError::Busy,
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            DatabaseError::Away
        }
        _ => DatabaseError::Other,
    }
}

/// By SQLite's extended result codes; the last byte is the primary one.
fn of_sqlite(code: i32) -> DatabaseError {
    const IOERR_SHMSIZE: i32 = 10 | (19 << 8);
    match (code & 0xff, code) {
        // The index of the log beside the file can't grow either.
        (13, _) | (_, IOERR_SHMSIZE) => DatabaseError::Full,
        (5 | 6, _) => DatabaseError::Busy,
        (14, _) => DatabaseError::Away,
        // Reading, writing and keeping; and a file that is none.
        (10 | 11 | 26, _) => DatabaseError::Untrusted,
        _ => DatabaseError::Other,
    }
}

/// By SQLSTATE (PostgreSQL's manual, appendix A). Of a disk that fails PostgreSQL takes care itself: it ends and recovers.
fn of_postgres(state: &str) -> DatabaseError {
    match state {
        "53100" => DatabaseError::Full,
        // Serialization failures and deadlocks.
        "40001" | "40P01" => DatabaseError::Conflict,
        // A lock or a statement took longer than it may (`postgres.rs`).
        "55P03" | "57014" => DatabaseError::Busy,
        // A transaction in which nothing was asked for too long is ended with its connection.
        "25P03" | "57P01" | "57P02" | "57P03" | "58030" => DatabaseError::Away,
        _ if state.starts_with("53") => DatabaseError::Busy,
        _ if state.starts_with("08") => DatabaseError::Away,
        _ => DatabaseError::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;

    #[test]
    fn codes_mean_what_the_manuals_say() {
        assert_eq!([13, 10 | (19 << 8)].map(of_sqlite), [DatabaseError::Full; 2]);
        assert_eq!([5, 6, 5 | (2 << 8)].map(of_sqlite), [DatabaseError::Busy; 3]);
        // fsync, write, and a page that isn't what it was.
        assert_eq!([10 | (4 << 8), 10 | (3 << 8), 11].map(of_sqlite), [DatabaseError::Untrusted; 3]);
        assert_eq!([1, 19, 19 | (8 << 8)].map(of_sqlite), [DatabaseError::Other; 3]);
        assert_eq!(["53100", "53300", "57P01", "08006", "23505"].map(of_postgres), {
            use DatabaseError::{Away, Busy, Full, Other};
            [Full, Busy, Away, Away, Other]
        });
        assert_eq!(["40001", "40P01"].map(of_postgres), [DatabaseError::Conflict; 2]);
        assert_eq!(["55P03", "57014"].map(of_postgres), [DatabaseError::Busy; 2]);
        assert_eq!(of_postgres("25P03"), DatabaseError::Away);
    }

    #[test]
    fn a_trouble_is_found_below_what_was_said_of_it() {
        let error = anyhow!(sqlx::Error::PoolTimedOut).context("the page can't be read").context("sorry");
        assert_eq!(DatabaseError::of(&error), DatabaseError::Busy);
        assert_eq!(DatabaseError::of(&anyhow!(DatabaseError::Full).context("merging")), DatabaseError::Full);
        assert_eq!(DatabaseError::of(&anyhow!("something else")), DatabaseError::Other);
    }
}
