//! Creating people and giving them what lets them in: the same for pages and commands.

use crate::secret;
use crate::state::App;
use crate::store::{InForce, NewPerson, NotDisabled, Purpose, Rejected, SessionOf, Store};
use crate::text;
use anyhow::Result;
use domain::authorization::Role;
use domain::id::{OrganisationId, PartnershipId, PersonId};
use domain::promise::OrganisationKind;

/// A code is typed, or read by the phone's camera, while both stand beside each other.
pub const CODE_MS: i64 = 10 * 60_000;
/// A link may lie over a weekend.
pub const LINK_MS: i64 = 3 * 24 * 3_600_000;
const NAME_CHARS: usize = 80;

/// Someone to create.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct New {
    pub name: String,
    pub role: Role,
    pub organisation: OrganisationId,
}

/// Why nobody was created.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotCreated {
    NameMissing,
    NameTooLong,
    NameTaken,
    /// It has a character that no text may have.
    NameUnfit,
    UnknownOrganisation,
}

/// A secret that is shown once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GivenSecret {
    pub secret: String,
    pub ends_at_ms: i64,
}

/// The organisations of a partnership's promises, the newest promise's names first.
#[must_use]
pub fn organisations(in_force: &InForce) -> Vec<(OrganisationId, String)> {
    let mut all: Vec<(OrganisationId, String)> = Vec::new();
    for organisation in in_force.catalogue.active.iter().rev().flat_map(|a| &a.promise.organisations) {
        if all.iter().all(|(id, _)| *id != organisation.id) {
            all.push((organisation.id.clone(), organisation.name.clone()));
        }
    }
    all
}

/// What kind of organisation one is; `None` where no promise in force knows it.
#[must_use]
pub fn kind_of(in_force: &InForce, id: &OrganisationId) -> Option<OrganisationKind> {
    let mut promises = in_force.catalogue.active.iter().rev().map(|active| &active.promise);
    promises.find_map(|promise| promise.organisation(id)).map(|organisation| organisation.kind)
}

/// A name as it is kept.
///
/// # Errors
/// Why it won't do.
pub fn fit_name(name: &str) -> Result<String, NotCreated> {
    let name = text::line(name).map_err(|_| NotCreated::NameUnfit)?;
    if name.is_empty() {
        Err(NotCreated::NameMissing)
    } else if name.chars().count() > NAME_CHARS {
        Err(NotCreated::NameTooLong)
    } else {
        Ok(name)
    }
}

/// Creates a person.
///
/// # Errors
/// The outer error when the database fails; the inner one says why nobody was created.
pub async fn create(
    store: &Store,
    partnership: &PartnershipId,
    new: New,
    by: Option<PersonId>,
    now_ms: i64,
) -> Result<Result<PersonId, NotCreated>> {
    let name = match fit_name(&new.name) {
        Ok(name) => name,
        Err(not) => return Ok(Err(not)),
    };
    let in_force = store.in_force(partnership).await?;
    if organisations(&in_force).iter().all(|(id, _)| *id != new.organisation) {
        return Ok(Err(NotCreated::UnknownOrganisation));
    }
    let id = PersonId(secret::new_id(now_ms)?);
    let person = NewPerson { id, name, role: new.role, organisation: new.organisation, by };
    Ok(match store.create_person(partnership, &person, now_ms).await? {
        Ok(()) => Ok(id),
        Err(Rejected::NameTaken) => Err(NotCreated::NameTaken),
    })
}

/// A one-time code that enrols a phone for a person.
///
/// # Errors
/// When the database fails.
pub async fn give_code(
    store: &Store,
    partnership: &PartnershipId,
    person: PersonId,
    by: Option<PersonId>,
    now_ms: i64,
) -> Result<GivenSecret> {
    let code = secret::code()?;
    let hash = secret::hash(&secret::typed_code(&code));
    give(store, partnership, person, by, now_ms, (Purpose::Code, hash, CODE_MS)).await?;
    Ok(GivenSecret { secret: code, ends_at_ms: now_ms + CODE_MS })
}

/// The secret of a one-time link behind which a person chooses a password.
///
/// # Errors
/// When the database fails.
pub async fn give_link(
    store: &Store,
    partnership: &PartnershipId,
    person: PersonId,
    by: Option<PersonId>,
    now_ms: i64,
) -> Result<GivenSecret> {
    let token = secret::token()?;
    give(store, partnership, person, by, now_ms, (Purpose::Link, secret::hash(&token), LINK_MS)).await?;
    Ok(GivenSecret { secret: token, ends_at_ms: now_ms + LINK_MS })
}

async fn give(
    store: &Store,
    partnership: &PartnershipId,
    person: PersonId,
    by: Option<PersonId>,
    now_ms: i64,
    (purpose, hash, lasts_ms): (Purpose, Vec<u8>, i64),
) -> Result<()> {
    let of = SessionOf { partnership: partnership.clone(), person };
    store.give_secret(&of, purpose, &hash, now_ms + lasts_ms, by, now_ms).await
}

/// Takes a person's access away, all at once, and ends the pages that follow figures with their sessions. Other servers on
/// the same database end theirs with the next poll.
///
/// # Errors
/// The outer error when the database fails; the inner one says why nothing was done.
pub async fn disable(app: &App, of: &SessionOf, by: Option<PersonId>, now_ms: i64) -> Result<Result<(), NotDisabled>> {
    Ok(app.store.disable(of, by, now_ms).await?.map(|ended| ended.iter().for_each(|session| app.live.end(session))))
}

/// The organisations of some people.
///
/// # Errors
/// When the database can't be read.
pub async fn organisations_of(
    store: &Store,
    partnership: &PartnershipId,
    people: &[PersonId],
) -> Result<Vec<OrganisationId>> {
    let mut organisations = Vec::new();
    for person in people {
        organisations.extend(store.person(partnership, *person).await?.map(|p| p.organisation));
    }
    Ok(organisations)
}
