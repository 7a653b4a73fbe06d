//! Signing in: name and password, the first password behind a link, and the link that no longer works.

use crate::http::kept_form::KeptForm;
use crate::web::document::{self, Frame, Head};
use crate::web::kept_form;
use crate::web::menu::Section;
use crate::web::parts::field::{Field, field};
use crate::web::parts::icons::Icon;
use leptos::prelude::*;
use texts::{account, kept as kept_words, people};

/// The form for name and password, as it was filled in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LoginPage {
    pub name: String,
    /// The page that was asked for; where one goes once signed in.
    pub next: Option<String>,
    pub problem: Option<LoginProblem>,
    /// Whether browsers keep passkeys for this server.
    pub passkeys: bool,
    /// Organisations with an identity provider of their own: the end of its address, and the name.
    pub providers: Vec<(String, String)>,
    /// The session ended while a form was filled in.
    pub ended: Option<Ended>,
}

/// What became of a form whose session had ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// It is brought along, and offered once somebody has signed in.
    Kept(KeptForm),
    /// It held a password or a file, or too much to carry about.
    NotKept,
}

/// Why nobody was signed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LoginProblem {
    NameMissing,
    PasswordMissing,
    /// Which of the two was wrong is told to nobody.
    Wrong,
    TooMany,
}

impl LoginProblem {
    /// The field that the summary leads to, and what it says.
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::NameMissing => ("name", people::NAME_MISSING),
            Self::PasswordMissing => ("password", people::PASSWORD_MISSING),
            Self::Wrong => ("name", people::WRONG_NAME_OR_PASSWORD),
            Self::TooMany => ("name", people::TOO_MANY),
        }
    }
}

/// `GET /login`, what `POST /login` answers when it didn't go through, and what any form answers whose session has ended.
#[must_use]
pub fn login_page(data: LoginPage, frame: &Frame) -> AnyView {
    let problem = data.problem.map(LoginProblem::told);
    let of_field = |name: &str| problem.filter(|(field, _)| *field == name).map(|(_, message)| message);
    let (name_error, password_error) = (of_field("name"), of_field("password"));
    let (heading, lead) = match &data.ended {
        Some(Ended::Kept(_)) => (kept_words::SIGNED_OUT, kept_words::SIGNED_OUT_LEAD),
        Some(Ended::NotKept) => (kept_words::SIGNED_OUT, kept_words::SIGNED_OUT_NOT_KEPT),
        None => (people::SIGN_IN, people::SIGN_IN_LEAD),
    };
    let head = Head::desk(document::title(heading, problem.is_some()), vec!["key", "right"]);
    let head = if data.passkeys && data.ended.is_none() { head.passkey() } else { head };
    page(frame, head, heading.to_owned(), lead, problem, || {
        let kept = match &data.ended {
            Some(Ended::Kept(kept)) => Some(kept.clone()),
            Some(Ended::NotKept) | None => None,
        };
        let others = if data.ended.is_some() { in_another_tab() } else { other_ways(&data) };
        let sent_by_itself = kept.as_ref().map(|kept| view! { {kept_form::written(kept)} {kept_form::again(kept)} });
        view! {
            <form method="post" action="/login" class="form">
                {kept.as_ref().map(KeptForm::carried)}
                {data.next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
                {field(Field {
                    name: "name",
                    label: people::NAME,
                    kind: "text",
                    autocomplete: "username",
                    value: data.name,
                    hint: None,
                    error: name_error,
                })}
                {field(Field { error: password_error, ..password("current-password") })}
                <button class="key go">{people::SIGN_IN}</button>
                <p>{people::FORGOTTEN}</p>
            </form>
            {others} {sent_by_itself}
        }
        .into_any()
    })
}

/// The other ways lead away from the page, which holds what was written: they open beside it.
fn in_another_tab() -> AnyView {
    view! {
        <div class="form ways">
            <a class="quiet" href="/login?next=/account" target="_blank" rel="noopener">
                <Icon name="right" />
                {kept_words::OTHER_WAYS}
            </a>
            <p>{kept_words::OTHER_WAYS_WHY}</p>
        </div>
    }
    .into_any()
}

/// A key of the browser's, or what the own organisation gives.
fn other_ways(data: &LoginPage) -> AnyView {
    let after = data.next.as_deref().map(|next| format!("?next={}", escaped(next))).unwrap_or_default();
    let provider = |(id, name): &(String, String)| {
        view! {
            <a class="quiet" href=format!("/login/oidc/{id}{after}")>
                <Icon name="right" />
                {account::sign_in_with(name)}
            </a>
        }
    };
    let key = data.passkeys.then(|| passkey_button("sign-in", account::SIGN_IN_WITH_KEY, data.next.clone()));
    view! { <div class="form ways">{key} {data.providers.iter().map(provider).collect_view()}</div> }.into_any()
}

/// A button for the script, which shows it where the browser has keys; what went wrong is said beside it.
pub(crate) fn passkey_button(what: &'static str, words: &'static str, next: Option<String>) -> AnyView {
    view! {
        <div data-passkey=what data-next=next data-failed=account::KEY_FAILED hidden=true>
            <button type="button" class="quiet">
                <Icon name="key" />
                {words}
            </button>
            <p class="error" role="alert" data-said=true></p>
        </div>
    }
    .into_any()
}

/// A way on this server as a part of a query.
fn escaped(next: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_.".contains(&b);
    next.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// The page behind a sign-in link: whoever opens it chooses a password.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WelcomePage {
    pub token: String,
    pub name: String,
    /// The organisation of the person, where it has an identity provider of its own.
    pub provider: Option<String>,
    pub problem: Option<WelcomeProblem>,
}

/// Why a password wasn't taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WelcomeProblem {
    TooShort,
    TooCommon,
}

