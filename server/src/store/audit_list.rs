//! The audit log as a page shows it: filtered, newest first, with the names that there are. To read it is logged too.

use super::audit::{self, AuditEvent, AuditRow};
use super::sql::{Val, vals};
use super::{Store, browse};
use anyhow::{Context, Result};
use domain::id::{PartnershipId, PersonId};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Which rows are shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Logged {
    pub deed: Option<AuditEvent>,
    /// Who did it.
    pub person: Option<PersonId>,
    /// From an instant on, and before another, in unix milliseconds.
    pub from_ms: Option<i64>,
    pub before_ms: Option<i64>,
    /// Older than a row of this number.
    pub before: Option<u64>,
}

/// A page of the log, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LoggedPage {
    pub rows: Vec<AuditRow>,
    /// Of those who did something and those it was done to; who is forgotten has none.
    pub names: BTreeMap<PersonId, String>,
    /// Where older rows begin; `None` after the last.
    pub next: Option<u64>,
}

impl Store {
    /// Rows of a partnership's log, `most` of them, and a row that says who read them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn logged(
        &self,
        partnership: &PartnershipId,
        shown: &Logged,
        most: usize,
        (reader, now_ms): (PersonId, i64),
    ) -> Result<LoggedPage> {
        let (sql, vals) = statement(partnership, shown, most)?;
        let mut tx = self.begin_reading().await?;
        let mut rows: Vec<AuditRow> = tx.all(sql, vals).await?.iter().map(audit::audit_row).collect::<Result<_>>()?;
        let more = rows.len() > most;
        rows.truncate(most);
        let people = rows.iter().flat_map(|row| row.person.into_iter().chain(people_in(&row.about)));
        let names = browse::names(&mut tx, partnership, people.collect::<Vec<_>>()).await?;
        // Not within the read, which a rare filter makes long: merges would wait for it.
        drop(tx);
        let about = json!({
            "deed": shown.deed.map(AuditEvent::word), "person": shown.person, "from_ms": shown.from_ms, "to_ms": shown.before_ms,
            "rows": rows.len(),
        });
        self.note(partnership, Some(reader), AuditEvent::ReadAudit, about, now_ms).await?;
        let next = rows.last().filter(|_| more).map(|row| row.number);
        Ok(LoggedPage { rows, names, next })
    }
}

/// Only what is asked for stands in it, so that the indexes serve.
fn statement(partnership: &PartnershipId, shown: &Logged, most: usize) -> Result<(String, Vec<Val>)> {
    let mut sql = "select number, at, person, deed, about from audit where partnership = $1".to_owned();
    let mut vals = vals![partnership.as_str()];
    let mut ask = |condition: &str, val: Val| {
        vals.push(val);
        sql.push_str(&format!(" and {condition} ${}", vals.len()));
    };
    shown.deed.into_iter().for_each(|deed| ask("deed =", deed.word().into()));
    shown.person.into_iter().for_each(|person| ask("person =", person.0.into()));
    shown.from_ms.into_iter().for_each(|at| ask("at >=", at.into()));
    shown.before_ms.into_iter().for_each(|at| ask("at <", at.into()));
    if let Some(before) = shown.before {
        ask("number <", i64::try_from(before).context("a row of the log has no such number")?.into());
    }
    vals.push(i64::try_from(most)?.saturating_add(1).into());
    sql.push_str(&format!(" order by number desc limit ${}", vals.len()));
    Ok((sql, vals))
}

/// The people that a row is about.
fn people_in(about: &str) -> Vec<PersonId> {
    let Ok(about) = serde_json::from_str::<Value>(about) else { return Vec::new() };
    let several = about["people"].as_array().into_iter().flatten();
    several.chain([&about["person"]]).filter_map(|id| PersonId::read(id.as_str()?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_stands_in_the_statement() {
        let of = PartnershipId::from("p");
        let (sql, vals) = statement(&of, &Logged::default(), 50).expect("a statement");
        assert!(sql.ends_with("partnership = $1 order by number desc limit $2"), "{sql}");
        assert_eq!(vals.len(), 2);
        let all = Logged {
            deed: Some(AuditEvent::Sync),
            person: Some(PersonId([1; 16])),
            from_ms: Some(1),
            before_ms: Some(2),
            before: Some(3),
        };
        let (sql, vals) = statement(&of, &all, 50).expect("a statement");
        assert!(sql.contains("deed = $2 and person = $3 and at >= $4 and at < $5 and number < $6 order"), "{sql}");
        assert_eq!(vals.len(), 7);
    }

    #[test]
    fn people_are_found_in_what_a_row_is_about() {
        let (one, two) = (PersonId([1; 16]), PersonId([2; 16]));
        let about = json!({ "person": one, "people": [two, "x"] }).to_string();
        assert_eq!(people_in(&about), [two, one]);
        assert_eq!(people_in("x"), []);
    }
}
