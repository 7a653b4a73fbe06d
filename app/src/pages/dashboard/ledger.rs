//! Promised and done, line by line: the signed words, and beside them each target in each place.

use super::DashboardPage;
use super::top::anchor;
use crate::pages::too_short::too_short;
use crate::parts::gauge::{Gauge, gauge, legend};
use crate::parts::icons::Icon;
use crate::parts::spark::spark;
use crate::parts::status::status;
use crate::words::language::Language::Swedish;
use crate::words::{self, kinds, staff};
use domain::promise::{Commitment, Target};
use domain::standing::{self, Line, Pace, Party, ShareLine, Status};
use leptos::prelude::*;

/// The cells of a row after the signed words: where, status, done, pace, needed, twelve weeks.
type Cells = [AnyView; 6];

pub(super) fn ledger(data: &DashboardPage) -> AnyView {
    let heads = staff::COLUMNS.into_iter().enumerate().map(|(column, word)| {
        let class = [Some("word"), None, None, None, Some("pace"), Some("n"), None][column];
        view! { <th class=class scope="col" role="columnheader">{word}</th> }
    });
    view! {
        <section aria-labelledby="ledger">
            {notes(data)}
            <div class="row">
                <h2 class="grow" id="ledger">{staff::LEDGER}</h2>
                {legend(staff::EXPECTED_MARK, staff::MISSING_MARK)}
            </div>
            <table class="ledger" role="table" aria-labelledby="ledger">
                <thead role="rowgroup"><tr role="row">{heads.collect_view()}</tr></thead>
                {[Party::Police, Party::Municipality, Party::Together].map(|party| of_party(data, party)).into_iter().collect_view()}
            </table>
        </section>
    }
    .into_any()
}

/// That the promise continues another, or is about to be continued.
fn notes(data: &DashboardPage) -> AnyView {
    let continues = data.promise.extends.as_ref().map(|origin| {
        let title = data.others.iter().find(|(id, _)| id == origin).map_or(origin.as_str(), |(_, title)| title);
        staff::continues(title, data.promise.from.year())
    });
    let ends = data.extension_note.map(|note| staff::extension(note.ends, note.next_year));
    let note = |text: String| {
        view! {
            <p class="note said">
                <Icon name="act" />
                {text}
            </p>
        }
    };
    [continues, ends].into_iter().flatten().map(note).collect_view().into_any()
}

fn of_party(data: &DashboardPage, party: Party) -> Option<AnyView> {
    let theirs: Vec<&Commitment> =
        data.promise.commitments.iter().filter(|c| standing::party(&data.promise, c) == party).collect();
    (!theirs.is_empty()).then(|| {
        view! {
            <tbody role="rowgroup">
                <tr role="row">
                    <th class="own" colspan="7" scope="colgroup" role="columnheader">{staff::party(party)}</th>
                </tr>
            </tbody>
            {theirs.into_iter().map(|c| commitment(data, c)).collect_view()}
        }
        .into_any()
    })
}

fn commitment(data: &DashboardPage, of: &Commitment) -> AnyView {
    // Where a commitment counts one thing alone, its places say enough.
    let named = of.targets.windows(2).any(|pair| pair[0].label != pair[1].label);
    let mut rows: Vec<Cells> = of.targets.iter().flat_map(|t| target(data, t, named)).collect();
    if rows.is_empty() {
        rows.push(told(String::new(), 0));
    }
    let mut words = Some((rows.len(), signed(data, of)));
    let row = |cells: Cells| {
        let head = words.take().map(|(span, words)| {
            view! { <th scope="rowgroup" role="rowheader" rowspan=span>{words}</th> }
        });
        let classes = ["place", "state", "done", "pace", "n", "weeks"];
        let cell = |(class, cell)| view! { <td class=class role="cell">{cell}</td> };
        view! { <tr role="row">{head} {classes.into_iter().zip(cells).map(cell).collect_view()}</tr> }
    };
    view! { <tbody id=anchor(of) role="rowgroup">{rows.into_iter().map(row).collect_view()}</tbody> }.into_any()
}

/// The signed words, how they are read, and what is done but doesn't count.
fn signed(data: &DashboardPage, of: &Commitment) -> AnyView {
    let reading = of.note.as_ref().map(|n| staff::interpretation(&n.text, &n.by, n.on));
    let short = too_short(&data.promise, of, &|target| data.lines(target));
    let short = short.into_iter().map(|short| staff::too_short(short.n, short.what, short.min_minutes));
    let notes = reading.into_iter().chain(short).map(|note| view! { <small>{note}</small> }).collect_view();
    view! {
        <p class="signed">{(of.number > 0).then(|| view! { <b>{of.number}</b> " " })} {of.text.clone()}</p>
        {notes}
    }
    .into_any()
}

