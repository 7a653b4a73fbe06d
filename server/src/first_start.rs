//! What a server does before its first request: the promise that it was told to begin with, extensions for this year, and
//! a way in for an administrator.

use crate::config::Kept;
use crate::keys::Keys;
use crate::people::{self, LINK_MS, New};
use crate::promise_file;
use crate::secret;
use crate::store::{NotLoaded, SessionOf, Store};
use crate::text_file;
use anyhow::{Context, Result, bail};
use domain::authorization::Role;
use domain::id::{PartnershipId, PersonId};
use domain::promise::Promise;
use std::path::Path;

/// What an administrator is called whom a command creates, until somebody says otherwise.
const ADMINISTRATOR: &str = "Administratör";

/// A way in for an administrator, at a start of a server on which nobody can sign in yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FirstLink {
    /// Whose administrator it lets in; `None` for the set-up link of a server without a partnership.
    pub partnership: Option<PartnershipId>,
    pub given: Given,
}

/// A link that was given now, or at an earlier start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    Now {
        /// The whole address.
        url: String,
    },
    /// It is still of use, and is kept as a hash: it can't be shown again.
    Before { ends_at_ms: i64 },
}

/// The server's own secret. It is made for a new database alone: one that belongs to a key already is of no use with another,
/// which would lie where the right one is to be put back.
///
/// # Errors
/// When the key that the database belongs to isn't there, or is another.
pub async fn keys(kept: &Kept, store: &Store) -> Result<Keys> {
    let keys = if store.has_key().await? { kept.existing_keys()? } else { kept.keys()? };
    store.belongs_to(&keys.fingerprint()).await?;
    Ok(keys)
}

/// The promise that `--promise` names: one that ships, by its id, or a file.
///
/// # Errors
/// When there is no such promise or file, or it has problems: each with its line.
pub fn promise_named(name: &str) -> Result<Promise> {
    let shipped = promise_file::shipped().find(|(id, _)| *id == name).map(|(_, text)| text.to_owned());
    let text = match shipped {
        Some(text) => text,
        None => text_file::read(Path::new(name)).with_context(|| {
            format!(
                "--promise: {name} is neither a file that can be read nor a promise that `server promise list` names"
            )
        })?,
    };
    promise_file::read(&text).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(|problem| format!("{name}:{problem}")).collect();
        anyhow::anyhow!("--promise: the file has problems:\n{}", lines.join("\n"))
    })
}

/// Puts a promise in force where none is: on a database without a partnership. On any other nothing happens, since
/// `server promise load` is what changes one that is in use.
///
/// # Errors
/// When the database fails.
pub async fn begin_with(store: &Store, promise: Promise, now_ms: i64) -> Result<()> {
    let (id, partnerships) = (promise.id.clone(), store.partnerships().await?);
    if !partnerships.is_empty() {
        if store.partnership_of(&id).await?.is_none() {
            tracing::warn!(promise = %id, "--promise is for a new database: `server promise load` adds one to this");
        }
        return Ok(());
    }
    match store.put_in_force(promise, now_ms).await? {
        // Two servers that start on one database: the other was first.
        Ok(_) | Err(NotLoaded::Already) => Ok(()),
        Err(not) => bail!("the promise {id} can't be put in force: {not:?}"),
    }
}

/// Prepares a database: extensions for this year, and a way in for an administrator wherever nobody has one. A link that
/// was given before stays of use.
///
/// # Errors
/// When the database fails.
pub async fn prepare(store: &Store, public_url: &str, now_ms: i64) -> Result<Vec<FirstLink>> {
    let partnerships = store.partnerships().await?;
    for partnership in &partnerships {
        // With entries to count anew it would take minutes before the first request: the daily task does it beside them.
        if !store.has_entries(partnership).await? {
            extend_one(store, partnership, now_ms).await?;
        }
    }
    if partnerships.is_empty() {
        let given = match store.setup_link_ends(now_ms).await? {
            Some(ends_at_ms) => Given::Before { ends_at_ms },
            None => Given::Now { url: format!("{public_url}/setup/{}", give_setup_link(store, now_ms).await?) },
        };
        return Ok(vec![FirstLink { partnership: None, given }]);
    }
    let mut links = Vec::new();
    for partnership in partnerships {
        if let Some(given) = way_in(store, &partnership, public_url, now_ms).await? {
            links.push(FirstLink { partnership: Some(partnership), given });
        }
    }
    Ok(links)
}

/// The secret of a new set-up link, which ends all earlier ones.
///
/// # Errors
/// When the database fails.
pub async fn give_setup_link(store: &Store, now_ms: i64) -> Result<String> {
    let secret = secret::token()?;
    store.give_setup_link(&secret::hash(&secret), now_ms + LINK_MS, now_ms).await?;
    Ok(secret)
}

/// A way in where no administrator of a partnership has one.
async fn way_in(store: &Store, of: &PartnershipId, public_url: &str, now_ms: i64) -> Result<Option<Given>> {
    let everyone = store.people(of, None).await?;
    let administrators: Vec<PersonId> =
        everyone.iter().filter(|p| p.role == Role::Administrator && !p.disabled).map(|p| p.id).collect();
    let mut given_before = None;
    for person in &administrators {
        let of = SessionOf { partnership: of.clone(), person: *person };
        if has_way_in(store, &of).await? {
            return Ok(None);
        }
        given_before = given_before.max(store.around(&of, now_ms).await?.link_ends_ms);
    }
    if let Some(ends_at_ms) = given_before {
        return Ok(Some(Given::Before { ends_at_ms }));
    }
    let person = match administrators.first() {
        Some(known) => *known,
        None => create_administrator(store, of, now_ms).await?,
    };
    let link = people::give_link(store, of, person, None, now_ms).await?;
    Ok(Some(Given::Now { url: format!("{public_url}/welcome/{}", link.secret) }))
}

/// Whether a person can sign in by any way.
///
/// # Errors
/// When the database can't be read.
pub async fn has_way_in(store: &Store, of: &SessionOf) -> Result<bool> {
    Ok(store.password(&of.partnership, of.person).await?.is_some()
        || !store.passkeys(of).await?.is_empty()
        || store.identity(of).await?.is_some())
}

/// Creates an administrator of a partnership that has none.
///
/// # Errors
/// When the database fails, or somebody else has the name.
pub async fn create_administrator(store: &Store, partnership: &PartnershipId, now_ms: i64) -> Result<PersonId> {
    let in_force = store.in_force(partnership).await?;
    let (organisation, _) = people::organisations(&in_force).into_iter().next().context("a promise of nobody")?;
    let new = New { name: ADMINISTRATOR.to_owned(), role: Role::Administrator, organisation };
    match people::create(store, partnership, new, None, now_ms).await? {
        Ok(id) => Ok(id),
        Err(not) => bail!("the administrator of {partnership} can't be created: {not:?}"),
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
