//! What becomes of memories with their users, and what room they take.

use std::sync::Arc;

use super::tests::{asked, fact, found, has, offline, open, told, vector, who};
use super::*;
use crate::runtime::llm::{
    Answer, Embeddings, Model, ModelError, Pieces, Provider, Request, Settings, Sound, Source, Transcript,
};
use crate::runtime::principal::Caller;
use crate::runtime::store::care::{check, export, import};
use crate::runtime::store::{SqliteStore, Store, Users as _};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;

async fn met(store: &SqliteStore, id: &str) -> Principal {
    store.meet(&Caller::parse(id).unwrap(), 1).await.unwrap()
}

async fn kept(store: &SqliteStore, who: &Principal, content: &str, values: &[f32]) -> String {
    let id = store.keep_memory(who, fact(content, 1)).await.unwrap().memory.id;
    store.keep_vectors(who, vec![(id.clone(), vector("m", values))]).await.unwrap();
    id
}

fn near(values: &[f32]) -> Question {
    Question { vector: Some(vector("m", values)), limit: 1, ..Question::default() }
}

async fn all(store: &SqliteStore, who: &Principal, superseded: bool) -> Vec<Memory> {
    let listing = Listing { superseded, limit: 1000, ..Listing::default() };
    store.memories(who, listing).await.unwrap()
}

/// What is said of all memories, where it is kept, is what they say themselves.
async fn sums_fit(store: &SqliteStore) {
    let found = check(store).await.unwrap().findings;
    assert_eq!(found, []);
}

#[tokio::test]
async fn two_users_who_are_remembered_become_one_who_is_remembered_once() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let (bob, eve) = (met(&store, "bob").await, met(&store, "eve").await);
    let milk = store.keep_memory(&bob, fact("likes milk", 1)).await.unwrap().memory.id;
    let tea = store.supersede_memory(&bob, &milk, fact("likes tea", 5)).await.unwrap().memory.id;
    kept(&store, &bob, "speaks Welsh", &[1.0, 0.0, 0.0]).await;
    let same = kept(&store, &eve, "likes tea", &[0.0, 1.0, 0.0]).await;
    kept(&store, &eve, "speaks Basque", &[0.0, 0.0, 1.0]).await;
    for (who, values) in [(&bob, [1.0, 0.0, 0.0]), (&eve, [0.0, 1.0, 0.0])] {
        told(&store, who, "somebody").await;
        // Vectors and words of both are looked at, and remembered, before.
        assert_eq!(found(&store, who, near(&values)).await.len(), 1);
    }
    let merged = store.merge(&bob, &eve, 9).await.unwrap();
    assert_eq!(merged.identifiers, 1);
    assert_eq!(found(&store, &eve, asked("tea")).await, ["likes tea"]);
    assert_eq!(found(&store, &eve, asked("Welsh")).await, ["speaks Welsh"]);
    assert_eq!(found(&store, &eve, asked("speaks")).await.len(), 2);
    assert_eq!(found(&store, &eve, near(&[1.0, 0.0, 0.0])).await, ["speaks Welsh"]);
    assert_eq!(found(&store, &eve, near(&[0.0, 0.0, 1.0])).await, ["speaks Basque"]);
    assert!(all(&store, &bob, true).await.is_empty());
    assert_eq!(all(&store, &eve, false).await.len(), 3);
    assert_eq!(store.memory(&eve, &tea).await.unwrap(), None, "what both said is there once");
    let stays = store.memory(&eve, &same).await.unwrap().unwrap();
    assert_eq!(stays.updated_at, 5, "said last by bob");
    let before = store.memory(&eve, &milk).await.unwrap().unwrap();
    assert_eq!(before.superseded_by, Some(same), "what it held in the place of is not lost");
    assert_eq!(store.synopsis(&eve).await.unwrap(), None, "it says half of what is remembered");
    sums_fit(&store).await;
    // What is kept afterwards is told from what was there.
    assert!(!store.keep_memory(&eve, fact("likes tea", 9)).await.unwrap().is_new);
    kept(&store, &eve, "plays the cello", &[1.0, 1.0, 0.0]).await;
    assert_eq!(found(&store, &eve, asked("cello")).await, ["plays the cello"]);
    sums_fit(&store).await;
}

