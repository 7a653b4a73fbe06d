//! Many rows or ids in one statement on PostgreSQL: as lists, so that one text, and one plan, serves any number of them.

use super::postgres::{Statements, bound, query};
use super::sql::{Row, Sql, Val};
use super::statements;
use anyhow::Result;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{PgConnection, Postgres};

/// The values of any number of rows: a list for each column.
pub(super) fn values(columns: usize) -> String {
    let places: Vec<String> = (1..=columns).map(|n| format!("${n}")).collect();
    format!("select * from unnest({})", places.join(", "))
}

/// Carries out a statement whose values are [`values`].
pub(super) async fn run_columns(
    to: &mut PgConnection,
    statements: Statements,
    sql: String,
    columns: usize,
    rows: Vec<Vec<Val>>,
) -> Result<()> {
    let mut lists: Vec<List> = (0..columns).map(|_| List::default()).collect();
    for row in rows {
        row.into_iter().zip(&mut lists).for_each(|(val, list)| list.push(val));
    }
    let query = lists.into_iter().fold(query(statements, Sql::Repeated(sql)), |query, list| list.bind_to(query));
    statements::count();
    query.execute(to).await?;
    Ok(())
}

/// The values of a column, all of one type; the others are empty.
#[derive(Default)]
struct List {
    ints: Vec<Option<i64>>,
    texts: Vec<Option<String>>,
    bytes: Vec<Option<Vec<u8>>>,
}

impl List {
    fn push(&mut self, val: Val) {
        match val {
            Val::Int(int) => self.ints.push(int),
            Val::Text(text) => self.texts.push(text),
            Val::Bytes(bytes) => self.bytes.push(bytes),
        }
    }

    fn bind_to(self, query: Query<'static, Postgres, PgArguments>) -> Query<'static, Postgres, PgArguments> {
        match self {
            Self { ints, .. } if !ints.is_empty() => query.bind(ints),
            Self { texts, .. } if !texts.is_empty() => query.bind(texts),
            Self { bytes, .. } => query.bind(bytes),
        }
    }
}

/// `sql`, which ends with a column's name, for ids that follow the other values as one list.
fn among(
    statements: Statements,
    sql: &str,
    before: Vec<Val>,
    ids: &[[u8; 16]],
    after: &str,
) -> Query<'static, Postgres, PgArguments> {
    let place = before.len() + 1;
    let ids: Vec<Vec<u8>> = ids.iter().map(|id| id.to_vec()).collect();
    bound(statements, Sql::Repeated(format!("{sql} = any(${place}){after}")), before).bind(ids)
}

pub(super) async fn all_among(
    from: &mut PgConnection,
    statements: Statements,
    sql: &str,
    before: Vec<Val>,
    ids: &[[u8; 16]],
    after: &str,
) -> Result<Vec<Row>> {
    statements::count();
    Ok(among(statements, sql, before, ids, after).fetch_all(from).await?.into_iter().map(Row::Postgres).collect())
}

pub(super) async fn run_among(
    to: &mut PgConnection,
    statements: Statements,
    sql: &str,
    before: Vec<Val>,
    ids: &[[u8; 16]],
) -> Result<()> {
    statements::count();
    among(statements, sql, before, ids, "").execute(to).await?;
    Ok(())
}
