//! Decisions: what is in force after them, groups of joined occasions, what is proposed, what words are read as
//! (protocol, section 5).

use crate::support::{
    CATALOGUE, amended, by, check_of, day, entry_id, fact, held, journal_id, orders, patrol, recorded, winter_time,
};
use domain::decision::{Decision, Maps, Pair, Settled, TEXT_CHARS, Unsaid, said};
use domain::entry::Fact;
use domain::group::{Group, contribution, groups};
use domain::id::EntryId;
use domain::occasion::{Held, Occasion};
use domain::proposal::{Candidate, Proposals, proposals};
use domain::tally::{Amount, Cell, Tally};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn pair(a: u8, b: u8) -> Pair {
    Pair::of(entry_id(a), entry_id(b)).expect("two occasions")
}
fn join(a: u8, b: u8) -> Decision {
    Decision::Join { pair: pair(a, b) }
}
fn separate(a: u8, b: u8) -> Decision {
    Decision::Separate { pair: pair(a, b) }
}
fn settled(decisions: &[Decision]) -> Settled {
    decisions.iter().collect()
}

#[test]
fn the_last_word_about_a_pair_stands_whichever_is_named_first() {
    assert_eq!(Pair::of(entry_id(2), entry_id(1)), Pair::of(entry_id(1), entry_id(2)));
    assert_eq!(Pair::of(entry_id(1), entry_id(1)), None);
    assert_eq!((pair(1, 2).beside(entry_id(2)), pair(1, 2).beside(entry_id(3))), (Some(entry_id(1)), None));
    let after = settled(&[join(1, 2), separate(2, 1)]);
    assert_eq!((after.joins.len(), after.separated.len()), (0, 1));
    let after = settled(&[join(1, 2), separate(2, 1), join(2, 1)]);
    assert_eq!((after.joins.len(), after.separated.len()), (1, 0), "joining is reversible, and so is separating");
}

#[test]
fn decisions_about_different_things_commute() {
    let decisions = [
        join(1, 2),
        separate(3, 4),
        Decision::Version { id: entry_id(1), hash: "a".to_owned() },
        Decision::MapArea { from: "atlantis".into(), to: "raslatt".into() },
        Decision::CloseGap { journal: journal_id(1), from: 3, to: 4, reason: "trasig".to_owned() },
    ];
    let all = orders(&decisions);
    assert!(all.iter().all(|order| settled(order) == settled(&decisions)));
}

#[test]
fn gaps_that_touch_are_closed_as_one() {
    let close = |from, to| Decision::CloseGap { journal: journal_id(1), from, to, reason: "trasig".to_owned() };
    let closed = settled(&[close(3, 4), close(9, 9), close(5, 6)]).closed;
    assert_eq!(closed[&journal_id(1)].0, [(3, 6), (9, 9)]);
}

#[test]
fn a_text_is_said_and_within_bounds() {
    assert_eq!(said("  vilket område? "), Ok("vilket område?".to_owned()));
    assert_eq!(said(" \t\n"), Err(Unsaid::Missing));
    assert_eq!(said(&"å".repeat(TEXT_CHARS)).map(|text| text.chars().count()), Ok(TEXT_CHARS));
    assert_eq!(said(&"å".repeat(TEXT_CHARS + 1)), Err(Unsaid::TooLong));
}

