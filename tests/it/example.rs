//! A promise's example: what was done, line by line, and the figures that a person counted from it.
//!
//! ```text
//! entry 2016-01-04 10:00 foot_patrol centrum 30 field=answer
//! entry 2018-01-01..2018-03-31 …        every day
//! entry 2018-01-03..2018-12-26/7 …      every seventh day
//! amend 2016-01-05 10:00 foot_patrol centrum 30 of:a replaces:a as:b
//! withdraw of:a replaces:a,b
//! on 2016-01-24
//! row fotpatrull centrum done=1 expected=2 status=near
//! year 2016                             as it reads afterwards
//! sees fotpatrull Centrum Efter 1 av 30  the dashboard's words; `reads`, the public page's
//! ```
//!
//! Times are local, unless they say their offset. `-` stands for no area or no duration; a row's place is an area,
//! `together` or `everywhere`. Words with a colon say more of an entry; one that says what the server is to answer
//! (`is:unknown_area`) may be odd. A line that begins otherwise is for those who tell longer histories.

mod numbers;

use anyhow::{Context, Result, ensure};
use domain::calendar::{Day, Span};
use domain::entry::{How, Kind};
use domain::figure::{Described, Figure};
use domain::id::{AreaId, OrganisationId};
use domain::moment::Moment;
use domain::promise::{Per, Promise};
use domain::report::Audience;
use domain::standing::{AsOf, Done, Total, figures};
use domain::tally::{Amount, Tally};
use harness::Work;
use numbers::{numbers, place};
use server::clock::Zone;
use std::collections::BTreeMap;
use std::path::Path;

/// What was done and what it comes to.
pub(crate) struct Example {
    pub(crate) promise: Promise,
    pub(crate) zone: Zone,
    /// Each with the line that it stands on.
    pub(crate) steps: Vec<(String, Step)>,
}

/// A line, or a day with its rows.
pub(crate) enum Step {
    Entry(Entered),
    On(Look),
    /// Neither: the line's words.
    Other(Vec<String>),
}

/// An entry, or a correction of one.
pub(crate) struct Entered {
    pub(crate) kind: Kind,
    /// The first that may record it, where the promise knows the activity.
    pub(crate) organisation: Option<OrganisationId>,
    /// None where it is withdrawn.
    pub(crate) work: Option<Work>,
    /// What else is said of it: `by:p1`.
    pub(crate) told: BTreeMap<String, String>,
}

/// A day and how everything should read at its end; for a year that is over, as it reads ever after.
pub(crate) struct Look {
    pub(crate) day: Day,
    pub(crate) over: bool,
    pub(crate) rows: Vec<Row>,
    pub(crate) cited: Vec<Cited>,
}

/// A row as it should read.
pub(crate) struct Row {
    pub(crate) target: String,
    place: String,
    figures: Vec<(String, String)>,
    at: String,
}

/// Words that stand beside a commitment on a page.
pub(crate) struct Cited {
    pub(crate) public: bool,
    pub(crate) commitment: String,
    pub(crate) words: String,
    pub(crate) at: String,
}

impl Example {
    /// Reads the example of a shipped promise. Everything in it has been done by its last day.
    pub(crate) fn of(id: &str, promise: &str) -> Result<Self> {
        let example = Self::read(promise, &[&format!("promises/{id}.txt")])?;
        let last = example.looks().last().context("an example ends with its figures")?.day;
        for (_, work) in example.done()? {
            let day = example.zone.day_of(work.fact()?.started_at.unix_ms);
            ensure!(day <= last, "{id}: {} on {day} comes after the last figures", work.activity);
        }
        Ok(example)
    }

    /// Reads a promise, and the files of one history in their order.
    pub(crate) fn read(promise: &str, files: &[&str]) -> Result<Self> {
        let promise = server::promise_file::read(promise).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
        let zone = Zone::named(&promise.time_zone)?;
        let mut example = Self { promise, zone, steps: Vec::new() };
        for file in files {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(file);
            let text = std::fs::read_to_string(&path).with_context(|| format!("no example {}", path.display()))?;
            for (number, line) in text.lines().enumerate() {
                let at = format!("{file}:{}", number + 1);
                example.line(&at, line).context(at)?;
            }
        }
        Ok(example)
    }

    /// What was done, each with the first organisation that may record it.
    pub(crate) fn done(&self) -> Result<Vec<(OrganisationId, Work)>> {
        let mut done = Vec::new();
        for (at, step) in &self.steps {
            match step {
                Step::Entry(Entered {
                    kind: Kind::Recorded,
                    organisation: Some(organisation),
                    work: Some(work),
                    told,
                }) if told.is_empty() => {
                    done.push((organisation.clone(), work.clone()));
                }
                Step::On(_) => {}
                _ => anyhow::bail!("{at}: an example has plain entries alone"),
            }
        }
        Ok(done)
    }

