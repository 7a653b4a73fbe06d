//! Statements for many rows or ids at once. Their texts are few, so that each is prepared once and found again, and what
//! they cost grows with the rows alone.

use super::sql::{Row, Sql, Tx, Val};
use super::{many_postgres, many_sqlite};
use anyhow::Result;

/// Rows that are there already and get other values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Update {
    pub(super) table: &'static str,
    /// What finds a row: the first columns of the values.
    pub(super) keys: &'static [&'static str],
    /// What is set: the other columns.
    pub(super) sets: &'static [&'static str],
}

impl Update {
    /// The statement, with the values as a table called `new`.
    pub(super) fn text(&self, values: &str) -> String {
        let Self { table, keys, sets } = self;
        let columns: Vec<&str> = keys.iter().chain(*sets).copied().collect();
        let sets: Vec<String> = sets.iter().map(|name| format!("{name} = new.{name}")).collect();
        let found: Vec<String> = keys.iter().map(|name| format!("{table}.{name} = new.{name}")).collect();
        format!(
            "with new ({}) as ({values}) update {table} set {} from new where {}",
            columns.join(", "),
            sets.join(", "),
            found.join(" and ")
        )
    }
}

impl Tx {
    /// Inserts rows of so many columns; `conflict` follows the values.
    pub(super) async fn insert_many(
        &mut self,
        table_and_columns: &'static str,
        columns: usize,
        rows: Vec<Vec<Val>>,
        conflict: &'static str,
    ) -> Result<()> {
        let text = |values: &str| format!("insert into {table_and_columns} {values} {conflict}");
        self.with_values(columns, rows, &text).await
    }

    /// Changes rows.
    pub(super) async fn update_many(&mut self, update: Update, rows: Vec<Vec<Val>>) -> Result<()> {
        self.with_values(update.keys.len() + update.sets.len(), rows, &|values| update.text(values)).await
    }

    /// Carries out a statement for rows: on SQLite in chunks of a few sizes, on PostgreSQL as one list for each column.
    async fn with_values(
        &mut self,
        columns: usize,
        rows: Vec<Vec<Val>>,
        text: &(dyn Fn(&str) -> String + Sync),
    ) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        if let Tx::Postgres(tx, statements) = self {
            return many_postgres::run_columns(tx, *statements, text(&many_postgres::values(columns)), columns, rows)
                .await;
        }
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let size = many_sqlite::chunk(rows.len());
            let vals = rows.by_ref().take(size).flatten().collect();
            self.run(Sql::Repeated(text(&many_sqlite::values(columns, size))), vals).await?;
        }
        Ok(())
    }

    /// Rows whose last compared column is one of `among`: `sql` ends with that column's name, `$1` being `partnership`.
    pub(super) async fn among(
        &mut self,
        sql: &'static str,
        partnership: &str,
        among: impl IntoIterator<Item = [u8; 16]>,
    ) -> Result<Vec<Row>> {
        self.among_at_most(sql, partnership, among, None).await
    }

    /// The same with a bound to the rows.
    pub(super) async fn among_at_most(
        &mut self,
        sql: &'static str,
        partnership: &str,
        among: impl IntoIterator<Item = [u8; 16]>,
        most: Option<usize>,
    ) -> Result<Vec<Row>> {
        let ids: Vec<[u8; 16]> = among.into_iter().collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let vals = vec![Val::from(partnership)];
        let limit = most.map(|most| format!(" limit {most}")).unwrap_or_default();
        match self {
            Tx::Sqlite(tx) => many_sqlite::all_among(tx, sql, vals, &ids, &limit).await,
            Tx::Postgres(tx, statements) => many_postgres::all_among(tx, *statements, sql, vals, &ids, &limit).await,
        }
    }

    /// Carries out a statement for ids: `sql` ends with the column that is one of them, after the places of `before`.
    pub(super) async fn run_among(
        &mut self,
        sql: &'static str,
        before: Vec<Val>,
        among: impl IntoIterator<Item = [u8; 16]>,
    ) -> Result<()> {
        let ids: Vec<[u8; 16]> = among.into_iter().collect();
        if ids.is_empty() {
            return Ok(());
        }
        match self {
            Tx::Sqlite(tx) => many_sqlite::run_among(tx, sql, before, &ids).await,
            Tx::Postgres(tx, statements) => many_postgres::run_among(tx, *statements, sql, before, &ids).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_finds_rows_by_their_keys_and_sets_the_others() {
        let update = Update { table: "devices", keys: &["partnership", "id"], sets: &["waiting"] };
        let text = "with new (partnership, id, waiting) as (values (?,?,?)) update devices set waiting = new.waiting \
                    from new where devices.partnership = new.partnership and devices.id = new.id";
        assert_eq!(update.text("values (?,?,?)"), text);
    }
}
