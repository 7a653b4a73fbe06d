//! A report on its way, for those who make it: its figures, the texts that they may write, what comes next.

use super::body::{Body, Corrections, body, five};
use crate::web::document::{self, Frame, Head};
use crate::web::menu::Section;
use crate::web::parts::field::within_textarea;
use crate::web::parts::icons::Icon;
use domain::id::{CommitmentId, ReportId};
use domain::moment::Moment;
use domain::report::{Act, Approver, Audience, Correction, Report, Reported, RowCount, State};
use leptos::prelude::*;
use std::collections::BTreeMap;
use texts::language::Language;
use texts::{release, report as said, rows as row_words};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct StaffReportPage {
    pub id: ReportId,
    pub report: Report,
    pub state: State,
    /// The way so far, oldest first.
    pub stamps: Vec<Stamp>,
    /// What the viewer may do next.
    pub acts: Vec<Act>,
    pub editing: Editing,
    /// Since it was frozen; `None` where a new version of the promise counts otherwise.
    pub corrections: Option<Vec<Correction>>,
    /// Phones by name: for supervisors.
    pub named: bool,
    /// Where everybody reads it.
    pub public: Option<String>,
    /// Who approves it, and who has, once it is frozen.
    pub approvals: Vec<(Approver, Option<(Moment, String)>)>,
    /// Why it was taken back.
    pub withdrawn: Option<String>,
    /// Rows that can be told one by one, by commitment; none once it is frozen.
    pub rows: BTreeMap<CommitmentId, RowCount>,
}

/// A step that was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stamp {
    pub state: State,
    pub at: Moment,
    /// By name, for staff.
    pub by: Option<String>,
}

/// What may be written, and what came of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Editing {
    /// Commitments whose texts the viewer may write.
    pub commitments: Vec<CommitmentId>,
    /// The one that was just saved.
    pub saved: Option<CommitmentId>,
    /// Characters of the saved text which a PDF can't have.
    pub missing: Vec<char>,
    /// The one that wasn't saved.
    pub refused: Option<RefusedText>,
    /// What somebody else has saved since the form was opened, where that is why.
    pub overtaken: Option<Overtaken>,
    /// By commitment the fingerprint of the text that its form is opened with; none where nobody wrote.
    pub seen: BTreeMap<CommitmentId, String>,
}

/// The text that somebody else has saved meanwhile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overtaken {
    /// `None` where it was taken away, so that the facts tell again.
    pub by: Option<(String, Moment)>,
    pub text: String,
}

/// A text that wasn't saved: what was written, and why it won't do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefusedText {
    pub commitment: CommitmentId,
    pub text: String,
    pub why: String,
}

/// `GET /reports/{id}`.
#[must_use]
pub fn staff_report_page(data: StaffReportPage, frame: &Frame) -> AnyView {
    let title = said::title(&data.report.name, &data.report.title);
    let title = document::title(Language::Swedish, &title, data.editing.refused.is_some());
    let head = Head { class: "desk pub report", ..Head::desk(title, super::icons()) };
    document::document(frame, head, || {
        let corrections = match &data.corrections {
            _ if data.state == State::Draft => None,
            Some(listed) => Some(Corrections::Listed(listed)),
            None => Some(Corrections::NotComparable),
        };
        let editor = |of: &Reported| editor(&data, of);
        let rows = |of: &Reported| rows(&data, of);
        let body = body(&Body {
            report: &data.report,
            audience: Audience::Staff,
            named: data.named,
            corrections,
            editor: &editor,
            rows: &rows,
        });
        view! {
            {header(&data, frame)}
            <main id="main" class="in">{refused(&data)} {body}</main>
            {document::footer(Language::Swedish)}
        }
        .into_any()
    })
}

fn header(data: &StaffReportPage, frame: &Frame) -> AnyView {
    view! {
        <header class="display">
            <div class="in">
                {document::bar(frame, Section::Reports, Some(&data.report.promise))}
                <div class="head">
                    <p>{data.report.title.clone()}</p>
                    <h1>{data.report.name.clone()}</h1>
                    <p class="lead">{super::lead(&data.report, Audience::Staff)}</p>
                    {five(&data.report, Audience::Staff)}
                    {way(data)}
                    {next(data)}
                </div>
            </div>
        </header>
    }
    .into_any()
}

/// The steps of a report's way: those taken with when and by whom, those to come.
fn way(data: &StaffReportPage) -> AnyView {
    let step = |state: State| {
        let stamp = data.stamps.iter().find(|stamp| stamp.state == state);
        let current = (state == data.state).then_some("step");
        let words = stamp
            .map_or_else(|| said::state(state).to_owned(), |stamp| said::done_at(state, stamp.at, stamp.by.as_deref()));
        view! {
            <li class=if stamp.is_some() { "taken" } else { "" } aria-current=current>
                {stamp.map(|_| view! { <Icon name="check" /> })}
                {words}
            </li>
        }
    };
    let steps = [State::Draft, State::Frozen, State::Approved, State::Published];
    let withdrawn = (data.state == State::Withdrawn).then_some(State::Withdrawn);
    let approval = |(party, approved): &(Approver, Option<(Moment, String)>)| {
        let approved = approved.as_ref().map(|(at, by)| (*at, by.as_str()));
        view! { <li>{release::approval(*party, approved)}</li> }
    };
    let approvals = (!data.approvals.is_empty()).then(|| {
        view! { <ul class="lines" role="list">{data.approvals.iter().map(approval).collect_view()}</ul> }
    });
    let reason = data.withdrawn.clone().map(|reason| view! { <p class="near">{reason}</p> });
    view! {
        <ol class="way" aria-label=said::STEPS>{steps.into_iter().chain(withdrawn).map(step).collect_view()}</ol>
        {approvals} {reason}
    }
    .into_any()
}

