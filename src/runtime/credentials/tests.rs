//! Against the real store, with whoever writes its file as the attacker.

#![expect(clippy::disallowed_methods, reason = "tests look at the files themselves")]

mod crowded;

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;

use super::*;
use crate::credentials::Content;
use crate::crypto::Key256;
use crate::runtime::principal::Caller;
use crate::runtime::store::{SqliteStore, Store as _};
use crate::secrets::DerivedKey;
use crate::support::clock::Clock;
use crate::support::redact::Redactor;

const NOW: u64 = 1_800_000_000_000;

struct Place {
    dir: tempfile::TempDir,
    store: Arc<SqliteStore>,
}

fn keys(roots: &[u8]) -> Keys {
    let roots: Vec<u8> = roots.to_vec();
    let root = |byte: &u8| DerivedKey { id: format!("{byte:02x}").repeat(4), key: Key256::from([*byte; 32]) };
    Keys {
        roots: Arc::new(move || Ok(roots.iter().map(root).collect())),
        own: None,
        salt: "muxi-user-credentials-salt-v1".to_owned(),
        rounds: 100_000,
    }
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(&dir.path().join("sessions.db")).unwrap());
        Self { dir, store }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn keeper(&self, roots: &[u8]) -> Arc<Keeper> {
        let ring = RingFile::new(self.path().join("credentials.key"), keys(roots));
        Arc::new(Keeper::new(self.store.clone(), ring, Clock::fixed(NOW), Redactor::default()))
    }

    async fn who(&self, name: &str) -> Principal {
        self.store.users().meet(&Caller::parse(name).unwrap(), 1).await.unwrap()
    }

    /// What whoever writes the file does to it.
    fn sql(&self, sql: &str) {
        Connection::open(self.path().join("sessions.db")).unwrap().execute_batch(sql).unwrap();
    }
}

fn token(value: &str) -> Content {
    Content::token(&value.into()).unwrap()
}

fn wanted(service: &str, account: Option<&str>, value: &str) -> Wanted {
    let service = Service::parse(service).unwrap();
    Wanted { service, account: account.map(str::to_owned), content: token(value), replace: true }
}

fn github() -> Service {
    Service::parse("github").unwrap()
}

/// The token that the user's tools would be given.
async fn given(keeper: &Arc<Keeper>, who: &Principal) -> Result<Option<String>, CredentialError> {
    Ok(match keeper.resolve(who, &github(), None).await? {
        Found::One(_, content) => Some(content.primary().to_owned()),
        Found::None => None,
        Found::Several(_) => Some("several".to_owned()),
    })
}

#[tokio::test]
async fn each_user_gets_its_own_and_who_has_none_costs_no_key() {
    let place = Place::new();
    let keeper = place.keeper(&[1]);
    let (ann, bob) = (place.who("ann").await, place.who("bob").await);
    assert!(given(&keeper, &ann).await.unwrap().is_none());
    assert!(!place.path().join("credentials.key").exists());
    for (who, value) in [(&ann, "ghp_ann"), (&bob, "ghp_bob")] {
        let kept = keeper.set(who, wanted("GITHUB_TOKEN", None, value)).await.unwrap();
        assert!(kept.is_new && kept.account.account == "github" && kept.head.turn == 1, "{kept:?}");
    }
    for keeper in [keeper, place.keeper(&[1])] {
        assert_eq!(given(&keeper, &ann).await.unwrap().as_deref(), Some("ghp_ann"));
        assert_eq!(given(&keeper, &bob).await.unwrap().as_deref(), Some("ghp_bob"));
    }
    let bytes = std::fs::read(place.path().join("credentials.key")).unwrap();
    assert!(bytes.starts_with(b"muxi-credentials-key 1 "));
}

