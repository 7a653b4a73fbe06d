//! How many statements a piece of work takes: each is a round trip to the database, whatever it carries.

use std::cell::Cell;

tokio::task_local! {
    static COUNT: Cell<u64>;
}

/// Counts one, if somebody wants to know.
pub(super) fn count() {
    // Nobody counts those of most requests.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

/// What some work comes to, and the statements that it took.
pub(super) async fn counted<T>(work: impl Future<Output = T>) -> (T, u64) {
    COUNT.scope(Cell::new(0), async { (work.await, COUNT.with(Cell::get)) }).await
}
