//! A service where users log in with OAuth 2.0, for credentials of their own. It gives out what the real ones would and no
//! more: codes once, for their verifier and address, to the client that it knows; tokens for renewal once. A test in which one
//! of those is sent a second time fails.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::BufReader;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use muxi::crypto::hash::sha256;
use serde_json::{Value, json};

use super::issuer::{CANARY, form};
use super::wire::{self, Asked};

/// The client that it knows, and its secret.
pub const CLIENT: (&str, &str) = ("muxi-formation", "client-secret-canary-7f3a");

/// What it does otherwise than usual.
#[derive(Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a habit of its own")]
pub struct Habits {
    /// `expires_in` of tokens; an hour where it is 0.
    pub life: u64,
    /// A token for renewal stays what it is.
    pub keeps: bool,
    /// No token is renewed.
    pub refuses: bool,
    /// It hangs up before it answers at the token endpoint.
    pub away: bool,
    /// What it answers to who asks whether the user has typed the code, before it gives tokens.
    pub polls: VecDeque<&'static str>,
    /// It says no with a status that says yes.
    pub polite: bool,
    /// Who it says that the user is; nobody where it is empty.
    pub login: &'static str,
    /// Answers to renewals wait until they are let go.
    pub holds: bool,
    /// What tokens are good for is a list, as few write it.
    pub scopes: bool,
}

#[derive(Default)]
struct Given {
    /// Codes: challenge, address.
    codes: BTreeMap<String, (String, String)>,
    access: BTreeSet<String>,
    refresh: BTreeSet<String>,
    spent: BTreeSet<String>,
    number: u32,
}

struct Shared {
    port: u16,
    habits: Mutex<Habits>,
    let_go: Condvar,
    given: Mutex<Given>,
    asked: Mutex<Vec<Asked>>,
    failed: AtomicBool,
}

/// It listens on 127.0.0.1 until the test ends.
pub struct Provider(Arc<Shared>);

type Answer = (u16, String, String);

