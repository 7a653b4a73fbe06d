//! Counting anew beside what is in force (protocol, section 5): everything that is counted is counted once more into a run
//! of its own, from one snapshot, in small transactions; then the run takes effect by changing one number.
//!
//! **Invariant: a run is the count of its snapshot plus every change since.** The snapshot is taken, and the run made known
//! to whoever changes anything, under one lock; from then on [`count::bring`] brings the run along with the figures in
//! force, by the reading that will be in force. Sums commute, so it doesn't matter whether a change is written before or
//! after the count of what it changes.
//!
//! Nobody waits for a count: it reads beside the writer, and what it writes are some hundred rows at a time. One that was
//! killed leaves rows that nobody reads; they are removed, and after [`SILENT_MS`] another may begin.

use super::audit::{self, AuditEvent};
use super::in_force::{self, Cause, InForce, NotLoaded};
use super::pass::{OnProgress, Pass, Progress};
use super::promises::{self, Figures, Loaded};
use super::sql::{Tx, vals};
use super::sums::{Rows, Sums};
use super::{Store, commits, sweep};
use anyhow::{Context, Result, ensure};
use domain::id::PartnershipId;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Rows that one transaction of a count writes at most: what a merge may have to wait for.
pub const ROWS_PER_WRITE: usize = 500;
/// Rows that are gathered before they are written, for each occasion of a step: each figure is written a few times instead
/// of once a step.
const GATHERED_PER_OCCASION: usize = 10;
/// A count that writes nothing says so often that it is alive …
const ALIVE_EVERY: Duration = Duration::from_secs(5);
/// … and is taken for killed when it hasn't for so long.
pub const SILENT_MS: i64 = 60_000;

/// How a recount begins.
#[expect(clippy::large_enum_variant, reason = "one of them lives for as long as a count does")]
pub enum Begun {
    Counting(Recount),
    /// There was nothing to count: it has taken effect.
    Done(Loaded),
}

/// A recount under way. Dropped before [`Recount::finish`], it never takes effect.
pub struct Recount {
    store: Store,
    partnership: PartnershipId,
    run: i64,
    cause: Cause,
    snapshot: Tx,
    pass: Pass,
    gathered: Sums,
    /// When it began, by the caller's clock and by ours.
    began: (i64, Instant),
    alive: Instant,
    /// Rows of each transaction that has been written.
    writes: Vec<usize>,
}

impl Store {
    /// Begins to count a partnership anew.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why nothing is counted.
    pub async fn begin_recount(
        &self,
        partnership: &PartnershipId,
        cause: Cause,
        now_ms: i64,
    ) -> Result<Result<Begun, NotLoaded>> {
        // A line for it first: whoever holds the lock mustn't have to wait for one.
        let mut snapshot = self.begin_snapshot().await?;
        let mut tx = self.begin().await?;
        if let Cause::Promise(_) = cause {
            let sql = "insert into partnerships (id, commit_no, catalogue_no) values ($1, 0, 0) \
                       on conflict (id) do nothing";
            tx.run(sql, vals![partnership.as_str()]).await?;
        }
        tx.lock(partnership.as_str()).await?;
        let current = in_force::read(&mut tx, partnership).await?;
        if let Some(since_ms) = under_way(&mut tx, partnership, now_ms).await? {
            return Ok(Err(NotLoaded::UnderWay { since_ms }));
        }
        let candidate = match in_force::candidate(&mut tx, &current, &cause).await? {
            Ok(candidate) => candidate,
            Err(not) => return Ok(Err(not)),
        };
        if !anything(&mut tx, partnership).await? {
            let loaded = Loaded { occasions: 0, changed: Vec::new() };
            self.take_effect(tx, partnership, &cause, &loaded, now_ms).await?;
            return Ok(Ok(Begun::Done(loaded)));
        }
        let run = announce(&mut tx, partnership, &cause, now_ms).await?;
        // Under the lock: what it sees is what was there before anybody heard of the run.
        snapshot.first("select commit_no from partnerships where id = $1", vals![partnership.as_str()]).await?;
        tx.commit().await?;
        self.note_begun(partnership, run, true);
        let pass = Pass::begin(&mut snapshot, partnership, Arc::new(InForce { run, ..candidate })).await?;
        let now = Instant::now();
        Ok(Ok(Begun::Counting(Recount {
            store: self.clone(),
            partnership: partnership.clone(),
            run,
            cause,
            snapshot,
            pass,
            gathered: Sums::default(),
            began: (now_ms, now),
            alive: now,
            writes: Vec::new(),
        })))
    }

