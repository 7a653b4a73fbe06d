//! Reports: begun, frozen with their figures in one transaction, and taken on their way.

use super::audit::{self, AuditEvent};
use super::devices::devices;
use super::report_lists::told;
use super::report_rows::choices;
use super::report_texts::texts;
use super::sql::{Row, Tx, vals};
use super::{DeviceRow, InForce, Store, Week, YearOf, commits, report_approvals, report_withdrawals, tallies};
use anyhow::{Context, Result};
use domain::calendar::Span;
use domain::id::{CommitmentId, PartnershipId, PersonId, PromiseId, ReportId, TargetId};
use domain::promise::Promise;
use domain::report::{Act, LISTED, Occurrence, Period, PeriodKind, Report, RowChoice, RowId, State};
use domain::standing::Total;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A report as it is kept.
#[derive(Clone, PartialEq, Debug)]
pub struct ReportRow {
    pub id: ReportId,
    pub promise: PromiseId,
    pub name: String,
    pub period: Period,
    pub state: State,
    /// As it was frozen; `None` for a draft.
    pub frozen: Option<Report>,
    /// The way so far, oldest first.
    pub steps: Vec<StepTaken>,
    /// Why it was taken back, where somebody said why; `None` too for one that a newer report replaced.
    pub withdrawn: Option<String>,
}

/// When a report came into a state, and by whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StepTaken {
    pub state: State,
    pub at_ms: i64,
    pub by: PersonId,
}

/// Everything that a report's figures are made of, as one transaction saw it.
#[derive(Clone, Debug)]
pub struct ReportFigures {
    pub in_force: Arc<InForce>,
    pub totals: Vec<Total>,
    /// Of the period's days alone.
    pub within: Vec<Total>,
    pub weeks: Vec<Week>,
    pub devices: Vec<DeviceRow>,
    pub texts: BTreeMap<CommitmentId, String>,
    /// What can be told one by one.
    pub told: BTreeMap<TargetId, Vec<Occurrence>>,
    /// What somebody decided about each of it.
    pub choices: BTreeMap<RowId, RowChoice>,
}

/// Makes the report of the figures that were read.
pub type Compose<'a> = &'a (dyn Fn(&ReportRow, &ReportFigures) -> Result<Report> + Sync);

/// Why a report isn't taken further.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotTaken {
    Unknown,
    /// Somebody else was quicker, or the step isn't possible from its state.
    Elsewhere(State),
    /// Somebody else has saved since the form was opened.
    Overtaken,
    /// The promise asks for another person than whoever made what is approved.
    OwnWork,
}

const SELECT: &str = "select id, promise, kind, from_day, to_day, name, state, drafted_at, drafted_by, frozen_at, \
                      frozen_by, approved_at, approved_by, published_at, published_by, body, withdrawn_at, \
                      withdrawn_by, withdrawn_reason from reports \
                      where partnership = $1";

/// A list has no use of the bodies.
const LIST: &str = "select id, promise, kind, from_day, to_day, name, state, drafted_at, drafted_by, frozen_at, \
                    frozen_by, approved_at, approved_by, published_at, published_by, cast(null as text) as body, withdrawn_at, \
                    withdrawn_by, withdrawn_reason from reports \
                    where partnership = $1";

fn report(row: &Row) -> Result<ReportRow> {
    let kind = PeriodKind::read(row.try_get("kind")?).context("an unknown kind of period in the database")?;
    let days = Span { from: row.try_get("from_day")?, to: row.try_get("to_day")? };
    let mut steps = Vec::new();
    for (state, at, by) in [
        (State::Draft, "drafted_at", "drafted_by"),
        (State::Frozen, "frozen_at", "frozen_by"),
        (State::Approved, "approved_at", "approved_by"),
        (State::Published, "published_at", "published_by"),
        (State::Withdrawn, "withdrawn_at", "withdrawn_by"),
    ] {
        if let (Some(at_ms), Some(by)) = (row.try_get(at)?, row.try_get(by)?) {
            steps.push(StepTaken { state, at_ms, by });
        }
    }
    let body = row.try_get::<Option<&str>>("body")?;
    Ok(ReportRow {
        id: row.try_get("id")?,
        promise: row.try_get("promise")?,
        name: row.try_get("name")?,
        period: Period { kind, days },
        state: State::read(row.try_get("state")?).context("an unknown state of a report in the database")?,
        frozen: body.map(serde_json::from_str).transpose().context("a frozen report can't be read")?,
        steps,
        withdrawn: row.try_get("withdrawn_reason")?,
    })
}

