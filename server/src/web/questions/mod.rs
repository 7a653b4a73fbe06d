//! `/questions`: what waits for a person in the viewer's organisation.

pub mod view;

use self::view as shown;
use super::display_names::{Names, known};
use super::entries::view::RecordedEntry;
use super::entries::view::actions::Problem as Refused;
use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::{GapRow, Open, Returned};
use crate::web::page::Page;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authorization::{Rule, entries_of, may_pass};
use domain::calendar::Day;
use domain::entry::Kind;
use domain::id::{ActivityId, AreaId, EntryId};
use domain::occasion::Occasion;
use texts::decide::{self, Reply};
use view::{ClosedGap, Gap, Mapped, Question, QuestionsPage, questions_page};

/// Joint patrols are looked for so many days back: later nobody remembers them.
const PROPOSED_DAYS: i32 = 45;

/// `GET /questions`.
///
/// # Errors
/// When the database can't be read.
pub async fn show(State(app): State<App>, staff: Staff) -> Result<Response, Problem> {
    page(&app, &staff, None).await
}

/// The page, with what was asked for and not done.
///
/// # Errors
/// When the database can't be read.
pub async fn page(app: &App, staff: &Staff, refused: Option<(StatusCode, Refused)>) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let organisation = entries_of(viewer).ok_or_else(Problem::not_allowed)?;
    let in_force = app.in_force(&viewer.partnership).await?;
    let since = in_force.zone.day_of(now_ms()).plus(-PROPOSED_DAYS);
    let reader = (viewer.person, now_ms());
    let open = app.store.waiting(&viewer.partnership, organisation, since, reader).await?;
    let gaps = app.store.gaps(&viewer.partnership, organisation).await?;
    let names = Names { in_force: &in_force, people: &open.names, reader: organisation };
    let unknown_area = |(word, _): &(AreaId, u64)| !in_force.catalogue.knows_area(word);
    let areas = open.areas.iter().map(|(word, n)| (AreaId(word.clone()), *n));
    let activities = open.activities.iter().map(|(word, n)| (ActivityId(word.clone()), *n));
    let known = names.activities();
    let unknown_activity = |(word, _): &(ActivityId, u64)| known.iter().all(|(id, _)| id != word);
    let maps = &in_force.maps;
    let area = |(word, to): (&AreaId, &AreaId)| Mapped {
        is_area: true,
        word: word.to_string(),
        known: to.to_string(),
        name: names.area(to),
    };
    let activity = |(word, to): (&ActivityId, &ActivityId)| Mapped {
        is_area: false,
        word: word.to_string(),
        known: to.to_string(),
        name: names.activity(to),
    };
    let mapped = maps.areas.iter().map(area).chain(maps.activities.iter().map(activity)).collect();
    let today = in_force.zone.day_of(now_ms());
    let data = QuestionsPage {
        proposals: open
            .proposals
            .pairs
            .iter()
            .map(|p| (*p, [p.one, p.other].map(|root| told(&open, names, root))))
            .collect(),
        proposals_are_cut: open.proposals.is_cut,
        returned: open.returned.iter().map(|of| returned(of, &open, names, today)).collect(),
        questions: questions(&open, names),
        areas: areas.filter(|a| unknown_area(a) && !maps.areas.contains_key(&a.0)).collect(),
        activities: activities.filter(|a| unknown_activity(a) && !maps.activities.contains_key(&a.0)).collect(),
        more_words: open.more_words,
        known_areas: names.areas(),
        known_activities: known.clone(),
        mapped,
        quarantined: open.quarantined.iter().map(|(journal, by, n)| (*journal, names.person(*by), *n)).collect(),
        gaps: gaps.into_iter().map(|row| gap(row, names)).collect(),
        may_settle: may_pass(Rule::Settle, viewer.role),
        problem: refused.as_ref().map(|(_, refused)| *refused),
    };
    let status = refused.map_or(StatusCode::OK, |(status, _)| status);
    Ok((status, Page::new(app.frame(Some(viewer), &staff.name), move |frame| questions_page(data, frame)))
        .into_response())
}

fn returned(of: &Returned, open: &Open, names: Names<'_>, today: Day) -> shown::Returned {
    let told = told(open, names, of.root);
    let (reply, at_ms) = match &of.reply {
        None => (Reply::Waiting, of.at_ms),
        Some(reply) if reply.by_staff => (Reply::Settled, reply.at_ms),
        Some(reply) if reply.kind == Kind::Withdrawn => (Reply::Withdrawn, reply.at_ms),
        Some(reply) => (Reply::Corrected, reply.at_ms),
    };
    let days = today.0 - names.in_force.zone.day_of(at_ms).0;
    shown::Returned {
        root: of.root,
        outcome: decide::reply(reply, &told.author, days),
        waits: reply == Reply::Waiting,
        message: of.message.clone(),
        asked: decide::asked(names.in_force.zone.moment(of.at_ms), &names.person(of.by)),
        told,
    }
}

fn told(open: &Open, names: Names<'_>, root: EntryId) -> RecordedEntry {
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
