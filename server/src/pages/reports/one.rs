//! `/reports/{id}`: a report on its way, and the texts that people write in it.

use super::{found, since};
use crate::clock::now_ms;
use crate::guard::SignedIn;
use crate::names::known;
use crate::problem::Problem;
use crate::reports::composed;
use crate::state::App;
use crate::store::{Deed, NotTaken, ReportRow, Written};
use app::pages::report::{Editing, StaffReportPage, Stamp, staff_report_page};
use axum::extract::{Extension, Form, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::id::CommitmentId;
use domain::reach::{Ask, Rule, Verdict, Viewer, Who, may};
use domain::report::{Act, Audience, Report, State as At, TEXT_CHARS};
use serde::Deserialize;
use serde_json::json;

/// A text as a form sends it: up to twelve bytes for each of its characters.
pub const TEXT_FORM_BYTES: usize = 64 * 1024;

/// `GET /reports/{id}`.
///
/// # Errors
/// 404 for a report that isn't the viewer's partnership's.
pub async fn show(
    State(app): State<App>,
    Extension(signed_in): Extension<Option<SignedIn>>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let signed_in = signed_in.ok_or_else(Problem::not_signed_in)?;
    let row = found(&app, &signed_in.viewer, &id).await?;
    page(&app, &signed_in, &row, Editing::default()).await
}

#[derive(Deserialize)]
pub struct Filled {
    commitment: String,
    text: String,
}

/// `POST /reports/{id}/texts`: keeps the text of one commitment.
///
/// # Errors
/// 403 for a commitment that another organisation answers for; 409 once the report is frozen.
pub async fn write(
    State(app): State<App>,
    Extension(signed_in): Extension<Option<SignedIn>>,
    Path(id): Path<String>,
    Form(form): Form<Filled>,
) -> Result<Response, Problem> {
    let signed_in = signed_in.ok_or_else(Problem::not_signed_in)?;
    let viewer = &signed_in.viewer;
    let row = found(&app, viewer, &id).await?;
    let commitment = CommitmentId(form.commitment);
    let report = read(&app, viewer, &row).await?.0;
    let reported = report.commitments.iter().find(|c| c.commitment == commitment).ok_or_else(Problem::not_found)?;
    if may(Who::Person(viewer), Ask::Text(reported.owner.into())) != Verdict::Yes {
        return Err(Problem::not_allowed());
    }
    // Browsers end lines as mail does.
    let text = form.text.replace("\r\n", "\n").trim().to_owned();
    if text.chars().count() > TEXT_CHARS {
        let editing = Editing { refused: Some((commitment, text)), ..Editing::default() };
        return page(&app, &signed_in, &row, editing).await;
    }
    // What wasn't changed goes on following the figures.
    let told = text == reported.narrative.trim() && !written(&app, viewer, &row, &commitment).await?;
    let written = Written { commitment: commitment.clone(), text: (!told && !text.is_empty()).then_some(text) };
    match app.store.write_report(&viewer.partnership, row.id, &written, viewer.person, now_ms()).await? {
        Ok(()) => page(&app, &signed_in, &row, Editing { saved: Some(commitment), ..Editing::default() }).await,
        Err(not) => Err(refused(not)),
    }
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
    Ok(app.store.note(&viewer.partnership, Some(viewer.person), Deed::ReadReport, about, now_ms()).await?)
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

async fn page(app: &App, signed_in: &SignedIn, row: &ReportRow, editing: Editing) -> Result<Response, Problem> {
    let viewer = &signed_in.viewer;
    let (report, figures) = read(app, viewer, row).await?;
    log_read(app, viewer, row, &report, None).await?;
    let corrections = since(row, figures.as_ref(), Audience::Staff).await?.flatten();
    let asked = |ask| may(Who::Person(viewer), ask) == Verdict::Yes;
    let theirs = report.commitments.iter().filter(|c| asked(Ask::Text(c.owner.into())));
    let editing = Editing { commitments: theirs.map(|c| c.commitment.clone()).collect(), ..editing };
    let acts = Act::ALL.into_iter().filter(|act| row.state.after(*act).is_some());
    let public = format!("/promise/{}/reports/{}", row.promise, row.id);
    let status = if editing.refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let data = StaffReportPage {
        id: row.id,
        state: row.state,
        stamps: stamps(app, viewer, row).await?,
        acts: acts.filter(|_| asked(Ask::Route(Rule::Release))).collect(),
        editing,
        corrections,
        named: viewer.role == domain::reach::Role::Supervisor,
        public: (row.state == At::Published).then_some(public),
        report,
    };
    Ok((status, Html(staff_report_page(data, &app.frame(Some(viewer), &signed_in.name)))).into_response())
}
