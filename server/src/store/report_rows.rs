//! Which rows a report tells one by one, and with which words: chosen while it is a draft.

use super::audit::{self, AuditEvent};
use super::report_approvals::note_writer;
use super::report_texts::draft_state;
use super::sql::{Tx, vals};
use super::{Store, reports::NotTaken};
use crate::fingerprint;
use anyhow::{Context, Result};
use domain::id::{CommitmentId, EntryId, PartnershipId, PersonId, ReportId};
use domain::report::{RowChoice, RowId};
use serde_json::json;
use std::collections::BTreeMap;

/// A choice about one row, and what the form showed when it was opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowAsked {
    pub report: ReportId,
    /// Whose part of the report it is.
    pub commitment: CommitmentId,
    pub row: RowId,
    pub choice: RowChoice,
    /// The fingerprint of the choice that was there ([`Choosing::seen`]).
    pub seen: String,
}

/// How a choice is named by the forms that show it.
pub trait Choosing {
    /// Its fingerprint.
    fn seen(&self) -> String;
}

impl Choosing for Option<&RowChoice> {
    fn seen(&self) -> String {
        let Some(choice) = self else { return fingerprint::NOTHING.to_owned() };
        let mut parts = vec![if choice.shown { "shown" } else { "left out" }];
        parts.extend(choice.texts.iter().flat_map(|(id, text)| [id.as_str(), text.as_str()]));
        fingerprint::fingerprint(&parts)
    }
}

/// Every choice that was made about a report's rows.
pub(super) async fn choices(
    tx: &mut Tx,
    partnership: &PartnershipId,
    id: ReportId,
) -> Result<BTreeMap<RowId, RowChoice>> {
    let sql = "select target, root, shown, texts, recorded from report_rows where partnership = $1 and report = $2";
    let mut choices = BTreeMap::new();
    for row in tx.all(sql, vals![partnership.as_str(), id.0]).await? {
        let texts =
            |column| serde_json::from_str(row.try_get(column)?).context("the texts of a report's row can't be read");
        let choice = RowChoice { shown: row.try_get("shown")?, texts: texts("texts")?, recorded: texts("recorded")? };
        choices.insert((row.try_get("target")?, row.try_get("root")?), choice);
    }
    Ok(choices)
}

impl Store {
    /// Notes that rows of a report were read one by one, and which.
    ///
    /// # Errors
    /// When the database fails: the rows must then not be shown.
    pub async fn note_rows_read(
        &self,
        partnership: &PartnershipId,
        reader: PersonId,
        report: ReportId,
        roots: Vec<EntryId>,
        now_ms: i64,
    ) -> Result<()> {
        if roots.is_empty() {
            return Ok(());
        }
        let about = audit::with_entries(json!({ "report": report }), roots);
        self.note(partnership, Some(reader), AuditEvent::ReadEntries, about, now_ms).await
    }

    /// Keeps what somebody decided about a row, as long as the report is a draft.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why nothing was kept.
    pub async fn choose_row(
        &self,
        partnership: &PartnershipId,
        asked: &RowAsked,
        by: PersonId,
        now_ms: i64,
    ) -> Result<Result<(), NotTaken>> {
        let mut tx = self.begin().await?;
        let of = partnership.as_str();
        tx.lock(of).await?;
        if let Err(not) = draft_state(&mut tx, partnership, asked.report).await? {
            return Ok(Err(not));
        }
        let held = choices(&mut tx, partnership, asked.report).await?;
        let there = held.get(&asked.row);
        if there == Some(&asked.choice) {
            return Ok(Ok(()));
        }
        if there.seen() != asked.seen {
            return Ok(Err(NotTaken::Overtaken));
        }
        let (target, root) = &asked.row;
        let sql = "insert into report_rows \
                   (partnership, report, target, root, shown, texts, recorded, chosen_by, chosen_at) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                   on conflict (partnership, report, target, root) do update set shown = excluded.shown, \
                   texts = excluded.texts, recorded = excluded.recorded, chosen_by = excluded.chosen_by, \
                   chosen_at = excluded.chosen_at";
        let (texts, recorded) =
            (serde_json::to_string(&asked.choice.texts)?, serde_json::to_string(&asked.choice.recorded)?);
        let vals =
            vals![of, asked.report.0, target.as_str(), root.0, asked.choice.shown, texts, recorded, by.0, now_ms];
        tx.run(sql, vals).await?;
        note_writer(&mut tx, partnership, asked.report, &asked.commitment, by).await?;
        let about = json!({ "report": asked.report, "target": target, "occasion": root, "shown": asked.choice.shown });
        audit::note(&mut tx, partnership, Some(by), AuditEvent::ChooseRow, about, now_ms).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }
}
