//! Att göra: what is due this day, week or month, and what is late. Computed on the phone, so that it is true offline and
//! after what was just recorded.

use super::model::Model;
use domain::calendar::{Day, Span};
use domain::figure::Figure;
use domain::id::{ActivityId, AreaId, PromiseId, TargetId};
use domain::promise::{Promise, Scope, Target};
use domain::standing::{self, SlotState, Stage};
use domain::tally;

/// Something to be done: in a slot that runs, or one that ended just before it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Due {
    pub(crate) promise: PromiseId,
    pub(crate) target: TargetId,
    pub(crate) activity: ActivityId,
    pub(crate) area: Option<AreaId>,
    /// The last day for it.
    pub(crate) by: Day,
    pub(crate) late: bool,
}

/// What is late first, then what is due soonest.
pub(crate) fn due(model: &Model, day: Day) -> Vec<Due> {
    let mut all: Vec<Due> = Vec::new();
    // A week over New Year is of the promise that its Thursday lies in, and can still be kept after that has ended.
    let today = model.promise(day);
    let of_week = model.promise(day.plus(4 - day.weekday() as i32)).filter(|of| today.is_none_or(|t| t.id != of.id));
    let own = today.into_iter().flat_map(|promise| promise.targets().map(move |target| (promise, target)));
    let weekly = of_week.into_iter().flat_map(|promise| promise.targets().map(move |target| (promise, target)));
    for (promise, target) in own.chain(weekly.filter(|(_, target)| target.by_week())) {
        let Some(totals) = model.tallies.get(&promise.id) else { continue };
        let Some(activity) = target.activity.as_ref().filter(|id| model.records(promise, id)) else { continue };
        // Who records needs to know of each area, whatever the goal is said of.
        let each = Target { scope: Scope::Each, ..target.clone() };
        for figure in standing::figures(promise, &each, totals, day) {
            let area = figure.area().cloned();
            let Some((days, late)) = open_slot(target, &figure, day) else { continue };
            if recorded_here(model, promise, target, area.as_ref(), days) {
                continue;
            }
            let (promise, target) = (promise.id.clone(), target.id.clone());
            let due = Due { promise, target, activity: activity.clone(), area, by: days.to, late };
            let at = all.iter().position(|other| other.by > due.by).unwrap_or(all.len());
            all.insert(at, due);
        }
    }
    all
}

/// The slot that something can still be recorded for: the last one when it was missed, else the one that runs. Things
/// promised by a day stay until they are done.
fn open_slot(target: &Target, figure: &Figure, day: Day) -> Option<(Span, bool)> {
    if let (Some(stage), Some(by)) = (figure.stage(), target.by) {
        let open = !matches!(stage, Stage::Done { .. });
        return open.then_some((Span { from: figure.period.from, to: by }, by < day));
    }
    let slots = figure.slots()?;
    let now = slots.all.iter().position(|slot| slot.days.holds(day))?;
    let before = now.checked_sub(1).and_then(|at| slots.all.get(at));
    let missed = before.filter(|slot| slot.state == SlotState::Missed).map(|slot| (slot.days, true));
    missed.or_else(|| slots.due().map(|days| (days, false)))
}

/// Whether this phone has an entry for it that the figures may not know of yet.
fn recorded_here(model: &Model, promise: &Promise, target: &Target, area: Option<&AreaId>, days: Span) -> bool {
    let mut standing = model.entries.values().filter(|e| !model.is_replaced(e));
    standing.any(|entry| {
        let Some(fact) = entry.fact.as_ref().filter(|f| area.is_none() || f.area.as_ref() == area) else {
            return false;
        };
        let at = fact.started_at.local();
        days.holds(at.day)
            && (target.by_week() || promise.span().holds(at.day))
            && tally::towards(fact, target, at).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NOON};
    use super::*;
    use domain::journal::State;
    use domain::promise::{Per, TargetKind};
    use domain::standing::Total;

    /// A patrol in the centre each week; the server has counted none.
    fn weekly() -> Model {
        let mut model = sample::model();
        let promise = &mut model.catalogue.active[0].promise;
        let target = &mut promise.commitments[0].targets[0];
        (target.kind, target.per, target.goal) = (TargetKind::Cadence, Per::Week, Some(1));
        let total = Total {
            target: target.id.clone(),
            area: Some("centre".into()),
            count: 0,
            numerator: None,
            minutes: 0,
            too_short: 0,
            days: Vec::new(),
        };
        let id = promise.id.clone();
        model.tallies.insert(id, vec![total]);
        model
    }

    #[test]
    fn a_week_without_a_patrol_is_due_until_one_is_recorded_here() {
        let mut model = weekly();
        let list = due(&model, NOON.day());
        assert_eq!(list.len(), 1, "{list:?}");
        assert_eq!(list[0].area, Some("centre".into()));
        assert!(list[0].late, "the week before was missed");
        sample::record(&mut model, 1, "patrol", State::Waiting);
        let list = due(&model, NOON.day());
        assert!(list.iter().all(|due| due.late), "{list:?}");
    }

    #[test]
    fn nothing_is_due_without_figures() {
        let mut model = weekly();
        model.tallies.clear();
        assert_eq!(due(&model, NOON.day()), []);
    }
}
