//! Attacks on a running server: each is refused, recorded, and leaves nothing behind.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use muxi::remote::sign::Dialect;
use serde_json::Value;

use crate::hub::{Ask, Hub, Key, answer};
use crate::station::echo_bundle;
use crate::support::{Response, until};

const LONG: Duration = Duration::from_secs(30);

/// What is below the data and may be written by a request.
fn left(hub: &Hub) -> Vec<String> {
    let below = |dir: &str| {
        let all = std::fs::read_dir(hub.data().join(dir)).into_iter().flatten().flatten();
        all.map(move |entry| entry.path().display().to_string()).collect::<Vec<_>>()
    };
    [below("incoming"), below("formations")].concat()
}

fn reason(answer: &Response) -> (u16, String) {
    let json: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer.status, json["reason"].as_str().unwrap_or_default().to_owned())
}

fn refused(hub: &Hub, bytes: &[u8], status: u16, why: &str, what: &str) {
    let got = hub.send(bytes);
    assert_eq!(reason(&got), (status, why.to_owned()), "{what}: {}", got.body);
    if status == 401 {
        until(LONG, "it is recorded", || {
            hub.audit().lines().any(|line| line.contains("server.refuse") && line.contains(why))
        });
    }
    assert_eq!(left(hub), [""; 0], "{what}");
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = std::str::from_utf8(&bytes[..end]).expect("text");
    assert!(head.contains(from), "{from} is in {head}");
    [head.replacen(from, to, 1).as_bytes(), &bytes[end..]].concat()
}

/// The signature of a request, in base64.
fn signature(head: &str) -> &str {
    let end = head.lines().find_map(|line| {
        let bare = line.strip_prefix("X-MUXI-Signature: ").map(|value| value.trim_start_matches("v2="));
        bare.or_else(|| line.rsplit_once("signature=").map(|(_, value)| value))
    });
    end.expect("it is signed")
}

#[test]
fn a_request_that_was_changed_on_its_way_does_nothing() {
    let hub = Hub::start_with(&["--legacy"], "", &[]);
    let (tar, other) = (echo_bundle("my-bot", "1.0.0"), echo_bundle("my-bot", "1.0.1"));
    for dialect in Dialect::ALL {
        let ask = Ask { dialect, ..Ask::deploy("my-bot", "1.0.0", &tar) };
        let good = hub.signed(&ask, &hub.key);
        let bad = "bad_signature";
        refused(&hub, &replaced(&good, "POST", "PUT"), 401, bad, "method");
        refused(&hub, &replaced(&good, "/rpc/formations", "/rpc/formations/deploy"), 401, bad, "path");
        if dialect == Dialect::Legacy {
            continue;
        }
        refused(&hub, &replaced(&good, "/rpc/formations", "/rpc/formations?a=b"), 401, bad, "query");
        let swapped = [&good[..good.len() - tar.len()], &other].concat();
        let swapped = replaced(
            &swapped,
            &format!("Content-Length: {}", tar.len()),
            &format!("Content-Length: {}", other.len()),
        );
        let why = if dialect == Dialect::V2 { "body_changed" } else { bad };
        refused(&hub, &swapped, 401, why, "body");
        if dialect == Dialect::V2 {
            let fresh = || hub.signed(&ask, &hub.key);
            let host = hub.address.to_string();
            refused(&hub, &replaced(&fresh(), &host, "other.example"), 401, bad, "host");
            refused(
                &hub,
                &replaced(&fresh(), "X-Formation-ID: my-bot", "X-Formation-ID: my-bat"),
                401,
                bad,
                "id",
            );
            refused(
                &hub,
                &replaced(&fresh(), "X-Formation-Version: 1.0.0", "X-Formation-Version: 1.0.9"),
                401,
                bad,
                "version",
            );
            refused(
                &hub,
                &replaced(&fresh(), "X-Formation-Version: 1.0.0\r\n", ""),
                401,
                bad,
                "version taken away",
            );
        }
    }
    let nobody = Key { id: "muxi_pk_nobody".to_owned(), ..hub.key.clone() };
    let ask = Ask::deploy("my-bot", "1.0.0", &tar);
    refused(&hub, &hub.signed(&ask, &nobody), 401, "bad_signature", "unknown key");
    let wrong = Key { secret: "muxi_sk_wrong".to_owned(), ..hub.key.clone() };
    refused(&hub, &hub.signed(&ask, &wrong), 401, "bad_signature", "wrong secret");
    // At the very edges: src/server/auth/tests.rs, where the clock stands still.
    for (dialect, ahead) in Dialect::ALL.into_iter().flat_map(|dialect| [-290, 290].map(|by| (dialect, by))) {
        let late = hub.signed(&Ask { dialect, ahead: ahead / 29 * 31, ..ask.clone() }, &hub.key);
        refused(&hub, &late, 401, "clock_skew", "the clock");
        let look = Ask { dialect, ahead, ..Ask::new("GET", "/rpc/formations") };
        assert_eq!(hub.ask(&look).status, 200, "{dialect} {ahead}");
    }
    let skewed = hub.ask(&Ask { ahead: 400, ..ask.clone() }).json();
    let message = skewed["message"].as_str().unwrap().to_owned();
    assert!(
        message.starts_with("clock differs by 400 s") || message.starts_with("clock differs by 399 s"),
        "{message}"
    );
    // And it does work.
    assert_eq!(hub.ask(&ask).status, 201);
}

