//! Ids as people call them: areas and activities by the newest promise that knows them, people by the names they have.

use super::entries::view::RecordedEntry;
use super::entries::view::recorded::Detail;
use crate::store::InForce;
use crate::text;
use domain::entry::{Entry, Fact};
use domain::id::{ActivityId, AreaId, OrganisationId, PersonId};
use domain::occasion::{Held, Occasion};
use domain::promise::{Field, Promise};
use domain::tally::{clock_off, counted_ms};
use std::collections::BTreeMap;
use texts::language::Language::Swedish;
use texts::{decide, listed, recorded as words};

/// What names are looked up in.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    pub in_force: &'a InForce,
    pub people: &'a BTreeMap<PersonId, String>,
    /// Whose entries are read: those of another organisation are told of without what they say (protocol, section 7).
    pub reader: &'a OrganisationId,
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
        self.promises().find_map(|p| p.area(id)).map_or_else(|| text::visible(id.as_str()), |area| area.name.clone())
    }

    /// The same for an activity.
    #[must_use]
    pub fn activity(&self, id: &ActivityId) -> String {
        self.promises()
            .find_map(|p| p.activity(id))
            .map_or_else(|| text::visible(id.as_str()), |activity| activity.name.clone())
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

    /// What an entry says; a withdrawal nothing but who wrote it, another organisation's entry nothing at all.
    #[must_use]
    pub fn told(&self, held: &Held) -> RecordedEntry {
        if held.organisation != *self.reader {
            return RecordedEntry { author: words::OTHER_ORGANISATION.to_owned(), ..RecordedEntry::default() };
        }
        let entry = &held.entry;
        let author = self.person(entry.author);
        let Some(fact) = &entry.fact else { return RecordedEntry { author, ..RecordedEntry::default() } };
        RecordedEntry {
            activity: Some(self.activity(&fact.activity)),
            area: fact.area.as_ref().map(|area| self.area(area)),
            started_at: Some(self.in_force.zone.moment(counted_ms(fact, entry.clock_offset_ms))),
            minutes: fact.minutes,
            unit: entry.unit.as_deref().map(text::visible),
            author,
            recorded: self.details(entry, fact),
        }
    }

    /// All that an entry records, in the words of the promise that it was recorded by.
    fn details(&self, entry: &Entry, fact: &Fact) -> Vec<Detail> {
        let detail = |label: &str, value: String, is_answer| Detail { label: label.to_owned(), value, is_answer };
        let part = |label, value| detail(label, value, false);
        let started = self.in_force.zone.moment(counted_ms(fact, entry.clock_offset_ms));
        let clock = entry.clock_offset_ms.filter(|_| clock_off(entry.clock_offset_ms));
        let mut details = vec![part(words::ACTIVITY, self.activity(&fact.activity))];
        details.extend(fact.area.as_ref().map(|area| part(words::AREA, self.area(area))));
        details.push(part(words::STARTED, Swedish.full(started)));
        details.push(part(words::TIME, words::how(Swedish, fact.how).to_owned()));
        details.extend(clock.map(|offset_ms| part(words::CLOCK, words::clock(offset_ms))));
        details.extend(fact.minutes.map(|minutes| part(words::LENGTH, decide::minutes(minutes))));
        details.extend(entry.unit.as_deref().map(|unit| part(words::UNIT, text::visible(unit))));
        let questions = self.questions(entry, fact);
        for field in &questions {
            let answer =
                fact.fields.get(&field.id).map(|answer| text::visible(&listed::answer(Swedish, field, Some(answer))));
            details.extend(answer.map(|answer| detail(&field.label, answer, true)));
        }
        // What a newer form asked, or an older one: its own word, and the answer as it was sent.
        let unknown = fact.fields.iter().filter(|(id, _)| questions.iter().all(|field| field.id != **id));
        details
            .extend(unknown.map(|(id, answer)| detail(&text::visible(id), text::visible(&words::plain(answer)), true)));
        details.extend(fact.note.as_deref().map(|note| detail(words::NOTE, text::visible(note), true)));
        details
    }

    /// The questions of the form that was filled in: of the promise that the entry names, then of any that knows more.
    fn questions(&self, entry: &Entry, fact: &Fact) -> Vec<&Field> {
        let own = entry.promise.as_ref().and_then(|(id, _)| self.in_force.catalogue.get(id));
        let activities = own.into_iter().chain(self.promises()).filter_map(|p| p.activity(&fact.activity));
        let mut fields: Vec<&Field> = Vec::new();
        for field in activities.flat_map(|activity| &activity.fields) {
            if fields.iter().all(|known| known.id != field.id) {
                fields.push(field);
            }
        }
        fields
    }

    /// What stands of an occasion, or else what it began with.
    #[must_use]
    pub fn occasion(&self, occasion: &Occasion<'_>) -> RecordedEntry {
        let first = || occasion.entries().iter().copied().find(|h| h.entry.fact.is_some());
        let any = || occasion.entries().first().copied();
        occasion.deciding().or_else(first).or_else(any).map(|held| self.told(held)).unwrap_or_default()
    }
}
