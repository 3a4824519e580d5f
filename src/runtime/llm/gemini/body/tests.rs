use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};

use super::*;
use crate::runtime::llm::{
    AnswerSchema, Extra, Media, MediaKind, Message, Part, Settings as Wanted, ToolCall, ToolSpec,
};

const NEW: &str = "gemini-3.5-flash";

fn body(request: &Request) -> Value {
    serde_json::to_value(Body::new(request).unwrap()).unwrap()
}

fn asks(model: &str, messages: Vec<Message>) -> Request {
    Request { model: model.into(), messages, ..Request::default() }
}

fn call(id: &str, signature: Option<&str>) -> ToolCall {
    let extra = |data: &str| Box::new(Extra { dialect: "gemini", model: NEW.into(), data: data.into() });
    let (name, arguments) = ("add".into(), "{\"a\": 1}".into());
    ToolCall { id: id.into(), name, arguments, extra: signature.map(extra) }
}

fn tool() -> ToolSpec {
    let parameters = json!({"type": "object", "properties": {"a": {"type": "integer"}}});
    ToolSpec { name: "add".into(), description: "Adds.".into(), parameters }
}

#[test]
fn the_body_says_what_was_asked_and_leaves_out_what_was_not() {
    let plain = asks(NEW, vec![Message::user("Hi")]);
    assert_eq!(
        serde_json::to_string(&Body::new(&plain).unwrap()).unwrap(),
        r#"{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}"#
    );
    let settings =
        Wanted { temperature: Some(0.2), top_p: Some(0.9), max_tokens: Some(100), stop: vec!["END".into()] };
    let full = body(&Request {
        settings,
        ..asks(
            NEW,
            vec![
                Message::System("Be kind.".into()),
                Message::user("Hi"),
                Message::assistant("Hello"),
                Message::user("a"),
                Message::user(" "),
                Message::user("b"),
            ],
        )
    });
    assert_eq!(
        full,
        json!({
            "systemInstruction": {"parts": [{"text": "Be kind."}]},
            "contents": [
                {"role": "user", "parts": [{"text": "Hi"}]},
                {"role": "model", "parts": [{"text": "Hello"}]},
                {"role": "user", "parts": [{"text": "a"}, {"text": "b"}]},
            ],
            "generationConfig":
                {"temperature": 0.2, "topP": 0.9, "maxOutputTokens": 100, "stopSequences": ["END"]},
        })
    );
}

#[test]
fn calls_go_back_signed_and_each_gets_a_result() {
    let (first, second, third) = (call("abc", Some("c2ln")), call("def", None), call("ghi", None));
    let calls = vec![first.clone(), second.clone(), third];
    let body = body(&asks(
        NEW,
        vec![
            Message::user("1 + 2?"),
            Message::Assistant { text: "Wait.".into(), calls },
            Message::Tool { call: first, result: "3".into(), failed: false },
            Message::Tool { call: second, result: "no".into(), failed: true },
        ],
    ));
    let made = |id: &str| json!({"id": id, "name": "add", "args": {"a": 1}});
    let gave = |id: &str, response: Value| json!({"functionResponse": {"id": id, "name": "add", "response": response}});
    assert_eq!(
        body["contents"].as_array().unwrap()[1..],
        [
            json!({"role": "model", "parts": [
                {"text": "Wait."},
                {"functionCall": made("abc"), "thoughtSignature": "c2ln"},
                {"functionCall": made("def")},
                {"functionCall": made("ghi")},
            ]}),
            json!({"role": "user", "parts": [
                gave("abc", json!({"result": "3"})),
                gave("def", json!({"error": "no"})),
                gave("ghi", json!({"error": "It was not called."})),
            ]}),
        ]
    );
}