impl Provider {
    /// It does so from the start.
    pub fn with(habits: Habits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            port,
            habits: Mutex::new(habits),
            let_go: Condvar::new(),
            given: Mutex::default(),
            asked: Mutex::default(),
            failed: AtomicBool::default(),
        });
        let served = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&served);
                std::thread::spawn(move || {
                    // Nobody joins this thread: what it finds wrong is told when the test ends.
                    if catch_unwind(AssertUnwindSafe(|| shared.serve(&stream))).is_err() {
                        shared.failed.store(true, Ordering::SeqCst);
                    }
                });
            }
        });
        Self(shared)
    }

    /// The address of a path of it.
    pub fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.0.port)
    }

    /// It as `user_credentials.oauth.NAME`, with more keys.
    pub fn declared(&self, name: &str, more: &str) -> String {
        let at = |path: &str| self.at(path);
        format!(
            "user_credentials:\n  oauth:\n    {name}:\n      authorization_url: {}\n      token_url: {}\n      \
             device_authorization_url: {}\n      client_id: {}\n      client_secret: \"${{{{ secrets.CLIENT }}}}\"\n      \
             scopes: [read, write]\n{more}",
            at("/authorize?tenant=one"),
            at("/token"),
            at("/device"),
            CLIENT.0,
        )
    }

    /// From now on it does so.
    pub fn change(&self, change: impl FnOnce(&mut Habits)) {
        change(&mut self.0.habits.lock().expect("no panic"));
        self.0.let_go.notify_all();
    }

    /// The forms that came to the token endpoint for this kind of grant.
    pub fn grants(&self, kind: &str) -> Vec<BTreeMap<String, String>> {
        let asked = self.0.asked.lock().expect("no panic");
        let forms = asked.iter().filter(|one| one.bare_path() == "/token").map(|one| form(&one.raw));
        forms.filter(|form| form["grant_type"] == kind).collect()
    }

    /// Gives out tokens to somebody who logged in elsewhere: the one for requests and the one for renewal.
    pub fn give(&self) -> (String, String) {
        self.0.given()
    }

    /// Whether a token is one that it gave out last.
    pub fn knows(&self, access: &str) -> bool {
        self.0.given.lock().expect("no panic").access.contains(access)
    }

    /// Plays the browser of somebody who agrees: where it is sent back to.
    pub fn agree(&self, url: &str) -> String {
        let path = url.split_once(&format!("127.0.0.1:{}", self.0.port)).expect("its own address").1;
        let address = format!("127.0.0.1:{}", self.0.port).parse().expect("an address");
        let answer = crate::support::request(address, "GET", path, &[], "");
        assert_eq!(answer.status, 302, "{}", answer.body);
        answer.body
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let failed = self.0.failed.load(Ordering::SeqCst);
        assert!(!failed || std::thread::panicking(), "the provider was asked something wrong: see above");
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream) {
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        let mut reader = BufReader::new(stream);
        while let Some(asked) = wire::read(&mut reader) {
            self.asked.lock().expect("no panic").push(asked.clone());
            let mut habits = self.habits.lock().expect("no panic").clone();
            if asked.bare_path() == "/token" {
                if habits.away {
                    break;
                }
                let held = self.let_go.wait_timeout_while(
                    self.habits.lock().expect("no panic"),
                    Duration::from_secs(20),
                    |habits| habits.holds,
                );
                habits = held.expect("no panic").0.clone();
            }
            let (status, headers, body) = self.answer(&asked, &habits);
            if wire::whole(stream, status, &headers, "application/json", &body).is_err() || asked.last {
                break;
            }
        }
        drop(stream.shutdown(Shutdown::Both));
    }

    fn answer(&self, asked: &Asked, habits: &Habits) -> Answer {
        match (asked.method.as_str(), asked.bare_path()) {
            ("GET", "/authorize") => self.authorize(asked),
            ("POST", "/token") => self.token(asked, habits),
            ("POST", "/device") => {
                Self::let_in(asked);
                let form = form(&asked.raw);
                assert_eq!((form["scope"].as_str(), form["client_id"].as_str()), ("read write", CLIENT.0));
                let body = json!({
                    "device_code": format!("device-{CANARY}"), "user_code": "WDJB-MJHT", "expires_in": 900,
                    "verification_uri": format!("http://127.0.0.1:{}/activate", self.port),
                    "verification_uri_complete":
                        format!("http://127.0.0.1:{}/activate?user_code=WDJB-MJHT", self.port),
                    "interval": 1,
                });
                (200, String::new(), body.to_string())
            }
            ("GET", "/user") => {
                let token = asked.authorization.as_deref().and_then(|line| line.strip_prefix("Bearer "));
                let known =
                    token.is_some_and(|token| self.given.lock().expect("no panic").access.contains(token));
                assert!(known, "somebody else's token");
                match habits.login {
                    "" => (500, String::new(), format!("no idea about {}", token.unwrap_or_default())),
                    login => (200, String::new(), json!({"id": 7, "user": {"login": login}}).to_string()),
                }
            }
            _ => (404, String::new(), String::new()),
        }
    }

    fn authorize(&self, asked: &Asked) -> Answer {
        let query = form(asked.path.split_once('?').map_or("", |(_, query)| query).as_bytes());
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["code_challenge_method"], "S256");
        assert_eq!(query["client_id"], CLIENT.0);
        assert_eq!(query["scope"], "read write");
        assert_eq!(query["tenant"], "one", "what the address has already stays");
        assert!(query["state"].len() >= 32, "it can be guessed");
        let mut given = self.given.lock().expect("no panic");
        given.number += 1;
        let code = format!("code-{}-{CANARY}", given.number);
        let back = &query["redirect_uri"];
        given.codes.insert(code.clone(), (query["code_challenge"].clone(), back.clone()));
        let to = format!("{back}?code={code}&state={}", query["state"]);
        (302, format!("Location: {to}\r\n"), to)
    }

    fn let_in(asked: &Asked) {
        let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", CLIENT.0, CLIENT.1)));
        let form = form(&asked.raw);
        let posted = form.get("client_secret").is_some_and(|secret| secret == CLIENT.1);
        assert!(asked.authorization.as_deref() == Some(&basic) || posted, "an unknown client");
        assert!(asked.authorization.is_none() || !posted, "twice (RFC 6749, 2.3)");
    }

    fn given(&self) -> (String, String) {
        let mut given = self.given.lock().expect("no panic");
        given.number += 1;
        let (access, refresh) =
            (format!("at-{}-{CANARY}", given.number), format!("rt-{}-{CANARY}", given.number));
        given.access = BTreeSet::from([access.clone()]);
        given.refresh.insert(refresh.clone());
        (access, refresh)
    }

    fn token(&self, asked: &Asked, habits: &Habits) -> Answer {
        let form = form(&asked.raw);
        Self::let_in(asked);
        let no = |code: &str| {
            let about =
                format!("about {} and {CLIENT:?}", form.values().cloned().collect::<Vec<_>>().join(" "));
            let body = json!({"error": code, "error_description": about});
            (if habits.polite { 200 } else { 400 }, String::new(), body.to_string())
        };
        let mut same = None;
        match form["grant_type"].as_str() {
            "authorization_code" => {
                let code = self.given.lock().expect("no panic").codes.remove(&form["code"]);
                let Some((challenge, back)) = code else { return no("invalid_grant") };
                assert_eq!(form["redirect_uri"], back);
                assert_eq!(URL_SAFE_NO_PAD.encode(sha256(form["code_verifier"].as_bytes())), challenge);
            }
            "refresh_token" => {
                let token = &form["refresh_token"];
                let mut given = self.given.lock().expect("no panic");
                assert!(!given.spent.contains(token), "a token for renewal was sent twice");
                if habits.refuses || !given.refresh.contains(token) {
                    return no("invalid_grant");
                }
                if habits.keeps {
                    same = Some(token.clone());
                } else {
                    given.refresh.remove(token);
                    given.spent.insert(token.clone());
                }
            }
            "urn:ietf:params:oauth:grant-type:device_code" => {
                assert_eq!(form["device_code"], format!("device-{CANARY}"));
                let next = self.habits.lock().expect("no panic").polls.pop_front();
                if let Some(code) = next {
                    return no(code);
                }
            }
            _ => return no("unsupported_grant_type"),
        }
        let (access, refresh) = self.given();
        let life = if habits.life == 0 { 3600 } else { habits.life };
        let mut body = json!({"access_token": access, "token_type": "bearer", "expires_in": life, "scope": "read write"});
        if habits.scopes {
            body["scope"] = json!(["read", "write"]);
        }
        if same.is_none() {
            body["refresh_token"] = Value::String(refresh);
        }
        (200, String::new(), body.to_string())
    }
}
