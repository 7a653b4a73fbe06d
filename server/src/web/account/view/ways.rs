//! The ways in on one's own account: proving who one is, keys, the password, the organisation's sign-in.

use super::{AccountPage, PasskeyRow, button, table};
use crate::web::parts::field::{Field, field};
use crate::web::parts::icons::Icon;
use crate::web::sign_in::view::passkey_button;
use leptos::prelude::*;
use texts::language::Language;
use texts::{account, sign_in};

fn of_field(problem: Option<(&'static str, &'static str)>, name: &str) -> Option<&'static str> {
    problem.filter(|(field, _)| *field == name).map(|(_, message)| message)
}

fn key_columns(language: Language) -> [&'static str; 4] {
    [
        account::column_key(language),
        account::column_added(language),
        account::column_used(language),
        account::column_change(language),
    ]
}

/// Every way that the person has of proving who they are.
pub(super) fn confirm(
    language: Language,
    data: &AccountPage,
    problem: Option<(&'static str, &'static str)>,
) -> AnyView {
    let password = data.has_password.then(|| {
        view! {
            <form method="post" action="/account/confirm" class="form">
                {field(Field {
                    name: "current",
                    label: sign_in::password(language),
                    kind: "password",
                    autocomplete: "current-password",
                    value: String::new(),
                    hint: None,
                    error: of_field(problem, "current"),
                })}
                <button class="key go">{account::confirm_button(language)}</button>
            </form>
        }
    });
    let key = (data.may_add_passkeys && !data.passkeys.is_empty())
        .then(|| passkey_button(language, "confirm", account::confirm_with_passkey(language), None));
    let provider = data.provider.as_deref().filter(|_| data.linked.is_some()).map(|name| {
        view! {
            <a class="quiet" href="/account/confirm/identity">
                <Icon name="right" />
                {account::confirm_with(language, name)}
            </a>
        }
    });
    view! {
        <section class="sheet given" aria-labelledby="confirm">
            <h2 id="confirm" tabindex="-1">{account::confirm(language)}</h2>
            <p>{account::confirm_why(language)}</p>
            {password}
            <div class="form ways">{key} {provider}</div>
        </section>
    }
    .into_any()
}

/// Stands where a form will be once the person has proved who they are.
fn first(language: Language) -> AnyView {
    view! {
        <p>
            <a href="#confirm">{account::confirm_first(language)}</a>
        </p>
    }
    .into_any()
}

pub(super) fn keys(language: Language, data: &AccountPage) -> AnyView {
    let add = || {
        view! {
            <form class="form" data-passkey="new" data-failed=sign_in::passkey_failed(language) hidden=true>
                {field(Field {
                    name: "key-name",
                    label: account::key_name(language),
                    kind: "text",
                    autocomplete: "off",
                    value: String::new(),
                    hint: Some(account::key_name_hint(language)),
                    error: None,
                })}
                <button class="quiet">
                    <Icon name="key" />
                    {account::add_key(language)}
                </button>
                <p class="error" role="alert" data-said=true></p>
            </form>
            <p data-without-passkeys=true>{account::keys_need_scripts(language)}</p>
        }
    };
    let list = if data.passkeys.is_empty() {
        view! { <p>{account::no_keys(language)}</p> }.into_any()
    } else {
        let rows = data.passkeys.iter().map(|row| key(language, row, data.proved)).collect_view();
        table(account::keys(language), &key_columns(language), rows.into_any())
    };
    view! {
        <section class="act" aria-labelledby="keys">
            <h2 id="keys">{account::keys(language)}</h2>
            <p>{account::keys_why(language)}</p>
            {list}
            {match (data.may_add_passkeys, data.proved) {
                (false, _) => view! { <p>{account::no_keys_here(language)}</p> }.into_any(),
                (true, false) => first(language),
                (true, true) => add().into_any(),
            }}
        </section>
    }
    .into_any()
}

fn key(language: Language, row: &PasskeyRow, may_remove: bool) -> AnyView {
    let remove = may_remove.then(|| {
        let action = format!("/account/passkeys/{}/remove", row.id);
        button(language, action, account::remove(language), &row.name)
    });
    let [_, added, used, _] = key_columns(language);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader"><b>{row.name.clone()}</b></th>
            <td role="cell" data-head=added>{language.full(row.added)}</td>
            <td role="cell" data-head=used>
                {row.used.map_or_else(|| account::never(language).to_owned(), |at| language.full(at))}
            </td>
            <td role="cell"><div class="row acts">{remove}</div></td>
        </tr>
    }
    .into_any()
}

pub(super) fn password(
    language: Language,
    data: &AccountPage,
    problem: Option<(&'static str, &'static str)>,
) -> AnyView {
    let form = || {
        view! {
            <form method="post" action="/account/password" class="form">
                {field(Field {
                    name: "new-password",
                    label: account::new_password(language),
                    kind: "password",
                    autocomplete: "new-password",
                    value: String::new(),
                    hint: Some(sign_in::choose_hint(language)),
                    error: of_field(problem, "new-password"),
                })}
                <button class="quiet">{account::change_password(language)}</button>
            </form>
        }
    };
    view! {
        <section class="act" aria-labelledby="password">
            <h2 id="password">{account::password(language)}</h2>
            <p>{if data.has_password { account::has_password(language) } else { account::has_no_password(language) }}</p>
            {if data.proved { form().into_any() } else { first(language) }}
        </section>
    }
    .into_any()
}

pub(super) fn identity(language: Language, data: &AccountPage) -> AnyView {
    let linked = data.linked.map_or_else(
        || account::not_linked(language).to_owned(),
        |since| account::linked_since(language, &language.full(since)),
    );
    let shown = |name: &str| {
        view! {
            <section class="act" aria-labelledby="identity">
                <h2 id="identity">{account::identity_of(language, name)}</h2>
                <p>{linked}</p>
            </section>
        }
    };
    data.provider.as_deref().map(shown).into_any()
}
