//! Erasure leaves no byte, export and import lose none, and a check sees what is wrong.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::*;
use crate::runtime::memory::{Memories as _, NewMemory, Question};
use crate::runtime::principal::Caller;
use crate::runtime::store::{
    HistoryLimit, NewArtifact, SqliteStore, Status, Store as _, Turn, Users as _, tables,
};
use crate::support::fs;

const CANARY: &str = "Xq7-canary-words-of-the-user";
const OTHER: &str = "what somebody else has said";
/// Tables that have nothing of users but ids that stand for nobody any more.
const OF_NOBODY: [&str; 3] = ["absorbed", "distillery", "gone"];
/// Tables whose rows go with those of another one, by a trigger; they can be made from those again.
const BELOW: [&str; 1] = ["memory_vector"];

fn place(dir: &tempfile::TempDir) -> PathBuf {
    dir.path().join("sessions.db")
}

fn open(dir: &tempfile::TempDir) -> SqliteStore {
    SqliteStore::open(&place(dir)).unwrap()
}

fn caller(id: &str) -> Caller {
    Caller::parse(id).unwrap()
}

fn turn(session: &str, words: &str) -> Turn {
    Turn {
        session_id: session.into(),
        request_id: format!("req {words}"),
        agent_id: "a".into(),
        question: format!("{words} {}", words.repeat(400)),
        answer: format!("you said {words}"),
        status: Status::Complete,
        asks_back: false,
        asked_at: 1,
        answered_at: 2,
    }
}

fn file(words: &str) -> NewArtifact {
    NewArtifact {
        session_id: format!("session {words}"),
        name: format!("{words}.txt"),
        media_type: "text/plain".into(),
        request_id: "r".into(),
        agent_id: "a".into(),
        content: words.repeat(50).into_bytes().into(),
        created_at: 3,
    }
}

/// Puts a row of the user into each table of users, whatever its columns are: all its texts hold
/// the canary. What a table demands of its rows is not looked at.
fn fill(path: &Path, who: &Principal) -> Vec<String> {
    let database = Connection::open(path).unwrap();
    database.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
    let names = tables::of_users(&database).unwrap();
    for table in names.iter().filter(|name| *name != "users") {
        let sql = format!("SELECT name, type FROM pragma_table_info('{table}')");
        let mut columns = database.prepare(&sql).unwrap();
        let columns: Vec<(String, String)> = columns
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let values: Vec<String> = columns
            .iter()
            .map(|(name, of)| match (name.as_str(), of.as_str()) {
                ("tenant", _) => format!("'{}'", who.tenant()),
                ("user", _) => format!("'{}'", who.user()),
                (_, "INTEGER") => "77001".to_owned(),
                (_, "REAL") => "0.5".to_owned(),
                (_, "BLOB") => format!("CAST('{CANARY} {table} {name}' AS BLOB)"),
                _ => format!("'{CANARY} {table} {name}'"),
            })
            .collect();
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let insert =
            format!("INSERT INTO \"{table}\" (\"{}\") VALUES ({})", names.join("\", \""), values.join(", "));
        database.execute(&insert, []).unwrap_or_else(|e| panic!("{table}: {e}"));
    }
    let below = format!("INSERT INTO memory_vector VALUES (77001, '{CANARY}', 3, CAST('{CANARY}' AS BLOB))");
    database.execute_batch(&below).unwrap();
    database
        .execute_batch(&format!("INSERT INTO memory_text (rowid, words) VALUES (77001, '{CANARY}')"))
        .unwrap();
    names
}

/// Every file below `dir` whose bytes hold `words`.
fn holding(dir: &Path, words: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, words));
        } else if fs::read(&path).unwrap().windows(words.len()).any(|bytes| bytes == words.as_bytes())
            || path.to_string_lossy().contains(words)
        {
            found.push(path);
        }
    }
    found
}

