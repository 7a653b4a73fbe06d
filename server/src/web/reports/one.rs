//! `/reports/{id}`: a report on its way, and the texts that people write in it.

use super::composition::composed;
use super::view::{Editing, Overtaken, RefusedText, StaffReportPage, Stamp, staff_report_page};
use super::{found, rows, since};
use crate::clock::now_ms;
use crate::fingerprint;
use crate::http::form::Form;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::print::missing_characters;
use crate::state::App;
use crate::store::{AuditEvent, NotTaken, ReportFigures, ReportRow, Written};
use crate::text;
use crate::web::display_names::known;
use crate::web::page::Page;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authorization::{Ask, Rule, Verdict, Viewer, Who, may, may_pass};
use domain::id::CommitmentId;
use domain::moment::Moment;
use domain::report::{Act, Approver, Audience, Report, RowCount, State as At, TEXT_CHARS};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use texts::{release, report as said};

/// A text as a form sends it: up to twelve bytes for each of its characters.
pub const TEXT_FORM_BYTES: usize = 64 * 1024;

/// `GET /reports/{id}`.
///
/// # Errors
/// 404 for a report that isn't the viewer's partnership's.
pub async fn show(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let row = found(&app, &staff.viewer, &id).await?;
    page(&app, &staff, &row, Editing::default()).await
}

#[derive(Deserialize)]
pub struct Filled {
    commitment: String,
    text: String,
    /// The fingerprint of the text that the form was opened with.
    #[serde(default)]
    seen: String,
}

/// `POST /reports/{id}/texts`: keeps the text of one commitment.
///
/// # Errors
/// 403 for a commitment that another organisation answers for; 409 once the report is frozen.
pub async fn write(
    State(app): State<App>,
    staff: Staff,
    Path(id): Path<String>,
    Form(form): Form<Filled>,
) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let row = found(&app, viewer, &id).await?;
    let commitment = CommitmentId(form.commitment);
    let report = read(&app, viewer, &row).await?.0;
    let reported = report.commitments.iter().find(|c| c.commitment == commitment).ok_or_else(Problem::not_found)?;
    if may(Who::Person(viewer), Ask::Text(reported.owner.into())) != Verdict::Yes {
        return Err(Problem::not_allowed());
    }
    let text = match fit(&form.text) {
        Ok(text) => text,
        Err(why) => {
            let refused = Some(RefusedText { commitment, text: form.text, why });
            return page(&app, &staff, &row, Editing { refused, ..Editing::default() }).await;
        }
    };
    let missing = missing_characters(&text)?;
    // What wasn't changed goes on following the figures.
    let told = text == reported.narrative.trim() && !written(&app, viewer, &row, &commitment).await?;
    let kept = (!told && !text.is_empty()).then(|| text.clone());
    let written = Written { commitment: commitment.clone(), text: kept, seen: form.seen };
    match app.store.write_report(&viewer.partnership, row.id, &written, viewer.person, now_ms()).await? {
        Ok(()) => {
            let editing = Editing { saved: Some(commitment), missing, ..Editing::default() };
            page(&app, &staff, &row, editing).await
        }
        Err(NotTaken::Overtaken) => {
            let told = overtaken(&app, viewer, &row, &commitment).await?;
            let refused = Some(RefusedText { commitment, text, why: release::TEXT_OVERTAKEN.to_owned() });
            let editing = Editing { refused, overtaken: Some(told), ..Editing::default() };
            page(&app, &staff, &row, editing).await
        }
        Err(not) => Err(refused(not)),
    }
}

/// What stands there now, which somebody else has saved.
async fn overtaken(app: &App, viewer: &Viewer, row: &ReportRow, of: &CommitmentId) -> Result<Overtaken, Problem> {
    if let Some(there) = app.store.written_text(&viewer.partnership, row.id, of).await? {
        let by = known(app.store.person(&viewer.partnership, there.by).await?.map(|person| person.name));
        let at = app.in_force(&viewer.partnership).await?.zone.moment(there.at_ms);
        return Ok(Overtaken { by: Some((by, at)), text: there.text });
    }
    let report = read(app, viewer, row).await?.0;
    let reported = report.commitments.into_iter().find(|c| c.commitment == *of);
    Ok(Overtaken { by: None, text: reported.map(|c| c.narrative).unwrap_or_default() })
}

/// A text as it is kept, or why it won't do.
fn fit(text: &str) -> Result<String, String> {
    let text = text::paragraphs(text).map_err(|unfit| unfit.to_string())?;
    if text.chars().count() > TEXT_CHARS { Err(said::TEXT_TOO_LONG.to_owned()) } else { Ok(text) }
}

/// Whether somebody has written of a commitment before.
async fn written(app: &App, viewer: &Viewer, row: &ReportRow, commitment: &CommitmentId) -> Result<bool, Problem> {
    let figures = app.store.report_figures(&viewer.partnership, row).await?;
    Ok(figures.is_some_and(|f| f.texts.contains_key(commitment)))
}

/// Why nothing was done, as programs and people get it.
pub(super) fn refused(not: NotTaken) -> Problem {
    match not {
        NotTaken::Unknown => Problem::not_found(),
        NotTaken::Elsewhere(_) => Problem::new(
            StatusCode::CONFLICT,
            "report_moved_on",
            "Rapporten har gått vidare sedan sidan visades. Ingenting har ändrats. Öppna den igen.",
        ),
        NotTaken::OwnWork => Problem::new(StatusCode::CONFLICT, "own_work", texts::release::OWN_WORK),
        NotTaken::Overtaken => Problem::new(StatusCode::CONFLICT, "overtaken", texts::release::TEXT_OVERTAKEN),
    }
}

