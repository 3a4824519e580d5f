//! What every store of memories must do; a second backend has to pass the same.

use std::sync::Arc;

use super::*;
use crate::runtime::llm::{
    Answer, Embeddings, Model, ModelError, Pieces, Provider, Request, Settings, Sound, Source, Transcript,
};
use crate::runtime::static_vectors;
use crate::runtime::store::{SqliteStore, Store};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;

pub(super) fn open(dir: &tempfile::TempDir) -> SqliteStore {
    SqliteStore::open(&dir.path().join("store.db")).unwrap()
}

pub(super) fn who(id: &str) -> Principal {
    Principal::parse(id).unwrap()
}

pub(super) fn fact(content: &str, at: u64) -> NewMemory {
    NewMemory {
        content: content.into(),
        kind: "fact".into(),
        source: "test".into(),
        at,
        ..NewMemory::default()
    }
}

pub(super) fn asked(text: &str) -> Question {
    Question { text: text.into(), limit: 10, ..Question::default() }
}

pub(super) async fn found(store: &SqliteStore, who: &Principal, question: Question) -> Vec<String> {
    store
        .recall(who, question, 1)
        .await
        .unwrap()
        .found
        .into_iter()
        .map(|found| found.memory.content)
        .collect()
}

/// What is said of the user in short, made of nothing that could go.
pub(super) async fn told(store: &SqliteStore, who: &Principal, text: &str) {
    let synopsis = Synopsis { text: text.into(), at: 1 };
    assert!(store.set_synopsis(who, synopsis, Vec::new()).await.unwrap());
}

/// Whether anything is remembered of the user.
pub(super) async fn has(store: &SqliteStore, who: &Principal) -> bool {
    let outlook = store.outlook(who, "m", None).await.unwrap();
    let recalled = store.recall(who, asked("x"), 1).await.unwrap();
    assert_eq!(outlook.is_some(), recalled.any);
    recalled.any
}

pub(super) fn vector(model: &str, values: &[f32]) -> Vector {
    Vector { model: model.into(), values: values.to_vec() }
}

#[tokio::test]
async fn what_is_kept_survives_and_is_found_by_its_words() {
    let dir = tempfile::tempdir().unwrap();
    let alice = who("alice");
    let kept = {
        let store = open(&dir);
        let origin =
            Origin { session_id: Some("s1".into()), request_id: Some("req_1".into()), message_seq: Some(7) };
        let new = NewMemory {
            subject: Some("alice".into()),
            metadata: Some("{\"a\":1}".into()),
            source_id: Some("x".into()),
            origin,
            ..fact("  Trinkt gern Café crème  ", 5)
        };
        store.keep_memory(&alice, new).await.unwrap()
    };
    assert!(kept.is_new && kept.memory.id.starts_with("mem_"));
    assert_eq!(kept.memory.content, "Trinkt gern Café crème");
    let store = open(&dir);
    assert_eq!(store.memory(&alice, &kept.memory.id).await.unwrap(), Some(kept.memory.clone()));
    for text in ["cafe", "CAFÉ?", "ein Café und was", "crem"] {
        assert_eq!(found(&store, &alice, asked(text)).await, [kept.memory.content.as_str()], "{text}");
    }
    assert!(found(&store, &alice, asked("tea")).await.is_empty());
    assert_eq!(kept.memory.origin.message_seq, Some(7));
}

#[tokio::test]
async fn the_same_said_twice_is_one_memory_and_its_time_is_the_later() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(&dir), who("alice"));
    let first = store.keep_memory(&alice, fact("likes tea", 5)).await.unwrap();
    let second = store.keep_memory(&alice, fact("likes tea ", 9)).await.unwrap();
    assert!(first.is_new && !second.is_new);
    assert_eq!((second.memory.id, second.memory.updated_at), (first.memory.id, 9));
    let elsewhere = NewMemory { scope: Scope::Agent("a".into()), ..fact("likes tea", 5) };
    assert!(store.keep_memory(&alice, elsewhere).await.unwrap().is_new, "another scope is another memory");
    assert!(store.keep_memory(&who("bob"), fact("likes tea", 5)).await.unwrap().is_new);
}

