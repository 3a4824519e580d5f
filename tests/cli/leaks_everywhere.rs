//! The value through every command that there is, as far as the command tree tells: a new command has to come here.

use std::collections::BTreeMap;

use crate::leaks::{CANARY, clean};
use crate::leaks_commands::leaves;
use crate::place::files;
use crate::support::{Home, QUICK_START};

/// What may show the value: it is what is asked for.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    /// Nothing.
    Never,
    /// Stdout: an editor gets back the text that it sent.
    Stdout,
    /// The same, with `--json` only.
    StdoutJson,
}
use Shown::{Never, Stdout, StdoutJson};

/// A command that does its work, what it gets on stdin (`@` is the value in both), and where the value may be then.
type Row = (&'static [&'static str], &'static str, Shown);

/// A method of the Model Context Protocol that there is not.
const MCP_METHOD: &str = concat!(
    r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}"#,
    "\n{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n",
    "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"@\",\"params\":{}}\n"
);
/// A message to an agent, over the same.
const MCP_CHAT: &str = concat!(
    r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}"#,
    "\n{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n",
    r#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"chat","arguments":{"message":"my key is @"}}}"#,
    "\n"
);

/// Every command but `secrets`, which has rows of its own. `serve` and `chat` with a server are in `leaks_server`.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    (&["validate"], "", Never),
    (&["validate", "--format", "json"], "", Never),
    (&["validate", "--format", "sarif"], "", Never),
    (&["validate", "--format", "github"], "", Never),
    (&["validate", "--format", "junit"], "", Never),
    (&["validate", "--fix", "--dry-run"], "", Never),
    (&["validate", "--target", "muxi-server", "--deny", "warnings"], "", Never),
    (&["validate", "-", "--stdin-path", "agents/a.afs"], "schema: \"1.0.0\"\nid: a\nname: A\napi_key: \"@\"\nsystem_message: x\n", Never),
    (&["validate", "-", "--stdin-path", "agents/a.afs"], "id: [@\n", Never),
    (&["fmt", "--diff"], "", Never),
    (&["fmt", "--check"], "", Never),
    (&["fmt"], "", Never),
    (&["fmt", "-"], "llm: {api_keys: {openai: '@'}}\n", Stdout),
    (&["fmt", "-"], "id: [@\n", Never),
    (&["fmt", "-", "--diff"], "llm: {api_keys: {openai: '@'}}\n", StdoutJson),
    (&["config", "get"], "", Never),
    (&["config", "get", "llm"], "", Never),
    (&["config", "get", "llm.api_keys.openai"], "", Never),
    (&["config", "get", "llm.api_keys.nothing"], "", Never),
    (&["config", "set", "description", "A new one", "--dry-run"], "", Never),
    (&["config", "set", "llm.api_keys.openai", "${{ secrets.OPENAI_API_KEY }}", "--dry-run"], "", Never),
    (&["config", "set", "llm.api_keys.openai", "@"], "", Never),
    (&["config", "set", "llm.api_keys.openai"], "@", Never),
    (&["config", "set", "description", "my key is @"], "", Never),
    (&["config", "unset", "llm.api_keys.openai", "--dry-run"], "", Never),
    (&["config", "unset", "llm.api_keys.openai"], "", Never),
    (&["bump", "minor", "--dry-run"], "", Never),
    (&["bump", "--set", "@"], "", Never),
    (&["explain"], "", Never),
    (&["explain", "@"], "", Never),
    (&["schema"], "", Never),
    (&["schema", "@"], "", Never),
    (&["graph"], "", Never),
    (&["agents", "list"], "", Never),
    (&["agents", "status", "@"], "", Never),
    (&["agents", "logs", "@"], "", Never),
    (&["agents", "attach", "@"], "", Never),
    (&["agents", "stop", "@"], "", Never),
    (&["agents", "restart", "@"], "", Never),
    (&["agents", "resume", "@"], "", Never),
    (&["logs"], "", Never),
    (&["logs", "--session", "@"], "", Never),
    (&["logs", "--server", "--since", "@"], "", Never),
    (&["approvals", "list"], "", Never),
    (&["approvals", "allow", "@"], "", Never),
    (&["approvals", "deny", "@"], "", Never),
    (&["audit", "query"], "", Never),
    (&["audit", "query", "--action", "@", "--actor", "@"], "", Never),
    (&["audit", "query", "--since", "@"], "", Never),
    (&["audit", "query", "--class", "@"], "", Never),
    (&["audit", "verify"], "", Never),
    (&["audit", "export", "--format", "csv"], "", Never),
    (&["audit", "export", "--format", "json"], "", Never),
    (&["audit", "export", "--format", "cef"], "", Never),
    (&["artifacts", "list"], "", Never),
    (&["artifacts", "get", "@"], "", Never),
    (&["artifacts", "delete", "@"], "", Never),
    (&["graph", "--format", "mermaid"], "", Never),
    (&["graph", "--format", "dot"], "", Never),
    (&["graph", "--format", "json"], "", Never),
    (&["graph", "--only", "models,secrets"], "", Never),
    (&["new", "formation", "other", "--description", "@"], "", Never),
    (&["new", "formation", "other", "--provider", "openai"], "", Never),
    (&["new", "agent", "fresh"], "", Never),
    (&["new", "agent", "fresh", "--system-message", "use @"], "", Never),
    (&["new", "mcp", "fresh", "--command", "npx", "--arg", "@"], "", Never),
    (&["new", "mcp", "fresh", "--endpoint", "https://x.example/mcp?token=@"], "", Never),
    (&["new", "sop", "fresh", "--step", "send @"], "", Never),
    (&["new", "trigger", "fresh", "--prompt", "use @"], "", Never),
    (&["new", "a2a", "fresh", "--url", "https://u:@@x.example/"], "", Never),
    (&["new", "skill", "fresh", "--description", "use @"], "", Never),
    (&["test"], "", Never),
    (&["test", "@"], "", Never),
    (&["test", "--filter", "@"], "", Never),
    (&["test", "--replay", "@"], "", Never),
    (&["mcp", "list"], "", Never),
    (&["mcp", "show", "@"], "", Never),
    (&["mcp", "tools", "@"], "", Never),
    (&["mcp", "list", "--user", "@"], "", Never),
    (&["mcp", "show", "@", "--user", "@"], "", Never),
    (&["mcp", "tools", "--user", "@"], "", Never),
    (&["mcp", "call", "@", "@", "--user", "@"], "", Never),
    (&["mcp", "call", "@", "@", "--arg", "x=@"], "", Never),
    (&["mcp", "call", "@", "@", "--args", "-"], "@", Never),
    (&["mcp", "resources", "@", "@"], "", Never),
    (&["mcp", "prompts", "@"], "", Never),
    (&["mcp", "login", "@"], "", Never),
    (&["mcp", "login", "@", "--address-from-stdin"], "@", Never),
    (&["mcp", "logout", "@"], "", Never),
    (&["mcp", "serve"], "@", Never),
    (&["mcp", "serve"], MCP_METHOD, Never),
    (&["mcp", "serve"], MCP_CHAT, Never),
    (&["mcp", "serve", "--user", "@"], "", Never),
    (&["mcp", "serve", "--replay", "@"], "", Never),
    (&["mcp", "serve", "@"], "", Never),
    (&["users", "list"], "", Never),
    (&["users", "show", "@"], "", Never),
    (&["users", "link", "@", "@", "--type", "@"], "", Never),
    (&["users", "unlink", "@"], "", Never),
    (&["users", "merge", "@", "@", "--yes"], "", Never),
    (&["users", "export", "@", "--output", "user.jsonl"], "", Never),
    (&["users", "erase", "@", "--yes"], "", Never),
    (&["credentials", "list", "--user", "@"], "", Never),
    (&["credentials", "status", "--user", "@", "--service", "@"], "", Never),
    (&["credentials", "set", "@", "--user", "@"], "@", Never),
    (&["credentials", "set", "github", "--user", "alice", "--account", "@"], "@", Never),
    (&["credentials", "set", "github", "--user", "alice", "--fields"], "@", Never),
    (&["credentials", "get", "@", "--user", "@", "--field", "@"], "", Never),
    (&["credentials", "delete", "@", "--user", "@"], "", Never),
    (&["credentials", "select", "@", "--user", "@", "--account", "@"], "", Never),
    (&["credentials", "rename", "@", "--user", "@", "--to", "@"], "", Never),
    (&["credentials", "import", "--from", "@", "--user", "@"], "", Never),
    (&["credentials", "import", "--from", "@", "--key-from-stdin"], "@", Never),
    (&["credentials", "login", "@", "--user", "@"], "", Never),
    (&["credentials", "login", "github", "--user", "alice", "--account", "@"], "", Never),
    (&["credentials", "services", "--user", "@"], "", Never),
    (&["credentials", "reset", "--user", "@", "--yes"], "", Never),
    (&["credentials", "rekey"], "", Never),
    (&["memory", "list", "--user", "@"], "", Never),
    (&["memory", "list", "--source", "@"], "", Never),
    (&["memory", "search", "@"], "", Never),
    (&["memory", "add", "my key is @"], "", Never),
    (&["memory", "add"], "my key is @", Never),
    (&["memory", "add", "x", "--type", "@"], "", Never),
    (&["memory", "add", "x", "--user", "@", "--supersedes", "@"], "", Never),
    (&["memory", "delete", "@"], "", Never),
    (&["memory", "export", "--user", "@", "--output", "memory.jsonl"], "", Never),
    (&["memory", "erase", "--user", "@", "--yes"], "", Never),
    (&["memory", "erase", "--user", "x", "--source", "@", "--yes"], "", Never),
    (&["memory", "stats", "--user", "@"], "", Never),
    (&["store", "info"], "", Never),
    (&["store", "check"], "", Never),
    (&["store", "vacuum"], "", Never),
    (&["store", "export", "--output", "store.jsonl"], "", Never),
    (&["store", "import", "@"], "", Never),
    (&["keys", "show"], "", Never),
    (&["server", "init", "@"], "", Never),
    (&["server", "init", "--config", "@"], "", Never),
    (&["server", "keys", "add", "--expires", "@"], "", Never),
    (&["server", "keys", "add", "--config", "@"], "", Never),
    (&["server", "keys", "list"], "", Never),
    (&["server", "keys", "remove", "@"], "", Never),
    (&["server", "start", "--listen", "@", "--config", "@"], "", Never),
    (&["server", "status", "--config", "@"], "", Never),
    (&["server", "stop", "--config", "@"], "", Never),
    (&["profiles", "add", "p", "--url", "https://h.example", "--key-id", "k", "--secret-stdin"], "@", Never),
    (&["profiles", "add", "@", "--url", "https://h/@", "--key-id", "@", "--secret-stdin"], "@", Never),
    (&["profiles", "add", "p", "--url", "https://u:@@h.example", "--key-id", "k", "--secret-stdin"], "@", Never),
    (&["profiles", "add", "p", "--url", "https://h.example", "--key-id", "k", "--secret-stdin", "--keep", "keychain"], "@", Never),
    (&["profiles", "list"], "", Never),
    (&["profiles", "remove", "@", "--yes"], "", Never),
    (&["profiles", "status", "--profile", "@"], "", Never),
    (&["profiles", "ping", "--profile", "@"], "", Never),
    (&["profiles", "use", "@"], "", Never),
    (&["deploy", "--dry-run"], "", Never),
    (&["deploy", "--profile", "@"], "", Never),
    (&["deploy", "--diff", "--profile", "@"], "", Never),
    (&["download", "@", "--to", "@", "--profile", "@"], "", Never),
    (&["sessions", "list", "--user", "@"], "", Never),
    (&["sessions", "show", "@", "--user", "@"], "", Never),
    (&["sessions", "show", "@", "--profile", "@", "--formation", "@"], "", Never),
    (&["agents", "status", "@", "--profile", "@", "--formation", "@"], "", Never),
    (&["memory", "add", "@", "--profile", "@"], "", Never),
    (&["credentials", "set", "@", "--user", "@", "--profile", "@"], "@", Never),
    (&["credentials", "status", "--user", "@", "--profile", "@"], "", Never),
    (&["logs", "--profile", "@", "--formation", "@"], "", Never),
    (&["up", "--profile", "@"], "", Never),
    (&["down", "@"], "", Never),
    (&["remote", "list", "--profile", "@"], "", Never),
    (&["remote", "get", "@"], "", Never),
    (&["remote", "start", "@"], "", Never),
    (&["remote", "stop", "@", "--yes"], "", Never),
    (&["remote", "restart", "@", "--yes"], "", Never),
    (&["remote", "rollback", "@", "--yes"], "", Never),
    (&["remote", "delete", "@", "--yes"], "", Never),
    (&["remote", "logs", "@", "--profile", "@"], "", Never),
    (&["remote", "status"], "", Never),
    (&["get", "--profile", "@"], "", Never),
    (&["start", "--profile", "@"], "", Never),
    (&["stop", "--profile", "@", "--yes"], "", Never),
    (&["restart", "--yes"], "", Never),
    (&["rollback", "--yes"], "", Never),
    (&["delete", "--yes"], "", Never),
    (&["audit", "query", "--servers"], "", Never),
    (&["sign", "GET", "/x", "--host", "h", "--key-id", "k", "--secret-stdin"], "@", Never),
    (&["sign", "GET", "/x?key=@", "--host", "@", "--key-id", "@", "--secret-stdin"], "@", Never),
    (&["sign", "@", "@", "--key-id", "k", "--secret-stdin", "--dialect", "legacy"], "@", Never),
    (&["sign", "POST", "/x", "--key-id", "@", "--secret-stdin", "--body", "@"], "@", Never),
    (&["completions", "bash"], "", Never),
    (&["completions", "@"], "", Never),
    (&["chat", "my key is @"], "", Never),
    (&["chat"], "my key is @", Never),
    (&["serve", "--port", "@"], "", Never),
    (&["serve", "--listen", "@:0"], "", Never),
    (&["demo", "--model", "@"], "", Never),
    (&["demo", "--model", "openai/gpt-4o-mini"], "@ ", Never),
];

