//! The order of arrival, the cutting into batches and sending twice decide nothing; and the figures that are kept
//! are those that a rebuild, and somebody counting by hand, come to.

use crate::histories::{Server, history, resent};
use crate::support::{amended, check_of, held, orders, person, recorded, withdrawn};
use domain::entry::{Entry, How, Kind};
use domain::id::{EntryId, TargetId};
use domain::json::Json;
use domain::wire::VerdictKind;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn merged<'a>(batches: impl IntoIterator<Item = &'a [Entry]>) -> Server {
    let mut server = Server::new();
    for batch in batches {
        server.push(batch);
    }
    server
}

/// By target: occasions, of these with the share's answer, minutes, too short.
type Sums = BTreeMap<(TargetId, i32), [i64; 4]>;

fn sums(server: &Server) -> Sums {
    let mut sums = Sums::new();
    for (cell, amount) in &server.tally.0 {
        let sum = sums.entry((cell.target.clone(), cell.day.0)).or_default();
        let parts = [amount.count, amount.numerator, amount.minutes, amount.too_short];
        sum.iter_mut().zip(parts).for_each(|(s, p)| *s += p);
    }
    sums.retain(|_, sum| *sum != [0; 4]);
    sums
}

/// The same sums counted by hand: another way to say the rules, from the entries alone.
fn by_hand(entries: &[Entry]) -> Sums {
    let revoked = |e: &Entry| e.author == person(3);
    let mut version_of: BTreeMap<EntryId, Entry> = BTreeMap::new();
    for entry in entries {
        let kept = version_of.entry(entry.id).or_insert_with(|| entry.clone());
        if held(entry.clone()).hash < held(kept.clone()).hash {
            *kept = entry.clone();
        }
    }
    let mut sums = Sums::new();
    for root in version_of.values().filter(|e| e.kind == Kind::Recorded) {
        let own = |e: &&Entry| {
            let of_root = e.id == root.id || (e.kind != Kind::Recorded && e.of == Some(root.id));
            of_root && e.author == root.author && !revoked(e)
        };
        let speaking: Vec<&Entry> = version_of.values().filter(own).collect();
        let replaced = |id| speaking.iter().any(|e| e.kind != Kind::Recorded && e.id != id && e.replaces.contains(&id));
        // `version_of` is in the order of ids.
        let deciding = speaking.iter().find(|e| !replaced(e.id) && e.kind != Kind::Withdrawn);
        deciding.iter().for_each(|e| count_by_hand(e, &mut sums));
    }
    sums
}

fn count_by_hand(entry: &Entry, sums: &mut Sums) {
    let Some(fact) = &entry.fact else { return };
    let three = ["oxnehaga", "osterangen", "ekhagen"];
    let place = match fact.area.as_ref().map(|a| a.as_str()) {
        Some("raslatt") => "raslatt",
        Some(area) if three.contains(&area) => "tre",
        _ => return,
    };
    let (name, needed) = match fact.activity.as_str() {
        "foot_patrol" => ("fotpatrull", 0),
        "traffic_check" => ("trafik", 20),
        "narcotics_offence" => ("narkotika", 0),
        _ => return,
    };
    let off = entry.clock_offset_ms.unwrap_or(0);
    let moved = if off.abs() > 120_000 && fact.how != How::Afterwards { off } else { 0 };
    // Days since 1970 in winter time; 18 628 is 2021-01-01 and 19 357 is 2022-12-31.
    let day = (fact.started_at.unix_ms + moved + 3_600_000).div_euclid(86_400_000);
    if !(18_628..=19_357).contains(&day) {
        return;
    }
    let long_enough = needed == 0 || fact.minutes.is_some_and(|m| m >= needed);
    let first_time = name == "narkotika" && fact.fields.get("first_time_user") == Some(&Json::from("yes"));
    let sum = sums.entry((format!("{name}_{place}").as_str().into(), day as i32)).or_default();
    if long_enough {
        sum[0] += 1;
        sum[1] += i64::from(first_time);
        sum[2] += i64::from(fact.minutes.unwrap_or(0));
    } else {
        sum[3] += 1;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_order_and_every_batching_shows_the_same((entries, batches) in resent()) {
        let one_by_one = merged(entries.chunks(1));
        let shuffled = merged(batches.iter().map(Vec::as_slice));
        prop_assert_eq!(one_by_one.shown(), shuffled.shown());
        prop_assert_eq!(one_by_one.shown(), merged([entries.as_slice()]).shown());
    }

    #[test]
    fn sending_everything_again_changes_nothing(entries in history()) {
        let mut server = merged([entries.as_slice()]);
        let before = server.shown();
        let verdicts = server.push(&entries);
        prop_assert_eq!(server.shown(), before);
        prop_assert!(!verdicts.contains(&VerdictKind::Accepted));
    }

    #[test]
    fn what_is_kept_is_what_a_rebuild_and_a_count_by_hand_come_to((entries, batches) in resent()) {
        let server = merged(batches.iter().map(Vec::as_slice));
        prop_assert_eq!(server.tally.clone().settled(), server.rebuilt());
        prop_assert_eq!(sums(&server), by_hand(&entries));
    }

    #[test]
    fn an_id_counts_at_most_once((entries, batches) in resent()) {
        let server = merged(batches.iter().map(Vec::as_slice));
        let ids: BTreeSet<EntryId> = entries.iter().map(|e| e.id).collect();
        let occasions: i64 = server.tally.0.values().map(|a| a.count + a.too_short).sum();
        prop_assert!(occasions >= 0 && occasions <= ids.len() as i64);
        prop_assert!(server.tally.clone().settled().0.values().all(|a| a.count >= 0 && a.minutes >= 0));
    }
}

/// How many checks count and how many are too short, after each arrival.
fn steps(order: &[Entry]) -> Vec<(i64, i64)> {
    let mut server = Server::new();
    let figure = |entry: &Entry| {
        server.push(std::slice::from_ref(entry));
        let sum = |of: fn(&domain::tally::Amount) -> i64| server.tally.0.values().map(of).sum();
        (sum(|a| a.count), sum(|a| a.too_short))
    };
    order.iter().map(figure).collect()
}

#[test]
fn a_correction_and_a_withdrawal_move_the_figure_by_one_each() {
    let entries = [recorded(1, check_of(19)), amended(2, 1, &[1], check_of(21)), withdrawn(3, 1, &[1, 2])];
    assert_eq!(steps(&entries), [(0, 1), (1, 0), (0, 0)]);
    for order in orders(&entries) {
        let all = steps(&order);
        assert_eq!(all.last(), Some(&(0, 0)), "{order:?}");
        let moves = all.windows(2).map(|w| (w[1].0 - w[0].0).abs());
        assert!(moves.into_iter().all(|by| by <= 1) && all[0].0 <= 1, "{all:?}");
    }
    for order in orders(&entries[..2]) {
        assert_eq!(steps(&order).last(), Some(&(1, 0)), "{order:?}");
    }
}

#[test]
fn two_who_corrected_without_seeing_each_other_count_once_in_every_order() {
    let entries = [
        recorded(1, check_of(19)),
        amended(2, 1, &[1], check_of(21)),
        amended(3, 1, &[1], check_of(19)),
        withdrawn(4, 1, &[1]),
        recorded(5, check_of(60)),
    ];
    for order in orders(&entries) {
        assert_eq!(steps(&order).last(), Some(&(2, 0)), "{order:?}");
    }
}
