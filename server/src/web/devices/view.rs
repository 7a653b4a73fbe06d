//! Phones: what has been heard of each, what it still holds, and revoking a lost one.

use crate::web::dashboard::view::known;
use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use crate::web::parts::icons::Icon;
use domain::crash::Crash;
use domain::id::DeviceId;
use domain::moment::Moment;
use leptos::prelude::*;
use texts::language::Language::Swedish;
use texts::{crashes, people};

/// What the page shows: the phones that the viewer may see.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DevicesPage {
    pub devices: Vec<DeviceRow>,
    /// Revoked phones that are not among them.
    pub more_revoked: usize,
    pub may_revoke: bool,
    /// The name of the phone that was just revoked.
    pub done: Option<String>,
    /// Crashes of the app on these phones, the last first.
    pub crashes: Vec<CrashRow>,
}

/// A crash as the page lists it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CrashRow {
    pub device: String,
    pub heard: Moment,
    pub crash: Crash,
}

/// A phone as the list has it.
#[derive(Clone, PartialEq, Debug)]
pub struct DeviceRow {
    pub id: DeviceId,
    pub name: String,
    pub people: Vec<String>,
    pub last_heard: Option<Moment>,
    /// Entries that it said it still had.
    pub waiting: u64,
    /// The numbers that never came, both ends included.
    pub missing: Vec<(u64, u64)>,
    pub clock_offset_ms: Option<i64>,
    pub revoked: bool,
}

/// `GET /devices`.
#[must_use]
pub fn devices_page(data: DevicesPage, frame: &Frame) -> AnyView {
    let head = Head::desk(people::DEVICES.to_owned(), vec!["lock", "done", "act"]);
    document::document(frame, head, || {
        let done = data.done.map(|name| {
            view! {
                <p class="sheet done" role="status">
                    <span class="st ok">
                        <Icon name="done" />
                        {people::REVOKED}
                    </span>
                    {people::revoked_now(&name)}
                </p>
            }
        });
        let more = (data.more_revoked > 0).then(|| view! { <p>{people::more_revoked(data.more_revoked)}</p> });
        let crashes = (!data.crashes.is_empty()).then(|| crash_list(data.crashes));
        let main = view! { {done} {list(data.devices, data.may_revoke)} {more} {crashes} }.into_any();
        document::plain(frame, Section::Devices, people::DEVICES.to_owned(), people::DEVICES_LEAD, main)
    })
}

fn list(rows: Vec<DeviceRow>, may_revoke: bool) -> AnyView {
    if rows.is_empty() {
        return view! { <p>{people::NO_DEVICES}</p> }.into_any();
    }
    let heads =
        people::DEVICE_COLUMNS.into_iter().map(|word| view! { <th scope="col" role="columnheader">{word}</th> });
    view! {
        <table class="list" role="table">
            <caption class="vh">{people::DEVICES}</caption>
            <thead role="rowgroup">
                <tr role="row">{heads.collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">{rows.into_iter().map(|row| device(row, may_revoke)).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn device(row: DeviceRow, may_revoke: bool) -> AnyView {
    let heard = row.last_heard.map_or_else(|| people::NEVER_HEARD.to_owned(), |at| Swedish.full(at));
    let known = known(&row.missing, row.waiting, row.clock_offset_ms);
    let state = if known.is_empty() && row.last_heard.is_none() {
        people::NOTHING_KNOWN.into_any()
    } else if known.is_empty() {
        people::NOTHING_WRONG.into_any()
    } else {
        view! {
            <span class="near said">
                <Icon name="act" />
                {texts::begin(&known)}
            </span>
        }
        .into_any()
    };
    let lock = if row.revoked {
        view! {
            <span class="st">
                <Icon name="lock" />
                {people::REVOKED}
            </span>
        }
        .into_any()
    } else if may_revoke {
        let href = format!("/devices/{}/revoke", row.id);
        view! {
            <a class="quiet small" href=href aria-label=people::revoke_button(&row.name)>{people::REVOKE}</a>
        }
        .into_any()
    } else {
        ().into_any()
    };
    let [_, _, heard_head, ..] = people::DEVICE_COLUMNS;
    view! {
        <tr role="row">
            <th scope="row" role="rowheader"><b>{row.name}</b></th>
            <td role="cell">{Swedish.list(&row.people)}</td>
            <td role="cell" data-head=heard_head>{heard}</td>
            <td role="cell">{state}</td>
            <td role="cell"><div class="row acts">{lock}</div></td>
        </tr>
    }
    .into_any()
}

fn crash_list(rows: Vec<CrashRow>) -> AnyView {
    let heads = crashes::COLUMNS.into_iter().map(|word| view! { <th scope="col" role="columnheader">{word}</th> });
    let [_, heard_head, message_head, build_head] = crashes::COLUMNS;
    let row = |CrashRow { device, heard, crash }: CrashRow| {
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{device}</th>
                <td role="cell" data-head=heard_head>{Swedish.full(heard)}</td>
                <td role="cell" data-head=message_head>
                    {crash.message}
                    <br />
                    <code>{crash.location}</code>
                </td>
                <td role="cell" data-head=build_head>{crash.build}</td>
            </tr>
        }
    };
    view! {
        <section aria-labelledby="crashes">
            <h2 id="crashes">{crashes::TITLE}</h2>
            <p>{crashes::LEAD}</p>
            <table class="list" role="table">
                <caption class="vh">{crashes::TITLE}</caption>
                <thead role="rowgroup">
                    <tr role="row">{heads.collect_view()}</tr>
                </thead>
                <tbody role="rowgroup">{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// The page that asks before a phone is revoked, since it is final.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RevokePage {
    pub id: DeviceId,
    pub name: String,
    pub people: Vec<String>,
    /// Entries that it said it still had.
    pub waiting: u64,
    /// The page that lists it, where one goes back to: "/devices" or "/account".
    pub back: &'static str,
}

/// `GET /devices/{id}/revoke`.
#[must_use]
pub fn revoke_page(data: RevokePage, frame: &Frame) -> AnyView {
    let heading = people::revoke_title(&data.name);
    document::document(frame, Head::desk(heading.clone(), vec!["lock"]), || {
        let used = (!data.people.is_empty()).then(|| view! { <p>{people::used_by(&Swedish.list(&data.people))}</p> });
        let points = people::REVOKE_CONSEQUENCES.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
        let list = if data.back == "/devices" { "/devices" } else { "/account/devices" };
        let action = format!("{list}/{}/revoke", data.id);
        let main = view! {
            <div class="prose">
                {used}
                <p class="big">{people::revoke_waiting(data.waiting)}</p>
                <ul class="points" role="list">{points}</ul>
                <p><b>{people::REVOKE_FINAL}</b></p>
                <form method="post" action=action class="row acts">
                    <button class="key">
                        <Icon name="lock" />
                        {people::revoke_button(&data.name)}
                    </button>
                    <a class="quiet" href=data.back>{people::BACK_TO_DEVICES}</a>
                </form>
            </div>
        }
        .into_any();
        document::plain(frame, Section::Devices, heading, "", main)
    })
}
