//! A phone: what is kept on it, its tabs, its clock. It does what `app/src/actions` does in the browser, one step
//! of storage or line at a time, so that a kill can fall between any two; what is decided is decided in `domain`.

pub mod disk;
mod keep;
mod send;
mod start;

pub use keep::read;

use crate::bug::Bug;
use crate::line::Message;
use crate::paper::{Mark, Paper};
use disk::{Change, Contact, Disk, Leftover};
use domain::id::{DeviceId, EntryId, JournalId, PersonId, uuid_v7};
use domain::journal::{self, Kept, State};
use domain::moment::Moment;
use domain::promise::Promise;
use domain::sender::Sender;
use std::collections::{BTreeMap, VecDeque};

/// Tabs that a phone has at most.
pub const TABS: usize = 3;

/// See the module.
#[derive(Clone, Debug)]
pub struct Phone {
    pub disk: Disk,
    pub tabs: Vec<Tab>,
    pub backup: Option<Box<Disk>>,
    /// The phone's clock minus the true time.
    pub skew_ms: i64,
    pub full: bool,
    /// The next writing transaction is kept and said to have failed.
    pub misreports: bool,
    /// Whether the browser has locks across tabs; without them every tab sends for itself.
    pub locks: bool,
    /// Of the app.
    pub version: u32,
}

/// A page that is open. What it has in hand is a copy of what was kept when it last looked.
#[derive(Clone, Debug)]
pub struct Tab {
    pub number: u32,
    /// Who has unlocked it.
    pub person: Option<PersonId>,
    pub hand: Hand,
    pub sender: Sender,
    pub form: Option<Paper>,
    /// A save is under way: another tap does nothing.
    pub saving: bool,
    /// What goes on at the same time, each a row of steps.
    pub tasks: Vec<VecDeque<Step>>,
    /// The turn to send, from the first request until the tab rests.
    pub turn: bool,
    pub flight: Option<Flight>,
    /// The last request came to nothing.
    pub retries: bool,
}

/// What a page goes by until it looks again.
#[derive(Clone, Debug, Default)]
pub struct Hand {
    pub kept: Vec<Kept>,
    pub journals: BTreeMap<JournalId, u64>,
    pub contact: Contact,
}

/// A request that is out.
#[derive(Clone, Debug)]
pub struct Flight {
    pub ticket: u64,
    pub person: PersonId,
    pub sent: Vec<EntryId>,
    /// The journals that it names.
    pub named: BTreeMap<JournalId, u64>,
    pub began_ms: i64,
    /// For the bug that sends under new ids: the new id of each.
    renamed: Vec<(EntryId, EntryId)>,
}

/// What a tab does next in one of its tasks. Between two steps anything may happen.
#[derive(Clone, Debug)]
pub enum Step {
    /// The transaction that gives the number. Tapped by the officer, or brought over from the first line.
    Keep {
        left: Leftover,
        first_id: EntryId,
        tapped: bool,
    },
    /// The transaction is complete: it is said, and the first line is let go.
    Said {
        first_id: EntryId,
        kept: Kept,
        tapped: bool,
    },
    OwnDraft,
    /// The transaction that takes in an answer.
    Settle {
        change: Change,
        sent: usize,
        more: bool,
    },
    /// A lone entry that can't be sent at all.
    Refuse {
        person: PersonId,
        id: EntryId,
    },
    /// Another tab has changed what is kept.
    Reload,
}

/// What a phone did that others see.
#[derive(Clone, Debug)]
pub enum Told {
    /// An entry is in the second line, whether or not anybody has been told.
    Kept(Kept),
    /// The screen said *Sparad på telefonen*.
    Saved(Kept),
    Sent(Message),
}

/// What a phone finds around it.
pub struct Around<'a> {
    /// The true time.
    pub now_ms: i64,
    pub promise: &'a Promise,
    pub bug: Option<Bug>,
    pub mint: &'a mut Mint,
    pub told: Vec<Told>,
}

/// Where ids, marks and tickets come from: a number that only grows.
#[derive(Clone, Debug, Default)]
pub struct Mint(u64);

