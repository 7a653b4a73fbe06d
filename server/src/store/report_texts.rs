//! What people write in a report while it is a draft.

use super::audit::{self, Deed};
use super::sql::{Tx, vals};
use super::{Store, reports::NotTaken};
use anyhow::{Context, Result};
use domain::id::{CommitmentId, PartnershipId, PersonId, ReportId};
use domain::report::State;
use serde_json::json;
use std::collections::BTreeMap;

/// What somebody wrote of a commitment; `None` leaves it to the facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    pub commitment: CommitmentId,
    pub text: Option<String>,
}

/// All that is written in a report.
pub(super) async fn texts(tx: &mut Tx, of: &PartnershipId, id: ReportId) -> Result<BTreeMap<CommitmentId, String>> {
    let sql = "select commitment, text from report_texts where partnership = $1 and report = $2";
    let rows = tx.all(sql, vals![of.as_str(), id.0]).await?;
    rows.iter().map(|row| Ok((CommitmentId(row.text(0)?), row.text(1)?))).collect()
}

impl Store {
    /// Keeps what somebody wrote, as long as the report is a draft.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why nothing was kept.
    pub async fn write_report(
        &self,
        partnership: &PartnershipId,
        id: ReportId,
        written: &Written,
        by: PersonId,
        now_ms: i64,
    ) -> Result<Result<(), NotTaken>> {
        let mut tx = self.begin().await?;
        let of = partnership.as_str();
        tx.lock(of).await?;
        let sql = "select state from reports where partnership = $1 and id = $2";
        let Some(row) = tx.first(sql, vals![of, id.0]).await? else { return Ok(Err(NotTaken::Unknown)) };
        let state = State::read(&row.text(0)?).context("an unknown state of a report in the database")?;
        if state != State::Draft {
            return Ok(Err(NotTaken::Elsewhere(state)));
        }
        let commitment = written.commitment.as_str();
        let sql = "delete from report_texts where partnership = $1 and report = $2 and commitment = $3";
        tx.run(sql, vals![of, id.0, commitment]).await?;
        if let Some(text) = &written.text {
            let sql = "insert into report_texts (partnership, report, commitment, text, written_by, written_at) \
                       values ($1, $2, $3, $4, $5, $6)";
            tx.run(sql, vals![of, id.0, commitment, text.as_str(), by.0, now_ms]).await?;
        }
        let about = json!({ "report": id, "commitment": written.commitment });
        audit::note(&mut tx, partnership, Some(by), Deed::WriteReport, about, now_ms).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }
}
