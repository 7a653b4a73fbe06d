//! When the phone sends, how much, and what a failed attempt means (protocol, section 3.10).

use crate::journal::{kept, received, refused};
use crate::support::{entry_id, journal_id, json, moment};
use domain::journal::{Kept, State};
use domain::limits::Limits;
use domain::sender::{Outcome, Pause, QUIET_MS, Sender, Then, Trigger, offset_ms, request_text};
use domain::wire::Request;
use std::collections::BTreeMap;

const EVEN: f64 = 0.5;
const ALL: [Trigger; 6] =
    [Trigger::Saved, Trigger::Started, Trigger::Online, Trigger::Visible, Trigger::Timer, Trigger::ByHand];

fn waiting(entries: usize) -> Vec<Kept> {
    (1..=entries).map(|seq| kept(1, u8::try_from(seq).expect("few"), State::Waiting)).collect()
}

/// Which triggers send while something waits.
fn sending(sender: &Sender, now_ms: i64) -> Vec<Trigger> {
    ALL.into_iter().filter(|t| sender.sends(*t, 1, Some(now_ms), now_ms)).collect()
}

#[test]
fn a_fresh_sender_sends_at_every_trigger() {
    assert_eq!(sending(&Sender::default(), 0), ALL);
}

#[test]
fn with_nothing_waiting_it_asks_for_news_now_and_then() {
    let sends = |trigger, last| Sender::default().sends(trigger, 0, last, 1_000_000_000);
    for trigger in [Trigger::Timer, Trigger::Visible] {
        assert!(!sends(trigger, Some(1_000_000_000 - QUIET_MS + 1)), "{trigger:?}");
        assert!(sends(trigger, Some(1_000_000_000 - QUIET_MS)), "{trigger:?}");
        assert!(sends(trigger, None), "{trigger:?}");
    }
}

#[test]
fn a_dead_line_is_not_tried_at_every_tap() {
    let mut sender = Sender::default();
    assert_eq!(sender.learn(Outcome::Unknown, 0, EVEN), Then::Rest);
    assert_eq!(sending(&sender, 3_999), [Trigger::Started, Trigger::Online, Trigger::Visible, Trigger::ByHand]);
    assert_eq!(sending(&sender, 4_000), ALL);
}

#[test]
fn waiting_doubles_up_to_five_minutes_and_ends_with_an_answer() {
    let mut sender = Sender::default();
    let mut waits = Vec::new();
    for _ in 0..40 {
        sender.learn(Outcome::Unknown, 1_000, EVEN);
        waits.push(sender.ask_again_ms() - 1_000);
    }
    assert_eq!(waits[..8], [4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000]);
    assert!(waits[8..].iter().all(|w| *w == 300_000));
    assert_eq!(sender.learn(Outcome::Answered { more: false }, 1_000, EVEN), Then::Rest);
    assert_eq!(sending(&sender, 1_000), ALL);
    sender.learn(Outcome::Unknown, 1_000, EVEN);
    assert_eq!(sender.ask_again_ms(), 5_000, "as if nothing had been");
}

#[test]
fn phones_that_lost_the_same_server_come_back_apart() {
    let wait = |outcome, chance| {
        let mut sender = Sender::default();
        sender.learn(outcome, 0, chance);
        sender.ask_again_ms()
    };
    assert_eq!([0.0, 0.25, 0.999].map(|c| wait(Outcome::Unknown, c)), [2_000, 3_000, 5_996]);
    assert_eq!([-1.0, 2.0].map(|c| wait(Outcome::Unknown, c)), [2_000, 6_000], "chance is held to its bounds");
    let busy = Outcome::Busy { retry_after_ms: Some(60_000) };
    assert_eq!([0.0, 0.25].map(|c| wait(busy, c)), [62_000, 63_000], "all of them were told the same");
}