#[tokio::test]
async fn of_an_erased_user_no_byte_is_left_and_all_of_the_others_is() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let (victim, name) = (caller(&format!("acme:{CANARY}")), caller("acme:other"));
    let (who, other) = (store.meet(&victim, 1).await.unwrap(), store.meet(&name, 1).await.unwrap());
    for n in 0..20 {
        store.keep_turn(&who, turn(&format!("{CANARY} {n}"), CANARY)).await.unwrap();
        store.keep_turn(&other, turn(&format!("s{n}"), OTHER)).await.unwrap();
    }
    store.keep_artifact(&who, file(CANARY)).await.unwrap();
    store.keep_artifact(&other, file(OTHER)).await.unwrap();
    let filled = fill(&place(&dir), &who);
    assert!(filled.len() >= 6, "{filled:?}");
    assert!(!holding(dir.path(), CANARY).is_empty());
    let sessions = store.sessions(&other, 99, 0).await.unwrap();
    // One more is in the log only.
    store.keep_turn(&who, turn("last", CANARY)).await.unwrap();
    let erased = store.erase(&who, 9).await.unwrap();
    for table in &filled {
        assert!(erased.rows.get(table).is_some_and(|rows| *rows > 0), "{table}: {erased:?}");
    }
    assert_eq!(erased.files, 1);
    assert_eq!(holding(dir.path(), CANARY), [] as [PathBuf; 0]);
    assert_eq!(holding(dir.path(), who.user()), [place(&dir)], "that it is gone is known by its id");
    // Who was in the middle of something comes too late.
    store.keep_turn(&who, turn("late", CANARY)).await.unwrap();
    assert!(store.keep_artifact(&who, file(CANARY)).await.is_err());
    assert_eq!(store.sessions(&who, 9, 0).await.unwrap(), []);
    assert_eq!(store.sessions(&other, 99, 0).await.unwrap(), sessions);
    assert!(matches!(store.erase(&who, 9).await, Err(UserError::Unknown(_))));
    let again = store.meet(&victim, 9).await.unwrap();
    assert_ne!(again, who);
    assert_eq!(store.sessions(&again, 9, 0).await.unwrap(), []);
    store.erase(&again, 9).await.unwrap();
    let found = check(&store).await.unwrap();
    assert_eq!(found.findings, []);
    drop(store);
    assert_eq!(holding(dir.path(), CANARY), [] as [PathBuf; 0]);
    assert!(!holding(dir.path(), OTHER).is_empty());
}

#[test]
fn each_table_is_of_users_or_known_to_have_nothing_of_them() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(&dir));
    let database = Connection::open(place(&dir)).unwrap();
    let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut statement = database.prepare(sql).unwrap();
    let all: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let of_users = tables::of_users(&database).unwrap();
    for table in all.iter().filter(|table| !of_users.contains(table)) {
        assert!(
            OF_NOBODY.contains(&table.as_str()) || BELOW.contains(&table.as_str()),
            "{table} has no columns `tenant` and `user`: erasure and export do not see it. Give it both, or say here that it has nothing of users"
        );
    }
}

async fn filled(dir: &tempfile::TempDir) -> (SqliteStore, Principal, Principal) {
    let store = open(dir);
    let bob = store.meet(&caller("acme:bob"), 1).await.unwrap();
    let eve = store.meet(&caller("eve"), 1).await.unwrap();
    for (who, words) in [(&bob, "bob's"), (&eve, "eve's")] {
        store.keep_turn(who, turn("s", words)).await.unwrap();
        store.keep_artifact(who, file(words)).await.unwrap();
        store.keep_artifact(who, file(words)).await.unwrap();
    }
    store.caught_up().await.unwrap();
    (store, bob, eve)
}

fn exported(store: &SqliteStore, who: Option<&Principal>) -> Vec<u8> {
    let mut out = Vec::new();
    let done = match who {
        Some(who) => export_user(store, who, &mut out, 5, &Redactor::default()),
        None => export(store, &mut out, 5),
    };
    assert_eq!(done.unwrap().bytes, out.len() as u64);
    out
}

#[tokio::test]
async fn an_export_fills_an_empty_store_and_exports_the_same_again() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (store, bob, _) = filled(&dir).await;
    let text = exported(&store, None);
    let empty = open(&other);
    let done = import(&empty, std::io::Cursor::new(text.clone())).await.unwrap();
    assert_eq!(done.files, 2);
    assert_eq!(exported(&empty, None), text);
    let found = empty.meet(&caller("acme:bob"), 9).await.unwrap();
    assert_eq!(found, bob);
    let artifact = &empty.artifacts(&bob, 9).await.unwrap()[0];
    assert_eq!(empty.artifact_content(artifact).await.unwrap(), "bob's".repeat(50));
    assert_eq!(check(&empty).await.unwrap().findings, []);
    // It goes on from there.
    empty.keep_turn(&bob, turn("s", "more")).await.unwrap();
    assert_eq!(empty.messages(&bob, "s", 9, None).await.unwrap().len(), 4);
    let refused = import(&empty, std::io::Cursor::new(text)).await.unwrap_err();
    assert!(matches!(refused, ImportError::NotEmpty(2)), "{refused}");
}