#[tokio::test]
async fn memories_of_one_go_whole_to_another_of_whom_nothing_is_remembered() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let (bob, eve) = (met(&store, "bob").await, met(&store, "eve").await);
    kept(&store, &bob, "speaks Welsh", &[1.0, 0.0]).await;
    told(&store, &bob, "a Welshman").await;
    assert!(!has(&store, &eve).await);
    store.merge(&bob, &eve, 9).await.unwrap();
    assert!(has(&store, &eve).await);
    assert_eq!(found(&store, &eve, asked("Welsh")).await, ["speaks Welsh"]);
    assert_eq!(found(&store, &eve, near(&[1.0, 0.0])).await, ["speaks Welsh"]);
    assert_eq!(store.synopsis(&eve).await.unwrap().unwrap().text, "a Welshman");
    sums_fit(&store).await;
}

#[tokio::test]
async fn what_was_exported_is_found_by_its_words_and_its_meaning_where_it_is_imported() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = open(&dir);
    let bob = met(&store, "bob").await;
    let old = kept(&store, &bob, "lives in Paris", &[0.0, 1.0]).await;
    store.supersede_memory(&bob, &old, fact("lives in Berlin", 2)).await.unwrap();
    kept(&store, &bob, "speaks Welsh", &[1.0, 0.0]).await;
    let mut text = Vec::new();
    export(&store, &mut text, 5).unwrap();
    let there = open(&other);
    import(&there, std::io::Cursor::new(text)).await.unwrap();
    sums_fit(&there).await;
    let stats = store.memory_stats(&bob).await.unwrap();
    assert_eq!(there.memory_stats(&bob).await.unwrap(), stats);
    assert_eq!(found(&there, &bob, asked("Welsh")).await, ["speaks Welsh"]);
    assert_eq!(found(&there, &bob, asked("lives")).await, ["lives in Berlin"]);
    assert_eq!(found(&there, &bob, near(&[1.0, 0.0])).await, ["speaks Welsh"]);
    sums_fit(&there).await;
}

#[tokio::test]
async fn a_check_names_memories_that_are_not_found_by_their_words_and_sums_that_do_not_fit() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let bob = met(&store, "bob").await;
    let id = kept(&store, &bob, "speaks Welsh", &[1.0, 0.0]).await;
    sums_fit(&store).await;
    let broken = store.hands().write(|connection| {
        let sql = "DELETE FROM memory_text; INSERT INTO memory_text (rowid, words) VALUES (99, '1xnobody');
                   UPDATE memory_owner SET bytes = bytes + 1";
        connection.execute_batch(sql).map_err(failed)
    });
    broken.await.unwrap();
    let found = check(&store).await.unwrap().findings;
    let told: Vec<_> = found.iter().map(|finding| (finding.kind, finding.what.as_str())).collect();
    let index = format!("memory {id} of {} is not in the index of words", bob.user());
    assert!(told.contains(&("index", index.as_str())), "{told:?}");
    assert!(
        told.contains(&("index", "1 rows of the index of words are of no memory that holds")),
        "{told:?}"
    );
    assert!(told.iter().any(|(kind, what)| *kind == "count" && what.contains(bob.user())), "{told:?}");
    assert!(told.iter().all(|(_, what)| !what.contains("Welsh")), "{told:?}");
}

#[tokio::test]
async fn what_is_deleted_goes_with_all_that_it_held_in_the_place_of() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let bob = met(&store, "bob").await;
    let mut ids = vec![kept(&store, &bob, "PIN 1", &[1.0]).await];
    for n in 2..5 {
        let new = fact(&format!("PIN {n}"), n);
        let old = ids.last().unwrap();
        ids.push(store.supersede_memory(&bob, old, new).await.unwrap().memory.id);
    }
    kept(&store, &bob, "speaks Welsh", &[1.0, 0.0]).await;
    assert!(store.delete_memory(&bob, &ids[1]).await.unwrap());
    assert_eq!(store.memory(&bob, &ids[0]).await.unwrap(), None);
    assert!(store.memory(&bob, &ids[2]).await.unwrap().is_some(), "what came after it stays");
    assert!(store.delete_memory(&bob, &ids[3]).await.unwrap());
    for id in &ids {
        assert_eq!(store.memory(&bob, id).await.unwrap(), None);
    }
    assert_eq!(all(&store, &bob, true).await.len(), 1);
    sums_fit(&store).await;
}

