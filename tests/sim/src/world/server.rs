//! What happens to the server, and what is decided there.

use super::{HOUR_MS, World};
use crate::act::Act;
use crate::server::Server;
use crate::witness::Violation;
use domain::decision::Decision;

impl<S: Server> World<S> {
    pub(super) fn on_server(&mut self, act: Act) -> Result<bool, Violation> {
        match act {
            Act::Commits => self.commits().map(|()| true),
            Act::Crashes => {
                self.server.crashes();
                self.looks(false).map(|()| true)
            }
            Act::FillsServer { full } => Ok(self.server.fills(full)),
            Act::BacksUpServer => Ok(self.server.backs_up()),
            Act::RestoresServer => {
                let done = self.server.restores();
                if done {
                    self.promise = self.server.promise();
                    self.looks(true)?;
                    self.excuses_outlived();
                }
                Ok(done)
            }
            Act::StepsClock { hours } => {
                self.server_skew_ms = i64::from(hours) * HOUR_MS;
                Ok(true)
            }
            Act::Decides { what, which } => {
                let Some(decision) = self.decision(what, which) else { return Ok(false) };
                let done = self.server.decides(&decision, self.server_ms());
                self.looks(false).map(|()| done)
            }
            _ => {
                let done = self.server.loads_next_promise(self.server_ms());
                self.promise = self.server.promise();
                self.looks(false).map(|()| done)
            }
        }
    }

    /// Something that a supervisor can decide of what is held.
    fn decision(&self, what: u8, which: u8) -> Option<Decision> {
        let pick = |count: usize| (count > 0).then(|| usize::from(which) % count);
        let seen = &self.witness.seen;
        match what % 4 {
            0 => {
                let held_back: Vec<_> = seen.rows.values().filter(|row| row.quarantined).collect();
                let journal = held_back[pick(held_back.len())?].entry.journal;
                Some(Decision::AcceptJournal { journal })
            }
            1 => {
                let gaps: Vec<_> = seen.journals.iter().filter_map(|(id, j)| Some((*id, *j.gaps.0.first()?))).collect();
                let (journal, (from, to)) = gaps[pick(gaps.len())?];
                Some(Decision::CloseGap { journal, from, to, reason: "telefonen är borta".into() })
            }
            _ => {
                let rows: Vec<_> = seen.rows.values().collect();
                let root = rows[pick(rows.len())?].entry.root();
                Some(Decision::Return { root, message: "vilken gata?".into() })
            }
        }
    }
}
