//! One commitment: the signed words, and beside them what has been done.

use super::{PublicPage, floored};
use crate::pages::too_short::too_short;
use crate::parts::gauge::{Gauge, gauge};
use crate::parts::status::status;
use crate::words::{self, kinds, public, staff};
use domain::promise::{Commitment, Target, TargetKind};
use domain::standing::{self, Line, Place, ShareLine, Status};
use leptos::prelude::*;

/// Where a commitment stands on the page.
pub(super) fn anchor(commitment: &Commitment) -> String {
    format!("c-{}", commitment.id)
}

pub(super) fn pledge(data: &PublicPage, of: &Commitment) -> AnyView {
    let mut rows: Vec<AnyView> = of.targets.iter().flat_map(|t| target(data, of, t)).collect();
    if rows.is_empty() {
        rows.push(in_text(String::new()));
    }
    let number = (of.number > 0).then(|| view! { <b>{of.number}</b> " " });
    view! {
        <li class="split pair" id=anchor(of)>
            <blockquote class="signed no">{number} {of.text.clone()}</blockquote>
            <div>
                <ul class="did" role="list">{rows}</ul>
                {notes(data, of)}
            </div>
        </li>
    }
    .into_any()
}

/// How the words are read, what is done but doesn't count, and what isn't shown.
fn notes(data: &PublicPage, of: &Commitment) -> AnyView {
    let reading = of.note.as_ref().map(|n| staff::interpretation(&n.text, &n.by, n.on));
    // A sensitive target's short ones are as telling as those that count.
    let shown = |target: &Target| if target.sensitive { Vec::new() } else { lines(data, target) };
    let short = too_short(&data.promise, of, &shown);
    let hidden = of.targets.iter().any(|t| t.sensitive && t.areas.len() > 1).then(|| public::NO_PARTS.to_owned());
    let note = |text: String| view! { <p class="why">{text}</p> };
    reading.into_iter().chain(short).chain(hidden).map(note).collect_view().into_any()
}

fn lines(data: &PublicPage, target: &Target) -> Vec<Line> {
    standing::lines(&data.promise, target, &data.totals, data.day)
}

fn target(data: &PublicPage, of: &Commitment, target: &Target) -> Vec<AnyView> {
    if target.activity.is_none() && target.kind == TargetKind::Narrative {
        return vec![in_text(target.label.clone())];
    }
    let same = |t: &Target| t.label == target.label;
    let named = target.share.is_some() || !of.targets.iter().all(same);
    let mut rows = Vec::new();
    for line in lines(data, target) {
        let place = place(data, target, &line, named);
        rows.push(match (line.goal, line.expected) {
            (Some(goal), Some(expected)) if line.slots.is_none() => counted(data, target, &line, place, goal, expected),
            _ => recorded(data, target, &line, place),
        });
        rows.extend(line.share.as_ref().map(|share| shared(data, target, share)));
    }
    rows
}

/// What a row is called: its area, or what is counted where that isn't the commitment's only thing.
fn place(data: &PublicPage, target: &Target, line: &Line, named: bool) -> String {
    let place = match &line.place {
        Place::Area(id) => data.promise.area(id).map_or_else(|| id.to_string(), |area| area.name.clone()),
        Place::Areas(name) => name.clone(),
        Place::Everywhere => return target.label.clone(),
    };
    if named { format!("{}, {place}", target.label) } else { place }
}

/// A figure as the public may see it.
fn told(target: &Target, n: i64) -> String {
    match floored::below(n).filter(|_| target.sensitive) {
        Some(limit) => public::fewer_than(limit),
        None if target.sensitive => public::at_least(n),
        None => n.to_string(),
    }
}

fn counted(data: &PublicPage, of: &Target, line: &Line, place: String, goal: i64, expected: i64) -> AnyView {
    let done = told(of, line.done);
    let label = public::gauge(&done, goal, expected, data.day);
    view! {
        <li>
            {head(place, view! { <b class="big">{done}</b>{staff::of_goal(goal)} }.into_any(), line.status)}
            {gauge(Gauge { done: line.done, goal, expected }, label)}
            {parts(data, of, line)}
            {below(of, line)}
        </li>
    }
    .into_any()
}

/// A figure without an even pace: slots kept, a stage, what was asked for, or what is judged by nobody.
fn recorded(data: &PublicPage, of: &Target, line: &Line, place: String) -> AnyView {
    let done = view! { <b class="big">{told(of, line.done)}</b> {kinds::rest(of, line)} };
    view! {
        <li>
            {head(place, done.into_any(), line.status)} {below(of, line)}
            {parts(data, of, line)}
        </li>
    }
    .into_any()
}

fn below(of: &Target, line: &Line) -> AnyView {
    kinds::below(of, line).into_iter().map(|said| view! { <small>{said}</small> }).collect_view().into_any()
}

/// The areas behind a sum, unless a small figure could point at a person.
fn parts(data: &PublicPage, of: &Target, line: &Line) -> Option<AnyView> {
    let name = |id| data.promise.area(id).map_or_else(String::new, |area| area.name.clone());
    let parts: Vec<(String, i64)> = line.parts.iter().map(|(id, n)| (name(id), *n)).collect();
    (!of.sensitive && !parts.is_empty()).then(|| view! { <small>{staff::parts(&parts)}</small> }.into_any())
}

fn shared(data: &PublicPage, of: &Target, share: &ShareLine) -> AnyView {
    let label = of.share.as_ref().map(|s| words::begin(&staff::whereof(&s.label))).unwrap_or_default();
    let judged = floored::judged(of, share, data.ended());
    let text = if of.sensitive {
        told(of, share.numerator)
    } else {
        words::share(share.numerator, share.denominator, share.percent)
    };
    let undecided = (of.sensitive && judged.is_none()).then(|| view! { <small>{public::UNDECIDED}</small> });
    view! {
        <li>
            <p class="row">
                <span class="grow">{label}</span>
                {judged.map(status)}
            </p>
            <p>
                <b>{text}</b>
                ", "
                {public::promised_percent(share.min_percent)}
            </p>
            {undecided}
        </li>
    }
    .into_any()
}

fn in_text(label: String) -> AnyView {
    view! {
        <li>
            {head(label, ().into_any(), Status::Running)}
            <p>{words::FOLLOWED_IN_TEXT}</p>
        </li>
    }
    .into_any()
}

fn head(place: String, done: AnyView, of: Status) -> AnyView {
    view! {
        <p class="row">
            <span class="grow">{place}</span>
            <span>{done}</span>
            {status(of)}
        </p>
    }
    .into_any()
}
