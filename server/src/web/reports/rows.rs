//! `/reports/{id}/rows`: choosing what a report tells one by one. Each organisation reads and chooses its own rows: whose
//! entries somebody may not read, theirs stay unread here too (protocol, section 7).

use super::found;
use super::one::{log_read, read, refused};
use super::view::rows::{ChosenRow, NotChosen, RowList, RowProblem, RowText, RowsPage, rows_page};
use crate::clock::now_ms;
use crate::http::form::Form;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::people::organisations;
use crate::state::App;
use crate::store::{Choosing, NotTaken, ReportFigures, ReportRow, RowAsked};
use crate::web::page::Page;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::authorization::{Viewer, entries_of};
use domain::id::{EntryId, OrganisationId, TargetId};
use domain::limits::FIELD_TEXT_CHARS;
use domain::promise::{Activity, Promise, Target};
use domain::report::{Occurrence, RowChoice, RowCount, State as At, Texts, free_text};
use texts::language::Language::Swedish;
use texts::listed;

/// `GET /reports/{id}/rows`.
///
/// # Errors
/// 404 for a report that isn't the viewer's partnership's.
pub async fn show_rows(State(app): State<App>, staff: Staff, Path(id): Path<String>) -> Result<Response, Problem> {
    let row = found(&app, &staff.viewer, &id).await?;
    page(&app, &staff, &row, None).await
}

/// `POST /reports/{id}/rows`: keeps the choice about one row.
///
/// # Errors
/// 403 for another organisation's row, 409 once the report is frozen; a choice that won't do is a page.
pub async fn choose_row(
    State(app): State<App>,
    staff: Staff,
    Path(id): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let row = found(&app, viewer, &id).await?;
    if row.state != At::Draft {
        return Err(refused(NotTaken::Elsewhere(row.state)));
    }
    let value = |name: &str| sent.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str());
    let figures = app.store.report_figures(&viewer.partnership, &row).await?.ok_or_else(Problem::not_found)?;
    let root = EntryId::read(value("entry")).ok_or_else(Problem::not_found)?;
    let target = TargetId(value("target").to_owned());
    let rows = figures.told.get(&target).map(Vec::as_slice).unwrap_or_default();
    let occurrence = rows.iter().find(|told| told.root == root).ok_or_else(Problem::not_found)?;
    if entries_of(viewer) != Some(&occurrence.organisation) {
        return Err(Problem::not_allowed());
    }
    let promise = figures.promise(&row).ok_or_else(Problem::not_found)?;
    let activity = activity_of(promise, &target).ok_or_else(Problem::not_found)?;
    let text = |id: &str| value(&format!("text.{id}")).replace("\r\n", "\n").trim().to_owned();
    let texts: Texts = free_text(activity).map(|field| (field.id.clone(), text(&field.id))).collect();
    let not = |why| RowProblem { root, why, written: texts.clone().into_iter().collect() };
    let shown = match value("choice") {
        "show" => true,
        "leave" => false,
        _ => return page(&app, &staff, &row, Some(not(NotChosen::NoChoice))).await,
    };
    if texts.values().any(|text| text.chars().count() > FIELD_TEXT_CHARS) {
        return page(&app, &staff, &row, Some(not(NotChosen::TooLong))).await;
    }
    let choice = RowChoice { shown, texts: texts.clone(), recorded: occurrence.texts(activity) };
    let seen = value("seen").to_owned();
    let mut commitments = promise.commitments.iter();
    let commitment = commitments.find(|c| c.targets.iter().any(|t| t.id == target)).ok_or_else(Problem::not_found)?;
    let commitment = commitment.id.clone();
    let asked = RowAsked { report: row.id, commitment, row: (target, root), choice, seen };
    match app.store.choose_row(&viewer.partnership, &asked, viewer.person, now_ms()).await? {
        Ok(()) => Ok(Redirect::to(&format!("/reports/{}/rows#row-{root}", row.id)).into_response()),
        Err(NotTaken::Overtaken) => page(&app, &staff, &row, Some(not(NotChosen::Overtaken))).await,
        Err(not) => Err(refused(not)),
    }
}

fn target_of<'a>(promise: &'a Promise, id: &TargetId) -> Option<&'a Target> {
    promise.targets().find(|target| target.id == *id)
}

fn activity_of<'a>(promise: &'a Promise, id: &TargetId) -> Option<&'a Activity> {
    promise.activity(target_of(promise, id)?.activity.as_ref()?)
}

