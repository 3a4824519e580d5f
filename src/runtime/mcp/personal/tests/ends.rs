//! When a credential ends, to those who would use it.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn one_that_has_ended_or_whose_end_was_changed_in_the_store_serves_no_call() {
    let (url, _) = played().await;
    let place = place_at(&url, &["github"], &Users::default(), NOW + 60_000);
    let ann = place.who("ann").await;
    let asker = Asker::new(ann.clone());
    let call = || place.call("github", &asker, "whose");
    let ends = async |seconds: u64| {
        let content = Content::token(&"token-of-ann-0123456789".into()).unwrap();
        let content = content.expiring(Some(NOW / 1000 + seconds));
        let wanted = Wanted { service: service("github"), account: None, content, replace: true };
        place.keeper.set(&ann, wanted).await.unwrap();
    };
    ends(61).await;
    call().await.unwrap();
    ends(60).await;
    assert!(matches!(call().await, Err(McpError::Wants(_))));
    ends(61).await;
    let sql = "UPDATE credential SET expires_at = NULL";
    rusqlite::Connection::open(place.dir.path().join("sessions.db")).unwrap().execute_batch(sql).unwrap();
    let refused = call().await;
    assert!(matches!(refused, Err(McpError::Credential { code: "CREDENTIAL_TAMPERED", .. })), "{refused:?}");
}
