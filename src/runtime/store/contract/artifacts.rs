//! Files that agents made, and users that are erased.

use bytes::Bytes;

use super::{Backend, turn, who};
use crate::runtime::principal::Caller;
use crate::runtime::store::{NewArtifact, Store as _, UserError};

fn new(session: &str, name: &str, content: impl Into<Bytes>) -> NewArtifact {
    NewArtifact {
        session_id: session.into(),
        name: name.into(),
        media_type: "text/plain".into(),
        request_id: "req_1".into(),
        agent_id: "a".into(),
        content: content.into(),
        created_at: 1,
    }
}

pub(in crate::runtime::store) async fn nobody_reaches_the_artifacts_of_another_user<B: Backend>(backend: &B) {
    let store = backend.open();
    let made = store.keep_artifact(&who("alice"), new("s", "a.txt", "one")).await.unwrap();
    for other in ["bob", "acme:alice"].map(who) {
        assert_eq!(store.artifacts(&other, 10).await.unwrap(), []);
        assert_eq!(store.artifact(&other, &made.id).await.unwrap(), []);
        assert!(!store.delete_artifact(&other, &made.id).await.unwrap());
    }
    assert!(store.delete_artifact(&who("alice"), &made.id).await.unwrap());
    assert!(!store.delete_artifact(&who("alice"), &made.id).await.unwrap());
}

pub(in crate::runtime::store) async fn of_an_erased_user_nothing_is_read_and_nothing_is_kept_any_more<
    B: Backend,
>(
    backend: &B,
) {
    let store = backend.open();
    let caller = Caller::parse("acme:bob").unwrap();
    let bob = store.users().meet(&caller, 1).await.unwrap();
    let eve = store.users().meet(&Caller::parse("acme:eve").unwrap(), 1).await.unwrap();
    for who in [&bob, &eve] {
        store.keep_turn(who, turn("s", "q", "a", 1)).await.unwrap();
        store.keep_artifact(who, new("s", "a.txt", "the same")).await.unwrap();
    }
    let erased = store.erasure().erase(&bob, 5).await.unwrap();
    assert_eq!(
        (erased.rows["message"], erased.rows["identifier"], erased.files),
        (2, 1, 0),
        "eve has it too"
    );
    store.keep_turn(&bob, turn("s", "late", "a", 9)).await.unwrap();
    assert_eq!(store.sessions(&bob, 9, 0).await.unwrap(), []);
    assert_eq!(store.artifacts(&bob, 9).await.unwrap(), []);
    assert_eq!(store.users().find(&caller).await.unwrap(), None);
    assert!(matches!(store.erasure().erase(&bob, 9).await, Err(UserError::Unknown(_))));
    assert_eq!(store.messages(&eve, "s", 9, None).await.unwrap().len(), 2);
    let artifact = store.artifacts(&eve, 9).await.unwrap().remove(0);
    assert_eq!(store.artifact_content(&artifact).await.unwrap(), "the same");
}
