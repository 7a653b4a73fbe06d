//! `server people add|forget`, `server codes new`.

use super::{only_partnership, opened, tell};
use crate::clock::now_ms;
use crate::config::{AddPerson, CodesWhat, Kept, PeopleWhat};
use crate::people::{self, New, NotCreated};
use crate::secret;
use crate::store::{Forgotten, SessionOf, Store};
use anyhow::{Context, Result, bail};
use domain::id::{OrganisationId, PartnershipId, PersonId};
use domain::reach::Role;
use serde_json::json;
use std::io::Read;

pub(super) async fn people(what: PeopleWhat) -> Result<()> {
    match what {
        PeopleWhat::Add(new) => add(new).await,
        PeopleWhat::Forget { kept, dry_run } => forget(&kept, dry_run).await,
    }
}

/// Forgets names in every partnership, or says which ones would be.
async fn forget(kept: &Kept, dry_run: bool) -> Result<()> {
    let store = opened(kept).await?;
    for partnership in store.partnerships().await? {
        let Forgotten { people, devices } = store.forget_names(&partnership, !dry_run, now_ms()).await?;
        let ids: Vec<PersonId> = people.iter().map(|(id, _)| *id).collect();
        let mut value = json!({ "partnership": partnership, "people": ids, "devices": devices, "dry_run": dry_run });
        if dry_run {
            value["names"] = json!(people.iter().map(|(_, name)| name).collect::<Vec<_>>());
        }
        let lines = || {
            let would = if dry_run { "would be forgotten" } else { "were forgotten" };
            let count = format!("{partnership}: {} names {would}.", people.len());
            // Once they are forgotten they are not printed either.
            let names = people.iter().filter(|_| dry_run).map(|(id, name)| format!("{id}  {name}"));
            std::iter::once(count).chain(names).collect::<Vec<_>>().join("\n")
        };
        tell(kept, lines, &value);
    }
    store.close().await;
    Ok(())
}

async fn add(add: AddPerson) -> Result<()> {
    let password = if add.password_stdin { Some(password_from_stdin(&add)?) } else { None };
    let store = opened(&add.kept).await?;
    let partnership = only_partnership(&store).await?;
    let id = create(&store, &partnership, &add).await?;
    if let Some(password) = password {
        let phc = secret::hash_password(&password)?;
        store.set_password(&SessionOf { partnership, person: id }, &phc, now_ms()).await?;
        tell(&add.kept, || format!("{} can sign in now.", add.name), &json!({ "person": id }));
    } else if add.role == Role::Officer {
        let given = people::give_code(&store, &partnership, id, None, now_ms()).await?;
        let line = || format!("{}: type {} in the app within ten minutes; it works once.", add.name, given.secret);
        tell(&add.kept, line, &json!({ "person": id, "code": given.secret }));
    } else {
        let given = people::give_link(&store, &partnership, id, None, now_ms()).await?;
        let line =
            || format!("{}: open /welcome/{} at the server within three days; it works once.", add.name, given.secret);
        tell(&add.kept, line, &json!({ "person": id, "welcome": given.secret }));
    }
    store.close().await;
    Ok(())
}

fn password_from_stdin(add: &AddPerson) -> Result<String> {
    let mut password = String::new();
    std::io::stdin().take(1_000).read_to_string(&mut password).context("the password can't be read")?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    if add.role == Role::Officer {
        bail!("officers have no password: they enrol a phone with a code");
    }
    if !secret::is_long_enough(&password) || secret::is_common(&password, &add.name) {
        bail!(
            "the password needs at least {} characters and must not be one that everybody tries",
            secret::PASSWORD_CHARS
        );
    }
    Ok(password)
}

async fn create(store: &Store, partnership: &PartnershipId, add: &AddPerson) -> Result<PersonId> {
    let in_force = store.in_force(partnership).await?;
    let known = people::organisations(&in_force);
    let organisation = match &add.organisation {
        Some(id) => OrganisationId(id.clone()),
        None => known.first().context("the promise has no organisation")?.0.clone(),
    };
    let new = New { name: add.name.clone(), role: add.role, organisation };
    match people::create(store, partnership, new, None, now_ms()).await? {
        Ok(id) => Ok(id),
        Err(NotCreated::NameMissing) => bail!("--name is empty"),
        Err(NotCreated::NameTooLong) => bail!("--name is longer than 80 characters"),
        Err(NotCreated::NameTaken) => bail!("there is somebody of that name: add what tells them apart"),
        Err(NotCreated::UnknownOrganisation) => {
            let ids: Vec<&str> = known.iter().map(|(id, _)| id.as_str()).collect();
            bail!("--organisation should be one of {}", ids.join(", "))
        }
    }
}

pub(super) async fn codes(what: CodesWhat) -> Result<()> {
    let CodesWhat::New { kept, name } = what;
    let store = opened(&kept).await?;
    let found = store.people_named(&name).await?;
    let Some((partnership, person)) = found.into_iter().find(|(_, p)| !p.disabled) else {
        bail!("there is nobody called {name}: create them with `server people add`");
    };
    let given = people::give_code(&store, &partnership, person.id, None, now_ms()).await?;
    tell(&kept, || given.secret.clone(), &json!({ "person": person.id, "code": given.secret }));
    store.close().await;
    Ok(())
}
