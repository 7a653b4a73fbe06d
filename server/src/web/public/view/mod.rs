//! The public page: do they keep what they promised, in their own words?

mod pledge;
mod published;
mod top;

use crate::web::accessibility::view::path as accessibility_path;
use crate::web::document::{self, Frame, Head};
use crate::web::parts::gauge::legend;
use crate::web::parts::icons::{GAUGE, STATUS};
use domain::calendar::{Day, Span};
use domain::figure::{Described, Figure};
use domain::id::PromiseId;
use domain::moment::Moment;
use domain::promise::{Commitment, Promise};
use domain::standing::{self, Pace, Party};
use leptos::prelude::*;
pub use published::Published;
use texts::language::Language;
use texts::{accessibility, public};

/// What the public page shows: one promise in one year, as citizens may see it.
#[derive(Clone, Debug)]
pub struct PublicPage {
    pub promise: Promise,
    /// The promises that may be switched to, this one included.
    pub others: Vec<(PromiseId, String)>,
    /// The years that may be switched to, this one included.
    pub years: Vec<i32>,
    pub year: i32,
    /// The last day that is shown; it ended at least seven days ago.
    pub day: Day,
    /// When the figures were read.
    pub as_of: Moment,
    pub language: Language,
    /// Every commitment as everybody may see it up to that day, in the promise's order.
    pub described: Vec<Described>,
    /// Published reports, newest first: address and name.
    pub reports: Vec<(String, String)>,
    /// The last of them that this year's figures go on from.
    pub published: Option<Published>,
}

/// `GET /promise/{id}`.
#[must_use]
pub fn public_page(data: PublicPage, frame: &Frame) -> AnyView {
    let icons = STATUS.into_iter().chain(GAUGE).chain(["act"]).collect();
    let head = Head {
        title: public::title(data.language, &data.promise.title),
        class: "desk pub",
        icons,
        language: data.language,
        versions: data.versions(),
        script: None,
    };
    document::document(frame, head, || {
        let parties = [Party::Police, Party::Municipality, Party::Together].map(|party| of_party(&data, party));
        view! {
            {top::header(&data)}
            <main id="main" class="in">
                {stamp(&data)} {parties.into_iter().collect_view()} {about(&data)}
            </main>
            {footer(data.language)}
        }
        .into_any()
    })
}

impl PublicPage {
    /// The part of the promise that lies in the chosen year.
    fn year_shown(&self) -> Span {
        Span::of_year(self.year).and_then(|year| year.meet(self.promise.span())).unwrap_or(self.promise.span())
    }

    /// Where this promise is in a year.
    fn path(&self, year: i32, language: Language) -> String {
        format!("/promise/{}?year={year}&lang={}", self.promise.id, language.tag())
    }

    /// Where this very page is in each of its languages.
    fn versions(&self) -> Vec<(Language, String)> {
        Language::ALL.map(|language| (language, self.path(self.year, language))).into()
    }

    /// A commitment's figures.
    fn figures(&self, of: &Commitment) -> &[Figure] {
        self.described.iter().find(|d| d.commitment == of.id).map(|d| d.figures.as_slice()).unwrap_or_default()
    }

    fn ended(&self) -> bool {
        Pace::of(self.year_shown(), self.day).days_left() == 0
    }
}

/// As of when, what the marks mean, and the words that the promise opens with.
fn stamp(data: &PublicPage) -> AnyView {
    let language = data.language;
    let continues = data.promise.extends.as_ref().map(|origin| {
        let title = data.others.iter().find(|(id, _)| id == origin).map_or(origin.as_str(), |(_, title)| title);
        let (before, after) = public::continues(language, data.promise.from.year());
        view! {
            <p>
                {before} <span lang=language.of_signed()>{title.to_owned()}</span> {after}
            </p>
        }
    });
    let signed = public::signed_in_swedish(language).map(|said| view! { <p>{said}</p> });
    view! {
        <section class="split stamp" aria-label=public::STAMP.said(language)>
            <blockquote class="signed" lang=language.of_signed()>{data.promise.preamble.clone()}</blockquote>
            <div>
                <p>
                    {public::THROUGH.said(language)} " " <b>{language.long(data.day)}</b> ". "
                    {public::counted(language, data.as_of)} " " {public::LAG.said(language)}
                </p>
                {continues} {signed}
                {legend(public::EXPECTED_MARK.said(language), public::MISSING_MARK.said(language))}
            </div>
        </section>
    }
    .into_any()
}

fn of_party(data: &PublicPage, party: Party) -> Option<AnyView> {
    let theirs = || data.promise.commitments.iter().filter(|c| standing::party(&data.promise, c) == party);
    let id = match party {
        Party::Police => "police",
        Party::Municipality => "municipality",
        Party::Together => "together",
    };
    theirs().next().map(|_| {
        view! {
            <section aria-labelledby=id>
                <h2 id=id>{public::party(data.language, party)}</h2>
                <ol role="list">{theirs().map(|c| pledge::pledge(data, c)).collect_view()}</ol>
            </section>
        }
        .into_any()
    })
}

/// How it is counted, the figures for machines, and other promises.
fn about(data: &PublicPage) -> AnyView {
    let language = data.language;
    let definitions = public::definitions(language, data.promise.near, data.promise.targets().any(|t| t.sensitive));
    let definition = |(term, text): (&'static str, String)| view! { <dt>{term}</dt> <dd>{text}</dd> };
    let id = &data.promise.id;
    let figures = |kind: &str| format!("/api/v1/promises/{id}/public{kind}?year={}", data.year);
    let others: Vec<_> = data.others.iter().filter(|(other, _)| other != id).collect();
    let other = |(other, title): &(PromiseId, String)| {
        view! {
            <li>
                <a href=format!("/promise/{other}?lang={}", language.tag()) lang=language.of_signed()>
                    {title.clone()}
                </a>
            </li>
        }
    };
    let others = (!others.is_empty()).then(|| {
        view! {
            <h2 class="next">{public::OTHERS.said(language)}</h2>
            <ul class="lines" role="list">{others.into_iter().map(other).collect_view()}</ul>
        }
    });
    let report = |(href, name): &(String, String)| {
        view! {
            <li>
                <a href=href.clone() lang=language.of_signed()>
                    {name.clone()}
                </a>
            </li>
        }
    };
    let reports = (!data.reports.is_empty()).then(|| {
        view! {
            <h2>{public::REPORTS.said(language)}</h2>
            <ul class="lines past" role="list">{data.reports.iter().map(report).collect_view()}</ul>
        }
    });
    view! {
        <section class="split" aria-labelledby="how">
            <div>
                <h2 id="how">{public::HOW.said(language)}</h2>
                <dl class="defs">{definitions.into_iter().map(definition).collect_view()}</dl>
            </div>
            <div>
                {reports}
                <h2>{public::FIGURES.said(language)}</h2>
                <p>
                    <a href=format!("{}&format=excel", figures(".csv"))>{public::FOR_EXCEL.said(language)}</a>
                </p>
                <p>
                    <a href=figures(".csv")>{public::AS_CSV.said(language)}</a>
                </p>
                <p>
                    <a href=figures("")>{public::AS_JSON.said(language)}</a>
                </p>
                {others}
            </div>
        </section>
    }
    .into_any()
}

fn footer(language: Language) -> AnyView {
    view! {
        <footer class="in">
            <p>{public::ASK.said(language)}</p>
            <p>
                <a href=accessibility_path(language)>{accessibility::TITLE.said(language)}</a>
            </p>
        </footer>
    }
    .into_any()
}
