//! The sender's decisions: when to send, how much, and what a failed attempt means. Time and chance are parameters.
//!
//! Whether the phone is online is never trusted; only an answer is. "Is sending" is never stored.

use crate::id::JournalId;
use crate::journal::{Kept, State};
use crate::limits::Limits;
use crate::moment::Moment;
use std::collections::BTreeMap;

/// After so long a request is given up; what became of it is unknown.
pub const TIMEOUT_MS: u32 = 20_000;

/// How far the server's clock is ahead of the phone's, which read it somewhere between asking and hearing. `None` where those lie
/// further apart than a request may take: the phone slept meanwhile, or its clock was set, and nobody knows when that was.
#[must_use]
pub fn offset_ms(server_ms: i64, asked_ms: i64, heard_ms: i64) -> Option<i64> {
    let took_ms = heard_ms - asked_ms;
    (0..=i64::from(TIMEOUT_MS)).contains(&took_ms).then(|| server_ms - (asked_ms + heard_ms) / 2)
}
const FIRST_RETRY_MS: f64 = 4_000.0;
const LONGEST_RETRY_MS: f64 = 300_000.0;
/// A `Retry-After` is believed for so long: some box on the way may have said it.
const LONGEST_TOLD_MS: i64 = 3_600_000;
/// No wait is longer. One that seems to be was given before the clock was set back, and no longer holds: a phone whose
/// clock was three days ahead would be silent for three days.
const LONGEST_WAIT_MS: i64 = LONGEST_TOLD_MS + 3 * LONGEST_RETRY_MS as i64 / 2;
/// How often a quiet phone asks for news.
pub const QUIET_MS: i64 = 600_000;
/// What a request's own members take, beside its entries.
const ENVELOPE_BYTES: usize = 4_096;

/// What makes the sender think again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trigger {
    Saved,
    Started,
    Online,
    Visible,
    Timer,
    ByHand,
}

/// Why nothing is sent although there is something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pause {
    /// The credential isn't accepted (401): recording goes on, the queue stays, the app asks for a code.
    SignIn,
}

/// What an attempt came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// A whole answer that fits what was sent. `more` asks to go on at once.
    Answered { more: bool },
    /// 401.
    NotSignedIn,
    /// 400 or 413: the batch is too much for the server, or one of it can't be read.
    TooMuch { sent: usize },
    /// 429, 503 or 507 with `Retry-After`.
    Busy { retry_after_ms: Option<i64> },
    /// A cut line, a time-out, a captive portal's page, any other status.
    Unknown,
}

impl Outcome {
    /// What anything but a whole answer that fits means. `code` is that of the body's problem, and says that the server
    /// itself has spoken: a box on the way that answers 401 to everything signs nobody out, and its 413 makes no entry
    /// unsendable. A 429, 503 or 507 is believed to anybody: it only asks to wait.
    #[must_use]
    pub fn of(status: u16, code: Option<&str>, sent: usize, retry_after_ms: Option<i64>) -> Self {
        match status {
            401 if code.is_some() => Outcome::NotSignedIn,
            400 | 413 if code.is_some() => Outcome::TooMuch { sent },
            429 | 503 | 507 => Outcome::Busy { retry_after_ms },
            _ => Outcome::Unknown,
        }
    }
}

/// What to do about an outcome, beside waiting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Then {
    Rest,
    /// Go on at once: there is more to send or to pull.
    GoOn,
    /// The single entry of the batch can't be sent at all: it is refused on the phone and stays with its reason.
    RefuseLone,
}

/// The sender between attempts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sender {
    pub pause: Option<Pause>,
    failures: u32,
    /// Not before this, of itself: new coverage or a look at the phone may overrule it.
    not_before_ms: i64,
    /// Not before this, as the server said: only a hand overrules it.
    told_ms: i64,
    /// Entries in the next batch at most; halved when the server says that it was too much.
    most: usize,
    pub limits: Limits,
}

impl Default for Sender {
    fn default() -> Self {
        Self { pause: None, failures: 0, not_before_ms: 0, told_ms: 0, most: usize::MAX, limits: Limits::USUAL }
    }
}

impl Sender {
    /// Whether to send now. A hand, a start, new coverage and a look at the phone overrule the waiting time; a save and
    /// the timer don't, so that a dead line isn't tried at every tap. `Retry-After` holds for all but a hand.
    #[must_use]
    pub fn sends(&self, trigger: Trigger, waiting: usize, last_contact_ms: Option<i64>, now_ms: i64) -> bool {
        if (self.pause.is_some() || holds(self.told_ms, now_ms)) && trigger != Trigger::ByHand {
            return false;
        }
        let rests = holds(self.not_before_ms, now_ms);
        match trigger {
            Trigger::ByHand | Trigger::Started | Trigger::Online => true,
            Trigger::Visible => waiting > 0 || quiet(last_contact_ms, now_ms),
            Trigger::Saved => !rests,
            Trigger::Timer => !rests && (waiting > 0 || quiet(last_contact_ms, now_ms)),
        }
    }

