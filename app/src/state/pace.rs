//! The figures of the last answer, in the order in which the officer's own organisation is needed.

use super::model::Model;
use domain::calendar::Day;
use domain::figure::Figure;
use domain::promise::Target;
use domain::standing;

/// The own organisation's rows, most behind first. Without figures there are none: a nought would be a guess.
pub(crate) fn figures(model: &Model, day: Day) -> Vec<Figure> {
    let Some(promise) = model.promise(day) else { return Vec::new() };
    let Some(totals) = model.tallies.get(&promise.id) else { return Vec::new() };
    let own = |target: &&Target| target.activity.as_ref().is_some_and(|id| model.records(promise, id));
    // Behind by how much of the goal, in thousandths, so that a small goal isn't hidden by a large one.
    let behind = |figure: &Figure| match (figure.expected(), figure.goal()) {
        (Some(expected), Some(goal)) if goal > 0 => (figure.done().low() - expected) * 1000 / goal,
        _ => i64::MAX,
    };
    let mut rows: Vec<Figure> = Vec::new();
    for target in promise.targets().filter(own) {
        for figure in standing::figures(promise, target, totals, day) {
            // Put where it belongs: so few rows don't need the library's sort, which is large.
            let before = |other: &Figure| {
                other.status > figure.status || other.status == figure.status && behind(other) <= behind(&figure)
            };
            let at = rows.iter().position(|other| !before(other)).unwrap_or(rows.len());
            rows.insert(at, figure);
        }
    }
    rows
}
