//! The row that is most behind, as a burn-up: the last weeks as they were, the goal's even pace, and between which sums
//! the same pace leads. The weeks stand as a table beside it.

use super::DashboardPage;
use super::summary::{MostBehind, Summary};
use domain::calendar::{Day, Span};
use domain::forecast::{Forecast, Stretch, forecast};
use leptos::prelude::*;
use texts::language::Language::Swedish;
use texts::{drawings, staff};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 290.0;
const LEFT: f64 = 40.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 260.0;

pub(super) fn chart(data: &DashboardPage) -> Option<AnyView> {
    let most = Summary::of(data).most_behind.filter(|m| m.pace.days_left() > 0)?;
    let weeks = weeks_of(data, &most);
    let to_end = leads(&most, &weeks, most.pace.days_left());
    weeks.first()?;
    let place = data.place_in_sentence(most.target, &most.figure.place);
    let name = staff::what_where(&data.what(most.target), place.as_deref());
    let told = drawings::chart(most.done, most.goal, most.expected, to_end, weeks.len());
    let rows = weeks.iter().rev().map(|week| {
        view! {
            <tr>
                <th scope="row">{format!("v.\u{a0}{}", week.from.iso_week().1)}</th>
                <td class="n">{week.count}</td>
                <td class="n">{week.sum}</td>
            </tr>
        }
    });
    let [week, count, sum] = staff::CHART_COLUMNS;
    Some(
        view! {
            <section class="split" aria-labelledby="burn">
                <div>
                    <h2 id="burn">{drawings::chart_title(&name, most.goal, to_end)}</h2>
                    <p>{told}</p>
                    <div class="scroll" tabindex="0" role="group" aria-labelledby="burn">
                        {drawing(&most, data.day, &weeks, to_end)}
                    </div>
                </div>
                <div class="sheet">
                    <table>
                        <caption class="vh">{staff::CHART_TABLE}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{week}</th>
                                <th scope="col" class="n">{count}</th>
                                <th scope="col" class="n">{sum}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}

struct Week {
    from: Day,
    /// Its last day, or the figures' day.
    to: Day,
    count: i64,
    /// Done since the period began.
    sum: i64,
}

/// The last weeks that lie within the period, oldest first.
fn weeks_of(data: &DashboardPage, most: &MostBehind<'_>) -> Vec<Week> {
    let monday = data.day.plus(1 - data.day.weekday() as i32);
    let mut sum = most.done;
    let mut weeks = Vec::new();
    for (back, count) in (0..).zip(data.weeks(most.target, &most.figure).into_iter().rev()) {
        let from = monday.plus(-7 * back);
        if from < most.period.from || sum < count {
            break;
        }
        weeks.push(Week { from, to: from.plus(6).min(data.day), count, sum });
        sum -= count;
    }
    weeks.reverse();
    weeks
}

/// From days and figures to places in the drawing.
struct Scale {
    period: Span,
    most: f64,
}

impl Scale {
    /// Where a day ends.
    fn x(&self, day: Day) -> f64 {
        let part = self.period.days_begun(day) as f64 / self.period.days().max(1) as f64;
        LEFT + part * (WIDTH - LEFT - 20.0)
    }

    fn y(&self, n: i64) -> f64 {
        self.at(n as f64)
    }

    fn at(&self, n: f64) -> f64 {
        BOTTOM - n / self.most * (BOTTOM - TOP)
    }
}

/// Where the pace of the weeks leads in so many days.
fn leads(most: &MostBehind<'_>, weeks: &[Week], ahead: i64) -> Forecast {
    let stretch = |w: &Week| Stretch { days: i64::from(w.to.0 - w.from.0 + 1), count: w.count };
    forecast(&weeks.iter().map(stretch).collect::<Vec<_>>(), ahead, most.done)
}

/// The fan from today to the end: wider with every day, faster at first, as chance adds up.
fn fan(scale: &Scale, most: &MostBehind<'_>, day: Day, to_end: Forecast) -> String {
    const STEPS: i32 = 8;
    let (from, left) = (most.done as f64, most.pace.days_left());
    let (mut upper, mut lower) = (String::new(), String::new());
    for step in 1..=STEPS {
        let part = f64::from(step) / f64::from(STEPS);
        let x = scale.x(day.plus((left as f64 * part).round() as i32));
        let middle = from + (to_end.likely as f64 - from) * part;
        let reach = |end: i64| middle + (end - to_end.likely) as f64 * part.sqrt();
        upper.push_str(&format!("L{x:.1} {:.1}", scale.at(reach(to_end.high))));
        lower.insert_str(0, &format!("L{x:.1} {:.1}", scale.at(reach(to_end.low).max(from))));
    }
    format!("M{:.1} {:.1}{upper}{lower}Z", scale.x(day), scale.y(most.done))
}

fn drawing(most: &MostBehind<'_>, day: Day, weeks: &[Week], to_end: Forecast) -> AnyView {
    let scale = Scale { period: most.period, most: most.goal.max(to_end.high).max(most.done) as f64 * 1.04 };
    let (start, end) = (scale.x(most.period.from.plus(-1)), scale.x(most.period.to));
    let (now, done, expected) = (scale.x(day), scale.y(most.done), scale.y(most.expected));
    let before = weeks.first().map_or(0, |w| w.sum - w.count);
    let first = weeks.first().map_or(now, |w| scale.x(w.from.plus(-1)));
    let mut path = format!("M{first:.1} {:.1}", scale.y(before));
    for week in weeks {
        path.push_str(&format!("L{:.1} {:.1}", scale.x(week.to), scale.y(week.sum)));
    }
    let lines = [0, most.goal / 2, most.goal].map(|n| {
        let y = scale.y(n);
        view! {
            <path class="ax" d=format!("M{LEFT} {y:.1}H{end:.1}") />
            <text x="32" y=format!("{:.1}", y + 5.0) text-anchor="end">{n}</text>
        }
    });
    let left_of = format!("{:.1}", now - 10.0);
    // Late in the period there is no room for words after today.
    let is_late = now > WIDTH * 0.72;
    let ahead = if is_late { drawings::range(to_end) } else { drawings::forecast(to_end) };
    // Where they stand before it, below the line that leads there.
    let below = done + if is_late { 46.0 } else { 24.0 };
    let (beside, anchor) = if is_late { (left_of.clone(), "end") } else { (format!("{:.1}", now + 12.0), "start") };
    view! {
        <svg class="burn" viewBox=format!("0 0 {WIDTH} {HEIGHT}") aria-hidden="true">
            {lines.into_iter().collect_view()}
            <path class="p" d=format!("M{start:.1} {BOTTOM}L{end:.1} {:.1}", scale.y(most.goal)) />
            <path class="before" d=format!("M{start:.1} {BOTTOM}L{first:.1} {:.1}", scale.y(before)) />
            <path class="fan" d=fan(&scale, most, day, to_end) />
            <path class="ac" d=path />
            <path class="ahead" d=format!("M{now:.1} {done:.1}L{end:.1} {:.1}", scale.y(to_end.likely)) />
            <rect
                class="m"
                x=format!("{:.1}", now - 4.0)
                y=format!("{expected:.1}")
                width="8"
                height=format!("{:.1}", (done - expected).max(0.0))
                fill="url(#hatch)"
            />
            <use_ href="#bug" x=format!("{now:.1}") y=format!("{:.1}", expected - 10.0) />
            <text class="s" x=format!("{end:.1}") y=format!("{:.1}", scale.y(most.goal) - 8.0) text-anchor="end">
                {staff::goal_mark(most.goal)}
            </text>
            <text x=left_of y=format!("{:.1}", expected - 6.0) text-anchor="end">{staff::expected_here(most.expected)}</text>
            <text class="s under" x=beside.clone() text-anchor=anchor y=format!("{:.1}", (expected * 2.0 + done) / 3.0 + 5.0)>{staff::under_pace(most.behind())}</text>
            <text class="s" x=beside text-anchor=anchor y=format!("{below:.1}")>{staff::done_here(most.done)}</text>
            <text x=format!("{end:.1}") y=format!("{:.1}", scale.y(to_end.low) + 20.0) text-anchor="end">{ahead}</text>
            <text x=format!("{start:.1}") y="282">{Swedish.short(most.period.from)}</text>
            <text x=format!("{end:.1}") y="282" text-anchor="end">{Swedish.short(most.period.to)}</text>
        </svg>
    }
    .into_any()
}
