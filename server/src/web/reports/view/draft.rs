//! A report made of figures: each row with the words that stand beside it, in full and as everybody may see it.

use crate::web::dashboard::view::Weekly;
use crate::web::too_short::{TooShort, too_short};
use domain::calendar::{Day, Span};
use domain::figure::{self, Figure, Progress, Share};
use domain::id::{CommitmentId, TargetId};
use domain::moment::Moment;
use domain::promise::{Commitment, Promise, Target};
use domain::report::{
    Audience, Level, Listed, Occurrence, Paced, Period, Report, Reported, Row, RowChoice, RowId, ShareRow, SlotCounts,
    Standing, TargetIn, Trust,
};
use domain::standing::{self, AsOf, Status, Total};
use std::collections::BTreeMap;
use texts::language::Language::Swedish;
use texts::{kinds, listed, public, report as said, staff};

/// Weeks that are drawn at most; more would be thinner than a line.
const MOST_WEEKS: usize = 53;

/// The sums that a report is made of.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// Through the period's last day, each over the period that its goal is for.
    pub totals: Vec<Total>,
    /// On the period's days alone.
    pub within: Vec<Total>,
    /// On the period's days by week, oldest first.
    pub weeks: Vec<Weekly>,
}

/// All that a report is made of.
#[derive(Clone, Copy)]
pub struct Drafting<'a> {
    pub promise: &'a Promise,
    pub name: &'a str,
    pub period: Period,
    pub as_of: Moment,
    pub trust: &'a Trust,
    pub sums: &'a Sums,
    /// What people have written; the rest is told by the facts.
    pub texts: &'a BTreeMap<CommitmentId, String>,
    /// What can be told one by one, by target.
    pub told: &'a BTreeMap<TargetId, Vec<Occurrence>>,
    /// What somebody decided about each of it.
    pub choices: &'a BTreeMap<RowId, RowChoice>,
}

/// Makes the report.
#[must_use]
pub fn report(of: &Drafting<'_>) -> Report {
    Report {
        promise: of.promise.id.clone(),
        version: of.promise.version,
        title: of.promise.title.clone(),
        name: of.name.to_owned(),
        period: of.period,
        as_of: of.as_of,
        near: of.promise.near,
        trust: of.trust.clone(),
        commitments: of.promise.commitments.iter().map(|c| of.reported(c)).collect(),
    }
}

