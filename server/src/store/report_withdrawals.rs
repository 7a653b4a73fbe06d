//! Taking a published report back: by hand with a reason, or because a newer one of the same days was published.

use super::audit::{self, AuditEvent};
use super::reports::{NotTaken, find};
use super::sql::{Tx, vals};
use super::{ReportRow, Store, commits};
use anyhow::Result;
use domain::id::{PartnershipId, PersonId, PromiseId, ReportId};
use domain::report::Act;
use serde_json::json;

/// Takes back what was published of the same days, but one report; answers which.
pub(super) async fn replace(
    tx: &mut Tx,
    partnership: &PartnershipId,
    by_report: &ReportRow,
    by: PersonId,
    now_ms: i64,
) -> Result<Vec<ReportId>> {
    let (from, to) = (i64::from(by_report.period.days.from.0), i64::from(by_report.period.days.to.0));
    let sql = "select id from reports where partnership = $1 and promise = $2 and from_day = $3 and to_day = $4 \
               and state = 'published' and id <> $5";
    let vals = vals![partnership.as_str(), by_report.promise.as_str(), from, to, by_report.id.0];
    let rows = tx.all(sql, vals).await?;
    let ids = rows.iter().map(|row| row.try_get::<ReportId>("id")).collect::<Result<Vec<_>>>()?;
    for id in &ids {
        let sql = "update reports set state = 'withdrawn', withdrawn_at = $3, withdrawn_by = $4 \
                   where partnership = $1 and id = $2";
        tx.run(sql, vals![partnership.as_str(), id.0, now_ms, by.0]).await?;
    }
    Ok(ids)
}

impl Store {
    /// Takes a published report back, with a reason that everybody reads in its place.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why nothing has changed.
    pub async fn withdraw_report(
        &self,
        partnership: &PartnershipId,
        id: ReportId,
        reason: &str,
        by: PersonId,
        now_ms: i64,
    ) -> Result<Result<(), NotTaken>> {
        let mut tx = self.begin().await?;
        let of = partnership.as_str();
        tx.lock(of).await?;
        let Some(row) = find(&mut tx, partnership, id).await? else { return Ok(Err(NotTaken::Unknown)) };
        if row.state.after(Act::Withdraw).is_none() {
            return Ok(Err(NotTaken::Elsewhere(row.state)));
        }
        let sql = "update reports set state = 'withdrawn', withdrawn_at = $3, withdrawn_by = $4, withdrawn_reason = $5 \
                   where partnership = $1 and id = $2";
        tx.run(sql, vals![of, id.0, now_ms, by.0, reason]).await?;
        let about = json!({ "report": id, "reason": reason });
        let number = commits::raise(&mut tx, partnership).await?;
        audit::note(&mut tx, partnership, Some(by), AuditEvent::WithdrawReport, about, now_ms).await?;
        tx.commit().await?;
        self.commits.tell(partnership, number);
        Ok(Ok(()))
    }

    /// The published report of the same promise and days: what stands in the place of one that was taken back.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn instead_of(&self, partnership: &PartnershipId, of: &ReportRow) -> Result<Option<ReportId>> {
        let (from, to) = (i64::from(of.period.days.from.0), i64::from(of.period.days.to.0));
        let sql = "select id from reports where partnership = $1 and promise = $2 and from_day = $3 and to_day = $4 \
                   and state = 'published' order by id desc limit 1";
        let vals = vals![partnership.as_str(), of.promise.as_str(), from, to];
        let row = self.begin_reading().await?.first(sql, vals).await?;
        row.map(|row| row.try_get("id")).transpose()
    }

    /// Reports of a promise that were taken back with a reason, those of the latest days first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn withdrawn_reports(&self, partnership: &PartnershipId, promise: &PromiseId) -> Result<Vec<ReportRow>> {
        self.reports_of(partnership, promise, "state = 'withdrawn' and withdrawn_reason is not null").await
    }
}
