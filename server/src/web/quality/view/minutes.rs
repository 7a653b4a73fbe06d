//! How long occasions last around the least that counts: whether they pile up exactly there.

use super::{Figure, QualityPage, heads, id_of};
use crate::web::parts::bars::{Bar, Bars, bars};
use domain::promise::Activity;
use domain::quality::{AROUND, PileUp, least_minutes};
use leptos::prelude::*;
use texts::quality;

pub(super) fn minutes(data: &QualityPage, activity: &Activity) -> Option<AnyView> {
    let least = least_minutes(&data.promise, &activity.id)?;
    let places: Vec<_> =
        data.places(activity).into_iter().filter_map(|(p, s)| Some((p, s, data.shapes.pile_up(s)?))).collect();
    let title = quality::minutes_title(least);
    let figures: Vec<AnyView> = places
        .into_iter()
        .map(|(place, shown, of)| {
            let id = id_of("minutes", shown);
            let label = quality::bars_label(&place, &title);
            let figure = Figure {
                table: table(&id, &of, least),
                drawing: drawing(&of, least, label),
                said: quality::pile_up(of.exactly, of.of, of.next_five, least),
                stands_out: of.stands_out(),
                id,
                place,
            };
            figure.show()
        })
        .collect();
    (!figures.is_empty()).then(|| {
        view! {
            <section aria-labelledby="minutes">
                <h2 id="minutes">{title.clone()}</h2>
                <p>{quality::minutes_lead(least)}</p>
                <div class="figures">{figures}</div>
            </section>
        }
        .into_any()
    })
}

/// How many minutes more than the least, for each bar.
fn by_minute(of: &PileUp) -> impl Iterator<Item = (i64, i64)> + '_ {
    (-AROUND..).zip(of.minutes.iter().copied())
}

fn drawing(of: &PileUp, least: u32, label: String) -> AnyView {
    let bar = |(more, n): (i64, i64)| Bar {
        value: n as f64,
        above: if n > 0 { n.to_string() } else { String::new() },
        below: if more % 5 == 0 { quality::minutes(more, least, AROUND) } else { String::new() },
        is_marked: more == 0,
        is_faint: more.abs() == AROUND,
    };
    // The ends gather what is far off; a tall one must not press the others flat.
    let within = by_minute(of).filter(|(more, _)| more.abs() < AROUND).map(|(_, n)| n).max().unwrap_or(0);
    let bars_of = by_minute(of).map(bar).collect();
    bars(Bars { bars: bars_of, most: within.max(1) as f64, even: None, width: 28, label })
}

fn table(heading: &str, of: &PileUp, least: u32) -> AnyView {
    let row = |(more, n): (i64, i64)| {
        view! {
            <tr>
                <th scope="row">{quality::minutes(more, least, AROUND)}</th>
                <td class="n">{n}</td>
            </tr>
        }
    };
    view! {
        <table aria-labelledby=heading.to_owned()>
            {heads(quality::MINUTES_COLUMNS)}
            <tbody>{by_minute(of).map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
