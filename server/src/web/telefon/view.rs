//! `/telefon`: what lies on this phone, whose it is, and the ways out: a rescue file, and signing somebody out.
//!
//! The same for everybody and kept with the app's build. It must work when the app itself can't start, so it is plain markup
//! and one script (`public/telefon.js`): no WebAssembly, no key, nothing that isn't in the browser already.

use crate::web::document::Frame;
use crate::web::officer::languages::{in_both, switch};
use leptos::prelude::*;
use texts::language::Language;
use texts::phone as words;

/// The page. Nothing in it is about anybody: the script fills it in from the phone's storage.
#[must_use]
pub fn telefon_page(frame: &Frame) -> AnyView {
    let of = |name: &str| format!("{}/{name}", frame.assets);
    view! {
        <html lang="sv" translate="no">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                {in_both(title)}
                <link rel="stylesheet" href=of("look.css") />
                <link rel="stylesheet" href=of("phone.css") />
                <link rel="icon" href="/icons/rond.svg" type="image/svg+xml" />
                <script type="module" src=of("telefon.js")></script>
            </head>
            <body class="app">
                {in_both(body)}
            </body>
        </html>
    }
    .into_any()
}

fn title(language: Language) -> AnyView {
    view! { <title>{format!("{} – {}", words::phone(language), texts::ROND)}</title> }.into_any()
}

pub(crate) fn body(language: Language) -> AnyView {
    view! {
        <div class="phone">
            <header class="display">
                <a class="back row" href="/">{words::back_to_app(language)}</a>
                <h1>{words::phone(language)}</h1>
                <p>{words::phone_lead(language)}</p>
            </header>
            <main class="body">
                <p role="status" data-told="">{words::looking(language)}</p>
                {switch(language)}
                <noscript>{words::needs_script(language)}</noscript>
                {someone(language)}
                {sentences(language)}
                {crate::web::officer::door::enrol(language)}
            </main>
        </div>
    }
    .into_any()
}

/// One person of the phone's, as often as there are people.
fn someone(language: Language) -> AnyView {
    view! {
        <template data-someone="">
            <section class="sheet">
                <h2 class="big" data-mark=""></h2>
                <p data-counts=""></p>
                <p>
                    <button class="key" type="button" data-do="save-file">{words::save_file(language)}</button>
                </p>
                <p>
                    <small data-save-why="">{words::save_file_why(language)}</small>
                </p>
                <details>
                    <summary class="quiet">{words::sign_out(language)}</summary>
                    <p data-blocked="" role="status">{words::sign_out_blocked(language)}</p>
                    <p>{words::sign_out_why(language)}</p>
                    <button class="quiet" type="button" data-do="sign-out">{words::sign_out_now(language)}</button>
                </details>
            </section>
        </template>
    }
    .into_any()
}

/// What the script says; it has no words of its own.
fn sentences(language: Language) -> AnyView {
    let all = [
        ("nobody", words::nobody(language)),
        ("unavailable", words::unavailable(language)),
        ("waiting", words::waiting(language)),
        ("refused", words::refused(language)),
        ("unsaved", words::unsaved(language)),
        ("all-sent", words::all_sent(language)),
        ("saved-file", words::saved_file(language)),
        ("signed-out", words::signed_out(language)),
        ("no-key", words::no_key(language)),
    ];
    let one = |(name, text): (&'static str, &'static str)| view! { <template data-says=name>{text}</template> };
    all.into_iter().map(one).collect_view().into_any()
}
