//! Recording and saving: `app/src/actions/save.rs` without a browser.

use super::disk::Leftover;
use super::{Around, Phone, Step, Told};
use crate::paper::{self, Mark, Paper, What};
use domain::entry::{Entry, Kind};
use domain::form::{self, Corrects, Form, Stamp};
use domain::id::{EntryId, JournalId, PersonId};
use domain::journal::{Kept, State};
use domain::promise::Duration;
use domain::sender::Trigger;
use std::collections::VecDeque;

/// What a kept entry says.
#[must_use]
pub fn read(kept: &Kept) -> Option<Entry> {
    Entry::read(&serde_json::from_str(&kept.wire_text()).ok()?).ok()
}

impl Phone {
    /// Opens a form in a tab that has none, and fills it in.
    pub fn records(&mut self, tab: usize, work: u8, bad: bool, around: &mut Around<'_>) -> bool {
        let Some(person) = self.free(tab) else { return false };
        let (now, id, mark) = self.opened(around);
        let form = Box::new(paper::filled(id, mark, around.promise, now, work));
        self.drafts(tab, Paper { mark, person, what: What::Form { form, bad } });
        true
    }

    /// Opens a form that corrects one of the person's occasions.
    pub fn corrects(&mut self, tab: usize, which: u8, work: u8, around: &mut Around<'_>) -> bool {
        let (Some(person), Some((entry, corrects))) = (self.free(tab), self.occasion(tab, which)) else { return false };
        let Some(fact) = &entry.fact else { return false };
        let (now, id, mark) = self.opened(around);
        let mut form = Box::new(Form::correcting(id, &entry, fact, corrects.replaces));
        form.unit = Some(mark.call_sign());
        let duration = around.promise.activity(&form.activity).map_or(Duration::None, |a| a.duration);
        paper::fill(&mut form, duration, now, work);
        self.drafts(tab, Paper { mark, person, what: What::Form { form, bad: false } });
        true
    }

    /// *Ångra*, *makulera*: saved as soon as it is tapped.
    pub fn withdraws(&mut self, tab: usize, which: u8, around: &mut Around<'_>) -> bool {
        let (Some(person), Some((_, corrects))) = (self.free(tab), self.occasion(tab, which)) else { return false };
        let (_, id, mark) = self.opened(around);
        self.drafts(tab, Paper { mark, person, what: What::Withdrawal { id, corrects } });
        self.saves(tab, around)
    }

    /// The person of a tab in which no form lies open.
    fn free(&self, tab: usize) -> Option<PersonId> {
        self.tabs[tab].person.filter(|_| self.tabs[tab].form.is_none())
    }

    fn opened(&self, around: &mut Around<'_>) -> (domain::moment::Moment, EntryId, Mark) {
        let now = self.clock(around.now_ms);
        (now, EntryId(around.mint.uuid(now.unix_ms)), around.mint.mark())
    }

    fn drafts(&mut self, tab: usize, paper: Paper) {
        self.disk.local.drafts.insert(paper.id(), (self.tabs[tab].number, paper.clone()));
        self.tabs[tab].form = Some(paper);
    }

    /// An occasion that the tab has in hand, with all that it has of it. What was refused is never amended.
    fn occasion(&self, tab: usize, which: u8) -> Option<(Entry, Corrects)> {
        let entries: Vec<Entry> = self.tabs[tab].hand.kept.iter().filter_map(read).collect();
        let is_refused =
            |id| self.tabs[tab].hand.kept.iter().any(|k| k.id == id && matches!(k.state, State::Refused { .. }));
        let roots: Vec<&Entry> = entries.iter().filter(|e| e.kind == Kind::Recorded && !is_refused(e.id)).collect();
        let root = *roots.get(usize::from(which) % roots.len().max(1))?;
        let replaces = entries.iter().filter(|e| e.root() == root.id).map(|e| e.id).collect();
        Some((root.clone(), Corrects { root: root.id, replaces }))
    }

    /// Taps *Spara*.
    pub fn saves(&mut self, tab: usize, around: &mut Around<'_>) -> bool {
        let now = self.clock(around.now_ms);
        let of = &mut self.tabs[tab];
        let Some(paper) = of.form.as_mut().filter(|_| !of.saving) else { return false };
        let stamp = Stamp {
            author: paper.person,
            recorded_at: now,
            clock_offset_ms: of.hand.contact.offset_ms,
            promise: around.promise.id.clone(),
            promise_version: around.promise.version,
        };
        let Some(entry) = paper.write(around.promise, &stamp, self.version) else {
            // What the form says lies in the future of a clock that was set back: the officer states it anew.
            if let What::Form { form, .. } = &mut paper.what {
                form.restate(now.plus_ms(-86_400_000));
            }
            return false;
        };
        of.saving = true;
        let left = Leftover { entry, kept_at_ms: now.unix_ms };
        if !self.full {
            self.disk.local.entries.insert(left.entry.id, left.clone());
        }
        let first_id = left.entry.id;
        of.tasks.push(VecDeque::from([Step::Keep { left, first_id, tapped: true }]));
        true
    }

    /// The transaction of the second line; what follows it.
    pub(super) fn second_line(
        &mut self,
        tab: usize,
        mut left: Leftover,
        first_id: EntryId,
        tapped: bool,
        around: &mut Around<'_>,
    ) -> Option<Step> {
        let unsaid = |phone: &mut Self| phone.tabs[tab].saving &= !tapped;
        if self.full {
            unsaid(self);
            return None;
        }
        let fresh = JournalId(around.mint.uuid(self.clock_ms(around.now_ms)));
        let Some(kept) = self.disk.store.keep(&left, fresh, !tapped, around.bug) else {
            // The same form was kept with other content: this corrects it. The first line has it under its new id
            // before the second does, so that nobody who starts again makes a third.
            let fresh = EntryId(around.mint.uuid(self.clock_ms(around.now_ms)));
            let body = serde_json::from_str(&left.entry.body).ok()?;
            left.entry = form::again(&left.entry, body, fresh)?;
            self.disk.local.entries.insert(fresh, left.clone());
            self.disk.local.entries.remove(&first_id);
            return Some(Step::Keep { left, first_id: fresh, tapped });
        };
        around.told.push(Told::Kept(kept.clone()));
        if std::mem::take(&mut self.misreports) {
            unsaid(self);
            return None;
        }
        Some(Step::Said { first_id, kept, tapped })
    }

    /// The entry is saved: now, and not before, it is said.
    pub(super) fn said(&mut self, tab: usize, first_id: EntryId, kept: Kept, tapped: bool, around: &mut Around<'_>) {
        self.disk.local.entries.remove(&first_id);
        around.told.push(Told::Saved(kept));
        self.reload(tab);
        if tapped {
            if let Some(paper) = self.tabs[tab].form.take() {
                self.disk.local.drafts.remove(&paper.id());
            }
            self.tabs[tab].saving = false;
            self.tell_other_tabs(tab);
            self.sends(tab, Trigger::Saved, around);
        }
    }
}
