//! What a well-formed promise must also be: what it names exists, what it counts can be counted.

use super::read::Placed;
use super::reader::{Mention, Named, Reader};
use super::{At, meant};
use crate::calendar::Day;
use crate::promise::{Activity, Duration, FieldKind, Per, Promise, Share, Target, TargetKind, YES_NO_UNKNOWN};
use std::collections::BTreeMap;

pub(super) fn judge(placed: &Placed, say: &mut Reader) {
    mentions(placed, say);
    let promise = &placed.promise;
    let top = At { line: 1, column: 1 };
    // The day that stands for one that couldn't be read has been spoken of already.
    if promise.to < promise.from && promise.to != Day(0) {
        say.say(top, format!("löftet slutar ({}) innan det börjar ({})", promise.to, promise.from));
    }
    for (list, name) in [
        (promise.organisations.is_empty(), "organisation"),
        (promise.areas.is_empty(), "area"),
        (promise.activities.is_empty(), "activity"),
        (promise.commitments.is_empty(), "commitment"),
    ] {
        if list {
            say.say(top, format!("minst en \"[[{name}]]\" behövs"));
        }
    }
    for target in promise.targets() {
        for message in target_problems(promise, target) {
            say.say(defined_at(placed, "mål", target.id.as_str()), message);
        }
    }
}

fn mentions(placed: &Placed, say: &mut Reader) {
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
                    say.say(mention.at, format!("{kind} \"{word}\" finns redan, på rad {}", first.line));
                }
                continue;
            }
        };
        let kind = match mention.kind {
            Named::Organisation => "organisation",
            Named::Area => "område",
            Named::Group => "grupp",
            Named::Activity | Named::Defines(_) => "aktivitet",
        };
        if !word.is_empty() && !known.contains(&word) {
            say.say(mention.at, format!("{kind} \"{word}\" finns inte i löftet{}", meant(word, known)));
        }
    }
}

fn defined_at(placed: &Placed, kind: &str, id: &str) -> At {
    let is_it = |m: &&Mention| matches!(m.kind, Named::Defines(k) if k == kind) && m.word == id;
    placed.mentions.iter().find(is_it).map(|m| m.at).unwrap_or_default()
}

fn target_problems(promise: &Promise, target: &Target) -> Vec<String> {
    let mut problems = Vec::new();
    let mut when = |wrong: bool, message: &str| {
        if wrong {
            problems.push(message.to_owned());
        }
    };
    let kind = target.kind;
    let counts = kind == TargetKind::Count;
    when(counts && target.activity.is_none(), "ett mål av slaget count behöver en \"activity\"");
    when(counts && target.goal.is_none(), "ett mål av slaget count behöver ett \"goal\"");
    when(!counts && target.goal.is_some(), "bara mål av slaget count har ett \"goal\"");
    when(counts && !matches!(target.per, Per::Year | Per::Whole), "\"per\" är year eller whole för slaget count");
    when(
        kind == TargetKind::Cadence && !matches!(target.per, Per::Week | Per::Month | Per::Day),
        "ett mål av slaget cadence behöver \"per\": day, week eller month",
    );
    when(kind == TargetKind::Cadence && target.activity.is_none(), "ett mål av slaget cadence behöver en \"activity\"");
    when(!counts && target.share.is_some(), "bara mål av slaget count har en \"share\"");
    when(!counts && target.min_minutes.is_some(), "bara mål av slaget count har \"min_minutes\"");
    if let Some(activity) = target.activity.as_ref().and_then(|a| promise.activity(a)) {
        when(!target.areas.is_empty() && !activity.in_area, "aktiviteten har inget område; då räknas den aldrig här");
        let untimed = target.min_minutes.is_some() && activity.duration == Duration::None;
        when(untimed, "aktiviteten har ingen längd; då når den aldrig \"min_minutes\"");
        problems.extend(target.share.as_ref().and_then(|share| share_problem(share, activity)));
    }
    problems
}

fn share_problem(share: &Share, activity: &Activity) -> Option<String> {
    if share.field.is_empty() {
        return None;
    }
    let Some(field) = activity.fields.iter().find(|f| f.id == share.field) else {
        let near = meant(&share.field, activity.fields.iter().map(|f| f.id.as_str()));
        return Some(format!("andelens fält \"{}\" finns inte på aktiviteten{near}", share.field));
    };
    let answers = match field.kind {
        FieldKind::YesNoUnknown => YES_NO_UNKNOWN.contains(&share.value.as_str()) || share.value.is_empty(),
        FieldKind::Text => true,
        FieldKind::Number => false,
    };
    (!answers).then(|| format!("\"{}\" är inget svar på fältet \"{}\"", share.value, share.field))
}
