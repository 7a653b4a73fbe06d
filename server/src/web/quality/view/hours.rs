//! When in the week: the hours at which occasions begin, a grid for each area.

use super::{Figure, QualityPage, heads, id_of};
use crate::web::parts::heat::{Heat, heat, steps};
use domain::promise::{Activity, Duration};
use leptos::prelude::*;
use texts::language::Language::Swedish;
use texts::quality;

pub(super) fn hours(data: &QualityPage, activity: &Activity) -> Option<AnyView> {
    if activity.duration != Duration::Timed {
        return None;
    }
    let places: Vec<_> = data.places(activity).into_iter().map(|(name, s)| (name, s, data.shapes.hours(s))).collect();
    // The same steps for all, so that areas can be compared.
    let most = places.iter().flat_map(|(.., hours)| hours).copied().max().unwrap_or(0);
    let figures = places.into_iter().map(|(place, shown, hours)| {
        let (busiest, most_here) = hours.iter().copied().enumerate().rev().max_by_key(|(_, n)| *n).unwrap_or((0, 0));
        let empty = hours.iter().filter(|n| **n == 0).count();
        let label = quality::hours_label(&place, hours.iter().sum(), most_here);
        let id = id_of("hours", shown);
        Figure {
            table: table(&id, &hours),
            drawing: grid(&hours, most, &label),
            said: quality::hours_said(busiest, most_here, empty),
            stands_out: false,
            id,
            place,
        }
    });
    Some(
        view! {
            <section aria-labelledby="hours">
                <h2 id="hours">{quality::HOURS}</h2>
                <div class="row">
                    <p class="grow">{quality::HOURS_LEAD}</p>
                    {steps(most)}
                </div>
                <div class="figures">{figures.map(Figure::show).collect_view()}</div>
            </section>
        }
        .into_any(),
    )
}

fn grid(hours: &[i64], most: i64, label: &str) -> AnyView {
    let days = hours.chunks(24).enumerate();
    heat(&Heat {
        columns: (0..24).map(quality::hour).collect(),
        rows: days.map(|(day, hours)| (Swedish.weekday(day as u32 + 1).to_owned(), hours.to_vec())).collect(),
        most,
        name_width: 38,
        width: 25,
        label,
    })
}

fn table(heading: &str, hours: &[i64]) -> AnyView {
    let names: Vec<String> = (0..24).map(quality::hour).collect();
    let day = |(day, hours): (usize, &[i64])| {
        let cells = hours.iter().map(|n| view! { <td class="n">{*n}</td> });
        view! {
            <tr>
                <th scope="row">{Swedish.weekday(day as u32 + 1)}</th>
                {cells.collect_view()}
            </tr>
        }
    };
    view! {
        <table aria-labelledby=heading.to_owned()>
            {heads(std::iter::once(quality::WEEKDAY).chain(names.iter().map(String::as_str)))}
            <tbody>{hours.chunks(24).enumerate().map(day).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
