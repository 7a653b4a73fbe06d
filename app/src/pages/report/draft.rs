//! A report made of figures: each row with the words that stand beside it, in full and as everybody may see it.

use crate::pages::dashboard::Weekly;
use crate::pages::public::{PublicPage, floored};
use crate::pages::too_short::{TooShort, too_short};
use crate::words::language::Language::Swedish;
use crate::words::{self, kinds, listed, public, report as said, staff};
use domain::calendar::{Day, Span};
use domain::id::{CommitmentId, TargetId};
use domain::moment::Moment;
use domain::promise::{Commitment, FieldKind, Promise, Target, TargetKind};
use domain::report::{
    Level, Listed, Occurrence, Paced, Period, Report, Reported, Row, RowChoice, RowId, ShareRow, Standing, TargetIn,
    Trust,
};
use domain::standing::{self, AsOf, Line, Place, Status, Total};
use std::collections::BTreeMap;

/// Weeks that are drawn at most; more would be thinner than a line.
const MOST_WEEKS: usize = 53;

/// The sums that a report is made of.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// Through the period's last day, each over the period that its goal is for.
    pub totals: Vec<Total>,
    /// The same as everybody may see them.
    pub public: Vec<Total>,
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
        trust: of.trust.clone(),
        commitments: of.promise.commitments.iter().map(|c| of.reported(c)).collect(),
    }
}

impl Drafting<'_> {
    /// The day that the figures stand on.
    fn day(&self) -> Day {
        self.period.days.to
    }

    /// The same day, over once the figures are read after it; a draft of days that still run stands on today.
    fn as_of(&self) -> AsOf {
        let today = self.as_of.day();
        if today > self.day() { AsOf::ended(self.day()) } else { AsOf::from(today) }
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
        let (full, public) = (self.full(of), self.public(of));
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

    fn full(&self, of: &Commitment) -> Standing {
        let lines = |target: &Target| standing::lines(self.promise, target, &self.sums.totals, self.as_of());
        let row = |target| lines(target).into_iter().map(move |line| self.row(target, &line, true));
        Standing {
            level: standing::status(self.promise, of, &self.sums.totals, self.as_of()).into(),
            rows: of.targets.iter().flat_map(row).collect(),
            notes: self.too_short(of, &lines).collect(),
        }
    }

    fn public(&self, of: &Commitment) -> Standing {
        let page = PublicPage {
            promise: self.promise.clone(),
            others: Vec::new(),
            years: Vec::new(),
            year: self.day().year(),
            day: self.day(),
            as_of: self.as_of,
            language: Swedish,
            totals: self.sums.public.clone(),
            reports: Vec::new(),
            published: None,
        };
        let lines = |target: &Target| standing::lines(self.promise, target, &self.sums.public, self.as_of());
        let told = |target: &Target| if target.sensitive { Vec::new() } else { lines(target) };
        let row = |target: &Target| -> Vec<Row> {
            let told = |mut line: Line| {
                line.finished = line.finished.filter(|_| !target.sensitive);
                let mut row = self.row(target, &line, !target.sensitive);
                if let (true, Some(share), Some(exact)) = (target.sensitive, &mut row.share, &line.share) {
                    share.text = said::figure(exact.numerator, true);
                    share.percent = None;
                    share.level = floored::judged(target, exact, page.ended()).map(Level::from);
                    if share.level.is_none() {
                        share.note = Some(public::UNDECIDED.said(Swedish).to_owned());
                    }
                }
                row
            };
            lines(target).into_iter().map(told).collect()
        };
        let hidden = of
            .targets
            .iter()
            .any(|t| t.sensitive && t.areas.len() > 1)
            .then(|| public::NO_PARTS.said(Swedish).to_owned());
        Standing {
            level: floored::status(&page, of).into(),
            rows: of.targets.iter().flat_map(row).collect(),
            notes: self.too_short(of, &told).chain(hidden).collect(),
        }
    }

    /// What is said of those that were too short.
    fn too_short(&self, of: &Commitment, lines: &dyn Fn(&Target) -> Vec<Line>) -> impl Iterator<Item = String> {
        let said = |short: TooShort<'_>| staff::too_short(short.n, short.what, short.min_minutes);
        too_short(self.promise, of, lines).into_iter().map(said).collect::<Vec<_>>().into_iter()
    }

    /// A line as reports keep it; where it isn't `exact`, nothing but the line's own rounded figures is told.
    fn row(&self, of: &Target, line: &Line, exact: bool) -> Row {
        let area = match &line.place {
            Place::Area(id) => Some(id.clone()),
            Place::Areas(_) | Place::Everywhere => None,
        };
        let mine = |at: Option<&domain::id::AreaId>| area.as_ref().map_or_else(|| of.covers(at), |own| at == Some(own));
        let within: Vec<&Total> =
            self.sums.within.iter().filter(|t| exact && t.target == of.id && mine(t.area.as_ref())).collect();
        let counted = of.activity.is_some() || of.kind != TargetKind::Narrative;
        let sum = |of: fn(&Total) -> i64| within.iter().map(|t| of(t)).sum::<i64>();
        let name = |id| self.promise.area(id).map_or_else(String::new, |area| area.name.clone());
        let parts = line.parts.iter().filter(|_| exact).map(|(id, n)| (name(id), *n)).collect();
        let paced = line.goal.zip(line.expected).filter(|_| line.slots.is_none());
        Row {
            target: TargetIn { target: of.id.clone(), area: area.clone() },
            label: of.label.clone(),
            place: match &line.place {
                Place::Area(id) => Some(name(id)),
                Place::Areas(name) => Some(name.clone()),
                Place::Everywhere => None,
            },
            level: line.status.into(),
            counted,
            floored: !exact,
            done: line.done,
            rest: if counted { kinds::rest(Swedish, of, line) } else { String::new() },
            in_period: (exact && counted).then(|| sum(|t| t.count)),
            paced: paced.map(|(goal, expected)| Paced { goal, expected, days: line.period.days() }),
            share: line.share.as_ref().map(|share| ShareRow {
                label: of.share.as_ref().map(|s| staff::whereof(&s.label)).unwrap_or_default(),
                text: words::share(share.numerator, share.denominator, share.percent),
                level: Some(share.status).filter(|s| *s != Status::Running).map(Level::from),
                numerator: share.numerator,
                denominator: share.denominator,
                percent: share.percent,
                min_percent: share.min_percent,
                note: None,
            }),
            parts,
            said: if counted { kinds::below(Swedish, of, line) } else { vec![words::FOLLOWED_IN_TEXT.to_owned()] },
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
            let answers = activity.fields.iter().map(|field| match field.kind {
                FieldKind::Text => listed::text(choice.texts.get(&field.id)),
                _ => listed::answer(field, told.fact.fields.get(&field.id)),
            });
            Some(std::iter::once(words::time::long(told.day)).chain(place).chain(answers).collect())
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
                Some(area) => words::place(self.promise.preposition(area), place),
                None => words::places(self.promise, &target.areas, place),
            });
            row.counted.then(|| said::fact(row, &staff::what_where(what, place.as_deref()), self.name))
        };
        said::facts(&rows.iter().filter_map(fact).collect::<Vec<_>>())
    }
}
