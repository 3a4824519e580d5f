//! Models of Anthropic, asked in their own dialect by a real server.

use serde_json::{Value, json};

use crate::support::{Anthropic, Failing, Home, OpenAi, Played, Reply, Server, streamed, whole};

const KEY: &str = "sk-ant-test-1234567890";

fn home(model: &str) -> Home {
    let home = Home::with(&format!(
        "schema: \"1.0.0\"\nid: a\ndescription: A\nllm:\n  api_keys:\n    anthropic: \"${{{{ secrets.ANTHROPIC_API_KEY }}}}\"\n  \
         models:\n    - text: anthropic/{model}\n      settings:\n        temperature: 0.2\nagents:\n  - id: one\n    name: One\n    \
         description: One\n    system_message: Be kind.\n"
    ));
    home.keep("ANTHROPIC_API_KEY", KEY);
    home
}

fn serve(model: &str, played: &Played<Anthropic>) -> (Home, Server) {
    let home = home(model);
    let server = Server::start(&home, &[("ANTHROPIC_BASE_URL", &played.base_url())]);
    (home, server)
}

fn said(text: &str) -> Value {
    json!([{"type": "text", "text": text}])
}

#[test]
fn a_whole_answer_is_asked_for_as_the_api_wants_it() {
    let played = Played::with(Anthropic { key: Some(KEY), ..Anthropic::default() }, []);
    let (_home, server) = serve("claude-sonnet-4-5", &played);
    let answer = server.chat("alice", &whole("Hi"));
    assert_eq!(answer.json()["data"]["message"]["content"], "Hello!", "{}", answer.body);
    let asked = &played.asked()[0];
    assert_eq!(asked.path, "/v1/messages");
    assert_eq!(asked.header("x-api-key"), Some(KEY));
    assert_eq!((asked.header("anthropic-version"), &asked.authorization), (Some("2023-06-01"), &None));
    let mut body = asked.body.clone();
    // What the runtime adds to instructions and tools is not of this dialect.
    let system = body.as_object_mut().unwrap().remove("system").unwrap();
    body.as_object_mut().unwrap().remove("tools");
    assert!(system[0]["text"].as_str().unwrap().contains("Be kind."), "{system}");
    let messages = json!([{"role": "user", "content": said("Hi")}]);
    assert_eq!(
        body,
        json!({"model": "claude-sonnet-4-5", "max_tokens": 64000, "messages": messages, "temperature": 0.2})
    );
}

#[test]
fn a_streamed_answer_comes_in_pieces_and_the_next_question_has_it_before_it() {
    let played =
        Played::with(Anthropic { base: "/v1", ..Anthropic::default() }, [Reply::Text(&["Grüß ", "Gott"])]);
    let (_home, server) = serve("claude-sonnet-5", &played);
    let stream = server.chat("alice", &streamed("Hi"));
    let tokens: Vec<&str> = stream.body.matches("\"type\":\"content\"").collect();
    // What comes while the client is written to goes in one piece.
    assert!((1..=2).contains(&tokens.len()) && stream.spoken() == "Grüß Gott", "{}", stream.body);
    assert!(stream.body.contains("event: done"), "{}", stream.body);
    server.chat("alice", &streamed("And?"));
    let asked = &played.asked()[1];
    assert_eq!((asked.path.as_str(), &asked.body["stream"]), ("/v1/messages", &json!(true)));
    // This model takes none.
    assert_eq!(asked.body["temperature"], Value::Null);
    assert_eq!(
        asked.body["messages"],
        json!([
            {"role": "user", "content": said("Hi")},
            {"role": "assistant", "content": said("Grüß Gott")},
            {"role": "user", "content": said("And?")},
        ])
    );
}

#[test]
fn thoughts_go_back_signed_with_the_result_of_the_call() {
    const THINKS: &[&str] = &[
        r#"data: {"type":"message_start","message":{"model":"claude-sonnet-5","usage":{"input_tokens":1}}}"#,
        r#"data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
        r#"data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}"#,
        r#"data: {"type":"content_block_stop","index":0}"#,
        r#"data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"add","input":{}}}"#,
        r#"data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\": 1}"}}"#,
        r#"data: {"type":"content_block_stop","index":1}"#,
        r#"data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}"#,
        r#"data: {"type":"message_stop"}"#,
    ];
    let played = Played::<Anthropic>::start([Reply::Events(THINKS), Reply::Text(&["2"])]);
    let (_home, server) = serve("claude-sonnet-5", &played);
    let stream = server.chat("alice", &streamed("1 + 1?"));
    assert!(stream.body.contains("event: done"), "{}", stream.body);
    let messages = played.asked()[1].body["messages"].clone();
    assert_eq!(
        messages[1],
        json!({"role": "assistant", "content": [
            {"type": "thinking", "thinking": "", "signature": "c2ln"},
            {"type": "tool_use", "id": "toolu_1", "name": "add", "input": {"a": 1}},
        ]})
    );
    let result = &messages[2]["content"][0];
    assert_eq!((&result["tool_use_id"], &result["is_error"]), (&json!("toolu_1"), &json!(true)));
}