#[tokio::test]
async fn after_all_was_forgotten_what_is_new_is_found_by_its_meaning() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let bob = met(&store, "bob").await;
    for content in ["speaks Welsh", "plays the cello"] {
        kept(&store, &bob, content, &[1.0, 0.0]).await;
        assert_eq!(found(&store, &bob, near(&[1.0, 0.0])).await, [content]);
        store.forget_memories(&bob, None, 2).await.unwrap();
    }
}

#[tokio::test]
async fn wordings_that_were_replaced_make_room_for_new_memories() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let bob = met(&store, "bob").await;
    let long = |n: u64| fact(&format!("{n} {}", "x".repeat(65_000)), n);
    let mut last = store.keep_memory(&bob, long(0)).await.unwrap().memory.id;
    let first = last.clone();
    // More than the user may keep, in all.
    for n in 1..300 {
        last = store.supersede_memory(&bob, &last, long(n)).await.unwrap().memory.id;
    }
    let stats = store.memory_stats(&bob).await.unwrap();
    assert!(stats.memories == 1 && stats.superseded > 200 && stats.bytes <= MAX_USER_BYTES, "{stats:?}");
    assert_eq!(store.memory(&bob, &first).await.unwrap(), None, "the oldest goes first");
    // What holds is never thrown out, and what was replaced makes room for it.
    let mut ids = vec![last];
    let full = loop {
        match store.keep_memory(&bob, long(300 + ids.len() as u64)).await {
            Ok(kept) => ids.push(kept.memory.id),
            Err(error) => break error.code(),
        }
        assert!(ids.len() < 300);
    };
    let stats = store.memory_stats(&bob).await.unwrap();
    assert_eq!((full, stats.superseded, stats.memories), ("memory_full", 0, ids.len() as u64));
    assert!(ids.len() > 250);
    // Another wording takes the place of the old one, and no more.
    let new = store.supersede_memory(&bob, &ids[0], long(999)).await.unwrap().memory;
    assert!(store.memory(&bob, &new.id).await.unwrap().is_some());
    assert_eq!(store.memory(&bob, &ids[0]).await.unwrap(), None, "there is no room for the wording before");
    sums_fit(&store).await;
}

#[tokio::test]
async fn who_has_as_many_as_can_be_kept_can_still_replace_one() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let bob = met(&store, "bob").await;
    let id = kept(&store, &bob, "speaks Welsh", &[1.0]).await;
    let whose = bob.user().to_owned();
    let filled = store.hands().write(move |connection| {
        let sql = "WITH RECURSIVE n (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < ?2)
                   INSERT INTO memory (tenant, user, id, content, digest, kind, scope, scope_id, source,
                       created_at, updated_at)
                   SELECT '', ?1, 'mem_' || n, 'number ' || n, randomblob(32), 'fact', 'user', '', 't', 1, 1 FROM n";
        connection.execute(sql, rusqlite::params![whose, crate::runtime::store::numbers::signed(MAX_MEMORIES)]).map_err(failed)
    });
    assert_eq!(filled.await.unwrap() as u64, MAX_MEMORIES - 1);
    let refused = store.keep_memory(&bob, fact("plays the cello", 2)).await.unwrap_err();
    assert_eq!(refused.code(), "memory_too_many");
    let new = store.supersede_memory(&bob, &id, fact("speaks Basque", 3)).await.unwrap();
    assert!(new.is_new);
    assert_eq!(store.memory_stats(&bob).await.unwrap().memories, MAX_MEMORIES);
    let again = store.keep_memory(&bob, fact("plays the cello", 4)).await.unwrap_err();
    assert_eq!(again.code(), "memory_too_many");
}

