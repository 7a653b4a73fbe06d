//! How long names are kept. Person ids stay for ever, so that no entry, hash or figure changes; who they were is
//! forgotten some months after the promise that they worked for.

use crate::authorization::Role;
use crate::calendar::Day;
use crate::catalogue::Active;
use crate::id::PersonId;
use std::collections::BTreeSet;

/// What is known of a person who has a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    pub person: PersonId,
    pub role: Role,
    pub disabled: bool,
    /// The local days of what they recorded and decided.
    pub days: BTreeSet<Day>,
    /// The last day on which they were seen: created, in the audit log, or heard from by their phone while it may send.
    pub seen: Day,
}

/// Whose names are forgotten on a day.
#[must_use]
pub fn forgotten(people: &[Named], promises: &[Active], today: Day) -> Vec<PersonId> {
    people.iter().filter(|person| is_over(person, promises, today)).map(|person| person.person).collect()
}

/// Whether a person's name is needed no longer:
///
/// 1. Every promise in whose days they recorded or decided something, or were last seen, has ended, and its months have
///    passed since. One that sets no time keeps the name for ever. Somebody of no promise is held to the longest of all.
/// 2. By the same months nothing that they recorded is newer, whatever promise it falls outside of.
/// 3. Nothing was seen of them for as long: what the log says of the last months, it says with names. An administrator
///    with access keeps the name, seen or not: somebody must be able to get in.
#[must_use]
pub fn is_over(person: &Named, promises: &[Active], today: Day) -> bool {
    let theirs = |active: &&Active| person.days.iter().chain([&person.seen]).any(|day| active.span.holds(*day));
    let mut of: Vec<&Active> = promises.iter().filter(theirs).collect();
    let ended = of.iter().all(|active| {
        let months = active.promise.names_kept_months;
        months.is_some_and(|months| active.span.to.plus_months(months) < today)
    });
    if of.is_empty() {
        of = promises.iter().collect();
    }
    let Some(months) = longest(&of) else { return false };
    let is_past = |day: Day| day.plus_months(months) < today;
    let gets_in = person.role == Role::Administrator && !person.disabled;
    ended && !gets_in && is_past(person.seen) && person.days.last().is_none_or(|last| is_past(*last))
}

/// The longest time of some promises; `None` where one sets none, and where there are none.
fn longest(of: &[&Active]) -> Option<u32> {
    let months: Option<Vec<u32>> = of.iter().map(|active| active.promise.names_kept_months).collect();
    months?.into_iter().max()
}
