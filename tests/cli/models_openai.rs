//! The OpenAI-compatible dialect through a real `muxi serve`: every server of the table is asked at its own
//! paths in its own words, and what goes wrong there is named.

use serde_json::{Value, json};

use crate::support::{Home, Model, OpenAi, Reply, Response, Said, Server, Tokens};

const KEY: &str = "sk-test-1234567890";

/// A formation whose one model is `model`, with a key for its provider.
fn home(model: &str, settings: &str) -> Home {
    let provider = model.split('/').next().unwrap();
    let home = Home::with(&format!(
        "schema: \"1.0.0\"\nid: one\ndescription: d\nllm:\n  settings: {{{settings}}}\n  api_keys:\n    {provider}: \"${{{{ secrets.THE_KEY }}}}\"\n  models:\n    - text: {model}\nagents:\n  - id: a\n    name: A\n    description: d\n    system_message: Be kind.\n"
    ));
    home.keep("THE_KEY", KEY);
    home
}

fn chat(server: &Server, stream: bool) -> Response {
    server.chat("alice", &json!({"message": "Hi", "session_id": "s", "stream": stream}))
}

/// The answer, and the body that the model was sent.
fn asked(api: OpenAi, model: &str, settings: &str, variable: &str, tail: &str) -> (Response, Value) {
    let played = Model::with(api, []);
    let home = home(model, settings);
    let server = Server::start(&home, &[(variable, &(played.base_url() + tail))]);
    let answer = chat(&server, true);
    assert!(answer.spoken() == "Hello!", "{model}: {}\n{}", answer.body, server.stop().1);
    let body = played.asked()[0].body.clone();
    (answer, body)
}

const BEARER: (&str, &str) = ("authorization", "Bearer sk-test-1234567890");
const API_KEY: (&str, &str) = ("api-key", KEY);

fn like(base: &'static str, key: (&'static str, &'static str), refused: &'static [&'static str]) -> OpenAi {
    OpenAi { base, key: Some(key), refused, ..OpenAi::default() }
}

#[test]
fn each_server_is_asked_at_its_own_paths_in_words_that_it_takes() {
    const STRICT: &[&str] = &["stream_options", "max_completion_tokens", "prompt_cache_key"];
    for (model, variable, base, refused) in [
        ("openai/gpt-4o-mini", "OPENAI_BASE_URL", "/v1", &[][..]),
        ("groq/llama-3.3-70b-versatile", "GROQ_BASE_URL", "/openai/v1", &[]),
        ("mistral/mistral-small-latest", "MISTRAL_BASE_URL", "/v1", STRICT),
        ("together/meta-llama/Llama-3", "TOGETHER_BASE_URL", "/v1", &["max_completion_tokens"]),
        ("deepseek/deepseek-chat", "DEEPSEEK_BASE_URL", "/v1", &["max_completion_tokens"]),
        ("openrouter/openai/o3-mini", "OPENROUTER_BASE_URL", "/api/v1", &[]),
        ("xai/grok-4", "XAI_BASE_URL", "/v1", &[]),
        ("fireworks/llama-v3", "FIREWORKS_BASE_URL", "/inference/v1", STRICT),
        ("ollama/llama3.2", "OLLAMA_BASE_URL", "/v1", &[]),
        ("lmstudio/qwen", "LMSTUDIO_BASE_URL", "/v1", &[]),
        ("llamacpp/any", "LLAMACPP_BASE_URL", "/v1", &[]),
        ("vllm/meta-llama/Llama-3", "VLLM_BASE_URL", "/v1", &[]),
        ("my-llm/x", "MY_LLM_BASE_URL", "/some/where", &["max_completion_tokens"]),
    ] {
        let (_, body) = asked(like(base, BEARER, refused), model, "max_tokens: 50", variable, "");
        assert_eq!(body["max_tokens"], 50, "{model}");
        assert_eq!(body["model"], model.split_once('/').unwrap().1);
    }
}

#[test]
fn a_server_on_this_machine_needs_no_key_and_gets_none() {
    let played = Model::start([]);
    let home =
        Home::with("schema: \"1.0.0\"\nid: l\ndescription: d\nllm:\n  models:\n    - text: ollama/llama3\n");
    let server = Server::start(&home, &[("OLLAMA_BASE_URL", &played.base_url())]);
    assert!(chat(&server, true).body.contains("Hello!"));
    assert_eq!(played.asked()[0].authorization, None);
}

#[test]
fn both_forms_of_azure_get_the_key_in_their_own_header() {
    let new = like("/openai/v1", API_KEY, &[]);
    asked(new, "azure/gpt-4o", "", "AZURE_BASE_URL", "");
    let old =
        OpenAi { query: Some("api-version=2024-10-21"), ..like("/openai/deployments/mine", API_KEY, &[]) };
    asked(old.clone(), "azure/gpt-4o", "", "AZURE_BASE_URL", "");
    asked(old, "azure/gpt-4o", "", "AZURE_BASE_URL", "/chat/completions?api-version=2024-10-21");
}

#[test]
fn a_model_that_reasons_is_asked_without_what_it_refuses() {
    let settings = "temperature: 0.2, max_tokens: 50";
    let (_, body) = asked(like("/v1", BEARER, &[]), "openai/gpt-5-mini", settings, "OPENAI_BASE_URL", "");
    assert_eq!(body["max_completion_tokens"], 50);
    assert_eq!((body.get("max_tokens"), body.get("temperature")), (None, None));
}

/// The whole and the streamed answer of a model that replies so.
fn both(reply: &Reply) -> [Response; 2] {
    let played = Model::start([reply.clone(), reply.clone()]);
    let home = home("openai/gpt-4o-mini", "max_retries: 0");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &played.base_url())]);
    [chat(&server, false), chat(&server, true)]
}

