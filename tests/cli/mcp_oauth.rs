//! Servers of tools that are signed in at by OAuth: the real command line and a real server, against an authorization
//! server that is played on loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::Duration;

use muxi::runtime::mcp::{
    CallOptions, Callback, Grant, Http, Link, McpError, OAuth, OAuthSettings, ServerSpec, ServerState, Vault,
};
use muxi::secrets::DerivedKey;
use muxi::support::clock::Clock;
use serde_json::{Map, Value};

use crate::support::{CANARY, Home, Issuer, Server, Tools, Ways, request, wait_for};

pub(super) fn declared(id: &str, endpoint: &str, more: &str) -> String {
    format!(
        "    - id: {id}\n      description: Played\n      type: http\n      endpoint: {endpoint}\n      auth:\n        type: oauth2\n{more}"
    )
}

pub(super) fn home(servers: &str) -> Home {
    let home = Home::with(&format!(
        "schema: \"1.0.0\"\nid: signed\ndescription: Signs in\nllm:\n  models:\n    - text: muxi/echo\nmcp:\n  servers:\n{servers}"
    ));
    // The first secret makes the key that tokens are sealed with.
    home.keep("ANY", "some-other-value");
    home
}

pub(super) fn signed_in(issuer: &Issuer) -> Home {
    let home = home(&declared("notes", &issuer.endpoint(), ""));
    let (code, out, err) = log_in(&home, issuer, "notes", &[]);
    assert_eq!(code, 0, "{out}{err}");
    home
}

/// `muxi mcp login`, as far as the address to open.
struct LoginRun {
    child: Child,
    url: String,
    stderr: BufReader<std::process::ChildStderr>,
    said: String,
}

impl LoginRun {
    fn start(home: &Home, id: &str, args: &[&str]) -> Self {
        let all = [&["mcp", "login", id, "--json", "--timeout", "20"], args].concat();
        let mut command = home.process(&all);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let (mut said, mut url) = (String::new(), String::new());
        while url.is_empty() {
            let mut line = String::new();
            if stderr.read_line(&mut line).unwrap() == 0 {
                break;
            }
            if line.trim().starts_with("http://") {
                line.trim().clone_into(&mut url);
            }
            said.push_str(&line);
        }
        Self { child, url, stderr, said }
    }

    fn end(mut self) -> (i32, String, String) {
        drop(self.child.stdin.take());
        let mut out = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        self.stderr.read_to_string(&mut self.said).unwrap();
        (self.child.wait().unwrap().code().unwrap_or(-1), out, self.said)
    }
}

/// The browser goes back to where it is sent.
fn land(to: &str) -> (u16, String) {
    let rest = to.strip_prefix("http://").unwrap();
    let (address, path) = rest.split_once('/').unwrap();
    let answer = request(address.parse().unwrap(), "GET", &format!("/{path}"), &[], "");
    (answer.status, answer.body)
}

/// The only server of a running formation, as soon as it is in this state.
pub(super) fn notes(server: &Server, wanted: &str) -> Value {
    wait_for(Duration::from_secs(20), || {
        let all = server.admin("/v1/mcp/servers").json();
        let notes = all["data"]["servers"][0].clone();
        if notes["state"] == wanted { Ok(notes) } else { Err(all) }
    })
}

pub(super) fn log_in(home: &Home, issuer: &Issuer, id: &str, args: &[&str]) -> (i32, String, String) {
    let run = LoginRun::start(home, id, args);
    if !run.url.is_empty() {
        land(&issuer.agree(&run.url));
    }
    let (code, out, err) = run.end();
    no_canary(&[&out, &err]);
    (code, out, err)
}

fn no_canary(texts: &[&str]) {
    for text in texts {
        assert!(!text.contains(CANARY), "{text}");
    }
}

/// The contents of all files below.
fn files(dir: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if let Ok(bytes) = std::fs::read(&path) {
            all.push((path, bytes));
        }
    }
    all
}

