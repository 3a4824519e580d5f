//! `POST /v1/audiochat`: recordings are written down, and are the message.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::place::files as files_of;
use crate::support::{Home, Model, Reply, Response, Server, request};

const SPOKEN: &str = "schema: \"1.0.0\"\nid: ears\ndescription: d\nllm:\n  api_keys: {openai: sk-test-1234567890}\n  models:\n    - text: openai/gpt-4o-mini\n    - audio: openai/whisper-1\n      settings: {language: en}\n";

fn wav() -> String {
    let mut sound =
        b"RIFF\x2c\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\x08\0\0\0"
            .to_vec();
    sound.extend([0; 8]);
    STANDARD.encode(sound)
}

fn post(server: &Server, body: &Value) -> Response {
    let headers = [("X-Muxi-Client-Key", server.client.as_str()), ("X-Muxi-User-ID", "alice")];
    request(server.address(), "POST", "/v1/audiochat", &headers, &body.to_string())
}

fn start(model: &Model) -> (Home, Server) {
    let home = Home::with(SPOKEN);
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    (home, server)
}

#[test]
fn a_recording_is_written_down_and_answered() {
    let model = Model::start([Reply::Text(&["What time is it?"]), Reply::Text(&["Noon."])]);
    let (_home, server) = start(&model);
    let files = json!([{"filename": "note.wav", "content": wav(), "content_type": "audio/wav"}]);
    let answer = post(&server, &json!({"files": files, "session_id": "s", "stream": false}));
    assert_eq!(answer.status, 200, "{}", answer.body);
    let data = &answer.json()["data"];
    assert_eq!(data["transcription"], "What time is it?");
    assert_eq!(data["message"]["content"], "Noon.");
    let asked = model.asked();
    assert!(asked[0].path.ends_with("/audio/transcriptions"), "{}", asked[0].path);
    assert_eq!(asked[1].messages().last().unwrap(), "user: What time is it?");
    let kept = server.get("/v1/sessions/s/messages", "alice").json();
    assert_eq!(kept["data"]["messages"][0]["content"], "What time is it?");
}

#[test]
fn a_key_that_is_read_out_reaches_no_model_and_is_not_kept() {
    let model = Model::start([
        Reply::Text(&["Why does ghp_canary5c1f0a9e7b3d2c4f6a8e0b1d3001 not work?"]),
        Reply::Text(&["It has ended."]),
    ]);
    let (home, server) = start(&model);
    let files = json!([{"filename": "note.wav", "content": wav()}]);
    let answer = post(&server, &json!({"files": files, "session_id": "s", "stream": false}));
    assert!(answer.status == 200 && !answer.body.contains("canary"), "{}", answer.body);
    let asked = model.asked();
    assert_eq!(asked[1].messages().last().unwrap(), "user: Why does [credential removed] not work?");
    let (_, log) = server.stop();
    assert!(!log.contains("canary"), "{log}");
    for (path, bytes) in files_of(&home.state()) {
        assert!(!bytes.windows(6).any(|part| part == b"canary"), "it is in {}", path.display());
    }
}

#[test]
fn a_stream_tells_what_was_heard_before_the_answer() {
    let model = Model::start([Reply::Text(&["Hello?"]), Reply::Text(&["Hi ", "there"])]);
    let (_home, server) = start(&model);
    let answer = post(&server, &json!({"files": [{"data": wav()}]}));
    let heard = answer.body.find("event: transcription\ndata: {\"transcription\":\"Hello?\"}");
    let said = answer.body.find("\"type\":\"content\"");
    assert!(heard.is_some() && heard < said, "{}", answer.body);
    assert!(answer.body.ends_with("event: done\ndata: {\"finished\":true}\n\n"), "{}", answer.body);
}

#[test]
fn of_a_recording_that_was_not_written_down_the_session_keeps_what_it_was() {
    let model = Model::start([Reply::Status(401, "", "{}")]);
    let (_home, server) = start(&model);
    let files = json!([{"filename": "note.wav", "content": wav()}]);
    let answer = post(&server, &json!({"files": files, "session_id": "s", "stream": false}));
    assert_eq!((answer.status, answer.json()["code"].as_str()), (502, Some("MODEL_UNAUTHORIZED")));
    let kept = server.get("/v1/sessions/s/messages", "alice").json();
    let messages = kept["data"]["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 1, "{kept}");
    let content = messages[0]["content"].as_str().unwrap();
    assert!(content.starts_with("[file: note.wav, audio/"), "{kept}");
}

#[test]
fn what_cannot_be_heard_is_named_with_the_way_out() {
    let model = Model::start([Reply::Text(&[" "])]);
    let (_home, server) = start(&model);
    let text = json!([{"name": "note.txt", "content": "aGVsbG8="}]);
    let answer = post(&server, &json!({"files": text, "stream": false}));
    assert!(answer.status == 422 && answer.body.contains("note.txt is no recording"), "{}", answer.body);
    assert_eq!(post(&server, &json!({"files": []})).status, 422);
    assert_eq!(post(&server, &json!({})).status, 422);
    let silent = post(&server, &json!({"files": [{"data": wav()}], "stream": false}));
    assert_eq!(
        (silent.status, silent.json()["code"].as_str()),
        (422, Some("NOTHING_HEARD")),
        "{}",
        silent.body
    );
    let home = Home::echo();
    let deaf = Server::start(&home, &[]);
    let answer = post(&deaf, &json!({"files": [{"data": wav()}]}));
    assert_eq!((answer.status, answer.json()["code"].as_str()), (422, Some("NO_AUDIO_MODEL")));
    assert!(answer.body.contains("- audio:"), "{}", answer.body);
}
