//! `muxi mcp list`, `show`, `tools`, `call`, …: over a running formation, and without one.

use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::support::{Home, MCP_SERVER, Server, until};

/// A formation with a server of tools that is played, and one that is not there.
pub const FORMATION: &str = "\
schema: \"1.0.0\"
id: tools
description: Has tools
llm:
  models:
    - text: muxi/echo
tool_policy:
  rules:
    - tools: [played/flood]
      do: deny
mcp:
  servers:
    - id: played
      description: Plays
      type: command
      command: python3
      args: [server.py]
    - id: gone
      description: Is not there
      type: command
      command: no-such-program-of-muxi
";

fn home() -> Home {
    let home = Home::with(FORMATION);
    home.write("server.py", MCP_SERVER);
    home
}

/// A home without a running formation, and one with.
fn both(test: impl Fn(&Home)) {
    both_with(home, test);
}

/// The same in homes that are made so.
pub fn both_with(home: impl Fn() -> Home, test: impl Fn(&Home)) {
    let alone = home();
    test(&alone);
    let served = home();
    let running = Server::start(&served, &[]);
    test(&served);
    running.stop();
}

/// The text as JSON.
pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn the_servers_are_listed_with_their_states_and_why_one_is_down() {
    both(|home| {
        // A running formation starts its servers in the background.
        home.run(&["mcp", "call", "played", "echo", "--arg", "text=there"]);
        let (code, out, err) = home.run(&["mcp", "list"]);
        assert_eq!(code, 0, "{err}");
        assert!(out.contains("played  ready  command  15 tools"), "{out}");
        let gone = out.lines().find(|line| line.starts_with("gone")).unwrap();
        assert!(gone.contains("down") || gone.contains("failed"), "{out}");
        assert!(gone.contains("no-such-program-of-muxi"), "{out}");
        let all = json(&home.ok(&["mcp", "list", "--json"]));
        assert_eq!(all["count"], 2);
        let played = &all["servers"][0];
        assert_eq!((&played["state"], &played["transport"]), (&"ready".into(), &"command".into()));
        assert_eq!(played["agents"], serde_json::json!(["muxi-generalist"]));
        assert!(played["walls"]["holding"].as_array().is_some_and(|walls| !walls.is_empty()), "{played}");
        assert_eq!(all["servers"][1]["error"]["code"], "MCP_START");
    });
}

#[test]
fn the_agents_that_may_use_a_server_are_told_alike_with_and_without_a_running_formation() {
    let agent = |id: &str, rest: &str| {
        format!("  - schema: \"1.0.0\"\n    id: {id}\n    name: {id}\n    description: Does {id}\n{rest}")
    };
    let program = "    runner: command\n    command: cat\n    mcp_servers: [played]\n";
    let agents = [
        agent("every", ""),
        agent("named", "    mcp_servers: [played]\n"),
        agent("none", "    mcp_servers: []\n"),
        agent("program", program),
        agent("sleeping", "    active: false\n"),
    ];
    let home = home();
    home.write("formation.afs", format!("{FORMATION}agents:\n{}", agents.concat()));
    let agents = |home: &Home| {
        let all = json(&home.ok(&["mcp", "show", "played", "--json"]));
        let mut agents: Vec<String> = serde_json::from_value(all["agents"].clone()).unwrap();
        agents.sort();
        agents
    };
    let without = agents(&home);
    let server = Server::start(&home, &[]);
    assert_eq!(
        (&without, agents(&home)),
        (&vec!["every".into(), "muxi-generalist".into(), "named".into()], without.clone())
    );
    server.stop();
}

#[test]
fn a_directory_with_what_the_formation_includes_is_not_given_to_change() {
    let home = home();
    let (llm, rest) = FORMATION.split_once("  models:\n    - text: muxi/echo\n").unwrap();
    let rest = rest.replace("args: [server.py]", "args: [server.py]\n      allowed_directories: [parts]");
    home.write("formation.afs", format!("{llm}  $include: parts/llm.afs\n{rest}"));
    home.write("parts/llm.afs", "models:\n  - text: muxi/echo\n");
    let all = json(&home.ok(&["mcp", "list", "--json"]));
    let error = &all["servers"][0]["error"];
    assert_eq!(error["code"], "MCP_DECLARATION", "{all}");
    assert!(error["message"].as_str().unwrap().ends_with("parts/llm.afs"), "{error}");
}

#[test]
fn what_a_declaration_misses_is_said_with_what_to_write() {
    let home = home();
    home.write("formation.afs", FORMATION.replace("args: [server.py]", "args: [server.py, ~/work]"));
    let (code, _, err) = home.run(&["mcp", "list"]);
    assert!(code == 0 && err.contains("the ~ of ~/work: write the whole path"), "{code}: {err}");
}

