//! What happens to phones, from enrolling to wiping.

use super::{HOUR_MS, MOST_PHONES, World};
use crate::act::Act;
use crate::phone::Phone;
use crate::server::Server;
use crate::witness::Violation;

impl<S: Server> World<S> {
    /// What happens to a phone.
    pub(super) fn at_phone(&mut self, act: Act) -> Result<bool, Violation> {
        let (Act::Enrols { phone, .. }
        | Act::Flushes { phone }
        | Act::Updates { phone }
        | Act::Dies { phone }
        | Act::Fills { phone, .. }
        | Act::Misreports { phone }
        | Act::Wipes { phone }
        | Act::BacksUp { phone }
        | Act::PutsBack { phone }
        | Act::Clones { phone }
        | Act::SetsClock { phone, .. }
        | Act::Expires { phone }
        | Act::Revokes { phone }) = act
        else {
            return Ok(false);
        };
        let (number, now_ms) = (self.number(phone), self.server_ms());
        let of = &mut self.phones[number];
        let done = match act {
            Act::Enrols { person, .. } => {
                let person = self.people[usize::from(person) % self.people.len()];
                let device = self.server.enrols(of.disk.credential, person, now_ms);
                of.enrols(person, device);
                true
            }
            Act::Flushes { .. } => {
                of.disk.flushed = of.disk.local.clone();
                true
            }
            Act::Updates { .. } => {
                of.version += 1;
                true
            }
            Act::Dies { .. } => {
                of.dies();
                true
            }
            Act::Fills { full, .. } => std::mem::replace(&mut of.full, full) != full,
            Act::Misreports { .. } => !std::mem::replace(&mut of.misreports, true),
            Act::Wipes { .. } => {
                *of = Phone { backup: of.backup.take(), version: of.version, ..Phone::new(of.locks) };
                true
            }
            Act::BacksUp { .. } => {
                of.backup = Some(Box::new(of.disk.clone()));
                true
            }
            Act::PutsBack { .. } => of.puts_back(),
            Act::SetsClock { hours, .. } => {
                of.skew_ms = i64::from(hours) * HOUR_MS;
                true
            }
            Act::Expires { .. } => of.disk.credential.is_some_and(|device| self.server.expires(device)),
            Act::Revokes { .. } => of.disk.credential.is_some_and(|device| self.server.revokes(device, now_ms)),
            _ => self.clones(number),
        };
        match act {
            Act::Revokes { .. } => self.looks(false)?,
            Act::Wipes { .. } | Act::PutsBack { .. } => self.excuses(),
            _ => {}
        }
        Ok(done)
    }

    fn clones(&mut self, number: usize) -> bool {
        if self.phones.len() >= MOST_PHONES {
            return false;
        }
        let mut twin = self.phones[number].clone();
        twin.dies();
        self.phones.push(twin);
        true
    }
}
