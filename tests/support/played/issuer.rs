//! A server of tools that is signed in at by OAuth, and its authorization server, on one port. It gives out what the
//! real ones would and no more: codes once, for their verifier and address; tokens for one resource.

use std::collections::BTreeMap;
use std::io::{BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use muxi::crypto::hash::sha256;
use serde_json::{Value, json};

use super::wire::{self, Asked};

/// Each token, code and secret that is given out has this in it.
pub const CANARY: &str = "canary-7f3a";

/// What it does otherwise than usual.
#[derive(Clone, Default)]
pub struct Ways {
    /// `expires_in` of tokens; an hour where it is 0.
    pub life: u64,
    /// `iss` of the way back, where another one says that it gave the code.
    pub iss: Option<String>,
    /// No token is renewed.
    pub refuses_refresh: bool,
    /// The whole answer of the token endpoint, head included.
    pub token: Option<Vec<u8>>,
    /// Where its metadata is said to be.
    pub metadata_at: Option<String>,
    /// Whom it names as who gives out its tokens, where that is another one.
    pub names: Option<String>,
    /// The server that it gives out tokens for, where that is another one than its own.
    pub server: Option<String>,
    /// The scope that a call of a tool takes.
    pub needs: Option<String>,
    /// The client that it knows; else it registers whoever comes.
    pub known: Option<(String, String)>,
    /// The secret that it registers clients with; who gives a token back with it is refused, and told it.
    pub secret: Option<String>,
    /// Where `/mcp` sends whoever calls a tool.
    pub moved: Option<String>,
    /// Tokens stay good though they were given back.
    pub keeps_revoked: bool,
    /// Where it says that codes are given out.
    pub authorize_at: Option<String>,
}

#[derive(Default)]
struct Given {
    /// Codes: challenge, address, scopes.
    codes: BTreeMap<String, (String, String, String)>,
    /// Tokens and their scopes.
    access: BTreeMap<String, String>,
    refresh: BTreeMap<String, String>,
    number: u32,
}

struct Shared {
    port: u16,
    ways: Mutex<Ways>,
    given: Mutex<Given>,
    asked: Mutex<Vec<Asked>>,
    /// Something was asked that the real one would refuse.
    failed: AtomicBool,
}

/// It listens on 127.0.0.1 until the test ends, which fails where something was asked that the real one would refuse.
pub struct Issuer(Arc<Shared>);

type Answer = (u16, String, String);

impl Issuer {
    /// It does so from the start.
    pub fn with(ways: Ways) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            port,
            ways: Mutex::new(ways),
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

    /// Where the server of tools is.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}/mcp", self.0.port)
    }

    /// From now on it does so.
    pub fn change(&self, change: impl FnOnce(&mut Ways)) {
        change(&mut self.0.ways.lock().expect("no panic"));
    }

    /// No token that it gave out is any good from now on.
    pub fn forget_access(&self) {
        self.0.given.lock().expect("no panic").access.clear();
    }

    /// All requests to a path, in their order.
    pub fn asked(&self, path: &str) -> Vec<Asked> {
        let asked = self.0.asked.lock().expect("no panic");
        asked.iter().filter(|one| one.bare_path() == path).cloned().collect()
    }

    /// The forms that came to the token endpoint for this kind of grant.
    pub fn grants(&self, kind: &str) -> Vec<BTreeMap<String, String>> {
        let forms = self.asked("/as/token").into_iter().map(|asked| form(&asked.raw));
        forms.filter(|form| form["grant_type"] == kind).collect()
    }

    /// Plays the browser of somebody who agrees: where it is sent back to.
    pub fn agree(&self, url: &str) -> String {
        let path = url.split_once(&format!("127.0.0.1:{}", self.0.port)).expect("its own address").1;
        let address = format!("127.0.0.1:{}", self.0.port).parse().expect("an address");
        let answer = crate::support::request(address, "GET", path, &[], "");
        assert_eq!(answer.status, 302, "{}", answer.body);
        // The head is in lower case; what it sends back to is in the body too.
        answer.body
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        let failed = self.0.failed.load(Ordering::SeqCst);
        assert!(!failed || std::thread::panicking(), "the issuer was asked something wrong: see above");
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream) {
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        let mut reader = BufReader::new(stream);
        while let Some(asked) = wire::read(&mut reader) {
            self.asked.lock().expect("no panic").push(asked.clone());
            let ways = self.ways.lock().expect("no panic").clone();
            if let Some(raw) = ways.token.as_ref().filter(|_| asked.bare_path() == "/as/token") {
                drop((&mut &*stream).write_all(raw));
                break;
            }
            let (status, headers, body) = self.answer(&asked, &ways);
            if wire::whole(stream, status, &headers, "application/json", &body).is_err() || asked.last {
                break;
            }
        }
        drop(stream.shutdown(Shutdown::Both));
    }

    fn answer(&self, asked: &Asked, ways: &Ways) -> Answer {
        let base = format!("http://127.0.0.1:{}", self.port);
        let ok = |body: Value| (200, String::new(), body.to_string());
        match (asked.method.as_str(), asked.bare_path()) {
            ("GET", "/.well-known/oauth-protected-resource/mcp") => ok(json!({
                "resource": format!("{base}/mcp"), "authorization_servers": [ways.names.clone().unwrap_or(format!("{base}/as"))],
                "scopes_supported": ["read"],
            })),
            ("GET", "/.well-known/oauth-authorization-server/as") => match &ways.metadata_at {
                Some(to) => (302, format!("Location: {to}\r\n"), String::new()),
                None => ok(json!({
                    "issuer": format!("{base}/as"),
                    "authorization_endpoint": ways.authorize_at.clone().unwrap_or(format!("{base}/as/authorize")),
                    "token_endpoint": format!("{base}/as/token"),
                    "registration_endpoint": ways.known.is_none().then(|| format!("{base}/as/register")),
                    "revocation_endpoint": format!("{base}/as/revoke"),
                    "code_challenge_methods_supported": ["S256"],
                    "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
                    "authorization_response_iss_parameter_supported": true,
                })),
            },
            ("POST", "/as/register") => {
                assert_eq!(asked.body["token_endpoint_auth_method"], "none");
                let mut made = json!({"client_id": "made", "redirect_uris": []});
                if let Some(secret) = &ways.secret {
                    made["client_secret"] = secret.as_str().into();
                    made["token_endpoint_auth_method"] = "client_secret_post".into();
                }
                (201, String::new(), made.to_string())
            }
            ("GET", "/as/authorize") => self.authorize(asked, ways, &base),
            ("POST", "/as/token") => self.token(asked, ways, &base),
            ("POST", "/as/revoke") => {
                let form = form(&asked.raw);
                let token = &form["token"];
                if let Some(secret) = &ways.secret {
                    assert_eq!(form["client_secret"], *secret);
                    let about = format!("{secret} is not let in");
                    let no = json!({"error": "invalid_client", "error_description": about});
                    return (400, String::new(), no.to_string());
                }
                if ways.keeps_revoked {
                    return (200, String::new(), String::new());
                }
                let mut given = self.given.lock().expect("no panic");
                assert!(given.access.remove(token).is_some() || given.refresh.remove(token).is_some());
                (200, String::new(), String::new())
            }
            ("POST", "/mcp") => self.mcp(asked, ways, &base),
            ("GET" | "DELETE", "/mcp") => (405, String::new(), String::new()),
            _ => (404, String::new(), String::new()),
        }
    }

    fn authorize(&self, asked: &Asked, ways: &Ways, base: &str) -> Answer {
        let query = form(asked.path.split_once('?').map_or("", |(_, query)| query).as_bytes());
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["code_challenge_method"], "S256");
        assert_eq!(query["resource"], format!("{base}/mcp"));
        let mut given = self.given.lock().expect("no panic");
        given.number += 1;
        let code = format!("code-{}-{CANARY}", given.number);
        let scope = query.get("scope").cloned().unwrap_or_default();
        let back = &query["redirect_uri"];
        given.codes.insert(code.clone(), (query["code_challenge"].clone(), back.clone(), scope));
        let iss = ways.iss.clone().unwrap_or(format!("{base}/as"));
        let to = format!(
            "{back}?code={code}&state={}&iss={}",
            query["state"],
            iss.replace(':', "%3A").replace('/', "%2F")
        );
        (302, format!("Location: {to}\r\n"), to)
    }

    fn token(&self, asked: &Asked, ways: &Ways, base: &str) -> Answer {
        let form = form(&asked.raw);
        let no = |code: &str| {
            (
                400,
                String::new(),
                json!({"error": code, "error_description": format!("about {CANARY}-words")}).to_string(),
            )
        };
        assert_eq!(form["resource"], ways.server.clone().unwrap_or(format!("{base}/mcp")));
        if let Some((id, secret)) = &ways.known {
            let basic = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
            if asked.authorization.as_deref() != Some(&basic) {
                return (401, String::new(), json!({"error": "invalid_client"}).to_string());
            }
        } else {
            assert_eq!(form["client_id"], "made");
        }
        let mut given = self.given.lock().expect("no panic");
        let scope = match form["grant_type"].as_str() {
            "authorization_code" => {
                let Some((challenge, back, scope)) = given.codes.remove(&form["code"]) else {
                    return no("invalid_grant");
                };
                assert_eq!(form["redirect_uri"], back);
                assert_eq!(URL_SAFE_NO_PAD.encode(sha256(form["code_verifier"].as_bytes())), challenge);
                scope
            }
            "refresh_token" => match given.refresh.remove(&form["refresh_token"]) {
                Some(scope) if !ways.refuses_refresh => scope,
                _ => return no("invalid_grant"),
            },
            "client_credentials" => form.get("scope").cloned().unwrap_or_default(),
            _ => return no("unsupported_grant_type"),
        };
        given.number += 1;
        let (access, refresh) =
            (format!("at-{}-{CANARY}", given.number), format!("rt-{}-{CANARY}", given.number));
        given.access.insert(access.clone(), scope.clone());
        given.refresh.insert(refresh.clone(), scope.clone());
        let life = if ways.life == 0 { 3600 } else { ways.life };
        let body = json!({
            "access_token": access, "token_type": "Bearer", "expires_in": life, "refresh_token": refresh,
            "scope": scope,
        });
        (200, String::new(), body.to_string())
    }

    fn mcp(&self, asked: &Asked, ways: &Ways, base: &str) -> Answer {
        let about = format!("resource_metadata=\"{base}/.well-known/oauth-protected-resource/mcp\"");
        let token = asked.authorization.as_deref().and_then(|line| line.strip_prefix("Bearer "));
        let given = self.given.lock().expect("no panic");
        let Some(scope) = token.and_then(|token| given.access.get(token)) else {
            return (401, format!("WWW-Authenticate: Bearer {about}\r\n"), String::new());
        };
        let id = &asked.body["id"];
        let result = match asked.body["method"].as_str().unwrap_or_default() {
            "initialize" => json!({
                "protocolVersion": "2025-11-25", "capabilities": {"tools": {}},
                "serverInfo": {"name": "played", "version": "1"},
            }),
            "tools/list" => json!({"tools": [{
                "name": "echo", "description": "Says it", "inputSchema": {"type": "object"},
            }]}),
            "tools/call" => {
                if let Some(to) = &ways.moved {
                    return (307, format!("Location: {to}\r\n"), String::new());
                }
                if let Some(needs) =
                    ways.needs.as_ref().filter(|needs| !scope.split(' ').any(|one| one == *needs))
                {
                    let error = format!("Bearer error=\"insufficient_scope\", scope=\"{needs}\", {about}");
                    return (403, format!("WWW-Authenticate: {error}\r\n"), String::new());
                }
                json!({"content": [{"type": "text", "text": format!("heard with {scope}")}]})
            }
            _ if id.is_null() => return (202, String::new(), String::new()),
            _ => {
                let error = json!({"code": -32601, "message": "unknown"});
                return (200, String::new(), json!({"jsonrpc": "2.0", "id": id, "error": error}).to_string());
            }
        };
        (200, String::new(), json!({"jsonrpc": "2.0", "id": id, "result": result}).to_string())
    }
}

/// A form, decoded.
pub(super) fn form(body: &[u8]) -> BTreeMap<String, String> {
    let query = String::from_utf8_lossy(body);
    let url = reqwest::Url::parse(&format!("http://localhost/?{query}")).expect("a form");
    url.query_pairs().into_owned().collect()
}
