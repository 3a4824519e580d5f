//! Models of Google, asked in their own dialect by a real server.

use serde_json::{Value, json};

use crate::support::{Failing, Gemini, Home, OpenAi, Played, Reply, Said, Server, streamed, whole};

const KEY: &str = "AIzaSyTest-1234567890abcdefghijklmnopqr";

fn home(model: &str) -> Home {
    let home = Home::with(&format!(
        "schema: \"1.0.0\"\nid: g\ndescription: G\nllm:\n  api_keys:\n    google: \"${{{{ secrets.GOOGLE_API_KEY }}}}\"\n  \
         models:\n    - text: google/{model}\n      settings:\n        temperature: 0.2\n        max_tokens: 99\nagents:\n  - id: one\n    \
         name: One\n    description: One\n    system_message: Be kind.\n"
    ));
    home.keep("GOOGLE_API_KEY", KEY);
    home
}

fn serve(model: &str, played: &Played<Gemini>) -> (Home, Server) {
    let home = home(model);
    let server = Server::start(&home, &[("GOOGLE_BASE_URL", &played.base_url())]);
    (home, server)
}

fn content(role: &str, text: &str) -> Value {
    json!({"role": role, "parts": [{"text": text}]})
}

#[test]
fn a_whole_answer_is_asked_for_as_the_api_wants_it() {
    let played = Played::with(Gemini { key: Some(KEY), ..Gemini::default() }, []);
    let (_home, server) = serve("gemini-3.5-flash", &played);
    let answer = server.chat("alice", &whole("Hi"));
    assert_eq!(answer.json()["data"]["message"]["content"], "Hello!", "{}", answer.body);
    let asked = &played.asked()[0];
    assert_eq!(asked.path, "/v1beta/models/gemini-3.5-flash:generateContent");
    assert_eq!((asked.header("x-goog-api-key"), &asked.authorization), (Some(KEY), &None));
    let mut body = asked.body.clone();
    // What the runtime adds to instructions and tools is not of this dialect.
    let system = body.as_object_mut().unwrap().remove("systemInstruction").unwrap();
    body.as_object_mut().unwrap().remove("tools");
    assert!(system["parts"][0]["text"].as_str().unwrap().contains("Be kind."), "{system}");
    assert_eq!(
        body,
        json!({
            "contents": [content("user", "Hi")],
            "generationConfig": {"temperature": 0.2, "maxOutputTokens": 99},
        })
    );
}

#[test]
fn a_streamed_answer_comes_in_pieces_and_the_next_question_has_it_before_it() {
    let played = Played::<Gemini>::start([Reply::Text(&["Grüß ", "Gott"])]);
    let (_home, server) = serve("gemini-3.5-flash", &played);
    let stream = server.chat("alice", &streamed("Hi"));
    assert_eq!(stream.body.matches("\"type\":\"content\"").count(), 2, "{}", stream.body);
    assert!(stream.body.contains("event: done"), "{}", stream.body);
    server.chat("alice", &streamed("And?"));
    let asked = &played.asked()[1];
    assert_eq!(asked.path, "/v1beta/models/gemini-3.5-flash:streamGenerateContent?alt=sse");
    assert_eq!(
        asked.body["contents"],
        json!([content("user", "Hi"), content("model", "Grüß Gott"), content("user", "And?")])
    );
}

#[test]
fn a_call_goes_back_signed_with_its_result() {
    for (model, signed) in [("gemini-3.5-flash", true), ("gemini-2.5-flash", false)] {
        let calls = Said::default().call("add", "{\"a\":1}").call("add", "{\"a\":2}");
        let played = Played::<Gemini>::start([Reply::Said(calls), Reply::Text(&["3"])]);
        let (_home, server) = serve(model, &played);
        let stream = server.chat("alice", &streamed("1 + 2?"));
        assert!(stream.body.contains("event: done"), "{}", stream.body);
        let contents = played.asked()[1].body["contents"].clone();
        let first = &contents[1]["parts"][0];
        assert_eq!(first["functionCall"]["args"], json!({"a": 1}));
        assert_eq!(first["thoughtSignature"], if signed { json!("c2lnbmVk") } else { Value::Null });
        assert_eq!(contents[1]["parts"][1]["thoughtSignature"], Value::Null);
        let given = contents[2]["parts"].as_array().unwrap();
        assert_eq!(given.len(), 2);
        let id = if signed { json!("call_1") } else { Value::Null };
        assert_eq!((&given[0]["functionResponse"]["id"], &first["functionCall"]["id"]), (&id, &id));
        assert!(given[0]["functionResponse"]["response"]["error"].is_string(), "{given:?}");
    }
}