#[tokio::test]
async fn a_resolve_reads_once_and_derives_one_key_and_none_for_who_has_nothing() {
    let place = Place::new();
    let (ann, bob) = (place.who("ann").await, place.who("bob").await);
    for account in ["home", "third", "work"] {
        place.keeper(&[1]).set(&ann, wanted("github", Some(account), account)).await.unwrap();
    }
    let keeper = place.keeper(&[1]);
    let cost = |before: usize| {
        let derived = keeper.opened_vault().map_or(0, |vault| vault.derived());
        (place.store.hands().reads() - before, derived)
    };
    let before = place.store.hands().reads();
    assert!(given(&keeper, &bob).await.unwrap().is_none());
    assert_eq!(cost(before), (1, 0));
    for _ in 0..2 {
        let before = place.store.hands().reads();
        let found = keeper.resolve(&ann, &github(), Some("work")).await.unwrap();
        assert!(matches!(&found, Found::One(_, content) if content.primary() == "work"), "{found:?}");
        assert_eq!(cost(before), (1, 1));
        let before = place.store.hands().reads();
        let (all, others) = keeper.resolve_all(&ann, &github(), 16).await.unwrap();
        assert!(others.is_empty());
        let all: Vec<(&str, &str)> =
            all.iter().map(|(account, content)| (account.account.as_str(), content.primary())).collect();
        assert_eq!(all, [("home", "home"), ("third", "third"), ("work", "work")]);
        assert_eq!(cost(before), (1, 1));
    }
    let (two, others) = keeper.resolve_all(&ann, &github(), 2).await.unwrap();
    assert_eq!((two.len(), others), (2, vec!["work".to_owned()]));
    keeper.forget(&ann);
    assert_eq!(given(&keeper, &ann).await.unwrap().as_deref(), Some("several"));
    assert_eq!(cost(place.store.hands().reads()), (0, 2), "the key of who is gone went, too");
    assert!(keeper.resolve_all(&bob, &github(), 16).await.unwrap().0.is_empty());
    place.sql("UPDATE credential SET sealed = zeroblob(60) WHERE account = 'work'");
    assert!(keeper.resolve_all(&ann, &github(), 16).await.is_err(), "none is left out in silence");
    place.sql("DELETE FROM credential WHERE account = 'work'");
    assert!(keeper.resolve_all(&ann, &github(), 16).await.is_err());
}

#[tokio::test]
async fn several_accounts_are_asked_for_until_one_is_chosen() {
    let place = Place::new();
    let (keeper, ann) = (place.keeper(&[1]), place.who("ann").await);
    keeper.set(&ann, wanted("github", Some("ranaroussi"), "a")).await.unwrap();
    assert_eq!(given(&keeper, &ann).await.unwrap().as_deref(), Some("a"));
    keeper.set(&ann, wanted("github", Some("muxi-ai"), "b")).await.unwrap();
    assert_eq!(given(&keeper, &ann).await.unwrap().as_deref(), Some("several"));
    let error = keeper.set(&ann, wanted("github", None, "c")).await.unwrap_err();
    assert_eq!(error.code(), "CREDENTIAL_AMBIGUOUS", "{error}");
    let work = Which::Of(github(), Some("muxi-ai".to_owned()));
    keeper.choose(&ann, work.clone(), true).await.unwrap();
    assert_eq!(given(&keeper, &ann).await.unwrap().as_deref(), Some("b"));
    let Found::One(_, content) = keeper.resolve(&ann, &github(), Some("ranaroussi")).await.unwrap() else {
        panic!()
    };
    assert_eq!(content.primary(), "a");
    keeper.rename(&ann, work.clone(), "work").await.unwrap();
    assert!(matches!(keeper.delete(&ann, work).await, Err(CredentialError::NotFound(_))));
    let taken =
        keeper.rename(&ann, Which::Of(github(), Some("work".into())), "ranaroussi").await.unwrap_err();
    assert_eq!(taken.code(), "CREDENTIAL_EXISTS");
    keeper.delete(&ann, Which::Of(github(), Some("work".into()))).await.unwrap();
    assert_eq!(given(&keeper, &ann).await.unwrap().as_deref(), Some("a"));
}

#[tokio::test]
async fn the_same_value_is_kept_once_and_another_only_where_it_may_take_the_place() {
    let place = Place::new();
    let (keeper, ann) = (place.keeper(&[1]), place.who("ann").await);
    keeper.set(&ann, wanted("github", Some("one"), "ghp_x")).await.unwrap();
    let error = keeper.set(&ann, wanted("github", Some("two"), " ghp_x ")).await.unwrap_err();
    assert!(matches!(&error, CredentialError::Duplicate { account, .. } if account == "one"), "{error}");
    assert!(!error.to_string().contains("ghp_x"));
    let careful = Wanted { replace: false, ..wanted("github", Some("one"), "ghp_y") };
    assert!(matches!(keeper.set(&ann, careful).await, Err(CredentialError::Taken { .. })));
    assert_eq!(given(&keeper, &ann).await.unwrap().as_deref(), Some("ghp_x"));
    let expired = Wanted { content: token("z").expiring(Some(NOW / 1000)), ..wanted("github", None, "z") };
    assert!(matches!(keeper.set(&ann, expired).await, Err(CredentialError::Expired)));
}

