//! The wire, version 1, field by field (protocol, section 9). Frozen by golden files: a change
//! here that they notice is a change that phones in the field don't understand.

use crate::calendar::Day;
use crate::id::{DeviceId, EntryId, JournalId, OrganisationId, PartnershipId, PersonId, PromiseId};
use crate::json::Json;
use crate::limits::Limits;
use crate::moment::Moment;
use crate::ranges::Ranges;
use crate::standing::Total;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub const VERSION: u32 = 1;

/// What a phone sends: push what waits, pull what changed, in one round trip.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Request {
    pub v: u32,
    /// The cursor of the last answer; one that is foreign or unreadable is read as null.
    #[serde(default)]
    pub after: Option<String>,
    /// How many entries remain on the phone after this request.
    #[serde(default)]
    pub waiting: u64,
    /// The phone's clock.
    #[serde(default)]
    pub clock: Option<Moment>,
    /// The last number given in each journal, so that trailing gaps have names.
    #[serde(default)]
    pub journals: BTreeMap<JournalId, u64>,
    /// Read one by one, so that a bad one is refused alone.
    #[serde(default)]
    pub entries: Vec<Json>,
}

/// What the server answers. It writes the totals of many phones once: `Totals` then is their text.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Answer<Totals = Vec<Total>> {
    pub v: u32,
    pub server_time: Moment,
    /// Changes when a backup has been restored; phones then offer again what they kept.
    pub epoch: String,
    pub cursor: String,
    /// Whether there is more to pull after `cursor`.
    #[serde(default)]
    pub more: bool,
    /// One per entry, in the same order.
    #[serde(default)]
    pub verdicts: Vec<Verdict>,
    #[serde(default)]
    pub held: BTreeMap<JournalId, Ranges>,
    #[serde(default)]
    pub changes: Vec<Change>,
    #[serde(default)]
    pub promises: Vec<PromiseVersion>,
    #[serde(default)]
    pub tallies: BTreeMap<PromiseId, Totals>,
    pub limits: Limits,
    /// Whether the device, or one of the journals named, is revoked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
    /// As in [`EnrolAnswer`], for phones that made their keys before they knew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Verdict {
    /// As it was sent; null when unreadable.
    pub id: Option<EntryId>,
    /// SHA-256 of the canonical form, lower-case hex; null if unreadable.
    pub hash: Option<String>,
    pub verdict: VerdictKind,
    pub code: Option<String>,
    pub message: Option<String>,
    #[serde(default)]
    pub flags: Vec<Flag>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerdictKind {
    Accepted,
    AlreadyHeld,
    Refused,
    Quarantined,
    /// A verdict that a newer server gives: the entry stays where it is, and is offered again.
    #[serde(other)]
    Unknown,
}

/// What an accepted entry is marked with (protocol, section 3.5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    ClockOff,
    InvalidToday,
    Cloned,
    UnknownArea,
    UnknownActivity,
    OutsidePeriod,
    NotPermitted,
    /// A number or a duration beyond what the promise takes for plausible.
    Implausible,
    MayNotCorrect,
    Orphan,
    /// A flag that a newer server gives.
    #[serde(other)]
    Unknown,
}

impl Flag {
    /// The flag as it stands on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Flag::ClockOff => "clock_off",
            Flag::InvalidToday => "invalid_today",
            Flag::Cloned => "cloned",
            Flag::UnknownArea => "unknown_area",
            Flag::UnknownActivity => "unknown_activity",
            Flag::OutsidePeriod => "outside_period",
            Flag::NotPermitted => "not_permitted",
            Flag::Implausible => "implausible",
            Flag::MayNotCorrect => "may_not_correct",
            Flag::Orphan => "orphan",
            Flag::Unknown => "unknown",
        }
    }

    /// Whether an entry so marked counts nothing until a person or its root has come.
    #[must_use]
    pub fn stops(self) -> bool {
        !matches!(self, Flag::ClockOff | Flag::InvalidToday | Flag::Cloned | Flag::Unknown)
    }
}

/// A decision about one of the named journals' own occasions.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Change {
    pub id: EntryId,
    /// `returned`, `voided`, `amended`, `joined`, `separated`, `accepted`, `decided`.
    pub change: String,
    pub at: Moment,
    pub message: Option<String>,
    #[serde(default)]
    pub heads: Vec<EntryId>,
    #[serde(default)]
    pub entries: Vec<Json>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseVersion {
    pub id: PromiseId,
    pub version: u32,
}

/// `POST /api/v1/enrol`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EnrolRequest {
    pub code: String,
    pub device_name: String,
    /// The keys that lie on this phone, each sealed for the server: it opens the one of the code's person, so that a
    /// forgotten PIN loses nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escrows: Vec<String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EnrolAnswer {
    pub device: DeviceId,
    pub person: PersonId,
    /// The person's: whose activities the phone offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    pub partnership: PartnershipId,
    pub promises: Vec<PromiseVersion>,
    pub server_time: Moment,
    /// The server's public key, for what only it is to open: an uncompressed point of P-256, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
    /// The person's key on this phone, opened from `escrows`, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<String>,
}

/// An error of the HTTP contract, as `application/problem+json` (RFC 9457).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// Stable; what programs go by.
    pub code: String,
    /// What happened, and what to do next.
    pub title: String,
    pub status: u16,
}

/// Sums of a promise on a day, for those who work with it: `GET /api/v1/promises/{id}/tallies`. What everybody gets is
/// described by [`crate::figure::PublicFigures`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Figures {
    pub promise: PromiseId,
    pub version: u32,
    pub as_of: Moment,
    /// The last day that the figures hold.
    pub through: Day,
    pub totals: Vec<Total>,
    /// What is known to be missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completeness: Option<Completeness>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Completeness {
    pub devices: u32,
    pub heard_today: u32,
    /// Entries that phones said they still hold.
    pub waiting: u64,
    /// Numbers that are missing between those received.
    pub missing: u64,
}
