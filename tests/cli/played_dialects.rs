//! Anthropic and Gemini, played: they refuse what the real ones would, and take all that the
//! dialects make.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use muxi::runtime::llm::http::EndpointOptions;
use muxi::runtime::llm::{
    self, Answer, AnswerSchema, FinishReason, Format, HttpClient, Media, MediaKind, Message, Part, Patience,
    Provider, Request, Settings, Sound, ToolCall, ToolChoice, ToolSpec,
};
use muxi::support::redact::Redactor;
use serde_json::{Value, json};

use crate::support::{Anthropic, Api, Gemini, Played, Reply, Response, Said, Tokens, request};

const CLAUDES: [&str; 8] = [
    "claude-3-5-haiku-latest",
    "claude-3-7-sonnet-20250219",
    "claude-opus-4-1",
    "claude-sonnet-4-5-20250929",
    "claude-opus-4-7",
    "claude-sonnet-5",
    "claude-opus-5-5",
    "claude-haiku-5-5",
];
const GEMINIS: [&str; 3] = ["gemini-2.5-flash", "gemini-3-pro", "gemini-3.5-flash"];

fn provider(name: &str, base_url: &str) -> Arc<dyn Provider> {
    let options = EndpointOptions {
        provider: name,
        base_url,
        key: Some(&"a-key-1234567890".into()),
        patience: Patience::new(Some(Duration::from_secs(20))),
        cassette: None,
        redactor: Redactor::default(),
        client: HttpClient::default(),
    };
    llm::endpoint(options).unwrap()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Asks whole and streamed; both say the same.
fn both_ways(provider: &dyn Provider, request: &Request) -> Answer {
    block_on(async {
        let whole = provider.complete(request).await.unwrap();
        let mut pieces = provider.stream(request).await.unwrap();
        let mut streamed = Answer::default();
        while let Some(piece) = pieces.next().await {
            let piece = piece.unwrap();
            streamed.text.push_str(&piece.texts.concat());
            streamed.calls.extend(piece.calls);
            streamed.finish = piece.finish.unwrap_or_default();
        }
        assert_eq!(streamed, whole);
        whole
    })
}

fn file(kind: MediaKind, media_type: &str) -> Part {
    let (name, data) = ("a.file".into(), Bytes::from_static(b"abc"));
    Part::Media(Media { kind, media_type: media_type.into(), name, data })
}

fn tool(name: &str) -> ToolSpec {
    let parameters = json!({"type": "object", "properties": {"a": {"type": "integer", "minimum": 1}}});
    ToolSpec { name: name.into(), description: "Adds one.".into(), parameters }
}

/// Everything that can be asked, and a conversation of every kind of message.
fn everything(model: &str, choice: ToolChoice, format: Format) -> Request {
    let calls: Vec<ToolCall> = ["a", "b"]
        .map(|id| ToolCall {
            id: id.into(),
            name: "add".into(),
            arguments: "{\"a\":1}".into(),
            ..ToolCall::default()
        })
        .into();
    let result = |at: usize, failed| Message::Tool { call: calls[at].clone(), result: "2".into(), failed };
    Request {
        about: None,
        model: model.into(),
        messages: vec![
            Message::System("Be kind. ".repeat(1000)),
            Message::System(" ".into()),
            Message::User(vec![
                file(MediaKind::Image, "image/png"),
                file(MediaKind::Document, "application/pdf"),
                file(MediaKind::Document, "text/plain"),
                Part::Text("What is it?".into()),
            ]),
            Message::assistant("A file. "),
            Message::user("1 + 1?"),
            Message::Assistant { text: "Let me see.".into(), calls: calls.clone() },
            result(0, false),
            result(1, true),
        ],
        settings: Settings {
            temperature: Some(0.5),
            top_p: Some(0.9),
            max_tokens: Some(64),
            stop: vec!["END".into()],
        },
        tools: Arc::new([tool("add"), tool("sub")]),
        choice,
        format,
    }
}

fn schema() -> Format {
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "n": {"type": "integer", "minimum": 1},
            "list": {"type": "array", "maxItems": 3, "items": {"type": "object", "properties": {
                "s": {"type": "string", "minLength": 1, "pattern": "^a"}}, "required": ["s"]}},
            "one": {"oneOf": [{"type": "string"}, {"type": "null"}]},
        },
        "required": ["n", "list", "one"],
        "additionalProperties": false,
    });
    Format::Schema(Arc::new(AnswerSchema { name: "answer".into(), schema }))
}

