//! `muxi server` as its clients see it: a real process, signed calls, formations behind it.

use std::io::{BufRead, BufReader, Write};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use muxi::remote::seal::{self, Bound};
use muxi::remote::sign::Dialect;
use muxi::support::secret::SecretBytes;
use serde_json::{Value, json};

use crate::hub::{Ask, Hub, Key};
use crate::station::{CLIENT_KEY, bundle, echo, echo_bundle};
use crate::support::{gone, until};

const LONG: Duration = Duration::from_secs(30);

fn chat(text: &str) -> String {
    json!({"message": text, "stream": false}).to_string()
}

/// The events of a stream, with their data.
fn events(body: &str) -> Vec<(String, Value)> {
    let frames = body.split("\n\n").filter(|frame| frame.starts_with("event: "));
    let read = |frame: &str| {
        let (name, data) = frame.split_once("\ndata: ").expect("data");
        (name.trim_start_matches("event: ").to_owned(), serde_json::from_str(data).expect("JSON"))
    };
    frames.map(read).collect()
}

#[test]
fn a_formation_goes_through_its_life_by_signed_calls() {
    let hub = Hub::start();
    let deployed = hub.deploy("my-bot", "1.0.0");
    assert_eq!(deployed.status, 201, "{}", deployed.body);
    let data = &deployed.json()["data"];
    assert_eq!((data["formation_id"].as_str(), data["status"].as_str()), (Some("my-bot"), Some("running")));
    let said = hub.through("POST", "/api/my-bot/v1/chat", &chat("Hello"));
    assert!(said.status == 200 && said.body.contains("You said: Hello"), "{}", said.body);
    let again = hub.deploy("my-bot", "1.0.1");
    assert_eq!(
        (again.status, again.json()["reason"].as_str()),
        (409, Some("FormationExists")),
        "{}",
        again.body
    );
    // Another version, and the one before again.
    let next = echo_bundle("my-bot", "1.1.0");
    let update =
        Ask { target: "/rpc/formations/my-bot", method: "PUT", ..Ask::deploy("my-bot", "1.1.0", &next) };
    let updated = hub.ask(&update);
    assert_eq!(updated.status, 200, "{}", updated.body);
    let data = &updated.json()["data"];
    assert_eq!((data["version"].as_u64(), data["deployment_type"].as_str()), (Some(2), Some("blue-green")));
    assert_eq!(hub.version("my-bot"), "1.1.0");
    let same = hub.ask(&update);
    assert_eq!((same.status, same.json()["reason"].as_str()), (409, Some("NoChange")), "{}", same.body);
    assert_eq!(hub.ask(&Ask::new("POST", "/rpc/formations/my-bot/rollback")).status, 200);
    assert_eq!(hub.version("my-bot"), "1.0.0");
    // What is told of it.
    let list = hub.get("/rpc/formations");
    assert_eq!(
        (list["count"].as_u64(), list["formations"][0]["version"]["semantic"].as_str()),
        (Some(1), Some("1.0.0"))
    );
    assert!(hub.get("/rpc/formations/my-bot")["created_at"].is_string());
    let status = hub.get("/rpc/server/status");
    assert_eq!(status["formations"]["running"], 1);
    assert!(status["server"]["id"].as_str().is_some_and(|id| id.starts_with("srv_")), "{status}");
    let logs = hub.get("/rpc/formations/my-bot/logs?lines=5&stream=stdout");
    assert!(logs["logs"]["stdout"][0].as_str().is_some_and(|line| line.contains("ready")), "{logs}");
    // Stopped, started, deleted.
    let pid = hub.get("/rpc/formations/my-bot")["pid"].as_u64().unwrap();
    assert_eq!(hub.ask(&Ask::new("POST", "/rpc/formations/my-bot/stop")).status, 200);
    assert!(gone(u32::try_from(pid).unwrap()));
    assert_eq!(hub.through("GET", "/api/my-bot/v1/health", "").status, 503);
    assert_eq!(hub.ask(&Ask::new("POST", "/rpc/formations/my-bot/start")).status, 200);
    assert_eq!(hub.ask(&Ask::new("POST", "/rpc/formations/my-bot/restart")).status, 200);
    assert_eq!(hub.through("GET", "/api/my-bot/v1/health", "").status, 200);
    assert_eq!(hub.ask(&Ask::new("DELETE", "/rpc/formations/my-bot")).status, 200);
    assert_eq!(hub.through("GET", "/api/my-bot/v1/health", "").status, 404);
    let audit = hub.audit();
    for action in ["deploy", "update", "rollback", "stop", "start", "restart", "delete"] {
        let of = audit.lines().filter(|line| line.contains(&format!("formation.{action}\"")));
        let of: Vec<&str> = of.collect();
        assert!(of.iter().all(|line| line.contains(&hub.key.id)), "{action}: {of:?}");
        assert!(of.len() >= 2 && of[0].contains("begun"), "{action}: {of:?}");
    }
    assert!(!audit.contains(&hub.key.secret) && !audit.contains(CLIENT_KEY));
    let (code, said) = hub.stop();
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn steps_are_told_as_events_in_their_order() {
    let hub = Hub::start();
    let bytes = echo_bundle("my-bot", "1.0.0");
    let streamed = |ask: Ask<'_>| {
        let answer = hub.ask(&Ask { more: vec![("Accept", "text/event-stream")], ..ask });
        assert!(answer.head.contains("content-type: text/event-stream"), "{}", answer.head);
        events(&answer.body)
    };
    let all = streamed(Ask::deploy("my-bot", "1.0.0", &bytes));
    let stages: Vec<_> = all.iter().filter_map(|(_, data)| data["stage"].as_str()).collect();
    assert!(stages.starts_with(&["extracting", "validating", "spawning"]), "{stages:?}");
    let (name, last) = all.last().unwrap();
    assert!(name == "complete" && last["url"] == "/api/my-bot" && last["pid"].is_u64(), "{all:?}");
    let next = echo_bundle("my-bot", "1.0.1");
    let all = streamed(Ask {
        target: "/rpc/formations/my-bot/update/stream",
        ..Ask::deploy("my-bot", "1.0.1", &next)
    });
    let (name, last) = all.last().unwrap();
    assert!(name == "complete" && last["new_version"] == 2 && last["previous_version"] == 1, "{all:?}");
    assert!(all.iter().any(|(_, data)| data["stage"] == "swapping"), "{all:?}");
    // What fails when the body is there is an event, too.
    let all = streamed(Ask::deploy("my-bot", "1.0.0", &bytes));
    let (name, last) = all.last().unwrap();
    assert!(name == "error" && last["error"] == "FormationExists", "{all:?}");
    let all = streamed(Ask::new("POST", "/rpc/formations/my-bot/rollback/stream"));
    assert_eq!(all.last().unwrap().0, "complete", "{all:?}");
}

