//! Databases with very many rows, and what is left in them.

use super::{Filled, Intruder};
use anyhow::Result;
use domain::id::JournalId;
use sqlx::{AssertSqlSafe, query_scalar};
use std::collections::BTreeMap;

impl Intruder {
    /// Writes entries of the shipped promise's partnership past every route, with their commits and the numbers of their
    /// journals, which each have been heard of. Their figures are still to be counted.
    ///
    /// # Errors
    /// When that fails.
    pub async fn fills(&mut self, rows: &[Filled], received_at_ms: i64) -> Result<()> {
        self.runs("begin".to_owned()).await?;
        for rows in rows.chunks(1_000) {
            self.runs("update partnerships set commit_no = commit_no + 1 where id = 'jonkoping'".to_owned()).await?;
            let rows: Vec<String> = rows.iter().map(|row| self.filled(row, received_at_ms)).collect();
            let sql = "insert into entries (partnership, id, hash, journal, seq, author, organisation, kind, root, \
                       quarantined, cloned, by_staff, decided, activity, area, day, body, received_at, commit_no) values";
            self.runs(format!("{sql} {}", rows.join(","))).await?;
        }
        let last: BTreeMap<JournalId, u64> = rows.iter().map(|row| (row.journal, row.seq)).collect();
        for (journal, seq) in last {
            let id = self.blob(&journal.0);
            let sql = format!("update journals set held = '[[1,{seq}]]', last_told = {seq} where id = {id}");
            self.runs(sql).await?;
        }
        self.runs("commit".to_owned()).await
    }

    fn filled(&self, row: &Filled, received_at_ms: i64) -> String {
        let Filled { hash, seq, activity, area, day, body, .. } = row;
        let [id, journal, author] = [row.id.0, row.journal.0, row.author.0].map(|id| self.blob(&id));
        format!(
            "('jonkoping', {id}, '{hash}', {journal}, {seq}, {author}, 'polisen', 'recorded', {id}, 0, 0, 0, 0, \
             '{activity}', '{area}', {}, '{body}', {received_at_ms}, \
             (select commit_no from partnerships where id = 'jonkoping'))",
            day.0
        )
    }

    fn blob(&self, bytes: &[u8]) -> String {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        match self {
            Self::Sqlite(_) => format!("x'{hex}'"),
            Self::Postgres(_) => format!("'\\x{hex}'"),
        }
    }

    /// Adds phones that were enrolled and revoked years ago, whose names come before those of all others.
    ///
    /// # Errors
    /// When that fails.
    pub async fn adds_revoked_phones(&mut self, count: u32) -> Result<()> {
        let row = |n: u32| {
            let id = self.blob(&[&[1; 12][..], &n.to_be_bytes()].concat());
            format!("('jonkoping', {id}, {id}, '00 {n}', 1, 1, 0, 1)")
        };
        let rows: Vec<String> = (0..count).map(row).collect();
        let sql =
            "insert into devices (partnership, id, secret_hash, name, created_at, ends_at, waiting, revoked_at) values";
        self.runs(format!("{sql} {}", rows.join(","))).await?;
        // Each of the person whose phone was enrolled first.
        let sql = "insert into device_people (partnership, device, person, enrolled_at) select d.partnership, d.id, \
                   (select person from device_people order by enrolled_at, person limit 1), 1 from devices d \
                   where d.created_at = 1";
        self.runs(sql.to_owned()).await
    }

    /// Rows of figures that belong to no run in force, and runs that are still noted as counted or to be removed.
    ///
    /// # Errors
    /// When they can't be read.
    pub async fn left_of_runs(&mut self) -> Result<i64> {
        let of = |table: &str| {
            format!("(select count(*) from {table} c join partnerships p on p.id = c.partnership where c.run <> p.run)")
        };
        let tables = ["counted_tallies", "counted_questions", "counted_shapes", "counted_units", "counting_runs"];
        let sql = AssertSqlSafe(format!("select {}", tables.map(of).join(" + ")));
        Ok(match self {
            Self::Sqlite(connection) => query_scalar(sql).fetch_one(connection).await?,
            Self::Postgres(connection) => query_scalar(sql).fetch_one(connection).await?,
        })
    }

    /// Keeps everybody from writing entries and figures, as somebody does who writes for a long time.
    ///
    /// # Errors
    /// When somebody else does already.
    pub async fn keeps_from_writing(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(_) => self.holds().await,
            Self::Postgres(_) => {
                let sql = "begin; lock table partnerships, entries, counted_tallies, counting_runs in exclusive mode";
                self.runs(sql.to_owned()).await
            }
        }
    }

    /// Lets PostgreSQL know how much there is, as it finds out by itself a minute later.
    ///
    /// # Errors
    /// When that fails.
    pub async fn analyzes(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(_) => self.runs("analyze".to_owned()).await,
        }
    }
}
