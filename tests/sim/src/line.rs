//! The line between phones and server: messages that are on their way, in no order.

use domain::id::DeviceId;

/// Messages at once; beyond it the oldest is lost, as on any network.
const MOST: usize = 24;

/// What is on its way.
#[derive(Clone, Debug)]
pub enum Message {
    Request { ticket: u64, credential: Option<DeviceId>, text: String },
    Answer { ticket: u64, reply: Reply },
}

/// What comes back.
#[derive(Clone, PartialEq, Debug)]
pub struct Reply {
    pub status: u16,
    pub retry_after_ms: Option<i64>,
    pub text: String,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Line(Vec<Message>);

impl Line {
    /// Sends a message on its way.
    pub fn put(&mut self, message: Message) {
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push(message);
    }

    /// Takes the message of that number, counted round.
    pub fn take(&mut self, number: u8) -> Option<Message> {
        if self.0.is_empty() {
            return None;
        }
        Some(self.0.remove(usize::from(number) % self.0.len()))
    }

    /// Whether nothing is on its way.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Message {
    /// Only the beginning: so many 256ths of it, at a character's end.
    #[must_use]
    pub fn cut(self, keeps: u8) -> Self {
        let short = |text: String| {
            let mut end = text.len() * usize::from(keeps) / 256;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text[..end].to_owned()
        };
        match self {
            Message::Request { ticket, credential, text } => Message::Request { ticket, credential, text: short(text) },
            Message::Answer { ticket, reply } => {
                Message::Answer { ticket, reply: Reply { text: short(reply.text), ..reply } }
            }
        }
    }
}
