//! One agent gives a task to another one, and what may go wrong with tools: exact requests to a
//! played model.

use std::io::Read;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Home, Model, Reply, Said, Server, request, request_raw, until};

const TEAM: &str = r#"schema: "1.0.0"
id: team
description: A team of three
llm:
  api_keys:
    openai: "${{ secrets.OPENAI_API_KEY }}"
  models:
    - text: openai/gpt-4o-mini
agents:
  - id: lead
    name: Lead
    description: Leads
    default: true
    system_message: You lead.
  - id: writer
    name: Writer
    description: Writes letters
    system_message: You write.
  - id: critic
    name: Critic
    description: Finds mistakes
    system_message: You find mistakes.
"#;

fn team(more: &str, script: impl IntoIterator<Item = Reply>) -> (Home, Model, Server) {
    let model = Model::start(script);
    let home = Home::with(&format!("{TEAM}{more}"));
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    (home, model, server)
}

fn give(agent: &str, task: &str) -> Reply {
    Reply::call("delegate", &json!({"agent_id": agent, "task": task}).to_string())
}

fn ask(server: &Server, message: &str) -> Value {
    let body =
        json!({"message": message, "agent_id": "lead", "session_id": "s", "stream": false, "trace": true});
    server.chat("alice", &body).json()
}

/// The result of the call that was answered last in the `nth` request.
fn result(model: &Model, nth: usize) -> String {
    let asked = model.asked();
    let messages = asked[nth].body["messages"].as_array().unwrap().clone();
    let last = messages.last().expect("a message").clone();
    assert_eq!(last["role"], "tool", "{last}");
    last["content"].as_str().unwrap().to_owned()
}

