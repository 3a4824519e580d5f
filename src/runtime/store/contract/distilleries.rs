//! Distilleries, and what they deliver.

use super::Backend;
use crate::runtime::distilleries::tests::distillery;
use crate::runtime::distilleries::{Delivery, Distilleries as _, Distillery, Trust};
use crate::runtime::memory::{Listing, MAX_MEMORY, Memories as _, MemoryError, NewMemory};
use crate::runtime::principal::{Caller, Principal};
use crate::runtime::store::Store;

fn delivery(name: u8, content: &str) -> Delivery {
    let new = NewMemory {
        content: content.into(),
        kind: "fact".into(),
        source: "distillery:x".into(),
        at: 5,
        ..NewMemory::default()
    };
    Delivery { digest: [name; 32], new }
}

struct Place<S> {
    store: S,
    ann: Principal,
    id: String,
}

async fn place<B: Backend>(backend: &B) -> Place<B::Store> {
    let store = backend.open();
    let ann = store.users().meet(&caller("ann"), 1).await.unwrap();
    let new = distillery("notes");
    let id = new.id.clone();
    assert!(store.register_distillery(new).await.unwrap());
    Place { store, ann, id }
}

fn caller(id: &str) -> Caller {
    Caller::parse(id).unwrap()
}

impl<S: Store> Place<S> {
    async fn deliver(&self, who: &Principal, deliveries: Vec<Delivery>) -> Option<Vec<Option<bool>>> {
        let taken = self.store.deliver(who, &self.id, deliveries, 9).await.unwrap()?;
        Some(taken.into_iter().map(|taken| taken.unwrap().map(|kept| kept.is_new)).collect())
    }

    async fn memories(&self, who: &Principal) -> Vec<String> {
        let listing = Listing { limit: 99, ..Listing::default() };
        let all = self.store.memories(who, listing).await.unwrap();
        all.into_iter().map(|memory| memory.content).collect()
    }
}

pub(in crate::runtime::store) async fn a_distillery_is_read_back_and_a_revoked_one_stays_to_be_seen<
    B: Backend,
>(
    backend: &B,
) {
    let place = place(backend).await;
    let other = Distillery { trust: Trust::Verified, description: Some("d".into()), ..distillery("other") };
    assert!(place.store.register_distillery(other.clone()).await.unwrap());
    assert_eq!(place.store.distillery(&other.id).await.unwrap(), Some(other.clone()));
    assert_eq!(place.store.distillery("dst_none").await.unwrap(), None);
    for now in [8, 9] {
        let revoked = place.store.revoke_distillery(&other.id, now).await.unwrap().unwrap();
        assert_eq!(revoked.revoked_at, Some(8), "the first time counts");
    }
    assert_eq!(place.store.revoke_distillery("dst_none", 8).await.unwrap(), None);
    let all = place.store.distilleries().await.unwrap();
    assert_eq!(all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["other", "notes"]);
}

pub(in crate::runtime::store) async fn what_is_delivered_is_kept_once_and_does_not_come_back<B: Backend>(
    backend: &B,
) {
    let place = place(backend).await;
    let twice = vec![delivery(1, "likes tea"), delivery(1, "likes tea"), delivery(2, "likes tea")];
    assert_eq!(place.deliver(&place.ann, twice).await.unwrap(), [Some(true), None, Some(false)]);
    assert_eq!(place.memories(&place.ann).await, ["likes tea"]);
    place.store.forget_memories(&place.ann, None, 0).await.unwrap();
    assert_eq!(place.deliver(&place.ann, vec![delivery(1, "likes tea")]).await.unwrap(), [None]);
    assert_eq!(place.memories(&place.ann).await, [""; 0]);
    let digests = vec![[1; 32], [2; 32], [3; 32]];
    assert_eq!(place.store.undelivered(&place.ann, &place.id, digests.clone()).await.unwrap(), 1);
    // The same name is another thing of another user, and of another distillery.
    let bob = place.store.users().meet(&caller("acme:ann"), 1).await.unwrap();
    assert_eq!(place.store.undelivered(&bob, &place.id, digests.clone()).await.unwrap(), 3);
    assert_eq!(place.store.undelivered(&place.ann, "dst_other", digests).await.unwrap(), 3);
    assert_eq!(place.deliver(&bob, vec![delivery(1, "likes milk")]).await.unwrap(), [Some(true)]);
    assert_eq!(place.memories(&place.ann).await, [""; 0]);
    let since = |at| place.store.delivered_since(&place.id, at);
    assert_eq!((since(9).await.unwrap(), since(10).await.unwrap()), (3, 0));
}

