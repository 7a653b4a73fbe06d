//! Whether what a promise hides can be worked out from what it shows. A sensitive figure is public in steps of five; that
//! hides single occasions only where no other public figure gives them by subtraction, and where one occasion moves the
//! figure by one.

use crate::promise::{Promise, Scope, Target, TargetKind};

pub(super) fn sensitive_problems(promise: &Promise, target: &Target) -> Vec<String> {
    let mut problems = if target.sensitive { alone(target) } else { Vec::new() };
    problems.extend(beside_others(promise, target));
    problems
}

/// What a target that is rounded can't be.
fn alone(target: &Target) -> Vec<String> {
    let parted = target.areas.len() > 1 && target.scope != Scope::Sum;
    let wrong = [
        (target.by_day(), "kan inte vara \"sensitive\": det följs dag för dag"),
        (
            target.sum.is_some(),
            "kan inte vara \"sensitive\" med \"sum\": en enda post kan flytta summan flera steg och synas",
        ),
        (
            target.kind == TargetKind::Conditional,
            "kan inte vara \"sensitive\": hur många som bad och hur många som fick jämförs; välj indicator",
        ),
        (
            parted,
            "kan inte vara \"sensitive\" område för område: välj \"scope\" sum, eller ge varje område sitt eget mål",
        ),
    ];
    wrong.into_iter().filter(|(is, _)| *is).map(|(_, message)| message.to_owned()).collect()
}

/// What a target gives away of another that counts the same activity.
fn beside_others(promise: &Promise, target: &Target) -> Option<String> {
    let same = |other: &&Target| other.id != target.id && other.activity.is_some() && other.activity == target.activity;
    let hidden = || promise.targets().filter(same).filter(|other| other.sensitive);
    if !target.sensitive {
        let other = hidden().next()?;
        return Some(format!(
            "måste vara \"sensitive\": \"{}\" räknar samma aktivitet och är det, och talet skulle stå öppet här",
            other.id
        ));
    }
    // Told once, at the later of the two.
    let mut earlier = promise.targets().take_while(|other| other.id != target.id);
    let other = earlier.find(|other| other.sensitive && same(other) && overlap(target, other))?;
    Some(format!(
        "delar områden med \"{}\", som räknar samma aktivitet: två känsliga tal över samma områden kan räknas ifrån varandra",
        other.id
    ))
}

/// Whether an occasion can belong to both; without areas a target speaks of all.
fn overlap(one: &Target, other: &Target) -> bool {
    one.areas.is_empty() || other.areas.is_empty() || one.areas.iter().any(|area| other.areas.contains(area))
}