#[tokio::test]
async fn an_export_of_one_user_has_all_of_it_and_nothing_of_others() {
    let dir = tempfile::tempdir().unwrap();
    let (store, bob, _) = filled(&dir).await;
    let text = String::from_utf8(exported(&store, Some(&bob))).unwrap();
    assert!(text.contains("you said bob's") && text.contains("bob's.txt"));
    assert!(!text.contains("eve"), "{text}");
    let tables: std::collections::BTreeSet<String> = text
        .lines()
        .filter_map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["table"].as_str().map(str::to_owned)
        })
        .collect();
    let expected = ["artifact", "artifact_version", "identifier", "message", "session", "users"];
    for table in expected {
        assert!(tables.contains(table), "{tables:?}");
    }
    assert!(matches!(
        export_user(&store, &Principal::of("", "usr_nobody"), &mut Vec::new(), 5, &Redactor::default()),
        Err(ExportError::Unknown(_))
    ));
}

#[tokio::test]
async fn an_import_that_does_not_fit_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = filled(&dir).await;
    let text = String::from_utf8(exported(&store, None)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let joined = |lines: &[&str]| lines.iter().flat_map(|line| [*line, "\n"]).collect::<String>();
    let without = |at: usize| {
        joined(&lines.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, l)| *l).collect::<Vec<_>>())
    };
    let mut bad = vec![
        (String::new(), "head"),
        (joined(&lines[1..]), "head"),
        (text.replace("\"version\":1,\"schema\"", "\"version\":2,\"schema\""), "version 2"),
        (text.replace("\"muxi-store\"", "\"muxi-user\""), "head"),
        (joined(&lines[..lines.len() - 1]), "cut off"),
        (text[..text.len() - 1].to_owned(), "cut off"),
        (text[..text.len() / 2].to_owned(), "cut off"),
        (format!("{text}{}\n", lines[1]), "behind the end"),
        (text.replace("you said bob's", "you said Bob's"), "end does not fit"),
        (text.replace("\"table\":\"message\"", "\"table\":\"massage\""), "no table massage"),
        (text.replacen("\"base64\":\"", "\"base64\":\"AAAA", 1), "is not that of"),
        (text.replacen("\"request_id\":", "\"request\":", 1), "lacks request_id"),
    ];
    bad.extend((1..lines.len()).map(|at| (without(at), "")));
    for (text, fault) in bad {
        let other = tempfile::tempdir().unwrap();
        let empty = open(&other);
        let refused = import(&empty, std::io::Cursor::new(text.into_bytes())).await.unwrap_err().to_string();
        assert!(refused.contains(fault), "{fault}: {refused}");
        assert_eq!(empty.list(None, "", 9).await.unwrap(), [], "{refused}");
        assert_eq!(empty.files.size(), (0, 0), "{refused}");
        import(&empty, std::io::Cursor::new(joined(&lines).into_bytes())).await.unwrap();
    }
    let schema = text.replacen(
        &format!("\"schema\":{}", crate::runtime::store::migrations::newest()),
        "\"schema\":1",
        1,
    );
    let other = tempfile::tempdir().unwrap();
    let refused = import(&open(&other), std::io::Cursor::new(schema.into_bytes())).await.unwrap_err();
    assert!(matches!(refused, ImportError::Schema { theirs: 1, .. }), "{refused}");
}

#[tokio::test]
async fn a_check_names_what_is_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let (store, bob, _) = filled(&dir).await;
    let good = check(&store).await.unwrap();
    assert_eq!((good.files, good.findings.len()), (2, 0));
    let artifact = store.artifacts(&bob, 9).await.unwrap().remove(0);
    let content = dir.path().join("artifacts").join(&artifact.sha256[..2]).join(&artifact.sha256);
    std::fs::remove_file(&content).unwrap();
    let database = Connection::open(place(&dir)).unwrap();
    database.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    database.execute("DELETE FROM message WHERE user = ?1 AND role = 'assistant'", [bob.user()]).unwrap();
    database.execute("DELETE FROM users WHERE tenant = ''", []).unwrap();
    let found = check(&store).await.unwrap();
    let kinds: std::collections::BTreeSet<&str> = found.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["count", "file", "reference", "user"], "{found:?}");
}