impl Mint {
    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }
    /// A UUIDv7 for a time.
    pub fn uuid(&mut self, unix_ms: i64) -> [u8; 16] {
        let mut rest = [0; 10];
        rest[2..].copy_from_slice(&self.number().to_be_bytes());
        uuid_v7(unix_ms, rest)
    }
    /// The mark of a new form.
    pub fn mark(&mut self) -> Mark {
        Mark(self.number() as u32)
    }
}

impl Phone {
    /// A phone with nothing on it.
    #[must_use]
    pub fn new(locks: bool) -> Self {
        Self {
            disk: Disk::default(),
            tabs: Vec::new(),
            backup: None,
            skew_ms: 0,
            full: false,
            misreports: false,
            locks,
            version: 1,
        }
    }

    /// What its clock says.
    #[must_use]
    pub fn clock_ms(&self, now_ms: i64) -> i64 {
        now_ms + self.skew_ms
    }

    fn clock(&self, now_ms: i64) -> Moment {
        Moment { unix_ms: self.clock_ms(now_ms), offset_min: 60 }
    }

    /// The tab of that number, counted round.
    #[must_use]
    pub fn tab(&self, number: u8) -> Option<usize> {
        (!self.tabs.is_empty()).then(|| usize::from(number) % self.tabs.len())
    }

    /// Whether something of a person's wasn't this phone's to send: the app asks for a code.
    #[must_use]
    pub fn is_stranger(&self, person: PersonId) -> bool {
        !journal::enrolled(&self.disk.store.all(person)).is_empty()
    }

    /// Whether a person is enrolled here as the device that the credential stands for.
    #[must_use]
    pub fn may_send(&self, person: PersonId) -> bool {
        self.disk.credential.is_some() && self.disk.store.people.get(&person) == self.disk.credential.as_ref()
    }

    /// A code was taken.
    pub fn enrols(&mut self, person: PersonId, device: DeviceId) {
        self.disk.credential = Some(device);
        self.disk.store.people.insert(person, device);
        self.disk.store.contacts.entry(person).or_default();
        for id in journal::enrolled(&self.disk.store.all(person)) {
            if let Some(kept) = self.disk.store.entries.get_mut(&id) {
                kept.state = State::Waiting;
            }
        }
        (0..self.tabs.len()).for_each(|tab| self.reload(tab));
        self.tabs.iter_mut().for_each(|tab| tab.sender.resume());
    }

    /// Puts in hand what is kept of the tab's person.
    fn reload(&mut self, tab: usize) {
        let store = &self.disk.store;
        let of = |person| Hand {
            kept: store.all(person),
            journals: store.last_given(person),
            contact: store.contacts.get(&person).cloned().unwrap_or_default(),
        };
        self.tabs[tab].hand = self.tabs[tab].person.map(of).unwrap_or_default();
    }

    /// The other tabs hear of a change, and will look.
    fn tell_other_tabs(&mut self, from: usize) {
        for (_, tab) in self.tabs.iter_mut().enumerate().filter(|(number, _)| *number != from) {
            if !tab.tasks.iter().flatten().any(|step| matches!(step, Step::Reload)) {
                tab.tasks.push(VecDeque::from([Step::Reload]));
            }
        }
    }

    /// Carries out the next step of one of a tab's tasks; `false` when it has none.
    pub fn goes(&mut self, tab: usize, task: u8, around: &mut Around<'_>) -> bool {
        let of = &mut self.tabs[tab];
        if of.tasks.is_empty() {
            return false;
        }
        let task = usize::from(task) % of.tasks.len();
        let mut steps = of.tasks.remove(task);
        match steps.pop_front() {
            Some(Step::Keep { left, first_id, tapped }) => {
                if let Some(next) = self.second_line(tab, left, first_id, tapped, around) {
                    steps.push_front(next);
                }
            }
            Some(Step::Said { first_id, kept, tapped }) => self.said(tab, first_id, kept, tapped, around),
            Some(Step::OwnDraft) => self.own_draft(tab),
            Some(Step::Settle { change, sent, more }) => self.settles(tab, change, sent, more, around),
            Some(Step::Refuse { person, id }) => self.refuses(tab, person, id, around),
            Some(Step::Reload) => self.reload(tab),
            None => {}
        }
        if !steps.is_empty() {
            self.tabs[tab].tasks.push(steps);
        }
        true
    }
}
