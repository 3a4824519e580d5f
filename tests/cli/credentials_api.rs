//! `/v1/credentials…` of a real server: set, shown, renamed, chosen, deleted, and no value in any answer.

use serde_json::{Value, json};

use crate::place::files;
use crate::support::{Home, Response, Server, request};

const TOKEN: &str = "ghp_kat_token_0123456789";

/// A formation with a key.
pub fn home() -> Home {
    let home = Home::echo();
    home.keep("ANY", "value-of-any-secret");
    home
}

/// A call for `user` with the client key.
pub fn call(server: &Server, user: &str, method: &str, path: &str, body: &Value) -> Response {
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", user)];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    request(server.address(), method, &format!("/v1/credentials{path}"), &headers, &body)
}

/// `data` of a call that has to succeed.
#[track_caller]
pub fn ok(response: &Response) -> Value {
    assert_eq!(response.status, 200, "{}", response.body);
    response.json()["data"].clone()
}

/// Status and code of a call that has to be refused.
#[track_caller]
pub fn refused(response: &Response) -> (u16, String) {
    let error = response.json()["error"].clone();
    (response.status, error["code"].as_str().unwrap_or_else(|| panic!("{}", response.body)).to_owned())
}

pub fn post(server: &Server, user: &str, body: &Value) -> Response {
    call(server, user, "POST", "", body)
}

pub fn list(server: &Server, user: &str) -> Value {
    ok(&call(server, user, "GET", "", &Value::Null))
}

fn conflict(code: &str) -> (u16, String) {
    (409, code.to_owned())
}

