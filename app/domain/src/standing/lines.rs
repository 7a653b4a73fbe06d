//! A target's rows: its figures in each place, judged as its kind is.

use super::{AsOf, Done, Earlier, Line, Pace, Place, ShareLine, Slots, Stage, Status, Total};
use crate::calendar::{Day, Span};
use crate::id::AreaId;
use crate::promise::{Promise, Scope, Target, TargetKind};

/// A target's rows on a day, from its totals by area.
#[must_use]
pub fn lines(promise: &Promise, target: &Target, totals: &[Total], as_of: impl Into<AsOf>) -> Vec<Line> {
    let AsOf { day, over } = as_of.into();
    let all = View { promise, target, day, over, mine: totals.iter().filter(|t| t.target == target.id).collect() };
    let areas = target.areas.as_slice();
    match (target.scope, areas) {
        (_, []) => vec![all.line(Place::Everywhere, &[])],
        (_, [only]) => vec![all.line(Place::Area(only.clone()), areas)],
        (Scope::Each, _) => areas.iter().map(|a| all.line(Place::Area(a.clone()), std::slice::from_ref(a))).collect(),
        (Scope::Sum | Scope::Every, _) => {
            let name = target.areas_name.clone().unwrap_or_else(|| names(promise, areas));
            let mut one = all.line(Place::Areas(name), areas);
            let each = |a: &AreaId| all.line(Place::Area(a.clone()), std::slice::from_ref(a));
            one.parts = areas.iter().map(|a| (a.clone(), each(a).done)).collect();
            if target.scope == Scope::Every {
                all.in_every(&mut one, each);
            }
            vec![one]
        }
    }
}

/// What is known of a target.
struct View<'a> {
    promise: &'a Promise,
    target: &'a Target,
    day: Day,
    over: bool,
    mine: Vec<&'a Total>,
}

