//! Against the real store and a real server over HTTP, with several users.

mod bound;
mod ends;
mod homes;
mod room;

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::json;
use tokio::time::Instant;

use super::*;
use crate::credentials::Content;
use crate::crypto::{Key256, hash};
use crate::formation::model::ToolFilter;
use crate::runtime::credentials::{Chosen, Keeper, Keys, RingFile, Wanted, Wanting, Which};
use crate::runtime::mcp::{Declaration, Http, Link, Login, McpPlace, McpSettings, Program, Servers};
use crate::runtime::principal::{Caller, Principal};
use crate::runtime::store::{SqliteStore, Store as _};
use crate::secrets::DerivedKey;
use crate::support::clock::Clock;
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

const NOW: u64 = 1_800_000_000_000;

/// What a played server has seen.
struct Seen {
    /// The token of each session, by its id.
    sessions: Mutex<HashMap<String, String>>,
    /// Calls in a session that was opened with another token.
    mixed: AtomicUsize,
    /// Sessions that were opened.
    opened: AtomicUsize,
    /// Slow calls that have come, and the right of each to end.
    slow: AtomicUsize,
    release: tokio::sync::Semaphore,
}

/// A server over HTTP that tells whose token it sees, as a hash; and one tool that gives the token away.
async fn played() -> (String, Arc<Seen>) {
    let seen = Arc::new(Seen {
        sessions: Mutex::default(),
        mixed: AtomicUsize::new(0),
        opened: AtomicUsize::new(0),
        slow: AtomicUsize::new(0),
        release: tokio::sync::Semaphore::new(0),
    });
    let routes = Router::new().route("/", post(answer)).with_state(Arc::clone(&seen));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (url, seen)
}

async fn answer(State(seen): State<Arc<Seen>>, headers: HeaderMap, body: Bytes) -> Response {
    let asked: Value = serde_json::from_slice(&body).unwrap();
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = header("authorization").trim_start_matches("Bearer ").to_owned();
    if token == "bad-token-0123456789" {
        return (StatusCode::UNAUTHORIZED, token).into_response();
    }
    let Some(id) = asked.get("id") else { return StatusCode::ACCEPTED.into_response() };
    let said =
        |result: Value| axum::Json(json!({"jsonrpc": "2.0", "id": id, "result": result})).into_response();
    let text = |text: String| said(json!({"content": [{"type": "text", "text": text}]}));
    match asked["method"].as_str().unwrap_or_default() {
        "initialize" => {
            let number = seen.opened.fetch_add(1, Ordering::Relaxed);
            let session = format!("session-{number}");
            seen.sessions.lock().unwrap().insert(session.clone(), token);
            let mut answer = said(json!({
                "protocolVersion": asked["params"]["protocolVersion"],
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "played", "version": "1"},
            }));
            answer.headers_mut().insert("mcp-session-id", session.parse().unwrap());
            answer
        }
        "tools/list" => {
            let tool = |name: &str, about: &str| {
                json!({
                    "name": name, "description": about, "inputSchema": {"type": "object"}, "annotations": {"destructiveHint": token.contains("careful")},
                })
            };
            let about = format!("of {token}");
            said(json!({"tools": [tool("whose", "whose"), tool("leak", &about), tool("slow", "slow")]}))
        }
        "tools/call" => {
            if seen.sessions.lock().unwrap().get(header("mcp-session-id")) != Some(&token) {
                seen.mixed.fetch_add(1, Ordering::Relaxed);
            }
            match asked["params"]["name"].as_str().unwrap_or_default() {
                "whose" if token.contains("stuck") => std::future::pending().await,
                "leak" => text(format!("{token} {}", STANDARD.encode(format!("x:{token}")))),
                "slow" => {
                    seen.slow.fetch_add(1, Ordering::Relaxed);
                    seen.release.acquire().await.unwrap().forget();
                    text("done".to_owned())
                }
                _ => text(mark(&token)),
            }
        }
        _ => axum::Json(json!({"jsonrpc": "2.0", "id": id, "error": {"code": -32601, "message": "unknown"}}))
            .into_response(),
    }
}

/// What says which token it was, and not the token.
fn mark(token: &str) -> String {
    hash::hex(&hash::sha256(token.as_bytes()))
}