fn target(data: &DashboardPage, of: &Target, named: bool) -> Vec<Cells> {
    if of.in_words() {
        return data.lines(of).into_iter().map(|line| told(of.label.clone(), line.done)).collect();
    }
    let mut rows = Vec::new();
    for line in data.lines(of) {
        let share = line.share.clone().map(|share| shared(of, &share));
        rows.push(match (line.goal, line.expected) {
            (Some(goal), Some(expected)) if line.slots.is_none() => counted(data, of, &line, named, goal, expected),
            _ => recorded(data, of, &line, named),
        });
        rows.extend(share);
    }
    rows
}

fn place(data: &DashboardPage, of: &Target, line: &Line, named: bool) -> AnyView {
    match data.place_name(&line.place) {
        None => of.label.clone().into_any(),
        Some(place) if named => view! { {place} <small>{of.label.clone()}</small> }.into_any(),
        Some(place) => place.into_any(),
    }
}

fn counted(data: &DashboardPage, of: &Target, line: &Line, named: bool, goal: i64, expected: i64) -> Cells {
    let period = data.promise.period(of, data.day);
    let ended = Pace::of(period, data.day).days_left() == 0;
    let parts: Vec<(String, i64)> = line.parts.iter().map(|(area, n)| (data.area_name(area), *n)).collect();
    let parts = (!parts.is_empty()).then(|| view! { <small>{staff::parts(&parts)}</small> });
    let weeks = data.weeks(of, &line.place);
    let pace = goal as f64 * 7.0 / period.days().max(1) as f64;
    [
        place(data, of, line, named),
        status(line.status, Swedish),
        view! {
            {figure(line.done, staff::of_goal(goal))}
            <small>{staff::expected(expected, ended)}</small>
        }
        .into_any(),
        view! {
            {gauge(Gauge { done: line.done, goal, expected }, staff::gauge(line.done, goal, expected))}
            {parts}
            {kinds::below(Swedish, of, line).into_iter().map(|said| view! { <small>{said}</small> }).collect_view()}
        }
        .into_any(),
        line.needed_per_week
            .map_or_else(|| if ended { String::new() } else { "0".to_owned() }, |n| n.to_string())
            .into_any(),
        sparkline(&weeks, Some(pace)),
    ]
}

/// A figure without an even pace: slots kept, a stage, what was asked for, or what is judged by nobody.
fn recorded(data: &DashboardPage, of: &Target, line: &Line, named: bool) -> Cells {
    let weeks = data.weeks(of, &line.place);
    let parts: Vec<(String, i64)> = line.parts.iter().map(|(area, n)| (data.area_name(area), *n)).collect();
    let below = kinds::below(Swedish, of, line).into_iter().chain((!parts.is_empty()).then(|| staff::parts(&parts)));
    [
        place(data, of, line, named),
        status(line.status, Swedish),
        figure(line.done, kinds::rest(Swedish, of, line)),
        below.map(|said| view! { <small>{said}</small> }).collect_view().into_any(),
        ().into_any(),
        sparkline(&weeks, None),
    ]
}

fn shared(of: &Target, share: &ShareLine) -> Cells {
    let label = of.share.as_ref().map(|s| staff::whereof(&s.label)).unwrap_or_default();
    let text = words::share(share.numerator, share.denominator, share.percent);
    let rest = text.strip_prefix(&share.numerator.to_string()).map(ToOwned::to_owned).unwrap_or_default();
    let judged = share.percent.map(|_| status(share.status, Swedish));
    [
        label.into_any(),
        judged.into_any(),
        figure(share.numerator, rest),
        view! { <small>{staff::at_least_percent(share.min_percent)}</small> }.into_any(),
        ().into_any(),
        ().into_any(),
    ]
}

/// What is followed in words: how many texts of it the published reports of the year hold.
fn told(label: String, texts: i64) -> Cells {
    let done = if texts == 0 { ().into_any() } else { figure(texts, kinds::texts(Swedish, texts).to_owned()) };
    let below = view! { <small>{words::FOLLOWED_IN_TEXT}</small> }.into_any();
    [label.into_any(), status(Status::Running, Swedish), done, below, ().into_any(), ().into_any()]
}

/// "**602** av 800".
fn figure(n: i64, rest: String) -> AnyView {
    view! { <b class="big">{n}</b>{rest} }.into_any()
}

fn sparkline(weeks: &[i64], pace: Option<f64>) -> AnyView {
    if weeks.is_empty() { ().into_any() } else { spark(weeks, pace, staff::spark(weeks)) }
}
