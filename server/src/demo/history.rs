//! What the made-up phones recorded: plausible against the goals of the promises, some of it too short, some corrected.

use super::patterns;
use super::phone::Phone;
use super::rng::Rng;
use crate::store::InForce;
use domain::calendar::{Day, Span};
use domain::entry::{Entry, Fact, How, Kind};
use domain::id::{AreaId, EntryId, OrganisationId, uuid_v7};
use domain::json::Json;
use domain::promise::{Activity, Duration, Field, Input, JudgedBy, Per, Promise, Scope, Target};

/// Between this part of a thousand of its goal, and so much more, a target is made to reach.
const LEAST_OF_GOAL: u64 = 860;
const SPREAD_OF_GOAL: u64 = 340;
/// Of a thousand slots of a cadence, so many are kept.
const KEPT_SLOTS: u64 = 945;
/// Of a year, for what has no goal.
const WITHOUT_GOAL: u64 = 14;
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 3_600_000;

/// An occasion to be: who, when and what.
struct Made {
    started_ms: i64,
    saved_ms: i64,
    phone: usize,
    fact: Fact,
}

/// The entries of each phone, in the order of their numbers.
pub(super) fn make(
    in_force: &InForce,
    phones: &[Phone],
    seed: u64,
    entries: Option<u32>,
    now_ms: i64,
) -> Vec<Vec<Entry>> {
    let mut rng = Rng::of(seed);
    let mut plan: Vec<(Plan<'_>, u64)> = Vec::new();
    for active in &in_force.catalogue.active {
        for year in active.promise.years() {
            let today = in_force.zone.day_of(now_ms);
            let ended = Span { from: active.span.from, to: active.span.to.min(today) };
            let Some(days) = Span::of_year(year).and_then(|y| y.meet(ended)) else { continue };
            let of_year = Span::of_year(year).map_or(365, Span::days);
            plan.extend(planned(&active.promise, days, of_year, &mut rng));
            // Where so many entries are asked for, those are in proportion alone.
            if entries.is_none() {
                plan.extend(slots(&active.promise, days, &mut rng));
            }
        }
    }
    let whole: u64 = plan.iter().map(|(_, times)| times).sum();
    let scaled = |times: u64| entries.map_or(times, |n| (times * u64::from(n)).div_ceil(whole.max(1)));
    let mut made = Vec::new();
    for (plan, times) in &plan {
        for _ in 0..scaled(*times) {
            made.extend(occasion(plan, in_force, phones, now_ms, &mut rng));
        }
    }
    made.sort_by_key(|m| m.saved_ms);
    series(made, in_force, phones, &mut rng)
}

/// What is recorded towards a target in an area within some days.
struct Plan<'a> {
    promise: &'a Promise,
    target: &'a Target,
    activity: &'a Activity,
    area: Option<AreaId>,
    days: Span,
}

fn planned<'a>(promise: &'a Promise, days: Span, of_year: i64, rng: &mut Rng) -> Vec<(Plan<'a>, u64)> {
    let mut plans = Vec::new();
    for target in promise.targets() {
        let Some(activity) = target.activity.as_ref().and_then(|id| promise.activity(id)) else { continue };
        let mut areas: Vec<Option<AreaId>> = target.areas.iter().cloned().map(Some).collect();
        if areas.is_empty() {
            let anywhere = promise.areas.iter().map(|a| Some(a.id.clone()));
            areas = if activity.in_area { anywhere.take(1).collect() } else { vec![None] };
        }
        let shares = if target.scope == Scope::Sum { areas.len() as u64 } else { 1 };
        for area in areas {
            let of_goal = LEAST_OF_GOAL + rng.below(SPREAD_OF_GOAL);
            let volume = target.goal.filter(|_| target.kind.is_volume());
            let a_year = match (target.kind.judged_by(), volume, target.per) {
                (JudgedBy::Slot | JudgedBy::LastReport, ..) => 0,
                (JudgedBy::Sum | JudgedBy::Day, Some(goal), Per::Whole) => u64::from(goal) * of_goal / 2 / shares,
                (JudgedBy::Sum | JudgedBy::Day, Some(goal), _) => u64::from(goal) * of_goal / shares,
                (JudgedBy::Sum | JudgedBy::Day, None, _) => WITHOUT_GOAL * 1_000,
            };
            let times = a_year * days.days().unsigned_abs() / of_year.unsigned_abs().max(1) / 1_000;
            plans.push((Plan { promise, target, activity, area, days }, times));
        }
    }
    plans
}

/// What is promised for each week or month, kept in most of them.
fn slots<'a>(promise: &'a Promise, days: Span, rng: &mut Rng) -> Vec<(Plan<'a>, u64)> {
    let mut plans = Vec::new();
    for target in promise.targets().filter(|t| t.kind.judged_by() == JudgedBy::Slot) {
        let Some(activity) = target.activity.as_ref().and_then(|id| promise.activity(id)) else { continue };
        let areas = target.areas.iter().cloned().map(Some).chain(target.areas.is_empty().then_some(None));
        for area in areas {
            for slot in target.per.slots(days, days) {
                let times = u64::from(rng.in_thousand(KEPT_SLOTS)) * u64::from(target.goal.unwrap_or(1));
                plans.push((Plan { promise, target, activity, area: area.clone(), days: slot }, times));
            }
        }
    }
    plans
}

