//! The audit whatever comes between: clients that hang up, files that cannot be read, keys that come and go.

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use crate::audit::{error, records};
use crate::support::{Home, Server, request, request_raw, until};

const SLOW: &str = "schema: \"1.0.0\"
id: slow
description: d
llm:
  models:
    - text: muxi/echo
agents:
  - id: helper
    name: Helper
    description: Helps
    default: true
    mcp_servers:
      - {id: played, description: d, type: command, command: python3, args: [server.py]}
  - id: sleeper
    name: Sleeper
    description: Sleeps for long
    runner: command
    command: sh
    args: [-c, \"trap '' TERM; echo dreaming >&2; sleep 60 & sleep 60\"]
";

#[test]
fn what_is_begun_has_an_end_though_its_client_hangs_up() {
    let home = Home::with(SLOW);
    home.write("server.py", crate::support::MCP_SERVER);
    let server = Server::start(&home, &[]);
    let outcomes = |action: &str| -> Vec<String> {
        let all = records(&home, &["--action", action]);
        let text = |record: &Value| format!("{} {}", record["outcome"], record["details"]["code"]);
        all.iter().map(text).collect()
    };
    let headers = [("X-Muxi-Admin-Key", server.admin.as_str())];
    let left = |path: &str, body: &str, action: &str| {
        let begun = request_raw(server.address(), "POST", path, &headers, body);
        until(Duration::from_secs(20), "it begins", || !outcomes(action).is_empty());
        drop(begun);
        until(Duration::from_secs(20), "its end is recorded", || outcomes(action).len() == 2);
        outcomes(action)
    };
    // A call is cancelled with its client; what changes the formation is done to its end.
    let call = json!({"tool": "slow", "arguments": {"seconds": 60}}).to_string();
    let called = left("/v1/mcp/servers/played/call", &call, "tool.call");
    assert_eq!(called, ["\"begun\" null", "\"failed\" \"CLIENT_LEFT\""]);
    let mut chat = home.process(&["chat", "--agent", "sleeper", "Good night"]);
    let mut chat = chat.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    until(Duration::from_secs(20), "it sleeps", || {
        home.ok(&["agents", "logs", "sleeper"]).contains("stderr dreaming")
    });
    let stopped = left("/v1/agents/sleeper/stop", "", "agent.stop");
    assert_eq!(stopped, ["\"begun\" null", "\"done\" null"]);
    chat.wait().unwrap();
    server.stop();
    assert_eq!(home.run(&["audit", "verify"]).0, 0);
}

#[test]
fn a_formation_has_one_audit_and_one_log_whether_its_file_can_be_read_or_not() {
    let home = Home::echo();
    home.keep("ONE", "a-value-of-it");
    let server = Server::start(&home, &[]);
    server.stop();
    let good = String::from_utf8(home.read("formation.afs")).unwrap();
    let named = good.lines().find(|line| line.starts_with("id:")).expect("an id");
    let nameless = good.replacen(&format!("{named}\n"), "", 1);
    let before = records(&home, &[]).len();
    for (n, broken) in [format!("{good}\nagents: [\n"), format!("{nameless}\nx: {{\n"), "\t- x: [".to_owned()]
        .iter()
        .enumerate()
    {
        home.write("formation.afs", broken);
        assert_ne!(home.run(&["validate"]).0, 0, "{broken}");
        home.ok(&["secrets", "get", "ONE"]);
        assert_eq!(records(&home, &[]).len(), before + n + 1, "{broken}");
        assert!(home.ok(&["logs"]).contains("formation.stopped"), "{broken}");
    }
    home.write("formation.afs", &good);
    assert_eq!(records(&home, &["--action", "secret.read"]).len(), 3);
    assert_eq!(home.run(&["audit", "verify"]).0, 0);
    let states = std::fs::read_dir(home.state().join("formations")).unwrap().count();
    assert_eq!(states, 1);
}

#[test]
fn a_server_that_began_before_the_key_signs_too_when_there_is_one() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    home.keep("ONE", "a-value-of-it");
    home.ok(&["secrets", "get", "ONE"]);
    home.ok(&["agents", "stop", "assistant"]);
    let (code, stdout, stderr) = home.run(&["audit", "verify"]);
    assert!(code == 0 && stdout.contains("signed by root key"), "{stdout}{stderr}");
    server.stop();
    assert_eq!(home.run(&["audit", "verify"]).0, 0);
}

#[test]
fn what_was_found_stays_a_fault_until_it_is_known() {
    let home = Home::echo();
    for name in ["ONE", "TWO"] {
        home.keep(name, "a-value-of-it");
    }
    home.ok(&["secrets", "get", "ONE"]);
    // Recorded where the key is not, as it seems.
    let key = home.formation().join(".key");
    std::fs::rename(&key, home.path().join("elsewhere")).unwrap();
    home.ok(&["config", "set", "description", "Another one"]);
    std::fs::rename(home.path().join("elsewhere"), &key).unwrap();
    assert_eq!(home.run(&["audit", "verify"]).0, 4);
    home.ok(&["secrets", "get", "ONE"]);
    home.ok(&["secrets", "get", "ONE"]);
    let (code, message) = error(&home, &["audit", "verify"]);
    assert!(code == "audit_broken" && message.contains("--accept-new"), "{message}");
    let (code, _, stderr) = home.run(&["audit", "verify", "--accept-new"]);
    assert!(code == 0 && stderr.contains("known to you"), "{stderr}");
    assert_eq!(home.run(&["audit", "verify"]).0, 0);
}

#[test]
fn who_was_not_let_in_is_recorded_by_the_route_without_names() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    for path in ["/v1/users/canary@x.io", "/v1/sessions/canary-session/messages"] {
        assert_eq!(request(server.address(), "GET", path, &[], "").status, 401);
    }
    server.stop();
    let refused = records(&home, &["--action", "authentication.refused"]);
    let routes: Vec<&str> = refused.iter().map(|one| one["resource"].as_str().unwrap()).collect();
    assert_eq!(routes, ["GET /v1/users/{id}", "GET /v1/sessions/{id}/messages"]);
}

#[test]
fn a_user_called_admin_hides_nothing_of_what_administrators_did() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    assert_eq!(server.chat("admin", &json!({"message": "hi", "stream": false})).status, 200);
    let headers = [("X-Muxi-Admin-Key", server.admin.as_str())];
    assert_eq!(request(server.address(), "DELETE", "/v1/audit", &headers, "").status, 403);
    let found = server.admin("/v1/audit?actor=admin&action=audit.clear").json();
    assert_eq!(found["data"]["count"], 1, "{found}");
}
