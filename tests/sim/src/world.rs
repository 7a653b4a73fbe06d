//! The world: some people, their phones, a line, a server. It does one act after another, and a witness looks on.

mod happens;
mod line;
mod server;

use crate::act::{Act, At};
use crate::bug::Bug;
use crate::figures::Figures;
use crate::line::{Line, Message, Reply};
use crate::paper::Paper;
use crate::phone::{Around, Mint, Phone, Told};
use crate::server::{Seen, Server};
use crate::witness::{Violation, Witness, on_some_phone};
use domain::id::PersonId;
use domain::journal::{self, Kept};
use domain::promise::Promise;
use domain::sender::Trigger;
use domain::wire::Answer;

/// Phones at the beginning; clones come to them.
const PHONES: usize = 3;
const MOST_PHONES: usize = 5;
/// What one act takes.
const ACT_MS: i64 = 7_000;
pub(crate) const HOUR_MS: i64 = 3_600_000;

/// See the module.
pub struct World<S> {
    pub(crate) server: S,
    pub(crate) phones: Vec<Phone>,
    pub(crate) line: Line,
    pub(crate) witness: Witness,
    pub(crate) now_ms: i64,
    /// The server's clock minus the true time.
    pub(crate) server_skew_ms: i64,
    /// The latest time that the server has told anybody.
    told_ms: i64,
    pub(crate) mint: Mint,
    people: Vec<PersonId>,
    promise: Promise,
    bug: Option<Bug>,
    pub figures: Figures,
}

impl<S: Server> World<S> {
    /// Three phones, of which two are shared by two people each; on the last the browser has no locks across tabs.
    pub fn new(mut server: S, start_ms: i64, bug: Option<Bug>) -> Self {
        let people = server.people();
        let mut phones = Vec::new();
        for number in 0..PHONES {
            let mut phone = Phone::new(number + 1 < PHONES);
            for person in [number, number + 1].iter().filter_map(|n| people.get(*n)) {
                let device = server.enrols(phone.disk.credential, *person, start_ms);
                phone.enrols(*person, device);
            }
            phones.push(phone);
        }
        let promise = server.promise();
        let mut world = Self {
            witness: Witness { seen: server.seen(), ..Witness::default() },
            server,
            phones,
            line: Line::default(),
            now_ms: start_ms,
            server_skew_ms: 0,
            told_ms: start_ms,
            mint: Mint::default(),
            people,
            promise,
            bug,
            figures: Figures::default(),
        };
        for number in 0..PHONES {
            let _ = world.on_phone(number, |phone, around| phone.opens_tab(around));
        }
        world
    }

    pub(crate) fn server_ms(&self) -> i64 {
        self.now_ms + self.server_skew_ms
    }

