//! Who may do and see what: one pure function, [`may`] (protocol, section 7). Every route passes through it before its
//! handler, and whatever a handler then finds out about (whose entries, which person, whose phone) is asked of it again.

use crate::id::{OrganisationId, PartnershipId, PersonId};
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

/// Someone signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Viewer {
    pub partnership: PartnershipId,
    pub person: PersonId,
    pub organisation: OrganisationId,
    pub role: Role,
}

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who<'a> {
    /// Nobody that is known here.
    Nobody,
    /// A phone, known by its credential.
    Phone { revoked: bool },
    /// A person, known by a session.
    Person(&'a Viewer),
}

/// What a route asks of whoever calls it. Every route has one of these, in one table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// No credential at all.
    Everyone,
    /// A one-time code, which the handler takes: whoever has it may enrol a phone.
    Enrol,
    /// A set-up link, which the handler takes: whoever has it loads the first promise of a server that has none, and
    /// becomes its administrator.
    SetUp,
    /// A phone's credential, of a revoked one too: it still gets receipts.
    Device,
    /// The credential of a phone that isn't revoked: feedback to its people.
    Feedback,
    /// Figures in full.
    Figures,
    /// How things are recorded, by area.
    Quality,
    /// Entries, by [`entries_of`].
    Entries,
    /// People: creating them, codes and links.
    People,
    /// Changing people: name, role, organisation; taking access away and giving it back.
    ChangePeople,
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
    /// Freezing, publishing and withdrawing reports.
    Release,
    /// Approving the own party's part of a report.
    Approve,
    /// The audit log: who did and read what.
    Audit,
    /// The partnership's promises: loading, previewing and putting them in force, taking unused ones away.
    Promises,
}

/// Whose something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Whose<'a> {
    pub partnership: &'a PartnershipId,
    pub organisation: &'a OrganisationId,
}

