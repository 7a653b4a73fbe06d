//! What a well-formed promise must also be: what it names exists, what it counts can be counted.

use super::goal::target_faults;
use super::read::Placed;
use super::reader::{Mention, Named, Reader};
use super::{At, instead, nearest};
use crate::calendar::Day;
use crate::promise::{Duration, Promise};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn judge(placed: &Placed, time_zones: &[&str], reader: &mut Reader) {
    mentions(placed, reader);
    time(placed, time_zones, reader);
    let promise = &placed.promise;
    let top = At { line: 1, column: 1 };
    for (list, name) in [
        (promise.organisations.is_empty(), "organisation"),
        (promise.areas.is_empty(), "area"),
        (promise.activities.is_empty(), "activity"),
        (promise.commitments.is_empty(), "commitment"),
    ] {
        if list {
            reader.report(top, format!("minst en \"[[{name}]]\" behövs"));
        }
    }
    for activity in &promise.activities {
        if activity.max_minutes.is_some() && activity.duration == Duration::None {
            let at = defined_at(placed, "aktivitet", activity.id.as_str());
            reader.report(at, "aktiviteten har ingen längd: ta bort \"max_minutes\", eller skriv duration = \"timed\"");
        }
        for field in &activity.fields {
            let rules = field.kind.rules();
            let wrong = if rules.has_options { field.options.len() < 2 } else { !field.options.is_empty() };
            if field.max.is_some() && !rules.is_number {
                let message = format!("fältet \"{}\": bara ett fält av slaget number har \"max\"", field.id);
                reader.report(defined_at(placed, "aktivitet", activity.id.as_str()), message);
            }
            if wrong {
                let message =
                    format!("fältet \"{}\": ett fält av slaget choice har minst två \"option\", andra inga", field.id);
                reader.report(defined_at(placed, "aktivitet", activity.id.as_str()), message);
            }
        }
    }
    targets(placed, reader);
}

/// The promise's own days: in a zone whose rules are known, in order, and such that it can continue.
fn time(placed: &Placed, time_zones: &[&str], reader: &mut Reader) {
    let promise = &placed.promise;
    let zone = promise.time_zone.as_str();
    if let Some(at) = placed.top.of("time_zone").filter(|_| !zone.is_empty() && !time_zones.contains(&zone)) {
        let other = nearest(zone, time_zones.iter().copied()).unwrap_or("Europe/Stockholm");
        reader.report(at, format!("tidszonen \"{zone}\" finns inte; menades \"{other}\"?"));
    }
    if !has_days(promise) {
        return;
    }
    if promise.to < promise.from {
        let message = format!("löftet slutar ({}) innan det börjar ({})", promise.to, promise.from);
        reader.report(At { line: 1, column: 1 }, message);
    }
    let (_, month, day) = promise.to.date();
    if let Some(at) = placed.top.of("continues").filter(|_| promise.continues && (month, day) != (12, 31)) {
        let instead = "låt det sluta den 31 december, eller ta bort raden";
        reader.report(at, format!("ett löfte fortsätter kalenderår för kalenderår: {instead}"));
    }
}

/// Whether both of its days could be read; the day that stands for one that couldn't has been spoken of already.
pub(super) fn has_days(promise: &Promise) -> bool {
    promise.from != Day(0) && promise.to != Day(0)
}

fn targets(placed: &Placed, reader: &mut Reader) {
    // What couldn't be read has been spoken of already; of another kind the target would be judged otherwise.
    let unread: BTreeSet<At> = reader.problems.iter().map(|p| p.at).collect();
    for (target, places) in placed.promise.targets().zip(&placed.targets) {
        let faults =
            if unread.contains(&places.first(&["kind"])) { Vec::new() } else { target_faults(&placed.promise, target) };
        for fault in faults {
            // Areas may be named by their group; what isn't there is told at the kind, which asks for it.
            let else_at = if fault.member == "areas" { "group" } else { "kind" };
            let at = places.first(&[fault.member.as_str(), else_at]);
            let is_unread = |member: &&str| places.of(member).is_some_and(|at| unread.contains(&at));
            if !unread.contains(&at) && !fault.about.iter().any(is_unread) {
                reader.report(at, fault.message);
            }
        }
    }
}

fn mentions(placed: &Placed, reader: &mut Reader) {
    let promise = &placed.promise;
    let mut defined: BTreeMap<(&str, &str), At> = BTreeMap::new();
    for mention in &placed.mentions {
        let word = mention.word.as_str();
        let known: Vec<&str> = match mention.kind {
            Named::Organisation => promise.organisations.iter().map(|o| o.id.as_str()).collect(),
            Named::Area => promise.areas.iter().map(|a| a.id.as_str()).collect(),
            Named::Group => placed.groups.iter().map(|g| g.id.as_str()).collect(),
            Named::Activity => promise.activities.iter().map(|a| a.id.as_str()).collect(),
            Named::Defines(kind) => {
                if let Some(first) = defined.insert((kind, word), mention.at) {
                    reader.report(mention.at, format!("{kind} \"{word}\" finns redan, på rad {}", first.line));
                }
                continue;
            }
        };
        let (kind, add) = match mention.kind {
            Named::Organisation => ("organisation", "en [[organisation]]"),
            Named::Area => ("område", "ett [[area]]"),
            Named::Group => ("grupp", "en [[group]]"),
            Named::Activity | Named::Defines(_) => ("aktivitet", "en [[activity]]"),
        };
        if !word.is_empty() && !known.contains(&word) {
            reader.report(mention.at, format!("{kind} \"{word}\" finns inte i löftet{}", instead(word, &known, add)));
        }
    }
}

fn defined_at(placed: &Placed, kind: &str, id: &str) -> At {
    let is_it = |m: &&Mention| matches!(m.kind, Named::Defines(k) if k == kind) && m.word == id;
    placed.mentions.iter().find(is_it).map(|m| m.at).unwrap_or_default()
}
