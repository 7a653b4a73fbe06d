//! A run from a seed: a list of acts.
//!
//! Each seed leaves some kinds of acts out (swarm testing: Groce et al. 2012), so that one run is all about tabs and
//! storage, another about a server that comes and goes, and rare combinations aren't drowned by the common ones.

use crate::act::{Act, At, Portal};
use crate::chance::Rng;

/// How often a kind of act is drawn, and how to draw one.
type Kind = (u64, fn(&mut Rng) -> Act);

fn at(c: &mut Rng) -> At {
    At(c.byte(), c.byte())
}

/// What every run has: people record, save and send, and what they send arrives.
const GOOD_DAY: [Kind; 7] = [
    (18, |c| Act::Records { at: at(c), work: c.byte(), bad: c.one_in(12) }),
    (22, |c| Act::Saves { at: at(c) }),
    (64, |c| Act::Goes { at: at(c), task: c.byte() }),
    (16, |c| Act::Sends { at: at(c), by_hand: c.one_in(2) }),
    (52, |c| Act::Carries { message: c.byte() }),
    (24, |_| Act::Commits),
    (3, |c| Act::Enrols { phone: c.byte(), person: c.byte() }),
];

/// What a run may have or not.
const OTHERS: [Kind; 31] = [
    (5, |c| Act::Corrects { at: at(c), which: c.byte(), work: c.byte() }),
    (4, |c| Act::Withdraws { at: at(c), which: c.byte() }),
    (6, |c| Act::Unlocks { at: at(c), person: c.byte() }),
    (4, |c| Act::OpensTab { phone: c.byte() }),
    (3, |c| Act::GivesUp { at: at(c) }),
    (4, |c| Act::Flushes { phone: c.byte() }),
    (1, |c| Act::Updates { phone: c.byte() }),
    (4, |c| Act::Loses { message: c.byte() }),
    (4, |c| Act::Doubles { message: c.byte() }),
    (3, |c| Act::Cuts { message: c.byte(), keeps: c.byte() }),
    (2, |c| Act::Answers { message: c.byte(), portal: Portal::Page }),
    (1, |c| Act::Answers { message: c.byte(), portal: Portal::BadRequest }),
    (1, |c| Act::Answers { message: c.byte(), portal: Portal::SignIn }),
    (1, |c| Act::Answers { message: c.byte(), portal: Portal::TooLarge }),
    (1, |c| Act::Answers { message: c.byte(), portal: Portal::Busy }),
    (4, |c| Act::ClosesTab { at: at(c) }),
    (3, |c| Act::Dies { phone: c.byte() }),
    (3, |c| Act::Fills { phone: c.byte(), full: c.one_in(2) }),
    (2, |c| Act::Misreports { phone: c.byte() }),
    (1, |c| Act::Wipes { phone: c.byte() }),
    (2, |c| Act::BacksUp { phone: c.byte() }),
    (2, |c| Act::PutsBack { phone: c.byte() }),
    (1, |c| Act::Clones { phone: c.byte() }),
    (3, |c| Act::SetsClock { phone: c.byte(), hours: c.byte() as i8 }),
    (1, |c| Act::Expires { phone: c.byte() }),
    (1, |c| Act::Revokes { phone: c.byte() }),
    (4, |_| Act::Crashes),
    (2, |c| Act::FillsServer { full: c.one_in(2) }),
    (5, |c| Act::Decides { what: c.byte(), which: c.byte() }),
    (1, |_| Act::LoadsPromise),
    (3, |c| Act::Waits { hours: c.byte() % 100 }),
];

/// These come together or not at all: a restore without a backup is nothing.
const RESTORES: [Kind; 3] =
    [(2, |_| Act::BacksUpServer), (2, |_| Act::RestoresServer), (1, |c| Act::StepsClock { hours: c.byte() as i8 })];

/// The fewest and the most acts of a run.
const ACTS: (u64, u64) = (60, 500);

/// The run of a seed.
#[must_use]
pub fn script(seed: u64) -> Vec<Act> {
    let mut chance = Rng::of(seed);
    let mut kinds: Vec<Kind> = GOOD_DAY.to_vec();
    kinds.extend(OTHERS.iter().filter(|_| chance.one_in(2)));
    if chance.one_in(2) {
        kinds.extend(RESTORES);
    }
    let all: u64 = kinds.iter().map(|(weight, _)| weight).sum();
    let length = ACTS.0 + chance.below(ACTS.1 - ACTS.0);
    (0..length).map(|_| draw(&kinds, all, &mut chance)).collect()
}

fn draw(kinds: &[Kind], all: u64, chance: &mut Rng) -> Act {
    let mut left = chance.below(all);
    for (weight, act) in kinds {
        if left < *weight {
            return act(chance);
        }
        left -= weight;
    }
    Act::Commits
}