/// It is named so, whole and streamed, with a way out, and the key stands nowhere.
fn named(reply: &Reply, code: &str, words: &str) {
    for answer in both(reply) {
        let body = &answer.body;
        assert!(body.contains(&format!("\"{code}\"")) && body.contains(words), "{code}: {body}");
        assert!(body.contains("\"hint\""), "{code}: {body}");
        assert!(!body.contains(KEY), "{code}: {body}");
    }
}

#[test]
fn refusals_are_named_by_what_they_mean_and_not_by_their_status_alone() {
    let refusal = |status, body: &'static str| Reply::Status(status, "", body);
    for (reply, code, words) in [
        (
            refusal(
                401,
                r#"{"error":{"message":"Incorrect API key provided: sk-test-1234567890.","code":"invalid_api_key"}}"#,
            ),
            "MODEL_UNAUTHORIZED",
            "Incorrect API key",
        ),
        (refusal(403, r#"{"error":{"message":"Country not supported"}}"#), "MODEL_UNAUTHORIZED", "Country"),
        (
            refusal(403, r#"{"error":{"message":"Project has no access","code":"model_not_found"}}"#),
            "MODEL_NOT_FOUND",
            "no access",
        ),
        (refusal(404, r#"{"error":"model 'x' not found"}"#), "MODEL_NOT_FOUND", "not found"),
        (refusal(402, r#"{"error":{"message":"Insufficient Balance"}}"#), "MODEL_NO_CREDIT", "Balance"),
        (
            refusal(
                429,
                r#"{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}"#,
            ),
            "MODEL_NO_CREDIT",
            "quota",
        ),
        (
            refusal(400, r#"{"error":{"message":"Too long","code":"context_length_exceeded"}}"#),
            "MODEL_CONTEXT_TOO_LONG",
            "Too long",
        ),
        (
            refusal(400, r#"{"error":{"message":"Filtered","code":"content_filter"}}"#),
            "MODEL_FILTERED",
            "Filtered",
        ),
        (refusal(422, r#"{"message":"no such field"}"#), "MODEL_REFUSED", "no such field"),
    ] {
        named(&reply, code, words);
    }
}

#[test]
fn bodies_that_are_no_answer_are_named() {
    named(&Reply::Body("{\"choices\":[{\"mess".into()), "MODEL_BAD_ANSWER", "no answer");
    named(&Reply::Body("{\"choices\":[]}".into()), "MODEL_BAD_ANSWER", "without a choice");
    named(&Reply::Body("{\"error\":{\"message\":\"busy\",\"code\":503}}".into()), "MODEL_REFUSED", "busy");
    named(&Reply::Garbage, "MODEL_BAD_ANSWER", "no answer");
}

/// What a streamed answer ends with when the model streams these events.
fn streamed(events: &'static [&'static str]) -> (Response, Value) {
    let played = Model::start([Reply::Events(events)]);
    let home = home("openai/gpt-4o-mini", "max_retries: 0");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &played.base_url())]);
    let answer = chat(&server, true);
    (answer, server.get("/v1/sessions/s/messages", "alice").json())
}

const HALF: &str = r#"data: {"choices":[{"delta":{"content":"Half of it"}}]}"#;

#[test]
fn streams_that_break_are_named_and_what_came_is_kept() {
    let error = r#"data: {"error":{"message":"overloaded","code":503}}"#;
    for (events, code) in [
        (&[HALF][..], "MODEL_CUT_OFF"),
        (&[HALF, error], "MODEL_CUT_OFF"),
        (&[HALF, r#"data: {"choices":[{"del"#], "MODEL_BAD_ANSWER"),
    ] {
        let (answer, kept) = streamed(events.to_vec().leak());
        assert!(answer.spoken() == "Half of it" && answer.body.contains(code), "{}", answer.body);
        assert_eq!(kept["data"]["messages"][1]["content"], "Half of it", "{kept}");
    }
    for (events, code) in [
        (&[error][..], "MODEL_REFUSED"),
        (&["data: {\"choices\":[]}", "data: [DONE]"], "MODEL_BAD_ANSWER"),
        (&["data: <html>"], "MODEL_BAD_ANSWER"),
        (&[": nothing"], "MODEL_CUT_OFF"),
    ] {
        let (answer, kept) = streamed(events.to_vec().leak());
        assert!(answer.body.contains(code), "{events:?}: {}", answer.body);
        assert_eq!(kept["data"]["messages"].as_array().unwrap().len(), 1, "{kept}");
    }
}

#[test]
fn a_model_that_never_stops_is_stopped() {
    let said = Said { pieces: vec!["x".repeat(900_000); 40], ..Said::default() };
    let played = Model::start([Reply::Said(said.clone()), Reply::Said(said)]);
    let home = home("openai/gpt-4o-mini", "max_retries: 0");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &played.base_url())]);
    let whole = chat(&server, false).json();
    assert_eq!(whole["code"], "MODEL_ENDLESS", "{}", whole["message"]);
    let streamed = chat(&server, true).body;
    assert!(streamed.contains("MODEL_ENDLESS"), "{}", &streamed[streamed.len() - 400..]);
    assert_eq!(chat(&server, false).json()["data"]["message"]["content"], "Hello!");
}

#[test]
fn the_session_goes_on_after_every_fault() {
    let cut = Reply::Cut(&["Half"]);
    let faults =
        [Reply::Garbage, cut, Reply::Status(402, "", "{}"), Reply::Events(&["data: {\"choices\":[]}"])];
    let played = Model::start(faults.into_iter().chain([Reply::Text(&["Well"])]));
    let home = home("openai/gpt-4o-mini", "max_retries: 0");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &played.base_url())]);
    for _ in 0..4 {
        assert!(chat(&server, true).body.contains("event: error"));
    }
    assert_eq!(chat(&server, false).json()["data"]["message"]["content"], "Well");
    let last = played.asked().pop().unwrap();
    let said: Vec<String> = last.messages();
    assert_eq!(said.iter().filter(|m| *m == "assistant: Half").count(), 1, "{said:?}");
    assert!(!said.contains(&"assistant: ".to_owned()), "{said:?}");
}

#[test]
fn a_model_that_declines_is_named_with_its_words() {
    let refused =
        r#"data: {"choices":[{"delta":{"refusal":"I cannot help with that."},"finish_reason":"stop"}]}"#;
    let (answer, _) = streamed(vec![refused, "data: [DONE]"].leak());
    let body = answer.body;
    assert!(body.contains("MODEL_FILTERED") && body.contains("I cannot help with that."), "{body}");
}

#[test]
fn thoughts_of_a_model_are_no_part_of_its_answer() {
    let (answer, kept) = streamed(&[
        r#"data: {"choices":[{"delta":{"reasoning_content":"secret thought"}}]}"#,
        r#"data: {"choices":[{"delta":{"reasoning":"another thought","content":null}}]}"#,
        r#"data: {"choices":[{"delta":{"content":"Four"},"finish_reason":"stop"}]}"#,
        "data: [DONE]",
    ]);
    assert!(answer.spoken() == "Four" && !answer.body.contains("thought"), "{}", answer.body);
    assert_eq!(kept["data"]["messages"][1]["content"], "Four");
}

#[test]
fn tokens_are_handed_on_as_the_provider_counts_them() {
    let usage = Tokens { prompt: 40, completion: 9, cached: 32, reasoning: 5 };
    let said = Reply::Said(Said::text(&["Four"]).costing(usage));
    for answer in both(&said) {
        assert!(answer.body.contains("\"prompt_tokens\":40"), "{}", answer.body);
        assert!(answer.body.contains("\"completion_tokens\":9"), "{}", answer.body);
    }
}
