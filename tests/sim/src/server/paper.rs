//! A server on paper: durable state, what waits for a commit, and an operator. Everything that decides is the core's.

use super::state::{Merged, OFFSET_MIN, State, ToldOf};
use super::{Seen, Server};
use crate::bug::Bug;
use crate::line::Reply;
use crate::promise;
use domain::calendar::Local;
use domain::catalogue::Catalogue;
use domain::decision::Decision;
use domain::id::{DeviceId, EntryId, PersonId, uuid_v7};
use domain::limits::Limits;
use domain::moment::{Moment, local_at};
use domain::promise::Promise;
use domain::tally::Tally;
use domain::wire::{Answer, Change, Problem, Request, VERSION};
use std::collections::BTreeMap;

/// Small, so that batches are halved and changes come in pages.
const LIMITS: Limits = Limits { entries: 4, bytes: 1_048_576, inflated: 4_194_304 };
const CHANGES: usize = 1;
const PEOPLE: u8 = 3;

/// See the module.
pub struct Paper {
    durable: State,
    /// Heard and not committed.
    waiting: Vec<(u64, DeviceId, Request)>,
    backup: Option<State>,
    expired: Vec<DeviceId>,
    full: bool,
    /// Devices and epochs get their numbers from here: a restore doesn't give one twice.
    given: u8,
    bug: Option<Bug>,
}

impl Paper {
    /// A server with the first promise in force, and with a bug or without.
    #[must_use]
    pub fn new(bug: Option<Bug>) -> Self {
        let catalogue = Catalogue::default().with(promise::first()).unwrap_or_default();
        let durable = State { epoch: "e0".into(), catalogue, ..State::default() };
        Self { durable, waiting: Vec::new(), backup: None, expired: Vec::new(), full: false, given: 0, bug }
    }

    /// A durable change, all of it or nothing.
    fn change(&mut self, change: impl FnOnce(&mut State) -> bool) -> bool {
        let mut next = self.durable.clone();
        let changed = !self.full && change(&mut next);
        if changed {
            self.durable = next;
        }
        changed
    }
}

fn problem(status: u16, code: &str, retry_after_ms: Option<i64>) -> Reply {
    let problem = Problem { code: code.into(), title: code.into(), status };
    Reply { status, retry_after_ms, text: serde_json::to_string(&problem).unwrap_or_default() }
}

/// The answer, as `server/src/api/sync.rs` composes it.
fn answer(state: &State, request: &Request, merged: Merged, now_ms: i64, bug: Option<Bug>) -> Reply {
    let told = if merged.revoked { Vec::new() } else { after(state, request, &merged) };
    let more = told.len() > CHANGES;
    let page = &told[..told.len().min(CHANGES)];
    let cursor = match page.last() {
        Some(last) if more && bug != Some(Bug::CursorThatSkips) => {
            format!("{}.{}.{}", state.epoch, last.commit_no - 1, last.root)
        }
        // Told nothing, so nothing more than before.
        _ if merged.revoked => request.after.clone().unwrap_or_default(),
        _ => format!("{}.{}", state.epoch, state.commit_no),
    };
    let moment = |unix_ms| Moment { unix_ms, offset_min: OFFSET_MIN };
    let change = |told: &&ToldOf| Change {
        id: told.root,
        change: told.word.into(),
        at: moment(told.at_ms),
        message: None,
        heads: Vec::new(),
        entries: Vec::new(),
    };
    let answer: Answer = Answer {
        v: VERSION,
        server_time: moment(now_ms),
        epoch: state.epoch.clone(),
        cursor,
        more: more && bug != Some(Bug::CursorThatSkips),
        verdicts: merged.verdicts,
        held: merged.held,
        changes: page.iter().map(change).collect(),
        promises: Vec::new(),
        tallies: BTreeMap::new(),
        limits: LIMITS,
        revoked: merged.revoked,
        seal: None,
    };
    Reply { status: 200, retry_after_ms: None, text: serde_json::to_string(&answer).unwrap_or_default() }
}

/// What the named journals are to be told after the cursor; one of another epoch begins from the beginning.
fn after<'a>(state: &'a State, request: &Request, merged: &Merged) -> Vec<&'a ToldOf> {
    let read = |cursor: &str| {
        let mut parts = cursor.strip_prefix(&state.epoch)?.strip_prefix('.')?.splitn(2, '.');
        let commit_no: i64 = parts.next()?.parse().ok()?;
        Some((commit_no, parts.next().and_then(EntryId::read)))
    };
    let (commit_no, root) = request.after.as_deref().and_then(read).unwrap_or_default();
    let is_new = |told: &&ToldOf| match root {
        Some(root) if told.commit_no == commit_no + 1 => told.root > root,
        _ => told.commit_no > commit_no,
    };
    state.told.iter().filter(is_new).filter(|told| merged.held.contains_key(&told.journal)).collect()
}

