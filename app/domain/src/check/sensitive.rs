//! Whether what a promise hides can be worked out from what it shows. A sensitive figure is public in steps of five; that
//! hides single occasions only where no other public figure gives them by subtraction, and where one occasion moves the
//! figure by one.

use super::goal::Fault;
use crate::promise::{Promise, Scope, Target};
use crate::target_kind::SensitiveKey;

pub(super) fn sensitive_faults(promise: &Promise, target: &Target) -> Vec<Fault> {
    let alone = if target.sensitive { alone(target) } else { Vec::new() };
    let fault = |(member, message): (&str, String)| Fault { member: member.to_owned(), about: &[], message };
    alone.into_iter().chain(beside_others(promise, target)).map(fault).collect()
}

/// What a target that is rounded can't be.
fn alone(target: &Target) -> Vec<(&'static str, String)> {
    let parted = target.areas.len() > 1 && target.scope != Scope::Sum;
    let kind = match target.kind.rules().keys.sensitive {
        SensitiveKey::Refused(why) => Some(why),
        SensitiveKey::Optional => None,
    };
    let wrong = [
        (target.sum.is_some(), "sum", " med \"sum\", för en enda post kan flytta summan flera steg: ta bort raden"),
        (kind.is_some(), "kind", kind.unwrap_or_default()),
        (parted, "scope", " område för område: skriv scope = \"sum\", eller ge varje område sitt eget mål"),
    ];
    let told =
        |(_, member, why): (bool, &'static str, &str)| (member, format!("ett känsligt mål kan inte räknas{why}"));
    wrong.into_iter().filter(|(is, ..)| *is).map(told).collect()
}

/// What a target gives away of another that counts the same activity.
fn beside_others(promise: &Promise, target: &Target) -> Option<(&'static str, String)> {
    let same = |other: &&Target| other.id != target.id && other.activity.is_some() && other.activity == target.activity;
    if !target.sensitive {
        let other = promise.targets().filter(same).find(|other| other.sensitive)?;
        let open = format!("\"{}\" räknar samma aktivitet och är känsligt, och här skulle talet stå öppet", other.id);
        return Some(("activity", format!("{open}: skriv sensitive = true även här")));
    }
    // Told once, at the later of the two.
    let mut earlier = promise.targets().take_while(|other| other.id != target.id).filter(same);
    let other = earlier.find(|other| other.sensitive && overlap(target, other))?;
    let shared = format!("områdena är delvis desamma som i \"{}\", som räknar samma aktivitet", other.id);
    let apart = "två känsliga tal över samma områden kan räknas ifrån varandra: ta bort det ena";
    let member = if target.areas.is_empty() { "sensitive" } else { "areas" };
    Some((member, format!("{shared}; {apart}")))
}

/// Whether an occasion can belong to both; without areas a target speaks of all.
fn overlap(one: &Target, other: &Target) -> bool {
    one.areas.is_empty() || other.areas.is_empty() || one.areas.iter().any(|area| other.areas.contains(area))
}
