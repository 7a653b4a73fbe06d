//! One commitment: the signed words, and beside them what has been done.

use super::{PublicPage, published};
use crate::web::parts::gauge::{Gauge, gauge};
use crate::web::parts::status::status;
use crate::web::too_short::{TooShort, too_short};
use domain::figure::{Figure, Progress, Share};
use domain::promise::{Commitment, InterpretationNote, Target};
use domain::standing::Status;
use leptos::prelude::*;
use texts::{kinds, public, staff};

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
    // A sensitive target's short ones are as telling as those that count: its figures tell none.
    let short = too_short(&data.promise, of, data.figures(of)).into_iter().map(|short| shorter(data, &short));
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
    let what = (short.n > 0).then(|| own(data, texts::inside(short.what)));
    view! { {before} {what} {after} }.into_any()
}

fn target(data: &PublicPage, of: &Commitment, target: &Target) -> Vec<AnyView> {
    let same = |t: &Target| t.label == target.label;
    let named = target.share.is_some() || !of.targets.iter().all(same);
    let mut rows = Vec::new();
    for figure in data.figures(of).iter().filter(|figure| figure.target == target.id) {
        let place = place(target, figure, named);
        rows.push(match figure.measure.progress() {
            Progress::Texts { published } => in_text(data, place, published, published::text(data, of)),
            Progress::Pace { goal, expected, .. } => counted(data, target, figure, place, goal, expected),
            Progress::Slots(_) | Progress::Number => recorded(data, target, figure, place),
        });
        rows.extend(figure.share.as_ref().map(|share| shared(data, share)));
    }
    rows
}

/// What a row is called: its area, or what is counted where that isn't the commitment's only thing.
fn place(target: &Target, figure: &Figure, named: bool) -> String {
    match figure.place_name() {
        None => target.label.clone(),
        Some(place) if named => format!("{}, {place}", target.label),
        Some(place) => place.to_owned(),
    }
}

fn counted(data: &PublicPage, of: &Target, figure: &Figure, place: String, goal: i64, expected: i64) -> AnyView {
    let (language, done) = (data.language, kinds::value(data.language, figure.done()));
    let label = public::gauge(language, &done, goal, expected, data.day);
    let drawn = Gauge { done: figure.done().low(), goal, expected };
    view! {
        <li>
            {head(data, place, view! { <b class="big">{done}</b>{kinds::rest(language, figure)} }.into_any(), figure.status)}
            {gauge(drawn, label)}
            {parts(data, figure)}
            {below(data, of, figure)}
            {published::beside(data, of, figure)}
        </li>
    }
    .into_any()
}

/// A figure without an even pace: slots kept, a stage, what was asked for, or what is judged by nobody.
fn recorded(data: &PublicPage, of: &Target, figure: &Figure, place: String) -> AnyView {
    let (language, done) = (data.language, kinds::value(data.language, figure.done()));
    let done = view! { <b class="big">{done}</b> {kinds::rest(language, figure)} };
    view! {
        <li>
            {head(data, place, done.into_any(), figure.status)} {below(data, of, figure)}
            {parts(data, figure)}
            {published::beside(data, of, figure)}
        </li>
    }
    .into_any()
}

fn below(data: &PublicPage, of: &Target, figure: &Figure) -> AnyView {
    let unsettled = figure.status.is_none().then(|| public::UNSETTLED.said(data.language).to_owned());
    let said = unsettled.into_iter().chain(kinds::below(data.language, of, figure));
    said.map(|said| view! { <small>{said}</small> }).collect_view().into_any()
}

/// The areas behind a sum; none where a small figure could point at a person.
fn parts(data: &PublicPage, figure: &Figure) -> Option<AnyView> {
    let parts = figure.parts.iter().map(|part| (part.name.as_str(), part.done));
    (!figure.parts.is_empty())
        .then(|| view! { <small lang=data.language.of_signed()>{staff::parts(parts)}</small> }.into_any())
}

fn shared(data: &PublicPage, share: &Share) -> AnyView {
    let label = texts::begin(&staff::whereof(&share.label));
    let undecided = (share.numerator.is_hidden() && share.status.is_none())
        .then(|| view! { <small>{public::UNDECIDED.said(data.language)}</small> });
    view! {
        <li>
            <p class="row">
                <span class="grow" lang=data.language.of_signed()>{label}</span>
                {share.status.map(|judged| status(judged, data.language))}
            </p>
            <p>
                <b>{data.language.share_of(share)}</b>
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
            {head(data, label, done.into_any(), Some(Status::Running))}
            <small>{texts::common::followed_in_text(data.language)}</small>
            {told}
        </li>
    }
    .into_any()
}

fn head(data: &PublicPage, place: String, done: AnyView, of: Option<Status>) -> AnyView {
    view! {
        <p class="row">
            <span class="grow" lang=data.language.of_signed()>{place}</span>
            <span>{done}</span>
            {status(of.unwrap_or(Status::Running), data.language)}
        </p>
    }
    .into_any()
}
