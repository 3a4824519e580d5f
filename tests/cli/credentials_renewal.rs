//! Tokens that are renewed, below the command line: with a clock of our own, and a store that fails.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::{BoxFuture, join_all};
use muxi::credentials::{Content, Service};
use muxi::crypto::Key256;
use muxi::runtime::credentials::{
    Apps, Change, CredentialError, CredentialRows, Found, Keeper, Keys, Renewals, RingFile, Rows, Wanted,
    Which,
};
use muxi::runtime::egress::{App, AppSettings, Redirect};
use muxi::runtime::principal::{Caller, Principal};
use muxi::runtime::store::{SqliteStore, StoreError, Users};
use muxi::secrets::DerivedKey;
use muxi::support::clock::Clock;
use muxi::support::redact::Redactor;
use serde_json::json;

use crate::support::{CANARY, CLIENT, Habits, Provider, until_async};

const NOW: u64 = 1_800_000_000_000;

/// A store that keeps nothing new while it is told so.
struct Failing {
    store: SqliteStore,
    fails: AtomicBool,
}

impl CredentialRows for Failing {
    fn credentials(&self, who: &Principal) -> BoxFuture<'static, Result<Rows, StoreError>> {
        self.store.credentials(who)
    }

    fn change_credentials(&self, changes: Vec<Change>) -> BoxFuture<'static, Result<bool, StoreError>> {
        if self.fails.load(Ordering::SeqCst) {
            return Box::pin(async { Ok(false) });
        }
        self.store.change_credentials(changes)
    }

    fn credential_keys(&self) -> BoxFuture<'static, Result<Vec<String>, StoreError>> {
        self.store.credential_keys()
    }

    fn credential_users(
        &self,
        after: &str,
        limit: u32,
    ) -> BoxFuture<'static, Result<Vec<Principal>, StoreError>> {
        self.store.credential_users(after, limit)
    }
}

struct Place {
    dir: tempfile::TempDir,
    rows: Arc<Failing>,
    clock: Clock,
    provider: Provider,
}

fn tracker() -> Service {
    Service::parse("tracker").unwrap()
}

fn app(provider: &Provider) -> App {
    app_at(provider, "/token")
}

fn app_at(provider: &Provider, token: &str) -> App {
    let settings = AppSettings {
        authorization_url: provider.at("/authorize"),
        token_url: provider.at(token),
        device_authorization_url: Some(provider.at("/device")),
        client_id: CLIENT.0.to_owned(),
        client_secret: Some(CLIENT.1.into()),
        in_form: false,
        scopes: vec!["read".to_owned(), "write".to_owned()],
        audience: None,
        parameters: Vec::new(),
        redirect: Redirect::default(),
        identity_url: None,
        identity_field: None,
        allowed_addresses: Vec::new(),
        redactor: Redactor::default(),
    };
    App::new(settings).unwrap()
}

impl Place {
    fn new(habits: Habits) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&dir.path().join("sessions.db")).unwrap();
        let rows = Arc::new(Failing { store, fails: AtomicBool::default() });
        Self { dir, rows, clock: Clock::fixed(NOW), provider: Provider::with(habits) }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn keeper(&self) -> Arc<Keeper> {
        self.keeper_at("/token")
    }

    fn keeper_at(&self, token: &str) -> Arc<Keeper> {
        let root = || DerivedKey { id: "01010101".to_owned(), key: Key256::from([1; 32]) };
        let keys = Keys {
            roots: Arc::new(move || Ok(vec![root()])),
            own: None,
            salt: "salt".to_owned(),
            rounds: 100_000,
        };
        let ring = RingFile::new(self.path().join("credentials.key"), keys);
        let apps: Apps = [(tracker(), app_at(&self.provider, token))].into_iter().collect();
        let keeper = Keeper::new(self.rows.clone(), ring, self.clock.clone(), Redactor::default());
        Arc::new(keeper.renewing(Renewals::new(apps, None)))
    }

    /// Somebody with tokens that are good for so long.
    async fn ann(&self, keeper: &Arc<Keeper>, life: u64) -> (Principal, String) {
        let ann = self.rows.store.meet(&Caller::parse("ann").unwrap(), 1).await.unwrap();
        let (access, refresh) = self.provider.give();
        let content = json!({"access_token": access, "refresh_token": refresh, "note": "mine"}).to_string();
        let content = Content::parse(content.as_bytes()).unwrap().expiring(Some(NOW / 1000 + life));
        keeper.set(&ann, Wanted { service: tracker(), account: None, content, replace: true }).await.unwrap();
        (ann, access)
    }

    fn renewals(&self) -> usize {
        self.provider.grants("refresh_token").len()
    }
}

