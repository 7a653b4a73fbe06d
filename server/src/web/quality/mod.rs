//! `GET /quality`: how things are recorded, by area.

pub mod view;

use crate::clock::now_ms;
use crate::http::problem::Problem;
use crate::http::staff::Staff;
use crate::state::App;
use crate::store::InForce;
use crate::web::page::Page;
use axum::extract::{Query, State};
use domain::calendar::Span;
use domain::id::{ActivityId, OrganisationId};
use domain::promise::{Activity, Promise};
use domain::quality::is_sensitive;
use serde::Deserialize;
use std::collections::BTreeSet;
use view::{QualityPage, quality_page};

#[derive(Deserialize)]
pub struct QualityQuery {
    year: Option<i32>,
    activity: Option<String>,
}

/// The handler.
///
/// # Errors
/// 404 where no promise is in force.
pub async fn quality(
    State(app): State<App>,
    Staff { viewer, name, .. }: Staff,
    Query(query): Query<QualityQuery>,
) -> Result<Page, Problem> {
    let in_force = app.in_force(&viewer.partnership).await?;
    let now_ms = now_ms();
    let today = in_force.zone.day_of(now_ms);
    let years = years(&in_force, today.year());
    let year = match query.year {
        Some(year) if !years.contains(&year) => return Err(Problem::no_such_year(year)),
        year => year.or(years.last().copied()).ok_or_else(Problem::not_found)?,
    };
    let promise = promise_of(&in_force, year).ok_or_else(Problem::not_found)?;
    let commit = app.store.commit_no(&viewer.partnership).await?;
    let page = QualityPage {
        activities: activities(promise, &viewer.organisation),
        activity: query.activity.map(ActivityId),
        shapes: app.store.shapes(&viewer.partnership, year).await?,
        as_of: in_force.zone.moment(now_ms),
        promise: promise.clone(),
        years,
        year,
        commit,
    };
    Ok(Page::new(app.frame(Some(&viewer), &name), move |frame| quality_page(page, frame)))
}

/// The years that promises are in force in, up to this one.
fn years(in_force: &InForce, this_year: i32) -> Vec<i32> {
    let all = in_force.catalogue.active.iter().flat_map(|a| a.span.from.year()..=a.span.to.year());
    let years: BTreeSet<i32> = all.filter(|year| *year <= this_year).collect();
    years.into_iter().collect()
}

/// The promise of a year; of several the last.
fn promise_of(in_force: &InForce, year: i32) -> Option<&Promise> {
    let year = Span::of_year(year)?;
    in_force.catalogue.active.iter().rev().find(|a| a.span.meet(year).is_some()).map(|a| &a.promise)
}

/// What the viewer's organisation records, but for what is sensitive: of that nothing is kept here either.
fn activities(promise: &Promise, organisation: &OrganisationId) -> Vec<ActivityId> {
    let theirs = |a: &&Activity| a.organisations.contains(organisation) && !is_sensitive(promise, &a.id);
    promise.activities.iter().filter(theirs).map(|a| a.id.clone()).collect()
}
