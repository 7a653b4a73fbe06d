//! `server people add|link|forget`, `server codes new`.

use super::{one_partnership, opened, partnerships, tell};
use crate::clock::now_ms;
use crate::config::{AddPerson, CodesCommand, Kept, Partnership, PeopleCommand};
use crate::first_start;
use crate::people::{self, New, NotCreated};
use crate::secret;
use crate::store::{Forgotten, PersonRow, SessionOf, Store};
use anyhow::{Context, Result, bail};
use domain::authorization::Role;
use domain::id::{OrganisationId, PartnershipId, PersonId};
use serde_json::json;
use std::io::Read;

pub(super) async fn people(what: PeopleCommand) -> Result<()> {
    match what {
        PeopleCommand::Add(new) => add(new).await,
        PeopleCommand::Link { kept, of, name } => link(&kept, &of, name.as_deref()).await,
        PeopleCommand::Forget { kept, of, dry_run } => forget(&kept, &of, dry_run).await,
    }
}

/// Forgets names in one partnership or in all, or says which ones would be.
async fn forget(kept: &Kept, of: &Partnership, dry_run: bool) -> Result<()> {
    let store = opened(kept).await?;
    for partnership in partnerships(&store, of).await? {
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
    let partnership = one_partnership(&store, &add.of).await?;
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
        Err(NotCreated::NameUnfit) => {
            bail!("--name has a character that is not seen or turns the text around: type it by hand")
        }
        Err(NotCreated::NameTaken) => bail!("there is somebody of that name: add what tells them apart"),
        Err(NotCreated::UnknownOrganisation) => {
            let ids: Vec<&str> = known.iter().map(|(id, _)| id.as_str()).collect();
            bail!("--organisation should be one of {}", ids.join(", "))
        }
    }
}

/// Gives a new sign-in link, or on a server without a partnership a new set-up link.
async fn link(kept: &Kept, of: &Partnership, name: Option<&str>) -> Result<()> {
    let store = opened(kept).await?;
    if store.partnerships().await?.is_empty() && of.id.is_none() && name.is_none() {
        let secret = first_start::give_setup_link(&store, now_ms()).await?;
        let line = || {
            format!(
                "Set the server up within three days: open /setup/{secret} at it. Links that were printed before end."
            )
        };
        tell(kept, line, &json!({ "setup": secret }));
    } else {
        let (partnership, id, name) = match name {
            Some(name) => {
                let (partnership, person) = named(&store, of, name).await?;
                if person.role == Role::Officer {
                    bail!("officers have no password: `server codes new --name` gives them a code for their phone");
                }
                (partnership, person.id, person.name)
            }
            None => administrator(&store, of).await?,
        };
        let given = people::give_link(&store, &partnership, id, None, now_ms()).await?;
        let line = || {
            format!(
                "{name}: open /welcome/{} at the server within three days; it works once, and ends earlier ones.",
                given.secret
            )
        };
        tell(kept, line, &json!({ "partnership": partnership, "person": id, "welcome": given.secret }));
    }
    store.close().await;
    Ok(())
}

/// The one administrator of a partnership; created where there is none.
async fn administrator(store: &Store, of: &Partnership) -> Result<(PartnershipId, PersonId, String)> {
    let partnership = one_partnership(store, of).await?;
    let mut all = store.people(&partnership, None).await?;
    all.retain(|p| p.role == Role::Administrator && !p.disabled);
    match &all[..] {
        [] => {
            let id = first_start::create_administrator(store, &partnership, now_ms()).await?;
            let created = store.person(&partnership, id).await?.context("the administrator was created just now")?;
            Ok((partnership, id, created.name))
        }
        [one] => Ok((partnership, one.id, one.name.clone())),
        _ => bail!("{partnership} has {} administrators: say by --name whom the link is for", all.len()),
    }
}

/// The person of a name who has access, in the partnership that is meant.
async fn named(store: &Store, of: &Partnership, name: &str) -> Result<(PartnershipId, PersonRow)> {
    let asked = partnerships(store, of).await?;
    let mut found = store.people_named(name).await?;
    found.retain(|(partnership, person)| !person.disabled && asked.contains(partnership));
    if found.len() > 1 {
        let ids: Vec<&str> = found.iter().map(|(partnership, _)| partnership.as_str()).collect();
        bail!(
            "several partnerships have somebody called {name}: say which by --partnership, one of {}",
            ids.join(", ")
        );
    }
    found.pop().with_context(|| format!("there is nobody called {name}: create them with `server people add`"))
}

pub(super) async fn codes(what: CodesCommand) -> Result<()> {
    let CodesCommand::New { kept, of, name } = what;
    let store = opened(&kept).await?;
    let (partnership, person) = named(&store, &of, &name).await?;
    let given = people::give_code(&store, &partnership, person.id, None, now_ms()).await?;
    tell(&kept, || given.secret.clone(), &json!({ "person": person.id, "code": given.secret }));
    store.close().await;
    Ok(())
}
