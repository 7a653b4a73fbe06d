//! A form that couldn't be carried out, with all that it held: read by whoever wrote it, and sent anew by their own click.

use crate::http::kept_form::{ACTION, KeptForm, PREFIX};
use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use leptos::prelude::*;
use texts::language::Language;
use texts::{kept::act, sign_in as words};

/// Names of fields that people write in; the rest goes along unseen.
const WRITTEN: [&str; 4] = ["text", "message", "reason", "name"];

impl KeptForm {
    /// What a person wrote, without what the form carried unseen.
    fn written(&self) -> impl Iterator<Item = &str> {
        let is_written = |name: &str| WRITTEN.contains(&name) || name.starts_with("text.");
        self.fields.iter().filter(move |(name, value)| is_written(name) && !value.is_empty()).map(|(_, v)| v.as_str())
    }

    /// The fields within another form, which sends them back when it has done its part.
    pub(crate) fn carried(&self) -> AnyView {
        let field = |(name, value): &(String, String)| {
            view! { <input type="hidden" name=format!("{PREFIX}{name}") value=value.clone() /> }
        };
        view! {
            <input type="hidden" name=ACTION value=self.action.clone() />
            {self.fields.iter().map(field).collect_view()}
        }
        .into_any()
    }
}

/// What was written, to be read and copied.
pub(crate) fn written(language: Language, kept: &KeptForm) -> AnyView {
    let text = |text: &str| {
        let lines: Vec<_> = text.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect();
        view! { <div class="told">{lines}</div> }
    };
    let texts: Vec<_> = kept.written().map(text).collect();
    let none = texts.is_empty().then(|| view! { <p>{words::nothing_written(language)}</p> });
    view! {
        <section aria-labelledby="written">
            <h2 id="written">{words::written(language)}</h2>
            {texts} {none}
        </section>
    }
    .into_any()
}

/// The form with the button that sends it.
pub(crate) fn again(language: Language, kept: &KeptForm) -> AnyView {
    let field = |(name, value): &(String, String)| {
        view! { <input type="hidden" name=name.clone() value=value.clone() /> }
    };
    view! {
        <form method="post" action=kept.action.clone() class="form">
            {kept.fields.iter().map(field).collect_view()}
            <button class="key">{act(language, &kept.action)}</button>
        </form>
    }
    .into_any()
}

/// What `POST /login` answers when a form was brought along: who is signed in sends it, or doesn't.
#[must_use]
pub fn signed_in_page(kept: &KeptForm, frame: &Frame) -> AnyView {
    let language = frame.language;
    document::document(frame, Head::desk(words::signed_in(language).to_owned(), Vec::new()).speaks(language), || {
        let main = view! {
            <div class="prose">{written(language, kept)} {again(language, kept)} <a class="quiet" href="/">{words::instead(language)}</a></div>
        }
        .into_any();
        let heading = words::signed_in(language).to_owned();
        document::plain(frame, Section::Other, heading, words::signed_in_lead(language), main)
    })
}
