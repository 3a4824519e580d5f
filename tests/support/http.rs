//! A small HTTP client: one request a connection, HTTP/1.0 so that bodies come as they are.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The head, lower-cased.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Response {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
}

impl Response {
    /// The text of a streamed answer. Where its pieces end is nobody's business: an end that may begin
    /// the value of a secret waits for the next piece.
    pub fn spoken(&self) -> String {
        let data = self.body.lines().filter_map(|line| line.strip_prefix("data: "));
        let tokens = data.filter_map(|data| serde_json::from_str::<serde_json::Value>(data).ok());
        let words = tokens.filter(|event| event["token"]["type"] == "content");
        words.filter_map(|event| Some(event["token"]["content"].as_str()?.to_owned())).collect()
    }
}

/// Sends a request and reads the whole answer.
pub fn request(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Response {
    let mut stream = request_raw(address, method, path, headers, body);
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
    Response { status, head: head.to_lowercase(), body: body.to_owned() }
}

/// Sends a request and leaves the reading to the caller.
pub fn request_raw(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
    let mut head =
        format!("{method} {path} HTTP/1.0\r\nHost: {address}\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head = format!("{head}{name}: {value}\r\n");
    }
    // A server that refuses early may close before it has read everything.
    drop(stream.write_all(format!("{head}\r\n{body}").as_bytes()));
    stream
}