#[test]
fn a_task_goes_to_another_agent_and_its_answer_comes_back() {
    let script = [
        give("writer", "Write a letter to Ms Wu."),
        Reply::Text(&["Dear Ms Wu."]),
        Reply::Text(&["Here it is: Dear Ms Wu."]),
    ];
    let (_home, model, server) = team("", script);
    let answer = ask(&server, "A letter to Ms Wu, please");
    let message = &answer["data"]["message"];
    assert_eq!(message["content"], "Here it is: Dear Ms Wu.", "{answer}");
    assert_eq!(message["metadata"]["agent_id"], "lead");
    assert_eq!(message["metadata"]["usage"]["total_tokens"], 30, "all three calls are counted");
    let asked = model.asked();
    assert_eq!(asked.len(), 3);
    let tool = &asked[0].body["tools"][0]["function"];
    assert_eq!(tool["name"], "delegate");
    assert_eq!(tool["parameters"]["properties"]["agent_id"]["enum"], json!(["writer", "critic"]));
    assert!(tool["description"].as_str().unwrap().contains("- writer: Writer. Writes letters"));
    // The other agent is told its own instructions and the task, and nothing of the conversation.
    assert_eq!(asked[1].messages(), ["system: You write.", "user: Write a letter to Ms Wu."]);
    assert_eq!(asked[1].body["stream"], false);
    assert_eq!(result(&model, 2), "Dear Ms Wu.");
    let kinds: Vec<&str> =
        answer["data"]["trace"].as_array().unwrap().iter().map(|s| s["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["route", "ask", "model", "delegate", "ask", "model", "tool", "ask", "model"]);
    // What is kept is the question and the answer.
    let kept = server.get("/v1/sessions/s/messages", "alice").json();
    let kept: Vec<&Value> =
        kept["data"]["messages"].as_array().unwrap().iter().map(|m| &m["content"]).collect();
    assert_eq!(kept, ["A letter to Ms Wu, please", "Here it is: Dear Ms Wu."]);
}

#[test]
fn what_one_agent_tells_another_is_not_streamed_to_the_user() {
    let script = [
        Reply::Said(
            Said::text(&["Let me ask."]).call("delegate", r#"{"agent_id":"writer","task":"Write."}"#),
        ),
        Reply::Text(&["between us"]),
        Reply::Text(&["Done", "."]),
    ];
    let (_home, model, server) = team("overlord:\n  response:\n    progress: true\n", script);
    let body = server.chat("alice", &json!({"message": "@lead write", "session_id": "s"})).body;
    assert!(!body.contains("between us"), "{body}");
    assert!(
        body.contains("\"content\":\"Writer works on it\"") && body.contains("\"stage\":\"delegating\""),
        "{body}"
    );
    assert!(body.ends_with("event: done\ndata: {\"finished\":true}\n\n"));
    let said = &model.asked()[2].body["messages"];
    assert_eq!(said[2]["content"], "Let me ask.", "the words before a call go back with it");
    let kept = server.get("/v1/sessions/s/messages", "alice").json();
    assert_eq!(kept["data"]["messages"][1]["content"], "Let me ask.\n\nDone.");
}

#[test]
fn agents_do_not_wait_for_each_other_in_a_circle() {
    let script = [
        give("writer", "Write."),
        give("lead", "You do it."),
        Reply::Text(&["Then I do it."]),
        Reply::Text(&["Done."]),
    ];
    let (_home, model, server) = team("", script);
    assert_eq!(ask(&server, "Write")["data"]["message"]["content"], "Done.");
    assert_eq!(result(&model, 2), "the agent lead waits for this very task: do it yourself");
    assert_eq!(result(&model, 3), "Then I do it.");
}

#[test]
fn a_loop_of_delegations_ends_and_names_the_way_out() {
    let script = [give("writer", "Write."), give("lead", "a"), give("lead", "b"), give("lead", "c")];
    let (_home, model, server) = team("", script);
    let answer = ask(&server, "Write");
    assert_eq!(answer["error"]["code"], "TURN_ENDLESS", "{answer}");
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(message.contains("lead > writer > lead"), "{message}");
    assert!(answer["error"]["data"]["hint"].as_str().unwrap().contains("agent_id"), "{answer}");
    assert_eq!(model.asked().len(), 4);
    // The session goes on.
    assert_eq!(ask(&server, "Hello")["data"]["message"]["content"], "Hello!");
}

#[test]
fn a_chain_of_agents_has_an_end() {
    let agents = (1..=4).map(|n| format!("  - id: a{n}\n    name: A{n}\n    description: Number {n}\n"));
    let agents = agents.collect::<Vec<_>>().concat();
    let script = [
        give("a1", "t"),
        give("a2", "t"),
        give("a3", "t"),
        give("a4", "t"),
        Reply::Text(&["three"]),
        Reply::Text(&["two"]),
        Reply::Text(&["one"]),
        Reply::Text(&["all"]),
    ];
    let (_home, model, server) = team(&agents, script);
    assert_eq!(ask(&server, "Go")["data"]["message"]["content"], "all");
    assert_eq!(result(&model, 4), "3 agents wait for each other already: do it yourself");
    assert_eq!([5, 6, 7].map(|nth| result(&model, nth)), ["three", "two", "one"]);
}

#[test]
fn calls_that_do_not_fit_go_back_to_the_model_and_name_what_is_wrong() {
    let script = [
        Reply::call("search_web", r#"{"q":"x"}"#),
        Reply::call("delegate", r#"{"agent_id":"writer","task":"#),
        Reply::call("delegate", r#"{"agent_id":"writer"}"#),
        Reply::call("delegate", r#"{"agent_id":"nobody","task":"t"}"#),
        Reply::call("delegate", ""),
        Reply::Text(&["I answer myself."]),
    ];
    let (_home, model, server) = team("", script);
    assert_eq!(ask(&server, "Go")["data"]["message"]["content"], "I answer myself.");
    assert_eq!(result(&model, 1), "there is no tool search_web; there is delegate");
    assert!(result(&model, 2).starts_with("the arguments are no JSON"), "{}", result(&model, 2));
    assert_eq!(result(&model, 3), "the argument task is missing");
    assert!(result(&model, 4).contains(r#"has to be one of "writer", "critic""#));
    assert_eq!(result(&model, 5), "the argument agent_id is missing");
}

#[test]
fn a_model_that_calls_tools_for_ever_is_stopped_and_the_session_stays_usable() {
    let script = (0..11).map(|nth| Reply::call(&format!("nothing-{nth}"), "{}"));
    let (_home, model, server) = team("", script);
    let answer = ask(&server, "Go");
    assert_eq!(answer["error"]["code"], "TURN_ENDLESS");
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(message.contains("the agent lead called tools 10 times in a row"), "{message}");
    let asked = model.asked();
    assert_eq!(asked.len(), 11, "once more than it may call, and then it has to answer");
    assert_eq!(asked[10].body["tool_choice"], "none");
    assert_eq!(ask(&server, "Hello")["data"]["message"]["content"], "Hello!");
    let kept = server.get("/v1/sessions/s/messages", "alice").json();
    assert_eq!(kept["data"]["messages"].as_array().unwrap().len(), 3, "nothing is kept twice");
}

#[test]
fn too_many_calls_in_one_turn_are_stopped_too() {
    let many = |from: u32| {
        (from..from + 26).fold(Said::default(), |said, nth| said.call(&format!("nothing-{nth}"), "{}"))
    };
    let (_home, model, server) = team("", [many(0), many(26), many(52)].map(Reply::Said));
    let answer = ask(&server, "Go");
    assert_eq!(answer["error"]["code"], "TURN_ENDLESS", "{answer}");
    assert!(answer["error"]["message"].as_str().unwrap().contains("50 calls"), "{answer}");
    assert_eq!(model.asked().len(), 3);
    assert!(result(&model, 2).starts_with("not called: a turn may have 50 calls"), "{}", result(&model, 2));
}

#[test]
fn the_same_failure_again_and_again_ends_the_calls() {
    let (_home, model, server) = team("", std::iter::repeat_n(Reply::call("nothing", "{}"), 3));
    assert_eq!(ask(&server, "Go")["data"]["message"]["content"], "Hello!");
    assert_eq!(model.asked().len(), 4);
    assert!(
        result(&model, 3).contains("the same failure of a tool 3 times in a row"),
        "{}",
        result(&model, 3)
    );
}

#[test]
fn what_fails_for_the_other_agent_is_told_to_the_one_that_asked() {
    let refusal = r#"{"error":{"message":"The image is broken","type":"invalid_request_error"}}"#;
    let script = [give("writer", "Write."), Reply::Status(400, "", refusal), Reply::Text(&["It failed."])];
    let (_home, model, server) = team("", script);
    assert_eq!(ask(&server, "Go")["data"]["message"]["content"], "It failed.");
    assert!(result(&model, 2).starts_with("the agent could not do it: "), "{}", result(&model, 2));
}

#[test]
fn a_formation_that_cuts_nothing_up_has_no_delegation() {
    let (_home, model, server) = team("overlord:\n  workflow:\n    auto_decomposition: false\n", []);
    ask(&server, "Go");
    assert_eq!(model.asked()[0].body.get("tools"), None);
}

#[test]
fn a_request_names_the_agent_that_answers_while_another_one_has_a_task_of_it() {
    let (_home, model, server) = team("", [give("writer", "Write."), Reply::Silence]);
    let body =
        json!({"message": "Write", "agent_id": "lead", "session_id": "s", "request_id": "r"}).to_string();
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", "alice")];
    let mut stream = request_raw(server.address(), "POST", "/v1/chat", &headers, &body);
    until(Duration::from_secs(20), "the other agent is not asked", || model.asked().len() == 2);
    let agent = || server.get("/v1/requests/r", "alice").json()["data"]["agent_id"].clone();
    assert_eq!(agent(), "lead", "while the other one works");
    let cancelled = request(server.address(), "DELETE", "/v1/requests/r", &headers, "");
    assert_eq!(cancelled.json()["data"]["status"], "cancelled", "{}", cancelled.body);
    assert_eq!(agent(), "lead", "and after the end");
    assert!(model.saw_hang_up(), "the cancel reaches the socket");
    let mut told = String::new();
    stream.read_to_string(&mut told).unwrap();
    assert!(told.contains("REQUEST_CANCELLED"), "{told}");
    let kept = server.get("/v1/sessions/s/messages", "alice").json();
    assert_eq!(kept["data"]["messages"].as_array().unwrap().len(), 1, "{kept}");
}

#[test]
fn a_client_that_leaves_ends_the_task_of_the_other_agent_and_the_session_goes_on_after_a_restart() {
    let (home, model, server) = team("", [give("writer", "Write."), Reply::Silence]);
    let body = json!({"message": "Write", "agent_id": "lead", "session_id": "s"}).to_string();
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", "alice")];
    let mut stream = request_raw(server.address(), "POST", "/v1/chat", &headers, &body);
    until(Duration::from_secs(20), "the other agent is not asked", || model.asked().len() == 2);
    stream.read_exact(&mut [0; 16]).expect("the answer has begun");
    drop(stream);
    assert!(model.saw_hang_up(), "the cancel reaches the socket");
    assert_eq!(server.stop().0, Some(0));
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    assert_eq!(ask(&server, "Hello")["data"]["message"]["content"], "Hello!");
    let kept = server.get("/v1/sessions/s/messages", "alice").json();
    let messages = kept["data"]["messages"].as_array().unwrap().clone();
    let contents: Vec<&Value> = messages.iter().map(|m| &m["content"]).collect();
    assert_eq!(contents, ["Write", "Hello", "Hello!"]);
}
