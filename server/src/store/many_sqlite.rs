//! Many rows or ids in one statement on SQLite: rows in chunks of a few sizes, ids as one JSON text.

use super::sql::{Row, Sql, Val};
use super::sqlite::{all, run};
use anyhow::Result;
use sqlx::SqliteConnection;

/// Rows that one statement takes at most.
const CHUNK: usize = 128;

/// How many of so many rows the next statement takes: a power of two, so that few texts serve any number of rows.
pub(super) fn chunk(rows: usize) -> usize {
    rows.checked_ilog2().map_or(0, |log| 1 << log).min(CHUNK)
}

/// The values of so many rows. Their places have neither names nor numbers, each of which SQLite would look up among all.
pub(super) fn values(columns: usize, rows: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(","));
    format!("values {}", vec![row; rows].join(","))
}

/// `sql`, which ends with a column's name, for ids that follow the other values as one JSON text.
fn among(sql: &str, mut before: Vec<Val>, ids: &[[u8; 16]], after: &str) -> (Sql, Vec<Val>) {
    before.push(Val::Text(Some(json_of(ids))));
    let place = before.len();
    let text = format!("{sql} in (select unhex(value) from json_each(${place})){after}");
    (Sql::Repeated(text), before)
}

/// `["00…","0a…"]`.
fn json_of(ids: &[[u8; 16]]) -> String {
    let mut json = String::with_capacity(2 + ids.len() * 35);
    json.push('[');
    for id in ids {
        json.push_str(if json.len() > 1 { ",\"" } else { "\"" });
        json.push_str(&crate::secret::hex(id));
        json.push('"');
    }
    json.push(']');
    json
}

pub(super) async fn all_among(
    from: &mut SqliteConnection,
    sql: &str,
    before: Vec<Val>,
    ids: &[[u8; 16]],
    after: &str,
) -> Result<Vec<Row>> {
    let (sql, vals) = among(sql, before, ids, after);
    all(from, sql, vals).await
}

pub(super) async fn run_among(to: &mut SqliteConnection, sql: &str, before: Vec<Val>, ids: &[[u8; 16]]) -> Result<()> {
    let (sql, vals) = among(sql, before, ids, "");
    run(to, sql, vals).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_rows_is_taken_in_chunks_of_a_few_sizes() {
        for rows in 0..1_000 {
            let (mut left, mut statements) = (rows, 0);
            while left > 0 {
                let size = chunk(left);
                assert!(size.is_power_of_two() && size <= CHUNK.min(left), "{size} of {left}");
                (left, statements) = (left - size, statements + 1);
            }
            assert!(statements <= rows / CHUNK + 7, "{rows} rows take {statements} statements");
        }
    }

    #[test]
    fn ids_are_one_value_however_many_they_are() {
        let (Sql::Repeated(text), vals) = among("select 1 from t where p = $1 and id", vec![], &[[1; 16], [2; 16]], "")
        else {
            panic!("a text that is found again");
        };
        assert_eq!(text, "select 1 from t where p = $1 and id in (select unhex(value) from json_each($1))");
        assert_eq!(vals, [Val::Text(Some(format!("[\"{}\",\"{}\"]", "01".repeat(16), "02".repeat(16))))]);
    }
}
