//! The demo: made-up entries, the same for the same seed, through the real enrolment and sync routes.
//!
//! Everything is made from the promises in force: no activity, area or target is named here either.

mod history;
pub mod patterns;
mod phone;
pub mod rng;

use crate::first_start::has_way_in;
use crate::people::{self, New};
use crate::secret;
use crate::state::App;
use crate::store::{InForce, SessionOf};
use anyhow::{Context, Result, bail, ensure};
use domain::authorization::Role;
use domain::id::{OrganisationId, PartnershipId, PersonId};
use domain::promise::OrganisationKind;
use phone::Phone;

/// What the demo is made from, unless another seed is given.
pub const SEED: u64 = 20_210_101;
/// What a demo's new database begins with, unless another promise is named.
pub const PROMISE: &str = "jonkoping-2021-2022";
/// Of every account: in a demo there is nothing to protect, and the banner says so.
pub const PASSWORD: &str = "visa runt i demon";
/// Entries of a request.
const BATCH: usize = 400;
/// Phones of each organisation, police first.
const POLICE_PHONES: usize = 6;
const OTHER_PHONES: usize = 1;

const SUPERVISOR: &str = "Gruppchef Demo";
const COORDINATOR: &str = "Samordnare Demo";
const ADMINISTRATOR: &str = "Administratör";

/// The names and roles of those who sign in.
#[must_use]
pub fn accounts() -> [(&'static str, &'static str); 3] {
    [(SUPERVISOR, "gruppchef"), (COORDINATOR, "samordnare"), (ADMINISTRATOR, "administratör")]
}

/// Fills a database that nobody uses; answers how many entries were sent, 0 where a demo was there already.
///
/// # Errors
/// When somebody uses it, the database fails, or the sync route refuses what a phone would send.
pub async fn fill(
    app: &App,
    partnership: &PartnershipId,
    (seed, entries): (u64, Option<u32>),
    now_ms: i64,
    told: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<u64> {
    if !app.store.people_named(SUPERVISOR).await?.is_empty() {
        return Ok(0);
    }
    ensure!(
        is_unused(app, partnership).await?,
        "{partnership} is in use: what a demo makes up could never be taken out of it again, and the demo's password is \
         known to everybody. Choose another --data-dir or --database-url"
    );
    let in_force = app.in_force(partnership).await?;
    staff(app, partnership, &in_force, now_ms).await?;
    let mut phones = Vec::new();
    for (place, organisation) in officers(&in_force).into_iter().enumerate() {
        let name = format!("Demo {}", 11 + place);
        let person = create(app, partnership, &name, Role::Officer, &organisation, now_ms).await?;
        let code = people::give_code(&app.store, partnership, person, None, now_ms).await?;
        phones.push(Phone::enrol(app, &code.secret, &name, organisation).await?);
    }
    let series = history::make(&in_force, &phones, seed, entries, now_ms);
    let all: u64 = series.iter().map(|s| s.len() as u64).sum();
    let mut sent = 0;
    for (phone, series) in phones.iter().zip(&series) {
        for batch in series.chunks(BATCH) {
            phone.send(batch, &in_force.zone.moment(now_ms)).await?;
            sent += batch.len() as u64;
            told(sent, all);
        }
    }
    Ok(sent)
}

/// Whether a partnership has no phone and nobody who can sign in: at most the administrator that its first start created.
async fn is_unused(app: &App, partnership: &PartnershipId) -> Result<bool> {
    for person in app.store.people(partnership, None).await? {
        let of = SessionOf { partnership: partnership.clone(), person: person.id };
        if person.role != Role::Administrator || has_way_in(&app.store, &of).await? {
            return Ok(false);
        }
    }
    Ok(app.store.devices(partnership).await?.is_empty())
}

/// Whose phones: several of the police, one of every other organisation.
fn officers(in_force: &InForce) -> Vec<OrganisationId> {
    let Some(newest) = in_force.catalogue.active.last() else { return Vec::new() };
    let phones = |kind| if kind == OrganisationKind::Police { POLICE_PHONES } else { OTHER_PHONES };
    newest.promise.organisations.iter().flat_map(|o| vec![o.id.clone(); phones(o.kind)]).collect()
}

async fn staff(app: &App, partnership: &PartnershipId, in_force: &InForce, now_ms: i64) -> Result<()> {
    let newest = in_force.catalogue.active.last().context("no promise is in force")?;
    let of = |police: bool| {
        let mut organisations = newest.promise.organisations.iter();
        organisations.find(|o| (o.kind == OrganisationKind::Police) == police).map(|o| o.id.clone())
    };
    let police = of(true).context("a promise without police")?;
    let other = of(false).unwrap_or_else(|| police.clone());
    let supervisor = create(app, partnership, SUPERVISOR, Role::Supervisor, &police, now_ms).await?;
    let coordinator = create(app, partnership, COORDINATOR, Role::Coordinator, &other, now_ms).await?;
    let everyone = app.store.people(partnership, None).await?;
    let administrator = match everyone.iter().find(|p| p.role == Role::Administrator) {
        Some(known) => known.id,
        None => create(app, partnership, ADMINISTRATOR, Role::Administrator, &police, now_ms).await?,
    };
    for person in [supervisor, coordinator, administrator] {
        let phc = secret::hash_password(PASSWORD)?;
        app.store.set_password(&SessionOf { partnership: partnership.clone(), person }, &phc, now_ms).await?;
    }
    Ok(())
}

async fn create(
    app: &App,
    partnership: &PartnershipId,
    name: &str,
    role: Role,
    organisation: &OrganisationId,
    now_ms: i64,
) -> Result<PersonId> {
    let new = New { name: name.to_owned(), role, organisation: organisation.clone() };
    match people::create(&app.store, partnership, new, None, now_ms).await? {
        Ok(id) => Ok(id),
        Err(not) => bail!("{name} can't be created: {not:?}"),
    }
}
