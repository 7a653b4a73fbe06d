//! What a server does before its first request: a promise in force, its extension for this year, an administrator.

use crate::people::{self, New};
use crate::promise_file;
use crate::store::{NotLoaded, SessionOf, Store};
use anyhow::{Context, Result, bail};
use domain::id::{PartnershipId, PersonId};
use domain::reach::Role;

/// What the first administrator is called until somebody says otherwise.
const ADMINISTRATOR: &str = "Administratör";

/// Prepares a database. Answers the way in for an administrator where nobody has one.
///
/// # Errors
/// When the database fails.
pub async fn prepare(store: &Store, public_url: &str, now_ms: i64) -> Result<Option<String>> {
    if store.partnerships().await?.is_empty() {
        let shipped = promise_file::read(promise_file::SHIPPED)
            .map_err(|problems| anyhow::anyhow!("the shipped promise has {} problems", problems.len()))?;
        match store.put_in_force(shipped, now_ms).await? {
            // Two servers that start on one database: the other was first.
            Ok(_) | Err(NotLoaded::Already) => {}
            Err(not) => bail!("the shipped promise can't be put in force: {not:?}"),
        }
    }
    let mut first = None;
    for partnership in store.partnerships().await? {
        // With entries to count anew it would take minutes before the first request: the daily task does it beside them.
        if !store.has_entries(&partnership).await? {
            extend_one(store, &partnership, now_ms).await?;
        }
        let everyone = store.people(&partnership, None).await?;
        let administrator = everyone.iter().find(|p| p.role == Role::Administrator && !p.disabled);
        let person = match administrator {
            Some(known) if has_way_in(store, &partnership, known.id).await? => continue,
            Some(known) => known.id,
            None => create_administrator(store, &partnership, now_ms).await?,
        };
        let link = people::give_link(store, &partnership, person, None, now_ms).await?;
        first = Some(format!("{public_url}/welcome/{}", link.secret));
    }
    Ok(first)
}

/// Whether a person can sign in by any way.
async fn has_way_in(store: &Store, partnership: &PartnershipId, person: PersonId) -> Result<bool> {
    let of = SessionOf { partnership: partnership.clone(), person };
    Ok(store.password(partnership, person).await?.is_some()
        || !store.passkeys(&of).await?.is_empty()
        || store.identity(&of).await?.is_some())
}

async fn create_administrator(store: &Store, partnership: &PartnershipId, now_ms: i64) -> Result<PersonId> {
    let in_force = store.in_force(partnership).await?;
    let (organisation, _) = people::organisations(&in_force).into_iter().next().context("a promise of nobody")?;
    let new = New { name: ADMINISTRATOR.to_owned(), role: Role::Administrator, organisation };
    match people::create(store, partnership, new, None, now_ms).await? {
        Ok(id) => Ok(id),
        Err(not) => bail!("the first administrator can't be created: {not:?}"),
    }
}

/// Puts the extension of a promise in force where one has ended and continues by the year.
///
/// # Errors
/// When the database fails.
pub async fn extend(store: &Store, now_ms: i64) -> Result<()> {
    for partnership in store.partnerships().await? {
        extend_one(store, &partnership, now_ms).await?;
    }
    Ok(())
}

async fn extend_one(store: &Store, partnership: &PartnershipId, now_ms: i64) -> Result<()> {
    let in_force = store.in_force(partnership).await?;
    let Some(extension) = in_force.catalogue.due_extension(in_force.zone.day_of(now_ms)) else { return Ok(()) };
    let id = extension.id.clone();
    match store.put_in_force(extension, now_ms).await? {
        Ok(_) => tracing::info!(promise = %id, "the promise continues this year"),
        // Another server on the same database was first, or is at it.
        Err(NotLoaded::Already) => {}
        Err(NotLoaded::UnderWay { .. }) => {
            tracing::info!(promise = %id, "the promise is continued after another count")
        }
        Err(not) => tracing::warn!(promise = %id, ?not, "the promise could not be continued"),
    }
    Ok(())
}