#[test]
fn retry_after_holds_for_all_but_a_hand() {
    let mut sender = Sender::default();
    assert_eq!(sender.learn(Outcome::Busy { retry_after_ms: Some(60_000) }, 0, 0.0), Then::Rest);
    assert_eq!(sending(&sender, 59_999), [Trigger::ByHand]);
    sender.learn(Outcome::Unknown, 1_000, 0.0);
    assert_eq!(sending(&sender, 59_999), [Trigger::ByHand], "a cut line takes nothing back");
    assert!(sender.sends(Trigger::Online, 1, None, 60_000));
    let mut absurd = Sender::default();
    absurd.learn(Outcome::Busy { retry_after_ms: Some(i64::MAX) }, 0, 0.0);
    assert!(absurd.sends(Trigger::Online, 1, None, 3_600_000), "believed for an hour");
    let mut silent = Sender::default();
    silent.learn(Outcome::Busy { retry_after_ms: None }, 0, 0.0);
    assert_eq!(silent.ask_again_ms(), 2_000);
}

#[test]
fn a_clock_that_is_set_back_silences_no_phone() {
    const DAYS_MS: i64 = 3 * 86_400_000;
    let mut told = Sender::default();
    told.learn(Outcome::Busy { retry_after_ms: Some(60_000) }, DAYS_MS, EVEN);
    assert_eq!(sending(&told, DAYS_MS), [Trigger::ByHand]);
    assert_eq!(sending(&told, 0), ALL, "a wait that was given on another day is over");
    let mut alone = Sender::default();
    alone.learn(Outcome::Unknown, DAYS_MS, EVEN);
    assert_eq!(sending(&alone, 0), ALL);
    let asks = |last| Sender::default().sends(Trigger::Timer, 0, Some(last), 0);
    assert!(asks(DAYS_MS) && !asks(0), "nor is a contact in the future a recent one");
}

#[test]
fn only_the_server_itself_signs_out_and_finds_too_much() {
    let ours = |status| Outcome::of(status, Some("unreadable"), 3, Some(5));
    assert_eq!(ours(401), Outcome::NotSignedIn);
    assert_eq!([ours(400), ours(413)], [Outcome::TooMuch { sent: 3 }; 2]);
    assert_eq!([ours(429), ours(503)], [Outcome::Busy { retry_after_ms: Some(5) }; 2]);
    assert_eq!([0, 200, 404, 500, 502].map(ours), [Outcome::Unknown; 5]);
    let portal = |status| Outcome::of(status, None, 1, None);
    assert_eq!([400, 401, 413, 302, 511].map(portal), [Outcome::Unknown; 5], "somebody else's page is no answer");
    assert_eq!(portal(503), Outcome::Busy { retry_after_ms: None });
}

#[test]
fn a_credential_that_is_not_accepted_pauses_and_touches_nothing() {
    let mut sender = Sender::default();
    assert_eq!(sender.learn(Outcome::NotSignedIn, 0, EVEN), Then::Rest);
    assert_eq!(sender.pause, Some(Pause::SignIn));
    assert_eq!(sending(&sender, i64::MAX / 2), [Trigger::ByHand]);
    assert_eq!(sender.batch(&waiting(3)).len(), 3, "the queue stays");
    sender.resume();
    assert_eq!(sending(&sender, 0), ALL);
}

#[test]
fn too_much_halves_the_batch_at_once() {
    let (mut sender, all) = (Sender::default(), waiting(100));
    let mut sizes = Vec::new();
    loop {
        let sent = sender.batch(&all).len();
        sizes.push(sent);
        match sender.learn(Outcome::TooMuch { sent }, 0, EVEN) {
            Then::GoOn => continue,
            then => break assert_eq!((sent, then), (1, Then::RefuseLone)),
        }
    }
    assert_eq!(sizes, [100, 50, 25, 12, 6, 3, 1]);
    assert_eq!(sender.ask_again_ms(), 0, "a lone entry that fails delays no other");
    sender.learn(Outcome::Answered { more: true }, 0, EVEN);
    assert_eq!(sender.batch(&all).len(), 100, "whole batches again");
}

#[test]
fn one_entry_that_breaks_every_batch_is_refused_alone() {
    let (mut sender, mut all, bad) = (Sender::default(), waiting(60), entry_id(37));
    let mut attempts = 0;
    while all.iter().any(|k| k.state == State::Waiting) {
        attempts += 1;
        assert!(attempts < 60, "it ends");
        let batch: Vec<_> = sender.batch(&all).iter().map(|k| k.id).collect();
        let outcome = match batch.contains(&bad) {
            true => Outcome::TooMuch { sent: batch.len() },
            false => Outcome::Answered { more: true },
        };
        let state = match (outcome, sender.learn(outcome, 0, EVEN)) {
            (_, Then::RefuseLone) => refused("unreadable"),
            (Outcome::Answered { .. }, _) => received(0),
            _ => continue,
        };
        all.iter_mut().filter(|k| batch.contains(&k.id)).for_each(|k| k.state = state.clone());
    }
    let refused: Vec<_> = all.iter().filter(|k| matches!(k.state, State::Refused { .. })).map(|k| k.id).collect();
    assert_eq!(refused, [bad]);
}

