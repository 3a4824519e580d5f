//! Users' own credentials in servers of tools: a real `muxi serve`, and programs behind their walls, one for each user.

use muxi::crypto::hash;
use serde_json::{Value, json};

use crate::place::files;
use crate::support::{Home, Model, Reply, Response, Server, request};

const FORMATION: &str = r#"schema: "1.0.0"
id: tools
description: Has tools
llm:
  api_keys:
    openai: "${{ secrets.OPENAI_API_KEY }}"
  models:
    - text: openai/gpt-4o-mini
agents:
  - id: helper
    name: Helper
    description: Helps
    system_message: You help.
mcp:
  servers:
    - id: hub
      description: Repositories
      type: command
      command: python3
      args: [hunter.py]
      auth:
        accept_inline: true
        token: "${{ user.credentials.GITHUB }}"
"#;

const DECOY: &str = "CANARY-of-nobody-0123456789";

fn home() -> Home {
    let home = Home::with(FORMATION);
    home.write("hunter.py", include_str!("hunter.py"));
    // What every tool of the formation may read: whoever looks finds it.
    home.write("decoy.txt", DECOY);
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    home
}

fn set(home: &Home, user: &str, value: &str) {
    let (code, _, stderr) = home.run_with(&["credentials", "set", "GITHUB_TOKEN", "--user", user], value);
    assert_eq!(code, 0, "{stderr}");
}

fn call(server: &Server, user: Option<&str>, tool: &str) -> Response {
    let headers = [("X-Muxi-Admin-Key", server.admin.as_str()), ("Content-Type", "application/json")];
    let body = json!({"tool": tool, "user": user, "timeout_seconds": 60}).to_string();
    request(server.address(), "POST", "/v1/mcp/servers/hub/call", &headers, &body)
}

fn said(answer: &Response) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["data"]["content"][0]["text"].as_str().unwrap().to_owned()
}

/// Whether the bytes are anywhere below the state or the formation.
fn is_kept(home: &Home, wanted: &[u8]) -> Vec<String> {
    let all = files(&home.state()).into_iter().chain(files(&home.formation()));
    let has = |bytes: &Vec<u8>| bytes.windows(wanted.len()).any(|part| part == wanted);
    // What a program puts into its own home is its own.
    let own = |path: &String| path.contains("/tools/hub/users/") || path.ends_with("decoy.txt");
    all.filter(|(_, bytes)| has(bytes))
        .map(|(path, _)| path.display().to_string())
        .filter(|path| !own(path))
        .collect()
}

#[test]
fn a_hostile_program_of_one_user_finds_nothing_of_the_others_and_no_value_is_told() {
    let home = home();
    for user in ["ann", "bob", "cid"] {
        set(&home, user, &format!("CANARY-of-{user}-0123456789abcdef"));
    }
    let model = Model::start([]);
    let tape = home.path().join("tape");
    let args = ["--record", tape.to_str().unwrap()];
    let server = Server::start_with(&home, &args, &[("OPENAI_BASE_URL", &model.base_url())]);
    let hub = server.admin("/v1/mcp/servers/hub").json();
    assert_eq!(
        (&hub["data"]["state"], &hub["data"]["needs"]),
        (&json!("waiting"), &json!(["github"])),
        "{hub}"
    );
    let mut marks = Vec::new();
    for user in ["ann", "bob", "cid"] {
        marks.push(said(&call(&server, Some(user), "whose")));
        let leaked = said(&call(&server, Some(user), "leak"));
        assert_eq!(leaked, "[REDACTED:user.credentials.github]");
    }
    marks.dedup();
    assert_eq!(marks.len(), 3, "each has its own");
    let hub = server.admin("/v1/mcp/servers/hub").json();
    assert_eq!((&hub["data"]["state"], &hub["data"]["connections"]), (&json!("ready"), &json!(3)), "{hub}");
    for user in ["ann", "cid"] {
        let hunted: Value = serde_json::from_str(&said(&call(&server, Some(user), "hunt"))).unwrap();
        let found: Vec<&str> =
            hunted["findings"].as_array().unwrap().iter().map(|found| found.as_str().unwrap()).collect();
        let others = found.iter().filter(|found| !found.ends_with(DECOY)).count();
        assert!(others == 0 && !found.is_empty(), "{user}: {hunted}");
    }
    let nobody = call(&server, None, "whose");
    assert_eq!(nobody.status, 502, "{}", nobody.body);
    // Gone is gone, at once.
    home.ok(&["credentials", "delete", "github", "--user", "ann"]);
    let gone = call(&server, Some("ann"), "whose");
    assert_eq!((gone.status, &gone.json()["code"]), (502, &json!("CREDENTIAL_NEEDED")), "{}", gone.body);
    let audit = home.ok(&["audit", "query", "--class", "credential", "--json"]);
    assert!(!audit.contains("CANARY"), "{audit}");
    let recorded: Value = serde_json::from_str(&audit).unwrap();
    let uses = |outcome: &str, detail: &str| {
        let all =
            recorded["entries"].as_array().unwrap().iter().filter(|one| one["action"] == "credential.use");
        all.filter(|one| one["outcome"] == outcome && one["details"][detail].is_string()).count()
    };
    assert!(uses("done", "credential_id") >= 3, "each user's: {audit}");
    assert!(uses("denied", "why") >= 1, "the one that is gone: {audit}");
    let (_, log) = server.stop();
    assert!(!log.contains("CANARY"), "{log}");
    assert_eq!(is_kept(&home, b"CANARY-of-"), Vec::<String>::new());
    let taped = files(&tape).into_values().flatten().collect::<Vec<u8>>();
    for user in ["ann", "bob", "cid"] {
        let value = format!("CANARY-of-{user}");
        assert!(!taped.windows(value.len()).any(|part| part == value.as_bytes()), "{user}");
    }
}

