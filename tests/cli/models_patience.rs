//! What stands around a model: waits, breakers, models that stand in.

use std::net::TcpListener;

use serde_json::{Value, json};

use crate::support::{Home, Model, Reply, Response, Server};

const KEY: &str = "sk-test-1234567890";

/// A formation with a model at OpenAI and one at Ollama, which stands in where `fallback` says so.
fn formation(settings: &str, fallback: bool) -> String {
    let fallback = if fallback { "      settings: {fallback_model: spare, max_tokens: 100}\n" } else { "" };
    format!(
        "schema: \"1.0.0\"\nid: patient\ndescription: d\nllm:\n  api_keys:\n    openai: \"${{{{ secrets.OPENAI_API_KEY }}}}\"\n  aliases: {{spare: ollama/llama3}}\n  settings: {settings}\n  models:\n    - text: openai/gpt-4o-mini\n{fallback}"
    )
}

fn serve(formation: &str, openai: &str, ollama: &str) -> (Home, Server) {
    let home = Home::with(formation);
    home.keep("OPENAI_API_KEY", KEY);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", openai), ("OLLAMA_BASE_URL", ollama)]);
    (home, server)
}

/// An address where nobody listens.
fn dead() -> String {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    format!("http://{address}/v1")
}

fn ask(server: &Server) -> Response {
    server.chat("alice", &json!({"message": "Hi", "stream": false, "trace": true}))
}

/// The steps of these kinds, without their times.
fn steps(answer: &Response, kinds: &[&str]) -> Vec<Value> {
    let json = answer.json();
    let trace = json["data"]["trace"].as_array().unwrap_or_else(|| panic!("{}", answer.body)).clone();
    let mut steps: Vec<Value> =
        trace.into_iter().filter(|step| kinds.contains(&step["kind"].as_str().unwrap())).collect();
    for step in &mut steps {
        step.as_object_mut().unwrap().remove("at_ms");
    }
    steps
}

fn model_of(answer: &Response) -> String {
    let json = answer.json();
    let model = &json["data"]["message"]["metadata"]["model"];
    model.as_str().unwrap_or_else(|| panic!("{}", answer.body)).to_owned()
}

