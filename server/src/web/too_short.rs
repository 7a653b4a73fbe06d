//! What is done but too short to count, once for each thing that a commitment counts.

use domain::figure::Figure;
use domain::promise::{Commitment, Promise, Target};

/// How many of something were too short.
pub(super) struct TooShort<'a> {
    pub(super) n: i64,
    /// What it is called, in the promise's own words.
    pub(super) what: &'a str,
    pub(super) min_minutes: Option<u32>,
}

/// From a commitment's figures, as whoever asks may see them.
pub(super) fn too_short<'a>(promise: &'a Promise, of: &'a Commitment, figures: &[Figure]) -> Vec<TooShort<'a>> {
    let mut sums: Vec<(&'a Target, i64)> = Vec::new();
    for target in of.targets.iter().filter(|t| t.min_minutes.is_some()) {
        let n: i64 = figures.iter().filter(|f| f.target == target.id).map(|f| f.too_short).sum();
        let same = |t: &Target| (&t.activity, t.min_minutes) == (&target.activity, target.min_minutes);
        match sums.iter_mut().find(|(t, _)| same(t)) {
            Some((_, sum)) => *sum += n,
            None => sums.push((target, n)),
        }
    }
    let told = |(target, n): (&'a Target, i64)| {
        let activity = target.activity.as_ref().and_then(|id| promise.activity(id));
        let what = activity.map_or(&target.label, |a| if n == 1 { &a.name } else { &a.plural });
        TooShort { n, what, min_minutes: target.min_minutes }
    };
    sums.into_iter().map(told).collect()
}
