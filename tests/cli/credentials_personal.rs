//! Servers of tools that are another one for each user, at the command line: `muxi mcp …`, `muxi agents …`.

use serde_json::{Value, json};

use crate::mcp_stdio::Editor;
use crate::place::{error, json as json_of};
use crate::support::{Home, Server};

const FORMATION: &str = r#"schema: "1.0.0"
id: tools
description: Has tools
llm:
  models:
    - text: muxi/echo
agents:
  - id: helper
    name: Helper
    description: Helps
    mcp_servers:
      - id: hub
        description: Repositories
        type: command
        command: python3
        args: [hunter.py]
        auth:
          accept_inline: true
          token: "${{ user.credentials.GITHUB }}"
  - id: other
    name: Other
    description: Does something else
    default: true
user_credentials:
  oauth:
    github:
      authorization_url: "https://github.example/login/oauth/authorize"
      token_url: "https://github.example/login/oauth/access_token"
      client_id: "muxi"
    calendar: # muxi: allow credential-unused
      authorization_url: "https://calendar.example/authorize"
      token_url: "https://calendar.example/token"
      client_id: "muxi"
"#;

fn home() -> Home {
    let home = Home::with(FORMATION);
    home.write("hunter.py", include_str!("hunter.py"));
    home.keep("ANY", "value-of-any-secret");
    home
}

fn set(home: &Home, args: &[&str]) {
    let (code, _, err) = home.run_with(&[&["credentials", "set", "github"], args].concat(), value(args[1]));
    assert_eq!(code, 0, "{err}");
}

fn value(of: &str) -> String {
    format!("CANARY-of-{of}-0123456789abcdef")
}

/// How the only server is, as `muxi mcp list` tells it.
fn hub(home: &Home, more: &[&str]) -> Value {
    json_of(home, &[&["mcp", "list", "--json"], more].concat())["servers"][0].clone()
}

