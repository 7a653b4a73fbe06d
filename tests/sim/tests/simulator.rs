//! Hundreds of seeds in each run of the tests; with `ROND_LONG=1` as many as three minutes hold.
//!
//! One seed alone: `ROND_SEED=17`, and with `ROND_KEEP=3,4,9` only these of its acts.

use sim::bug::Bug;
use sim::figures::Figures;
use sim::run::{Failure, on_paper, shrink};
use sim::script::script;
use std::time::{Duration, Instant};

/// In every run of the tests.
const SEEDS: u64 = 400;
/// What a long run takes.
const LONG: Duration = Duration::from_secs(180);
/// A planted bug must be found within so many seeds.
const FOUND_WITHIN: u64 = 200;

fn fails(bug: Option<Bug>, seed: u64) -> Option<Failure> {
    let (_, violation) = on_paper(bug, &script(seed)).broken?;
    Some(shrink(seed, violation, &|acts| on_paper(bug, acts).broken.map(|(_, violation)| violation)))
}

#[test]
fn nothing_is_lost() {
    if let Ok(seed) = std::env::var("ROND_SEED") {
        return again(seed.parse().expect("a seed is a number"));
    }
    let long = std::env::var_os("ROND_LONG").is_some();
    let (start, mut seed) = (Instant::now(), 0);
    let mut figures = Figures::default();
    while if long { start.elapsed() < LONG } else { seed < SEEDS } {
        let ended = on_paper(None, &script(seed));
        figures.add(&ended.figures);
        if ended.broken.is_some()
            && let Some(failure) = fails(None, seed)
        {
            panic!("\n{failure}\n{figures}\n");
        }
        seed += 1;
    }
    println!("{figures}\nin {:.1} s", start.elapsed().as_secs_f64());
}

/// Each broke a rule once.
const ONCE_FOUND: [u64; 2] = [
    // A tab that hadn't heard of a journal asked for news, and what was decided about that one was never told.
    11_179,
    // A revoked phone was told nothing, and that it had been told everything: enrolled anew it never heard.
    17_643,
];

#[test]
fn seeds_that_once_found_something_find_nothing() {
    for seed in ONCE_FOUND {
        assert!(fails(None, seed).is_none(), "seed {seed}");
    }
}

/// One seed, act by act.
fn again(seed: u64) {
    let acts = script(seed);
    let places: Vec<usize> = match std::env::var("ROND_KEEP") {
        Ok(keep) => keep.split(',').map(|place| place.parse().expect("places are numbers")).collect(),
        Err(_) => (0..acts.len()).collect(),
    };
    let kept: Vec<_> = places.iter().map(|place| acts[*place]).collect();
    let ended = on_paper(None, &kept);
    for (place, act) in places.iter().zip(&kept) {
        println!("{place:4} {act:?}");
    }
    println!("{}", ended.figures);
    if let Some((place, violation)) = ended.broken {
        panic!("after {place} acts: {violation}");
    }
}

fn is_found(bug: Bug) {
    for seed in 0..FOUND_WITHIN {
        if let Some(failure) = fails(Some(bug), seed) {
            println!(
                "{bug:?}: found by seed {} of {FOUND_WITHIN}, {} acts of {}",
                seed + 1,
                failure.acts.len(),
                script(seed).len()
            );
            println!("{failure}");
            return;
        }
    }
    panic!("{bug:?} was not found within {FOUND_WITHIN} seeds");
}

#[test]
fn a_receipt_before_the_commit_is_found() {
    is_found(Bug::ReceiptBeforeCommit);
}

#[test]
fn a_retry_with_a_new_id_is_found() {
    is_found(Bug::RetryWithNewId);
}

#[test]
fn a_cursor_that_skips_is_found() {
    is_found(Bug::CursorThatSkips);
}

#[test]
fn an_import_that_takes_over_a_number_is_found() {
    is_found(Bug::ImportTakesOverNumber);
}

#[test]
fn a_purge_before_the_receipt_is_found() {
    is_found(Bug::PurgeBeforeReceipt);
}

#[test]
fn sending_under_the_wrong_author_is_found() {
    is_found(Bug::WrongAuthor);
}

#[test]
fn the_same_seed_is_the_same_run() {
    for seed in 0..5 {
        let steps = || on_paper(None, &script(seed)).figures.steps;
        assert_eq!((script(seed), steps()), (script(seed), steps()));
    }
}
