//! Commands about a formation that a MUXI server runs: `--profile`, through the server's proxy.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc::channel;

use serde_json::json;

use crate::deploy_remote::ours;
use crate::hub::Hub;
use crate::place::{chmod, error, json as json_of};
use crate::profiles::add;
use crate::station::{ADMIN, CLIENT_KEY};
use crate::support::Home;

/// A formation on our server, which its home has deployed.
fn deployed() -> (Home, Hub) {
    let (home, hub) = ours();
    home.ok(&["deploy", "--wait"]);
    (home, hub)
}

fn with(args: &[&'static str]) -> Vec<&'static str> {
    [args, &["--profile", "own"]].concat()
}

#[test]
fn what_the_formation_on_a_server_keeps_is_shown_and_changed_with_its_own_keys() {
    let (home, _hub) = deployed();
    let look = |args: &[&'static str]| json_of(&home, &with(&[args, &["--json"]].concat()));
    let agents = look(&["agents", "list"]);
    assert_eq!(agents["agents"][0]["id"], "assistant", "{agents}");
    assert_eq!(look(&["agents", "stop", "assistant"])["count"], 1);
    assert_eq!(look(&["agents", "status", "assistant"])["state"], "stopped");
    home.ok(&with(&["agents", "resume", "--all"]));
    assert_eq!(look(&["approvals", "list"])["count"], 0);
    assert_eq!(look(&["artifacts", "list", "--user", "ada"])["count"], 0);
    let (code, _, stderr) = home.run(&with(&["artifacts", "list"]));
    assert!(code == 2 && stderr.contains("add --user USER"), "{stderr}");
    // What is remembered of a user.
    let id = home.ok(&with(&["memory", "add", "likes green tea", "--user", "ada"]));
    let list = look(&["memory", "list", "--user", "ada"]);
    assert_eq!(
        (list["count"].as_u64(), list["memories"][0]["content"].as_str()),
        (Some(1), Some("likes green tea"))
    );
    assert_eq!(look(&["memory", "search", "tea", "--user", "ada"])["count"], 1);
    assert_eq!(look(&["memory", "list", "--user", "bob"])["count"], 0);
    assert_eq!(look(&["memory", "stats"])["memories"], 1);
    let exported = home.ok(&with(&["memory", "export", "--user", "ada"]));
    assert!(exported.contains("green tea") && exported.lines().count() == 1, "{exported}");
    assert_eq!(home.run(&with(&["memory", "erase", "--user", "ada", "--yes"])).0, 2);
    home.ok(&with(&["memory", "erase", "--user", "ada", "--yes", "--source", "elsewhere"]));
    let (code, _, stderr) = home.run(&["memory", "delete", id.trim(), "--user", "ada", "--profile", "own"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(look(&["memory", "list", "--user", "ada"])["count"], 0);
    // Nothing of it is here.
    assert_eq!(home.run(&["memory", "list", "--user", "ada"]).0, 3);
}

#[test]
fn sessions_and_the_log_of_a_formation_on_a_server_are_shown() {
    let (home, hub) = deployed();
    let asked =
        hub.through("POST", "/api/my-bot/v1/chat", "{\"message\":\"hello there\",\"session_id\":\"sess_1\"}");
    assert_eq!(asked.status, 200, "{}", asked.body);
    let look = |args: &[&'static str]| json_of(&home, &with(&[args, &["--json"]].concat()));
    let sessions = look(&["sessions", "list", "--user", "ada"]);
    assert_eq!(
        (sessions["count"].as_u64(), sessions["sessions"][0]["session_id"].as_str()),
        (Some(1), Some("sess_1"))
    );
    let shown = home.ok(&with(&["sessions", "show", "sess_1", "--user", "ada"]));
    assert!(shown.starts_with("user: hello there\nassistant: "), "{shown}");
    assert_eq!(look(&["sessions", "messages", "sess_1", "--user", "ada"])["count"], 2);
    assert_eq!(home.run(&with(&["sessions", "show", "sess_2", "--user", "ada"])).0, 3);
    assert_eq!(look(&["sessions", "list", "--user", "bob"])["count"], 0);
    let log = home.ok(&with(&["logs", "--session", "sess_1"]));
    assert!(log.contains("sess_1") && !log.contains("hello there"), "{log}");
    assert!(look(&["agents", "logs", "assistant"])["count"].as_u64() > Some(0));
    // Without a profile it is the formation here, which does not run.
    let (code, _, stderr) = home.run(&["sessions", "list"]);
    assert!(code == 6 && stderr.contains("muxi serve"), "{stderr}");
    // Whom commands act as can be said for the formation.
    home.write(".muxi", "user_id: ada\nprofile: own\n");
    assert_eq!(look(&["sessions", "list"])["count"], 1);
    // The draft is another one, which nobody tries out.
    let (code, _, stderr) = home.run(&with(&["agents", "list", "--draft"]));
    assert_eq!(code, 3, "{stderr}");
    home.write(".muxi", "draft: true\n");
    assert_eq!(home.run(&with(&["agents", "list"])).0, 3);
    assert!(home.run(&["deploy"]).2.contains("what is deployed is live"));
    home.write(".muxi", "");
    home.ok(&["stop", "--yes"]);
    let (code, _, stderr) = home.run(&with(&["agents", "list", "--json"]));
    assert_eq!((code, error(&stderr)["code"].as_str()), (6, Some("not_running")), "{stderr}");
}

#[test]
fn credentials_of_users_go_to_a_formation_on_a_server_and_never_come_back() {
    let (home, hub) = ours();
    // The server is asked over plain HTTP, which nobody else can read on this machine.
    home.ok(&["deploy", "--wait"]);
    let value = "ghp_Zq8Lm2Xv7Rt4Wn9Kc3Yb6Hd1Sf5Gj0Pa2Qe";
    let set = |args: &[&'static str]| {
        let value = format!("{value}{}", args.len());
        home.run_with(&with(&[&["credentials", "set", "github", "--user", "ada"][..], args].concat()), value)
    };
    let (code, stdout, stderr) = set(&[]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    assert!(stderr.contains("added github as ") && !stderr.contains(value), "{stderr}");
    let (code, _, stderr) = set(&["--account", "work", "--json"]);
    assert_eq!(code, 0, "{stderr}");
    let look = |args: &[&'static str]| json_of(&home, &with(&[args, &["--user", "ada", "--json"]].concat()));
    let list = look(&["credentials", "list"]);
    assert_eq!(list["count"], 2, "{list}");
    assert!(!list.to_string().contains(value));
    let status = look(&["credentials", "status"]);
    assert_eq!(
        (&status["ok"], &status["count"], &status["credentials"][0]["status"]),
        (&json!(true), &json!(2), &json!("ok"))
    );
    let (code, stdout, stderr) = home.run(&with(&["credentials", "status", "--user", "ada"]));
    assert!(code == 0 && stdout.lines().count() == 2 && stdout.contains("  ok  "), "{stdout}{stderr}");
    assert_eq!(look(&["credentials", "services"])["count"], 0);
    // Two accounts: it has to be said which is meant.
    let (code, _, stderr) = home.run(&with(&["credentials", "delete", "github", "--user", "ada"]));
    assert!(code == 2 && stderr.contains("--account ACCOUNT"), "{stderr}");
    assert_eq!(
        look(&["credentials", "rename", "github", "--account", "work", "--to", "office"])["name"],
        "office"
    );
    assert_eq!(look(&["credentials", "select", "github", "--account", "office"])["default"], true);
    assert_eq!(look(&["credentials", "delete", "github", "--account", "office"])["deleted"], true);
    assert_eq!(look(&["credentials", "delete", "github"])["deleted"], true);
    assert_eq!(home.run(&with(&["credentials", "delete", "github", "--user", "ada"])).0, 3);
    assert!(!hub.audit().contains(value));
    // On a line that others can read nothing of it leaves.
    add(&home, "far", "http://192.0.2.1", &[]);
    let args = ["credentials", "set", "github", "--user", "ada", "--profile", "far", "--json"];
    let (code, _, stderr) = home.run_with(&args, value);
    assert_eq!(code, 4, "{stderr}");
    assert_eq!(error(stderr.lines().last().unwrap())["code"], "open_line");
}

/// What somebody who listens at an address is sent, and who refuses it in the words of a server.
fn sent(home: &Home, url: &dyn Fn(&str), args: &[&str]) -> (i32, String, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    url(&format!("http://{}/muxi", listener.local_addr().unwrap()));
    let (send, came) = channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = String::new();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        while !head.ends_with("\r\n\r\n") {
            reader.read_line(&mut head).unwrap();
        }
        send.send(head).unwrap();
        let body = json!({"error": "Not Found", "message": "no formation\u{1b}[2J", "code": 404}).to_string();
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        drop(stream.write_all(answer.as_bytes()));
    });
    let (code, _, stderr) = home.run(args);
    (code, stderr, came.recv().unwrap())
}

#[test]
fn the_key_of_the_profile_stays_here_and_those_of_the_formation_are_sent_to_its_server() {
    let home = Home::with(&crate::station::echo("my-bot", "1.0.0"));
    let url = |url: &str| {
        drop(home.run(&["profiles", "remove", "own", "--yes"]));
        add(&home, "own", url, &[]);
    };
    let (code, stderr, head) = sent(&home, &url, &["agents", "list", "--profile", "own"]);
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("no formation\\u{1b}[2J") && stderr.contains("muxi remote list"), "{stderr}");
    let head = head.to_lowercase();
    assert!(head.starts_with("get /muxi/api/my-bot/v1/agents http/1.1\r\n"), "{head}");
    assert!(head.contains(&format!("x-muxi-admin-key: {ADMIN}\r\n")), "{head}");
    for not_sent in ["authorization", "x-muxi-signature", "x-muxi-key-id", "muxi_sk"] {
        assert!(!head.contains(not_sent), "{head}");
    }
    // Outside of the formation its keys are those that the deployed command line keeps.
    let outside = ["sessions", "list", "--profile", "own", "--formation", "other"];
    let (code, _, stderr) = home.run(&outside);
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("formations.yaml"), "{stderr}");
    let file = home.path().join("home/.muxi/cli/formations.yaml");
    let text = format!("formations:\n  other:\n    client_key: {CLIENT_KEY}\n    default_user_id: bob\n");
    std::fs::write(&file, text).unwrap();
    chmod(&file, 0o600);
    let (_, _, head) = sent(&home, &url, &outside);
    let head = head.to_lowercase();
    assert!(head.starts_with("get /muxi/api/other/v1/sessions?limit=50 http/1.1\r\n"), "{head}");
    assert!(
        head.contains(&format!("x-muxi-client-key: {CLIENT_KEY}")) && head.contains("x-muxi-user-id: bob"),
        "{head}"
    );
    chmod(&file, 0o644);
    let (code, _, stderr) = home.run(&outside);
    assert!(code == 4 && stderr.contains("chmod 600"), "{stderr}");
    chmod(&file, 0o600);
    // Nobody is there, and no such profile.
    url("http://127.0.0.1:1");
    let (code, _, stderr) = home.run(&["agents", "list", "--profile", "own", "--json"]);
    assert_eq!((code, error(&stderr)["code"].as_str()), (6, Some("unreachable")), "{stderr}");
    assert_eq!(home.run(&["agents", "list", "--profile", "none"]).0, 3);
    assert_eq!(home.run(&["agents", "list", "--formation", "x"]).0, 2);
    // Keys that are only here would be no keys there: none is made.
    let bare = Home::echo();
    add(&bare, "own", "http://127.0.0.1:1", &[]);
    let (code, _, stderr) = bare.run(&["agents", "list", "--profile", "own", "--json"]);
    assert_eq!((code, error(&stderr)["code"].as_str()), (3, Some("no_api_keys")), "{stderr}");
    let keys = crate::place::files(&bare.state());
    assert!(!keys.keys().any(|path| path.ends_with("api-keys.json")), "{keys:?}");
}
