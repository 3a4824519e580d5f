//! `muxi audit …`, `/v1/audit`, and what is recorded where.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use crate::approvals::{ASKS, add, decide, start, waiting};
use crate::place::{as_somebody, chmod, files, mode, outcome};
use crate::support::{Home, Reply, Server, request, until};

/// The records, as `muxi audit query --json` tells them.
pub fn records(home: &Home, args: &[&str]) -> Vec<Value> {
    let mut all = vec!["audit", "query", "--json"];
    all.extend_from_slice(args);
    let data: Value = serde_json::from_str(&home.ok(&all)).unwrap();
    data["entries"].as_array().unwrap().clone()
}

/// The internal id behind an identifier.
fn user_id(home: &Home, identifier: &str) -> String {
    let user: Value = serde_json::from_str(&home.ok(&["users", "show", identifier, "--json"])).unwrap();
    user["muxi_user_id"].as_str().unwrap().to_owned()
}

/// `action outcome resource` of each.
fn told(records: &[Value]) -> Vec<String> {
    let text = |record: &Value, name: &str| record[name].as_str().unwrap().to_owned();
    records
        .iter()
        .map(|r| format!("{} {} {}", text(r, "action"), text(r, "outcome"), text(r, "resource")))
        .collect()
}

/// The code and message that a command fails with.
pub fn error(home: &Home, args: &[&str]) -> (String, String) {
    let mut all = vec!["--json"];
    all.extend_from_slice(args);
    let (_, _, stderr) = home.run(&all);
    let error =
        crate::place::error(stderr.lines().filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n").trim());
    let text = |name: &str| error[name].as_str().unwrap().to_owned();
    (text("code"), text("message"))
}

fn dir(home: &Home) -> PathBuf {
    let all = files(&home.state());
    let log = all.keys().find(|path| path.ends_with("audit/audit.log")).expect("there is an audit");
    log.parent().unwrap().to_path_buf()
}

fn log(home: &Home) -> PathBuf {
    dir(home).join("audit.log")
}

fn edit(path: &Path, change: impl FnOnce(&mut Vec<String>)) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    change(&mut lines);
    let text = lines.join("\n") + "\n";
    std::fs::write(path, text).unwrap();
}