fn occasion(plan: &Plan<'_>, in_force: &InForce, phones: &[Phone], now_ms: i64, rng: &mut Rng) -> Option<Made> {
    let may = |organisation: &OrganisationId| plan.activity.organisations.contains(organisation);
    let able: Vec<usize> = (0..phones.len()).filter(|at| may(&phones[*at].organisation)).collect();
    let phone = *able.get(rng.below(able.len() as u64) as usize)?;
    let habit = patterns::of(plan.target, plan.area.as_ref());
    let day = plan.days.from.plus(rng.below(plan.days.days().unsigned_abs()) as i32);
    let minutes = (plan.activity.duration == Duration::Timed).then(|| patterns::minutes(plan.target, habit, rng));
    let lasts_ms = i64::from(minutes.unwrap_or(0)) * MINUTE_MS;
    let started_ms = start_of(day, in_force) + patterns::minute_of_day(day, rng) * MINUTE_MS;
    let started_ms = started_ms.min(now_ms - lasts_ms - MINUTE_MS);
    let fields = plan.activity.fields.iter().filter_map(|f| Some((f.id.clone(), answer(f, plan, rng)?))).collect();
    let later_days = minutes.map_or(0, |_| patterns::days_later(day, habit, rng));
    let saved_ms = started_ms + lasts_ms + 20_000 + i64::from(later_days) * 24 * HOUR_MS;
    // What would have been saved after now was saved at once.
    let (later_days, saved_ms) =
        if saved_ms < now_ms { (later_days, saved_ms) } else { (0, started_ms + lasts_ms + 20_000) };
    let how = if minutes.is_none() {
        How::Tap
    } else if later_days == 0 && rng.in_thousand(800) {
        How::Timer
    } else {
        How::Afterwards
    };
    let fact = Fact {
        activity: plan.activity.id.clone(),
        area: plan.area.clone(),
        started_at: in_force.zone.moment(started_ms),
        minutes,
        fields,
        note: None,
        how,
    };
    (plan.promise.span().holds(in_force.zone.day_of(started_ms))).then_some(Made { started_ms, saved_ms, phone, fact })
}

/// About midnight: the hours that are added keep every start within its day.
fn start_of(day: Day, in_force: &InForce) -> i64 {
    let utc_ms = i64::from(day.0) * 24 * HOUR_MS;
    utc_ms - i64::from(in_force.zone.moment(utc_ms).offset_min) * MINUTE_MS
}

fn answer(field: &Field, plan: &Plan<'_>, rng: &mut Rng) -> Option<Json> {
    match field.kind.input() {
        Input::YesNoUnknown => {
            let wanted = plan.target.share.as_ref().is_some_and(|s| s.field == field.id);
            let yes = if wanted { 240 } else { 500 };
            let drawn = rng.below(1_000);
            Some(Json::from(if drawn < yes {
                "yes"
            } else if drawn < 880 {
                "no"
            } else {
                "unknown"
            }))
        }
        Input::Line { .. } if field.kind.is_free_text() && !field.required => None,
        Input::Options | Input::Line { .. } => field.example(plan.days.to, rng.below(1_000) as u32),
    }
}

/// Numbers the occasions of each phone, with some corrected and some withdrawn; one phone misses two numbers.
fn series(made: Vec<Made>, in_force: &InForce, phones: &[Phone], rng: &mut Rng) -> Vec<Vec<Entry>> {
    let mut series: Vec<Vec<Entry>> = phones.iter().map(|_| Vec::new()).collect();
    let mut numbers = vec![0u64; phones.len()];
    let all = made.len();
    for (place, Made { started_ms, saved_ms, phone, fact }) in made.into_iter().enumerate() {
        let of = &phones[phone];
        // A gap, so that the dashboard has one to name.
        if place == all - all / 10 {
            numbers[phone] += 2;
        }
        let mut entry = |kind: Kind, fact: Option<Fact>, of_root: Option<EntryId>, later_ms: i64, rng: &mut Rng| {
            numbers[phone] += 1;
            let at_ms = saved_ms + later_ms;
            let promise = in_force.catalogue.at(None, in_force.zone.day_of(started_ms));
            Entry {
                id: EntryId(uuid_v7(at_ms, rng.bytes())),
                journal: of.journal,
                author: of.person,
                seq: numbers[phone],
                unit: None,
                kind,
                of: of_root,
                replaces: of_root.into_iter().collect(),
                promise: promise.map(|p| (p.id.clone(), p.version)),
                fact,
                recorded_at: in_force.zone.moment(at_ms),
                clock_offset_ms: Some(0),
            }
        };
        let root = entry(Kind::Recorded, Some(fact.clone()), None, 0, rng);
        let id = root.id;
        series[phone].push(root);
        if fact.minutes.is_some() && rng.in_thousand(15) {
            let longer = Fact { minutes: fact.minutes.map(|m| m + 5), how: How::Afterwards, ..fact };
            series[phone].push(entry(Kind::Amended, Some(longer), Some(id), 120_000, rng));
        } else if rng.in_thousand(8) {
            series[phone].push(entry(Kind::Withdrawn, None, Some(id), 8_000, rng));
        }
    }
    series
}
