//! What was accepted once: remembered on the disk until it would be too old anyway.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, params};

use crate::support::fs::create_new_private;

/// The file, below the server's data.
pub const FILE: &str = "replay.db";
/// So many are put in before those that are too old are taken out.
const SWEEP: u32 = 256;

/// The requests that were accepted. What is put in is on the disk, also after a kill.
pub struct Replay(Mutex<Held>);

struct Held {
    connection: Connection,
    count: u32,
    /// What was over then is not there any more, and is not let in again.
    swept: u64,
}

impl Replay {
    /// Those in `dir`.
    pub fn open(dir: &Path) -> rusqlite::Result<Self> {
        let path = dir.join(FILE);
        // One that is there stays as it is; what else may be wrong is told when it is opened.
        drop(create_new_private(&path, b""));
        let connection = Connection::open(path)?;
        // On the disk, not only with the system: after a power loss the clock is where it was.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS seen (token BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
             CREATE INDEX IF NOT EXISTS seen_until ON seen (until);",
        )?;
        Ok(Self(Mutex::new(Held { connection, count: 0, swept: 0 })))
    }

    /// Puts it in, until `until` (seconds since the Unix epoch, that second included); false where it is in. One step: of
    /// two at once, one is told so. Blocks.
    pub fn insert(&self, token: &[u8; 32], until: u64, now: u64) -> rusqlite::Result<bool> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Held { connection, count, swept } = &mut *held;
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        if count.is_multiple_of(SWEEP) {
            connection.prepare_cached("DELETE FROM seen WHERE until < ?1")?.execute([number(now)])?;
            *swept = now.max(*swept);
        }
        *count = count.wrapping_add(1);
        if until < *swept {
            return Ok(false);
        }
        let mut put =
            connection.prepare_cached("INSERT OR IGNORE INTO seen (token, until) VALUES (?1, ?2)")?;
        Ok(put.execute(params![token, number(until)])? == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_is_seen_again_until_its_time_and_by_the_next_server_too() {
        let dir = tempfile::tempdir().unwrap();
        let replay = Replay::open(dir.path()).unwrap();
        assert!(replay.insert(&[1; 32], 100, 50).unwrap() && replay.insert(&[2; 32], 200, 50).unwrap());
        assert!(!replay.insert(&[1; 32], 100, 50).unwrap());
        drop(replay);
        let replay = Replay::open(dir.path()).unwrap();
        // In its last second it still counts; then it goes, and what has longer stays.
        assert!(!replay.insert(&[1; 32], 100, 100).unwrap());
        drop(replay);
        let replay = Replay::open(dir.path()).unwrap();
        assert!(replay.insert(&[1; 32], 400, 101).unwrap() && !replay.insert(&[2; 32], 200, 101).unwrap());
    }

    #[test]
    fn of_many_at_once_one_is_the_first() {
        let dir = tempfile::tempdir().unwrap();
        let replay = Replay::open(dir.path()).unwrap();
        let first: usize = std::thread::scope(|scope| {
            let all: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| usize::from(replay.insert(&[9; 32], 100, 1).unwrap())))
                .collect();
            all.into_iter().map(|one| one.join().unwrap()).sum()
        });
        assert_eq!(first, 1);
    }
}
