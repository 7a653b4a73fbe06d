//! A batch of a phone on its way into the database, and what becomes of it.

use super::in_force::InForce;
use domain::id::{DeviceId, JournalId, OrganisationId, PartnershipId};
use domain::merge::Arrival;
use domain::moment::Moment;
use domain::ranges::Ranges;
use domain::wire::Verdict;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a phone sent, read and hashed.
#[derive(Clone, Debug)]
pub struct Batch {
    pub partnership: PartnershipId,
    pub device: DeviceId,
    /// The last number given in each journal that the phone named.
    pub journals: BTreeMap<JournalId, u64>,
    pub arrivals: Vec<Arrival>,
    /// What remains on the phone after this.
    pub waiting: u64,
    /// The phone's clock.
    pub clock: Option<Moment>,
    /// Brought in a rescue file: says nothing of the phone, which may have been dead for weeks.
    pub by_hand: bool,
    pub now_ms: i64,
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct Merged {
    /// One for each arrival, in the same order.
    pub verdicts: Vec<Verdict>,
    /// The numbers held of each journal that was named and is of the device's people.
    pub held: BTreeMap<JournalId, Ranges>,
    /// The partnership's last commit.
    pub commit_no: i64,
    /// The database's epoch at that commit.
    pub epoch: String,
    pub revoked: bool,
    /// The promises in force at that commit.
    pub in_force: Arc<InForce>,
    /// The organisations of the device's people.
    pub organisations: BTreeSet<OrganisationId>,
    /// The commit of the last decision until then; 0 before the first.
    pub decided_no: i64,
}

/// The occasions that a batch touches have more than [`domain::limits::BATCH_ROWS`] rows: sent in parts it is merged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TooManyRows;
