//! What was promised for every week or month: the year's slots in a row for each place, kept, missed or to come.

use super::DashboardPage;
use crate::web::parts::heat::name_width;
use crate::web::parts::scroll::{as_table, scroll};
use domain::calendar::Day;
use domain::figure::Figure;
use domain::promise::{Per, Target};
use domain::standing::{Slot, SlotState, Slots};
use leptos::prelude::*;
use texts::language::Language::Swedish;
use texts::{drawings, kinds};

/// Above the first row stands the mark for now.
const TOP: usize = 16;
const ROW: usize = 34;
const HEIGHT: usize = 28;
const APART: usize = 2;

type Row = (String, Slots);

pub(super) fn cadences(data: &DashboardPage) -> Option<AnyView> {
    let drawn: Vec<AnyView> = data.promise.targets().filter_map(|target| of_target(data, target)).collect();
    (!drawn.is_empty()).then(|| {
        view! {
            <section aria-labelledby="cadences">
                <div class="row">
                    <h2 class="grow" id="cadences">{drawings::CADENCES}</h2>
                    {legend()}
                </div>
                {drawn}
            </section>
        }
        .into_any()
    })
}

fn of_target(data: &DashboardPage, target: &Target) -> Option<AnyView> {
    let place = |figure: &Figure| figure.place_name().unwrap_or(drawings::EVERYWHERE).to_owned();
    let rows: Vec<Row> = data
        .figures(target)
        .iter()
        .filter_map(|figure| Some((place(figure), figure.slots()?.clone())))
        .filter(|(_, slots)| !slots.all.is_empty())
        .collect();
    let id = format!("cadence-{}", target.id);
    let title = drawings::cadence(&target.label, target.per, target.goal.unwrap_or(1));
    (!rows.is_empty()).then(|| {
        view! {
            <div class="cadence">
                <h3 id=id.clone()>{title}</h3>
                {scroll(&id, drawing(&rows, data.day))}
                <ul class="lines" role="list">{rows.iter().map(said).collect_view()}</ul>
                {as_table(&format!("{id}-table"), table(&id, &rows))}
            </div>
        }
        .into_any()
    })
}

/// A place with what it has missed.
fn said((place, slots): &Row) -> AnyView {
    let missed = kinds::missed(Swedish, slots).unwrap_or_else(|| drawings::NONE_MISSED.to_owned());
    view! {
        <li>
            <b>{place.clone()}</b>
            " "
            {missed}
        </li>
    }
    .into_any()
}

/// Width of a slot with what is between, by what it has to hold.
fn width(per: Per) -> usize {
    match per {
        Per::Day => 8,
        Per::Week => 23,
        _ => 64,
    }
}

fn name(per: Per, days: domain::calendar::Span) -> String {
    let (_, month, _) = days.from.date();
    match per {
        Per::Day => String::new(),
        Per::Week => days.from.iso_week().1.to_string(),
        Per::Month => Swedish.month_short(month).to_owned(),
        per => kinds::period(Swedish, per, days),
    }
}

fn drawing(rows: &[Row], day: Day) -> AnyView {
    let per = rows[0].1.per;
    let step = width(per);
    let left = name_width(rows.iter().map(|(place, _)| place.as_str()));
    let row = |(at, (place, slots)): (usize, &Row)| {
        let top = TOP + at * ROW;
        let one = |(column, slot): (usize, &Slot)| square(per, slot, left + column * step, top);
        view! {
            <text class="name" x="0" y=top + 20>{place.clone()}</text>
            {slots.all.iter().enumerate().map(one).collect_view()}
        }
    };
    let now = rows[0].1.all.iter().position(|slot| slot.days.holds(day) && slot.state != SlotState::ToCome);
    let now = now.map(|at| view! { <use_ href="#bug" x=left + at * step + (step - APART) / 2 y="2" /> });
    let sums = rows.iter().map(|(place, slots)| {
        let due = slots.kept() + slots.missed().count() as i64;
        drawings::cadence_row(place, slots.kept(), due, per)
    });
    let label = sums.collect::<Vec<_>>().join(", ");
    let columns = rows.iter().map(|(_, slots)| slots.all.len()).max().unwrap_or(0);
    let (width, height) = (left + columns * step + 2, TOP + rows.len() * ROW);
    view! {
        <svg class="cal" width=width height=height viewBox=format!("0 0 {width} {height}") role="img" aria-label=label>
            {rows.iter().enumerate().map(row).collect_view()} {now}
        </svg>
    }
    .into_any()
}

fn square(per: Per, slot: &Slot, left: usize, top: usize) -> AnyView {
    let class = class(slot.state);
    let (width, middle) = (width(per) - APART, left + (width(per) - APART) / 2);
    let struck = (slot.state == SlotState::Missed).then(|| {
        let (right, bottom) = (left + width, top + HEIGHT);
        view! { <path class="strike" d=format!("M{left} {bottom}L{right} {top}") /> }
    });
    view! {
        <rect class=class x=left y=top width=width height=HEIGHT rx="2" />
        {struck}
        <text class=class x=middle y=top + 20>{name(per, slot.days)}</text>
    }
    .into_any()
}

fn class(state: SlotState) -> &'static str {
    match state {
        SlotState::Kept => "kept",
        SlotState::Missed => "missed",
        SlotState::Due => "due",
        SlotState::ToCome => "to-come",
    }
}

fn legend() -> AnyView {
    let mark = |(state, word): (SlotState, &'static str)| {
        let struck = (state == SlotState::Missed).then(|| view! { <path class="strike" d="M2 18L20 2" /> });
        let class = class(state);
        view! {
            <span class="step">
                <svg class="cal" width="22" height="20" aria-hidden="true">
                    <rect class=class x="2" y="2" width="18" height="16" rx="2" />
                    {struck}
                </svg>
                {word}
            </span>
        }
    };
    let all = [
        (SlotState::Kept, drawings::KEPT),
        (SlotState::Missed, drawings::MISSED),
        (SlotState::Due, drawings::DUE),
        (SlotState::ToCome, drawings::TO_COME),
    ];
    view! { <p class="row legend">{all.map(mark).into_iter().collect_view()}</p> }.into_any()
}

fn table(heading: &str, rows: &[Row]) -> AnyView {
    let row = |(place, slots): &Row| {
        let missed: Vec<String> = slots.missed().map(|days| kinds::period(Swedish, slots.per, days)).collect();
        let left = slots.all.len() as i64 - slots.kept() - missed.len() as i64;
        view! {
            <tr>
                <th scope="row">{place.clone()}</th>
                <td class="n">{slots.kept()}</td>
                <td>{format!("{} ", missed.len())} <small>{missed.join(", ")}</small></td>
                <td class="n">{left}</td>
            </tr>
        }
    };
    let heads = drawings::CADENCE_COLUMNS.into_iter().enumerate().map(|(at, word)| {
        view! { <th scope="col" class=(at % 2 == 1).then_some("n")>{word}</th> }
    });
    view! {
        <table aria-labelledby=heading.to_owned()>
            <thead><tr>{heads.collect_view()}</tr></thead>
            <tbody>{rows.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
