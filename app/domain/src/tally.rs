//! What an occasion adds to which figure. This is the definition; the server keeps the same
//! sums by day in its database, in the same transaction as the merge.

use crate::calendar::{Day, Local, LocalOf};
use crate::catalogue::Catalogue;
use crate::entry::{Fact, How};
use crate::id::{AreaId, OrganisationId, PromiseId, TargetId};
use crate::json::Json;
use crate::limits;
use crate::promise::{Activity, Field, Promise, Target};
use std::collections::BTreeMap;

/// Clocks that agree within two minutes are left alone (protocol, section 5).
pub const CLOCK_TOLERANCE_MS: i64 = 120_000;

/// Where a figure is kept: a target of a promise version, an area, a local day.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Cell {
    pub promise: PromiseId,
    pub version: u32,
    pub target: TargetId,
    pub area: Option<AreaId>,
    pub day: Day,
}

/// What is kept there.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Amount {
    /// Occasions that count.
    pub count: i64,
    /// Of these, how many have the share's answer.
    pub numerator: i64,
    /// Minutes of those that count.
    pub minutes: i64,
    /// Occasions that would count if they had been long enough.
    pub too_short: i64,
}

impl std::ops::AddAssign for Amount {
    fn add_assign(&mut self, other: Amount) {
        self.count = self.count.saturating_add(other.count);
        self.numerator = self.numerator.saturating_add(other.numerator);
        self.minutes = self.minutes.saturating_add(other.minutes);
        self.too_short = self.too_short.saturating_add(other.too_short);
    }
}

impl std::ops::Neg for Amount {
    type Output = Amount;
    fn neg(self) -> Amount {
        Amount { count: -self.count, numerator: -self.numerator, minutes: -self.minutes, too_short: -self.too_short }
    }
}

/// Sums by cell; adding a contribution with its sign turned takes it away again.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Tally(pub BTreeMap<Cell, Amount>);

impl Tally {
    pub fn add(&mut self, parts: impl IntoIterator<Item = (Cell, Amount)>) {
        for (cell, amount) in parts {
            *self.0.entry(cell).or_default() += amount;
        }
    }

    pub fn take(&mut self, parts: impl IntoIterator<Item = (Cell, Amount)>) {
        self.add(parts.into_iter().map(|(cell, amount)| (cell, -amount)));
    }

    /// Without the cells that came out at nothing.
    #[must_use]
    pub fn settled(mut self) -> Self {
        self.0.retain(|_, amount| *amount != Amount::default());
        self
    }
}

/// Whether the clocks disagree so much that the entry is marked.
#[must_use]
pub fn clock_off(clock_offset_ms: Option<i64>) -> bool {
    clock_offset_ms.is_some_and(|ms| ms.saturating_abs() > CLOCK_TOLERANCE_MS)
}

/// The instant that counts, in unix milliseconds: the start, corrected where the phone's own clock gave it and was off.
/// A time that was stated stands. Never the time of arrival.
#[must_use]
pub fn counted_ms(fact: &Fact, clock_offset_ms: Option<i64>) -> i64 {
    let offset = clock_offset_ms.filter(|_| clock_off(clock_offset_ms) && fact.how != How::Afterwards);
    fact.started_at.unix_ms.saturating_add(offset.unwrap_or(0))
}

/// Why an occasion doesn't count towards a target, or at all; the words are the pages' own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotCounted {
    OutsidePeriod,
    UnknownArea,
    UnknownActivity,
    /// The author's organisation may not record this activity.
    NotPermitted,
    /// The activity needs an area and has none.
    NoArea,
    /// A number or a duration beyond what the promise takes for plausible: waits for a person.
    Implausible,
    OtherActivity,
    OtherArea,
    /// The target has days of its own within the promise's.
    OtherDays,
    /// The ISO week belongs to days that no promise with the target is in force on.
    OtherWeek,
    /// It started outside the target's weekdays and hours.
    OtherHours,
    /// The form's answer isn't the one that the target asks for.
    OtherAnswer {
        field: String,
    },
    TooShort {
        minutes: Option<u32>,
        needed: u32,
    },
}

/// Who states a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Source<'a> {
    /// The author's.
    pub organisation: &'a OrganisationId,
    /// Written, or taken over, by a person who corrects: judged when it was written.
    pub by_staff: bool,
}

impl<'a> Source<'a> {
    /// A phone of an organisation.
    #[must_use]
    pub fn phone(organisation: &'a OrganisationId) -> Self {
        Self { organisation, by_staff: false }
    }
}

/// The promise that decides over a fact, or why none does.
///
/// # Errors
/// The reason for which nothing of the fact can count.
pub fn deciding<'a>(
    fact: &Fact,
    source: Source<'_>,
    day: Day,
    catalogue: &'a Catalogue,
) -> Result<&'a Promise, NotCounted> {
    let area = fact.area.as_ref();
    if area.is_some_and(|a| !catalogue.knows_area(a)) {
        return Err(NotCounted::UnknownArea);
    }
    let promise = catalogue.at(area, day).ok_or(NotCounted::OutsidePeriod)?;
    let activity = promise.activity(&fact.activity).ok_or(NotCounted::UnknownActivity)?;
    if !activity.organisations.contains(source.organisation) {
        return Err(NotCounted::NotPermitted);
    }
    if activity.in_area && area.is_none() {
        return Err(NotCounted::NoArea);
    }
    if !source.by_staff && !is_plausible(fact, activity, promise.most_minutes(activity)) {
        return Err(NotCounted::Implausible);
    }
    Ok(promise)
}

