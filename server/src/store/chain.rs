//! The audit log's rows as links of a chain: where one ends, walking along it, and taking older rows into it.

use super::Store;
use super::sql::{self, Tx, vals};
use anyhow::Result;
use domain::audit::{BEGINNING, Hash, Link, Row, Walk};
use domain::id::PartnershipId;
use sha2::{Digest, Sha256};

/// Rows that are read at a time.
const CHUNK: i64 = 1_000;

/// The last row of a chain; number 0 where there is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct End {
    pub(super) number: u64,
    pub(super) hash: Vec<u8>,
}

/// What rows are hashed with.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Where a partnership's chain ends. One step into the primary key, however long it is.
pub(super) async fn end(tx: &mut Tx, partnership: &PartnershipId) -> Result<End> {
    let sql = "select number, hash from audit where partnership = $1 order by number desc limit 1";
    match tx.first(sql, vals![partnership.as_str()]).await? {
        Some(row) => Ok(End { number: row.try_get("number")?, hash: row.try_get("hash")? }),
        None => Ok(End { number: 0, hash: BEGINNING.to_vec() }),
    }
}

pub(super) async fn insert(tx: &mut Tx, links: Vec<Link>) -> Result<()> {
    let row = |Link { row, previous, hash }: Link| {
        let number = i64::try_from(row.number)?;
        let Row { partnership, at_ms, person, deed, about, .. } = row;
        let person = person.map(|p| p.0);
        Ok(vals![partnership.as_str(), number, at_ms, person, deed, about, previous.as_slice(), hash.as_slice()])
    };
    let rows = links.into_iter().map(row).collect::<Result<_>>()?;
    tx.insert_many("audit (partnership, number, at, person, deed, about, prev, hash)", 8, rows, "").await
}

const SELECT: &str =
    "select partnership, number, at, person, deed, about, prev, hash from audit where partnership = $1";

fn link(row: &sql::Row) -> Result<Link> {
    let logged = Row {
        partnership: row.try_get("partnership")?,
        number: row.try_get("number")?,
        at_ms: row.try_get("at")?,
        person: row.try_get("person")?,
        deed: row.try_get("deed")?,
        about: row.try_get("about")?,
    };
    Ok(Link { row: logged, previous: row.try_get("prev")?, hash: row.try_get("hash")? })
}

/// The next rows after a number.
async fn after(tx: &mut Tx, partnership: &PartnershipId, number: u64) -> Result<Vec<Link>> {
    let sql = format!("{SELECT} and number > $2 order by number limit $3");
    tx.all(sql, vals![partnership.as_str(), i64::try_from(number)?, CHUNK]).await?.iter().map(link).collect()
}

/// The numbers of the next rows, and each row that can be read; each in a transaction that may fail for itself.
async fn one_by_one(store: &Store, partnership: &PartnershipId, number: u64) -> Result<Vec<(u64, Option<Link>)>> {
    let sql = "select number from audit where partnership = $1 and number > $2 order by number limit $3";
    let vals = vals![partnership.as_str(), i64::try_from(number)?, CHUNK];
    let mut rows = Vec::new();
    for row in store.begin_reading().await?.all(sql, vals).await? {
        let number = row.try_get::<i64>("number")?;
        let sql = format!("{SELECT} and number = $2");
        let found = store.begin_reading().await?.first(sql, vals![partnership.as_str(), number]).await;
        let link = found.ok().flatten().as_ref().and_then(|row| link(row).ok());
        rows.push((number.unsigned_abs(), link));
    }
    Ok(rows)
}

