use serde_json::json;

use super::*;
use crate::runtime::llm::reading;

const STREAM: &str = concat!(
    r#"data: {"candidates":[{"content":{"role":"model","parts":[{"text":"Hmm","thought":true}]},"index":0}],"modelVersion":"gemini-3.5-flash"}"#,
    "\r\n\r\n",
    r#"data: {"candidates":[{"content":{"role":"model","parts":[{"text":"Grüß "}]}}],"usageMetadata":{"promptTokenCount":9}}"#,
    "\r\n\r\n",
    r#"data: {"candidates":[{"content":{"role":"model","parts":[{"text":"Gott"},{"functionCall":{"id":"abc","name":"add","args":{"b":2,"a":1}},"thoughtSignature":"c2ln"},{"functionCall":{"name":"now"}}]}}],"modelVersion":"gemini-3.5-flash"}"#,
    "\r\n\r\n",
    r#"data: {"candidates":[{"content":{"role":"model","parts":[{"text":"","thoughtSignature":"eA=="}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":9,"cachedContentTokenCount":4,"candidatesTokenCount":6,"thoughtsTokenCount":10,"totalTokenCount":25}}"#,
    "\r\n\r\n",
);

fn read(pieces: &[&[u8]]) -> Result<Piece, Fault> {
    reading::read(Stream::default(), pieces)
}

fn answer(body: &Value) -> Result<Answer, Fault> {
    whole(body.to_string().as_bytes())
}

#[test]
fn a_stream_cut_at_every_byte_gives_the_same_pieces() {
    let bytes = STREAM.as_bytes();
    let expected = read(&[bytes]).unwrap();
    assert_eq!(expected.texts, ["Grüß ", "Gott"]);
    let extra = Extra { dialect: NAME, model: "gemini-3.5-flash".into(), data: "c2ln".into() };
    let call = |id: &str, name: &str, arguments: &str, extra| ToolCall {
        id: id.into(),
        name: name.into(),
        arguments: arguments.into(),
        extra,
    };
    assert_eq!(
        expected.calls,
        [
            call("abc", "add", r#"{"b":2,"a":1}"#, Some(Box::new(extra))),
            call("gemini_call_1", "now", "{}", None)
        ]
    );
    let usage = Usage {
        prompt_tokens: 9,
        completion_tokens: 16,
        cached_tokens: 4,
        reasoning_tokens: 10,
        ..Usage::default()
    };
    let finish = Finish { reason: Some(FinishReason::ToolCalls), usage: Some(usage) };
    assert_eq!(expected.finish, Some(finish));
    reading::is_the_same_however_cut(Stream::default, bytes);
}

#[test]
fn a_stream_that_does_not_say_why_it_ended_was_cut_off() {
    let cut = STREAM.rfind("data: ").unwrap();
    assert!(matches!(read(&[&STREAM.as_bytes()[..cut]]), Err(Fault::CutOff(_))));
    assert!(matches!(read(&[b"data: nonsense\n\n"]), Err(Fault::BadAnswer(_))));
    let error =
        json!({"error": {"code": 503, "message": "The model is overloaded.", "status": "UNAVAILABLE"}});
    let fault = read(&[format!("data: {error}\n\n").as_bytes()]).unwrap_err();
    assert_eq!(fault, Fault::Refused { detail: "The model is overloaded.".into(), status: Some(503) });
}

#[test]
fn a_whole_answer_may_come_as_a_list_of_its_events() {
    let chunks: Vec<Value> = STREAM
        .lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let listed = answer(&Value::Array(chunks)).unwrap();
    assert_eq!((listed.text.as_str(), listed.calls.len()), ("Grüß Gott", 2));
    assert_eq!(listed.finish.reason, Some(FinishReason::ToolCalls));
}

#[test]
fn a_blocked_question_or_answer_is_told_as_filtered() {
    let blocked = answer(&json!({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}));
    assert_eq!(blocked.unwrap_err(), Fault::Filtered("the prompt was blocked (PROHIBITED_CONTENT)".into()));
    let ended = |word: &str, parts: Value| {
        answer(&json!({"candidates": [{"content": {"parts": parts}, "finishReason": word}]}))
    };
    let nothing = ended("SAFETY", json!([])).unwrap_err();
    assert_eq!(nothing, Fault::Filtered("the answer was blocked (SAFETY)".into()));
    let some = ended("RECITATION", json!([{"text": "a"}])).unwrap();
    assert_eq!(some.finish.reason, Some(FinishReason::ContentFilter));
    assert!(matches!(ended("MALFORMED_FUNCTION_CALL", Value::Null), Err(Fault::BadAnswer(_))));
    let other = ended("LANGUAGE", json!([{"text": "a"}])).unwrap();
    assert_eq!(other.finish.reason, Some(FinishReason::Other("language".into())));
    let long = ended("MAX_TOKENS", json!([])).unwrap();
    assert_eq!(long.finish.reason, Some(FinishReason::Length));
}

#[test]
fn an_answer_without_a_candidate_is_none() {
    for body in [json!({}), json!({"candidates": []}), json!([]), json!({"candidates": [{"content": {}}]})] {
        assert!(matches!(answer(&body), Err(Fault::BadAnswer(_))), "{body}");
    }
    assert!(matches!(whole(b"<html>"), Err(Fault::BadAnswer(_))));
}
