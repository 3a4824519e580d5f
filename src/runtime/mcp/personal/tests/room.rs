//! How the connections of all users share their room.

use super::*;

/// A place with one server, and users who have a token each.
async fn with_users(url: &str, most: usize, names: &[&str]) -> (Arc<Place>, Vec<Asker>) {
    let users = Users { most, wait: Duration::from_millis(300), ..Users::default() };
    let place = Arc::new(place(url, &["github"], &users));
    let mut askers = Vec::new();
    for name in names {
        let who = place.who(name).await;
        place.set(&who, "github", name, &format!("token-of-{name}-0123456789")).await;
        askers.push(Asker::new(who));
    }
    (place, askers)
}

async fn granted(place: &Place, asker: &Asker) -> Vec<Arc<Granted>> {
    let grants = place.servers.personal("github").unwrap().grants(asker, true).await.unwrap();
    grants.each[0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_use_that_ends_late_frees_nothing_of_the_connection_that_came_after() {
    let (url, _) = played().await;
    let (place, askers) = with_users(&url, 1, &["ann", "bob"]).await;
    let server = place.servers.personal("github").unwrap();
    let of_ann = granted(&place, &askers[0]).await;
    let before = server.lease(&askers[0], &of_ann).await.unwrap();
    place.servers.forget(askers[0].who()).await;
    let after = server.lease(&askers[0], &of_ann).await.unwrap();
    drop(before);
    let refused = place.call("github", &askers[1], "whose").await;
    assert!(matches!(refused, Err(McpError::Busy { .. })), "{refused:?}");
    drop(after);
    place.call("github", &askers[1], "whose").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn for_each_that_waits_one_goes_and_not_more() {
    let (url, seen) = played().await;
    let (place, askers) = with_users(&url, 4, &["a", "b", "c", "d", "e", "f"]).await;
    for asker in &askers[..4] {
        place.call("github", asker, "whose").await.unwrap();
    }
    let both = askers[4..].iter().map(|asker| place.call("github", asker, "whose"));
    for said in futures_util::future::join_all(both).await {
        said.unwrap();
    }
    assert_eq!(place.servers.personal("github").unwrap().connections(), 4);
    assert_eq!(seen.opened.load(Ordering::Relaxed), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_has_room_where_others_are_idle_and_others_have_it_again_afterwards() {
    let (url, _) = played().await;
    let (place, askers) = with_users(&url, 1, &["ann", "bob"]).await;
    place.call("github", &askers[0], "whose").await.unwrap();
    let content = Content::token(&"candidate-0123456789".into()).unwrap();
    let trial = place.servers.try_out("github", &askers[1], &service("github"), &content).await.unwrap();
    let refused = place.call("github", &askers[0], "whose").await;
    assert!(matches!(refused, Err(McpError::Busy { .. })), "{refused:?}");
    // Dropped, as where nobody waits for it any more.
    drop(trial);
    let server = place.servers.personal("github").unwrap();
    assert!(!server.0.pool.lock().all.values().any(|kept| kept.trial), "it goes at once");
    place.call("github", &askers[0], "whose").await.unwrap();
    let trial = place.servers.try_out("github", &askers[1], &service("github"), &content).await.unwrap();
    place.servers.stop().await;
    assert!(trial.call("whose", Map::new()).await.is_err(), "it ended with all others");
    let late = place.servers.try_out("github", &askers[1], &service("github"), &content).await;
    assert!(matches!(late, Err(McpError::NotRunning(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_value_does_not_wait_for_calls_with_the_older_nor_does_a_late_one_end_it() {
    let (url, seen) = played().await;
    let (place, askers) = with_users(&url, 4, &["ann"]).await;
    let (server, ann) = (place.servers.personal("github").unwrap(), &askers[0]);
    let older = granted(&place, ann).await;
    let in_use = server.lease(ann, &older).await.unwrap();
    place.set(ann.who(), "github", "ann", "newer-of-ann-0123456789").await;
    let newer = granted(&place, ann).await;
    let next = server.lease(ann, &newer).await.unwrap();
    let home = |lease: &Lease| lease.server.spec().home.clone();
    assert_ne!(home(&in_use), home(&next), "two programs never share one");
    drop((in_use, next));
    place.call("github", ann, "whose").await.unwrap();
    let opened = seen.opened.load(Ordering::Relaxed);
    drop(server.lease(ann, &older).await.unwrap());
    place.call("github", ann, "whose").await.unwrap();
    assert_eq!(seen.opened.load(Ordering::Relaxed), opened, "the newer one is still there");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_left_alone_is_not_what_the_next_call_gets() {
    let (url, _) = played().await;
    let (place, askers) = with_users(&url, 4, &["ann"]).await;
    let of_ann = granted(&place, &askers[0]).await;
    let lease = place.servers.personal("github").unwrap().lease(&askers[0], &of_ann).await.unwrap();
    lease.server.stop().await;
    place.call("github", &askers[0], "whose").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_user_has_the_list_of_the_own_connection_and_a_server_that_is_down_is_waited_for_once() {
    let (url, seen) = played().await;
    let (place, askers) = with_users(&url, 4, &["ann", "careful"]).await;
    let server = place.servers.personal("github").unwrap();
    let nobody = Asker::new(place.who("nobody").await);
    server.learn(&nobody).await;
    assert_eq!(seen.opened.load(Ordering::Relaxed), 0);
    for asker in &askers {
        server.learn(asker).await;
        server.learn(asker).await;
    }
    assert_eq!(seen.opened.load(Ordering::Relaxed), 2, "each learns once");
    let destructive = |asker: &Asker| server.tools_for(asker)[0].destructive;
    assert_eq!((destructive(&askers[0]), destructive(&askers[1])), (Some(false), Some(true)));
    assert_eq!(server.tools_for(&nobody).len(), 2);
    let (gone, askers) = with_users("http://127.0.0.1:1/", 4, &["ann", "bob"]).await;
    let server = gone.servers.personal("github").unwrap();
    server.learn(&askers[0]).await;
    assert!(server.0.lists.rests(), "nobody else waits for it");
}
