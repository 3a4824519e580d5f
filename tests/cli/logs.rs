//! The log, `muxi logs`, `/v1/logs` and `/v1/events`, over a running formation.

use std::io::{BufRead, BufReader, Read};
use std::net::{Shutdown, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Home, Server, request, request_raw, until};

const HOSTILE: &str = "s \u{202e}\u{2028}\u{200b}\"\\{}";

fn log_file(home: &Home) -> PathBuf {
    let formations = home.state().join("formations");
    let mut dirs = std::fs::read_dir(&formations).expect("state").map(|dir| dir.expect("a directory").path());
    dirs.find(|dir| dir.join("logs").exists()).expect("a log").join("logs/formation.jsonl")
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

fn logged(home: &Home, args: &[&str]) -> Vec<Value> {
    lines(&home.ok(&[&["logs", "--json"], args].concat()))
}

fn names(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["event"].as_str().expect("a name")).collect()
}

fn ask(server: &Server, user: &str, session: &str, request: &str) {
    let body = json!({"message": "a very private question", "session_id": session, "request_id": request, "stream": false});
    let answer = server.chat(user, &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// A stream of events for `user`, with its comments left out.
struct Stream(BufReader<TcpStream>);

impl Stream {
    fn open(server: &Server, path: &str, user: &str, more: &[(&str, &str)]) -> Self {
        let mut headers = vec![("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", user)];
        headers.extend(more);
        let mut stream = Self(BufReader::new(request_raw(server.address(), "GET", path, &headers, "")));
        let mut line = String::new();
        while line != ": keepalive\n" {
            line.clear();
            assert!(stream.0.read_line(&mut line).expect("a line") > 0, "it ended");
        }
        stream
    }

    /// The next event: its id, its name, its data; nothing at the end.
    fn next(&mut self) -> Option<(String, String, Value)> {
        let (mut id, mut name, mut data) = (String::new(), String::new(), Value::Null);
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).expect("a line") == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some(("id", value)) => value.clone_into(&mut id),
                Some(("event", value)) => value.clone_into(&mut name),
                Some(("data", value)) => data = serde_json::from_str(value).expect("JSON"),
                None if !name.is_empty() => return Some((id, name, data)),
                _ => {}
            }
        }
    }
}

/// What comes up to its end, or until it is all that was wanted.
fn read_until(stream: &mut impl Read, is_all: impl Fn(&str) -> bool) -> String {
    let (begin, mut text, mut piece) = (std::time::Instant::now(), Vec::new(), [0; 16 << 10]);
    loop {
        assert!(begin.elapsed() < Duration::from_secs(20), "{}", String::from_utf8_lossy(&text));
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => break,
            Ok(size) => text.extend_from_slice(&piece[..size]),
        }
        if is_all(&String::from_utf8_lossy(&text)) {
            break;
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

#[test]
fn what_happens_is_logged_privately_and_without_words() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    ask(&server, "alice", "s1", "r1");
    ask(&server, "acme:bob", HOSTILE, "r2");
    let all = logged(&home, &["--server"]);
    assert_eq!(
        names(&all),
        [
            "formation.started",
            "request.received",
            "response.completed",
            "request.received",
            "response.completed"
        ]
    );
    assert_eq!(logged(&home, &[]), all, "the file and the server say the same");
    let done = &all[2];
    assert_eq!((&done["session_id"], &done["request"]["id"]), (&"s1".into(), &"r1".into()));
    assert_eq!(
        (&done["request"]["user_id"], &done["request"]["status"]),
        (&"alice".into(), &"completed".into())
    );
    assert!(done["request"]["tokens"]["total_tokens"].as_u64() > Some(0), "{done}");
    assert!(done["id"].as_str().is_some_and(|id| id.len() == 25), "{done}");
    let path = log_file(&home);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("private") && !text.contains(&server.client), "{text}");
    assert!(!text.chars().any(|c| "\u{202e}\u{2028}\u{200b}\u{1b}".contains(c)), "{text:?}");
    assert_eq!(all[3]["session_id"], HOSTILE, "a reader gets it back");
    for (args, count) in [
        (&["--user", "alice"][..], 2),
        (&["--user", "bob"], 0),
        (&["--user", "acme:bob"], 2),
        (&["--session", "s1"], 2),
        (&["--request", "r2"], 2),
        (&["--event", "response.*"], 2),
        (&["--level", "warning"], 0),
        (&["--since", "1h", "-n", "3"], 3),
        (&["--since", "2100-01-01T00:00:00Z"], 0),
    ] {
        assert_eq!(logged(&home, args).len(), count, "{args:?}");
        assert_eq!(logged(&home, &[args, &["--server"]].concat()).len(), count, "{args:?}");
    }
    let shown = home.ok(&["logs", "--user", "alice"]);
    assert!(shown.contains("info response.completed alice s1 r1 tokens="), "{shown}");
    server.stop();
    assert_eq!(names(&logged(&home, &["-n", "1"])), ["formation.stopped"]);
    assert_eq!(home.run(&["logs", "--server"]).0, 6);
    assert_eq!(home.run(&["logs", "--since", "soon"]).0, 2);
    assert_eq!(home.run(&["logs", "--level", "loud"]).0, 2);
}