/// The same questions, whoever answers them.
fn shown_as_it_is_for_each(home: &Home) {
    let of_nobody = hub(home, &[]);
    assert_eq!((&of_nobody["personal"], &of_nobody["user"]), (&json!(true), &json!(null)), "{of_nobody}");
    let listed = home.ok(&["mcp", "list"]);
    assert!(listed.contains("personal (github)"), "{listed}");
    let shown = home.ok(&["mcp", "show", "hub"]);
    assert!(shown.contains("another one for each user") && shown.contains("--user USER"), "{shown}");

    let of_ann = hub(home, &["--user", "ann"]);
    assert_eq!((&of_ann["state"], &of_ann["user"]), (&json!("ready"), &json!("ann")), "{of_ann}");
    assert_eq!(of_ann["accounts"], json!([{"service": "github", "name": "work"}]));
    assert_eq!(of_ann["tool_count"], 3);
    let listed = home.ok(&["mcp", "list", "--user", "ann"]);
    assert!(listed.contains("ready") && listed.contains("for ann (github as work): 3 tools"), "{listed}");
    let shown = home.ok(&["mcp", "show", "hub", "--user", "ann"]);
    for said in ["github as work", "hunter 1", "whose"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert!(!shown.contains("CANARY"), "{shown}");
    let tools = json_of(home, &["mcp", "tools", "--user", "ann", "--json"]);
    assert_eq!(tools["count"], 3, "{tools}");
    assert!(home.ok(&["mcp", "tools", "hub", "--user", "ann"]).contains("whose"));

    let of_bob = hub(home, &["--user", "bob"]);
    assert_eq!(
        (&of_bob["state"], &of_bob["error"]["code"]),
        (&json!("waiting"), &json!("CREDENTIAL_NEEDED"))
    );
    let (code, out, err) = home.run(&["mcp", "list", "--user", "bob"]);
    let said = format!("{out}{err}");
    assert!(code == 0 && said.contains("for bob (github): the user has no credential"), "{said}");
    assert!(said.contains("muxi credentials set github --user USER"), "{said}");

    let (code, _, err) = home.run(&["mcp", "list", "--user", "nobody", "--json"]);
    assert_eq!((code, &error(&err)["code"]), (3, &json!("user_not_found")), "{err}");
    let (code, _, err) = home.run(&["mcp", "call", "hub", "whose", "--json"]);
    assert_eq!((code, &error(&err)["code"]), (2, &json!("credential_user_needed")), "{err}");
    let (code, _, err) = home.run(&["mcp", "call", "hub", "whose", "--user", "bob", "--json"]);
    assert_eq!((code, &error(&err)["code"]), (5, &json!("credential_needed")), "{err}");
}

#[test]
fn a_personal_server_is_listed_as_such_and_shown_as_it_is_for_a_user() {
    let home = home();
    set(&home, &["--user", "ann", "--account", "work"]);
    home.ok(&["memory", "add", "likes tea", "--user", "bob"]);
    shown_as_it_is_for_each(&home);
    let server = Server::start(&home, &[]);
    shown_as_it_is_for_each(&home);
    let audit = home.ok(&["audit", "query", "--class", "credential", "--json"]);
    assert!(!audit.contains("CANARY"), "{audit}");
    let (_, log) = server.stop();
    assert!(!log.contains("CANARY"), "{log}");
}

#[test]
fn who_has_several_accounts_is_told_that_one_is_to_be_chosen() {
    let home = home();
    for account in ["work", "home"] {
        let args = ["credentials", "set", "github", "--user", "ann", "--account", account];
        assert_eq!(home.run_with(&args, value(account)).0, 0);
    }
    let of_ann = hub(&home, &["--user", "ann"]);
    assert_eq!(of_ann["error"]["code"], "CREDENTIAL_AMBIGUOUS", "{of_ann}");
    assert!(of_ann["error"]["hint"].as_str().unwrap().contains("muxi credentials select"), "{of_ann}");
    home.ok(&["credentials", "select", "github", "--account", "home", "--user", "ann"]);
    assert_eq!(hub(&home, &["--user", "ann"])["accounts"][0]["name"], "home");
}

#[test]
fn a_call_without_a_server_records_whose_credential_was_used() {
    let home = home();
    set(&home, &["--user", "ann"]);
    home.ok(&["mcp", "call", "hub", "whose", "--user", "ann"]);
    let id = json_of(&home, &["credentials", "list", "--user", "ann", "--json"])["credentials"][0]["credential_id"]
        .clone();
    let who = json_of(&home, &["users", "show", "ann", "--json"])["muxi_user_id"].clone();
    let records = records(&home, "credential.use");
    let [one] = &records[..] else { panic!("{records:?}") };
    let text = one.to_string();
    for part in [id.as_str().unwrap(), who.as_str().unwrap(), "\"github\"", "\"hub\""] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let calls = self::records(&home, "tool.call");
    assert!(
        !calls.is_empty() && !format!("{calls:?}").contains("\"ann\""),
        "the internal id alone: {calls:?}"
    );
    // Who has nothing is refused, and that is told too.
    home.ok(&["memory", "add", "likes tea", "--user", "bob"]);
    assert_ne!(home.run(&["mcp", "call", "hub", "whose", "--user", "bob"]).0, 0);
    assert_eq!(self::records(&home, "credential.use").len(), 2);
    assert_eq!(home.run(&["audit", "verify"]).0, 0);
}

fn records(home: &Home, action: &str) -> Vec<Value> {
    let all = home.ok(&["audit", "query", "--json"]);
    let all: Value = serde_json::from_str(&all).unwrap();
    all["entries"].as_array().unwrap().clone().into_iter().filter(|one| one["action"] == action).collect()
}

#[test]
fn a_login_at_a_personal_server_names_what_its_users_do() {
    let home = home();
    for command in ["login", "logout"] {
        let (code, _, err) = home.run(&["mcp", command, "hub", "--json"]);
        let error = error(&err);
        assert_eq!((code, &error["code"]), (2, &json!("mcp_personal")), "{err}");
        assert!(
            error["hint"].as_str().unwrap().contains("muxi credentials login github --user USER"),
            "{err}"
        );
    }
    let (code, _, err) = home.run(&["mcp", "login", "hob"]);
    assert!(code == 3 && err.contains("did you mean hub?"), "{code}: {err}");
}

#[test]
fn a_stopped_agent_ends_what_users_have_open_of_its_server_until_it_is_resumed() {
    let home = home();
    set(&home, &["--user", "ann"]);
    let server = Server::start(&home, &[]);
    let call = || home.run(&["mcp", "call", "hub", "whose", "--user", "ann", "--json"]);
    assert_eq!(call().0, 0);
    assert_eq!(hub(&home, &[])["connections"], 1);
    assert_eq!(home.run(&["agents", "stop", "helper"]).0, 0);
    let stopped = hub(&home, &[]);
    assert_eq!((&stopped["state"], &stopped["connections"]), (&json!("stopped"), &json!(0)), "{stopped}");
    assert_eq!(hub(&home, &["--user", "ann"])["state"], "stopped");
    let (code, _, err) = call();
    assert_eq!((code, &error(&err)["code"]), (6, &json!("mcp_not_running")), "{err}");
    assert_eq!(home.run(&["agents", "resume", "helper"]).0, 0);
    let (code, _, err) = call();
    assert_eq!(code, 0, "{err}");
    assert_eq!(home.run(&["agents", "restart", "helper"]).0, 0);
    assert_eq!(hub(&home, &[])["connections"], 0, "restarted, nobody has anything open");
    assert_eq!(call().0, 0);
    server.stop();
}

#[test]
fn an_editors_user_is_the_one_that_it_is_started_for_or_the_local_one() {
    let home = home();
    set(&home, &["--user", "ann"]);
    let count = |args: &[&str]| {
        let mut editor = Editor::ready(&home, args, &[]);
        let count = editor.call("list_credentials", json!({}))["count"].clone();
        assert_eq!(editor.end().0, Some(0));
        count
    };
    let counted = || assert_eq!((count(&["--user", "ann"]), count(&[])), (json!(1), json!(0)));
    counted();
    let server = Server::start(&home, &[]);
    counted();
    let (code, _, err) = home.run(&["mcp", "serve", "--help"]);
    assert_eq!(code, 0, "{err}");
    server.stop();
}

#[test]
fn the_api_and_the_command_name_the_same_services_those_without_a_server_too() {
    let home = home();
    let said = json_of(&home, &["credentials", "services", "--json"]);
    assert_eq!((&said["count"], &said["services"][1]["service"]), (&json!(2), &json!("calendar")), "{said}");
    assert_eq!(
        (&said["services"][1]["server_id"], &said["services"][1]["login"]),
        (&json!(null), &json!(true))
    );
    let server = Server::start(&home, &[]);
    let answer = server.get("/v1/credentials/services", "ann").json();
    assert_eq!(answer["data"], said, "{answer}");
    server.stop();
}
