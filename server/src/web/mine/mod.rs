//! `GET /mine`: feedback to the one who has unlocked the phone. The phone's credential says whose phone it is, the app for
//! whom of them it asks; nobody else gets in.

pub mod view;

use crate::clock::now_ms;
use crate::http::language;
use crate::http::problem::Problem;
use crate::people;
use crate::state::App;
use crate::store::{Credential, InForce, YearOf};
use crate::text;
use crate::web::page::Page;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use domain::calendar::Day;
use domain::figure::Progress;
use domain::id::{OrganisationId, PersonId};
use domain::promise::{Promise, Target};
use domain::standing::{self, Total};
use serde::Deserialize;
use view::{Added, MinePage, UnitPart, mine_page};

/// Reports that are listed.
const LISTED: usize = 12;

#[derive(Deserialize)]
pub struct MineQuery {
    /// Whose feedback.
    #[serde(default)]
    person: String,
    /// What the phone speaks.
    lang: Option<String>,
}

/// The handler. Whoever comes without a phone's credential was led to the app, which asks for a code.
///
/// # Errors
/// When the database can't be read; 404 for somebody who isn't on the phone.
pub async fn mine(
    State(app): State<App>,
    query: Query<MineQuery>,
    headers: HeaderMap,
    Extension(of): Extension<Credential>,
) -> Result<Response, Problem> {
    let now_ms = now_ms();
    let person = PersonId::read(&query.person).filter(|person| of.people.contains(person));
    let people_asked = [person.ok_or_else(Problem::not_found)?];
    let in_force = app.in_force(&of.partnership).await?;
    let today = in_force.zone.day_of(now_ms);
    let promise = in_force.catalogue.nearest(today).ok_or_else(Problem::not_found)?;
    let organisations = people::organisations_of(&app.store, &of.partnership, &people_asked).await?;
    let year = today.clamp(promise.from, promise.to).year();
    let totals = app.store.totals(promise, YearOf::through(year, today)).await?;
    let units = app.store.units_of(&of.partnership, &people_asked).await?;
    let counts = app.store.of_units(promise, &units, year).await?;
    let part = |unit: String| {
        let mine = |target: &Target| counts.iter().find(|(u, t, _)| *u == unit && *t == target.id).map_or(0, |c| c.2);
        let rows = rows(promise, &organisations, &totals, today, &mine);
        UnitPart { unit: text::visible(&unit), rows }
    };
    let reports = reports(&app, &in_force).await?;
    let newest = reports.first().and_then(|(_, href)| HeaderValue::from_str(href).ok());
    let page = MinePage {
        language: language::asked(query.lang.as_deref(), &headers)?,
        promise: promise.title.clone(),
        year,
        as_of: in_force.zone.moment(now_ms),
        units: units.iter().cloned().map(part).collect(),
        reports,
    };
    let mut response = Page::new(app.frame(None, ""), move |frame| mine_page(&page, frame)).into_response();
    // The phone fetches it too, for reading without coverage.
    if let Some(newest) = newest {
        response.headers_mut().insert(HeaderName::from_static("x-rond-report"), newest);
    }
    Ok(response)
}

/// The published reports of all promises in force, newest first: name and address.
async fn reports(app: &App, in_force: &InForce) -> Result<Vec<(String, String)>, Problem> {
    let mut all = Vec::new();
    for active in in_force.catalogue.active.iter().rev() {
        let promise = &active.promise;
        for report in app.store.published_reports(&promise.partnership, &promise.id).await? {
            let href = format!("/promise/{}/reports/{}", promise.id, report.id);
            all.push((report.period.days.to, report.name, href));
        }
    }
    all.sort_by_key(|(to, ..)| std::cmp::Reverse(*to));
    all.truncate(LISTED);
    Ok(all.into_iter().map(|(_, name, href)| (name, href)).collect())
}

/// The targets that a unit added to, as far as they are for its organisation's activities.
fn rows(
    promise: &Promise,
    organisations: &[OrganisationId],
    totals: &[Total],
    today: Day,
    own: &dyn Fn(&Target) -> i64,
) -> Vec<Added> {
    let theirs = |target: &&Target| {
        let activity = target.activity.as_ref().and_then(|id| promise.activity(id));
        activity.is_some_and(|a| a.organisations.iter().any(|o| organisations.contains(o)))
    };
    let row = |target: &Target| {
        let areas = target.areas_name.clone().or_else(|| match target.areas.as_slice() {
            [only] => promise.area(only).map(|area| area.name.clone()),
            _ => None,
        });
        Added {
            what: areas.map_or_else(|| target.label.clone(), |areas| format!("{}, {areas}", target.label)),
            own: own(target),
            all: totals.iter().filter(|t| t.target == target.id).map(|t| t.count).sum(),
            goal: goal(promise, target, totals, today),
        }
    };
    promise.targets().filter(theirs).map(row).filter(|added| added.own > 0).collect()
}

/// What all together are to do in the days that the totals are of, where the target has one figure with such a goal.
fn goal(promise: &Promise, target: &Target, totals: &[Total], today: Day) -> Option<i64> {
    let figures = standing::figures(promise, target, totals, today);
    let [figure] = figures.as_slice() else { return None };
    match figure.measure.progress() {
        Progress::Pace { goal, .. } if !target.by_day() => Some(goal),
        Progress::Pace { .. } | Progress::Slots(_) | Progress::Number | Progress::Texts { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::promise::{Per, TargetKind};

    #[test]
    fn what_all_have_done_stands_beside_the_goal_of_the_whole_year() {
        let mut promise =
            crate::promise_file::read(crate::promise_file::SHIPPED).expect("the shipped promise is whole");
        let target = &mut promise.commitments[1].targets[0];
        let (id, area) = (target.id.clone(), target.areas.first().cloned());
        let today = Day::read("2021-08-31").expect("a day");
        let added = |promise: &Promise| {
            let total = Total {
                target: id.clone(),
                area: area.clone(),
                count: 30,
                numerator: None,
                minutes: 0,
                too_short: 0,
                days: Vec::new(),
            };
            let own = |target: &Target| i64::from(target.id == id) * 12;
            let rows = rows(promise, &["polisen".into()], &[total], today, &own);
            rows.into_iter().map(|added| (added.own, added.all, added.goal)).collect::<Vec<_>>()
        };
        assert_eq!(added(&promise), [(12, 30, Some(800))]);
        let target = &mut promise.commitments[1].targets[0];
        (target.kind, target.per, target.goal) = (TargetKind::Average, Per::Week, Some(2));
        assert_eq!(added(&promise), [(12, 30, Some(104))], "two a week in 52 weeks");
        let target = &mut promise.commitments[1].targets[0];
        target.kind = TargetKind::Cadence;
        assert_eq!(added(&promise), [(12, 30, None)], "thirty are no thirty weeks");
    }
}
