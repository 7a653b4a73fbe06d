//! Who approves a report: each party its own part, and what they promised together both of them.

use super::{Owner, Report};
use crate::authorization::Role;
use std::collections::BTreeSet;

/// A party that approves its part of a report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Approver {
    /// A supervisor approves.
    Police,
    /// A coordinator approves, for the municipality and the housing company.
    Municipality,
}

impl Approver {
    const ALL: [Self; 2] = [Self::Police, Self::Municipality];

    /// The word that the database and the audit log have for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Police => "police",
            Self::Municipality => "municipality",
        }
    }

    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|party| party.word() == word)
    }

    /// The party that somebody of this role approves for.
    #[must_use]
    pub fn of(role: Role) -> Option<Self> {
        match role {
            Role::Supervisor => Some(Self::Police),
            Role::Coordinator => Some(Self::Municipality),
            Role::Officer | Role::Administrator => None,
        }
    }

    /// Whether a commitment is part of what it approves.
    #[must_use]
    pub fn answers_for(self, owner: Owner) -> bool {
        match self {
            Self::Police => owner != Owner::Municipality,
            Self::Municipality => owner != Owner::Police,
        }
    }
}

impl Report {
    /// Those who have to approve it. A report without any commitment is the police's.
    #[must_use]
    pub fn approvers(&self) -> BTreeSet<Approver> {
        let has_part = |party: &Approver| self.commitments.iter().any(|c| party.answers_for(c.owner));
        let all: BTreeSet<Approver> = Approver::ALL.into_iter().filter(has_part).collect();
        if all.is_empty() { [Approver::Police].into() } else { all }
    }
}
