//! `--trace` and `muxi serve --log`.

use serde_json::Value;

use crate::support::{Home, Model, Reply, Server};
use crate::terminal::Terminal;

fn quick_start(script: impl IntoIterator<Item = Reply>) -> (Home, Model) {
    let model = Model::start(script);
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    (home, model)
}

#[test]
fn a_trace_goes_to_stderr_line_by_line_and_the_answer_to_stdout() {
    let (home, model) = quick_start([]);
    let _server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    for args in [&["chat", "Hi", "--trace"][..], &["chat", "Hi", "--trace", "--no-stream", "--quiet"]] {
        let (code, stdout, stderr) = home.run(args);
        assert_eq!((code, stdout.as_str()), (0, "Hello!\n"), "{stderr}");
        let lines: Vec<&str> = stderr.lines().collect();
        let model_line = lines.iter().find(|line| line.contains("ms  model  ")).expect(&stderr);
        assert!(model_line.contains("openai/gpt-4o-mini  7 in, 3 out"), "{stderr}");
        assert!(lines.last().unwrap().contains("ms  done"), "{stderr}");
    }
}

#[test]
fn with_json_the_steps_are_in_the_answer_of_a_server_and_of_this_process() {
    let (home, model) = quick_start([]);
    let url = model.base_url();
    let _server = Server::start(&home, &[("OPENAI_BASE_URL", &url)]);
    for args in [&["chat", "Hi", "--trace", "--json"][..], &["chat", "Hi", "--trace", "--json", "--local"]] {
        let output = home.muxi(args).env("OPENAI_BASE_URL", &url).output().unwrap();
        assert_eq!(output.stderr, b"");
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let steps = answer["trace"].as_array().expect("steps");
        let step = steps.iter().find(|step| step["kind"] == "model").expect("a model answered");
        assert_eq!(step["model"], "openai/gpt-4o-mini");
        assert_eq!(step["usage"]["prompt_tokens"], 7);
    }
    let (_, stdout, _) = home.run(&["chat", "Hi", "--json"]);
    let answer: Value = serde_json::from_str(&stdout).unwrap();
    assert!(answer.get("trace").is_none());
}

#[test]
fn a_failure_of_this_process_is_told_once() {
    let odd = Reply::Status(400, "", r#"{"error":{"message":"too odd"}}"#);
    let (home, model) = quick_start([odd.clone(), odd]);
    for args in [&["chat", "--local", "Hi"][..], &["chat", "--local", "Hi", "--json"]] {
        let output = home.muxi(args).env("OPENAI_BASE_URL", model.base_url()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), stderr.matches("too odd").count()), (Some(1), 1), "{stderr}");
    }
}

#[test]
fn a_conversation_shows_steps_when_asked_to() {
    let home = Home::echo();
    let mut terminal = Terminal::start(&home, 80, &["chat", "--local"]);
    for (typed, shown) in [
        ("/trace", "steps are not shown"),
        ("one", "You said: one"),
        ("/trace on", "steps are shown"),
        ("two", "ms  done"),
        ("/trace maybe", "takes on or off"),
        ("/trace off", "steps are not shown"),
    ] {
        terminal.until("> ");
        terminal.type_in(&format!("{typed}\r"));
        terminal.until(shown);
    }
    terminal.until("> ");
    terminal.type_in("\x04");
    let (code, seen, _) = terminal.end();
    assert_eq!(code, 0);
    assert_eq!(seen.matches("ms  done").count(), 1, "{seen}");
}

/// The question and the answer of [`Reply`]; neither may be in a log.
const QUESTION: &str = "a private question";

#[test]
fn a_log_of_turns_has_one_line_for_each_and_no_text_of_it() {
    let (home, model) = quick_start([
        Reply::Text(&["a private ", "answer"]),
        Reply::Status(400, "", r#"{"error":{"message":"no sk-test-1234567890"}}"#),
    ]);
    let variables = [("OPENAI_BASE_URL", &*model.base_url())];
    let server = Server::start_with(&home, &["--log", "turns"], &variables);
    home.ok(&["chat", QUESTION, "--session", "s1", "--user", "bob"]);
    assert_eq!(home.run(&["chat", QUESTION]).0, 1);
    let (_, stderr) = server.stop();
    let lines: Vec<Value> = stderr
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|l: &Value| l["event"] == "turn")
        .collect();
    assert_eq!(lines.len(), 2, "{stderr}");
    let (good, bad) = (&lines[0], &lines[1]);
    for (name, value) in [("session_id", "s1"), ("user_id", "bob"), ("outcome", "completed")] {
        assert_eq!(good[name], value, "{stderr}");
    }
    assert_eq!((&good["agent_id"], &good["model"]), (&"assistant".into(), &"openai/gpt-4o-mini".into()));
    assert_eq!(good["usage"]["completion_tokens"], 3);
    assert!(good["took_ms"].is_u64() && good["time"].as_str().unwrap().ends_with('Z'));
    assert_eq!(bad["outcome"], "failed");
    assert!(bad["error"]["message"].as_str().unwrap().contains("[REDACTED:OPENAI_API_KEY]"), "{stderr}");
    assert!(!stderr.contains("private") && !stderr.contains("1234567890"), "{stderr}");
}

#[test]
fn a_log_of_steps_has_them_too_and_without_it_only_failures_are_told() {
    let (home, model) = quick_start([]);
    let variables = [("OPENAI_BASE_URL", &*model.base_url())];
    let server = Server::start_with(&home, &["--log", "steps"], &variables);
    home.ok(&["chat", QUESTION]);
    let (_, stderr) = server.stop();
    let events: Vec<Value> = stderr.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let kinds: Vec<&str> = events.iter().filter_map(|e| e["step"]["kind"].as_str()).collect();
    assert!(kinds.contains(&"model"), "{stderr}");
    assert_eq!(events.iter().filter(|e| e["event"] == "turn").count(), 1, "{stderr}");
    assert!(!stderr.contains("private") && !stderr.contains("Hello!"), "{stderr}");

    let server = Server::start(&home, &variables);
    home.ok(&["chat", QUESTION]);
    assert_eq!(server.stop().1, "");
}