/// The report as it stands or was frozen, and the figures as they are now.
pub(super) async fn read(
    app: &App,
    viewer: &Viewer,
    row: &ReportRow,
) -> Result<(Report, Option<crate::store::ReportFigures>), Problem> {
    let figures = app.store.report_figures(&viewer.partnership, row).await?;
    let report = match (&row.frozen, &figures) {
        (Some(frozen), _) => frozen.clone(),
        (None, Some(figures)) => composed(row, figures, now_ms())?,
        (None, None) => return Err(Problem::not_found()),
    };
    Ok((report, figures))
}

/// Logs that a report was read by staff, with how many occasions it tells one by one; its id says which.
pub(super) async fn log_read(
    app: &App,
    viewer: &Viewer,
    row: &ReportRow,
    report: &Report,
    file: Option<&'static str>,
) -> Result<(), Problem> {
    let listed: usize = report.commitments.iter().flat_map(|c| &c.listed).map(|list| list.rows.len()).sum();
    let about = json!({ "report": row.id, "entries": listed, "file": file });
    Ok(app.store.note(&viewer.partnership, Some(viewer.person), AuditEvent::ReadReport, about, now_ms()).await?)
}

/// The steps that were taken, by name for staff.
pub(super) async fn stamps(app: &App, viewer: &Viewer, row: &ReportRow) -> Result<Vec<Stamp>, Problem> {
    let zone = app.in_force(&viewer.partnership).await?.zone.clone();
    let mut stamps = Vec::new();
    for step in &row.steps {
        let by = known(app.store.person(&viewer.partnership, step.by).await?.map(|person| person.name));
        stamps.push(Stamp { state: step.state, at: zone.moment(step.at_ms), by: Some(by) });
    }
    Ok(stamps)
}

/// Who approves a frozen report, and who has, by name.
async fn approvals(
    app: &App,
    viewer: &Viewer,
    row: &ReportRow,
) -> Result<Vec<(Approver, Option<(Moment, String)>)>, Problem> {
    let Some(frozen) = row.frozen.as_ref().filter(|_| matches!(row.state, At::Frozen | At::Approved)) else {
        return Ok(Vec::new());
    };
    let approved = app.store.approvals(&viewer.partnership, row.id).await?;
    let zone = app.in_force(&viewer.partnership).await?.zone.clone();
    let mut approvals = Vec::new();
    for party in frozen.approvers() {
        let approval = match approved.get(&party) {
            Some(approval) => {
                let person = app.store.person(&viewer.partnership, approval.by).await?;
                Some((zone.moment(approval.at_ms), known(person.map(|person| person.name))))
            }
            None => None,
        };
        // A report that was approved before each party did is approved by all.
        if approval.is_some() || row.state == At::Frozen {
            approvals.push((party, approval));
        }
    }
    Ok(approvals)
}

/// By commitment how many rows can be told and how many are, while they are chosen.
fn row_counts(row: &ReportRow, figures: &ReportFigures) -> BTreeMap<CommitmentId, RowCount> {
    let promise = figures.promise(row).filter(|_| row.state == At::Draft);
    let commitments = promise.into_iter().flat_map(|promise| &promise.commitments);
    commitments.map(|c| (c.id.clone(), rows::counted(figures, &c.targets))).collect()
}

async fn page(app: &App, staff: &Staff, row: &ReportRow, editing: Editing) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let (report, figures) = read(app, viewer, row).await?;
    log_read(app, viewer, row, &report, None).await?;
    let corrections = since(row, figures.as_ref(), Audience::Staff).await?.flatten();
    let asked = |ask| may(Who::Person(viewer), ask) == Verdict::Yes;
    let theirs = report.commitments.iter().filter(|c| asked(Ask::Text(c.owner.into())));
    let texts = figures.iter().flat_map(|figures| &figures.texts);
    let seen = texts.map(|(id, text)| (id.clone(), fingerprint::of_text(Some(text.as_str())))).collect();
    let editing = Editing { commitments: theirs.map(|c| c.commitment.clone()).collect(), seen, ..editing };
    let approvals = approvals(app, viewer, row).await?;
    let own = Approver::of(viewer.role);
    let may = |act: &Act| match act {
        Act::Approve => approvals.iter().any(|(party, approved)| Some(*party) == own && approved.is_none()),
        _ => asked(Ask::Route(Rule::Release)),
    };
    let acts = Act::ALL.into_iter().filter(|act| row.state.after(*act).is_some());
    let public = format!("/promise/{}/reports/{}", row.promise, row.id);
    let status = match (&editing.overtaken, &editing.refused) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, Some(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, None) => StatusCode::OK,
    };
    let data = StaffReportPage {
        id: row.id,
        state: row.state,
        stamps: stamps(app, viewer, row).await?,
        acts: acts.filter(may).collect(),
        withdrawn: row.withdrawn.clone(),
        editing,
        corrections,
        named: may_pass(Rule::Devices, viewer.role),
        public: (row.state == At::Published).then_some(public),
        approvals,
        rows: figures.as_ref().map(|figures| row_counts(row, figures)).unwrap_or_default(),
        report,
    };
    Ok((status, Page::new(app.frame(Some(viewer), &staff.name), move |frame| staff_report_page(data, frame)))
        .into_response())
}