#[tokio::test]
async fn a_superseded_memory_is_not_recalled_and_still_there() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(&dir), who("alice"));
    let old = store.keep_memory(&alice, fact("lives in Paris", 1)).await.unwrap().memory;
    store.keep_vectors(&alice, vec![(old.id.clone(), vector("m", &[1.0, 0.0]))]).await.unwrap();
    let new = store.supersede_memory(&alice, &old.id, fact("lives in Berlin", 2)).await.unwrap().memory;
    let near = Question { vector: Some(vector("m", &[1.0, 0.0])), ..asked("lives") };
    assert_eq!(found(&store, &alice, near).await, ["lives in Berlin"]);
    let kept = store.memory(&alice, &old.id).await.unwrap().unwrap();
    assert_eq!(kept.superseded_by, Some(new.id));
    let listing = |superseded| Listing { superseded, limit: 10, ..Listing::default() };
    assert_eq!(store.memories(&alice, listing(false)).await.unwrap().len(), 1);
    assert_eq!(store.memories(&alice, listing(true)).await.unwrap().len(), 2);
    let again = store.supersede_memory(&alice, &old.id, fact("lives in Rome", 3)).await.unwrap_err();
    assert_eq!(again.code(), "memory_not_found");
    // What held before may hold again.
    let back = store.keep_memory(&alice, fact("lives in Paris", 4)).await.unwrap();
    assert!(back.is_new);
}

#[tokio::test]
async fn no_user_or_tenant_reaches_anothers_memories_by_any_way() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir);
    let people = ["bob", "acme:bob", "acme:alice", "acme"].map(who);
    let mut ids = Vec::new();
    for (n, person) in people.iter().enumerate() {
        let kept =
            store.keep_memory(person, fact(&format!("the code of the door is {n}{n}{n}"), 1)).await.unwrap();
        store.keep_vectors(person, vec![(kept.memory.id.clone(), vector("m", &[1.0, 0.1]))]).await.unwrap();
        told(&store, person, &format!("number {n}")).await;
        ids.push(kept.memory.id);
    }
    for (n, person) in people.iter().enumerate() {
        let question =
            Question { vector: Some(vector("m", &[1.0, 0.1])), ..asked("code of the door 000 111 222 333") };
        assert_eq!(found(&store, person, question).await, [format!("the code of the door is {n}{n}{n}")]);
        assert_eq!(
            store.memories(person, Listing { limit: 10, ..Listing::default() }).await.unwrap().len(),
            1
        );
        assert_eq!(store.memory_stats(person).await.unwrap().memories, 1);
        assert_eq!(store.synopsis(person).await.unwrap().unwrap().text, format!("number {n}"));
        for id in ids.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, id)| id) {
            assert_eq!(store.memory(person, id).await.unwrap(), None);
            assert!(!store.delete_memory(person, id).await.unwrap());
            assert!(store.supersede_memory(person, id, fact("x", 1)).await.is_err());
            store.keep_vectors(person, vec![(id.clone(), vector("m", &[0.0, 1.0]))]).await.unwrap();
        }
    }
    assert_eq!(store.forget_memories(&people[0], None, 2).await.unwrap(), 1);
    let all = store.all_memory_stats().await.unwrap();
    assert_eq!((all.users, all.memories, all.vectors), (3, 3, 3));
    assert_eq!(store.synopsis(&people[0]).await.unwrap(), None);
}