#[tokio::test]
async fn whoever_writes_the_database_can_give_nobody_anothers_credential_or_an_old_one() {
    let place = Place::new();
    let keeper = place.keeper(&[1]);
    let (ann, bob) = (place.who("ann").await, place.who("bob").await);
    keeper.set(&ann, wanted("github", None, "ghp_ann_old")).await.unwrap();
    keeper.set(&bob, wanted("github", None, "ghp_bob")).await.unwrap();
    place.sql("CREATE TABLE old AS SELECT * FROM credential; CREATE TABLE old_tally AS SELECT * FROM credential_tally");
    keeper.set(&ann, wanted("github", None, "ghp_ann_new")).await.unwrap();
    keeper.set(&ann, wanted("slack", None, "xoxb-1")).await.unwrap();
    place.sql("CREATE TABLE good AS SELECT * FROM credential; CREATE TABLE good_tally AS SELECT * FROM credential_tally");
    let (a, b) = (ann.user().to_owned(), bob.user().to_owned());
    let attacks = [
        ("swapped", format!(
            "UPDATE credential SET sealed = (SELECT sealed FROM good WHERE user = '{b}'), version = 1 WHERE user = '{a}' AND service = 'github'"
        )),
        ("another user's row", format!(
            "DELETE FROM credential WHERE user = '{a}' AND service = 'github'; UPDATE credential SET user = '{a}' WHERE user = '{b}'"
        )),
        ("an old row", format!(
            "DELETE FROM credential WHERE user = '{a}' AND service = 'github'; INSERT INTO credential SELECT * FROM old WHERE user = '{a}'"
        )),
        ("an old row under the new version", format!(
            "UPDATE credential SET sealed = (SELECT sealed FROM old WHERE user = '{a}') WHERE user = '{a}' AND service = 'github'"
        )),
        ("all of the user's as it was", format!(
            "DELETE FROM credential WHERE user = '{a}'; INSERT INTO credential SELECT * FROM old WHERE user = '{a}';
             DELETE FROM credential_tally WHERE user = '{a}'; INSERT INTO credential_tally SELECT * FROM old_tally WHERE user = '{a}'"
        )),
        ("a row taken away", format!("DELETE FROM credential WHERE user = '{a}' AND service = 'slack'")),
        ("everything taken away", format!("DELETE FROM credential WHERE user = '{a}'; DELETE FROM credential_tally WHERE user = '{a}'")),
        ("another default", format!("UPDATE credential SET chosen = 1 WHERE user = '{a}' AND service = 'github'")),
        ("another service", format!("UPDATE credential SET service = 'evil' WHERE user = '{a}' AND service = 'slack'")),
        ("another account", format!("UPDATE credential SET account = 'x' WHERE user = '{a}' AND service = 'slack'")),
        ("a tally of another turn", format!("UPDATE credential_tally SET turn = turn + 1 WHERE user = '{a}'")),
    ];
    for (what, sql) in attacks {
        place.sql(&sql);
        let error = given(&keeper, &ann).await.map(drop).err();
        let error = error.unwrap_or_else(|| panic!("{what} was not seen"));
        assert_eq!(error.code(), "CREDENTIAL_TAMPERED", "{what}: {error}");
        {
            let listed = keeper.list(&ann).await.unwrap();
            let one = listed.accounts.iter().any(|one| one.fault.is_some());
            assert!(one || listed.fault.is_some(), "{what}: {listed:?}");
        }
        if !what.contains("user's row") {
            assert_eq!(given(&keeper, &bob).await.unwrap().as_deref(), Some("ghp_bob"), "{what}");
        }
        place.sql(
            "DELETE FROM credential; INSERT INTO credential SELECT * FROM good;
             DELETE FROM credential_tally; INSERT INTO credential_tally SELECT * FROM good_tally",
        );
        assert_eq!(given(&keeper, &ann).await.unwrap().as_deref(), Some("ghp_ann_new"), "{what}");
    }
}

#[tokio::test]
async fn rows_of_a_user_who_never_kept_any_are_refused() {
    let place = Place::new();
    let (keeper, ann, bob) = (place.keeper(&[1]), place.who("ann").await, place.who("bob").await);
    keeper.set(&ann, wanted("github", None, "a")).await.unwrap();
    place.sql(&format!("UPDATE credential SET user = '{}'", bob.user()));
    let error = given(&place.keeper(&[1]), &bob).await.unwrap_err();
    assert!(error.to_string().contains("nobody kept"), "{error}");
}

