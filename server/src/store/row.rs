//! A row of a result: its columns are read by their names, as sqlx reads them, into the types of the domain.
//!
//! An expression needs a name in the statement (`count(*) as count`): without one each database chooses another.

use anyhow::{Context, Result};
use domain::authorization::Role;
use domain::calendar::Day;
use domain::id::{ActivityId, AreaId, CommitmentId, OrganisationId, PartnershipId, PromiseId, TargetId};
use domain::id::{DeviceId, EntryId, JournalId, PasskeyId, PersonId, ReportId};
use domain::ranges::Ranges;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Postgres, Row as _, Sqlite, Type};

/// A row of either database.
#[derive(Debug)]
pub(super) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// The value of a column.
    ///
    /// # Errors
    /// When the statement has no such column, or its value is of another type; null is an error unless an `Option` is
    /// asked for.
    pub(super) fn try_get<'r, T: FromColumn<'r>>(&'r self, column: &str) -> Result<T> {
        match self.stored(column)? {
            Some(stored) => T::from_stored(stored).with_context(|| format!("column {column}")),
            None => T::from_null().with_context(|| format!("column {column} is null")),
        }
    }

    /// SQLite reads null as 0 or as an empty text where no `Option` is asked for, so one always is.
    fn stored<'r, S: Stored<'r>>(&'r self, column: &str) -> Result<Option<S>> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }
}

/// The types of the columns: whole numbers, text and bytes.
pub(super) trait Stored<'r>: Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, Postgres> + Type<Postgres> {}

impl Stored<'_> for i64 {}
impl<'r> Stored<'r> for &'r str {}
impl<'r> Stored<'r> for &'r [u8] {}

/// A type that a column can be read as.
pub(super) trait FromColumn<'r>: Sized {
    type Stored: Stored<'r>;

    fn from_stored(stored: Self::Stored) -> Result<Self>;

    /// What null means; `None` where a column may not be null.
    fn from_null() -> Option<Self> {
        None
    }
}

impl<'r, T: FromColumn<'r>> FromColumn<'r> for Option<T> {
    type Stored = T::Stored;

    fn from_stored(stored: T::Stored) -> Result<Self> {
        T::from_stored(stored).map(Some)
    }

    fn from_null() -> Option<Self> {
        Some(None)
    }
}

/// Implements [`FromColumn`] for types, each by an expression of what is stored.
macro_rules! from_column {
    ($($type:ty, |$value:ident: $stored:ty| $result:expr;)+) => {$(
        impl<'r> FromColumn<'r> for $type {
            type Stored = $stored;

            fn from_stored($value: $stored) -> Result<Self> {
                $result
            }
        }
    )+};
}

from_column! {
    i64, |int: i64| Ok(int);
    // Counts and numbers; the tables hold none below zero.
    u64, |int: i64| Ok(int.try_into()?);
    u32, |int: i64| Ok(int.try_into()?);
    bool, |int: i64| Ok(int != 0);
    Day, |int: i64| Ok(Day(int.try_into()?));
    &'r str, |text: &'r str| Ok(text);
    String, |text: &'r str| Ok(text.to_owned());
    Role, |text: &'r str| Role::read(text).with_context(|| format!("unknown role {text}"));
    Ranges, |text: &'r str| serde_json::from_str(text).context("a journal's ranges can't be read");
    &'r [u8], |bytes: &'r [u8]| Ok(bytes);
    Vec<u8>, |bytes: &'r [u8]| Ok(bytes.to_vec());
    [u8; 16], |bytes: &'r [u8]| bytes.try_into().context("an id has 16 bytes");
}

/// Implements [`FromColumn`] for ids that consist of another type.
macro_rules! ids {
    ($inner:ty, $stored:ty: $($id:ident),+) => {
        from_column! { $($id, |stored: $stored| <$inner>::from_stored(stored).map($id);)+ }
    };
}

ids!([u8; 16], &'r [u8]: EntryId, JournalId, PersonId, DeviceId, ReportId, PasskeyId);
ids!(String, &'r str: PartnershipId, OrganisationId, PromiseId, CommitmentId, TargetId, AreaId, ActivityId);
