//! The tallies by day: written with the merge, read by every page.

use super::sql::{Row, Tx, Val, vals};
use super::sums::Rows;
use super::{Store, report_texts};
use anyhow::{Context, Result};
use domain::calendar::{Day, Span};
use domain::id::{AreaId, EntryId, PartnershipId, TargetId};
use domain::promise::{Per, Promise, Target};
use domain::standing::{Done, Total};
use domain::tally::{Amount, Cell, Tally};
use std::collections::BTreeMap;

/// Something of an occasion that only a person can settle.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Question {
    pub(super) root: EntryId,
    pub(super) word: String,
}

/// Which days of a promise a page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct YearOf {
    pub year: i32,
    /// The last day that counts in: today, or earlier on the public page.
    pub through: Day,
    /// The last day on which an ISO week is still kept that had its Thursday by `through`: that day, except for a report,
    /// whose last week may end after it.
    pub weeks_through: Day,
}

impl YearOf {
    /// A year's figures through a day.
    #[must_use]
    pub fn through(year: i32, through: Day) -> Self {
        Self { year, through, weeks_through: through }
    }

    /// The figures of a report through its last day, with its last ISO week whole.
    #[must_use]
    pub fn of_report(last: Day) -> Self {
        Self { year: last.year(), through: last, weeks_through: end_of_week(last) }
    }

    fn holds(&self, target: &Target, day: Day) -> bool {
        day <= self.through || target.by_week() && day <= self.weeks_through
    }
}

/// The Sunday of the ISO week of a day, where the week belongs to the days until then; else the day itself.
#[must_use]
pub fn end_of_week(day: Day) -> Day {
    let weekday = day.weekday() as i32;
    if weekday < 4 { day } else { day.plus(7 - weekday) }
}

/// A state of a partnership: figures of a later commit of the same epoch have all of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AsOfCommit {
    pub epoch: String,
    pub commit_no: i64,
}

/// What was counted for a target in an area in one week.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Week {
    pub target: TargetId,
    pub area: Option<AreaId>,
    /// The week's Monday.
    pub monday: Day,
    pub count: i64,
}

/// The parts of a tally, to be added to those of a run.
pub(super) fn rows(of: &PartnershipId, run: i64, tally: Tally) -> Rows {
    let row = |(cell, amount): (Cell, Amount)| -> Vec<Val> {
        vals![
            of.as_str(),
            run,
            cell.promise.as_str(),
            i64::from(cell.version),
            cell.target.as_str(),
            cell.area.as_ref().map_or("", |a| a.as_str()),
            i64::from(cell.day.0),
            amount.count,
            amount.numerator,
            amount.minutes,
            amount.too_short,
        ]
    };
    Rows {
        into: "counted_tallies as held (partnership, run, promise, version, target, area, day, count, numerator, minutes, \
               too_short)",
        columns: 11,
        conflict: "on conflict (partnership, run, promise, version, target, area, day) do update set \
                   count = held.count + excluded.count, numerator = held.numerator + excluded.numerator, \
                   minutes = held.minutes + excluded.minutes, too_short = held.too_short + excluded.too_short",
        rows: tally.0.into_iter().map(row).collect(),
    }
}

/// Questions that are open, or with -1 open no more, to be added to those of a run.
pub(super) fn question_rows(of: &PartnershipId, run: i64, questions: BTreeMap<Question, i64>) -> Rows {
    let row = |(new, count): (Question, i64)| vals![of.as_str(), run, new.root.0, new.word, count];
    Rows {
        into: "counted_questions as held (partnership, run, root, question, count)",
        columns: 5,
        conflict: "on conflict (partnership, run, root, question) do update set count = held.count + excluded.count",
        rows: questions.into_iter().map(row).collect(),
    }
}

fn area(row: &Row) -> Result<Option<AreaId>> {
    Ok(Some(row.try_get::<String>("area")?).filter(|a| !a.is_empty()).map(AreaId))
}

