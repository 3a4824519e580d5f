//! What a demanding client of the Model Context Protocol tries, over stdio: in the process of `muxi mcp serve`, and
//! passed on to a server.

use std::time::Duration;

use serde_json::{Value, json};

use super::mcp_stdio::Editor;
use crate::support::{Home, Model, QUICK_START, Reply, Server, until};

const SOON: Duration = Duration::from_secs(20);

fn code(answer: &Value) -> &Value {
    &answer["error"]["code"]
}

/// In this process, and at a server.
fn both(home: &Home, variables: &[(&str, &str)], test: impl Fn(&mut Editor)) {
    for here in [true, false] {
        let server = (!here).then(|| Server::start(home, variables));
        let args: &[&str] = if here { &["--local"] } else { &[] };
        let mut editor = Editor::ready(home, args, variables);
        test(&mut editor);
        assert_eq!(editor.end(), (Some(0), String::new()), "{args:?}");
        drop(server);
    }
}

#[test]
fn a_cursor_that_was_not_given_and_params_that_fit_no_method_are_refused_as_that() {
    both(&Home::echo(), &[], |editor| {
        for list in ["tools/list", "resources/list", "resources/templates/list", "prompts/list"] {
            for cursor in ["x", "1", "100", ""] {
                let answer = editor.ask(list, json!({"cursor": cursor}));
                assert_eq!(code(&answer), -32602, "{list} {cursor:?}: {answer}");
            }
            assert!(editor.ask(list, json!({}))["result"].is_object(), "{list}");
        }
        for (method, params) in [
            ("tools/call", json!({})),
            ("tools/call", json!({"name": 1})),
            ("tools/call", json!({"name": "nothing"})),
            ("tools/call", json!({"name": "chat", "arguments": "text"})),
            ("resources/read", json!({})),
            ("completion/complete", json!({"ref": {"type": "ref/other"}, "argument": {}})),
            ("logging/setLevel", json!({"level": "loud"})),
        ] {
            let answer = editor.ask(method, params.clone());
            assert_eq!(code(&answer), -32602, "{method} {params}: {answer}");
        }
        assert_eq!(code(&editor.ask("resources/read", json!({"uri": "muxi://sessions/none"}))), -32002);
        // What is not offered, and what nobody knows.
        for (method, params) in [
            ("logging/setLevel", json!({"level": "info"})),
            ("resources/subscribe", json!({"uri": "muxi://sessions/s"})),
            ("tools/forget", json!({})),
        ] {
            let answer = editor.ask(method, params);
            assert_eq!(code(&answer), -32601, "{method}: {answer}");
        }
        assert_eq!(editor.ask("ping", json!({}))["result"], json!({}));
    });
}

#[test]
fn the_ids_of_conversations_are_completed_for_their_user() {
    both(&Home::echo(), &[], |editor| {
        for id in ["blue-1", "blue-2", "red"] {
            editor.call("chat", json!({"message": "Hi", "session_id": id}));
        }
        let mut complete = |uri: &str, name: &str, value: &str| {
            let argument = json!({"name": name, "value": value});
            editor.ask(
                "completion/complete",
                json!({"ref": {"type": "ref/resource", "uri": uri}, "argument": argument}),
            )
        };
        let sessions = "muxi://sessions/{session_id}";
        let blue = complete(sessions, "session_id", "blue");
        let mut values: Vec<&str> = blue["result"]["completion"]["values"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        values.sort_unstable();
        assert_eq!(values, ["blue-1", "blue-2"], "{blue}");
        assert_eq!(blue["result"]["completion"]["hasMore"], false);
        let none = complete("muxi://artifacts/{artifact_id}", "artifact_id", "");
        assert_eq!(none["result"]["completion"]["values"], json!([]), "{none}");
        for (uri, name) in
            [(sessions, "artifact_id"), ("muxi://sessions/", "session_id"), ("file:///{a}", "a")]
        {
            assert_eq!(code(&complete(uri, name, "")), -32602, "{uri} {name}");
        }
    });
}

#[test]
fn a_version_that_nobody_knows_is_answered_with_one_that_is_spoken() {
    for here in [true, false] {
        let home = Home::echo();
        let _server = (!here).then(|| Server::start(&home, &[]));
        let mut editor = Editor::start(&home, if here { &["--local"] } else { &[] }, &[]);
        assert_eq!(editor.ask("ping", json!({}))["result"], json!({}), "before anything else");
        let client = json!({"name": "editor", "version": "1"});
        let hello = json!({"protocolVersion": "1999-01-01", "capabilities": {}, "clientInfo": client});
        let answer = editor.ask("initialize", hello);
        assert_eq!(answer["result"]["protocolVersion"], "2025-11-25", "{answer}");
    }
}

#[test]
fn who_hears_of_progress_hears_that_a_silent_model_is_still_waited_for() {
    let home = Home::with(QUICK_START);
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let model = Model::start([Reply::Silence]);
    let mut editor = Editor::ready(&home, &["--local"], &[("OPENAI_BASE_URL", &model.base_url())]);
    let params = json!({"name": "chat", "arguments": {"message": "Hi"}, "_meta": {"progressToken": 1}});
    editor.begin("tools/call", params);
    let silent = |m: &Value| m["method"] == "notifications/progress" && m["params"].get("message").is_none();
    let steps: Vec<f64> = std::iter::repeat_with(|| editor.hear())
        .filter(silent)
        .map(|m| m["params"]["progress"].as_f64().unwrap())
        .take(2)
        .collect();
    assert!(steps[1] > steps[0], "{steps:?}");
}

#[test]
fn in_this_process_an_answer_is_heard_as_it_comes_and_a_cancel_ends_the_call_of_the_model() {
    let home = Home::with(QUICK_START);
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let model = Model::start([Reply::Text(&["Hel", "lo."]), Reply::Silence, Reply::Text(&["Yes."])]);
    let mut editor = Editor::ready(&home, &["--local"], &[("OPENAI_BASE_URL", &model.base_url())]);
    let params = json!({"name": "chat", "arguments": {"message": "Hi"}, "_meta": {"progressToken": "t"}});
    let id = editor.begin("tools/call", params);
    let (mut last, mut text) = (0.0, String::new());
    loop {
        let message = editor.hear();
        if message["id"] == id {
            break;
        }
        assert_eq!(message["params"]["progressToken"], "t", "{message}");
        let step = message["params"]["progress"].as_f64().unwrap();
        assert!(step > last, "{message}");
        last = step;
        text.push_str(message["params"]["message"].as_str().unwrap());
    }
    assert!(text.ends_with("Hello."), "{text}");
    let silent = editor.begin("tools/call", json!({"name": "chat", "arguments": {"message": "And?"}}));
    until(SOON, "it is not asked", || model.asked().len() == 2);
    let params = json!({"requestId": silent});
    editor.send(&json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params}));
    until(SOON, "the model is still asked", || model.saw_hang_up());
    assert_eq!(editor.call("chat", json!({"message": "Still there?"}))["message"]["content"], "Yes.");
    assert_eq!(editor.end().0, Some(0));
}
