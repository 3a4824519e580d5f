use serde_json::json;

use super::*;
use crate::runtime::llm::reading;

const STREAM: &str = r#"event: message_start
data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5","content":[],"stop_reason":null,"usage":{"input_tokens":5,"cache_creation_input_tokens":20,"cache_read_input_tokens":100,"output_tokens":1}}}

event: content_block_start
data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

event: ping
data: {"type":"ping"}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"One…"}}

event: content_block_delta
data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}

event: content_block_stop
data: {"type":"content_block_stop","index":0}

event: content_block_start
data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Grüß "}}

event: content_block_delta
data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Gott"}}

event: content_block_stop
data: {"type":"content_block_stop","index":1}

event: content_block_start
data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"add","input":{}}}

event: content_block_delta
data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}}

event: content_block_delta
data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\": "}}

event: content_block_delta
data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"1}"}}

event: content_block_stop
data: {"type":"content_block_stop","index":2}

event: content_block_start
data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"toolu_2","name":"now","input":{}}}

event: content_block_stop
data: {"type":"content_block_stop","index":3}

event: new_event
data: {"type":"new_event","anything":[1]}

event: message_delta
data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":42,"output_tokens_details":{"thinking_tokens":30}}}

event: message_stop
data: {"type":"message_stop"}

"#;

fn read(pieces: &[&[u8]]) -> Result<Piece, Fault> {
    reading::read(Stream::default(), pieces)
}

fn events(events: &[Value]) -> Result<Piece, Fault> {
    let texts: Vec<String> = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    read(&[texts.concat().as_bytes()])
}

fn whole(body: Value) -> Result<Answer, Fault> {
    serde_json::from_value::<Whole>(body).unwrap().into_answer()
}

#[test]
fn a_stream_cut_at_every_byte_gives_the_same_pieces() {
    let bytes = STREAM.as_bytes();
    let expected = read(&[bytes]).unwrap();
    assert_eq!(expected.texts, ["Grüß ", "Gott"]);
    let data = json!([
        {"type": "thinking", "thinking": "One…", "signature": "c2ln"},
        {"type": "text", "text": "Grüß Gott"},
    ]);
    let extra = Extra { dialect: NAME, model: "claude-sonnet-5".into(), data: data.to_string() };
    let call = |id: &str, name: &str, arguments: &str, extra| ToolCall {
        id: id.into(),
        name: name.into(),
        arguments: arguments.into(),
        extra,
    };
    assert_eq!(
        expected.calls,
        [call("toolu_1", "add", "{\"a\": 1}", Some(Box::new(extra))), call("toolu_2", "now", "{}", None)]
    );
    let usage = Usage {
        prompt_tokens: 125,
        completion_tokens: 42,
        cached_tokens: 100,
        cache_write_tokens: 20,
        reasoning_tokens: 30,
    };
    let finish = Finish { reason: Some(FinishReason::ToolCalls), usage: Some(usage) };
    assert_eq!(expected.finish, Some(finish));
    reading::is_the_same_however_cut(Stream::default, bytes);
}

#[test]
fn a_stream_that_stops_early_is_no_answer_unless_its_end_was_told() {
    let cut = STREAM.find("event: message_delta").unwrap();
    assert!(matches!(read(&[&STREAM.as_bytes()[..cut]]), Err(Fault::CutOff(_))));
    let told = STREAM.find("event: message_stop").unwrap();
    let piece = read(&[&STREAM.as_bytes()[..told]]).unwrap();
    assert_eq!(piece.finish.unwrap().reason, Some(FinishReason::ToolCalls));
}

#[test]
fn an_error_in_a_stream_has_the_status_that_it_has_elsewhere() {
    let error = json!({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}});
    let fault = events(&[error]).unwrap_err();
    assert_eq!(fault, Fault::Refused { detail: "Overloaded".into(), status: Some(529) });
    assert!(matches!(read(&[b"data: nonsense\n\n"]), Err(Fault::BadAnswer(_))));
}

#[test]
fn a_whole_answer_is_read_by_the_types_of_its_blocks() {
    let answer = whole(json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-opus-5",
        "content": [
            {"type": "thinking", "thinking": "", "signature": "c2ln"},
            {"type": "text", "text": "Hello"},
            {"type": "something_new", "x": 1},
            {"type": "tool_use", "id": "toolu_1", "name": "add", "input": {"a": 1}},
        ],
        "stop_reason": "tool_use", "stop_sequence": null,
        "usage": {"input_tokens": 3, "output_tokens": 2},
    }))
    .unwrap();
    assert_eq!((answer.text.as_str(), answer.calls.len()), ("Hello", 1));
    assert_eq!(answer.calls[0].arguments, "{\"a\":1}");
    assert!(answer.calls[0].extra.as_ref().unwrap().data.contains("c2ln"));
    let usage = Usage { prompt_tokens: 3, completion_tokens: 2, ..Usage::default() };
    assert_eq!(answer.finish, Finish { reason: Some(FinishReason::ToolCalls), usage: Some(usage) });
}

#[test]
fn every_reason_to_stop_has_a_meaning() {
    let stopped = |word: &str| {
        let content = json!([{"type": "text", "text": "a"}]);
        whole(json!({"content": content, "stop_reason": word})).unwrap().finish.reason.unwrap()
    };
    assert_eq!(stopped("end_turn"), FinishReason::Stop);
    assert_eq!(stopped("stop_sequence"), FinishReason::Stop);
    assert_eq!(stopped("max_tokens"), FinishReason::Length);
    assert_eq!(stopped("model_context_window_exceeded"), FinishReason::Length);
    assert_eq!(stopped("refusal"), FinishReason::ContentFilter);
    assert_eq!(stopped("pause_turn"), FinishReason::Other("pause_turn".into()));
}

#[test]
fn a_model_that_says_nothing_but_no_has_its_reason_told() {
    let why = json!({"type": "refusal", "category": "cyber", "explanation": "not this"});
    let end = json!({"stop_reason": "refusal", "stop_details": why});
    let mut body = end.clone();
    body["content"] = json!([]);
    assert_eq!(whole(body).unwrap_err(), Fault::Filtered("not this".into()));
    let fault = events(&[json!({"type": "message_delta", "delta": end}), json!({"type": "message_stop"})]);
    assert_eq!(fault.unwrap_err(), Fault::Filtered("not this".into()));
}

#[test]
fn an_answer_that_comes_as_the_input_of_a_tool_is_text() {
    let tool_use = |input: Value| json!({"type": "tool_use", "id": "t", "name": ANSWER_TOOL, "input": input});
    let answer = whole(json!({"content": [tool_use(json!({"n": 1}))], "stop_reason": "tool_use"})).unwrap();
    assert_eq!((answer.text.as_str(), answer.calls.len()), (r#"{"n":1}"#, 0));
    assert_eq!(answer.finish.reason, Some(FinishReason::Stop));
    let delta = |text: &str| {
        let delta = json!({"type": "input_json_delta", "partial_json": text});
        json!({"type": "content_block_delta", "index": 0, "delta": delta})
    };
    let piece = events(&[
        json!({"type": "content_block_start", "index": 0, "content_block": tool_use(json!({}))}),
        delta("{\"n\""),
        delta(":1}"),
        json!({"type": "content_block_stop", "index": 0}),
        json!({"type": "message_delta", "delta": {"stop_reason": "tool_use"}}),
        json!({"type": "message_stop"}),
    ])
    .unwrap();
    assert_eq!((piece.texts.concat().as_str(), piece.calls.len()), (r#"{"n":1}"#, 0));
    assert_eq!(piece.finish.unwrap().reason, Some(FinishReason::Stop));
}
