//! What happened in some runs, in numbers.

use crate::act::Act;
use std::collections::BTreeMap;
use std::fmt;

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub seeds: u64,
    /// Acts that did something.
    pub steps: u64,
    pub saved: u64,
    pub verdicts: usize,
    pub faults: BTreeMap<String, u64>,
    pub violations: u64,
}

impl Figures {
    pub(crate) fn counts(&mut self, act: Act) {
        self.steps += 1;
        if act.is_fault() {
            *self.faults.entry(act.name()).or_default() += 1;
        }
    }

    /// Adds those of another run.
    pub fn add(&mut self, other: &Figures) {
        self.seeds += other.seeds;
        self.steps += other.steps;
        self.saved += other.saved;
        self.verdicts += other.verdicts;
        self.violations += other.violations;
        for (name, count) in &other.faults {
            *self.faults.entry(name.clone()).or_default() += count;
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: u64 = self.faults.values().sum();
        writeln!(
            f,
            "{} seeds, {} steps, {} entries saved on screen, {} verdicts",
            self.seeds, self.steps, self.saved, self.verdicts
        )?;
        write!(f, "{faults} faults:")?;
        for (name, count) in &self.faults {
            write!(f, " {name} {count}")?;
        }
        write!(f, "\n{} violations", self.violations)
    }
}
