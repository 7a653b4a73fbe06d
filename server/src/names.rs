//! Ids as people call them: areas and activities by the newest promise that knows them, people by the names they have.

use crate::store::InForce;
use app::pages::entries::Told;
use app::words::decide;
use domain::id::{ActivityId, AreaId, PersonId};
use domain::occasion::{Held, Occasion};
use domain::promise::Promise;
use domain::tally::counted_ms;
use std::collections::BTreeMap;

/// What names are looked up in.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    pub in_force: &'a InForce,
    pub people: &'a BTreeMap<PersonId, String>,
}

/// A name, or the word for somebody whose name is forgotten.
#[must_use]
pub fn known(name: Option<String>) -> String {
    name.unwrap_or_else(|| decide::FORGOTTEN.to_owned())
}

impl Names<'_> {
    fn promises(&self) -> impl Iterator<Item = &Promise> {
        self.in_force.catalogue.active.iter().rev().map(|active| &active.promise)
    }

    /// The word itself where no promise knows it.
    #[must_use]
    pub fn area(&self, id: &AreaId) -> String {
        self.promises().find_map(|p| p.area(id)).map_or_else(|| id.to_string(), |area| area.name.clone())
    }

    /// The same for an activity.
    #[must_use]
    pub fn activity(&self, id: &ActivityId) -> String {
        self.promises().find_map(|p| p.activity(id)).map_or_else(|| id.to_string(), |activity| activity.name.clone())
    }

    #[must_use]
    pub fn person(&self, id: PersonId) -> String {
        known(self.people.get(&id).cloned())
    }

    /// Every area that a promise knows, once.
    #[must_use]
    pub fn areas(&self) -> Vec<(AreaId, String)> {
        let mut areas: Vec<(AreaId, String)> = Vec::new();
        for area in self.promises().flat_map(|p| &p.areas) {
            if areas.iter().all(|(id, _)| *id != area.id) {
                areas.push((area.id.clone(), area.name.clone()));
            }
        }
        areas
    }

    /// Every activity likewise.
    #[must_use]
    pub fn activities(&self) -> Vec<(ActivityId, String)> {
        let mut activities: Vec<(ActivityId, String)> = Vec::new();
        for activity in self.promises().flat_map(|p| &p.activities) {
            if activities.iter().all(|(id, _)| *id != activity.id) {
                activities.push((activity.id.clone(), activity.name.clone()));
            }
        }
        activities
    }

    /// What an entry says; a withdrawal nothing but who wrote it.
    #[must_use]
    pub fn told(&self, held: &Held) -> Told {
        let entry = &held.entry;
        let author = self.person(entry.author);
        let Some(fact) = &entry.fact else { return Told { author, ..Told::default() } };
        Told {
            activity: Some(self.activity(&fact.activity)),
            area: fact.area.as_ref().map(|area| self.area(area)),
            started_at: Some(self.in_force.zone.moment(counted_ms(fact, entry.clock_offset_ms))),
            minutes: fact.minutes,
            unit: entry.unit.clone(),
            author,
        }
    }

    /// What stands of an occasion, or else what it began with.
    #[must_use]
    pub fn occasion(&self, occasion: &Occasion<'_>) -> Told {
        let first = || occasion.entries().iter().copied().find(|h| h.entry.fact.is_some());
        let any = || occasion.entries().first().copied();
        occasion.deciding().or_else(first).or_else(any).map(|held| self.told(held)).unwrap_or_default()
    }
}
