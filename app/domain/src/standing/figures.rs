//! A target's figures on a day, judged as its kind is: exact, as those who work with the promise may see them.

use super::in_areas::{InAreas, Sums};
use super::{AsOf, Status, Total};
use crate::figure::{Figure, Part, Percent, Place, Share, Value};
use crate::id::AreaId;
use crate::promise::{Promise, Scope, Target};

/// A target's figures on a day, from its totals by area.
#[must_use]
pub fn figures(promise: &Promise, target: &Target, totals: &[Total], as_of: impl Into<AsOf>) -> Vec<Figure> {
    let totals: Vec<&Total> = totals.iter().filter(|total| total.target == target.id).collect();
    let all = OnDay { promise, target, as_of: as_of.into(), totals: &totals };
    let areas = target.areas.as_slice();
    match (target.scope, areas) {
        (_, []) => vec![all.figure(Place::Everywhere, &[])],
        (_, [only]) => vec![all.of_area(only)],
        (Scope::Each, _) => areas.iter().map(|area| all.of_area(area)).collect(),
        (Scope::Sum | Scope::Every, _) => vec![all.together(areas)],
    }
}

/// A target on a day, with its totals.
struct OnDay<'a> {
    promise: &'a Promise,
    target: &'a Target,
    as_of: AsOf,
    totals: &'a [&'a Total],
}

impl OnDay<'_> {
    fn in_areas<'a>(&'a self, areas: &'a [AreaId]) -> InAreas<'a> {
        InAreas::new((self.promise, self.target), self.totals, self.as_of, areas)
    }

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
            (figure.measure, figure.status) = (self.target.kind.rules().judge_every)(&self.in_areas(areas), &each);
            figure.unit = figure.measure.unit(self.target);
        }
        figure
    }

    fn figure(&self, place: Place, areas: &[AreaId]) -> Figure {
        let target = self.target;
        let here = self.in_areas(areas);
        let (measure, status) = (target.kind.rules().judge)(&here);
        Figure {
            target: target.id.clone(),
            label: target.label.clone(),
            kind: target.kind,
            scope: target.scope,
            place,
            unit: measure.unit(target),
            period: here.period,
            through: self.as_of.day,
            status: Some(status),
            measure,
            share: self.share(here.sums, here.has_ended()),
            parts: Vec::new(),
            too_short: here.sums.too_short,
        }
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
