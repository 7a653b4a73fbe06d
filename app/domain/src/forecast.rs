//! Where the pace of the last weeks leads: the likely figure at the end of a period, and the range around it.
//!
//! Counts are read as overdispersed Poisson: the variance of a week's count is its mean times a factor that the weeks
//! themselves show, never less than one. What is to come varies by that, and the mean is itself only an estimate from
//! the days that it was taken over, so that the range of `ahead` days is wide by `mean * (1 + ahead / taken over)`. The
//! quantile is Student's, since the factor comes from a handful of weeks. About four years in five end within.

/// What was counted in a stretch of days: a week, or the part of it that has begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    pub days: i64,
    pub count: i64,
}

/// Sums at the end of the days ahead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Forecast {
    pub likely: i64,
    /// Never below what is done.
    pub low: i64,
    pub high: i64,
}

/// Of Student's distribution, what nine in ten lie below, by degrees of freedom from one: with its mirror image, the
/// middle eighty per cent.
const NINE_IN_TEN: [f64; 11] = [3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363];

/// The stretches that speak: what was before them is another time of the year.
pub const MOST_STRETCHES: usize = 12;

/// Looks `ahead` days from the last stretches, of which the latest [`MOST_STRETCHES`] count; `done` is the sum so far.
/// Without any day to go by, or any ahead, what is done is all that is said.
#[must_use]
pub fn forecast(stretches: &[Stretch], ahead: i64, done: i64) -> Forecast {
    let from = stretches.len().saturating_sub(MOST_STRETCHES);
    let seen: Vec<Stretch> = stretches[from..].iter().copied().filter(|s| s.days > 0).collect();
    let days: i64 = seen.iter().map(|s| s.days).sum();
    if days == 0 || ahead <= 0 {
        return Forecast { likely: done, low: done, high: done };
    }
    let count = seen.iter().map(|s| s.count.max(0)).sum::<i64>();
    let ahead_of_seen = ahead as f64 / days as f64;
    let to_come = count as f64 * ahead_of_seen;
    // Of nothing seen one is supposed: that nothing came doesn't show that nothing comes.
    let spread = count.max(1) as f64 * ahead_of_seen * (1.0 + ahead_of_seen) * dispersion(&seen, count, days);
    let quantile = NINE_IN_TEN[(seen.len().max(2) - 2).min(NINE_IN_TEN.len() - 1)];
    let wide = quantile * spread.sqrt();
    Forecast {
        likely: done + (to_come + 0.5).floor() as i64,
        low: done + (to_come - wide).floor().max(0.0) as i64,
        high: done + (to_come + wide).ceil() as i64,
    }
}

/// How much more the stretches vary than chance alone would make them (Pearson's statistic by its degrees of freedom).
fn dispersion(seen: &[Stretch], count: i64, days: i64) -> f64 {
    if seen.len() < 2 || count == 0 {
        return 1.0;
    }
    let off = |s: &Stretch| {
        let expected = count as f64 * s.days as f64 / days as f64;
        (s.count.max(0) as f64 - expected).powi(2) / expected
    };
    (seen.iter().map(off).sum::<f64>() / (seen.len() - 1) as f64).max(1.0)
}