#[test]
fn all_dialects_deploy_and_published_clients_may_send_json() {
    let hub = Hub::start_with(&["--legacy"], "", &[]);
    for (dialect, id) in [(Dialect::V2, "one"), (Dialect::Documented, "two"), (Dialect::Legacy, "three")] {
        let bytes = echo_bundle(id, "1.0.0");
        let answer = hub.ask(&Ask { dialect, ..Ask::deploy(id, "1.0.0", &bytes) });
        assert_eq!(answer.status, 201, "{dialect}: {}", answer.body);
    }
    let body =
        json!({"bundle": STANDARD.encode(echo_bundle("four", "1.0.0")), "version": "1.0.0"}).to_string();
    let kind = Some("application/json");
    let inline = Ask {
        dialect: Dialect::Legacy,
        body: body.as_bytes(),
        kind,
        ..Ask::new("POST", "/rpc/formations/four/deploy")
    };
    let answer = hub.ask(&inline);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let logs =
        hub.ask(&Ask { dialect: Dialect::Legacy, ..Ask::new("GET", "/rpc/formations/four/logs?limit=2") });
    assert_eq!(logs.status, 200, "{}", logs.body);
    let names: Vec<Value> = hub.get("/rpc/formations")["formations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["id"].clone())
        .collect();
    assert_eq!(names, ["four", "one", "three", "two"]);
    let info = hub.get("/rpc/server/info");
    assert_eq!(info["dialects"], json!(["v2", "documented", "legacy"]));
    assert!(info["limits"]["bundle_bytes"].as_u64() > Some(1 << 20), "{info}");
    let (_, said) = hub.stop();
    assert!(said.contains("legacy"), "{said}");
}

#[test]
fn secrets_travel_sealed_and_open_for_their_request_only() {
    let hub = Hub::start();
    let asks = "llm:\n  api_keys:\n    openai: \"${{ secrets.CANARY }}\"\n";
    let formation = echo("sealed", "1.0.0").replacen("llm:\n", asks, 1);
    let tar = bundle("sealed", &[("formation.afs", &formation)]);
    let without = hub.ask(&Ask::deploy("sealed", "1.0.0", &tar));
    assert_eq!(
        (without.status, without.json()["reason"].as_str()),
        (400, Some("SecretsError")),
        "{}",
        without.body
    );
    let nonce = [7; 16];
    let secrets = [("CANARY".to_owned(), SecretBytes::from("canary-value-1234"))].into();
    let key = SecretBytes::from(hub.key.secret.as_str());
    let to = Bound { key_id: &hub.key.id, nonce: &nonce, formation_id: "sealed", formation_version: "1.0.0" };
    let body = [seal::seal(&key, &to, &secrets).unwrap(), tar].concat();
    let ask = Ask { body: &body, kind: Some(seal::MEDIA_TYPE), ..Ask::deploy("sealed", "1.0.0", b"") };
    // Under another nonce it does not open.
    let other = hub.ask(&ask);
    assert_eq!(
        (other.status, other.json()["reason"].as_str()),
        (400, Some("SecretsError")),
        "{}",
        other.body
    );
    let answer = hub.ask(&Ask { nonce: Some(nonce), ..ask });
    assert_eq!(answer.status, 201, "{}", answer.body);
    let live = hub.data().join("formations/sealed/current");
    assert!(live.join("secrets.enc").is_file() && live.join(".key").is_file());
    assert!(!hub.audit().contains("canary-value-1234"));
    let zip = hub.ask(&Ask::new("GET", "/rpc/formations/sealed/download"));
    assert!(
        zip.status == 200 && zip.body.starts_with("PK") && zip.body.contains("secrets.enc"),
        "{}",
        zip.head
    );
    assert!(!zip.body.contains(".key"));
}

#[test]
fn a_killed_server_comes_back_with_what_was_live_and_knows_what_it_accepted() {
    let mut hub = Hub::start();
    assert_eq!(hub.deploy("my-bot", "1.0.0").status, 201);
    let next = echo_bundle("my-bot", "1.1.0");
    let update =
        Ask { method: "PUT", target: "/rpc/formations/my-bot", ..Ask::deploy("my-bot", "1.1.0", &next) };
    assert_eq!(hub.ask(&update).status, 200);
    let host = hub.address;
    let stop = hub.signed(&Ask::new("POST", "/rpc/formations/my-bot/restart"), &hub.key);
    assert_eq!(hub.send(&stop).status, 200);
    hub.kill_and_start();
    until(LONG, "the formation is back", || hub.through("GET", "/api/my-bot/v1/health", "").status == 200);
    assert_eq!(hub.version("my-bot"), "1.1.0");
    let replayed = hub.send(&stop);
    assert_eq!(
        (replayed.status, replayed.json()["reason"].as_str()),
        (401, Some("replayed")),
        "{host}: {}",
        replayed.body
    );
}

#[test]
fn keys_come_and_go_while_the_server_runs() {
    let hub = Hub::start();
    let reader = Key::of(&hub.home.ok(&["server", "keys", "add", "--scope", "read", "--json"]));
    let ask = |ask: &Ask<'_>, key: &Key| hub.send(&hub.signed(ask, key));
    assert_eq!(ask(&Ask::new("GET", "/rpc/formations"), &reader).status, 200);
    let denied = ask(&Ask::new("POST", "/rpc/formations/my-bot/stop"), &reader);
    assert_eq!((denied.status, denied.json()["reason"].as_str()), (401, Some("scope")));
    assert!(hub.audit().contains(&reader.id));
    let list = hub.home.ok(&["server", "keys", "list", "--json"]);
    assert!(list.contains(&reader.id) && !list.contains("muxi_sk_"), "{list}");
    hub.home.ok(&["server", "keys", "remove", &reader.id]);
    assert_eq!(ask(&Ask::new("GET", "/rpc/formations"), &reader).status, 401);
    let (code, _, said) = hub.home.run(&["server", "keys", "remove", &hub.key.id]);
    assert!(code == 4 && said.contains("last key"), "{code}: {said}");
    assert_eq!(ask(&Ask::new("GET", "/rpc/formations"), &hub.key).status, 200);
}

#[test]
fn what_a_formation_says_is_followed_as_it_comes() {
    let hub = Hub::start();
    assert_eq!(hub.deploy("my-bot", "1.0.0").status, 201);
    let mut stream = hub.connect();
    let ask = Ask::new("GET", "/rpc/formations/my-bot/logs?follow=true");
    stream.write_all(&hub.signed(&ask, &hub.key)).unwrap();
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    assert!(lines.any(|line| line == "event: connected"));
    assert_eq!(hub.ask(&Ask::new("POST", "/rpc/formations/my-bot/restart")).status, 200);
    let line =
        lines.find(|line| line.starts_with("data: ") && line.contains("ready")).expect("a line of the log");
    assert!(line.contains("\"formation_id\":\"my-bot\""), "{line}");
    // It ends with the formation.
    assert_eq!(hub.ask(&Ask::new("DELETE", "/rpc/formations/my-bot")).status, 200);
    assert!(lines.all(|line| !line.contains("event: error")));
}

#[test]
fn what_anybody_may_ask_is_little() {
    let hub = Hub::start();
    let get = |path: &str| hub.through("GET", path, "");
    let health = get("/health");
    assert_eq!((health.status, health.json()["status"].as_str()), (200, Some("ok")));
    assert_eq!(get("/ping").body, "pong");
    for path in ["/", "/api", "/api/", "/draft", "/mcp", "/api/nobody/v1/health", "/admin"] {
        let answer = get(path);
        assert_eq!((answer.status, answer.json()["code"].as_u64()), (404, Some(404)), "{path}");
        assert!(!answer.head.contains("access-control"), "{}", answer.head);
    }
    let answer = get("/rpc/formations");
    assert_eq!((answer.status, answer.json()["reason"].as_str()), (401, Some("not_signed")));
    assert_eq!(answer.json()["error"], "Unauthorized");
    let nothing = hub.ask(&Ask::new("GET", "/rpc/nothing"));
    assert_eq!(nothing.status, 404, "{}", nothing.body);
    assert_eq!(hub.ask(&Ask::new("PATCH", "/rpc/formations/my-bot")).status, 405);
}

#[test]
fn pages_of_other_origins_may_call_where_the_configuration_names_them() {
    let (home, key) = Hub::set_up(&[]);
    let path = home.path().join("home/.muxi/server/config.yaml");
    let own = std::fs::read_to_string(&path).unwrap().replacen(
        "server:\n",
        "server:\n  cors: [\"https://a.example\"]\n",
        1,
    );
    std::fs::write(&path, own).unwrap();
    let hub = Hub::run(home, key, &[], &[]);
    let asked = |origin: &str| {
        hub.send(format!("GET /health HTTP/1.0\r\nHost: x\r\nOrigin: {origin}\r\n\r\n").as_bytes()).head
    };
    assert!(asked("https://a.example").contains("access-control-allow-origin: https://a.example"));
    assert!(!asked("https://b.example").contains("access-control-allow-origin"));
}
