//! The SQLite database of a deployed runtime, read and never written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row as SqlRow};
use zeroize::Zeroizing;

use crate::credentials::naive;
use crate::crypto::hash::hex;

/// In the place of what is no number.
const NOBODY: i64 = -1;
/// The most rows of a table.
const MOST: i64 = 1_000_000;
/// The most bytes of all credentials together.
const ALL: f64 = 268_435_456.0;

/// A user there, with what it has.
#[derive(Default)]
pub struct OldUser {
    /// Its number.
    pub number: i64,
    /// Whether there is such a user; else there are only rows that say its number.
    pub known: bool,
    /// Its public id.
    pub public_id: String,
    /// The formation that it is a user of; empty where that is not said.
    pub formation: String,
    /// What it is called, with what that is.
    pub identifiers: Vec<(String, Option<String>)>,
    /// Its credentials, by number.
    pub rows: Vec<OldRow>,
}

/// A credential there.
pub struct OldRow {
    /// Its number.
    pub number: i64,
    /// The service, as it is written.
    pub service: String,
    /// The account; may be empty.
    pub name: String,
    /// What is kept, sealed or not.
    pub stored: Zeroizing<String>,
    /// When it was made, where that is said.
    pub created_at: Option<OldTime>,
}

/// A time there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OldTime {
    /// Milliseconds since the Unix epoch.
    At(u64),
    /// It cannot be read.
    Unreadable,
}

impl OldTime {
    /// The time, where it can be read.
    pub fn millis(self) -> Option<u64> {
        match self {
            Self::At(millis) => Some(millis),
            Self::Unreadable => None,
        }
    }

    fn of(text: &str) -> Option<Self> {
        let said = Some(text).filter(|text| !text.trim().is_empty());
        said.map(|text| naive(text).map_or(Self::Unreadable, Self::At))
    }
}

/// Why the database is not read.
#[derive(Debug, thiserror::Error)]
pub enum OldError {
    /// Not there, or not to be read.
    #[error("cannot read {}: {why}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Not one of a deployed runtime.
    #[error("{} is no database of a deployed runtime: {why}", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Something is beside it that is not in it yet.
    #[error("{} is in use, or was left in the middle of a change: {} is beside it", path.display(), beside.display())]
    InUse {
        /// The file.
        path: PathBuf,
        /// What is beside it.
        beside: PathBuf,
    },
}

impl OldError {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "unreadable_database",
            Self::Other { .. } => "not_a_database",
            Self::InUse { .. } => "database_in_use",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::InUse { .. } => Some(
                "stop the deployed runtime; where the file stays, `sqlite3 DATABASE 'PRAGMA wal_checkpoint(TRUNCATE)'` puts it in",
            ),
            Self::Other { .. } => {
                Some("its memory is kept in memory.db of the formation, if it was not told otherwise")
            }
            Self::Read { .. } => None,
        }
    }
}

/// Reads all users and credentials of it, by number.
pub fn old_users(path: &Path) -> Result<Vec<OldUser>, OldError> {
    // What SQLite left beside it is beside the file, and not beside a link to it.
    let real = std::fs::canonicalize(path);
    let path = &real.map_err(|error| OldError::Read { path: path.to_owned(), why: error.to_string() })?;
    let unreadable = |why: String| OldError::Read { path: path.to_owned(), why };
    let meta = std::fs::metadata(path).map_err(|error| unreadable(error.to_string()))?;
    if !meta.is_file() {
        return Err(unreadable("it is no file".to_owned()));
    }
    for side in ["-wal", "-journal"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(side);
        let beside = PathBuf::from(beside);
        if std::fs::metadata(&beside).is_ok_and(|meta| meta.len() > 0) {
            return Err(OldError::InUse { path: path.to_owned(), beside });
        }
    }
    let connection = open(path).map_err(|error| unreadable(error.to_string()))?;
    let because = |why: String| OldError::Other { path: path.to_owned(), why };
    let other = |error: rusqlite::Error| because(error.to_string());
    tables(&connection).map_err(other)?.map_err(because)?;
    let mut users = BTreeMap::new();
    users_of(&connection, &mut users).map_err(other)?;
    identifiers_of(&connection, &mut users).map_err(other)?;
    rows_of(&connection, &mut users).map_err(other)?;
    Ok(users.into_values().collect())
}