#[tokio::test]
async fn every_flipped_byte_of_a_row_is_refused() {
    let place = Place::new();
    let (keeper, ann) = (place.keeper(&[1]), place.who("ann").await);
    keeper.set(&ann, wanted("github", None, "ghp_x")).await.unwrap();
    let rows = place.store.credentials(&ann).await.unwrap();
    let sealed = rows.rows[0].sealed.bytes.clone();
    for at in 0..sealed.len() {
        let mut flipped = sealed.clone();
        flipped[at] ^= 1;
        place.sql(&format!("UPDATE credential SET sealed = x'{}'", crate::crypto::hash::hex(&flipped)));
        assert!(given(&keeper, &ann).await.is_err(), "byte {at}");
    }
}

#[tokio::test]
async fn a_whole_old_database_is_seen_by_who_knows_the_record() {
    let place = Place::new();
    let (keeper, ann) = (place.keeper(&[1]), place.who("ann").await);
    keeper.set(&ann, wanted("github", None, "old")).await.unwrap();
    place.sql("CREATE TABLE old AS SELECT * FROM credential; CREATE TABLE old_tally AS SELECT * FROM credential_tally");
    let head = keeper.set(&ann, wanted("github", None, "new")).await.unwrap().head;
    place.sql(
        "DELETE FROM credential; INSERT INTO credential SELECT * FROM old;
         DELETE FROM credential_tally; INSERT INTO credential_tally SELECT * FROM old_tally",
    );
    let fresh = place.keeper(&[1]);
    fresh.heads.hear(ann.user(), head);
    let error = given(&fresh, &ann).await.unwrap_err().to_string();
    assert!(error.contains("as they were after change 1, and 2 were made"), "{error}");
    // A fresh start is counted on from what is known, so that nothing old fits any more.
    let (count, head) = fresh.clear(&ann).await.unwrap();
    assert_eq!((count, head.turn), (1, 3));
    assert!(given(&fresh, &ann).await.unwrap().is_none());
    place.sql("INSERT INTO credential SELECT * FROM old");
    assert!(given(&fresh, &ann).await.is_err());
}

#[tokio::test]
async fn a_rotated_root_key_opens_everything_and_the_one_before_is_of_no_use_then() {
    let place = Place::new();
    let ann = place.who("ann").await;
    place.keeper(&[1]).set(&ann, wanted("github", None, "x")).await.unwrap();
    assert_eq!(given(&place.keeper(&[2, 1]), &ann).await.unwrap().as_deref(), Some("x"));
    assert_eq!(given(&place.keeper(&[2]), &ann).await.unwrap().as_deref(), Some("x"));
    let error = given(&place.keeper(&[1]), &ann).await.unwrap_err();
    assert!(error.to_string().contains("root:02020202"), "{error}");
    assert_eq!(given(&place.keeper(&[]), &ann).await.unwrap_err().code(), "NO_KEY");
    // Names are read without it.
    let listed = place.keeper(&[]).list(&ann).await.unwrap().accounts;
    assert_eq!((listed.len(), &listed[0].shown), (1, &None));
}

