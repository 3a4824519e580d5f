//! What is found of sessions that have outgrown their view.

use super::*;
use crate::runtime::memory::Rules;
use crate::runtime::store::{SqliteStore, Status, Summary, Turn, Users as _};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;

const VIEW: HistoryLimit = HistoryLimit { messages: 4, bytes: 64 << 10 };
const DOOR: &str = "Where do I find the key of the garden door?";

struct Place {
    _dir: tempfile::TempDir,
    store: Arc<SqliteStore>,
    working: Arc<Working>,
}

fn place(most: usize) -> Place {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(&dir.path().join("sessions.db")).unwrap());
    let keeper = Keeper::new(Rules::default(), store.clone(), Clock::default(), Redactor::default());
    let working = Working::new(Settings { most }, VIEW, store.clone(), keeper);
    Place { _dir: dir, store, working }
}

impl Place {
    async fn user(&self, name: &str) -> Principal {
        let caller = crate::runtime::principal::Caller::parse(name).unwrap();
        self.store.meet(&caller, 1).await.unwrap()
    }

    async fn says(&self, who: &Principal, session: &str, question: &str, answer: &str) {
        let turn = Turn {
            session_id: session.into(),
            request_id: "r".into(),
            agent_id: "a".into(),
            question: question.into(),
            answer: answer.into(),
            status: Status::Complete,
            asks_back: false,
            asked_at: 1,
            answered_at: 2,
        };
        self.store.keep_turn(who, turn).await.unwrap();
    }

    /// A word about the key, and two turns after it, which fill the view.
    async fn tells(&self, who: &Principal, session: &str, place: &str) {
        self.says(who, session, &format!("The key of the garden door is {place}."), "I see.").await;
        for n in 0..2 {
            self.says(who, session, &format!("What is {n} plus {n}?"), "A number.").await;
        }
    }

    /// Without the time that a turn has for it: the machine may be busy.
    async fn finds(&self, who: &Principal, session: &str, question: &str) -> Vec<String> {
        let key = (who.clone(), session.to_owned());
        let found = Arc::clone(&self.working).look(key, question.to_owned()).await;
        found.unwrap_or_default().into_iter().map(|message| message.content).collect()
    }
}

#[tokio::test]
async fn what_left_the_view_is_found_by_its_meaning_in_its_own_session_of_its_own_user() {
    let place = place(usize::MAX);
    let (ann, bob) = (place.user("ann").await, place.user("acme:ann").await);
    place.tells(&ann, "s", "under the flower pot").await;
    place.tells(&bob, "s", "in the shed").await;
    place.tells(&ann, "t", "on the hook").await;
    let key = |where_| vec![format!("The key of the garden door is {where_}.")];
    assert_eq!(place.finds(&ann, "s", DOOR).await, key("under the flower pot"));
    assert_eq!(place.finds(&bob, "s", DOOR).await, key("in the shed"));
    assert_eq!(place.finds(&ann, "t", DOOR).await, key("on the hook"));
    assert_eq!(place.finds(&bob, "t", DOOR).await, [""; 0]);
    assert_eq!(place.finds(&ann, "s", "Who won the football match?").await, [""; 0]);
    assert_eq!(place.working.held().messages, 6);
}

#[tokio::test]
async fn what_is_told_word_for_word_is_not_found_and_what_a_summary_stands_for_is() {
    let place = place(usize::MAX);
    let ann = place.user("ann").await;
    place.says(&ann, "s", "The key of the garden door is under the flower pot.", "I see.").await;
    place.says(&ann, "s", "Hello", "Hello.").await;
    assert_eq!(place.finds(&ann, "s", DOOR).await, [""; 0]);
    assert_eq!(place.working.held(), Held::default(), "nothing is held of it");
    let first = place.store.messages(&ann, "s", 9, None).await.unwrap()[1].seq;
    let summary = Summary { upto: first, text: "A key.".into(), at: 1 };
    assert!(place.store.set_summary(&ann, "s", summary).await.unwrap());
    assert_eq!(place.finds(&ann, "s", DOOR).await.len(), 1);
    // What leaves the view later is found, too, and nothing is taken up twice.
    for n in 0..3 {
        place
            .says(&ann, "s", &format!("My train to Porto leaves at {n} o'clock."), "Have a good trip.")
            .await;
    }
    let found = place.finds(&ann, "s", "When does my train leave?").await;
    assert!(found.iter().any(|said| said == "My train to Porto leaves at 0 o'clock."), "{found:?}");
    assert_eq!(place.working.held().messages, 6);
    place.finds(&ann, "s", DOOR).await;
    assert_eq!(place.working.held().messages, 6);
}

#[tokio::test]
async fn what_was_cleared_or_is_gone_is_found_by_nobody_even_where_nobody_told() {
    let place = place(usize::MAX);
    let ann = place.user("ann").await;
    place.tells(&ann, "s", "under the flower pot").await;
    assert_eq!(place.finds(&ann, "s", DOOR).await.len(), 1);
    // Another process does it.
    place.store.clear_buffers(Some(&ann), None).await.unwrap();
    assert_eq!(place.finds(&ann, "s", DOOR).await, [""; 0]);
    assert_eq!(place.working.held(), Held::default());
    place.tells(&ann, "s", "in the shed").await;
    assert_eq!(place.finds(&ann, "s", DOOR).await, ["The key of the garden door is in the shed."]);
    let bob = place.user("bob").await;
    place.store.merge(&ann, &bob, 5).await.unwrap();
    assert_eq!(place.finds(&ann, "s", DOOR).await, [""; 0]);
    assert_eq!(place.finds(&bob, "s", DOOR).await.len(), 1);
    place.working.forget(Some(&bob), Some("s"));
    place.working.forget(Some(&ann), None);
    assert_eq!(place.working.held(), Held::default());
}

#[tokio::test]
async fn within_a_small_bound_the_last_words_stay() {
    let place = place(2000);
    let ann = place.user("ann").await;
    place.tells(&ann, "s", "under the flower pot").await;
    for n in 0..20 {
        place
            .says(&ann, "s", &format!("The train to Porto leaves at {n} o'clock."), "Have a good trip.")
            .await;
    }
    assert_eq!(place.finds(&ann, "s", DOOR).await, [""; 0]);
    assert!(!place.finds(&ann, "s", "When does the train leave?").await.is_empty());
    let held = place.working.held();
    assert!(held.bytes <= 2000 && held.messages > 0, "{held:?}");
}
