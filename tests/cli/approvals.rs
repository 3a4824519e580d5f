//! Calls of tools that wait for a yes: over the API, on the command line, and by flags.

use std::time::Duration;

use serde_json::{Value, json};

use super::tools::{HEAD, PLAYED, home, ready, results};
use crate::support::{Home, Model, Reply, Said, Server, events, request, until, wait_for};
use crate::terminal::Terminal;

/// A policy that asks about one tool.
pub const ASKS: &str = "tool_policy:\n  rules:\n    - tools: played/add\n      do: ask\n";

/// What the model is told of a call that the user denied, and of one about which nobody could be asked.
const SAID_NO: &str = "not called: the user said no. Do not call it again for the same thing";
const NOBODY: &str = "not called: it needs a yes of the user, and nobody could be asked";

/// A model that wants that tool called.
pub fn add() -> Reply {
    Reply::call("played__add", r#"{"a": 1, "b": 2}"#)
}

/// A served formation with this policy.
pub fn start(policy: &str, script: impl IntoIterator<Item = Reply>) -> (Home, Model, Server) {
    let model = Model::start(script);
    let home = home(&format!("{HEAD}{PLAYED}{policy}"));
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    (home, model, server)
}

/// The call that waits, which comes within 15 s.
pub fn waiting(server: &Server) -> Value {
    wait_for(Duration::from_secs(15), || {
        let list = server.admin("/v1/approvals").json();
        list["data"]["approvals"].get(0).cloned().ok_or_else(|| format!("nothing waits: {list}"))
    })
}

/// Answers it as a user; the status and the answer of the API.
pub fn decide(server: &Server, user: &str, id: &str, body: &Value) -> (u16, Value) {
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", user)];
    let path = format!("/v1/approvals/{id}");
    let answer = request(server.address(), "POST", &path, &headers, &body.to_string());
    (answer.status, answer.json())
}

#[test]
fn a_call_waits_for_its_user_and_the_others_go_on() {
    let calls =
        Said::default().call("played__add", r#"{"a": 1, "b": 2}"#).call("played__echo", r#"{"text":"x"}"#);
    let (_home, model, server) = start(ASKS, [Reply::Said(calls), Reply::Text(&["Three."])]);
    std::thread::scope(|scope| {
        let chat = scope.spawn(|| {
            server.chat(
                "alice",
                &json!({"message": "Add", "session_id": "s", "request_id": "r1", "trace": true}),
            )
        });
        let approval = waiting(&server);
        assert_eq!(approval["user_id"], "alice");
        assert_eq!((&approval["server"], &approval["tool"]), (&json!("played"), &json!("add")));
        assert_eq!(approval["arguments"], json!({"a": 1, "b": 2}));
        assert_eq!(approval["why"], "rule 1 (played/add)");
        let id = approval["id"].as_str().unwrap();
        let shown = server.get("/v1/requests/r1", "alice").json();
        assert_eq!(shown["data"]["approvals"][0]["id"], id, "{shown}");
        assert_eq!(server.get("/v1/approvals", "bob").json()["data"]["count"], 0);
        assert_eq!(server.get(&format!("/v1/approvals/{id}"), "bob").status, 404);
        assert_eq!(decide(&server, "bob", id, &json!({"decision": "allow"})).0, 404, "another user");
        assert_eq!(decide(&server, "alice", id, &json!({"decision": "maybe"})).0, 422);
        assert_eq!(decide(&server, "alice", id, &json!({"decision": "allow", "remember": "ever"})).0, 422);
        assert_eq!(request(server.address(), "POST", &format!("/v1/approvals/{id}"), &[], "{}").status, 401);
        let (status, decided) = decide(&server, "alice", id, &json!({"decision": "allow"}));
        assert_eq!((status, &decided["data"]["status"]), (200, &json!("allowed")), "{decided}");
        let (status, again) = decide(&server, "alice", id, &json!({"decision": "deny"}));
        assert_eq!((status, &again["code"]), (409, &json!("APPROVAL_ENDED")), "{again}");
        let answer = chat.join().unwrap();
        let events = events(&answer);
        let told: Vec<&Value> = events
            .iter()
            .filter(|(name, _)| name == "approval")
            .map(|(_, data)| &data["approval"]["status"])
            .collect();
        assert_eq!(told, ["pending", "allowed"], "{}", answer.body);
        assert_eq!(answer.spoken(), "Three.");
    });
    assert!(results(&model)[0].contains("\n3\n"), "{:?}", results(&model));
    assert!(results(&model)[1].contains("\nx\n"));
}

#[test]
fn a_yes_for_the_session_is_asked_once_and_of_other_users_anew() {
    let (_home, _model, server) =
        start(ASKS, [add(), Reply::Text(&["a"]), add(), Reply::Text(&["b"]), add()]);
    std::thread::scope(|scope| {
        let ask = |user: &'static str| {
            let server = &server;
            scope.spawn(move || {
                server.chat(user, &json!({"message": "Add", "session_id": "s", "stream": false})).json()
            })
        };
        let first = ask("alice");
        let id = waiting(&server)["id"].as_str().unwrap().to_owned();
        assert_eq!(
            decide(&server, "alice", &id, &json!({"decision": "allow", "remember": "session"})).0,
            200
        );
        assert_eq!(first.join().unwrap()["data"]["message"]["content"], "a");
        assert_eq!(ask("alice").join().unwrap()["data"]["message"]["content"], "b");
        let third = ask("bob");
        let approval = waiting(&server);
        assert_eq!(approval["user_id"], "bob");
        assert_eq!(
            decide(&server, "bob", approval["id"].as_str().unwrap(), &json!({"decision": "deny"})).0,
            200
        );
        assert_eq!(third.join().unwrap()["success"], true);
    });
}

#[test]
fn what_nobody_answers_is_a_no() {
    let policy = format!("{ASKS}  ask_timeout_seconds: 1\n");
    let (_home, model, server) = start(&policy, [add(), Reply::Text(&["Nobody said yes."])]);
    let answer = server.chat("alice", &json!({"message": "Add", "stream": false})).json();
    assert_eq!(answer["data"]["message"]["content"], "Nobody said yes.");
    assert_eq!(results(&model)[0], "not called: the user was asked, and did not answer within 1 s");
    assert_eq!(server.admin("/v1/approvals").json()["data"]["count"], 0);
}

#[test]
fn an_operator_answers_with_the_command_line() {
    let (home, _model, server) = start(ASKS, [add(), Reply::Text(&["Three."]), add(), Reply::Text(&["No."])]);
    let chat = || server.chat("alice", &json!({"message": "Add", "stream": false})).json();
    let (code, out, err) = home.run(&["approvals", "list"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    std::thread::scope(|scope| {
        for (verb, words) in [("allow", "Three."), ("deny", "No.")] {
            let asked = scope.spawn(chat);
            let id = waiting(&server)["id"].as_str().unwrap().to_owned();
            let list = home.ok(&["approvals", "list"]);
            assert!(list.contains(&id) && list.contains("played/add"), "{list}");
            let json: Value = serde_json::from_str(&home.ok(&["approvals", "list", "--json"])).unwrap();
            assert_eq!(json["count"], 1);
            assert_eq!(home.run(&["approvals", verb, &id, "--user", "bob"]).0, 3, "not bob's");
            let (code, _, err) = home.run(&["approvals", verb, &id]);
            assert_eq!(code, 0, "{err}");
            assert_eq!(asked.join().unwrap()["data"]["message"]["content"], words);
            let (code, _, err) = home.run(&["approvals", verb, &id]);
            assert_eq!(code, 4, "{err}");
        }
    });
    assert_eq!(home.run(&["approvals", "allow", "apr_none"]).0, 3);
}

#[test]
fn chat_allows_what_its_flag_names_and_denies_the_rest_where_nobody_can_be_asked() {
    let model = Model::start(std::iter::repeat_with(|| [add(), Reply::Text(&["Done."])]).take(8).flatten());
    let home = home(&format!("{HEAD}{PLAYED}{ASKS}"));
    let variables = [("OPENAI_BASE_URL", model.base_url())];
    let chat = |args: &[&str]| {
        let mut all = vec!["chat"];
        all.extend_from_slice(args);
        all.push("Add");
        let output = home.muxi(&all).envs(variables.iter().cloned()).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        (text(&output.stdout), text(&output.stderr), results(&model).remove(0))
    };
    let yes = "\n3\n";
    let (out, err, result) = chat(&["--local"]);
    assert!(
        out.contains("Done.") && err.contains("--approve played/add") && result == NOBODY,
        "{result}: {err}"
    );
    for flag in ["all", "played/*", "add"] {
        let (_, _, result) = chat(&["--local", "--approve", flag]);
        assert!(result.contains(yes), "{flag}: {result}");
    }
    let (_, _, result) = chat(&["--local", "--approve", "other/*"]);
    assert_eq!(result, NOBODY);
    let (_, _, result) = chat(&["--local", "--json", "--approve", "all"]);
    assert!(result.contains(yes), "{result}");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    let (_, _, result) = chat(&["--approve", "all"]);
    assert!(result.contains(yes), "{result}");
    let (_, _, result) = chat(&["--json", "--approve", "all"]);
    assert!(result.contains(yes), "a whole answer: {result}");
}

/// What the model was told of the call, after a question that was answered with `keys`.
fn asked_on_a_terminal(local: bool, keys: &[&str]) -> (String, String) {
    let (home, model, server) =
        start(ASKS, [add(), Reply::Text(&["Done."]), add(), Reply::Text(&["Again."])]);
    let mut args = vec!["chat", "Add"];
    args.extend(local.then_some("--local"));
    let url = model.base_url();
    let mut terminal = Terminal::start_with(&home, 60, &args, &[("OPENAI_BASE_URL", &url)]);
    terminal.until("helper wants to call played/add: rule 1");
    terminal.until(r#"{"a":1,"b":2}"#);
    terminal.until("Allow it?");
    // What is typed ahead is no answer, so that each of them waits for its question.
    for (at, key) in keys.iter().enumerate() {
        if at > 0 {
            terminal.until("type y, s or n");
            terminal.until("Allow it?");
        }
        terminal.type_in(key);
    }
    terminal.until("Done.");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    drop(server);
    (results(&model).remove(0), seen)
}

#[test]
fn a_person_is_asked_on_the_terminal_and_ctrl_c_is_a_no_that_does_not_end_the_turn() {
    for (local, keys, expected) in [
        (true, &["y\r"][..], "\n3\n"),
        (false, &["y\r"], "\n3\n"),
        (true, &["s\r"], "\n3\n"),
        (true, &["what\r", "y\r"], "\n3\n"),
        (true, &["\r"], "said no"),
        (false, &["n\r"], "said no"),
        (false, &["\x03"], "said no"),
        (true, &["\x03"], "said no"),
    ] {
        let (result, seen) = asked_on_a_terminal(local, keys);
        assert!(result.contains(expected), "{keys:?} {local}: {result}\n{seen}");
    }
}

#[test]
fn what_was_typed_before_the_question_is_no_answer_to_it() {
    let (home, model, _server) = start(ASKS, [add(), Reply::Text(&["Done."])]);
    let url = model.base_url();
    let mut terminal = Terminal::start_with(&home, 60, &["chat", "Add"], &[("OPENAI_BASE_URL", &url)]);
    terminal.type_in("y\r");
    terminal.until("Allow it?");
    terminal.type_in("n\r");
    terminal.until("Done.");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(results(&model)[0].contains("said no"), "{seen}");
}

#[test]
fn what_a_model_says_cannot_draw_on_the_terminal_that_asks_about_it() {
    let arguments = "{\"text\": \"rm -rf x \u{202e}a\u{9b}2Jb\"}";
    let policy = ASKS.replace("played/add", "played/echo");
    let (home, model, _server) =
        start(&policy, [Reply::call("played__echo", arguments), Reply::Text(&["Done."])]);
    let url = model.base_url();
    let mut terminal = Terminal::start_with(&home, 200, &["chat", "Echo"], &[("OPENAI_BASE_URL", &url)]);
    terminal.until("Allow it?");
    let list = home.ok(&["approvals", "list"]);
    for part in ["played/echo", "  dangerous  ", " s  {\"text\"", "rm -rf x \\u{202e}a\\u{9b}2Jb"] {
        assert!(list.contains(part), "{part}: {list}");
    }
    terminal.type_in("n\r");
    terminal.until("Done.");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("rm -rf x \\u{202e}a\\u{9b}2Jb"), "{seen:?}");
    assert!(!seen.contains(['\u{202e}', '\u{9b}']), "{seen:?}");
}

#[test]
fn no_input_asks_nobody_and_deny_asks_says_no() {
    let model = Model::start(std::iter::repeat_with(|| [add(), Reply::Text(&["Done."])]).take(2).flatten());
    let home = home(&format!("{HEAD}{PLAYED}{ASKS}"));
    let url = model.base_url();
    for (flag, told) in [("--no-input", NOBODY), ("--deny-asks", SAID_NO)] {
        let args = ["chat", "--local", flag, "Add"];
        let mut terminal = Terminal::start_with(&home, 200, &args, &[("OPENAI_BASE_URL", &url)]);
        terminal.until("was denied");
        terminal.until("Done.");
        let (code, seen, _) = terminal.end();
        assert_eq!(code, 0, "{seen}");
        assert_eq!(results(&model)[0], told, "{flag}");
    }
}

#[test]
fn the_tests_of_a_formation_see_calls_of_tools_and_approve_what_their_flag_names() {
    let home = home(&format!("{HEAD}{PLAYED}{ASKS}"));
    home.write("tests/add.yaml", "message: Add\nexpect: {calls: [played/add], contains: Done}\n");
    for (flags, expected) in [(&["--approve", "played/*"][..], "\n3\n"), (&[][..], NOBODY)] {
        let model = Model::start([add(), Reply::Text(&["Done."])]);
        let mut args = vec!["test"];
        args.extend_from_slice(flags);
        let output = home.muxi(&args).env("OPENAI_BASE_URL", model.base_url()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(results(&model)[0].contains(expected), "{:?}", results(&model));
    }
}

#[test]
fn a_client_that_leaves_takes_its_question_along() {
    let (_home, _model, server) = start(ASKS, [add()]);
    let open = |user: &str| {
        let body = json!({"message": "Add"}).to_string();
        let head = format!(
            "POST /v1/chat HTTP/1.1\r\nHost: localhost\r\nX-Muxi-Client-Key: {}\r\nX-Muxi-User-ID: {user}\r\nContent-Length: {}\r\n\r\n{body}",
            server.client,
            body.len()
        );
        let mut stream = std::net::TcpStream::connect(server.address()).unwrap();
        std::io::Write::write_all(&mut stream, head.as_bytes()).unwrap();
        stream
    };
    let stream = open("alice");
    let id = waiting(&server)["id"].as_str().unwrap().to_owned();
    drop(stream);
    until(Duration::from_secs(10), "it still waits", || {
        server.admin("/v1/approvals").json()["data"]["count"] == 0
    });
    let one = server.admin(&format!("/v1/approvals/{id}")).json();
    assert_eq!(one["data"]["status"], "gone", "{one}");
    assert_eq!(decide(&server, "alice", &id, &json!({"decision": "allow"})).0, 409);
}
