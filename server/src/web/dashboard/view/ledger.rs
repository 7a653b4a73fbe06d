//! Promised and done, line by line: the signed words, and beside them each target in each place.

use super::DashboardPage;
use super::top::anchor;
use crate::web::parts::gauge::{Gauge, gauge, legend};
use crate::web::parts::icons::Icon;
use crate::web::parts::spark::spark;
use crate::web::parts::status::status;
use crate::web::too_short::too_short;
use domain::figure::{Figure, Left, Progress, Share};
use domain::promise::{Commitment, Target};
use domain::standing::{self, Pace, Party, Status};
use leptos::prelude::*;
use texts::language::Language::Swedish;
use texts::{kinds, staff};

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
        rows.push(in_text(String::new(), 0));
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
    let figures: Vec<Figure> = of.targets.iter().flat_map(|target| data.figures(target)).collect();
    let short = too_short(&data.promise, of, &figures);
    let short = short.into_iter().map(|short| staff::too_short(short.n, short.what, short.min_minutes));
    let notes = reading.into_iter().chain(short).map(|note| view! { <small>{note}</small> }).collect_view();
    view! {
        <p class="signed">{(of.number > 0).then(|| view! { <b>{of.number}</b> " " })} {of.text.clone()}</p>
        {notes}
    }
    .into_any()
}

fn target(data: &DashboardPage, of: &Target, named: bool) -> Vec<Cells> {
    let mut rows = Vec::new();
    for figure in data.figures(of) {
        rows.push(match figure.measure.progress() {
            Progress::Texts { published } => in_text(of.label.clone(), published),
            Progress::Pace { goal, expected, left } => counted(data, of, &figure, named, (goal, expected, left)),
            Progress::Slots(_) | Progress::Number => recorded(data, of, &figure, named),
        });
        rows.extend(figure.share.as_ref().map(shared));
    }
    rows
}

fn place(figure: &Figure, named: bool) -> AnyView {
    match figure.place_name().map(ToOwned::to_owned) {
        None => figure.label.clone().into_any(),
        Some(place) if named => view! { {place} <small>{figure.label.clone()}</small> }.into_any(),
        Some(place) => place.into_any(),
    }
}

fn counted(
    data: &DashboardPage,
    of: &Target,
    figure: &Figure,
    named: bool,
    (goal, expected, left): (i64, i64, Option<Left>),
) -> Cells {
    let ended = Pace::of(figure.period, data.day).days_left() == 0;
    let done = figure.done().low();
    let pace = goal as f64 * 7.0 / figure.period.days().max(1) as f64;
    let below = parts(figure).into_iter().chain(kinds::below(Swedish, of, figure));
    [
        place(figure, named),
        state(figure),
        view! {
            {big(figure)}
            <small>{staff::expected(expected, ended)}</small>
        }
        .into_any(),
        view! {
            {gauge(Gauge { done, goal, expected }, staff::gauge(done, goal, expected))}
            {below.map(|said| view! { <small>{said}</small> }).collect_view()}
        }
        .into_any(),
        to_do(left, ended),
        sparkline(&data.weeks(of, figure), Some(pace)),
    ]
}

/// What is left to do, and how much of it that is a week where it is more than one.
fn to_do(left: Option<Left>, ended: bool) -> AnyView {
    let Some(left) = left else { return if ended { "" } else { "0" }.into_any() };
    let weekly = staff::left_weekly(left).map(|weekly| view! { <small>{weekly}</small> });
    view! { {Swedish.left(left)} {weekly} }.into_any()
}

/// A figure without an even pace: slots kept, a stage, what was asked for, or what is judged by nobody.
fn recorded(data: &DashboardPage, of: &Target, figure: &Figure, named: bool) -> Cells {
    let below = kinds::below(Swedish, of, figure).into_iter().chain(parts(figure));
    [
        place(figure, named),
        state(figure),
        big(figure),
        below.map(|said| view! { <small>{said}</small> }).collect_view().into_any(),
        ().into_any(),
        sparkline(&data.weeks(of, figure), None),
    ]
}

/// The areas behind a sum.
fn parts(figure: &Figure) -> Option<String> {
    let parts = figure.parts.iter().map(|part| (part.name.as_str(), part.done));
    (!figure.parts.is_empty()).then(|| staff::parts(parts))
}

fn state(figure: &Figure) -> AnyView {
    status(figure.status.unwrap_or(Status::Running), Swedish)
}

/// "**602** av 800".
fn big(figure: &Figure) -> AnyView {
    view! { <b class="big">{kinds::value(Swedish, figure.done())}</b>{kinds::rest(Swedish, figure)} }.into_any()
}

fn shared(share: &Share) -> Cells {
    let text = Swedish.share_of(share);
    let (first, rest) =
        text.split_once(' ').map_or((text.clone(), String::new()), |(n, rest)| (n.to_owned(), format!(" {rest}")));
    [
        staff::whereof(&share.label).into_any(),
        share.status.map(|judged| status(judged, Swedish)).into_any(),
        view! { <b class="big">{first}</b>{rest} }.into_any(),
        view! { <small>{staff::at_least_percent(share.min_percent)}</small> }.into_any(),
        ().into_any(),
        ().into_any(),
    ]
}

/// What is followed in words: how many texts of it the published reports of the year hold.
fn in_text(label: String, texts: i64) -> Cells {
    let done = if texts == 0 {
        ().into_any()
    } else {
        view! { <b class="big">{texts}</b>{kinds::texts(Swedish, texts)} }.into_any()
    };
    let below = view! { <small>{texts::common::followed_in_text(Swedish)}</small> }.into_any();
    [label.into_any(), status(Status::Running, Swedish), done, below, ().into_any(), ().into_any()]
}

fn sparkline(weeks: &[i64], pace: Option<f64>) -> AnyView {
    if weeks.is_empty() { ().into_any() } else { spark(weeks, pace, staff::spark(weeks)) }
}
