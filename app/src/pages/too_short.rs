//! What is done but too short to count, said once for each thing that a commitment counts.

use crate::words::staff;
use domain::promise::{Commitment, Promise, Target};
use domain::standing::Line;

/// "Räknas från 20 minuter. 31 kortare trafikkontroller är gjorda men räknas inte."
pub(super) fn too_short(promise: &Promise, of: &Commitment, lines: &dyn Fn(&Target) -> Vec<Line>) -> Vec<String> {
    let mut sums: Vec<(&Target, i64)> = Vec::new();
    for target in of.targets.iter().filter(|t| t.min_minutes.is_some()) {
        let n: i64 = lines(target).iter().map(|l| l.too_short).sum();
        let same = |t: &Target| (&t.activity, t.min_minutes) == (&target.activity, target.min_minutes);
        match sums.iter_mut().find(|(t, _)| same(t)) {
            Some((_, sum)) => *sum += n,
            None => sums.push((target, n)),
        }
    }
    let told = |(target, n): (&Target, i64)| {
        let activity = target.activity.as_ref().and_then(|id| promise.activity(id));
        let what = activity.map_or(&target.label, |a| if n == 1 { &a.name } else { &a.plural });
        staff::too_short(n, what, target.min_minutes)
    };
    sums.into_iter().map(told).collect()
}