#[test]
fn a_credential_is_set_listed_shown_renamed_chosen_and_deleted() {
    let home = home();
    let server = Server::start(&home, &[]);
    let answer = post(&server, "ann", &json!({"service": "GITHUB_TOKEN", "credential": {"token": TOKEN}}));
    let kept = ok(&answer);
    let whole = answer.json();
    assert_eq!((&whole["object"], &whole["type"]), (&json!("credential"), &json!("credential.created")));
    assert_eq!(
        (&kept["service"], &kept["name"], &kept["credential_preview"]),
        (&json!("github"), &json!("github"), &json!("ghp_****"))
    );
    assert_eq!((&kept["kind"], &kept["created"]), (&json!("token"), &json!(true)));
    let id = kept["credential_id"].as_str().unwrap();
    assert!(id.starts_with("cred_") && kept["created_at"].is_string(), "{kept}");
    let listed = list(&server, "ann");
    assert_eq!(
        (&listed["count"], &listed["fault"], &listed["code"]),
        (&json!(1), &Value::Null, &Value::Null)
    );
    let one = ok(&call(&server, "ann", "GET", &format!("/{id}"), &Value::Null));
    assert_eq!((&one, &one["status"]), (&listed["credentials"][0], &json!("ok")));
    let work = json!({"service": "github", "name": "work", "credential": {"token": "ghp_of_work_0123456789"},
        "expires_in": 3600});
    let work = ok(&post(&server, "ann", &work));
    assert!(work["expires_at"].is_string(), "{work}");
    let second = format!("/{}", work["credential_id"].as_str().unwrap());
    let renamed = json!({"name": "muxi-ai", "default": true});
    let renamed = ok(&call(&server, "ann", "PATCH", &second, &renamed));
    assert_eq!((&renamed["name"], &renamed["default"]), (&json!("muxi-ai"), &json!(true)));
    let first = format!("/{id}");
    ok(&call(&server, "ann", "PATCH", &first, &json!({"default": true})));
    ok(&call(&server, "ann", "PATCH", &second, &json!({"default": false})));
    let all = list(&server, "ann");
    let shown = |name: &str| {
        let all = all["credentials"].as_array().unwrap();
        all.iter().find(|one| one["name"] == name).unwrap().clone()
    };
    assert_eq!(
        (&shown("github")["default"], &shown("muxi-ai")["status"]),
        (&json!(true), &json!("expiring"))
    );
    let of_service = ok(&call(&server, "ann", "GET", "?service=slack", &Value::Null));
    assert_eq!(of_service["count"], 0);
    let deleted = ok(&call(&server, "ann", "DELETE", &first, &Value::Null));
    assert_eq!((&deleted["credential_id"], &deleted["deleted"]), (&json!(id), &json!(true)));
    assert_eq!(refused(&call(&server, "ann", "GET", &first, &Value::Null)).0, 404);
    assert_eq!(list(&server, "ann")["count"], 1);
    // For an administrator the same, for whom it names; nobody is made by looking.
    let admin = |method: &str, path: &str, body: &str| {
        let headers = [("X-Muxi-Admin-Key", server.admin.as_str()), ("X-Muxi-User-ID", "bob")];
        request(server.address(), method, &format!("/v1/credentials{path}"), &headers, body)
    };
    assert_eq!(ok(&admin("GET", "", ""))["count"], 0);
    assert_eq!(admin("PATCH", "/cred_0123456789abcdefghijk", r#"{"name":"x"}"#).status, 404);
    assert!(!server.admin("/v1/users").body.contains("bob"));
    ok(&admin("POST", "", r#"{"service":"slack","credential":{"token":"xoxb-0123456789"}}"#));
    assert_eq!(list(&server, "bob")["count"], 1);
    let nobody = request(server.address(), "GET", "/v1/credentials", &[("X-Muxi-User-ID", "ann")], "");
    assert_eq!(refused(&nobody), (401, "UNAUTHORIZED".to_owned()));
}

#[test]
fn the_same_value_is_kept_once_and_a_name_is_one_credential_s() {
    let home = home();
    let server = Server::start(&home, &[]);
    let body = |name: Option<&str>, token: &str, replace: bool| json!({"service": "github", "name": name, "credential": {"token": token}, "replace": replace});
    ok(&post(&server, "ann", &body(None, TOKEN, false)));
    for again in [
        body(None, TOKEN, false),
        body(Some("github"), &format!(" {TOKEN}\n"), false),
        body(Some("other"), TOKEN, false),
        body(Some("other"), TOKEN, true),
    ] {
        let answer = post(&server, "ann", &again);
        assert_eq!(refused(&answer), conflict("CREDENTIAL_DUPLICATE"), "{again}");
        assert_eq!(answer.json()["error"]["data"]["name"], "github", "{}", answer.body);
    }
    let other = body(None, "ghp_another_0123456789", false);
    assert_eq!(refused(&post(&server, "ann", &other)), conflict("CREDENTIAL_EXISTS"));
    let replaced = ok(&post(&server, "ann", &body(None, "ghp_another_0123456789", true)));
    assert_eq!((&replaced["created"], list(&server, "ann")["count"].as_u64()), (&json!(false), Some(1)));
    // The same again in its own place is no harm; another user's is nobody's business.
    ok(&post(&server, "ann", &body(None, "ghp_another_0123456789", true)));
    ok(&post(&server, "bob", &body(None, "ghp_another_0123456789", false)));
    // What was set by a command counts, and what was set here counts for commands.
    home.run_with(&["credentials", "set", "slack", "--user", "ann"], "xoxb-0123456789abc");
    let slack = json!({"service": "slack", "name": "b", "credential": {"token": "xoxb-0123456789abc"}});
    assert_eq!(refused(&post(&server, "ann", &slack)), conflict("CREDENTIAL_DUPLICATE"));
    let set = ["credentials", "set", "github", "--user", "ann", "--account", "b"];
    let (code, _, stderr) = home.run_with(&set, "ghp_another_0123456789");
    assert!(code == 1 && stderr.contains("kept already"), "{stderr}");
    // A user's name may be that of its account; a password may not.
    let basic = json!({"username": "ann@acme.com", "password": "correct-horse-battery"});
    ok(&post(&server, "ann", &json!({"service": "jira", "name": "ann@acme.com", "credential": basic})));
    let id = list(&server, "ann")["credentials"][1]["credential_id"].clone();
    let path = format!("/{}", id.as_str().unwrap());
    let rename = json!({"name": "of correct-horse-battery"});
    assert_eq!(refused(&call(&server, "ann", "PATCH", &path, &rename)).0, 422);
    ok(&post(&server, "ann", &body(Some("two"), "ghp_two_0123456789abc", false)));
    let first = list(&server, "ann")["credentials"][0]["credential_id"].clone();
    let taken =
        call(&server, "ann", "PATCH", &format!("/{}", first.as_str().unwrap()), &json!({"name": "two"}));
    assert_eq!(refused(&taken), conflict("CREDENTIAL_EXISTS"));
}

#[test]
fn what_is_wrong_is_told_by_its_field() {
    let home = home();
    let server = Server::start(&home, &[]);
    for (body, field) in [
        (json!({"credential": {"token": "x"}}), "service"),
        (json!({"service": "a/b", "credential": {"token": "x"}}), "service"),
        (json!({"service": "s"}), "credential"),
        (json!({"service": "s", "credential": {}}), "credential"),
        (json!({"service": "s", "credential": "x"}), "credential"),
        (json!({"service": "s", "name": "a\nb", "credential": {"token": "x"}}), "name"),
        (json!({"service": "s", "credential": {"token": "x"}, "expires_at": "2020-01-01"}), "expires_at"),
        (json!({"service": "s", "credential": {"token": "x"}, "replace": 1}), "replace"),
    ] {
        let answer = post(&server, "ann", &body);
        assert_eq!(refused(&answer), (422, "INVALID_PARAMS".to_owned()), "{body}");
        assert_eq!(answer.json()["error"]["data"]["validation_errors"][0]["field"], field, "{body}");
    }
    let large = json!({"service": "s", "credential": {"token": "x".repeat(600 << 10)}});
    assert_eq!(post(&server, "ann", &large).status, 413);
    let large = json!({"service": "s", "credential": {"token": "x".repeat(100 << 10)}});
    assert_eq!(post(&server, "ann", &large).status, 422);
    for body in [json!({}), json!({"credential": {"token": "x"}}), json!({"default": "yes"})] {
        assert_eq!(call(&server, "ann", "PATCH", "/cred_0123456789abcdefghijk", &body).status, 422, "{body}");
    }
    assert_eq!(list(&server, "ann")["count"], 0);
    // A formation without a key can keep none, and says how to get one.
    let bare = Home::echo();
    let server = Server::start(&bare, &[]);
    let answer = post(&server, "ann", &json!({"service": "s", "credential": {"token": TOKEN}}));
    assert_eq!(refused(&answer), conflict("NO_KEY"));
    assert!(answer.body.contains("muxi secrets add"), "{}", answer.body);
}

/// Every byte below the state of the formation.
fn state(home: &Home) -> Vec<u8> {
    files(&home.state()).into_values().flatten().collect()
}

#[test]
fn a_posted_value_is_in_no_answer_no_log_no_record_and_no_file() {
    const CANARY: &str = "Canary7value-0123456789";
    let home = home();
    let server = Server::start(&home, &[]);
    let mut headers = vec![("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", "ann")];
    headers.push(("X-Muxi-Idempotency-Key", CANARY));
    let send = |method: &str, path: &str, body: &str| {
        // What is a value is known with the credential: the key of another request is nobody's.
        let few = if body.contains("jira") { &headers[..] } else { &headers[..2] };
        let answer = request(server.address(), method, path, few, body);
        assert!(
            !answer.body.contains("anary7") && !answer.head.contains("anary7"),
            "{body}: {}",
            answer.body
        );
        answer.status
    };
    let good = json!({"service": "jira", "credential": {"token": CANARY}}).to_string();
    assert_eq!(send("POST", "/v1/credentials", &good), 200);
    assert_eq!(send("POST", "/v1/credentials", &good), 200, "the same again, by its key");
    for body in [
        json!({"service": CANARY, "credential": {"token": CANARY}}),
        json!({"service": format!("{CANARY}_TOKEN"), "credential": {"token": CANARY}}),
        json!({"service": "x", "name": CANARY, "credential": {"token": CANARY}}),
        json!({"service": "x", "name": {CANARY: 1}, "credential": {"token": CANARY}}),
        json!({"service": "x", "credential": {"token": {"a": CANARY}}}),
        json!({"service": "x", "credential": [CANARY]}),
        json!({"service": "x", "credential": CANARY}),
        json!({"service": "x", "credential": {"token": format!("{CANARY}\n{CANARY}")}}),
        json!({"service": "x", "expires_at": CANARY, "credential": {"token": CANARY}}),
        json!({"service": "x", "replace": CANARY, "credential": {"token": CANARY}}),
        json!({"service": "jira", "name": "again", "credential": {"token": CANARY}}),
        json!({"service": "x", "token": CANARY}),
        json!(CANARY),
        json!([CANARY]),
    ] {
        assert!(send("POST", "/v1/credentials", &body.to_string()) >= 400, "{body}");
    }
    assert_eq!(send("POST", "/v1/credentials", &good[..good.len() - 3].replace("jira", "x")), 422);
    let id = list(&server, "ann")["credentials"][0]["credential_id"].as_str().unwrap().to_owned();
    for (method, path) in [("GET", CANARY), ("DELETE", CANARY), ("PATCH", CANARY), ("PATCH", &id)] {
        let body = json!({"name": CANARY}).to_string();
        assert!(send(method, &format!("/v1/credentials/{path}"), &body) >= 400, "{method} {path}");
    }
    assert_eq!(send("GET", "/v1/credentials", ""), 200);
    let export = request(
        server.address(),
        "GET",
        "/v1/users/ann/export",
        &[("X-Muxi-Admin-Key", server.admin.as_str())],
        "",
    );
    assert!(export.status == 200 && !export.body.contains("anary7"), "{}", export.body);
    home.run_with(&["credentials", "set", "slack", "--user", "ann"], CANARY);
    for path in ["/v1/audit?limit=1000", "/v1/logs?limit=1000", "/v1/requests", "/v1/status"] {
        assert!(!server.admin(path).body.contains("anary7"), "{path}");
    }
    // Before it stops, with all that SQLite has in its log, and after.
    assert!(!state(&home).windows(6).any(|part| part == b"anary7"), "the state of a running server");
    let (code, said) = server.stop();
    assert!(code == Some(0) && !said.contains("anary7"), "{said}");
    assert!(!state(&home).windows(6).any(|part| part == b"anary7"));
}

#[test]
fn what_is_sent_twice_with_one_key_is_kept_once_and_another_body_is_refused() {
    let home = home();
    let server = Server::start(&home, &[]);
    let headers = [
        ("X-Muxi-Client-Key", server.client.as_str()),
        ("X-Muxi-User-ID", "ann"),
        ("X-Muxi-Idempotency-Key", "one"),
    ];
    let send = |token: &str| {
        let body = json!({"service": "github", "credential": {"token": token}}).to_string();
        request(server.address(), "POST", "/v1/credentials", &headers, &body)
    };
    let (first, again) = (send(TOKEN), send(TOKEN));
    assert_eq!(ok(&first), ok(&again));
    assert!(again.head.contains("idempotent-replayed: true"), "{}", again.head);
    assert_eq!(refused(&send("ghp_other_0123456789")), (422, "IDEMPOTENCY_KEY_REUSED".to_owned()));
    assert_eq!(list(&server, "ann")["count"], 1);
}

#[test]
fn over_plain_http_from_elsewhere_none_is_taken_unless_the_formation_says_so() {
    let home = home();
    let proxied = ["--listen", "127.0.0.1", "--behind-proxy", "127.0.0.0/8"];
    let ask = |server: &Server, extra: &[(&str, &str)], user: bool| {
        let mut headers = vec![("X-Muxi-Client-Key", server.client.as_str())];
        headers.extend(user.then_some(("X-Muxi-User-ID", "ann")));
        headers.extend(extra);
        let body = json!({"service": "github", "credential": {"token": TOKEN}, "replace": true}).to_string();
        request(server.address(), "POST", "/v1/credentials", &headers, &body)
    };
    let server = Server::start_with(&home, &proxied, &[]);
    for said in [
        ("X-Forwarded-Proto", "http"),
        ("X-Forwarded-Proto", "https, http"),
        ("Forwarded", "for=192.0.2.1;proto=http;by=x"),
    ] {
        let answer = ask(&server, &[said], true);
        assert_eq!(refused(&answer), (403, "HTTPS_REQUIRED".to_owned()), "{said:?}");
        assert!(answer.body.contains("require_https"), "{}", answer.body);
        let answer = ask(&server, &[said, ("X-Forwarded-For", "127.0.0.1, 192.0.2.1")], true);
        assert_eq!(refused(&answer), (403, "HTTPS_REQUIRED".to_owned()), "{said:?}");
    }
    assert_eq!(list(&server, "ann")["count"], 0);
    for said in
        [&[("X-Forwarded-Proto", "https")][..], &[("Forwarded", "proto=\"https\";for=192.0.2.1")], &[]]
    {
        ok(&ask(&server, said, true));
    }
    assert_eq!(refused(&ask(&server, &[], false)), (400, "INVALID_REQUEST".to_owned()), "a user is named");
    server.stop();
    let denied = home.ok(&["audit", "query", "--json", "--action", "credential.set"]);
    assert!(denied.contains("HTTPS_REQUIRED") && denied.contains("denied"), "{denied}");
    let text = String::from_utf8(home.read("formation.afs")).unwrap();
    home.write("formation.afs", format!("{text}user_credentials:\n  require_https: false\n"));
    let server = Server::start_with(&home, &proxied, &[]);
    ok(&ask(&server, &[("X-Forwarded-Proto", "http")], true));
}

#[test]
fn the_services_are_those_that_servers_of_tools_need() {
    let home = home();
    let text = String::from_utf8(home.read("formation.afs")).unwrap();
    let server = "mcp:\n  servers:\n    - id: code\n      description: Repositories\n      type: http\n      endpoint: http://127.0.0.1:9/mcp\n      auth:\n        type: bearer\n        accept_inline: true\n        token: \"${{ user.credentials.GITHUB }}\"\n";
    home.write("formation.afs", format!("{text}{server}"));
    home.keep("USER_CREDENTIALS_GITHUB", "ghp_of_the_formation_012345");
    let server = Server::start(&home, &[]);
    let answer = server.admin("/v1/credentials/services");
    let services = ok(&answer);
    let wanted = json!([{"service": "github", "server_id": "code", "description": "Repositories", "accept_inline": true, "login": false, "mode": "redirect"}]);
    assert_eq!((&services["services"], &services["count"]), (&wanted, &json!(1)));
    assert_eq!(ok(&server.get("/v1/credentials/services", "ann")), services);
}

#[test]
fn each_change_and_each_refusal_is_recorded_without_names_and_values() {
    let home = home();
    let server = Server::start(&home, &[]);
    let kept = ok(&post(&server, "ann", &json!({"service": "github", "credential": {"token": TOKEN}})));
    let path = format!("/{}", kept["credential_id"].as_str().unwrap());
    ok(&call(&server, "ann", "PATCH", &path, &json!({"name": "Ann-at-home"})));
    ok(&call(&server, "ann", "PATCH", &path, &json!({"default": true})));
    let body = json!({"service": "github", "name": "b", "credential": {"token": TOKEN}});
    assert_eq!(post(&server, "ann", &body).status, 409);
    assert_eq!(post(&server, "ann", &json!({"service": "github"})).status, 422);
    for method in ["GET", "PATCH", "DELETE"] {
        let answer = call(&server, "eve", method, &path, &json!({"name": "mine"}));
        let missing = call(&server, "eve", method, "/cred_0123456789abcdefghijk", &json!({"name": "mine"}));
        assert_eq!(refused(&answer), (404, "CREDENTIAL_NOT_FOUND".to_owned()), "{method}");
        let same = |answer: &Response, id: &str| {
            let error = answer.json()["error"].to_string();
            (answer.status, error.replace(id, "ID"))
        };
        assert_eq!(same(&answer, &path[1..]), same(&missing, "cred_0123456789abcdefghijk"), "{method}");
    }
    ok(&call(&server, "ann", "DELETE", &path, &Value::Null));
    server.stop();
    let log = home.ok(&["audit", "query", "--class", "credential", "--json", "--limit", "1000"]);
    assert!(!log.contains("Ann-at-home") && !log.contains("ghp_") && !log.contains("mine"), "{log}");
    let log: Value = serde_json::from_str(&log).unwrap();
    let of = |action: &str, outcome: &str| {
        let all = log["entries"].as_array().unwrap().iter();
        let fits = |record: &&Value| record["action"] == action && record["outcome"] == outcome;
        all.filter(fits).cloned().collect::<Vec<Value>>()
    };
    let mut turns = Vec::new();
    for action in ["credential.set", "credential.rename", "credential.select", "credential.delete"] {
        let done = of(action, "done");
        let [done] = done.as_slice() else { panic!("{action}: {done:?}") };
        let details = &done["details"];
        assert_eq!((&details["credential"], &details["service"]), (&json!(&path[1..]), &json!("github")));
        assert!(details["seal"].is_string() && details["user"] == done["actor"]["user"], "{done}");
        assert_eq!(done["actor"]["key"], "client");
        turns.push(details["turn"].as_u64().unwrap());
    }
    assert_eq!(turns, [1, 2, 3, 4]);
    let codes: Vec<Value> =
        of("credential.set", "denied").iter().map(|r| r["details"]["code"].clone()).collect();
    assert_eq!(codes, ["CREDENTIAL_DUPLICATE", "INVALID_PARAMS"]);
    for (action, outcome) in
        [("credential.read", "denied"), ("credential.rename", "failed"), ("credential.delete", "failed")]
    {
        let strangers = of(action, outcome);
        assert!(strangers.iter().any(|r| r["details"]["credential"] == path[1..]), "{action}: {strangers:?}");
    }
    assert_eq!(home.run(&["audit", "verify"]).0, 0);
}

#[test]
fn refused_requests_are_recorded_a_few_times_for_each_user_and_then_counted() {
    let home = home();
    let server = Server::start(&home, &[]);
    let body = json!({"service": "github"});
    for _ in 0..60 {
        assert_eq!(post(&server, "ann", &body).status, 422);
    }
    assert_eq!(post(&server, "eve", &body).status, 422);
    server.stop();
    let log = home.ok(&["audit", "query", "--action", "credential.set", "--json", "--limit", "1000"]);
    let log: Value = serde_json::from_str(&log).unwrap();
    let mut of: std::collections::BTreeMap<String, Vec<Value>> = std::collections::BTreeMap::new();
    for entry in log["entries"].as_array().unwrap() {
        let user = entry["actor"]["user"].as_str().unwrap().to_owned();
        of.entry(user).or_default().push(entry["details"]["more"].clone());
    }
    let mut of: Vec<(usize, Option<Value>)> =
        of.into_values().map(|all| (all.len(), all.into_iter().find(|more| !more.is_null()))).collect();
    of.sort_by_key(|(count, _)| *count);
    assert_eq!(of, [(1, None), (21, Some(json!(40)))]);
}
