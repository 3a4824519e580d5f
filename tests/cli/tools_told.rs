//! What is told of calls of tools: why one was not made, at which limit a turn ends, how far a call is, and all of it
//! without values of secrets.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::approvals::{add, decide, waiting};
use super::tools::{HEAD, PLAYED, home, ready, results};
use crate::support::{Home, Model, Reply, Said, Server, events, request};

const ASKS: &str = "tool_policy:\n  ask_timeout_seconds: 20\n  rules:\n    - tools: played/add\n      do: ask\n    - tools: played/pid\n      do: deny\n";

fn start_with(
    formation: &str,
    args: &[&str],
    script: impl IntoIterator<Item = Reply>,
) -> (Home, Model, Server) {
    let model = Model::start(script);
    let home = home(formation);
    let server = Server::start_with(&home, args, &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    (home, model, server)
}

fn start(formation: &str, script: impl IntoIterator<Item = Reply>) -> (Home, Model, Server) {
    start_with(formation, &[], script)
}

fn traced(server: &Server) -> Value {
    server.chat("alice", &json!({"message": "Go", "session_id": "s", "stream": false, "trace": true})).json()
}

/// The calls in a trace: server, tool and why it was not made.
fn calls(answer: &Value) -> Vec<Value> {
    let steps = answer["data"]["trace"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let calls = steps.iter().filter(|step| step["kind"] == "tool");
    calls.map(|step| json!([step["server"], step["tool"], step["denied_by"]])).collect()
}

/// The lines about tools in the log of the agent.
fn log_of(server: &Server) -> Vec<String> {
    let log = server.admin("/v1/agents/helper/logs").json();
    let lines = log["data"]["lines"].as_array().unwrap_or_else(|| panic!("{log}"));
    let tools = lines.iter().filter(|line| line["kind"] == "tool");
    tools.map(|line| line["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_call_that_a_limit_refuses_is_told_as_its_servers_like_all_others() {
    let formation = format!("{HEAD}{PLAYED}").replace("mcp:\n", "mcp:\n  max_tool_calls: 1\n");
    let both =
        Said::default().call("played__echo", r#"{"text": "a"}"#).call("played__echo", r#"{"text": "b"}"#);
    let (_home, _model, server) = start(&formation, [Reply::Said(both), Reply::Text(&["Done."])]);
    let answer = traced(&server);
    assert_eq!(
        calls(&answer),
        [json!(["played", "echo", null]), json!(["played", "echo", "limit"])],
        "{answer}"
    );
    assert_eq!(log_of(&server), ["played/echo done", "played/echo not called (limit)"]);
}

#[test]
fn a_name_that_a_model_makes_up_is_without_secrets_in_the_log_of_its_agent() {
    let script = [Reply::call("sk-test-1234567890", "{}"), Reply::Text(&["Done."])];
    let (_home, _model, server) = start(&format!("{HEAD}{PLAYED}"), script);
    let answer = traced(&server);
    assert_eq!(answer["data"]["message"]["content"], "Done.", "{answer}");
    assert_eq!(log_of(&server), ["[REDACTED:OPENAI_API_KEY] failed"]);
}

#[test]
fn a_no_of_the_user_of_nobody_of_the_time_and_of_the_policy_are_told_apart() {
    let script = [add(), Reply::Text(&["a"]), add(), Reply::Text(&["b"])];
    let (_home, model, server) = start(&format!("{HEAD}{PLAYED}{ASKS}"), script);
    let by_answer = |body: Value| {
        std::thread::scope(|scope| {
            let chat = scope.spawn(|| traced(&server));
            let approval = waiting(&server);
            let id = approval["id"].as_str().unwrap();
            for bad in [
                json!({"decision": "allow", "asked": false}),
                json!({"decision": "deny", "asked": false, "remember": "session"}),
            ] {
                assert_eq!(decide(&server, "alice", id, &bad).0, 422, "{bad}");
            }
            let (status, decided) = decide(&server, "alice", id, &body);
            assert_eq!((status, &decided["data"]["status"]), (200, &json!("denied")), "{decided}");
            (decided["data"]["denied_by"].clone(), calls(&chat.join().unwrap())[0][2].clone())
        })
    };
    assert_eq!(by_answer(json!({"decision": "deny"})), (json!("user"), json!("user")));
    assert!(results(&model)[0].contains("the user said no"), "{:?}", results(&model));
    assert_eq!(by_answer(json!({"decision": "deny", "asked": false})), (json!("nobody"), json!("nobody")));
    let told = results(&model).pop().unwrap();
    assert!(told.contains("nobody could be asked") && !told.contains("said no"), "{told}");
    assert_eq!(log_of(&server), ["played/add not called (user)", "played/add not called (nobody)"]);

    let soon = ASKS.replace("ask_timeout_seconds: 20", "ask_timeout_seconds: 1");
    let both = Said::default().call("played__add", r#"{"a": 1, "b": 2}"#).call("played__pid", "{}");
    let script = [Reply::Said(both), Reply::Text(&["c"])];
    let (_home, model, server) = start_with(&format!("{HEAD}{PLAYED}{soon}"), &["--log", "steps"], script);
    let answer = server.chat("alice", &json!({"message": "Go", "trace": true}));
    let events = events(&answer);
    let of = |name: &str| -> Vec<Value> {
        events.iter().filter(|(event, _)| event == name).map(|(_, data)| data.clone()).collect()
    };
    let ended = of("approval").pop().unwrap();
    assert_eq!(
        (&ended["approval"]["status"], &ended["approval"]["denied_by"]),
        (&json!("expired"), &json!("timeout"))
    );
    let steps = of("step");
    let denied: Vec<&Value> =
        steps.iter().map(|step| &step["step"]["denied_by"]).filter(|by| by.is_string()).collect();
    assert_eq!(denied, ["timeout", "policy"], "{}", answer.body);
    assert!(!results(&model).concat().contains("said no"), "{:?}", results(&model));
    let (_, log) = server.stop();
    for by in ["\"denied_by\":\"timeout\"", "\"denied_by\":\"policy\""] {
        assert!(log.contains(by), "{by}: {log}");
    }
}

#[test]
fn chat_and_tests_say_who_said_no() {
    let home = home(&format!("{HEAD}{PLAYED}{ASKS}"));
    home.write("tests/add.yaml", "message: Add\nexpect: {contains: Done}\n");
    let run = |args: &[&str]| -> Value {
        let model = Model::start([add(), Reply::Text(&["Done."])]);
        let output = home.muxi(args).env("OPENAI_BASE_URL", model.base_url()).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    for (flags, by) in [(&[][..], "nobody"), (&["--no-input"], "nobody"), (&["--deny-asks"], "user")] {
        let mut args = vec!["chat", "--local", "--json", "--trace", "Add"];
        args.extend_from_slice(flags);
        let answer = run(&args);
        assert_eq!(calls(&json!({"data": answer})), [json!(["played", "add", by])], "{flags:?}");
    }
    let report = run(&["test", "--json"]);
    let turn = &report["cases"][0]["turns"][0];
    assert_eq!(turn["calls"], json!(["played/add"]), "{report}");
    assert_eq!(turn["denied"][0]["tool"], "played/add", "{report}");
    assert_eq!(turn["denied"][0]["denied_by"], "nobody", "{report}");
}

#[test]
fn a_call_by_hand_that_is_refused_says_by_what() {
    let (_home, _model, server) = start(&format!("{HEAD}{PLAYED}{ASKS}"), []);
    let call = |tool: &str| {
        let body = json!({"tool": tool, "arguments": {"a": 1, "b": 2}}).to_string();
        let headers = [("X-Muxi-Admin-Key", server.admin.as_str())];
        request(server.address(), "POST", "/v1/mcp/servers/played/call", &headers, &body).json()
    };
    let (asks, denied) = (call("add"), call("pid"));
    assert_eq!((&asks["code"], &asks["error"]["data"]["denied_by"]), (&json!("TOOL_ASKS"), &json!("nobody")));
    assert_eq!(
        (&denied["code"], &denied["error"]["data"]["denied_by"]),
        (&json!("TOOL_DENIED"), &json!("policy")),
        "{denied}"
    );
}

#[test]
fn at_each_limit_a_turn_that_goes_on_ends_with_its_words() {
    let echo = || Reply::call("played__echo", r#"{"text": "again"}"#);
    let fails = || Reply::call("played__fails", "{}");
    let slow = || Reply::call("played__slow", r#"{"seconds": 30}"#);
    for (limit, script, words) in [
        ("max_tool_iterations: 2", vec![echo(), echo(), echo()], "called tools 2 times in a row"),
        (
            "max_tool_calls: 1",
            vec![echo(), echo(), echo()],
            "came to the 1 calls of tools that a turn may have",
        ),
        (
            "max_repeated_errors: 2",
            vec![fails(), fails(), fails()],
            "had the same failure of a tool 2 times in a row",
        ),
        (
            "max_timeout_in_seconds: 1",
            vec![slow(), echo(), echo()],
            "came to the 1 s that the calls of a turn may take",
        ),
    ] {
        let formation = format!("{HEAD}{PLAYED}").replace("mcp:\n", &format!("mcp:\n  {limit}\n"));
        let (home, model, _server) = start(&formation, script);
        let begin = Instant::now();
        let (code, out, err) = home.run(&["chat", "Go", "--no-stream"]);
        // The slow one would take 30 s.
        assert!(begin.elapsed() < Duration::from_secs(20), "{limit}: {:?}", begin.elapsed());
        assert_eq!((code, out.as_str()), (1, ""), "{limit}: {err}");
        assert!(err.contains(&format!("the agent helper {words} and gave no answer")), "{limit}: {err}");
        assert!(err.contains("ask for less at once"), "{limit}: {err}");
        let asked = model.asked();
        assert_eq!(asked.len(), 3, "{limit}");
        let told = asked[2].body["messages"].to_string();
        assert!(told.contains(words), "{limit}: {told}");
        assert_eq!(asked[2].body["tool_choice"], "none", "{limit}");
    }
}

#[test]
fn the_time_of_all_calls_ends_a_call_and_refuses_the_next_one() {
    let formation = format!("{HEAD}{PLAYED}").replace("mcp:\n", "mcp:\n  max_timeout_in_seconds: 1\n");
    let script = [
        Reply::call("played__slow", r#"{"seconds": 5}"#),
        Reply::call("played__echo", r#"{"text": "too late"}"#),
        Reply::Text(&["Done."]),
    ];
    let (_home, model, server) = start(&formation, script);
    let answer = traced(&server);
    assert_eq!(answer["data"]["message"]["content"], "Done.", "{answer}");
    let results = results(&model);
    assert!(results[0].contains("did not answer within 1 s"), "{results:?}");
    assert!(results[1].starts_with("not called: the calls of a turn may take 1 s"), "{results:?}");
    assert_eq!(calls(&answer)[1], json!(["played", "echo", "limit"]));
}

#[test]
fn how_far_a_call_is_reaches_the_stream_the_trace_and_the_log_a_few_times_and_without_secrets() {
    let formation = format!("{HEAD}{PLAYED}overlord:\n  response:\n    progress: true\n");
    let model = Model::start([Reply::call("played__progress", r#"{"steps": 60}"#), Reply::Text(&["Done."])]);
    let home = home(&formation);
    let server = String::from_utf8(home.read("server.py")).unwrap();
    home.write("server.py", server.replace("\"step %d\" % step", "\"sk-test-1234567890 %d\" % step"));
    let server = Server::start_with(&home, &["--log", "steps"], &[("OPENAI_BASE_URL", &model.base_url())]);
    ready(&server);
    let answer = server.chat("alice", &json!({"message": "Go", "session_id": "s", "trace": true}));
    let events = events(&answer);
    let told: Vec<&str> = events
        .iter()
        .filter(|(_, data)| data["token"]["type"] == "progress" && data["token"]["stage"] == "calling_tool")
        .filter_map(|(_, data)| data["token"]["content"].as_str())
        .collect();
    // 60 of them came within 1.2 s and more.
    let steps: Vec<&Value> =
        events.iter().map(|(_, data)| &data["step"]).filter(|step| step["kind"] == "progress").collect();
    assert!((1..=8).contains(&steps.len()), "{}", answer.body);
    assert_eq!(told.len(), steps.len() + 1, "{told:?}");
    assert_eq!(told[0], "Helper calls played/progress");
    assert!(
        told[1].starts_with("played/progress: ") && told[1].contains(" of 60: [REDACTED:OPENAI_API_KEY] "),
        "{told:?}"
    );
    assert_eq!((&steps[0]["server"], &steps[0]["tool"]), (&json!("played"), &json!("progress")));
    assert_eq!(steps[0]["total"], 60.0);
    assert!(!answer.body.contains("sk-test-1234567890"), "{}", answer.body);
    assert_eq!(answer.spoken(), "Done.");
    let (_, log) = server.stop();
    assert!(log.contains("\"kind\":\"progress\"") && !log.contains("sk-test-1234567890"), "{log}");
}

#[test]
fn a_trace_of_chat_shows_how_far_a_call_is() {
    let home = home(&format!("{HEAD}{PLAYED}"));
    let model = Model::start([Reply::call("played__progress", r#"{"steps": 40}"#), Reply::Text(&["Done."])]);
    let output = home
        .muxi(&["chat", "--local", "--trace", "Go"])
        .env("OPENAI_BASE_URL", model.base_url())
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    let line = err.lines().find(|line| line.contains("  progress  ")).unwrap_or_else(|| panic!("{err}"));
    assert!(line.contains("played/progress  ") && line.contains(" of 40  step "), "{line}");
}

#[test]
fn a_call_ends_at_the_time_of_its_server_or_of_all_servers() {
    let own = PLAYED.to_owned() + "      timeout_seconds: 2\n";
    let all = PLAYED.replace("mcp:\n", "mcp:\n  default_timeout_seconds: 2\n");
    for servers in [own, all] {
        let script = [Reply::call("played__never", "{}"), Reply::Text(&["It does not answer."])];
        let (_home, model, server) = start(&format!("{HEAD}{servers}"), script);
        let begin = Instant::now();
        assert_eq!(traced(&server)["data"]["message"]["content"], "It does not answer.", "{servers}");
        assert!(begin.elapsed() < Duration::from_secs(8), "{servers}: {:?}", begin.elapsed());
        let told = results(&model);
        assert_eq!(told, ["the server played failed: it did not answer within 2 s"], "{servers}");
    }
}