/// Where the value is before a command comes.
#[derive(Clone, Copy, Debug)]
enum Stands {
    /// Among the secrets.
    Kept,
    /// Written out in the formation, at each place where people put it.
    Written,
    /// Written out in a formation that is no YAML.
    Broken,
}

fn place(stands: Stands) -> Home {
    let written = QUICK_START.replace("${{ secrets.OPENAI_API_KEY }}", CANARY).replace(
        "You are helpful.",
        &format!("You are helpful. The key is {CANARY}, and postgres://u:{CANARY}@h/d"),
    );
    let home = match stands {
        Stands::Kept => Home::quick_start(),
        Stands::Written => Home::with(&format!("{written}{CANARY}: {CANARY}\n")),
        Stands::Broken => Home::with(&format!("{written}  - [ {CANARY}\n")),
    };
    if let Stands::Kept = stands {
        home.keep("OPENAI_API_KEY", CANARY);
    }
    home
}

fn with_value(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| word.replacen('@', CANARY, 1)).collect()
}

/// Runs it and looks through what it says; says whether it did not panic.
#[track_caller]
fn said(home: &Home, args: &[String], stdin: &str, shown: Shown, case: &str) {
    let args: Vec<_> = args.iter().map(String::as_str).collect();
    // A model that is asked would be asked at the first port that nobody has.
    let mut command = home.muxi(&args);
    let output = command.env("OPENAI_BASE_URL", "http://127.0.0.1:1/v1").write_stdin(stdin).output().unwrap();
    assert!(output.status.code().is_some_and(|code| code != 101), "{case}: it panics");
    clean(&format!("the notes of {case}"), &output.stderr);
    if shown == Never || (shown == StdoutJson && !args.contains(&"--json")) {
        clean(&format!("the output of {case}"), &output.stdout);
    }
}

