//! An export into a store that is still empty: all of it or nothing. Every line is looked at, and
//! the hash at the end has to fit, before anything counts.

use std::collections::HashMap;
use std::io::{self, BufRead};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rusqlite::types::Value as Field;
use rusqlite::{Connection, TransactionBehavior, params_from_iter};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::artifacts::Files;
use super::super::migrations;
use super::super::tables::{self, Table};
use super::super::{SqliteStore, StoreError};
use super::{FORMAT, VERSION};
use crate::crypto::hash::{self, Sha256Stream};
use crate::runtime::memory;

/// The longest line, in bytes: the largest file in base64, and room for its name.
const MAX_LINE: u64 = 64 << 20;

/// What was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Rows of tables.
    pub rows: u64,
    /// Contents of files.
    pub files: u64,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// There is something already.
    #[error("the store is not empty: it has {0} users; an import only fills an empty one")]
    NotEmpty(i64),
    /// It is no export, or a cut or changed one.
    #[error("line {line}: {fault}")]
    Bad {
        /// From 1.
        line: u64,
        /// What is wrong.
        fault: String,
    },
    /// It was made by another schema.
    #[error("the export has schema {theirs}, and this muxi has {ours}")]
    Schema {
        /// That of the export.
        theirs: i64,
        /// That of this program.
        ours: i64,
    },
    /// It cannot be read.
    #[error("cannot read the export: {0}")]
    Read(#[from] io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ImportError {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotEmpty(_) => "store_not_empty",
            Self::Bad { .. } => "bad_export",
            Self::Schema { .. } => "other_schema",
            Self::Read(_) => "unreadable_export",
            Self::Store(_) => "store",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NotEmpty(_) => Some("name an empty directory with --data-dir DIR"),
            Self::Schema { .. } => {
                Some("open the store it came from with this muxi (`muxi store check`), and export it again")
            }
            Self::Bad { .. } => Some("export it again with `muxi store export`"),
            Self::Read(_) | Self::Store(_) => None,
        }
    }
}

impl From<rusqlite::Error> for ImportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(migrations::failed(error))
    }
}

/// Fills `store`, which is empty, from what `export` wrote.
pub async fn import(
    store: &SqliteStore,
    input: impl BufRead + Send + 'static,
) -> Result<Imported, ImportError> {
    let files = store.files.clone();
    let (known, recent) = (store.known.clone(), store.recent.clone());
    let (nothing, vectors) = (store.nothing.clone(), store.vectors.clone());
    let tell = store.writer.teller();
    let done = store.writer.run(move |connection| {
        let mut written = Vec::new();
        let done = read(connection, &files, input, &mut written);
        if done.is_err() {
            // A content that no row names would go at the next start; it goes now.
            for sha256 in written {
                drop(files.remove(&sha256));
            }
        }
        known.forget();
        recent.forget_all();
        nothing.forget_all();
        vectors.forget_all();
        tell();
        done
    });
    done.await
}

#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
    schema: i64,
}

/// One line behind the head.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Line {
    Row { table: String, row: Map<String, Value> },
    File { file: String, base64: String },
    End { end: bool, rows: u64, files: u64, sha256: String },
}

fn read(
    connection: &mut Connection,
    files: &Files,
    input: impl BufRead,
    written: &mut Vec<String>,
) -> Result<Imported, ImportError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let users: i64 = transaction.query_row("SELECT count(*) FROM users", [], |row| row.get(0))?;
    if users > 0 {
        return Err(ImportError::NotEmpty(users));
    }
    transaction.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    let tables = tables::of_content(&transaction)?;
    let tables: HashMap<&str, &Table> = tables.iter().map(|table| (table.name.as_str(), table)).collect();
    let mut lines = Lines { input, number: 0, text: Vec::new(), hash: Sha256Stream::default() };
    lines.head()?;
    let mut done = Imported::default();
    loop {
        let before = lines.hash.clone();
        match lines.next()? {
            Line::Row { table, row } => {
                let known = tables.get(table.as_str());
                let known = known.ok_or_else(|| lines.bad(format!("there is no table {table}")))?;
                insert(&transaction, known, row).map_err(|fault| lines.bad(fault))?;
                done.rows += 1;
            }
            Line::File { file, base64 } => {
                let content = STANDARD.decode(base64).map_err(|_| lines.bad("is no base64".to_owned()))?;
                if hash::hex(&hash::sha256(&content)) != file {
                    return Err(lines.bad(format!("the content is not that of {file}")));
                }
                if !files.has(&file) {
                    written.push(file.clone());
                }
                files.write(&file, &content)?;
                done.files += 1;
            }
            Line::End { end, rows, files, sha256 } => {
                let fits =
                    end && (rows, files) == (done.rows, done.files) && sha256 == hash::hex(&before.finish());
                if !fits {
                    return Err(lines.bad("the end does not fit what is before it".to_owned()));
                }
                break;
            }
        }
    }
    lines.ended()?;
    whole(&transaction, files)?;
    memory::filled_in(&transaction)?;
    transaction.commit()?;
    Ok(done)
}