fn next(data: &StaffReportPage) -> AnyView {
    let id = data.id;
    let act = |act: &Act| {
        let class = if matches!(act, Act::Reopen | Act::Withdraw) { "quiet" } else { "key go" };
        view! { <a class=class href=format!("/reports/{id}/{}", act.word())>{release::act(*act).0}</a> }
    };
    let public = data.public.clone().map(|href| view! { <a class="quiet" href=href>{said::TO_PUBLIC}</a> });
    view! {
        <p class="row acts">
            {data.acts.iter().map(act).collect_view()}
            <a class="quiet" href=format!("/reports/{id}/report.pdf")><Icon name="doc" />{said::AS_PDF}</a>
            <a class="quiet" href=format!("/reports/{id}/report.xlsx")><Icon name="doc" />{said::AS_WORKBOOK}</a>
            {public}
        </p>
        {(data.state == State::Draft).then(|| view! { <p class="near">{said::DRAFT_MARK}</p> })}
    }
    .into_any()
}

fn refused(data: &StaffReportPage) -> Option<AnyView> {
    Some(document::error_summary(Language::Swedish, "refused", data.editing.refused.as_ref()?.why.clone()))
}

/// How many rows are told, and the way to choosing them.
fn rows(data: &StaffReportPage, of: &Reported) -> Option<AnyView> {
    let count = data.rows.get(&of.commitment).filter(|count| count.all > 0)?;
    let href = format!("/reports/{}/rows", data.id);
    Some(
        view! {
            <p class="row acts">
                <span>{row_words::chosen(count.shown, count.all)}</span>
                <a class="quiet small" href=href>{row_words::CHOOSE_ROWS}</a>
            </p>
        }
        .into_any(),
    )
}

/// What somebody else has saved, above one's own text.
fn overtaken(of: &Overtaken) -> AnyView {
    let lines: Vec<_> = of.text.lines().filter(|line| !line.trim().is_empty()).collect();
    let lines: Vec<_> = lines.into_iter().map(|line| view! { <p>{line.to_owned()}</p> }).collect();
    let by = match &of.by {
        Some((by, at)) => release::overtaken_by(by, *at),
        None => release::OVERTAKEN_BY_NONE.to_owned(),
    };
    view! { <div class="sheet"><p class="near">{by}</p> {lines} <small>{release::TEXT_OVERTAKEN_NEXT}</small></div> }
        .into_any()
}

/// The form for a commitment's text.
fn editor(data: &StaffReportPage, of: &Reported) -> Option<AnyView> {
    let editing = &data.editing;
    if data.state != State::Draft || !editing.commitments.contains(&of.commitment) {
        return None;
    }
    let wrong = editing.refused.as_ref().filter(|refused| refused.commitment == of.commitment);
    let id = if wrong.is_some() { "refused".to_owned() } else { format!("text-{}", of.commitment) };
    let hint = format!("hint-{}", of.commitment);
    let text = wrong.map_or_else(|| of.narrative.clone(), |refused| refused.text.clone());
    let rows = (text.chars().count() / 60 + text.lines().count() + 1).clamp(3, 16);
    let saved = (editing.saved.as_ref() == Some(&of.commitment)).then(|| {
        view! { <p class="ok said" role="status"><Icon name="check" />{said::SAVED}</p> }
    });
    let missing = (editing.saved.as_ref() == Some(&of.commitment) && !editing.missing.is_empty())
        .then(|| view! { <p class="near" role="status">{said::missing_characters(&editing.missing)}</p> });
    let public = of.sensitive.then(|| view! { <small class="near">{said::TEXT_PUBLIC}</small> });
    let action = format!("/reports/{}/texts#c-{}", data.id, of.commitment);
    Some(
        view! {
            <form method="post" action=action class="told">
                <input type="hidden" name="commitment" value=of.commitment.to_string() />
                <input type="hidden" name="seen" value=editing.seen.get(&of.commitment).cloned().unwrap_or_default() />
                {wrong.and(editing.overtaken.as_ref()).map(overtaken)}
                <div class="field">
                    <label for=id.clone()>{said::TEXT}</label>
                    <small id=hint.clone()>{said::TEXT_HINT}</small>
                    {public}
                    {wrong.map(|refused| view! { <p class="error">{refused.why.clone()}</p> })}
                    <textarea id=id name="text" rows=rows aria-describedby=hint aria-invalid=wrong.map(|_| "true")>
                        {within_textarea(&text)}
                    </textarea>
                </div>
                <p class="row acts">
                    <button class="quiet small">{said::SAVE}</button>
                    {saved}
                </p>
                {missing}
            </form>
        }
        .into_any(),
    )
}