impl Store {
    /// Each target's sums by area over its period in the year, or where its goal is for the whole promise, from its
    /// beginning to the year's end: what came after belongs to a later year's page.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn totals(&self, promise: &Promise, days: YearOf) -> Result<Vec<Total>> {
        totals(&mut self.begin_reading().await?, promise, days).await
    }

    /// The same, with the state of the database that they were read in.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn totals_as_of(&self, promise: &Promise, days: YearOf) -> Result<(Vec<Total>, AsOfCommit)> {
        let mut tx = self.begin_reading().await?;
        let sql = "select p.commit_no, f.fact as epoch from partnerships p join server_facts f on f.name = 'epoch' where p.id = $1";
        let row = tx.first(sql, vals![promise.partnership.as_str()]).await?;
        let row = row.context("the partnership isn't there any more")?;
        let as_of = AsOfCommit { epoch: row.try_get("epoch")?, commit_no: row.try_get("commit_no")? };
        Ok((totals(&mut tx, promise, days).await?, as_of))
    }

    /// Counts by week for the weeks that end with the day's own.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn weeks(&self, promise: &Promise, day: Day, weeks: i32) -> Result<Vec<Week>> {
        let monday = day.plus(1 - day.weekday() as i32);
        let days = Span { from: monday.plus(-7 * (weeks - 1)), to: day };
        by_week(&mut self.begin_reading().await?, promise, days).await
    }

    /// Every part of every figure of a partnership; for comparing with a count from scratch.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn tally(&self, partnership: &PartnershipId) -> Result<Tally> {
        let sql = "select promise, version, target, area, day, count, numerator, minutes, too_short from tallies \
                   where partnership = $1";
        let mut tally = Tally::default();
        for row in self.begin_reading().await?.all(sql, vals![partnership.as_str()]).await? {
            let cell = Cell {
                promise: row.try_get("promise")?,
                version: row.try_get("version")?,
                target: row.try_get("target")?,
                area: area(&row)?,
                day: row.try_get("day")?,
            };
            let amount = Amount {
                count: row.try_get("count")?,
                numerator: row.try_get("numerator")?,
                minutes: row.try_get("minutes")?,
                too_short: row.try_get("too_short")?,
            };
            tally.add([(cell, amount)]);
        }
        Ok(tally.settled())
    }

    /// How many occasions wait for a person, by the word for why.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn open_questions(&self, partnership: &PartnershipId) -> Result<Vec<(String, u64)>> {
        let sql = "select question, count(*) as count from open_questions where partnership = $1 \
                   group by question order by question";
        let rows = self.begin_reading().await?.all(sql, vals![partnership.as_str()]).await?;
        rows.iter().map(|row| Ok((row.try_get("question")?, row.try_get("count")?))).collect()
    }
}

/// The days behind the totals of targets that are judged by when something was done.
async fn by_day(tx: &mut Tx, promise: &Promise, of: YearOf, totals: &mut Vec<Total>) -> Result<()> {
    let targets: Vec<&Target> = promise.targets().filter(|t| t.by_day()).collect();
    let Some(year) = Span::of_year(of.year).filter(|_| !targets.is_empty()) else { return Ok(()) };
    let whole = targets.iter().any(|t| t.goal_for() == Per::Whole);
    // An ISO week reaches over New Year by up to six days.
    let wide = Span { from: year.from.plus(-6), to: year.to.plus(6) };
    let span = if whole { Span { from: promise.from.min(wide.from), to: wide.to } } else { wide };
    let places: Vec<String> = (6..6 + targets.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "select target, area, day, count, numerator from tallies where partnership = $1 and promise = $2 \
         and version = $3 and day >= $4 and day <= $5 and count <> 0 and target in ({}) order by target, area, day",
        places.join(",")
    );
    let (from, to) = (i64::from(span.from.0), i64::from(span.to.min(of.weeks_through).0));
    let mut vals = vals![promise.partnership.as_str(), promise.id.as_str(), i64::from(promise.version), from, to];
    vals.extend(targets.iter().map(|t| Val::from(t.id.as_str())));
    for row in tx.all(sql, vals).await? {
        let (id, area): (TargetId, _) = (row.try_get("target")?, area(&row)?);
        let done: Done = (row.try_get("day")?, row.try_get("count")?, row.try_get("numerator")?);
        let of_its =
            |t: &&&Target| t.id == id && of.holds(t, done.0) && (t.goal_for() == Per::Whole || wide.holds(done.0));
        let Some(target) = targets.iter().find(of_its) else { continue };
        match totals.iter_mut().find(|t| t.target == id && t.area == area) {
            Some(total) => total.days.push(done),
            None => totals.push(Total {
                target: id,
                area,
                count: 0,
                numerator: target.numerator().map(|_| 0),
                minutes: 0,
                too_short: 0,
                days: vec![done],
            }),
        }
    }
    Ok(())
}

