//! One's own account: the ways in, where one is signed in, one's phones.

use super::document::{self, Frame, Head, Place};
use super::sign_in::passkey_button;
use crate::parts::field::{Field, field};
use crate::parts::icons::Icon;
use crate::words::{account, people, time};
use domain::id::{DeviceId, PasskeyId};
use domain::moment::Moment;
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AccountPage {
    /// Whether the person proved lately who they are, so that ways in may be changed.
    pub proved: bool,
    pub has_password: bool,
    pub passkeys: Vec<PasskeyRow>,
    pub may_add_passkeys: bool,
    /// The organisation, where it has an identity provider of its own, and since when the person is linked to it.
    pub provider: Option<String>,
    pub linked: Option<Moment>,
    pub sessions: Vec<SessionRow>,
    pub phones: Vec<PhoneRow>,
    pub problem: Option<AccountProblem>,
    pub done: Option<AccountDone>,
}

/// A passkey as its owner sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct PasskeyRow {
    pub id: PasskeyId,
    pub name: String,
    pub added: Moment,
    pub used: Option<Moment>,
}

/// How somebody signed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WayIn {
    Password,
    Passkey,
    Provider,
}

/// A session as its owner sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct SessionRow {
    /// As its address names it.
    pub id: String,
    pub way: WayIn,
    /// "Firefox, Windows"; empty where it said nothing that is known.
    pub browser: String,
    pub began: Moment,
    pub seen: Moment,
    /// The one that asks.
    pub here: bool,
}

/// One of the person's phones.
#[derive(Clone, PartialEq, Debug)]
pub struct PhoneRow {
    pub id: DeviceId,
    pub name: String,
    pub last_heard: Option<Moment>,
    pub revoked: bool,
}

/// Why nothing was changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountProblem {
    WrongPassword,
    ConfirmFirst,
    TooShort,
    TooCommon,
}

impl AccountProblem {
    /// The field that the summary leads to, and what it says.
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::WrongPassword => ("current", account::WRONG_PASSWORD),
            Self::ConfirmFirst => ("confirm", account::CONFIRM_FIRST),
            Self::TooShort => ("new-password", people::TOO_SHORT),
            Self::TooCommon => ("new-password", people::TOO_COMMON),
        }
    }
}

/// What was just done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountDone {
    Password,
    KeyAdded,
    Passkey,
    Session,
    Sessions,
    Phone,
}

impl AccountDone {
    const ALL: [Self; 6] = [Self::Password, Self::KeyAdded, Self::Passkey, Self::Session, Self::Sessions, Self::Phone];

    /// As the address has it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::KeyAdded => "key-added",
            Self::Passkey => "key-removed",
            Self::Session => "session",
            Self::Sessions => "sessions",
            Self::Phone => "phone",
        }
    }

    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.word() == word)
    }

    fn told(self) -> &'static str {
        match self {
            Self::Password => account::PASSWORD_CHANGED,
            Self::KeyAdded => account::KEY_ADDED,
            Self::Passkey => account::KEY_REMOVED,
            Self::Session => account::SESSION_ENDED,
            Self::Sessions => account::SESSIONS_ENDED,
            Self::Phone => account::PHONE_REVOKED,
        }
    }
}

/// `GET /account`, and what its forms answer.
#[must_use]
pub fn account_page(data: AccountPage, frame: &Frame) -> String {
    let problem = data.problem.map(AccountProblem::told);
    let title = document::title(account::TITLE, problem.is_some());
    let head = Head::desk(title, vec!["done", "key", "lock", "right"]);
    let head = if data.may_add_passkeys { head.passkey() } else { head };
    document::document(frame, head, || {
        let main = view! {
            {problem.map(|(field, message)| document::error_summary(field, message))}
            {data.done.map(done)}
            {(!data.proved).then(|| confirm(&data, problem))}
            <div class="columns">{keys(&data)} <div>{password(&data, problem)} {identity(&data)}</div></div>
            {sessions(&data.sessions)}
            {phones(&data.phones)}
        }
        .into_any();
        document::plain(frame, Place::Account, account::TITLE.to_owned(), account::LEAD, main)
    })
}

fn done(done: AccountDone) -> AnyView {
    view! {
        <p class="sheet done" role="status">
            <span class="st ok">
                <Icon name="done" />
                {account::DONE}
            </span>
            {done.told()}
        </p>
    }
    .into_any()
}

fn of_field(problem: Option<(&'static str, &'static str)>, name: &str) -> Option<&'static str> {
    problem.filter(|(field, _)| *field == name).map(|(_, message)| message)
}

/// Every way that the person has of proving who they are.
fn confirm(data: &AccountPage, problem: Option<(&'static str, &'static str)>) -> AnyView {
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

fn keys(data: &AccountPage) -> AnyView {
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

fn button(action: String, word: &'static str, row: &str) -> AnyView {
    view! {
        <form method="post" action=action>
            <button class="quiet small" aria-label=account::of_row(word, row)>{word}</button>
        </form>
    }
    .into_any()
}

fn password(data: &AccountPage, problem: Option<(&'static str, &'static str)>) -> AnyView {
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

fn identity(data: &AccountPage) -> AnyView {
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

fn sessions(rows: &[SessionRow]) -> AnyView {
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

fn phones(rows: &[PhoneRow]) -> AnyView {
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

fn table(caption: &'static str, columns: &[&'static str], rows: AnyView) -> AnyView {
    let heads = columns.iter().map(|word| view! { <th scope="col" role="columnheader">{*word}</th> });
    view! {
        <table class="list" role="table">
            <caption class="vh">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">{heads.collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}