const ASKED: Failing<Anthropic> = Failing { serve: |played| serve("claude-sonnet-4-5", played), key: KEY };

#[test]
fn a_refused_key_and_an_unknown_model_are_named() {
    let key = Anthropic { key: Some("another"), ..Anthropic::default() };
    ASKED.is_named(&key, &[], "MODEL_UNAUTHORIZED", "invalid x-api-key");
    let models = Anthropic { models: Some(&["claude-x"]), ..Anthropic::default() };
    ASKED.is_named(&models, &[], "MODEL_NOT_FOUND", "claude-sonnet-4-5");
}

#[test]
fn a_conversation_that_is_too_long_and_an_empty_account_are_told_apart() {
    let invalid = r#"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}"#;
    ASKED.reply_is_named(Reply::Status(400, "", invalid), "MODEL_CONTEXT_TOO_LONG", "210000 tokens");
    let large = r#"{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}"#;
    ASKED.reply_is_named(Reply::Status(413, "", large), "MODEL_CONTEXT_TOO_LONG", "maximum size");
    let credit = r#"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API."}}"#;
    ASKED.reply_is_named(Reply::Status(400, "", credit), "MODEL_NO_CREDIT", "credit balance");
}

#[test]
fn too_many_requests_and_overload_are_tried_again_and_then_told() {
    let limited = r#"{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}"#;
    ASKED.reply_is_named(Reply::Status(429, "Retry-After: 0\r\n", limited), "RATE_LIMITED", "slow down");
    let (answer, _, _) = ASKED.ask(
        Anthropic::default(),
        vec![Reply::Status(429, "retry-after: 77\r\n", limited)],
        &whole("Hi"),
    );
    assert_eq!(answer.status, 429);
    assert!(answer.head.contains("retry-after: 77"), "{}", answer.head);
    let overloaded = r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#;
    ASKED.reply_is_named(Reply::Status(529, "", overloaded), "MODEL_REFUSED", "529");
    let passing = vec![Reply::Status(529, "", overloaded), Reply::Text(&["ok"])];
    let (answer, _, _) = ASKED.ask(Anthropic::default(), passing, &whole("Hi"));
    assert_eq!(answer.json()["data"]["message"]["content"], "ok");
}

#[test]
fn an_error_in_the_middle_of_a_stream_keeps_what_came() {
    const BROKEN: &[&str] = &[
        r#"data: {"type":"message_start","message":{"model":"m","usage":{"input_tokens":1}}}"#,
        r#"data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
        r#"data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}"#,
        r#"data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
    ];
    for (script, words) in [(Reply::Events(BROKEN), "Overloaded"), (Reply::Cut(&["Hel"]), "broke off")] {
        let (stream, kept, _) = ASKED.ask(Anthropic::default(), vec![script], &streamed("Hi"));
        assert!(stream.body.contains("MODEL_CUT_OFF") && stream.body.contains(words), "{}", stream.body);
        assert_eq!(kept.json()["data"]["messages"][1]["content"], "Hel");
    }
}

#[test]
fn a_model_that_declines_and_an_answer_that_is_none_are_named() {
    let declined = r#"{"type":"message","content":[],"stop_reason":"refusal","stop_details":{"type":"refusal","explanation":"not about this"}}"#;
    let (answer, _, _) =
        ASKED.ask(Anthropic::default(), vec![Reply::Body(declined.to_owned())], &whole("Hi"));
    assert_eq!(answer.json()["code"], "MODEL_FILTERED", "{}", answer.body);
    assert!(answer.body.contains("not about this"), "{}", answer.body);
    ASKED.reply_is_named(Reply::Garbage, "MODEL_BAD_ANSWER", "no answer");
    ASKED.reply_is_named(Reply::Body("{}".to_owned()), "MODEL_BAD_ANSWER", "without content");
}

#[test]
fn a_base_url_for_the_compatible_api_is_asked_in_that() {
    let played = Played::with(OpenAi { base: "/gateway/openai", ..OpenAi::default() }, []);
    let home = home("claude-sonnet-4-5");
    let server = Server::start(&home, &[("ANTHROPIC_BASE_URL", &played.base_url())]);
    let answer = server.chat("alice", &whole("Hi"));
    assert_eq!(answer.json()["data"]["message"]["content"], "Hello!", "{}", answer.body);
    assert_eq!(played.asked()[0].path, "/gateway/openai/chat/completions");
}