/// `GET /welcome/{token}`, and what `POST` answers when the password wasn't taken.
#[must_use]
pub fn welcome_page(data: WelcomePage, frame: &Frame) -> AnyView {
    let error = data.problem.map(|problem| match problem {
        WelcomeProblem::TooShort => people::TOO_SHORT,
        WelcomeProblem::TooCommon => people::TOO_COMMON,
    });
    let heading = people::welcome(&data.name);
    let head = Head::desk(document::title(people::CHOOSE_PASSWORD, error.is_some()), vec!["right"]);
    page(frame, head, heading, "", error.map(|error| ("password", error)), || {
        let identity = data.provider.map(|name| {
            view! {
                <div class="form ways">
                    <a class="quiet" href=format!("/welcome/{}/identity", data.token)>
                        <Icon name="right" />
                        {account::use_identity(&name)}
                    </a>
                    <p>{account::USE_IDENTITY_WHY}</p>
                </div>
            }
        });
        // The name is for the password keeper, which else would not know whose password it keeps.
        view! {
            <form method="post" action=format!("/welcome/{}", data.token) class="form">
                <input type="hidden" name="username" autocomplete="username" value=data.name />
                {field(Field {
                    label: people::CHOOSE_PASSWORD,
                    hint: Some(people::CHOOSE_HINT),
                    error,
                    ..password("new-password")
                })}
                <button class="key go">{people::CHOOSE_BUTTON}</button>
            </form>
            {identity}
        }
        .into_any()
    })
}

/// What a used or old sign-in link answers.
#[must_use]
pub fn link_expired_page(frame: &Frame) -> AnyView {
    let heading = people::LINK_EXPIRED.to_owned();
    let head = Head::desk(people::LINK_EXPIRED.to_owned(), Vec::new());
    page(frame, head, heading, people::LINK_EXPIRED_WHY, None, || back_to_login(people::LINK_EXPIRED_NEXT.to_owned()))
}

fn back_to_login(words: String) -> AnyView {
    view! {
        <div class="prose">
            <p>{words}</p>
            <a class="quiet" href="/login">{people::SIGN_IN}</a>
        </div>
    }
    .into_any()
}

/// Why an identity provider's word led to nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OidcProblem {
    /// The provider doesn't answer.
    Unreachable,
    /// It took too long, was done already, or was begun elsewhere.
    Stale,
    /// The person, or the provider, said no.
    NotGiven,
    /// What the provider sent isn't right.
    NotGenuine,
    /// Nobody here is linked to whom it named.
    Unknown,
    /// Whom it named is linked to another person.
    Taken,
}

/// What `GET /login/oidc/callback` answers when nobody was signed in.
#[must_use]
pub fn oidc_problem_page(problem: OidcProblem, provider: Option<String>, frame: &Frame) -> AnyView {
    let [heading, next] = match problem {
        OidcProblem::Unreachable => account::UNREACHABLE,
        OidcProblem::Stale => account::STALE,
        OidcProblem::NotGiven => account::NOT_GIVEN,
        OidcProblem::NotGenuine => account::NOT_GENUINE,
        OidcProblem::Unknown => account::UNKNOWN_IDENTITY,
        OidcProblem::Taken => account::IDENTITY_TAKEN,
    };
    let head = Head::desk(document::title(heading, true), Vec::new());
    page(frame, head, heading.to_owned(), account::NOTHING_CHANGED, None, || {
        back_to_login(account::at_provider(provider.as_deref(), next))
    })
}

fn password(autocomplete: &'static str) -> Field {
    Field {
        name: "password",
        label: people::PASSWORD,
        kind: "password",
        autocomplete,
        value: String::new(),
        hint: None,
        error: None,
    }
}

fn page(
    frame: &Frame,
    head: Head,
    heading: String,
    lead: &'static str,
    problem: Option<(&'static str, &'static str)>,
    form: impl FnOnce() -> AnyView,
) -> AnyView {
    document::document(frame, head, || {
        let summary = problem.map(|(field, message)| document::error_summary(field, message));
        let main = view! { {summary} {form()} }.into_any();
        document::plain(frame, Section::Other, heading, lead, main)
    })
}