fn every_way(model: &str) -> impl Iterator<Item = Request> {
    let choices = [ToolChoice::Auto, ToolChoice::None, ToolChoice::Required, ToolChoice::Named("sub".into())];
    let asked = choices.into_iter().flat_map(|choice| {
        [Format::Text, Format::Json, schema()].map(|format| everything(model, choice.clone(), format))
    });
    let without = [Format::Text, Format::Json, schema()]
        .map(|format| Request { tools: Arc::new([]), ..everything(model, ToolChoice::Auto, format) });
    asked.chain(without).collect::<Vec<_>>().into_iter()
}

/// Plays every way to ask every model.
fn takes_everything<A: Api + Default>(name: &str, models: &[&str]) {
    let played = Played::<A>::start([]);
    let provider = provider(name, &played.base_url());
    for model in models {
        for request in every_way(model) {
            let answer = both_ways(&*provider, &request);
            assert_eq!((answer.text.as_str(), &answer.finish.reason), ("Hello!", &Some(FinishReason::Stop)));
        }
    }
    assert_eq!(played.faults(), [""; 0]);
}

#[test]
fn anthropic_takes_all_that_is_asked_of_every_model() {
    takes_everything::<Anthropic>("anthropic", &CLAUDES);
}

#[test]
fn gemini_takes_all_that_is_asked_of_every_model() {
    takes_everything::<Gemini>("google", &GEMINIS);
}

#[test]
fn words_calls_and_counts_come_the_same_whole_and_streamed() {
    let usage = Tokens { prompt: 100, completion: 20, cached: 60, reasoning: 0 };
    let said = Said::text(&["Let me ", "see."]).call("add", r#"{"a":"é"}"#).call("sub", "{}").costing(usage);
    let check = |answer: Answer| {
        assert_eq!((answer.text.as_str(), answer.calls.len()), ("Let me see.", 2));
        assert_eq!(
            (answer.calls[0].name.as_str(), answer.calls[0].arguments.as_str()),
            ("add", r#"{"a":"é"}"#)
        );
        assert_eq!(answer.finish.reason, Some(FinishReason::ToolCalls));
        let usage = answer.finish.usage.unwrap();
        assert_eq!((usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens), (100, 20, 60));
    };
    let ask = |model: &str| everything(model, ToolChoice::Auto, Format::Text);
    let played = Played::<Anthropic>::start([Reply::Said(said.clone()), Reply::Said(said.clone())]);
    check(both_ways(&*provider("anthropic", &played.base_url()), &ask("claude-sonnet-5")));
    let played = Played::<Gemini>::start([Reply::Said(said.clone()), Reply::Said(said)]);
    check(both_ways(&*provider("gemini", &played.base_url()), &ask("gemini-3.5-flash")));
}

#[test]
fn gemini_makes_vectors_and_writes_recordings_down_and_anthropic_says_that_it_does_not() {
    let played = Played::<Gemini>::start([Reply::Text(&["Guten Tag"])]);
    let gemini = provider("google", &played.base_url());
    let texts = ["red wine".to_owned(), "red wine".to_owned(), "blue".to_owned()];
    let vectors = block_on(gemini.embed("gemini-embedding-001", &texts)).unwrap().vectors;
    assert_eq!(vectors.len(), 3);
    assert!(vectors[0] == vectors[1] && vectors[0] != vectors[2]);
    let sound = Sound {
        model: "gemini-3.5-flash".into(),
        name: "a.mp3".into(),
        media_type: "audio/mpeg".into(),
        data: Bytes::from_static(b"ID3"),
        language: None,
    };
    assert_eq!(block_on(gemini.transcribe(&sound)).unwrap().text, "Guten Tag");
    let played = Played::<Anthropic>::start([]);
    let anthropic = provider("anthropic", &played.base_url());
    assert_eq!(block_on(anthropic.embed("x", &texts)).unwrap_err().code(), "MODEL_UNSUPPORTED");
    assert_eq!(block_on(anthropic.transcribe(&sound)).unwrap_err().code(), "MODEL_UNSUPPORTED");
    assert_eq!(played.asked().len(), 0);
}

fn post<A: Api>(played: &Played<A>, path: &str, headers: &[(&str, &str)], body: &Value) -> Response {
    let mut all = vec![("Content-Type", "application/json")];
    all.extend_from_slice(headers);
    request(played.address(), "POST", path, &all, &body.to_string())
}

const CLAUDE: [(&str, &str); 2] = [("x-api-key", "k"), ("anthropic-version", "2023-06-01")];

/// What the API says to a body that differs from a good one in this.
fn claude(change: &Value) -> String {
    let mut body = json!({
        "model": "claude-sonnet-4-5", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}],
    });
    for (key, value) in change.as_object().unwrap() {
        body[key] = value.clone();
        if value.is_null() {
            body.as_object_mut().unwrap().remove(key);
        }
    }
    let played = Played::<Anthropic>::start([]);
    let answer = post(&played, "/v1/messages", &CLAUDE, &body);
    let faults = played.faults();
    assert_eq!((answer.status, faults.len()), if faults.is_empty() { (200, 0) } else { (400, 1) });
    faults.concat()
}

