//! The log of turns that are kept but not yet in the database: one line of JSON each, after a line
//! with the log's generation. One append costs far less than a commit, and what was appended
//! survives a kill of the process just the same; the next start takes over what a killed one left.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, Turn};
use crate::runtime::principal::Principal;
use crate::runtime::store::numbers::{signed, unsigned};
use crate::support::fs;

/// A log this long, in bytes, takes no more until the database has caught up.
const LONGEST: u64 = 64 << 20;

/// The longest first line, in bytes: a number of 64 bits.
const LONGEST_HEAD: u64 = 21;
/// How often, and how many times, another process's log is looked at.
const LOOK: Duration = Duration::from_millis(5);
const LOOKS: u32 = 200;

/// An open log; no other process has it.
pub(super) struct Log {
    file: File,
    place: Place,
}

/// A place in a log. The database remembers up to which one it holds the turns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Grows with each emptying of the log.
    generation: u64,
    /// From the start of the file.
    bytes: u64,
}

impl Log {
    /// Opens `path`, made 0600 if it is not there; nothing if another process has it open.
    pub(super) fn open(path: &Path) -> Result<Option<Self>, StoreError> {
        let at = |e: &dyn std::fmt::Display| StoreError::new(format!("{}: {e}", path.display()));
        if !path.exists() {
            fs::create_new_private(path, b"").map_err(|e| StoreError::new(e.to_string()))?;
        }
        let file = OpenOptions::new().read(true).write(true).open(path).map_err(|e| at(&e))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { file, place: Place::default() })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(at(&error)),
        }
    }

    /// The turns that the database, which holds those up to `absorbed`, still lacks.
    pub(super) fn left(&mut self, absorbed: Place) -> Result<Vec<(Principal, Turn)>, StoreError> {
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes).map_err(|e| failed(&e))?;
        let (generation, head) = generation(&bytes);
        // An emptied log must not begin again with a generation that the database knows.
        self.place = Place { generation: generation.max(absorbed.generation), bytes: bytes.len() as u64 };
        let skip = if generation == absorbed.generation { absorbed.bytes } else { 0 };
        let from = usize::try_from(skip).unwrap_or(usize::MAX).clamp(head, bytes.len().max(head));
        // What is no turn was cut off by the kill, and nobody was told that it is kept.
        let lines = bytes.get(from..).unwrap_or_default().split(|b| *b == b'\n');
        Ok(lines.filter_map(|line| serde_json::from_slice(line).ok()).collect())
    }

    /// Its end.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// Appends a turn; nothing if the log is full.
    pub(super) fn append(&mut self, who: &Principal, turn: &Turn) -> Result<Option<Place>, StoreError> {
        if self.place.bytes > LONGEST {
            return Ok(None);
        }
        let mut line = serde_json::to_vec(&(who, turn)).map_err(|e| StoreError::new(e.to_string()))?;
        line.push(b'\n');
        if let Err(error) = self.file.write_all(&line) {
            // Half a line must not spoil the next one.
            drop(self.cut(self.place.bytes));
            return Err(failed(&error));
        }
        self.place.bytes += line.len() as u64;
        Ok(Some(self.place))
    }

    /// Empties the log if the database holds all of it, which is up to `absorbed`.
    pub(super) fn clear_if(&mut self, absorbed: Place) -> Result<(), StoreError> {
        if absorbed == self.place { self.clear() } else { Ok(()) }
    }

    /// Empties the log and begins its next generation.
    pub(super) fn clear(&mut self) -> Result<(), StoreError> {
        let generation = self.place.generation + 1;
        let head = format!("{generation}\n");
        self.cut(0).map_err(|e| failed(&e))?;
        // An empty log is of no generation that the database knows.
        self.place = Place { generation, bytes: 0 };
        self.file.write_all(head.as_bytes()).map_err(|e| failed(&e))?;
        self.place.bytes = head.len() as u64;
        Ok(())
    }

    fn cut(&mut self, bytes: u64) -> std::io::Result<()> {
        self.file.set_len(bytes)?;
        self.file.seek(SeekFrom::Start(bytes)).map(|_| ())
    }
}

/// Returns when the process that has the log at `path` has taken its turns into the database, or
/// after a second: under load the log is never empty for long.
pub(super) async fn emptied(path: PathBuf) -> Result<(), StoreError> {
    for _ in 0..LOOKS {
        if std::fs::metadata(&path).map_or(0, |file| file.len()) <= LONGEST_HEAD {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    Ok(())
}

/// The generation in the first line, and how long that line is.
fn generation(bytes: &[u8]) -> (u64, usize) {
    let end = bytes.iter().position(|b| *b == b'\n').unwrap_or(0);
    match std::str::from_utf8(&bytes[..end]).ok().and_then(|head| head.parse().ok()) {
        Some(generation) => (generation, end + 1),
        None => (0, 0),
    }
}

/// Up to which place the database holds the turns of the log.
pub(super) fn absorbed(connection: &Connection) -> rusqlite::Result<Place> {
    let row = connection.query_row("SELECT generation, bytes FROM absorbed", [], |row| {
        Ok(Place { generation: unsigned(row.get(0)?), bytes: unsigned(row.get(1)?) })
    });
    Ok(row.optional()?.unwrap_or_default())
}

/// Remembers the place, in the same transaction as the turns before it.
pub(super) fn set_absorbed(connection: &Connection, place: Place) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO absorbed (id, generation, bytes) VALUES (1, ?1, ?2)
             ON CONFLICT (id) DO UPDATE SET generation = excluded.generation, bytes = excluded.bytes",
        )?
        .execute(params![signed(place.generation), signed(place.bytes)])
        .map(|_| ())
}

fn failed(error: &std::io::Error) -> StoreError {
    StoreError::new(format!("its log of new turns: {error}"))
}