#[tokio::test]
async fn meaning_and_words_are_fused_and_vectors_of_another_model_do_not_count() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(&dir), who("alice"));
    let mut ids = Vec::new();
    for text in ["has a dog named Rex", "prefers trains", "plays the cello"] {
        ids.push(store.keep_memory(&alice, fact(text, 1)).await.unwrap().memory.id);
    }
    assert_eq!(store.bare_memories(&alice, "m", 10).await.unwrap().len(), 3);
    let vectors = [[1.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 3.0]];
    let vectors = ids.iter().zip(vectors).map(|(id, values)| (id.clone(), vector("m", &values)));
    store.keep_vectors(&alice, vectors.collect()).await.unwrap();
    assert!(store.bare_memories(&alice, "m", 10).await.unwrap().is_empty());
    assert_eq!(store.bare_memories(&alice, "other", 10).await.unwrap().len(), 3);
    let question =
        |model: &str| Question { vector: Some(vector(model, &[0.9, 0.1, 0.0])), limit: 1, ..asked("pet") };
    let best = store.recall(&alice, question("m"), 1).await.unwrap().found;
    assert_eq!(best[0].memory.content, "has a dog named Rex");
    assert!((best[0].similarity.unwrap() - 0.9938).abs() < 0.001);
    assert!(found(&store, &alice, question("other")).await.is_empty());
    let both = Question { vector: Some(vector("m", &[0.9, 0.0, 0.8])), ..asked("cello") };
    assert_eq!(found(&store, &alice, both).await[0], "plays the cello", "words and meaning together");
    for bad in [&[][..], &[0.0, 0.0][..], &[f32::NAN][..], &[f32::INFINITY][..]] {
        let refused = store.keep_vectors(&alice, vec![(ids[0].clone(), vector("m", bad))]).await.unwrap_err();
        assert_eq!(refused.code(), "memory_bad_vector");
    }
}

#[tokio::test]
async fn a_turn_sees_its_own_session_and_agent_only() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(&dir), who("alice"));
    let scopes = [
        Scope::User,
        Scope::Formation,
        Scope::Session("s1".into()),
        Scope::Session("s2".into()),
        Scope::Agent("a".into()),
        Scope::Agent("b".into()),
    ];
    for (n, scope) in scopes.into_iter().enumerate() {
        store.keep_memory(&alice, NewMemory { scope, ..fact(&format!("note {n}"), 1) }).await.unwrap();
    }
    let sight = Sight::Turn { session_id: "s1".into(), agent_id: "b".into() };
    let mut seen = found(&store, &alice, Question { sight: sight.clone(), ..asked("note") }).await;
    seen.sort();
    assert_eq!(seen, ["note 0", "note 1", "note 2", "note 5"]);
    assert_eq!(
        store.memories(&alice, Listing { sight, limit: 10, ..Listing::default() }).await.unwrap().len(),
        4
    );
    let sight = Sight::Scopes(vec!["session".into()]);
    assert_eq!(
        store.memories(&alice, Listing { sight, limit: 10, ..Listing::default() }).await.unwrap().len(),
        2
    );
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_by_name_before_anything_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(&dir), who("alice"));
    let bad = [
        (fact(" \n", 1), "memory_empty"),
        (fact(&"x".repeat(MAX_MEMORY + 1), 1), "memory_too_large"),
        (NewMemory { kind: String::new(), ..fact("x", 1) }, "memory_bad_name"),
        (NewMemory { subject: Some("a\u{1b}[2J".into()), ..fact("x", 1) }, "memory_bad_name"),
        (NewMemory { scope: Scope::Session("x".repeat(256)), ..fact("x", 1) }, "memory_bad_name"),
    ];
    for (new, code) in bad {
        assert_eq!(store.keep_memory(&alice, new).await.unwrap_err().code(), code);
    }
    let mut full = None;
    for n in 0..300 {
        let new = fact(&format!("{n} {}", "word ".repeat(13_000)), 1);
        if let Err(error) = store.keep_memory(&alice, new).await {
            full = Some(error.code());
            break;
        }
    }
    assert_eq!(full, Some("memory_full"));
    assert!(store.keep_memory(&who("bob"), fact("x", 1)).await.is_ok(), "one's fullness is not another's");
}