#[test]
fn what_is_done_to_secrets_is_recorded_by_name_and_never_by_value() {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-canary-12345678");
    home.ok(&["secrets", "get", "OPENAI_API_KEY"]);
    home.run_with(&["secrets", "rotate", "OPENAI_API_KEY"], "sk-canary-87654321");
    home.write("more.env", "A_TOKEN=canary-of-a-token\nB_TOKEN=canary-of-b-token\n");
    home.ok(&["secrets", "import", "more.env"]);
    home.ok(&["secrets", "export", "--only", "A_TOKEN"]);
    home.ok(&["secrets", "run", "--only", "B_TOKEN", "--", "true", "an-argument"]);
    home.ok(&["secrets", "rename", "B_TOKEN", "C_TOKEN"]);
    home.ok(&["secrets", "delete", "C_TOKEN"]);
    assert_eq!(home.run(&["secrets", "delete", "NO_SUCH"]).0, 3);
    home.ok(&["secrets", "key", "rotate"]);
    home.ok(&["config", "set", "description", "It helps"]);
    home.ok(&["bump"]);
    home.ok(&["keys", "show"]);
    let all = records(&home, &[]);
    assert_eq!(
        told(&all),
        [
            "secret.set begun OPENAI_API_KEY",
            "secret.set done OPENAI_API_KEY",
            "secret.read done OPENAI_API_KEY",
            "secret.rotate begun OPENAI_API_KEY",
            "secret.rotate done OPENAI_API_KEY",
            "secret.import begun A_TOKEN, B_TOKEN",
            "secret.import done A_TOKEN, B_TOKEN",
            "secret.export done A_TOKEN",
            "secret.run done B_TOKEN",
            "secret.rename begun B_TOKEN",
            "secret.rename done B_TOKEN",
            "secret.delete begun C_TOKEN",
            "secret.delete done C_TOKEN",
            "secret.delete begun NO_SUCH",
            "secret.delete failed NO_SUCH",
            "key.rotate begun ",
            "key.rotate done ",
            "configuration.set begun description",
            "configuration.set done description",
            "configuration.set begun version",
            "configuration.set done version",
            "key.make begun admin, client",
            "key.make done admin, client",
            "key.show done admin, client",
        ]
    );
    assert_eq!(all[0]["actor"]["key"], "process");
    assert_eq!(all[0]["actor"]["uid"], rustix::process::getuid().as_raw());
    assert_eq!(all[14]["details"]["code"], "secret_not_found");
    let text = std::fs::read_to_string(log(&home)).unwrap();
    assert!(
        !text.contains("canary") && !text.contains("an-argument") && !text.contains("It helps"),
        "{text}"
    );
    let (code, stdout, _) = home.run(&["audit", "verify"]);
    assert_eq!(code, 0);
    assert!(stdout.starts_with("verified: 24 records; signed by root key "), "{stdout}");
    for path in files(&dir(&home)).keys() {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
    assert_eq!(mode(&dir(&home)), 0o700);
}

#[test]
fn verify_names_the_first_bad_record_its_file_and_line() {
    let home = Home::echo();
    for name in ["ONE", "TWO", "THREE"] {
        home.keep(name, "a-value-of-it");
    }
    let path = log(&home);
    let good = std::fs::read(&path).unwrap();
    let broken = |record: u64, words: &str| {
        let (code, message) = error(&home, &["audit", "verify"]);
        assert_eq!(code, "audit_broken", "{message}");
        assert!(message.starts_with(&format!("record {record} (")), "{message}");
        assert!(message.contains(&format!("audit.log:{record})")) && message.contains(words), "{message}");
        assert_eq!(home.run(&["audit", "verify"]).0, 4);
        std::fs::write(&path, &good).unwrap();
    };
    edit(&path, |lines| lines[2] = lines[2].replace("TWO", "TOO"));
    broken(3, "MAC does not fit");
    edit(&path, |lines| drop(lines.remove(1)));
    broken(2, "3 stands in its place");
    edit(&path, |lines| lines.swap(3, 4));
    broken(4, "5 stands in its place");
    edit(&path, |lines| lines.insert(4, lines[3].clone()));
    broken(5, "was there before");
    edit(&path, |lines| lines.truncate(4));
    broken(5, "records up to 6");
    let data: Value = serde_json::from_str(&home.ok(&["audit", "verify", "--json"])).unwrap();
    assert_eq!(
        (&data["verified"], &data["records"], &data["fault"]),
        (&json!(true), &json!(6), &Value::Null)
    );
    edit(&path, |lines| lines.truncate(4));
    let (code, stdout, _) = home.run(&["audit", "verify", "--json"]);
    let data: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((code, &data["fault"]["record"], &data["fault"]["line"]), (4, &json!(5), &json!(5)));
}

#[test]
fn an_older_state_is_told_by_the_copy_outside_of_it() {
    let home = Home::echo();
    home.keep("ONE", "a-value-of-it");
    let old = files(&dir(&home));
    home.keep("TWO", "a-value-of-it");
    for (path, bytes) in old {
        std::fs::write(path, bytes).unwrap();
    }
    let (code, message) = error(&home, &["audit", "verify"]);
    assert_eq!(code, "audit_broken");
    assert!(message.contains("audit-heads") && message.contains("older one"), "{message}");
}

#[test]
fn what_cannot_be_recorded_is_not_done_and_a_read_says_so() {
    let home = Home::echo();
    home.keep("ONE", "a-value-of-it");
    as_somebody(&home, &["--version"]);
    let audit = dir(&home);
    chmod(&log(&home), 0o400);
    let before = home.read("secrets.enc");
    let run = |args: &[&str]| outcome(as_somebody(&home, args));
    let (code, _, stderr) = run(&["secrets", "delete", "ONE"]);
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("the audit: cannot open"), "{stderr}");
    assert!(stderr.contains("what cannot be recorded is not done"), "{stderr}");
    assert!(home.read("secrets.enc") == before, "it was deleted all the same");
    assert_eq!(run(&["config", "set", "description", "New"]).0, 1);
    assert!(!String::from_utf8(home.read("formation.afs")).unwrap().contains("New"));
    assert_ne!(run(&["serve", "--port", "0"]).0, 0);
    let (code, stdout, stderr) = run(&["secrets", "get", "ONE"]);
    assert_eq!((code, &*stdout), (0, "a-value-of-it"));
    assert!(stderr.contains("this is not recorded"), "{stderr}");
    let (code, stdout, _) = run(&["--strict", "secrets", "get", "ONE"]);
    assert_eq!((code, &*stdout), (1, ""));
    chmod(&log(&home), 0o600);
    assert!(audit.join("key").exists());
    assert_eq!(run(&["secrets", "delete", "ONE"]).0, 0);
    assert_eq!(run(&["audit", "verify"]).0, 0);
}

