//! `muxi chat`: against a running server, and in this process.

use serde_json::Value;

use crate::support::{Home, Model, Reply, Server};

#[test]
fn one_question_streams_its_answer_to_stdout() {
    let home = Home::echo();
    let _server = Server::start(&home, &[]);
    let (code, stdout, stderr) = home.run(&["chat", "Hello"]);
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (0, "You said: Hello\n", ""));
}

#[test]
fn a_piped_question_is_answered_and_a_session_goes_on() {
    let home = Home::echo();
    let _server = Server::start(&home, &[]);
    let (_, stdout, _) = home.run_with(&["chat", "--json"], "first\n");
    let answer: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(answer["message"]["content"], "You said: first");
    let session = answer["session_id"].as_str().unwrap();
    let (_, stdout, _) = home.run_with(&["chat", "--session", session], "second");
    assert_eq!(stdout, "You said: second (before that: first)\n");
    let (_, stdout, _) = home.run_with(&["chat", "--session", session, "--user", "bob"], "third");
    assert_eq!(stdout, "You said: third\n");
}

#[test]
fn local_answers_without_a_server_and_keeps_the_session() {
    let home = Home::echo();
    let (code, stdout, _) = home.run(&["chat", "--local", "--session", "s", "Hello"]);
    assert_eq!((code, stdout.as_str()), (0, "You said: Hello\n"));
    let (_, stdout, _) = home.run(&["chat", "--local", "--session", "s", "--no-stream", "Again"]);
    assert_eq!(stdout, "You said: Again (before that: Hello)\n");
}

#[test]
fn no_server_is_exit_6_with_the_way_out() {
    let home = Home::echo();
    let (code, stdout, stderr) = home.run(&["chat", "Hello"]);
    assert_eq!((code, stdout.as_str()), (6, ""));
    assert!(stderr.contains("muxi serve") && stderr.contains("--local"), "{stderr}");
}

#[test]
fn a_server_that_was_killed_is_exit_6_too() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    server.signal(rustix::process::Signal::KILL);
    drop(server);
    let (code, _, stderr) = home.run(&["--json", "chat", "Hello"]);
    assert_eq!(code, 6);
    let error: Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!(error["error"]["code"], "not_running");
    assert!(error["error"]["hint"].as_str().unwrap().contains("muxi serve"));
}

#[test]
fn an_agent_is_asked_by_its_id_and_an_unknown_one_is_exit_3() {
    let home = Home::echo();
    let _server = Server::start(&home, &[]);
    assert_eq!(home.run(&["chat", "--agent", "muxi-generalist", "Hi"]).1, "You said: Hi\n");
    let (code, _, stderr) = home.run(&["chat", "--agent", "nobody", "Hi"]);
    assert_eq!(code, 3);
    assert!(stderr.contains("there is no agent nobody; there is assistant"), "{stderr}");
}

#[test]
fn an_empty_message_is_refused() {
    let home = Home::echo();
    let _server = Server::start(&home, &[]);
    let (code, _, stderr) = home.run_with(&["chat"], "\n");
    assert_eq!(code, 1);
    assert!(stderr.contains("the message is empty"), "{stderr}");
}

#[test]
fn the_answer_of_a_real_provider_streams_through() {
    let model = Model::start([Reply::Text(&["Hel", "lo", " there"])]);
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let _server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    assert_eq!(home.run(&["chat", "Hi"]).1, "Hello there\n");
    assert_eq!(model.asked()[0].body["stream"], true);
}

#[test]
fn a_refused_key_is_exit_5_and_the_key_is_not_repeated() {
    let refusal = r#"{"error":{"message":"Incorrect API key provided: sk-test-1234567890."}}"#;
    let model = Model::start([Reply::Status(401, "", refusal)]);
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let mut chat = home.muxi(&["chat", "--local", "Hi"]);
    let output = chat.env("OPENAI_BASE_URL", model.base_url()).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(5), "{stderr}");
    assert!(stderr.contains("Incorrect API key provided: [REDACTED:OPENAI_API_KEY]"), "{stderr}");
    assert!(stderr.contains("muxi secrets add"), "{stderr}");
}

#[test]
fn server_and_local_chat_in_one_session_see_each_other_s_turns() {
    let home = Home::echo();
    let _server = Server::start(&home, &[]);
    let say = |args: &[&str]| home.ok(&[&["chat", "--session", "s"], args].concat());
    say(&["one"]);
    assert_eq!(say(&["two"]), "You said: two (before that: one)\n");
    assert_eq!(say(&["--local", "three"]), "You said: three (before that: two)\n");
    assert_eq!(say(&["four"]), "You said: four (before that: three)\n");
    assert_eq!(say(&["--local", "five"]), "You said: five (before that: four)\n");
    assert_eq!(say(&["six"]), "You said: six (before that: five)\n");
}
