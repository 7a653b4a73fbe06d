//! A promise's example: what was done, line by line, and the figures that a person counted from it.
//!
//! ```text
//! entry 2016-01-04 10:00 foot_patrol centrum 30 field=answer
//! entry 2018-01-01..2018-03-31 …        every day
//! entry 2018-01-03..2018-12-26/7 …      every seventh day
//! on 2016-01-24
//! row fotpatrull centrum done=1 expected=2 status=near
//! ```
//!
//! Times are local. `-` stands for no area or no duration; a row's place is an area, `together` or `everywhere`.

use anyhow::{Context, Result, ensure};
use domain::calendar::Day;
use domain::id::OrganisationId;
use domain::moment::Moment;
use domain::promise::Promise;
use domain::standing::{Line, Place, Stage, Status};
use harness::Work;
use server::clock::Zone;
use std::collections::BTreeMap;
use std::path::Path;

/// What was done and what it comes to.
pub(super) struct Example {
    pub(super) promise: Promise,
    pub(super) zone: Zone,
    /// Each with the first organisation that may record it.
    pub(super) done: Vec<(OrganisationId, Work)>,
    /// Oldest first; everything had been done by the last.
    pub(super) days: Vec<(Day, Vec<Row>)>,
}

/// A row as it should read.
pub(super) struct Row {
    pub(super) target: String,
    pub(super) place: String,
    pub(super) figures: Vec<(String, String)>,
    /// In the file.
    pub(super) line: usize,
}

impl Example {
    /// Reads the example of a shipped promise.
    pub(super) fn of(id: &str, promise: &str) -> Result<Self> {
        let promise = server::promise_file::read(promise).map_err(|problems| anyhow::anyhow!("{id}: {problems:?}"))?;
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/promises").join(format!("{id}.txt"));
        let text = std::fs::read_to_string(&path).with_context(|| format!("no example {}", path.display()))?;
        let zone = Zone::named(&promise.time_zone)?;
        let mut example = Self { promise, zone, done: Vec::new(), days: Vec::new() };
        for (number, line) in text.lines().enumerate() {
            let at = || format!("{}:{}", path.display(), number + 1);
            example.line(number + 1, line).with_context(at)?;
        }
        let last = example.days.last().context("an example ends with its figures")?.0;
        for (_, work) in &example.done {
            let day = example.zone.day_of(work.fact()?.started_at.unix_ms);
            ensure!(day <= last, "{id}: {} on {day} comes after the last figures", work.activity);
        }
        Ok(example)
    }

    fn line(&mut self, number: usize, line: &str) -> Result<()> {
        let words: Vec<&str> = line.split('#').next().unwrap_or_default().split_whitespace().collect();
        match words.as_slice() {
            [] => {}
            ["entry", days, time, activity, area, minutes, fields @ ..] => {
                for day in each_day(days)? {
                    self.entry(day, time, [activity, area, minutes], fields)?;
                }
            }
            ["on", day] => self.days.push((read_day(day)?, Vec::new())),
            ["row", target, place, figures @ ..] => {
                let figure =
                    |word: &&str| word.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
                let figures = figures.iter().map(figure).collect::<Option<Vec<_>>>().context("name=value")?;
                let row = Row { target: (*target).to_owned(), place: (*place).to_owned(), figures, line: number };
                self.days.last_mut().context("a row stands below its day")?.1.push(row);
            }
            _ => anyhow::bail!("neither entry, on nor row: {line}"),
        }
        Ok(())
    }

