//! The accessibility statement (tillgänglighetsredogörelse), with a way to tell what doesn't work.

use crate::web::document::{self, Frame, Head};
use crate::web::parts::icons::Icon;
use leptos::prelude::*;
use texts::accessibility::{LEAD, PARTS, TITLE};
use texts::language::{Both, Language};

/// Where it is, in a language.
#[must_use]
pub(crate) fn path(language: Language) -> String {
    format!("/accessibility?lang={}", language.tag())
}

/// `GET /accessibility`.
#[must_use]
pub fn accessibility_page(language: Language, frame: &Frame) -> AnyView {
    let title = TITLE.said(language);
    let versions: Vec<(Language, String)> = Language::ALL.map(|language| (language, path(language))).into();
    let head = Head { language, versions: versions.clone(), ..Head::desk(title.to_owned(), Vec::new()) };
    let part = |(heading, text): (Both, Both)| {
        view! {
            <section>
                <h2>{heading.said(language)}</h2>
                <p>{text.said(language)}</p>
            </section>
        }
    };
    document::document(frame, head, || {
        view! {
            <header class="display">
                <div class="in">
                    <div class="bar row">
                        <a class="row grow" href="/">
                            <Icon name="rond" />
                            <b class="big">{texts::ROND}</b>
                        </a>
                        {document::other_language(language, &versions)}
                    </div>
                    <div class="head">
                        <h1>{title}</h1>
                        <p class="lead">{LEAD.said(language)}</p>
                    </div>
                </div>
            </header>
            <main id="main" class="in">
                <div class="prose">{PARTS.into_iter().map(part).collect_view()}</div>
            </main>
        }
        .into_any()
    })
}