#[test]
fn a_server_records_its_start_its_end_and_who_was_not_let_in() {
    let home = Home::echo();
    let running = Server::start(&home, &[]);
    let bad = request(running.address(), "GET", "/v1/agents", &[("X-Muxi-Admin-Key", "fma_wrong")], "");
    assert_eq!(bad.status, 401);
    assert_eq!(running.chat("alice", &json!({"message": "hi", "stream": false})).status, 200);
    home.ok(&["agents", "stop", "assistant"]);
    home.ok(&["agents", "resume", "assistant"]);
    running.stop();
    let all = records(&home, &[]);
    let served: Vec<String> = told(&all).into_iter().filter(|line| !line.starts_with("key.")).collect();
    assert!(served[0].starts_with("server.start done http://127.0.0.1:"), "{served:?}");
    assert!(served.contains(&"authentication.refused denied GET /v1/agents".to_owned()), "{served:?}");
    let rest: Vec<&str> = served.iter().map(String::as_str).filter(|l| l.starts_with("agent.")).collect();
    assert_eq!(
        rest,
        [
            "agent.stop begun assistant",
            "agent.stop done assistant",
            "agent.start begun assistant",
            "agent.start done assistant",
        ]
    );
    assert_eq!(served.last().unwrap(), "server.stop done ");
    let refused = all.iter().find(|r| r["action"] == "authentication.refused").unwrap();
    assert_eq!(refused["details"]["address"], "127.0.0.1");
    assert_eq!(refused["actor"]["key"], "none");
    assert!(!std::fs::read_to_string(log(&home)).unwrap().contains("fma_wrong"));
    assert_eq!(home.run(&["audit", "verify"]).0, 0);
}

#[test]
fn a_server_that_was_killed_is_told_by_the_next_one() {
    let home = Home::echo();
    let mut server = Server::start(&home, &[]);
    server.signal(rustix::process::Signal::KILL);
    server.wait();
    let server = Server::start(&home, &[]);
    server.stop();
    let starts = records(&home, &["--action", "server.start"]);
    assert_eq!(starts.len(), 2);
    assert_eq!(starts[0]["details"]["after"], Value::Null);
    assert!(starts[1]["details"]["after"].as_str().unwrap().contains("did not end in an orderly way"));
    let server = Server::start(&home, &[]);
    server.stop();
    assert_eq!(records(&home, &["--action", "server.start"])[2]["details"]["after"], Value::Null);
    assert_eq!(home.run(&["audit", "verify"]).0, 0);
}

#[test]
fn a_flood_of_refusals_is_counted_and_the_server_goes_on() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    for _ in 0..60 {
        assert_eq!(request(server.address(), "GET", "/v1/agents", &[], "").status, 401);
    }
    server.stop();
    let all = records(&home, &["--class", "authentication"]);
    assert_eq!(all.len(), 21);
    assert_eq!((&all[20]["details"]["more"], &all[20]["outcome"]), (&json!(40), &json!("denied")));
}

#[test]
fn calls_of_tools_and_answers_to_them_are_recorded() {
    let (home, _model, server) = start(ASKS, [add(), Reply::Text(&["Three."]), add(), Reply::Text(&["No."])]);
    for decision in ["allow", "deny"] {
        let body = json!({"message": "Add", "stream": false, "request_id": format!("r-{decision}")});
        std::thread::scope(|scope| {
            let chat = scope.spawn(|| server.chat("alice", &body));
            let id = waiting(&server)["id"].as_str().unwrap().to_owned();
            assert_eq!(decide(&server, "alice", &id, &json!({"decision": decision})).0, 200);
            assert_eq!(chat.join().unwrap().status, 200);
        });
    }
    server.stop();
    let calls = records(&home, &["--class", "tool"]);
    assert_eq!(told(&calls), ["tool.call done played/add", "tool.denied denied played/add"]);
    assert_eq!(
        (&calls[0]["actor"]["user"], &calls[0]["request_id"]),
        (&json!(user_id(&home, "alice")), &json!("r-allow"))
    );
    let details = &calls[1]["details"];
    assert_eq!((&details["policy"], &details["denied_by"]), (&json!("ask"), &json!("user")), "{details}");
    let answers = records(&home, &["--class", "policy", "--actor", &user_id(&home, "alice")]);
    let answers: Vec<String> = answers.iter().map(|r| format!("{} {}", r["action"], r["outcome"])).collect();
    assert_eq!(
        answers,
        [
            "\"approval.allow\" \"begun\"",
            "\"approval.allow\" \"done\"",
            "\"approval.deny\" \"begun\"",
            "\"approval.deny\" \"done\"",
        ]
    );
    assert_eq!(home.run(&["audit", "verify"]).0, 0);
}