#[test]
fn no_command_repeats_it_and_none_writes_it_anywhere() {
    std::thread::scope(|scope| {
        for stands in [Stands::Kept, Stands::Written, Stands::Broken] {
            scope.spawn(move || {
                for (args, stdin, shown) in ROWS {
                    for json in [false, true] {
                        let home = place(stands);
                        let before = files(home.path());
                        let mut args = with_value(args);
                        args.extend(json.then(|| "--json".to_owned()));
                        let case = format!("{args:?}, {stands:?}");
                        said(&home, &args, &stdin.replacen('@', CANARY, 1), *shown, &case);
                        for (path, bytes) in files(home.path()) {
                            // The formation had it before, and may be written anew; a profile is where it belongs.
                            let may = path.ends_with("formation.afs") || path.ends_with("cli/profiles.yaml");
                            if before.get(&path) != Some(&bytes) && !may {
                                clean(&format!("{}, {case}", path.display()), &bytes);
                            }
                        }
                    }
                }
            });
        }
    });
}

/// Every command, `secrets` too, with the value as each of its arguments and of its options in turn.
#[test]
fn no_command_repeats_an_argument_that_is_a_key() {
    let all = muxi::cli::command();
    let mut cases = Vec::new();
    walk(&all, &[], &mut cases);
    for global in all.get_arguments().filter(|arg| arg.is_global_set() && arg.get_action().takes_values()) {
        let option = format!("--{}={CANARY}", global.get_long().expect("globals are long"));
        cases.push(vec![option.clone(), "validate".to_owned()]);
        cases.push(vec![option, "secrets".to_owned(), "list".to_owned()]);
    }
    assert!(cases.len() > 150, "{}", cases.len());
    std::thread::scope(|scope| {
        for part in cases.chunks(cases.len().div_ceil(2)) {
            scope.spawn(move || {
                for case in part {
                    for json in [false, true] {
                        let home = place(Stands::Kept);
                        let switch = json.then(|| "--json".to_owned());
                        let args: Vec<_> =
                            ["--no-input".to_owned()].into_iter().chain(switch).chain(case.clone()).collect();
                        said(&home, &args, CANARY, Never, &format!("{args:?}"));
                    }
                }
            });
        }
    });
}