    /// Counts anew from beginning to end.
    pub(super) async fn recount(
        &self,
        partnership: &PartnershipId,
        cause: Cause,
        now_ms: i64,
        told: OnProgress<'_>,
    ) -> Result<Result<Loaded, NotLoaded>> {
        let mut recount = match self.begin_recount(partnership, cause, now_ms).await? {
            Ok(Begun::Counting(recount)) => recount,
            Ok(Begun::Done(loaded)) => return Ok(Ok(loaded)),
            Err(not) => return Ok(Err(not)),
        };
        loop {
            match recount.step(super::pass::STEP).await {
                Ok(true) => told(recount.progress()),
                Ok(false) => return recount.finish().await.map(Ok),
                Err(error) => {
                    // The next one needn't wait until this one is taken for killed.
                    if let Err(also) = recount.abandon().await {
                        tracing::warn!(error = format!("{also:#}"), "a failed count could not be removed yet");
                    }
                    return Err(error);
                }
            }
        }
    }

    /// Keeps in mind which counts this process has begun.
    pub(super) fn note_begun(&self, partnership: &PartnershipId, run: i64, is_begun: bool) {
        if let Ok(mut begun) = self.begun.lock() {
            match is_begun {
                true => begun.insert((partnership.clone(), run)),
                false => begun.remove(&(partnership.clone(), run)),
            };
        }
    }

    /// Makes a cause and its run take effect, as the last act of a transaction that holds the lock.
    async fn take_effect(
        &self,
        mut tx: Tx,
        partnership: &PartnershipId,
        cause: &Cause,
        loaded: &Loaded,
        now_ms: i64,
    ) -> Result<()> {
        if let Cause::Promise(promise) = cause {
            promises::write(&mut tx, partnership, promise, now_ms).await?;
        }
        let number = commits::raise(&mut tx, partnership).await?;
        if let Cause::Promise(promise) = cause {
            let about = json!({ "promise": promise.id, "version": promise.version, "occasions": loaded.occasions });
            audit::note(&mut tx, partnership, None, AuditEvent::LoadPromise, about, now_ms).await?;
        }
        tx.commit().await?;
        self.commits.tell(partnership, number);
        Ok(())
    }
}

impl Recount {
    /// How far it has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.pass.progress()
    }

    /// How many rows each of its transactions has written so far.
    #[must_use]
    pub fn writes(&self) -> &[usize] {
        &self.writes
    }

    /// Counts the next `most` occasions; `false` when there are no more.
    ///
    /// # Errors
    /// When the database fails, or another count has taken this one for killed.
    pub async fn step(&mut self, most: usize) -> Result<bool> {
        let Some(sums) = self.pass.next(&mut self.snapshot, most).await? else { return Ok(false) };
        self.gathered.add(sums);
        if self.gathered.len() >= most.saturating_mul(GATHERED_PER_OCCASION) {
            self.write_gathered().await?;
        } else if self.alive.elapsed() >= ALIVE_EVERY {
            self.write(None).await?;
        }
        Ok(true)
    }

    /// Writes what is left and takes effect, with a row in the audit log for a promise; answers what it changed.
    ///
    /// # Errors
    /// When the database fails, or another count has taken this one for killed: then nothing has changed.
    pub async fn finish(mut self) -> Result<Loaded> {
        self.write_gathered().await?;
        let occasions = self.progress().occasions;
        let now_ms = self.now_ms();
        let Self { store, partnership, run, cause, snapshot, .. } = self;
        // The oldest state that anybody reads keeps what was written since from being taken up into SQLite's file; that is
        // done here, beside the writer, and not by the next merge.
        snapshot.commit().await?;
        store.checkpoint().await?;
        let mut tx = store.begin().await?;
        tx.lock(partnership.as_str()).await?;
        let before = still_counting(&mut tx, &partnership, run).await?;
        let changed = match cause {
            Cause::Rebuild => Vec::new(),
            Cause::Promise(_) => promises::changed(
                Figures::of_run(&mut tx, &partnership, before).await?,
                Figures::of_run(&mut tx, &partnership, run).await?,
            ),
        };
        let sql = "update partnerships set run = $2, counting = null, catalogue_no = catalogue_no + 1 where id = $1";
        tx.run(sql, vals![partnership.as_str(), run]).await?;
        let sql = "update counting_runs set run = $3, promise = null where partnership = $1 and run = $2";
        // From here on the run that was in force is the one to be removed.
        tx.run(sql, vals![partnership.as_str(), run, before]).await?;
        let loaded = Loaded { occasions, changed };
        store.take_effect(tx, &partnership, &cause, &loaded, now_ms).await?;
        store.note_begun(&partnership, run, false);
        sweep::remove_over(&store, &partnership).await?;
        Ok(loaded)
    }

    /// Ends it without effect, and removes what it has written.
    ///
    /// # Errors
    /// When the database fails; then it is taken for killed later.
    pub async fn abandon(self) -> Result<()> {
        let Self { store, partnership, run, snapshot, .. } = self;
        snapshot.commit().await?;
        sweep::stop_counting(&store, &partnership, run).await?;
        sweep::remove_over(&store, &partnership).await
    }

    async fn write_gathered(&mut self) -> Result<()> {
        for rows in std::mem::take(&mut self.gathered).parts(&self.partnership, self.run, ROWS_PER_WRITE) {
            self.write(Some(rows)).await?;
        }
        Ok(())
    }

    /// Writes rows and that it is alive, in a transaction that holds the lock for that long alone.
    async fn write(&mut self, rows: Option<Rows>) -> Result<()> {
        let now_ms = self.now_ms();
        let mut tx = self.store.begin().await?;
        tx.lock(self.partnership.as_str()).await?;
        still_counting(&mut tx, &self.partnership, self.run).await?;
        let sql = "update counting_runs set alive_at = $3 where partnership = $1 and run = $2";
        tx.run(sql, vals![self.partnership.as_str(), self.run, now_ms]).await?;
        if let Some(Rows { into, columns, conflict, rows }) = rows {
            self.writes.push(rows.len());
            tx.insert_many(into, columns, rows, conflict).await?;
        }
        tx.commit().await?;
        self.alive = Instant::now();
        Ok(())
    }

    fn now_ms(&self) -> i64 {
        let (began_ms, began) = self.began;
        began_ms.saturating_add(i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX))
    }
}