#[test]
fn the_api_tells_an_administrator_and_clears_for_nobody() {
    let home = Home::echo();
    home.keep("ONE", "a-value-of-it");
    let server = Server::start(&home, &[]);
    let all = server.admin("/v1/audit").json();
    assert_eq!(
        (&all["object"], &all["data"]["entries"][0]["action"]),
        (&json!("audit_log"), &json!("secret.set"))
    );
    let count = |query: &str| server.admin(&format!("/v1/audit?{query}")).json()["data"]["count"].clone();
    assert_eq!(count("limit=1"), 1);
    assert_eq!(count("action=secret.set"), 2);
    assert_eq!(count("resource_type=secret"), 2);
    assert_eq!(count("resource_type=agent"), 0);
    assert_eq!(count("since=2099-01-01T00:00:00Z"), 0);
    assert_eq!(count("since=2000-01-01"), count(""));
    assert_eq!(server.admin("/v1/audit?since=never").status, 422);
    assert_eq!(server.admin("/v1/audit?limit=x").status, 422);
    assert_eq!(server.admin("/v1/audit?class=no").status, 422);
    assert_eq!(server.get("/v1/audit", "alice").status, 401, "the client key is not enough");
    let headers = [("X-Muxi-Admin-Key", server.admin.as_str())];
    let cleared = request(server.address(), "DELETE", "/v1/audit?confirm=clear-audit-log", &headers, "");
    assert_eq!(cleared.status, 403);
    assert!(cleared.json()["message"].as_str().unwrap().contains("cannot be cleared"), "{}", cleared.body);
    assert_eq!(count("action=audit.clear"), 1);
    server.stop();
}

#[test]
fn records_are_looked_up_by_what_they_are_and_mistakes_are_named() {
    let home = Home::echo();
    assert_eq!(home.run(&["audit", "query"]), (0, String::new(), "there are no such records\n".to_owned()));
    let (code, _, stderr) = home.run(&["audit", "verify"]);
    assert!(code == 0 && stderr.contains("nothing was recorded yet"), "{stderr}");
    home.keep("ONE", "a-value-of-it");
    home.ok(&["keys", "show"]);
    assert_eq!(records(&home, &["--class", "secret,credential"]).len(), 5);
    assert_eq!(records(&home, &["--action", "secret.*", "--limit", "1"]).len(), 1);
    assert_eq!(records(&home, &["--actor", "admin"]).len(), 0);
    assert_eq!(records(&home, &["--since", "1h", "--until", "2099-01-01"]).len(), 5);
    assert_eq!(records(&home, &["--until", "1h"]).len(), 0);
    let line = home.ok(&["audit", "query", "--limit", "1"]);
    assert!(line.contains("  credential  key.show  done  process:"), "{line}");
    for (args, said) in
        [(vec!["--class", "secrets"], "did you mean secret?"), (vec!["--since", "yesterday"], "how long ago")]
    {
        let mut all = vec!["audit", "query"];
        all.extend(args);
        let (code, _, stderr) = home.run(&all);
        assert!(code == 2 && stderr.contains(said), "{stderr}");
    }
}

#[test]
fn exports_go_to_stdout_or_to_a_new_private_file() {
    let home = Home::echo();
    home.keep("ONE", "a-value-of-it");
    let json: Vec<Value> = serde_json::from_str(&home.ok(&["audit", "export", "--format", "json"])).unwrap();
    assert_eq!(json.len(), 2);
    let csv = home.ok(&["audit", "export", "--format", "csv"]);
    assert!(csv.starts_with("seq,time,class,") && csv.lines().count() == 3, "{csv}");
    let file = home.path().join("out.cef");
    let path = file.to_str().unwrap();
    home.ok(&["audit", "export", "--format", "cef", "--output", path]);
    assert_eq!(mode(&file), 0o600);
    assert!(std::fs::read_to_string(&file).unwrap().lines().all(|line| line.starts_with("CEF:0|MUXI|")));
    let (code, message) = error(&home, &["audit", "export", "--format", "cef", "--output", path]);
    assert_eq!(code, "file_exists", "{message}");
    assert_eq!(home.run(&["audit", "export"]).0, 2);
}

