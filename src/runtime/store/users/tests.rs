use super::*;
use crate::runtime::store::{HistoryLimit, SqliteStore, Status, Store as _, Turn};

fn open(dir: &tempfile::TempDir) -> SqliteStore {
    SqliteStore::open(&dir.path().join("store.db")).unwrap()
}

fn caller(id: &str) -> Caller {
    Caller::parse(id).unwrap()
}

fn turn(question: &str) -> Turn {
    Turn {
        session_id: "s".into(),
        request_id: "r".into(),
        agent_id: "a".into(),
        question: question.into(),
        answer: String::new(),
        status: Status::Complete,
        asks_back: false,
        asked_at: 1,
        answered_at: 2,
    }
}

async fn said(store: &SqliteStore, who: &Principal) -> Vec<String> {
    let messages = store.messages(who, "s", 99, None).await.unwrap();
    messages.into_iter().map(|m| m.content).collect()
}

#[tokio::test]
async fn a_user_survives_a_kill_before_its_first_turn_is_in_the_database() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let who = store.meet(&caller("bob"), 1).await.unwrap();
    store.keep_turn(&who, turn("hello")).await.unwrap();
    let after = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), after.path().join(entry.file_name())).unwrap();
    }
    let store = open(&after);
    let found = store.find(&caller("bob")).await.unwrap().unwrap();
    assert_eq!(found, who);
    assert_eq!(said(&store, &found).await, ["hello"]);
}

#[tokio::test]
async fn an_identifier_of_an_older_program_that_looks_like_an_id_is_found() {
    const OLD: &str = "usr_0123456789abcdefghijk";
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let who = store.meet(&caller("bob"), 1).await.unwrap();
    drop(store);
    let database = rusqlite::Connection::open(dir.path().join("store.db")).unwrap();
    database.execute("UPDATE identifier SET identifier = ?1", [OLD]).unwrap();
    drop(database);
    let line = serde_json::to_string(&(Principal::of("", OLD), turn("old"))).unwrap();
    let path = dir.path().join("store.log");
    std::fs::remove_file(&path).unwrap();
    crate::support::fs::create_new_private(&path, format!("9\n{line}\n").as_bytes()).unwrap();
    let store = open(&dir);
    assert_eq!(store.find(&caller(OLD)).await.unwrap(), Some(who.clone()));
    assert_eq!(store.meet(&caller(OLD), 2).await.unwrap(), who);
    assert_eq!(said(&store, &who).await, ["old"]);
    assert!(store.find(&caller("usr_another89abcdefghijk_")).await.unwrap().is_none());
}

#[tokio::test]
async fn a_turn_that_an_older_program_left_in_the_log_becomes_its_users() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(&dir));
    let line = serde_json::to_string(&(Principal::of("acme", "b:ob"), turn("old"))).unwrap();
    let path = dir.path().join("store.log");
    std::fs::remove_file(&path).unwrap();
    crate::support::fs::create_new_private(&path, format!("9\n{line}\n{line}\n").as_bytes()).unwrap();
    let store = open(&dir);
    let who = store.find(&caller("acme:b:ob")).await.unwrap().unwrap();
    assert_eq!(said(&store, &who).await, ["old", "old"]);
}

#[tokio::test]
async fn of_what_each_user_has_once_the_one_who_stays_keeps_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let (bob, eve) =
        (store.meet(&caller("bob"), 1).await.unwrap(), store.meet(&caller("eve"), 1).await.unwrap());
    let database = rusqlite::Connection::open(dir.path().join("store.db")).unwrap();
    database
        .execute_batch(
            "CREATE TABLE one (tenant TEXT, user TEXT, words TEXT, PRIMARY KEY (tenant, user)) STRICT",
        )
        .unwrap();
    for (who, words) in [(&bob, "bob's"), (&eve, "eve's")] {
        database.execute("INSERT INTO one VALUES ('', ?1, ?2)", [who.user(), words]).unwrap();
    }
    store.merge(&bob, &eve, 5).await.unwrap();
    let kept: Vec<String> = database
        .prepare("SELECT user || words FROM one")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(kept, [format!("{}eve's", eve.user())]);
}

#[tokio::test]
async fn who_links_and_unlinks_leaves_sessions_buffers_and_summaries_as_they_were() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let who = store.meet(&caller("bob"), 1).await.unwrap();
    store.keep_turn(&who, turn("hello")).await.unwrap();
    let most = HistoryLimit { messages: 9, bytes: 1 << 20 };
    let (before, key) = (store.history(&who, "s", most).await.unwrap(), (who.clone(), "s".to_owned()));
    let others = store.writer.others().unwrap();
    assert_eq!(before.messages.len(), 1);
    let (buffers, session) = (store.buffers(&who, 9).await.unwrap(), store.session(&who, "s").await.unwrap());
    let as_before = async || {
        // Not read anew: it is remembered still.
        assert_eq!(store.recent.get(&key, 9, others), Some(before.clone()));
        assert_eq!(store.history(&who, "s", most).await.unwrap(), before);
        assert_eq!(store.buffers(&who, 9).await.unwrap(), buffers);
        assert_eq!(store.session(&who, "s").await.unwrap(), session);
    };
    store.link(Some(&who), vec![(caller("b@x.io"), None)], 2).await.unwrap();
    as_before().await;
    assert_eq!(store.find(&caller("b@x.io")).await.unwrap().unwrap(), who);
    store.unlink(&caller("bob")).await.unwrap();
    as_before().await;
    assert_eq!(store.find(&caller("bob")).await.unwrap(), None);
    // Who becomes another user is read anew.
    let eve = store.meet(&caller("eve"), 3).await.unwrap();
    store.merge(&eve, &who, 4).await.unwrap();
    assert_eq!(store.recent.get(&key, 9, others), None);
    assert_eq!(store.history(&who, "s", most).await.unwrap(), before);
}

/// Somebody else who writes, and a store that tries again soon.
async fn written_by_another(dir: &tempfile::TempDir) -> (SqliteStore, rusqlite::Connection) {
    let store = open(dir);
    let soon = |connection: &mut rusqlite::Connection| {
        connection.busy_timeout(std::time::Duration::from_millis(10))?;
        Ok::<_, StoreError>(())
    };
    store.writer.run(soon).await.unwrap();
    let other = rusqlite::Connection::open(dir.path().join("store.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    (store, other)
}

#[tokio::test]
async fn who_asks_for_the_first_time_waits_for_another_program_that_writes() {
    let dir = tempfile::tempdir().unwrap();
    let (store, other) = written_by_another(&dir).await;
    let met = tokio::spawn(store.writer.meet(&caller("bob"), 1));
    // It was tried by when what came later is done.
    store.writer.run(|_| Ok::<_, StoreError>(())).await.unwrap();
    assert!(!met.is_finished());
    other.execute_batch("ROLLBACK").unwrap();
    let who = met.await.unwrap().unwrap().unwrap();
    assert_eq!(store.find(&caller("bob")).await.unwrap(), Some(who));
}

#[tokio::test]
async fn who_has_waited_long_enough_is_told_that_the_store_is_busy() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _other) = written_by_another(&dir).await;
    let long_ago = std::time::Instant::now().checked_sub(std::time::Duration::from_mins(1)).unwrap();
    let error = store.writer.meet_since(&caller("bob"), 1, long_ago).await.unwrap_err();
    assert!(error.is_busy(), "{error}");
    let error = store.link(None, vec![(caller("bob"), None)], 1).await.unwrap_err();
    assert_eq!((error.code(), error.hint().is_some()), ("STORE_BUSY", true), "{error}");
}
