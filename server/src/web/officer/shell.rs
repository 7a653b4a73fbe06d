//! The document around the app: the same for everybody, since the phone keeps it and starts from it without coverage.

use crate::web::document::Frame;
use crate::web::parts::icons::{GAUGE, Icon, STATUS, Sprite};
use leptos::prelude::*;
use texts::officer;

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
    let demo = frame.demo.then(|| view! { <p class="demo" role="note">{texts::DEMO}</p> });
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
                {super::door::unlock()}
                <div data-app=""></div>
                <div class="shell display">
                    <Icon name="rond" class="i mark" />
                    <p class="big">{texts::ROND}</p>
                    <p data-boot="" role="status">{officer::STARTING}</p>
                    <a class="quiet" href="/telefon" hidden=true data-boot-door="">{officer::THE_PHONE}</a>
                    <button class="key" hidden=true data-boot-again="">{officer::START_AGAIN}</button>
                    <noscript>{officer::NO_SCRIPT}</noscript>
                </div>
            </body>
        </html>
    }
    .into_any()
}
