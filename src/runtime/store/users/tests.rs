use super::*;
use crate::runtime::store::{SqliteStore, Status, Store as _, Turn};

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