/// The run in force, provided that this one is still being counted.
async fn still_counting(tx: &mut Tx, partnership: &PartnershipId, run: i64) -> Result<i64> {
    let row = tx.first("select run, counting from partnerships where id = $1", vals![partnership.as_str()]).await?;
    let row = row.context("the partnership isn't there any more")?;
    ensure!(
        row.try_get::<Option<i64>>("counting")? == Some(run),
        "this count was taken for stopped, and another has begun: nothing was changed by this one"
    );
    row.try_get("run")
}

/// Since when a count is under way that isn't taken for killed.
async fn under_way(tx: &mut Tx, partnership: &PartnershipId, now_ms: i64) -> Result<Option<i64>> {
    let sql = "select r.started_at, r.alive_at from partnerships p \
               join counting_runs r on r.partnership = p.id and r.run = p.counting where p.id = $1";
    let Some(row) = tx.first(sql, vals![partnership.as_str()]).await? else { return Ok(None) };
    Ok((now_ms < row.try_get::<i64>("alive_at")?.saturating_add(SILENT_MS))
        .then_some(row.try_get::<i64>("started_at")?))
}

/// Whether there is anything to count.
pub(super) async fn anything(tx: &mut Tx, partnership: &PartnershipId) -> Result<bool> {
    Ok(tx.first("select 1 from entries where partnership = $1 limit 1", vals![partnership.as_str()]).await?.is_some())
}

/// Makes a new run known: merges and decisions bring it along from here on.
async fn announce(tx: &mut Tx, partnership: &PartnershipId, cause: &Cause, now_ms: i64) -> Result<i64> {
    let sql = "update partnerships set last_run = last_run + 1, counting = last_run + 1, \
               catalogue_no = catalogue_no + 1 where id = $1";
    tx.run(sql, vals![partnership.as_str()]).await?;
    let row = tx.first("select counting from partnerships where id = $1", vals![partnership.as_str()]).await?;
    let run: i64 = row.context("the partnership isn't there any more")?.try_get("counting")?;
    let promise = match cause {
        Cause::Promise(promise) => Some(serde_json::to_string(promise)?),
        Cause::Rebuild => None,
    };
    let sql = "insert into counting_runs (partnership, run, promise, started_at, alive_at) values ($1, $2, $3, $4, $4)";
    tx.run(sql, vals![partnership.as_str(), run, promise.as_deref(), now_ms]).await?;
    Ok(run)
}
