//! Users and their identifiers.

use super::Backend;
use crate::runtime::principal::{Caller, Principal};
use crate::runtime::store::{MAX_IDENTIFIERS, Merged, Status, Store, Turn, UserError};

fn caller(id: &str) -> Caller {
    Caller::parse(id).unwrap()
}

fn says(question: &str) -> Turn {
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

async fn said(store: &impl Store, who: &Principal) -> Vec<String> {
    let messages = store.messages(who, "s", 99, None).await.unwrap();
    messages.into_iter().map(|m| m.content).collect()
}

pub(in crate::runtime::store) async fn an_identifier_is_one_user_however_many_ask_at_once_and_after_a_restart<
    B: Backend,
>(
    backend: &B,
) {
    let (one, two) = (backend.open(), backend.open());
    let bob = caller("bob");
    let all = (0..50).map(|n| if n % 2 == 0 { one.users().meet(&bob, 1) } else { two.users().meet(&bob, 1) });
    let met = futures_util::future::try_join_all(all).await.unwrap();
    assert!(crate::runtime::principal::is_internal(met[0].user()), "{:?}", met[0]);
    assert!(met.iter().all(|who| *who == met[0] && who.to_string() == "bob"));
    drop((one, two));
    let store = backend.open();
    assert_eq!(store.users().find(&bob).await.unwrap().as_ref(), Some(&met[0]));
    assert_eq!(store.users().find(&caller("acme:bob")).await.unwrap(), None, "another tenant");
    assert_ne!(store.users().meet(&caller("acme:bob"), 1).await.unwrap(), met[0]);
    let by_id = store.users().meet(&caller(met[0].user()), 1).await.unwrap();
    assert_eq!((&by_id, by_id.to_string().as_str()), (&met[0], met[0].user()));
    let nobody = caller("usr_000000000000000000000");
    assert!(matches!(store.users().meet(&nobody, 1).await, Err(UserError::Unknown(_))));
}

pub(in crate::runtime::store) async fn identifiers_are_linked_all_or_none_and_never_taken_from_another_user_or_tenant<
    B: Backend,
>(
    backend: &B,
) {
    let store = backend.open();
    let bob = store.users().meet(&caller("bob"), 1).await.unwrap();
    let eve = store.users().meet(&caller("eve"), 1).await.unwrap();
    let called =
        |ids: &[&str]| ids.iter().map(|id| (caller(id), Some("email".to_owned()))).collect::<Vec<_>>();
    let taken = store.users().link(Some(&bob), called(&["b@x.io", "eve"]), 2).await.unwrap_err();
    assert!(matches!(&taken, UserError::Taken { user, .. } if user == eve.user()), "{taken}");
    assert_eq!(store.users().find(&caller("b@x.io")).await.unwrap(), None, "none of them");
    let other = store.users().link(Some(&bob), called(&["acme:b@x.io"]), 2).await.unwrap_err();
    assert!(matches!(other, UserError::OtherTenant(_)), "{other}");
    let reserved =
        store.users().link(Some(&bob), called(&["usr_000000000000000000000"]), 2).await.unwrap_err();
    assert!(matches!(reserved, UserError::Reserved(_)), "{reserved}");
    let user = store.users().link(Some(&bob), called(&["B@x.io", "bob"]), 2).await.unwrap();
    let names: Vec<_> = user.identifiers.iter().map(|i| (i.identifier.as_str(), i.kind.as_deref())).collect();
    assert_eq!(names, [("bob", Some("email")), ("b@x.io", Some("email"))]);
    assert_eq!(store.users().meet(&caller("b@X.io"), 3).await.unwrap(), bob);
    let many: Vec<String> = (0..MAX_IDENTIFIERS).map(|n| format!("bob{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(matches!(store.users().link(Some(&bob), called(&many), 2).await, Err(UserError::TooMany)));
    let new = store.users().link(None, called(&["acme:new"]), 4).await.unwrap();
    assert_eq!((new.tenant.as_str(), new.created_at), ("acme", 4));
    assert_eq!(store.users().list(Some("acme"), "", 9).await.unwrap(), [new]);
    assert_eq!(store.users().list(None, "", 9).await.unwrap().len(), 3);
}

pub(in crate::runtime::store) async fn an_unlinked_identifier_is_nobodys_and_what_was_kept_stays_with_its_user<
    B: Backend,
>(
    backend: &B,
) {
    let store = backend.open();
    let bob = store.users().meet(&caller("bob"), 1).await.unwrap();
    store.keep_turn(&bob, says("mine")).await.unwrap();
    assert_eq!(store.users().unlink(&caller("bob")).await.unwrap(), bob);
    assert!(matches!(store.users().unlink(&caller("bob")).await, Err(UserError::Unknown(_))));
    let other = store.users().meet(&caller("bob"), 2).await.unwrap();
    assert_ne!(other, bob);
    assert_eq!(said(&store, &other).await, [""; 0]);
    let by_id = store.users().meet(&caller(bob.user()), 2).await.unwrap();
    assert_eq!(said(&store, &by_id).await, ["mine"]);
}

pub(in crate::runtime::store) async fn a_merge_moves_everything_and_a_turn_that_was_on_its_way_follows<
    B: Backend,
>(
    backend: &B,
) {
    let store = backend.open();
    let (bob, mail) = (
        store.users().meet(&caller("bob"), 1).await.unwrap(),
        store.users().meet(&caller("b@x.io"), 1).await.unwrap(),
    );
    store.keep_turn(&bob, Turn { session_id: "t".into(), ..says("one") }).await.unwrap();
    store.keep_turn(&mail, says("two")).await.unwrap();
    let merged = store.users().merge(&bob, &mail, 5).await.unwrap();
    assert_eq!(merged, Merged { identifiers: 1, rows: 2 });
    assert_eq!(store.users().meet(&caller("bob"), 6).await.unwrap(), mail);
    store.keep_turn(&bob, says("three")).await.unwrap();
    assert_eq!(said(&store, &mail).await, ["two", "three"]);
    assert_eq!(store.sessions(&mail, 9, 0).await.unwrap().len(), 2);
    assert!(matches!(store.users().merge(&mail, &mail, 7).await, Err(UserError::Same(_))));
    assert!(matches!(store.users().merge(&bob, &mail, 7).await, Err(UserError::Unknown(_))));
    let other = store.users().meet(&caller("acme:bob"), 1).await.unwrap();
    assert!(matches!(store.users().merge(&other, &mail, 7).await, Err(UserError::OtherTenant(_))));
}

pub(in crate::runtime::store) async fn users_with_a_session_of_the_same_id_are_not_merged_and_nothing_has_moved<
    B: Backend,
>(
    backend: &B,
) {
    let store = backend.open();
    let (bob, eve) = (
        store.users().meet(&caller("bob"), 1).await.unwrap(),
        store.users().meet(&caller("eve"), 1).await.unwrap(),
    );
    store.keep_turn(&bob, says("bob's")).await.unwrap();
    store.keep_turn(&eve, says("eve's")).await.unwrap();
    let clash = store.users().merge(&bob, &eve, 5).await.unwrap_err();
    assert!(matches!(&clash, UserError::Clash(table) if table == "session"), "{clash}");
    assert_eq!(said(&store, &bob).await, ["bob's"]);
    assert_eq!(store.users().meet(&caller("bob"), 6).await.unwrap(), bob);
}

pub(in crate::runtime::store) async fn what_another_process_changes_is_seen_by_the_one_that_remembers<
    B: Backend,
>(
    backend: &B,
) {
    let (one, two) = (backend.open(), backend.open());
    let bob = one.users().meet(&caller("bob"), 1).await.unwrap();
    two.users().unlink(&caller("bob")).await.unwrap();
    assert_ne!(one.users().meet(&caller("bob"), 2).await.unwrap(), bob);
}