/// What may be done about a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AboutPerson {
    Create,
    /// On the list, and on a page of their own.
    See,
    /// A code that enrols a phone; taking back what was given.
    GiveCode,
    /// A link behind which a password is chosen.
    GiveLink,
    /// Another name, role or organisation; access taken away or given back.
    Change,
}

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ask<'a> {
    /// To be answered by a route of this rule at all.
    Route(Rule),
    /// To read an organisation's entries, and to decide about them.
    Entries(Whose<'a>),
    /// To write the text of a commitment that this party answers for.
    Text(Party),
    /// Something about a person of this role.
    Person(AboutPerson, Role, Whose<'a>),
    /// To see a phone by its name, and to revoke it. Whose it is, is whose one of its people is.
    Phone(Whose<'a>),
    /// To put a promise of this partnership in force, and to take it away.
    Promise(&'a PartnershipId),
}

/// The answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    Yes,
    /// Perhaps, for somebody who is known.
    SignIn,
    No,
    /// Nor is it told whether there is such a thing: it would be another partnership's.
    Unknown,
}

/// Whether somebody may. Nothing is shared between partnerships, whatever the role.
#[must_use]
pub fn may(who: Who<'_>, ask: Ask<'_>) -> Verdict {
    let viewer = match (ask, who) {
        (Ask::Route(Rule::Everyone | Rule::Enrol | Rule::SetUp), _)
        | (Ask::Route(Rule::Device), Who::Phone { .. })
        | (Ask::Route(Rule::Feedback), Who::Phone { revoked: false }) => return Verdict::Yes,
        (Ask::Route(Rule::Device | Rule::Feedback), _) | (_, Who::Nobody | Who::Phone { .. }) => {
            return Verdict::SignIn;
        }
        (_, Who::Person(viewer)) => viewer,
    };
    let yes = match ask {
        Ask::Route(rule) => may_pass(rule, viewer.role),
        Ask::Text(owner) => may_write(viewer.role, owner),
        Ask::Entries(whose) | Ask::Person(_, _, whose) | Ask::Phone(whose)
            if *whose.partnership != viewer.partnership =>
        {
            return Verdict::Unknown;
        }
        Ask::Promise(partnership) if *partnership != viewer.partnership => return Verdict::Unknown,
        Ask::Promise(_) => viewer.role == Role::Administrator,
        Ask::Entries(whose) => {
            matches!(viewer.role, Role::Supervisor | Role::Coordinator) && *whose.organisation == viewer.organisation
        }
        Ask::Person(deed, role, whose) => may_about(viewer, deed, role, whose.organisation),
        Ask::Phone(whose) => match viewer.role {
            Role::Administrator => true,
            Role::Supervisor => *whose.organisation == viewer.organisation,
            Role::Officer | Role::Coordinator => false,
        },
    };
    if yes { Verdict::Yes } else { Verdict::No }
}

/// Whether a route of a rule answers a role. Pages ask the same of what they show or leave out.
#[must_use]
pub fn may_pass(rule: Rule, role: Role) -> bool {
    use Role::{Administrator, Coordinator, Supervisor};
    match rule {
        Rule::Everyone | Rule::Enrol | Rule::SetUp => true,
        Rule::Device | Rule::Feedback => false,
        Rule::Figures | Rule::Entries | Rule::Reports | Rule::Decide | Rule::Approve => {
            matches!(role, Supervisor | Coordinator)
        }
        Rule::Quality | Rule::Release | Rule::Settle => role == Supervisor,
        Rule::People | Rule::Devices => matches!(role, Supervisor | Administrator),
        Rule::ChangePeople | Rule::Audit | Rule::Promises => role == Administrator,
        Rule::Staff => matches!(role, Supervisor | Coordinator | Administrator),
    }
}

/// Supervisors write for the police, coordinators for the municipality and the housing company, both for what they
/// promised together.
fn may_write(role: Role, owner: Party) -> bool {
    match (role, owner) {
        (Role::Supervisor, Party::Police | Party::Together) => true,
        (Role::Coordinator, Party::Municipality | Party::Together) => true,
        (Role::Supervisor | Role::Coordinator | Role::Officer | Role::Administrator, _) => false,
    }
}

/// Supervisors within their own organisation and for officers only; administrators for all of the partnership. Officers
/// have no password, so nobody gives them a link to choose one.
fn may_about(viewer: &Viewer, deed: AboutPerson, role: Role, organisation: &OrganisationId) -> bool {
    if deed == AboutPerson::GiveLink && role == Role::Officer {
        return false;
    }
    match viewer.role {
        Role::Administrator => true,
        Role::Supervisor => {
            let own = *organisation == viewer.organisation;
            own && match deed {
                AboutPerson::See => true,
                AboutPerson::Create | AboutPerson::GiveCode => role == Role::Officer,
                AboutPerson::GiveLink | AboutPerson::Change => false,
            }
        }
        Role::Officer | Role::Coordinator => false,
    }
}

/// Whose entries a viewer may read: those of the own organisation. Administrators read none, officers their own alone,
/// which come with sync.
#[must_use]
pub fn entries_of(viewer: &Viewer) -> Option<&OrganisationId> {
    let own = Whose { partnership: &viewer.partnership, organisation: &viewer.organisation };
    (may(Who::Person(viewer), Ask::Entries(own)) == Verdict::Yes).then_some(&viewer.organisation)
}

/// The roles that a viewer may give to a new person of an organisation.
#[must_use]
pub fn roles_given(viewer: &Viewer, organisation: &OrganisationId) -> Vec<Role> {
    let whose = Whose { partnership: &viewer.partnership, organisation };
    let gives = |role: &Role| may(Who::Person(viewer), Ask::Person(AboutPerson::Create, *role, whose)) == Verdict::Yes;
    Role::ALL.into_iter().filter(gives).collect()
}

/// Why access stays as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stays {
    /// Nobody takes their own access away by accident: another administrator does it.
    Oneself,
    /// A partnership without an administrator could never get one again in the browser.
    LastAdministrator,
}

/// Whether a person's role may be taken away. `administrators` counts those who have access, the person included.
///
/// # Errors
/// Why it stays.
pub fn taken_away(by: Option<PersonId>, person: PersonId, role: Role, administrators: u64) -> Result<(), Stays> {
    if by == Some(person) {
        Err(Stays::Oneself)
    } else if role == Role::Administrator && administrators <= 1 {
        Err(Stays::LastAdministrator)
    } else {
        Ok(())
    }
}