/// The command lines that have the value at one place each, for all commands below this one.
fn walk(command: &clap::Command, path: &[String], cases: &mut Vec<Vec<String>>) {
    let value = || CANARY.to_owned();
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let path = [path, &[sub.get_name().to_owned()]].concat();
        // As a command that there is not, or as the first argument.
        cases.push([&path[..], &[value()]].concat());
        if sub.has_subcommands() {
            walk(sub, &path, cases);
            continue;
        }
        cases.push([&path[..], &[format!("--{CANARY}")]].concat());
        cases.push([&path[..], &["x".to_owned(), value()]].concat());
        cases.push([&path[..], &["x".to_owned(), "--".to_owned(), value()]].concat());
        let own = sub.get_arguments().filter(|arg| !arg.is_global_set() && arg.get_action().takes_values());
        // With these it would run.
        let runs = |long: &&str| path == ["serve"] && ["record", "public-host"].contains(long);
        for long in own.filter_map(clap::Arg::get_long).filter(|long| !runs(long)) {
            cases.push([&path[..], &[format!("--{long}={CANARY}")]].concat());
            cases.push([&path[..], &["x".to_owned(), format!("--{long}"), value()]].concat());
        }
    }
}

#[test]
fn every_command_has_a_row() {
    let mut commands = BTreeMap::new();
    leaves(&muxi::cli::command(), &[], &mut commands);
    assert!(commands.len() > 40, "{commands:?}");
    for command in commands.keys().filter(|command| !command.starts_with("secrets ")) {
        let words: Vec<_> = command.split(' ').collect();
        let has = ROWS.iter().any(|(args, ..)| args.starts_with(&words));
        assert!(has, "write a row for `muxi {command}` in tests/cli/leaks_everywhere.rs");
    }
}