#[test]
fn whoever_follows_sees_what_comes() {
    use std::io::{BufRead, BufReader};
    let home = Home::echo();
    home.keep("ONE", "a-value-of-it");
    let mut follow = home.process(&["audit", "query", "--follow", "--json", "--limit", "1"]);
    let mut follow = follow.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(follow.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap()["seq"].clone();
    assert_eq!(next(), 2);
    home.keep("TWO", "a-value-of-it");
    assert_eq!((next(), next()), (json!(3), json!(4)));
    follow.kill().unwrap();
    follow.wait().unwrap();
}

#[test]
fn many_processes_at_once_lose_and_double_nothing() {
    let home = Home::echo();
    home.keep("ONE", "a-value-of-it");
    let server = Server::start(&home, &[]);
    let run = |_: usize| {
        let mut command: Command = home.process(&["secrets", "get", "ONE"]);
        command.stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    let mut children: Vec<_> = (0..20).map(run).collect();
    for _ in 0..10 {
        assert_eq!(request(server.address(), "GET", "/v1/agents", &[], "").status, 401);
    }
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    until(Duration::from_secs(10), "all are recorded", || {
        records(&home, &["--class", "authentication"]).len() == 10
    });
    server.stop();
    assert_eq!(records(&home, &["--action", "secret.read"]).len(), 20);
    assert_eq!(home.run(&["audit", "verify"]).0, 0);
}

#[test]
fn records_are_sent_on_as_they_are_written() {
    use std::io::Read as _;
    let home = Home::echo();
    home.keep("ONE", "a-value-of-it");
    let udp = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let tcp = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let socket = home.path().join("log.sock");
    let unix = std::os::unix::net::UnixDatagram::bind(&socket).unwrap();
    let file = home.path().join("records.jsonl");
    let sinks = [
        format!("file:{}", file.display()),
        format!("syslog:unix:{}", socket.display()),
        format!("syslog:udp:{}", udp.local_addr().unwrap()),
        format!("syslog:tcp:{}", tcp.local_addr().unwrap()),
    ];
    // Else the first start makes them, and records that first.
    home.ok(&["keys", "show"]);
    let args: Vec<&str> = sinks.iter().flat_map(|sink| ["--audit-to", sink]).collect();
    let server = Server::start_with(&home, &args, &[]);
    // Another process records, and the server sends it on.
    home.ok(&["secrets", "get", "ONE"]);
    let patience = Some(Duration::from_secs(20));
    udp.set_read_timeout(patience).unwrap();
    unix.set_read_timeout(patience).unwrap();
    let mut room = vec![0; 1 << 16];
    let length = udp.recv(&mut room).unwrap();
    let first = String::from_utf8(room[..length].to_vec()).unwrap();
    assert!(
        first.starts_with("<110>1 20") && first.contains(" - muxi ") && first.contains(" server.start - {"),
        "{first}"
    );
    let length = unix.recv(&mut room).unwrap();
    assert_eq!(first.as_bytes(), &room[..length]);
    until(Duration::from_secs(20), "the read is sent on", || {
        std::fs::read_to_string(&file).is_ok_and(|text| text.contains("\"secret.read\""))
    });
    server.stop();
    assert_eq!(mode(&file), 0o600);
    let (mut stream, _) = tcp.accept().unwrap();
    stream.set_read_timeout(patience).unwrap();
    let mut all = String::new();
    stream.read_to_string(&mut all).unwrap();
    let (count, rest) = all.split_once(' ').unwrap();
    assert_eq!(&rest[..count.parse::<usize>().unwrap()], first);
    let sent = std::fs::read_to_string(&file).unwrap();
    assert!(sent.lines().last().unwrap().contains("server.stop"), "{sent}");
    assert_eq!(home.run(&["serve", "--port", "0", "--audit-to", "nowhere"]).0, 2);
}

#[test]
fn a_receiver_that_is_not_there_holds_nothing_up() {
    let home = Home::echo();
    // Bound, so that nobody else gets it, and nobody listens there.
    let bound = tokio::net::TcpSocket::new_v4().unwrap();
    bound.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = bound.local_addr().unwrap();
    let server = Server::start_with(&home, &["--audit-to", &format!("syslog:tcp:{address}")], &[]);
    assert_eq!(server.chat("alice", &json!({"message": "hi", "stream": false})).status, 200);
    let (code, stderr) = server.stop();
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stderr.contains("records are not sent to syslog:tcp:"), "{stderr}");
}
