//! What every store must do; a second backend has to pass the same.

use super::*;

fn open(dir: &tempfile::TempDir) -> SqliteStore {
    SqliteStore::open(&dir.path().join("store.db")).unwrap()
}

fn turn(session: &str, question: &str, answer: &str, at: u64) -> Turn {
    Turn {
        session_id: session.into(),
        request_id: format!("req_{at}"),
        agent_id: "assistant".into(),
        question: question.into(),
        answer: answer.into(),
        status: Status::Complete,
        asks_back: false,
        asked_at: at,
        answered_at: at + 1,
    }
}

fn who(id: &str) -> Principal {
    Principal::parse(id).unwrap()
}

#[tokio::test]
async fn a_kept_turn_is_read_back_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let alice = who("alice");
    for i in 0..5 {
        store.keep_turn(&alice, turn("s1", &format!("q{i}"), &format!("a{i}"), 1000 * i)).await.unwrap();
    }
    let last: Vec<String> =
        store.messages(&alice, "s1", 3, None).await.unwrap().into_iter().map(|m| m.content).collect();
    assert_eq!(last, ["a3", "q4", "a4"]);
    let all = store.messages(&alice, "s1", 100, None).await.unwrap();
    let before = store.messages(&alice, "s1", 2, Some(all[4].seq)).await.unwrap();
    assert_eq!(before, all[2..4]);
    let session = store.session(&alice, "s1").await.unwrap().unwrap();
    assert_eq!((session.message_count, session.created_at, session.updated_at), (10, 0, 4001));
}

#[tokio::test]
async fn the_same_session_id_of_two_users_or_tenants_is_two_sessions() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let people = ["bob", "acme:bob", "acme:alice"].map(who);
    for (i, person) in people.iter().enumerate() {
        store.keep_turn(person, turn("shared", &format!("secret of {i}"), "ok", 1)).await.unwrap();
    }
    for (i, person) in people.iter().enumerate() {
        let messages = store.messages(person, "shared", 10, None).await.unwrap();
        assert_eq!(messages.len(), 2);
        assert_eq!(messages[0].content, format!("secret of {i}"));
        assert_eq!(store.sessions(person, 10, 0).await.unwrap().len(), 1);
    }
    assert_eq!(store.session(&who("carol"), "shared").await.unwrap(), None);
}

#[tokio::test]
async fn many_turns_at_once_are_all_kept() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let alice = who("alice");
    let writes = (0..500).map(|i| store.keep_turn(&alice, turn(&format!("s{}", i % 10), "q", "a", i)));
    for result in futures_util::future::join_all(writes).await {
        result.unwrap();
    }
    let sessions = store.sessions(&alice, 100, 0).await.unwrap();
    assert_eq!(sessions.iter().map(|s| s.message_count).sum::<u64>(), 1000);
}

#[tokio::test]
async fn a_question_without_an_answer_is_one_message() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let alice = who("alice");
    store.keep_turn(&alice, Turn { status: Status::Cancelled, ..turn("s", "hello", "", 1) }).await.unwrap();
    store.keep_turn(&alice, Turn { status: Status::Failed, ..turn("s", "again", "hal", 2) }).await.unwrap();
    let messages = store.messages(&alice, "s", 10, None).await.unwrap();
    let seen: Vec<_> = messages.iter().map(|m| (m.content.as_str(), m.status)).collect();
    assert_eq!(seen, [("hello", Status::Complete), ("again", Status::Complete), ("hal", Status::Failed)]);
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
async fn answers_that_ask_back_are_counted_across_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let alice = who("alice");
    let asks = |at| Turn { asks_back: true, ..turn("s", "q", "which?", at) };
    let store = open(&dir);
    assert_eq!(store.asked_back(&alice, "s").await.unwrap(), 0);
    store.keep_turn(&alice, turn("s", "q", "a", 1)).await.unwrap();
    store.keep_turn(&alice, asks(2)).await.unwrap();
    store.keep_turn(&alice, asks(3)).await.unwrap();
    store.keep_turn(&alice, Turn { status: Status::Failed, ..turn("s", "q", "half", 4) }).await.unwrap();
    assert_eq!(store.asked_back(&alice, "s").await.unwrap(), 2);
    assert_eq!(store.asked_back(&who("bob"), "s").await.unwrap(), 0);
    drop(store);
    let store = open(&dir);
    assert_eq!(store.asked_back(&alice, "s").await.unwrap(), 2);
    // From here on it is remembered in memory.
    store.history(&alice, "s", HistoryLimit { messages: 10, bytes: 1000 }).await.unwrap();
    store.keep_turn(&alice, asks(5)).await.unwrap();
    assert_eq!(store.asked_back(&alice, "s").await.unwrap(), 3);
    let asked: Vec<bool> =
        store.messages(&alice, "s", 100, None).await.unwrap().iter().map(|m| m.asks_back).collect();
    assert_eq!(asked.iter().filter(|asked| **asked).count(), 3);
    store.keep_turn(&alice, turn("s", "q", "a", 6)).await.unwrap();
    assert_eq!(store.asked_back(&alice, "s").await.unwrap(), 0);
}
