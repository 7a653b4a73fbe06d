//! Where and when a counted activity was done: its areas by the last weeks, one hue in five steps, each with its number.

use super::DashboardPage;
use crate::web::parts::heat::{Heat, heat, name_width, steps};
use crate::web::parts::scroll::{as_table, scroll};
use domain::calendar::Day;
use domain::id::AreaId;
use domain::promise::{Activity, Target};
use leptos::prelude::*;
use texts::drawings;

/// Weeks that are drawn at most: half a year.
pub const WEEKS: usize = 26;

pub(super) fn heatmap(data: &DashboardPage) -> Option<AnyView> {
    let choices = choices(data);
    let asked = data.heat.as_ref().and_then(|id| choices.iter().find(|a| a.id == *id));
    let activity = asked.or(choices.first()).copied()?;
    let mondays = mondays(data);
    let rows: Vec<(String, Vec<i64>)> =
        areas(data, activity).into_iter().map(|(area, target)| row(data, &area, target, mondays.len())).collect();
    let most = rows.iter().flat_map(|(_, weeks)| weeks).copied().max().unwrap_or(0);
    let label = drawings::heat_label(&activity.plural, most);
    let drawn = Heat {
        columns: mondays.iter().map(|monday| monday.iso_week().1.to_string()).collect(),
        rows: rows.clone(),
        most,
        name_width: name_width(rows.iter().map(|(name, _)| name.as_str())),
        width: 46,
        label: &label,
    };
    let lead = drawings::heat_lead(mondays.len(), *mondays.first()?, data.day);
    Some(
        view! {
            <section aria-labelledby="heat">
                <h2 id="heat">{drawings::heat_title(&activity.plural)}</h2>
                {switch(data, &choices, activity)}
                <div class="row">
                    <p class="grow">{lead}</p>
                    {steps(most)}
                </div>
                {scroll("heat", heat(&drawn))}
                {as_table("heat-table", table(&mondays, &rows))}
            </section>
        }
        .into_any(),
    )
}

/// The activities that a goal in number is set for, in places that can be told apart.
fn choices(data: &DashboardPage) -> Vec<&Activity> {
    let mut found: Vec<&Activity> = Vec::new();
    for target in data.promise.targets().filter(|t| t.kind.is_volume() && !t.areas.is_empty()) {
        let activity = target.activity.as_ref().and_then(|id| data.promise.activity(id));
        found.extend(activity.filter(|a| !found.iter().any(|f| f.id == a.id)));
    }
    found
}

/// An activity's areas in the promise's order, each with the first target that counts there: two that count the same
/// work must not count it twice.
fn areas<'a>(data: &'a DashboardPage, activity: &Activity) -> Vec<(AreaId, &'a Target)> {
    let mine = |t: &&Target| t.kind.is_volume() && t.activity.as_ref() == Some(&activity.id);
    let counted = |area: &AreaId| data.promise.targets().filter(mine).find(|t| t.areas.contains(area));
    data.promise.areas.iter().filter_map(|area| Some((area.id.clone(), counted(&area.id)?))).collect()
}

/// The Mondays of the last weeks that reach into the promise, oldest first.
fn mondays(data: &DashboardPage) -> Vec<Day> {
    let monday = data.day.plus(1 - data.day.weekday() as i32);
    let last = (0..WEEKS as i32).map(|back| monday.plus(-7 * back));
    let mut mondays: Vec<Day> = last.take_while(|monday| monday.plus(6) >= data.promise.from).collect();
    mondays.reverse();
    mondays
}

fn row(data: &DashboardPage, area: &AreaId, target: &Target, weeks: usize) -> (String, Vec<i64>) {
    let of = data.weekly.iter().find(|w| w.target == target.id && w.area.as_ref() == Some(area));
    let counts = of.map(|w| w.counts.as_slice()).unwrap_or_default();
    let mut row = vec![0; weeks];
    // Both end with the week of the figures' day.
    row.iter_mut().rev().zip(counts.iter().rev()).for_each(|(to, n)| *to = *n);
    (data.area_name(area), row)
}

fn switch(data: &DashboardPage, choices: &[&Activity], shown: &Activity) -> Option<AnyView> {
    let (promise, year) = (&data.promise.id, data.year);
    let link = |activity: &&Activity| {
        let href = format!("?promise={promise}&year={year}&heat={}#heat", activity.id);
        let current = (activity.id == shown.id).then_some("true");
        view! { <a href=href aria-current=current>{drawings::choice(&activity.plural)}</a> }
    };
    (choices.len() > 1).then(|| {
        view! {
            <nav class="switch" aria-label=drawings::CHOOSE_ACTIVITY>
                {choices.iter().map(link).collect_view()}
            </nav>
        }
        .into_any()
    })
}

fn table(mondays: &[Day], rows: &[(String, Vec<i64>)]) -> AnyView {
    let week = |(at, monday): (usize, &Day)| {
        let numbers = rows.iter().map(|(_, weeks)| view! { <td class="n">{weeks[at]}</td> });
        view! {
            <tr>
                <th scope="row">{drawings::week(*monday)}</th>
                {numbers.collect_view()}
            </tr>
        }
    };
    let heads = rows.iter().map(|(name, _)| view! { <th scope="col" class="n">{name.clone()}</th> });
    let sums = rows.iter().map(|(_, weeks)| view! { <td class="n">{weeks.iter().sum::<i64>()}</td> });
    view! {
        <table aria-labelledby="heat">
            <thead>
                <tr>
                    <th scope="col">{texts::staff::CHART_COLUMNS[0]}</th>
                    {heads.collect_view()}
                </tr>
            </thead>
            <tbody>
                {mondays.iter().enumerate().map(week).collect_view()}
                <tr>
                    <th scope="row">{drawings::SUM}</th>
                    {sums.collect_view()}
                </tr>
            </tbody>
        </table>
    }
    .into_any()
}