/// Whether a fact's duration and numbers are within what the promise takes for plausible. Less than none is none.
#[must_use]
pub fn is_plausible(fact: &Fact, activity: &Activity, most_minutes: u32) -> bool {
    let is_plausible = |field: &Field, answer: &Json| (field.kind.rules().is_plausible)(field, answer);
    fact.minutes.is_none_or(|minutes| minutes <= most_minutes)
        && activity.fields.iter().all(|f| fact.fields.get(&f.id).is_none_or(|answer| is_plausible(f, answer)))
}

/// The targets that a fact of a day is held against, each with its promise: those of the promise that decides over the
/// day. What is judged week by week is the affair of the promise that decides over the Thursday of its ISO week, so that
/// a week over New Year is kept whole by one of them; `Err` for a target whose week is no promise's.
#[must_use]
pub fn targets<'a>(
    deciding: &'a Promise,
    fact: &Fact,
    organisation: &OrganisationId,
    day: Day,
    catalogue: &'a Catalogue,
) -> Vec<(&'a Promise, &'a Target, Result<(), NotCounted>)> {
    let thursday = day.plus(4 - day.weekday() as i32);
    let of_week = catalogue.at(fact.area.as_ref(), thursday);
    if of_week.is_some_and(|promise| promise.id == deciding.id) {
        return deciding.targets().map(|target| (deciding, target, Ok(()))).collect();
    }
    let is_theirs = |promise: &&Promise| {
        promise.activity(&fact.activity).is_some_and(|activity| activity.organisations.contains(organisation))
    };
    let weekly: Vec<(&Promise, &Target)> = of_week
        .filter(is_theirs)
        .map(|promise| promise.targets().filter(|t| t.by_week()).map(move |t| (promise, t)).collect())
        .unwrap_or_default();
    let mut all = Vec::new();
    for target in deciding.targets() {
        if !target.by_week() {
            all.push((deciding, target, Ok(())));
        } else if !weekly.iter().any(|(_, other)| other.id == target.id) {
            all.push((deciding, target, Err(NotCounted::OtherWeek)));
        }
    }
    all.extend(weekly.into_iter().map(|(promise, target)| (promise, target, Ok(()))));
    all
}

/// What a fact that started then adds to one target.
///
/// # Errors
/// The reason for which it adds nothing; the last of them is that it was too short.
pub fn towards(fact: &Fact, target: &Target, at: Local) -> Result<Amount, NotCounted> {
    if target.activity.as_ref() != Some(&fact.activity) {
        return Err(NotCounted::OtherActivity);
    }
    if !target.covers(fact.area.as_ref()) {
        return Err(NotCounted::OtherArea);
    }
    if target.within.is_some_and(|days| !days.holds(at.day)) {
        return Err(NotCounted::OtherDays);
    }
    if target.window.as_ref().is_some_and(|window| !window.holds(at)) {
        return Err(NotCounted::OtherHours);
    }
    if let Some(other) = target.only.iter().find(|only| !answers(fact, &only.field, &only.value)) {
        return Err(NotCounted::OtherAnswer { field: other.field.clone() });
    }
    if let Some(needed) = target.min_minutes
        && fact.minutes.is_none_or(|m| m < needed)
    {
        return Err(NotCounted::TooShort { minutes: fact.minutes, needed });
    }
    let summed = |field: &String| fact.fields.get(field).and_then(Json::int).unwrap_or(0).clamp(0, limits::AMOUNT);
    Ok(Amount {
        count: target.sum.as_ref().map_or(1, summed),
        numerator: i64::from(target.numerator().is_some_and(|(field, value)| answers(fact, field, value))),
        minutes: i64::from(fact.minutes.unwrap_or(0)),
        too_short: 0,
    })
}

fn answers(fact: &Fact, field: &str, value: &str) -> bool {
    fact.fields.get(field).and_then(Json::text) == Some(value)
}

/// All that an occasion's deciding fact adds: the one function behind every figure of Rond.
#[must_use]
pub fn contribution(
    fact: &Fact,
    clock_offset_ms: Option<i64>,
    source: Source<'_>,
    catalogue: &Catalogue,
    local_of: LocalOf<'_>,
) -> Vec<(Cell, Amount)> {
    let at = local_of(counted_ms(fact, clock_offset_ms));
    let Ok(promise) = deciding(fact, source, at.day, catalogue) else { return Vec::new() };
    let part = |(promise, target, week): (&Promise, &Target, Result<(), NotCounted>)| {
        let amount = match week.and_then(|()| towards(fact, target, at)) {
            Ok(amount) => amount,
            Err(NotCounted::TooShort { .. }) => Amount { too_short: 1, ..Amount::default() },
            Err(_) => return None,
        };
        let cell = Cell {
            promise: promise.id.clone(),
            version: promise.version,
            target: target.id.clone(),
            area: fact.area.clone(),
            day: at.day,
        };
        Some((cell, amount))
    };
    targets(promise, fact, source.organisation, at.day, catalogue).into_iter().filter_map(part).collect()
}
