//! `muxi remote`, against a server that takes the deployed dialect only, to the byte.

use serde_json::{Value, json};

use crate::place::{error, json as json_of};
use crate::profiles::add;
use crate::support::{Deployed, Home, Told};
use crate::terminal::Terminal;

#[expect(clippy::needless_pass_by_value, reason = "answers are written where they are said")]
fn data(data: Value) -> Told {
    Told::Json(200, json!({"success": true, "data": data}))
}

fn formation() -> Value {
    json!({
        "id": "echo-agent", "name": "Echo", "port": 8000, "status": "running", "pid": 7, "uptime": 3.5,
        "restart_count": 0, "healthy": true, "version": {"semantic": "1.2.0", "current": "ab", "previous": ""},
    })
}

/// A formation whose default profile is a deployed server that says this.
fn at(told: impl IntoIterator<Item = (&'static str, Told)>) -> (Home, Deployed) {
    let (home, server) = (Home::echo(), Deployed::start(told));
    add(&home, "prod", &server.url(), &["--dialect", "legacy"]);
    (home, server)
}

fn outcomes(home: &Home, args: &[&str], action: &str) -> Vec<String> {
    let query = [&["audit", "query", "--json", "--action", action], args].concat();
    let found = json_of(home, &query);
    let text = |record: &Value| record["outcome"].as_str().unwrap().to_owned();
    found["entries"].as_array().unwrap().iter().map(text).collect()
}

const STARTED: &str = ": keep-alive\n\nevent: progress\ndata: {\"stage\":\"spawning\",\"message\":\"starting \\u001b[2Jit\"}\n\nevent: progress\ndata: {\"stage\":\"health_check\",\ndata:  \"message\":\"waiting\",\"attempt\":1,\"max_attempts\":30}\n\nevent: complete\ndata: {\"formation_id\":\"echo-agent\",\"port\":8000,\"status\":\"running\"}\n\n";

#[test]
fn formations_of_a_deployed_server_are_listed_and_looked_at() {
    let (home, server) = at([
        ("GET /rpc/formations", data(json!([formation()]))),
        ("GET /rpc/formations/echo-agent", data(formation())),
        (
            "GET /rpc/server/status",
            data(json!({"server": {"version": "0.1"}, "formations": {"total": 1, "running": 1}})),
        ),
    ]);
    assert_eq!(home.ok(&["remote", "list"]), "echo-agent  running  1.2.0  8000  healthy\n");
    let list = json_of(&home, &["remote", "ls", "--json"]);
    assert_eq!((list["count"].as_u64(), list["profile"].as_str()), (Some(1), Some("prod")));
    assert_eq!(list["formations"][0], formation());
    let shown = home.ok(&["remote", "get", "echo-agent"]);
    assert!(shown.contains("version.semantic  1.2.0\n"), "{shown}");
    // In the formation its id is known, and so is the shortcut.
    assert_eq!(json_of(&home, &["remote", "get", "--json"]), formation());
    assert_eq!(json_of(&home, &["get", "--json"]), formation());
    assert!(home.ok(&["remote", "status"]).contains("server.version"), "{shown}");
    assert!(home.ok(&["profiles", "status"]).contains("1 of 1 running"));
    assert_eq!(server.asked().len(), 7, "{:?}", server.asked());
}

#[test]
fn starting_tells_each_step_and_how_it_ended() {
    let (home, _server) = at([
        ("POST /rpc/formations/echo-agent/start", Told::Events(STARTED.to_owned())),
        ("POST /rpc/formations/echo-agent/restart", Told::Events(STARTED.split("event: complete").next().unwrap().to_owned())),
        ("POST /rpc/formations/echo-agent/rollback", Told::Events("event: error\ndata: {\"error\":\"NoPreviousVersion\",\"message\":\"there is no version before\",\"stage\":\"validating\"}\n\n".to_owned())),
    ]);
    let (code, stdout, stderr) = home.run(&["remote", "start", "echo-agent"]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    assert!(stderr.contains("starting [2Jit\nwaiting (1 of 30)\nstarted echo-agent on prod"), "{stderr}");
    let started = json_of(&home, &["start", "--json"]);
    assert_eq!((started["action"].as_str(), started["answer"]["port"].as_u64()), (Some("start"), Some(8000)));
    let (code, _, stderr) = home.run(&["restart", "--yes"]);
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("ended without saying how it went"), "{stderr}");
    let (code, _, stderr) = home.run(&["rollback", "--force", "--json"]);
    assert_eq!(code, 1, "{stderr}");
    let error = error(stderr.lines().last().unwrap());
    assert_eq!(error["code"], "no_previous_version");
    assert_eq!(error["message"], "there is no version before (while validating)");
    assert_eq!(outcomes(&home, &[], "remote.start"), ["begun", "done", "begun", "done"]);
    assert_eq!(outcomes(&home, &[], "remote.rollback"), ["begun", "failed"]);
}

#[test]
fn what_takes_something_away_is_not_done_without_a_yes() {
    let (home, server) = at([
        ("POST /rpc/formations/echo-agent/stop", data(json!({"id": "echo-agent", "status": "stopped"}))),
        ("DELETE /rpc/formations/echo-agent", data(json!({"id": "echo-agent", "message": "deleted"}))),
    ]);
    for words in
        [&["remote", "stop", "echo-agent"][..], &["stop"], &["delete"], &["remote", "rollback"], &["restart"]]
    {
        let (code, _, stderr) = home.run(words);
        assert_eq!(code, 7, "{words:?} {stderr}");
        assert!(stderr.contains("--yes"), "{stderr}");
    }
    assert_eq!(server.asked(), [""; 0]);
    home.ok(&["stop", "--yes"]);
    home.ok(&["remote", "delete", "echo-agent", "-f"]);
    assert_eq!(server.asked(), ["POST /rpc/formations/echo-agent/stop", "DELETE /rpc/formations/echo-agent"]);
    assert_eq!(outcomes(&home, &[], "remote.delete"), ["begun", "done"]);
}

#[test]
fn who_deletes_types_the_id() {
    let (home, server) = at([("DELETE /rpc/formations/echo-agent", data(json!({"id": "echo-agent"})))]);
    let delete = |typed: &str| {
        let mut terminal = Terminal::start(&home, 80, &["remote", "delete", "echo-agent"]);
        terminal.until("Type its id");
        terminal.type_in(typed);
        terminal.end()
    };
    let (code, seen, _) = delete("echo\r");
    assert_eq!(code, 4, "{seen}");
    assert_eq!(server.asked(), [""; 0]);
    let (code, seen, _) = delete("echo-agent\r");
    assert_eq!((code, server.asked().len()), (0, 1), "{seen}");
}

#[test]
fn outside_of_a_formation_the_record_is_that_of_the_user() {
    let (home, server) = at([("POST /rpc/formations/other/stop", data(json!({"id": "other"})))]);
    let outside = |args: &[&str]| {
        let output = home.muxi(args).current_dir(home.path()).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    };
    let (code, _, stderr) = outside(&["remote", "stop", "other", "--yes"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(outcomes(&home, &[], "remote.stop"), [""; 0]);
    assert_eq!(outcomes(&home, &["--servers"], "remote.stop"), ["begun", "done"]);
    let (code, stdout, stderr) = outside(&["audit", "verify", "--servers"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("verified: 2 records"), "{stdout}");
    // No id and no formation.
    assert_eq!(outside(&["stop", "--yes"]).0, 3);
    // What cannot be recorded is not done.
    let log = home.state().join("servers/audit/audit.log");
    std::fs::remove_file(&log).unwrap();
    std::fs::create_dir(&log).unwrap();
    let (code, _, stderr) = outside(&["remote", "stop", "other", "--yes"]);
    assert_eq!((code, server.asked().len()), (1, 1), "{stderr}");
}

#[test]
fn what_cannot_be_recorded_in_the_formation_is_not_done() {
    let (home, server) = at([("POST /rpc/formations/echo-agent/start", data(json!({})))]);
    let all = crate::place::files(&home.state());
    let log = all.keys().find(|path| path.ends_with("audit/audit.log")).unwrap();
    std::fs::remove_file(log).unwrap();
    std::fs::create_dir(log).unwrap();
    let (code, _, stderr) = home.run(&["remote", "start"]);
    assert_eq!((code, server.asked()), (1, Vec::new()), "{stderr}");
    assert!(stderr.contains("the audit: cannot"), "{stderr}");
}

#[test]
fn the_outputs_of_a_formation_are_printed_and_followed() {
    let logs = json!({"formation_id": "echo-agent", "logs": {"stdout": ["one", "  two\u{1b}[2J"], "stderr": ["three"]}, "total_lines": {"stdout": 2, "stderr": 1}});
    let (home, server) = at([("GET /rpc/formations/echo-agent/logs", data(logs.clone()))]);
    let (code, stdout, stderr) = home.run(&["remote", "logs", "--lines", "7", "--stream", "all"]);
    assert_eq!((code, stdout.as_str()), (0, "one\n  two\\u{1b}[2J\nthree\n"), "{stderr}");
    assert_eq!(json_of(&home, &["remote", "logs", "echo-agent", "--json"]), logs);
    assert_eq!(server.asked()[0], "GET /rpc/formations/echo-agent/logs?lines=7&stream=all");
    let events = "event: connected\ndata: {}\n\nevent: log\ndata: {\"line\":\"one\",\"formation_id\":\"echo-agent\"}\n\n: still here\n\nevent: log\ndata: {\"line\":\"two\"}\n\n";
    let (home, server) = at([("GET /rpc/formations/echo-agent/logs", Told::Events(events.to_owned()))]);
    assert_eq!(home.ok(&["remote", "logs", "--follow", "--stream", "stdout"]), "one\ntwo\n");
    assert!(server.asked()[0].ends_with("lines=100&stream=stdout&follow=true"), "{:?}", server.asked());
    assert_eq!(home.ok(&["remote", "logs", "-f", "--json"]).lines().count(), 2);
    let failing = "event: error\ndata: {\"error\":\"NotFound\",\"message\":\"it is gone\"}\n\n";
    let (home, _server) = at([("GET /rpc/formations/echo-agent/logs", Told::Events(failing.to_owned()))]);
    assert_eq!(home.run(&["remote", "logs", "--follow"]).0, 3);
}

#[test]
fn the_servers_own_words_are_kept_and_steer_nothing() {
    let said = |status: u16, message: &str| {
        let body = json!({"error": "X", "message": message, "code": status});
        at([("GET /rpc/formations/echo-agent", Told::Json(status, body))])
    };
    let repeated = format!("key {} is wrong \u{1b}[2J", Deployed::SECRET);
    let (home, _server) = said(409, &repeated);
    let (code, _, stderr) = home.run(&["remote", "get"]);
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("key [REDACTED:SECRET_KEY] is wrong \\u{1b}[2J"), "{stderr}");
    for (status, exit, code) in [
        (403, 4, "forbidden"),
        (404, 3, "not_found"),
        (409, 1, "conflict"),
        (500, 1, "http_500"),
        (507, 1, "http_507"),
    ] {
        let (home, _server) = said(status, "in its own words");
        let (found, _, stderr) = home.run(&["remote", "get", "--json"]);
        assert_eq!(found, exit, "{stderr}");
        let error = error(&stderr);
        assert_eq!(
            (error["code"].as_str(), error["message"].as_str()),
            (Some(code), Some("in its own words"))
        );
    }
}

#[test]
fn who_is_not_let_in_is_told_what_to_set() {
    let (home, server) = at([("GET /rpc/formations", data(json!([])))]);
    let (code, _, stderr) = home.run(&["remote", "list", "--dialect", "v2"]);
    assert_eq!(code, 5, "{stderr}");
    assert!(stderr.contains("Missing authorization header"), "{stderr}");
    assert!(stderr.contains("muxi profiles add prod --replace --dialect legacy"), "{stderr}");
    home.ok(&["remote", "list"]);
    let wrong = ["profiles", "add", "prod", "--replace", "--secret-stdin"];
    assert_eq!(home.run_with(&wrong, "muxi_sk_another-secret").0, 0);
    let (code, _, stderr) = home.run(&["remote", "list"]);
    assert_eq!(code, 5, "{stderr}");
    assert!(stderr.contains("Invalid signature") && stderr.contains("--secret-stdin"), "{stderr}");
    drop(server);
    assert_eq!(home.run(&["remote", "list"]).0, 6);
}

#[test]
fn an_id_never_becomes_another_path() {
    let (home, server) = at([("GET /rpc/formations", data(json!([])))]);
    for id in ["..", ".", "a/b", "", "a b", "?x"] {
        for words in
            [&["remote", "get", id][..], &["remote", "delete", "--yes", "--", id], &["remote", "logs", id]]
        {
            let (code, _, stderr) = home.run(words);
            assert_eq!(code, 2, "{words:?} {stderr}");
        }
    }
    assert_eq!(server.asked(), [""; 0]);
}
