//! Whether a target can be judged: each kind has what it needs, and nothing that would never count.

use super::meant;
use super::sensitive::sensitive_problems;
use crate::promise::{Activity, Answer, Duration, FieldKind, Per, Promise, Scope, Target, TargetKind, YES_NO_UNKNOWN};

pub(super) fn target_problems(promise: &Promise, target: &Target) -> Vec<String> {
    let mut problems = of_kind(target);
    if target.within.is_some_and(|days| days.meet(promise.span()).is_none()) {
        problems.push("målets tid ligger utanför löftets".to_owned());
    }
    if target.by.is_some_and(|by| !promise.span().holds(by)) {
        problems.push("\"by\" ligger utanför löftets tid".to_owned());
    }
    problems.extend(sensitive_problems(promise, target));
    if let Some(activity) = target.activity.as_ref().and_then(|a| promise.activity(a)) {
        problems.extend(of_activity(target, activity));
    }
    problems
}

fn of_kind(target: &Target) -> Vec<String> {
    use TargetKind::{Average, Cadence, Conditional, Count, Deliverable, Indicator, Milestone, Narrative};
    let kind = target.kind;
    let name = match kind {
        Count => "count",
        Cadence => "cadence",
        Average => "average",
        Milestone => "milestone",
        Deliverable => "deliverable",
        Conditional => "conditional",
        Indicator => "indicator",
        Narrative => "narrative",
    };
    let mut problems = Vec::new();
    let mut when = |wrong: bool, message: String| {
        if wrong {
            problems.push(message);
        }
    };
    let of = |what: &str| format!("ett mål av slaget {name} {what}");
    let counted = matches!(kind, Count | Cadence | Average | Milestone | Conditional | Indicator);
    when(counted && target.activity.is_none(), of("behöver en \"activity\""));
    when(matches!(kind, Count | Average) && target.goal.is_none(), of("behöver ett \"goal\""));
    when(
        matches!(kind, Deliverable | Conditional | Indicator | Narrative) && target.goal.is_some(),
        of("har inget \"goal\""),
    );
    let slot = !matches!(target.per, Per::Year | Per::Whole);
    when(matches!(kind, Cadence | Average) && !slot, of("behöver \"per\": day, week, month, quarter eller tertial"));
    when(
        matches!(kind, Milestone | Deliverable | Conditional | Indicator | Narrative) && slot,
        of("har \"per\" year eller whole"),
    );
    when(kind == Milestone && target.by.is_none(), of("behöver ett datum \"by\""));
    when(!matches!(kind, Milestone | Deliverable) && target.by.is_some(), of("har inget \"by\""));
    when(kind == Conditional && target.done.is_none(), of("behöver \"done\": svaret som betyder att det är gjort"));
    when(matches!(kind, Count | Cadence | Average | Milestone) && target.done.is_some(), of("har inget \"done\""));
    when(!matches!(kind, Count | Indicator) && target.share.is_some(), of("har ingen \"share\""));
    let asks = target.min_minutes.is_some() || target.window.is_some() || !target.only.is_empty();
    when(target.activity.is_none() && !counted && asks, of("utan \"activity\" har inget att välja bland"));
    when(target.sum.is_some() && !matches!(kind, Count | Indicator), of("har ingen \"sum\""));
    when(target.sum.is_some() && target.share.is_some(), of("har inte både \"sum\" och \"share\""));
    when(kind != Count && !target.pace.is_empty(), of("har ingen \"pace\""));
    when(target.scope == Scope::Every && target.areas.len() < 2, "\"scope\" every behöver flera områden".to_owned());
    let every = matches!(kind, Count | Cadence | Milestone | Deliverable);
    when(target.scope == Scope::Every && !every, of("har inte \"scope\" every"));
    problems
}

fn of_activity(target: &Target, activity: &Activity) -> Vec<String> {
    let mut problems = Vec::new();
    if !target.areas.is_empty() && !activity.in_area {
        problems.push("aktiviteten har inget område; då räknas den aldrig här".to_owned());
    }
    if target.min_minutes.is_some() && activity.duration == Duration::None {
        problems.push("aktiviteten har ingen längd; då når den aldrig \"min_minutes\"".to_owned());
    }
    let share = target.share.as_ref().map(|s| Answer { field: s.field.clone(), value: s.value.clone() });
    let answers = share.iter().chain(&target.only).chain(&target.done);
    problems.extend(answers.filter_map(|answer| answer_problem(answer, activity)));
    problems.extend(target.sum.as_ref().and_then(|field| sum_problem(field, activity)));
    problems
}

fn no_field(name: &str, activity: &Activity) -> String {
    let near = meant(name, activity.fields.iter().map(|f| f.id.as_str()));
    format!("fältet \"{name}\" finns inte på aktiviteten{near}")
}

fn answer_problem(answer: &Answer, activity: &Activity) -> Option<String> {
    let Answer { field: name, value } = answer;
    if name.is_empty() || value.is_empty() {
        return None;
    }
    let Some(field) = activity.fields.iter().find(|f| f.id == *name) else { return Some(no_field(name, activity)) };
    let known: Vec<&str> = match field.kind {
        FieldKind::YesNoUnknown => YES_NO_UNKNOWN.to_vec(),
        FieldKind::Choice => field.options.iter().map(|o| o.value.as_str()).collect(),
        FieldKind::Text => return None,
        FieldKind::Number | FieldKind::Date => Vec::new(),
    };
    let near = meant(value, known.iter().copied());
    (!known.contains(&value.as_str())).then(|| format!("\"{value}\" är inget svar på fältet \"{name}\"{near}"))
}

fn sum_problem(name: &str, activity: &Activity) -> Option<String> {
    match activity.fields.iter().find(|f| f.id == name) {
        None => Some(no_field(name, activity)),
        Some(field) => {
            (field.kind != FieldKind::Number).then(|| format!("fältet \"{name}\" är inget tal och kan inte summeras"))
        }
    }
}
