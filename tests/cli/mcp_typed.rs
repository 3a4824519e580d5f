//! What `muxi mcp call` makes of what is typed and piped, and what it does in small terminals and closed pipes.

use std::io::Read;
use std::process::Stdio;

use serde_json::Value;

use super::mcp_command::{FORMATION, both_with, json};
use crate::support::{Home, MCP_SERVER, Server};
use crate::terminal::Terminal;

/// The tool `arguments`, which says what it was called with, with a schema as programs write them.
const SCHEMA: &str = r##"{"name": "arguments", "description": "Says it back", "inputSchema": {
            "type": "object",
            "$defs": {"Size": {"enum": ["small", "large"]}},
            "properties": {
                "zip": {"type": "string"},
                "count": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
                "either": {"oneOf": [{"type": "integer"}, {"type": "string"}]},
                "flag": {"type": ["boolean", "null"]},
                "size": {"$ref": "#/$defs/Size"},
            }}},"##;

fn home() -> Home {
    let home = Home::with(FORMATION);
    let plain = r#"tool("arguments", {"team": text, "text": text}),"#;
    assert!(MCP_SERVER.contains(plain));
    home.write("server.py", MCP_SERVER.replace(plain, SCHEMA));
    home
}

#[test]
fn an_argument_is_the_first_type_of_the_schema_that_it_fits() {
    both_with(home, |home| {
        let call = |args: &[&str]| {
            let mut all = vec!["mcp", "call", "played", "arguments"];
            for arg in args {
                all.extend(["--arg", arg]);
            }
            home.run(&all)
        };
        let (code, out, err) =
            call(&["zip=01234", "count=7", "either=seven", "flag=null", "size=large", "other=5"]);
        assert_eq!(code, 0, "{err}");
        let expected = serde_json::json!({
            "zip": "01234", "count": 7, "either": "seven", "flag": null, "size": "large", "other": "5",
        });
        assert_eq!(json(&out), expected);
        let (code, out, _) = call(&["zip=7", "count=null", "either=7"]);
        assert_eq!((code, json(&out)), (0, serde_json::json!({"zip": "7", "count": null, "either": 7})));
        for (arg, said) in [
            ("count=x", "--arg count: the tool wants integer or null there"),
            ("flag=yes", "--arg flag: the tool wants boolean or null there"),
            ("size=huge", "--arg size: the tool wants \"small\" or \"large\" there"),
        ] {
            let (code, out, err) = call(&[arg]);
            assert!(code == 2 && out.is_empty() && err.contains(said), "{arg}: {code}: {err}");
        }
    });
}

#[test]
fn two_megabytes_go_through_stdin_and_come_back() {
    both_with(home, |home| {
        let long = "x".repeat(2 << 20);
        let stdin = format!("{{\"text\": \"{long}\"}}");
        let (code, out, err) = home.run_with(&["mcp", "call", "played", "echo", "--args", "-"], stdin);
        assert_eq!(code, 0, "{err}");
        assert_eq!(out.len(), long.len() + 1);
    });
}

/// Exit code and stderr of a command whose reader goes after the first byte.
fn cut_off(home: &Home, args: &[&str]) -> (Option<i32>, String) {
    let mut command = home.process(args);
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0];
    let read = child.stdout.take().unwrap().read(&mut first).unwrap();
    assert_eq!(read, 1, "{args:?} prints nothing");
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_reader_that_leaves_is_no_failure_and_a_small_terminal_gets_the_same_lines() {
    let home = home();
    let server = Server::start(&home, &[]);
    home.ok(&["mcp", "call", "played", "echo", "--arg", "text=there"]);
    home.ok(&["chat", "Hello"]);
    let commands: [&[&str]; 9] = [
        &["mcp", "list"],
        &["mcp", "show", "played"],
        &["mcp", "tools"],
        &["mcp", "tools", "--json"],
        &["mcp", "call", "played", "big", "--arg", "bytes=1000000"],
        &["agents", "list", "--verbose"],
        &["agents", "status", "muxi-generalist"],
        &["agents", "logs", "muxi-generalist"],
        &["approvals", "list", "--json"],
    ];
    for args in commands {
        let (code, err) = cut_off(&home, args);
        assert_eq!((code, err.contains("anic")), (Some(0), false), "{args:?}: {err}");
    }
    for args in &commands[..3] {
        let (code, seen, _) = Terminal::start(&home, 40, args).end();
        assert_eq!(code, 0, "{args:?}: {seen}");
        assert!(seen.contains("played"), "{args:?}: {seen}");
    }
    let all: Value = json(&home.ok(&["approvals", "list", "--json"]));
    assert_eq!(all["count"], 0);
    server.stop();
}
