//! A store, or what it holds of one user, as lines of JSON: a head, each row of each table, each
//! content of a file, and an end with a hash of all before it. Nothing is held as a whole.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::super::artifacts::Files;
use super::super::migrations;
use super::super::tables::{self, Table};
use super::super::{SqliteStore, StoreError};
use crate::crypto::hash::{self, Sha256Stream};
use crate::runtime::principal::Principal;
use crate::support::clock::rfc3339;
use crate::support::redact::Redactor;

/// What the head of an export of a whole store says.
pub const FORMAT: &str = "muxi-store";
/// What the head of an export of one user says.
const USER_FORMAT: &str = "muxi-user";
/// The version of both forms.
pub const VERSION: u64 = 1;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// Rows of tables.
    pub rows: u64,
    /// Contents of files.
    pub files: u64,
    /// Bytes in all.
    pub bytes: u64,
}

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Nobody has this id.
    #[error("there is no user {0}")]
    Unknown(String),
    /// Where it was written to failed.
    #[error("cannot write the export: {0}")]
    Write(#[from] io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for ExportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(migrations::failed(error))
    }
}

/// Writes all of `store`, as it is at one moment, to `out`. `now` is in milliseconds.
pub fn export(store: &SqliteStore, out: &mut dyn Write, now: u64) -> Result<Exported, ExportError> {
    Source { connection: store.another_reader()?, files: store.files.clone() }.write(out, now, None, None)
}

/// Writes all that is kept of one user to `out`, without the values of secrets. `now` is in milliseconds.
pub fn export_user(
    store: &SqliteStore,
    who: &Principal,
    out: &mut dyn Write,
    now: u64,
    redactor: &Redactor,
) -> Result<Exported, ExportError> {
    let source = Source { connection: store.another_reader()?, files: store.files.clone() };
    source.write(out, now, Some(who), Some(redactor))
}

/// What an export is read from.
pub(super) struct Source {
    pub(super) connection: Connection,
    pub(super) files: Files,
}

impl Source {
    pub(super) fn write(
        mut self,
        out: &mut dyn Write,
        now: u64,
        who: Option<&Principal>,
        redactor: Option<&Redactor>,
    ) -> Result<Exported, ExportError> {
        // What is read is of one moment, whatever is written meanwhile.
        let snapshot = self.connection.transaction()?;
        write(&snapshot, &self.files, Lines::new(out, redactor), now, who)
    }
}

fn write(
    snapshot: &Connection,
    files: &Files,
    mut lines: Lines<'_>,
    now: u64,
    who: Option<&Principal>,
) -> Result<Exported, ExportError> {
    lines.line(head(snapshot, who, now)?)?;
    for table in tables::of_content(snapshot)? {
        if who.is_none() || table.is_of_users() {
            rows(snapshot, &table, who, &mut lines)?;
        }
    }
    contents(snapshot, files, who, &mut lines)?;
    let (rows, files) = (lines.done.rows, lines.done.files);
    let digest = hash::hex(&lines.hash.clone().finish());
    lines.line(json!({"end": true, "rows": rows, "files": files, "sha256": digest}))?;
    lines.out.flush()?;
    Ok(lines.done)
}

struct Lines<'a> {
    out: &'a mut dyn Write,
    hash: Sha256Stream,
    done: Exported,
    redactor: Option<&'a Redactor>,
}

impl<'a> Lines<'a> {
    fn new(out: &'a mut dyn Write, redactor: Option<&'a Redactor>) -> Self {
        Self { out, hash: Sha256Stream::default(), done: Exported::default(), redactor }
    }

    fn line(&mut self, mut value: Value) -> io::Result<()> {
        if let Some(redactor) = self.redactor {
            redactor.redact_json(&mut value);
        }
        let mut line = value.to_string().into_bytes();
        line.push(b'\n');
        self.hash.update(&line);
        self.done.bytes += line.len() as u64;
        self.out.write_all(&line)
    }
}

fn head(connection: &Connection, who: Option<&Principal>, now: u64) -> Result<Value, ExportError> {
    let mut head = json!({
        "format": if who.is_some() { USER_FORMAT } else { FORMAT },
        "version": VERSION,
        "schema": migrations::version(connection)?,
        "muxi": env!("CARGO_PKG_VERSION"),
        "exported_at": rfc3339(now),
    });
    if let Some(who) = who {
        let sql = "SELECT 1 FROM users WHERE user = ?1 AND tenant = ?2";
        if !connection.prepare(sql)?.exists([who.user(), who.tenant()])? {
            return Err(ExportError::Unknown(who.to_string()));
        }
        head["user"] = json!({"id": who.user(), "tenant": who.tenant()});
    }
    Ok(head)
}

fn rows(
    connection: &Connection,
    table: &Table,
    who: Option<&Principal>,
    lines: &mut Lines<'_>,
) -> Result<(), ExportError> {
    let columns = table.columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let of = if who.is_some() { " WHERE tenant = ?1 AND user = ?2" } else { "" };
    let mut statement = connection.prepare(&format!("SELECT {columns} FROM \"{}\"{of}", table.name))?;
    let mut rows = match who {
        Some(who) => statement.query([who.tenant(), who.user()])?,
        None => statement.query([])?,
    };
    while let Some(row) = rows.next()? {
        let mut fields = Map::new();
        for (at, column) in table.columns.iter().enumerate() {
            fields.insert(column.clone(), value(row.get_ref(at)?)?);
        }
        lines.line(json!({"table": table.name, "row": fields}))?;
        lines.done.rows += 1;
    }
    Ok(())
}

fn value(value: ValueRef<'_>) -> Result<Value, ExportError> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => serde_json::Number::from_f64(number)
            .map(Value::Number)
            .ok_or_else(|| StoreError::new(format!("{number} cannot be written as JSON")))?,
        ValueRef::Text(text) => std::str::from_utf8(text)
            .map_err(|e| StoreError::new(format!("a text is not UTF-8: {e}")))?
            .into(),
        ValueRef::Blob(bytes) => json!({"base64": STANDARD.encode(bytes)}),
    })
}

/// Each content once, however many versions have it.
fn contents(
    connection: &Connection,
    files: &Files,
    who: Option<&Principal>,
    lines: &mut Lines<'_>,
) -> Result<(), ExportError> {
    let of = if who.is_some() { " WHERE tenant = ?1 AND user = ?2" } else { "" };
    let mut statement =
        connection.prepare(&format!("SELECT DISTINCT sha256 FROM artifact_version{of} ORDER BY sha256"))?;
    let mut rows = match who {
        Some(who) => statement.query([who.tenant(), who.user()])?,
        None => statement.query([])?,
    };
    while let Some(row) = rows.next()? {
        let sha256: String = row.get(0)?;
        let content = files.read(&sha256)?;
        lines.line(json!({"file": sha256, "base64": STANDARD.encode(content)}))?;
        lines.done.files += 1;
    }
    Ok(())
}