    /// The days with figures.
    pub(crate) fn looks(&self) -> impl Iterator<Item = &Look> {
        self.steps.iter().filter_map(|(_, step)| match step {
            Step::On(look) => Some(look),
            _ => None,
        })
    }

    fn line(&mut self, at: &str, line: &str) -> Result<()> {
        let words: Vec<&str> = line.split('#').next().unwrap_or_default().split_whitespace().collect();
        let look = |day, over| Step::On(Look { day, over, rows: Vec::new(), cited: Vec::new() });
        let step = match words.as_slice() {
            [] => return Ok(()),
            [word @ ("entry" | "amend"), days, time, what @ ..] => {
                let kind = if *word == "entry" { Kind::Recorded } else { Kind::Amended };
                for day in each_day(days)? {
                    let entered = self.entered(kind.clone(), day, time, what)?;
                    self.steps.push((at.to_owned(), Step::Entry(entered)));
                }
                return Ok(());
            }
            ["withdraw", told @ ..] => {
                let told = self::told(told)?;
                Step::Entry(Entered { kind: Kind::Withdrawn, organisation: None, work: None, told })
            }
            ["on", day] => look(read_day(day)?, false),
            ["year", year] => look(Day::of(year.parse()?, 12, 31).context("a year")?, true),
            ["row", target, place, figures @ ..] => {
                let figures = pairs(figures, '=')?.into_iter().collect();
                let (target, place) = ((*target).to_owned(), (*place).to_owned());
                self.look()?.rows.push(Row { target, place, figures, at: at.to_owned() });
                return Ok(());
            }
            [word @ ("sees" | "reads"), commitment, words @ ..] => {
                let (public, commitment) = (*word == "reads", (*commitment).to_owned());
                self.look()?.cited.push(Cited { public, commitment, words: words.join(" "), at: at.to_owned() });
                return Ok(());
            }
            other => Step::Other(other.iter().map(|word| (*word).to_owned()).collect()),
        };
        self.steps.push((at.to_owned(), step));
        Ok(())
    }

    fn look(&mut self) -> Result<&mut Look> {
        match self.steps.last_mut() {
            Some((_, Step::On(look))) => Ok(look),
            _ => anyhow::bail!("a row stands below its day"),
        }
    }

    fn entered(&self, kind: Kind, day: Day, time: &str, what: &[&str]) -> Result<Entered> {
        let [activity, area, minutes, rest @ ..] = what else { anyhow::bail!("activity, area and minutes") };
        let (fields, rest): (Vec<&str>, Vec<&str>) = rest.iter().partition(|word| word.contains('='));
        let told = self::told(&rest)?;
        let known = self.promise.activity(&(*activity).into());
        let mut work = Work::of(activity, area).at(&self.local(day, time)?);
        if *area == "-" {
            work = work.anywhere();
        }
        if *minutes != "-" {
            work = work.minutes(minutes.parse()?);
        }
        for (name, value) in pairs(&fields, '=')? {
            let is_known = known.is_none_or(|a| a.fields.iter().any(|f| f.id == name));
            ensure!(is_known, "{activity} has no field {name}");
            work = match value.parse() {
                Ok(number) => work.counting(&name, number),
                Err(_) => work.answering(&name, &value),
            };
        }
        for (how, word) in [(How::Tap, "tap"), (How::Timer, "timer"), (How::Afterwards, "stated")] {
            if let Some(off_s) = told.get(word) {
                work = Work { how, clock_offset_ms: Some(off_s.parse::<i64>()? * 1000), ..work };
            }
        }
        if !told.contains_key("is") {
            let known = known.with_context(|| format!("no activity {activity}"))?;
            ensure!(known.in_area == (*area != "-"), "{activity} has an area or has none");
        }
        let organisation = known.and_then(|a| a.organisations.first()).cloned();
        Ok(Entered { kind, organisation, work: Some(work), told })
    }

    /// A local time with its offset that day.
    fn local(&self, day: Day, time: &str) -> Result<String> {
        if let Some((time, offset)) = time.split_once('+') {
            return Ok(format!("{day}T{time}:00+{offset}"));
        }
        for offset in ["+01:00", "+02:00"] {
            let text = format!("{day}T{time}:00{offset}");
            if Moment::read(&text).is_some_and(|at| self.zone.moment(at.unix_ms) == at) {
                return Ok(text);
            }
        }
        anyhow::bail!("{day} {time} is no local time")
    }
}