impl Server for Paper {
    fn people(&self) -> Vec<PersonId> {
        (1..=PEOPLE).map(|n| PersonId(uuid_v7(1_500_000_000_000 + i64::from(n), [n; 10]))).collect()
    }

    fn promise(&self) -> Promise {
        self.durable.catalogue.active[0].promise.clone()
    }

    fn enrols(&mut self, credential: Option<DeviceId>, person: PersonId, _now_ms: i64) -> DeviceId {
        let holds = |device: &DeviceId| {
            !self.expired.contains(device) && self.durable.devices.get(device).is_some_and(|d| !d.revoked)
        };
        let device = credential.filter(holds).unwrap_or_else(|| {
            self.given += 1;
            DeviceId([self.given; 16])
        });
        let people = &mut self.durable.devices.entry(device).or_default().people;
        if !people.contains(&person) {
            people.push(person);
        }
        device
    }

    fn hears(&mut self, ticket: u64, credential: Option<DeviceId>, text: &str, now_ms: i64) -> Option<Reply> {
        let known = |device: &DeviceId| self.durable.devices.contains_key(device) && !self.expired.contains(device);
        let Some(device) = credential.filter(known) else { return Some(problem(401, "not_signed_in", None)) };
        let Ok(request) = serde_json::from_str::<Request>(text) else {
            return Some(problem(400, "unreadable", None));
        };
        if request.entries.len() > LIMITS.entries as usize {
            return Some(problem(413, "too_many_entries", None));
        }
        if self.bug == Some(Bug::ReceiptBeforeCommit) {
            let mut next = self.durable.clone();
            let merged = next.merge(device, &request);
            let reply = answer(&next, &request, merged, now_ms, self.bug);
            self.waiting.push((0, device, request));
            return Some(reply);
        }
        self.waiting.push((ticket, device, request));
        None
    }

    fn commits(&mut self, now_ms: i64) -> Vec<(u64, Reply)> {
        let waiting = std::mem::take(&mut self.waiting);
        if self.full {
            let full = problem(503, "storage_full", Some(30_000));
            return waiting.into_iter().map(|(ticket, ..)| (ticket, full.clone())).collect();
        }
        let bug = self.bug;
        let mut replies = Vec::new();
        for (ticket, device, request) in waiting {
            let merged = self.durable.merge(device, &request);
            replies.push((ticket, answer(&self.durable, &request, merged, now_ms, bug)));
        }
        replies
    }

    fn crashes(&mut self) {
        self.waiting.clear();
    }

    fn fills(&mut self, full: bool) -> bool {
        std::mem::replace(&mut self.full, full) != full
    }

    fn backs_up(&mut self) -> bool {
        self.backup = Some(self.durable.clone());
        true
    }

    fn restores(&mut self) -> bool {
        let Some(backup) = self.backup.clone() else { return false };
        // Revocations are replayed from the audit log, which lies elsewhere; enrolments after the backup are lost.
        let revoked: Vec<DeviceId> =
            self.durable.devices.iter().filter(|(_, d)| d.revoked).map(|(id, _)| *id).collect();
        self.given += 1;
        self.durable = State { epoch: format!("e{}", self.given), ..backup };
        revoked.into_iter().for_each(|device| _ = self.durable.revoke(device));
        self.waiting.clear();
        true
    }

    fn expires(&mut self, device: DeviceId) -> bool {
        self.expired.push(device);
        true
    }

    fn revokes(&mut self, device: DeviceId, _now_ms: i64) -> bool {
        self.change(|state| state.revoke(device))
    }

    fn decides(&mut self, decision: &Decision, now_ms: i64) -> bool {
        self.change(|state| state.decide(decision, now_ms))
    }

    fn loads_next_promise(&mut self, _now_ms: i64) -> bool {
        let next = promise::after(&self.promise());
        self.change(|state| {
            state.catalogue = state.catalogue.with(next).unwrap_or_default();
            state.tally = state.recounted();
            true
        })
    }

    fn seen(&mut self) -> Seen {
        let state = &self.durable;
        let told = state.told.iter().map(|t| (t.journal, (t.root, t.word.to_owned(), t.at_ms)));
        Seen {
            epoch: state.epoch.clone(),
            catalogue: state.catalogue.clone(),
            rows: state.rows(),
            journals: state.journals(),
            tally: state.tally.clone().settled(),
            told: told.collect(),
            revoked: state.devices.iter().filter(|(_, d)| d.revoked).map(|(id, _)| *id).collect(),
        }
    }

    fn local_of(&self, unix_ms: i64) -> Local {
        local_at(unix_ms, OFFSET_MIN)
    }

    fn recounts(&mut self) -> Tally {
        self.durable.recounted()
    }
}
