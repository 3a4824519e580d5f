//! What the SQLite store does beside the contract of all stores.

use super::contract::{Backend, keeps_the_contract, turn, who};
use super::*;

struct Place(tempfile::TempDir);

impl Backend for Place {
    type Store = SqliteStore;

    fn open(&self) -> SqliteStore {
        open(&self.0)
    }
}

keeps_the_contract!(Place(tempfile::tempdir().unwrap()));

fn open(dir: &tempfile::TempDir) -> SqliteStore {
    SqliteStore::open(&dir.path().join("store.db")).unwrap()
}

#[tokio::test]
async fn what_was_kept_is_there_after_opening_again_and_nobody_else_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    store.keep_turn(&who("alice"), turn("s", "q", "a", 1)).await.unwrap();
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
    drop(store);
    assert_eq!(open(&dir).messages(&who("alice"), "s", 9, None).await.unwrap().len(), 2);
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let error = SqliteStore::open(&path).err().unwrap().to_string();
    assert!(error.contains("made by a newer muxi"), "{error}");
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    crate::support::fs::create_new_private(&path, "not a database ".repeat(100).as_bytes()).unwrap();
    let error = SqliteStore::open(&path).err().unwrap().to_string();
    assert!(error.contains("store.db"), "{error}");
}

/// What a killed process leaves: its database and its log as they were.
fn killed(store: SqliteStore, dir: &tempfile::TempDir) -> tempfile::TempDir {
    let after = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), after.path().join(entry.file_name())).unwrap();
    }
    drop(store);
    after
}

#[tokio::test]
async fn a_kept_turn_survives_a_kill_and_is_there_once() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let alice = who("alice");
    store.keep_turn(&alice, turn("s", "in the database", "a", 1)).await.unwrap();
    assert_eq!(store.messages(&alice, "s", 9, None).await.unwrap().len(), 2);
    store.keep_turn(&alice, turn("s", "in the log", "line\nbreak", 2)).await.unwrap();
    let mut after = killed(store, &dir);
    for _ in 0..2 {
        let store = open(&after);
        let messages = store.messages(&alice, "s", 9, None).await.unwrap();
        let seen: Vec<_> = messages.iter().map(|m| m.content.as_str()).collect();
        assert_eq!(seen, ["in the database", "a", "in the log", "line\nbreak"]);
        after = killed(store, &after);
    }
}

#[tokio::test]
async fn of_a_log_only_what_the_database_lacks_is_taken_and_half_a_line_is_not() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(&dir));
    let (alice, path) = (who("alice"), dir.path().join("store.log"));
    let line = |n| serde_json::to_string(&(&alice, turn("s", &format!("q{n}"), "", n))).unwrap();
    let (one, two, three) = (line(1), line(2), line(3));
    let cut = &three[..three.len() / 2];
    std::fs::remove_file(&path).unwrap();
    let log = format!("7\n{one}\n{two}\n{cut}");
    crate::support::fs::create_new_private(&path, log.as_bytes()).unwrap();
    let absorbed = i64::try_from(one.len()).unwrap() + 3;
    let database = rusqlite::Connection::open(dir.path().join("store.db")).unwrap();
    database.execute("INSERT INTO absorbed VALUES (1, 7, ?1)", [absorbed]).unwrap();
    drop(database);
    let messages = open(&dir).messages(&alice, "s", 9, None).await.unwrap();
    assert_eq!(messages.iter().map(|m| m.content.as_str()).collect::<Vec<_>>(), ["q2"]);
}

#[tokio::test]
async fn two_processes_on_one_state_both_keep_what_they_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (open(&dir), open(&dir));
    let alice = who("alice");
    one.keep_turn(&alice, turn("s1", "q", "a", 1)).await.unwrap();
    two.keep_turn(&alice, turn("s2", "q", "a", 2)).await.unwrap();
    assert_eq!(one.sessions(&alice, 9, 0).await.unwrap().len(), 2);
    drop((one, two));
    let left = crate::support::fs::read_to_string(&dir.path().join("store.log")).unwrap();
    assert_eq!(left.lines().count(), 1, "only the generation");
}

