//! What is known of a target in some of its areas on a day: all that a kind of target judges by.

use super::{AsOf, Done, Earlier, Pace, Stage, Status, Total};
use crate::calendar::{Day, Span};
use crate::figure::{Figure, Measure, Value};
use crate::id::AreaId;
use crate::period::Per;
use crate::promise::{Promise, Target};

/// A target in some of its areas together, on a day.
#[derive(Clone, Copy)]
pub(crate) struct InAreas<'a> {
    pub(crate) promise: &'a Promise,
    pub(crate) target: &'a Target,
    pub(crate) as_of: AsOf,
    /// Empty where the place doesn't matter.
    pub(crate) areas: &'a [AreaId],
    /// The days that the goal is for.
    pub(crate) period: Span,
    pub(crate) sums: Sums,
    /// The target's, of all its areas.
    totals: &'a [&'a Total],
}

/// Sums over some areas.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sums {
    pub(crate) count: i64,
    pub(crate) numerator: i64,
    pub(crate) too_short: i64,
}

impl<'a> InAreas<'a> {
    pub(super) fn new(
        (promise, target): (&'a Promise, &'a Target),
        totals: &'a [&'a Total],
        as_of: AsOf,
        areas: &'a [AreaId],
    ) -> Self {
        let period = promise.period(target, as_of.day);
        let mut here = Self { promise, target, as_of, areas, period, sums: Sums::default(), totals };
        here.sums = here.sums();
        here
    }

    /// Each of the areas alone.
    pub(crate) fn each(&self) -> impl Iterator<Item = InAreas<'a>> {
        let (of, totals, as_of) = ((self.promise, self.target), self.totals, self.as_of);
        self.areas.iter().map(move |area| InAreas::new(of, totals, as_of, std::slice::from_ref(area)))
    }

    fn totals(&self) -> impl Iterator<Item = &'a Total> {
        let (areas, target) = (self.areas, self.target);
        // A sum that doesn't tell its areas apart, as public figures of sensitive targets, belongs to all of them.
        self.totals.iter().copied().filter(move |total| match &total.area {
            Some(area) => areas.is_empty() || areas.contains(area),
            None => areas.is_empty() || areas == target.areas,
        })
    }

    fn sums(&self) -> Sums {
        let mut sums = Sums::default();
        for total in self.totals() {
            sums.count += total.count;
            sums.numerator += total.numerator.unwrap_or(0);
            sums.too_short += total.too_short;
        }
        // Totals are of a year, or of the whole promise.
        if !matches!(self.target.goal_for(), Per::Year | Per::Whole) {
            (sums.count, sums.numerator) = self.done_in(self.period);
        }
        sums
    }

    /// Counts and numerators on some days.
    pub(crate) fn done_in(&self, days: Span) -> (i64, i64) {
        let of_total = |total: &Total| {
            let on = total.days.iter().filter(|done| days.holds(done.0));
            on.fold((0, 0), |sum, done| (sum.0 + done.1, sum.1 + done.2))
        };
        self.totals().map(of_total).fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1))
    }

    /// All that was done by the end of the day, oldest first.
    pub(crate) fn history(&self) -> Vec<Done> {
        let mut days: Vec<Done> = Vec::new();
        for done in self.totals().flat_map(|total| &total.days).filter(|done| done.0 <= self.as_of.day) {
            // Put where it belongs: so few need no sort, which the phone would load.
            let at = days.iter().position(|other| other.0 > done.0).unwrap_or(days.len());
            days.insert(at, *done);
        }
        days
    }

    /// The number to reach; one, unless the target says.
    pub(crate) fn goal(&self) -> i64 {
        i64::from(self.target.goal.unwrap_or(1))
    }

    /// Whether the days that the goal is for are over.
    pub(crate) fn has_ended(&self) -> bool {
        self.as_of.day >= self.period.to
    }

    /// What is done towards a goal at the target's pace.
    pub(crate) fn paced(&self, goal: i64, earlier: Vec<Earlier>) -> (Measure, Status) {
        let done = self.sums.count;
        let pace = Pace::weighted(self.period, self.as_of.day, &self.target.pace, self.promise.near);
        let (expected, left) = (pace.expected(goal), pace.left(done, goal));
        (Measure::Paced { done: Value::Exact(done), goal, expected, left, earlier }, pace.status(done, goal))
    }

    /// How the year's earlier periods went, where the goal is for less than a year.
    pub(crate) fn earlier_periods(&self) -> Vec<Earlier> {
        if !self.target.by_day() {
            return Vec::new();
        }
        let shown = self.promise.shown(self.target, self.as_of.day);
        let slots = self.target.goal_for().slots(shown, shown).into_iter();
        let earlier = |period| {
            let done = self.done_in(period).0;
            Earlier { period, done, met: done >= self.goal() }
        };
        slots.filter(|slot| slot.to < self.period.from).map(earlier).collect()
    }

    /// What is recorded, judged by nobody; with how many are finished where the target says what that is.
    pub(crate) fn recorded(&self) -> (Measure, Status) {
        let finished = self.target.done.as_ref().map(|_| self.sums.numerator);
        (Measure::Recorded { count: Value::Exact(self.sums.count), finished }, Status::Running)
    }

    /// How something stands that is to be done by a day, or by the end of the period.
    pub(crate) fn staged(&self, stage: Stage) -> (Measure, Status) {
        let by = self.target.by;
        let is_late = |on: Day| by.is_some_and(|by| on > by);
        let status = match stage {
            Stage::Done { on } if is_late(on) => Status::Near,
            Stage::Done { .. } => Status::Met,
            Stage::Ongoing | Stage::NotReported if is_late(self.as_of.day) || self.has_ended() => Status::Behind,
            Stage::Ongoing | Stage::NotReported => Status::Running,
        };
        (Measure::Stage { stage, by, recorded: self.sums.count }, status)
    }
}

/// In how many of some areas the goal is reached, from the figure of each: as good as the worst of them.
pub(crate) fn reached_in_each(_: &InAreas<'_>, each: &[Figure]) -> (Measure, Option<Status>) {
    let stages: Vec<Stage> = each.iter().filter_map(Figure::stage).collect();
    let measure = Measure::Areas {
        reached: each.iter().filter(|figure| figure.measure.is_reached()).count() as i64,
        areas: each.len() as i64,
        stage: (!stages.is_empty()).then(|| stage_of_all(&stages)),
    };
    (measure, each.iter().filter_map(|figure| figure.status).max())
}

/// The stage of something that is to be there in every one of some places: done on the day that the last of them was.
fn stage_of_all(stages: &[Stage]) -> Stage {
    let on = |stage: &Stage| match stage {
        Stage::Done { on } => Some(*on),
        Stage::NotReported | Stage::Ongoing => None,
    };
    match stages.iter().map(on).collect::<Option<Vec<Day>>>().and_then(|days| days.into_iter().max()) {
        Some(on) => Stage::Done { on },
        None if stages.iter().any(|stage| *stage != Stage::NotReported) => Stage::Ongoing,
        None => Stage::NotReported,
    }
}
