//! Databases of all schemas so far open, and what was in them is still its user's.

use std::fs::OpenOptions;

use super::*;
use crate::runtime::memory::{Memories as _, Question};
use crate::runtime::principal::{Caller, is_internal};

const OLD: [(u32, &[u8]); 4] = [
    (1, include_bytes!("../../../tests/fixtures/store/1.db")),
    (2, include_bytes!("../../../tests/fixtures/store/2.db")),
    (3, include_bytes!("../../../tests/fixtures/store/3.db")),
    (7, include_bytes!("../../../tests/fixtures/store/7.db")),
];

fn place(bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sessions.db");
    crate::support::fs::create_new_private(&path, bytes).unwrap();
    (dir, path)
}

async fn said(store: &SqliteStore, id: &str) -> Vec<String> {
    let who = store.find(&Caller::parse(id).unwrap()).await.unwrap().expect(id);
    assert!(is_internal(who.user()), "{who:?}");
    let messages = store.messages(&who, "s1", 99, None).await.unwrap();
    messages.into_iter().map(|m| m.content).collect()
}

#[tokio::test]
async fn each_older_database_opens_with_its_users_and_all_that_was_kept_for_them() {
    for (version, bytes) in OLD {
        let (_dir, path) = place(bytes);
        for _ in 0..2 {
            let store = SqliteStore::open(&path).unwrap();
            for (id, question) in [
                ("alice", "Remember the blue door"),
                ("bob@acme.io", "My number is seven"),
                ("acme:alice", "In the tenant acme"),
            ] {
                let messages = said(&store, id).await;
                assert_eq!((messages.len(), messages[0].as_str()), (4, question), "{version}: {id}");
            }
            assert_eq!(store.users().list(None, "", 9).await.unwrap().len(), 3);
            let alice = store.find(&Caller::parse("alice").unwrap()).await.unwrap().unwrap();
            let session = store.session(&alice, "s1").await.unwrap().unwrap();
            let user = store.user(&alice).await.unwrap().unwrap();
            assert_eq!(session.message_count, 4);
            assert!(user.created_at <= session.created_at && user.created_at > 0);
            let artifacts = store.artifacts(&alice, 9).await.unwrap();
            assert_eq!(artifacts.len(), usize::from(version == 3));
            assert!(artifacts.iter().all(|artifact| artifact.name == "report.txt"));
            let question = Question { text: "tea".into(), limit: 9, ..Question::default() };
            let found = store.recall(&alice, question, 1).await.unwrap().found;
            assert_eq!(found.len(), usize::from(version == 7), "{version}: {found:?}");
            assert!(found.iter().all(|found| found.memory.content == "likes tea"));
        }
        let database = rusqlite::Connection::open(&path).unwrap();
        let faults: i64 = database
            .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(faults, 0, "{version}");
        let schema = |database: &rusqlite::Connection| -> Vec<String> {
            let sql = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name";
            database
                .prepare(sql)
                .unwrap()
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect()
        };
        let (_new, fresh) = place(b"");
        drop(SqliteStore::open(&fresh).unwrap());
        let fresh = rusqlite::Connection::open(&fresh).unwrap();
        assert_eq!(schema(&database), schema(&fresh), "{version}: as if it were new");
    }
}

#[test]
fn there_is_a_fixture_of_each_schema_but_the_newest() {
    let (_dir, path) = place(b"");
    drop(SqliteStore::open(&path).unwrap());
    let database = rusqlite::Connection::open(&path).unwrap();
    let newest: u32 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    // Steps that no released program has made need none: this counts what a user can have.
    assert!(newest as usize > OLD.len() && OLD.iter().map(|(version, _)| *version).eq([1, 2, 3, 7]));
}

#[test]
fn a_migration_that_fails_leaves_the_older_database_as_it_was() {
    let (_dir, path) = place(OLD[2].1);
    let database = rusqlite::Connection::open(&path).unwrap();
    // In the way of the step that makes the users.
    database.execute_batch("CREATE TABLE gone (x)").unwrap();
    drop(database);
    let error = SqliteStore::open(&path).err().unwrap().to_string();
    assert!(error.contains("gone"), "{error}");
    let database = rusqlite::Connection::open(&path).unwrap();
    let version: i64 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    let users: i64 = database
        .query_row("SELECT count(*) FROM session WHERE user = 'alice'", [], |row| row.get(0))
        .unwrap();
    assert_eq!((version, users), (3, 2));
}

#[test]
fn an_older_program_that_still_runs_is_not_pulled_its_tables_away() {
    let (dir, path) = place(OLD[2].1);
    let log = OpenOptions::new().create(true).append(true).open(dir.path().join("sessions.log")).unwrap();
    log.lock().unwrap();
    let error = SqliteStore::open(&path).err().unwrap().to_string();
    assert!(error.contains("an older muxi"), "{error}");
    drop(log);
    SqliteStore::open(&path).unwrap();
}
