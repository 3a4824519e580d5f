//! `muxi agents …` over a running formation.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Home, MCP_SERVER, Server};

const FORMATION: &str = "\
schema: \"1.0.0\"
id: team
description: A team
llm:
  models:
    - text: muxi/echo
agents:
  - schema: \"1.0.0\"
    id: helper
    name: Helper
    description: Helps with everything
    default: true
    mcp_servers:
      - id: own
        description: Its own
        type: command
        command: python3
        args: [server.py]
  - schema: \"1.0.0\"
    id: sleeper
    name: Sleeper
    description: Sleeps for long
    runner: command
    command: sh
    args: [-c, \"trap '' TERM; echo dreaming >&2; sleep 60 & sleep 60\"]
";

fn home() -> Home {
    let home = Home::with(FORMATION);
    home.write("server.py", MCP_SERVER);
    home
}

fn status(home: &Home, agent: &str) -> Value {
    serde_json::from_str(&home.ok(&["agents", "status", agent, "--json"])).unwrap()
}

fn until(what: &str, is: impl FnMut() -> bool) {
    crate::support::until(Duration::from_secs(20), what, is);
}

#[test]
fn agents_are_listed_with_what_they_did() {
    let home = home();
    let server = Server::start(&home, &[]);
    home.ok(&["chat", "--agent", "helper", "a very private question"]);
    let list = home.ok(&["agents", "list"]);
    assert!(list.lines().any(|line| line.starts_with("helper   ") && line.contains("running")), "{list}");
    let list = home.ok(&["agents", "list", "--verbose"]);
    assert!(list.contains("1 turn ") && list.contains("never used"), "{list}");
    let helper = status(&home, "helper");
    assert_eq!((&helper["turns"], &helper["active_turns"]), (&1.into(), &0.into()));
    assert_eq!(helper["mcp_servers"][0]["id"], "own");
    assert_eq!(status(&home, "sleeper")["runner"], "command");
    let logs = home.ok(&["agents", "logs", "helper"]);
    assert!(logs.contains("turn req_") && logs.contains("answered after"), "{logs}");
    assert!(!logs.contains("private"), "{logs}");
    let (code, _, err) = home.run(&["agents", "status", "nobody"]);
    assert!(code == 3 && err.contains("there is helper"), "{code}: {err}");
    server.stop();
    assert_eq!(home.run(&["agents", "list"]).0, 6);
}

#[test]
fn a_stopped_agent_answers_nothing_until_it_is_resumed_and_its_server_ends_with_it() {
    let home = home();
    let server = Server::start(&home, &[]);
    let own = |state: &str| status(&home, "helper")["mcp_servers"][0]["state"] == state;
    until("its server does not come up", || own("ready"));
    for _ in 0..2 {
        assert_eq!(home.run(&["agents", "stop", "helper"]).0, 0);
    }
    assert_eq!(status(&home, "helper")["state"], "stopped");
    assert!(own("stopped"));
    let counted = server.admin("/v1/status").json()["data"]["agents"].clone();
    assert_eq!((&counted["count"], &counted["active"]), (&3.into(), &2.into()));
    let (code, _, err) = home.run(&["chat", "--agent", "helper", "Hello"]);
    assert!(code == 4 && err.contains("muxi agents resume helper"), "{code}: {err}");
    assert_eq!(home.run(&["agents", "resume", "helper"]).0, 0);
    assert!(home.ok(&["chat", "--agent", "helper", "Hello"]).contains("Hello"));
    until("its server does not come back", || own("ready"));
    let all: Value = serde_json::from_str(&home.ok(&["agents", "stop", "--all", "--json"])).unwrap();
    assert_eq!((&all["count"], &all["agents"][0]["state"]), (&3.into(), &"stopped".into()));
    server.stop();
}

#[test]
fn a_turn_under_way_is_cancelled_and_the_program_is_gone_with_all_that_it_started() {
    let home = home();
    let server = Server::start(&home, &[]);
    let chat = home.process(&["chat", "--agent", "sleeper", "Good night"]);
    let mut chat = { chat }.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    until("it does not begin", || home.ok(&["agents", "logs", "sleeper"]).contains("stderr dreaming"));
    let processes = status(&home, "sleeper")["processes"].as_array().unwrap().clone();
    assert_eq!(processes.len(), 1);
    let program = processes[0].as_u64().expect("a number");
    let begin = Instant::now();
    let stopped: Value = serde_json::from_str(&home.ok(&["agents", "stop", "sleeper", "--json"])).unwrap();
    assert_eq!(stopped["agents"][0]["cancelled"], 1);
    assert!(begin.elapsed() < Duration::from_secs(12), "{:?}", begin.elapsed());
    assert_eq!(status(&home, "sleeper")["processes"].as_array().unwrap().len(), 0);
    assert!(!std::path::Path::new(&format!("/proc/{program}")).exists());
    let status = chat.wait().unwrap();
    assert!(!status.success());
    server.stop();
}

#[test]
fn lines_are_followed_as_they_come() {
    let home = home();
    let server = Server::start(&home, &[]);
    let mut command = home.process(&["agents", "logs", "helper", "--follow"]);
    let mut follow = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(follow.stdout.take().unwrap()).lines();
    home.ok(&["chat", "--agent", "helper", "Hello"]);
    assert!(lines.next().unwrap().unwrap().ends_with(" began"));
    assert!(lines.next().unwrap().unwrap().contains("answered after"));
    server.stop();
    assert!(follow.wait().unwrap().success(), "it ends with the server");
}
