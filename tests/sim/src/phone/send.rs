//! Sending: `app/src/actions/sync.rs` without a browser. What an outcome means is decided by `domain::sender`,
//! what an answer changes by `domain::journal`.

use super::disk::{Change, Contact};
use super::{Around, Flight, Phone, Step, Told};
use crate::bug::Bug;
use crate::line::{Message, Reply};
use domain::entry::Refusal;
use domain::id::{EntryId, PersonId};
use domain::journal::{self, KEPT_AFTER_RECEIPT_MS, Kept, State};
use domain::sender::{Outcome, Then, Trigger, request_text};
use domain::wire::{Answer, Flag, Problem};
use std::collections::{BTreeMap, VecDeque};

/// Where the jitter stands in for chance.
const EVEN: f64 = 0.5;

impl Phone {
    /// Thinks about sending, and takes the turn; `false` when nothing is sent.
    pub fn sends(&mut self, tab: usize, trigger: Trigger, around: &mut Around<'_>) -> bool {
        let now_ms = self.clock_ms(around.now_ms);
        let taken = self.tabs[tab].turn || (self.locks && self.tabs.iter().any(|tab| tab.turn));
        let of = &self.tabs[tab];
        let waiting = of.hand.kept.iter().filter(|k| k.state == State::Waiting).count();
        let sends = of.sender.sends(trigger, waiting, of.hand.contact.at_ms, now_ms);
        match of.person {
            Some(person) if !taken && sends && self.may_send(person) => {
                self.tabs[tab].turn = true;
                self.attempts(tab, person, around);
                true
            }
            _ => false,
        }
    }

    fn attempts(&mut self, tab: usize, person: PersonId, around: &mut Around<'_>) {
        let clock = self.clock(around.now_ms);
        let everybodys = |kept: &Kept| Kept { author: person, ..kept.clone() };
        let of = &mut self.tabs[tab];
        let in_hand = match around.bug {
            Some(Bug::WrongAuthor) => self.disk.store.entries.values().map(everybodys).collect(),
            _ => of.hand.kept.clone(),
        };
        let mut batch: Vec<Kept> = of.sender.batch(&in_hand).into_iter().cloned().collect();
        let sent: Vec<EntryId> = batch.iter().map(|k| k.id).collect();
        let mut renamed = Vec::new();
        if around.bug == Some(Bug::RetryWithNewId) && of.retries {
            for kept in &mut batch {
                let fresh = EntryId(around.mint.uuid(clock.unix_ms));
                renamed.push((kept.id, fresh));
                kept.id = fresh;
            }
        }
        let waiting = in_hand.iter().filter(|k| k.state == State::Waiting).count();
        let (cursor, journals) = (of.hand.contact.cursor.as_deref(), &of.hand.journals);
        let text = request_text(cursor, waiting - batch.len(), clock, journals, &batch.iter().collect::<Vec<_>>());
        let ticket = around.mint.number();
        of.flight = Some(Flight { ticket, person, sent, named: journals.clone(), began_ms: clock.unix_ms, renamed });
        around.told.push(Told::Sent(Message::Request { ticket, credential: self.disk.credential, text }));
    }

    /// An answer has come for a ticket; `false` when nobody waits for it any more.
    pub fn hears(&mut self, tab: usize, ticket: u64, reply: &Reply, around: &mut Around<'_>) -> bool {
        let Some(flight) = self.tabs[tab].flight.take_if(|flight| flight.ticket == ticket) else { return false };
        let mut text = reply.text.clone();
        for (own, fresh) in &flight.renamed {
            text = text.replace(&fresh.to_string(), &own.to_string());
        }
        let sent = flight.sent.len();
        let outcome = match reply.status {
            200 => match serde_json::from_str::<Answer>(&text) {
                Ok(answer) => match self.read_answer(tab, &flight, &answer, around) {
                    Some(change) => {
                        let more = answer.more;
                        self.tabs[tab].sender.limits = answer.limits;
                        self.tabs[tab].tasks.push(VecDeque::from([Step::Settle { change, sent, more }]));
                        return true;
                    }
                    None => Outcome::Unknown,
                },
                Err(_) => Outcome::Unknown,
            },
            status => {
                let problem = serde_json::from_str::<Problem>(&text).ok();
                Outcome::of(status, problem.as_ref().map(|p| p.code.as_str()), sent, reply.retry_after_ms)
            }
        };
        self.learns(tab, outcome, &flight, around);
        true
    }

    /// No answer came in time.
    pub fn gives_up(&mut self, tab: usize, around: &mut Around<'_>) -> bool {
        let Some(flight) = self.tabs[tab].flight.take() else { return false };
        self.learns(tab, Outcome::Unknown, &flight, around);
        true
    }

