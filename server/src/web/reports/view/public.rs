//! A published report, as everybody reads it.

use super::body::{Body, Corrections, body, five};
use crate::web::accessibility::view;
use crate::web::document::{self, Frame, Head};
use crate::web::parts::icons::Icon;
use domain::id::{PromiseId, ReportId};
use domain::moment::Moment;
use domain::report::{Audience, Correction, Report, State};
use leptos::prelude::*;
use texts::accessibility::TITLE;
use texts::language::Language::Swedish;
use texts::{public, release, report as said};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct PublicReportPage {
    pub id: ReportId,
    pub report: Report,
    pub published_at: Moment,
    /// As everybody may see them; `None` where a new version of the promise counts otherwise.
    pub corrections: Option<Vec<Correction>>,
}

/// `GET /promise/{id}/reports/{report}`.
#[must_use]
pub fn public_report_page(data: PublicReportPage, frame: &Frame) -> AnyView {
    let title = said::title(&data.report.name, &data.report.title);
    document::document(frame, Head { class: "desk pub report", ..Head::desk(title, super::icons()) }, || {
        let listed = data.corrections.as_deref().map_or(Corrections::NotComparable, Corrections::Listed);
        let corrections = Some(listed);
        let (report, audience) = (&data.report, Audience::Public);
        let body = body(&Body { report, audience, named: false, corrections, editor: &|_| None, rows: &|_| None });
        view! {
            {header(&data)}
            <main id="main" class="in">{body}</main>
            <footer class="in">
                <p>{public::ASK.said(Swedish)}</p>
                <p>
                    <a href=view::path(Swedish)>{TITLE.said(Swedish)}</a>
                </p>
            </footer>
        }
        .into_any()
    })
}

/// What stands in the place of a report that was taken back.
#[derive(Clone, Debug)]
pub struct WithdrawnPage {
    pub promise: PromiseId,
    /// Of the promise, and of the report.
    pub title: String,
    pub name: String,
    pub at: Moment,
    /// `None` where a newer report replaced it.
    pub reason: Option<String>,
    /// The report of the same days that is valid now.
    pub instead: Option<ReportId>,
}

/// `GET /promise/{id}/reports/{report}` of a report that was taken back.
#[must_use]
pub fn withdrawn_page(data: &WithdrawnPage, frame: &Frame) -> AnyView {
    let title = said::title(&data.name, &data.title);
    document::document(frame, Head { class: "desk pub report", ..Head::desk(title, super::icons()) }, || {
        let promise = format!("/promise/{}", data.promise);
        let reason = data.reason.clone().map(|reason| {
            view! {
                <h2>{release::WITHDRAWN_WHY}</h2>
                <p>{reason}</p>
            }
        });
        let instead = data.instead.map(|id| {
            view! { <p><a href=format!("{promise}/reports/{id}")>{release::REPLACED_BY}</a></p> }
        });
        view! {
            <header class="display">
                <div class="in">
                    <div class="bar row"><p class="grow"><a href=promise.clone()>{data.title.clone()}</a></p></div>
                    <div class="head">
                        <p>{release::withdrawn_at(data.at, data.reason.is_some())}</p>
                        <h1>{data.name.clone()}</h1>
                        <p class="lead">{release::WITHDRAWN_LEAD}</p>
                    </div>
                </div>
            </header>
            <main id="main" class="in">
                <div class="prose">{reason} {instead} <p><a href=promise>{release::TO_PROMISE}</a></p></div>
            </main>
        }
        .into_any()
    })
}

fn header(data: &PublicReportPage) -> AnyView {
    let promise = format!("/promise/{}", data.report.promise);
    let pdf = format!("{promise}/reports/{}/report.pdf", data.id);
    view! {
        <header class="display">
            <div class="in">
                <div class="bar row">
                    <p class="grow">
                        <a href=promise>{data.report.title.clone()}</a>
                    </p>
                    <nav aria-label=public::PAGES.said(Swedish)>
                        <a href=view::path(Swedish)>{public::ACCESSIBLE.said(Swedish)}</a>
                    </nav>
                </div>
                <div class="head">
                    <p>{said::done_at(State::Published, data.published_at, None)}</p>
                    <h1>{data.report.name.clone()}</h1>
                    <p class="lead">{super::lead(&data.report, Audience::Public)}</p>
                    {five(&data.report, Audience::Public)}
                    <p class="row acts">
                        <a class="quiet" href=pdf><Icon name="doc" />{said::AS_PDF}</a>
                    </p>
                </div>
            </div>
        </header>
    }
    .into_any()
}