#[tokio::test]
async fn what_was_noticed_makes_room_for_what_is_noticed_later_and_nothing_else_does() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let (bob, eve) = (met(&store, "bob").await, met(&store, "eve").await);
    let noticed = |content: &str, at| NewMemory { source: EXTRACTION.into(), ..fact(content, at) };
    let hers = store.keep_memory(&eve, noticed("likes tea", 1)).await.unwrap().memory.id;
    let old = store.keep_memory(&bob, noticed("lives in Rome", 1)).await.unwrap().memory.id;
    let oslo = store.supersede_memory(&bob, &old, noticed("lives in Oslo", 1)).await.unwrap().memory.id;
    let recalled = store.keep_memory(&bob, noticed("has a dog", 1)).await.unwrap().memory.id;
    assert_eq!(store.recall(&bob, asked("dog"), 4_000_000).await.unwrap().found.len(), 1);
    let whose = bob.user().to_owned();
    let filled = store.hands().write(move |connection| {
        let sql = "WITH RECURSIVE n (n) AS (SELECT 3 UNION ALL SELECT n + 1 FROM n WHERE n < ?2)
                   INSERT INTO memory (tenant, user, id, content, digest, kind, scope, scope_id, source,
                       created_at, updated_at, indexed)
                   SELECT '', ?1, 'mem_' || n, 'number ' || n, randomblob(32), 'fact', 'user', '',
                       iif(n % 2, 'api', 'extraction'), n, n, 1 FROM n";
        connection
            .execute(sql, rusqlite::params![whose, crate::runtime::store::numbers::signed(MAX_MEMORIES)])
            .map_err(failed)
    });
    filled.await.unwrap();
    let refused = store.keep_memory(&bob, fact("plays the cello", 2)).await.unwrap_err();
    assert_eq!(refused.code(), "memory_too_many", "what somebody keeps throws nothing out");
    assert!(store.keep_memory(&bob, noticed("plays the cello", 20_000)).await.unwrap().is_new);
    let there = async |id: &str| store.memory(&bob, id).await.unwrap().is_some();
    assert!(there(&recalled).await, "it was recalled");
    assert!(!there(&oslo).await && !there(&old).await, "with all that it holds in the place of");
    assert!(there("mem_3").await, "somebody kept that");
    // A tenth, with the one of Oslo.
    assert!(!there("mem_4").await && !there("mem_2000").await && there("mem_2002").await);
    let stats = store.memory_stats(&bob).await.unwrap();
    assert_eq!((stats.memories, stats.superseded), (MAX_MEMORIES - MAX_MEMORIES / 10 + 1, 0));
    assert!(store.memory(&eve, &hers).await.unwrap().is_some());
}

#[tokio::test]
async fn no_text_of_a_memory_keeps_a_value_of_a_secret_whoever_wants_it_kept() {
    const VALUE: &str = "hunter2-hunter2";
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(open(&dir));
    let bob = met(&store, "bob").await;
    let redactor = Redactor::default();
    redactor.add("KEY", &VALUE.into());
    let rules = Rules { on: true, ..Rules::default() };
    let keeper = Keeper::new(rules, Arc::clone(&store) as Arc<dyn Store>, Clock::default(), redactor);
    let with = |text: &str| format!("{text} {VALUE}");
    let new = |scope: Scope| NewMemory {
        content: with("content"),
        kind: with("kind"),
        scope,
        subject: Some(with("subject")),
        metadata: Some(format!("{{\"{VALUE}\": [\"{VALUE}\"], \"n\": 1}}")),
        source: with("source"),
        source_id: Some(with("source_id")),
        origin: Origin {
            session_id: Some(with("session")),
            request_id: Some(with("request")),
            message_seq: Some(7),
        },
        said_at: None,
        at: 1,
    };
    for scope in [Scope::User, Scope::Session(with("s")), Scope::Agent(with("a"))] {
        let kept = keeper.keep(&bob, None, new(scope)).await.unwrap().memory;
        let replaced =
            keeper.keep(&bob, Some(&kept.id), new(Scope::Session(with("t")))).await.unwrap().memory;
        for memory in [kept, replaced] {
            let text = format!("{memory:?}");
            assert!(!text.contains(VALUE) && text.contains("[REDACTED:KEY]"), "{text}");
            assert_eq!(memory.to_json()["metadata"]["n"], 1);
            assert_eq!(memory.origin.message_seq, Some(7));
        }
    }
}

#[tokio::test]
async fn what_is_said_in_short_goes_with_what_is_deleted_or_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let bob = met(&store, "bob").await;
    let milk = store.keep_memory(&bob, fact("likes milk", 1)).await.unwrap().memory.id;
    let said = Synopsis { text: "Somebody who likes milk.".into(), at: 1 };
    let say = async || assert!(store.set_synopsis(&bob, said.clone(), Vec::new()).await.unwrap());
    say().await;
    assert!(!store.delete_memory(&bob, "mem_none").await.unwrap());
    store.keep_memory(&bob, fact("plays chess", 2)).await.unwrap();
    assert_eq!(store.synopsis(&bob).await.unwrap(), Some(said.clone()), "nothing of it has changed");
    let tea = store.supersede_memory(&bob, &milk, fact("likes tea", 3)).await.unwrap().memory.id;
    assert_eq!(store.synopsis(&bob).await.unwrap(), None);
    say().await;
    assert!(store.delete_memory(&bob, &tea).await.unwrap());
    assert_eq!(store.synopsis(&bob).await.unwrap(), None);
}

