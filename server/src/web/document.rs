//! The whole document around a page: head, skip link, the bar on top, the drawings that the page uses.

use super::menu::{self, MenuEntry, Section, menu};
use super::parts::icons::{Icon, Sprite};
use domain::authorization::Role;
use domain::id::PromiseId;
use leptos::prelude::*;
use std::borrow::Cow;
use texts::language::Language;
use texts::{common, frame as words, role};

/// What every page needs to know besides its own data.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The folder of this build's files: `/pkg/<build>`.
    pub assets: String,
    /// Where the server is reached from outside, without a slash at its end.
    pub public_url: String,
    /// Made-up entries; said on every page.
    pub demo: bool,
    /// Who is signed in; `None` on public pages.
    pub viewer: Option<Viewer>,
    /// The page came over http from elsewhere than this machine, so that phones can't install the app.
    pub insecure: bool,
    /// What the page speaks, where it speaks both languages.
    pub language: Language,
}

impl Frame {
    /// The same, for a page that speaks this language.
    #[must_use]
    pub fn speaks(self, language: Language) -> Self {
        Self { language, ..self }
    }
}

/// Who is signed in, as the bar on top shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Viewer {
    pub name: String,
    pub role: Role,
}

/// What differs from page to page around its content.
pub(crate) struct Head {
    pub(crate) title: String,
    /// "desk", or "desk pub".
    pub(crate) class: &'static str,
    /// The drawings that the content refers to; the bar's own are added.
    pub(crate) icons: Vec<&'static str>,
    pub(crate) language: Language,
    /// Where the page is in each of its languages, below the public address; empty for pages that have only one.
    pub(crate) versions: Vec<(Language, String)>,
    /// The script that the page is better with, if any: "live" keeps it up to date (`parts::live`), "passkey" speaks to
    /// the browser's keys.
    pub(crate) script: Option<&'static str>,
}

impl Head {
    pub(crate) fn desk(title: String, icons: Vec<&'static str>) -> Self {
        Self { title, class: "desk", icons, language: Language::Swedish, versions: Vec::new(), script: None }
    }

    pub(crate) fn speaks(self, language: Language) -> Self {
        Self { language, ..self }
    }

    pub(crate) fn live(self) -> Self {
        Self { script: Some("live"), ..self }
    }

    pub(crate) fn passkey(self) -> Self {
        Self { script: Some("passkey"), ..self }
    }
}

/// The whole document around a page's content.
pub(crate) fn document(frame: &Frame, head: Head, content: impl FnOnce() -> AnyView) -> AnyView {
    let Head { title, class, mut icons, language, versions, script } = head;
    icons.push("rond");
    icons.sort_unstable();
    icons.dedup();
    let sheet = |name: &str| format!("{}/{name}.css", frame.assets);
    let version = |(language, path): (Language, String)| {
        let href = format!("{}{path}", frame.public_url);
        view! { <link rel="alternate" hreflang=language.tag() href=href /> }
    };
    let script = script.map(|name| format!("{}/{name}.js", frame.assets));
    // A translated figure or verdict is another one. What citizens read may be translated.
    let translate = frame.viewer.is_some().then_some("no");
    view! {
        <html lang=language.tag() translate=translate>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width,initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>{format!("{title} – {}", texts::ROND)}</title>
                <link rel="stylesheet" href=sheet("look") />
                <link rel="stylesheet" href=sheet("staff") />
                {script.map(|src| view! { <script type="module" src=src></script> })}
                {class.ends_with("report").then(|| view! { <link rel="stylesheet" href=sheet("report") /> })}
                <link rel="icon" href="/icons/rond.svg" type="image/svg+xml" />
                {versions.into_iter().map(version).collect_view()}
            </head>
            <body class=class>
                <Sprite names=icons />
                <a class="vh skip" href="#main">{common::skip(language)}</a>
                {frame.demo.then(|| view! { <p class="demo" role="note">{common::demo(language)}</p> })}
                {content()}
            </body>
        </html>
    }
    .into_any()
}

/// The bar on top of every page for staff: where one may go, who one is, the way out.
pub(crate) fn bar(frame: &Frame, here: Section, promise: Option<&PromiseId>) -> AnyView {
    let language = frame.language;
    let role = frame.viewer.as_ref().map(|v| v.role);
    let home = role.map_or("/", menu::home);
    let link = |entry: &'static MenuEntry| {
        let current = (here == entry.section).then_some("page");
        view! { <a href=entry.path aria-current=current>{(entry.title)(language)}</a> }
    };
    let public = promise.filter(|_| role.is_some()).map(|id| format!("/promise/{id}"));
    let at_account = (here == Section::Account).then_some("page");
    let viewer = frame.viewer.clone().map(|viewer| {
        view! {
            <p>
                <small>{role::name(language, viewer.role)}</small>
                <a href="/account" aria-current=at_account>{viewer.name}</a>
            </p>
            <form method="post" action="/logout">
                <button class="go-out">{words::log_out(language)}</button>
            </form>
        }
    });
    view! {
        <div class="bar row">
            <a class="row" href=home>
                <Icon name="rond" />
                <b class="big">{texts::ROND}</b>
            </a>
            <nav class="grow" aria-label=words::menu(language)>
                {role.map(|role| menu(role).map(link).collect_view())}
                {public.map(|href| view! { <a href=href>{words::public_page(language)}</a> })}
            </nav>
            {viewer}
        </div>
    }
    .into_any()
}

/// A staff page with one column under a heading: everything but the dashboard.
pub(crate) fn plain(frame: &Frame, here: Section, heading: String, lead: &'static str, main: AnyView) -> AnyView {
    let language = frame.language;
    let warning = frame.insecure.then(|| view! { <p class="alert warn" role="note">{words::insecure(language)}</p> });
    view! {
        <header class="display">
            <div class="in">
                {bar(frame, here, None)}
                <div class="head">
                    <h1>{heading}</h1>
                    {(!lead.is_empty()).then(|| view! { <p class="lead">{lead}</p> })}
                </div>
            </div>
        </header>
        <main id="main" class="in">{warning} {main}</main>
        {footer(language)}
    }
    .into_any()
}

/// The link to the same page in the other language, each in its own.
pub(crate) fn other_language(here: Language, versions: &[(Language, String)]) -> AnyView {
    let link = |(to, href): &(Language, String)| {
        view! { <a href=href.clone() lang=to.tag() hreflang=to.tag()>{to.led_to()}</a> }
    };
    versions.iter().filter(|(to, _)| *to != here).map(link).collect_view().into_any()
}

/// Below every page.
pub(crate) fn footer(language: Language) -> AnyView {
    view! {
        <footer class="in">
            <p>
                <a href=format!("/accessibility?lang={}", language.tag())>{words::accessibility(language)}</a>
            </p>
        </footer>
    }
    .into_any()
}

/// The summary on top of a form that didn't go through: focused, with a link to the field.
pub(crate) fn error_summary(language: Language, field: &'static str, message: impl Into<Cow<'static, str>>) -> AnyView {
    let message = message.into();
    view! {
        <div class="alert" role="alert" tabindex="-1" autofocus=true>
            <h2>{words::error_summary(language)}</h2>
            <p>
                <a href=format!("#{field}")>{message}</a>
            </p>
        </div>
    }
    .into_any()
}

/// The title of a page whose form didn't go through says so first.
pub(crate) fn title(language: Language, title: &str, failed: bool) -> String {
    if failed { format!("{} {title}", words::error_prefix(language)) } else { title.to_owned() }
}
