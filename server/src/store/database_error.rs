//! What it means that a database failed: whether asking again helps, and whether its disk may still be trusted.

use sqlx::error::DatabaseError;
use sqlx::sqlite::SqliteError;
use std::fmt;

/// Why a database didn't do as it was asked, for those who decide what to say and whether to go on. It travels among an
/// error's causes, also where the library's own error can't.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
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

impl Trouble {
    /// What an error comes from.
    #[must_use]
    pub fn of(error: &anyhow::Error) -> Self {
        let found = error.chain().find_map(|cause| {
            let told = cause.downcast_ref::<Trouble>().copied();
            told.or_else(|| cause.downcast_ref::<sqlx::Error>().map(of_library))
        });
        found.unwrap_or(Trouble::Other)
    }

    /// Whether only a part of what was asked may be at fault, so that the rest may still go through.
    #[must_use]
    pub fn may_spare_others(self) -> bool {
        matches!(self, Trouble::Other | Trouble::Conflict)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Trouble::Full => "the database's disk is full",
            Trouble::Busy => "the database is busy",
            Trouble::Conflict => "the database ended the transaction in favour of another one",
            Trouble::Away => "the database doesn't answer",
            Trouble::Untrusted => "the database's disk failed",
            Trouble::Other => "the database failed",
        })
    }
}

impl std::error::Error for Trouble {}

fn of_library(error: &sqlx::Error) -> Trouble {
    match error {
        sqlx::Error::Database(error) => match error.try_downcast_ref::<SqliteError>() {
            Some(error) => error.code().and_then(|code| code.parse().ok()).map_or(Trouble::Other, of_sqlite),
            None => of_postgres(error.code().as_deref().unwrap_or_default()),
        },
        sqlx::Error::PoolTimedOut => Trouble::Busy,
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            Trouble::Away
        }
        _ => Trouble::Other,
    }
}

/// By SQLite's extended result codes; the last byte is the primary one.
fn of_sqlite(code: i32) -> Trouble {
    const IOERR_SHMSIZE: i32 = 10 | (19 << 8);
    match (code & 0xff, code) {
        // The index of the log beside the file can't grow either.
        (13, _) | (_, IOERR_SHMSIZE) => Trouble::Full,
        (5 | 6, _) => Trouble::Busy,
        (14, _) => Trouble::Away,
        // Reading, writing and keeping; and a file that is none.
        (10 | 11 | 26, _) => Trouble::Untrusted,
        _ => Trouble::Other,
    }
}

/// By SQLSTATE (PostgreSQL's manual, appendix A). Of a disk that fails PostgreSQL takes care itself: it ends and recovers.
fn of_postgres(state: &str) -> Trouble {
    match state {
        "53100" => Trouble::Full,
        // Serialization failures and deadlocks.
        "40001" | "40P01" => Trouble::Conflict,
        // A lock or a statement took longer than it may (`postgres.rs`).
        "55P03" | "57014" => Trouble::Busy,
        // A transaction in which nothing was asked for too long is ended with its connection.
        "25P03" | "57P01" | "57P02" | "57P03" | "58030" => Trouble::Away,
        _ if state.starts_with("53") => Trouble::Busy,
        _ if state.starts_with("08") => Trouble::Away,
        _ => Trouble::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;

    #[test]
    fn codes_mean_what_the_manuals_say() {
        assert_eq!([13, 10 | (19 << 8)].map(of_sqlite), [Trouble::Full; 2]);
        assert_eq!([5, 6, 5 | (2 << 8)].map(of_sqlite), [Trouble::Busy; 3]);
        // fsync, write, and a page that isn't what it was.
        assert_eq!([10 | (4 << 8), 10 | (3 << 8), 11].map(of_sqlite), [Trouble::Untrusted; 3]);
        assert_eq!([1, 19, 19 | (8 << 8)].map(of_sqlite), [Trouble::Other; 3]);
        assert_eq!(["53100", "53300", "57P01", "08006", "23505"].map(of_postgres), {
            use Trouble::{Away, Busy, Full, Other};
            [Full, Busy, Away, Away, Other]
        });
        assert_eq!(["40001", "40P01"].map(of_postgres), [Trouble::Conflict; 2]);
        assert_eq!(["55P03", "57014"].map(of_postgres), [Trouble::Busy; 2]);
        assert_eq!(of_postgres("25P03"), Trouble::Away);
    }

    #[test]
    fn a_trouble_is_found_below_what_was_said_of_it() {
        let error = anyhow!(sqlx::Error::PoolTimedOut).context("the page can't be read").context("sorry");
        assert_eq!(Trouble::of(&error), Trouble::Busy);
        assert_eq!(Trouble::of(&anyhow!(Trouble::Full).context("merging")), Trouble::Full);
        assert_eq!(Trouble::of(&anyhow!("something else")), Trouble::Other);
    }
}