/// Counts of a span's days by week.
pub(super) async fn by_week(tx: &mut Tx, promise: &Promise, days: Span) -> Result<Vec<Week>> {
    // Days count from a Thursday, so Mondays are three days later than multiples of seven.
    let sql = "select target, area, (day + 3) / 7 as week, cast(sum(count) as bigint) as count from tallies \
               where partnership = $1 and promise = $2 and version = $3 and day >= $4 and day <= $5 \
               group by target, area, week order by target, area, week";
    let (of, id) = (promise.partnership.as_str(), promise.id.as_str());
    let vals = vals![of, id, i64::from(promise.version), i64::from(days.from.0), i64::from(days.to.0)];
    let week = |row: &Row| {
        let monday = Day(i32::try_from(row.try_get::<i64>("week")?)? * 7 - 3);
        Ok(Week { target: row.try_get("target")?, area: area(row)?, monday, count: row.try_get("count")? })
    };
    tx.all(sql, vals).await?.iter().map(week).collect()
}

/// What [`Store::totals`] reads, as a transaction sees it.
pub(super) async fn totals(tx: &mut Tx, promise: &Promise, days: YearOf) -> Result<Vec<Total>> {
    let mut totals = Vec::new();
    for per_whole in [false, true] {
        let mine = |t: &Target| (t.goal_for() == Per::Whole) == per_whole;
        // A year that is looked back on knows nothing of what came after it.
        let so_far = |year: Span| Span { from: promise.from, to: year.to.min(promise.to) };
        let span = Span::of_year(days.year).map(|year| if per_whole { so_far(year) } else { year });
        let (Some(span), true) = (span, promise.targets().any(mine)) else { continue };
        totals.extend(between(tx, promise, Span { from: span.from, to: span.to.min(days.through) }, &mine).await?);
    }
    by_day(tx, promise, days, &mut totals).await?;
    if let Some(year) = Span::of_year(days.year).filter(|_| promise.targets().any(Target::in_words)) {
        totals.extend(report_texts::told(tx, promise, Span { from: year.from, to: year.to.min(days.through) }).await?);
    }
    Ok(totals)
}

/// The sums of a span's days alone, whatever periods the goals are for.
pub(super) async fn within(tx: &mut Tx, promise: &Promise, days: Span) -> Result<Vec<Total>> {
    between(tx, promise, days, &|_| true).await
}

async fn between(
    tx: &mut Tx,
    promise: &Promise,
    days: Span,
    of: &(dyn Fn(&Target) -> bool + Sync),
) -> Result<Vec<Total>> {
    let mut totals = Vec::new();
    for row in sums(tx, promise, days).await? {
        let id: TargetId = row.try_get("target")?;
        let Some(target) = promise.targets().find(|t| t.id == id && of(t)) else { continue };
        totals.push(Total {
            target: id,
            area: area(&row)?,
            count: row.try_get("count")?,
            numerator: target.numerator().map(|_| row.try_get("numerator")).transpose()?,
            minutes: row.try_get("minutes")?,
            too_short: row.try_get("too_short")?,
            days: Vec::new(),
        });
    }
    Ok(totals)
}

async fn sums(tx: &mut Tx, promise: &Promise, days: Span) -> Result<Vec<Row>> {
    let sql = "select target, area, cast(sum(count) as bigint) as count, cast(sum(numerator) as bigint) as numerator, \
               cast(sum(minutes) as bigint) as minutes, cast(sum(too_short) as bigint) as too_short from tallies \
               where partnership = $1 and promise = $2 and version = $3 and day >= $4 and day <= $5 \
               group by target, area order by target, area";
    let (of, id) = (promise.partnership.as_str(), promise.id.as_str());
    tx.all(sql, vals![of, id, i64::from(promise.version), i64::from(days.from.0), i64::from(days.to.0)]).await
}