#[test]
fn each_of_two_hundred_calls_at_programs_behind_walls_sees_the_token_of_its_own_user() {
    let home = home();
    let users: Vec<String> = (0..10).map(|number| format!("user-{number}")).collect();
    let value = |user: &str, which: &str| format!("CANARY-of-{user}-{which}-0123456789");
    let mark = |user: &str, which: &str| hash::hex(&hash::sha256(value(user, which).as_bytes()));
    for user in &users {
        set(&home, user, &value(user, "first"));
    }
    let model = Model::start([]);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    let calls = |which: &str, many: usize| {
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let (server, users) = (&server, &users);
                scope.spawn(move || {
                    for number in (thread..many).step_by(8) {
                        // The same user's come close to each other, and at the same time as others'.
                        let user = &users[number / 2 % 10];
                        let seen = said(&call(server, Some(user), "whose"));
                        assert_eq!(seen, mark(user, which), "call {number} of {user}");
                    }
                });
            }
        });
    };
    calls("first", 120);
    let hub = server.admin("/v1/mcp/servers/hub").json();
    assert_eq!(hub["data"]["connections"], json!(10), "one program for each user: {hub}");
    for user in &users {
        set(&home, user, &value(user, "second"));
    }
    calls("second", 80);
    let (_, log) = server.stop();
    assert!(!log.contains("CANARY"), "{log}");
}

#[test]
fn in_a_turn_the_asking_user_has_its_own_tools_and_who_has_none_is_offered_to_connect() {
    let home = home();
    set(&home, "ann", "CANARY-of-ann-0123456789abcdef");
    let script = [
        Reply::Text(&["Connect first."]),
        Reply::call("hub__leak", "{}"),
        Reply::Text(&["Done."]),
        Reply::call("hub__whose", "{}"),
    ];
    let model = Model::start(script);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    let ask = |user: &str| {
        let answer = server.chat(user, &json!({"message": "list repositories", "stream": false}));
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer
    };
    let offered = |nth: usize| -> Vec<String> {
        let asked = model.asked();
        let tools = asked[nth].body["tools"].as_array().cloned().unwrap_or_default();
        let names = tools.iter().map(|tool| tool["function"]["name"].as_str().unwrap().to_owned());
        names.filter(|name| name.starts_with("connect_") || name.starts_with("hub__")).collect()
    };
    ask("bob");
    assert_eq!(offered(0), ["connect_github"]);
    ask("ann");
    assert_eq!(offered(1), ["connect_github", "hub__whose", "hub__leak", "hub__hunt"]);
    let told = model.asked()[2].body.to_string();
    assert!(told.contains("[REDACTED:user.credentials.github]") && !told.contains("CANARY"), "{told}");
    let answer = ask("bob");
    assert!(answer.body.contains("Service 'github' requires authentication."), "{}", answer.body);
    assert_eq!(model.asked().len(), 4, "the model is not asked what only the user can say");
    let (_, log) = server.stop();
    assert!(!log.contains("CANARY"), "{log}");
    assert_eq!(is_kept(&home, b"CANARY-of-"), Vec::<String>::new());
}