#[test]
fn an_empty_request_that_is_too_much_waits() {
    let mut sender = Sender::default();
    assert_eq!(sender.learn(Outcome::TooMuch { sent: 0 }, 0, EVEN), Then::Rest);
    assert_eq!(sender.ask_again_ms(), 4_000);
}

#[test]
fn the_batch_is_what_waits_in_the_order_of_the_journals() {
    let all = [
        kept(2, 1, State::Waiting),
        kept(1, 9, State::Waiting),
        kept(1, 3, State::Waiting),
        kept(1, 1, received(0)),
        kept(1, 2, refused("conflicting")),
    ];
    let order: Vec<_> = Sender::default().batch(&all).iter().map(|k| (k.journal, k.seq)).collect();
    assert_eq!(order, [(journal_id(1), 3), (journal_id(1), 9), (journal_id(2), 1)]);
    assert!(Sender::default().batch(&[]).is_empty());
}

#[test]
fn the_batch_keeps_the_server_s_limits() {
    let mut sender = Sender::default();
    sender.limits = Limits { entries: 7, ..Limits::USUAL };
    assert_eq!(sender.batch(&waiting(20)).len(), 7);
    sender.limits = Limits { bytes: 20_000, ..Limits::USUAL };
    let mut all = waiting(60);
    all.iter_mut().for_each(|k| k.body = format!(r#"{{"note":"{}"}}"#, "x".repeat(2_000)));
    let batch = sender.batch(&all);
    let journals = BTreeMap::from([(journal_id(1), 60)]);
    let text = request_text(Some("c"), 60, moment("2021-03-04T13:41:00+01:00"), &journals, &batch);
    assert!(batch.len() > 1 && text.len() <= 20_000, "{} entries, {} bytes", batch.len(), text.len());
    sender.limits = Limits { bytes: 10, ..Limits::USUAL };
    assert_eq!(sender.batch(&waiting(3)).len(), 1, "always at least one, or nothing would ever be sent");
    sender.learn(Outcome::Answered { more: false }, 0, EVEN);
    assert_eq!(sender.limits.bytes, 10, "what the server told stays known");
}

#[test]
fn the_request_is_read_as_it_was_meant() {
    let all = waiting(2);
    let batch: Vec<&Kept> = all.iter().collect();
    let journals = BTreeMap::from([(journal_id(1), 41), (journal_id(2), 3)]);
    let clock = moment("2021-03-04T13:41:00+01:00");
    let request = |after: Option<&str>| -> Request {
        serde_json::from_str(&request_text(after, 5, clock, &journals, &batch)).expect("JSON")
    };
    let read = request(Some("e1.000-9:x_y"));
    assert_eq!((read.v, read.after.as_deref(), read.waiting, read.clock), (1, Some("e1.000-9:x_y"), 5, Some(clock)));
    assert_eq!(read.journals, journals);
    let texts: Vec<_> = all.iter().map(|k| json(&k.wire_text())).collect();
    assert_eq!(read.entries, texts);
    assert_eq!(request(None).after, None);
    assert_eq!(request(Some("a\"b")).after, None, "a cursor that can't be one isn't sent back");
}

#[test]
fn a_clock_is_known_only_by_an_answer_that_came_while_it_was_waited_for() {
    assert_eq!(offset_ms(10_500, 10_000, 11_000), Some(0));
    assert_eq!(offset_ms(70_500, 10_000, 11_000), Some(60_000), "the phone is a minute behind");
    assert_eq!(offset_ms(20_000, 10_000, 30_000), Some(0), "as long as a request may take");
    assert_eq!(offset_ms(11_000, 10_000, 1_210_000), None, "the phone slept for twenty minutes before it heard");
    assert_eq!(offset_ms(11_000, 10_000, -3_590_000), None, "the clock was set back meanwhile");
}
