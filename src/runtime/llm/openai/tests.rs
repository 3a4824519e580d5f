use bytes::Bytes;
use serde_json::{Value, json};

use super::*;
use crate::formation::providers::provider;
use crate::runtime::llm::{
    AnswerSchema, Finish, FinishReason, Format, Media, MediaKind, Message, Part, Piece, Settings, ToolCall,
    ToolChoice, ToolSpec, Usage,
};
use crate::support::sse::{SseDecoder, SseEvent};

fn at(name: &str) -> OpenAi {
    OpenAi::at(provider(name), "http://x/v1").0
}

fn asked(name: &str, request: &Request) -> Value {
    serde_json::from_slice(&at(name).chat(request, false).unwrap().body).unwrap()
}

fn question() -> Request {
    Request { model: "gpt-4o-mini".into(), messages: vec![Message::user("Hi")], ..Request::default() }
}

#[test]
fn the_body_says_what_was_asked_and_leaves_out_what_was_not() {
    let settings = Settings { temperature: Some(0.2), ..Settings::default() };
    let request = Request { settings, ..question() };
    let body =
        |stream| String::from_utf8(at("openai").chat(&request, stream).unwrap().body.to_vec()).unwrap();
    assert_eq!(
        body(false),
        r#"{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hi"}],"temperature":0.2,"stream":false}"#
    );
    assert!(body(true).ends_with(r#""stream":true,"stream_options":{"include_usage":true}}"#));
    let mistral = at("mistral").chat(&request, true).unwrap().body;
    assert!(mistral.ends_with(br#""stream":true}"#));
}

#[test]
fn models_that_reason_are_asked_in_their_own_words_where_they_live() {
    let stop = vec!["END".to_owned()];
    let settings = Settings { temperature: Some(0.2), top_p: Some(0.9), max_tokens: Some(50), stop };
    let request = Request { model: "gpt-5-mini".into(), settings, ..question() };
    for name in ["openai", "azure"] {
        let body = asked(name, &request);
        assert_eq!(body["max_completion_tokens"], 50, "{name}");
        for left_out in ["max_tokens", "temperature", "top_p", "stop"] {
            assert_eq!(body.get(left_out), None, "{name} {left_out}");
        }
    }
    let elsewhere = asked("openrouter", &request);
    assert_eq!((&elsewhere["max_tokens"], &elsewhere["temperature"]), (&json!(50), &json!(0.2)));
    assert_eq!(elsewhere["stop"], json!(["END"]));
}

#[test]
fn a_call_and_its_result_go_back_as_they_came() {
    let call =
        ToolCall { id: "call_1".into(), name: "add".into(), arguments: "{\"a\":1}".into(), extra: None };
    let none = ToolCall { id: "call_2".into(), name: "now".into(), ..ToolCall::default() };
    let messages = vec![
        Message::Assistant { text: String::new(), calls: vec![call.clone(), none] },
        Message::Tool { call, result: "2".into(), failed: false },
        Message::assistant(""),
    ];
    let request = Request { messages, ..question() };
    let wire = |id: &str, name: &str, arguments: &str| json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments}});
    assert_eq!(
        asked("openai", &request)["messages"],
        json!([
            {"role": "assistant", "tool_calls": [wire("call_1", "add", "{\"a\":1}"), wire("call_2", "now", "{}")]},
            {"role": "tool", "content": "2", "tool_call_id": "call_1"},
        ])
    );
    let short = asked("mistral", &request);
    let id = short["messages"][0]["tool_calls"][0]["id"].as_str().unwrap();
    assert!(id.len() == 9 && id.bytes().all(|b| b.is_ascii_alphanumeric()), "{id}");
    assert_eq!(short["messages"][1]["tool_call_id"], id);
}

fn file(kind: MediaKind, media_type: &str, name: &str) -> Part {
    let data = Bytes::from_static(b"\x89PNG");
    Part::Media(Media { kind, media_type: media_type.into(), name: name.into(), data })
}

#[test]
fn files_go_along_with_the_words() {
    let parts = vec![
        Part::Text("Look".into()),
        file(MediaKind::Image, "image/png", "a.png"),
        file(MediaKind::Audio, "audio/x-wav", ""),
        file(MediaKind::Audio, "audio/mpeg", ""),
        file(MediaKind::Document, "application/pdf", "bill.pdf"),
        file(MediaKind::Document, "application/pdf", ""),
        Part::Text(String::new()),
    ];
    let request = Request { messages: vec![Message::User(parts)], ..question() };
    assert_eq!(
        asked("openai", &request)["messages"][0]["content"],
        json!([
            {"type": "text", "text": "Look"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw=="}},
            {"type": "input_audio", "input_audio": {"data": "iVBORw==", "format": "wav"}},
            {"type": "input_audio", "input_audio": {"data": "iVBORw==", "format": "mp3"}},
            {"type": "file", "file": {"filename": "bill.pdf", "file_data": "data:application/pdf;base64,iVBORw=="}},
            {"type": "file", "file": {"filename": "document.pdf", "file_data": "data:application/pdf;base64,iVBORw=="}},
        ])
    );
}

#[test]
fn a_file_that_a_server_does_not_take_is_refused_before_it_is_sent() {
    let refused = |name: &str, part: Part| {
        let request = Request { messages: vec![Message::User(vec![part])], ..question() };
        at(name).chat(&request, false).unwrap_err().0
    };
    assert_eq!(refused("deepseek", file(MediaKind::Image, "image/png", "")), "pictures");
    assert_eq!(refused("groq", file(MediaKind::Audio, "audio/wav", "")), "sound");
    assert_eq!(refused("ollama", file(MediaKind::Document, "application/pdf", "")), "documents");
    assert_eq!(
        refused("openai", file(MediaKind::Image, "image/tiff", "")),
        "pictures of the kind image/tiff"
    );
    assert_eq!(refused("openai", file(MediaKind::Audio, "audio/ogg", "")), "sound of the kind audio/ogg");
}

fn tools(name: &str, choice: ToolChoice, parameters: Value) -> Value {
    let tool = ToolSpec { name: "f".into(), description: String::new(), parameters };
    asked(name, &Request { tools: [tool].into(), choice, ..question() })
}

#[test]
fn tools_are_strict_where_schema_and_server_allow_it() {
    let closed = json!({"type": "object", "properties": {}, "required": [], "additionalProperties": false});
    let open = json!({"type": "object", "properties": {"x": {"type": "string"}}});
    let function =
        |name, schema: &Value| tools(name, ToolChoice::Auto, schema.clone())["tools"][0]["function"].clone();
    assert_eq!(function("openai", &closed), json!({"name": "f", "parameters": closed, "strict": true}));
    assert_eq!(function("openai", &open), json!({"name": "f", "parameters": open}));
    assert_eq!(function("groq", &closed), json!({"name": "f", "parameters": closed}));
    assert_eq!(function("openai", &json!({}))["parameters"], json!({"type": "object", "properties": {}}));
}

#[test]
fn a_model_is_told_whether_it_must_call() {
    let none = json!({});
    assert_eq!(tools("openai", ToolChoice::Auto, none.clone()).get("tool_choice"), None);
    assert_eq!(tools("openai", ToolChoice::None, none.clone())["tool_choice"], "none");
    assert_eq!(tools("openai", ToolChoice::Required, none.clone())["tool_choice"], "required");
    let named = tools("openai", ToolChoice::Named("f".into()), none.clone());
    assert_eq!(named["tool_choice"], json!({"type": "function", "function": {"name": "f"}}));
    assert_eq!(named["parallel_tool_calls"], false);
    assert_eq!(tools("vllm", ToolChoice::Named("f".into()), none).get("parallel_tool_calls"), None);
    let without = asked("openai", &Request { choice: ToolChoice::Required, ..question() });
    assert_eq!(without.get("tool_choice"), None);
}

#[test]
fn json_is_asked_for_as_each_server_takes_it() {
    let request = Request { format: Format::Json, ..question() };
    let body = asked("openai", &request);
    assert_eq!(body["response_format"], json!({"type": "json_object"}));
    assert_eq!(body["messages"][0], json!({"role": "system", "content": "Answer with one JSON object."}));
    let told = Request {
        messages: vec![Message::System("Be kind.".into()), Message::user("Hi")],
        ..request.clone()
    };
    let body = asked("openai", &told);
    assert_eq!(body["messages"][0]["content"], "Be kind.\n\nAnswer with one JSON object.");
    assert_eq!(body["messages"].as_array().unwrap().len(), 2);
    let said = Request { messages: vec![Message::user("Give me Json")], ..request.clone() };
    assert_eq!(asked("openai", &said)["messages"].as_array().unwrap().len(), 1);
    let lmstudio = asked("lmstudio", &request);
    assert_eq!(lmstudio["response_format"]["json_schema"]["schema"]["type"], "object");
    assert_eq!(lmstudio["messages"].as_array().unwrap().len(), 1);
}

#[test]
fn an_answer_is_held_to_a_schema_as_strictly_as_the_server_can() {
    let closed = json!({"type": "object", "properties": {}, "required": [], "additionalProperties": false});
    let ask = |name: &str, model: &str, schema: &Value| {
        let wanted = AnswerSchema { name: "route".into(), schema: schema.clone() };
        asked(name, &Request { model: model.into(), format: Format::Schema(wanted.into()), ..question() })
    };
    let strict = |strict: Option<bool>, schema: &Value| {
        let mut named = json!({"name": "route", "schema": schema});
        if let Some(strict) = strict {
            named["strict"] = strict.into();
        }
        json!({"type": "json_schema", "json_schema": named})
    };
    assert_eq!(ask("openai", "gpt-4o", &closed)["response_format"], strict(Some(true), &closed));
    assert_eq!(
        ask("openai", "gpt-4o", &json!({"type": "object"}))["response_format"],
        strict(Some(false), &json!({"type": "object"}))
    );
    assert_eq!(ask("groq", "openai/gpt-oss-20b", &closed)["response_format"], strict(Some(true), &closed));
    assert_eq!(ask("vllm", "m", &closed)["response_format"], strict(None, &closed));
    for (name, model) in [("deepseek", "deepseek-chat"), ("groq", "llama-3.3-70b-versatile")] {
        let body = ask(name, model, &closed);
        assert_eq!(body["response_format"], json!({"type": "json_object"}), "{name}");
        let words = body["messages"][0]["content"].as_str().unwrap();
        assert!(words.contains("JSON Schema") && words.ends_with(&closed.to_string()), "{words}");
    }
}

#[test]
fn vectors_and_recordings_are_asked_for_at_their_own_paths() {
    let texts = ["a".to_owned(), "b".to_owned()];
    let (azure, _) = OpenAi::at(provider("azure"), "https://r.openai.azure.com?api-version=1");
    let call = azure.embed("small", &texts).unwrap();
    assert_eq!(call.path, "/deployments/small/embeddings?api-version=1");
    assert_eq!(call.body, r#"{"model":"small","input":["a","b"]}"#);
    assert_eq!(azure.key_header().name, "api-key");
    assert_eq!(at("openai").embed("m", &texts).unwrap().path, "/embeddings");
    assert!(at("openai").embed("m", &[String::new()]).is_err());
}

/// What the events add, and the end that `[DONE]` makes of them.
fn read(events: &[&str]) -> Result<Piece, Fault> {
    let (mut stream, mut piece) = (Stream::default(), Piece::default());
    for data in events.iter().chain(&["[DONE]"]) {
        stream.event(&SseEvent { data: (*data).to_owned(), ..SseEvent::default() }, &mut piece)?;
    }
    Ok(piece)
}

#[test]
fn deltas_are_read_with_and_without_text() {
    let piece = read(&[
        r#"{"choices":[{"delta":{"content":"Hel","reasoning_content":"hm"},"finish_reason":null}]}"#,
        r#"{"choices":[{"delta":{"reasoning":"what now","content":null}}]}"#,
        r#"{"choices":[{"delta":{"content":"d"},"message":{"content":"whole"}}]}"#,
        r#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#,
        r#"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5}}"#,
    ])
    .unwrap();
    assert_eq!(piece.texts, ["Hel", "d"]);
    let usage = Usage { prompt_tokens: 3, completion_tokens: 5, ..Usage::default() };
    assert_eq!(piece.finish, Some(Finish { reason: Some(FinishReason::Stop), usage: Some(usage) }));
    let nothing = read(&[r#"{"choices":[{"delta":null}],"usage":{"prompt_tokens":null}}"#]).unwrap();
    assert_eq!(nothing.finish.unwrap().usage, Some(Usage::default()));
}

#[test]
fn a_stream_split_anywhere_reads_the_same() {
    let text = concat!(
        "data: {\"choices\":[{\"delta\":{\"content\":\"Grüß \"}}]}\r\n\r\n",
        ": keep-alive\n\n",
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\"\"}}]}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\n",
        "data: [DONE]\n\n",
    );
    for at in 0..=text.len() {
        let (mut stream, mut piece) = (Stream::default(), Piece::default());
        let mut decoder = SseDecoder::new(1 << 20);
        for half in [&text.as_bytes()[..at], &text.as_bytes()[at..]] {
            decoder.feed(half, |event| stream.event(&event, &mut piece).unwrap()).unwrap();
        }
        assert_eq!(piece.texts, ["Grüß "], "{at}");
        assert_eq!(piece.calls[0].arguments, "{\"x\":1}", "{at}");
        assert_eq!(piece.finish.unwrap().reason, Some(FinishReason::ToolCalls), "{at}");
    }
}

#[test]
fn a_stream_that_is_no_answer_is_told() {
    let bad = |events: &[&str]| matches!(read(events), Err(Fault::BadAnswer(_)));
    assert!(
        bad(&[]) && bad(&[r#"{"choices":[]}"#]) && bad(&[r#"{"choices":[{"delta":"#]) && bad(&["<html>"])
    );
    let refused = |event: &str| read(&[event]).unwrap_err();
    let fault = |detail: &str, status| Fault::Refused { detail: detail.into(), status };
    assert_eq!(refused(r#"{"error":{"message":"overloaded","code":503}}"#), fault("overloaded", Some(503)));
    assert_eq!(
        refused(r#"{"error":{"message":"slow","type":"rate_limit_exceeded"}}"#),
        fault("slow", Some(429))
    );
    assert_eq!(refused(r#"{"error":"broken"}"#), fault("broken", None));
    let choice =
        r#"{"choices":[{"delta":{},"finish_reason":"error","error":{"code":502,"message":"gone"}}]}"#;
    assert_eq!(refused(choice), fault("gone", Some(502)));
    let ended = r#"{"choices":[{"delta":{},"finish_reason":"insufficient_system_resource"}]}"#;
    assert!(matches!(refused(ended), Fault::CutOff(_)));
    let mut stream = Stream::default();
    assert!(matches!(stream.closed(&mut Piece::default()), Err(Fault::CutOff(_))));
}

#[test]
fn a_model_that_declines_or_is_held_back_is_named_whole_and_streamed() {
    let declined = read(&[
        r#"{"choices":[{"delta":{"role":"assistant","content":null,"refusal":"I "}}]}"#,
        r#"{"choices":[{"delta":{"refusal":"cannot."},"finish_reason":"stop"}]}"#,
    ]);
    assert_eq!(declined.unwrap_err(), Fault::Filtered("I cannot.".into()));
    let whole = |body: &str| at("openai").whole(body.as_bytes());
    let declined =
        whole(r#"{"choices":[{"message":{"content":null,"refusal":"I cannot."},"finish_reason":"stop"}]}"#);
    assert_eq!(declined.unwrap_err(), Fault::Filtered("I cannot.".into()));
    let held = r#"{"choices":[{"message":{"content":""},"delta":{},"finish_reason":"content_filter"}]}"#;
    assert!(matches!(whole(held), Err(Fault::Filtered(_))));
    assert!(matches!(read(&[held]), Err(Fault::Filtered(_))));
    let cut =
        whole(r#"{"choices":[{"message":{"content":"half"},"finish_reason":"content_filter"}]}"#).unwrap();
    assert_eq!((cut.text.as_str(), cut.finish.reason), ("half", Some(FinishReason::ContentFilter)));
}

#[test]
fn an_error_in_the_place_of_an_answer_is_the_provider_s_own() {
    let whole = |body: &str| at("openai").whole(body.as_bytes()).unwrap_err();
    assert_eq!(
        whole(r#"{"error":{"message":"no credit"}}"#),
        Fault::Refused { detail: "no credit".into(), status: None }
    );
    assert_eq!(whole(r#"{"choices":[]}"#), Fault::BadAnswer("an answer without a choice".into()));
    assert!(matches!(whole(r#"{"choices":[{"mess"#), Fault::BadAnswer(_)));
    let whole =
        at("openai").whole(br#"{"choices":[{"message":{"content":"a"},"finish_reason":"eos"}]}"#).unwrap();
    assert_eq!((whole.text.as_str(), whole.finish.reason), ("a", Some(FinishReason::Stop)));
}
