//! `/entries/{id}`: an occasion, whether it counts, its history, and the forms to decide about it.

use super::view::RecordedEntry;
use super::view::actions::{Accepts, Actions, Problem as Refused, Version};
use super::view::occasion::{Answer, OccasionPage, Step, StepKind, TargetAnswer, occasion_page};
use super::view::recorded::{Difference, differences};
use crate::api::why;
use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::{History, InForce};
use crate::web::display_names::Names;
use crate::web::page::Page;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authorization::{Rule, Viewer, may_pass};
use domain::entry::Kind;
use domain::id::EntryId;
use domain::occasion::{Held, Occasion};
use domain::promise::{Promise, Target};
use domain::tally::counted_ms;
use serde::Deserialize;
use texts::decide;

/// `GET /entries/{id}`. The read is in the audit log before the page is.
///
/// # Errors
/// 403 for another organisation's occasion, 404 for one that isn't there.
pub async fn show(
    State(app): State<App>,
    staff: Staff,
    Path(id): Path<String>,
    Query(query): Query<OccasionQuery>,
) -> Result<Response, Problem> {
    made(&app, &staff, &id, (None, query.done.as_deref())).await
}

#[derive(Deserialize)]
pub struct OccasionQuery {
    /// What was just decided, by its word.
    done: Option<String>,
}

/// The page, with what was asked for and not done.
///
/// # Errors
/// As [`show`].
pub async fn page(
    app: &App,
    staff: &Staff,
    id: &str,
    refused: Option<(StatusCode, Refused)>,
) -> Result<Response, Problem> {
    made(app, staff, id, (refused, None)).await
}

async fn made(
    app: &App,
    staff: &Staff,
    id: &str,
    (refused, done): (Option<(StatusCode, Refused)>, Option<&str>),
) -> Result<Response, Problem> {
    let viewer = &staff.viewer;
    let (root, history) = why::history(app, staff, id).await?;
    let in_force = app.in_force(&viewer.partnership).await?;
    let names = Names { in_force: &in_force, people: &history.names, reader: &viewer.organisation };
    let rows = history.group.get(&root).map(Vec::as_slice).unwrap_or_default();
    let occasion = Occasion::of(root, rows);
    let mut actions = actions(viewer, &history, &occasion, names);
    actions.beside = beside(app, viewer, &occasion, &history).await?;
    let told = names.occasion(&occasion);
    // Said only of what was the last to be decided: an address can be sent to somebody.
    let last = history.decisions.last().filter(|row| Some(row.decision.word()) == done && row.person == viewer.person);
    let data = OccasionPage {
        root,
        done: last.map(|row| decide::done(&row.decision, &told.author)),
        told,
        answer: answer(root, &history, &in_force, names),
        history: steps(&history, &occasion, names),
        actions,
        problem: refused.as_ref().map(|(_, refused)| *refused),
    };
    let status = refused.map_or(StatusCode::OK, |(status, _)| status);
    Ok((status, Page::new(app.frame(Some(viewer), &staff.name), move |frame| occasion_page(data, frame)))
        .into_response())
}

fn answer(root: EntryId, history: &History, in_force: &InForce, names: Names<'_>) -> Answer {
    let answer = match why::answer(root, history, in_force) {
        Ok(answer) => answer,
        Err(stopped) => return Answer::Stopped(stopped),
    };
    let target = |of: &domain::why::TargetAnswer<'_>| TargetAnswer {
        commitment: number(of.promise, of.target),
        label: of.target.label.clone(),
        areas: match &of.target.areas_name {
            Some(name) => name.clone(),
            None => of.target.areas.iter().map(|a| names.area(a)).collect::<Vec<_>>().join(", "),
        },
        why: of.why.clone(),
        other: of.target.activity.as_ref() != Some(&answer.fact.activity),
    };
    let targets = answer.targets.iter().map(target).collect();
    Answer::Targets { promise: answer.promise.title.clone(), targets }
}

fn number(promise: &Promise, target: &Target) -> u32 {
    let of = promise.commitments.iter().find(|c| c.targets.iter().any(|t| t.id == target.id));
    of.map_or(0, |commitment| commitment.number)
}

/// Entries and decisions in the order of time.
fn steps(history: &History, occasion: &Occasion<'_>, names: Names<'_>) -> Vec<Step> {
    // Of several heads one decides; where all of them withdraw, each says so.
    let heads: Vec<&Held> = occasion.deciding().map_or_else(|| occasion.heads(), |held| vec![held]);
    let zone = &names.in_force.zone;
    let entry = |(held, at_ms): &(Held, i64)| Step {
        at: zone.moment(*at_ms),
        what: StepKind::Entry {
            kind: held.entry.kind.clone(),
            told: names.told(held),
            stands: heads.iter().any(|h| h.entry.id == held.entry.id && h.hash == held.hash),
            by_staff: held.by_staff,
            quarantined: held.quarantined,
            changed: changed(held, &history.entries, names),
            saved_at: zone.moment(held.entry.recorded_at.unix_ms),
        },
    };
    let mut entries: Vec<&(Held, i64)> = history.entries.iter().collect();
    entries.sort_by_key(|(held, at_ms)| (*at_ms, held.entry.recorded_at.unix_ms, held.entry.seq, held.entry.id));
    // A withdrawal by staff is what a decision was written as: that says why.
    entries.retain(|(held, _)| !held.by_staff || held.entry.fact.is_some());
    let mut steps: Vec<Step> = entries.into_iter().map(entry).collect();
    steps.extend(history.decisions.iter().map(|row| Step {
        at: zone.moment(row.at_ms),
        what: StepKind::Decided { decision: row.decision.clone(), by: names.person(row.person) },
    }));
    steps.sort_by_key(|step| step.at.unix_ms);
    steps
}

