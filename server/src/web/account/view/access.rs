//! Where one is signed in, and one's phones: each can be ended from here.

use super::{PhoneRow, SessionRow, button, table};
use crate::web::parts::icons::Icon;
use leptos::prelude::*;
use texts::{account, people, time};

pub(super) fn sessions(rows: &[SessionRow]) -> AnyView {
    let others = (rows.len() > 1).then(|| {
        view! {
            <form method="post" action="/account/sessions/end">
                <button class="quiet">{account::END_OTHERS}</button>
            </form>
        }
    });
    let rows = rows.iter().map(session).collect_view();
    view! {
        <section aria-labelledby="sessions">
            <h2 id="sessions">{account::SESSIONS}</h2>
            <p class="hint">{account::SESSIONS_WHY}</p>
            {table(account::SESSIONS, &account::SESSION_COLUMNS, rows.into_any())}
            <div class="row acts">{others}</div>
        </section>
    }
    .into_any()
}

fn session(row: &SessionRow) -> AnyView {
    let browser = if row.browser.is_empty() { account::UNKNOWN_BROWSER } else { &row.browser }.to_owned();
    let end = (!row.here).then(|| button(format!("/account/sessions/{}/end", row.id), account::END, &browser));
    let [_, way, began, seen, _] = account::SESSION_COLUMNS;
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <b>{browser}</b>
                {row.here.then(|| view! { <small>{account::THIS_ONE}</small> })}
            </th>
            <td role="cell" data-head=way>{account::way(row.way)}</td>
            <td role="cell" data-head=began>{time::full(row.began)}</td>
            <td role="cell" data-head=seen>{time::full(row.seen)}</td>
            <td role="cell"><div class="row acts">{end}</div></td>
        </tr>
    }
    .into_any()
}

pub(super) fn phones(rows: &[PhoneRow]) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let rows = rows.iter().map(phone).collect_view();
    view! {
        <section aria-labelledby="phones">
            <h2 id="phones">{account::PHONES}</h2>
            {table(account::PHONES, &account::PHONE_COLUMNS, rows.into_any())}
        </section>
    }
    .into_any()
}

fn phone(row: &PhoneRow) -> AnyView {
    let heard = row.last_heard.map_or_else(|| people::NEVER_HEARD.to_owned(), time::full);
    let lock = if row.revoked {
        view! {
            <span class="st">
                <Icon name="lock" />
                {people::REVOKED}
            </span>
        }
        .into_any()
    } else {
        let href = format!("/account/devices/{}/revoke", row.id);
        view! {
            <a class="quiet small" href=href aria-label=people::revoke_button(&row.name)>{people::REVOKE}</a>
        }
        .into_any()
    };
    let [_, heard_head, _] = account::PHONE_COLUMNS;
    view! {
        <tr role="row">
            <th scope="row" role="rowheader"><b>{row.name.clone()}</b></th>
            <td role="cell" data-head=heard_head>{heard}</td>
            <td role="cell"><div class="row acts">{lock}</div></td>
        </tr>
    }
    .into_any()
}
