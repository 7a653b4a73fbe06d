//! A report's pages have one body: promised in the signed words, done in figures, told in text; what is beside the
//! goals, whether the figures can be trusted, and what has been corrected since.

use crate::web::parts::gauge::{Gauge, gauge, legend};
use crate::web::parts::spark::spark;
use crate::web::parts::status::{Count, counts, status};
use domain::report::{Audience, Correction, Level, Listed, Owner, Report, Reported, Row, ShareRow, as_known};
use domain::standing::Status;
use leptos::prelude::*;
use texts::language::Language::Swedish;
use texts::{public, report as said, staff};

/// What the body is made of.
pub(super) struct Body<'a> {
    pub(super) report: &'a Report,
    pub(super) audience: Audience,
    /// Phones by name.
    pub(super) named: bool,
    /// What has changed since it was frozen; `None` for a draft.
    pub(super) corrections: Option<Corrections<'a>>,
    /// What stands in the place of a commitment's text, where it may be written.
    pub(super) editor: &'a dyn Fn(&Reported) -> Option<AnyView>,
    /// What is said of the rows that may be told, where they are chosen.
    pub(super) rows: &'a dyn Fn(&Reported) -> Option<AnyView>,
}

/// What can be said of changes.
#[derive(Clone, Copy)]
pub(super) enum Corrections<'a> {
    Listed(&'a [Correction]),
    /// The promise is read by another version now.
    NotComparable,
}

/// The five counts for the display.
pub(super) fn five(of: &Report, audience: Audience) -> AnyView {
    let count = |status: Status| {
        let level = Level::from(status);
        let first = of.commitments.iter().find(|c| c.standing(audience).level == level);
        let link = first.map(|c| format!("#{}", anchor(c)));
        Count { status, number: of.count(level, audience), link, which: None }
    };
    counts(super::ORDER.map(count).into(), said::STATUS_COUNTS, Swedish)
}

pub(super) fn anchor(of: &Reported) -> String {
    format!("c-{}", of.commitment)
}

pub(super) fn body(of: &Body<'_>) -> AnyView {
    let parties = [Owner::Police, Owner::Municipality, Owner::Together].map(|owner| party(of, owner));
    view! {
        <section class="stamp" aria-label=public::STAMP.said(Swedish)>
            <p>{said::stamp(&of.report.period, of.report.as_of)}</p>
            {legend(said::EXPECTED_MARK, said::MISSING_MARK)}
        </section>
        {parties.into_iter().collect_view()}
        {beside(of)}
        {about(of)}
    }
    .into_any()
}

fn party(of: &Body<'_>, owner: Owner) -> Option<AnyView> {
    let id = match owner {
        Owner::Police => "police",
        Owner::Municipality => "municipality",
        Owner::Together => "together",
    };
    of.report.of(owner).next().map(|_| {
        view! {
            <section aria-labelledby=id>
                <h2 id=id>{said::party(owner)}</h2>
                <ol role="list">{of.report.of(owner).map(|c| commitment(of, c)).collect_view()}</ol>
            </section>
        }
        .into_any()
    })
}

fn commitment(of: &Body<'_>, reported: &Reported) -> AnyView {
    let standing = reported.standing(of.audience);
    let number = (reported.number > 0).then(|| view! { <b>{reported.number}</b> " " });
    // Where a commitment counts one thing alone, its places say enough.
    let named = standing.rows.windows(2).any(|pair| pair[0].label != pair[1].label);
    let notes = reported.reading.iter().chain(&standing.notes);
    let text = (of.editor)(reported).unwrap_or_else(|| narrative(&reported.narrative));
    view! {
        <li class="split pair" id=anchor(reported)>
            <div>
                <blockquote class="signed no">{number} {reported.text.clone()}</blockquote>
                {notes.map(|note| view! { <p class="why">{note.clone()}</p> }).collect_view()}
            </div>
            <div>
                <ul class="did" role="list">{standing.rows.iter().map(|r| row(r, named)).collect_view()}</ul>
                {text}
                {reported.listed.iter().map(listed).collect_view()}
                {(of.rows)(reported)}
            </div>
        </li>
    }
    .into_any()
}

