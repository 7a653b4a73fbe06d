//! Who may do and see what: one pure function per question (protocol, section 7).

use crate::id::{OrganisationId, PartnershipId, PersonId};
use crate::promise::OrganisationKind;
use crate::standing::Party;
use serde::{Deserialize, Serialize};

/// What a person is to the promise.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Records on a phone; sees the own entries and current totals.
    Officer,
    /// Sees the police area's entries and devices; creates officers.
    Supervisor,
    /// Municipality or housing company: aggregates and the own organisation's entries.
    Coordinator,
    /// People and devices, not entries.
    Administrator,
}

impl Role {
    pub const ALL: [Role; 4] = [Role::Officer, Role::Supervisor, Role::Coordinator, Role::Administrator];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Role::Officer => "officer",
            Role::Supervisor => "supervisor",
            Role::Coordinator => "coordinator",
            Role::Administrator => "administrator",
        }
    }

    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.word() == word)
    }
}

/// Someone who asks, known by a session or a device credential.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Viewer {
    pub partnership: PartnershipId,
    pub person: PersonId,
    pub organisation: OrganisationId,
    pub kind: OrganisationKind,
    pub role: Role,
}

/// What a route asks of whoever calls it. Every route has one of these, in one table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// No credential at all.
    Everyone,
    /// A phone's credential; the handler judges it, since an expired one still gets an answer.
    Device,
    /// Figures in full.
    Figures,
    /// How things are recorded, by area.
    Quality,
    /// Entries, by [`entries_of`].
    Entries,
    /// People: creating them, codes and links.
    People,
    /// Phones by name, and revoking them.
    Devices,
    /// Deciding about entries of the own organisation: returning, voiding, joining, choosing between versions.
    Decide,
    /// What only supervisors settle: accepting what a revoked phone sent, reading a word as another, closing a gap.
    Settle,
    /// Any signed-in member of staff.
    Staff,
    /// Reports of the promise: drafting them, writing their texts.
    Reports,
    /// Freezing, approving and publishing reports.
    Release,
    /// The audit log: who did and read what.
    Audit,
}

/// Whether a role passes a route's rule; `None` is someone who isn't signed in.
#[must_use]
pub fn may_pass(rule: Rule, role: Option<Role>) -> bool {
    use Role::{Administrator, Coordinator, Supervisor};
    match rule {
        Rule::Everyone | Rule::Device => true,
        Rule::Figures | Rule::Entries | Rule::Reports | Rule::Decide => matches!(role, Some(Supervisor | Coordinator)),
        Rule::Quality | Rule::Release | Rule::Settle => role == Some(Supervisor),
        Rule::People | Rule::Devices => matches!(role, Some(Supervisor | Administrator)),
        Rule::Staff => matches!(role, Some(Supervisor | Coordinator | Administrator)),
        Rule::Audit => role == Some(Administrator),
    }
}

/// Whose entries a viewer may read: those of the own organisation. Administrators read none, officers their own alone,
/// which come with sync.
#[must_use]
pub fn entries_of(viewer: &Viewer) -> Option<&OrganisationId> {
    match viewer.role {
        Role::Supervisor | Role::Coordinator => Some(&viewer.organisation),
        Role::Officer | Role::Administrator => None,
    }
}

/// Whether a viewer may write the text of a commitment in a report: supervisors for the police, coordinators for the
/// municipality and the housing company, both for what they promised together.
#[must_use]
pub fn may_write(role: Role, owner: Party) -> bool {
    match (role, owner) {
        (Role::Supervisor, Party::Police | Party::Together) => true,
        (Role::Coordinator, Party::Municipality | Party::Together) => true,
        (Role::Supervisor | Role::Coordinator | Role::Officer | Role::Administrator, _) => false,
    }
}

/// Which roles a viewer may give to a new person.
#[must_use]
pub fn may_create(role: Role) -> &'static [Role] {
    match role {
        Role::Administrator => &[Role::Officer, Role::Supervisor, Role::Coordinator, Role::Administrator],
        Role::Supervisor => &[Role::Officer],
        Role::Officer | Role::Coordinator => &[],
    }
}

/// Whether a viewer may act for a person: give codes and links, revoke the phone. Supervisors within their own
/// organisation and for officers only; administrators for all of the partnership.
#[must_use]
pub fn may_act_for(viewer: &Viewer, role: Role, organisation: &OrganisationId) -> bool {
    match viewer.role {
        Role::Administrator => true,
        Role::Supervisor => role == Role::Officer && viewer.organisation == *organisation,
        Role::Officer | Role::Coordinator => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_see_people_and_devices_but_no_entries() {
        assert!(may_pass(Rule::People, Some(Role::Administrator)));
        assert!(!may_pass(Rule::Entries, Some(Role::Administrator)));
        assert!(!may_pass(Rule::Figures, Some(Role::Administrator)));
    }

    #[test]
    fn nobody_unknown_passes_a_rule_that_asks_for_someone() {
        use Rule::{Audit, Decide, Devices, Entries, Figures, People, Quality, Release, Reports, Settle, Staff};
        for rule in [Figures, Quality, Entries, Decide, Settle, People, Devices, Staff, Reports, Release, Audit] {
            assert!(!may_pass(rule, None), "{rule:?}");
            assert!(!may_pass(rule, Some(Role::Officer)), "{rule:?}");
        }
    }

    #[test]
    fn a_supervisor_creates_and_acts_for_officers_of_the_own_organisation_only() {
        let viewer = Viewer {
            partnership: "jonkoping".into(),
            person: PersonId([1; 16]),
            organisation: "polisen".into(),
            kind: OrganisationKind::Police,
            role: Role::Supervisor,
        };
        assert_eq!(may_create(viewer.role), [Role::Officer]);
        assert!(may_act_for(&viewer, Role::Officer, &"polisen".into()));
        assert!(!may_act_for(&viewer, Role::Officer, &"kommunen".into()));
        assert!(!may_act_for(&viewer, Role::Supervisor, &"polisen".into()));
    }
}
