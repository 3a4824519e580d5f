//! Killed at random: what was acknowledged is there once, and its user's. `tests/slow.sh kill_turns` is
//! the long form.

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::{Home, Server, request};

/// A time to wait that no two runs share, in milliseconds.
fn some_millis(most: u32) -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").subsec_nanos();
    Duration::from_millis(u64::from(now / 1000 % most))
}

fn said(server: &Server, user: &str) -> Vec<String> {
    let answer = server.get("/v1/sessions/s/messages?limit=1000", user).json();
    let messages = answer["data"]["messages"].as_array().cloned().unwrap_or_default();
    messages
        .iter()
        .filter(|message| message["role"] == "user")
        .map(|message| message["content"].as_str().expect("a text").to_owned())
        .collect()
}

/// New users without an end, until nobody answers; who was told that a message is kept.
fn talk(server: &Server, name: &str, acknowledged: &Mutex<Vec<String>>) {
    for n in 0.. {
        let user = format!("{name}-{n}");
        let body = json!({"message": user, "session_id": "s", "stream": false}).to_string();
        let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", user.as_str())];
        let asked =
            std::panic::catch_unwind(|| request(server.address(), "POST", "/v1/chat", &headers, &body));
        match asked {
            Ok(response)
                if serde_json::from_str::<Value>(&response.body)
                    .is_ok_and(|body| body["success"] == true) =>
            {
                acknowledged.lock().unwrap().push(user);
            }
            _ => return,
        }
    }
}

#[test]
fn the_first_message_of_each_user_outlives_kills_once_and_as_its_own() {
    let home = Home::echo();
    let acknowledged = Mutex::new(Vec::new());
    for round in 0..5 {
        let server = Server::start(&home, &[]);
        std::thread::scope(|scope| {
            for worker in 0..3 {
                let (server, acknowledged) = (&server, &acknowledged);
                scope.spawn(move || talk(server, &format!("{round}-{worker}"), acknowledged));
            }
            std::thread::sleep(Duration::from_millis(30) + some_millis(150));
            server.signal(Signal::KILL);
        });
    }
    let server = Server::start(&home, &[]);
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(!acknowledged.is_empty());
    for user in &acknowledged {
        assert_eq!(said(&server, user), [user.as_str()]);
    }
    drop(server);
    assert_eq!(home.run(&["store", "check"]).0, 0);
}

#[test]
fn a_migration_that_is_killed_loses_nothing_and_doubles_nothing() {
    for _ in 0..4 {
        let home = Home::echo();
        home.ok(&["keys", "show"]);
        let state = find(&home.state(), "api-keys.json").expect("a state").with_file_name("sessions.db");
        let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/store/3.db");
        std::fs::copy(fixture, &state).unwrap();
        let mut child = home
            .process(&["serve", "--json", "--port", "0"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(some_millis(40));
        child.kill().unwrap();
        child.wait().unwrap();
        let server = Server::start(&home, &[]);
        for (user, words) in [("alice", "Remember the blue door"), ("acme:alice", "In the tenant acme")] {
            let answer = server.get("/v1/sessions/s1/messages", user).json();
            assert_eq!(answer["data"]["count"], 4, "{answer}");
            assert_eq!(answer["data"]["messages"][0]["content"], words);
        }
        drop(server);
        assert_eq!(home.run(&["store", "check"]).1, "file: ".to_owned() + &missing(&state));
    }
}

/// The artifact of the fixture has no content, which is all that is wrong.
fn missing(state: &std::path::Path) -> String {
    let sha256 = "03ba204e50d126e4674c005e04d82e84c21366780af1f43bd54a37816b6ab340";
    let path = state.with_file_name("artifacts").join(&sha256[..2]).join(sha256);
    format!("cannot read {}: No such file or directory (os error 2)\n", path.display())
}

fn find(dir: &std::path::Path, name: &str) -> Option<PathBuf> {
    let entries = std::fs::read_dir(dir).ok()?.flatten();
    entries
        .map(|entry| entry.path())
        .find_map(|path| if path.is_dir() { find(&path, name) } else { path.ends_with(name).then_some(path) })
}