fn pairs(words: &[&str], between: char) -> Result<Vec<(String, String)>> {
    let pair = |word: &&str| word.split_once(between).map(|(name, value)| (name.to_owned(), value.to_owned()));
    words.iter().map(pair).collect::<Option<_>>().with_context(|| format!("name{between}value in {words:?}"))
}

fn told(words: &[&str]) -> Result<BTreeMap<String, String>> {
    Ok(pairs(words, ':')?.into_iter().collect())
}

pub(crate) fn read_day(text: &str) -> Result<Day> {
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

impl Look {
    /// The day, as it is looked at: on the day itself, or long after.
    pub(crate) fn as_of(&self) -> AsOf {
        AsOf { day: self.day, today: if self.over { self.day.plus(1_000) } else { self.day } }
    }
}

/// Holds each row's figures against those of the promise.
pub(crate) fn compare(promise: &Promise, totals: &[Total], look: &Look) -> Result<()> {
    for row in &look.rows {
        let at = format!("{} on {}", row.at, look.day);
        let target =
            promise.targets().find(|t| t.id.as_str() == row.target).with_context(|| format!("{at}: no such target"))?;
        let all: Vec<Figure> = figures(promise, target, totals, look.as_of());
        let figure = all.iter().find(|f| place(f) == row.place).with_context(|| format!("{at}: no such place"))?;
        let is = numbers(figure);
        for (name, should) in &row.figures {
            let figure = is.get(name.as_str()).with_context(|| format!("{at}: no figure {name}"))?;
            ensure!(figure == should, "{at}: {} {name} is {figure}, not {should}; of {is:?}", row.target);
        }
    }
    Ok(())
}

/// Holds described figures against each row; what the public can't know exactly has to lie within its bounds.
pub(crate) fn compare_figures(all: &[Described], look: &Look, audience: Audience, promise: &Promise) -> Result<()> {
    for row in &look.rows {
        let mut figures = all.iter().flat_map(|d| &d.figures);
        let figure = figures.find(|f| f.target.as_str() == row.target && place(f) == row.place);
        let figure = figure.with_context(|| format!("{}: no such figure", row.at))?;
        let hidden = audience == Audience::Public && promise.targets().any(|t| t.id == figure.target && t.sensitive);
        ensure!(figure.done().is_hidden() == hidden, "{}: {figure:?}", row.at);
        let is = numbers(figure);
        for (name, should) in &row.figures {
            match (hidden, name.as_str()) {
                (true, "done") => {
                    let n: i64 = should.parse()?;
                    let known = figure.done();
                    ensure!(known.low() <= n && n <= known.high(), "{}: {n} isn't in {known:?}", row.at);
                }
                (true, "goal" | "expected") | (false, _) => {
                    ensure!(is.get(name.as_str()) == Some(should), "{} {name}: {is:?}, not {should}", row.at);
                }
                // Of what is hidden nothing else is told.
                (true, _) => {}
            }
        }
    }
    Ok(())
}

/// Sums over a year, or the whole promise, until the end of a day: what the server is asked for.
pub(crate) fn totals(promise: &Promise, tally: &Tally, look: (i32, Day)) -> Vec<Total> {
    let (year, through) = look;
    let year_span = Span::of_year(year).unwrap_or(promise.span());
    let mut totals = Vec::new();
    for target in promise.targets() {
        // A week reaches over New Year.
        let (span, wide) = match target.goal_for() {
            // The year that is shown is the last of it: what came after is another page's.
            Per::Whole => (Span { from: promise.from, to: promise.to.min(year_span.to) }, promise.span()),
            _ => (year_span, Span { from: year_span.from.plus(-6), to: year_span.to.plus(6) }),
        };
        let mut places: BTreeMap<Option<AreaId>, (Amount, Vec<Done>)> = BTreeMap::new();
        for (cell, amount) in tally
            .0
            .iter()
            .filter(|(cell, _)| cell.promise == promise.id && cell.target == target.id && cell.day <= through)
        {
            let (sum, days) = places.entry(cell.area.clone()).or_default();
            if span.holds(cell.day) {
                *sum += *amount;
            }
            if target.by_day() && wide.holds(cell.day) && amount.count != 0 {
                days.push((cell.day, amount.count, amount.numerator));
            }
        }
        totals.extend(places.into_iter().map(|(area, (sum, days))| Total {
            target: target.id.clone(),
            area,
            count: sum.count,
            numerator: target.numerator().map(|_| sum.numerator),
            minutes: sum.minutes,
            too_short: sum.too_short,
            days,
        }));
    }
    totals
}
