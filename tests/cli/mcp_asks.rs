//! Calls of tools that need a yes, asked over MCP: the client's user is asked where the client can.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::approvals::{self, ASKS};
use super::mcp_stdio::Editor;
use super::tools::{HEAD, PLAYED, home, ready, results};
use crate::support::{Home, Model, Reply, Server};

const HERE: &[&str] = &["--local"];

fn asking(turns: usize) -> (Home, Model) {
    let script = std::iter::repeat_with(|| [approvals::add(), Reply::Text(&["Done."])]).take(turns).flatten();
    (home(&format!("{HEAD}{PLAYED}{ASKS}")), Model::start(script))
}

fn served(home: &Home, model: &Model) -> Server {
    let server = Server::start(home, &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    server
}

fn add(editor: &mut Editor) -> u64 {
    let params = json!({"name": "chat", "arguments": {"message": "Add"}, "_meta": {"progressToken": "p"}});
    editor.begin("tools/call", params)
}

/// The next message that is no progress.
fn next(editor: &Editor) -> Value {
    std::iter::repeat_with(|| editor.hear()).find(|m| m["method"] != "notifications/progress").unwrap()
}

/// The question that the client is to show.
fn question(editor: &Editor) -> Value {
    let asked = next(editor);
    assert_eq!(asked["method"], "elicitation/create", "{asked}");
    asked
}

fn reply(editor: &mut Editor, to: &Value, answer: &Value) {
    let mut message = json!({"jsonrpc": "2.0", "id": to["id"]});
    message.as_object_mut().unwrap().extend(answer.as_object().unwrap().clone());
    editor.send(&message);
}

fn yes() -> Value {
    json!({"result": {"action": "accept", "content": {"allow": true}}})
}

#[test]
fn the_user_of_a_client_that_can_ask_is_asked_and_only_a_yes_is_one() {
    const YES: &str = "\n3\n";
    const NO: &str = "the user said no";
    let error = json!({"error": {"code": -32603, "message": "no window"}});
    let answers = [
        (yes(), YES),
        (json!({"result": {"action": "accept", "content": {"allow": false}}}), NO),
        (json!({"result": {"action": "accept"}}), NO),
        (json!({"result": {"action": "decline"}}), NO),
        (json!({"result": {"action": "cancel"}}), NO),
        (error, "nobody could be asked"),
        (yes(), YES),
    ];
    let (home, model) = asking(2 * answers.len());
    let variables = [("OPENAI_BASE_URL", model.base_url())];
    let variables = variables.each_ref().map(|(name, value)| (*name, value.as_str()));
    let serving = |here: bool| (!here).then(|| served(&home, &model));
    for here in [true, false] {
        let _server = serving(here);
        let args = if here { HERE } else { &[] };
        // Without modes it is the form, as before there were modes.
        let can = if here { json!({"elicitation": {}}) } else { json!({"elicitation": {"form": {}}}) };
        let mut editor = Editor::able(&home, args, &variables, &can);
        for (answer, told) in &answers {
            // Beside a server somebody else can answer where the client fails.
            if !here && answer.get("error").is_some() {
                continue;
            }
            let id = add(&mut editor);
            let asked = question(&editor);
            let form = &asked["params"];
            let text = form["message"].as_str().unwrap();
            assert!(text.contains("helper wants to call played/add (rule 1 (played/add))"), "{text}");
            assert!(text.contains(r#"{"a":1,"b":2}"#), "{text}");
            assert_eq!(form["mode"], "form");
            assert_eq!(form["requestedSchema"]["properties"]["allow"]["type"], "boolean", "{form}");
            assert_eq!(form["requestedSchema"]["required"], json!(["allow"]));
            reply(&mut editor, &asked, answer);
            let done = next(&editor);
            assert_eq!((&done["id"], &done["result"]["isError"]), (&json!(id), &json!(false)), "{done}");
            assert!(results(&model)[0].contains(told), "{answer}: {:?}", results(&model));
        }
        assert_eq!(editor.end().0, Some(0));
    }
}

#[test]
fn where_nobody_can_be_asked_a_call_is_denied_at_once_and_the_model_is_told_why() {
    let (home, model) = asking(3);
    let url = model.base_url();
    let variables = [("OPENAI_BASE_URL", url.as_str())];
    let denied = |since: Instant| {
        assert!(since.elapsed() < Duration::from_mins(1), "{:?}", since.elapsed());
        let told = results(&model).remove(0);
        for words in
            ["played/add needs a yes of the user (rule 1 (played/add))", "`tool_policy`", "`muxi serve`"]
        {
            assert!(told.contains(words), "{told}");
        }
    };
    // A client that can only open a page cannot be asked either.
    for can in [json!({}), json!({"elicitation": {"url": {}}})] {
        let mut editor = Editor::able(&home, HERE, &variables, &can);
        let began = Instant::now();
        assert_eq!(editor.call("chat", json!({"message": "Add"}))["message"]["content"], "Done.");
        denied(began);
        assert_eq!(editor.end().0, Some(0));
    }
    // In 2026-07-28 a server asks nothing of its own accord.
    let mut editor = Editor::start(&home, HERE, &variables);
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "editor", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {"elicitation": {"form": {}}},
    });
    editor.ask("server/discover", json!({"_meta": meta}));
    let began = Instant::now();
    let params = json!({"name": "chat", "arguments": {"message": "Add"}, "_meta": meta});
    let answer = editor.ask("tools/call", params);
    assert_eq!(answer["result"]["structuredContent"]["message"]["content"], "Done.", "{answer}");
    denied(began);
}

/// The id of the call that waits at the server.
fn waiting(server: &Server) -> String {
    approvals::waiting(server)["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_operator_who_is_faster_takes_the_question_back() {
    let (home, model) = asking(2);
    let server = served(&home, &model);
    let mut editor = Editor::able(&home, &[], &[], &json!({"elicitation": {"form": {}}}));
    let id = add(&mut editor);
    let asked = question(&editor);
    assert_eq!(home.run(&["approvals", "allow", &waiting(&server)]).0, 0);
    let (mut taken_back, mut done) = (Value::Null, Value::Null);
    while taken_back.is_null() || done.is_null() {
        let message = next(&editor);
        let place = if message["id"] == id { &mut done } else { &mut taken_back };
        *place = message;
    }
    assert_eq!(taken_back["method"], "notifications/cancelled", "{taken_back}");
    assert_eq!(taken_back["params"]["requestId"], asked["id"], "{taken_back}");
    assert_eq!(done["result"]["isError"], false, "{done}");
    assert!(results(&model)[0].contains("\n3\n"));
    // Too late, and for nothing.
    reply(&mut editor, &asked, &json!({"result": {"action": "decline"}}));
    let id = add(&mut editor);
    let asked = question(&editor);
    reply(&mut editor, &asked, &yes());
    assert_eq!(next(&editor)["id"], id);
    assert!(results(&model)[0].contains("\n3\n"));
}

#[test]
fn beside_a_server_a_client_that_cannot_ask_is_told_who_can_answer() {
    let (home, model) = asking(1);
    let server = served(&home, &model);
    let mut editor = Editor::ready(&home, &[], &[]);
    let id = add(&mut editor);
    let approval = waiting(&server);
    let how = format!("`muxi approvals allow {approval}` answers");
    let told = |m: &Value| m["params"]["message"].as_str().is_some_and(|text| text.contains(&how));
    std::iter::repeat_with(|| editor.hear()).find(told).unwrap();
    assert_eq!(home.run(&["approvals", "allow", &approval]).0, 0);
    assert_eq!(next(&editor)["id"], id);
    assert!(results(&model)[0].contains("\n3\n"));
}

#[test]
fn a_call_that_is_cancelled_takes_its_question_back() {
    let (home, model) = asking(2);
    let url = model.base_url();
    let can = json!({"elicitation": {"form": {}}});
    let mut editor = Editor::able(&home, HERE, &[("OPENAI_BASE_URL", &url)], &can);
    let id = add(&mut editor);
    let asked = question(&editor);
    let params = json!({"requestId": id});
    editor.send(&json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params}));
    let taken_back = std::iter::repeat_with(|| editor.hear())
        .find(|message| message["method"] == "notifications/cancelled")
        .unwrap();
    assert_eq!(taken_back["params"]["requestId"], asked["id"], "{taken_back}");
    assert_eq!(editor.call("health", json!({}))["status"], "healthy");
    assert_eq!(editor.end().0, Some(0));
}
