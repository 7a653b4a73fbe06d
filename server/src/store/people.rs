//! People and their names.

use super::Store;
use super::audit::{self, AuditEvent};
use super::sql::{Row, Tx, vals};
use crate::text::{folded, folded_decomposed};
use anyhow::Result;
use domain::authorization::Role;
use domain::id::{OrganisationId, PartnershipId, PersonId};
use serde_json::json;

/// Someone who is to be created.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPerson {
    pub id: PersonId,
    pub name: String,
    pub role: Role,
    pub organisation: OrganisationId,
    /// Who creates; `None` for a command at the server.
    pub by: Option<PersonId>,
}

/// Why nobody was created.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rejected {
    NameTaken,
}

/// A person as pages list them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub role: Role,
    pub organisation: OrganisationId,
    pub disabled: bool,
    pub devices: u32,
}

/// Which people a page lists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Listed {
    pub organisation: Option<OrganisationId>,
    /// What the name has in it.
    pub words: String,
    pub role: Option<Role>,
    pub disabled: Option<bool>,
    /// Those that follow this name.
    pub after: Option<String>,
}

/// People of one name who are looked at when somebody signs in.
const NAMED: usize = 20;

const SELECT: &str = "select p.id, n.name, p.role, p.organisation, p.disabled_at, \
                      (select count(*) from device_people d join devices v on v.partnership = d.partnership and v.id = d.device \
                       where d.partnership = p.partnership and d.person = p.id and v.revoked_at is null) as devices \
                      from people p join person_names n on n.partnership = p.partnership and n.person = p.id \
                      where p.partnership = $1";

fn person(row: &Row) -> Result<PersonRow> {
    Ok(PersonRow {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        role: row.try_get("role")?,
        organisation: row.try_get("organisation")?,
        disabled: row.try_get::<Option<i64>>("disabled_at")?.is_some(),
        devices: row.try_get("devices")?,
    })
}

/// Writes a new person, whose name is free, with its row in the audit log.
pub(super) async fn insert(tx: &mut Tx, partnership: &PartnershipId, new: &NewPerson, now_ms: i64) -> Result<()> {
    let of = partnership.as_str();
    let sql = "insert into people (partnership, id, role, organisation, created_at) values ($1, $2, $3, $4, $5)";
    tx.run(sql, vals![of, new.id.0, new.role.word(), new.organisation.as_str(), now_ms]).await?;
    let sql = "insert into person_names (partnership, person, name, folded) values ($1, $2, $3, $4)";
    tx.run(sql, vals![of, new.id.0, new.name.trim(), folded(&new.name)]).await?;
    let about = json!({ "person": new.id, "role": new.role, "organisation": new.organisation });
    audit::note(tx, partnership, new.by, AuditEvent::CreatePerson, about, now_ms).await
}

impl Store {
    /// Creates a person.
    ///
    /// # Errors
    /// The outer error when the database fails; the inner one says why nobody was created.
    pub async fn create_person(
        &self,
        partnership: &PartnershipId,
        new: &NewPerson,
        now_ms: i64,
    ) -> Result<Result<(), Rejected>> {
        let mut tx = self.begin().await?;
        let of = partnership.as_str();
        tx.lock(of).await?;
        let sql = "select 1 from person_names where partnership = $1 and folded in ($2, $3)";
        if tx.first(sql, vals![of, folded(&new.name), folded_decomposed(&new.name)]).await?.is_some() {
            return Ok(Err(Rejected::NameTaken));
        }
        insert(&mut tx, partnership, new, now_ms).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Everyone of a partnership by name, or of one organisation.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn people(
        &self,
        partnership: &PartnershipId,
        organisation: Option<&OrganisationId>,
    ) -> Result<Vec<PersonRow>> {
        let sql = format!("{SELECT} and ($2 = '' or p.organisation = $2) order by n.folded");
        let only = organisation.map_or("", OrganisationId::as_str);
        let rows = self.begin_reading().await?.all(sql, vals![partnership.as_str(), only]).await?;
        rows.iter().map(person).collect()
    }

    /// So many people of a page by name, and whether more follow.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn listed(
        &self,
        partnership: &PartnershipId,
        listed: &Listed,
        most: usize,
    ) -> Result<(Vec<PersonRow>, bool)> {
        let sql = format!(
            "{SELECT} and ($2 = '' or p.organisation = $2) and n.folded like $3 escape '!' and ($4 = '' or p.role = $4) \
             and ($5 < 0 or (case when p.disabled_at is null then 0 else 1 end) = $5) and n.folded > $6 \
             order by n.folded limit $7"
        );
        let only = listed.organisation.as_ref().map_or("", OrganisationId::as_str);
        let escaped = folded(&listed.words).replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let role = listed.role.map_or("", Role::word);
        let disabled = listed.disabled.map_or(-1, i64::from);
        let after = listed.after.as_deref().map_or(String::new(), folded);
        let like = format!("%{escaped}%");
        let vals = vals![partnership.as_str(), only, like, role, disabled, after, i64::try_from(most)? + 1];
        let rows = self.begin_reading().await?.all(sql, vals).await?;
        let mut people = rows.iter().map(person).collect::<Result<Vec<_>>>()?;
        let more = people.len() > most;
        people.truncate(most);
        Ok((people, more))
    }

    /// One person.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn person(&self, partnership: &PartnershipId, id: PersonId) -> Result<Option<PersonRow>> {
        let sql = format!("{SELECT} and p.id = $2");
        let row = self.begin_reading().await?.first(sql, vals![partnership.as_str(), id.0]).await?;
        row.as_ref().map(person).transpose()
    }

    /// How many partnerships at most have the same name: what signing in by any name takes the work of.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn most_of_one_name(&self) -> Result<usize> {
        let sql = "select count(*) as count from person_names group by folded order by count desc limit 1";
        let row = self.begin_reading().await?.first(sql, vals![]).await?;
        let count = row.map(|row| row.try_get::<u64>("count")).transpose()?.unwrap_or(0);
        Ok(usize::try_from(count)?.min(NAMED))
    }

    /// Someone by name, in any partnership that has them.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn people_named(&self, name: &str) -> Result<Vec<(PartnershipId, PersonRow)>> {
        let sql = "select partnership, person from person_names where folded in ($1, $2) \
                   order by partnership limit $3";
        let keys = vals![folded(name), folded_decomposed(name), i64::try_from(NAMED)?];
        let rows = self.begin_reading().await?.all(sql, keys).await?;
        let mut found = Vec::new();
        for row in &rows {
            let partnership = row.try_get::<PartnershipId>("partnership")?;
            if let Some(person) = self.person(&partnership, row.try_get::<PersonId>("person")?).await? {
                found.push((partnership, person));
            }
        }
        Ok(found)
    }
}