#[test]
fn a_request_counts_once_in_each_dialect_and_in_no_other() {
    let hub = Hub::start_with(&["--legacy"], "", &[]);
    assert_eq!(hub.deploy("my-bot", "1.0.0").status, 201);
    for dialect in Dialect::ALL {
        let once =
            hub.signed(&Ask { dialect, ..Ask::new("POST", "/rpc/formations/my-bot/restart") }, &hub.key);
        assert_eq!(hub.send(&once).status, 200, "{dialect}");
        assert_eq!(reason(&hub.send(&once)), (401, "replayed".to_owned()), "{dialect}");
        // With a body that was not there.
        if dialect == Dialect::Legacy {
            let more = replaced(&once, "Content-Length: 0", "Content-Length: 2");
            assert_eq!(reason(&hub.send(&[&more[..], b"{}"].concat())), (401, "replayed".to_owned()));
        }
    }
    // The signature of v2, told as that of the documented dialect.
    let v2 = hub.signed(&Ask::new("POST", "/rpc/formations/my-bot/stop"), &hub.key);
    let text = String::from_utf8(v2).unwrap();
    let lines = text
        .split("\r\n")
        .filter(|line| !line.starts_with("X-MUXI-Nonce") && !line.starts_with("X-MUXI-Content"));
    let bare = lines.collect::<Vec<_>>().join("\r\n").replace("v2=", "");
    assert_eq!(reason(&hub.send(bare.as_bytes())), (401, "bad_signature".to_owned()));
    // And each signature that was not used yet, told as that of each other dialect.
    let stop = |dialect| {
        let bytes = hub.signed(&Ask { dialect, ..Ask::new("POST", "/rpc/formations/my-bot/stop") }, &hub.key);
        String::from_utf8(bytes).unwrap()
    };
    for (from, to) in Dialect::ALL.into_iter().flat_map(|from| Dialect::ALL.map(|to| (from, to))) {
        let (mine, other) = (stop(from), stop(to));
        if from != to {
            let moved = other.replace(signature(&other), signature(&mine));
            assert_eq!(
                reason(&hub.send(moved.as_bytes())),
                (401, "bad_signature".to_owned()),
                "{from}, {to}"
            );
        }
    }
    assert_eq!(hub.through("GET", "/api/my-bot/v1/health", "").status, 200);
}

