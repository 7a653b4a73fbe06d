//! What may be said of figures that are known in steps of five alone.
//!
//! **Invariant: nothing here, and nothing drawn from it, tells more than the rounded figures do.**

use super::PublicPage;
use domain::promise::{Commitment, Target};
use domain::standing::{self, AsOf, Line, ShareLine, Status};

/// How far below the truth a rounded figure may lie: it is rounded once, after summing over the areas.
const SLACK: i64 = 4;

/// The least number that a figure is certainly below, where it may be nothing at all; else `None`.
pub(in crate::pages) fn below(floored: i64) -> Option<i64> {
    (floored <= SLACK).then_some(SLACK + 1)
}

/// A target's rows as everybody may see them. How many are finished isn't published of what is sensitive.
pub(super) fn lines(page: &PublicPage, target: &Target) -> Vec<Line> {
    let mut lines = standing::lines(&page.promise, target, &page.totals, AsOf::ended(page.day));
    lines.iter_mut().filter(|_| target.sensitive).for_each(|line| line.finished = None);
    lines
}

/// A share's status where the rounded figures decide it, whatever the exact ones are.
pub(in crate::pages) fn judged(target: &Target, share: &ShareLine, ended: bool) -> Option<Status> {
    if !target.sensitive {
        return Some(share.status).filter(|_| share.percent.is_some());
    }
    if share.denominator == 0 {
        None
    } else if share.numerator * 100 >= share.min_percent * (share.denominator + SLACK) {
        Some(if ended { Status::Met } else { Status::OnPace })
    } else if (share.numerator + SLACK) * 100 < share.min_percent * share.denominator {
        Some(Status::Behind)
    } else {
        None
    }
}

/// A commitment's status from what the page shows. A share that can't be judged takes *Uppfyllt* away, since that would
/// claim more than is known.
pub(in crate::pages) fn status(page: &PublicPage, commitment: &Commitment) -> Status {
    let mut counts_alone = commitment.clone();
    counts_alone.targets.iter_mut().filter(|t| t.sensitive).for_each(|t| t.share = None);
    let counts = standing::status(&page.promise, &counts_alone, &page.totals, AsOf::ended(page.day));
    let sensitive = commitment.targets.iter().filter(|t| t.sensitive && t.goal.is_some());
    let shares = sensitive.flat_map(|target| {
        let lines: Vec<Line> = standing::lines(&page.promise, target, &page.totals, AsOf::ended(page.day));
        lines.into_iter().filter_map(|line| line.share).map(|share| judged(target, &share, page.ended()))
    });
    shares.fold(counts, |worst, share| match share {
        Some(status) => worst.max(status),
        None => worst.max(Status::OnPace),
    })
}
