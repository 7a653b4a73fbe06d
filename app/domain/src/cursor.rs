//! How far a phone has been told of decisions: the cursor that it brings back (protocol, section 3.9).

use crate::id::EntryId;

/// How far a phone has been told: everything up to a commit, and of the next one the occasions up to a root. A decision
/// may be about more occasions than one answer takes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Position {
    pub commit_no: i64,
    /// `None`: all of the commit.
    pub within: Option<(i64, EntryId)>,
}

/// The cursor as phones get it.
#[must_use]
pub fn write(epoch: &str, told: Position) -> String {
    match told.within {
        Some((_, root)) => format!("{epoch}.{}.{root}", told.commit_no),
        None => format!("{epoch}.{}", told.commit_no),
    }
}

/// Reads a cursor; one of another epoch, or that can't be read, begins from the beginning.
#[must_use]
pub fn read(cursor: Option<&str>, epoch: &str) -> Position {
    let told = |cursor: &str| {
        let mut parts = cursor.strip_prefix(epoch)?.strip_prefix('.')?.splitn(2, '.');
        let commit_no: i64 = parts.next()?.parse().ok().filter(|n| *n >= 0)?;
        let within = parts.next().map(|root| EntryId::read(root).ok_or(())).transpose().ok()?;
        Some(Position { commit_no, within: within.map(|root| (commit_no.saturating_add(1), root)) })
    };
    cursor.and_then(told).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_a_foreign_one_as_none() {
        let root = EntryId([7; 16]);
        for told in [
            Position::default(),
            Position { commit_no: 41, within: None },
            Position { commit_no: 41, within: Some((42, root)) },
        ] {
            assert_eq!(read(Some(&write("e1", told)), "e1"), told);
            assert_eq!(read(Some(&write("e2", told)), "e1"), Position::default());
        }
        for unreadable in [None, Some(""), Some("e1"), Some("e1."), Some("e1.x"), Some("e1.-4"), Some("e1.4.x")] {
            assert_eq!(read(unreadable, "e1"), Position::default(), "{unreadable:?}");
        }
    }
}