impl Drafting<'_> {
    /// The day that the figures stand on.
    fn day(&self) -> Day {
        self.period.days.to
    }

    /// The same day as it is looked at when the figures are read; a draft of days that still run stands on today.
    fn as_of(&self) -> AsOf {
        let today = self.as_of.day();
        AsOf { day: self.day().min(today), today }
    }

    /// Weeks behind each row; none where there are too many to draw.
    fn weeks(&self) -> usize {
        let monday = |day: Day| day.0 + 1 - day.weekday() as i32;
        let Span { from, to } = self.period.days;
        let weeks = (monday(to) - monday(from)) as usize / 7 + 1;
        if weeks <= MOST_WEEKS { weeks } else { 0 }
    }

    fn reported(&self, of: &Commitment) -> Reported {
        let sensitive = of.targets.iter().any(|t| t.sensitive);
        let (full, public) = (self.standing(of, Audience::Staff), self.standing(of, Audience::Public));
        // One text is for all readers, so what it begins with is what all of them may see.
        let rows = if sensitive { &public.rows } else { &full.rows };
        let narrative = self.texts.get(&of.id).cloned().unwrap_or_else(|| self.facts(of, rows));
        Reported {
            commitment: of.id.clone(),
            number: of.number,
            owner: standing::party(self.promise, of).into(),
            text: of.text.clone(),
            reading: of.note.as_ref().map(|n| staff::interpretation(&n.text, &n.by, n.on)),
            narrative,
            listed: of.targets.iter().filter_map(|target| self.listed(target)).collect(),
            sensitive,
            full,
            public,
        }
    }

    /// How a commitment stood, as an audience may see it.
    fn standing(&self, of: &Commitment, audience: Audience) -> Standing {
        let figures = |t: &Target| figure::figures(self.promise, t, &self.sums.totals, self.as_of(), audience);
        let by_target: Vec<(&Target, Vec<Figure>)> = of.targets.iter().map(|t| (t, figures(t))).collect();
        let all: Vec<Figure> = by_target.iter().flat_map(|(_, figures)| figures.clone()).collect();
        let hides = |target: &Target| audience == Audience::Public && target.sensitive;
        let rows = by_target
            .iter()
            .flat_map(|(target, figures)| figures.iter().map(move |figure| self.row(target, figure, !hides(target))));
        let hidden = of.targets.iter().any(|t| hides(t) && t.areas.len() > 1);
        let short = too_short(self.promise, of, &all).into_iter();
        let short = short.map(|TooShort { n, what, min_minutes }| staff::too_short(n, what, min_minutes));
        Standing {
            level: figure::status(&all).into(),
            rows: rows.collect(),
            notes: short.chain(hidden.then(|| public::NO_PARTS.said(Swedish).to_owned())).collect(),
        }
    }

    /// A figure as reports keep it; where it isn't `exact`, nothing but the figure's own bounds is told.
    fn row(&self, of: &Target, figure: &Figure, exact: bool) -> Row {
        let area = figure.area().cloned();
        let mine = |at: Option<&domain::id::AreaId>| area.as_ref().map_or_else(|| of.covers(at), |own| at == Some(own));
        let within: Vec<&Total> =
            self.sums.within.iter().filter(|t| exact && t.target == of.id && mine(t.area.as_ref())).collect();
        let (counted, paced, slots) = match figure.measure.progress() {
            Progress::Pace { goal, expected, .. } => {
                (true, Some(Paced { goal, expected, days: figure.period.days() }), None)
            }
            Progress::Slots(slots) => (true, None, Some(SlotCounts::of(slots))),
            Progress::Number => (true, None, None),
            Progress::Texts { .. } => (false, None, None),
        };
        let sum = |of: fn(&Total) -> i64| within.iter().map(|t| of(t)).sum::<i64>();
        let unsettled = figure.status.is_none().then(|| public::UNSETTLED.said(Swedish).to_owned());
        let below = if counted {
            kinds::below(Swedish, of, figure)
        } else {
            vec![texts::common::followed_in_text(Swedish).to_owned()]
        };
        Row {
            target: TargetIn { target: of.id.clone(), area: area.clone() },
            label: figure.label.clone(),
            place: figure.place_name().map(ToOwned::to_owned),
            level: figure.status.unwrap_or(Status::Running).into(),
            counted,
            floored: figure.done().is_hidden(),
            done: figure.done().low(),
            rest: if counted { kinds::rest(Swedish, figure) } else { String::new() },
            in_period: (exact && counted).then(|| sum(|t| t.count)),
            slots,
            paced,
            share: figure.share.as_ref().map(share),
            parts: figure.parts.iter().map(|part| (part.name.clone(), part.done)).collect(),
            said: unsettled.into_iter().chain(below).collect(),
            too_short: sum(|t| t.too_short),
            minutes: sum(|t| t.minutes),
            weeks: if exact && counted { self.by_week(of, &mine) } else { Vec::new() },
        }
    }

    fn by_week(&self, of: &Target, mine: &dyn Fn(Option<&domain::id::AreaId>) -> bool) -> Vec<i64> {
        let mut sums = vec![0; self.weeks()];
        for weekly in self.sums.weeks.iter().filter(|w| w.target == of.id && mine(w.area.as_ref())) {
            weekly.counts.iter().zip(&mut sums).for_each(|(n, sum)| *sum += n);
        }
        sums
    }

    /// What was done one by one, with the questions of its form as columns: the rows that somebody chose, with the free
    /// texts as they were chosen.
    fn listed(&self, of: &Target) -> Option<Listed> {
        let activity = of.activity.as_ref().and_then(|id| self.promise.activity(id))?;
        let in_area = activity.in_area.then(|| listed::WHERE.to_owned());
        let questions = activity.fields.iter().map(|field| field.label.clone());
        let row = |told: &Occurrence| -> Option<Vec<String>> {
            let choice = self.choices.get(&(of.id.clone(), told.root)).filter(|choice| choice.shown)?;
            let place = || told.fact.area.as_ref().and_then(|id| self.promise.area(id)).map(|a| a.name.clone());
            let place = activity.in_area.then(|| place().unwrap_or_default());
            let answers = activity.fields.iter().map(|field| {
                if field.kind.is_free_text() {
                    listed::text(choice.texts.get(&field.id))
                } else {
                    listed::answer(Swedish, field, told.fact.fields.get(&field.id))
                }
            });
            Some(std::iter::once(Swedish.long(told.day)).chain(place).chain(answers).collect())
        };
        let rows: Vec<Vec<String>> = self.told.get(&of.id)?.iter().filter_map(row).collect();
        (!rows.is_empty()).then(|| Listed {
            caption: of.label.clone(),
            columns: std::iter::once(listed::DAY.to_owned()).chain(in_area).chain(questions).collect(),
            rows,
            chosen: true,
        })
    }

    /// What the log knows of a commitment, as sentences to begin with.
    fn facts(&self, of: &Commitment, rows: &[Row]) -> String {
        let fact = |row: &Row| {
            let target = of.targets.iter().find(|t| t.id == row.target.target)?;
            let activity = target.activity.as_ref().and_then(|id| self.promise.activity(id));
            let what = activity.map_or(&target.label, |a| &a.plural);
            let place = row.place.as_deref().map(|place| match &row.target.area {
                Some(area) => Swedish.place(self.promise.preposition(area), place),
                None => Swedish.places(self.promise, &target.areas, place),
            });
            row.counted.then(|| said::fact(row, &staff::what_where(what, place.as_deref()), self.name))
        };
        said::facts(&rows.iter().filter_map(fact).collect::<Vec<_>>())
    }
}

fn share(of: &Share) -> ShareRow {
    let undecided = of.numerator.is_hidden() && of.status.is_none();
    ShareRow {
        label: staff::whereof(&of.label),
        text: Swedish.share_of(of),
        level: of.status.map(Level::from),
        numerator: of.numerator.low(),
        denominator: of.denominator.low(),
        percent: of.percent,
        min_percent: of.min_percent,
        note: undecided.then(|| public::UNDECIDED.said(Swedish).to_owned()),
    }
}