fn claude_messages(messages: &Value) -> String {
    claude(&json!({"messages": messages}))
}

#[test]
fn anthropic_refuses_what_is_missing_unknown_or_out_of_turn() {
    assert_eq!(claude(&json!({})), "");
    assert!(claude(&json!({"max_tokens": null})).contains("max_tokens"));
    assert!(claude(&json!({"n": 2})).contains('n'));
    let user = json!({"role": "user", "content": "Hi"});
    let model = |text: &str| json!({"role": "assistant", "content": [{"type": "text", "text": text}]});
    assert!(claude_messages(&json!([{"role": "system", "content": "x"}, user])).contains("role"));
    assert!(claude_messages(&json!([user, user])).contains("alternate"));
    assert!(claude_messages(&json!([model("a"), user])).contains("first message"));
    assert!(claude_messages(&json!([user, model("a ")])).contains("trailing whitespace"));
    assert!(claude_messages(&json!([user, model("a")])).contains("end with a user"));
    let blank = json!({"role": "user", "content": [{"type": "text", "text": " "}]});
    assert!(!claude_messages(&json!([blank])).is_empty());
    assert_eq!(claude_messages(&json!([user, model("a"), user])), "");
}

#[test]
fn anthropic_wants_each_result_right_after_its_call() {
    let user = json!({"role": "user", "content": "Hi"});
    let call = |id: &str| json!({"role": "assistant", "content": [{"type": "tool_use", "id": id, "name": "f", "input": {}}]});
    let result = |id: &str| json!({"type": "tool_result", "tool_use_id": id, "content": "1"});
    let gives = |blocks: Value| json!({"role": "user", "content": blocks});
    assert_eq!(claude_messages(&json!([user, call("a"), gives(json!([result("a")]))])), "");
    let words = json!({"type": "text", "text": "x"});
    assert!(
        claude_messages(&json!([user, call("a"), gives(json!([words, result("a")]))])).contains("come first")
    );
    assert!(claude_messages(&json!([user, call("a"), user])).contains("without `tool_result`"));
    assert!(claude_messages(&json!([gives(json!([result("a")]))])).contains("unexpected"));
    let twice = json!([user, call("a"), gives(json!([result("a")])), call("a"), gives(json!([result("a")]))]);
    assert!(claude_messages(&twice).contains("unique"));
    assert!(!claude_messages(&json!([user, call("a:b"), gives(json!([result("a:b")]))])).is_empty());
}