const ASKED: Failing<Gemini> = Failing { serve: |played| serve("gemini-3.5-flash", played), key: KEY };

#[test]
fn a_refused_key_and_an_unknown_model_are_named() {
    let key = Gemini { key: Some("another"), ..Gemini::default() };
    ASKED.is_named(&key, &[], "MODEL_UNAUTHORIZED", "API key not valid");
    let models = Gemini { models: Some(&["gemini-x"]), ..Gemini::default() };
    ASKED.is_named(&models, &[], "MODEL_NOT_FOUND", "gemini-3.5-flash");
    let listed = r#"[{"error":{"code":403,"message":"denied","status":"PERMISSION_DENIED"}}]"#;
    ASKED.reply_is_named(Reply::Status(403, "", listed), "MODEL_UNAUTHORIZED", "denied");
}

#[test]
fn a_conversation_that_is_too_long_and_an_empty_account_are_told_apart() {
    let long = r#"{"error":{"code":400,"message":"The input token count (2000000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}"#;
    ASKED.reply_is_named(Reply::Status(400, "", long), "MODEL_CONTEXT_TOO_LONG", "2000000");
    let credit = r#"{"error":{"code":429,"message":"Your prepayment credits are depleted.","status":"RESOURCE_EXHAUSTED"}}"#;
    ASKED.reply_is_named(Reply::Status(429, "", credit), "MODEL_NO_CREDIT", "depleted");
}

#[test]
fn the_wait_that_the_body_asks_for_is_kept_or_told() {
    let limited = r#"{"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"77s"}]}}"#;
    let (answer, _, _) = ASKED.ask(Gemini::default(), vec![Reply::Status(429, "", limited)], &whole("Hi"));
    assert_eq!(answer.status, 429);
    assert!(answer.head.contains("retry-after: 77"), "{}", answer.head);
    let short = r#"{"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"0.01s"}]}}"#;
    ASKED.reply_is_named(Reply::Status(429, "", short), "RATE_LIMITED", "quota");
    let overloaded = r#"{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}"#;
    let passing = vec![Reply::Status(503, "", overloaded), Reply::Text(&["ok"])];
    let (answer, _, _) = ASKED.ask(Gemini::default(), passing, &whole("Hi"));
    assert_eq!(answer.json()["data"]["message"]["content"], "ok");
}

#[test]
fn an_error_in_the_middle_of_a_stream_keeps_what_came() {
    const BROKEN: &[&str] = &[
        r#"data: {"candidates":[{"content":{"parts":[{"text":"Hel"}],"role":"model"}}]}"#,
        r#"data: {"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}"#,
    ];
    const ENDED: &[&str] =
        &[r#"data: {"candidates":[{"content":{"parts":[{"text":"Hel"}],"role":"model"}}]}"#];
    for script in [Reply::Events(BROKEN), Reply::Events(ENDED), Reply::Cut(&["Hel"])] {
        let (stream, kept, _) = ASKED.ask(Gemini::default(), vec![script], &streamed("Hi"));
        assert!(stream.body.contains("MODEL_CUT_OFF"), "{}", stream.body);
        assert_eq!(kept.json()["data"]["messages"][1]["content"], "Hel");
    }
}

const UNSAFE: &[&str] = &[r#"data: {"candidates":[{"finishReason":"SAFETY","index":0}]}"#];

#[test]
fn a_blocked_prompt_and_an_answer_that_is_none_are_named() {
    let blocked =
        r#"{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":4}}"#;
    ASKED.reply_is_named(Reply::Body(blocked.to_owned()), "MODEL_FILTERED", "PROHIBITED_CONTENT");
    let (stream, _, _) = ASKED.ask(Gemini::default(), vec![Reply::Events(UNSAFE)], &streamed("Hi"));
    assert!(stream.body.contains("MODEL_FILTERED") && stream.body.contains("SAFETY"), "{}", stream.body);
    ASKED.reply_is_named(
        Reply::Body(r#"{"candidates":[]}"#.to_owned()),
        "MODEL_BAD_ANSWER",
        "without a candidate",
    );
    ASKED.reply_is_named(Reply::Garbage, "MODEL_BAD_ANSWER", "no answer");
}

#[test]
fn the_compatible_address_is_still_asked_in_that_api() {
    let played = Played::with(OpenAi { base: "/v1beta/openai", ..OpenAi::default() }, []);
    let home = home("gemini-3.5-flash");
    let server = Server::start(&home, &[("GOOGLE_BASE_URL", &played.base_url())]);
    let answer = server.chat("alice", &whole("Hi"));
    assert_eq!(answer.json()["data"]["message"]["content"], "Hello!", "{}", answer.body);
    assert_eq!(played.asked()[0].path, "/v1beta/openai/chat/completions");
}
