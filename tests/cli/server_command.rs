//! `muxi server` on the command line: setting up, starting, asking, ending.

use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::hub::{Ask, Hub, Key, configure};
use crate::support::Home;

fn config(home: &Home) -> std::path::PathBuf {
    home.path().join("home/.muxi/server/config.yaml")
}

#[test]
fn a_configuration_is_made_once_for_its_owner_alone() {
    let home = Home::empty();
    let printed = home.ok(&["server", "init", "--no-input", "--json"]);
    let key = Key::of(&printed);
    assert!(key.id.starts_with("muxi_pk_") && key.id.len() == 32, "{}", key.id);
    assert!(key.secret.starts_with("muxi_sk_") && key.secret.len() == 64);
    assert_eq!(config(&home).metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let before = std::fs::read(config(&home)).unwrap();
    let (code, out, said) = home.run(&["server", "init"]);
    assert_eq!((code, out.as_str()), (4, ""), "{said}");
    assert!(said.contains("--force") && std::fs::read(config(&home)).unwrap() == before, "{said}");
    let other = Key::of(&home.ok(&["server", "init", "--force", "--json"]));
    assert!(other.id != key.id && !std::fs::read_to_string(config(&home)).unwrap().contains(&key.id));
    let audit = std::fs::read_to_string(home.path().join("home/.muxi/server/audit/audit.log")).unwrap();
    assert!(audit.contains("server.init") && !audit.contains(&key.secret) && !audit.contains(&other.secret));
}

#[test]
fn without_keys_or_with_an_open_door_nothing_is_started() {
    let home = Home::empty();
    let start = |home: &Home| home.run(&["server", "start", "--port", "0"]);
    let (code, _, said) = start(&home);
    assert!(code == 3 && said.contains("muxi server init"), "{code}: {said}");
    home.ok(&["server", "init"]);
    let text = std::fs::read_to_string(config(&home)).unwrap();
    std::fs::write(config(&home), text.replace("enabled: true", "enabled: false")).unwrap();
    let (code, _, said) = start(&home);
    assert!(code == 4 && said.contains("auth.enabled: false"), "{code}: {said}");
    std::fs::write(config(&home), "server:\n  port: 7890\n").unwrap();
    let (code, _, said) = start(&home);
    assert!(code == 4 && said.contains("keys add"), "{code}: {said}");
    std::fs::write(config(&home), &text).unwrap();
    std::fs::set_permissions(config(&home), std::fs::Permissions::from_mode(0o644)).unwrap();
    let (code, _, said) = start(&home);
    assert!(code != 0 && said.contains("config.yaml"), "{code}: {said}");
}

#[test]
fn a_server_is_found_ended_and_never_started_twice() {
    let mut hub = Hub::start();
    let status: Value = serde_json::from_str(&hub.home.ok(&["server", "status", "--json"])).unwrap();
    assert_eq!((status["running"].as_bool(), status["pid"].as_u64()), (Some(true), Some(hub.pid().into())));
    let (code, _, said) = hub.home.run(&["server", "start", "--port", "0"]);
    assert!(code == 1 && said.contains("runs already"), "{code}: {said}");
    // A file that a killed server left names nobody.
    hub.kill_and_start();
    let stopped = hub.home.ok(&["server", "stop", "--json"]);
    assert!(stopped.contains(&hub.pid().to_string()), "{stopped}");
    let (code, out, _) = hub.home.run(&["server", "status", "--json"]);
    assert!(code == 3 && out.contains("\"running\": false"), "{code}: {out}");
    let (code, _, said) = hub.home.run(&["server", "stop"]);
    assert!(code == 3, "{code}: {said}");
}

#[test]
fn beyond_loopback_it_listens_only_where_that_is_safe() {
    let (home, key) = Hub::set_up(&[]);
    configure(&home, "");
    let hub = Hub::run(home, key, &["--listen", "0.0.0.0"], &[]);
    assert!(hub.address.ip().is_loopback());
    let (_, said) = hub.stop();
    assert!(said.contains("not listening on 0.0.0.0") && said.contains("--behind-proxy"), "{said}");
}

#[test]
fn the_profile_that_init_makes_signs_what_the_server_takes() {
    let (home, key) = Hub::set_up(&["--profile", "localhost"]);
    let profiles = home.path().join("home/.muxi/cli/profiles.yaml");
    let text = std::fs::read_to_string(&profiles).unwrap();
    assert!(text.contains("default_profile: localhost") && text.contains(&key.secret), "{text}");
    assert!(text.contains("http://127.0.0.1:7890"), "{text}");
    assert_eq!(profiles.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_muxi_sign_prints_is_taken() {
    let hub = Hub::start();
    let host = hub.address.to_string();
    let lines = hub.home.muxi(&[
        "sign",
        "GET",
        "/rpc/server/info",
        "--host",
        &host,
        "--key-id",
        &hub.key.id,
        "--secret-stdin",
        "--header-lines",
    ]);
    let mut lines = lines;
    let output = lines.write_stdin(hub.key.secret.clone()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let headers = String::from_utf8(output.stdout).unwrap().trim_end().replace('\n', "\r\n");
    let answer =
        hub.send(format!("GET /rpc/server/info HTTP/1.0\r\nHost: {host}\r\n{headers}\r\n\r\n").as_bytes());
    assert_eq!(answer.status, 200, "{headers}: {}", answer.body);
    assert_eq!(answer.json()["data"]["implementation"], "muxi");
    assert_eq!(hub.ask(&Ask::new("GET", "/rpc/server/logs?lines=5")).status, 200);
}
