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

    /// Puts a promise in force: the same id is replaced by its new version, a running extension ends the day before.
    ///
    /// # Errors
    /// [`Overlap`] when another promise is already in force on one of its areas and days.
    pub fn with(&self, new: Promise) -> Result<Catalogue, Overlap> {
        let mut active = Vec::new();
        for held in self.active.iter().filter(|a| a.promise.id != new.id) {
            let mut held = held.clone();
            if let Some(days) = held.span.meet(new.span())
                && let Some(area) = new.areas.iter().find(|a| held.promise.area(&a.id).is_some())
            {
                if held.promise.extends.is_none() || held.span.from >= new.from {
                    return Err(Overlap { with: held.promise.id, area: area.id.clone(), days });
                }
                held.span.to = new.from.plus(-1);
            }
            active.push(held);
        }
        let span = new.span();
        active.push(Active { promise: new, span });
        active.sort_by_key(|a| a.span.from);
        Ok(Catalogue { active })
    }

    /// The extension that should run on `day`, when none of its areas has a promise in force that day: the last one
    /// that ended and continues by the year.
    #[must_use]
    pub fn due_extension(&self, day: Day) -> Option<Promise> {
        if self.at(None, day).is_some() {
            return None;
        }
        let ended = self.active.iter().filter(|a| a.span.to < day).max_by_key(|a| a.span.to)?;
        ended.promise.extended_to(day.year())
    }
}