struct Place {
    dir: tempfile::TempDir,
    store: Arc<SqliteStore>,
    keeper: Arc<Keeper>,
    servers: Servers,
}

fn service(name: &str) -> Service {
    Service::parse(name).unwrap()
}

/// A server at `url` that wants the token of `of`.
fn blueprint(id: &str, url: &str, of: &Service) -> Blueprint {
    let mut token = Template::default();
    token.push_of(of.clone(), "token");
    Blueprint {
        id: id.to_owned(),
        name: None,
        description: String::new(),
        shared: true,
        link: Ok(Link::Http(Box::new(Http {
            endpoint: url.into(),
            headers: Vec::new(),
            login: Some(Login::Bearer(token)),
            oauth: None,
            allowed_addresses: vec!["127.0.0.0/8".to_owned()],
        }))),
        tools: ToolFilter::default(),
        parameters: Vec::new(),
        timeout: Duration::from_secs(30),
        idle: Duration::from_mins(5),
        retries: Some(0),
        retry_delay: None,
        home: None,
    }
}

fn place(url: &str, services: &[&str], users: &Users) -> Place {
    place_at(url, services, users, NOW)
}

/// The same with servers for which it is `now`.
fn place_at(url: &str, services: &[&str], users: &Users, now: u64) -> Place {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(&dir.path().join("sessions.db")).unwrap());
    let keys = Keys {
        roots: Arc::new(|| Ok(vec![DerivedKey { id: "01".repeat(4), key: Key256::from([1; 32]) }])),
        own: None,
        salt: "salt".to_owned(),
        rounds: 100_000,
    };
    let ring = RingFile::new(dir.path().join("credentials.key"), keys);
    let keeper = Arc::new(Keeper::new(store.clone(), ring, Clock::fixed(NOW), Redactor::default()));
    let declared = services.iter().map(|name| {
        let blueprint = blueprint(name, url, &service(name));
        Declaration::Personal(Box::new(PersonalSpec { blueprint, lister: None }))
    });
    let servers = Servers::of(
        declared.collect(),
        McpSettings {
            place: McpPlace { state: dir.path().to_owned(), ..McpPlace::default() },
            clock: Clock::fixed(now),
            redactor: Redactor::default(),
            observer: Arc::new(|_: &str, _: &_| {}),
            at_once: None,
            watch: None,
            users: Users { access: Some(Access { keeper: keeper.clone(), audit: None }), ..users.clone() },
        },
    );
    Place { dir, store, keeper, servers }
}

impl Place {
    async fn who(&self, name: &str) -> Principal {
        self.store.users().meet(&Caller::parse(name).unwrap(), 1).await.unwrap()
    }

    async fn set(&self, who: &Principal, of: &str, account: &str, value: &str) {
        let content = Content::token(&value.into()).unwrap();
        let wanted =
            Wanted { service: service(of), account: Some(account.to_owned()), content, replace: true };
        self.keeper.set(who, wanted).await.unwrap();
    }

    async fn call(&self, id: &str, asker: &Asker, tool: &str) -> Result<String, McpError> {
        let options = CallOptions { asker: Some(asker.clone()), ..CallOptions::default() };
        let server = self.servers.personal(id).unwrap();
        let answer = server.call(tool, Map::new(), options).await?;
        let text = |piece: ToolContent| match piece {
            ToolContent::Text(text) => text,
            other => format!("{other:?}"),
        };
        Ok(answer.content.into_iter().map(text).collect::<Vec<_>>().join("\n"))
    }