    fn entry(&mut self, day: Day, time: &str, what: [&str; 3], fields: &[&str]) -> Result<()> {
        let [activity, area, minutes] = what;
        let known = self.promise.activity(&activity.into()).with_context(|| format!("no activity {activity}"))?;
        let organisation = known.organisations.first().context("nobody may record it")?.clone();
        ensure!(known.in_area == (area != "-"), "{activity} has an area or has none");
        let mut work = Work::of(activity, area).at(&self.local(day, time)?);
        if area == "-" {
            work = work.anywhere();
        }
        if minutes != "-" {
            work = work.minutes(minutes.parse()?);
        }
        for field in fields {
            let (name, value) = field.split_once('=').context("name=value")?;
            ensure!(known.fields.iter().any(|f| f.id == name), "{activity} has no field {name}");
            work = match value.parse() {
                Ok(number) => work.counting(name, number),
                Err(_) => work.answering(name, value),
            };
        }
        self.done.push((organisation, work));
        Ok(())
    }

    /// A local time with its offset that day.
    fn local(&self, day: Day, time: &str) -> Result<String> {
        for offset in ["+01:00", "+02:00"] {
            let text = format!("{day}T{time}:00{offset}");
            if Moment::read(&text).is_some_and(|at| self.zone.moment(at.unix_ms) == at) {
                return Ok(text);
            }
        }
        anyhow::bail!("{day} {time} is no local time")
    }
}

fn read_day(text: &str) -> Result<Day> {
    Day::read(text).with_context(|| format!("{text} is no day"))
}

/// One day, every day of some, or every so many-th.
fn each_day(text: &str) -> Result<Vec<Day>> {
    let Some((from, to)) = text.split_once("..") else { return Ok(vec![read_day(text)?]) };
    let (to, step) = to.split_once('/').unwrap_or((to, "1"));
    let (from, to, step) = (read_day(from)?, read_day(to)?, step.parse::<i32>()?);
    ensure!(from <= to && step > 0, "{text} is no row of days");
    Ok((0..=(to.0 - from.0) / step).map(|place| from.plus(place * step)).collect())
}

/// Where a row stands, as examples say it.
pub(super) fn place(line: &Line) -> String {
    match &line.place {
        Place::Area(area) => area.as_str().to_owned(),
        Place::Areas(_) => "together".to_owned(),
        Place::Everywhere => "everywhere".to_owned(),
    }
}

/// Every figure of a row, as examples say it; `none` where there is none.
pub(super) fn figures(line: &Line) -> BTreeMap<&'static str, String> {
    let number = |n: Option<i64>| n.map_or("none".to_owned(), |n| n.to_string());
    let list = |all: Vec<String>| if all.is_empty() { "none".to_owned() } else { all.join(",") };
    let status = match line.status {
        Status::Met => "met",
        Status::OnPace => "on_pace",
        Status::Running => "running",
        Status::Near => "near",
        Status::Behind => "behind",
    };
    let stage = match line.stage {
        None => "none".to_owned(),
        Some(Stage::NotReported) => "not_reported".to_owned(),
        Some(Stage::Ongoing) => "ongoing".to_owned(),
        Some(Stage::Done { on }) => format!("done:{on}"),
    };
    let share = line.share.as_ref().map_or("none".to_owned(), |s| format!("{}/{}", s.numerator, s.denominator));
    let slots = line.slots.as_ref();
    let missed = slots.map(|s| s.missed().map(|days| days.from.to_string()).collect()).unwrap_or_default();
    BTreeMap::from([
        ("done", line.done.to_string()),
        ("goal", number(line.goal)),
        ("expected", number(line.expected)),
        ("week", number(line.needed_per_week)),
        ("status", status.to_owned()),
        ("short", line.too_short.to_string()),
        ("share", share),
        ("percent", number(line.share.as_ref().and_then(|s| s.percent))),
        ("missed", list(missed)),
        ("due", slots.and_then(|s| s.due()).map_or("none".to_owned(), |days| days.from.to_string())),
        ("stage", stage),
        ("asked", number(line.asked)),
        ("parts", list(line.parts.iter().map(|(area, n)| format!("{}:{n}", area.as_str())).collect())),
        ("earlier", list(line.earlier.iter().map(|e| e.done.to_string()).collect())),
    ])
}