/// What a correction changed of the newest content that it replaces; `None` where there is nothing to compare, or not for
/// the reader.
fn changed(held: &Held, all: &[(Held, i64)], names: Names<'_>) -> Option<Vec<Difference>> {
    let is_theirs = |held: &Held| held.organisation == *names.reader;
    if held.entry.kind != Kind::Amended || !is_theirs(held) {
        return None;
    }
    let replaced = |other: &&Held| {
        held.entry.replaces.contains(&other.entry.id) && other.entry.id != held.entry.id && other.entry.fact.is_some()
    };
    let earlier = all.iter().map(|(held, _)| held).filter(replaced).filter(|other| is_theirs(other));
    let newest = earlier.max_by_key(|other| (other.entry.recorded_at.unix_ms, other.entry.seq, other.entry.id))?;
    Some(differences(&names.told(newest).recorded, &names.told(held).recorded))
}

fn actions(viewer: &Viewer, history: &History, occasion: &Occasion<'_>, names: Names<'_>) -> Actions {
    let asks = |word: &str| history.questions.iter().any(|q| q == word);
    let settles = may_pass(Rule::Settle, viewer.role);
    let fact = occasion.deciding().and_then(|held| held.entry.fact.as_ref());
    let heads = occasion.heads();
    let has_one_head = heads.len() == 1;
    let choice: Vec<&Held> = if heads.is_empty() { occasion.candidates().collect() } else { heads };
    let unknown_area = fact.filter(|_| settles && asks("unknown_area")).and_then(|f| f.area.clone());
    let unknown_activity = fact.filter(|_| settles && asks("unknown_activity")).map(|f| f.activity.clone());
    let others = history.group.iter().filter(|(root, _)| **root != occasion.root);
    Actions {
        may_return: !history.is_returned,
        may_put_back: occasion.before_it_was_voided().is_some(),
        may_void: occasion.has_root()
            && occasion.before_it_was_voided().is_none()
            && (fact.is_some() || asks("quarantined") || asks("conflict")),
        accepts: match (asks("quarantined"), asks("implausible") && has_one_head) {
            _ if !settles => None,
            (true, _) => Some(Accepts::HeldBack),
            (false, true) => Some(Accepts::Implausible),
            (false, false) => None,
        },
        versions: versions(history, occasion, names),
        heads: choice.into_iter().map(|held| (held.entry.id, names.told(held))).collect(),
        area: unknown_area.map(|word| (word, names.areas())),
        activity: unknown_activity.map(|word| (word, names.activities())),
        joined: others.map(|(root, rows)| (*root, names.occasion(&Occasion::of(*root, rows)))).collect(),
        beside: Vec::new(),
    }
}

/// Several contents of one id that nobody has chosen between, without what is held back.
fn versions(history: &History, occasion: &Occasion<'_>, names: Names<'_>) -> Vec<Version> {
    let replaced = occasion.replaced();
    let open = |id: EntryId| occasion.conflicting().contains(&id) && !replaced.contains(&id);
    let may = || history.entries.iter().map(|(held, _)| held).filter(|h| !h.quarantined && open(h.entry.id));
    let several = |held: &&Held| may().filter(|h| h.entry.id == held.entry.id).count() > 1;
    let counts = |held: &Held| occasion.entries().iter().any(|h| h.entry.id == held.entry.id && h.hash == held.hash);
    let version = |held: &Held| Version {
        id: held.entry.id,
        hash: held.hash.clone(),
        told: names.told(held),
        stands: counts(held),
    };
    may().filter(several).map(version).collect()
}

/// Others' occasions of the same day, activity and area.
async fn beside(
    app: &App,
    viewer: &Viewer,
    occasion: &Occasion<'_>,
    history: &History,
) -> Result<Vec<(EntryId, RecordedEntry)>, Problem> {
    let in_force = app.in_force(&viewer.partnership).await?;
    let Some((held, fact)) = occasion.deciding().and_then(|h| Some((h, h.entry.fact.as_ref()?))) else {
        return Ok(Vec::new());
    };
    let day = in_force.zone.day_of(counted_ms(fact, held.entry.clock_offset_ms));
    let of = (day, &fact.activity, fact.area.as_ref());
    let (others, people) =
        app.store.beside(&viewer.partnership, &viewer.organisation, of, (viewer.person, now_ms())).await?;
    let names = Names { in_force: &in_force, people: &people, reader: &viewer.organisation };
    let other = |(root, rows): (&EntryId, &Vec<Held>)| {
        let other = Occasion::of(*root, rows);
        let theirs = other.deciding()?.entry.author != held.entry.author;
        (theirs && !history.group.contains_key(root)).then(|| (*root, names.occasion(&other)))
    };
    Ok(others.iter().filter_map(other).collect())
}
