//! The document around the app: the same for everybody, since the phone keeps it and starts from it without coverage.

use super::languages::in_both;
use crate::web::document::Frame;
use crate::web::parts::icons::{GAUGE, Icon, STATUS, Sprite};
use leptos::prelude::*;
use texts::language::Language;
use texts::{common, door as words};

/// Every drawing that the app refers to.
const ICONS: &[&str] = &[
    "act", "add", "again", "book", "car", "check", "doc", "down", "foot", "left", "lock", "minus", "nosig", "pace",
    "pen", "pill", "pin", "plus", "right", "rond", "saved", "send", "sent", "stop", "tel", "undo", "wait", "x",
];

/// The officer's page. Of the frame only the build and the demo's mark are used: nothing in it is about anybody.
#[must_use]
pub fn officer_page(frame: &Frame) -> AnyView {
    let icons: Vec<&'static str> = ICONS.iter().copied().chain(GAUGE).chain(STATUS).collect();
    let of = |name: &str| format!("{}/{name}", frame.assets);
    let demo = frame.demo.then(|| in_both(demo));
    view! {
        <html lang="sv" translate="no">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#0F2B35" media="(prefers-color-scheme: light)" />
                <meta name="theme-color" content="#0D1518" media="(prefers-color-scheme: dark)" />
                <title>{texts::ROND}</title>
                <link rel="stylesheet" href=of("look.css") />
                <link rel="stylesheet" href=of("phone.css") />
                <link rel="manifest" href="/manifest.webmanifest" />
                <link rel="icon" href="/icons/rond.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/icons/apple-touch-180.png" />
                <script type="module" src=of("boot.js")></script>
            </head>
            <body class="app">
                <Sprite names=icons />
                {demo}
                {in_both(super::door::unlock)}
                <div data-app=""></div>
                {in_both(shell)}
            </body>
        </html>
    }
    .into_any()
}

fn demo(language: Language) -> AnyView {
    view! { <p class="demo" role="note">{common::demo(language)}</p> }.into_any()
}

/// What is seen until the app is there, with what the script says when it doesn't start.
pub(crate) fn shell(language: Language) -> AnyView {
    view! {
        <div class="shell display">
            <Icon name="rond" class="i mark" />
            <p class="big">{texts::ROND}</p>
            <p data-boot="" role="status">{words::starting(language)}</p>
            <button class="key" hidden=true data-boot-again="">{words::start_again(language)}</button>
            <a class="quiet" href="/telefon" hidden=true data-boot-door="">{words::the_phone(language)}</a>
            <noscript>{Language::ALL.map(|own| view! { <p lang=own.tag()>{words::no_script(own)}</p> }).into_iter().collect_view()}</noscript>
            <template data-says="failed">{words::failed(language)}</template>
            <template data-says="crashed">{words::crashed(language)}</template>
            <template data-says="blocked">{words::blocked(language)}</template>
            <template data-says="unsent-entries">{words::unsent_entries(language)}</template>
        </div>
    }
    .into_any()
}
