//! Where one is signed in, and one's phones: each can be ended from here.

use super::{PhoneRow, SessionRow, WayIn, button, table};
use crate::web::parts::icons::Icon;
use leptos::prelude::*;
use texts::account;
use texts::language::Language;

fn session_columns(language: Language) -> [&'static str; 5] {
    [
        account::column_browser(language),
        account::column_way(language),
        account::column_began(language),
        account::column_used(language),
        account::column_change(language),
    ]
}

fn phone_columns(language: Language) -> [&'static str; 3] {
    [account::column_phone(language), account::column_heard(language), account::column_block(language)]
}

/// How somebody signed in.
fn name_of(language: Language, way: WayIn) -> &'static str {
    match way {
        WayIn::Password => account::by_password(language),
        WayIn::Passkey => account::by_passkey(language),
        WayIn::Provider => account::by_organisation(language),
    }
}

pub(super) fn sessions(language: Language, rows: &[SessionRow]) -> AnyView {
    let others = (rows.len() > 1).then(|| {
        view! {
            <form method="post" action="/account/sessions/end">
                <button class="quiet">{account::end_others(language)}</button>
            </form>
        }
    });
    let rows = rows.iter().map(|row| session(language, row)).collect_view();
    view! {
        <section aria-labelledby="sessions">
            <h2 id="sessions">{account::sessions(language)}</h2>
            <p class="hint">{account::sessions_why(language)}</p>
            {table(account::sessions(language), &session_columns(language), rows.into_any())}
            <div class="row acts">{others}</div>
        </section>
    }
    .into_any()
}

fn session(language: Language, row: &SessionRow) -> AnyView {
    let browser = if row.browser.is_empty() { account::unknown_browser(language) } else { &row.browser }.to_owned();
    let end = (!row.here)
        .then(|| button(language, format!("/account/sessions/{}/end", row.id), account::end(language), &browser));
    let [_, way, began, seen, _] = session_columns(language);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <b>{browser}</b>
                {row.here.then(|| view! { <small>{account::this_one(language)}</small> })}
            </th>
            <td role="cell" data-head=way>{name_of(language, row.way)}</td>
            <td role="cell" data-head=began>{language.full(row.began)}</td>
            <td role="cell" data-head=seen>{language.full(row.seen)}</td>
            <td role="cell"><div class="row acts">{end}</div></td>
        </tr>
    }
    .into_any()
}

pub(super) fn phones(language: Language, rows: &[PhoneRow]) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let rows = rows.iter().map(|row| phone(language, row)).collect_view();
    view! {
        <section aria-labelledby="phones">
            <h2 id="phones">{account::phones(language)}</h2>
            {table(account::phones(language), &phone_columns(language), rows.into_any())}
        </section>
    }
    .into_any()
}

fn phone(language: Language, row: &PhoneRow) -> AnyView {
    let heard = row.last_heard.map_or_else(|| account::never(language).to_owned(), |at| language.full(at));
    let lock = if row.revoked {
        view! {
            <span class="st">
                <Icon name="lock" />
                {account::blocked(language)}
            </span>
        }
        .into_any()
    } else {
        let href = format!("/account/devices/{}/revoke", row.id);
        view! {
            <a class="quiet small" href=href aria-label=account::block_device(language, &row.name)>{account::block(language)}</a>
        }
        .into_any()
    };
    let [_, heard_head, _] = phone_columns(language);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader"><b>{row.name.clone()}</b></th>
            <td role="cell" data-head=heard_head>{heard}</td>
            <td role="cell"><div class="row acts">{lock}</div></td>
        </tr>
    }
    .into_any()
}
