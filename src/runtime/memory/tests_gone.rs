//! What is forgotten is gone: from the file, from memory, and from what comes later. And what a look costs.

use std::sync::Arc;

use rusqlite::params_from_iter;

use super::tests::{asked, fact, found, open, told, vector, who};
use super::*;
use crate::runtime::llm::ModelError;
use crate::runtime::principal::Caller;
use crate::runtime::store::care::check;
use crate::runtime::store::{IN_ALL, IN_ONE, SqliteStore, Store, Users as _};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;

const VALUES: [f32; 8] = [0.31, -0.17, 0.53, 0.29, -0.61, 0.11, 0.07, 0.43];

/// All files of the store.
#[expect(clippy::disallowed_methods, reason = "a test looks at the bytes themselves")]
fn files(dir: &tempfile::TempDir) -> Vec<u8> {
    let all = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.is_file()).flat_map(|path| std::fs::read(path).unwrap()).collect()
}

fn holds(all: &[u8], part: &[u8]) -> bool {
    all.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part))
}

/// Text, word and vector of a memory, as they are in the file.
fn traces(text: &str, values: &[f32]) -> [Vec<u8>; 3] {
    let unit = vectors::unit(&vector("m", values)).unwrap();
    let word = text.split(' ').next_back().unwrap();
    // The index of words leaves out what a word has in common with the one before.
    [text.into(), word.as_bytes()[3..].into(), vectors::to_bytes(&unit)]
}

async fn kept(store: &SqliteStore, who: &Principal, text: &str, values: &[f32]) -> String {
    let id = store.keep_memory(who, fact(text, 1)).await.unwrap().memory.id;
    store.keep_vectors(who, vec![(id.clone(), vector("m", values))]).await.unwrap();
    id
}

#[tokio::test]
async fn no_byte_of_a_deleted_memory_is_left_in_the_files_or_in_memory() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(&dir), who("alice"));
    let mut ids = Vec::new();
    let words = ["xylophonist", "quizmaster", "ventriloquist", "haberdasher"];
    for (n, word) in words.iter().enumerate() {
        let mut values = VALUES;
        values.rotate_left(n);
        ids.push(kept(&store, &alice, &format!("is a {word}"), &values).await);
        // What comes between moves rows to other pages.
        for m in 0..40 {
            store.keep_memory(&alice, fact(&format!("note {n} {m} {}", "x".repeat(200)), 1)).await.unwrap();
        }
    }
    let near = Question { vector: Some(vector("m", &VALUES)), ..asked("x") };
    assert_eq!(found(&store, &alice, near.clone()).await[0], "is a xylophonist");
    assert_eq!(store.hands().vectors.users(), 1);
    for (n, word) in words.iter().enumerate() {
        let mut values = VALUES;
        values.rotate_left(n);
        let traces = traces(&format!("is a {word}"), &values);
        for trace in &traces {
            assert!(holds(&files(&dir), trace), "{word} is looked for as it is kept");
        }
        match n {
            0 => assert!(store.delete_memory(&alice, &ids[n]).await.unwrap()),
            1 => {
                let new = store.supersede_memory(&alice, &ids[n], fact("is retired", 2)).await.unwrap();
                assert!(store.delete_memory(&alice, &new.memory.id).await.unwrap());
            }
            2 => drop(store.forget_memories(&alice, Some("test"), 2).await.unwrap()),
            _ => {
                kept(&store, &alice, &format!("is a {word}"), &values).await;
                assert_eq!(store.forget_memories(&alice, None, 3).await.unwrap(), 1);
            }
        }
        assert_eq!(store.hands().vectors.users(), 0);
        for trace in &traces {
            assert!(!holds(&files(&dir), trace), "{word}: {}", String::from_utf8_lossy(trace));
        }
        if n < 2 {
            assert!(!found(&store, &alice, near.clone()).await.is_empty());
        } else if n == 2 {
            // The last one went with the others.
            ids.clear();
            kept(&store, &alice, "is a haberdasher", &{
                let mut values = VALUES;
                values.rotate_left(3);
                values
            })
            .await;
        }
    }
    assert_eq!(check(&store).await.unwrap().findings.iter().filter(|f| f.kind != "user").count(), 0);
}

#[tokio::test]
async fn what_is_said_in_short_goes_with_the_first_memory_that_it_was_made_of() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice, bob) = (open(&dir), who("alice"), who("bob"));
    told(&store, &bob, "somebody else").await;
    let synopsis = async |who: &Principal| store.synopsis(who).await.unwrap().map(|synopsis| synopsis.text);
    let id = |kept: Kept| kept.memory.id;
    let rome = id(store.keep_memory(&alice, fact("lives in Rome", 1)).await.unwrap());
    let session = NewMemory { scope: Scope::Session("s".into()), ..fact("asks about tea", 1) };
    let session = id(store.keep_memory(&alice, session).await.unwrap());
    let text = || Synopsis { text: "Alice of Rome".into(), at: 1 };
    assert!(store.set_synopsis(&alice, text(), vec![rome.clone()]).await.unwrap());
    store.delete_memory(&alice, &session).await.unwrap();
    assert_eq!(synopsis(&alice).await.as_deref(), Some("Alice of Rome"), "it was not made of that one");
    let oslo = id(store.supersede_memory(&alice, &rome, fact("lives in Oslo", 2)).await.unwrap());
    assert_eq!(synopsis(&alice).await, None, "what holds now is something else");
    // One that was being written meanwhile comes too late.
    assert!(!store.set_synopsis(&alice, text(), vec![rome]).await.unwrap());
    assert_eq!(synopsis(&alice).await, None);
    assert!(store.set_synopsis(&alice, text(), vec![oslo.clone()]).await.unwrap());
    assert!(store.delete_memory(&alice, &oslo).await.unwrap());
    assert_eq!(synopsis(&alice).await, None);
    assert!(!store.set_synopsis(&alice, text(), vec![oslo]).await.unwrap());
    assert_eq!(synopsis(&bob).await.as_deref(), Some("somebody else"));
}