#[test]
fn anthropic_refuses_settings_that_its_models_do_not_take() {
    let marked = json!({"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}});
    assert_eq!(claude(&json!({"system": vec![marked.clone(); 4]})), "");
    assert!(claude(&json!({"system": vec![marked; 5]})).contains("maximum of 4"));
    assert!(claude(&json!({"temperature": 1.5})).contains("temperature"));
    assert!(claude(&json!({"temperature": 0.5, "top_p": 0.5})).contains("both"));
    assert!(claude(&json!({"temperature": 0.5, "model": "claude-sonnet-5"})).contains("not supported"));
    let tools = json!([{"name": "f", "input_schema": {"type": "object"}}]);
    let forced = json!({"tools": tools, "tool_choice": {"type": "any"}});
    assert_eq!(claude(&forced), "");
    let mut newer = forced;
    newer["model"] = "claude-opus-5-5".into();
    assert!(claude(&newer).contains("forces tool use"));
    assert!(claude(&json!({"tool_choice": {"type": "auto"}})).contains("providing tools"));
    let format =
        |schema: Value| json!({"output_config": {"format": {"type": "json_schema", "schema": schema}}});
    assert!(claude(&format(json!({"type": "object"}))).contains("additionalProperties"));
    assert_eq!(claude(&format(json!({"type": "object", "additionalProperties": false}))), "");
}

#[test]
fn anthropic_wants_its_version_and_the_key_in_one_header() {
    let body = json!({"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]});
    let refused = |path: &str, headers: &[(&str, &str)], status: u16| {
        let played = Played::<Anthropic>::start([]);
        assert_eq!(post(&played, path, headers, &body).status, status);
        played.faults().concat()
    };
    assert_eq!(refused("/v1/messages", &[], 401), "");
    let version = [("x-api-key", "k"), ("anthropic-version", "2024-01-01")];
    assert!(refused("/v1/messages", &version, 400).contains("anthropic-version"));
    assert!(refused("/v1/messages", &version[..1], 400).contains("anthropic-version"));
    assert!(refused("/v1/messages?key=k", &CLAUDE, 400).contains("path"));
    assert!(refused("/v1/complete", &CLAUDE, 400).contains("path"));
    let twice = [CLAUDE[0], CLAUDE[1], ("Authorization", "Bearer k")];
    assert!(refused("/v1/messages", &twice, 400).contains("two headers"));
}

fn gemini(model: &str, change: &Value) -> String {
    let mut body = json!({"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]});
    for (key, value) in change.as_object().unwrap() {
        body[key] = value.clone();
    }
    let played = Played::<Gemini>::start([]);
    let path = format!("/v1beta/models/{model}:generateContent");
    let answer = post(&played, &path, &[("x-goog-api-key", "k")], &body);
    let faults = played.faults();
    assert_eq!((answer.status, faults.len()), if faults.is_empty() { (200, 0) } else { (400, 1) });
    faults.concat()
}

#[test]
fn gemini_refuses_what_is_unknown_or_out_of_turn() {
    let contents = |contents: Value| gemini("gemini-3.5-flash", &json!({"contents": contents}));
    let says = |role: &str, text: &str| json!({"role": role, "parts": [{"text": text}]});
    assert_eq!(gemini("gemini-3.5-flash", &json!({})), "");
    assert!(gemini("gemini-3.5-flash", &json!({"messages": []})).contains("messages"));
    assert!(contents(json!([says("system", "x")])).contains("role"));
    assert!(contents(json!([says("user", "a"), says("user", "b")])).contains("alternate"));
    assert!(contents(json!([says("user", "a"), says("model", "b")])).contains("ends with"));
    assert!(!contents(json!([says("user", "")])).is_empty());
    let call = |signature: Option<&str>| {
        let mut part = json!({"functionCall": {"name": "f", "args": {}}});
        if let Some(signature) = signature {
            part["thoughtSignature"] = signature.into();
        }
        json!({"role": "model", "parts": [part]})
    };
    let result = json!({"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {}}}]});
    let user = says("user", "a");
    assert_eq!(contents(json!([user, call(Some("c2ln")), result])), "");
    assert!(contents(json!([user, call(None), result])).contains("thought_signature"));
    assert_eq!(gemini("gemini-2.5-flash", &json!({"contents": [user, call(None), result]})), "");
    assert!(contents(json!([user, call(Some("c2ln")), user])).contains("number of function response parts"));
}

#[test]
fn gemini_refuses_settings_that_do_not_fit_together() {
    let tools = json!([{"functionDeclarations": [{"name": "f", "description": "x"}]}]);
    let config = |mode: &str| json!({"functionCallingConfig": {"mode": mode, "allowedFunctionNames": ["f"]}});
    let ask = |change: Value| gemini("gemini-2.5-flash", &change);
    assert_eq!(ask(json!({"tools": tools, "toolConfig": config("ANY")})), "");
    assert!(ask(json!({"tools": tools, "toolConfig": config("AUTO")})).contains("mode is ANY"));
    assert!(ask(json!({"toolConfig": config("ANY")})).contains("without function_declarations"));
    let typed = json!({"responseMimeType": "application/json"});
    assert!(ask(json!({"tools": tools, "generationConfig": typed})).contains("unsupported"));
    let untyped = json!({"responseJsonSchema": {"type": "object"}});
    assert!(ask(json!({"generationConfig": untyped})).contains("without the type"));
    let unknown = json!({"responseMimeType": "application/json", "responseJsonSchema": {"pattern": "x"}});
    assert!(!ask(json!({"generationConfig": unknown})).is_empty());
}

#[test]
fn gemini_wants_no_key_in_the_url() {
    let body = json!({"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]});
    let played = Played::<Gemini>::start([]);
    let key = [("x-goog-api-key", "k")];
    let path = "/v1beta/models/gemini-3.5-flash:generateContent";
    assert_eq!(post(&played, &format!("{path}?key=k"), &key, &body).status, 400);
    assert!(played.faults().concat().contains("key in the URL"));
    assert_eq!(post(&played, path, &[], &body).status, 400);
    assert_eq!(post(&played, "/v1beta/models/m:streamGenerateContent", &key, &body).status, 400);
    assert!(played.faults().concat().contains("the path"));
}