/// As a file that does not change: no lock is taken, and nothing is made beside it.
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let mut uri = "file:".to_owned();
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for byte in absolute.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                uri.push(char::from(*byte));
            }
            other => uri.extend(["%", &hex(&[*other])]),
        }
    }
    uri.push_str("?mode=ro&immutable=1");
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri, flags)?;
    // Whoever wrote it may have put anything in: no function is called for it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(connection)
}

/// The three tables are tables, and not what computes rows without end; none has more rows than are read.
fn tables(connection: &Connection) -> rusqlite::Result<Result<(), String>> {
    for name in ["users", "user_identifiers", "credentials"] {
        let sql = "SELECT type, sql FROM sqlite_schema WHERE name = ?1";
        let found = connection.query_row(sql, [name], |row| Ok((text(row, 0)?, text(row, 1)?)));
        let plain = match found {
            // The second as well: whoever wrote the file may have written the first.
            Ok((kind, sql)) => kind == "table" && sql.to_ascii_lowercase().starts_with("create table"),
            Err(rusqlite::Error::QueryReturnedNoRows) => return Ok(Err(format!("there is no table {name}"))),
            Err(error) => return Err(error),
        };
        // Columns that are computed may be as long as they like.
        let sql = "SELECT count(*) FROM pragma_table_xinfo(?1) WHERE hidden <> 0";
        let computed: i64 = connection.query_row(sql, [name], |row| row.get(0))?;
        if !plain || computed > 0 {
            return Ok(Err(format!("{name} is no plain table")));
        }
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {name} LIMIT {})", MOST + 1);
        if connection.query_row(&sql, [], |row| row.get::<_, i64>(0))? > MOST {
            return Ok(Err(format!("{name} has more than {MOST} rows")));
        }
    }
    let sql = "SELECT total(octet_length(credentials)) FROM credentials";
    let bytes: f64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(if bytes > ALL { Err("its credentials are too many bytes".to_owned()) } else { Ok(()) })
}

fn users_of(connection: &Connection, users: &mut BTreeMap<i64, OldUser>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT id, public_id, formation_id FROM users")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number = number(row, 0)?;
        if number == NOBODY {
            continue;
        }
        let (public_id, formation) = (text(row, 1)?, text(row, 2)?);
        users.insert(number, OldUser { number, known: true, public_id, formation, ..OldUser::default() });
    }
    Ok(())
}

fn identifiers_of(connection: &Connection, users: &mut BTreeMap<i64, OldUser>) -> rusqlite::Result<()> {
    let sql = "SELECT user_id, identifier, identifier_type FROM user_identifiers ORDER BY rowid";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number = number(row, 0)?;
        let (name, kind) = (text(row, 1)?, text(row, 2)?);
        if let Some(user) = users.get_mut(&number).filter(|_| !name.trim().is_empty()) {
            user.identifiers.push((name, Some(kind).filter(|kind| !kind.is_empty())));
        }
    }
    Ok(())
}

fn rows_of(connection: &Connection, users: &mut BTreeMap<i64, OldUser>) -> rusqlite::Result<()> {
    let sql = "SELECT id, user_id, service, name, credentials, created_at FROM credentials ORDER BY id";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let of = number(row, 1)?;
        let user = users.entry(of).or_insert_with(|| OldUser { number: of, ..OldUser::default() });
        user.rows.push(OldRow {
            number: number(row, 0)?,
            service: text(row, 2)?,
            name: text(row, 3)?,
            stored: Zeroizing::new(text(row, 4)?),
            created_at: OldTime::of(&text(row, 5)?),
        });
    }
    Ok(())
}

/// A number, also where it is written as a text; what is none belongs to nobody, and is told as such.
fn number(row: &SqlRow<'_>, at: usize) -> rusqlite::Result<i64> {
    Ok(match row.get_ref(at)? {
        ValueRef::Integer(number) => number,
        ValueRef::Text(bytes) => {
            std::str::from_utf8(bytes).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(NOBODY)
        }
        _ => NOBODY,
    })
}

/// A value as text, whatever its type: databases that were copied have others.
fn text(row: &SqlRow<'_>, at: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    })
}
