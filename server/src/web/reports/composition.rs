//! Reports of a promise: made of figures, compared with what has come in since, set on paper and in sheets.

use super::view::draft::{Drafting, Sums, report};
use crate::store::{DeviceRow, InForce, ReportFigures, ReportRow, Week};
use crate::web::dashboard::view::Weekly;
use anyhow::{Context, Result};
use domain::calendar::{Day, Span};
use domain::report::{Audience, Correction, NamedGap, Report, Trust, corrections};
use std::collections::BTreeMap;

/// A phone is silent when nothing was heard from it for so many days.
const SILENT_DAYS: i32 = 2;

/// Makes the report of figures as they were read.
///
/// # Errors
/// When the promise isn't in force any more.
pub fn composed(row: &ReportRow, of: &ReportFigures, now_ms: i64) -> Result<Report> {
    let promise = of.promise(row).context("the report's promise is no longer in force")?;
    let sums = Sums { totals: of.totals.clone(), within: of.within.clone(), weeks: weekly(&of.weeks, row.period.days) };
    let zone = &of.in_force.zone;
    let trust = trust(&of.devices, &of.in_force, zone.day_of(now_ms));
    Ok(report(&Drafting {
        promise,
        name: &row.name,
        period: row.period,
        as_of: zone.moment(now_ms),
        trust: &trust,
        sums: &sums,
        texts: &of.texts,
        told: &of.told,
        choices: &of.choices,
    }))
}

/// What has changed since a report was frozen; `None` where the promise is read by another version now, or not at all.
///
/// # Errors
/// Never for a report that was frozen by this server.
pub fn changed(
    row: &ReportRow,
    frozen: &Report,
    now: Option<&ReportFigures>,
    audience: Audience,
    now_ms: i64,
) -> Result<Option<Vec<Correction>>> {
    let Some(figures) = now else { return Ok(None) };
    if figures.promise(row).is_none_or(|promise| promise.version != frozen.version) {
        return Ok(None);
    }
    Ok(Some(corrections(frozen, &composed(row, figures, now_ms)?, audience)))
}

/// Counts by week, the same number of weeks for all.
fn weekly(weeks: &[Week], days: Span) -> Vec<Weekly> {
    let monday = |day: Day| day.plus(1 - day.weekday() as i32);
    let first = monday(days.from);
    let all = (monday(days.to).0 - first.0) as usize / 7 + 1;
    let mut rows: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for week in weeks {
        let row = rows.entry((week.target.clone(), week.area.clone())).or_insert_with(|| vec![0; all]);
        if let Some(count) = row.get_mut(((week.monday.0 - first.0) / 7) as usize) {
            *count += week.count;
        }
    }
    rows.into_iter().map(|((target, area), counts)| Weekly { target, area, counts }).collect()
}

/// What is known to be missing.
fn trust(devices: &[DeviceRow], in_force: &InForce, today: Day) -> Trust {
    let live = || devices.iter().filter(|d| !d.revoked);
    let silent = |d: &&DeviceRow| d.heard_at_ms.is_none_or(|at| today.0 - in_force.zone.day_of(at).0 >= SILENT_DAYS);
    let gap = |d: &DeviceRow| NamedGap { device: d.name.clone(), missing: d.missing.clone() };
    Trust {
        devices: u32::try_from(live().count()).unwrap_or(u32::MAX),
        silent: u32::try_from(live().filter(silent).count()).unwrap_or(u32::MAX),
        waiting: live().map(|d| d.waiting).sum(),
        gaps: devices.iter().filter(|d| !d.missing.is_empty()).map(gap).collect(),
    }
}

/// What a report is shown with, on whatever it is shown.
#[derive(Clone, Debug)]
pub struct Shown {
    pub report: Report,
    pub audience: Audience,
    /// Phones by name: for supervisors.
    pub named: bool,
    /// Made-up entries; said on paper too.
    pub demo: bool,
    /// `None` for a draft; the inner one is none where a new version counts otherwise.
    pub corrections: Option<Option<Vec<Correction>>>,
    /// The steps that were taken, as they read.
    pub steps: Vec<String>,
}

impl Shown {
    pub(super) fn is_draft(&self) -> bool {
        self.corrections.is_none()
    }

    pub(super) fn trust(&self) -> Vec<String> {
        use texts::report as said;
        if self.named { said::trust(&self.report.trust) } else { said::trust_public(&self.report.trust) }
    }
}
