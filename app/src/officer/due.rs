//! Att göra: what is due this day, week or month, and what is late. Computed on the phone, so that it is true offline and
//! after what was just recorded.

use super::app::App;
use super::form;
use super::model::Model;
use crate::parts::key::{button, icon, icon_of, small};
use crate::parts::piece::{Piece, el, text};
use domain::calendar::{Day, Span};
use domain::figure::Figure;
use domain::id::{ActivityId, AreaId};
use domain::promise::{Promise, Scope, Target};
use domain::standing::{self, SlotState, Stage};
use domain::tally;
use texts::officer as words;

/// Something to be done: in a slot that runs, or one that ended just before it.
struct Due {
    activity: ActivityId,
    area: Option<AreaId>,
    /// The last day for it.
    by: Day,
    late: bool,
}

/// The list, above the keys; none where nothing is due.
pub(crate) fn due(app: App) -> Vec<Piece> {
    let day = app.minute().day();
    app.model.with(|m| {
        let rows: Vec<Piece> = all(m, day).into_iter().map(|due| row(app, m, due)).collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let title = el("h2", "", vec![text(words::TO_DO)]);
        vec![el("section", "", vec![title, el("ul", "log", rows).set("role", "list")]).set("data-due", "")]
    })
}

fn row(app: App, model: &Model, due: Due) -> Piece {
    let title = model.title(&due.activity, due.area.as_ref());
    let (drawing, class) = if due.late { ("act", "i gap") } else { ("wait", "i") };
    let said = el("span", "", vec![el("b", "", vec![text(&title)]), small(&words::due_by(due.by, due.late))]);
    let open = move || {
        form::open_in(app, &due.activity, due.area.clone());
    };
    el("li", "", vec![button("", "due", vec![icon_of(drawing, class), said, icon("right")]).taps(open)])
        .set("data-late", if due.late { "true" } else { "false" })
}

/// What is late first, then what is due soonest.
fn all(model: &Model, day: Day) -> Vec<Due> {
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
            let due = Due { activity: activity.clone(), area, by: days.to, late };
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