/// The token that the user's tools would be given.
async fn given(keeper: &Arc<Keeper>, who: &Principal) -> Result<String, CredentialError> {
    match keeper.resolve(who, &tracker(), None).await? {
        Found::One(_, content) => {
            assert_eq!(content.field("note"), Some("mine"), "what else is kept stays");
            Ok(content.primary().to_owned())
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_two_who_want_it_at_its_end_get_one_renewal() {
    let place = Place::new(Habits { life: 100, ..Habits::default() });
    let keeper = place.keeper();
    let (ann, old) = place.ann(&keeper, 100).await;
    place.clock.advance(Duration::from_secs(89));
    assert_eq!(given(&keeper, &ann).await.unwrap(), old);
    assert_eq!(place.renewals(), 0, "it is good for 11 s, a tenth of its life and more");
    for round in 1..=3 {
        place.clock.advance(Duration::from_secs(95));
        let all = join_all((0..32).map(|_| {
            let (keeper, ann) = (keeper.clone(), ann.clone());
            tokio::spawn(async move { given(&keeper, &ann).await.unwrap() })
        }));
        let all: Vec<String> = all.await.into_iter().map(Result::unwrap).collect();
        assert!(
            all.iter().all(|one| *one == all[0] && *one != old) && place.provider.knows(&all[0]),
            "{all:?}"
        );
        assert_eq!(place.renewals(), round, "a token for renewal is good once");
        // On the disk, and not only in memory.
        assert_eq!(given(&place.keeper(), &ann).await.unwrap(), all[0]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_keepers_of_one_store_renew_once() {
    let place = Place::new(Habits { life: 1000, ..Habits::default() });
    let keeper = place.keeper();
    let (ann, _) = place.ann(&keeper, 100).await;
    // While it is good, nobody waits for another process.
    place.clock.advance(Duration::from_secs(101));
    let all = join_all((0..8).map(|_| {
        let (keeper, ann) = (place.keeper(), ann.clone());
        tokio::spawn(async move { given(&keeper, &ann).await.unwrap() })
    }));
    let all: Vec<String> = all.await.into_iter().map(Result::unwrap).collect();
    assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
    assert_eq!(place.renewals(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_leaves_loses_nothing() {
    let place = Place::new(Habits { life: 1000, holds: true, ..Habits::default() });
    let keeper = place.keeper();
    let (ann, old) = place.ann(&keeper, 100).await;
    place.clock.advance(Duration::from_secs(95));
    {
        let asked = given(&keeper, &ann);
        tokio::pin!(asked);
        until_async(Duration::from_secs(20), "a renewal", async || {
            tokio::select! {
                biased;
                done = &mut asked => panic!("{done:?}"),
                () = tokio::task::yield_now() => {}
            }
            place.renewals() == 1
        })
        .await;
    }
    place.provider.change(|habits| habits.holds = false);
    let token = given(&keeper, &ann).await.unwrap();
    assert!(token != old && place.provider.knows(&token));
    assert_eq!(place.renewals(), 1, "what was asked for is not asked for again");
}

#[tokio::test]
async fn a_token_that_is_good_still_is_used_while_the_service_is_away() {
    let place = Place::new(Habits { life: 1000, away: true, ..Habits::default() });
    let keeper = place.keeper();
    let (ann, old) = place.ann(&keeper, 1000).await;
    place.clock.advance(Duration::from_secs(945));
    for _ in 0..3 {
        assert_eq!(given(&keeper, &ann).await.unwrap(), old);
    }
    assert_eq!(place.renewals(), 1, "it is tried again a little later");
    place.clock.advance(Duration::from_secs(31));
    assert_eq!(given(&keeper, &ann).await.unwrap(), old);
    assert_eq!(place.renewals(), 2);
    place.clock.advance(Duration::from_mins(1));
    let error = given(&keeper, &ann).await.unwrap_err();
    assert!(matches!(error, CredentialError::NotRenewed { .. }), "{error}");
    place.provider.change(|habits| habits.away = false);
    assert!(given(&keeper, &ann).await.is_err(), "nobody asks again and again");
    place.clock.advance(Duration::from_secs(6));
    assert!(place.provider.knows(&given(&keeper, &ann).await.unwrap()));
}

#[tokio::test]
async fn what_could_not_be_kept_is_kept_later_and_not_asked_for_twice() {
    let place = Place::new(Habits { life: 1000, ..Habits::default() });
    let keeper = place.keeper();
    let (ann, old) = place.ann(&keeper, 1000).await;
    place.clock.advance(Duration::from_secs(945));
    place.rows.fails.store(true, Ordering::SeqCst);
    for _ in 0..2 {
        assert_eq!(given(&keeper, &ann).await.unwrap(), old, "the new one is not on the disk");
    }
    place.clock.advance(Duration::from_mins(1));
    assert!(matches!(given(&keeper, &ann).await, Err(CredentialError::Busy)));
    place.rows.fails.store(false, Ordering::SeqCst);
    let token = given(&keeper, &ann).await.unwrap();
    assert!(place.provider.knows(&token));
    assert_eq!(place.renewals(), 1);
    assert_eq!(given(&place.keeper(), &ann).await.unwrap(), token);
}

#[tokio::test]
async fn what_a_process_could_not_keep_is_kept_by_the_next_one() {
    let place = Place::new(Habits { life: 1000, ..Habits::default() });
    let keeper = place.keeper();
    let (ann, _) = place.ann(&keeper, 1000).await;
    place.clock.advance(Duration::from_secs(1001));
    place.rows.fails.store(true, Ordering::SeqCst);
    assert!(matches!(given(&keeper, &ann).await, Err(CredentialError::Busy)));
    drop(keeper);
    assert!(!tokens_on_disk(place.path()), "what is beside the store is sealed");
    place.rows.fails.store(false, Ordering::SeqCst);
    let token = given(&place.keeper(), &ann).await.unwrap();
    assert!(place.provider.knows(&token));
    assert_eq!(place.renewals(), 1, "a token for renewal is good once");
    place.clock.advance(Duration::from_secs(1001));
    assert_ne!(given(&place.keeper(), &ann).await.unwrap(), token, "and the next one is asked for");
    assert_eq!(place.renewals(), 2);
}

#[tokio::test]
async fn what_stands_beside_the_store_goes_with_the_credential_that_it_is_for() {
    for reset in [true, false] {
        let place = Place::new(Habits { life: 1000, ..Habits::default() });
        let keeper = place.keeper();
        let (ann, _) = place.ann(&keeper, 1000).await;
        place.clock.advance(Duration::from_secs(1001));
        place.rows.fails.store(true, Ordering::SeqCst);
        assert!(matches!(given(&keeper, &ann).await, Err(CredentialError::Busy)));
        drop(keeper);
        assert_eq!(pending(place.path()), 1, "what was given is beside the store");
        place.rows.fails.store(false, Ordering::SeqCst);
        let keeper = place.keeper();
        if reset {
            assert_eq!(keeper.clear(&ann).await.unwrap().0, 1);
        } else {
            keeper.delete(&ann, Which::Of(tracker(), None)).await.unwrap();
        }
        assert_eq!(pending(place.path()), 0);
    }
}

#[tokio::test]
async fn who_renews_what_is_taken_away_meanwhile_leaves_nothing_beside_the_store() {
    let place = Place::new(Habits { life: 1000, ..Habits::default() });
    let keeper = place.keeper();
    let (ann, _) = place.ann(&keeper, 1000).await;
    place.clock.advance(Duration::from_secs(1001));
    place.provider.change(|habits| habits.holds = true);
    let (renewing, who) = (keeper.clone(), ann.clone());
    let renewal = tokio::spawn(async move { given(&renewing, &who).await.map(drop) });
    until_async(Duration::from_secs(20), "a renewal", async || place.renewals() == 1).await;
    assert_eq!(place.keeper().clear(&ann).await.unwrap().0, 1);
    place.provider.change(|habits| habits.holds = false);
    assert!(matches!(renewal.await.unwrap(), Err(CredentialError::NotFound(_))));
    assert_eq!(pending(place.path()), 0);
}

/// How many files with tokens that were given are beside the store.
fn pending(path: &Path) -> usize {
    let files = crate::place::files(path);
    files.keys().filter(|path| path.extension().is_some_and(|end| end == "new")).count()
}

/// Whether a token stands anywhere below `path`.
fn tokens_on_disk(path: &Path) -> bool {
    let bytes: Vec<u8> = crate::place::files(path).into_values().flatten().collect();
    bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes())
}

#[tokio::test]
async fn nothing_is_asked_for_that_could_not_be_kept() {
    let place = Place::new(Habits { life: 1000, ..Habits::default() });
    let keeper = place.keeper();
    let (ann, old) = place.ann(&keeper, 1000).await;
    place.clock.advance(Duration::from_secs(945));
    // Where the room for it would be, there is something else.
    let id = keeper.list(&ann).await.unwrap().accounts.remove(0).id;
    let hash = muxi::support::text::stable_hash(id.as_bytes());
    let beside = place.path().join(format!("credentials.renew-{hash:016x}.new"));
    std::fs::create_dir(&beside).unwrap();
    assert_eq!(given(&keeper, &ann).await.unwrap(), old);
    place.clock.advance(Duration::from_mins(1));
    assert!(matches!(given(&keeper, &ann).await, Err(CredentialError::File(_))));
    assert_eq!(place.renewals(), 0);
    std::fs::remove_dir(&beside).unwrap();
    assert!(place.provider.knows(&given(&keeper, &ann).await.unwrap()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_stops_waits_for_a_renewal_under_way() {
    let place = Place::new(Habits { life: 1000, holds: true, ..Habits::default() });
    let keeper = place.keeper();
    let (ann, _) = place.ann(&keeper, 100).await;
    place.clock.advance(Duration::from_secs(95));
    let (asks, who) = (keeper.clone(), ann.clone());
    let caller = tokio::spawn(async move { given(&asks, &who).await });
    crate::support::until_async(Duration::from_secs(20), "a renewal", async || place.renewals() == 1).await;
    caller.abort();
    let settled = keeper.settled(Duration::from_secs(20));
    tokio::pin!(settled);
    assert!(tokio::time::timeout(Duration::ZERO, &mut settled).await.is_err(), "it is under way");
    place.provider.change(|habits| habits.holds = false);
    settled.await;
    assert!(place.provider.knows(&given(&place.keeper(), &ann).await.unwrap()));
    assert_eq!(place.renewals(), 1);
}

#[tokio::test]
async fn a_login_that_is_refused_is_used_to_its_end_and_another_client_may_renew_it() {
    let place = Place::new(Habits { life: 1000, refuses: true, ..Habits::default() });
    let keeper = place.keeper();
    let (ann, old) = place.ann(&keeper, 1000).await;
    place.clock.advance(Duration::from_secs(945));
    for _ in 0..2 {
        assert_eq!(given(&keeper, &ann).await.unwrap(), old, "it is good still");
    }
    place.clock.advance(Duration::from_mins(1));
    let error = given(&keeper, &ann).await.unwrap_err();
    assert!(matches!(error, CredentialError::LoginNeeded { .. }), "{error}");
    assert_eq!(place.renewals(), 1, "it is asked once");
    place.provider.change(|habits| habits.refuses = false);
    assert!(given(&place.keeper(), &ann).await.is_err());
    let mended = place.keeper_at("/token?of=another");
    assert!(place.provider.knows(&given(&mended, &ann).await.unwrap()), "nothing was thrown away");
}

#[tokio::test]
async fn tokens_are_kept_whatever_stands_beside_them() {
    let place = Place::new(Habits { life: 1000, scopes: true, ..Habits::default() });
    let keeper = place.keeper();
    let ann = place.rows.store.meet(&Caller::parse("ann").unwrap(), 1).await.unwrap();
    let (access, refresh) = place.provider.give();
    // As Google's programs keep it, and as full as a credential may be.
    let mut content =
        json!({"token": access, "refresh_token": refresh, "expiry": "2027-01-15", "note": "mine"});
    for at in 0..60 {
        content[format!("more{at}")] = json!("x");
    }
    let content = Content::parse(content.to_string().as_bytes()).unwrap().expiring(Some(NOW / 1000 + 100));
    keeper.set(&ann, Wanted { service: tracker(), account: None, content, replace: true }).await.unwrap();
    place.clock.advance(Duration::from_secs(101));
    let token = given(&keeper, &ann).await.unwrap();
    assert!(place.provider.knows(&token), "the new one is what is used");
    let Found::One(_, kept) = keeper.resolve(&ann, &tracker(), None).await.unwrap() else { panic!() };
    assert_eq!((kept.field("token"), kept.field("expiry")), (Some(token.as_str()), None));
}

#[tokio::test]
async fn a_service_that_is_asked_too_often_is_asked_more_slowly() {
    let polls = ["authorization_pending", "slow_down", "slow_down"];
    let provider = Provider::with(Habits { polls: polls.into(), ..Habits::default() });
    let mut login = app(&provider).device().await.unwrap();
    assert_eq!((login.code(), login.interval()), ("WDJB-MJHT", Duration::from_secs(1)));
    assert_eq!(login.life(), Duration::from_mins(15));
    assert!(login.place_with_code().unwrap().ends_with("/activate?user_code=WDJB-MJHT"));
    for seconds in [1, 6, 11] {
        assert!(login.ask().await.unwrap().is_none());
        assert_eq!(login.interval(), Duration::from_secs(seconds));
    }
    provider.change(|habits| habits.away = true);
    assert!(login.ask().await.unwrap().is_none(), "it may be back in a moment");
    assert_eq!(login.interval(), Duration::from_secs(22));
    provider.change(|habits| habits.away = false);
    assert!(provider.knows(&login.ask().await.unwrap().unwrap().access_token));
}