#[test]
fn a_key_of_another_scope_or_formation_does_nothing() {
    let hub = Hub::start();
    let add = |args: &[&str]| Key::of(&hub.home.ok(&[&["server", "keys", "add", "--json"], args].concat()));
    let tar = echo_bundle("my-bot", "1.0.0");
    let ask = Ask::deploy("my-bot", "1.0.0", &tar);
    for (key, why) in [
        (add(&["--scope", "read"]), "scope"),
        (add(&["--scope", "write:other"]), "scope"),
        (add(&["--dialect", "documented"]), "dialect_not_allowed"),
    ] {
        refused(&hub, &hub.signed(&ask, &key), 401, why, why);
    }
    let legacy = Ask { dialect: Dialect::Legacy, ..ask.clone() };
    refused(&hub, &hub.signed(&legacy, &hub.key), 401, "dialect_not_allowed", "legacy");
    let own = add(&["--scope", "write:my-bot"]);
    assert_eq!(hub.send(&hub.signed(&ask, &own)).status, 201);
}

#[test]
fn a_legacy_body_is_refused_where_it_was_passed_on() {
    let hub = Hub::start_with(&["--legacy"], "", &[]);
    let tar = echo_bundle("my-bot", "1.0.0");
    for name in ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP"] {
        let more = vec![(name, "127.0.0.1")];
        let ask = Ask { dialect: Dialect::Legacy, more, ..Ask::deploy("my-bot", "1.0.0", &tar) };
        refused(&hub, &hub.signed(&ask, &hub.key), 401, "legacy_body", name);
    }
    // Nor may somebody behind a proxy run what is on the machine.
    let body = br#"{"path":"/tmp"}"#;
    let ask = Ask { body, more: vec![("X-Forwarded-For", "127.0.0.1")], ..Ask::new("POST", "/rpc/dev/run") };
    let got = hub.ask(&ask);
    assert_eq!(reason(&got), (403, "not_local".to_owned()), "{}", got.body);
}

#[test]
fn a_body_that_is_not_what_it_was_said_to_be_is_refused() {
    let hub = Hub::start_with(&[], "", &[]);
    let tar = echo_bundle("my-bot", "1.0.0");
    let ask = Ask::deploy("my-bot", "1.0.0", &tar);
    let length = format!("Content-Length: {}", tar.len());
    // Shorter: the client ends before it is all there.
    let good = hub.signed(&ask, &hub.key);
    let mut stream = hub.connect();
    stream.write_all(&good[..good.len() - 10]).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    // It may be told so, or find the connection closed.
    let mut said = String::new();
    drop(stream.read_to_string(&mut said));
    assert!(said.is_empty() || said.starts_with("HTTP/1.0 400"), "{said}");
    until(LONG, "nothing is left", || left(&hub).is_empty());
    // Said to be shorter: what is behind it is no part of it.
    let shorter =
        replaced(&hub.signed(&ask, &hub.key), &length, &format!("Content-Length: {}", tar.len() - 10));
    refused(&hub, &shorter, 401, "body_changed", "said to be shorter");
    // Longer by a second message behind it.
    let longer = [hub.signed(&ask, &hub.key), b"more".to_vec()].concat();
    let longer = replaced(&longer, &length, &format!("Content-Length: {}", tar.len() + 4));
    refused(&hub, &longer, 401, "body_changed", "longer");
    // 10 GB, without any of it.
    for dialect in [Dialect::V2, Dialect::Documented] {
        let huge = hub.signed(&Ask { dialect, ..ask.clone() }, &hub.key);
        let huge = replaced(&huge[..huge.len() - tar.len()], &length, "Content-Length: 10737418240");
        refused(&hub, &huge, 413, "ExtractError", "10 GB");
    }
    assert_eq!(left(&hub), [""; 0]);
}