pub(super) async fn find(tx: &mut Tx, partnership: &PartnershipId, id: ReportId) -> Result<Option<ReportRow>> {
    let row = tx.first(format!("{SELECT} and id = $2"), vals![partnership.as_str(), id.0]).await?;
    row.as_ref().map(report).transpose()
}

impl Store {
    /// Begins a report, or answers the draft that there is for the same days already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft_report(
        &self,
        partnership: &PartnershipId,
        new: &ReportRow,
        by: PersonId,
        now_ms: i64,
    ) -> Result<ReportId> {
        let mut tx = self.begin().await?;
        let of = partnership.as_str();
        tx.lock(of).await?;
        let (from, to) = (i64::from(new.period.days.from.0), i64::from(new.period.days.to.0));
        let sql = "select id from reports where partnership = $1 and promise = $2 and from_day = $3 and to_day = $4 \
                   and state = 'draft'";
        if let Some(row) = tx.first(sql, vals![of, new.promise.as_str(), from, to]).await? {
            return row.try_get("id");
        }
        let sql = "insert into reports (partnership, id, promise, kind, from_day, to_day, name, state, drafted_at, \
                   drafted_by) values ($1, $2, $3, $4, $5, $6, $7, 'draft', $8, $9)";
        let kind = new.period.kind.word();
        let vals = vals![of, new.id.0, new.promise.as_str(), kind, from, to, new.name.as_str(), now_ms, by.0];
        tx.run(sql, vals).await?;
        let about =
            json!({ "report": new.id, "promise": new.promise, "from": new.period.days.from, "to": new.period.days.to });
        audit::note(&mut tx, partnership, Some(by), AuditEvent::DraftReport, about, now_ms).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// The newest reports of a partnership, those of the latest days first; their bodies are left out.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn reports(&self, partnership: &PartnershipId) -> Result<Vec<ReportRow>> {
        let sql = format!("{LIST} order by to_day desc, from_day desc, id desc limit $2");
        let rows = self.begin_reading().await?.all(sql, vals![partnership.as_str(), LISTED as i64]).await?;
        rows.iter().map(report).collect()
    }

    /// The published reports of a promise, those of the latest days first; their bodies are left out.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn published_reports(&self, partnership: &PartnershipId, promise: &PromiseId) -> Result<Vec<ReportRow>> {
        self.reports_of(partnership, promise, "state = 'published'").await
    }

    /// The reports of a promise in some state, those of the latest days first; their bodies are left out.
    pub(super) async fn reports_of(
        &self,
        partnership: &PartnershipId,
        promise: &PromiseId,
        which: &'static str,
    ) -> Result<Vec<ReportRow>> {
        let sql = format!("{LIST} and promise = $2 and {which} order by to_day desc, from_day desc, id desc limit $3");
        let vals = vals![partnership.as_str(), promise.as_str(), LISTED as i64];
        let rows = self.begin_reading().await?.all(sql, vals).await?;
        rows.iter().map(report).collect()
    }

    /// One report.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn report(&self, partnership: &PartnershipId, id: ReportId) -> Result<Option<ReportRow>> {
        find(&mut self.begin_reading().await?, partnership, id).await
    }

    /// Whose a report is that was published, and the report, taken back or not: what everybody may ask for.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn published_report(
        &self,
        promise: &PromiseId,
        id: ReportId,
    ) -> Result<Option<(PartnershipId, ReportRow)>> {
        let mut tx = self.begin_reading().await?;
        let sql =
            "select partnership from reports where promise = $1 and id = $2 and state in ('published', 'withdrawn')";
        let Some(row) = tx.first(sql, vals![promise.as_str(), id.0]).await? else { return Ok(None) };
        let partnership = row.try_get::<PartnershipId>("partnership")?;
        Ok(find(&mut tx, &partnership, id).await?.map(|report| (partnership, report)))
    }

    /// The figures of a report as they are now.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn report_figures(&self, partnership: &PartnershipId, of: &ReportRow) -> Result<Option<ReportFigures>> {
        self.figures_within(&mut self.begin_reading().await?, partnership, of).await
    }

    async fn figures_within(
        &self,
        tx: &mut Tx,
        partnership: &PartnershipId,
        of: &ReportRow,
    ) -> Result<Option<ReportFigures>> {
        let in_force = self.in_force_within(tx, partnership).await?;
        let Some(promise) = in_force.catalogue.get(&of.promise).cloned() else { return Ok(None) };
        let days = of.period.days;
        let year = YearOf::of_report(days.to);
        Ok(Some(ReportFigures {
            totals: tallies::totals(tx, &promise, year).await?,
            within: tallies::within(tx, &promise, days).await?,
            weeks: tallies::by_week(tx, &promise, days).await?,
            devices: devices(tx, partnership).await?,
            texts: texts(tx, partnership, of.id).await?,
            told: told(tx, &promise, &in_force, days.to).await?,
            choices: choices(tx, partnership, of.id).await?,
            in_force,
        }))
    }

    /// Freezes a draft: its figures are read, its body is written and its state changes in one transaction, so that
    /// not an entry comes in between.
    ///
    /// # Errors
    /// The outer error when the database fails or the report can't be made; the inner one says why it isn't frozen.
    pub async fn freeze_report(
        &self,
        partnership: &PartnershipId,
        id: ReportId,
        by: PersonId,
        now_ms: i64,
        compose: Compose<'_>,
    ) -> Result<Result<(), NotTaken>> {
        let mut tx = self.begin().await?;
        tx.lock(partnership.as_str()).await?;
        let Some(row) = find(&mut tx, partnership, id).await? else { return Ok(Err(NotTaken::Unknown)) };
        if row.state != State::Draft {
            return Ok(Err(NotTaken::Elsewhere(row.state)));
        }
        let Some(figures) = self.figures_within(&mut tx, partnership, &row).await? else {
            return Ok(Err(NotTaken::Unknown));
        };
        let frozen = compose(&row, &figures)?;
        let sql = "update reports set state = 'frozen', version = $3, body = $4, frozen_at = $5, frozen_by = $6 \
                   where partnership = $1 and id = $2";
        let body = serde_json::to_string(&frozen)?;
        let vals = vals![partnership.as_str(), id.0, i64::from(frozen.version), body, now_ms, by.0];
        tx.run(sql, vals).await?;
        audit::note(&mut tx, partnership, Some(by), AuditEvent::FreezeReport, json!({ "report": id }), now_ms).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Publishes an approved report, which takes the place of an older one of the same days; or opens one again.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why nothing has changed.
    pub async fn take_report(
        &self,
        partnership: &PartnershipId,
        id: ReportId,
        step: Step,
        by: PersonId,
        now_ms: i64,
    ) -> Result<Result<(), NotTaken>> {
        let mut tx = self.begin().await?;
        let of = partnership.as_str();
        tx.lock(of).await?;
        let Some(row) = find(&mut tx, partnership, id).await? else { return Ok(Err(NotTaken::Unknown)) };
        let (act, deed) = match step {
            Step::Publish => (Act::Publish, AuditEvent::PublishReport),
            Step::Reopen => (Act::Reopen, AuditEvent::ReopenReport),
        };
        if row.state.after(act).is_none() {
            return Ok(Err(NotTaken::Elsewhere(row.state)));
        }
        let mut about = json!({ "report": id });
        match step {
            Step::Publish => {
                let sql = "update reports set state = 'published', published_at = $3, published_by = $4 \
                           where partnership = $1 and id = $2";
                tx.run(sql, vals![of, id.0, now_ms, by.0]).await?;
                let replaced = report_withdrawals::replace(&mut tx, partnership, &row, by, now_ms).await?;
                if !replaced.is_empty() {
                    about["replaces"] = json!(replaced);
                }
            }
            Step::Reopen => {
                let sql = "update reports set state = 'draft', version = null, body = null, frozen_at = null, \
                           frozen_by = null, approved_at = null, approved_by = null where partnership = $1 and id = $2";
                tx.run(sql, vals![of, id.0]).await?;
                report_approvals::clear(&mut tx, partnership, id).await?;
            }
        }
        // What is told in words counts once it is published: the figures are others.
        let number = commits::raise(&mut tx, partnership).await?;
        audit::note(&mut tx, partnership, Some(by), deed, about, now_ms).await?;
        tx.commit().await?;
        self.commits.tell(partnership, number);
        Ok(Ok(()))
    }
}

/// A step that one person takes alone, without figures being read or words being written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    Publish,
    /// Back to a draft.
    Reopen,
}

/// The promise that a report's figures were read by.
impl ReportFigures {
    #[must_use]
    pub fn promise(&self, of: &ReportRow) -> Option<&Promise> {
        self.in_force.catalogue.get(&of.promise)
    }
}