#[tokio::test]
async fn a_deleted_memory_leaves_nothing_of_its_words_in_the_index() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(&dir), who("alice"));
    let kept = store.keep_memory(&alice, fact("the word is xylophonist", 1)).await.unwrap().memory;
    store.keep_memory(&alice, fact("something else", 1)).await.unwrap();
    assert!(store.delete_memory(&alice, &kept.id).await.unwrap());
    assert!(!store.delete_memory(&alice, &kept.id).await.unwrap());
    let words: i64 = store
        .hands()
        .read(|connection| {
            connection.query_row(
                "SELECT count(*) FROM memory_text WHERE memory_text MATCH '\"1xxylophonist\"'",
                [],
                |row| row.get(0),
            )
        })
        .await
        .unwrap();
    assert_eq!(words, 0);
    assert!(found(&store, &alice, asked("xylophonist")).await.is_empty());
}

#[tokio::test]
async fn memories_that_were_moved_to_another_user_are_found_by_that_user_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice, bob) = (open(&dir), who("alice"), who("bob"));
    store.keep_memory(&alice, fact("speaks Welsh", 1)).await.unwrap();
    store.keep_memory(&bob, fact("speaks Basque", 1)).await.unwrap();
    let moved = store.hands().write(|connection| {
        connection.execute("UPDATE memory SET user = 'bob' WHERE user = 'alice'", []).map_err(failed)
    });
    moved.await.unwrap();
    assert!(found(&store, &alice, asked("speaks")).await.is_empty());
    assert_eq!(found(&store, &bob, asked("Welsh")).await, ["speaks Welsh"]);
    assert_eq!(store.reindex_memories(&bob).await.unwrap(), 2);
    assert_eq!(found(&store, &bob, asked("speaks")).await.len(), 2);
}

#[tokio::test]
async fn being_recalled_is_noted_once_in_an_hour() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(&dir), who("alice"));
    let id = store.keep_memory(&alice, fact("likes tea", 1)).await.unwrap().memory.id;
    let hour = 3_600_000;
    for (now, noted) in [(hour, hour), (hour + 5, hour), (2 * hour + 1, 2 * hour + 1)] {
        store.recall(&alice, asked("tea"), now).await.unwrap();
        // The note is written behind the answer; the writer does one thing after the other.
        store.drop_vectors(&alice).await.unwrap();
        assert_eq!(store.memory(&alice, &id).await.unwrap().unwrap().recalled_at, Some(noted));
    }
}

#[tokio::test]
async fn the_nearest_ten_are_those_of_a_plain_scan_in_double_precision() {
    const DIMENSION: usize = 100;
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (open(&dir), who("alice"));
    // A plain generator: the same numbers on each run.
    let mut state = 7_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let [high, low, ..] = state.to_be_bytes();
        f32::from(i16::from_be_bytes([high, low])) / 32768.0
    };
    let mut random = move || (0..DIMENSION).map(|_| next()).collect::<Vec<f32>>();
    let mut all = Vec::new();
    for n in 0..300 {
        let id = store.keep_memory(&alice, fact(&format!("memory {n}"), n)).await.unwrap().memory.id;
        all.push((id, vector("m", &random())));
    }
    store.keep_vectors(&alice, all.clone()).await.unwrap();
    for _ in 0..20 {
        let question = random();
        let cosine = |values: &[f32]| {
            let dot = |a: &[f32], b: &[f32]| {
                a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>()
            };
            dot(values, &question) / (dot(values, values) * dot(&question, &question)).sqrt()
        };
        let mut plain: Vec<(f64, &str)> =
            all.iter().map(|(id, v)| (cosine(&v.values), id.as_str())).collect();
        plain.sort_by(|a, b| b.0.total_cmp(&a.0));
        let near = Question { vector: Some(vector("m", &question)), limit: 40, ..Question::default() };
        let mut found = store.recall(&alice, near, 1).await.unwrap().found;
        found.sort_by(|a, b| b.similarity.unwrap().total_cmp(&a.similarity.unwrap()));
        let found: Vec<&str> = found[..10].iter().map(|found| found.memory.id.as_str()).collect();
        let best: Vec<&str> = plain[..10].iter().map(|(_, id)| *id).collect();
        assert_eq!(found, best);
    }
}

