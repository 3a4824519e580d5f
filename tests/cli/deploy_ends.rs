//! `muxi deploy` that is given up, compared, or whose output goes to odd places.

use std::io::Read;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::deploy_remote::{CREATE, LIVE, UPDATE, VALUE, at, completed, done, live, ours};
use crate::download::zipped;
use crate::place::{chmod, json as json_of};
use crate::support::{Deployed, Home, Told, until};
use crate::terminal::Terminal;

const CANCEL: &str = "POST /rpc/formations/my-agent/cancel-update";
const DOWNLOAD: &str = "GET /rpc/formations/my-agent/download";
const BEGUN: &str = "event: progress\ndata: {\"stage\":\"extracting\",\"message\":\"unpacking it\"}\n\n";

/// Deploys, sends the signal once `is` says so of what was said so far, and gives the exit code and all that was said.
fn given_up(home: &Home, signal: Signal, is: impl Fn(&str) -> bool) -> (Option<i32>, String) {
    let mut command = home.process(&["deploy", "--yes"]);
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = child.stderr.take().unwrap();
    let said = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&said);
    let reader = std::thread::spawn(move || {
        let mut piece = [0; 1024];
        while let Ok(n @ 1..) = stderr.read(&mut piece) {
            into.lock().unwrap().extend_from_slice(&piece[..n]);
        }
    });
    let text = || String::from_utf8_lossy(&said.lock().unwrap()).into_owned();
    until(Duration::from_secs(30), "the deploy is on its way", || is(&text()));
    kill_process(Pid::from_child(&child), signal).unwrap();
    let code = child.wait().unwrap().code();
    reader.join().unwrap();
    (code, text())
}

fn held(then: &str) -> Told {
    Told::Held(BEGUN.to_owned(), CANCEL, then.to_owned())
}

/// Whether the deploy has said that the server began.
fn said_in(home: &Home) -> impl Fn() -> bool + '_ {
    || {
        let query = ["audit", "query", "--json", "--action", "remote.update"];
        !json_of(home, &query)["entries"].as_array().unwrap().is_empty()
    }
}

#[test]
fn ctrl_c_has_the_server_take_back_what_is_not_live_and_deletes_nothing() {
    let cancelled = "event: error\ndata: {\"error\":\"Cancelled\",\"message\":\"it was taken back\",\"stage\":\"health_check\"}\n\n";
    let complete = "event: complete\ndata: {\"formation_id\":\"my-agent\",\"status\":\"running\"}\n\n";
    let taken = || done(200, &json!({"id": "my-agent", "message": "it is taken back"}));
    for (then, signal, said) in [
        (cancelled, Signal::INT, "it was taken back; what was live stays"),
        (cancelled, Signal::TERM, "it was taken back; what was live stays"),
        (complete, Signal::INT, "the new version is live already"),
        ("", Signal::INT, "did not say whether it has"),
    ] {
        let (home, server) = at([(LIVE, live("1.0.0")), (UPDATE, held(then)), (CANCEL, taken())]);
        let (code, seen) = given_up(&home, signal, |text| text.contains("unpacking it"));
        assert_eq!(code, Some(130), "{seen}");
        assert!(seen.contains(said) && seen.contains("muxi remote get my-agent"), "{said}: {seen}");
        assert_eq!(server.asked().iter().filter(|call| *call == CANCEL).count(), 1);
        assert!(server.last("DELETE").is_none());
    }
}

#[test]
fn what_the_server_has_not_begun_with_or_does_not_take_back_is_said_to_go_on() {
    // The update of somebody else may be under way: without a step of ours nothing is taken back.
    let quiet = Told::Held(String::new(), CANCEL, String::new());
    let (home, server) = at([(LIVE, live("1.0.0")), (UPDATE, quiet)]);
    let (code, said) = given_up(&home, Signal::INT, |_| server.last("PUT").is_some());
    assert_eq!(code, Some(130), "{said}");
    assert!(said.contains("if the server has all of it, it goes on, and nothing was deleted"), "{said}");
    assert!(!server.asked().iter().any(|call| call == CANCEL) && server.last("DELETE").is_none());
    assert!(said_in(&home)());
    let refused =
        Told::Json(409, json!({"error": "Conflict", "message": "nothing is being done", "code": 409}));
    let (home, server) =
        at([(CREATE, Told::Held(BEGUN.to_owned(), "GET /never", String::new())), (CANCEL, refused)]);
    let mut terminal = Terminal::start(&home, 80, &["deploy", "--yes"]);
    terminal.until("unpacking it");
    terminal.type_in("\u{3}");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 130, "{seen}");
    assert!(seen.contains("nothing is being done") && seen.contains("goes on with it"), "{seen}");
    assert!(server.last("DELETE").is_none());
}

