//! `/questions`: what waits for a person in the viewer's organisation.

use crate::clock::now_ms;
use crate::guard::SignedIn;
use crate::names::{Names, known};
use crate::problem::Problem;
use crate::state::App;
use crate::store::{GapRow, Open};
use app::pages::entries::Told;
use app::pages::entries::actions::Problem as Refused;
use app::pages::questions::{ClosedGap, Gap, Question, QuestionsPage, questions_page};
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::id::{ActivityId, AreaId, EntryId};
use domain::occasion::Occasion;
use domain::reach::{Role, entries_of};

/// Joint patrols are looked for so many days back: later nobody remembers them.
const PROPOSED_DAYS: i32 = 45;

/// `GET /questions`.
///
/// # Errors
/// When the database can't be read.
pub async fn show(
    State(app): State<App>,
    Extension(signed_in): Extension<Option<SignedIn>>,
) -> Result<Response, Problem> {
    page(&app, &signed_in.ok_or_else(Problem::not_signed_in)?, None).await
}

/// The page, with what was asked for and not done.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    app: &App,
    signed_in: &SignedIn,
    refused: Option<(StatusCode, Refused)>,
) -> Result<Response, Problem> {
    let viewer = &signed_in.viewer;
    let organisation = entries_of(viewer).ok_or_else(Problem::not_allowed)?;
    let in_force = app.in_force(&viewer.partnership).await?;
    let since = in_force.zone.day_of(now_ms()).plus(-PROPOSED_DAYS);
    let reader = (viewer.person, now_ms());
    let open = app.store.waiting(&viewer.partnership, organisation, since, reader).await?;
    let gaps = app.store.gaps(&viewer.partnership, organisation).await?;
    let names = Names { in_force: &in_force, people: &open.names };
    let unknown_area = |(word, _): &(AreaId, u64)| !in_force.catalogue.knows_area(word);
    let areas = open.areas.iter().map(|(word, n)| (AreaId(word.clone()), *n));
    let activities = open.activities.iter().map(|(word, n)| (ActivityId(word.clone()), *n));
    let known = names.activities();
    let unknown_activity = |(word, _): &(ActivityId, u64)| known.iter().all(|(id, _)| id != word);
    let maps = &in_force.maps;
    let mapped = maps.areas.iter().map(|(word, to)| (word.to_string(), names.area(to)));
    let mapped =
        mapped.chain(maps.activities.iter().map(|(word, to)| (word.to_string(), names.activity(to)))).collect();
    let data = QuestionsPage {
        proposals: open
            .proposals
            .pairs
            .iter()
            .map(|p| (*p, [p.one, p.other].map(|root| told(&open, names, root))))
            .collect(),
        proposals_are_cut: open.proposals.is_cut,
        questions: questions(&open, names),
        areas: areas.filter(|a| unknown_area(a) && !maps.areas.contains_key(&a.0)).collect(),
        activities: activities.filter(|a| unknown_activity(a) && !maps.activities.contains_key(&a.0)).collect(),
        known_areas: names.areas(),
        known_activities: known.clone(),
        mapped,
        quarantined: open.quarantined.iter().map(|(journal, by, n)| (*journal, names.person(*by), *n)).collect(),
        gaps: gaps.into_iter().map(|row| gap(row, names)).collect(),
        may_settle: viewer.role == Role::Supervisor,
        problem: refused.as_ref().map(|(_, refused)| *refused),
    };
    let status = refused.map_or(StatusCode::OK, |(status, _)| status);
    Ok((status, Html(questions_page(data, &app.frame(Some(viewer), &signed_in.name)))).into_response())
}

fn told(open: &Open, names: Names<'_>, root: EntryId) -> Told {
    let rows = open.occasions.get(&root).map(Vec::as_slice).unwrap_or_default();
    names.occasion(&Occasion::of(root, rows))
}

fn questions(open: &Open, names: Names<'_>) -> Vec<Question> {
    let question = |(word, count, roots): &(String, u64, Vec<EntryId>)| Question {
        word: word.clone(),
        count: *count,
        newest: roots.iter().map(|root| (*root, told(open, names, *root))).collect(),
    };
    open.questions.iter().map(question).collect()
}

fn gap(row: GapRow, names: Names<'_>) -> Gap {
    let closed = |gap: crate::store::ClosedGap| ClosedGap {
        from: gap.from,
        to: gap.to,
        at: names.in_force.zone.moment(gap.at_ms),
        by: known(gap.by),
        reason: gap.reason,
        came: gap.came,
    };
    let closed = row.closed.into_iter().map(closed).collect();
    Gap { journal: row.journal, person: known(row.person), device: row.device, open: row.open, closed }
}