/// The keeper of a formation that names no model.
pub(super) fn offline(store: &Arc<SqliteStore>) -> Arc<Keeper> {
    let rules = Rules { on: true, ..Rules::default() };
    Keeper::new(rules, Arc::<SqliteStore>::clone(store), Clock::default(), Redactor::default())
}

#[tokio::test]
async fn without_a_model_meaning_comes_from_the_table_and_what_is_far_stays_away() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (Arc::new(open(&dir)), who("alice"));
    let keeper = offline(&store);
    for text in ["The user's daughter goes to a nursery.", "The user drives a red Fiat.", "Живёт в Москве"]
    {
        keeper.keep(&alice, None, fact(text, 1)).await.unwrap();
    }
    keeper.index_now(&alice).await.unwrap();
    assert_eq!(store.memory_stats(&alice).await.unwrap().vectors, 2, "one has no word that the table knows");
    assert!(store.bare_memories(&alice, static_vectors::MODEL, 9).await.unwrap().is_empty());
    let ask = async |text: &str| {
        let all = keeper.recall(&alice, asked(text)).await.unwrap();
        assert_eq!(all.words_only, None);
        all.found.into_iter().map(|found| (found.memory.content, found.text_rank)).collect::<Vec<_>>()
    };
    let girl = ask("Where is my little girl during the day?").await;
    assert_eq!(girl, [("The user's daughter goes to a nursery.".to_owned(), None)]);
    assert_eq!(ask("What is 2+2?").await, []);
    assert_eq!(ask("Москве").await, [("Живёт в Москве".to_owned(), Some(1))]);
    assert!(keeper.recall(&who("bob"), asked("little girl")).await.unwrap().found.is_empty());
}

#[tokio::test]
async fn vectors_that_an_import_or_another_model_left_out_are_made_when_the_user_is_asked_about() {
    let dir = tempfile::tempdir().unwrap();
    let (store, alice) = (Arc::new(open(&dir)), who("alice"));
    for n in 0..150 {
        store.keep_memory(&alice, fact(&format!("a note about subject {n}"), n)).await.unwrap();
    }
    let dog = store.keep_memory(&alice, fact("has a dog named Rex", 1)).await.unwrap().memory.id;
    store.keep_vectors(&alice, vec![(dog, vector("openai/gone", &[1.0, 0.0]))]).await.unwrap();
    let keeper = offline(&store);
    keeper.recall(&alice, asked("puppy")).await.unwrap();
    let waited = tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while !store.bare_memories(&alice, static_vectors::MODEL, 1).await.unwrap().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    });
    waited.await.expect("in the background");
    let found = keeper.recall(&alice, asked("puppy")).await.unwrap().found;
    assert_eq!(found[0].memory.content, "has a dog named Rex");
}

/// Counts the texts of which it makes vectors.
#[derive(Default)]
struct Counting(std::sync::atomic::AtomicUsize);

impl Counting {
    fn asked(&self) -> usize {
        self.0.load(std::sync::atomic::Ordering::SeqCst)
    }
}

impl Provider for Counting {
    fn complete<'a>(&'a self, _: &'a Request) -> BoxFuture<'a, Result<Answer, ModelError>> {
        Box::pin(std::future::pending())
    }

    fn stream<'a>(&'a self, _: &'a Request) -> BoxFuture<'a, Result<Pieces, ModelError>> {
        Box::pin(std::future::pending())
    }

    fn embed<'a>(&'a self, _: &'a str, texts: &'a [String]) -> BoxFuture<'a, Result<Embeddings, ModelError>> {
        self.0.fetch_add(texts.len(), std::sync::atomic::Ordering::SeqCst);
        let vectors =
            texts.iter().map(|text| vec![1.0, if text.contains("tea") { 0.0 } else { 1.0 }]).collect();
        Box::pin(std::future::ready(Ok(Embeddings { vectors, usage: None })))
    }

    fn transcribe<'a>(&'a self, _: &'a Sound) -> BoxFuture<'a, Result<Transcript, ModelError>> {
        Box::pin(std::future::pending())
    }
}