#[test]
fn without_a_server_a_tool_is_called_for_a_user_and_a_secret_of_the_formation_lists_the_tools() {
    let home = home();
    set(&home, "ann", "CANARY-of-ann-0123456789abcdef");
    let listed = home.ok(&["mcp", "list"]);
    assert!(listed.contains("waiting") && listed.contains("github"), "{listed}");
    let answer = home.ok(&["mcp", "call", "hub", "leak", "--user", "ann"]);
    assert!(answer.contains("[REDACTED:user.credentials.github]"), "{answer}");
    let (code, _, stderr) = home.run(&["mcp", "call", "hub", "leak"]);
    assert_ne!(code, 0, "{stderr}");
    home.keep("USER_CREDENTIALS_GITHUB", "listing-secret-0123456789");
    let tools = home.ok(&["mcp", "tools", "hub"]);
    assert!(tools.contains("whose"), "{tools}");
    let (code, _, stderr) = home.run(&["mcp", "call", "hub", "whose"]);
    assert_ne!(code, 0, "what lists serves nobody: {stderr}");
}

#[test]
fn a_recording_gives_each_user_the_own_answer_and_nobody_another_ones() {
    let (home, other) = (home(), home());
    for (home, user) in
        [&home, &other].into_iter().flat_map(|home| ["ann", "bob", "cid", "dan"].map(|user| (home, user)))
    {
        set(home, user, &format!("CANARY-of-{user}-0123456789abcdef"));
    }
    home.ok(&["credentials", "delete", "github", "--user", "dan"]);
    let model = Model::start([]);
    let tape = home.path().join("tape");
    let tape = tape.to_str().unwrap();
    let base = model.base_url();
    let server = Server::start_with(&home, &["--record", tape], &[("OPENAI_BASE_URL", &base)]);
    let users = [Some("ann"), Some("bob")];
    let told = users.map(|user| said(&call(&server, user, "whose")));
    assert_ne!(told[0], told[1]);
    let nothing = call(&server, Some("dan"), "whose");
    assert_eq!(nothing.json()["code"], "CREDENTIAL_NEEDED", "{}", nothing.body);
    server.stop();
    // In another place, and the other way round.
    let server = Server::start_with(&other, &["--replay", tape], &[]);
    for at in [1, 0] {
        assert_eq!(said(&call(&server, users[at], "whose")), told[at]);
    }
    let unknown = call(&server, Some("cid"), "whose");
    assert_eq!(unknown.json()["code"], "MCP_NOT_RECORDED", "{}", unknown.body);
    let nothing = call(&server, Some("dan"), "whose");
    assert_eq!(nothing.json()["code"], "CREDENTIAL_NEEDED", "{}", nothing.body);
}

#[test]
fn what_a_program_kept_with_a_credential_goes_with_it_where_no_server_runs() {
    let home = home();
    for user in ["ann", "bob"] {
        set(&home, user, &format!("CANARY-of-{user}-0123456789abcdef"));
        home.ok(&["mcp", "call", "hub", "whose", "--user", user]);
    }
    // Each has a directory of its own, with one for each credential.
    let homes = || {
        let users = files(&home.state()).into_keys().filter_map(|path| {
            let (_, below) = path.to_str()?.split_once("/tools/hub/users/")?;
            Some(below.split('/').take(2).collect::<Vec<_>>().join("/"))
        });
        users.collect::<std::collections::BTreeSet<String>>().len()
    };
    assert_eq!(homes(), 2);
    home.ok(&["credentials", "delete", "github", "--user", "ann"]);
    assert_eq!(homes(), 1);
    set(&home, "bob", "CANARY-of-bob-another-0123456789");
    assert_eq!(homes(), 0);
}

#[test]
fn a_users_credential_that_stands_where_others_see_it_is_refused() {
    for (key, value) in [
        ("args", "[\"${{ user.credentials.GITHUB }}\"]"),
        ("working_directory", "\"${{ user.credentials.GITHUB }}\""),
    ] {
        let home = Home::with(&FORMATION.replace("args: [hunter.py]", &format!("{key}: {value}")));
        let (code, stdout, stderr) = home.run(&["validate"]);
        let told = format!("{stdout}{stderr}");
        assert!(code != 0 && told.contains("credential-misplaced"), "{key}: {told}");
    }
    let home = Home::with(&FORMATION.replace("You help.", "Use ${{ user.credentials.GITHUB }}."));
    assert_ne!(home.run(&["validate"]).0, 0);
    let fine = Home::with(FORMATION);
    let (_, stdout, stderr) = fine.run(&["validate"]);
    assert!(!format!("{stdout}{stderr}").contains("credential-misplaced"), "{stdout}{stderr}");
}
