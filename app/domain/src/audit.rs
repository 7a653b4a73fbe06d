//! The audit log as a chain: what a row's hash is taken over, and what a walk along the rows finds wrong.
//!
//! Each partnership has a chain of its own, numbered 1, 2, 3 … without holes. A row's hash covers the hash before it, so
//! that nobody changes, removes or moves one without being found out. What a chain alone can't tell is that its end was
//! cut off, or that all of it was written anew from some row on: a [`Head`] that was signed and taken elsewhere can.

use crate::id::{PartnershipId, PersonId};

/// SHA-256 of some bytes.
pub type Hash = [u8; 32];

/// What stands before the first row.
pub const BEGINNING: Hash = [0; 32];

/// How far off a row is looked for that stands in another's place.
const NEAR: u64 = 1_000;
/// Faults that a walk names; the rest are counted.
const NAMED: usize = 100;

/// What happened: who did what, when, and to what. Ids alone; names stand elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub partnership: PartnershipId,
    /// Its place in the partnership's chain, from 1.
    pub number: u64,
    pub at_ms: i64,
    /// Who did it; `None` for a command at the server, and where nobody was known.
    pub person: Option<PersonId>,
    pub deed: String,
    /// JSON, hashed as it was written.
    pub about: String,
}

impl Row {
    /// What its hash is taken over: every part after its length or of a length that never differs, so that no two rows
    /// come to the same bytes, and after a label that nothing else begins with.
    #[must_use]
    pub fn canonical(&self, previous: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(128 + self.about.len());
        part(&mut bytes, b"rond audit row 1");
        part(&mut bytes, previous);
        part(&mut bytes, self.partnership.as_str().as_bytes());
        bytes.extend(self.number.to_be_bytes());
        bytes.extend(self.at_ms.to_be_bytes());
        part(&mut bytes, self.person.as_ref().map_or(&[], |person| &person.0));
        part(&mut bytes, self.deed.as_bytes());
        part(&mut bytes, self.about.as_bytes());
        bytes
    }
}

fn part(to: &mut Vec<u8>, part: &[u8]) {
    to.extend((part.len() as u64).to_be_bytes());
    to.extend(part);
}

/// A row as it is kept, whatever has become of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    pub row: Row,
    /// The hash before it.
    pub previous: Vec<u8>,
    /// Its own.
    pub hash: Vec<u8>,
}

impl Link {
    /// Puts a row after a hash.
    #[must_use]
    pub fn after(previous: &[u8], row: Row, sha256: &dyn Fn(&[u8]) -> Hash) -> Self {
        let hash = sha256(&row.canonical(previous)).to_vec();
        Self { row, previous: previous.to_vec(), hash }
    }

    fn is_whole(&self, sha256: &dyn Fn(&[u8]) -> Hash) -> bool {
        sha256(&self.row.canonical(&self.previous))[..] == self.hash[..]
    }

    /// The number that it was written under, where that is another one nearby.
    fn written_as(&self, sha256: &dyn Fn(&[u8]) -> Hash) -> Option<u64> {
        let number = self.row.number;
        let mut moved = self.clone();
        (number.saturating_sub(NEAR).max(1)..=number.saturating_add(NEAR)).find(|near| {
            moved.row.number = *near;
            *near != number && moved.is_whole(sha256)
        })
    }
}

/// What is wrong with a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// It isn't what was hashed: some byte of it, or of its hashes, is another.
    Changed,
    /// It was written under another number.
    Moved { from: u64 },
    /// It is whole, but doesn't follow from the row before: that one was replaced, or this one was put in.
    Unlinked,
    /// It isn't there, nor those through another number.
    Missing { through: u64 },
    /// Its number has come before.
    Repeated,
    /// The database can't tell what it holds.
    Unreadable,
    /// It is another one than was exported.
    Replaced,
    /// It was exported, and the log ends before it.
    CutOff { last: u64 },
}

impl Wrong {
    /// The word that programs get; stable.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Wrong::Changed => "changed",
            Wrong::Moved { .. } => "moved",
            Wrong::Unlinked => "unlinked",
            Wrong::Missing { .. } => "missing",
            Wrong::Repeated => "repeated",
            Wrong::Unreadable => "unreadable",
            Wrong::Replaced => "replaced",
            Wrong::CutOff { .. } => "cut_off",
        }
    }
}

/// A row that is not as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fault {
    pub number: u64,
    pub wrong: Wrong,
}

/// A walk along one chain, from its first row on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Walk {
    /// The last number that was come to.
    pub last: u64,
    /// Its hash, as it is kept.
    pub head: Vec<u8>,
    /// Rows that were there.
    pub rows: u64,
    /// The first faults, in the order of their numbers.
    pub faults: Vec<Fault>,
    /// Faults beyond those.
    pub more: u64,
    /// Whether the row before is one to follow from.
    firm: bool,
}

impl Default for Walk {
    fn default() -> Self {
        Self { last: 0, head: BEGINNING.to_vec(), rows: 0, faults: Vec::new(), more: 0, firm: true }
    }
}

impl Walk {
    /// The next row, in the order of the numbers.
    pub fn step(&mut self, link: &Link, sha256: &dyn Fn(&[u8]) -> Hash) {
        let number = link.row.number;
        self.rows += 1;
        if number <= self.last {
            return self.find(number, Wrong::Repeated);
        }
        self.come_to(number);
        let wrong = if !link.is_whole(sha256) {
            Some(link.written_as(sha256).map_or(Wrong::Changed, |from| Wrong::Moved { from }))
        } else if self.firm && link.previous != self.head {
            Some(Wrong::Unlinked)
        } else {
            None
        };
        wrong.into_iter().for_each(|wrong| self.find(number, wrong));
        // What a changed row should have handed on isn't known: only that it is changed is told, once.
        self.firm = wrong.is_none_or(|wrong| wrong == Wrong::Unlinked);
        self.head.clone_from(&link.hash);
    }

    /// A row that is there, and can't be read.
    pub fn unreadable(&mut self, number: u64) {
        self.rows += 1;
        self.come_to(number);
        self.find(number, Wrong::Unreadable);
        self.firm = false;
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }

    /// Notes a fault that was found on the way, or against what was exported.
    pub fn find(&mut self, number: u64, wrong: Wrong) {
        if self.faults.len() < NAMED { self.faults.push(Fault { number, wrong }) } else { self.more += 1 }
    }

    fn come_to(&mut self, number: u64) {
        if number > self.last + 1 {
            self.find(self.last + 1, Wrong::Missing { through: number - 1 });
            self.firm = false;
        }
        self.last = number;
    }
}

/// The end of a chain at some time: what is signed and taken elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    pub partnership: PartnershipId,
    /// The last row's; 0 where there is none.
    pub number: u64,
    pub hash: Hash,
    /// When it was signed.
    pub at_ms: i64,
}

impl Head {
    /// What is signed.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(128);
        part(&mut bytes, b"rond audit head 1");
        part(&mut bytes, self.partnership.as_str().as_bytes());
        bytes.extend(self.number.to_be_bytes());
        part(&mut bytes, &self.hash);
        bytes.extend(self.at_ms.to_be_bytes());
        bytes
    }
}

/// What is wrong with a row that was exported with a hash: `kept` is the hash under its number now, `last` the log's end.
#[must_use]
pub fn since(number: u64, exported: &[u8], kept: Option<&[u8]>, last: u64) -> Option<Wrong> {
    match kept {
        Some(kept) if kept == exported => None,
        Some(_) => Some(Wrong::Replaced),
        None if number > last => Some(Wrong::CutOff { last }),
        None => Some(Wrong::Missing { through: number }),
    }
}
