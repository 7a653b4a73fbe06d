//! One commitment: the signed words, and beside them what has been done.

use super::{PublicPage, floored, published};
use crate::pages::too_short::{TooShort, too_short};
use crate::parts::gauge::{Gauge, gauge};
use crate::parts::status::status;
use crate::words::{self, kinds, public, staff};
use domain::promise::{Commitment, InterpretationNote, Target};
use domain::standing::{Line, Place, ShareLine, Status};
use leptos::prelude::*;

/// Where a commitment stands on the page.
pub(super) fn anchor(commitment: &Commitment) -> String {
    format!("c-{}", commitment.id)
}

pub(super) fn pledge(data: &PublicPage, of: &Commitment) -> AnyView {
    let mut rows: Vec<AnyView> = of.targets.iter().flat_map(|t| target(data, of, t)).collect();
    if rows.is_empty() {
        rows.push(in_text(data, String::new(), 0, None));
    }
    let number = (of.number > 0).then(|| view! { <b>{of.number}</b> " " });
    view! {
        <li class="split pair" id=anchor(of)>
            <blockquote class="signed no" lang=data.language.of_signed()>{number} {of.text.clone()}</blockquote>
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
    // A sensitive target's short ones are as telling as those that count.
    let shown = |target: &Target| if target.sensitive { Vec::new() } else { floored::lines(data, target) };
    let short = too_short(&data.promise, of, &shown).into_iter().map(|short| shorter(data, &short));
    let hidden = of.targets.iter().any(|t| t.sensitive && t.areas.len() > 1);
    let hidden = hidden.then(|| public::NO_PARTS.said(data.language).into_any());
    let reading = of.note.as_ref().map(|note| reading(data, note));
    let note = |said: AnyView| view! { <p class="why">{said}</p> };
    reading.into_iter().chain(short).chain(hidden).map(note).collect_view().into_any()
}

/// Words of the promise's own within a sentence of ours.
fn own(data: &PublicPage, words: String) -> AnyView {
    match data.language.of_signed() {
        None => words.into_any(),
        lang => view! { <span lang=lang>{words}</span> }.into_any(),
    }
}

fn reading(data: &PublicPage, note: &InterpretationNote) -> AnyView {
    let on = data.language.long(note.on);
    view! {
        {public::READING.said(data.language)}
        ": "
        {own(data, note.text.clone())}
        " ("
        {own(data, note.by.clone())}
        ", "
        {on}
        ")"
    }
    .into_any()
}

fn shorter(data: &PublicPage, short: &TooShort<'_>) -> AnyView {
    let (before, after) = public::too_short(data.language, short.n, short.min_minutes);
    let what = (short.n > 0).then(|| own(data, words::inside(short.what)));
    view! { {before} {what} {after} }.into_any()
}

fn target(data: &PublicPage, of: &Commitment, target: &Target) -> Vec<AnyView> {
    if target.in_words() {
        let texts = floored::lines(data, target).iter().map(|line| line.done).sum();
        return vec![in_text(data, target.label.clone(), texts, published::text(data, of))];
    }
    let same = |t: &Target| t.label == target.label;
    let named = target.share.is_some() || !of.targets.iter().all(same);
    let mut rows = Vec::new();
    for line in floored::lines(data, target) {
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
pub(super) fn told(data: &PublicPage, target: &Target, n: i64) -> String {
    match floored::below(n).filter(|_| target.sensitive) {
        Some(limit) => public::fewer_than(data.language, limit),
        None if target.sensitive => public::at_least(data.language, n),
        None => n.to_string(),
    }
}

fn counted(data: &PublicPage, of: &Target, line: &Line, place: String, goal: i64, expected: i64) -> AnyView {
    let done = told(data, of, line.done);
    let label = public::gauge(data.language, &done, goal, expected, data.day);
    view! {
        <li>
            {head(data, place, view! { <b class="big">{done}</b>{public::of_goal(data.language, goal)} }.into_any(), line.status)}
            {gauge(Gauge { done: line.done, goal, expected }, label)}
            {parts(data, of, line)}
            {below(data, of, line)}
            {published::beside(data, of, line)}
        </li>
    }
    .into_any()
}

/// A figure without an even pace: slots kept, a stage, what was asked for, or what is judged by nobody.
fn recorded(data: &PublicPage, of: &Target, line: &Line, place: String) -> AnyView {
    let done = view! { <b class="big">{told(data, of, line.done)}</b> {kinds::rest(data.language, of, line)} };
    view! {
        <li>
            {head(data, place, done.into_any(), line.status)} {below(data, of, line)}
            {parts(data, of, line)}
            {published::beside(data, of, line)}
        </li>
    }
    .into_any()
}

fn below(data: &PublicPage, of: &Target, line: &Line) -> AnyView {
    kinds::below(data.language, of, line)
        .into_iter()
        .map(|said| view! { <small>{said}</small> })
        .collect_view()
        .into_any()
}

/// The areas behind a sum, unless a small figure could point at a person.
fn parts(data: &PublicPage, of: &Target, line: &Line) -> Option<AnyView> {
    let name = |id| data.promise.area(id).map_or_else(String::new, |area| area.name.clone());
    let parts: Vec<(String, i64)> = line.parts.iter().map(|(id, n)| (name(id), *n)).collect();
    (!of.sensitive && !parts.is_empty())
        .then(|| view! { <small lang=data.language.of_signed()>{staff::parts(&parts)}</small> }.into_any())
}

fn shared(data: &PublicPage, of: &Target, share: &ShareLine) -> AnyView {
    let label = of.share.as_ref().map(|s| words::begin(&staff::whereof(&s.label))).unwrap_or_default();
    let judged = floored::judged(of, share, data.ended());
    let text = if of.sensitive {
        told(data, of, share.numerator)
    } else {
        data.language.share(share.numerator, share.denominator, share.percent)
    };
    let undecided =
        (of.sensitive && judged.is_none()).then(|| view! { <small>{public::UNDECIDED.said(data.language)}</small> });
    view! {
        <li>
            <p class="row">
                <span class="grow" lang=data.language.of_signed()>{label}</span>
                {judged.map(|judged| status(judged, data.language))}
            </p>
            <p>
                <b>{text}</b>
                ", "
                {public::promised_percent(data.language, share.min_percent)}
            </p>
            {undecided}
        </li>
    }
    .into_any()
}

/// What is followed in words: how many texts the year's reports hold, and the last of them.
fn in_text(data: &PublicPage, label: String, texts: i64, told: Option<AnyView>) -> AnyView {
    let done = (texts > 0).then(|| view! { <b class="big">{texts}</b>{kinds::texts(data.language, texts)} });
    view! {
        <li>
            {head(data, label, done.into_any(), Status::Running)}
            <small>{public::IN_TEXT.said(data.language)}</small>
            {told}
        </li>
    }
    .into_any()
}

fn head(data: &PublicPage, place: String, done: AnyView, of: Status) -> AnyView {
    view! {
        <p class="row">
            <span class="grow" lang=data.language.of_signed()>{place}</span>
            <span>{done}</span>
            {status(of, data.language)}
        </p>
    }
    .into_any()
}