    /// Does one act and looks whether every rule still holds.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn does(&mut self, act: Act) -> Result<(), Violation> {
        self.now_ms += ACT_MS;
        let done = match act {
            Act::Carries { .. } | Act::Loses { .. } | Act::Doubles { .. } | Act::Cuts { .. } | Act::Answers { .. } => {
                self.on_line(act)?
            }
            Act::Commits
            | Act::Crashes
            | Act::FillsServer { .. }
            | Act::BacksUpServer
            | Act::RestoresServer
            | Act::StepsClock { .. }
            | Act::Decides { .. }
            | Act::LoadsPromise => self.on_server(act)?,
            Act::Waits { hours } => {
                self.now_ms += i64::from(hours) * HOUR_MS;
                true
            }
            _ => self.on_phones(act)?,
        };
        if done {
            self.figures.counts(act);
        }
        self.witness.watches(&self.phones)
    }

    /// What a phone does, and what of it others see.
    pub(crate) fn on_phone<R>(
        &mut self,
        phone: usize,
        does: impl FnOnce(&mut Phone, &mut Around<'_>) -> R,
    ) -> Result<R, Violation> {
        let mut around = Around {
            now_ms: self.now_ms,
            promise: &self.promise,
            bug: self.bug,
            mint: &mut self.mint,
            told: Vec::new(),
        };
        let done = does(&mut self.phones[phone], &mut around);
        for told in around.told {
            match told {
                Told::Kept(kept) => self.witness.keeps(&kept, false),
                Told::Saved(kept) => {
                    self.figures.saved += 1;
                    self.witness.keeps(&kept, true);
                }
                Told::Sent(message) => self.line.put(message),
            }
        }
        Ok(done)
    }

    fn at(&self, At(phone, tab): At) -> Option<(usize, usize)> {
        let phone = usize::from(phone) % self.phones.len();
        Some((phone, self.phones[phone].tab(tab)?))
    }

    fn in_tab(
        &mut self,
        at: At,
        does: impl FnOnce(&mut Phone, usize, &mut Around<'_>) -> bool,
    ) -> Result<bool, Violation> {
        let Some((phone, tab)) = self.at(at) else { return Ok(false) };
        let open = |world: &Self| world.phones[phone].tabs.get(tab).and_then(|tab| tab.form.clone());
        let before = open(self);
        let done = self.on_phone(phone, |phone, around| does(phone, tab, around))?;
        let after = open(self);
        if let Some(paper) = &after {
            self.witness.tapped.insert(paper.mark, paper.person);
        }
        let is_draft = |paper: &Paper| self.phones[phone].disk.local.drafts.contains_key(&paper.id());
        match before.filter(|paper| after.as_ref().is_none_or(|after| after.mark != paper.mark) && !is_draft(paper)) {
            Some(gone) => self.witness.was_saved(&gone).map(|()| done),
            None => Ok(done),
        }
    }

    fn on_phones(&mut self, act: Act) -> Result<bool, Violation> {
        match act {
            Act::Records { at, work, bad } => self.in_tab(at, |p, tab, a| p.records(tab, work, bad, a)),
            Act::Corrects { at, which, work } => self.in_tab(at, |p, tab, a| p.corrects(tab, which, work, a)),
            Act::Withdraws { at, which } => self.in_tab(at, |p, tab, a| p.withdraws(tab, which, a)),
            Act::Saves { at } => self.in_tab(at, |p, tab, a| p.saves(tab, a)),
            Act::Unlocks { at, person } => self.in_tab(at, |p, tab, _| p.unlocks(tab, person)),
            Act::Goes { at, task } => self.in_tab(at, |p, tab, a| p.goes(tab, task, a)),
            Act::GivesUp { at } => self.in_tab(at, |p, tab, a| p.gives_up(tab, a)),
            Act::Sends { at, by_hand } => {
                let trigger = if by_hand { Trigger::ByHand } else { Trigger::Timer };
                self.in_tab(at, |p, tab, a| p.sends(tab, trigger, a))
            }
            Act::ClosesTab { at } => self.in_tab(at, |p, tab, _| {
                p.closes_tab(tab);
                true
            }),
            Act::OpensTab { phone } => self.on_phone(self.number(phone), |p, a| p.opens_tab(a)),
            _ => self.at_phone(act),
        }
    }

    fn number(&self, phone: u8) -> usize {
        usize::from(phone) % self.phones.len()
    }

    fn excuses(&mut self) {
        let phones = &self.phones;
        self.witness.excuses(&|kept: &Kept| on_some_phone(phones, kept));
    }

    /// After a restore also what a phone may let go of, by the latest time that a server has told: an answer that says
    /// so may be on its way. That is what the backup should have had.
    fn excuses_outlived(&mut self) {
        let latest_ms = self.told_ms;
        let stays = |phone: &Phone, kept: &Kept| {
            let held = phone.disk.store.entries.get(&kept.id);
            held.is_some_and(|held| journal::outlived(std::slice::from_ref(held), latest_ms).is_empty())
        };
        let phones = &self.phones;
        self.witness.excuses(&|kept: &Kept| {
            phones.iter().any(|phone| stays(phone, kept) && on_some_phone(std::slice::from_ref(phone), kept))
        });
    }

    pub(crate) fn carries(&mut self, message: Message) -> Result<(), Violation> {
        match message {
            Message::Request { ticket, credential, text } => {
                let reply = self.server.hears(ticket, credential, &text, self.server_ms());
                reply.map_or(Ok(()), |reply| self.answers(ticket, reply))
            }
            Message::Answer { ticket, reply } => {
                let waits = |phone: &Phone| {
                    phone.tabs.iter().position(|tab| tab.flight.as_ref().is_some_and(|f| f.ticket == ticket))
                };
                let found = self.phones.iter().enumerate().find_map(|(n, phone)| Some((n, waits(phone)?)));
                let Some((phone, tab)) = found else { return Ok(()) };
                self.on_phone(phone, |phone, around| phone.hears(tab, ticket, &reply, around)).map(drop)
            }
        }
    }

    /// An answer leaves the server.
    fn answers(&mut self, ticket: u64, reply: Reply) -> Result<(), Violation> {
        if reply.status == 200
            && let Ok(answer) = serde_json::from_str::<Answer>(&reply.text)
        {
            self.figures.verdicts += answer.verdicts.len();
            self.told_ms = self.told_ms.max(answer.server_time.unix_ms);
            self.witness.answered(&answer)?;
        }
        self.line.put(Message::Answer { ticket, reply });
        Ok(())
    }

    pub(crate) fn commits(&mut self) -> Result<(), Violation> {
        let replies = self.server.commits(self.server_ms());
        if replies.is_empty() {
            return Ok(());
        }
        self.looks(false)?;
        replies.into_iter().try_for_each(|(ticket, reply)| self.answers(ticket, reply))
    }

    /// The witness looks into the database.
    pub(crate) fn looks(&mut self, restored: bool) -> Result<(), Violation> {
        let seen: Seen = self.server.seen();
        let server = &self.server;
        self.witness.looks(seen, restored, &|ms| server.local_of(ms))
    }
}
