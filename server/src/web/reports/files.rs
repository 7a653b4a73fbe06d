//! A report as files: a PDF for reading and keeping, a workbook for reckoning.

use super::composition::Shown;
use super::one::{log_read, read, stamps};
use super::paper::paper;
use super::public::{Published, published};
use super::sheets::sheets;
use super::{found, since};
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::print::pdf::pdf as set;
use crate::print::workbook::workbook as write;
use crate::state::App;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::authorization::{Rule, may_pass};
use domain::id::ReportId;
use domain::report::Audience;
use texts::report as said;

const PDF: &str = "application/pdf";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /reports/{id}/report.pdf`.
///
/// # Errors
/// 404 for a report that isn't the viewer's partnership's.
pub async fn pdf(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let shown = shown(&app, staff, &id, "pdf").await?;
    Ok(file(set(&paper(&shown))?, PDF, &shown, "pdf", "no-store"))
}

/// `GET /reports/{id}/report.xlsx`.
///
/// # Errors
/// 404 for a report that isn't the viewer's partnership's.
pub async fn workbook(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let shown = shown(&app, staff, &id, "xlsx").await?;
    let title = said::title(&shown.report.name, &shown.report.title);
    let bytes = write(&title, shown.report.as_of, &sheets(&shown))?;
    Ok(file(bytes, XLSX, &shown, "xlsx", "no-store"))
}

/// `GET /promise/{id}/reports/{report}/report.pdf`.
///
/// # Errors
/// 404 unless the report was published, 410 once it is taken back.
pub async fn public_pdf(
    State(app): State<App>,
    Path((promise, id)): Path<(String, ReportIdText)>,
) -> Result<Response, Problem> {
    let id = ReportId::read(&id).ok_or_else(Problem::not_found)?;
    let Published::Valid(shown, _) = published(&app, promise, id).await? else {
        return Err(Problem::new(StatusCode::GONE, "withdrawn", texts::release::WITHDRAWN_LEAD));
    };
    Ok(file(set(&paper(&shown))?, PDF, &shown, "pdf", "public, max-age=300"))
}

/// An id as an address has it.
type ReportIdText = String;

async fn shown(app: &App, staff: Staff, id: &str, file: &'static str) -> Result<Shown, Problem> {
    let viewer = staff.viewer;
    let row = found(app, &viewer, id).await?;
    let (report, figures) = read(app, &viewer, &row).await?;
    log_read(app, &viewer, &row, &report, Some(file)).await?;
    let steps = stamps(app, &viewer, &row).await?;
    let step = |stamp: super::view::Stamp| said::done_at(stamp.state, stamp.at, stamp.by.as_deref());
    Ok(Shown {
        report,
        audience: Audience::Staff,
        named: may_pass(Rule::Devices, viewer.role),
        demo: app.demo,
        corrections: since(&row, figures.as_ref(), Audience::Staff).await?,
        steps: steps.into_iter().map(step).collect(),
    })
}

fn file(bytes: Vec<u8>, kind: &str, of: &Shown, ending: &str, caching: &str) -> Response {
    let days = of.report.period.days;
    let name = format!("attachment; filename=\"{}_{}_{}.{ending}\"", of.report.promise, days.from, days.to);
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, caching.to_owned()),
    ];
    (headers, bytes).into_response()
}
