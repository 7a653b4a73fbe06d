//! What stands out so far that someone should ask: by activity and area, never further down.

use super::{QualityPage, id_of};
use crate::web::parts::icons::Icon;
use domain::promise::Activity;
use domain::quality::{Shown, least_minutes};
use leptos::prelude::*;
use texts::quality;

/// Named on top at most; the sections mark all.
const NAMED: usize = 8;

/// A pattern in a sentence, and where it is drawn.
pub(super) struct Pattern {
    pub(super) said: String,
    pub(super) link: String,
}

pub(super) fn patterns(data: &QualityPage) -> Vec<Pattern> {
    let of_activity = |activity| {
        let places = data.places(activity);
        places.into_iter().flat_map(move |(place, shown)| of_place(data, activity, &place, shown)).collect::<Vec<_>>()
    };
    data.activities().flat_map(of_activity).take(NAMED).collect()
}

fn of_place(data: &QualityPage, activity: &Activity, place: &str, shown: Shown<'_>) -> Vec<Pattern> {
    let plural = activity.plural.as_str();
    let found = |said: String, section: &str| {
        let link = format!("?year={}&activity={}#{}", data.year, activity.id, id_of(section, shown));
        Pattern { said, link }
    };
    let late = data.shapes.late(shown);
    let late = late.stands_out().then(|| found(quality::pattern_late(place, plural, late.late, late.of), "late"));
    let piled = data.shapes.pile_up(shown).filter(domain::quality::PileUp::stands_out);
    let least = least_minutes(&data.promise, &activity.id);
    let piled = piled
        .zip(least)
        .map(|(of, least)| found(quality::pattern_minutes(place, plural, of.exactly, of.of, least), "minutes"));
    let months = data.shapes.months(shown, data.year);
    // The worst month speaks for the area: the drawing has the others.
    let worst = (1..).zip(months).filter(|(_, m)| m.stands_out()).max_by_key(|(_, m)| m.last * 1000 / m.of.max(1));
    let worst = worst.map(|(number, m)| found(quality::pattern_month(place, plural, m.last, m.of, number), "months"));
    [piled, late, worst].into_iter().flatten().collect()
}

/// "Sticker ut", beside what does.
pub(super) fn mark() -> AnyView {
    view! {
        <span class="st near">
            <Icon name="act" />
            {quality::STANDS_OUT}
        </span>
    }
    .into_any()
}