#[tokio::test]
async fn a_vacuum_gives_back_what_was_deleted_and_info_tells_what_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let (store, bob, _) = filled(&dir).await;
    for n in 0..200 {
        store.keep_turn(&bob, turn(&format!("t{n}"), "many words, and more of them")).await.unwrap();
    }
    store.caught_up().await.unwrap();
    let database = Connection::open(place(&dir)).unwrap();
    database.execute("DELETE FROM message WHERE session_id LIKE 't%'", []).unwrap();
    drop(database);
    let done = vacuum(&store).await.unwrap();
    assert!(done.after < done.before / 2, "{done:?}");
    let told = info(&store, &place(&dir)).await.unwrap();
    assert_eq!((told.rows["users"], told.files, told.schema), (2, 2, told.newest_schema));
    assert_eq!((told.database_bytes, told.free_bytes), (done.after, 0));
}

#[tokio::test]
async fn who_reads_without_an_end_holds_up_no_erasure_and_the_bytes_go_with_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let bob = store.meet(&caller("bob"), 1).await.unwrap();
    store.keep_turn(&bob, turn("s", CANARY)).await.unwrap();
    store.caught_up().await.unwrap();
    let reader = Connection::open(place(&dir)).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let seen: i64 = reader.query_row("SELECT count(*) FROM message", [], |row| row.get(0)).unwrap();
    assert_eq!(seen, 2);
    let start = std::time::Instant::now();
    let erased = store.erase(&bob, 5).await.unwrap();
    assert_eq!((erased.rows["message"], erased.scrub), (2, Scrub::Pending));
    assert!(start.elapsed() < std::time::Duration::from_secs(4), "{:?}", start.elapsed());
    assert!(store.scrubber.mark().exists());
    assert_eq!(store.find(&caller("bob")).await.unwrap(), None);
    drop(reader);
    drop(store);
    // A command that opens it leaves it alone; a server does not.
    drop(open(&dir));
    let store = open(&dir);
    assert!(store.scrubber.mark().exists());
    let eve = store.meet(&caller("eve"), 6).await.unwrap();
    store.resume();
    // It is done in a thread of its own, before or after this one.
    store.scrubber.scrub().await.unwrap();
    for _ in 0..1000 {
        if !store.scrubber.mark().exists() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(!store.scrubber.mark().exists());
    assert_eq!(store.erase(&eve, 7).await.unwrap().scrub, Scrub::Done);
}

/// A client that looks, with each piece it gets, whether SQLite's log can be emptied.
struct Looks(PathBuf, std::sync::Arc<std::sync::atomic::AtomicI64>);

impl Write for Looks {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let other = Connection::open(&self.0).map_err(std::io::Error::other)?;
        let busy: i64 = other
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(std::io::Error::other)?;
        self.1.fetch_max(busy, std::sync::atomic::Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_client_that_takes_an_export_slowly_holds_no_log() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let bob = store.meet(&caller("bob"), 1).await.unwrap();
    store.keep_turn(&bob, turn("s", CANARY)).await.unwrap();
    let busy = std::sync::Arc::new(std::sync::atomic::AtomicI64::new(-1));
    let out = Looks(place(&dir), std::sync::Arc::clone(&busy));
    let done = store.export(&bob, 5, Redactor::default(), Box::new(out)).await.unwrap();
    assert!(done.bytes > 0);
    assert_eq!(busy.load(std::sync::atomic::Ordering::Relaxed), 0);
}

#[tokio::test]
async fn what_another_connection_has_changed_since_it_was_read_is_no_fault() {
    let dir = tempfile::tempdir().unwrap();
    let (here, there) = (open(&dir), open(&dir));
    let who = here.meet(&caller("bob"), 1).await.unwrap();
    let keep = async |store: &SqliteStore, content: &str| {
        let new = NewMemory {
            content: content.into(),
            kind: "fact".into(),
            source: "t".into(),
            ..NewMemory::default()
        };
        store.keep_memory(&who, new).await.unwrap().memory.id
    };
    let first = keep(&here, "likes tea").await;
    let asked = || Question { text: "tea".into(), limit: 9, ..Question::default() };
    for _ in 0..8 {
        assert_eq!(here.recall(&who, asked(), 1).await.unwrap().found.len(), 1);
    }
    keep(&there, "plays chess").await;
    there.delete_memory(&who, &first).await.unwrap();
    assert_eq!(check(&here).await.unwrap().findings, []);
}

#[tokio::test]
async fn turns_and_new_users_go_on_while_the_database_is_rebuilt() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let bob = store.meet(&caller("bob"), 1).await.unwrap();
    store.keep_turn(&bob, turn("s", "before")).await.unwrap();
    let (go_on, held) = std::sync::mpsc::channel();
    *store.scrubber.held.lock().unwrap() = Some(held);
    let rebuilt = tokio::spawn(store.scrubber.scrub());
    let limit = HistoryLimit { messages: 9, bytes: 1 << 20 };
    let goes_on = async {
        store.keep_turn(&bob, turn("s", "meanwhile")).await.unwrap();
        assert_eq!(store.history(&bob, "s", limit).await.unwrap().messages.len(), 4);
        let eve = store.meet(&caller("eve"), 2).await.unwrap();
        store.keep_turn(&eve, turn("t", "her words")).await.unwrap();
        store.keep_artifact(&eve, file("hers")).await.unwrap();
        store.caught_up().await.unwrap();
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), goes_on).await.expect("nobody waits for it");
    assert!(!rebuilt.is_finished());
    go_on.send(()).unwrap();
    rebuilt.await.unwrap().unwrap();
    assert_eq!(check(&store).await.unwrap().findings, []);
}