const OVERLOADED: Reply = Reply::Status(500, "", r#"{"error":{"message":"overloaded"}}"#);

#[test]
fn every_form_of_retry_after_is_obeyed_and_each_try_is_a_step() {
    let limited = |headers| Reply::Status(429, headers, r#"{"error":{"message":"slow down"}}"#);
    let script = [
        limited("Retry-After: 0\r\n"),
        limited("retry-after-ms: 12\r\n"),
        limited("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:38 GMT\r\n"),
    ];
    let model = Model::start(script);
    let (_home, server) = serve(&formation("{}", false), &model.base_url(), &dead());
    let answer = ask(&server);
    assert_eq!(answer.json()["data"]["message"]["content"], "Hello!", "{}", answer.body);
    let retries = steps(&answer, &["retry"]);
    let waits: Vec<_> = retries.iter().map(|step| step["wait_ms"].as_u64().unwrap()).collect();
    assert_eq!(waits, [0, 12, 1000]);
    assert_eq!(
        retries[1],
        json!({"kind": "retry", "model": "openai/gpt-4o-mini", "attempt": 2, "wait_ms": 12, "error": {
            "code": "RATE_LIMITED",
            "message": "openai answers that there are too many requests (429): slow down (it asks to wait 1 s)",
        }})
    );
    assert_eq!(model.asked().len(), 4);
}

#[test]
fn a_longer_wait_than_is_allowed_is_told_with_its_length() {
    for headers in [
        "Retry-After: 77\r\n",
        "Date: Sun, 06 Nov 1994 08:00:00 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:01:17 GMT\r\n",
        "x-ratelimit-remaining-tokens: 0\r\nx-ratelimit-reset-tokens: 1m17s\r\n",
    ] {
        let model = Model::start([Reply::Status(429, headers, "{}")]);
        let (_home, server) = serve(&formation("{}", false), &model.base_url(), &dead());
        let answer = ask(&server);
        assert_eq!((answer.status, model.asked().len()), (429, 1), "{}", answer.body);
        assert!(answer.head.contains("retry-after: 77"), "{}", answer.head);
        assert_eq!(answer.json()["error"]["data"]["hint"], "ask again in 77 s", "{}", answer.body);
    }
}

#[test]
fn a_fault_that_passes_is_not_seen_by_the_user() {
    let model = Model::start([OVERLOADED]);
    let (_home, server) = serve(&formation("{}", true), &model.base_url(), &dead());
    let answer = ask(&server);
    assert_eq!(model_of(&answer), "openai/gpt-4o-mini");
    assert_eq!((steps(&answer, &["retry"]).len(), steps(&answer, &["fallback"]).len()), (1, 0));
}

#[test]
fn the_fallback_model_is_asked_with_the_same_conversation_when_the_first_one_fails() {
    let (model, spare) = (Model::start([OVERLOADED]), Model::start([Reply::Text(&["Spare ", "words"])]));
    let (_home, server) = serve(&formation("{max_retries: 0}", true), &model.base_url(), &spare.base_url());
    let answer = ask(&server);
    assert_eq!(model_of(&answer), "ollama/llama3");
    assert_eq!(answer.json()["data"]["message"]["content"], "Spare words");
    assert_eq!(
        steps(&answer, &["fallback"]),
        [json!({"kind": "fallback", "from": "openai/gpt-4o-mini", "to": "ollama/llama3",
            "error": {"code": "MODEL_REFUSED", "message": "openai answered 500: overloaded"}})]
    );
    let (first, second) = (&model.asked()[0], &spare.asked()[0]);
    assert_eq!(
        (first.body["model"].as_str(), second.body["model"].as_str()),
        (Some("gpt-4o-mini"), Some("llama3"))
    );
    assert_eq!(first.messages(), second.messages());
    assert_eq!(first.authorization.as_deref(), Some("Bearer sk-test-1234567890"));
    assert_eq!(second.authorization, None, "no key goes to another provider");
}

#[test]
fn a_stream_falls_back_before_its_first_word_and_never_after_it() {
    let first = Reply::Events(&[r#"data: {"error":{"message":"no capacity"}}"#]);
    let model = Model::start([first, Reply::Cut(&["Hel"])]);
    let spare = Model::start([Reply::Text(&["Spare"])]);
    let (_home, server) = serve(&formation("{max_retries: 0}", true), &model.base_url(), &spare.base_url());
    let streamed = || server.chat("alice", &json!({"message": "Hi", "session_id": "s"}));
    assert_eq!(streamed().spoken(), "Spare");
    let cut = streamed();
    assert!(cut.spoken() == "Hel" && cut.body.contains("MODEL_CUT_OFF"), "{}", cut.body);
    assert_eq!(spare.asked().len(), 1);
}

#[test]
fn a_dead_endpoint_is_left_alone_after_five_failures_and_the_fallback_answers_at_once() {
    let spare = Model::start([]);
    let dead = dead();
    let (_home, server) = serve(&formation("{max_retries: 0}", true), &dead, &spare.base_url());
    let mut codes = Vec::new();
    for _ in 0..6 {
        let answer = ask(&server);
        assert_eq!(model_of(&answer), "ollama/llama3");
        codes.push(steps(&answer, &["fallback"])[0]["error"]["code"].as_str().unwrap().to_owned());
    }
    assert_eq!(codes[..5], vec!["MODEL_UNREACHABLE"; 5]);
    assert_eq!(codes[5], "MODEL_UNAVAILABLE");
    let status = server.admin("/v1/status").json();
    let endpoints = status["data"]["endpoints"].as_array().unwrap();
    let openai = endpoints.iter().find(|endpoint| endpoint["provider"] == "openai").unwrap();
    assert_eq!((openai["breaker"].as_str(), openai["failures"].as_u64()), (Some("open"), Some(5)));
    assert_eq!(openai["url"].as_str(), Some(dead.as_str()));
    let wait = openai["retry_in_seconds"].as_f64().unwrap();
    assert!((50.0..=60.0).contains(&wait), "{wait}");
    let ollama = endpoints.iter().find(|endpoint| endpoint["provider"] == "ollama").unwrap();
    assert_eq!((ollama["breaker"].as_str(), ollama["retry_in_seconds"].as_u64()), (Some("closed"), None));
}

#[test]
fn an_open_breaker_without_a_fallback_says_when_it_is_asked_again() {
    let (_home, server) = serve(&formation("{max_retries: 0}", false), &dead(), &dead());
    for _ in 0..5 {
        assert_eq!(ask(&server).json()["code"], "MODEL_UNREACHABLE");
    }
    let answer = ask(&server);
    assert_eq!((answer.status, answer.json()["code"].as_str()), (503, Some("MODEL_UNAVAILABLE")));
    assert!(
        answer.json()["message"].as_str().unwrap().contains("failed 5 times in a row"),
        "{}",
        answer.body
    );
    assert!(answer.head.contains("retry-after: "), "{}", answer.head);
}

#[test]
fn the_limit_that_was_hit_is_named() {
    let settings = "{max_retries: 0, timeout_seconds: 1}";
    let model = Model::start([Reply::Silence, Reply::Silence]);
    let (_home, server) = serve(&formation(settings, false), &model.base_url(), &dead());
    let whole = ask(&server);
    assert_eq!(whole.json()["message"], "openai gave no whole answer within 1 s", "{}", whole.body);
    let streamed = server.chat("alice", &json!({"message": "Hi"})).body;
    assert!(streamed.contains("openai gave no answer within 1 s"), "{streamed}");
    let pause = std::time::Duration::from_millis(2500);
    let model = Model::start([Reply::Slow(&["a", "b", "c"], pause)]);
    let (_home, server) = serve(&formation(settings, false), &model.base_url(), &dead());
    let streamed = server.chat("alice", &json!({"message": "Hi"})).body;
    assert!(streamed.contains("within 1 s") && streamed.contains("MODEL_TIMEOUT"), "{streamed}");
}

#[test]
fn models_that_stand_in_for_each_other_are_refused_at_the_start() {
    let home = Home::with(
        "schema: \"1.0.0\"\nid: round\ndescription: d\nllm:\n  models:\n    - text: ollama/a\n      settings: {fallback_model: ollama/b}\n    - vision: ollama/b\n      settings: {fallback_model: ollama/a}\n",
    );
    let (code, _, stderr) = home.run(&["serve", "--port", "0"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("ollama/a -> ollama/b -> ollama/a"), "{stderr}");
    assert!(stderr.contains("fallback_model"), "{stderr}");
}

#[test]
fn settings_come_from_the_agent_then_the_formations_model_then_all() {
    let model = Model::start([]);
    let home = Home::with(
        "schema: \"1.0.0\"\nid: levels\ndescription: d\nllm:\n  settings: {temperature: 0.9, max_tokens: 90}\n  models:\n    - text: ollama/shared\n      settings: {temperature: 0.5}\nagents:\n  - id: own\n    name: Own\n    description: d\n    llm_models:\n      - text: ollama/mine\n        settings: {max_tokens: 10}\n  - id: plain\n    name: Plain\n    description: d\n",
    );
    let server = Server::start(&home, &[("OLLAMA_BASE_URL", &model.base_url())]);
    for agent in ["own", "plain"] {
        server.chat("alice", &json!({"message": "Hi", "agent_id": agent, "stream": false}));
    }
    let asked = model.asked();
    let seen: Vec<_> = asked.iter().map(|a| (&a.body["model"], &a.body["temperature"])).collect();
    assert_eq!(seen, [(&json!("mine"), &json!(0.5)), (&json!("shared"), &json!(0.5))]);
    let tokens = |body: &Value| body.get("max_tokens").or(body.get("max_completion_tokens")).cloned();
    assert_eq!([tokens(&asked[0].body), tokens(&asked[1].body)], [Some(json!(10)), Some(json!(90))]);
}

#[test]
fn a_picture_goes_to_the_vision_model_and_words_to_the_agents_own() {
    const PNG: &str =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let (model, eyes) = (Model::start([]), Model::start([Reply::Text(&["A pixel."])]));
    let home = Home::with(
        "schema: \"1.0.0\"\nid: seeing\ndescription: d\nllm:\n  api_keys: {openai: \"${{ secrets.OPENAI_API_KEY }}\"}\n  models:\n    - text: ollama/words\n    - vision: openai/gpt-4o\n      settings: {max_tokens: 33}\n",
    );
    home.keep("OPENAI_API_KEY", KEY);
    let server = Server::start(
        &home,
        &[("OPENAI_BASE_URL", &eyes.base_url()), ("OLLAMA_BASE_URL", &model.base_url())],
    );
    let files = json!([{"name": "p.png", "content": PNG, "media_type": "image/png"}]);
    let seen = server.chat("alice", &json!({"message": "What is it?", "files": files, "stream": false}));
    assert_eq!(model_of(&seen), "openai/gpt-4o");
    assert_eq!(eyes.asked()[0].body["model"], "gpt-4o");
    assert!(model.asked().is_empty());
    assert_eq!(model_of(&ask(&server)), "ollama/words");
    assert_eq!(eyes.asked().len(), 1);
}
