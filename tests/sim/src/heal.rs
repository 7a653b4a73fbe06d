//! The end of a run: nothing goes wrong any more. Everything that was promised must arrive, within so many rounds.

use crate::server::Server;
use crate::witness::{Rule, Violation, broken};
use crate::world::{HOUR_MS, World};
use domain::id::PersonId;
use domain::journal::{Kept, State};
use domain::sender::Trigger;

/// Phones are gone through so often: what one brings may be news for another.
const PASSES: usize = 3;
/// Times that a phone's timer rings for one person; more than its batches can be.
const ROUNDS: usize = 80;
/// Between two of them: longer than any phone waits after a failure.
const BETWEEN_MS: i64 = HOUR_MS / 6;
/// Steps of one tab or message after another, until all is quiet.
const STEPS: usize = 4_000;

impl<S: Server> World<S> {
    /// Ends every fault and lets everybody go on until all is quiet.
    ///
    /// # Errors
    /// The first rule that is broken on the way, or when something never arrives.
    pub fn heals(&mut self) -> Result<(), Violation> {
        self.server.fills(false);
        self.server_skew_ms = 0;
        for phone in &mut self.phones {
            (phone.full, phone.misreports, phone.skew_ms) = (false, false, 0);
        }
        self.settles_down()?;
        for number in 0..self.phones.len() {
            for tab in 0..self.phones[number].tabs.len() {
                self.on_phone(number, |phone, around| phone.gives_up(tab, around))?;
            }
            self.settles_down()?;
            // A page for what is left in the first line, and one at least.
            self.on_phone(number, |phone, around| {
                phone.tabs.truncate(1);
                phone.opens_tab(around)
            })?;
            self.settles_down()?;
            self.saves_what_lies_open(number)?;
        }
        for _ in 0..PASSES {
            for number in 0..self.phones.len() {
                let people: Vec<PersonId> = self.phones[number].disk.store.people.keys().copied().collect();
                for (which, person) in people.into_iter().enumerate() {
                    self.brings_home(number, which as u8, person)?;
                }
            }
        }
        self.witness.finds_everything(&self.phones)?;
        let (server, seed) = (&self.server, self.now_ms.unsigned_abs());
        self.witness.in_any_order(seed, &|ms| server.local_of(ms))?;
        if self.server.recounts() != self.witness.seen.tally {
            return broken(Rule::OrderFree, "counted anew, the figures are others");
        }
        Ok(())
    }

    /// One person unlocks a phone, is enrolled where that is needed, and the timer does the rest.
    fn brings_home(&mut self, number: usize, which: u8, person: PersonId) -> Result<(), Violation> {
        if self.phones[number].tabs.is_empty() {
            return Ok(());
        }
        self.on_phone(number, |phone, _| phone.unlocks(0, which))?;
        self.settles_down()?;
        self.saves_what_lies_open(number)?;
        let waits = |kept: &Kept| kept.author == person && kept.state == State::Waiting;
        let knows = |world: &Self| world.phones[number].disk.store.entries.values().any(waits);
        for round in 0..ROUNDS {
            self.now_ms += BETWEEN_MS;
            let phone = &self.phones[number];
            let signed_out = phone.tabs[0].sender.pause.is_some();
            if signed_out || !phone.may_send(person) || (round < 2 && phone.is_stranger(person)) {
                let credential = self.phones[number].disk.credential;
                let device = self.server.enrols(credential, person, self.now_ms);
                self.phones[number].enrols(person, device);
            }
            self.on_phone(number, |phone, around| phone.sends(0, Trigger::Timer, around))?;
            self.settles_down()?;
            self.witness.watches(&self.phones)?;
            if round > 0 && !knows(self) {
                return Ok(());
            }
        }
        let tab = &self.phones[number].tabs[0];
        let words = format!("after {ROUNDS} rounds phone {number} still has entries of {person}; its tab: {tab:#?}");
        broken(Rule::Arrives, words)
    }

    fn saves_what_lies_open(&mut self, number: usize) -> Result<(), Violation> {
        for tab in 0..self.phones[number].tabs.len() {
            // Twice: a form that the clock has overtaken is stated anew first.
            for _ in 0..2 {
                self.on_phone(number, |phone, around| phone.saves(tab, around))?;
                self.settles_down()?;
            }
        }
        Ok(())
    }

    /// Every task is carried out and every message arrives.
    fn settles_down(&mut self) -> Result<(), Violation> {
        for _ in 0..STEPS {
            let busy = |phone: &crate::phone::Phone| phone.tabs.iter().position(|tab| !tab.tasks.is_empty());
            let next = self.phones.iter().enumerate().find_map(|(n, phone)| Some((n, busy(phone)?)));
            if let Some((number, tab)) = next {
                self.on_phone(number, |phone, around| phone.goes(tab, 0, around))?;
            } else if let Some(message) = self.line.take(0) {
                self.carries(message)?;
            } else {
                self.commits()?;
                if self.line.is_empty() {
                    return Ok(());
                }
            }
        }
        broken(Rule::Arrives, "phones and server never come to rest")
    }
}