#[tokio::test]
async fn a_turn_reads_its_session_while_turns_of_others_wait_for_who_writes() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let (bob, eve) =
        (store.meet(&caller("bob"), 1).await.unwrap(), store.meet(&caller("eve"), 1).await.unwrap());
    store.keep_turn(&eve, turn("t", "hers")).await.unwrap();
    store.caught_up().await.unwrap();
    // As a database that is rebuilt is held.
    let other = Connection::open(place(&dir)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.keep_turn(&bob, turn("s", "kept in the log")).await.unwrap();
    let limit = HistoryLimit { messages: 9, bytes: 1 << 20 };
    let read = tokio::time::timeout(std::time::Duration::from_secs(20), store.history(&eve, "t", limit));
    assert_eq!(read.await.expect("it waits for nobody").unwrap().messages.len(), 2);
    other.execute_batch("ROLLBACK").unwrap();
    // What is of the session itself is waited for.
    assert_eq!(store.history(&bob, "s", limit).await.unwrap().messages.len(), 2);
}

#[tokio::test]
async fn a_user_whose_file_cannot_be_removed_is_gone_all_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let (store, bob, _) = filled(&dir).await;
    let artifact = store.artifacts(&bob, 9).await.unwrap().remove(0);
    let content = dir.path().join("artifacts").join(&artifact.sha256[..2]).join(&artifact.sha256);
    std::fs::remove_file(&content).unwrap();
    std::fs::create_dir_all(content.join("in the way")).unwrap();
    let erased = store.erase(&bob, 9).await.unwrap();
    assert_eq!((erased.rows["session"], erased.files, erased.scrub), (1, 0, Scrub::Pending));
    // Who it was is not remembered either: what bob says now is kept, as a new user's.
    let again = store.meet(&caller("acme:bob"), 10).await.unwrap();
    assert_ne!(again, bob);
    store.keep_turn(&again, turn("s", "me again")).await.unwrap();
    assert_eq!(store.messages(&again, "s", 9, None).await.unwrap().len(), 2);
}

#[tokio::test]
async fn that_bytes_are_to_be_taken_out_is_said_before_the_rows_go_and_of_nobody_unknown() {
    let dir = tempfile::tempdir().unwrap();
    let store = std::sync::Arc::new(open(&dir));
    let nobody = Principal::parse("nobody").unwrap();
    assert!(store.erase(&nobody, 5).await.is_err());
    assert!(!store.scrubber.mark().exists());
    let bob = store.meet(&caller("bob"), 1).await.unwrap();
    let (go, held) = std::sync::mpsc::channel();
    *store.scrubber.held.lock().unwrap() = Some(held);
    let erasing = {
        let (store, bob) = (std::sync::Arc::clone(&store), bob.clone());
        tokio::spawn(async move { store.erase(&bob, 5).await })
    };
    let gone = async {
        while store.find(&caller("bob")).await.unwrap().is_some() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), gone).await.unwrap();
    assert!(store.scrubber.mark().exists(), "a kill now must not lose it");
    go.send(()).unwrap();
    assert_eq!(erasing.await.unwrap().unwrap().scrub, Scrub::Done);
    assert!(!store.scrubber.mark().exists());
}
