//! What must hold of the phones, after every step; and of phones and server together, when all is quiet again.

use super::{Promised, Rule, Violation, Witness, broken};
use crate::phone::Phone;
use domain::entry::Refusal;
use domain::id::PersonId;
use domain::journal::{Kept, State};
use std::collections::BTreeSet;

/// Whether some phone has an entry as it was promised.
pub(crate) fn on_some_phone(phones: &[Phone], kept: &Kept) -> bool {
    let same = |held: &Kept| held.journal == kept.journal && held.seq == kept.seq && held.body == kept.body;
    phones.iter().any(|phone| phone.disk.store.entries.get(&kept.id).is_some_and(same))
}

impl Witness {
    /// After every step.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn watches(&self, phones: &[Phone]) -> Result<(), Violation> {
        if let Some(lost) = self.nowhere(&|kept| on_some_phone(phones, kept)).next() {
            return broken(Rule::NoLoss, format!("entry {} was saved and is nowhere", lost.kept.id));
        }
        for phone in phones {
            let mut numbers = BTreeSet::new();
            for kept in phone.disk.store.entries.values() {
                if !numbers.insert((kept.journal, kept.seq)) {
                    let words = format!("number {} of journal {} was given twice", kept.seq, kept.journal);
                    return broken(Rule::NothingOverwritten, words);
                }
                self.received(phone, kept)?;
            }
        }
        Ok(())
    }

    /// What a phone takes for received, the server has; or the next contact returns it to waiting.
    fn received(&self, phone: &Phone, kept: &Kept) -> Result<(), Violation> {
        let promised = self.promised.get(&kept.wire_text());
        if !matches!(kept.state, State::Received { .. }) || promised.is_some_and(|p| self.is_held(p)) {
            return Ok(());
        }
        let contact = phone.disk.store.contacts.get(&kept.author);
        let same_epoch = contact.is_some_and(|c| c.epoch.as_ref() == Some(&self.seen.epoch));
        let number_held = self.seen.journals.get(&kept.journal).is_some_and(|j| j.held.holds(kept.seq));
        if same_epoch && number_held {
            return broken(Rule::NoLoss, format!("entry {} is taken for received, and nobody has it", kept.id));
        }
        Ok(())
    }

    /// When all is quiet: everything has arrived, or waits for a person with a reason that holds.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn finds_everything(&self, phones: &[Phone]) -> Result<(), Violation> {
        for promised in self.promised.values().filter(|p| p.saved && !p.excused && !self.is_held(p)) {
            let state = |phone: &Phone| phone.disk.store.entries.get(&promised.kept.id).map(|k| k.state.clone());
            let reason = |state| if let State::Refused { code, .. } = state { Some(code) } else { None };
            let reasons: Vec<String> = phones.iter().filter_map(state).filter_map(reason).collect();
            if !reasons.iter().any(|code| self.is_reason(promised, code)) {
                let words = format!("entry {} never arrived, for {reasons:?}", promised.kept.id);
                return broken(Rule::Arrives, words);
            }
        }
        for phone in phones {
            if let Some(left) = phone.disk.local.entries.keys().next() {
                return broken(Rule::Arrives, format!("entry {left} is left in the first line"));
            }
            for person in phone.disk.store.people.keys() {
                self.was_told(phone, *person)?;
            }
        }
        Ok(())
    }

    /// A refusal that the server's database bears out.
    fn is_reason(&self, promised: &Promised, code: &str) -> bool {
        let id = promised.kept.id;
        let elsewhere = |journal| self.seen.rows.values().any(|r| r.entry.id == id && r.entry.journal != journal);
        if code == Refusal::Unreadable.code() {
            !promised.readable
        } else if code == Refusal::Conflicting.code() {
            self.versions(id) > 1
        } else {
            code == Refusal::NotYours.code() && elsewhere(promised.kept.journal)
        }
    }

    /// Every decision about a person's journals has been told on every phone of theirs that isn't revoked.
    fn was_told(&self, phone: &Phone, person: PersonId) -> Result<(), Violation> {
        let store = &phone.disk.store;
        let (Some(contact), true) = (store.contacts.get(&person), phone.may_send(person)) else { return Ok(()) };
        if contact.revoked {
            return Ok(());
        }
        let theirs = |journal| store.journals.get(journal).is_some_and(|j| j.person == person);
        let mut told = self.seen.told.iter().filter(|(journal, _)| theirs(journal));
        match told.find(|(_, decision)| !contact.decisions.contains(decision)) {
            Some((_, (root, word, _))) => broken(Rule::Arrives, format!("that {root} was {word} was never told")),
            None => Ok(()),
        }
    }
}