impl View<'_> {
    fn within(&self, areas: &[AreaId]) -> impl Iterator<Item = &Total> {
        // A sum that doesn't tell its areas apart, as public figures of sensitive targets, belongs to all of them.
        self.mine.iter().copied().filter(move |t| match &t.area {
            Some(area) => areas.is_empty() || areas.contains(area),
            None => areas.is_empty() || areas == self.target.areas,
        })
    }

    /// Counts and numerators on days.
    fn done(&self, areas: &[AreaId], days: Span) -> (i64, i64) {
        let within = |t: &Total| {
            let on = t.days.iter().filter(|d| days.holds(d.0));
            on.fold((0, 0), |sum, d| (sum.0 + d.1, sum.1 + d.2))
        };
        self.within(areas).map(within).fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1))
    }

    /// A place's row.
    fn line(&self, place: Place, areas: &[AreaId]) -> Line {
        let target = self.target;
        let period = self.promise.period(target, self.day);
        let (mut count, mut numerator, mut too_short) = (0, 0, 0);
        for t in self.within(areas) {
            count += t.count;
            numerator += t.numerator.unwrap_or(0);
            too_short += t.too_short;
        }
        if target.by_day() && target.kind == TargetKind::Count {
            (count, numerator) = self.done(areas, period);
        }
        let mut line = Line {
            place,
            done: count,
            goal: None,
            expected: None,
            needed_per_week: None,
            status: Status::Running,
            too_short,
            share: None,
            parts: Vec::new(),
            period,
            slots: None,
            stage: None,
            asked: None,
            finished: None,
            earlier: Vec::new(),
        };
        let pace = Pace::weighted(period, self.day, &target.pace);
        match target.kind {
            TargetKind::Count => {
                line.paced(target.goal.map(i64::from), pace);
                line.earlier = self.earlier(areas, period);
            }
            TargetKind::Average => {
                let slots = target.per.slots(period, period).len() as i64;
                line.paced(target.goal.map(|goal| i64::from(goal) * slots), pace);
            }
            TargetKind::Cadence => self.slotted(&mut line, areas),
            TargetKind::Milestone => self.staged(&mut line, self.reached(areas)),
            TargetKind::Deliverable => self.staged(&mut line, self.stage(areas)),
            TargetKind::Conditional => line.on_request(count, numerator, pace.days_left() == 0),
            TargetKind::Indicator | TargetKind::Narrative => {
                line.finished = target.done.as_ref().map(|_| numerator);
            }
        }
        line.share = self.share(count, numerator, pace.days_left() == 0);
        line
    }

    fn earlier(&self, areas: &[AreaId], period: Span) -> Vec<Earlier> {
        let per = self.target.goal_for();
        let shown = self.promise.shown(self.target, self.day);
        if !self.target.by_day() {
            return Vec::new();
        }
        let mut earlier = Vec::new();
        for ended in per.slots(shown, shown) {
            if ended.to < period.from {
                let done = self.done(areas, ended).0;
                earlier.push(Earlier { period: ended, done, met: done >= self.goal() });
            }
        }
        earlier
    }

    fn goal(&self) -> i64 {
        i64::from(self.target.goal.unwrap_or(1))
    }

    fn slots(&self, is_kept: &dyn Fn(Span) -> bool, period: Span) -> Slots {
        Slots::of(
            self.target.per,
            period,
            self.promise.days_of(self.target),
            AsOf { day: self.day, over: self.over },
            is_kept,
        )
    }

    fn slotted(&self, line: &mut Line, areas: &[AreaId]) {
        let slots = self.slots(&|slot| self.done(areas, slot).0 >= self.goal(), line.period);
        line.in_slots(slots);
    }

    /// One row for all areas, where each of them must do it.
    fn in_every(&self, line: &mut Line, each: impl Fn(&AreaId) -> Line) {
        let areas = &self.target.areas;
        match self.target.kind {
            TargetKind::Cadence => {
                let goal = self.goal();
                let kept = |slot| areas.iter().all(|a| self.done(std::slice::from_ref(a), slot).0 >= goal);
                line.in_slots(self.slots(&kept, line.period));
            }
            kind => {
                let rows: Vec<Line> = areas.iter().map(each).collect();
                let staged = matches!(kind, TargetKind::Milestone | TargetKind::Deliverable);
                let there = |row: &&Line| match row.stage {
                    Some(stage) => matches!(stage, Stage::Done { .. }),
                    None => row.goal.is_some_and(|goal| row.done >= goal),
                };
                line.done = rows.iter().filter(there).count() as i64;
                line.goal = Some(rows.len() as i64);
                line.expected = None;
                line.needed_per_week = None;
                line.earlier = Vec::new();
                line.stage = line.stage.filter(|_| staged).map(|_| all_of(&rows));
                line.status = rows.iter().map(|row| row.status).max().unwrap_or(Status::Running);
            }
        }
    }

    /// All that was done by the end of the day, oldest first.
    fn history(&self, areas: &[AreaId]) -> Vec<Done> {
        let mut days: Vec<Done> = Vec::new();
        for done in self.within(areas).flat_map(|t| &t.days).filter(|d| d.0 <= self.day) {
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

    fn staged(&self, line: &mut Line, stage: Stage) {
        let late = |on: Day| self.target.by.is_some_and(|by| on > by);
        line.status = match stage {
            Stage::Done { on } if late(on) => Status::Near,
            Stage::Done { .. } => Status::Met,
            _ if late(self.day) || line.period.to <= self.day => Status::Behind,
            _ => Status::Running,
        };
        line.stage = Some(stage);
    }

    fn share(&self, denominator: i64, numerator: i64, ended: bool) -> Option<ShareLine> {
        let share = self.target.share.as_ref()?;
        let min_percent = i64::from(share.min_percent);
        let few = denominator < i64::from(share.floor.max(1));
        let enough = numerator * 100 >= min_percent * denominator;
        Some(ShareLine {
            numerator,
            denominator,
            percent: (!few).then(|| (numerator * 200 + denominator) / (denominator * 2)),
            min_percent,
            status: match (few, enough, ended) {
                (true, ..) => Status::Running,
                (_, true, true) => Status::Met,
                (_, true, false) => Status::OnPace,
                (_, false, _) => Status::Behind,
            },
        })
    }
}

impl Line {
    fn paced(&mut self, goal: Option<i64>, pace: Pace) {
        self.goal = goal;
        self.expected = goal.map(|g| pace.expected(g));
        self.needed_per_week = goal.and_then(|g| pace.needed_per_week(self.done, g));
        self.status = goal.map_or(Status::Running, |g| pace.status(self.done, g));
    }

    fn in_slots(&mut self, slots: Slots) {
        self.done = slots.kept();
        self.goal = Some(slots.all.len() as i64);
        self.expected = Some(slots.expected());
        self.status = slots.status();
        self.slots = Some(slots);
    }

    fn on_request(&mut self, asked: i64, done: i64, ended: bool) {
        self.asked = Some(asked);
        self.done = done;
        self.status = match (asked, done >= asked, ended) {
            (0, ..) => Status::Running,
            (_, true, true) => Status::Met,
            (_, true, false) => Status::OnPace,
            (_, false, false) => Status::Near,
            (_, false, true) => Status::Behind,
        };
    }
}

/// The stage of something that is to be there in every one of some places: done on the day that the last of them was.
fn all_of(rows: &[Line]) -> Stage {
    let mut last = None;
    for row in rows {
        match row.stage {
            Some(Stage::Done { on }) => last = last.max(Some(on)),
            _ => last = Some(Day(i32::MAX)),
        }
    }
    let begun = rows.iter().any(|row| !matches!(row.stage, Some(Stage::NotReported)));
    match last {
        Some(on) if on < Day(i32::MAX) => Stage::Done { on },
        _ if begun => Stage::Ongoing,
        _ => Stage::NotReported,
    }
}

fn names(promise: &Promise, areas: &[AreaId]) -> String {
    let mut names = areas.iter().filter_map(|a| promise.area(a)).map(|a| a.name.as_str());
    let last = names.next_back().unwrap_or_default();
    let rest: Vec<&str> = names.collect();
    if rest.is_empty() { last.to_owned() } else { format!("{} och {last}", rest.join(", ")) }
}