#[test]
fn a_decision_is_kept_under_the_word_that_it_is_written_with() {
    for decision in [join(1, 2), separate(1, 2), Decision::AcceptJournal { journal: journal_id(1) }] {
        let text = serde_json::to_string(&decision).expect("JSON");
        assert!(text.contains(&format!(r#""kind":"{}""#, decision.word())), "{text}");
        assert_eq!(serde_json::from_str::<Decision>(&text).expect("read"), decision);
    }
}

/// What joined occasions add: each alone by the definition, then as groups.
fn tally(rows: &[Held], joins: &BTreeSet<Pair>) -> Tally {
    let roots: BTreeSet<EntryId> = rows.iter().map(|h| h.entry.root()).collect();
    let mut tally = Tally::default();
    for group in groups(&roots, joins) {
        let alone = |root: &EntryId| (*root, Occasion::of(*root, rows).contribution(&CATALOGUE, &winter_time));
        tally.add(contribution(group.iter().map(alone).collect()));
    }
    tally.settled()
}

fn sum(rows: &[Held], decisions: &[Decision]) -> Amount {
    let mut sum = Amount::default();
    tally(rows, &settled(decisions).joins).0.into_values().for_each(|amount| sum += amount);
    sum
}

#[test]
fn a_patrol_of_two_counts_once_when_joined_and_twice_when_separated() {
    let rows = [held(recorded(1, patrol())), held(by(2, recorded(2, patrol())))];
    assert_eq!(sum(&rows, &[]).count, 2);
    assert_eq!(sum(&rows, &[join(1, 2)]).count, 1);
    assert_eq!(sum(&rows, &[join(1, 2), separate(1, 2)]).count, 2);
}

#[test]
fn the_counting_member_with_the_smallest_root_gives_the_figure() {
    let too_short = held(recorded(1, check_of(19)));
    let counts = held(by(2, recorded(2, check_of(25))));
    let longer = held(by(3, recorded(3, check_of(40))));
    let rows = [too_short, counts, longer];
    let sum = sum(&rows, &[join(3, 1), join(1, 2)]);
    assert_eq!((sum.count, sum.minutes, sum.too_short), (1, 25, 0), "the first is too short, the second counts");
}

#[test]
fn a_group_of_which_nothing_counts_says_once_that_it_is_too_short() {
    let rows = [held(recorded(1, check_of(19))), held(by(2, recorded(2, check_of(5))))];
    let sum = sum(&rows, &[join(1, 2)]);
    assert_eq!((sum.count, sum.too_short), (0, 1));
}

#[test]
fn what_different_targets_count_stays_apart_in_a_group() {
    let rows = [held(recorded(1, patrol())), held(by(2, recorded(2, check_of(25))))];
    assert_eq!(sum(&rows, &[join(1, 2)]).count, 2, "a patrol and a check are two things");
}

proptest! {
    #[test]
    fn groups_are_components_however_the_joins_are_told(
        edges in prop::collection::vec((1u8..9, 1u8..9), 0..9),
        minutes in prop::collection::vec(prop::sample::select(vec![19u32, 20, 33]), 8),
    ) {
        let roots: BTreeSet<EntryId> = (1u8..9).map(entry_id).collect();
        let joins: BTreeSet<Pair> = edges.iter().filter_map(|(a, b)| Pair::of(entry_id(*a), entry_id(*b))).collect();
        let found = groups(&roots, &joins);
        // Each occasion once, both ends of a join together, and never more groups tied than there are joins.
        prop_assert_eq!(found.iter().map(Group::len).sum::<usize>(), roots.len());
        for Pair { one, other } in &joins {
            prop_assert!(found.iter().any(|g| g.contains(one) && g.contains(other)));
        }
        prop_assert!(found.len() + joins.len() >= roots.len());
        // Whichever of them one begins with, the group is the same.
        for group in &found {
            for root in group {
                prop_assert_eq!(&groups(&BTreeSet::from([*root]), &joins), &vec![group.clone()]);
            }
        }
        let rows: Vec<Held> =
            minutes.iter().zip(1u8..).map(|(m, n)| held(by(n, recorded(n, check_of(*m))))).collect();
        let sum: i64 = tally(&rows, &joins).0.values().map(|a| a.count + a.too_short).sum();
        prop_assert_eq!(sum, found.len() as i64, "one figure a group, since all are checks in one area");
    }
}

fn read(maps: &Maps, fact: Fact) -> Fact {
    let mut row = held(recorded(1, fact));
    maps.read(&mut row, &CATALOGUE, &winter_time);
    row.entry.fact.expect("a fact")
}

#[test]
fn unknown_words_are_read_as_known_ones_and_known_ones_as_themselves() {
    let at = "2021-03-04T13:05:00+01:00";
    let maps = settled(&[
        Decision::MapArea { from: "atlantis".into(), to: "raslatt".into() },
        Decision::MapArea { from: "ekhagen".into(), to: "raslatt".into() },
        Decision::MapActivity { from: "swimming".into(), to: "foot_patrol".into() },
        Decision::MapActivity { from: "traffic_check".into(), to: "foot_patrol".into() },
    ])
    .maps;
    assert_eq!(read(&maps, fact("swimming", "atlantis", at, 30)), fact("foot_patrol", "raslatt", at, 30));
    assert_eq!(read(&maps, fact("traffic_check", "ekhagen", at, 30)), fact("traffic_check", "ekhagen", at, 30));
    assert_eq!(read(&maps, fact("diving", "mu", at, 30)), fact("diving", "mu", at, 30));
    assert_eq!(read(&Maps::default(), fact("swimming", "atlantis", at, 30)), fact("swimming", "atlantis", at, 30));
    // Outside every promise there is none that could know the activity.
    let late = "2024-03-04T13:05:00+01:00";
    assert_eq!(read(&maps, fact("swimming", "atlantis", late, 30)), fact("swimming", "raslatt", late, 30));
}

fn candidate(number: u8, author: u8, fact: Fact) -> Option<Candidate> {
    Candidate::of(entry_id(number), &held(by(author, recorded(number, fact))), &CATALOGUE, &winter_time)
}

fn proposed(candidates: &[Option<Candidate>], decisions: &[Decision]) -> Vec<Pair> {
    let candidates: Vec<Candidate> = candidates.iter().flatten().cloned().collect();
    let Proposals { mut pairs, is_cut } = proposals(&candidates, &settled(decisions), usize::MAX);
    assert!(!is_cut);
    pairs.sort_unstable();
    pairs
}

/// A patrol that takes so many minutes, at so many minutes after one o'clock.
fn patrol_at(number: u8, author: u8, (minute, minutes): (i64, u32)) -> Option<Candidate> {
    let mut candidate =
        candidate(number, author, fact("foot_patrol", "raslatt", "2021-03-04T13:00:00+01:00", minutes))?;
    candidate.from_ms += minute * 60_000;
    candidate.to_ms += minute * 60_000;
    Some(candidate)
}

#[test]
fn overlapping_patrols_of_different_people_are_proposed_as_one() {
    let at = |clock: &str, minutes| fact("foot_patrol", "raslatt", &format!("2021-03-04T{clock}:00+01:00"), minutes);
    let first = candidate(1, 1, at("13:00", 30));
    assert_eq!(proposed(&[first.clone(), candidate(2, 2, at("13:29", 30))], &[]), [pair(1, 2)]);
    assert_eq!(proposed(&[candidate(2, 2, at("13:29", 30)), first.clone()], &[]), [pair(1, 2)]);
    assert_eq!(proposed(&[first.clone(), candidate(2, 2, at("13:30", 30))], &[]), [], "one began as the other ended");
    assert_eq!(proposed(&[first.clone(), candidate(2, 1, at("13:10", 30))], &[]), [], "one person");
    let elsewhere = Fact { area: Some("ekhagen".into()), ..at("13:10", 30) };
    assert_eq!(proposed(&[first.clone(), candidate(2, 2, elsewhere)], &[]), []);
    let check = Fact { activity: "traffic_check".into(), ..at("13:10", 30) };
    assert_eq!(proposed(&[first.clone(), candidate(2, 2, check)], &[]), []);
    assert_eq!(candidate(2, 2, at("13:10", 0)), None, "no length, no overlap");
    assert_eq!(candidate(2, 2, fact("narcotics_offence", "raslatt", "2021-03-04T13:10:00+01:00", 9)), None);
}

#[test]
fn what_is_one_already_or_kept_apart_is_not_proposed() {
    let at = |minute: u8| fact("foot_patrol", "raslatt", &format!("2021-03-04T13:{minute:02}:00+01:00"), 30);
    let three = [candidate(1, 1, at(0)), candidate(2, 2, at(5)), candidate(3, 3, at(10))];
    assert_eq!(proposed(&three, &[]), [pair(1, 2), pair(1, 3), pair(2, 3)]);
    assert_eq!(proposed(&three, &[join(1, 2), join(2, 3)]), [], "the third pair is one through the second");
    assert_eq!(proposed(&three, &[separate(1, 2)]), [pair(1, 3), pair(2, 3)]);
}

#[test]
fn the_newest_pairs_are_proposed_and_that_there_are_more_is_said() {
    let all: Vec<Candidate> = (1..=6).filter_map(|n| patrol_at(n, n, (i64::from(n), 30))).collect();
    let newest = proposals(&all, &settled(&[]), 3);
    assert_eq!(newest, Proposals { pairs: vec![pair(5, 6), pair(4, 6), pair(3, 6)], is_cut: true });
    assert_eq!(proposals(&all[..2], &settled(&[]), 1), Proposals { pairs: vec![pair(1, 2)], is_cut: false });
}

/// Two that each log 2,500 patrols at one time, all of them of one group already: six million pairs of which none is asked
/// about. How long it takes is bounded by how many are compared.
#[test]
fn however_many_overlap_only_so_many_are_compared() {
    let of = |author: u8| {
        move |n: u16| {
            let mut candidate = patrol_at(1, author, (0, 30)).expect("a length");
            candidate.root.0[..3].copy_from_slice(&[author, (n >> 8) as u8, n as u8]);
            candidate
        }
    };
    let all: Vec<Candidate> = (0..2_500).map(of(1)).chain((0..2_500).map(of(2))).collect();
    let joins = all.iter().skip(1).filter_map(|c| Pair::of(all[0].root, c.root)).collect();
    let settled = Settled { joins, ..Settled::default() };
    assert_eq!(proposals(&all, &settled, 30), Proposals { pairs: Vec::new(), is_cut: true });
    let newest = proposals(&all, &Settled::default(), 30);
    assert_eq!((newest.pairs.len(), newest.is_cut), (30, true));
}

proptest! {
    /// The same pairs as when each is compared with each.
    #[test]
    fn proposals_are_all_that_overlap(patrols in prop::collection::vec((1u8..4, 0i64..90, 0u32..60), 0..12)) {
        let numbered = patrols.into_iter().enumerate();
        let all: Vec<_> = numbered.map(|(n, (author, minute, length))| patrol_at(n as u8, author, (minute, length))).collect();
        let mut naive = BTreeSet::new();
        for one in all.iter().flatten() {
            for other in all.iter().flatten().filter(|other| other.author != one.author) {
                let overlap = one.from_ms < other.to_ms && other.from_ms < one.to_ms;
                naive.extend(Pair::of(one.root, other.root).filter(|_| overlap));
            }
        }
        prop_assert_eq!(proposed(&all, &[]), naive.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn a_member_gives_its_own_day_and_area() {
    let first = Fact { area: Some("osterangen".into()), ..check_of(25) };
    let rows =
        [held(recorded(1, first)), held(by(2, recorded(2, Fact { area: Some("ekhagen".into()), ..check_of(30) })))];
    let tally = tally(&rows, &settled(&[join(1, 2)]).joins);
    let cells: BTreeMap<&Cell, i64> = tally.0.iter().map(|(cell, amount)| (cell, amount.count)).collect();
    let areas: Vec<_> = cells.keys().map(|c| (c.area.clone(), c.day)).collect();
    assert_eq!(
        areas,
        [(Some("osterangen".into()), day("2021-03-04"))],
        "one target over both areas: the smallest root's"
    );
}

#[test]
fn a_correction_of_a_member_moves_the_group() {
    let rows = [
        held(recorded(1, check_of(19))),
        held(amended(3, 1, &[1], check_of(21))),
        held(by(2, recorded(2, check_of(25)))),
    ];
    assert_eq!(sum(&rows, &[join(1, 2)]).minutes, 21);
}
