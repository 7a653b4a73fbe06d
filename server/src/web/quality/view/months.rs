//! How much is recorded on the last days of a month or a tertial, against an even spread.

use super::{Figure, QualityPage, heads, id_of};
use crate::web::parts::bars::{Bar, Bars, bars};
use domain::promise::Activity;
use domain::quality::{Burst, Shapes};
use leptos::prelude::*;
use texts::language::Language::Swedish;
use texts::{begin, quality};

/// Fewer in a month say nothing of it.
const FEW: i64 = 10;
/// The bars go up to this part of a month at least, so that small parts look small.
const LEAST_TOP: f64 = 0.3;

pub(super) fn months(data: &QualityPage, activity: &Activity) -> AnyView {
    let figures = data.places(activity).into_iter().map(|(place, shown)| {
        let months = data.shapes.months(shown, data.year);
        let tertials = Shapes::tertials(&months);
        let id = id_of("months", shown);
        let all = months.iter().fold((0, 0), |(last, of), m| (last + m.last, of + m.of));
        let figure = Figure {
            table: table(&id, &months, &tertials),
            drawing: drawing(&months, quality::bars_label(&place, quality::MONTHS)),
            said: quality::months_said(all.0, all.1),
            stands_out: months.iter().chain(&tertials).any(|m| m.stands_out()),
            id,
            place,
        };
        figure.show()
    });
    view! {
        <section aria-labelledby="months">
            <h2 id="months">{quality::MONTHS}</h2>
            <p>{quality::MONTHS_LEAD}</p>
            <div class="figures">{figures.collect_view()}</div>
        </section>
    }
    .into_any()
}

fn part(of: &Burst) -> f64 {
    of.last as f64 / of.of.max(1) as f64
}

fn drawing(months: &[Burst], label: String) -> AnyView {
    let bar = |(number, of): (u32, &Burst)| Bar {
        value: part(of),
        above: if of.last > 0 { of.last.to_string() } else { String::new() },
        below: Swedish.month_short(number).to_owned(),
        is_marked: of.stands_out(),
        is_faint: of.of < FEW,
    };
    let most = months.iter().map(part).fold(LEAST_TOP, f64::max);
    let bars_of = (1..).zip(months).map(bar).collect();
    // Of thirty days: that some months have a day more or less is thinner than the line.
    bars(Bars { bars: bars_of, most, even: Some(2.0 / 30.4), width: 50, label })
}

fn table(heading: &str, months: &[Burst], tertials: &[Burst]) -> AnyView {
    let row = |(name, of): (String, &Burst)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="n">{quality::share(of.last, of.of)}</td>
                <td class="n">{(of.of * of.last_days * 2 + of.days) / (of.days * 2)}</td>
            </tr>
        }
    };
    let months = (1..).zip(months).map(|(number, of)| (begin(&Swedish.month(number)), of));
    let tertials = (1..).zip(tertials).map(|(number, of)| (quality::tertial(number), of));
    view! {
        <table aria-labelledby=heading.to_owned()>
            {heads(quality::MONTHS_COLUMNS)}
            <tbody>{months.chain(tertials).map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
