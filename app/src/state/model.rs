//! What the app has in hand: the journal as the phone keeps it, what the server said beside it, what is being timed.

use super::status::Connection;
use crate::device::contact::{Contact, Identity};
use domain::calendar::Day;
use domain::catalogue::{Active, Catalogue};
use domain::entry::{Entry, Fact, Kind};
use domain::id::{ActivityId, AreaId, EntryId, JournalId, OrganisationId, PromiseId};
use domain::journal::Kept;
use domain::limits;
use domain::moment::Moment;
use domain::promise::{Activity, Counting, ICONS, OrganisationKind, Promise};
use domain::standing::Total;
use domain::timer::Timer;
use domain::wire::Change as Decision;
use std::collections::BTreeMap;
use texts::language::Language;
use texts::officer as words;

/// Everything that screens show.
#[derive(Default)]
pub(crate) struct Model {
    /// What the screens speak. The promise's own words stay as they are.
    pub(crate) language: Language,
    pub(crate) identity: Option<Identity>,
    pub(crate) contact: Contact,
    pub(crate) catalogue: Catalogue,
    pub(crate) tallies: Tallies,
    pub(crate) decisions: Vec<Decision>,
    /// What the unit's entries added up to, as the server last told it.
    pub(crate) feedback: Option<String>,
    pub(crate) timers: Vec<Timer>,
    /// Own entries, newest first.
    pub(crate) kept: Vec<Kept>,
    /// What they say; those of others that decisions brought as well.
    pub(crate) entries: BTreeMap<EntryId, Entry>,
    /// Which of them correct others; few, so that asking whether one is replaced doesn't go through all.
    pub(crate) corrections: Vec<EntryId>,
    /// The last number given in each journal.
    pub(crate) journals: BTreeMap<JournalId, u64>,
    pub(crate) area: Option<AreaId>,
    pub(crate) unit: Option<String>,
    /// The area with the time at which it was chosen, as it is remembered.
    pub(crate) shift: Option<String>,
    pub(crate) connection: Connection,
    /// The entry saved last, for *Ångra*.
    pub(crate) saved: Option<EntryId>,
    /// Shell, promise and areas are all on the phone.
    pub(crate) shell: bool,
    pub(crate) update: bool,
    /// The journal can't be opened: said before anything is filled in.
    pub(crate) silent: bool,
}

/// The figures of the last answer.
pub(crate) type Tallies = BTreeMap<PromiseId, Vec<Total>>;

/// The name of an activity's drawing.
pub(crate) fn drawing(activity: Option<&Activity>) -> &'static str {
    let icon = activity.and_then(|a| a.icon.as_deref());
    ICONS.into_iter().find(|name| Some(*name) == icon).unwrap_or("doc")
}

impl Model {
    /// Puts the promises in force together; one that the last answer no longer names is left aside.
    pub(crate) fn set_promises(&mut self, mut promises: Vec<Promise>) {
        let named = &self.contact.promises;
        promises.retain(|p| named.is_empty() || named.iter().any(|n| n.id == p.id));
        let active = promises.into_iter().map(|promise| Active { span: promise.span(), promise }).collect();
        self.catalogue = Catalogue { active };
    }

    /// The promise that forms of a day are made by.
    pub(crate) fn promise(&self, day: Day) -> Option<&Promise> {
        self.catalogue.nearest(day)
    }

    /// Whose activities this person records.
    pub(crate) fn organisation(&self, promise: &Promise) -> Option<OrganisationId> {
        let told = self.identity.as_ref().and_then(|i| i.organisation.clone());
        let police = || promise.organisations.iter().find(|o| o.kind == OrganisationKind::Police);
        told.or_else(|| police().map(|o| o.id.clone()))
    }

    /// The activities that have keys on a day.
    pub(crate) fn activities(&self, day: Day) -> Vec<&Activity> {
        let Some(promise) = self.promise(day) else { return Vec::new() };
        let Some(organisation) = self.organisation(promise) else { return Vec::new() };
        promise.activities.iter().filter(|a| a.organisations.contains(&organisation)).collect()
    }

    /// Whether this person's organisation records an activity.
    pub(crate) fn records(&self, promise: &Promise, id: &ActivityId) -> bool {
        let organisation = self.organisation(promise);
        promise.activity(id).is_some_and(|a| organisation.as_ref().is_some_and(|o| a.organisations.contains(o)))
    }

