//! Refusals in the audit log, without letting anybody flood it: the first of a kind for one caller in a minute is a row of
//! its own, and those that follow are one row with their count. A server that breaks down loses a minute's counts at most.

use crate::store::AuditEvent;
use domain::id::{PartnershipId, PersonId};
use std::collections::HashMap;
use std::sync::Mutex;

/// How long refusals of a kind are only counted after one was logged.
const QUIET_MS: i64 = 60_000;
/// Callers and kinds that are remembered at once.
const KEPT: usize = 10_000;

/// Who was refused, in which event, and why.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Kind {
    pub(super) partnership: PartnershipId,
    pub(super) person: Option<PersonId>,
    pub(super) event: AuditEvent,
    pub(super) why: &'static str,
}

/// Refusals that were counted and not logged, by kind: since when, and how many.
#[derive(Default)]
pub struct Refusals(Mutex<HashMap<Kind, (i64, u32)>>);

/// What is to be logged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Row {
    /// This very refusal.
    First,
    /// So many since an instant.
    Counted { since_ms: i64, times: u32 },
}

impl Refusals {
    /// Counts a refusal, or says which rows it makes.
    pub(super) fn meet(&self, kind: &Kind, now_ms: i64) -> Vec<Row> {
        let Ok(mut kept) = self.0.lock() else { return vec![Row::First] };
        let mut rows = Vec::new();
        if let Some((since_ms, times)) = kept.get_mut(kind) {
            if now_ms - *since_ms < QUIET_MS {
                *times += 1;
                return Vec::new();
            }
            rows.extend(counted(*since_ms, *times));
        }
        // Where there is no room every refusal is a row: so many callers at once are no flood by one of them.
        if kept.len() < KEPT || kept.contains_key(kind) {
            kept.insert(kind.clone(), (now_ms, 0));
        }
        rows.push(Row::First);
        rows
    }

    /// Takes the counts of minutes that are over, or of all.
    pub(super) fn take(&self, now_ms: i64, all: bool) -> Vec<(Kind, Row)> {
        let Ok(mut kept) = self.0.lock() else { return Vec::new() };
        let over = |(since_ms, _): &(i64, u32)| all || now_ms - *since_ms >= QUIET_MS;
        let taken: Vec<(Kind, (i64, u32))> =
            kept.iter().filter(|(_, held)| over(held)).map(|(kind, held)| (kind.clone(), *held)).collect();
        kept.retain(|_, held| !over(held));
        let row = |(kind, (since_ms, times))| Some((kind, counted(since_ms, times)?));
        taken.into_iter().filter_map(row).collect()
    }
}

fn counted(since_ms: i64, times: u32) -> Option<Row> {
    (times > 0).then_some(Row::Counted { since_ms, times })
}

/// An address as the log may have it: what could be a secret, such as a one-time link's, is left out.
#[must_use]
pub fn told_path(path: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.');
    let told =
        |part: &str| if part.len() <= 36 && part.chars().all(plain) { part.to_owned() } else { "…".to_owned() };
    path.split('/').take(8).map(told).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(person: u8) -> Kind {
        let person = Some(PersonId([person; 16]));
        Kind { partnership: "p".into(), person, event: AuditEvent::Refused, why: "not_allowed" }
    }

    #[test]
    fn the_first_of_a_minute_is_logged_and_the_rest_are_counted() {
        let refusals = Refusals::default();
        assert_eq!(refusals.meet(&kind(1), 0), [Row::First]);
        for at in 1..=1_000 {
            assert_eq!(refusals.meet(&kind(1), at), []);
        }
        assert_eq!(refusals.meet(&kind(2), 5), [Row::First], "another caller is another's affair");
        let counted = Row::Counted { since_ms: 0, times: 1_000 };
        assert_eq!(refusals.meet(&kind(1), QUIET_MS), [counted, Row::First]);
    }

    #[test]
    fn counts_are_told_when_their_minute_is_over_and_once() {
        let refusals = Refusals::default();
        refusals.meet(&kind(1), 0);
        refusals.meet(&kind(1), 1);
        refusals.meet(&kind(2), 1);
        assert_eq!(refusals.take(QUIET_MS - 1, false), []);
        assert_eq!(refusals.take(QUIET_MS, false), [(kind(1), Row::Counted { since_ms: 0, times: 1 })]);
        assert_eq!(refusals.take(2 * QUIET_MS, true), []);
        refusals.meet(&kind(1), 0);
        refusals.meet(&kind(1), 1);
        assert_eq!(refusals.take(2, true).len(), 1, "a server that stops tells all");
    }

    #[test]
    fn a_secret_in_an_address_is_left_out() {
        assert_eq!(told_path("/welcome/0123456789abcdef0123456789abcdef0123456789A"), "/welcome/…");
        assert_eq!(told_path("/welcome/Secret"), "/welcome/…");
        let entry = "/entries/0178a5c0-1e2f-7a3b-8c4d-0123456789ab/return";
        assert_eq!(told_path(entry), entry);
        assert!(told_path(&"/x".repeat(4_000)).len() < 400);
    }
}