#[test]
fn the_level_is_the_environments_then_the_formations() {
    let home = Home::echo();
    let server = Server::start(&home, &[("MUXI_LOGGING_LEVEL", "debug")]);
    ask(&server, "alice", "s", "r");
    let all = logged(&home, &["--request", "r", "--server"]);
    assert_eq!(
        names(&all),
        [
            "request.received",
            "agent.selected",
            "llm.call.started",
            "llm.call.completed",
            "response.completed"
        ]
    );
    let settings = server.admin("/v1/logging").json();
    assert_eq!((&settings["data"]["level"], &settings["data"]["content"]), (&"debug".into(), &false.into()));
    let places = server.admin("/v1/logging/destinations").json();
    assert_eq!(
        (&places["data"]["count"], &places["data"]["destinations"][0]["dropped"]),
        (&1.into(), &0.into())
    );
    server.stop();
    let server = Server::start(&home, &[("MUXI_LOGGING_LEVEL", "off")]);
    let before = logged(&home, &[]).len();
    ask(&server, "alice", "s", "r9");
    server.stop();
    assert_eq!(logged(&home, &[]).len(), before);
    let refused = home.process(&["serve", "--port", "0"]).env("MUXI_LOGGING_LEVEL", "loud").output().unwrap();
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
}

#[test]
fn events_are_the_asking_users_alone_with_either_key() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let users = ["alice", "bob", "acme:alice", "beta:alice", "local"];
    let mut streams: Vec<Stream> =
        users.iter().map(|user| Stream::open(&server, "/v1/events", user, &[])).collect();
    for (n, user) in users.iter().enumerate() {
        ask(&server, user, "shared", &format!("r{n}"));
    }
    for (n, (user, stream)) in users.iter().zip(&mut streams).enumerate() {
        let mut seen = Vec::new();
        while seen.last().is_none_or(|name| name != "response.completed") {
            let (id, name, data) = stream.next().expect("an event");
            assert_eq!(data["request"]["user_id"], *user, "{data}");
            assert_eq!((&data["request"]["id"], &data["id"]), (&format!("r{n}").into(), &id.into()));
            seen.push(name);
        }
        assert_eq!(seen.first().map(String::as_str), Some("request.received"));
        assert!(seen.contains(&"llm.call.completed".to_owned()), "who listens hears of steps: {seen:?}");
    }
    // Nothing of another one follows: the streams end with the server.
    let mut requests = ["/v1/events/shared/r0", "/v1/events/shared/r1"].map(|path| {
        let headers = [("X-Muxi-Admin-Key", server.admin.as_str()), ("X-Muxi-User-ID", "alice")];
        let mut stream = request_raw(server.address(), "GET", path, &headers, "");
        let text = read_until(&mut stream, |text| text.contains(": keepalive\n"));
        assert!(text.to_lowercase().contains("content-type: text/event-stream"), "{text}");
        (stream, text)
    });
    for headers in [&[][..], &[("X-Muxi-Client-Key", "wrong")]] {
        assert_eq!(request(server.address(), "GET", "/v1/events", headers, "").status, 401);
    }
    let client = [("X-Muxi-Client-Key", server.client.as_str())];
    assert_eq!(request(server.address(), "GET", "/v1/logs", &client, "").status, 401);
    server.stop();
    for mut stream in streams {
        assert!(stream.next().is_none(), "nothing of anybody else came");
    }
    let [own, other] =
        requests.each_mut().map(|(stream, begin)| format!("{begin}{}", read_until(stream, |_| false)));
    assert!(own.contains("event: request.received"), "{own}");
    assert!(!other.contains("event: request.received"), "{other}");
}

#[test]
fn a_client_that_was_cut_off_goes_on_behind_its_last_event() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let mut stream = Stream::open(&server, "/v1/events/s", "alice", &[]);
    ask(&server, "alice", "other", "r0");
    ask(&server, "alice", "s", "r1");
    let (id, name, data) = stream.next().expect("an event");
    assert_eq!((name.as_str(), &data["request"]["id"]), ("request.received", &"r1".into()));
    drop(stream.0.get_ref().shutdown(Shutdown::Both));
    ask(&server, "alice", "s", "r2");
    let mut stream = Stream::open(&server, "/v1/events/s", "alice", &[("Last-Event-ID", &id)]);
    let mut ends = Vec::new();
    while ends.len() < 2 {
        let (_, name, data) = stream.next().expect("an event");
        if name == "response.completed" {
            ends.push(data["request"]["id"].clone());
        }
    }
    assert_eq!(ends, ["r1", "r2"]);
    let mut whole = Stream::open(&server, "/v1/events/s/r2", "alice", &[]);
    let mut seen = Vec::new();
    while let Some((_, name, _)) = whole.next() {
        seen.push(name);
    }
    assert_eq!(seen.first().map(String::as_str), Some("request.received"));
    assert_eq!(seen.last().map(String::as_str), Some("response.completed"), "it ends with its request");
}

