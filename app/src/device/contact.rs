//! Who records and the last contact with the server, as the journal's `meta` stores them beside the entries: all of it is
//! there offline.

use domain::id::{DeviceId, OrganisationId, PartnershipId, PersonId};
use domain::limits::Limits;
use domain::wire::PromiseVersion;
use serde::{Deserialize, Serialize};

/// Who records, since the phone was enrolled for them.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Identity {
    pub(crate) device: DeviceId,
    pub(crate) person: PersonId,
    pub(crate) partnership: PartnershipId,
    /// Whose activities have keys. Where the server doesn't say, the promise's police.
    pub(crate) organisation: Option<OrganisationId>,
}

/// The last whole answer.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Contact {
    /// By the phone's clock.
    pub(crate) at_ms: Option<i64>,
    /// Server minus phone. Dropped when the clock jumps.
    pub(crate) offset_ms: Option<i64>,
    pub(crate) cursor: Option<String>,
    pub(crate) epoch: Option<String>,
    /// The promises in force, by which forms are made.
    pub(crate) promises: Vec<PromiseVersion>,
    pub(crate) revoked: bool,
    pub(crate) limits: Option<Limits>,
}
