//! The numbers of a journal that are held, as ranges: what `held` says on the wire, and where gaps get their names.

use serde::{Deserialize, Serialize};

/// Disjoint ascending ranges of numbers, both ends included. Never infer "has everything" from the highest number.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ranges(pub Vec<(u64, u64)>);

impl Ranges {
    #[must_use]
    pub fn holds(&self, number: u64) -> bool {
        let after = self.0.partition_point(|r| r.0 <= number);
        after > 0 && self.0[after - 1].1 >= number
    }

    /// Adds a number and joins the ranges that now touch.
    pub fn add(&mut self, number: u64) {
        let at = self.0.partition_point(|r| r.0 <= number);
        if at > 0 && self.0[at - 1].1 >= number {
            return;
        }
        let joins_before = at > 0 && self.0[at - 1].1 + 1 == number;
        let joins_after = at < self.0.len() && self.0[at].0 == number + 1;
        match (joins_before, joins_after) {
            (true, true) => {
                self.0[at - 1].1 = self.0[at].1;
                self.0.remove(at);
            }
            (true, false) => self.0[at - 1].1 = number,
            (false, true) => self.0[at].0 = number,
            (false, false) => self.0.insert(at, (number, number)),
        }
    }

    /// Adds all numbers of a range, both ends included, whatever lies between them already.
    pub fn add_range(&mut self, from: u64, to: u64) {
        let mut all = std::mem::take(&mut self.0);
        all.push((from, to.max(from)));
        all.sort_unstable();
        for (from, to) in all {
            match self.0.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => self.0.push((from, to)),
            }
        }
    }

    /// What is left of these when some others are taken away.
    #[must_use]
    pub fn without(&self, others: &Ranges) -> Ranges {
        let mut left = Vec::new();
        for &(from, to) in &self.0 {
            let mut next = from;
            for &(other_from, other_to) in others.0.iter().filter(|o| o.1 >= from && o.0 <= to) {
                if other_from > next {
                    left.push((next, other_from - 1));
                }
                next = next.max(other_to + 1);
            }
            if next <= to {
                left.push((next, to));
            }
        }
        Ranges(left)
    }

    /// The highest number held; 0 for none.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.0.last().map_or(0, |r| r.1)
    }

    /// The numbers from 1 to `last_given` that are missing: a journal's gaps, trailing ones included.
    #[must_use]
    pub fn gaps(&self, last_given: u64) -> Ranges {
        let mut gaps = Vec::new();
        let mut next = 1;
        for &(from, to) in &self.0 {
            if from > next {
                gaps.push((next, from - 1));
            }
            next = to + 1;
        }
        if last_given >= next {
            gaps.push((next, last_given));
        }
        Ranges(gaps)
    }

    /// How many numbers.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().map(|(from, to)| to - from + 1).sum()
    }
}

impl FromIterator<u64> for Ranges {
    fn from_iter<I: IntoIterator<Item = u64>>(numbers: I) -> Self {
        let mut ranges = Self::default();
        numbers.into_iter().for_each(|n| ranges.add(n));
        ranges
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn gaps_are_named_trailing_ones_included() {
        let held: Ranges = [1, 2, 5, 6, 7].into_iter().collect();
        assert_eq!(held.0, [(1, 2), (5, 7)]);
        assert_eq!(held.gaps(9).0, [(3, 4), (8, 9)]);
        assert_eq!(held.gaps(9).count(), 4);
        assert_eq!(Ranges::default().gaps(0).0, []);
    }

    proptest! {
        #[test]
        fn ranges_are_the_set_in_any_order(numbers in proptest::collection::vec(1u64..60, 0..80)) {
            let set: BTreeSet<u64> = numbers.iter().copied().collect();
            let ranges: Ranges = numbers.into_iter().collect();
            for n in 0..61 {
                prop_assert_eq!(ranges.holds(n), set.contains(&n));
            }
            prop_assert_eq!(ranges.count(), set.len() as u64);
            prop_assert!(ranges.0.windows(2).all(|w| w[0].1 + 1 < w[1].0));
            prop_assert_eq!(ranges.gaps(60).count() + ranges.count(), 60);
        }

        #[test]
        fn ranges_are_added_and_taken_away_as_sets(
            first in proptest::collection::vec((1u64..50, 0u64..9), 0..9),
            second in proptest::collection::vec((1u64..50, 0u64..9), 0..9),
        ) {
            let ranges = |of: &[(u64, u64)]| {
                let mut ranges = Ranges::default();
                of.iter().for_each(|(from, length)| ranges.add_range(*from, from + length));
                ranges
            };
            let set = |of: &[(u64, u64)]| -> BTreeSet<u64> { of.iter().flat_map(|(from, n)| *from..=from + n).collect() };
            prop_assert_eq!(&ranges(&first), &set(&first).into_iter().collect::<Ranges>());
            let left: Ranges = set(&first).difference(&set(&second)).copied().collect();
            prop_assert_eq!(ranges(&first).without(&ranges(&second)), left);
        }
    }
}