#[test]
fn a_reader_that_never_reads_holds_up_no_turn_and_is_told() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let mut sleeper = Stream::open(&server, "/v1/events", "alice", &[]);
    for n in 0..300 {
        ask(&server, "alice", "s", &format!("r{n}"));
    }
    let (mut last, mut count) = (String::new(), 0);
    // Sockets hold a part of it; the rest is gone, or all is there.
    let text = read_until(&mut sleeper.0, |text| text.matches("event: ").count() == 300 * 5);
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("event: ") {
            name.clone_into(&mut last);
            count += 1;
        }
    }
    assert!(last == "error" || count == 300 * 5, "{last} after {count}");
    ask(&server, "alice", "s", "after");
}

#[test]
fn a_log_is_followed_and_ends_quietly_when_nobody_reads() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    for args in [&["logs", "--follow", "--json"][..], &["logs", "--follow", "--json", "--server"]] {
        let mut follow = { home.process(args) }
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("muxi starts");
        let mut reader = BufReader::new(follow.stdout.take().expect("piped"));
        let mut line = String::new();
        reader.read_line(&mut line).expect("a line");
        assert!(line.contains("formation.started"), "{line}");
        ask(&server, "alice", "s", "r");
        while !line.contains("response.completed") {
            line.clear();
            assert!(reader.read_line(&mut line).expect("a line") > 0, "it ended");
        }
        drop(reader);
        ask(&server, "alice", "s", "r");
        let mut status = None;
        until(Duration::from_secs(10), "it goes on without a reader", || {
            status = follow.try_wait().expect("our child");
            status.is_some()
        });
        let mut said = String::new();
        follow.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
        assert_eq!((status.map(|status| status.success()), said.as_str()), (Some(true), ""));
    }
}

#[test]
fn a_directory_that_cannot_be_written_stops_nothing_and_is_told() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    ask(&server, "alice", "s", "r");
    server.stop();
    let logs = log_file(&home).parent().expect("a directory").to_path_buf();
    std::fs::remove_dir_all(&logs).unwrap();
    std::fs::write(&logs, "in the way").unwrap();
    let server = Server::start(&home, &[]);
    ask(&server, "alice", "s", "r");
    let place = || server.admin("/v1/logging/destinations").json()["data"]["destinations"][0].clone();
    until(Duration::from_secs(10), "it counts what it drops", || place()["dropped"].as_u64() >= Some(3));
    assert!(place()["error"].is_string(), "{}", place());
    std::fs::remove_file(&logs).unwrap();
    ask(&server, "alice", "s", "r");
    let all = logged(&home, &["--server"]);
    assert_eq!(names(&all)[0], "log.dropped");
    assert_eq!((&all[0]["data"]["count"], all.len()), (&3.into(), 3), "{all:?}");
}

/// The status of the answer to somebody who wants to listen, who goes on with it.
fn listen(server: &Server, path: &str, headers: &[(&str, &str)]) -> (String, BufReader<TcpStream>) {
    let mut stream = BufReader::new(request_raw(server.address(), "GET", path, headers, ""));
    let mut line = String::new();
    stream.read_line(&mut line).expect("an answer");
    (line.split(' ').nth(1).expect("a status").to_owned(), stream)
}

#[test]
fn listeners_of_one_user_and_of_all_are_limited_and_the_administrator_has_places_left() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let as_user = |user: &str| {
        let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", user)];
        listen(&server, "/v1/events", &headers)
    };
    let mut open = Vec::new();
    for user in 0..14 {
        let user = format!("user{user}");
        for n in 0..16 {
            let (status, stream) = as_user(&user);
            assert_eq!(status, "200", "{user} {n}");
            open.push(stream);
        }
        let (status, mut stream) = as_user(&user);
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        assert!(status == "503" && text.to_lowercase().contains("retry-after: 5"), "{status}: {text}");
    }
    assert_eq!((open.len(), as_user("another").0.as_str()), (224, "503"));
    let admin = [("X-Muxi-Admin-Key", server.admin.as_str())];
    let (status, stream) = listen(&server, "/v1/logs?follow=true", &admin);
    assert_eq!(status, "200");
    drop((stream, open));
    // Places come back when their clients leave.
    until(Duration::from_secs(30), "there is room again", || as_user("another").0 == "200");
    server.stop();
}
