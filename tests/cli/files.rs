//! Files in a message: known by their bytes, told to the model, noted in the session, refused by name.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::{Home, Model, Reply, Server, request};

/// The smallest PNG: one transparent pixel.
pub const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn start(model: &Model) -> (Home, Server) {
    let home = Home::quick_start();
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    (home, server)
}

fn with_files(files: &Value) -> Value {
    json!({"message": "What is it?", "session_id": "s", "stream": false, "files": files})
}

fn kept(server: &Server) -> Vec<String> {
    let kept = server.get("/v1/sessions/s/messages", "alice").json();
    let messages = kept["data"]["messages"].as_array().cloned().unwrap_or_default();
    messages.iter().map(|m| m["content"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_picture_goes_to_the_model_and_its_name_into_the_session() {
    let model = Model::start([Reply::Text(&["A pixel."]), Reply::Text(&["Yes."])]);
    let (_home, server) = start(&model);
    let files = json!([{"filename": "chart.png", "content": PNG, "content_type": "image/png", "size": 70}]);
    let answer = server.chat("alice", &with_files(&files));
    assert_eq!(answer.status, 200, "{}", answer.body);
    let content = &model.asked()[0].body["messages"][1]["content"];
    let parts = content.as_array().unwrap_or_else(|| panic!("{content}"));
    let image = parts.iter().find(|p| p["type"] == "image_url").unwrap();
    assert_eq!(image["image_url"]["url"], format!("data:image/png;base64,{PNG}"));
    assert!(parts.iter().any(|p| p["text"] == "What is it?"), "{content}");
    assert_eq!(kept(&server), ["What is it?\n[file: chart.png, image/png, 70 B]", "A pixel."]);
    server.chat("alice", &json!({"message": "Sure?", "session_id": "s", "stream": false}));
    let again = model.asked()[1].body["messages"].to_string();
    assert!(again.contains("[file: chart.png") && !again.contains(PNG), "not sent again: {again}");
}

#[test]
fn a_text_is_put_into_the_message_with_its_name() {
    let model = Model::start([]);
    let (_home, server) = start(&model);
    let text = STANDARD.encode("a,b\n1,2\n");
    for file in [
        json!({"name": "t.csv", "content": text, "media_type": "text/csv"}),
        json!({"name": "t.csv", "data": format!("data:text/csv;base64,{text}")}),
    ] {
        let answer = server.chat("alice", &with_files(&json!([file])));
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    for asked in model.asked() {
        let last = asked.messages().pop().unwrap();
        assert_eq!(last, "user: <file name=\"t.csv\">\na,b\n1,2\n</file>\n\nWhat is it?");
    }
    assert_eq!(kept(&server)[0], "What is it?\n[file: t.csv, text/csv, 8 B]");
}

#[test]
fn a_file_that_is_none_is_refused_by_its_name_and_nothing_is_kept() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let text = STANDARD.encode("hello");
    let cut = &PNG[..PNG.len() - 20];
    for (file, words) in [
        (json!({"name": "photo.png", "content": text}), "photo.png is said to be a picture"),
        (
            json!({"name": "photo", "content": text, "content_type": "image/jpeg"}),
            "photo is said to be a picture",
        ),
        (json!({"name": "photo.png", "content": &cut[..cut.len() / 4 * 4]}), "photo.png breaks off"),
        (json!({"name": "photo.png", "content": &PNG[..PNG.len() - 3]}), "photo.png is not whole base64"),
        (json!({"name": "x.bin", "content": STANDARD.encode([0, 1, 2])}), "x.bin is no picture"),
        (json!({"name": "x.txt", "content": ""}), "x.txt is empty"),
        (json!({"name": "x.txt"}), "files[0].content"),
        (json!({"name": "x.txt", "content": 7}), "files[0].content"),
        (json!("x.txt"), "files[0]"),
    ] {
        let answer = server.chat("alice", &with_files(&json!([file])));
        let json = answer.json();
        assert_eq!((answer.status, json["code"].as_str()), (422, Some("INVALID_PARAMS")), "{file}: {json}");
        assert!(json["message"].as_str().unwrap().contains(words), "{words}: {json}");
        let field = json["error"]["data"]["validation_errors"][0]["field"].as_str().unwrap();
        assert!(field.starts_with("files[0]"), "{json}");
    }
    let many = vec![json!({"name": "x.txt", "content": text}); 21];
    let answer = server.chat("alice", &with_files(&json!(many)));
    assert!(answer.status == 422 && answer.body.contains("at most 20"), "{}", answer.body);
    let large = STANDARD.encode(vec![b'x'; (10 << 20) + 1]);
    let answer = server.chat("alice", &with_files(&json!([{"name": "x.txt", "content": large}])));
    assert!(answer.status == 413 && answer.body.contains("x.txt has 10485761 bytes"), "{}", answer.body);
    assert_eq!(server.get("/v1/sessions/s", "alice").status, 404, "nothing was kept");
    let good = server.chat("alice", &json!({"message": "Hi", "session_id": "s", "stream": false}));
    assert_eq!(good.json()["data"]["message"]["content"], "You said: Hi");
    assert_eq!(kept(&server).len(), 2);
}

#[test]
fn what_has_room_in_the_model_that_looks_at_the_picture_is_asked_there() {
    let model = Model::start([]);
    let home = Home::with(
        "schema: \"1.0.0\"\nid: eyes\ndescription: d\nllm:\n  api_keys: {openai: \"${{ secrets.OPENAI_API_KEY }}\"}\n  models:\n    - text: openai/gpt-3.5-turbo\n    - vision: openai/gpt-4o\n",
    );
    home.keep("OPENAI_API_KEY", "sk-test-1234567890");
    let server = Server::start(&home, &[("OPENAI_BASE_URL", &model.base_url())]);
    let long = "word ".repeat(30_000);
    let ask = |files: Value| server.chat("alice", &json!({"message": long, "stream": false, "files": files}));
    assert!(ask(json!([])).body.contains("MODEL_CONTEXT_TOO_LONG"));
    let seen = ask(json!([{"name": "a.png", "content": PNG}]));
    assert_eq!(seen.status, 200, "{}", seen.body);
    assert_eq!(model.asked()[0].body["model"], "gpt-4o");
}

#[test]
fn a_message_may_be_a_file_alone_and_limits_come_from_the_formation() {
    let home = Home::with(
        "schema: \"1.0.0\"\nid: echo\ndescription: d\nllm:\n  models:\n    - text: muxi/echo\n    - vision: muxi/echo\n      settings:\n        image: {max_size_mb: 0.00001}\n",
    );
    let server = Server::start(&home, &[]);
    let small = json!({"message": "", "stream": false, "files": [{"name": "a.txt", "content": "aGk="}]});
    assert_eq!(server.chat("alice", &small).status, 200);
    let picture = json!({"message": "", "stream": false, "files": [{"name": "a.png", "content": PNG}]});
    let answer = server.chat("alice", &picture);
    assert!(answer.status == 413 && answer.body.contains("at most 10 are taken"), "{}", answer.body);
}

#[test]
fn a_long_message_is_refused_with_and_without_files() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let long = json!({"message": "x".repeat(10 << 20), "session_id": "s", "stream": false});
    let answer = server.chat("alice", &long);
    assert!(answer.status == 413 && answer.body.contains("1048576"), "{}", answer.body);
    let text = STANDARD.encode(vec![b'x'; 1 << 20]);
    let answer = server.chat("alice", &with_files(&json!([{"name": "x.txt", "content": text}])));
    assert_eq!(answer.status, 413, "texts count as words: {}", answer.body);
    assert_eq!(server.get("/v1/sessions/s", "alice").status, 404, "nothing was kept");
}

#[test]
fn a_field_that_is_there_twice_is_named() {
    let home = Home::echo();
    let server = Server::start(&home, &[]);
    let headers = [("X-Muxi-Client-Key", server.client.as_str())];
    let body = r#"{"message": "Hi", "session_id": "a", "session_id": "b", "stream": false}"#;
    let answer = request(server.address(), "POST", "/v1/chat", &headers, body);
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.body.contains("session_id"), "{}", answer.body);
}

#[test]
fn chat_sends_files_with_and_without_a_server_and_names_one_that_is_not_there() {
    let home = Home::echo();
    home.write("a.txt", "hello\n");
    home.write("b.png", "hello");
    let said = "You said: <file name=\"a.txt\">\nhello\n</file>\n\nWhat is it?\n";
    assert_eq!(home.ok(&["chat", "--local", "--file", "a.txt", "What is it?"]), said);
    let (code, _, stderr) = home.run(&["chat", "--local", "--file", "b.png", "x"]);
    assert!(code == 1 && stderr.contains("b.png is said to be a picture"), "{code}: {stderr}");
    let server = Server::start(&home, &[]);
    assert_eq!(home.ok(&["chat", "-f", "a.txt", "What is it?"]), said);
    let (code, _, stderr) = home.run(&["chat", "--file", "none.txt", "x"]);
    assert!(code == 3 && stderr.contains("none.txt"), "{code}: {stderr}");
    let (code, _, stderr) = home.run(&["chat", "--file", "b.png", "x"]);
    assert!(code == 1 && stderr.contains("b.png is said to be a picture"), "{code}: {stderr}");
    drop(server);
}
