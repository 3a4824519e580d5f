//! The played model: an OpenAI-compatible server that does what its script says and refuses what
//! the real one would.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

/// What to do with the next request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Answer with these pieces: streamed when asked so, else joined.
    Text(&'static [&'static str]),
    /// The same, each piece after a pause.
    Slow(&'static [&'static str], Duration),
    /// Stream these pieces, then cut the connection.
    Cut(&'static [&'static str]),
    /// Refuse with a status, further headers and a body.
    Status(u16, &'static str, &'static str),
    /// Answer 200 with something that is not the dialect.
    Garbage,
    /// Take the request and never answer.
    Silence,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The `Authorization` header.
    pub authorization: Option<String>,
    /// The body.
    pub body: Value,
}

impl Asked {
    /// The messages as `role: content`.
    pub fn messages(&self) -> Vec<String> {
        let messages = self.body["messages"].as_array().expect("messages");
        let text = |m: &Value, name: &str| m[name].as_str().unwrap_or_default().to_owned();
        messages.iter().map(|m| format!("{}: {}", text(m, "role"), text(m, "content"))).collect()
    }
}

#[derive(Default)]
struct State {
    script: Mutex<VecDeque<Reply>>,
    asked: Mutex<Vec<Asked>>,
    wrong: Mutex<Vec<String>>,
    hung_up: AtomicBool,
    over: AtomicBool,
}

/// The server. Dropping it ends it and fails the test if a request was not what the API takes.
pub struct Model {
    address: SocketAddr,
    state: Arc<State>,
    accepting: Option<JoinHandle<()>>,
}

impl Model {
    /// Starts with a script; when it is used up, every answer is `Hello!`.
    pub fn start(script: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        let state = Arc::new(State { script: Mutex::new(script.into_iter().collect()), ..State::default() });
        let accepting = std::thread::spawn({
            let state = Arc::clone(&state);
            move || accept(&listener, &state)
        });
        Self { address, state, accepting: Some(accepting) }
    }

    /// The value for `OPENAI_BASE_URL`.
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// All requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.state.asked.lock().expect("no panic").clone()
    }

    /// Whether a client closed the connection before its answer was whole, waiting up to 5 s for it.
    pub fn saw_hang_up(&self) -> bool {
        for _ in 0..500 {
            if self.state.hung_up.load(Ordering::SeqCst) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }
}

impl Drop for Model {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        if let Some(accepting) = self.accepting.take() {
            drop(accepting.join());
        }
        let wrong = self.state.wrong.lock().expect("no panic").clone();
        assert!(wrong.is_empty() || std::thread::panicking(), "the real API would refuse: {wrong:?}");
    }
}

fn accept(listener: &TcpListener, state: &Arc<State>) {
    for stream in listener.incoming() {
        if state.over.load(Ordering::SeqCst) {
            return;
        }
        let state = Arc::clone(state);
        if let Ok(stream) = stream {
            std::thread::spawn(move || while serve(&stream, &state).is_some() {});
        }
    }
}

/// Serves one request; nothing when the connection is to be closed.
fn serve(mut stream: &TcpStream, state: &State) -> Option<()> {
    let (line, headers, body) = read_request(stream)?;
    let header = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    if let Some(fault) = fault(&line, &body, header("content-type").as_deref()) {
        state.wrong.lock().expect("no panic").push(fault);
    }
    let streamed = body["stream"] == json!(true);
    state.asked.lock().expect("no panic").push(Asked { authorization: header("authorization"), body });
    let reply = state.script.lock().expect("no panic").pop_front().unwrap_or(Reply::Text(&["Hello!"]));
    let sent = match reply {
        Reply::Text(pieces) if streamed => stream_pieces(stream, pieces, Duration::ZERO, true),
        Reply::Slow(pieces, pause) if streamed => stream_pieces(stream, pieces, pause, true),
        Reply::Text(pieces) => write_json(stream, 200, "", &whole(&pieces.concat())),
        Reply::Slow(pieces, pause) => {
            std::thread::sleep(pause);
            write_json(stream, 200, "", &whole(&pieces.concat()))
        }
        Reply::Cut(pieces) => {
            drop(stream_pieces(stream, pieces, Duration::ZERO, false));
            return None;
        }
        Reply::Status(status, headers, body) => write_json(stream, status, headers, body),
        Reply::Garbage => write_json(stream, 200, "", "<html>maintenance</html>"),
        Reply::Silence => {
            // Until the client goes.
            drop(stream.read(&mut [0]));
            state.hung_up.store(true, Ordering::SeqCst);
            return None;
        }
    };
    if sent.is_err() {
        state.hung_up.store(true, Ordering::SeqCst);
        return None;
    }
    Some(())
}

