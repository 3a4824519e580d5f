//! Logins at servers of tools that several processes share: what one does, the others see.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::{Duration, Instant};

use muxi::runtime::mcp::{CallOptions, Callback, McpError};
use muxi::support::clock::Clock;
use serde_json::Map;

use super::mcp_oauth::{declared, home, log_in, notes, oauth, signed_in, spec};
use crate::support::{CANARY, Issuer, Server, Tools, Ways, until};

#[test]
fn a_logout_and_a_login_of_another_process_are_seen_by_a_server_that_runs() {
    let issuer = Issuer::with(Ways::default());
    let home = signed_in(&issuer);
    let server = Server::start(&home, &[]);
    let notes = |wanted: &str| notes(&server, wanted);
    notes("ready");
    // Its tokens stay good there: only the file says that nobody is logged in.
    issuer.change(|ways| ways.keeps_revoked = true);
    assert_eq!(home.run(&["mcp", "logout", "notes"]).0, 0);
    let down = notes("down");
    assert_eq!(down["login"]["state"], "needed", "{down}");
    let hellos = || {
        let asked = issuer.asked("/mcp").into_iter();
        asked.filter(|one| one.body["method"] == "initialize" && one.authorization.is_some()).count()
    };
    assert_eq!(log_in(&home, &issuer, "notes", &[]).0, 0);
    notes("ready");
    // Another login has a session of its own.
    let before = hellos();
    assert_eq!(log_in(&home, &issuer, "notes", &[]).0, 0);
    until(Duration::from_secs(20), "it says no hello anew", || hellos() != before);
    notes("ready");
    server.stop();
}

#[test]
#[should_panic(expected = "the issuer was asked something wrong")]
fn a_test_whose_issuer_is_asked_something_wrong_fails_though_nobody_joins_its_threads() {
    let issuer = Issuer::with(Ways::default());
    let at = issuer.endpoint();
    let address = at.trim_start_matches("http://").trim_end_matches("/mcp");
    let mut stream = TcpStream::connect(address).unwrap();
    let body = r#"{"token_endpoint_auth_method":"client_secret_post"}"#;
    write!(stream, "POST /as/register HTTP/1.1\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    // Its thread ends before the connection does.
    assert_eq!(stream.read(&mut [0; 1]).unwrap(), 0, "no answer");
}

#[test]
fn each_environment_has_logins_of_its_own() {
    let issuer = Issuer::with(Ways::default());
    let home = signed_in(&issuer);
    home.ok(&["secrets", "add", "ANY", "--generate", "--env", "prod"]);
    let (code, _, err) = home.run(&["mcp", "call", "notes", "echo", "--yes", "--env", "prod"]);
    assert_eq!(code, 5, "{err}");
    assert!(err.contains("nobody has logged in yet"), "{err}");
    assert_eq!(log_in(&home, &issuer, "notes", &["--env", "prod"]).0, 0);
    for env in [&[][..], &["--env", "prod"]] {
        home.ok(&[&["mcp", "call", "notes", "echo", "--yes"], env].concat());
    }
}

#[test]
fn a_logout_without_the_key_deletes_the_tokens_and_says_that_they_were_not_given_back() {
    let issuer = Issuer::with(Ways::default());
    let header = "      headers:\n        X-Tenant: \"${{ secrets.ANY }}\"\n";
    for more in ["", header] {
        let home = home(&declared("notes", &issuer.endpoint(), more));
        assert_eq!(log_in(&home, &issuer, "notes", &[]).0, 0);
        assert!(tokens_are_kept(&home.state()));
        let (key, away) = (home.formation().join(".key"), home.path().join("key-elsewhere"));
        std::fs::rename(&key, &away).unwrap();
        let (code, out, err) = home.run(&["mcp", "logout", "notes", "--json"]);
        assert_eq!(code, 0, "{out}{err}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap()["logged_out"], true, "{out}");
        assert!(err.contains("its tokens are deleted here, and were not given back there"), "{err}");
        assert!(err.contains("key"), "{err}");
        assert!(!tokens_are_kept(&home.state()), "{err}");
        let (code, out, err) = home.run(&["mcp", "logout", "notes", "--json"]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap()["logged_out"], false, "{out}");
        // What is no login is refused as ever.
        assert_ne!(home.run(&["mcp", "logout", "others"]).0, 0);
        std::fs::rename(&away, &key).unwrap();
        assert_eq!(home.run(&["mcp", "call", "notes", "echo", "--yes"]).0, 5);
    }
    assert!(issuer.asked("/as/revoke").is_empty());
}

#[test]
fn a_logout_that_is_refused_does_not_show_the_secret_of_the_client() {
    let secret = format!("registered-{CANARY}-secret");
    let issuer = Issuer::with(Ways { secret: Some(secret), ..Ways::default() });
    let home = signed_in(&issuer);
    let (code, out, err) = home.run(&["mcp", "logout", "notes"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(err.contains("were not given back there") && err.contains("is not let in"), "{err}");
    assert!(!out.contains(CANARY) && !err.contains(CANARY), "{out}{err}");
}

/// Whether a file of tokens is somewhere below.
fn tokens_are_kept(dir: &std::path::Path) -> bool {
    std::fs::read_dir(dir).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        path.extension().is_some_and(|end| end == "tokens") || path.is_dir() && tokens_are_kept(&path)
    })
}

#[test]
fn a_login_whose_address_does_not_come_on_stdin_ends_in_time() {
    let issuer = Issuer::with(Ways::default());
    let home = home(&declared("notes", &issuer.endpoint(), ""));
    let mut command = home.process(&["mcp", "login", "notes", "--address-from-stdin", "--timeout", "1"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let begin = Instant::now();
    let mut child = command.spawn().unwrap();
    let stdin = child.stdin.take();
    until(Duration::from_secs(20), "it does not end", || child.try_wait().unwrap().is_some());
    let done = child.wait_with_output().unwrap();
    drop(stdin);
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("within 1 s"));
    assert!(begin.elapsed() < Duration::from_secs(20));
}

#[test]
fn tokens_are_not_sent_to_another_machine_in_the_clear() {
    let home = home(&declared("notes", "http://tools.example/mcp", ""));
    let (code, _, err) = home.run(&["mcp", "login", "notes"]);
    assert_ne!(code, 0);
    assert!(err.contains("https only"), "{err}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_that_want_more_do_not_wake_each_other() {
    let issuer = Issuer::with(Ways { needs: Some("write".to_owned()), ..Ways::default() });
    let (dir, tools) = (tempfile::tempdir().unwrap(), Tools::default());
    let clock = Clock::fixed(1_800_000_000_000);
    let make = || oauth(&issuer, dir.path(), &clock, &tools);
    let login = make();
    let login = login.begin("http://127.0.0.1:9/callback").await.unwrap();
    login.finish(&Callback::of(&issuer.agree(login.url())).unwrap()).await.unwrap();
    let handles = [make(), make()];
    let servers: Vec<_> = handles.iter().map(|one| tools.servers(vec![spec(&issuer, one.clone())])).collect();
    for all in &servers {
        let refused = all.get("notes").unwrap().call("echo", Map::new(), CallOptions::default()).await;
        assert!(matches!(refused, Err(McpError::LoginNeeded { .. })), "{refused:?}");
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let before = issuer.asked("/mcp").len();
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(issuer.asked("/mcp").len(), before);
    for all in servers {
        all.stop().await;
    }
}