    /// The activity by its id, in whatever promise knows it.
    pub(crate) fn activity(&self, id: &ActivityId) -> Option<&Activity> {
        self.catalogue.active.iter().find_map(|a| a.promise.activity(id))
    }

    /// The most minutes of an activity that count unasked.
    pub(crate) fn most_minutes(&self, activity: &Activity) -> u32 {
        let mut promises = self.catalogue.active.iter().map(|active| &active.promise);
        let by = promises.find(|promise| promise.activity(&activity.id).is_some());
        by.map_or(limits::PLAUSIBLE_MINUTES, |promise| promise.most_minutes(activity))
    }

    /// The name of an area; said to be unknown where no promise on the phone has it.
    pub(crate) fn area_name(&self, id: &AreaId) -> String {
        let area = self.catalogue.active.iter().find_map(|a| a.promise.area(id));
        area.map_or_else(|| words::unknown_area(self.language, id.as_str()), |a| a.name.clone())
    }

    /// Whether a promise on the phone has an area.
    pub(crate) fn has_area(&self, id: &AreaId) -> bool {
        self.catalogue.active.iter().any(|a| a.promise.area(id).is_some())
    }

    /// An area within a sentence: "på Råslätt".
    pub(crate) fn in_area(&self, id: &AreaId) -> String {
        let promise = self.catalogue.active.iter().map(|a| &a.promise).find(|p| p.area(id).is_some());
        self.language.place(promise.map_or("i", |p| p.preposition(id)), &self.area_name(id))
    }

    /// The name of an activity likewise.
    pub(crate) fn activity_name(&self, id: &ActivityId) -> String {
        self.activity(id).map_or_else(|| words::unknown_activity(self.language, id.as_str()), |a| a.name.clone())
    }

    /// "Fotpatrull, Råslätt".
    pub(crate) fn title(&self, activity: &ActivityId, area: Option<&AreaId>) -> String {
        let name = self.activity_name(activity);
        area.map_or_else(|| name.clone(), |area| format!("{name}, {}", self.area_name(area)))
    }

    /// Whether an activity counts in an area on a day, and from what length.
    pub(crate) fn counting(&self, activity: &ActivityId, area: Option<&AreaId>, day: Day) -> Counting {
        self.promise(day).map_or(Counting::Never, |promise| promise.counting(activity, area))
    }

    /// Everything that the phone has of an occasion, in the order of ids.
    pub(crate) fn of_occasion(&self, root: EntryId) -> Vec<&Entry> {
        self.entries.values().filter(|e| e.root() == root).collect()
    }

    /// What stands of an occasion: nothing when it is withdrawn. Of several heads the smallest id decides, as it does
    /// on the server (protocol, section 4); everything here is by the root's author or judged by staff.
    pub(crate) fn standing(&self, root: EntryId) -> Option<(&Entry, &Fact)> {
        self.entries.get(&root)?;
        let heads = self.entries.values().filter(|e| e.root() == root && !self.is_replaced(e));
        heads.filter_map(|e| Some((e, e.fact.as_ref()?))).next()
    }

    /// The withdrawal by which an occasion of one's own is over.
    pub(crate) fn withdrawal(&self, root: EntryId) -> Option<&Entry> {
        let own = self.identity.as_ref().map(|i| i.person);
        let mut entries = self.entries.values().filter(|e| e.root() == root && e.kind == Kind::Withdrawn);
        entries.find(|e| Some(e.author) == own && !self.is_replaced(e)).filter(|_| self.standing(root).is_none())
    }

    /// Whether an entry no longer says what stands.
    pub(crate) fn is_replaced(&self, entry: &Entry) -> bool {
        let root = entry.root();
        let mut corrections = self.corrections.iter().filter_map(|id| self.entries.get(id));
        corrections.any(|e| e.id != entry.id && e.replaces.contains(&entry.id) && e.root() == root)
    }

    /// The latest decision about an occasion.
    pub(crate) fn decision(&self, root: EntryId) -> Option<&Decision> {
        self.decisions.iter().rev().find(|d| d.id == root)
    }

    /// How many occasions of an activity were begun on a day and still stand.
    pub(crate) fn done_on(&self, activity: &ActivityId, day: Day) -> usize {
        let begun = |e: &&Entry| {
            e.fact.as_ref().is_some_and(|f| f.activity == *activity && f.started_at.day() == day)
                && !self.is_replaced(e)
        };
        self.entries.values().filter(begun).count()
    }

