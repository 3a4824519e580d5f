//! Tools of servers in a turn: a real `muxi serve`, a real server of tools behind its walls, and a played model that
//! checks what it is sent.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Home, MCP_SERVER, Model, Reply, Said, Server, until};

pub(crate) const HEAD: &str = r#"schema: "1.0.0"
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
"#;

pub(crate) const PLAYED: &str = r"mcp:
  servers:
    - id: played
      description: Played
      type: command
      command: python3
      args: [server.py]
";

pub(crate) fn home(formation: &str) -> Home {
    let home = Home::with(formation);
    home.write("server.py", MCP_SERVER);
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    home
}

fn start(formation: &str, script: impl IntoIterator<Item = Reply>) -> (Home, Model, Server) {
    let model = Model::start(script);
    let home = home(formation);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    (home, model, server)
}

/// Waits until no server of tools is starting any more.
pub(crate) fn ready(server: &Server) {
    until(Duration::from_secs(20), "it is still starting", || {
        server.admin("/v1/mcp").json()["data"]["servers"]["starting"] == 0
    });
}

fn ask(server: &Server, message: &str) -> Value {
    let body = json!({"message": message, "session_id": "s", "stream": false, "trace": true});
    server.chat("alice", &body).json()
}

fn said(answer: &Value) -> &str {
    answer["data"]["message"]["content"].as_str().unwrap_or_else(|| panic!("{answer}"))
}

/// The results in the last request, in their order.
pub(crate) fn results(model: &Model) -> Vec<String> {
    let asked = model.asked();
    let messages = asked.last().expect("it was asked").body["messages"].as_array().unwrap().clone();
    let tools = messages.iter().filter(|message| message["role"] == "tool");
    tools.map(|message| message["content"].as_str().unwrap().to_owned()).collect()
}

fn between_marks(tool: &str, text: &str) -> String {
    format!("<tool_answer from=\"{tool}\">\n{text}\n</tool_answer>")
}