#[test]
fn one_server_is_shown_with_its_walls_and_the_verb_of_each_tool() {
    both(|home| {
        home.run(&["mcp", "call", "played", "echo", "--arg", "text=there"]);
        let out = home.ok(&["mcp", "show", "played"]);
        for part in ["state        ready", "played 1", "walls        ", "says         Use it well."] {
            assert!(out.contains(part), "{part}: {out}");
        }
        let line = |tool: &str| {
            let found = out.lines().find(|line| line.trim_start().starts_with(tool));
            found.unwrap_or_else(|| panic!("{tool}: {out}")).to_owned()
        };
        assert!(line("echo").contains("allow") && line("flood").contains("deny"), "{out}");
        assert!(line("crash").contains("ask (its server says that it destroys something)"), "{out}");
        let tools = home.ok(&["mcp", "tools"]);
        assert!(tools.contains("played/echo"), "{tools}");
        let tools = json(&home.ok(&["mcp", "tools", "played", "--json"]));
        assert_eq!(tools["tools"][0]["model_name"], "played__echo");
        let (code, _, err) = home.run(&["mcp", "tools", "gone"]);
        assert_eq!(code, 6, "{err}");
        let (code, _, err) = home.run(&["mcp", "show", "playd"]);
        assert!(code == 3 && err.contains("did you mean played?"), "{code}: {err}");
    });
}

#[test]
fn a_tool_is_called_and_its_text_goes_to_stdout() {
    both(|home| {
        assert_eq!(home.ok(&["mcp", "call", "played", "echo", "--arg", "text=Hello = you"]), "Hello = you\n");
        let sum = ["mcp", "call", "played", "add", "--args", "{\"a\": 1}", "--arg", "b=2", "--json"];
        assert_eq!(json(&home.ok(&sum))["structured"]["sum"], 3);
        home.write("args.json", "{\"text\": \"from a file\"}");
        let file = format!("@{}", home.formation().join("args.json").display());
        assert_eq!(home.ok(&["mcp", "call", "played", "echo", "--args", &file]), "from a file\n");
        let stdin = home.run_with(&["mcp", "call", "played", "echo", "--args", "-"], "{\"text\": \"piped\"}");
        assert_eq!((stdin.0, stdin.1.as_str()), (0, "piped\n"));
    });
}

#[test]
fn a_call_that_cannot_be_made_ends_with_the_exit_code_of_the_reason() {
    both(|home| {
        let call = |args: &[&str]| {
            let (code, out, err) = home.run(&[&["mcp", "call"], args].concat());
            assert!(out.is_empty() || code == 1, "{out}");
            (code, err)
        };
        let table: [(&[&str], i32, &str); 9] = [
            (&["played", "eccho"], 3, "did you mean echo?"),
            (&["other", "echo"], 3, "muxi mcp list"),
            (&["gone", "echo"], 6, "no-such-program-of-muxi"),
            (&["played", "flood"], 4, "rule 1 (played/flood)"),
            (&["played", "crash"], 7, "--yes"),
            (&["played", "fails"], 1, "says that it failed"),
            (&["played", "slow", "--arg", "seconds=60", "--timeout", "1"], 6, "did not answer within 1 s"),
            (&["played", "add", "--arg", "a=x"], 2, "wants number there"),
            (&["played", "echo", "--args", "[1]"], 2, "has to be a JSON object"),
        ];
        for (args, wanted, said) in table {
            let (code, err) = call(args);
            assert!(code == wanted && err.contains(said), "{args:?}: {code}: {err}");
        }
        let (code, err) = call(&["played", "crash", "--json"]);
        let told = json(&err);
        assert!(code == 7 && told["error"]["code"] == "tool_asks", "{code}: {err}");
        assert!(told["error"]["hint"].as_str().is_some_and(|hint| hint.contains("--yes")), "{err}");
        let (code, err) = call(&["played", "crash", "--yes", "--json"]);
        assert!(code == 6 && err.contains("\"mcp_ended\""), "{code}: {err}");
    });
}

#[test]
fn ctrl_c_cancels_the_call_at_the_server_and_leaves_nothing_behind() {
    both(|home| {
        home.ok(&["mcp", "call", "played", "echo", "--arg", "text=there"]);
        let mut command = home.process(&["mcp", "call", "played", "slow", "--arg", "seconds=60"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_secs(3));
        let begin = Instant::now();
        kill_process(Pid::from_child(&child), Signal::INT).unwrap();
        let status = child.wait().unwrap();
        assert_eq!(status.code(), Some(130));
        assert!(begin.elapsed() < Duration::from_secs(8), "{:?}", begin.elapsed());
        // The server keeps what it was told in its private home.
        until(Duration::from_secs(10), "the server was not told", || {
            !home.server_file("played", "cancelled").is_empty()
        });
    });
}

#[test]
fn two_commands_at_once_have_homes_of_their_own_and_local_leaves_the_running_ones_alone() {
    let home = home();
    let server = Server::start(&home, &[]);
    let running = home.ok(&["mcp", "call", "played", "pid"]);
    let here = home.ok(&["mcp", "call", "--local", "played", "pid"]);
    assert_ne!(running, here);
    assert_eq!(running, home.ok(&["mcp", "call", "played", "pid"]), "it was not started again");
    server.stop();
    let start = |text: &str| {
        let text = format!("text={text}");
        let args = ["mcp", "call", "played", "echo", "--arg", text.as_str()];
        home.process(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let all: Vec<_> = ["a", "b", "c"].map(|text| (text, start(text))).into();
    for (text, child) in all {
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), text, "{output:?}");
    }
}

#[test]
fn resources_are_listed_and_read_and_prompts_are_listed() {
    both(|home| {
        let out = home.ok(&["mcp", "resources", "played"]);
        assert!(out.starts_with("note://1     text/plain  one"), "{out}");
        let read = json(&home.ok(&["mcp", "resources", "played", "note://1", "--json"]));
        assert_eq!(read["content"][0]["type"], "resource");
        assert!(home.ok(&["mcp", "prompts", "played"]).starts_with("greet  who"));
    });
}