/// What was done one by one.
fn listed(of: &Listed) -> AnyView {
    let row = |cells: &Vec<String>| {
        let cell = |text: &String| view! { <td>{text.clone()}</td> };
        view! { <tr>{cells.iter().map(cell).collect_view()}</tr> }
    };
    let head = |title: &String| view! { <th scope="col">{title.clone()}</th> };
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label=of.caption.clone()>
            <table>
                <caption class="vh">{of.caption.clone()}</caption>
                <thead>
                    <tr>{of.columns.iter().map(head).collect_view()}</tr>
                </thead>
                <tbody>{of.rows.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What is told in words, paragraph by paragraph.
fn narrative(text: &str) -> AnyView {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let lines: Vec<_> = lines.map(|line| view! { <p>{line.to_owned()}</p> }).collect();
    (!lines.is_empty()).then(|| view! { <div class="told">{lines}</div> }).into_any()
}

fn row(of: &Row, named: bool) -> AnyView {
    let name = match &of.place {
        Some(place) if !named => place.clone(),
        place => said::what(&of.label, place.as_deref()),
    };
    let figure = said::figure(of.value());
    let done = of.counted.then(|| view! { <b class="big">{figure.clone()}</b> {of.rest.clone()} });
    let drawn = of.paced.as_ref().map(|p| {
        let label = said::gauge(&figure, p.goal, p.expected);
        gauge(Gauge { done: of.done, goal: p.goal, expected: p.expected }, label)
    });
    let parts = of.parts.iter().map(|(area, n)| (area.as_str(), *n));
    let parts = (!of.parts.is_empty()).then(|| staff::parts(parts));
    let below = beneath(of).into_iter().chain(parts).chain(of.said.iter().cloned());
    let pace = of.paced.as_ref().map(|p| p.goal as f64 * 7.0 / p.days.max(1) as f64);
    let weeks = of.weeks.iter().any(|n| *n != 0).then(|| spark(&of.weeks, pace, said::weeks(&of.weeks)));
    view! {
        <li>
            <p class="row">
                <span class="grow">{name}</span>
                <span>{done}</span>
                {status(of.level.into(), Swedish)}
            </p>
            {drawn}
            {below.map(|said| view! { <small>{said}</small> }).collect_view()}
            {weeks}
        </li>
        {of.share.as_ref().map(share)}
    }
    .into_any()
}

/// What was expected, and what the period brought.
fn beneath(of: &Row) -> Option<String> {
    let expected = of.paced.as_ref().map(|p| said::expected(p.expected));
    let parts: Vec<String> = of.in_period.map(said::in_period).into_iter().chain(expected).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn share(of: &ShareRow) -> AnyView {
    view! {
        <li>
            <p class="row">
                <span class="grow">{texts::begin(&of.label)}</span>
                {of.level.map(|level| status(level.into(), Swedish))}
            </p>
            <p>
                <b>{of.text.clone()}</b>
                ", "
                {public::promised_percent(Swedish, of.min_percent)}
            </p>
            {of.note.clone().map(|note| view! { <small>{note}</small> })}
        </li>
    }
    .into_any()
}

/// Time spent, and what was too short: recorded, and promised by nobody.
fn beside(of: &Body<'_>) -> Option<AnyView> {
    let rows = of.report.commitments.iter().flat_map(|c| &c.standing(of.audience).rows);
    let rows: Vec<&Row> = rows.filter(|row| row.minutes > 0 || row.too_short > 0).collect();
    let row = |row: &&Row| {
        view! {
            <tr>
                <th scope="row">{said::what(&row.label, row.place.as_deref())}</th>
                <td class="n">{said::length(row.minutes)}</td>
                <td class="n">{row.too_short}</td>
            </tr>
        }
    };
    let [what, time, short] = said::BESIDE_COLUMNS;
    (!rows.is_empty()).then(|| {
        view! {
            <section aria-labelledby="beside">
                <h2 id="beside">{said::BESIDE}</h2>
                <table>
                    <caption class="vh">{said::BESIDE}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{what}</th>
                            <th scope="col" class="n">{time}</th>
                            <th scope="col" class="n">{short}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.iter().map(row).collect_view()}</tbody>
                </table>
            </section>
        }
        .into_any()
    })
}

fn about(of: &Body<'_>) -> AnyView {
    let trust = if of.named { said::trust(&of.report.trust) } else { said::trust_public(&of.report.trust) };
    let definition = |(term, text): (&'static str, String)| view! { <dt>{term}</dt> <dd>{text}</dd> };
    let sensitive = of.audience == Audience::Public && of.report.commitments.iter().any(|c| c.sensitive);
    let definitions = public::definitions(Swedish, of.report.near, sensitive);
    view! {
        {of.corrections.map(corrected)}
        <section class="split" aria-labelledby="about">
            <div>
                <h2 id="about">{said::ABOUT}</h2>
                <ul class="lines" role="list">{trust.into_iter().map(|t| view! { <li>{t}</li> }).collect_view()}</ul>
            </div>
            <div>
                <h2>{public::HOW.said(Swedish)}</h2>
                <dl class="defs">{definitions.into_iter().map(definition).collect_view()}</dl>
            </div>
        </section>
    }
    .into_any()
}

fn corrected(of: Corrections<'_>) -> AnyView {
    let content = match of {
        Corrections::NotComparable => view! { <p>{said::NOT_COMPARABLE}</p> }.into_any(),
        Corrections::Listed([]) => view! { <p>{said::NO_CORRECTIONS}</p> }.into_any(),
        Corrections::Listed(listed) => {
            let [number, what, was, is] = said::CORRECTION_COLUMNS;
            view! {
                <p>{said::CORRECTIONS_HOW}</p>
                <table class="corrections">
                    <caption class="vh">{said::CORRECTIONS}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{number}</th>
                            <th scope="col">{what}</th>
                            <th scope="col" class="n">{was}</th>
                            <th scope="col" class="n">{is}</th>
                        </tr>
                    </thead>
                    <tbody>{listed.iter().map(correction).collect_view()}</tbody>
                </table>
            }
            .into_any()
        }
    };
    view! {
        <section aria-labelledby="corrections">
            <h2 id="corrections">{said::CORRECTIONS}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn correction(of: &Correction) -> AnyView {
    let row = |(what, change): (String, domain::report::Change)| {
        view! {
            <tr>
                <td>{said::commitment(of.number)}</td>
                <th scope="row">{what}</th>
                <td class="n">{said::figure(as_known(change.was, of.floored))}</td>
                <td class="n"><b>{said::figure(as_known(change.is, of.floored))}</b></td>
            </tr>
        }
    };
    said::changes(of).into_iter().map(row).collect_view().into_any()
}