    /// Waits until so many are open.
    async fn until_open(&self, id: &str, many: usize) {
        let until = Instant::now() + Duration::from_secs(20);
        while self.servers.personal(id).unwrap().connections() != many {
            assert!(Instant::now() < until, "{}", self.servers.personal(id).unwrap().connections());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_ten_thousand_calls_of_fifty_users_sees_the_token_of_its_own_user_and_account() {
    let (url, seen) = played().await;
    let services = ["github", "slack", "jira"];
    let place = place(&url, &services, &Users { most: 400, ..Users::default() });
    let mut users = Vec::new();
    for number in 0..50 {
        let who = place.who(&format!("user-{number}")).await;
        for of in services {
            for account in ["home", "work"] {
                place.set(&who, of, account, &format!("token-{number}-{of}-{account}-0123")).await;
            }
            let which = Which::Of(service(of), Some("home".to_owned()));
            place.keeper.choose(&who, which, true).await.unwrap();
        }
        users.push(who);
    }
    let (place, users) = (&place, &users);
    let calls = stream::iter(0..10_000_usize).map(|number| async move {
        let (user, of) = (number % 50, services[number / 50 % 3]);
        let account = ["home", "work"][number / 150 % 2];
        let asker = Asker::new(users[user].clone());
        // The one that is used by default need not be chosen.
        let asker = match number / 300 % 2 {
            0 if account == "home" => asker,
            _ => asker.choosing(service(of), Chosen::One(account.to_owned())),
        };
        let said = place.call(of, &asker, "whose").await.unwrap();
        assert_eq!(said, mark(&format!("token-{user}-{of}-{account}-0123")), "call {number}");
    });
    calls.buffer_unordered(32).for_each(|()| async {}).await;
    assert_eq!(seen.mixed.load(Ordering::Relaxed), 0);
    let open: usize = services.map(|of| place.servers.personal(of).unwrap().connections()).iter().sum();
    assert_eq!(open, 300, "one for each user, service and account");
    place.servers.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_a_tool_gives_away_is_hidden_from_all_and_so_is_one_in_the_list_of_tools() {
    let (url, _) = played().await;
    let place = place(&url, &["github"], &Users::default());
    let ann = place.who("ann").await;
    place.set(&ann, "github", "ann", "canary-of-ann-0123456789").await;
    let said = place.call("github", &Asker::new(ann.clone()), "leak").await.unwrap();
    assert!(said.contains("[REDACTED:user.credentials.github]"), "{said}");
    let encoded = STANDARD.encode("x:canary-of-ann-0123456789");
    assert!(!said.contains("canary") && !said.contains(&encoded), "{said}");
    let github = place.servers.personal("github").unwrap();
    let tools = github.tools_for(&Asker::new(ann.clone()));
    assert_eq!(tools[1].description, "of [REDACTED:user.credentials.github]");
    let names: Vec<String> = github.tools().iter().map(|tool| tool.name.clone()).collect();
    assert_eq!(names, ["whose", "slow"], "others see nothing that holds it");
    let content = Content::token(&"bad-token-0123456789".into()).unwrap();
    let tried = place.servers.try_out("github", &Asker::new(ann), &service("github"), &content).await;
    let Err(error) = tried else { panic!("it was let in") };
    assert!(matches!(error, McpError::Unauthorised(_)), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("bad-token"), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_that_is_deleted_serves_no_call_more_and_its_connection_ends() {
    let (url, _) = played().await;
    let place = place(&url, &["github"], &Users::default());
    let (ann, bob) = (place.who("ann").await, place.who("bob").await);
    place.set(&ann, "github", "ann", "token-of-ann-0123456789").await;
    place.set(&bob, "github", "bob", "token-of-bob-0123456789").await;
    for who in [&ann, &bob] {
        place.call("github", &Asker::new(who.clone()), "whose").await.unwrap();
    }
    place.keeper.delete(&ann, Which::Of(service("github"), None)).await.unwrap();
    let refused = place.call("github", &Asker::new(ann.clone()), "whose").await;
    let wanting = Wanting::Credential { service: service("github"), server: "github".to_owned() };
    assert_eq!(refused.unwrap_err(), McpError::Wants(Box::new(wanting)));
    place.until_open("github", 1).await;
    // Another value is another connection.
    place.set(&bob, "github", "bob", "token-of-bob-new-0123456").await;
    let said = place.call("github", &Asker::new(bob.clone()), "whose").await.unwrap();
    assert_eq!(said, mark("token-of-bob-new-0123456"));
    place.until_open("github", 1).await;
    place.servers.forget(&bob).await;
    assert_eq!(place.servers.personal("github").unwrap().connections(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_one_that_was_idle_longest_goes_and_one_in_use_never() {
    let (url, seen) = played().await;
    let users = Users { most: 2, wait: Duration::from_millis(300), ..Users::default() };
    let place = Arc::new(place(&url, &["github"], &users));
    let mut askers = Vec::new();
    for name in ["ann", "bob", "cid"] {
        let who = place.who(name).await;
        place.set(&who, "github", name, &format!("token-of-{name}-0123456789")).await;
        askers.push(Asker::new(who));
    }
    for asker in [&askers[0], &askers[1], &askers[0]] {
        place.call("github", asker, "whose").await.unwrap();
    }
    // Bob's goes, and Ann's stays.
    place.call("github", &askers[2], "whose").await.unwrap();
    place.call("github", &askers[0], "whose").await.unwrap();
    assert_eq!(seen.opened.load(Ordering::Relaxed), 3);
    assert_eq!(place.servers.personal("github").unwrap().connections(), 2);
    let busy: Vec<_> = [0, 2]
        .map(|nth| {
            let (place, asker) = (Arc::clone(&place), askers[nth].clone());
            tokio::spawn(async move { place.call("github", &asker, "slow").await })
        })
        .into_iter()
        .collect();
    let until = Instant::now() + Duration::from_secs(20);
    while seen.slow.load(Ordering::Relaxed) < 2 {
        assert!(Instant::now() < until, "they do not come");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let refused = place.call("github", &askers[1], "whose").await;
    assert!(matches!(refused, Err(McpError::Busy { most: 2, .. })), "{refused:?}");
    seen.release.add_permits(2);
    for call in busy {
        assert_eq!(call.await.unwrap().unwrap(), "done");
    }
    place.call("github", &askers[1], "whose").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_asked_about_or_all_of_them_answer_each_with_its_name() {
    let (url, _) = played().await;
    let place = place(&url, &["github"], &Users::default());
    let server = place.servers.personal("github").unwrap();
    let asker = Asker::new(place.who("ann").await);
    assert!(matches!(server.state(), ServerState::Waiting), "{:?}", server.state());
    server.learn(&asker).await;
    assert!(server.tools().is_empty(), "who has nothing lists nothing");
    for account in ["home", "work"] {
        place.set(asker.who(), "github", account, &format!("token-of-{account}-0123456789")).await;
    }
    let McpError::Wants(wanting) = place.call("github", &asker, "whose").await.unwrap_err() else {
        panic!("it chose by itself")
    };
    let accounts = vec!["home".to_owned(), "work".to_owned()];
    let server_id = "github".to_owned();
    assert_eq!(*wanting, Wanting::Choice { service: service("github"), server: server_id, accounts });
    let all = asker.clone().choosing(service("github"), Chosen::All);
    let said = place.call("github", &all, "whose").await.unwrap();
    let expected: Vec<String> = ["home", "work"]
        .map(|account| format!("Account {account}:\n{}", mark(&format!("token-of-{account}-0123456789"))))
        .into();
    assert_eq!(said, expected.join("\n"));
    assert!(matches!(server.state(), ServerState::Ready));
    // Neither where one account is used by default nor where only one is left is that one used for another one.
    let gone = asker.clone().choosing(service("github"), Chosen::One("gone".to_owned()));
    for left in [vec!["home", "work"], vec!["work"]] {
        let which = |account: &str| Which::Of(service("github"), Some(account.to_owned()));
        if left.len() == 2 {
            place.keeper.choose(asker.who(), which("work"), true).await.unwrap();
        } else {
            place.keeper.delete(asker.who(), which("home")).await.unwrap();
        }
        let refused = place.call("github", &gone, "whose").await.unwrap_err();
        let McpError::Wants(wanting) = refused else { panic!("{refused:?}") };
        let accounts = left.into_iter().map(str::to_owned).collect();
        let server = "github".to_owned();
        assert_eq!(*wanting, Wanting::Choice { service: service("github"), server, accounts });
    }
    let nobody = server.call("whose", Map::new(), CallOptions::default()).await;
    assert!(matches!(nobody, Err(McpError::NotRunning(_))), "{nobody:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_accounts_each_has_its_own_time_and_those_beyond_the_most_are_named() {
    let (url, _) = played().await;
    let place = place(&url, &["github"], &Users::default());
    let ann = place.who("ann").await;
    for number in 0..18 {
        let kind = if number < 2 { "stuck" } else { "well" };
        place.set(&ann, "github", &format!("a{number:02}"), &format!("{kind}-{number:02}-0123456789")).await;
    }
    let asker = Asker::new(ann).choosing(service("github"), Chosen::All);
    let server = place.servers.personal("github").unwrap();
    let call = |timeout: u64, whole: Option<u64>| {
        let (timeout, whole) = (Some(Duration::from_millis(timeout)), whole.map(Duration::from_millis));
        let options = CallOptions { timeout, whole, asker: Some(asker.clone()), ..CallOptions::default() };
        async {
            let answer = server.call("whose", Map::new(), options).await.unwrap();
            let text = |piece: ToolContent| match piece {
                ToolContent::Text(text) => text,
                other => format!("{other:?}"),
            };
            answer.content.into_iter().map(text).collect::<Vec<_>>().join("\n")
        }
    };
    let said = call(1000, None).await;
    for number in 2..16 {
        let mark = mark(&format!("well-{number:02}-0123456789"));
        assert!(said.contains(&format!("Account a{number:02}:\n{mark}")), "{number}: {said}");
    }
    assert_eq!(said.matches("it failed: it did not answer within 1 s").count(), 2, "{said}");
    assert!(said.ends_with("Not called for a16, a17: one call is made for at most 16 accounts. One of these is used where the user names it."), "{said}");
    // What is left of the turn ends those that are under way, and takes no answer away.
    let said = call(60_000, Some(1500)).await;
    assert_eq!(said.matches("it failed").count(), 2, "{said}");
    assert_eq!(said.matches("Account a").count(), 16, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_needs_two_services_says_what_else_it_wants_before_it_can_be_tried() {
    let (url, _) = played().await;
    let dir = tempfile::tempdir().unwrap();
    let own = place(&url, &["github"], &Users::default());
    let mut of_jira = Template::default();
    of_jira.push_of(service("jira"), "X-Jira-Token");
    let mut pair = blueprint("pair", &url, &service("github"));
    if let Ok(Link::Http(http)) = &mut pair.link {
        http.headers.push(("x-jira-token".to_owned(), of_jira));
    }
    let access = Access { keeper: own.keeper.clone(), audit: None };
    let servers = Servers::of(
        vec![Declaration::Personal(Box::new(PersonalSpec { blueprint: pair, lister: None }))],
        McpSettings {
            place: McpPlace { state: dir.path().to_owned(), ..McpPlace::default() },
            clock: Clock::fixed(NOW),
            redactor: Redactor::default(),
            observer: Arc::new(|_: &str, _: &_| {}),
            at_once: None,
            watch: None,
            users: Users { access: Some(access), ..Users::default() },
        },
    );
    let asker = Asker::new(own.who("ann").await);
    let content = Content::token(&"candidate-0123456789".into()).unwrap();
    let tried = servers.try_out("pair", &asker, &service("github"), &content).await;
    let Err(McpError::Wants(wanting)) = tried else { panic!("it was tried") };
    assert_eq!((wanting.service(), wanting.server()), (&service("jira"), "pair"));
    own.set(asker.who(), "jira", "ann", "jira-of-ann-0123456789").await;
    servers.try_out("pair", &asker, &service("github"), &content).await.unwrap().close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_candidate_is_tried_out_without_being_kept_and_nobody_else_sees_what_it_lists() {
    let (url, _) = played().await;
    let place = place(&url, &["github"], &Users::default());
    let asker = Asker::new(place.who("ann").await);
    let content = Content::token(&"candidate-0123456789".into()).unwrap();
    let trial = place.servers.try_out("github", &asker, &service("github"), &content).await.unwrap();
    let names: Vec<&str> = trial.tools().iter().map(|tool| tool.name.as_str()).collect();
    assert_eq!(names, ["whose", "leak", "slow"]);
    let said = trial.call("whose", Map::new()).await.unwrap();
    assert_eq!(said.content, [ToolContent::Text(mark("candidate-0123456789"))]);
    trial.close().await;
    assert!(place.servers.personal("github").unwrap().tools().is_empty());
    assert!(place.servers.personal("github").unwrap().tools_for(&asker).is_empty());
    assert!(matches!(place.call("github", &asker, "whose").await, Err(McpError::Wants(_))));
}
