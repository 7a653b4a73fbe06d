//! Behind a set-up link: the first promise of a server that has none, and the administrator who gets an account with it.

use super::draft;
use super::upload::Upload;
use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use crate::web::parts::field::{Field, choice, field};
use crate::web::people::view::PersonProblem;
use domain::calendar::Day;
use domain::id::OrganisationId;
use domain::promise::Promise;
use leptos::prelude::*;
use texts::language::Language;
use texts::{people, promises as words};

/// Where the first promise is loaded.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SetupPage {
    pub upload: Upload,
}

/// The first promise before it is in force, and who becomes its administrator.
#[derive(Clone, PartialEq, Debug)]
pub struct SetupPreview {
    pub promise: Promise,
    /// The link's address; what is done behind it is below.
    pub path: String,
    pub today: Day,
    /// The administrator's name as it was filled in, and the organisation that was chosen.
    pub name: String,
    pub organisation: Option<OrganisationId>,
    pub problem: Option<PersonProblem>,
}

/// `GET /setup/{token}`, and what its form answers when the file won't do.
#[must_use]
pub fn setup_page(data: SetupPage, frame: &Frame) -> AnyView {
    let head = Head::desk(document::title(Language::Swedish, words::SETUP, data.upload.failed()), Vec::new());
    document::document(frame, head, || {
        let main = view! { {data.upload.problems()} {data.upload.form()} }.into_any();
        document::plain(frame, Section::Other, words::SETUP.to_owned(), words::SETUP_LEAD, main)
    })
}

/// `GET /setup/{token}` once a file was checked, and what putting it in force answers when the name won't do.
#[must_use]
pub fn setup_preview_page(data: SetupPreview, frame: &Frame) -> AnyView {
    let problem = data.problem.map(PersonProblem::told);
    let head = Head::desk(document::title(Language::Swedish, words::PREVIEW, problem.is_some()), Vec::new());
    document::document(frame, head, || {
        let main = view! {
            {problem.map(|(field, message)| document::error_summary(Language::Swedish, field, message))}
            {draft::preview(&data.promise, &data.path, data.today)}
            {administrator(&data, problem)}
            <div class="form ways">
                <form method="post" action=format!("{}/drop", data.path)>
                    <button class="quiet">{words::DROP}</button>
                </form>
                <a href=format!("{}?change", data.path)>{words::CHANGE_TEXT}</a>
            </div>
        }
        .into_any();
        document::plain(frame, Section::Other, words::PREVIEW.to_owned(), words::SETUP_PREVIEW_LEAD, main)
    })
}

fn administrator(data: &SetupPreview, problem: Option<(&'static str, &'static str)>) -> AnyView {
    let of_field = |name: &str| problem.filter(|(field, _)| *field == name).map(|(_, message)| message);
    let organisation = |o: &domain::promise::Organisation| {
        (o.id.to_string(), o.name.clone(), data.organisation.as_ref() == Some(&o.id))
    };
    view! {
        <section aria-labelledby="administrator">
            <h2 id="administrator">{words::ADMINISTRATOR}</h2>
            <p class="hint">{words::ADMINISTRATOR_LEAD} " " {words::PUT_IN_FORCE_LEAD}</p>
            <form method="post" action=format!("{}/in-force", data.path) class="form">
                {field(Field {
                    name: "name",
                    label: words::YOUR_NAME,
                    kind: "text",
                    autocomplete: "name",
                    value: data.name.clone(),
                    hint: Some(people::NAME_HINT),
                    error: of_field("name"),
                })}
                {choice(
                    "organisation",
                    words::YOUR_ORGANISATION,
                    data.promise.organisations.iter().map(organisation).collect(),
                    of_field("organisation"),
                )}
                <button class="key go">{words::PUT_IN_FORCE}</button>
            </form>
        </section>
    }
    .into_any()
}

/// What a used or old set-up link answers.
#[must_use]
pub fn setup_expired_page(frame: &Frame) -> AnyView {
    let head = Head::desk(words::SETUP_EXPIRED.to_owned(), Vec::new());
    document::document(frame, head, || {
        let main = view! {
            <div class="prose">
                <p>{words::SETUP_EXPIRED_NEXT}</p>
                <a class="quiet" href="/login">{people::SIGN_IN}</a>
            </div>
        }
        .into_any();
        document::plain(frame, Section::Other, words::SETUP_EXPIRED.to_owned(), words::SETUP_EXPIRED_WHY, main)
    })
}
