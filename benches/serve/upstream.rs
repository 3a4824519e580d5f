//! The scripted model: an OpenAI-compatible endpoint that costs as little as can be.

use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::load::{EVENTS, find};

/// What it answers, made once.
struct Script {
    whole: Vec<u8>,
    stream: Vec<Vec<u8>>,
}

pub(crate) fn run() -> anyhow::Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        let script = Arc::new(Script::new());
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let script = Arc::clone(&script);
            // A client that leaves is no fault of the model.
            tokio::spawn(async move { drop(answer(stream, &script).await) });
        }
    })
}

async fn answer(mut stream: TcpStream, script: &Script) -> std::io::Result<()> {
    let mut buffer = Vec::new();
    loop {
        let Some((body, end)) = whole_request(&buffer) else {
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
            continue;
        };
        let streamed = find(&buffer[body..end], b"\"stream\":true").is_some();
        buffer.drain(..end);
        if !streamed {
            stream.write_all(&script.whole).await?;
            continue;
        }
        // One packet for each event, as models send them, but with no time between them.
        for event in &script.stream {
            stream.write_all(event).await?;
        }
    }
}

/// Where the first request's body begins and ends, once all of it is there.
fn whole_request(buffer: &[u8]) -> Option<(usize, usize)> {
    let body = find(buffer, b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&buffer[..body]).ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let end = body + length?;
    (buffer.len() >= end).then_some((body, end))
}

impl Script {
    fn new() -> Self {
        let body = r#"{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o-mini","choices":[{"index":0,"message":{"role":"assistant","content":"tok and then some more words, so that it looks like an answer.","refusal":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":13,"total_tokens":20}}"#;
        let length = body.len();
        let whole = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        Self { whole: whole.into_bytes(), stream: stream() }
    }
}

fn stream() -> Vec<Vec<u8>> {
    let chunk = |choices: &str| {
        event(&format!(
            r#"{{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini","system_fingerprint":null,"choices":{choices}}}"#
        ))
    };
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let first = chunk(r#"[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]"#);
    let mut events = vec![[head.to_vec(), first].concat()];
    events.extend(
        (0..EVENTS).map(|n| {
            chunk(&format!(r#"[{{"index":0,"delta":{{"content":"tok{n} "}},"finish_reason":null}}]"#))
        }),
    );
    events.push(chunk(r#"[{"index":0,"delta":{},"finish_reason":"stop"}]"#));
    events.push(chunk(r#"[],"usage":{"prompt_tokens":7,"completion_tokens":200,"total_tokens":207}"#));
    events.push([event("[DONE]"), b"0\r\n\r\n".to_vec()].concat());
    events
}

/// One event in one chunk of the body.
fn event(data: &str) -> Vec<u8> {
    let text = format!("data: {data}\n\n");
    format!("{:x}\r\n{text}\r\n", text.len()).into_bytes()
}
