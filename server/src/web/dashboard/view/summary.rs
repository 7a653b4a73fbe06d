//! What the dashboard answers in one sentence: how many promises are behind, and which one most.

use super::DashboardPage;
use domain::calendar::Span;
use domain::figure::{Figure, Left, Progress};
use domain::promise::{Commitment, Target};
use domain::standing::{self, Pace, Status};

/// The commitments by status, and the row that is most behind for its size.
pub(super) struct Summary<'a> {
    pub(super) statuses: Vec<(&'a Commitment, Status)>,
    pub(super) most_behind: Option<MostBehind<'a>>,
    /// The year that is shown, once it is over.
    pub(super) ended: Option<i32>,
}

pub(super) struct MostBehind<'a> {
    pub(super) commitment: &'a Commitment,
    pub(super) target: &'a Target,
    pub(super) figure: Figure,
    pub(super) done: i64,
    pub(super) goal: i64,
    pub(super) expected: i64,
    pub(super) left: Option<Left>,
    pub(super) period: Span,
    pub(super) pace: Pace,
}

impl MostBehind<'_> {
    pub(super) fn behind(&self) -> i64 {
        self.expected - self.done
    }

    /// Done in a week on average so far, in tenths.
    pub(super) fn weekly_tenths(&self) -> i64 {
        let days = self.pace.days_begun.max(1);
        (self.done * 70 * 2 + days) / (days * 2)
    }
}

impl<'a> Summary<'a> {
    pub(super) fn of(page: &'a DashboardPage) -> Self {
        let promise = &page.promise;
        let status = |c: &'a Commitment| (c, standing::status(promise, c, &page.totals, page.looked_at()));
        let days_left = Pace::of(year_shown(page), page.day).days_left();
        Self {
            statuses: promise.commitments.iter().map(status).collect(),
            most_behind: most_behind(page),
            ended: (days_left == 0).then_some(page.year),
        }
    }

    pub(super) fn with(&self, status: Status) -> Vec<&'a Commitment> {
        self.statuses.iter().filter(|(_, s)| *s == status).map(|(c, _)| *c).collect()
    }
}

/// The part of the promise that lies in the chosen year.
pub(super) fn year_shown(page: &DashboardPage) -> Span {
    Span::of_year(page.year).and_then(|year| year.meet(page.promise.span())).unwrap_or(page.promise.span())
}

/// The row that lacks the largest part of its goal today.
fn most_behind(page: &DashboardPage) -> Option<MostBehind<'_>> {
    let rows = page.promise.commitments.iter().flat_map(|commitment| {
        let counted = commitment.targets.iter().filter(|t| t.kind.is_volume());
        counted.flat_map(move |target| page.figures(target).into_iter().map(move |figure| (commitment, target, figure)))
    });
    rows.filter_map(|(commitment, target, figure)| {
        let (goal, expected, left) = match figure.measure.progress() {
            Progress::Pace { goal, expected, left } => (goal, expected, left),
            Progress::Slots(_) | Progress::Number | Progress::Texts { .. } => return None,
        };
        let (done, period) = (figure.done().low(), figure.period);
        let pace = Pace::of(period, page.day);
        let row = MostBehind { commitment, target, figure, done, goal, expected, left, period, pace };
        (row.behind() > 0 && goal > 0).then_some(row)
    })
    .max_by(|a, b| (a.behind() * b.goal).cmp(&(b.behind() * a.goal)))
}