    /// Takes in what an attempt came to. `chance` is uniform in 0..1: five hundred phones that lost the same server
    /// don't come back in the same second.
    pub fn learn(&mut self, outcome: Outcome, now_ms: i64, chance: f64) -> Then {
        match outcome {
            Outcome::Answered { more } => {
                *self = Self { limits: self.limits, ..Self::default() };
                if more { Then::GoOn } else { Then::Rest }
            }
            Outcome::NotSignedIn => {
                self.pause = Some(Pause::SignIn);
                Then::Rest
            }
            Outcome::TooMuch { sent: 0 } => self.back_off(None, now_ms, chance),
            Outcome::TooMuch { sent: 1 } => Then::RefuseLone,
            Outcome::TooMuch { sent } => {
                self.most = sent / 2;
                Then::GoOn
            }
            Outcome::Busy { retry_after_ms } => self.back_off(retry_after_ms, now_ms, chance),
            Outcome::Unknown => self.back_off(None, now_ms, chance),
        }
    }

    fn back_off(&mut self, at_least_ms: Option<i64>, now_ms: i64, chance: f64) -> Then {
        let even_ms = (FIRST_RETRY_MS * f64::from(1u32 << self.failures.min(10))).min(LONGEST_RETRY_MS);
        let jittered_ms = (even_ms * (0.5 + chance.clamp(0.0, 1.0))) as i64;
        self.failures = self.failures.saturating_add(1);
        self.told_ms = at_least_ms.map_or(self.told_ms, |ms| now_ms + ms.clamp(0, LONGEST_TOLD_MS));
        // The jitter comes on top: all phones were told the same.
        self.not_before_ms = self.told_ms.max(now_ms) + jittered_ms;
        Then::Rest
    }

    /// The person has enrolled again, or the phone has.
    pub fn resume(&mut self) {
        self.pause = None;
        self.not_before_ms = self.told_ms;
    }

    /// When the timer should ask next.
    #[must_use]
    pub fn ask_again_ms(&self) -> i64 {
        self.not_before_ms
    }

    /// The next batch: waiting entries of the journals' order, as many as the limits allow, always at least one.
    #[must_use]
    pub fn batch<'a>(&self, kept: &'a [Kept]) -> Vec<&'a Kept> {
        let mut waiting: Vec<&Kept> = kept.iter().filter(|k| k.state == State::Waiting).collect();
        waiting.sort_by_key(|k| (k.journal, k.seq));
        let most = self.most.min(self.limits.entries as usize).max(1);
        let room = (self.limits.bytes as usize).saturating_sub(ENVELOPE_BYTES);
        let mut bytes = 0;
        let fits = |k: &&Kept| {
            bytes += k.body.len() + 200;
            bytes <= room
        };
        let mut batch: Vec<&Kept> = waiting.iter().copied().take(most).take_while(fits).collect();
        if batch.is_empty() {
            batch.extend(waiting.first());
        }
        batch
    }
}

/// Whether there is still to be waited until a time by the phone's clock, which may have been set meanwhile.
fn holds(until_ms: i64, now_ms: i64) -> bool {
    until_ms > now_ms && until_ms <= now_ms.saturating_add(LONGEST_WAIT_MS)
}

/// A contact in the future says that the clock was set back since.
fn quiet(last_contact_ms: Option<i64>, now_ms: i64) -> bool {
    last_contact_ms.is_none_or(|last| !(0..QUIET_MS).contains(&now_ms.saturating_sub(last)))
}

/// The request as text, with each entry's frozen bytes in it.
#[must_use]
pub fn request_text(
    after: Option<&str>,
    still_waiting: usize,
    clock: Moment,
    journals: &BTreeMap<JournalId, u64>,
    batch: &[&Kept],
) -> String {
    let after = match after {
        // A cursor is the server's own word: letters, digits and a few marks; anything else is not sent back.
        Some(a) if a.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b)) => format!("\"{a}\""),
        _ => "null".to_owned(),
    };
    let journals: Vec<String> = journals.iter().map(|(id, last)| format!("\"{id}\":{last}")).collect();
    let entries: Vec<String> = batch.iter().map(|k| k.wire_text()).collect();
    format!(
        r#"{{"v":1,"after":{after},"waiting":{still_waiting},"clock":"{clock}","journals":{{{}}},"entries":[{}]}}"#,
        journals.join(","),
        entries.join(",")
    )
}
