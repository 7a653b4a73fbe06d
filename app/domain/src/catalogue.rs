//! The promises in force: which one decides for an area on a day (protocol, section 5).

use crate::calendar::{Day, Span};
use crate::id::{AreaId, PromiseId};
use crate::promise::Promise;

/// A promise with the days on which it is in force.
#[derive(Clone, PartialEq, Debug)]
pub struct Active {
    pub promise: Promise,
    /// At most the promise's own period; shorter when another took over.
    pub span: Span,
}

/// All promises in force of one partnership, whatever their period.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Catalogue {
    pub active: Vec<Active>,
}

/// Why a promise can't be in force beside the others of its partnership.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Conflict {
    Overlap(Overlap),
    OtherTimeZone(OtherTimeZone),
}

/// Two promises of one partnership in different time zones: which day an instant falls on would depend on the promise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OtherTimeZone {
    pub with: PromiseId,
    /// The one that is in force.
    pub time_zone: String,
}

/// Two promises in force on the same area and day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overlap {
    pub with: PromiseId,
    pub area: AreaId,
    pub days: Span,
}

impl Catalogue {
    /// The promise that decides for an area on a day; where the fact has no area, the day decides alone.
    #[must_use]
    pub fn at(&self, area: Option<&AreaId>, day: Day) -> Option<&Promise> {
        self.active
            .iter()
            .filter(|a| a.span.holds(day))
            .map(|a| &a.promise)
            .find(|p| area.is_none_or(|area| p.area(area).is_some()))
    }

    /// The promise in force on a day, or else the one that ended last before it, or else the first to come.
    #[must_use]
    pub fn nearest(&self, day: Day) -> Option<&Promise> {
        self.at(None, day)
            .or_else(|| self.active.iter().filter(|a| a.span.to < day).max_by_key(|a| a.span.to).map(|a| &a.promise))
            .or_else(|| self.active.iter().min_by_key(|a| a.span.from).map(|a| &a.promise))
    }

    #[must_use]
    pub fn get(&self, id: &PromiseId) -> Option<&Promise> {
        self.active.iter().map(|a| &a.promise).find(|p| p.id == *id)
    }

    /// Whether any promise, whatever its days, knows the area.
    #[must_use]
    pub fn knows_area(&self, area: &AreaId) -> bool {
        self.active.iter().any(|a| a.promise.area(area).is_some())
    }

    /// Puts a promise in force: the same id is replaced by its new version, a running extension ends the day before,
    /// even if that leaves it no days: the year's own promise is often signed when its extension runs already.
    ///
    /// # Errors
    /// [`Conflict`] when another promise is already in force on one of its areas and days, or in another time zone.
    pub fn with(&self, new: Promise) -> Result<Catalogue, Conflict> {
        let mut active = Vec::new();
        for held in self.active.iter().filter(|a| a.promise.id != new.id) {
            let mut held = held.clone();
            if held.promise.time_zone != new.time_zone {
                let (with, time_zone) = (held.promise.id, held.promise.time_zone);
                return Err(Conflict::OtherTimeZone(OtherTimeZone { with, time_zone }));
            }
            if let Some(days) = held.span.meet(new.span())
                && let Some(area) = new.areas.iter().find(|a| held.promise.area(&a.id).is_some())
            {
                if held.promise.extends.is_none() {
                    let overlap = Overlap { with: held.promise.id, area: area.id.clone(), days };
                    return Err(Conflict::Overlap(overlap));
                }
                // The day before its own first one leaves it no days; it stays to be read by.
                held.span.to = new.from.plus(-1);
            }
            active.push(held);
        }
        let span = new.span();
        active.push(Active { promise: new, span });
        active.sort_by_key(|a| a.span.from);
        Ok(Catalogue { active })
    }

    /// Takes a promise away. An extension that it had cut short runs on for as long as those that stay let it.
    #[must_use]
    pub fn without(&self, id: &PromiseId) -> Catalogue {
        let stays: Vec<&Active> = self.active.iter().filter(|a| a.promise.id != *id).collect();
        let Some(gone) = self.active.iter().find(|a| a.promise.id == *id) else { return self.clone() };
        let running_on = |held: &&Active| {
            let was_cut = held.promise.extends.is_some() && held.span.to == gone.promise.from.plus(-1);
            if !was_cut || !share_an_area(&held.promise, &gone.promise) {
                return (*held).clone();
            }
            let is_later = |a: &&&Active| a.promise.id != held.promise.id && a.promise.from > held.span.to;
            let takes_over = |a: &&&Active| is_later(a) && share_an_area(&a.promise, &held.promise);
            let next = stays.iter().filter(takes_over).map(|a| a.promise.from.plus(-1)).min();
            let to = next.map_or(held.promise.to, |next| held.promise.to.min(next));
            Active { span: Span { to, ..held.span }, ..(*held).clone() }
        };
        Catalogue { active: stays.iter().map(running_on).collect() }
    }

    /// The extension that should run on `day`: of the last promise that ended on its areas and continues by the year,
    /// when none of them has a promise in force that day. It ends before the next one that is loaded already.
    #[must_use]
    pub fn due_extension(&self, day: Day) -> Option<Promise> {
        let mut ended: Vec<&Active> = self.active.iter().filter(|a| a.span.to < day).collect();
        ended.sort_by_key(|a| std::cmp::Reverse(a.span.to));
        let due = |(place, last): (usize, &&Active)| {
            let shares = |other: &Active| share_an_area(&other.promise, &last.promise);
            let superseded = ended[..place].iter().any(|later| shares(later));
            if superseded || self.active.iter().any(|a| a.span.holds(day) && shares(a)) {
                return None;
            }
            let mut extension = last.promise.extended_to(day.year())?;
            let next = self.active.iter().filter(|a| a.span.from > day && shares(a)).map(|a| a.span.from).min();
            extension.to = next.map_or(extension.to, |next| extension.to.min(next.plus(-1)));
            Some(extension)
        };
        ended.iter().enumerate().find_map(due)
    }
}

fn share_an_area(one: &Promise, other: &Promise) -> bool {
    one.areas.iter().any(|area| other.area(&area.id).is_some())
}
