//! What breaks below the server: the process, the disk, the database.

mod away;
mod bodies;
mod disk;
mod killed;
mod old;

use domain::id::EntryId;
use domain::wire::Verdict;
use std::collections::BTreeSet;

/// What receipts were given for.
fn receipted(verdicts: &[Verdict]) -> BTreeSet<EntryId> {
    verdicts.iter().filter_map(|verdict| verdict.id).collect()
}
