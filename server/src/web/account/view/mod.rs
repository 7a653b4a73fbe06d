//! One's own account: the ways in, where one is signed in, one's phones.

mod access;
mod ways;

use crate::web::document::{self, Frame, Head};
use crate::web::language::language_form;
use crate::web::menu::Section;
use crate::web::parts::icons::Icon;
use access::{phones, sessions};
use domain::id::{DeviceId, PasskeyId};
use domain::moment::Moment;
use leptos::prelude::*;
use texts::language::Language;
use texts::{account, common, sign_in};
use ways::{confirm, identity, keys, password};

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

/// How somebody signed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WayIn {
    Password,
    Passkey,
    Provider,
}

/// A passkey as its owner sees it.
#[derive(Clone, PartialEq, Debug)]
pub struct PasskeyRow {
    pub id: PasskeyId,
    pub name: String,
    pub added: Moment,
    pub used: Option<Moment>,
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
    fn told(self, language: Language) -> (&'static str, &'static str) {
        match self {
            Self::WrongPassword => ("current", account::wrong_password(language)),
            Self::ConfirmFirst => ("confirm", account::confirm_first(language)),
            Self::TooShort => ("new-password", sign_in::too_short(language)),
            Self::TooCommon => ("new-password", sign_in::too_common(language)),
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
    /// Confirmed at an identity provider that doesn't say when the person signed in.
    ProvedUntimed,
}

impl AccountDone {
    const ALL: [Self; 7] = [
        Self::Password,
        Self::KeyAdded,
        Self::Passkey,
        Self::Session,
        Self::Sessions,
        Self::Phone,
        Self::ProvedUntimed,
    ];

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
            Self::ProvedUntimed => "confirmed",
        }
    }

    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.word() == word)
    }

    fn told(self, language: Language) -> &'static str {
        match self {
            Self::Password => account::password_changed(language),
            Self::KeyAdded => account::key_added(language),
            Self::Passkey => account::key_removed(language),
            Self::Session => account::session_ended(language),
            Self::Sessions => account::sessions_ended(language),
            Self::Phone => account::phone_blocked(language),
            Self::ProvedUntimed => account::proved_untimed(language),
        }
    }
}

/// `GET /account`, and what its forms answer.
#[must_use]
pub fn account_page(data: AccountPage, frame: &Frame) -> AnyView {
    let language = frame.language;
    let problem = data.problem.map(|problem| problem.told(language));
    let title = document::title(language, account::title(language), problem.is_some());
    let head = Head::desk(title, vec!["done", "key", "lock", "right"]);
    let head = if data.may_add_passkeys { head.passkey() } else { head };
    document::document(frame, head.speaks(language), || {
        let main = view! {
            {problem.map(|(field, message)| document::error_summary(language, field, message))}
            {data.done.map(|what| done(language, what))}
            {(!data.proved).then(|| confirm(language, &data, problem))}
            <div class="columns">{keys(language, &data)}
                <div>{password(language, &data, problem)} {identity(language, &data)}</div>
            </div>
            {sessions(language, &data.sessions)}
            {phones(language, &data.phones)}
            {languages(language)}
        }
        .into_any();
        document::plain(frame, Section::Account, account::title(language).to_owned(), account::lead(language), main)
    })
}

fn done(language: Language, done: AccountDone) -> AnyView {
    view! {
        <p class="sheet done" role="status">
            <span class="st ok">
                <Icon name="done" />
                {account::done(language)}
            </span>
            {done.told(language)}
        </p>
    }
    .into_any()
}

/// What the pages speak to this person, here.
fn languages(language: Language) -> AnyView {
    view! {
        <section aria-labelledby="languages">
            <h2 id="languages">{common::language(language)}</h2>
            <p class="hint">{account::language_why(language)}</p>
            {language_form(language, "/account")}
        </section>
    }
    .into_any()
}

fn button(language: Language, action: String, word: &'static str, row: &str) -> AnyView {
    view! {
        <form method="post" action=action>
            <button class="quiet small" aria-label=account::of_row(language, word, row)>{word}</button>
        </form>
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