#[tokio::test]
async fn when_a_source_is_forgotten_what_only_it_replaced_holds_again() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let (bob, eve) = (met(&store, "bob").await, met(&store, "eve").await);
    let keep = async |content: &str| store.keep_memory(&bob, fact(content, 1)).await.unwrap().memory.id;
    let replace = async |old: &str, source: &str, content: &str| {
        let new = NewMemory { source: source.into(), ..fact(content, 2) };
        store.supersede_memory(&bob, old, new).await.unwrap().memory.id
    };
    replace(&keep("lives in Rome").await, "notes", "lives in Oslo").await;
    let milk = keep("likes milk").await;
    let tea = replace(&milk, "notes", "likes tea").await;
    let coffee = replace(&tea, "test", "likes coffee").await;
    let chess = keep("plays chess").await;
    replace(&replace(&chess, "notes", "plays go").await, "notes", "plays cards").await;
    let dog = keep("has a dog").await;
    replace(&dog, "notes", "has a cat").await;
    let again = keep("has a dog").await;
    // What was replaced by others before is not meant.
    let first = keep("is 30").await;
    replace(&replace(&first, "test", "is 31").await, "notes", "is 32").await;
    let hers = NewMemory { source: "notes".into(), ..fact("likes tea", 1) };
    store.keep_memory(&eve, hers).await.unwrap();
    assert_eq!(store.forget_memories(&bob, Some("notes"), 3).await.unwrap(), 6);
    let mut holds: Vec<_> = all(&store, &bob, false).await.into_iter().map(|memory| memory.content).collect();
    holds.sort();
    assert_eq!(holds, ["has a dog", "is 31", "likes coffee", "lives in Rome", "plays chess"]);
    for (old, by) in [(&milk, &coffee), (&dog, &again)] {
        let old = store.memory(&bob, old).await.unwrap().unwrap();
        assert_eq!(old.superseded_by.as_ref(), Some(by), "{}", old.content);
    }
    assert!(store.memory(&bob, &first).await.unwrap().unwrap().superseded_by.is_some());
    assert_eq!(found(&store, &bob, asked("Rome")).await, ["lives in Rome"]);
    assert_eq!(store.lint_memories(Some(&bob), "", 9).await.unwrap(), []);
    assert_eq!(store.memory_stats(&eve).await.unwrap().memories, 1);
    sums_fit(&store).await;
}

#[tokio::test]
async fn work_in_the_background_can_be_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(open(&dir));
    let (keeper, bob) = (offline(&store), met(&store, "bob").await);
    let (tell, told) = tokio::sync::oneshot::channel();
    let work = async move { told.await.map_err(|_| MemoryError::Off) };
    let job = keeper.job("k", &bob, true, work).await;
    assert_eq!(job["status"], "processing");
    assert!(futures_util::FutureExt::now_or_never(keeper.worked_off()).is_none());
    tell.send(serde_json::json!({})).unwrap();
    tokio::time::timeout(std::time::Duration::from_secs(20), keeper.worked_off()).await.unwrap();
    let id = job["job_id"].as_str().unwrap();
    assert_eq!(keeper.find_job("k", id, Some(&bob)).unwrap()["status"], "completed");
}

/// Keeps the texts of which it makes vectors.
#[derive(Default)]
struct Noting(std::sync::Mutex<Vec<String>>);

impl Provider for Noting {
    fn complete<'a>(&'a self, _: &'a Request) -> BoxFuture<'a, Result<Answer, ModelError>> {
        Box::pin(std::future::pending())
    }

    fn stream<'a>(&'a self, _: &'a Request) -> BoxFuture<'a, Result<Pieces, ModelError>> {
        Box::pin(std::future::pending())
    }