/// Whether what was read belongs together.
fn whole(connection: &Connection, files: &Files) -> Result<(), ImportError> {
    let faults: i64 =
        connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if faults > 0 {
        return Err(
            StoreError::new(format!("{faults} rows of the export name others that are not in it")).into()
        );
    }
    let mut statement = connection.prepare("SELECT DISTINCT sha256 FROM artifact_version")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let sha256: String = row.get(0)?;
        if !is_hash(&sha256) || !files.has(&sha256) {
            return Err(StoreError::new(format!("the content {sha256} is not in the export")).into());
        }
    }
    Ok(())
}

fn insert(connection: &Connection, table: &Table, mut row: Map<String, Value>) -> Result<(), String> {
    let mut fields = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        let given = row.remove(column);
        fields.push(field(given.ok_or_else(|| format!("{} lacks {column}", table.name))?)?);
    }
    if let Some(other) = row.keys().next() {
        return Err(format!("{} has no column {other}", table.name));
    }
    let columns = table.columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let places = vec!["?"; fields.len()].join(", ");
    let sql = format!("INSERT INTO \"{}\" ({columns}) VALUES ({places})", table.name);
    let inserted =
        connection.prepare_cached(&sql).and_then(|mut insert| insert.execute(params_from_iter(fields)));
    inserted.map(|_| ()).map_err(|error| error.to_string())
}

fn field(value: Value) -> Result<Field, String> {
    Ok(match value {
        Value::Null => Field::Null,
        Value::String(text) => Field::Text(text),
        Value::Number(number) => match number.as_i64() {
            Some(number) => Field::Integer(number),
            None => Field::Real(number.as_f64().ok_or("a number is too large")?),
        },
        Value::Object(fields) if fields.len() == 1 => {
            let text = fields.get("base64").and_then(Value::as_str).ok_or("a value is no value")?;
            Field::Blob(STANDARD.decode(text).map_err(|_| "a value is no base64")?)
        }
        _ => return Err("a value is no value of a row".to_owned()),
    })
}

fn is_hash(text: &str) -> bool {
    hash::unhex::<32>(text).is_some()
}

struct Lines<R> {
    input: R,
    number: u64,
    text: Vec<u8>,
    hash: Sha256Stream,
}

impl<R: BufRead> Lines<R> {
    fn bad(&self, fault: String) -> ImportError {
        ImportError::Bad { line: self.number, fault }
    }

    /// The next line, with its end.
    fn read(&mut self) -> Result<bool, ImportError> {
        self.text.clear();
        self.number += 1;
        let mut limited = io::Read::take(&mut self.input, MAX_LINE);
        if limited.read_until(b'\n', &mut self.text)? == 0 {
            return Ok(false);
        }
        if self.text.last() != Some(&b'\n') {
            let fault = if self.text.len() as u64 == MAX_LINE { "is too long" } else { "is cut off" };
            return Err(self.bad(fault.to_owned()));
        }
        self.hash.update(&self.text);
        Ok(true)
    }

    fn head(&mut self) -> Result<(), ImportError> {
        let there = self.read()?;
        let head = there.then(|| serde_json::from_slice::<Head>(&self.text).ok()).flatten();
        let head = head
            .filter(|head| head.format == FORMAT)
            .ok_or_else(|| self.bad(format!("is not the head of an export of the format {FORMAT}")))?;
        if head.version != VERSION {
            return Err(self.bad(format!("the form has version {}; this muxi reads {VERSION}", head.version)));
        }
        let ours = migrations::newest();
        if head.schema == ours { Ok(()) } else { Err(ImportError::Schema { theirs: head.schema, ours }) }
    }

    fn next(&mut self) -> Result<Line, ImportError> {
        if !self.read()? {
            return Err(self.bad("the end is missing: the export was cut off".to_owned()));
        }
        serde_json::from_slice(&self.text)
            .map_err(|_| self.bad("is no row, no file and no end".to_owned()))
            .and_then(|line| match line {
                Line::File { file, .. } if !is_hash(&file) => Err(self.bad("names no file".to_owned())),
                line => Ok(line),
            })
    }

    fn ended(&mut self) -> Result<(), ImportError> {
        if self.read()? { Err(self.bad("there is something behind the end".to_owned())) } else { Ok(()) }
    }
}
