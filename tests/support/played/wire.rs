//! HTTP/1.1 by hand: what a played provider reads and writes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `POST` and so on.
    pub method: String,
    /// The path with its query, as it was sent.
    pub path: String,
    /// The client reads until the connection is closed (HTTP/1.0).
    pub(super) last: bool,
    /// The headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The `Authorization` header.
    pub authorization: Option<String>,
    /// The body as it was sent.
    pub raw: Vec<u8>,
    /// The same as JSON; null where it is none.
    pub body: Value,
}

impl Asked {
    /// A header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The path without its query.
    pub fn bare_path(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// The messages as `role: content`, the words of a content in parts together.
    pub fn messages(&self) -> Vec<String> {
        let text = |content: &Value| match content {
            Value::Array(parts) => parts.iter().filter_map(|part| part["text"].as_str()).collect(),
            other => other.as_str().unwrap_or_default().to_owned(),
        };
        let messages = self.body["messages"].as_array().expect("messages");
        messages
            .iter()
            .map(|m| format!("{}: {}", m["role"].as_str().unwrap_or_default(), text(&m["content"])))
            .collect()
    }
}

/// The next request of a connection; nothing when it was closed.
pub(super) fn read(reader: &mut BufReader<&TcpStream>) -> Option<Asked> {
    let line = line(reader)?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let last = words.next() != Some("HTTP/1.1");
    let mut headers = Vec::new();
    loop {
        let header = self::line(reader)?;
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':')?;
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let of = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let raw = if of("transfer-encoding").is_some_and(|coding| coding == "chunked") {
        chunks(reader)?
    } else {
        let mut raw = vec![0; of("content-length").and_then(|length| length.parse().ok()).unwrap_or(0)];
        reader.read_exact(&mut raw).ok()?;
        raw
    };
    let body = serde_json::from_slice(&raw).unwrap_or_default();
    let authorization = of("authorization");
    Some(Asked { method, path, last, headers, authorization, raw, body })
}

fn line(reader: &mut BufReader<&TcpStream>) -> Option<String> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    Some(line.trim_end().to_owned())
}

fn chunks(reader: &mut BufReader<&TcpStream>) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = usize::from_str_radix(&line(reader)?, 16).ok()?;
        let mut chunk = vec![0; size];
        reader.read_exact(&mut chunk).ok()?;
        line(reader)?;
        if size == 0 {
            return Some(body);
        }
        body.extend(chunk);
    }
}

/// Writes a whole answer; `headers` are further lines of the head, each with its line end.
pub(super) fn whole(
    mut stream: &TcpStream,
    status: u16,
    headers: &str,
    media_type: &str,
    body: impl AsRef<[u8]>,
) -> std::io::Result<()> {
    let body = body.as_ref();
    let length = body.len();
    let head = format!("HTTP/1.1 {status} X\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n");
    stream.write_all(&[format!("{head}{headers}\r\n").as_bytes(), body].concat())
}

/// A stream on its way out. Without a pause all goes out in one write, as from a model that is
/// faster than its reader.
pub(super) struct Events<'a> {
    stream: &'a TcpStream,
    out: String,
}

impl<'a> Events<'a> {
    pub(super) fn begin(stream: &'a TcpStream) -> Self {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        Self { stream, out: head.to_owned() }
    }

    /// Adds the text of some events.
    pub(super) fn add(&mut self, events: &str) {
        if !events.is_empty() {
            self.out.extend([&format!("{:x}\r\n", events.len()), events, "\r\n"]);
        }
    }

    /// Sends what there is, and waits.
    pub(super) fn pause(&mut self, pause: Duration) -> std::io::Result<()> {
        if pause.is_zero() {
            return Ok(());
        }
        self.stream.write_all(std::mem::take(&mut self.out).as_bytes())?;
        std::thread::sleep(pause);
        Ok(())
    }

    /// Sends the rest; the body ends here if it is `finished`.
    pub(super) fn end(mut self, finished: bool) -> std::io::Result<()> {
        if finished {
            self.out += "0\r\n\r\n";
        }
        self.stream.write_all(self.out.as_bytes())
    }
}
