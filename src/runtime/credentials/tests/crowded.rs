//! Many at once, and an audit that cannot be read.

use super::*;

#[test]
fn many_who_change_something_at_once_leave_threads_to_others() {
    let tokio = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(4)
        .enable_all()
        .build()
        .unwrap();
    tokio.block_on(async {
        let place = Place::new();
        let (keeper, ann) = (place.keeper(&[1]), place.who("ann").await);
        keeper.set(&ann, wanted("github", Some("first"), "token-first-0123456789")).await.unwrap();
        // Another process changes something, and takes its time.
        let held =
            crate::support::fs::Lock::attempt(&place.path().join("credentials.lock")).unwrap().unwrap();
        let writers: Vec<_> = (0..12)
            .map(|number| {
                let (keeper, ann) = (keeper.clone(), ann.clone());
                tokio::spawn(async move {
                    let value = format!("token-{number}-0123456789");
                    keeper.set(&ann, wanted("github", Some(&format!("a{number}")), &value)).await
                })
            })
            .collect();
        let within = std::time::Duration::from_secs(5);
        // All of them have come so far as they can.
        for _ in 0..8 {
            let free =
                tokio::task::spawn_blocking(|| std::thread::sleep(std::time::Duration::from_millis(20)));
            tokio::time::timeout(within, free).await.expect("a thread is left").unwrap();
        }
        drop(held);
        for writer in writers {
            writer.await.unwrap().unwrap();
        }
        assert_eq!(keeper.list(&ann).await.unwrap().accounts.len(), 13);
    });
}

#[tokio::test]
async fn who_is_erased_goes_although_the_audit_cannot_be_read() {
    let place = Place::new();
    let ring = RingFile::new(place.path().join("credentials.key"), keys(&[1]));
    let keeper = Keeper::new(place.store.clone(), ring, Clock::fixed(NOW), Redactor::default());
    let ann = place.who("ann").await;
    let kept = place.keeper(&[1]).set(&ann, wanted("github", None, "token-of-ann-0123456789")).await.unwrap();
    let audit = crate::audit::Place::at(place.path().join("audit"), None);
    std::fs::create_dir_all(place.path().join("audit/audit.log")).unwrap();
    let keeper = Arc::new(keeper.recorded_at(audit));
    assert!(keeper.list(&ann).await.is_err());
    let left = keeper.left_by(&ann).await.unwrap().unwrap();
    assert!(left.turn > kept.head.turn);
}
