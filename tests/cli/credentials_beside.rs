//! `muxi credentials` beside a running server: each sees at once what the other did, and nothing is lost.

use serde_json::{Value, json};

use crate::credentials_api::{call, home, list, ok, post, refused};
use crate::place::json;
use crate::support::{Home, Server};

const TOKEN: &str = "ghp_kat_token_0123456789";

fn set(home: &Home, args: &[&str], value: &str) -> Value {
    let args = [&["credentials", "set"], args, &["--json"]].concat();
    let (code, stdout, stderr) = home.run_with(&args, value);
    assert_eq!(code, 0, "{stderr}");
    serde_json::from_str(&stdout).expect("JSON")
}

/// `name status` of each, as the server shows it.
fn shown(server: &Server, user: &str) -> Vec<String> {
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let listed = list(server, user);
    assert_eq!(listed["fault"], Value::Null, "{listed}");
    let all = listed["credentials"].as_array().unwrap();
    all.iter().map(|one| format!("{} {}", text(one, "name"), text(one, "status"))).collect()
}

#[test]
fn each_sees_at_once_what_the_other_did() {
    let home = home();
    let server = Server::start(&home, &[]);
    let kept = set(&home, &["github", "--user", "ann"], TOKEN);
    assert_eq!(shown(&server, "ann"), ["github ok"]);
    let path = format!("/{}", kept["credential_id"].as_str().unwrap());
    assert_eq!(ok(&call(&server, "ann", "GET", &path, &Value::Null))["credential_preview"], "ghp_****");
    ok(&call(&server, "ann", "PATCH", &path, &json!({"name": "home"})));
    let work =
        json!({"service": "github", "name": "work", "credential": {"token": "ghp_of_work_0123456789"}});
    ok(&post(&server, "ann", &work));
    let get = ["credentials", "get", "github", "--user", "ann", "--account"];
    assert_eq!(home.ok(&[&get[..], &["home"]].concat()), TOKEN);
    assert_eq!(home.ok(&[&get[..], &["work"]].concat()), "ghp_of_work_0123456789");
    home.ok(&["credentials", "rename", "github", "--user", "ann", "--account", "work", "--to", "office"]);
    home.ok(&["credentials", "select", "github", "--user", "ann", "--account", "office"]);
    assert_eq!(shown(&server, "ann"), ["home ok", "office ok"]);
    assert_eq!(list(&server, "ann")["credentials"][1]["default"], true);
    set(
        &home,
        &["github", "--user", "ann", "--account", "office", "--expires", "2d"],
        "ghp_of_office_0123456",
    );
    assert_eq!(shown(&server, "ann"), ["home ok", "office expiring"]);
    ok(&call(&server, "ann", "DELETE", &path, &Value::Null));
    let listed = json(&home, &["credentials", "list", "--user", "ann", "--json"]);
    assert_eq!((&listed["count"], &listed["credentials"][0]["name"]), (&json!(1), &json!("office")));
    home.ok(&["credentials", "delete", "github", "--user", "ann"]);
    assert_eq!(shown(&server, "ann"), [] as [&str; 0]);
    assert_eq!(refused(&call(&server, "ann", "GET", &path, &Value::Null)).0, 404);
    let status = json(&home, &["credentials", "status", "--user", "ann", "--json"]);
    assert_eq!(status["ok"], true, "{status}");
}

#[test]
fn a_new_master_key_and_a_rotated_root_key_leave_a_running_server_at_work() {
    let home = home();
    let server = Server::start(&home, &[]);
    let post_as = |user: &str, service: &str, token: &str| {
        ok(&post(&server, user, &json!({"service": service, "credential": {"token": token}})))
    };
    post_as("ann", "github", TOKEN);
    post_as("bob", "github", "ghp_of_bob_0123456789abc");
    home.ok(&["credentials", "rekey"]);
    assert_eq!(shown(&server, "ann"), ["github ok"]);
    post_as("ann", "slack", "xoxb-of-ann-0123456789");
    home.ok(&["secrets", "key", "rotate"]);
    assert_eq!(shown(&server, "ann"), ["github ok", "slack ok"]);
    post_as("ann", "jira", "jira-of-ann-0123456789");
    home.ok(&["secrets", "key", "rotate", "--finish"]);
    assert_eq!(shown(&server, "ann"), ["github ok", "jira ok", "slack ok"]);
    post_as("ann", "npm", "npm-of-ann-0123456789");
    home.ok(&["credentials", "rekey"]);
    assert_eq!(shown(&server, "bob"), ["github ok"]);
    for (service, token) in [("github", TOKEN), ("npm", "npm-of-ann-0123456789")] {
        assert_eq!(home.ok(&["credentials", "get", service, "--user", "ann"]), token);
    }
    server.stop();
    let server = Server::start(&home, &[]);
    assert_eq!(shown(&server, "ann").len(), 4);
}

#[test]
fn of_twenty_writers_of_both_kinds_at_once_none_loses_anything() {
    let home = home();
    let server = Server::start(&home, &[]);
    // Nobody has any yet: the file of the keys is made by one of them, too.
    std::thread::scope(|scope| {
        for number in 0..10 {
            let (home, server) = (&home, &server);
            scope.spawn(move || {
                let account = format!("typed{number}");
                set(
                    home,
                    &["github", "--user", "ann", "--account", &account],
                    &format!("ghp_typed_{number}_0123456789"),
                );
            });
            scope.spawn(move || {
                let credential = json!({"token": format!("ghp_posted_{number}_0123456789")});
                let body =
                    json!({"service": "github", "name": format!("posted{number}"), "credential": credential});
                ok(&post(server, "ann", &body));
            });
        }
    });
    let all = shown(&server, "ann");
    assert_eq!(all.len(), 20, "{all:?}");
    assert!(all.iter().all(|one| one.ends_with(" ok")), "{all:?}");
    for number in 0..10 {
        for kind in ["typed", "posted"] {
            let account = format!("{kind}{number}");
            let get = ["credentials", "get", "github", "--user", "ann", "--account", &account];
            assert_eq!(home.ok(&get), format!("ghp_{kind}_{number}_0123456789"));
        }
    }
    server.stop();
    // Each of the changes left its own head, one after the other.
    let log = json(&home, &["audit", "query", "--json", "--action", "credential.set", "--limit", "1000"]);
    let done = log["entries"].as_array().unwrap().iter().filter(|record| record["outcome"] == "done");
    let mut turns: Vec<u64> = done.map(|record| record["details"]["turn"].as_u64().unwrap()).collect();
    turns.sort_unstable();
    assert_eq!(turns, (1..=20).collect::<Vec<u64>>());
}
