//! A run and its shrinking.

use crate::act::Act;
use crate::bug::Bug;
use crate::figures::Figures;
use crate::script::script;
use crate::server::{Server, paper::Paper};
use crate::witness::{Rule, Violation};
use crate::world::World;
use std::fmt;

/// 1 March 2021 at noon: winter time, within the promise.
pub const START_MS: i64 = 1_614_596_400_000;

/// What came of a run.
pub struct Ended {
    pub figures: Figures,
    /// The act after which a rule was broken, by its place; the number of acts when it was in the end, as all healed.
    pub broken: Option<(usize, Violation)>,
}

/// Does some acts in a fresh world, then lets everything heal.
pub fn run<S: Server>(server: S, start_ms: i64, bug: Option<Bug>, acts: &[Act]) -> Ended {
    let mut world = World::new(server, start_ms, bug);
    let mut broken = None;
    for (place, act) in acts.iter().enumerate() {
        if let Err(violation) = world.does(*act) {
            broken = Some((place, violation));
            break;
        }
    }
    if broken.is_none() {
        broken = world.heals().err().map(|violation| (acts.len(), violation));
    }
    world.figures.seeds = 1;
    world.figures.violations = u64::from(broken.is_some());
    Ended { figures: world.figures, broken }
}

/// A run against the server on paper.
#[must_use]
pub fn on_paper(bug: Option<Bug>, acts: &[Act]) -> Ended {
    run(Paper::new(bug), START_MS, bug, acts)
}

/// A seed's run that broke a rule, and the fewest of its acts that still do.
pub struct Failure {
    pub seed: u64,
    pub violation: Violation,
    /// Places in the seed's script.
    pub kept: Vec<usize>,
    pub acts: Vec<Act>,
}

/// Leaves acts out for as long as the same rule is broken: halves first, then ever smaller parts (delta debugging,
/// Zeller and Hildebrandt 2002).
pub fn shrink(seed: u64, first: Violation, breaks: &dyn Fn(&[Act]) -> Option<Violation>) -> Failure {
    let script = script(seed);
    let (rule, mut violation): (Rule, Violation) = (first.rule, first);
    let mut kept: Vec<usize> = (0..script.len()).collect();
    let acts = |kept: &[usize]| kept.iter().map(|place| script[*place]).collect::<Vec<Act>>();
    let mut part = kept.len().div_ceil(2);
    while part > 0 {
        let mut from = 0;
        let before = kept.len();
        while from < kept.len() {
            let mut fewer = kept.clone();
            fewer.drain(from..(from + part).min(kept.len()));
            match breaks(&acts(&fewer)).filter(|v| v.rule == rule) {
                Some(still) => (kept, violation) = (fewer, still),
                None => from += part,
            }
        }
        part = if part == 1 && kept.len() < before { 1 } else { part / 2 };
    }
    Failure { seed, violation, acts: acts(&kept), kept }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places: Vec<String> = self.kept.iter().map(ToString::to_string).collect();
        writeln!(f, "seed {}: {}", self.seed, self.violation)?;
        self.acts.iter().try_for_each(|act| writeln!(f, "    {act:?}"))?;
        write!(f, "again with ROND_SEED={} ROND_KEEP={}", self.seed, places.join(","))
    }
}