type Head = Vec<(String, String)>;

fn read_request(stream: &TcpStream) -> Option<(String, Head, Vec<u8>)> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|n| *n > 0)?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok().filter(|n| *n > 0)?;
        let header = header.trim_end();
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':')?;
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let length =
        headers.iter().find(|(n, _)| n == "content-length").and_then(|(_, v)| v.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((line.trim_end().to_owned(), headers, body))
}

const KNOWN: [&str; 6] = ["model", "messages", "temperature", "max_tokens", "stream", "stream_options"];

/// What the real API would refuse about a request.
fn fault(line: &str, body: &Value, content_type: Option<&str>) -> Option<String> {
    if line != "POST /v1/chat/completions HTTP/1.1" {
        return Some(format!("the request line {line:?}"));
    }
    if content_type != Some("application/json") {
        return Some(format!("the content type {content_type:?}"));
    }
    let Some(fields) = body.as_object() else { return Some("a body that is no object".to_owned()) };
    if let Some(unknown) = fields.keys().find(|k| !KNOWN.contains(&k.as_str())) {
        return Some(format!("the unknown field {unknown}"));
    }
    if !body["model"].as_str().is_some_and(|m| !m.is_empty() && !m.contains('/')) {
        return Some(format!("the model {}", body["model"]));
    }
    if fields.contains_key("stream_options") && body["stream"] != json!(true) {
        return Some("stream_options without stream".to_owned());
    }
    let messages = body["messages"].as_array().filter(|m| !m.is_empty());
    let good = |m: &Value| {
        matches!(m["role"].as_str(), Some("system" | "user" | "assistant")) && m["content"].is_string()
    };
    match messages {
        Some(messages) if messages.iter().all(good) => None,
        _ => Some(format!("the messages {}", body["messages"])),
    }
}

fn whole(text: &str) -> String {
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
    })
    .to_string()
}

fn write_json(mut stream: &TcpStream, status: u16, headers: &str, body: &str) -> std::io::Result<()> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n");
    stream.write_all(format!("{head}{headers}\r\n{body}").as_bytes())
}

/// Without a pause all goes out in one write, as from a model that is faster than its reader.
fn stream_pieces(
    mut stream: &TcpStream,
    pieces: &[&str],
    pause: Duration,
    finish: bool,
) -> std::io::Result<()> {
    let event = |data: &str| {
        let text = format!("data: {data}\n\n");
        format!("{:x}\r\n{text}\r\n", text.len())
    };
    let chunk = |delta: Value, reason: Value| {
        event(
            &json!({"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o-mini",
                    "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]})
            .to_string(),
        )
    };
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    let mut out = head.to_owned() + &chunk(json!({"role": "assistant", "content": ""}), Value::Null);
    for piece in pieces {
        if !pause.is_zero() {
            stream.write_all(std::mem::take(&mut out).as_bytes())?;
            std::thread::sleep(pause);
        }
        out += &chunk(json!({"content": piece}), Value::Null);
    }
    if finish {
        out += &chunk(json!({}), json!("stop"));
        let usage = json!({"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10});
        out += &event(&json!({"choices": [], "usage": usage}).to_string());
        out += &event("[DONE]");
        out += "0\r\n\r\n";
    }
    stream.write_all(out.as_bytes())
}