#[tokio::test]
async fn what_was_said_before_all_was_forgotten_is_not_noticed_any_more() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let met = async |id: &str| store.meet(&Caller::parse(id).unwrap(), 1).await.unwrap();
    let (alice, bob, eve) = (met("alice").await, met("bob").await, met("eve").await);
    let noticed = |said_at| NewMemory {
        said_at: Some(said_at),
        source: EXTRACTION.into(),
        ..fact("lives in Rome", 99)
    };
    let late = async |who: &Principal, said_at| {
        store.keep_memory(who, noticed(said_at)).await.map_or_else(|error| error.code(), |_| "kept")
    };
    // Nothing was there yet to be forgotten.
    assert_eq!(store.forget_memories(&alice, None, 50).await.unwrap(), 0);
    assert_eq!((late(&alice, 49).await, late(&bob, 49).await), ("memory_forgotten", "kept"));
    assert_eq!(store.forget_memories(&bob, Some("api"), 60).await.unwrap(), 0);
    assert_eq!(late(&bob, 59).await, "kept", "another source is another matter");
    assert_eq!(store.forget_memories(&bob, Some(EXTRACTION), 60).await.unwrap(), 1);
    assert_eq!((late(&bob, 59).await, late(&bob, 61).await), ("memory_forgotten", "kept"));
    // Whoever says it afterwards, or without being noticed, is heard.
    assert!(store.keep_memory(&alice, fact("lives in Oslo", 1)).await.unwrap().is_new);
    assert_eq!(late(&alice, 51).await, "kept");
    // It is still so after a start, and for the user that this one becomes.
    drop(store);
    let store = open(&dir);
    let late = async |who: &Principal, said_at| {
        store.keep_memory(who, noticed(said_at)).await.map_or_else(|error| error.code(), |_| "kept")
    };
    assert_eq!(late(&alice, 50).await, "memory_forgotten");
    store.merge(&alice, &eve, 70).await.unwrap();
    store.merge(&bob, &eve, 71).await.unwrap();
    assert_eq!((late(&eve, 60).await, late(&eve, 61).await), ("memory_forgotten", "kept"));
    assert_eq!(store.forget_memories(&alice, None, 80).await.unwrap(), 0, "of who is gone there is nothing");
}

#[tokio::test]
async fn a_question_of_a_turn_is_one_look_and_none_where_nothing_is_remembered() {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(open(&dir));
    let none = ModelError::NotReady { what: "it".into(), detail: "is away".into(), next: None };
    let rules = Rules { on: true, model: Err(none), ..Rules::default() };
    let shared = Arc::<SqliteStore>::clone(&store) as Arc<dyn Store>;
    let keeper = Keeper::new(rules, shared, Clock::default(), Redactor::default());
    let (alice, bob) = (who("alice"), who("bob"));
    store.keep_memory(&alice, fact("likes tea", 1)).await.unwrap();
    told(&store, &alice, "Alice").await;
    let reads = async |who: &Principal| {
        let before = store.hands().reads();
        let all = keeper.recall(who, Question { synopsis: true, ..asked("tea") }).await.unwrap();
        (store.hands().reads() - before, all.found.len(), all.synopsis.map(|synopsis| synopsis.text))
    };
    assert_eq!(reads(&alice).await, (1, 1, Some("Alice".to_owned())));
    assert_eq!(reads(&alice).await.0, 1);
    assert_eq!(reads(&bob).await, (1, 0, None));
    assert_eq!(reads(&bob).await.0, 0);
}

#[tokio::test]
async fn no_question_about_one_user_goes_over_the_rows_of_others() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(&dir), who("alice"));
    let scopes = Sight::Turn { session_id: "s".into(), agent_id: "a".into() };
    let listings = [
        Listing { limit: 9, ..Listing::default() },
        Listing { limit: 9, sight: scopes, superseded: true, source: Some("x".into()), offset: 5 },
    ];
    let mut all: Vec<(String, usize)> = Vec::new();
    for listing in &listings {
        let (sql, values) = recall::list_sql(&alice, listing);
        all.push((sql, values.len()));
    }
    for from in [Whence::Entity("e".into()), Whence::Event("e".into())] {
        all.push((recall::from_sql(&from).0, 4));
    }
    all.push((recall::BARE.to_owned(), 4));
    all.push((care::lint_sql(true), 4));
    all.extend([IN_ALL, IN_ONE].map(|sql| (sql.to_owned(), 7)));
    let plans = store.hands().read(move |connection| {
        let mut plans = Vec::new();
        for (sql, places) in all {
            let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            let given = params_from_iter(std::iter::repeat_n(1, places));
            let lines = plan.query_map(given, |row| row.get::<_, String>("detail"))?;
            plans.push((sql, lines.collect::<rusqlite::Result<Vec<_>>>()?));
        }
        Ok(plans)
    });
    for (sql, plan) in plans.await.unwrap() {
        for line in &plan {
            let one = ["tenant=? AND user=?", "rowid=?", "id=?"].iter().any(|by| line.contains(by));
            let of_rows = line.starts_with("SCAN m") || line.starts_with("SEARCH ");
            assert!(one || !of_rows, "{line}\n{sql}");
        }
        let sorts = plan.iter().any(|line| line.contains("TEMP B-TREE FOR ORDER BY"));
        let sorted = sql.contains("session_id = ?5") || sql.contains("?5 IS NULL");
        assert!(!(sorted && sorts), "it goes down an index and stops: {plan:?}");
    }
}
