//! What the OpenAI-compatible dialect makes is what the API takes: every body goes to the played server, which
//! judges it by the schema of the public API.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use muxi::formation::providers::provider;
use muxi::runtime::llm::dialect::{Call, Dialect};
use muxi::runtime::llm::{
    Answer, AnswerSchema, Format, Media, MediaKind, Message, OpenAi, Part, Request, Settings, Sound,
    ToolCall, ToolChoice, ToolSpec,
};
use serde_json::{Value, json};

use crate::support::{Asked, Model, Reply, Said, request};

const NAMES: [&str; 14] = [
    "openai",
    "azure",
    "groq",
    "mistral",
    "together",
    "deepseek",
    "openrouter",
    "xai",
    "fireworks",
    "ollama",
    "lmstudio",
    "llamacpp",
    "vllm",
    "nobody",
];

fn dialect(name: &str) -> OpenAi {
    OpenAi::at(provider(name), "http://127.0.0.1/v1").0
}

/// Sends it, and gives the body of the success.
fn sent(model: &Model, call: &Call) -> String {
    let body = String::from_utf8(call.body.to_vec()).unwrap();
    let path = format!("/v1{}", call.path.split('?').next().unwrap());
    let answer = request(model.address(), "POST", &path, &[("Content-Type", &call.content_type)], &body);
    assert_eq!((answer.status, model.faults()), (200, Vec::new()), "{body}");
    answer.body
}

fn ask(name: &str, request: &Request) -> (Answer, Asked) {
    let model = Model::start([]);
    let answer = sent(&model, &dialect(name).chat(request, false).unwrap());
    (dialect(name).whole(answer.as_bytes()).unwrap(), model.asked().remove(0))
}

fn question() -> Request {
    Request { model: "gpt-4o-mini".into(), messages: vec![Message::user("Hi")], ..Request::default() }
}

fn media(kind: MediaKind, media_type: &str, base64: &str) -> Part {
    let data = Bytes::from(STANDARD.decode(base64).unwrap());
    Part::Media(Media { kind, media_type: media_type.into(), name: String::new(), data })
}

#[test]
fn pictures_sound_and_documents_are_what_the_api_takes() {
    let parts = vec![
        Part::Text("What is this?".into()),
        media(MediaKind::Image, "image/png", "iVBORw0KGgo="),
        media(MediaKind::Image, "image/jpeg", "/9j/4AAQ"),
        media(MediaKind::Audio, "audio/wav", "UklGRg=="),
        media(MediaKind::Document, "application/pdf", "JVBERi0xLjcK"),
    ];
    let (answer, asked) = ask("openai", &Request { messages: vec![Message::User(parts)], ..question() });
    assert_eq!(answer.text, "Hello!");
    assert_eq!(asked.body["messages"][0]["content"].as_array().unwrap().len(), 5);
}

#[test]
fn a_conversation_with_calls_is_what_the_api_takes_from_each_provider() {
    let call = |id: &str| ToolCall { id: id.into(), name: "add".into(), ..ToolCall::default() };
    let long = "toolu_".repeat(20);
    let messages = vec![
        Message::System("Be kind.".into()),
        Message::user("Add."),
        Message::Assistant { text: String::new(), calls: vec![call("call_1"), call(&long)] },
        Message::Tool { call: call("call_1"), result: String::new(), failed: true },
        Message::Tool { call: call(&long), result: "2".into(), failed: false },
        Message::assistant(""),
        Message::user("Again."),
    ];
    let schemas = [json!({}), json!({"type": "object", "properties": {"a": {"type": "integer"}}}), closed()];
    let tool = |(at, parameters): (usize, &Value)| ToolSpec {
        name: format!("f_{at}"),
        description: String::new(),
        parameters: parameters.clone(),
    };
    let tools: Vec<ToolSpec> = schemas.iter().enumerate().map(tool).collect();
    for name in NAMES {
        for choice in
            [ToolChoice::Auto, ToolChoice::None, ToolChoice::Required, ToolChoice::Named("f_2".into())]
        {
            let request =
                Request { messages: messages.clone(), tools: tools.clone().into(), choice, ..question() };
            assert_eq!(ask(name, &request).0.text, "Hello!", "{name}");
        }
    }
}

fn closed() -> Value {
    json!({"type": "object", "properties": {"agent": {"type": "string"}}, "required": ["agent"],
           "additionalProperties": false})
}

#[test]
fn json_and_schemas_are_what_the_api_takes_from_each_provider() {
    let open = json!({"type": "object", "properties": {"agent": {"type": "string"}}});
    let schema = |schema: Value| Format::Schema(AnswerSchema { name: "route".into(), schema }.into());
    for name in NAMES {
        for format in [Format::Json, schema(closed()), schema(open.clone())] {
            assert_eq!(ask(name, &Request { format, ..question() }).0.text, "Hello!", "{name}");
        }
    }
}

#[test]
fn settings_are_what_each_model_takes() {
    let stop = vec!["END".to_owned()];
    let settings = Settings { temperature: Some(0.5), top_p: Some(0.9), max_tokens: Some(99), stop };
    for model in ["gpt-4o", "gpt-5-mini", "o3", "gpt-5-chat-latest"] {
        ask("openai", &Request { model: model.into(), settings: settings.clone(), ..question() });
    }
}

#[test]
fn calls_and_usage_come_back_as_they_were_meant() {
    let model =
        Model::start([Reply::Said(Said::text(&["Let me see."]).call("f", "{\"x\":1}").call("g", ""))]);
    let openai = dialect("openai");
    let answer = openai.whole(sent(&model, &openai.chat(&question(), false).unwrap()).as_bytes()).unwrap();
    let calls: Vec<_> =
        answer.calls.iter().map(|c| (c.id.as_str(), c.name.as_str(), c.arguments.as_str())).collect();
    assert_eq!(calls, [("call_1", "f", "{\"x\":1}"), ("call_2", "g", "")]);
    assert_eq!((answer.text.as_str(), answer.finish.usage.unwrap().total()), ("Let me see.", 10));
}

#[test]
fn vectors_come_in_the_order_of_their_texts() {
    let texts = ["red apple".to_owned(), "blue sky".to_owned(), "red sky".to_owned()];
    let openai = dialect("openai");
    let model = Model::start([]);
    let body = sent(&model, &openai.embed("text-embedding-3-small", &texts).unwrap());
    let answer = openai.embedded(body.as_bytes()).unwrap();
    let near = |a: usize, b: usize| -> f32 {
        answer.vectors[a].iter().zip(&answer.vectors[b]).map(|(a, b)| a * b).sum()
    };
    assert!(near(0, 2) >= 1.0 && near(1, 2) >= 1.0, "{:?}", answer.vectors);
    assert_eq!(answer.usage.unwrap().prompt_tokens, 6);
}

#[test]
fn a_recording_is_a_form_that_the_api_reads() {
    let sound = |model: &str| Sound {
        model: model.into(),
        name: "my \"talk\"".into(),
        media_type: "audio/wav".into(),
        data: Bytes::from_static(b"RIFF--\r\n--\r\n"),
        language: Some("en".into()),
    };
    let openai = dialect("openai");
    for (name, seconds) in [("whisper-1", Some(1.5)), ("gpt-4o-mini-transcribe", None)] {
        let model = Model::start([Reply::Text(&["Good ", "day"])]);
        let body = sent(&model, &openai.transcribe(&sound(name)).unwrap());
        let transcript = openai.transcribed(body.as_bytes()).unwrap();
        assert_eq!((transcript.text.as_str(), transcript.seconds), ("Good day", seconds), "{name}");
    }
}
