//! *Varför räknas den inte?*: the answer, and that it is the figure's own.

use crate::histories::{Server, resent};
use crate::support::{CATALOGUE, PROMISE, amended, by, check_of, entry_id, fact, held, patrol, recorded, winter_time};
use crate::support::{target, withdrawn};
use domain::decision::Pair;
use domain::entry::Kind;
use domain::group::{contribution, groups};
use domain::id::EntryId;
use domain::occasion::{Held, Occasion};
use domain::tally::{NotCounted, Tally};
use domain::why::{Stopped, Why, why};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Group = BTreeMap<EntryId, Vec<Held>>;

fn alone(rows: impl IntoIterator<Item = Held>) -> Group {
    BTreeMap::from([(entry_id(1), rows.into_iter().collect())])
}

fn stopped(group: &Group) -> Stopped {
    why(entry_id(1), group, &CATALOGUE, &winter_time).expect_err("it is stopped")
}

/// What occasion 1 is to a target.
fn towards(group: &Group, id: &str) -> Why {
    let answer = why(entry_id(1), group, &CATALOGUE, &winter_time).expect("a promise decides");
    assert_eq!(answer.targets.len(), PROMISE.targets().count(), "every target has its answer");
    answer.targets.into_iter().find(|a| *a.target == *target(id)).map(|a| a.why).expect("a target")
}

#[test]
fn each_target_says_why() {
    let check = alone([held(recorded(1, check_of(18)))]);
    assert_eq!(towards(&check, "trafik_raslatt"), Why::Not(NotCounted::TooShort { minutes: Some(18), needed: 20 }));
    assert_eq!(towards(&check, "trafik_tre"), Why::Not(NotCounted::OtherArea));
    assert_eq!(towards(&check, "fotpatrull_raslatt"), Why::Not(NotCounted::OtherActivity));
    assert_eq!(towards(&alone([held(recorded(1, patrol()))]), "fotpatrull_raslatt"), Why::Counts);
}

#[test]
fn what_stops_an_occasion_is_said_once() {
    let at = "2021-03-04T13:05:00+01:00";
    let of = |area: &str, activity: &str, at: &str| alone([held(recorded(1, fact(activity, area, at, 30)))]);
    assert_eq!(stopped(&of("atlantis", "foot_patrol", at)), Stopped::Not(NotCounted::UnknownArea));
    assert_eq!(stopped(&of("raslatt", "swimming", at)), Stopped::Not(NotCounted::UnknownActivity));
    assert_eq!(
        stopped(&of("raslatt", "foot_patrol", "2024-03-04T13:05:00+01:00")),
        Stopped::Not(NotCounted::OutsidePeriod)
    );
    let back = || held(recorded(1, patrol()));
    assert_eq!(stopped(&alone([Held { quarantined: true, ..back() }])), Stopped::Quarantined);
    assert_eq!(stopped(&alone([held(amended(2, 1, &[1], patrol()))])), Stopped::NoRoot);
    let withdrawal = held(withdrawn(2, 1, &[1]));
    assert_eq!(stopped(&alone([back(), withdrawal.clone()])), Stopped::Withdrawn { by_staff: false });
    let by_staff = Held { by_staff: true, ..withdrawal };
    assert_eq!(stopped(&alone([back(), by_staff])), Stopped::Withdrawn { by_staff: true });
    let ring = [back(), held(amended(2, 1, &[1, 3], patrol())), held(amended(3, 1, &[2], patrol()))];
    assert_eq!(stopped(&alone(ring)), Stopped::NoneDecides);
    let mut newer = back();
    newer.entry.kind = Kind::Unknown("merged".to_owned());
    assert_eq!(stopped(&alone([newer])), Stopped::UnknownKind);
    assert_eq!(stopped(&Group::new()), Stopped::UnknownKind);
}

#[test]
fn a_group_counts_by_its_first_that_counts() {
    let both = |first: u32| {
        let other = held(by(2, recorded(2, check_of(25))));
        BTreeMap::from([(entry_id(1), vec![held(recorded(1, check_of(first)))]), (entry_id(2), vec![other])])
    };
    assert_eq!(towards(&both(30), "trafik_raslatt"), Why::Counts);
    let answer = |first| {
        let group = both(first);
        let answer = why(entry_id(2), &group, &CATALOGUE, &winter_time).expect("a promise decides");
        assert!(answer.counts());
        answer.targets.into_iter().find(|a| a.target.id.as_str() == "trafik_raslatt").map(|a| a.why)
    };
    assert_eq!(answer(30), Some(Why::CountsBy(entry_id(1))));
    assert_eq!(answer(19), Some(Why::Counts), "the first is too short");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// As many answers say *counts* as the figures hold.
    #[test]
    fn the_answers_add_up_to_the_figures((_, batches) in resent(), edges in prop::collection::vec((1u8..9, 1u8..9), 0..4)) {
        let mut server = Server::new();
        batches.iter().for_each(|batch| drop(server.push(batch)));
        let joins: BTreeSet<Pair> = edges.iter().filter_map(|(a, b)| Pair::of(entry_id(*a), entry_id(*b))).collect();
        let mut tally = Tally::default();
        let mut counted = 0;
        for group in groups(&server.roots(), &joins) {
            let members: Group = group.iter().map(|root| (*root, server.rows.clone())).collect();
            let each = |root: &EntryId| (*root, Occasion::of(*root, &server.rows).contribution(&CATALOGUE, &winter_time));
            tally.add(contribution(group.iter().map(each).collect()));
            for root in &group {
                let Ok(answer) = why(*root, &members, &CATALOGUE, &winter_time) else { continue };
                counted += answer.targets.iter().filter(|a| a.why == Why::Counts).count() as i64;
            }
        }
        prop_assert_eq!(tally.0.values().map(|a| a.count).sum::<i64>(), counted);
    }
}