#[test]
fn a_login_in_the_browser_ends_with_tools_that_are_called_and_no_token_is_to_be_seen() {
    let issuer = Issuer::with(Ways::default());
    let home = home(&declared("notes", &issuer.endpoint(), ""));
    let (code, out, err) = home.run(&["mcp", "call", "notes", "echo", "--yes"]);
    assert_eq!(code, 5, "{out}{err}");
    assert!(err.contains("muxi mcp login notes"), "{err}");
    assert!(issuer.asked("/mcp").is_empty(), "who has no token asks nothing");

    let run = LoginRun::start(&home, "notes", &[]);
    let (status, page) = land(&issuer.agree(&run.url));
    assert_eq!((status, page.contains("notes")), (200, true), "{page}");
    let (code, out, err) = run.end();
    assert_eq!(code, 0, "{out}{err}");
    let said: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&said["state"], &said["server"], &said["renews"]),
        (&"done".into(), &"notes".into(), &true.into())
    );
    assert_eq!(said["scopes"][0], "read");

    let called = home.ok(&["mcp", "call", "notes", "echo", "--yes"]);
    assert_eq!(called.trim(), "heard with read");
    let shown = home.ok(&["mcp", "show", "notes", "--json"]);
    let login = &serde_json::from_str::<Value>(&shown).unwrap()["login"];
    assert_eq!(login["state"], "done", "{shown}");
    assert!(login["expires_at"].is_string(), "{shown}");
    assert!(home.ok(&["mcp", "show", "notes"]).contains("renewed before"));
    no_canary(&[&out, &err, &page, &called, &shown]);
    let kept = files(home.path());
    assert!(kept.iter().any(|(path, _)| path.extension().is_some_and(|end| end == "tokens")));
    for (path, bytes) in kept {
        assert!(!bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes()), "{}", path.display());
    }

    let (code, out, err) = home.run(&["mcp", "logout", "notes", "--json"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(issuer.asked("/as/revoke").len(), 2);
    assert_eq!(home.run(&["mcp", "call", "notes", "echo", "--yes"]).0, 5);
}

#[test]
fn the_address_where_a_browser_elsewhere_ended_can_be_given_on_stdin() {
    let issuer = Issuer::with(Ways::default());
    let home = home(&declared("notes", &issuer.endpoint(), ""));
    let mut run = LoginRun::start(&home, "notes", &["--address-from-stdin"]);
    let to = issuer.agree(&run.url);
    writeln!(run.child.stdin.as_mut().unwrap(), "{to}").unwrap();
    let (code, out, err) = run.end();
    assert_eq!(code, 0, "{out}{err}");
    no_canary(&[&out, &err]);
    let mut run = LoginRun::start(&home, "notes", &["--address-from-stdin"]);
    writeln!(run.child.stdin.as_mut().unwrap(), "nonsense").unwrap();
    assert_eq!(run.end().0, 2);
}

#[test]
fn a_browser_with_another_state_is_sent_away_and_the_login_goes_on() {
    let issuer = Issuer::with(Ways::default());
    let home = home(&declared("notes", &issuer.endpoint(), ""));
    let run = LoginRun::start(&home, "notes", &[]);
    let to = issuer.agree(&run.url);
    let (before, after) = to.split_once("state=").unwrap();
    let other = if after.starts_with('x') { 'y' } else { 'x' };
    let forged = format!("{before}state={other}{}", &after[1..]);
    assert_eq!(land(&forged).0, 400);
    assert_eq!(land(&to.replace("/callback", "/other")).0, 404);
    assert!(issuer.asked("/as/token").is_empty());
    assert_eq!(land(&to).0, 200);
    assert_eq!(run.end().0, 0);
    // Pasted, there is nobody else to wait for.
    let mut run = LoginRun::start(&home, "notes", &["--address-from-stdin"]);
    writeln!(run.child.stdin.as_mut().unwrap(), "{forged}").unwrap();
    let (code, _, err) = run.end();
    assert_eq!(code, 5, "{err}");
    assert_eq!(issuer.asked("/as/token").len(), 1);
}

#[test]
fn a_code_of_another_issuer_is_not_used() {
    let issuer = Issuer::with(Ways { iss: Some("https://other.example".to_owned()), ..Ways::default() });
    let home = home(&declared("notes", &issuer.endpoint(), ""));
    let (code, out, err) = log_in(&home, &issuer, "notes", &[]);
    assert_eq!(code, 5, "{out}{err}");
    assert!(err.contains("another authorization server"), "{err}");
    assert!(issuer.asked("/as/token").is_empty());
}

#[test]
fn metadata_that_lead_to_an_address_of_a_cloud_are_not_followed() {
    let to = Some("http://169.254.169.254/latest/meta-data".to_owned());
    let issuer = Issuer::with(Ways { metadata_at: to, ..Ways::default() });
    let home = home(&declared("notes", &issuer.endpoint(), ""));
    let (code, out, err) = log_in(&home, &issuer, "notes", &[]);
    assert_eq!(code, 4, "{out}{err}");
    assert!(err.contains("169.254.169.254") && err.contains("allowed_addresses"), "{err}");
}

#[test]
fn a_browser_is_not_sent_where_the_way_is_not_encrypted() {
    let at = Some("http://login.example/authorize".to_owned());
    let issuer = Issuer::with(Ways { authorize_at: at, ..Ways::default() });
    let home = home(&declared("notes", &issuer.endpoint(), ""));
    let (code, out, err) = log_in(&home, &issuer, "notes", &[]);
    assert_eq!(code, 5, "{out}{err}");
    assert!(err.contains("not encrypted"), "{err}");
}

#[test]
fn a_token_endpoint_that_answers_too_much_garbage_or_nothing_is_named() {
    let answer = |body: &[u8]| {
        let mut all = format!(
            "HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        all.extend_from_slice(body);
        all
    };
    let big = format!("{{\"access_token\":\"{CANARY}{}\"}}", "x".repeat(10 << 20));
    let moved = b"HTTP/1.1 307 X\r\nLocation: http://127.0.0.1:1/token\r\nContent-Length: 0\r\n\r\n".to_vec();
    for (raw, words) in [
        (answer(big.as_bytes()), "more than"),
        (answer(format!("{{\"access_token\": \"{CANARY}").as_bytes()), "something else"),
        (answer(format!("{{\"access_token\": \"{CANARY}\\n\"}}").as_bytes()), "something else"),
        (answer(b"{\"access_token\": \"\"}"), "something else"),
        (
            answer(format!("{{\"access_token\": \"{CANARY}\", \"token_type\": \"mac\"}}").as_bytes()),
            "something else",
        ),
        (Vec::new(), "cannot be reached"),
        (moved, "is for nobody else"),
    ] {
        let issuer = Issuer::with(Ways { token: Some(raw), ..Ways::default() });
        let home = home(&declared("notes", &issuer.endpoint(), ""));
        let (code, out, err) = log_in(&home, &issuer, "notes", &[]);
        assert_ne!(code, 0, "{out}{err}");
        assert!(err.contains(words), "{words}: {err}");
        assert!(
            files(home.path()).iter().all(|(path, _)| path.extension().is_none_or(|end| end != "tokens"))
        );
    }
}

#[test]
fn what_a_server_wants_beyond_the_login_is_asked_for_at_the_next_one() {
    let issuer = Issuer::with(Ways { needs: Some("write".to_owned()), ..Ways::default() });
    let home = signed_in(&issuer);
    let (code, out, err) = home.run(&["mcp", "call", "notes", "echo", "--yes"]);
    assert_eq!(code, 5, "{out}{err}");
    assert!(err.contains("write") && err.contains("muxi mcp login notes"), "{err}");
    assert_eq!(log_in(&home, &issuer, "notes", &[]).0, 0);
    assert_eq!(home.ok(&["mcp", "call", "notes", "echo", "--yes"]).trim(), "heard with read write");
}

#[test]
fn a_formation_without_a_key_is_told_how_to_get_one_before_anybody_is_asked() {
    let issuer = Issuer::with(Ways::default());
    let home = Home::echo();
    let text = String::from_utf8(home.read("formation.afs")).unwrap();
    home.write(
        "formation.afs",
        format!("{text}mcp:\n  servers:\n{}", declared("notes", &issuer.endpoint(), "")),
    );
    let (code, _, err) = home.run(&["mcp", "login", "notes"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("muxi secrets add"), "{err}");
    assert!(issuer.asked("/mcp").is_empty());
    assert_eq!(home.run(&["mcp", "login", "nots"]).0, 3);
}

#[test]
fn a_formation_that_is_let_in_as_itself_needs_nobody() {
    let known = Some(("tools".to_owned(), format!("secret-{CANARY}")));
    let issuer = Issuer::with(Ways { known, ..Ways::default() });
    let more = |issuer: &str| {
        format!(
            "        grant: client_credentials\n        client_id: tools\n        client_secret: \"${{{{ secrets.CLIENT }}}}\"\n        scopes: [one, two]\n{issuer}"
        )
    };
    let home = home(&declared("notes", &issuer.endpoint(), &more("")));
    home.keep("CLIENT", &format!("secret-{CANARY}"));
    assert_eq!(home.ok(&["mcp", "call", "notes", "echo", "--yes"]).trim(), "heard with one two");
    assert_eq!(issuer.grants("client_credentials").len(), 1);
    let (code, _, err) = home.run(&["mcp", "login", "notes"]);
    assert_eq!(code, 5, "{err}");
    assert!(err.contains("nobody has to log in"), "{err}");
}

#[test]
fn the_secret_of_a_client_goes_to_nobody_whom_only_the_server_names() {
    let known = || Some(("tools".to_owned(), format!("secret-{CANARY}")));
    let other = Issuer::with(Ways { known: known(), ..Ways::default() });
    let there = other.endpoint().replace("/mcp", "/as");
    let issuer = Issuer::with(Ways { known: known(), names: Some(there.clone()), ..Ways::default() });
    let with = |named: &str| {
        let secret = "client_id: tools\n        client_secret: \"${{ secrets.CLIENT }}\"";
        let more = format!("        grant: client_credentials\n        {secret}\n{named}");
        let more = more + "      allowed_addresses: [127.0.0.1]\n";
        declared("notes", &issuer.endpoint(), &more)
    };
    let home = home(&with(""));
    home.keep("CLIENT", &format!("secret-{CANARY}"));
    let (code, _, err) = home.run(&["mcp", "call", "notes", "echo", "--yes"]);
    assert_eq!(code, 5, "{err}");
    assert!(err.contains("`auth.issuer` names it"), "{err}");
    assert!(other.asked("/as/token").is_empty());
    // Where the formation names another one than the server, nobody is asked either.
    let text = String::from_utf8(home.read("formation.afs")).unwrap();
    let before = with("");
    home.write("formation.afs", text.replace(&before, &with("        issuer: https://login.example/\n")));
    let (code, _, err) = home.run(&["mcp", "call", "notes", "echo", "--yes"]);
    assert_eq!(code, 5, "{err}");
    assert!(err.contains("does not say that https://login.example/ gives out tokens for it"), "{err}");
    assert!(other.asked("/as/token").is_empty());
    home.write("formation.afs", text.replace(&before, &with(&format!("        issuer: {there}/\n"))));
    other.change(|ways| ways.server = Some(issuer.endpoint()));
    home.run(&["mcp", "call", "notes", "echo", "--yes"]);
    // Its tokens are not those of the played server, so that it may be asked for another one.
    assert!(!other.grants("client_credentials").is_empty());
}

#[test]
fn a_token_goes_to_its_own_server_and_to_nobody_that_it_sends_to() {
    let (one, two) = (Issuer::with(Ways::default()), Issuer::with(Ways::default()));
    one.change(|ways| ways.moved = Some(two.endpoint()));
    let allowed = "      allowed_addresses: [127.0.0.1]\n";
    let both = declared("one", &one.endpoint(), allowed) + &declared("two", &two.endpoint(), allowed);
    let home = home(&both);
    assert_eq!(log_in(&home, &one, "one", &[]).0, 0);
    assert_eq!(log_in(&home, &two, "two", &[]).0, 0);
    home.ok(&["mcp", "call", "two", "echo", "--yes"]);
    let before = two.asked("/mcp").len();
    assert_ne!(home.run(&["mcp", "call", "one", "echo", "--yes"]).0, 0);
    let sent_on = &two.asked("/mcp")[before..];
    assert!(!sent_on.is_empty() && sent_on.iter().all(|asked| asked.authorization.is_none()));
    let of = |issuer: &Issuer| -> Vec<String> {
        issuer.asked("/mcp").into_iter().filter_map(|asked| asked.authorization).collect()
    };
    assert!(!of(&one).is_empty() && !of(&two).is_empty());
    // A file in the place of another's is refused, and named.
    let kept: Vec<_> = files(home.path())
        .into_iter()
        .filter(|(path, _)| path.extension().is_some_and(|end| end == "tokens"))
        .collect();
    std::fs::write(&kept[0].0, &kept[1].1).unwrap();
    std::fs::write(&kept[1].0, &kept[0].1).unwrap();
    let (code, _, err) = home.run(&["mcp", "call", "two", "echo", "--yes"]);
    assert_eq!(code, 5, "{err}");
    assert!(err.contains("were changed, or are another server's"), "{err}");
}

#[test]
fn a_login_that_is_not_renewed_stops_only_its_server_and_the_next_one_is_taken_up_while_it_runs() {
    let issuer = Issuer::with(Ways { life: 1, refuses_refresh: true, ..Ways::default() });
    let home = signed_in(&issuer);
    std::thread::sleep(Duration::from_millis(1100));
    let server = Server::start(&home, &[]);
    let notes = |wanted: &str| notes(&server, wanted);
    let down = notes("down");
    assert_eq!(down["error"]["code"], "MCP_LOGIN_NEEDED", "{down}");
    assert_eq!(down["login"]["state"], "needed");
    assert!(down["error"]["hint"].as_str().unwrap().contains("muxi mcp login notes"), "{down}");
    let chat = server.chat("alice", &serde_json::json!({"message": "Hi", "stream": false}));
    assert_eq!(chat.status, 200, "{}", chat.body);
    issuer.change(|ways| {
        ways.life = 3600;
        ways.refuses_refresh = false;
    });
    assert_eq!(log_in(&home, &issuer, "notes", &[]).0, 0);
    notes("ready");
    let (_, stderr) = server.stop();
    assert!(stderr.contains("muxi mcp login notes"), "{stderr}");
    no_canary(&[&down.to_string(), &chat.body, &stderr]);
}

/// A handle of its own to the tokens in `dir`, as another process would have.
pub(super) fn oauth(issuer: &Issuer, dir: &std::path::Path, clock: &Clock, tools: &Tools) -> OAuth {
    let key = || DerivedKey { id: "00000001".to_owned(), key: [7; 32].into() };
    OAuth::new(OAuthSettings {
        server: "notes".to_owned(),
        endpoint: issuer.endpoint().as_str().into(),
        grant: Grant::AuthorizationCode,
        client_id: None,
        client_secret: None,
        issuer: None,
        scopes: Vec::new(),
        client_metadata_url: None,
        allowed_addresses: Vec::new(),
        redactor: tools.redactor.clone(),
        clock: clock.clone(),
        vault: Some(Vault::new(dir.join("logins"), "f".to_owned(), move || Ok(vec![key()]))),
    })
    .unwrap()
}

pub(super) fn spec(issuer: &Issuer, oauth: OAuth) -> ServerSpec {
    let http = Http {
        endpoint: issuer.endpoint().as_str().into(),
        headers: Vec::new(),
        login: None,
        oauth: Some(oauth),
        allowed_addresses: Vec::new(),
    };
    ServerSpec { link: Ok(Link::Http(Box::new(http))), ..Tools::nowhere("notes") }
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_two_calls_of_two_processes_renew_a_token_once() {
    let issuer = Issuer::with(Ways::default());
    let (dir, tools) = (tempfile::tempdir().unwrap(), Tools::default());
    let clock = Clock::fixed(1_800_000_000_000);
    let (one, two) = (oauth(&issuer, dir.path(), &clock, &tools), oauth(&issuer, dir.path(), &clock, &tools));
    let login = one.begin("http://127.0.0.1:9/callback").await.unwrap();
    let back = issuer.agree(login.url());
    login.finish(&Callback::of(&back).unwrap()).await.unwrap();
    let servers = [tools.servers(vec![spec(&issuer, one)]), tools.servers(vec![spec(&issuer, two)])];
    for all in &servers {
        all.start();
        assert!(matches!(
            all.get("notes").unwrap().settled(Duration::from_secs(20)).await,
            ServerState::Ready
        ));
    }
    assert!(issuer.grants("refresh_token").is_empty());
    clock.advance(Duration::from_secs(3599));
    let calls = (0..32).map(|number| {
        let server = servers[number % 2].get("notes").unwrap().clone();
        async move { server.call("echo", Map::new(), CallOptions::default()).await }
    });
    for answer in futures_util::future::join_all(calls).await {
        assert!(!answer.unwrap().failed);
    }
    assert_eq!(issuer.grants("refresh_token").len(), 1);
    // One that is refused before its end is renewed once too.
    clock.advance(Duration::from_mins(2));
    issuer.forget_access();
    let calls = (0..32).map(|number| {
        let server = servers[number % 2].get("notes").unwrap().clone();
        async move { server.call("echo", Map::new(), CallOptions::default()).await }
    });
    for answer in futures_util::future::join_all(calls).await {
        assert!(!answer.unwrap().failed);
    }
    assert_eq!(issuer.grants("refresh_token").len(), 2);
    // A server that takes no token at all does not have one made for each call.
    issuer.forget_access();
    for _ in 0..3 {
        let refused = servers[0].get("notes").unwrap().call("echo", Map::new(), CallOptions::default()).await;
        assert!(matches!(refused, Err(McpError::LoginNeeded { .. })), "{refused:?}");
    }
    assert_eq!(issuer.grants("refresh_token").len(), 2);
    for all in servers {
        all.stop().await;
    }
    let told = format!("{:?}", Arc::clone(&tools.told).lock().unwrap());
    no_canary(&[&told]);
}