    /// The running timer of an activity.
    pub(crate) fn timer(&self, activity: &ActivityId) -> Option<&Timer> {
        self.timers.iter().find(|t| t.activity == *activity)
    }

    /// The phone's clock has jumped: its offset no longer holds, and the minutes of what is being timed are asked for.
    pub(crate) fn clock_jumped(&mut self) {
        self.contact.offset_ms = None;
        self.timers.iter_mut().for_each(|timer| timer.jumped = true);
    }

    /// The latest time that the phone is certain to have had: of the last contact, the last entry, the last start.
    pub(crate) fn latest_ms(&self) -> Option<i64> {
        let recorded = self.kept.iter().map(|record| record.kept_at_ms).max();
        let timed = self.timers.iter().map(|timer| timer.started_at.unix_ms).max();
        self.contact.at_ms.max(recorded).max(timed)
    }

    /// Whether the phone can be used without coverage from now on.
    pub(crate) fn ready(&self, now: Moment) -> bool {
        self.shell && self.promise(now.day()).is_some_and(|p| !p.areas.is_empty())
    }

    /// Takes in what an entry says.
    pub(crate) fn add_entry(&mut self, entry: Entry) {
        if !entry.replaces.is_empty() {
            self.corrections.push(entry.id);
        }
        self.entries.insert(entry.id, entry);
    }

    /// Takes in an entry that is kept.
    pub(crate) fn take(&mut self, kept: Kept, entry: Option<Entry>) {
        let last = self.journals.entry(kept.journal).or_default();
        *last = (*last).max(kept.seq);
        if let Some(entry) = entry {
            self.add_entry(entry);
        }
        self.kept.retain(|k| k.id != kept.id);
        self.kept.insert(0, kept);
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOON, entry_id};
    use super::*;
    use domain::journal::State;

    #[test]
    fn keys_are_those_of_the_own_organisation() {
        let mut model = sample::model();
        let keys = |model: &Model| model.activities(NOON.day()).iter().map(|a| a.id.0.clone()).collect::<Vec<_>>();
        assert_eq!(keys(&model), ["patrol", "check", "finding"]);
        if let Some(identity) = &mut model.identity {
            identity.organisation = Some("town".into());
        }
        assert_eq!(keys(&model), ["walk"]);
        model.identity = None;
        assert_eq!(keys(&model), ["patrol", "check", "finding"], "the police where the server doesn't say");
        model.catalogue.active.clear();
        assert_eq!(keys(&model), [""; 0]);
    }

    #[test]
    fn an_occasion_is_counted_once_whatever_corrects_it() {
        let mut model = sample::model();
        let done = |model: &Model| model.done_on(&"patrol".into(), NOON.day());
        sample::record(&mut model, 1, "patrol", State::Waiting);
        sample::record(&mut model, 2, "patrol", State::Waiting);
        assert_eq!(done(&model), 2);
        sample::correct(&mut model, 3, 1, Kind::Amended);
        assert_eq!(done(&model), 2);
        sample::correct(&mut model, 4, 2, Kind::Withdrawn);
        assert_eq!(done(&model), 1);
    }

    #[test]
    fn of_two_corrections_that_did_not_see_each_other_the_smallest_id_stands() {
        let mut model = sample::model();
        sample::record(&mut model, 1, "patrol", State::Waiting);
        sample::correct(&mut model, 5, 1, Kind::Amended);
        let unseen = Entry { id: entry_id(4), ..model.entries[&entry_id(5)].clone() };
        model.add_entry(unseen);
        assert_eq!(model.standing(entry_id(1)).map(|(entry, _)| entry.id), Some(entry_id(4)));
    }

    #[test]
    fn a_promise_that_the_last_answer_does_not_name_is_left_aside() {
        let mut model = sample::model();
        model.set_promises(vec![sample::promise()]);
        assert_eq!(model.catalogue.active.len(), 1, "before the first answer all are in force");
        model.contact.promises = vec![domain::wire::PromiseVersion { id: "another".into(), version: 1 }];
        model.set_promises(vec![sample::promise()]);
        assert!(model.catalogue.active.is_empty());
    }

    #[test]
    fn the_latest_time_is_that_of_whatever_happened_last() {
        let mut model = sample::model();
        assert_eq!(model.latest_ms(), None);
        model.contact.at_ms = Some(5);
        assert_eq!(model.latest_ms(), Some(5));
        sample::record(&mut model, 1, "patrol", State::Waiting);
        assert_eq!(model.latest_ms(), Some(NOON.unix_ms));
    }
}