#[test]
fn calls_of_other_models_are_marked_so_and_ids_of_our_own_stay_here() {
    let sent = |model: &str, call: ToolCall| {
        let calls = vec![call.clone()];
        let told = vec![
            Message::user("Go"),
            Message::Assistant { text: String::new(), calls },
            Message::Tool { call, result: "1".into(), failed: false },
        ];
        body(&asks(model, told))["contents"][1]["parts"][0].clone()
    };
    let foreign = sent(NEW, call("call_1", None));
    assert_eq!(foreign["thoughtSignature"], "skip_thought_signature_validator");
    assert_eq!(foreign["functionCall"]["id"], "call_1");
    let old = sent("gemini-2.5-flash", call("gemini_call_0", None));
    assert_eq!(old, json!({"functionCall": {"name": "add", "args": {"a": 1}}}));
}

#[test]
fn files_go_along_and_what_cannot_be_sent_is_named() {
    let file = |kind, media_type: &str| {
        let (media_type, data) = (media_type.to_owned(), Bytes::from_static(b"abc"));
        Part::Media(Media { kind, media_type, name: String::new(), data })
    };
    let parts = vec![
        file(MediaKind::Image, "image/png"),
        file(MediaKind::Audio, "audio/wav"),
        file(MediaKind::Document, "application/pdf"),
        Part::Text("What is it?".into()),
    ];
    let body = body(&asks(NEW, vec![Message::User(parts)]));
    let data = |kind: &str| json!({"inlineData": {"mimeType": kind, "data": "YWJj"}});
    assert_eq!(
        body["contents"][0]["parts"],
        json!([data("image/png"), data("audio/wav"), data("application/pdf"), {"text": "What is it?"}])
    );
    let refused = asks(NEW, vec![Message::User(vec![file(MediaKind::Image, "image/tiff")])]);
    assert_eq!(Body::new(&refused).err().unwrap(), Unsupported("files of the type image/tiff".into()));
}

#[test]
fn tools_and_the_choice_among_them_are_declared() {
    let sent =
        |choice| body(&Request { tools: Arc::new([tool()]), choice, ..asks(NEW, vec![Message::user("Hi")]) });
    let auto = sent(ToolChoice::Auto);
    assert_eq!(
        auto["tools"],
        json!([{"functionDeclarations": [{"name": "add", "description": "Adds.", "parametersJsonSchema":
            {"type": "object", "properties": {"a": {"type": "integer"}}}}]}])
    );
    assert_eq!(auto["toolConfig"], Value::Null);
    let config = |choice| sent(choice)["toolConfig"]["functionCallingConfig"].clone();
    assert_eq!(config(ToolChoice::None), json!({"mode": "NONE"}));
    assert_eq!(config(ToolChoice::Required), json!({"mode": "ANY"}));
    assert_eq!(
        config(ToolChoice::Named("add".into())),
        json!({"mode": "ANY", "allowedFunctionNames": ["add"]})
    );
}

#[test]
fn the_form_of_an_answer_is_a_setting_or_is_asked_for_in_words() {
    let schema = json!({"type": "object", "properties": {"n": {"type": "string", "pattern": "a"}}});
    let answer = Format::Schema(Arc::new(AnswerSchema { name: "n".into(), schema }));
    let sent = |model: &str, format: &Format, tools: Arc<[ToolSpec]>| {
        body(&Request { format: format.clone(), tools, ..asks(model, vec![Message::user("Hi")]) })
    };
    let native = sent("gemini-2.5-flash", &answer, Arc::new([]));
    assert_eq!(
        native["generationConfig"],
        json!({
            "responseMimeType": "application/json",
            "responseJsonSchema": {"type": "object", "properties": {"n": {"type": "string"}}},
        })
    );
    let any = sent(NEW, &Format::Json, Arc::new([tool()]));
    assert_eq!(any["generationConfig"], json!({"responseMimeType": "application/json"}));
    let words = sent("gemini-2.5-flash", &answer, Arc::new([tool()]));
    assert_eq!(words["generationConfig"], Value::Null);
    assert!(words["systemInstruction"]["parts"][0]["text"].as_str().unwrap().contains("\"pattern\":\"a\""));
}
