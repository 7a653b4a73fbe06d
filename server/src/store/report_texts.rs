//! What people write in a report while it is a draft.

use super::audit::{self, AuditEvent};
use super::report_approvals::note_writer;
use super::sql::{Tx, vals};
use super::{Store, reports::NotTaken};
use crate::fingerprint;
use anyhow::{Context, Result};
use domain::calendar::{Day, Span};
use domain::id::{CommitmentId, PartnershipId, PersonId, ReportId};
use domain::promise::Promise;
use domain::report::State;
use domain::standing::Total;
use serde_json::json;
use std::collections::BTreeMap;

/// What somebody wrote of a commitment; `None` leaves it to the facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    pub commitment: CommitmentId,
    pub text: Option<String>,
    /// The fingerprint of the text that was there when the form was opened ([`fingerprint::of_text`]).
    pub seen: String,
}

/// A text as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenText {
    pub text: String,
    pub by: PersonId,
    pub at_ms: i64,
}

/// All that is written in a report.
pub(super) async fn texts(
    tx: &mut Tx,
    partnership: &PartnershipId,
    id: ReportId,
) -> Result<BTreeMap<CommitmentId, String>> {
    let sql = "select commitment, text from report_texts where partnership = $1 and report = $2";
    let rows = tx.all(sql, vals![partnership.as_str(), id.0]).await?;
    rows.iter().map(|row| Ok((row.try_get("commitment")?, row.try_get("text")?))).collect()
}

/// What was told of commitments that are followed in words alone: a total for each of their targets, of the texts that
/// stand in published reports of periods which end within some days.
pub(super) async fn told(tx: &mut Tx, promise: &Promise, days: Span) -> Result<Vec<Total>> {
    let sql = "select t.commitment, r.to_day, count(*) as count from report_texts t \
               join reports r on r.partnership = t.partnership and r.id = t.report \
               where r.partnership = $1 and r.promise = $2 and r.state = 'published' and r.to_day >= $3 \
               and r.to_day <= $4 group by t.commitment, r.to_day order by t.commitment, r.to_day";
    let (of, id) = (promise.partnership.as_str(), promise.id.as_str());
    let rows = tx.all(sql, vals![of, id, i64::from(days.from.0), i64::from(days.to.0)]).await?;
    let mut totals = Vec::new();
    for commitment in &promise.commitments {
        let mut told = Vec::new();
        for row in &rows {
            if row.try_get::<&str>("commitment")? == commitment.id.as_str() {
                told.push((row.try_get::<Day>("to_day")?, row.try_get("count")?, 0));
            }
        }
        let in_words = commitment.targets.iter().filter(|t| t.in_words() && !told.is_empty());
        totals.extend(in_words.map(|target| Total {
            target: target.id.clone(),
            area: None,
            count: told.iter().map(|(_, count, _)| count).sum(),
            numerator: None,
            minutes: 0,
            too_short: 0,
            days: told.clone(),
        }));
    }
    Ok(totals)
}

/// Why a report can't be written in, unless it is a draft.
pub(super) async fn draft_state(
    tx: &mut Tx,
    partnership: &PartnershipId,
    id: ReportId,
) -> Result<Result<(), NotTaken>> {
    let sql = "select state from reports where partnership = $1 and id = $2";
    let Some(row) = tx.first(sql, vals![partnership.as_str(), id.0]).await? else { return Ok(Err(NotTaken::Unknown)) };
    let state = State::read(row.try_get("state")?).context("an unknown state of a report in the database")?;
    Ok(if state == State::Draft { Ok(()) } else { Err(NotTaken::Elsewhere(state)) })
}

async fn text(
    tx: &mut Tx,
    partnership: &PartnershipId,
    id: ReportId,
    commitment: &CommitmentId,
) -> Result<Option<WrittenText>> {
    let sql = "select text, written_by, written_at from report_texts \
               where partnership = $1 and report = $2 and commitment = $3";
    let row = tx.first(sql, vals![partnership.as_str(), id.0, commitment.as_str()]).await?;
    row.map(|row| {
        Ok(WrittenText {
            text: row.try_get("text")?,
            by: row.try_get("written_by")?,
            at_ms: row.try_get("written_at")?,
        })
    })
    .transpose()
}

impl Store {
    /// What somebody wrote of a commitment, if anybody did.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn written_text(
        &self,
        partnership: &PartnershipId,
        id: ReportId,
        commitment: &CommitmentId,
    ) -> Result<Option<WrittenText>> {
        text(&mut self.begin_reading().await?, partnership, id, commitment).await
    }

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
        if let Err(not) = draft_state(&mut tx, partnership, id).await? {
            return Ok(Err(not));
        }
        let there = text(&mut tx, partnership, id, &written.commitment).await?.map(|there| there.text);
        if there == written.text {
            return Ok(Ok(()));
        }
        if fingerprint::of_text(there.as_deref()) != written.seen {
            return Ok(Err(NotTaken::Overtaken));
        }
        let commitment = written.commitment.as_str();
        let sql = "delete from report_texts where partnership = $1 and report = $2 and commitment = $3";
        tx.run(sql, vals![of, id.0, commitment]).await?;
        if let Some(text) = &written.text {
            let sql = "insert into report_texts (partnership, report, commitment, text, written_by, written_at) \
                       values ($1, $2, $3, $4, $5, $6)";
            tx.run(sql, vals![of, id.0, commitment, text.as_str(), by.0, now_ms]).await?;
        }
        note_writer(&mut tx, partnership, id, &written.commitment, by).await?;
        let about = json!({ "report": id, "commitment": written.commitment });
        audit::note(&mut tx, partnership, Some(by), AuditEvent::WriteReport, about, now_ms).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }
}
