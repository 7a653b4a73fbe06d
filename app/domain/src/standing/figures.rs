//! A target's figures on a day, judged as its kind is: exact, as those who work with the promise may see them.

use super::{AsOf, Done, Earlier, Pace, Slots, Stage, Status, Total};
use crate::calendar::{Day, Span};
use crate::figure::{Figure, Measure, Part, Percent, Place, Share, Value};
use crate::id::AreaId;
use crate::promise::{Promise, Scope, Target, TargetKind};

/// A target's figures on a day, from its totals by area.
#[must_use]
pub fn figures(promise: &Promise, target: &Target, totals: &[Total], as_of: impl Into<AsOf>) -> Vec<Figure> {
    let mine = totals.iter().filter(|t| t.target == target.id).collect();
    let all = View { promise, target, as_of: as_of.into(), mine };
    let areas = target.areas.as_slice();
    match (target.scope, areas) {
        (_, []) => vec![all.figure(Place::Everywhere, &[])],
        (_, [only]) => vec![all.of_area(only)],
        (Scope::Each, _) => areas.iter().map(|area| all.of_area(area)).collect(),
        (Scope::Sum | Scope::Every, _) => vec![all.together(areas)],
    }
}

/// What is known of a target.
struct View<'a> {
    promise: &'a Promise,
    target: &'a Target,
    as_of: AsOf,
    mine: Vec<&'a Total>,
}

/// The sums of some areas.
#[derive(Clone, Copy, Default)]
struct Sums {
    count: i64,
    numerator: i64,
    too_short: i64,
}

