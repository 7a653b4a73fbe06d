//! Signing in: name and password, the first password behind a link, and the link that no longer works.

use super::document::{self, Frame, Head, Place};
use crate::parts::field::{Field, field};
use crate::words::people;
use leptos::prelude::*;

/// The form for name and password, as it was filled in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LoginPage {
    pub name: String,
    /// The page that was asked for; where one goes once signed in.
    pub next: Option<String>,
    pub problem: Option<LoginProblem>,
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

/// `GET /login`, and what `POST /login` answers when it didn't go through.
#[must_use]
pub fn login_page(data: LoginPage, frame: &Frame) -> String {
    let problem = data.problem.map(LoginProblem::told);
    let of_field = |name: &str| problem.filter(|(field, _)| *field == name).map(|(_, message)| message);
    let (name_error, password_error) = (of_field("name"), of_field("password"));
    page(frame, people::SIGN_IN, people::SIGN_IN.to_owned(), people::SIGN_IN_LEAD, problem, || {
        view! {
            <form method="post" action="/login" class="form">
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
        }
        .into_any()
    })
}

/// The page behind a sign-in link: whoever opens it chooses a password.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WelcomePage {
    pub token: String,
    pub name: String,
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
pub fn welcome_page(data: WelcomePage, frame: &Frame) -> String {
    let error = data.problem.map(|problem| match problem {
        WelcomeProblem::TooShort => people::TOO_SHORT,
        WelcomeProblem::TooCommon => people::TOO_COMMON,
    });
    let heading = people::welcome(&data.name);
    page(frame, people::CHOOSE_PASSWORD, heading, "", error.map(|error| ("password", error)), || {
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
        }
        .into_any()
    })
}

/// What a used or old sign-in link answers.
#[must_use]
pub fn link_expired_page(frame: &Frame) -> String {
    let heading = people::LINK_EXPIRED.to_owned();
    page(frame, people::LINK_EXPIRED, heading, people::LINK_EXPIRED_WHY, None, || {
        view! {
            <div class="prose">
                <p>{people::LINK_EXPIRED_NEXT}</p>
                <a class="quiet" href="/login">{people::SIGN_IN}</a>
            </div>
        }
        .into_any()
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
    title: &str,
    heading: String,
    lead: &'static str,
    problem: Option<(&'static str, &'static str)>,
    form: impl FnOnce() -> AnyView,
) -> String {
    let head = Head::desk(document::title(title, problem.is_some()), Vec::new());
    document::document(frame, head, || {
        let summary = problem.map(|(field, message)| document::error_summary(field, message));
        let main = view! { {summary} {form()} }.into_any();
        document::plain(frame, Place::Elsewhere, heading, lead, main)
    })
}