/// With its tables away, each query fails: what is answered all the same was not asked for.
async fn without_tables<T>(store: &SqliteStore, work: impl Future<Output = T>) -> T {
    let rename = |from: &'static str, to: &'static str| {
        store.hands().write(move |connection| {
            let sql = format!("PRAGMA legacy_alter_table = ON; ALTER TABLE {from} RENAME TO {to}");
            connection.execute_batch(&sql).map_err(failed)
        })
    };
    rename("memory_owner", "away").await.unwrap();
    let done = work.await;
    rename("away", "memory_owner").await.unwrap();
    done
}

#[tokio::test]
async fn a_user_without_memories_costs_one_look_and_no_question_to_a_model() {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(open(&dir));
    let counting = Arc::new(Counting::default());
    let source = Source::of("counting", Arc::clone(&counting) as Arc<dyn Provider>);
    let model = Model::new("counting/one", "one", Settings::default(), source);
    let rules = Rules { on: true, longest: None, model: Ok(Some(model)), ..Rules::default() };
    let kept = Arc::clone(&store) as Arc<dyn Store>;
    let keeper = Keeper::new(rules, kept, Clock::default(), Redactor::default());
    let (alice, bob) = (who("alice"), who("bob"));
    let recall = |who: Principal| {
        let keeper = Arc::clone(&keeper);
        async move { keeper.recall(&who, asked("What do I drink?")).await.map(|all| all.found.len()) }
    };
    // One look, and none afterwards, whoever else is remembered.
    assert_eq!(recall(alice.clone()).await.unwrap(), 0);
    assert_eq!(without_tables(&store, recall(alice.clone())).await.unwrap(), 0);
    assert!(without_tables(&store, recall(bob.clone())).await.is_err(), "nobody has looked for him yet");
    keeper.keep(&bob, None, fact("likes tea", 1)).await.unwrap();
    // The vector of bob's memory is made in a task of its own, which needs the tables.
    for _ in 0..1000 {
        if store.memory_stats(&bob).await.unwrap().vectors > 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert_eq!(without_tables(&store, recall(alice.clone())).await.unwrap(), 0);
    assert_eq!((recall(alice.clone()).await.unwrap(), counting.asked()), (0, 1), "of her nothing is made");
    assert_eq!((recall(bob.clone()).await.unwrap(), counting.asked()), (1, 2), "found by what it means");
    // What is known is right after each change.
    let kept = keeper.keep(&alice, None, fact("likes tea", 1)).await.unwrap().memory;
    assert!(has(&store, &alice).await);
    store.delete_memory(&alice, &kept.id).await.unwrap();
    assert!(!has(&store, &alice).await);
    told(&store, &alice, "Ann").await;
    assert!(has(&store, &alice).await);
    store.forget_memories(&alice, None, 2).await.unwrap();
    assert!(!has(&store, &alice).await);
}

#[tokio::test]
async fn that_nothing_is_remembered_is_known_no_more_when_another_process_keeps_something() {
    let dir = tempfile::tempdir().unwrap();
    // The first has the log; the second is as another process.
    let (here, there) = (open(&dir), open(&dir));
    let alice = who("alice");
    for n in 0..3 {
        assert!(!has(&here, &alice).await && !has(&there, &alice).await);
        there.keep_memory(&alice, fact(&format!("there {n}"), 1)).await.unwrap();
        assert!(has(&here, &alice).await);
        here.forget_memories(&alice, None, 2).await.unwrap();
        assert!(!has(&there, &alice).await);
        here.keep_memory(&alice, fact(&format!("here {n}"), 1)).await.unwrap();
        assert!(has(&there, &alice).await);
        there.forget_memories(&alice, None, 2).await.unwrap();
    }
}
