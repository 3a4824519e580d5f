//! Sessions and messages.

use super::{Backend, turn, who};
use crate::runtime::llm::Message;
use crate::runtime::principal::Principal;
use crate::runtime::store::{Buffers, HistoryLimit, Said, Status, Store as _, Summary, Turn};

pub(in crate::runtime::store) async fn a_kept_turn_is_read_back_in_order<B: Backend>(backend: &B) {
    let store = backend.open();
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

pub(in crate::runtime::store) async fn the_same_session_id_of_two_users_or_tenants_is_two_sessions<
    B: Backend,
>(
    backend: &B,
) {
    let store = backend.open();
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

pub(in crate::runtime::store) async fn many_turns_at_once_are_all_kept<B: Backend>(backend: &B) {
    let store = backend.open();
    let alice = who("alice");
    let writes = (0..500).map(|i| store.keep_turn(&alice, turn(&format!("s{}", i % 10), "q", "a", i)));
    for result in futures_util::future::join_all(writes).await {
        result.unwrap();
    }
    let sessions = store.sessions(&alice, 100, 0).await.unwrap();
    assert_eq!(sessions.iter().map(|s| s.message_count).sum::<u64>(), 1000);
}

pub(in crate::runtime::store) async fn a_question_without_an_answer_is_one_message<B: Backend>(backend: &B) {
    let store = backend.open();
    let alice = who("alice");
    store.keep_turn(&alice, Turn { status: Status::Cancelled, ..turn("s", "hello", "", 1) }).await.unwrap();
    store.keep_turn(&alice, Turn { status: Status::Failed, ..turn("s", "again", "hal", 2) }).await.unwrap();
    let messages = store.messages(&alice, "s", 10, None).await.unwrap();
    let seen: Vec<_> = messages.iter().map(|m| (m.content.as_str(), m.status)).collect();
    assert_eq!(seen, [("hello", Status::Complete), ("again", Status::Complete), ("hal", Status::Failed)]);
}

pub(in crate::runtime::store) async fn answers_that_ask_back_are_counted_across_a_restart<B: Backend>(
    backend: &B,
) {
    let alice = who("alice");
    let asks = |at| Turn { asks_back: true, ..turn("s", "q", "which?", at) };
    let store = backend.open();
    assert_eq!(store.asked_back(&alice, "s").await.unwrap(), 0);
    store.keep_turn(&alice, turn("s", "q", "a", 1)).await.unwrap();
    store.keep_turn(&alice, asks(2)).await.unwrap();
    store.keep_turn(&alice, asks(3)).await.unwrap();
    store.keep_turn(&alice, Turn { status: Status::Failed, ..turn("s", "q", "half", 4) }).await.unwrap();
    assert_eq!(store.asked_back(&alice, "s").await.unwrap(), 2);
    assert_eq!(store.asked_back(&who("bob"), "s").await.unwrap(), 0);
    drop(store);
    let store = backend.open();
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

pub(in crate::runtime::store) async fn what_was_kept_is_there_after_opening_again<B: Backend>(backend: &B) {
    let store = backend.open();
    store.keep_turn(&who("alice"), turn("s", "q", "a", 1)).await.unwrap();
    drop(store);
    assert_eq!(backend.open().messages(&who("alice"), "s", 9, None).await.unwrap().len(), 2);
}

pub(in crate::runtime::store) async fn what_two_processes_keep_both_can_read<B: Backend>(backend: &B) {
    let (one, two) = (backend.open(), backend.open());
    let alice = who("alice");
    one.keep_turn(&alice, turn("s1", "q", "a", 1)).await.unwrap();
    two.keep_turn(&alice, turn("s2", "q", "a", 2)).await.unwrap();
    assert_eq!(one.sessions(&alice, 9, 0).await.unwrap().len(), 2);
    assert_eq!(two.sessions(&alice, 9, 0).await.unwrap().len(), 2);
}

const VIEW: HistoryLimit = HistoryLimit { messages: 10, bytes: 100_000 };

fn summary(upto: i64, text: &str) -> Summary {
    Summary { upto, text: text.into(), at: 7 }
}

pub(in crate::runtime::store) async fn a_summary_is_told_in_the_place_of_what_it_stands_for_and_nothing_is_lost<
    B: Backend,
>(
    backend: &B,
) {
    let alice = who("alice");
    let store = backend.open();
    for n in 0..5 {
        store.keep_turn(&alice, turn("s", &format!("q{n}"), &format!("a{n}"), n)).await.unwrap();
    }
    let all = store.messages(&alice, "s", 100, None).await.unwrap();
    assert_eq!(store.history(&alice, "s", VIEW).await.unwrap().messages.len(), 10);
    let part = HistoryLimit { messages: 3, bytes: 100_000 };
    let between = store.messages_between(&alice, "s", (all[1].seq, all[9].seq), part).await.unwrap();
    assert_eq!(between, all[2..5]);
    let small = HistoryLimit { messages: 9, bytes: 1 };
    assert_eq!(store.messages_between(&alice, "s", (0, i64::MAX), small).await.unwrap(), all[..1]);
    assert!(store.set_summary(&alice, "s", summary(all[5].seq, "in short")).await.unwrap());
    let told = |store: B::Store| async move {
        let earlier = store.history(&alice, "s", VIEW).await.unwrap();
        let words: Vec<String> = earlier.messages.iter().map(|m| m.text().to_owned()).collect();
        (earlier.summary.as_deref().map(str::to_owned), words, earlier.last_at, store)
    };
    let (text, words, at, store) = told(store).await;
    assert_eq!((text.as_deref(), at), (Some("in short"), 5));
    assert_eq!(words, ["q3", "a3", "q4", "a4"]);
    let alice = who("alice");
    assert_eq!(store.messages(&alice, "s", 100, None).await.unwrap(), all);
    assert_eq!(store.session(&alice, "s").await.unwrap().unwrap().message_count, 10);
    drop(store);
    let store = backend.open();
    let earlier = store.history(&alice, "s", VIEW).await.unwrap();
    assert_eq!((earlier.summary.as_deref(), earlier.messages.len()), (Some("in short"), 4));
    // What another process has summed up is told here too.
    let other = backend.open();
    assert!(other.set_summary(&alice, "s", summary(all[7].seq, "shorter")).await.unwrap());
    let earlier = store.history(&alice, "s", VIEW).await.unwrap();
    assert_eq!((earlier.summary.as_deref(), earlier.messages.len()), (Some("shorter"), 2));
}

pub(in crate::runtime::store) async fn a_summary_is_its_users_alone_and_never_goes_back<B: Backend>(
    backend: &B,
) {
    let store = backend.open();
    let people = ["bob", "acme:bob", "acme:alice"].map(who);
    for person in &people {
        store.keep_turn(person, turn("s", "q", "a", 1)).await.unwrap();
        store.keep_turn(person, turn("s", "q", "a", 2)).await.unwrap();
    }
    let own = store.messages(&people[0], "s", 9, None).await.unwrap();
    // A message of somebody else's, and one that is not there, cannot be stood for.
    assert!(!store.set_summary(&people[1], "s", summary(own[1].seq, "stolen")).await.unwrap());
    assert!(!store.set_summary(&people[0], "s", summary(own[3].seq + 100, "ahead")).await.unwrap());
    assert!(!store.set_summary(&people[0], "other", summary(own[1].seq, "elsewhere")).await.unwrap());
    assert!(store.set_summary(&people[0], "s", summary(own[1].seq, "mine")).await.unwrap());
    assert!(!store.set_summary(&people[0], "s", summary(own[1].seq, "again")).await.unwrap());
    assert!(!store.set_summary(&people[0], "s", summary(own[0].seq, "back")).await.unwrap());
    assert_eq!(store.summary(&people[0], "s").await.unwrap(), Some(summary(own[1].seq, "mine")));
    for stranger in &people[1..] {
        assert_eq!(store.summary(stranger, "s").await.unwrap(), None);
        assert_eq!(store.history(stranger, "s", VIEW).await.unwrap().messages.len(), 4);
    }
}

const ALL: HistoryLimit = HistoryLimit { messages: 99, bytes: 1 << 20 };

pub(in crate::runtime::store) async fn a_cleared_buffer_is_out_of_the_history_and_its_messages_stay<
    B: Backend,
>(
    backend: &B,
) {
    let store = backend.open();
    let people = ["alice", "bob", "acme:alice"].map(who);
    for person in &people {
        for session in ["s1", "s2"] {
            // One of them is in memory, as that of a session that is talked in.
            store.history(person, session, ALL).await.unwrap();
            let asked = Turn { asks_back: true, ..turn(session, "q", "a", 1) };
            store.keep_turn(person, asked).await.unwrap();
        }
    }
    let [alice, bob, other] = &people;
    assert_eq!(store.clear_buffers(Some(alice), Some("s1")).await.unwrap(), 1);
    assert_eq!(store.clear_buffers(Some(alice), Some("s1")).await.unwrap(), 0, "there is nothing more");
    assert_eq!(store.clear_buffers(Some(alice), Some("none")).await.unwrap(), 0);
    for again in [&store, &backend.open()] {
        assert_eq!(again.history(alice, "s1", ALL).await.unwrap().messages.len(), 0);
        assert_eq!(again.asked_back(alice, "s1").await.unwrap(), 0);
        assert_eq!(again.history(alice, "s2", ALL).await.unwrap().messages.len(), 2);
        assert_eq!(again.asked_back(bob, "s1").await.unwrap(), 1);
        assert_eq!(again.history(other, "s1", ALL).await.unwrap().messages.len(), 2);
        assert_eq!(again.messages(alice, "s1", 99, None).await.unwrap().len(), 2, "what was said stays");
        let buffers = again.buffers(alice, 1).await.unwrap();
        assert_eq!(buffers.len(), 1);
        assert_eq!((buffers[0].session_id.as_str(), buffers[0].messages), ("s2", 1), "as many as count");
        assert_eq!(again.all_buffers(9).await.unwrap(), Buffers { users: 3, sessions: 5, messages: 10 });
    }
    store.keep_turn(alice, turn("s1", "later", "yes", 9)).await.unwrap();
    let said = store.history(alice, "s1", ALL).await.unwrap();
    assert_eq!(said.messages.iter().map(Message::text).collect::<Vec<_>>(), ["later", "yes"]);
    assert_eq!(store.clear_buffers(Some(bob), None).await.unwrap(), 2);
    assert_eq!(store.clear_buffers(None, None).await.unwrap(), 4, "alice's two and those of the tenant");
    assert_eq!(store.all_buffers(9).await.unwrap(), Buffers { users: 0, sessions: 0, messages: 0 });
}

pub(in crate::runtime::store) async fn what_was_said_is_told_of_all_sessions_of_its_user_alone<B: Backend>(
    backend: &B,
) {
    let store = backend.open();
    let people = ["alice", "acme:alice"].map(who);
    for person in &people {
        for (n, session) in ["s1", "s2", "s1"].iter().enumerate() {
            let at = 1000 * (n as u64 + 1);
            store.keep_turn(person, turn(session, &format!("{person:?} {n}"), "ok", at)).await.unwrap();
        }
    }
    let all = Said { from: 0, to: u64::MAX, session_id: None, request_id: None, limit: 99 };
    for person in &people {
        let said = store.said(person, all.clone()).await.unwrap();
        let sessions: Vec<&str> = said.iter().map(|(session, _)| session.as_str()).collect();
        assert_eq!(sessions, ["s1", "s1", "s2", "s2", "s1", "s1"]);
        assert_eq!((said[0].1.content.as_str(), said[5].1.content.clone()), ("ok", format!("{person:?} 0")));
        let some = Said { from: 2000, to: 2000, ..all.clone() };
        assert_eq!(store.said(person, some).await.unwrap()[0].1.content, format!("{person:?} 1"));
        let of_one =
            Said { session_id: Some("s2".into()), request_id: Some("req_2000".into()), ..all.clone() };
        assert_eq!(store.said(person, of_one).await.unwrap().len(), 2);
        assert_eq!(store.said(person, Said { limit: 1, ..all.clone() }).await.unwrap().len(), 1);
    }
    assert!(store.said(&who("bob"), all).await.unwrap().is_empty());
}

pub(in crate::runtime::store) async fn what_left_the_view_is_told_from_where_it_was_cleared_to_where_the_view_begins<
    B: Backend,
>(
    backend: &B,
) {
    let store = backend.open();
    let (alice, view) = (who("alice"), HistoryLimit { messages: 4, bytes: 1 << 20 });
    for i in 0..5 {
        store.keep_turn(&alice, turn("s", &format!("q{i}"), &format!("a{i}"), 10 * i)).await.unwrap();
    }
    let left = async |who: &Principal, after, most| {
        let most = HistoryLimit { messages: most, bytes: 1 << 20 };
        let left = store.left(who, "s", after, view, most).await.unwrap();
        (left.cleared_to, left.messages.into_iter().map(|m| m.content).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(left(&alice, 0, 99).await, (0, "q0 a0 q1 a1 q2 a2".into()));
    assert_eq!(left(&alice, 0, 2).await, (0, "q2 a2".into()), "the last of it");
    let seqs: Vec<i64> = store.messages(&alice, "s", 99, None).await.unwrap().iter().map(|m| m.seq).collect();
    assert_eq!(left(&alice, seqs[3], 99).await, (0, "q2 a2".into()));
    for stranger in ["bob", "acme:alice"].map(who) {
        assert_eq!(left(&stranger, 0, 99).await, (0, String::new()));
        assert_eq!(store.messages_at(&stranger, "s", seqs.clone()).await.unwrap(), []);
    }
    let at = async |seqs: Vec<i64>| {
        let messages = store.messages_at(&alice, "s", seqs).await.unwrap();
        messages.into_iter().map(|m| m.content).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(at(vec![seqs[4], seqs[1], -7]).await, "a0 q2");
    assert_eq!(store.messages_at(&alice, "other", seqs.clone()).await.unwrap(), []);
    // What a summary stands for has left the view.
    let summary = Summary { upto: seqs[7], text: "short".into(), at: 1 };
    assert!(store.set_summary(&alice, "s", summary).await.unwrap());
    assert_eq!(left(&alice, seqs[3], 99).await, (0, "q2 a2 q3 a3".into()));
    store.clear_buffers(Some(&alice), Some("s")).await.unwrap();
    assert_eq!(left(&alice, 0, 99).await, (seqs[9], String::new()));
    assert_eq!(at(seqs).await, "");
}