impl View<'_> {
    fn of_area(&self, area: &AreaId) -> Figure {
        let place = Place::Area { area: area.clone(), name: self.name(area) };
        self.figure(place, std::slice::from_ref(area))
    }

    /// One figure for several areas, with the part of each.
    fn together(&self, areas: &[AreaId]) -> Figure {
        let name = self.target.areas_name.clone().unwrap_or_else(|| self.names(areas));
        let mut figure = self.figure(Place::Areas { name }, areas);
        let each: Vec<Figure> = areas.iter().map(|area| self.of_area(area)).collect();
        let part = |(area, figure): (&AreaId, &Figure)| Part {
            area: area.clone(),
            name: self.name(area),
            done: figure.done().low(),
        };
        figure.parts = areas.iter().zip(&each).map(part).collect();
        if self.target.scope == Scope::Every {
            (figure.measure, figure.status) = self.every(&each);
            figure.unit = figure.measure.unit(self.target);
        }
        figure
    }

    fn figure(&self, place: Place, areas: &[AreaId]) -> Figure {
        let target = self.target;
        let period = self.promise.period(target, self.as_of.day);
        let sums = self.sums(areas, period);
        let (measure, status) = self.measure(areas, period, sums);
        Figure {
            target: target.id.clone(),
            label: target.label.clone(),
            kind: target.kind,
            scope: target.scope,
            place,
            unit: measure.unit(target),
            period,
            through: self.as_of.day,
            status: Some(status),
            measure,
            share: self.share(sums, self.as_of.day >= period.to),
            parts: Vec::new(),
            too_short: sums.too_short,
        }
    }

    /// What the target's kind measures, and how it stands.
    fn measure(&self, areas: &[AreaId], period: Span, sums: Sums) -> (Measure, Status) {
        let target = self.target;
        match (target.kind, target.goal) {
            (TargetKind::Count, Some(goal)) => {
                self.paced(sums.count, i64::from(goal), period, self.earlier(areas, period))
            }
            (TargetKind::Average, Some(goal)) => {
                let slots = target.per.slots(period, period).len() as i64;
                self.paced(sums.count, i64::from(goal) * slots, period, Vec::new())
            }
            (TargetKind::Cadence, _) => self.cadence(period, &|slot| self.done(areas, slot).0 >= self.goal()),
            (TargetKind::Milestone, _) => self.staged(self.reached(areas), period, sums.count),
            (TargetKind::Deliverable, _) => self.staged(self.stage(areas), period, sums.count),
            (TargetKind::Conditional, _) => self.on_request(sums, period),
            (TargetKind::Narrative, _) if target.in_words() => {
                (Measure::Texts { published: sums.count }, Status::Running)
            }
            (TargetKind::Indicator | TargetKind::Narrative, _) => {
                let finished = target.done.as_ref().map(|_| sums.numerator);
                (Measure::Recorded { count: Value::Exact(sums.count), finished }, Status::Running)
            }
            // A promise that passed the check gives them a goal.
            (TargetKind::Count | TargetKind::Average, None) => {
                (Measure::Recorded { count: Value::Exact(sums.count), finished: None }, Status::Running)
            }
        }
    }

    fn within(&self, areas: &[AreaId]) -> impl Iterator<Item = &Total> {
        // A sum that doesn't tell its areas apart, as public figures of sensitive targets, belongs to all of them.
        self.mine.iter().copied().filter(move |t| match &t.area {
            Some(area) => areas.is_empty() || areas.contains(area),
            None => areas.is_empty() || areas == self.target.areas,
        })
    }

    fn sums(&self, areas: &[AreaId], period: Span) -> Sums {
        let mut sums = Sums::default();
        for total in self.within(areas) {
            sums.count += total.count;
            sums.numerator += total.numerator.unwrap_or(0);
            sums.too_short += total.too_short;
        }
        if self.target.by_day() && self.target.kind == TargetKind::Count {
            (sums.count, sums.numerator) = self.done(areas, period);
        }
        sums
    }

    /// Counts and numerators on days.
    fn done(&self, areas: &[AreaId], days: Span) -> (i64, i64) {
        let within = |t: &Total| {
            let on = t.days.iter().filter(|d| days.holds(d.0));
            on.fold((0, 0), |sum, d| (sum.0 + d.1, sum.1 + d.2))
        };
        self.within(areas).map(within).fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1))
    }

    fn goal(&self) -> i64 {
        i64::from(self.target.goal.unwrap_or(1))
    }

    fn paced(&self, done: i64, goal: i64, period: Span, earlier: Vec<Earlier>) -> (Measure, Status) {
        let pace = Pace::weighted(period, self.as_of.day, &self.target.pace, self.promise.near);
        let (expected, left) = (pace.expected(goal), pace.left(done, goal));
        (Measure::Paced { done: Value::Exact(done), goal, expected, left, earlier }, pace.status(done, goal))
    }

    fn earlier(&self, areas: &[AreaId], period: Span) -> Vec<Earlier> {
        if !self.target.by_day() {
            return Vec::new();
        }
        let shown = self.promise.shown(self.target, self.as_of.day);
        let ended = self.target.goal_for().slots(shown, shown).into_iter().filter(|slot| slot.to < period.from);
        let one = |period| {
            let done = self.done(areas, period).0;
            Earlier { period, done, met: done >= self.goal() }
        };
        ended.map(one).collect()
    }

    fn cadence(&self, period: Span, is_kept: &dyn Fn(Span) -> bool) -> (Measure, Status) {
        let days = self.promise.days_of(self.target);
        // Where the promise continues by the year, its last week is kept by the days that reach into the next.
        let goes_on = self.promise.continues && self.target.within.is_none();
        let slots = Slots::of(self.target.per, period, (days, goes_on), self.as_of, is_kept);
        let status = slots.status(self.promise.near);
        (Measure::cadence(slots), status)
    }

    /// Where every one of the areas must do it.
    fn every(&self, each: &[Figure]) -> (Measure, Option<Status>) {
        let areas = &self.target.areas;
        if self.target.kind == TargetKind::Cadence {
            let goal = self.goal();
            let kept = |slot| areas.iter().all(|a| self.done(std::slice::from_ref(a), slot).0 >= goal);
            let period = self.promise.period(self.target, self.as_of.day);
            let (measure, status) = self.cadence(period, &kept);
            return (measure, Some(status));
        }
        let reached = |figure: &&Figure| match figure.stage() {
            Some(stage) => matches!(stage, Stage::Done { .. }),
            None => figure.goal().is_some_and(|goal| figure.done().low() >= goal),
        };
        let stages: Vec<Stage> = each.iter().filter_map(Figure::stage).collect();
        let measure = Measure::Areas {
            reached: each.iter().filter(reached).count() as i64,
            areas: each.len() as i64,
            stage: (!stages.is_empty()).then(|| all_of(&stages)),
        };
        (measure, each.iter().filter_map(|figure| figure.status).max())
    }

    /// All that was done by the end of the day, oldest first.
    fn history(&self, areas: &[AreaId]) -> Vec<Done> {
        let mut days: Vec<Done> = Vec::new();
        for done in self.within(areas).flat_map(|t| &t.days).filter(|d| d.0 <= self.as_of.day) {
            // Put where it belongs: so few need no sort, which the phone would load.
            let at = days.iter().position(|d| d.0 > done.0).unwrap_or(days.len());
            days.insert(at, *done);
        }
        days
    }

    /// A milestone is reached on the day that brings its number.
    fn reached(&self, areas: &[AreaId]) -> Stage {
        let mut sum = 0;
        for (on, count, _) in self.history(areas) {
            sum += count;
            if sum >= self.goal() {
                return Stage::Done { on };
            }
        }
        if sum > 0 { Stage::Ongoing } else { Stage::NotReported }
    }

    /// A deliverable stands as it was last reported; where no answer says that it exists, the report itself does.
    fn stage(&self, areas: &[AreaId]) -> Stage {
        let mut stage = Stage::NotReported;
        for (on, count, done) in self.history(areas).into_iter().filter(|d| d.1 > 0) {
            let exists = self.target.done.is_none() && count > 0 || done > 0;
            stage = match (exists, stage) {
                (true, Stage::Done { on }) => Stage::Done { on },
                (true, _) => Stage::Done { on },
                (false, _) => Stage::Ongoing,
            };
        }
        stage
    }

    fn staged(&self, stage: Stage, period: Span, recorded: i64) -> (Measure, Status) {
        let by = self.target.by;
        let late = |on: Day| by.is_some_and(|by| on > by);
        let status = match stage {
            Stage::Done { on } if late(on) => Status::Near,
            Stage::Done { .. } => Status::Met,
            _ if late(self.as_of.day) || period.to <= self.as_of.day => Status::Behind,
            _ => Status::Running,
        };
        (Measure::Stage { stage, by, recorded }, status)
    }

    fn on_request(&self, sums: Sums, period: Span) -> (Measure, Status) {
        let (asked, done, ended) = (sums.count, sums.numerator, self.as_of.day >= period.to);
        let status = match (asked, done >= asked, ended) {
            (0, ..) => Status::Running,
            (_, true, true) => Status::Met,
            (_, true, false) => Status::OnPace,
            (_, false, false) => Status::Near,
            (_, false, true) => Status::Behind,
        };
        (Measure::Requests { done, asked }, status)
    }

    fn share(&self, sums: Sums, ended: bool) -> Option<Share> {
        let share = self.target.share.as_ref()?;
        let (numerator, denominator, min_percent) = (sums.numerator, sums.count, i64::from(share.min_percent));
        let is_enough = denominator >= i64::from(share.floor.max(1));
        let status = match (numerator * 100 >= min_percent * denominator, ended) {
            (true, true) => Status::Met,
            (true, false) => Status::OnPace,
            (false, _) => Status::Behind,
        };
        Some(Share {
            label: share.label.clone(),
            numerator: Value::Exact(numerator),
            denominator: Value::Exact(denominator),
            percent: Percent::of(numerator, denominator, min_percent).filter(|_| is_enough),
            min_percent,
            status: is_enough.then_some(status),
        })
    }

    fn name(&self, area: &AreaId) -> String {
        self.promise.area(area).map_or_else(|| area.to_string(), |area| area.name.clone())
    }

    fn names(&self, areas: &[AreaId]) -> String {
        let names: Vec<String> = areas.iter().map(|area| self.name(area)).collect();
        match names.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [rest @ .., last] => format!("{} och {last}", rest.join(", ")),
        }
    }
}

/// The stage of something that is to be there in every one of some places: done on the day that the last of them was.
fn all_of(stages: &[Stage]) -> Stage {
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
