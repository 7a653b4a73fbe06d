//! The ways in on one's own account: proving who one is, keys, the password, the organisation's sign-in.

use super::{AccountPage, PasskeyRow, button, table};
use crate::web::parts::field::{Field, field};
use crate::web::parts::icons::Icon;
use crate::web::sign_in::view::passkey_button;
use leptos::prelude::*;
use texts::{account, people, time};

fn of_field(problem: Option<(&'static str, &'static str)>, name: &str) -> Option<&'static str> {
    problem.filter(|(field, _)| *field == name).map(|(_, message)| message)
}

/// Every way that the person has of proving who they are.
pub(super) fn confirm(data: &AccountPage, problem: Option<(&'static str, &'static str)>) -> AnyView {
    let password = data.has_password.then(|| {
        view! {
            <form method="post" action="/account/confirm" class="form">
                {field(Field {
                    name: "current",
                    label: people::PASSWORD,
                    kind: "password",
                    autocomplete: "current-password",
                    value: String::new(),
                    hint: None,
                    error: of_field(problem, "current"),
                })}
                <button class="key go">{account::CONFIRM_BUTTON}</button>
            </form>
        }
    });
    let key = (data.may_add_passkeys && !data.passkeys.is_empty())
        .then(|| passkey_button("confirm", account::CONFIRM_WITH_KEY, None));
    let provider = data.provider.as_deref().filter(|_| data.linked.is_some()).map(|name| {
        view! {
            <a class="quiet" href="/account/confirm/identity">
                <Icon name="right" />
                {account::confirm_with(name)}
            </a>
        }
    });
    view! {
        <section class="sheet given" aria-labelledby="confirm">
            <h2 id="confirm" tabindex="-1">{account::CONFIRM}</h2>
            <p>{account::CONFIRM_WHY}</p>
            {password}
            <div class="form ways">{key} {provider}</div>
        </section>
    }
    .into_any()
}

/// Stands where a form will be once the person has proved who they are.
fn first() -> AnyView {
    view! {
        <p>
            <a href="#confirm">{account::CONFIRM_FIRST}</a>
        </p>
    }
    .into_any()
}

pub(super) fn keys(data: &AccountPage) -> AnyView {
    let add = || {
        view! {
            <form class="form" data-passkey="new" data-failed=account::KEY_FAILED hidden=true>
                {field(Field {
                    name: "key-name",
                    label: account::KEY_NAME,
                    kind: "text",
                    autocomplete: "off",
                    value: String::new(),
                    hint: Some(account::KEY_NAME_HINT),
                    error: None,
                })}
                <button class="quiet">
                    <Icon name="key" />
                    {account::ADD_KEY}
                </button>
                <p class="error" role="alert" data-said=true></p>
            </form>
            <p data-without-passkeys=true>{account::KEYS_NEED_SCRIPTS}</p>
        }
    };
    let list = if data.passkeys.is_empty() {
        view! { <p>{account::NO_KEYS}</p> }.into_any()
    } else {
        let rows = data.passkeys.iter().map(|row| key(row, data.proved)).collect_view();
        table(account::KEYS, &account::KEY_COLUMNS, rows.into_any())
    };
    view! {
        <section class="act" aria-labelledby="keys">
            <h2 id="keys">{account::KEYS}</h2>
            <p>{account::KEYS_WHY}</p>
            {list}
            {match (data.may_add_passkeys, data.proved) {
                (false, _) => view! { <p>{account::NO_KEYS_HERE}</p> }.into_any(),
                (true, false) => first(),
                (true, true) => add().into_any(),
            }}
        </section>
    }
    .into_any()
}

fn key(row: &PasskeyRow, may_remove: bool) -> AnyView {
    let remove = may_remove.then(|| {
        let action = format!("/account/passkeys/{}/remove", row.id);
        button(action, account::REMOVE, &row.name)
    });
    let [_, added, used, _] = account::KEY_COLUMNS;
    view! {
        <tr role="row">
            <th scope="row" role="rowheader"><b>{row.name.clone()}</b></th>
            <td role="cell" data-head=added>{time::full(row.added)}</td>
            <td role="cell" data-head=used>
                {row.used.map_or_else(|| account::NEVER_USED.to_owned(), time::full)}
            </td>
            <td role="cell"><div class="row acts">{remove}</div></td>
        </tr>
    }
    .into_any()
}

pub(super) fn password(data: &AccountPage, problem: Option<(&'static str, &'static str)>) -> AnyView {
    let form = || {
        view! {
            <form method="post" action="/account/password" class="form">
                {field(Field {
                    name: "new-password",
                    label: account::NEW_PASSWORD,
                    kind: "password",
                    autocomplete: "new-password",
                    value: String::new(),
                    hint: Some(people::CHOOSE_HINT),
                    error: of_field(problem, "new-password"),
                })}
                <button class="quiet">{account::CHANGE_PASSWORD}</button>
            </form>
        }
    };
    view! {
        <section class="act" aria-labelledby="password">
            <h2 id="password">{account::PASSWORD}</h2>
            <p>{if data.has_password { account::HAS_PASSWORD } else { account::HAS_NO_PASSWORD }}</p>
            {if data.proved { form().into_any() } else { first() }}
        </section>
    }
    .into_any()
}

pub(super) fn identity(data: &AccountPage) -> AnyView {
    let shown = |name: &str| {
        view! {
            <section class="act" aria-labelledby="identity">
                <h2 id="identity">{account::identity_of(name)}</h2>
                <p>{account::linked(data.linked)}</p>
            </section>
        }
    };
    data.provider.as_deref().map(shown).into_any()
}
