//! A report's way: drafted, frozen, approved, published, and taken back where it was wrong.

use serde::{Deserialize, Serialize};

/// Where a report is on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Figures are read anew each time, and texts are written.
    Draft,
    /// Figures and texts stand.
    Frozen,
    Approved,
    /// Everybody may read it.
    Published,
    /// It was published and isn't valid any more: everybody reads that, and why; final.
    Withdrawn,
}

/// What takes a report from one state to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Act {
    Freeze,
    Approve,
    Publish,
    /// Back to a draft, as long as nobody outside has read it.
    Reopen,
    /// Back from everybody, with a reason that stays in its place.
    Withdraw,
}

impl State {
    const ALL: [Self; 5] = [Self::Draft, Self::Frozen, Self::Approved, Self::Published, Self::Withdrawn];

    /// The word that the database has for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Frozen => "frozen",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The state after an act, once all who take part in it have acted; `None` where it isn't possible.
    #[must_use]
    pub fn after(self, act: Act) -> Option<Self> {
        match (self, act) {
            (Self::Draft, Act::Freeze) => Some(Self::Frozen),
            (Self::Frozen, Act::Approve) => Some(Self::Approved),
            (Self::Approved, Act::Publish) => Some(Self::Published),
            (Self::Frozen | Self::Approved, Act::Reopen) => Some(Self::Draft),
            (Self::Published, Act::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

impl Act {
    pub const ALL: [Self; 5] = [Self::Freeze, Self::Approve, Self::Publish, Self::Reopen, Self::Withdraw];

    /// The word that its address has for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Freeze => "freeze",
            Self::Approve => "approve",
            Self::Publish => "publish",
            Self::Reopen => "reopen",
            Self::Withdraw => "withdraw",
        }
    }
}
