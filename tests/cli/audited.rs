//! Which commands are recorded. A new one has to come here: it is recorded, or there is a reason. `audited_routes` has the routes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::audited_routes::ROUTES;
use crate::leaks_commands::leaves;
use crate::place::{files, json as json_of, rows, unchanged};
use crate::support::{Home, Server};

/// What becomes of a command.
enum How {
    /// It changes something: recorded before it and behind it, and not done where that cannot be. The action, what is
    /// typed behind the command, stdin, and the exit code where nothing can be recorded.
    Changes(&'static str, &'static [&'static str], &'static str, i32),
    /// It shows a secret: recorded, and where that cannot be it says so, with this exit code; with `--strict` it is 1.
    Tells(&'static str, &'static [&'static str], &'static str, i32),
    /// The server that it asks records it, under this route. What is typed behind it, and the exit code where nothing can
    /// be recorded.
    Server(&'static str, &'static [&'static str], i32),
    /// It changes something, and something else records that: who.
    Elsewhere(&'static str),
    /// It changes nothing of the formation's: why.
    Nothing(&'static str),
}
use How::{Changes, Elsewhere, Nothing, Server as Asks, Tells};

pub const READS: &str = "it reads";

#[rustfmt::skip]
const COMMANDS: &[(&str, How)] = &[
    ("agents attach", Elsewhere("agent_terminals: it needs a terminal")),
    ("agents list", Nothing(READS)),
    ("agents logs", Nothing(READS)),
    ("agents restart", Asks("POST /v1/agents/{id}/restart", &["assistant"], 1)),
    ("agents resume", Asks("POST /v1/agents/{id}/resume", &["assistant"], 1)),
    ("agents status", Nothing(READS)),
    ("agents stop", Asks("POST /v1/agents/{id}/stop", &["assistant"], 1)),
    ("approvals allow", Asks("POST /v1/approvals/{id}", &["nothing"], 3)),
    ("approvals deny", Asks("POST /v1/approvals/{id}", &["nothing"], 3)),
    ("approvals list", Nothing(READS)),
    ("artifacts delete", Asks("DELETE /v1/artifacts/{id}", &["nothing"], 1)),
    ("artifacts get", Nothing("it writes a copy, to where the user says")),
    ("artifacts list", Nothing(READS)),
    ("audit export", Nothing("it reads the record itself")),
    ("audit query", Nothing(READS)),
    ("audit verify", Changes("audit.accept", &["--accept-new"], "", 1)),
    ("bump", Changes("configuration.set", &[], "", 1)),
    ("chat", Elsewhere("tools that are called are recorded, with a server and without one")),
    ("completions", Nothing(READS)),
    ("config get", Nothing(READS)),
    ("config set", Changes("configuration.set", &["description", "Another one"], "", 1)),
    ("config unset", Changes("configuration.unset", &["version"], "", 1)),
    ("credentials delete", Elsewhere("credentials: it needs one")),
    ("credentials get", Elsewhere("credentials: it needs one")),
    ("credentials import", Elsewhere("credentials_import: it needs a database")),
    ("credentials list", Nothing(READS)),
    ("credentials login", Elsewhere("credentials_oauth: it needs a service")),
    ("credentials rekey", Changes("credential.rekey", &[], "", 1)),
    ("credentials rename", Elsewhere("credentials: it needs one")),
    ("credentials reset", Changes("credential.reset", &["--user", "alice", "--yes"], "", 1)),
    ("credentials select", Elsewhere("credentials: it needs one")),
    ("credentials services", Nothing(READS)),
    ("credentials set", Changes("credential.set", &["github", "--user", "carol"], "a-value-of-it", 1)),
    ("credentials status", Nothing(READS)),
    ("demo", Nothing("a formation of its own, in a directory that goes")),
    ("delete", Elsewhere("remote: it needs a server")),
    ("deploy", Elsewhere("deploy_remote: it needs a server")),
    ("download", Elsewhere("download: it needs a server")),
    ("down", Elsewhere("deploy_remote: it needs a server")),
    ("explain", Nothing(READS)),
    ("fmt", Nothing("what the files say stays what it was")),
    ("get", Nothing(READS)),
    ("graph", Nothing(READS)),
    ("keys show", Changes("key.make", &[], "", 1)),
    ("logs", Nothing(READS)),
    ("mcp call", Elsewhere("tools: without a server, the command itself")),
    ("mcp list", Nothing(READS)),
    ("mcp login", Changes("mcp.login", &["nowhere"], "", 1)),
    ("mcp logout", Changes("mcp.logout", &["nowhere"], "", 1)),
    ("mcp prompts", Nothing(READS)),
    ("mcp resources", Nothing(READS)),
    ("mcp serve", Elsewhere("tools that are called, and users that are linked")),
    ("mcp show", Nothing(READS)),
    ("mcp tools", Nothing(READS)),
    ("new a2a", Changes("configuration.new", &["fresh", "--url", "https://x.example/", "--description", "d"], "", 1)),
    ("new agent", Changes("configuration.new", &["fresh", "--description", "d", "--system-message", "m"], "", 1)),
    ("new formation", Changes("configuration.new", &["other", "--dir", "../other", "--provider", "openai", "--description", "d"], "", 1)),
    ("new mcp", Changes("configuration.new", &["fresh", "--command", "npx", "--description", "d"], "", 1)),
    ("new skill", Changes("configuration.new", &["fresh", "--description", "d"], "", 1)),
    ("new sop", Changes("configuration.new", &["fresh", "--step", "one", "--description", "d"], "", 1)),
    ("memory add", Changes("memory.add", &["likes tea", "--user", "carol"], "", 1)),
    ("memory delete", Elsewhere("memory_command: it needs the id of one")),
    ("memory erase", Changes("memory.erase", &["--user", "alice", "--yes"], "", 1)),
    ("memory export", Changes("memory.export", &["--user", "alice", "--output", "memories.jsonl"], "", 1)),
    ("memory list", Nothing(READS)),
    ("memory search", Nothing(READS)),
    ("memory stats", Nothing(READS)),
    ("new trigger", Changes("configuration.new", &["fresh", "--prompt", "p"], "", 1)),
    ("profiles add", Changes("profile.add", &["prod", "--url", "https://h.example", "--key-id", "k", "--secret-stdin"], "a-value-of-it", 1)),
    ("profiles list", Nothing(READS)),
    ("profiles ping", Nothing(READS)),
    ("profiles remove", Changes("profile.remove", &["there", "--yes"], "", 1)),
    ("profiles status", Nothing(READS)),
    ("profiles use", Changes("profile.use", &["there"], "", 1)),
    ("remote delete", Elsewhere("remote: it needs a server")),
    ("remote get", Nothing(READS)),
    ("remote list", Nothing(READS)),
    ("remote logs", Nothing(READS)),
    ("remote restart", Elsewhere("remote: it needs a server")),
    ("remote rollback", Elsewhere("remote: it needs a server")),
    ("remote start", Elsewhere("remote: it needs a server")),
    ("remote status", Nothing(READS)),
    ("remote stop", Elsewhere("remote: it needs a server")),
    ("restart", Elsewhere("remote: it needs a server")),
    ("rollback", Elsewhere("remote: it needs a server")),
    ("schema", Nothing(READS)),
    ("secrets add", Changes("secret.set", &["NEW"], "a-value-of-it", 1)),
    ("secrets check", Nothing(READS)),
    ("secrets convert", Changes("secret.convert", &["--format", "1"], "", 1)),
    ("secrets delete", Changes("secret.delete", &["ONE"], "", 1)),
    ("secrets diff", Nothing("values are masked")),
    ("secrets doctor", Changes("secret.mend", &["--fix"], "", 1)),
    ("secrets export", Tells("secret.export", &[], "", 0)),
    ("secrets get", Tells("secret.read", &["ONE"], "", 0)),
    ("secrets git-setup", Changes("configuration.git_setup", &[], "", 1)),
    ("secrets import", Changes("secret.import", &["more.env"], "", 1)),
    ("secrets key export", Changes("key.export", &["--plain", "--yes"], "", 1)),
    ("secrets key import", Changes("key.import", &["key.txt"], "", 1)),
    ("secrets key keychain", Changes("key.keychain", &[], "", 1)),
    ("secrets key passphrase", Changes("key.passphrase", &["--new-passphrase-file", "pass.txt"], "", 1)),
    ("secrets key rotate", Changes("key.rotate", &[], "", 1)),
    ("secrets key show", Nothing("it shows no key")),
    ("secrets list", Nothing("values are masked")),
    ("secrets merge-driver", Changes("secret.merge", &["a", "b", "c", "secrets.enc"], "", 1)),
    ("secrets rename", Changes("secret.rename", &["ONE", "TWO"], "", 1)),
    ("secrets resolve", Changes("secret.resolve", &[], "", 1)),
    ("secrets rotate", Changes("secret.rotate", &["ONE"], "another-value-of-it", 1)),
    ("secrets run", Tells("secret.run", &["--", "true"], "", 0)),
    ("secrets seal", Changes("secret.seal", &["--yes"], "", 1)),
    ("secrets setup", Elsewhere("secret.setup, asked for at a terminal: secrets")),
    ("secrets textconv", Nothing("values are masked")),
    ("serve", Elsewhere("server.start and server.stop: audit")),
    ("server init", Elsewhere("server_command: the server's own record")),
    ("server keys add", Elsewhere("server_rpc: the server's own record")),
    ("server keys list", Nothing(READS)),
    ("server keys remove", Elsewhere("server_rpc: the server's own record")),
    ("server start", Elsewhere("server.start and server.stop in the server's own record: server_rpc")),
    ("server status", Nothing(READS)),
    ("server stop", Elsewhere("the server that ends")),
    ("sessions list", Nothing(READS)),
    ("sessions show", Nothing(READS)),
    ("sign", Nothing("it sends nothing")),
    ("start", Elsewhere("remote: it needs a server")),
    ("stop", Elsewhere("remote: it needs a server")),
    ("up", Elsewhere("deploy_remote: it needs a server")),
    ("store check", Nothing(READS)),
    ("store export", Changes("store.export", &["--output", "out.jsonl"], "", 1)),
    ("store import", Changes("store.import", &["all.jsonl"], "", 1)),
    ("store info", Nothing(READS)),
    ("store vacuum", Changes("store.vacuum", &[], "", 1)),
    ("test", Nothing("each case has a runtime and a store of its own, which go")),
    ("users erase", Changes("user.erase", &["alice", "--yes"], "", 1)),
    ("users export", Changes("user.export", &["alice", "--output", "out.jsonl"], "", 1)),
    ("users link", Changes("user.link", &["alice", "alice@x.io"], "", 1)),
    ("users list", Nothing(READS)),
    ("users merge", Changes("user.merge", &["alice", "bob", "--yes"], "", 1)),
    ("users show", Nothing(READS)),
    ("users unlink", Changes("user.unlink", &["alice"], "", 1)),
    ("validate", Changes("configuration.fix", &["--fix"], "", 1)),
];

/// A formation with a secret, a user of each of two names where the command is about those, and what it reads.
fn prepared(command: &str) -> Home {
    let home = Home::echo();
    let text = String::from_utf8(home.read("formation.afs")).unwrap();
    // `--fix` puts a time of YAML into quotes.
    home.write("formation.afs", format!("{text}version: 2026-01-31\n"));
    home.keep("ONE", "a-value-of-it");
    let words: Vec<&str> = command.split(' ').collect();
    match words[..] {
        ["users" | "store" | "memory" | "credentials", ..] => {
            for user in ["alice", "bob"] {
                home.ok(&["chat", "--local", "--user", user, "Hello"]);
            }
            home.ok(&["store", "export", "--output", "all.jsonl"]);
        }
        ["profiles", "remove" | "use"] => {
            let args =
                ["profiles", "add", "there", "--url", "https://h.example", "--key-id", "k", "--secret-stdin"];
            assert_eq!(home.run_with(&args, "a-value-of-it").0, 0);
        }
        ["secrets", "import"] => home.write("more.env", "TWO=a-value-of-two\n"),
        ["secrets", "key", "import"] => {
            home.write("key.txt", home.ok(&["secrets", "key", "export", "--plain", "--yes"]));
        }
        ["secrets", "key", "passphrase"] => home.write("pass.txt", "a passphrase of six words here\n"),
        ["secrets", "merge-driver"] => {
            for name in ["a", "b", "c"] {
                home.write(name, home.read("secrets.enc"));
            }
        }
        ["secrets", "git-setup"] => {
            let mut git = std::process::Command::new("git");
            git.args(["init", "--quiet"]).current_dir(home.formation()).env("HOME", home.path());
            assert!(git.status().unwrap().success());
        }
        _ => {}
    }
    home
}

/// `action outcome` of each record, in their order.
pub fn recorded(home: &Home, action: &str) -> Vec<String> {
    let data = json_of(home, &["audit", "query", "--json", "--limit", "1000", "--action", action]);
    let text = |record: &Value, name: &str| record[name].as_str().unwrap().to_owned();
    data["entries"].as_array().unwrap().iter().map(|r| text(r, "outcome")).collect()
}

fn run(home: &Home, command: &str, args: &[&str], stdin: &str) -> (i32, String) {
    let mut all: Vec<&str> = command.split(' ').collect();
    all.extend_from_slice(args);
    let (code, _, stderr) = home.run_with(&all, stdin);
    (code, stderr)
}

/// Puts a directory in the place of the records: nobody can append then, the superuser neither.
pub struct Broken(Vec<(std::path::PathBuf, std::path::PathBuf)>);

impl Broken {
    pub fn of(home: &Home) -> Self {
        let all = files(&home.state());
        let logs = all.keys().filter(|path| path.ends_with("audit/audit.log"));
        let broken = Self(logs.map(|log| (log.clone(), log.with_extension("aside"))).collect());
        assert!(!broken.0.is_empty(), "there is no audit");
        for (log, aside) in &broken.0 {
            std::fs::rename(log, aside).unwrap();
            std::fs::create_dir(log).unwrap();
        }
        broken
    }

    pub fn mend(self) {
        for (log, aside) in self.0 {
            std::fs::remove_dir(&log).unwrap();
            std::fs::rename(aside, log).unwrap();
        }
    }
}

/// What is kept of users, and the files of the state beside that and the audit.
fn kept(home: &Home) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for (path, bytes) in files(&home.state()) {
        let name = path.display().to_string();
        if name.ends_with("sessions.db") {
            found.extend(rows(&path).into_iter().map(|(table, rows)| (table, rows.into_bytes())));
        } else if !name.contains("audit") && !name.contains("/sessions.") && !name.contains("/logs/") {
            found.insert(name, bytes);
        }
    }
    found
}

#[test]
fn every_command_is_recorded_or_has_a_reason() {
    let mut commands = BTreeMap::new();
    leaves(&muxi::cli::command(), &[], &mut commands);
    let there: BTreeSet<&str> = commands.keys().map(String::as_str).collect();
    let told: BTreeSet<&str> = COMMANDS.iter().map(|(command, _)| *command).collect();
    assert_eq!(told.len(), COMMANDS.len(), "a command has two rows");
    let missing: Vec<_> = there.difference(&told).collect();
    assert!(missing.is_empty(), "say in COMMANDS how these are recorded, or why not: {missing:?}");
    let gone: Vec<_> = told.difference(&there).collect();
    assert!(gone.is_empty(), "there is no such command any more: {gone:?}");
    for (command, how) in COMMANDS {
        match how {
            Asks(route, ..) => assert!(ROUTES.iter().any(|(name, _)| name == route), "{command}: {route}"),
            Elsewhere(why) | Nothing(why) => assert!(!why.is_empty(), "{command}"),
            Changes(..) | Tells(..) => {}
        }
    }
}

#[test]
fn a_command_that_changes_something_is_recorded_before_and_behind_it() {
    let work = |(command, how): &(&str, How)| {
        let (Changes(action, args, stdin, _) | Tells(action, args, stdin, _)) = how else { return };
        let home = prepared(command);
        let before = recorded(&home, action).len();
        let (code, stderr) = run(&home, command, args, stdin);
        // A formation of its own has an audit of its own.
        let dir = if *command == "new formation" { "../other" } else { "." };
        let query = ["audit", "query", "--json", "--limit", "1000", "--action", action, "--dir", dir];
        let data: Value = serde_json::from_str(&home.ok(&query)).unwrap();
        let records = &data["entries"].as_array().unwrap()[before..];
        let outcomes: Vec<&str> = records.iter().map(|r| r["outcome"].as_str().unwrap()).collect();
        let end = if code == 0 { "done" } else { "failed" };
        let denied = ["begun", "denied"];
        let expected = if matches!(how, Tells(..)) { vec!["done"] } else { vec!["begun", end] };
        assert!(
            outcomes == expected || (code == 4 && outcomes == denied),
            "{command}: {outcomes:?} {stderr}"
        );
        let text = records.iter().map(ToString::to_string).collect::<String>();
        assert!(!text.contains("value-of"), "{command}: {text}");
        assert_eq!(home.run(&["audit", "verify"]).0, 0, "{command}");
    };
    in_parts(work);
}

/// Does it for all commands, on as many threads as there are parts.
fn in_parts(work: impl Fn(&(&str, How)) + Sync) {
    std::thread::scope(|scope| {
        for part in COMMANDS.chunks(COMMANDS.len().div_ceil(4)) {
            scope.spawn(|| part.iter().for_each(&work));
        }
    });
}

#[test]
fn what_cannot_be_recorded_is_not_done_whatever_the_command() {
    in_parts(|(command, how)| {
        let Changes(action, args, stdin, exit) = how else { return };
        let home = prepared(command);
        let before = kept(&home);
        if *command == "new formation" {
            // It begins a record of its own, in a place that is none.
            let mut all: Vec<&str> = command.split(' ').collect();
            all.extend_from_slice(args);
            let run = || home.muxi(&all).env("MUXI_STATE_DIR", "/dev/null/state").output().unwrap();
            let output = unchanged(&home, run);
            assert_eq!(output.status.code(), Some(*exit), "{output:?}");
            assert!(!home.path().join("other").exists(), "it was made");
            return;
        }
        let broken = Broken::of(&home);
        let (code, stderr) = unchanged(&home, || run(&home, command, args, stdin));
        assert_eq!(code, *exit, "{command}: {stderr}");
        assert!(stderr.contains("the audit: cannot"), "{command}: {stderr}");
        assert!(kept(&home) == before, "{command}: something was changed");
        let made = files(&home.state()).into_keys().any(|path| path.ends_with("api-keys.json"));
        assert!(!made, "{command}: keys were made");
        broken.mend();
        assert!(!recorded(&home, action).iter().any(|outcome| outcome == "failed"), "{command}");
        assert_eq!(home.run(&["audit", "verify"]).0, 0, "{command}");
    });
}

#[test]
fn what_shows_a_secret_says_that_it_is_not_recorded_and_is_refused_with_strict() {
    in_parts(|(command, how)| {
        let Tells(_, args, stdin, exit) = how else { return };
        let home = prepared(command);
        let broken = Broken::of(&home);
        let (code, stderr) = unchanged(&home, || run(&home, command, args, stdin));
        assert_eq!(code, *exit, "{command}: {stderr}");
        assert!(stderr.contains("this is not recorded"), "{command}: {stderr}");
        let strict = [&["--strict"], *args].concat();
        let (code, stdout, stderr) =
            home.run_with(&[&command.split(' ').collect::<Vec<_>>()[..], &strict].concat(), *stdin);
        assert_eq!((code, stdout.as_str()), (1, ""), "{command}: {stderr}");
        broken.mend();
    });
}

#[test]
fn what_a_server_cannot_record_fails_for_the_command_that_asks_it() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    // The one that commands ask as is made when it asks first.
    assert_eq!(server.get("/v1/sessions", "local").status, 200);
    let before = kept(&home);
    let broken = Broken::of(&home);
    for (command, how) in COMMANDS {
        let Asks(_, args, exit) = how else { continue };
        let (code, stderr) = run(&home, command, args, "");
        assert_eq!(code, *exit, "{command}: {stderr}");
    }
    assert!(kept(&home) == before, "something was changed");
    let agent = server.admin("/v1/agents/assistant").json();
    assert_eq!(agent["data"]["active"], true, "{agent}");
    broken.mend();
}