pub(in crate::runtime::store) async fn what_cannot_be_kept_leaves_the_rest_and_may_come_again<B: Backend>(
    backend: &B,
) {
    let place = place(backend).await;
    let long = "x".repeat(MAX_MEMORY + 1);
    let some = vec![delivery(1, &long), delivery(2, "likes tea")];
    let taken = place.store.deliver(&place.ann, &place.id, some, 9).await.unwrap().unwrap();
    assert!(matches!(taken[0], Err(MemoryError::TooLarge { .. })) && taken[1].is_ok(), "{taken:?}");
    assert_eq!(place.deliver(&place.ann, vec![delivery(1, "likes milk")]).await.unwrap(), [Some(true)]);
}

pub(in crate::runtime::store) async fn a_revoked_distillery_and_a_stranger_deliver_nothing<B: Backend>(
    backend: &B,
) {
    let place = place(backend).await;
    place.store.revoke_distillery(&place.id, 8).await.unwrap();
    assert_eq!(place.deliver(&place.ann, vec![delivery(1, "likes tea")]).await, None);
    let stranger =
        place.store.deliver(&place.ann, "dst_none", vec![delivery(1, "likes tea")], 9).await.unwrap();
    assert!(stranger.is_none());
    assert_eq!(place.memories(&place.ann).await, [""; 0]);
}

pub(in crate::runtime::store) async fn a_merge_and_an_erasure_take_what_was_delivered_along<B: Backend>(
    backend: &B,
) {
    let place = place(backend).await;
    let bob = place.store.users().meet(&caller("bob"), 1).await.unwrap();
    place.deliver(&place.ann, vec![delivery(1, "likes tea"), delivery(2, "likes milk")]).await;
    place.deliver(&bob, vec![delivery(1, "likes tea"), delivery(3, "likes water")]).await;
    place.store.users().merge(&bob, &place.ann, 9).await.unwrap();
    let digests = vec![[1; 32], [2; 32], [3; 32]];
    assert_eq!(place.store.undelivered(&place.ann, &place.id, digests.clone()).await.unwrap(), 0);
    assert_eq!(place.memories(&place.ann).await.len(), 3);
    place.store.erasure().erase(&place.ann, 9).await.unwrap();
    assert_eq!(place.store.undelivered(&place.ann, &place.id, digests).await.unwrap(), 3);
}

pub(in crate::runtime::store) async fn a_memory_gives_way_to_one_that_holds_and_to_nothing_else<
    B: Backend,
>(
    backend: &B,
) {
    let place = place(backend).await;
    place.deliver(&place.ann, vec![delivery(1, "lives in Rome"), delivery(2, "lives in Oslo")]).await;
    let listing = Listing { limit: 9, ..Listing::default() };
    let ids: Vec<_> =
        place.store.memories(&place.ann, listing).await.unwrap().into_iter().map(|m| m.id).collect();
    let bob = place.store.users().meet(&caller("bob"), 1).await.unwrap();
    let way = |who: &Principal, old: &str, by: &str| place.store.give_way(who, old, by);
    assert!(!way(&bob, &ids[0], &ids[1]).await.unwrap());
    assert!(!way(&place.ann, &ids[0], &ids[0]).await.unwrap());
    assert!(!way(&place.ann, &ids[0], "mem_none").await.unwrap());
    assert!(way(&place.ann, &ids[0], &ids[1]).await.unwrap());
    assert!(!way(&place.ann, &ids[1], &ids[0]).await.unwrap(), "it does not hold any more");
    assert_eq!(place.memories(&place.ann).await.len(), 1);
}
