use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};

use super::*;
use crate::runtime::llm::{
    AnswerSchema, Extra, Media, MediaKind, Message, Part, Settings, ToolCall, ToolSpec,
};

fn body(request: &Request) -> Value {
    serde_json::to_value(Body::new(request, false).unwrap()).unwrap()
}

fn asks(model: &str, messages: Vec<Message>) -> Request {
    Request { model: model.into(), messages, ..Request::default() }
}

fn call(id: &str, arguments: &str) -> ToolCall {
    ToolCall { id: id.into(), name: "add".into(), arguments: arguments.into(), extra: None }
}

fn result(call: &ToolCall, result: &str, failed: bool) -> Message {
    Message::Tool { call: call.clone(), result: result.into(), failed }
}

fn tool(name: &str) -> ToolSpec {
    let parameters = json!({"type": "object", "properties": {"a": {"type": "integer"}}});
    ToolSpec { name: name.into(), description: "Adds.".into(), parameters }
}

#[test]
fn the_body_says_what_was_asked_and_leaves_out_what_was_not() {
    let request = Request {
        settings: Settings { temperature: Some(0.2), ..Settings::default() },
        ..asks("claude-3-5-haiku-latest", vec![Message::System("Be kind.".into()), Message::user("Hi")])
    };
    let text = |stream| serde_json::to_string(&Body::new(&request, stream).unwrap()).unwrap();
    assert_eq!(
        text(false),
        r#"{"model":"claude-3-5-haiku-latest","max_tokens":8192,"system":[{"type":"text","text":"Be kind."}],"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],"temperature":0.2}"#
    );
    assert!(text(true).ends_with(r#""temperature":0.2,"stream":true}"#));
}

#[test]
fn a_model_is_sent_only_the_settings_that_it_takes() {
    let sent = |model: &str| {
        let settings = Settings {
            temperature: Some(0.5),
            top_p: Some(0.9),
            max_tokens: Some(100),
            stop: vec!["END".into(), "\n".into()],
        };
        let body = body(&Request { settings, ..asks(model, vec![Message::user("Hi")]) });
        assert_eq!((&body["max_tokens"], &body["stop_sequences"]), (&json!(100), &json!(["END"])));
        (body["temperature"].clone(), body["top_p"].clone())
    };
    assert_eq!(sent("claude-3-7-sonnet-20250219"), (json!(0.5), json!(0.9)));
    assert_eq!(sent("claude-sonnet-4-5"), (json!(0.5), Value::Null));
    assert_eq!(sent("claude-sonnet-5"), (Value::Null, Value::Null));
}

#[test]
fn roles_alternate_and_blank_words_are_left_out() {
    let body = body(&asks(
        "m",
        vec![
            Message::user("a"),
            Message::user(" "),
            Message::user("b"),
            Message::assistant(""),
            Message::assistant("c"),
        ],
    ));
    assert_eq!(
        body["messages"],
        json!([
            {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]},
            {"role": "assistant", "content": [{"type": "text", "text": "c"}]},
            {"role": "user", "content": [{"type": "text", "text": "Go on."}]},
        ])
    );
}

#[test]
fn results_follow_their_calls_in_one_message() {
    let (first, second) = (call("toolu_1", r#"{"a": 1}"#), call("toolu_2", "half {"));
    let calls = vec![first.clone(), second.clone()];
    let body = body(&asks(
        "m",
        vec![
            Message::user("1 + 2?"),
            Message::Assistant { text: "Wait.".into(), calls },
            result(&first, "3", false),
            result(&second, "no number", true),
            Message::user("And?"),
        ],
    ));
    assert_eq!(
        body["messages"].as_array().unwrap()[1..],
        [
            json!({"role": "assistant", "content": [
                {"type": "text", "text": "Wait."},
                {"type": "tool_use", "id": "toolu_1", "name": "add", "input": {"a": 1}},
                {"type": "tool_use", "id": "toolu_2", "name": "add", "input": {}},
            ]}),
            json!({"role": "user", "content": [
                {"type": "tool_result", "tool_use_id": "toolu_1", "content": "3"},
                {"type": "tool_result", "tool_use_id": "toolu_2", "content": "no number", "is_error": true},
                {"type": "text", "text": "And?"},
            ]}),
        ]
    );
}

#[test]
fn ids_of_other_providers_are_made_fit_and_every_call_gets_a_result() {
    let odd = call("fn:1|x", "{}");
    let same = call("call_0", "{}");
    let body = body(&asks(
        "m",
        vec![
            Message::user("Go"),
            Message::Assistant { text: String::new(), calls: vec![same.clone()] },
            result(&same, "1", false),
            Message::Assistant { text: String::new(), calls: vec![same.clone(), odd.clone()] },
            result(&same, "2", false),
        ],
    ));
    let ids = |at: usize, name: &str| -> Vec<Value> {
        body["messages"][at]["content"].as_array().unwrap().iter().map(|b| b[name].clone()).collect()
    };
    assert_eq!(ids(3, "id"), ["call_1", "call_2"]);
    assert_eq!(ids(4, "tool_use_id"), ["call_1", "call_2"]);
    assert_eq!(body["messages"][4]["content"][1]["is_error"], json!(true));
}

#[test]
fn thoughts_go_back_in_their_place_to_the_model_that_had_them() {
    let before = json!([
        {"type": "thinking", "thinking": "", "signature": "c2ln"},
        {"type": "text", "text": "Wait."},
    ]);
    let extra = |dialect, model: &str| {
        Some(Box::new(Extra { dialect, model: model.to_owned(), data: before.to_string() }))
    };
    let said = |extra| {
        let call = ToolCall { extra, ..call("t", "{}") };
        let calls = vec![call.clone()];
        let messages = vec![
            Message::user("Go"),
            Message::Assistant { text: "Wait.".into(), calls },
            result(&call, "1", false),
        ];
        body(&asks("claude-sonnet-5", messages))["messages"][1]["content"].clone()
    };
    let tool_use = json!({"type": "tool_use", "id": "t", "name": "add", "input": {}});
    let thoughtful = json!([before[0], before[1], tool_use]);
    assert_eq!(said(extra("anthropic", "claude-sonnet-5")), thoughtful);
    assert_eq!(said(extra("anthropic", "claude-sonnet-5-20260101")), thoughtful);
    let plain = json!([before[1], tool_use]);
    assert_eq!(said(extra("anthropic", "claude-opus-5")), plain);
    assert_eq!(said(extra("gemini", "claude-sonnet-5")), plain);
}

#[test]
fn files_go_along_and_what_cannot_be_sent_is_named() {
    let file = |kind, media_type: &str| {
        Part::Media(Media {
            kind,
            media_type: media_type.into(),
            name: "a.pdf".into(),
            data: Bytes::from_static(b"%PDF"),
        })
    };
    let parts = vec![
        file(MediaKind::Image, "image/png"),
        file(MediaKind::Document, "application/pdf"),
        file(MediaKind::Document, "text/csv"),
    ];
    let body = body(&asks("m", vec![Message::User(parts)]));
    assert_eq!(
        body["messages"][0]["content"],
        json!([
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "JVBERg=="}},
            {"type": "document", "title": "a.pdf",
             "source": {"type": "base64", "media_type": "application/pdf", "data": "JVBERg=="}},
            {"type": "document", "title": "a.pdf",
             "source": {"type": "text", "media_type": "text/plain", "data": "%PDF"}},
        ])
    );
    let refused = asks("m", vec![Message::User(vec![file(MediaKind::Audio, "audio/mpeg")])]);
    let error = Body::new(&refused, false).err().unwrap();
    assert_eq!(error, Unsupported("recordings of the type audio/mpeg".into()));
}

#[test]
fn a_choice_that_a_model_cannot_be_made_to_is_asked_for_in_words() {
    let sent = |model: &str, choice| {
        let body = body(&Request {
            tools: Arc::new([tool("add")]),
            choice,
            ..asks(model, vec![Message::user("Hi")])
        });
        assert_eq!(body["tools"][0]["input_schema"]["type"], "object");
        (body["tool_choice"].clone(), body["system"][0]["text"].clone())
    };
    let named = || ToolChoice::Named("add".into());
    assert_eq!(sent("claude-sonnet-5", ToolChoice::Auto), (Value::Null, Value::Null));
    assert_eq!(sent("claude-sonnet-5", ToolChoice::None), (json!({"type": "none"}), Value::Null));
    assert_eq!(sent("claude-sonnet-5", ToolChoice::Required), (json!({"type": "any"}), Value::Null));
    assert_eq!(sent("claude-sonnet-5", named()), (json!({"type": "tool", "name": "add"}), Value::Null));
    assert_eq!(
        sent("claude-sonnet-5-5", named()),
        (Value::Null, json!("Call the tool add before you answer."))
    );
}

#[test]
fn an_answer_is_held_to_a_schema_by_the_api_or_by_a_tool() {
    let schema = json!({"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}}});
    let answer = AnswerSchema { name: "number".into(), schema: schema.clone() };
    let request = |model: &str, tools: Arc<[ToolSpec]>| Request {
        format: Format::Schema(Arc::new(answer.clone())),
        tools,
        ..asks(model, vec![Message::user("Hi")])
    };
    let native = body(&request("claude-opus-5-5", Arc::new([])));
    assert_eq!(
        native["output_config"],
        json!({"format": {"type": "json_schema", "schema": {
            "type": "object", "properties": {"n": {"type": "integer"}}, "additionalProperties": false,
        }}})
    );
    assert_eq!(native["tools"], Value::Null);
    let by_tool = body(&request("claude-3-7-sonnet-20250219", Arc::new([])));
    assert_eq!(by_tool["tools"][0]["input_schema"], schema);
    assert_eq!(by_tool["tool_choice"], json!({"type": "tool", "name": ANSWER_TOOL}));
    let among = body(&request("claude-3-7-sonnet-20250219", Arc::new([tool("add")])));
    assert_eq!(
        (&among["tools"][1]["name"], &among["tool_choice"]["type"]),
        (&json!(ANSWER_TOOL), &json!("any"))
    );
}

#[test]
fn only_beginnings_that_are_long_enough_are_marked_for_the_cache() {
    let marks = |model: &str, system: usize, tools: usize, earlier: usize| {
        let mut messages = vec![Message::System("s".repeat(system))];
        if earlier > 0 {
            messages.extend([Message::user("q"), Message::assistant("a".repeat(earlier))]);
        }
        messages.push(Message::user("Hi"));
        let spec = ToolSpec { description: "d".repeat(tools), ..tool("add") };
        let body = body(&Request { tools: Arc::new([spec]), ..asks(model, messages) });
        let marked = |block: &Value| block["cache_control"] == json!({"type": "ephemeral"});
        let text = body.to_string();
        let newest = &body["messages"][1]["content"][0];
        (
            marked(&body["tools"][0]),
            marked(&body["system"][0]),
            marked(newest),
            text.matches("cache_control").count(),
        )
    };
    assert_eq!(marks("claude-sonnet-5", 100, 10, 100), (false, false, false, 0));
    assert_eq!(marks("claude-sonnet-5", 4096, 10, 0), (false, true, false, 1));
    assert_eq!(marks("claude-sonnet-5", 100, 10, 4096), (false, false, true, 1));
    assert_eq!(marks("claude-sonnet-5", 100, 4096, 10), (true, true, true, 3));
    assert_eq!(marks("claude-haiku-4-5", 4096, 10, 0), (false, false, false, 0));
    assert_eq!(marks("MiniMax-M2", 99_999, 10, 0), (false, false, false, 0));
}
