//! `overlord.response`: the form of answers, with the exact requests to the model.

use serde_json::{Value, json};

use crate::support::{Reply, Said, Talk, events, words};

fn response(keys: &str) -> String {
    format!("overlord:\n  response:\n    {keys}\n")
}

fn system(talk: &Talk, at: usize) -> String {
    talk.model.asked()[at].messages()[0].clone()
}

#[test]
fn markdown_adds_nothing_to_the_request_and_takes_nothing_from_the_answer() {
    let talk = Talk::start("", [Reply::Text(&["**Hi** ", "<b>you</b>"])]);
    assert_eq!(talk.say("Hello"), "**Hi** <b>you</b>");
    let asked = &talk.model.asked()[0];
    assert_eq!(asked.messages(), ["system: You are helpful.", "user: Hello"]);
    assert_eq!((asked.body.get("tools"), asked.body.get("response_format")), (None, None));
}

#[test]
fn text_is_told_to_the_model_once_and_marks_go_in_streams_too() {
    let pieces = &["# Ti", "tle\n**bo", "ld** and `co", "de`"];
    let talk = Talk::start(&response("format: text"), [Reply::Text(pieces), Reply::Text(pieces)]);
    assert_eq!(talk.say("Hello"), "Title\nbold and code");
    assert_eq!(words(&talk.stream("Again")).0, "Title\nbold and code");
    let told = "system: You are helpful.\n\nWrite your answers as plain text, without Markdown or HTML.";
    assert_eq!((system(&talk, 0), system(&talk, 1)), (told.to_owned(), told.to_owned()));
    // What was kept is what was answered.
    assert_eq!(talk.model.asked()[1].messages()[2], "assistant: Title\nbold and code");
}

#[test]
fn html_that_runs_does_not_come_through_a_stream_or_an_answer() {
    let pieces = &[
        "<p onclick=\"x()\">Hi <scr",
        "ipt>alert(1)</script><b>yo",
        "u</b> <a href=\"java",
        "script:1\">x</a>",
    ];
    let talk = Talk::start(&response("format: html"), [Reply::Text(pieces), Reply::Text(pieces)]);
    let clean = "<p>Hi <b>you</b> <a rel=\"noopener noreferrer\">x</a></p>";
    assert_eq!(talk.say("Hello"), clean);
    let stream = talk.stream("Again");
    let (text, pieces) = words(&stream);
    assert_eq!(text, clean);
    assert!(pieces > 1, "it is not held back as a whole");
    assert!(stream.iter().all(|(_, data)| !data.to_string().contains("alert")));
}

#[test]
fn json_is_asked_for_checked_and_sent_in_one_piece() {
    let fenced = &["```json\n{\"a\":", "1}\n```"];
    let talk = Talk::start(&response("format: json"), [Reply::Text(fenced), Reply::Text(fenced)]);
    assert_eq!(talk.say("Hello"), "{\"a\":1}");
    assert_eq!(words(&talk.stream("Again")), ("{\"a\":1}".to_owned(), 1));
    let asked = &talk.model.asked()[0];
    assert_eq!(asked.body["response_format"], json!({"type": "json_object"}));
    assert_eq!(
        asked.messages()[0],
        "system: You are helpful.\n\nWrite your answers as one JSON object and nothing else."
    );
}

#[test]
fn an_answer_that_is_no_json_is_asked_for_once_more_and_then_refused_by_name() {
    let script = [
        Reply::Text(&["Sure!"]),
        Reply::Text(&["{\"ok\":true}"]),
        Reply::Text(&["No"]),
        Reply::Text(&["No!"]),
    ];
    let talk = Talk::start(&response("format: json"), script);
    assert_eq!(talk.say("Hello"), "{\"ok\":true}");
    let repair = talk.model.asked()[1].messages();
    assert_eq!(repair[2], "assistant: Sure!");
    assert!(repair[3].starts_with("user: This answer cannot be used: it is no JSON"), "{}", repair[3]);
    let answer =
        talk.server().chat("alice", &json!({"message": "Again", "session_id": "s", "stream": false}));
    assert_eq!(answer.status, 502, "{}", answer.body);
    assert_eq!(answer.json()["error"]["code"], "MODEL_BAD_ANSWER");
    assert_eq!(talk.model.asked().len(), 4);
    // The session goes on, and holds no half answer.
    talk.say_anything();
    let messages = talk.server().get("/v1/sessions/s/messages", "alice").json();
    let said: Vec<&str> = messages["data"]["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["content"].as_str().unwrap())
        .collect();
    assert_eq!(said[..3], ["Hello", "{\"ok\":true}", "Again"]);
}

trait SayAnything {
    fn say_anything(&self);
}

impl SayAnything for Talk {
    /// The script is used up: `Hello!` is no JSON, and that is said.
    fn say_anything(&self) {
        let answer = self.server().chat("alice", &json!({"message": "Third", "session_id": "s"}));
        let stream = events(&answer);
        assert_eq!(words(&stream).0, "");
        assert!(stream.iter().any(|(name, data)| name == "error" && data["type"] == "MODEL_BAD_ANSWER"));
    }
}

#[test]
fn json_that_was_cut_off_says_why_and_is_not_asked_for_again() {
    let cut = Said::text(&["{\"a\":"]).because("length");
    let talk = Talk::start(&response("format: json"), [Reply::Said(cut)]);
    let answer = talk.server().chat("alice", &json!({"message": "Hello", "stream": false}));
    assert_eq!(answer.status, 502);
    assert!(answer.body.contains("max_tokens"), "{}", answer.body);
    assert_eq!(talk.model.asked().len(), 1);
}

#[test]
fn a_schema_is_asked_for_strictly_and_the_answer_is_held_to_it() {
    let keys = "format: json\n    schema:\n      type: object\n      properties:\n        city: {type: string}\n        days: {type: integer}\n      required: [city]";
    let script =
        [Reply::Text(&["{\"city\":1,\"days\":2}"]), Reply::Text(&["{\"city\":\"Bern\",\"days\":null}"])];
    let talk = Talk::start(&response(keys), script);
    assert_eq!(talk.say("Hello"), "{\"city\":\"Bern\",\"days\":null}");
    let format = &talk.model.asked()[0].body["response_format"];
    assert_eq!(format["type"], "json_schema");
    assert_eq!(format["json_schema"]["strict"], true);
    let schema = json!({"type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": ["integer", "null"]}},
        "required": ["city", "days"], "additionalProperties": false});
    assert_eq!(format["json_schema"]["schema"], schema);
    let repair = talk.model.asked()[1].messages();
    assert!(repair[3].contains("city is a number, and has to be string"), "{}", repair[3]);
}

#[test]
fn streaming_false_answers_whole_unless_the_client_wants_a_stream() {
    let talk = Talk::start(&response("streaming: false"), []);
    let chat = |body: Value| talk.server().chat("alice", &body);
    let whole = chat(json!({"message": "Hello"}));
    assert_eq!(whole.json()["data"]["message"]["content"], "Hello!");
    let stream = chat(json!({"message": "Hello", "stream": true}));
    assert!(stream.head.contains("text/event-stream"));
    let talk = Talk::start("", []);
    assert!(talk.server().chat("alice", &json!({"message": "Hello"})).head.contains("text/event-stream"));
}

#[test]
fn a_secret_that_marks_tore_apart_is_found_when_they_are_gone() {
    let talk =
        Talk::start(&response("format: text"), [Reply::Text(&["key: sk-test-**12345", "67890** end"])]);
    assert_eq!(words(&talk.stream("Hello")).0, "key: [REDACTED:OPENAI_API_KEY] end");
}