#[tokio::test]
async fn a_new_master_key_seals_everything_anew_and_the_old_one_goes() {
    let place = Place::new();
    let keeper = place.keeper(&[1]);
    let mut all = Vec::new();
    for number in 0..5 {
        let who = place.who(&format!("u{number}")).await;
        for service in ["github", "slack"] {
            keeper.set(&who, wanted(service, None, &format!("{service}-{number}"))).await.unwrap();
        }
        all.push(who);
    }
    let before = place.store.credentials(&all[0]).await.unwrap().rows[0].sealed.key.clone();
    let done = keeper.rekey(|_, _| Ok(())).await.unwrap();
    assert_eq!((done.users, done.credentials, done.left.len()), (5, 10, 0));
    for (number, who) in all.iter().enumerate() {
        assert_eq!(given(&keeper, who).await.unwrap(), Some(format!("github-{number}")));
        let rows = place.store.credentials(who).await.unwrap();
        assert!(rows.rows.iter().all(|row| row.sealed.key != before) && rows.tally.unwrap().key != before);
    }
    let text = std::fs::read_to_string(place.path().join("credentials.key")).unwrap();
    assert_eq!(text.matches("\nkey ").count(), 1, "{text}");
    // Stopped in the middle, it is as if nothing had happened but that there is another key.
    let other = RingFile::new(place.path().join("credentials.key"), Keys { rounds: 100_001, ..keys(&[1]) });
    assert!(other.renew(&other.lock().unwrap(), NOW).unwrap());
    assert_eq!(given(&keeper, &all[1]).await.unwrap().as_deref(), Some("github-1"));
    keeper.set(&all[1], wanted("github", None, "later")).await.unwrap();
    assert_eq!(given(&place.keeper(&[1]), &all[1]).await.unwrap().as_deref(), Some("later"));
    let two =
        || std::fs::read_to_string(place.path().join("credentials.key")).unwrap().matches("\nkey ").count();
    assert_eq!(two(), 2);
    let refused = keeper.rekey(|_, _| Err("the disk is full".to_owned())).await.unwrap_err();
    assert_eq!((refused.code(), two()), ("AUDIT_FAILED", 3));
    assert_eq!(keeper.rekey(|_, _| Ok(())).await.unwrap().credentials, 10);
    assert_eq!(two(), 1);
    assert_eq!(given(&place.keeper(&[1]), &all[1]).await.unwrap().as_deref(), Some("later"));
}

#[tokio::test]
async fn two_users_who_are_one_keep_what_both_had() {
    let place = Place::new();
    let keeper = place.keeper(&[1]);
    let (ann, mail) = (place.who("ann").await, place.who("ann@x.io").await);
    keeper.set(&ann, wanted("github", Some("me"), "one")).await.unwrap();
    keeper.set(&ann, wanted("slack", None, "same")).await.unwrap();
    keeper.set(&mail, wanted("github", Some("me"), "two")).await.unwrap();
    keeper.set(&mail, wanted("slack", None, "same")).await.unwrap();
    let other = place.who("acme:eve").await;
    for (from, into) in [(&ann, &other), (&ann, &ann)] {
        assert!(
            keeper.handing(from, into).await.unwrap().is_none(),
            "nothing is given, and the merge refuses"
        );
    }
    assert!(place.store.users().merge(&ann, &mail, NOW).await.is_err(), "rows are sealed for their user");
    let handing = keeper.handing(&ann, &mail).await.unwrap().unwrap();
    // Somebody changes something in between: nothing is done.
    let stale = handing.changes.clone();
    let head = handing.head;
    drop(handing.held);
    keeper.set(&mail, wanted("later", None, "later")).await.unwrap();
    assert!(place.store.users().merge_handing(&ann, &mail, stale, NOW).await.is_err());
    assert_eq!((head.turn, keeper.list(&ann).await.unwrap().accounts.len()), (3, 2));
    keeper.delete(&mail, Which::Of(Service::parse("later").unwrap(), None)).await.unwrap();
    let handing = keeper.handing(&ann, &mail).await.unwrap().unwrap();
    place.store.users().merge_handing(&ann, &mail, handing.changes, NOW).await.unwrap();
    let listed = keeper.list(&mail).await.unwrap().accounts;
    let names: Vec<&str> = listed.iter().map(|one| one.account.as_str()).collect();
    assert_eq!(names, ["me", "me (2)", "slack"]);
    assert!(listed.iter().all(|one| one.fault.is_none() && one.shown.is_some()), "{listed:?}");
}

#[tokio::test]
async fn changes_of_one_user_by_many_at_once_are_all_made() {
    let place = Place::new();
    let ann = place.who("ann").await;
    let keepers = [place.keeper(&[1]), place.keeper(&[1])];
    keepers[0].set(&ann, wanted("s", None, "first")).await.unwrap();
    let set = |number: usize| {
        let (keeper, ann) = (keepers[number % 2].clone(), ann.clone());
        async move {
            let wanted = wanted(&format!("s{number}"), None, &format!("v{number}"));
            loop {
                match keeper.set(&ann, wanted.clone()).await {
                    Err(CredentialError::Busy) => {}
                    other => return other.map(drop),
                }
            }
        }
    };
    futures_util::future::try_join_all((0..12).map(set)).await.unwrap();
    let listed = keepers[0].list(&ann).await.unwrap().accounts;
    assert_eq!(listed.len(), 13);
    assert!(listed.iter().all(|one| one.fault.is_none()));
}

