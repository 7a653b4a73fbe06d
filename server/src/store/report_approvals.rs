//! Each party's approval of its own part of a report, and who has written in it.

use super::audit::{self, AuditEvent};
use super::reports::{NotTaken, StepTaken, find};
use super::sql::{Tx, vals};
use super::{ReportRow, Store};
use anyhow::{Context, Result};
use domain::id::{CommitmentId, PartnershipId, PersonId, ReportId};
use domain::report::{Act, Approver, Report, State};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A party's approval.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Approval {
    pub by: PersonId,
    pub at_ms: i64,
}

/// Remembers that somebody has written of a commitment in a report.
pub(super) async fn note_writer(
    tx: &mut Tx,
    partnership: &PartnershipId,
    id: ReportId,
    commitment: &CommitmentId,
    by: PersonId,
) -> Result<()> {
    let row = vals![partnership.as_str(), id.0, commitment.as_str(), by.0];
    let into = "report_writers (partnership, report, commitment, person)";
    let once = "on conflict (partnership, report, commitment, person) do nothing";
    tx.insert_many(into, 4, vec![row], once).await
}

/// The approvals that a report has.
async fn approvals(tx: &mut Tx, partnership: &PartnershipId, id: ReportId) -> Result<BTreeMap<Approver, Approval>> {
    let sql = "select party, approved_by, approved_at from report_approvals where partnership = $1 and report = $2";
    let mut approvals = BTreeMap::new();
    for row in tx.all(sql, vals![partnership.as_str(), id.0]).await? {
        let party = Approver::read(row.try_get("party")?).context("an unknown party in the database")?;
        approvals.insert(party, Approval { by: row.try_get("approved_by")?, at_ms: row.try_get("approved_at")? });
    }
    Ok(approvals)
}

/// Takes every approval of a report away.
pub(super) async fn clear(tx: &mut Tx, partnership: &PartnershipId, id: ReportId) -> Result<()> {
    let sql = "delete from report_approvals where partnership = $1 and report = $2";
    tx.run(sql, vals![partnership.as_str(), id.0]).await.map(|_| ())
}

impl Store {
    /// The approvals that a report has so far.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn approvals(&self, partnership: &PartnershipId, id: ReportId) -> Result<BTreeMap<Approver, Approval>> {
        approvals(&mut self.begin_reading().await?, partnership, id).await
    }

    /// Approves a party's part of a frozen report. The last approval that it needs takes the report further.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why nothing was approved.
    pub async fn approve_report(
        &self,
        partnership: &PartnershipId,
        id: ReportId,
        party: Approver,
        by: PersonId,
        now_ms: i64,
    ) -> Result<Result<(), NotTaken>> {
        let mut tx = self.begin().await?;
        let of = partnership.as_str();
        tx.lock(of).await?;
        let Some(row) = find(&mut tx, partnership, id).await? else { return Ok(Err(NotTaken::Unknown)) };
        let Some(frozen) = row.frozen.as_ref().filter(|_| row.state == State::Frozen) else {
            return Ok(Err(NotTaken::Elsewhere(row.state)));
        };
        let mut approved = approvals(&mut tx, partnership, id).await?;
        let needed = frozen.approvers();
        if !needed.contains(&party) || approved.contains_key(&party) {
            return Ok(Err(NotTaken::Elsewhere(row.state)));
        }
        let in_force = self.in_force_within(&mut tx, partnership).await?;
        let by_another = in_force.catalogue.get(&row.promise).is_some_and(|promise| promise.approval_by_another);
        if by_another && made_by(&mut tx, partnership, &row, frozen, party).await?.contains(&by) {
            return Ok(Err(NotTaken::OwnWork));
        }
        let sql = "insert into report_approvals (partnership, report, party, approved_by, approved_at) \
                   values ($1, $2, $3, $4, $5)";
        tx.run(sql, vals![of, id.0, party.word(), by.0, now_ms]).await?;
        approved.insert(party, Approval { by, at_ms: now_ms });
        if needed.iter().all(|party| approved.contains_key(party)) && row.state.after(Act::Approve).is_some() {
            let sql = "update reports set state = 'approved', approved_at = $3, approved_by = $4 \
                       where partnership = $1 and id = $2";
            tx.run(sql, vals![of, id.0, now_ms, by.0]).await?;
        }
        let about = json!({ "report": id, "party": party.word() });
        audit::note(&mut tx, partnership, Some(by), AuditEvent::ApproveReport, about, now_ms).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }
}

/// Who has written in a party's part; whoever froze the figures has made the police's.
async fn made_by(
    tx: &mut Tx,
    partnership: &PartnershipId,
    row: &ReportRow,
    frozen: &Report,
    party: Approver,
) -> Result<BTreeSet<PersonId>> {
    let is_part = |commitment: &str| {
        frozen.commitments.iter().any(|c| c.commitment.as_str() == commitment && party.answers_for(c.owner))
    };
    let froze = |step: &&StepTaken| step.state == State::Frozen && party == Approver::Police;
    let mut people: BTreeSet<PersonId> = row.steps.iter().filter(froze).map(|step| step.by).collect();
    let sql = "select commitment, person from report_writers where partnership = $1 and report = $2";
    for writer in tx.all(sql, vals![partnership.as_str(), row.id.0]).await? {
        if is_part(writer.try_get("commitment")?) {
            people.insert(writer.try_get("person")?);
        }
    }
    Ok(people)
}