#[test]
fn tools_are_told_to_the_model_and_those_of_one_round_are_called_side_by_side_in_their_order() {
    let calls = Said::text(&["Let me look."])
        .call("played__slow", r#"{"seconds": 1.2}"#)
        .call("played__slow", r#"{"seconds": 1}"#)
        .call("played__echo", r#"{"text": "third"}"#)
        .call("played__nothing", "{}")
        .call("played__echo", r#"{"text": 5}"#)
        .call("played__fails", "{}");
    let (_home, model, server) =
        start(&format!("{HEAD}{PLAYED}"), [Reply::Said(calls), Reply::Text(&["Done."])]);
    let begin = Instant::now();
    let answer = ask(&server, "Go");
    let took = begin.elapsed();
    assert_eq!(said(&answer), "Let me look.\n\nDone.");
    assert!(took < Duration::from_millis(2100), "one after the other: {took:?}");
    let tools = &model.asked()[0].body["tools"];
    let names: Vec<&str> =
        tools.as_array().unwrap().iter().map(|tool| tool["function"]["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"played__echo") && names.contains(&"played__big"), "{names:?}");
    let results = results(&model);
    assert_eq!(results[0], between_marks("played__slow", "done"));
    assert_eq!(results[1], between_marks("played__slow", "done"));
    assert_eq!(results[2], between_marks("played__echo", "third"));
    assert!(results[3].starts_with("there is no tool played__nothing"), "{}", results[3]);
    assert_eq!(results[4], "the argument text is a number, and has to be string");
    assert_eq!(results[5], between_marks("played__fails", "no such thing"));
    let trace = answer["data"]["trace"].as_array().unwrap();
    let steps: Vec<&Value> = trace.iter().filter(|step| step["kind"] == "tool").collect();
    assert_eq!(steps.len(), 6, "{trace:?}");
    assert_eq!((&steps[2]["server"], &steps[2]["tool"]), (&json!("played"), &json!("echo")));
    assert_eq!((&steps[2]["verb"], &steps[2]["why"]), (&json!("allow"), &json!("default")));
    assert_eq!((&steps[3]["failed"], &steps[3]["server"]), (&json!(true), &Value::Null));
}

#[test]
fn a_secret_that_a_tool_tells_does_not_go_to_the_model_and_a_long_answer_is_cut() {
    let servers = PLAYED.replace(
        "      args: [server.py]\n",
        "      args: [server.py]\n      auth:\n        type: env\n        TOOL_TOKEN: \"${{ secrets.TOOL_TOKEN }}\"\n",
    );
    let model = Model::start([
        Reply::call("played__env", "{}"),
        Reply::call("played__big", r#"{"bytes": 3000}"#),
        Reply::Text(&["Done."]),
    ]);
    let home = home(&format!("{HEAD}{servers}input_limits:\n  max_tool_output_size: 2048\n"));
    home.keep("TOOL_TOKEN", "tool-secret-value-1");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    assert_eq!(said(&ask(&server, "Go")), "Done.");
    let results = results(&model);
    assert!(!results[0].contains("tool-secret-value-1"), "{}", results[0]);
    assert!(results[0].contains("TOOL_TOKEN"), "{}", results[0]);
    assert!(results[1].contains("(cut: 952 of 3000 bytes are missing"), "{}", results[1]);
    for path in ["/v1/mcp", "/v1/mcp/servers", "/v1/mcp/servers/played", "/v1/mcp/tools"] {
        let body = server.admin(path).body;
        assert!(!body.contains("tool-secret-value-1") && !body.contains("TOOL_TOKEN"), "{path}: {body}");
    }
}

#[test]
fn at_a_limit_the_model_is_asked_once_more_and_has_to_answer() {
    let echo = || Reply::call("played__echo", r#"{"text": "again"}"#);
    for (limit, script, words, requests) in [
        ("max_tool_iterations: 2", vec![echo(), echo()], "called tools 2 times in a row", 3),
        ("max_tool_calls: 1", vec![echo(), echo()], "1 calls of tools that a turn may have", 3),
        (
            "max_repeated_errors: 2",
            vec![Reply::call("played__fails", "{}"), Reply::call("played__fails", "{}")],
            "the same failure of a tool 2 times",
            3,
        ),
    ] {
        let formation = format!("{HEAD}{PLAYED}").replace("mcp:\n", &format!("mcp:\n  {limit}\n"));
        let script = script.into_iter().chain([Reply::Text(&["That is all I have."])]);
        let (_home, model, server) = start(&formation, script);
        assert_eq!(said(&ask(&server, "Go")), "That is all I have.", "{limit}");
        let asked = model.asked();
        assert_eq!(asked.len(), requests, "{limit}");
        let last = &asked[requests - 1].body;
        assert_eq!(last["tool_choice"], "none", "{limit}");
        let told = last["messages"].to_string();
        assert!(told.contains(words), "{limit}: {told}");
    }
}

#[test]
fn a_tool_that_never_answers_ends_at_its_time_and_the_turn_goes_on() {
    let formation = format!("{HEAD}{PLAYED}").replace("mcp:\n", "mcp:\n  max_tool_timeout_in_seconds: 1\n");
    let script = [Reply::call("played__never", "{}"), Reply::Text(&["It does not answer."])];
    let (_home, model, server) = start(&formation, script);
    let begin = Instant::now();
    assert_eq!(said(&ask(&server, "Go")), "It does not answer.");
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    assert!(results(&model)[0].contains("did not answer within 1 s"), "{:?}", results(&model));
}

#[test]
fn a_server_that_is_down_is_named_to_the_model_the_client_and_the_administrator() {
    let servers = PLAYED.replace(
        "      args: [server.py]\n",
        "      args: [server.py]\n    - id: broken\n      description: Broken\n      type: command\n      command: python3\n      args: [nothing.py]\n",
    );
    let (_home, model, server) = start(&format!("{HEAD}{servers}"), [Reply::Text(&["Hi."])]);
    let begin = Instant::now();
    let body = server.chat("alice", &json!({"message": "Hello", "session_id": "s"})).body;
    assert!(begin.elapsed() < Duration::from_secs(3), "{:?}", begin.elapsed());
    assert!(body.contains("event: missing") && body.contains("\"server\":\"broken\""), "{body}");
    let system = model.asked()[0].body["messages"][0]["content"].as_str().unwrap().to_owned();
    assert!(system.contains("not there now: broken ("), "{system}");
    let servers = server.admin("/v1/mcp/servers").json();
    let all = servers["data"]["servers"].as_array().unwrap();
    let state = |id: &str| all.iter().find(|one| one["id"] == id).unwrap().clone();
    assert_eq!(state("played")["state"], "ready");
    assert_eq!(state("played")["agents"], json!(["helper", "muxi-generalist"]));
    let broken = state("broken");
    assert!(["down", "failed", "starting"].contains(&broken["state"].as_str().unwrap()), "{broken}");
    assert_eq!(server.admin("/v1/status").json()["data"]["mcp_servers"], json!({"count": 2, "active": 1}));
    assert_eq!(server.admin("/v1/mcp/servers/none").status, 404);
    assert_eq!(server.get("/v1/mcp", "alice").status, 401, "it takes the admin key");
}

#[test]
fn a_whole_answer_names_the_servers_that_were_not_there_and_a_time_that_is_none_is_refused() {
    let servers = PLAYED.replace("[server.py]", "[nothing.py]");
    let (_home, _model, server) = start(&format!("{HEAD}{servers}"), [Reply::Text(&["Hi."])]);
    let answer = ask(&server, "Hello");
    let missing = &answer["data"]["missing"];
    assert_eq!(missing.as_array().map(Vec::len), Some(1), "{answer}");
    assert_eq!(missing[0]["server"], "played", "{answer}");
    assert!(missing[0]["state"].is_string() && missing[0]["error"]["code"].is_string(), "{missing}");
    for wrong in ["-1", "NaN", "inf", "soon", "1e400"] {
        for path in ["/v1/mcp/servers", "/v1/mcp/servers/played"] {
            let answer = server.admin(&format!("{path}?wait_seconds={wrong}"));
            assert_eq!(answer.status, 422, "{wrong}: {}", answer.body);
            assert!(answer.body.contains("wait_seconds"), "{wrong}: {}", answer.body);
        }
    }
    assert_eq!(server.admin("/v1/mcp/servers?wait_seconds=0.01").status, 200);
}

#[test]
fn an_agent_has_the_servers_that_it_names_with_its_own_filter() {
    let agents = HEAD.replace(
        "    system_message: You help.\n",
        "    system_message: You help.\n    mcp_servers:\n      - id: played\n        tools: [echo, add]\n  - id: other\n    name: Other\n    description: Has no servers\n    mcp_servers: []\n",
    );
    let formation = format!("{agents}{PLAYED}overlord:\n  workflow:\n    auto_decomposition: false\n");
    let (_home, model, server) = start(&formation, [Reply::Text(&["a"]), Reply::Text(&["b"])]);
    for agent in ["helper", "other"] {
        let body = json!({"message": "Go", "agent_id": agent, "stream": false});
        assert_eq!(server.chat("alice", &body).status, 200);
    }
    let asked = model.asked();
    let names = |nth: usize| -> Vec<String> {
        let tools = asked[nth].body["tools"].as_array().cloned().unwrap_or_default();
        let names = tools.iter().map(|tool| tool["function"]["name"].as_str().unwrap().to_owned());
        names.filter(|name| name.contains("__")).collect()
    };
    assert_eq!(names(0), ["played__echo", "played__add"]);
    assert_eq!(names(1), [""; 0]);
}

#[test]
fn a_tool_that_comes_up_while_the_formation_runs_is_there_in_the_next_turn() {
    let script =
        [Reply::call("played__change", "{}"), Reply::Text(&["Changed."]), Reply::Text(&["Now it is there."])];
    let (_home, model, server) = start(&format!("{HEAD}{PLAYED}"), script);
    assert_eq!(said(&ask(&server, "Go")), "Changed.");
    until(Duration::from_secs(15), "the list stays as it was", || {
        server.admin("/v1/mcp/tools").body.contains("\"new\"")
    });
    assert_eq!(said(&ask(&server, "And now?")), "Now it is there.");
    let asked = model.asked();
    let has = |nth: usize| asked[nth].body["tools"].to_string().contains("played__new");
    assert!(!has(0) && !has(1) && has(2), "a turn keeps its tools");
}

#[test]
fn what_the_policy_denies_is_not_called_and_the_model_is_told_why() {
    let policy = "tool_policy:\n  dangerous: deny\n  rules:\n    - tools: played/add\n      do: deny\n";
    let calls = Said::default()
        .call("played__add", r#"{"a": 1, "b": 2}"#)
        .call("played__echo", r#"{"text": "rm -rf /"}"#)
        .call("played__crash", "{}")
        .call("played__echo", r#"{"text": "fine"}"#);
    let script = [Reply::Said(calls), Reply::Text(&["Done."])];
    let (_home, model, server) = start(&format!("{HEAD}{PLAYED}{policy}"), script);
    let answer = ask(&server, "Go");
    assert_eq!(said(&answer), "Done.");
    let results = results(&model);
    assert_eq!(results[0], "not called: the formation does not allow this call (rule 1 (played/add))");
    assert!(results[1].contains("it deletes files for good"), "{}", results[1]);
    assert!(results[2].contains("its server says that it destroys something"), "{}", results[2]);
    assert_eq!(results[3], between_marks("played__echo", "fine"));
    let tools = server.admin("/v1/mcp/tools").json();
    let verb = |name: &str| {
        let all = tools["data"]["tools"].as_array().unwrap();
        all.iter().find(|tool| tool["name"] == name).unwrap()["verb"].clone()
    };
    assert_eq!((verb("add"), verb("echo"), verb("crash")), (json!("deny"), json!("allow"), json!("deny")));
}

#[test]
fn a_recording_has_the_calls_of_tools_and_is_played_without_a_server() {
    let script = [
        Reply::call("played__add", r#"{"a": 2, "b": 3}"#),
        Reply::call("played__fails", "{}"),
        Reply::Text(&["It is 5."]),
    ];
    let model = Model::start(script);
    let home = home(&format!("{HEAD}{PLAYED}"));
    let tape = home.path().join("tape");
    let tape = tape.to_str().unwrap();
    let question = json!({"message": "2 and 3?", "session_id": "s", "stream": false, "trace": true});
    let server = Server::start_with(&home, &["--record", tape], &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    let recorded = server.chat("alice", &question).json();
    assert_eq!(said(&recorded), "It is 5.");
    server.stop();
    drop(model);
    // Without the program nothing could be started.
    std::fs::remove_file(home.formation().join("server.py")).unwrap();
    let server = Server::start_with(&home, &["--replay", tape], &[]);
    let servers = server.admin("/v1/mcp/servers").json();
    assert_eq!(servers["data"]["servers"][0]["transport"], "recording", "{servers}");
    let mut question = question;
    question["session_id"] = json!("another");
    let played = server.chat("alice", &question).json();
    assert_eq!(said(&played), "It is 5.");
    let calls = |answer: &Value| -> Vec<Value> {
        let trace = answer["data"]["trace"].as_array().unwrap().clone();
        trace.into_iter().filter(|s| s["kind"] == "tool").map(|s| json!([s["tool"], s["failed"]])).collect()
    };
    assert_eq!(calls(&played), calls(&recorded));
    assert_eq!(calls(&played), [json!(["add", false]), json!(["fails", true])]);
}

#[test]
fn a_call_that_is_not_in_the_recording_says_so() {
    let model = Model::start([Reply::call("played__add", r#"{"a": 2, "b": 3}"#), Reply::Text(&["5."])]);
    let home = home(&format!("{HEAD}{PLAYED}"));
    let tape = home.path().join("tape");
    let shown = tape.to_str().unwrap();
    let server = Server::start_with(&home, &["--record", shown], &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    assert_eq!(said(&ask(&server, "Go")), "5.");
    server.stop();
    let mut removed = 0;
    for entry in std::fs::read_dir(&tape).unwrap().map(|entry| entry.unwrap().path()) {
        let text = std::fs::read_to_string(&entry).unwrap();
        if text.contains("\"tools/call\"") {
            assert!(text.contains("mcp:played"), "{text}");
            std::fs::remove_file(entry).unwrap();
            removed += 1;
        }
    }
    assert_eq!(removed, 1);
    let server = Server::start_with(&home, &["--replay", shown], &[]);
    let body = json!({"message": "Go", "session_id": "t", "stream": false});
    let answer = server.chat("alice", &body).json();
    // The model was told something else than then, which is not recorded either.
    assert_eq!(answer["code"], "MODEL_NOT_RECORDED", "{answer}");
    let said = answer["message"].as_str().unwrap();
    assert!(said.contains("/content is \"the server played failed: this question to mcp:played"), "{said}");
}

/// A picture of one point.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// A server with the tool `picture`.
fn with_picture() -> String {
    MCP_SERVER.replace("tool(\"pid\"),", "tool(\"pid\"), tool(\"picture\"),").replace(
        "    if name == \"pid\":",
        &format!(
            "    if name == \"picture\":\n        return {{\"content\": [{{\"type\": \"image\", \"mimeType\": \"image/png\", \"data\": \"{PNG}\"}}]}}\n    if name == \"pid\":"
        ),
    )
}

#[test]
fn a_picture_that_a_tool_gives_is_shown_to_the_model() {
    let script = [Reply::call("played__picture", "{}"), Reply::Text(&["A point."])];
    let model = Model::start(script);
    let home = home(&format!("{HEAD}{PLAYED}"));
    home.write("server.py", with_picture());
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    assert_eq!(said(&ask(&server, "What is it?")), "A point.");
    assert!(results(&model)[0].contains("(picture 1, shown below)"), "{:?}", results(&model));
    let asked = model.asked();
    let messages = asked[1].body["messages"].as_array().unwrap();
    let last = messages.last().unwrap();
    assert_eq!(last["role"], "user");
    assert!(last["content"].to_string().contains(&format!("data:image/png;base64,{PNG}")), "{last}");
}

#[test]
fn pictures_are_shown_when_every_call_of_the_round_has_its_result() {
    let both = Said::default()
        .call("played__picture", "{}")
        .call("delegate", r#"{"agent_id": "other", "task": " "}"#);
    let model = Model::start([Reply::Said(both), Reply::Text(&["A point."])]);
    let other = "  - id: other\n    name: Other\n    description: Does the rest\n";
    let home = home(&format!("{HEAD}{other}{PLAYED}"));
    home.write("server.py", with_picture());
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    let body = json!({"message": "What is it?", "agent_id": "helper", "stream": false});
    assert_eq!(said(&server.chat("alice", &body).json()), "A point.");
    let asked = model.asked();
    let messages = asked[1].body["messages"].as_array().unwrap();
    let roles: Vec<&str> = messages.iter().map(|message| message["role"].as_str().unwrap()).collect();
    assert_eq!(roles[roles.len() - 4..], ["assistant", "tool", "tool", "user"], "{roles:?}");
    assert_eq!(results(&model)[1], "the argument task is empty");
}