    fn embed<'a>(&'a self, _: &'a str, texts: &'a [String]) -> BoxFuture<'a, Result<Embeddings, ModelError>> {
        self.0.lock().unwrap().extend_from_slice(texts);
        let vectors = vec![vec![1.0, 0.0]; texts.len()];
        Box::pin(std::future::ready(Ok(Embeddings { vectors, usage: None })))
    }

    fn transcribe<'a>(&'a self, _: &'a Sound) -> BoxFuture<'a, Result<Transcript, ModelError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_secret_where_a_text_is_cut_for_the_model_is_not_told_in_part() {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(open(&dir));
    let bob = met(&store, "bob").await;
    let redactor = Redactor::default();
    redactor.add("KEY", &"hunter2-hunter2".into());
    let noting = Arc::new(Noting::default());
    let source = Source::of("noting", Arc::clone(&noting) as Arc<dyn Provider>);
    let model = Model::new("noting/one", "one", Settings::default(), source);
    let rules = Rules { on: true, model: Ok(Some(model)), ..Rules::default() };
    let keeper = Keeper::new(rules, Arc::clone(&store) as Arc<dyn Store>, Clock::default(), redactor);
    // Half of the value is before the place where 8 KiB end.
    let text = format!("{}hunter2-hunter2 and more", "x ".repeat(4 * 1024 - 4));
    // Kept before its value was a secret.
    store.keep_memory(&bob, fact(&text, 1)).await.unwrap();
    keeper.index_now(&bob).await.unwrap();
    keeper.recall(&bob, asked(&text)).await.unwrap();
    keeper.meanings(std::slice::from_ref(&text)).await.unwrap();
    let told = noting.0.lock().unwrap().clone();
    assert_eq!(told.len(), 3);
    for text in told {
        assert!(!text.contains("hunter") && text.len() <= 8 << 10, "{}", &text[text.len() - 40..]);
    }
}

/// A word of a question, and what other forms of it begin with.
type Form = (&'static str, Option<&'static str>);

/// The places of all memories by a plain look at each: what shares the word, and what begins like it.
fn plain(memories: &[String], question: &[Form]) -> Vec<String> {
    let mut scores = vec![0.0_f64; memories.len()];
    for (word, start) in question {
        let having = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
            (0..memories.len()).filter(|at| memories[*at].split(' ').any(fits)).collect()
        };
        let exact = having(&|other| other == *word);
        let forms = start.map(|start| having(&|other| other.starts_with(start)));
        let most = exact.len().max(forms.as_ref().map_or(0, Vec::len)).max(1);
        #[expect(clippy::cast_precision_loss, reason = "these are few")]
        let worth = (1.0 + memories.len() as f64 / most as f64).ln();
        let part = if forms.is_some() { worth / 2.0 } else { worth };
        for at in exact.into_iter().chain(forms.into_iter().flatten()) {
            scores[at] += part;
        }
    }
    let mut places: Vec<usize> = (0..memories.len()).filter(|at| scores[*at] > 0.0).collect();
    // Of equals the later one.
    places.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(b.cmp(a)));
    places.into_iter().map(|at| memories[at].clone()).collect()
}

#[tokio::test]
async fn places_by_words_are_those_of_a_plain_look_at_each_memory() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(&dir), who("alice"));
    let words = ["book", "books", "booking", "tea", "teapot", "red", "reads", "rome"];
    // Each memory has those words whose bit is set in its number.
    let memories: Vec<String> = (1..90_usize)
        .map(|n| {
            let has = |at: &usize| ((n * 37 % 256) >> at) & 1 == 1;
            let said: Vec<&str> = (0..words.len()).filter(has).map(|at| words[at]).collect();
            format!("n{n} {}", said.join(" ")).trim_end().to_owned()
        })
        .collect();
    for (memory, at) in memories.iter().zip(1..) {
        store.keep_memory(&alice, fact(memory, at)).await.unwrap();
        store.keep_memory(&who("bob"), fact(memory, at)).await.unwrap();
    }
    let asked_as: [(&str, &[Form]); 5] = [
        ("Books on tea?", &[("books", Some("book")), ("tea", None)]),
        ("teapot rome", &[("teapot", Some("teapot")), ("rome", Some("rome"))]),
        ("booked in red", &[("booked", Some("book")), ("red", None)]),
        ("bookings reading", &[("bookings", Some("booking")), ("reading", Some("read"))]),
        ("zebras", &[("zebras", Some("zebra"))]),
    ];
    for (text, parts) in asked_as {
        // The longest word is looked for first.
        let question = Question { limit: MAX_RECALLED, ..asked(text) };
        let mut found = store.recall(&alice, question, 1).await.unwrap().found;
        found.sort_by_key(|found| found.text_rank);
        let found: Vec<String> = found.into_iter().map(|found| found.memory.content).collect();
        assert_eq!(found, plain(&memories, parts), "{text}");
    }
}