/// How many rows a commitment's targets have, and how many of them are told.
pub(super) fn counted(figures: &ReportFigures, targets: &[Target]) -> RowCount {
    let rows = |target: &Target| figures.told.get(&target.id).map(Vec::as_slice).unwrap_or_default();
    let counts = targets.iter().map(|target| RowCount::of(&target.id, rows(target), &figures.choices));
    counts.fold(RowCount::default(), RowCount::and)
}

async fn page(app: &App, staff: &Staff, row: &ReportRow, problem: Option<RowProblem>) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let (report, figures) = read(app, viewer, row).await?;
    log_read(app, viewer, row, &report, None).await?;
    let mut data = RowsPage {
        id: row.id,
        name: row.name.clone(),
        promise: report.title,
        is_draft: row.state == At::Draft,
        lists: Vec::new(),
        others: (0, Vec::new()),
        problem,
    };
    if let Some(figures) = &figures
        && let Some(promise) = figures.promise(row)
    {
        let own = entries_of(viewer);
        data.others = of_others(figures, own);
        data.lists = figures.told.iter().filter_map(|(id, rows)| list(promise, id, rows, figures, own?)).collect();
    }
    log_rows(app, viewer, row, &data).await?;
    let status = match &data.problem {
        None => StatusCode::OK,
        Some(RowProblem { why: NotChosen::Overtaken, .. }) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, Page::new(app.frame(Some(viewer), &staff.name), move |frame| rows_page(data, frame))).into_response())
}

/// Entries are read here one by one: the audit log says which.
async fn log_rows(app: &App, viewer: &Viewer, row: &ReportRow, data: &RowsPage) -> Result<(), Problem> {
    let roots = data.lists.iter().flat_map(|list| list.rows.iter().map(|row| row.root));
    Ok(app.store.note_rows_read(&viewer.partnership, viewer.person, row.id, roots.collect(), now_ms()).await?)
}

/// How many rows aren't the viewer's to choose, and whose they are by name.
fn of_others(figures: &ReportFigures, own: Option<&OrganisationId>) -> (usize, Vec<String>) {
    let others: Vec<&Occurrence> =
        figures.told.values().flatten().filter(|told| own != Some(&told.organisation)).collect();
    let names = organisations(&figures.in_force);
    let mut named: Vec<String> =
        others.iter().map(|told| crate::web::people::named(&names, &told.organisation)).collect();
    named.sort_unstable();
    named.dedup();
    (others.len(), named)
}

fn list(
    promise: &Promise,
    id: &TargetId,
    rows: &[Occurrence],
    figures: &ReportFigures,
    own: &OrganisationId,
) -> Option<RowList> {
    let (target, activity) = (target_of(promise, id)?, activity_of(promise, id)?);
    let mine = rows.iter().filter(|told| told.organisation == *own);
    let row = |told: &Occurrence| chosen_row(promise, activity, told, figures.choices.get(&(id.clone(), told.root)));
    Some(RowList { target: id.clone(), caption: target.label.clone(), rows: mine.map(row).collect() })
}

fn chosen_row(promise: &Promise, activity: &Activity, told: &Occurrence, choice: Option<&RowChoice>) -> ChosenRow {
    let recorded = told.texts(activity);
    let area = told.fact.area.as_ref().and_then(|id| promise.area(id));
    let mut cells = vec![(listed::DAY.to_owned(), Swedish.long(told.day))];
    cells.extend(area.map(|area| (listed::WHERE.to_owned(), area.name.clone())));
    let structured = activity.fields.iter().filter(|field| !field.kind.is_free_text());
    cells.extend(structured.map(|f| (f.label.clone(), listed::answer(Swedish, f, told.fact.fields.get(&f.id)))));
    let text = |field: &domain::promise::Field| {
        let written = recorded.get(&field.id).cloned().unwrap_or_default();
        let told = choice.and_then(|choice| choice.texts.get(&field.id)).cloned();
        RowText {
            field: field.id.clone(),
            label: field.label.clone(),
            told: told.unwrap_or_else(|| written.clone()),
            recorded: written,
        }
    };
    ChosenRow {
        root: told.root,
        cells,
        texts: free_text(activity).map(text).collect(),
        shown: choice.map(|choice| choice.shown),
        changed: choice.is_some_and(|choice| choice.recorded != recorded),
        seen: choice.seen(),
    }
}
