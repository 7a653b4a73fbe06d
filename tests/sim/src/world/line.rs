//! What is on its way arrives, or doesn't.

use super::World;
use crate::act::{Act, Portal};
use crate::line::{Message, Reply};
use crate::server::Server;
use crate::witness::{Rule, Violation, broken};

impl<S: Server> World<S> {
    pub(super) fn on_line(&mut self, act: Act) -> Result<bool, Violation> {
        let (Act::Carries { message }
        | Act::Loses { message }
        | Act::Doubles { message }
        | Act::Cuts { message, .. }
        | Act::Answers { message, .. }) = act
        else {
            return Ok(false);
        };
        let Some(taken) = self.line.take(message) else { return Ok(false) };
        match act {
            Act::Loses { .. } => Ok(true),
            Act::Doubles { .. } => {
                self.line.put(taken.clone());
                self.carries(taken).map(|()| true)
            }
            Act::Cuts { keeps, .. } => {
                if let Message::Request { credential, .. } = &taken {
                    let Message::Request { text, .. } = taken.clone().cut(keeps) else { return Ok(false) };
                    // The line broke: whatever the server says of the rest, nobody hears it.
                    let said = self.server.hears(0, *credential, &text, self.server_ms());
                    if said.is_none_or(|reply| reply.status == 200) {
                        return broken(Rule::NothingOverwritten, "a torn request was taken");
                    }
                    return Ok(true);
                }
                self.carries(taken.cut(keeps)).map(|()| true)
            }
            Act::Answers { portal, .. } => match taken {
                Message::Request { ticket, .. } => {
                    self.carries(Message::Answer { ticket, reply: says(portal) }).map(|()| true)
                }
                answer => self.carries(answer).map(|()| true),
            },
            _ => self.carries(taken).map(|()| true),
        }
    }
}

/// What a box on the way says.
fn says(portal: Portal) -> Reply {
    let (status, retry_after_ms) = match portal {
        Portal::Page => (200, None),
        Portal::BadRequest => (400, None),
        Portal::SignIn => (401, None),
        Portal::TooLarge => (413, None),
        Portal::Busy => (503, Some(60_000)),
    };
    Reply { status, retry_after_ms, text: "<html>Logga in</html>".into() }
}
