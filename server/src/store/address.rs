//! Where a database is: a file by its path, or an address that `DATABASE_URL` holds.

use anyhow::{Context, Result, bail};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A database's address. A path stays a path: pasted into an address, its `?` and `%20` would mean something else.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// An SQLite file.
    File(PathBuf),
    /// An SQLite address with its parameters, as it was given.
    Sqlite(String),
    /// A PostgreSQL address, which may hold a password.
    Postgres(String),
}

impl DatabaseAddress {
    /// Reads an address by its scheme.
    ///
    /// # Errors
    /// When it begins with neither `sqlite:` nor `postgres:`.
    pub fn read(url: &str) -> Result<Self> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Ok(Self::Postgres(url.to_owned()))
        } else if url.starts_with("sqlite:") {
            Ok(Self::Sqlite(url.to_owned()))
        } else {
            bail!(
                "a database's address begins with sqlite: or postgres:, such as sqlite:/srv/rond/rond.db or \
                 postgres://rond@localhost/rond"
            )
        }
    }

    /// The file of an SQLite database; `None` for PostgreSQL, and for one in memory alone.
    ///
    /// # Errors
    /// When the address can't be read.
    pub fn file(&self) -> Result<Option<PathBuf>> {
        Ok(match self {
            Self::File(file) => Some(file.clone()),
            Self::Sqlite(url) if url.contains(":memory:") || url.contains("mode=memory") => None,
            Self::Sqlite(_) => Some(self.sqlite()?.get_filename().to_owned()),
            Self::Postgres(_) => None,
        })
    }

    /// Whether it is PostgreSQL's.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// How SQLite is to open it; nothing is created.
    pub(super) fn sqlite(&self) -> Result<SqliteConnectOptions> {
        match self {
            Self::File(file) => Ok(SqliteConnectOptions::new().filename(unambiguous(file))),
            Self::Sqlite(url) => SqliteConnectOptions::from_str(url)
                .with_context(|| {
                    format!("{url} is not an address of an SQLite database, such as sqlite:/srv/rond/rond.db")
                })
                .map(|options| options.create_if_missing(false)),
            Self::Postgres(_) => bail!("this is not an SQLite database"),
        }
    }

    /// How PostgreSQL is to be reached. What the library says of a bad address may repeat its password, so it is left out.
    pub(super) fn postgres(&self) -> Result<PgConnectOptions> {
        let Self::Postgres(url) = self else { bail!("this is not a PostgreSQL database") };
        PgConnectOptions::from_str(&with_host(url)).ok().context(
            "DATABASE_URL is not an address of a PostgreSQL database, such as postgres://user@host:5432/name or \
             postgres:///name?host=/run/postgresql; other characters than letters and digits in a password are written as \
             %XX",
        )
    }
}

/// Where people look for it. Never PostgreSQL's address.
impl fmt::Display for DatabaseAddress {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => write!(to, "{}", file.display()),
            Self::Sqlite(url) => to.write_str(url),
            Self::Postgres(_) => to.write_str("the PostgreSQL database"),
        }
    }
}

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, to)
    }
}

/// SQLite reads a name that begins with `file:` as an address.
fn unambiguous(file: &Path) -> PathBuf {
    if file.to_string_lossy().starts_with("file:") { Path::new(".").join(file) } else { file.to_owned() }
}

/// `postgres://user@/name?host=/run/postgresql` is how PostgreSQL's own tools write a socket's address; the parser of
/// addresses wants a host all the same.
fn with_host(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (authority, tail) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let has_host = !authority.is_empty() && !authority.ends_with('@');
    if has_host { url.to_owned() } else { format!("{scheme}://{authority}localhost{tail}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_opened_as_it_is_written() {
        for path in ["/srv/a?b/rond.db", "/srv/a%20b/rond.db", "/srv/å#b/rond.db", "data/rond.db"] {
            let address = DatabaseAddress::File(path.into());
            assert_eq!(address.sqlite().expect("options").get_filename(), Path::new(path));
            assert_eq!(address.file().expect("a file"), Some(path.into()));
        }
        let ambiguous = DatabaseAddress::File("file:x/rond.db".into());
        assert_eq!(ambiguous.sqlite().expect("options").get_filename(), Path::new("./file:x/rond.db"));
        assert_eq!(DatabaseAddress::read("sqlite::memory:").expect("an address").file().expect("no file"), None);
    }

    #[test]
    fn a_socket_is_found_however_its_address_is_written() {
        for url in [
            "postgres:///rond?host=/run/postgresql",
            "postgres://rond@/rond?host=/run/postgresql",
            "postgresql://rond:hush@/rond?host=/run/postgresql&port=5433",
            "postgres://rond@localhost/rond?host=/run/postgresql",
            "postgres://rond@%2Frun%2Fpostgresql/rond",
        ] {
            let options = DatabaseAddress::read(url).and_then(|address| address.postgres()).expect(url);
            assert_eq!(options.get_socket().map(|s| s.as_path()), Some(Path::new("/run/postgresql")), "{url}");
            assert_eq!(options.get_database(), Some("rond"), "{url}");
        }
    }

    #[test]
    fn an_address_with_a_password_is_never_printed() {
        let address = DatabaseAddress::read("postgres://rond:hush@db.example:many/rond").expect("an address");
        let error = address.postgres().expect_err("no port");
        for text in [format!("{address:?}{address}"), format!("{error:#}")] {
            assert!(!text.contains("hush") && !text.contains("db.example"), "{text}");
        }
        assert!(DatabaseAddress::read("mysql://rond:hush@db.example/rond").is_err());
    }
}