#[tokio::test]
async fn a_database_that_fails_for_a_while_loses_no_kept_turn_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let alice = who("alice");
    let other = rusqlite::Connection::open(dir.path().join("store.db")).unwrap();
    let trigger = "CREATE TRIGGER full BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'no room'); END";
    other.execute_batch(trigger).unwrap();
    store.keep_turn(&alice, turn("s", "kept", "", 1)).await.unwrap();
    let error = store.messages(&alice, "s", 9, None).await.unwrap_err();
    assert!(error.to_string().contains("no room"), "{error}");
    store.keep_turn(&alice, turn("s", "refused", "", 2)).await.unwrap_err();
    other.execute_batch("DROP TRIGGER full").unwrap();
    let messages = store.messages(&alice, "s", 9, None).await.unwrap();
    assert_eq!(messages.iter().map(|m| m.content.as_str()).collect::<Vec<_>>(), ["kept"]);
    store.keep_turn(&alice, turn("s", "kept again", "", 3)).await.unwrap();
}

#[tokio::test]
async fn a_process_that_writes_for_long_makes_no_turn_fail() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let alice = who("alice");
    let other = rusqlite::Connection::open(dir.path().join("store.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.keep_turn(&alice, turn("s", "one", "", 1)).await.unwrap();
    // Longer than one attempt to commit takes.
    tokio::time::sleep(std::time::Duration::from_millis(5500)).await;
    let soon = std::time::Duration::from_secs(1);
    tokio::time::timeout(soon, store.keep_turn(&alice, turn("s", "two", "", 2))).await.unwrap().unwrap();
    let reads = store.messages(&alice, "s", 9, None);
    let ends = async {
        tokio::time::sleep(std::time::Duration::from_secs(6)).await;
        other.execute_batch("ROLLBACK").unwrap();
    };
    let (found, ()) = tokio::join!(reads, ends);
    let found: Vec<_> = found.unwrap().into_iter().map(|message| message.content).collect();
    assert_eq!(found, ["one", "two"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_takes_long_holds_up_no_turn_while_the_log_is_emptied() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let pause = |millis| {
        store.writer.run(move |_| {
            std::thread::sleep(std::time::Duration::from_millis(millis));
            Ok::<_, StoreError>(())
        })
    };
    let first = pause(300);
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    // Both wait for the first, and so are done in one go.
    let (second, emptied) = (pause(3000), store.writer.emptied());
    first.await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let start = std::time::Instant::now();
    store.keep_turn(&who("alice"), turn("s", "q", "a", 1)).await.unwrap();
    assert!(start.elapsed() < std::time::Duration::from_secs(1), "{:?}", start.elapsed());
    second.await.unwrap();
    emptied.await.unwrap();
    assert_eq!(store.messages(&who("alice"), "s", 9, None).await.unwrap().len(), 2);
}

#[tokio::test]
async fn work_that_panics_ends_itself_and_not_the_writer() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let broken = store.writer.run(|connection| -> Result<(), StoreError> {
        let _open = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
        panic!("a fault of the program")
    });
    broken.await.unwrap_err();
    store.keep_turn(&who("alice"), turn("s", "q", "a", 1)).await.unwrap();
    assert_eq!(store.messages(&who("alice"), "s", 9, None).await.unwrap().len(), 2);
}

#[test]
fn a_statement_is_planned_once_whatever_is_bound_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sessions.db");
    drop(SqliteStore::open(&path).unwrap());
    let connection = super::sqlite::connect(&path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let sql = "SELECT seq FROM message WHERE tenant = ?1 AND user = ?2 ORDER BY seq DESC LIMIT ?3";
    for limit in 1..=5 {
        let mut statement = connection.prepare_cached(sql).unwrap();
        assert!(!statement.exists(rusqlite::params!["", "usr_x", limit]).unwrap());
        assert_eq!(statement.get_status(rusqlite::StatementStatus::RePrepare), 0, "at {limit}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_a_process_that_ended_is_taken_over() {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) = (open(&dir), open(&dir));
    first.keep_turn(&who("alice"), turn("s", "q1", "a1", 1)).await.unwrap();
    second.keep_turn(&who("alice"), turn("s", "q2", "a2", 2)).await.unwrap();
    assert!(second.writer.others().is_none(), "the first one has the log");
    drop(first);
    let begin = std::time::Instant::now();
    while second.writer.others().is_none() {
        assert!(begin.elapsed().as_secs() < 20, "it is not taken over");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    second.keep_turn(&who("alice"), turn("s", "q3", "a3", 3)).await.unwrap();
    assert_eq!(second.messages(&who("alice"), "s", 9, None).await.unwrap().len(), 6);
    drop(second);
    assert_eq!(open(&dir).messages(&who("alice"), "s", 9, None).await.unwrap().len(), 6);
}
