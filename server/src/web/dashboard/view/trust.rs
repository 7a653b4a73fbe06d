//! Can the figures be trusted? As of when, which phones are silent, what is missing, what waits for a person.

use super::{DashboardPage, Devices, SilentDevice, Waits};
use crate::web::parts::live::live;
use domain::ranges::Ranges;
use domain::tally::clock_off;
use leptos::prelude::*;
use texts::language::Language::Swedish;
use texts::staff;

pub(super) fn trust(data: &DashboardPage) -> AnyView {
    let devices = &data.devices;
    let earlier = (data.as_of.day() != data.day).then(|| view! { <p>{staff::through(data.day)}</p> });
    view! {
        <section aria-labelledby="trust">
            <h2 id="trust">{staff::as_of(data.as_of)}</h2>
            {live(&data.stand())}
            {earlier}
            <p>{staff::heard(devices.heard_today, devices.in_all, devices.waiting, missing(devices))}</p>
            {silent(&devices.silent)}
            {gaps(devices)}
            {waits(&data.waiting_for_person)}
        </section>
    }
    .into_any()
}

/// How many numbers never came, each phone once.
fn missing(devices: &Devices) -> u64 {
    let count = |ranges: &[(u64, u64)]| Ranges(ranges.to_vec()).count();
    let silent: u64 = devices.silent.iter().filter(|s| !has_gap(devices, &s.name)).map(|s| count(&s.missing)).sum();
    silent + devices.gaps.iter().map(|g| count(&g.missing)).sum::<u64>()
}

fn has_gap(devices: &Devices, name: &str) -> bool {
    devices.gaps.iter().any(|gap| gap.device == name)
}

fn silent(devices: &[SilentDevice]) -> Option<AnyView> {
    let row = |device: &SilentDevice| {
        let heard = device.last_heard.map_or(staff::NEVER_HEARD.to_owned(), |_| Swedish.ago(device.days_silent));
        view! {
            <tr>
                <th scope="row">{device.name.clone()}</th>
                <td>{heard}</td>
                <td>{known(&device.missing, device.waiting, device.clock_offset_ms)}</td>
            </tr>
        }
    };
    (!devices.is_empty()).then(|| {
        view! {
            <table>
                <caption class="vh">{staff::SILENT}</caption>
                <thead>
                    <tr>
                        {staff::SILENT_COLUMNS.into_iter().map(|c| view! { <th scope="col">{c}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{devices.iter().map(row).collect_view()}</tbody>
            </table>
        }
        .into_any()
    })
}

/// What is known of a phone that matters to the figures: "post 41–43 saknas, 5 poster väntar, klockan 3 dygn fel".
pub(crate) fn known(missing: &[(u64, u64)], waiting: u64, clock_offset_ms: Option<i64>) -> String {
    let missing = (!missing.is_empty()).then(|| staff::missing(missing));
    let waiting = (waiting > 0).then(|| staff::waiting(waiting));
    let clock = clock_offset_ms.filter(|ms| clock_off(Some(*ms))).map(staff::clock_wrong);
    [missing, waiting, clock].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn gaps(devices: &Devices) -> Option<AnyView> {
    let gap = |gap: &super::Gap| view! { <li>{staff::gap(&gap.device, &gap.missing)}</li> };
    (!devices.gaps.is_empty())
        .then(|| view! { <ul class="lines" role="list">{devices.gaps.iter().map(gap).collect_view()}</ul> }.into_any())
}

fn waits(waiting: &[Waits]) -> Option<AnyView> {
    let one = |w: &Waits| {
        view! {
            <div>
                <dt>{staff::waits_for(&w.what)}</dt>
                <dd>{staff::posts(w.count)}</dd>
            </div>
        }
    };
    (!waiting.is_empty()).then(|| {
        view! {
            <h3 class="near"><a href="/questions">{staff::WAITS}</a></h3>
            <dl class="waits">{waiting.iter().map(one).collect_view()}</dl>
        }
        .into_any()
    })
}
