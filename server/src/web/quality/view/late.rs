//! How much is recorded long after it was done.

use super::{QualityPage, heads, id_of, patterns};
use domain::promise::Activity;
use domain::quality::{Late, Shown};
use leptos::prelude::*;
use texts::quality;

pub(super) fn late(data: &QualityPage, activity: &Activity) -> AnyView {
    let rows = data.places(activity).into_iter().map(|(place, shown)| row(place, shown, data.shapes.late(shown)));
    view! {
        <section aria-labelledby="late">
            <h2 id="late">{quality::LATE}</h2>
            <p>{quality::LATE_LEAD}</p>
            <table class="late" role="table" aria-labelledby="late">
                {heads(quality::LATE_COLUMNS)}
                <tbody role="rowgroup">{rows.collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn row(place: String, shown: Shown<'_>, late: Late) -> AnyView {
    let percent = late.late as f64 * 100.0 / late.of.max(1) as f64;
    view! {
        <tr role="row" id=id_of("late", shown)>
            <th scope="row" role="rowheader">{place}</th>
            <td class="n" role="cell">{quality::share(late.late, late.of)}</td>
            <td role="cell">
                <div class="row">
                    <svg class="g" aria-hidden="true">
                        <rect class="t" y="6" width="100%" height="14" />
                        <rect class="d" y="6" width=format!("{percent:.1}%") height="14" />
                    </svg>
                    {late.stands_out().then(patterns::mark)}
                </div>
            </td>
        </tr>
    }
    .into_any()
}