#[tokio::test]
async fn without_the_file_of_the_keys_nothing_is_kept_until_all_was_taken_away() {
    let place = Place::new();
    let (keeper, ann, bob) = (place.keeper(&[1]), place.who("ann").await, place.who("bob").await);
    let head = keeper.set(&ann, wanted("github", None, "a")).await.unwrap().head;
    let (ring, kept) = (place.path().join("credentials.key"), place.path().join("kept"));
    std::fs::rename(&ring, &kept).unwrap();
    let keeper = place.keeper(&[1]);
    keeper.heads.hear(ann.user(), head);
    for who in [&ann, &bob] {
        let error = keeper.set(who, wanted("github", None, "b")).await.unwrap_err();
        assert_eq!(error.code(), "KEY_UNAVAILABLE", "{error}");
    }
    assert!(keeper.rekey(|_, _| Ok(())).await.is_err());
    assert!(keeper.list(&ann).await.unwrap().fault.is_some());
    assert!(!ring.exists(), "a new one would open nothing");
    let (count, head) = keeper.clear(&ann).await.unwrap();
    assert_eq!((count, head.turn), (1, 2));
    keeper.set(&bob, wanted("github", None, "b")).await.unwrap();
    let kept = keeper.set(&ann, wanted("github", None, "c")).await.unwrap();
    assert_eq!((kept.head.turn, given(&keeper, &ann).await.unwrap().as_deref()), (3, Some("c")));
}

#[tokio::test]
async fn a_forged_count_or_record_stops_nobody_for_good() {
    let place = Place::new();
    let (keeper, ann) = (place.keeper(&[1]), place.who("ann").await);
    keeper.set(&ann, wanted("github", None, "a")).await.unwrap();
    place.sql(&format!("UPDATE credential_tally SET turn = {}", i64::MAX));
    assert!(given(&keeper, &ann).await.is_err());
    assert_eq!(keeper.clear(&ann).await.unwrap().1.turn, 2);
    keeper.set(&ann, wanted("github", None, "b")).await.unwrap();
    assert_eq!(given(&keeper, &ann).await.unwrap().as_deref(), Some("b"));
}

#[tokio::test]
async fn when_a_credential_ends_is_what_is_sealed() {
    let place = Place::new();
    let (keeper, ann) = (place.keeper(&[1]), place.who("ann").await);
    let end = NOW / 1000 + 60;
    let ends = Wanted { content: token("a").expiring(Some(end)), ..wanted("github", None, "a") };
    keeper.set(&ann, ends).await.unwrap();
    place.sql("UPDATE credential SET expires_at = NULL");
    let listed = keeper.list(&ann).await.unwrap().accounts;
    assert_eq!(listed[0].expires_at, Some(end * 1000));
    assert!(listed[0].fault.is_some());
}

#[tokio::test]
async fn who_seals_while_keys_are_made_anew_loses_nothing() {
    let place = Place::new();
    let keepers = [place.keeper(&[1]), place.keeper(&[1])];
    keepers[0].set(&place.who("u").await, wanted("s", None, "first")).await.unwrap();
    let mut all = Vec::new();
    for number in 0..6 {
        all.push(place.who(&format!("new{number}")).await);
    }
    let sets = async {
        for (number, who) in all.iter().enumerate() {
            keepers[1].set(who, wanted("github", None, &format!("v{number}"))).await.unwrap();
        }
    };
    let rekeys = async {
        for _ in 0..2 {
            keepers[0].rekey(|_, _| Ok(())).await.unwrap();
        }
    };
    tokio::join!(sets, rekeys);
    let fresh = place.keeper(&[1]);
    for (number, who) in all.iter().enumerate() {
        assert_eq!(given(&fresh, who).await.unwrap(), Some(format!("v{number}")));
    }
}

#[tokio::test]
async fn no_value_is_in_any_file() {
    let place = Place::new();
    let (keeper, ann) = (place.keeper(&[1]), place.who("ann").await);
    keeper.set(&ann, wanted("github", Some("canary-account"), "CANARY-VALUE-1")).await.unwrap();
    keeper.set(&ann, wanted("github", Some("canary-account"), "CANARY-VALUE-2")).await.unwrap();
    let mut seen = Vec::new();
    for file in std::fs::read_dir(place.path()).unwrap() {
        seen.extend(std::fs::read(file.unwrap().path()).unwrap_or_default());
    }
    let has = |text: &[u8]| seen.windows(text.len()).any(|part| part == text);
    assert!(has(b"canary-account") && !has(b"CANARY-VALUE"));
}