#[test]
fn a_diff_shows_lines_of_texts_and_no_value_of_a_secret() {
    let (home, server) = at([(LIVE, live("1.0.0"))]);
    home.write("sops/a.md", format!("one\nthe token is {VALUE}\ntwo\n"));
    home.write("sops/same.md", "same\n");
    home.write("sops/only.md", format!("only {VALUE}\n"));
    home.write("sops/data.bin", [0, 1, 2]);
    let there = zipped(&[
        ("formation.afs", &home.read("formation.afs")),
        ("secrets.enc", &home.read("secrets.enc")),
        ("sops/a.md", format!("zero\u{1b}[2J\nthe token is {VALUE}\ntwo\n").as_bytes()),
        ("sops/same.md", b"same\n"),
        ("sops/only.md", b"only sk-proj-Another0Value0That0Was0There\n"),
        ("sops/data.bin", &[0, 1, 3]),
        ("sops/old.md", b"old\n"),
    ]);
    drop(server);
    let server = Deployed::start([(LIVE, live("1.0.0")), (DOWNLOAD, Told::Zip(there))]);
    let url = server.url();
    home.ok(&["profiles", "add", "prod", "--replace", "--url", &url]);
    let (code, stdout, stderr) = home.run(&["deploy", "--diff"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(
        stdout.contains("-zero\\u{1b}[2J\n+one\n the token is [REDACTED:OPENAI_API_KEY]\n two\n"),
        "{stdout}"
    );
    assert!(
        stdout.contains("gone     sops/old.md\n") && stdout.contains("changed  sops/data.bin  (no text"),
        "{stdout}"
    );
    assert!(
        stderr.contains("1.1.0 here, 1.0.0 there; 0 new, 1 gone, 3 changed, 3 files as they are"),
        "{stderr}"
    );
    assert!(
        stderr.contains("not compared, as the server does not show its own: .gitignore, .key"),
        "{stderr}"
    );
    let told = json_of(&home, &["deploy", "--diff", "--json"]);
    for shown in [&stdout, &stderr, &told.to_string()] {
        assert!(!shown.contains(VALUE) && !shown.contains("Another0Value"), "{shown}");
    }
    assert_eq!(told["changed"][1]["name"], "sops/data.bin");
    assert_eq!(told["changed"][1]["diff"], Value::Null);
    assert!(server.last("PUT").is_none() && server.last("POST").is_none());
    assert_eq!(home.run(&["deploy", "--diff", "--dry-run"]).0, 2);
}

#[test]
fn a_narrow_terminal_has_a_bar_of_one_line_and_quiet_says_nothing() {
    let steps = "event: progress\ndata: {\"stage\":\"spawning_staging\",\"message\":\"starting the new version beside the old one, which answers until then\"}\n\n";
    let Told::Events(rest) = completed() else { unreachable!("events") };
    let told = || [(LIVE, live("1.0.0")), (UPDATE, Told::Events(format!("{steps}{rest}")))];
    let (home, _server) = at(told());
    let terminal = Terminal::start(&home, 40, &["deploy", "--yes"]);
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    let bars: Vec<&str> = seen.split("\r\u{1b}[K").filter(|line| line.starts_with('[')).collect();
    assert!(bars.iter().any(|bar| bar.starts_with("[##########..........] 50% starting")), "{bars:?}");
    assert!(bars.iter().all(|bar| bar.lines().next().unwrap().chars().count() < 40), "{bars:?}");
    let (home, _server) = at(told());
    let (code, stdout, stderr) = home.run(&["deploy", "--yes", "--quiet"]);
    assert_eq!((code, stdout.as_str()), (0, ""));
    // The key leaves the machine: that is said in any case.
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.starts_with("warning: ") && stderr.contains("read all of them"), "{stderr}");
    let (home, _server) = at(told());
    let (code, stdout, stderr) = home.run(&["deploy", "--yes", "--json"]);
    let told: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((code, told["action"].as_str()), (0, Some("updated")), "{stderr}");
    assert!(stderr.lines().all(|line| line.starts_with('{')), "{stderr}");
}

#[test]
fn a_closed_pipe_and_a_formation_that_cannot_be_written_do_not_stop_a_deploy() {
    let (home, server) = at([(LIVE, live("1.0.0")), (UPDATE, completed())]);
    chmod(&home.formation(), 0o555);
    let mut command = home.process(&["deploy", "--yes", "--json"]);
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Nobody reads what it prints.
    drop(child.stdout.take());
    let mut said = String::new();
    drop(child.stderr.take().unwrap().read_to_string(&mut said));
    let code = child.wait().unwrap().code();
    chmod(&home.formation(), 0o755);
    assert!(server.last("PUT").is_some() && !said.contains("panic"), "{code:?}: {said}");
    let recorded = json_of(&home, &["audit", "query", "--json", "--action", "remote.update"]);
    assert_eq!(recorded["entries"][1]["outcome"], "done", "{recorded}");
}

#[test]
fn of_two_deploys_at_once_one_is_done_and_the_other_is_told_why_not() {
    let (home, hub) = ours();
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let both = [0, 1].map(|_| scope.spawn(|| home.run(&["deploy", "--json"])));
        both.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let done = outcomes.iter().filter(|(code, ..)| *code == 0).count();
    assert_eq!(done, 1, "{outcomes:?}");
    let (code, _, stderr) = outcomes.iter().find(|(code, ..)| *code != 0).unwrap();
    assert!([1, 4].contains(code) && stderr.contains("my-bot"), "{stderr}");
    assert_eq!(hub.version("my-bot"), "1.0.0");
}
