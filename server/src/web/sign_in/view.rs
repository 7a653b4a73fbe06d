//! Signing in: name and password, the first password behind a link, and the link that no longer works.

use crate::http::kept_form::KeptForm;
use crate::web::document::{self, Frame, Head};
use crate::web::kept_form;
use crate::web::language::language_form;
use crate::web::menu::Section;
use crate::web::parts::field::{Field, field};
use crate::web::parts::icons::Icon;
use leptos::prelude::*;
use texts::language::Language;
use texts::sign_in as words;

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
    fn told(self, language: Language) -> (&'static str, &'static str) {
        match self {
            Self::NameMissing => ("name", words::name_missing(language)),
            Self::PasswordMissing => ("password", words::password_missing(language)),
            Self::Wrong => ("name", words::wrong_name_or_password(language)),
            Self::TooMany => ("name", words::too_many(language)),
        }
    }
}

/// `GET /login`, what `POST /login` answers when it didn't go through, and what any form answers whose session has ended.
#[must_use]
pub fn login_page(data: LoginPage, frame: &Frame) -> AnyView {
    let language = frame.language;
    let problem = data.problem.map(|problem| problem.told(language));
    let of_field = |name: &str| problem.filter(|(field, _)| *field == name).map(|(_, message)| message);
    let (name_error, password_error) = (of_field("name"), of_field("password"));
    let (heading, lead) = match &data.ended {
        Some(Ended::Kept(_)) => (words::signed_out(language), words::signed_out_lead(language)),
        Some(Ended::NotKept) => (words::signed_out(language), words::signed_out_not_kept(language)),
        None => (words::sign_in(language), words::lead(language)),
    };
    let head = Head::desk(document::title(language, heading, problem.is_some()), vec!["key", "right"]);
    let head = if data.passkeys && data.ended.is_none() { head.passkey() } else { head };
    page(frame, head, heading.to_owned(), lead, problem, || {
        let kept = match &data.ended {
            Some(Ended::Kept(kept)) => Some(kept.clone()),
            Some(Ended::NotKept) | None => None,
        };
        let switch = data.ended.is_none().then(|| language_form(language, "/login"));
        let others = if data.ended.is_some() { in_another_tab(language) } else { other_ways(language, &data) };
        let sent_by_itself =
            kept.as_ref().map(|kept| view! { {kept_form::written(language, kept)} {kept_form::again(language, kept)} });
        view! {
            <form method="post" action="/login" class="form">
                {kept.as_ref().map(KeptForm::carried)}
                {data.next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
                {field(Field {
                    name: "name",
                    label: words::name(language),
                    kind: "text",
                    autocomplete: "username",
                    value: data.name,
                    hint: None,
                    error: name_error,
                })}
                {field(Field { error: password_error, ..password(language, "current-password") })}
                <button class="key go">{words::sign_in(language)}</button>
                <p>{words::forgotten(language)}</p>
            </form>
            {others} {sent_by_itself} {switch}
        }
        .into_any()
    })
}

/// The other ways lead away from the page, which holds what was written: they open beside it.
fn in_another_tab(language: Language) -> AnyView {
    view! {
        <div class="form ways">
            <a class="quiet" href="/login?next=/account" target="_blank" rel="noopener">
                <Icon name="right" />
                {words::other_ways(language)}
            </a>
            <p>{words::other_ways_why(language)}</p>
        </div>
    }
    .into_any()
}

/// A key of the browser's, or what the own organisation gives.
fn other_ways(language: Language, data: &LoginPage) -> AnyView {
    let after = data.next.as_deref().map(|next| format!("?next={}", escaped(next))).unwrap_or_default();
    let provider = |(id, name): &(String, String)| {
        view! {
            <a class="quiet" href=format!("/login/oidc/{id}{after}")>
                <Icon name="right" />
                {words::with_organisation(language, name)}
            </a>
        }
    };
    let key =
        data.passkeys.then(|| passkey_button(language, "sign-in", words::with_passkey(language), data.next.clone()));
    view! { <div class="form ways">{key} {data.providers.iter().map(provider).collect_view()}</div> }.into_any()
}

/// A button for the script, which shows it where the browser has keys; what went wrong is said beside it.
pub(crate) fn passkey_button(
    language: Language,
    what: &'static str,
    label: &'static str,
    next: Option<String>,
) -> AnyView {
    view! {
        <div data-passkey=what data-next=next data-failed=words::passkey_failed(language) hidden=true>
            <button type="button" class="quiet">
                <Icon name="key" />
                {label}
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
    let language = frame.language;
    let error = data.problem.map(|problem| match problem {
        WelcomeProblem::TooShort => words::too_short(language),
        WelcomeProblem::TooCommon => words::too_common(language),
    });
    let heading = words::welcome(language, &data.name);
    let head = Head::desk(document::title(language, words::choose_password(language), error.is_some()), vec!["right"]);
    page(frame, head, heading, "", error.map(|error| ("password", error)), || {
        let identity = data.provider.map(|name| {
            view! {
                <div class="form ways">
                    <a class="quiet" href=format!("/welcome/{}/identity", data.token)>
                        <Icon name="right" />
                        {words::use_organisation(language, &name)}
                    </a>
                    <p>{words::use_organisation_why(language)}</p>
                </div>
            }
        });
        // The name is for the password keeper, which else would not know whose password it keeps.
        view! {
            <form method="post" action=format!("/welcome/{}", data.token) class="form">
                <input type="hidden" name="username" autocomplete="username" value=data.name />
                {field(Field {
                    label: words::choose_password(language),
                    hint: Some(words::choose_hint(language)),
                    error,
                    ..password(language, "new-password")
                })}
                <button class="key go">{words::choose_button(language)}</button>
            </form>
            {identity}
        }
        .into_any()
    })
}

/// What a used or old sign-in link answers.
#[must_use]
pub fn link_expired_page(frame: &Frame) -> AnyView {
    let language = frame.language;
    let heading = words::link_expired(language).to_owned();
    let head = Head::desk(words::link_expired(language).to_owned(), Vec::new());
    page(frame, head, heading, words::link_expired_why(language), None, || {
        back_to_login(language, words::link_expired_next(language).to_owned())
    })
}

fn back_to_login(language: Language, next: String) -> AnyView {
    view! {
        <div class="prose">
            <p>{next}</p>
            <a class="quiet" href="/login">{words::sign_in(language)}</a>
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
    let language = frame.language;
    let (heading, next) = match problem {
        OidcProblem::Unreachable => (words::unreachable(language), words::unreachable_next(language)),
        OidcProblem::Stale => (words::stale(language), words::stale_next(language)),
        OidcProblem::NotGiven => (words::not_given(language), words::not_given_next(language)),
        OidcProblem::NotGenuine => (words::not_genuine(language), words::not_genuine_next(language)),
        OidcProblem::Unknown => (words::unknown_identity(language), words::unknown_identity_next(language)),
        OidcProblem::Taken => (words::identity_taken(language), words::identity_taken_next(language)),
    };
    let about = provider.map(|name| words::about_organisation(language, &name) + " ").unwrap_or_default();
    let head = Head::desk(document::title(language, heading, true), Vec::new());
    page(frame, head, heading.to_owned(), words::nothing_changed(language), None, || {
        back_to_login(language, about + next)
    })
}

fn password(language: Language, autocomplete: &'static str) -> Field {
    Field {
        name: "password",
        label: words::password(language),
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
    let language = frame.language;
    document::document(frame, head.speaks(language), || {
        let summary = problem.map(|(field, message)| document::error_summary(language, field, message));
        let main = view! { {summary} {form()} }.into_any();
        document::plain(frame, Section::Other, heading, lead, main)
    })
}