    fn learns(&mut self, tab: usize, outcome: Outcome, flight: &Flight, around: &mut Around<'_>) {
        let now_ms = self.clock_ms(around.now_ms);
        self.tabs[tab].retries = !matches!(outcome, Outcome::Answered { .. });
        let then = self.tabs[tab].sender.learn(outcome, now_ms, EVEN);
        match (then, flight.sent.first()) {
            (Then::RefuseLone, Some(id)) => {
                let refuse = Step::Refuse { person: flight.person, id: *id };
                self.tabs[tab].tasks.push(VecDeque::from([refuse]));
            }
            (Then::GoOn, _) => self.goes_on(tab, flight.person, around),
            _ => self.tabs[tab].turn = false,
        }
    }

    fn goes_on(&mut self, tab: usize, person: PersonId, around: &mut Around<'_>) {
        if self.tabs[tab].person == Some(person) && self.may_send(person) {
            self.attempts(tab, person, around);
        } else {
            self.tabs[tab].turn = false;
        }
    }

    /// What an answer changes, by what is kept now; `None` when it doesn't fit what was sent.
    fn read_answer(&self, tab: usize, flight: &Flight, answer: &Answer, around: &Around<'_>) -> Option<Change> {
        let known = &self.tabs[tab].hand.contact;
        let all = self.disk.store.all(flight.person);
        let states = journal::settle(&all, &flight.sent, answer, known.epoch.as_deref());
        if answer.verdicts.len() != flight.sent.len() || !flight.sent.iter().all(|id| states.contains_key(id)) {
            return None;
        }
        let server_now_ms = answer.server_time.unix_ms;
        let mut gone = journal::outlived(&all, server_now_ms);
        if around.bug == Some(Bug::PurgeBeforeReceipt) {
            let old = |k: &&Kept| server_now_ms - k.kept_at_ms >= KEPT_AFTER_RECEIPT_MS;
            gone = all.iter().filter(old).map(|k| k.id).collect();
        }
        gone.retain(|id| !states.contains_key(id));
        let journal_of = |id: &EntryId| all.iter().find(|k| k.id == *id).map(|k| k.journal);
        let judged = answer.verdicts.iter().zip(&flight.sent);
        let closed = judged.filter(|(v, _)| v.flags.contains(&Flag::Cloned)).filter_map(|(_, id)| journal_of(id));
        let now_ms = self.clock_ms(around.now_ms);
        let mut decisions = known.decisions.clone();
        let mut cursor = known.cursor.clone();
        if journal::names_all(&flight.named, &all) {
            decisions.extend(answer.changes.iter().map(|c| (c.id, c.change.clone(), c.at.unix_ms)));
            cursor = Some(answer.cursor.clone());
        }
        let contact = Contact {
            at_ms: Some(now_ms),
            offset_ms: Some(server_now_ms - (flight.began_ms + now_ms) / 2),
            cursor,
            epoch: Some(answer.epoch.clone()),
            revoked: answer.revoked,
            decisions,
        };
        Some(Change { person: flight.person, states, closed: closed.collect(), gone, contact: Some(contact) })
    }

    /// The transaction that takes in an answer, and what follows it.
    pub(super) fn settles(&mut self, tab: usize, change: Change, sent: usize, more: bool, around: &mut Around<'_>) {
        let person = change.person;
        let returned = change.states.values().any(|state| *state == State::Waiting);
        let fails = self.full || std::mem::take(&mut self.misreports);
        if !self.full {
            self.disk.store.settle(change);
        }
        let (ticket, began_ms) = (0, self.clock_ms(around.now_ms));
        let flight = Flight { ticket, person, sent: Vec::new(), named: BTreeMap::new(), began_ms, renamed: Vec::new() };
        if fails {
            self.learns(tab, Outcome::Unknown, &flight, around);
            return;
        }
        self.tell_other_tabs(tab);
        self.reload(tab);
        let left = self.tabs[tab].hand.kept.iter().any(|k| k.state == State::Waiting);
        let more = more || (left && sent > 0) || returned;
        self.learns(tab, Outcome::Answered { more }, &flight, around);
    }

    pub(super) fn refuses(&mut self, tab: usize, person: PersonId, id: EntryId, around: &mut Around<'_>) {
        let refused = State::Refused { code: Refusal::Unreadable.code().to_owned(), message: None };
        let states = BTreeMap::from([(id, refused)]);
        if self.full {
            self.tabs[tab].turn = false;
            return;
        }
        self.disk.store.settle(Change { person, states, closed: Vec::new(), gone: Vec::new(), contact: None });
        self.reload(tab);
        self.goes_on(tab, person, around);
    }
}
