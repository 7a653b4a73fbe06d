//! `/telefon`: what lies on this phone, whose it is, and the ways out: a rescue file, and signing somebody out.
//!
//! The same for everybody and kept with the app's build. It must work when the app itself can't start, so it is plain markup
//! and one script (`public/telefon.js`): no WebAssembly, no key, nothing that isn't in the browser already.

use crate::web::document::Frame;
use leptos::prelude::*;
use texts::rescue;

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
                <title>{format!("{} – {}", rescue::PHONE, texts::ROND)}</title>
                <link rel="stylesheet" href=of("look.css") />
                <link rel="stylesheet" href=of("phone.css") />
                <link rel="icon" href="/icons/rond.svg" type="image/svg+xml" />
                <script type="module" src=of("telefon.js")></script>
            </head>
            <body class="app">
                <div class="phone">
                    <header class="display">
                        <a class="back row" href="/">{rescue::BACK_TO_APP}</a>
                        <h1>{rescue::PHONE}</h1>
                        <p>{rescue::PHONE_LEAD}</p>
                    </header>
                    <main class="body">
                        <p role="status" data-told="">{rescue::LOOKING}</p>
                        <noscript>{rescue::NEEDS_SCRIPT}</noscript>
                        {someone()}
                        {sentences()}
                        {crate::web::officer::door::enrol()}
                    </main>
                </div>
            </body>
        </html>
    }
    .into_any()
}

/// One person of the phone's, as often as there are people.
fn someone() -> AnyView {
    view! {
        <template data-someone="">
            <section class="sheet">
                <h2 class="big" data-mark=""></h2>
                <p data-counts=""></p>
                <p>
                    <button class="key" type="button" data-do="save-file">{rescue::SAVE_FILE}</button>
                </p>
                <p>
                    <small data-save-why="">{rescue::SAVE_FILE_WHY}</small>
                </p>
                <details>
                    <summary class="quiet">{rescue::SIGN_OUT}</summary>
                    <p data-blocked="" role="status">{rescue::SIGN_OUT_BLOCKED}</p>
                    <p>{rescue::SIGN_OUT_WHY}</p>
                    <button class="quiet" type="button" data-do="sign-out">{rescue::SIGN_OUT_NOW}</button>
                </details>
            </section>
        </template>
    }
    .into_any()
}

/// What the script says; it has no words of its own.
fn sentences() -> AnyView {
    let all = [
        ("nobody", rescue::NOBODY),
        ("unavailable", rescue::UNAVAILABLE),
        ("waiting", rescue::WAITING),
        ("refused", rescue::REFUSED),
        ("unsaved", rescue::UNSAVED),
        ("all-sent", rescue::ALL_SENT),
        ("saved-file", rescue::SAVED_FILE),
        ("signed-out", rescue::SIGNED_OUT),
        ("no-key", rescue::NO_KEY),
    ];
    let one = |(name, text): (&'static str, &'static str)| view! { <template data-says=name>{text}</template> };
    all.into_iter().map(one).collect_view().into_any()
}
