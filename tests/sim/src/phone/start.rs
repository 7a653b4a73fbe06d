//! Starting, and what ends: `app/src/actions/load.rs` without a browser.

use super::{Around, Hand, Phone, Step, TABS, Tab};
use domain::id::PersonId;
use domain::sender::Sender;
use std::collections::VecDeque;

/// Whose draft no tab has open.
const NO_TAB: u32 = 0;

impl Phone {
    /// Opens a page: what a page that died left in the first line is brought over, then a draft is taken up.
    pub fn opens_tab(&mut self, around: &mut Around<'_>) -> bool {
        if self.tabs.len() >= TABS {
            return false;
        }
        let left = self.disk.local.entries.values();
        let keep = |left: &super::Leftover| Step::Keep { left: left.clone(), first_id: left.entry.id, tapped: false };
        let mut start: VecDeque<Step> = left.map(keep).collect();
        start.push_back(Step::OwnDraft);
        self.tabs.push(Tab {
            number: around.mint.number() as u32,
            person: self.disk.store.people.keys().next().copied(),
            hand: Hand::default(),
            sender: Sender::default(),
            form: None,
            saving: false,
            tasks: vec![start],
            turn: false,
            flight: None,
            retries: false,
        });
        self.reload(self.tabs.len() - 1);
        true
    }

    /// A dead tab's draft, unless it was saved: then it is dropped. Another person's stays for that person.
    pub(super) fn own_draft(&mut self, tab: usize) {
        self.reload(tab);
        let living: Vec<u32> = self.tabs.iter().map(|tab| tab.number).collect();
        let (store, local) = (&self.disk.store, &mut self.disk.local);
        local.drafts.retain(|id, _| !store.entries.contains_key(id));
        let tab = &mut self.tabs[tab];
        let mut drafts = local.drafts.values_mut();
        if tab.form.is_none()
            && let Some((of, paper)) =
                drafts.find(|(of, paper)| !living.contains(of) && Some(paper.person) == tab.person)
        {
            *of = tab.number;
            tab.form = Some(paper.clone());
        }
    }

    /// Somebody unlocks the tab. What is under way for the one before is given up, unfinished forms stay drafts.
    pub fn unlocks(&mut self, tab: usize, number: u8) -> bool {
        let people: Vec<PersonId> = self.disk.store.people.keys().copied().collect();
        let of = &mut self.tabs[tab];
        if people.is_empty() || of.saving {
            return false;
        }
        let person = Some(people[usize::from(number) % people.len()]);
        if of.person == person {
            return false;
        }
        of.person = person;
        of.flight = None;
        if let Some(draft) = of.form.take().and_then(|paper| self.disk.local.drafts.get_mut(&paper.id())) {
            draft.0 = NO_TAB;
        }
        of.turn = of.tasks.iter().flatten().any(|step| matches!(step, Step::Settle { .. } | Step::Refuse { .. }));
        of.sender = Sender::default();
        of.tasks.push(VecDeque::from([Step::OwnDraft]));
        self.reload(tab);
        true
    }

    /// A page ends; local storage stays with the browser.
    pub fn closes_tab(&mut self, tab: usize) {
        self.tabs.remove(tab);
    }

    /// The browser ends.
    pub fn dies(&mut self) {
        self.tabs.clear();
        self.disk.local = self.disk.flushed.clone();
    }

    /// The backup is put back: the phone is what it was then. `false` when there is none.
    pub fn puts_back(&mut self) -> bool {
        let Some(backup) = self.backup.clone() else { return false };
        self.disk = *backup;
        self.dies();
        true
    }
}
