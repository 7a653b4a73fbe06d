//! What everybody may know of a sensitive target: its sums over all areas, in the steps that they lie in.

use super::{Figure, Share, Value};
use crate::promise::{Promise, Target};
use crate::standing::{self, AsOf, Status, Total};

/// The figures of a sensitive target, made from the bounds of its steps alone: of both bounds, what they agree on.
pub(super) fn figures(promise: &Promise, target: &Target, totals: &[Total], as_of: AsOf) -> Vec<Figure> {
    let mine = || totals.iter().filter(|t| t.target == target.id);
    let count = Value::hidden(mine().map(|t| t.count).sum());
    let numerator = Value::hidden(mine().filter_map(|t| t.numerator).sum());
    // The areas are summed first: parts in steps would either not add up or tell more than the sum.
    let at = |count: i64| {
        let total = Total {
            target: target.id.clone(),
            area: None,
            count,
            numerator: None,
            minutes: 0,
            too_short: 0,
            days: Vec::new(),
        };
        standing::figures(promise, target, &[total], as_of)
    };
    let bounds = at(count.low()).into_iter().zip(at(count.high()));
    bounds.map(|(low, high)| between(low, high, count, numerator)).collect()
}

fn between(low: Figure, high: Figure, count: Value, numerator: Value) -> Figure {
    let status = (low.status == high.status).then_some(low.status).flatten();
    let measure = low.measure.hidden(count);
    let ended = low.through >= low.period.to;
    let share = low.share.map(|share| Share {
        numerator,
        denominator: count,
        percent: None,
        status: judged(numerator, count, share.min_percent, ended),
        ..share
    });
    Figure { status, measure, share, parts: Vec::new(), too_short: 0, ..low }
}

/// A share's status where the steps decide it, whatever the exact numbers are.
fn judged(numerator: Value, denominator: Value, min_percent: i64, ended: bool) -> Option<Status> {
    if denominator.low() == 0 {
        None
    } else if numerator.low() * 100 >= min_percent * denominator.high() {
        Some(if ended { Status::Met } else { Status::OnPace })
    } else if numerator.high() * 100 < min_percent * denominator.low() {
        Some(Status::Behind)
    } else {
        None
    }
}