impl Store {
    /// Every partnership that has a log, with those that have none yet.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn logged_partnerships(&self) -> Result<Vec<PartnershipId>> {
        let sql = "select id from partnerships union select distinct partnership from audit order by 1";
        let rows = self.begin_reading().await?.all(sql, vals![]).await?;
        rows.iter().map(|row| row.try_get("id")).collect()
    }

    /// Walks along a partnership's whole log.
    ///
    /// # Errors
    /// When the database can't be read at all; a single row that can't is a fault of the log.
    pub async fn walk_audit(&self, partnership: &PartnershipId) -> Result<Walk> {
        let mut walk = Walk::default();
        loop {
            // Each chunk in a transaction of its own: a walk over years of rows must hold nobody up.
            let read = after(&mut self.begin_reading().await?, partnership, walk.last).await;
            let before = walk.last;
            match read {
                Ok(links) => links.iter().for_each(|link| walk.step(link, &sha256)),
                Err(_) => {
                    for (number, link) in one_by_one(self, partnership, before).await? {
                        match link {
                            Some(link) => walk.step(&link, &sha256),
                            None => walk.unreadable(number),
                        }
                    }
                }
            }
            if walk.last == before {
                return Ok(walk);
            }
        }
    }

    /// The next rows of a partnership's log after a number, as they are kept; none after the last.
    ///
    /// # Errors
    /// When the database or a row can't be read.
    pub async fn audit_links(&self, partnership: &PartnershipId, number: u64) -> Result<Vec<Link>> {
        after(&mut self.begin_reading().await?, partnership, number).await
    }

    /// The hashes of the next rows after a number.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn audit_hashes(&self, partnership: &PartnershipId, number: u64) -> Result<Vec<(u64, Vec<u8>)>> {
        let sql = "select number, hash from audit where partnership = $1 and number > $2 order by number limit $3";
        let vals = vals![partnership.as_str(), i64::try_from(number)?, CHUNK];
        let rows = self.begin_reading().await?.all(sql, vals).await?;
        rows.iter().map(|row| Ok((row.try_get("number")?, row.try_get("hash")?))).collect()
    }

    /// Takes the rows of a log that wasn't chained yet into the chain, in their order; once, by the first start after
    /// the upgrade. They stay where they were too.
    pub(super) async fn chain_older_rows(&self) -> Result<()> {
        let mut tx = self.begin().await?;
        // Another server may start on the same database at this moment.
        tx.lock_log("").await?;
        if !is_unchained(&mut tx).await? {
            return Ok(());
        }
        let sql = "select distinct partnership from audit_unchained order by partnership";
        for row in tx.all(sql, vals![]).await? {
            let of = row.try_get::<PartnershipId>("partnership")?;
            tx.lock_log(of.as_str()).await?;
            let mut last = -1;
            while let Some(to) = chain_some(&mut tx, &of, last).await? {
                last = to;
            }
        }
        tx.commit().await
    }
}

/// Whether there are older rows, and none in the chain: only before they were all taken into it.
async fn is_unchained(tx: &mut Tx) -> Result<bool> {
    let sql = "select 1 from audit_unchained where not exists (select 1 from audit) limit 1";
    Ok(tx.first(sql, vals![]).await?.is_some())
}

/// Chains the next older rows after one; answers the last of them.
async fn chain_some(tx: &mut Tx, partnership: &PartnershipId, last: i64) -> Result<Option<i64>> {
    let sql = "select no, at, person, deed, about from audit_unchained where partnership = $1 and no > $2 \
               order by no limit $3";
    let rows = tx.all(sql, vals![partnership.as_str(), last, CHUNK]).await?;
    let End { mut number, mut hash } = end(tx, partnership).await?;
    let mut links = Vec::with_capacity(rows.len());
    for row in &rows {
        number += 1;
        let row = Row {
            partnership: partnership.clone(),
            number,
            at_ms: row.try_get("at")?,
            person: row.try_get("person")?,
            deed: row.try_get("deed")?,
            about: row.try_get("about")?,
        };
        let link = Link::after(&hash, row, &sha256);
        hash.clone_from(&link.hash);
        links.push(link);
    }
    insert(tx, links).await?;
    rows.last().map(|row| row.try_get("no")).transpose()
}
