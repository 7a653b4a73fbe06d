//! Totals as phones get them: read and rendered once for each state of a partnership, however many phones sync meanwhile.

use crate::store::{AsOfCommit, Store, YearOf};
use anyhow::Result;
use domain::calendar::Day;
use domain::id::{OrganisationId, PartnershipId, PromiseId};
use domain::promise::{Promise, Target};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// A promise's totals as JSON.
#[derive(Clone, Debug)]
pub struct RenderedTotals(Arc<RawValue>);

impl Serialize for RenderedTotals {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

/// For whom totals are rendered alike.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Audience {
    partnership: PartnershipId,
    promise: PromiseId,
    /// Those of the phone's people that the promise knows.
    organisations: BTreeSet<OrganisationId>,
}

/// The last that were rendered for an audience.
struct Rendered {
    as_of: AsOfCommit,
    version: u32,
    day: Day,
    totals: RenderedTotals,
}

/// While one request renders, the others of its audience wait for the same.
type Slot = Arc<tokio::sync::Mutex<Option<Rendered>>>;

/// What was rendered last for each audience.
#[derive(Default)]
pub struct TotalsCache(Mutex<BTreeMap<Audience, Slot>>);

impl TotalsCache {
    /// A promise's totals so far in the year of a day, of a commit or later, with the days of what some organisations record.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn of(
        &self,
        store: &Store,
        promise: &Promise,
        organisations: &BTreeSet<OrganisationId>,
        day: Day,
        least: AsOfCommit,
    ) -> Result<RenderedTotals> {
        let known = |id: &&OrganisationId| promise.organisation(id).is_some();
        let audience = Audience {
            partnership: promise.partnership.clone(),
            promise: promise.id.clone(),
            organisations: organisations.iter().filter(known).cloned().collect(),
        };
        let slot = self.slot(&audience);
        let mut slot = slot.lock().await;
        let fits = |r: &&Rendered| r.version == promise.version && r.day == day && has(&r.as_of, &least);
        if let Some(rendered) = slot.as_ref().filter(fits) {
            return Ok(rendered.totals.clone());
        }
        let through = YearOf::through(day.clamp(promise.from, promise.to).year(), day);
        let (mut totals, as_of) = store.totals_as_of(promise, through).await?;
        for total in &mut totals {
            // The days are for what is due: nothing is for activities that these people don't record.
            let target = promise.targets().find(|target| target.id == total.target);
            if !target.is_some_and(|target| records(promise, target, &audience.organisations)) {
                total.days.clear();
            }
        }
        let totals = RenderedTotals(serde_json::value::to_raw_value(&totals)?.into());
        *slot = Some(Rendered { as_of, version: promise.version, day, totals: totals.clone() });
        Ok(totals)
    }

    fn slot(&self, of: &Audience) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match slots.get(of) {
            Some(slot) => slot.clone(),
            None => slots.entry(of.clone()).or_default().clone(),
        }
    }
}

/// Whether a state has all of another one: a restored database begins to count anew under another epoch.
fn has(state: &AsOfCommit, least: &AsOfCommit) -> bool {
    state.epoch == least.epoch && state.commit_no >= least.commit_no
}

/// Whether any of some organisations records what a target counts.
fn records(promise: &Promise, target: &Target, organisations: &BTreeSet<OrganisationId>) -> bool {
    let activity = target.activity.as_ref().and_then(|id| promise.activity(id));
    activity.is_some_and(|activity| activity.organisations.iter().any(|id| organisations.contains(id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_a_later_commit_serve_and_those_of_another_epoch_never() {
        let state = |epoch: &str, commit_no| AsOfCommit { epoch: epoch.to_owned(), commit_no };
        assert!(has(&state("a", 8), &state("a", 8)) && has(&state("a", 9), &state("a", 8)));
        assert!(!has(&state("a", 7), &state("a", 8)));
        assert!(!has(&state("a", 900), &state("b", 8)), "a backup was put back");
    }
}