#[test]
fn a_slow_body_is_not_waited_for() {
    let (home, key) = Hub::set_up(&[]);
    let path = home.path().join("home/.muxi/server/config.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("server:\n", "server:\n  body_timeout: 0.2\n", 1)).unwrap();
    let hub = Hub::run(home, key, &[], &[]);
    let tar = echo_bundle("my-bot", "1.0.0");
    for dialect in [Dialect::V2, Dialect::Documented] {
        let bytes = hub.signed(&Ask { dialect, ..Ask::deploy("my-bot", "1.0.0", &tar) }, &hub.key);
        let mut stream = hub.connect();
        stream.write_all(&bytes[..bytes.len() - 50]).unwrap();
        let begin = Instant::now();
        let got = answer(&mut stream);
        assert_eq!(reason(&got), (408, "body_too_slow".to_owned()), "{}", got.body);
        assert!(begin.elapsed() < LONG);
        assert_eq!(left(&hub), [""; 0]);
    }
    // Those that stand still hold nobody up for ever, and nobody else at all.
    assert_eq!(hub.deploy("my-bot", "1.0.0").status, 201);
}

#[test]
fn messages_that_can_be_read_in_two_ways_reach_no_formation() {
    let hub = Hub::start();
    assert_eq!(hub.deploy("my-bot", "1.0.0").status, 201);
    let send = |head: &str| {
        let mut stream = hub.connect();
        stream.write_all(head.replace('\n', "\r\n").as_bytes()).unwrap();
        answer(&mut stream)
    };
    let smuggled = "GET /rpc/formations HTTP/1.1\nHost: x\n\n";
    for head in [
        format!(
            "POST /api/my-bot/v1/chat HTTP/1.1\nHost: x\nContent-Length: 4\nContent-Length: 40\nConnection: close\n\n{smuggled}"
        ),
        format!(
            "POST /api/my-bot/v1/chat HTTP/1.1\nHost: x\nTransfer-Encoding: chunked, identity\nConnection: close\n\n0\n\n{smuggled}"
        ),
        format!(
            "POST /api/my-bot/v1/chat HTTP/1.1\nHost: x\nTransfer-Encoding: xchunked\nConnection: close\n\n0\n\n{smuggled}"
        ),
        "POST /api/my-bot/v1/chat HTTP/1.1\nHost: x\nContent-Length: +4\nConnection: close\n\nabcd"
            .to_owned(),
        "GET /api/my-bot/v1/health HTTP/1.1\nHost: x\nX: a\n b\nConnection: close\n\n".to_owned(),
    ] {
        let got = send(&head);
        assert_eq!(got.status, 400, "{head}: {} {}", got.head, got.body);
    }
    // Paths are not made shorter on their way.
    for path in [
        "/api/my-bot/../../rpc/formations",
        "/api/%2e%2e/rpc/formations",
        "//rpc/formations",
        "/api/my-bot%2f..%2fx",
    ] {
        let got = hub.through("GET", path, "");
        assert_eq!(got.status, 404, "{path}: {}", got.body);
    }
}

#[test]
fn what_forwarding_headers_claim_is_not_passed_on() {
    let hub = Hub::start();
    assert_eq!(hub.deploy("my-bot", "1.0.0").status, 201);
    let head = format!(
        "GET /api/my-bot/v1/health HTTP/1.0\r\nHost: {}\r\nX-Forwarded-For: 10.9.8.7\r\nForwarded: for=10.9.8.7\r\nX-Formation-ID: other\r\n\r\n",
        hub.address
    );
    let got = hub.send(head.as_bytes());
    assert!(got.status == 200 && !got.body.contains("10.9.8.7"), "{}", got.body);
}

#[test]
fn knocking_does_not_fill_the_record() {
    let hub = Hub::start();
    for _ in 0..60 {
        assert_eq!(hub.through("GET", "/rpc/formations", "").status, 401);
    }
    assert_eq!(hub.get("/rpc/formations")["count"], 0);
    let lines = hub.audit().lines().filter(|line| line.contains("server.refuse")).count();
    assert!((1..=25).contains(&lines), "{lines}");
}
