//! A server that is played: it writes down what it is asked and answers with the bytes that it is told.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt, iter, once, pending};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

/// One request.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) headers: HashMap<String, String>,
    pub(super) body: String,
}

impl Asked {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// What is written back, piece by piece; the connection is kept where the pieces end.
pub(super) type Answer = BoxStream<'static, Bytes>;

/// A whole answer.
pub(super) fn whole(status: u16, headers: &str, body: &str) -> Answer {
    let length = body.len();
    let text = format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\n\r\n{body}");
    Box::pin(once(async move { Bytes::from(text) }))
}

pub(super) fn json(body: &serde_json::Value) -> Answer {
    whole(200, "content-type: application/json\r\n", &body.to_string())
}

/// A head, then `pieces` without a length.
pub(super) fn streamed(
    kind: &str,
    pieces: impl futures_util::Stream<Item = Bytes> + Send + 'static,
) -> Answer {
    let head = format!("HTTP/1.1 200 X\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n");
    Box::pin(once(async move { Bytes::from(head) }).chain(pieces))
}

/// `first`, then nothing more, on an open connection.
pub(super) fn stalled(first: &str) -> Answer {
    let first = Bytes::copy_from_slice(first.as_bytes());
    Box::pin(iter([first]).chain(pending()))
}

/// A server that is played, until it is dropped.
pub(super) struct Played {
    pub(super) at: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    connections: Arc<Mutex<usize>>,
    task: AbortHandle,
}

impl Drop for Played {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Played {
    pub(super) async fn on(address: &str, script: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let at = listener.local_addr().unwrap();
        let (asked, connections) = (Arc::<Mutex<Vec<Asked>>>::default(), Arc::<Mutex<usize>>::default());
        let (heard, counted, script) = (Arc::clone(&asked), Arc::clone(&connections), Arc::new(script));
        let task = tokio::spawn(async move {
            let mut all = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                *counted.lock().unwrap() += 1;
                all.spawn(talk(stream, Arc::clone(&heard), Arc::clone(&script)));
            }
        });
        Self { at, asked, connections, task: task.abort_handle() }
    }

    pub(super) async fn start(script: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        Self::on("127.0.0.1:0", script).await
    }

    /// A server that says 200 to all, and should not be asked.
    pub(super) async fn silent() -> Self {
        Self::start(|_| whole(200, "", "")).await
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// How many connections were opened by now; whatever is on its way has had the time to arrive.
    pub(super) async fn connections(&self) -> usize {
        tokio::time::sleep(Duration::from_millis(20)).await;
        *self.connections.lock().unwrap()
    }
}

async fn talk<F: Fn(&Asked) -> Answer>(mut stream: TcpStream, heard: Arc<Mutex<Vec<Asked>>>, script: Arc<F>) {
    let mut read = Vec::new();
    while let Some(asked) = request(&mut stream, &mut read).await {
        heard.lock().unwrap().push(asked.clone());
        let mut answer = script(&asked);
        let mut close = false;
        while let Some(piece) = answer.next().await {
            close |= piece.windows(17).any(|w| w.eq_ignore_ascii_case(b"connection: close"));
            if stream.write_all(&piece).await.is_err() {
                return;
            }
        }
        if close {
            return;
        }
    }
}

async fn request(stream: &mut TcpStream, read: &mut Vec<u8>) -> Option<Asked> {
    let mut piece = [0; 4096];
    let end = loop {
        if let Some(at) = read.windows(4).position(|w| w == b"\r\n\r\n") {
            break at;
        }
        let count = stream.read(&mut piece).await.ok().filter(|count| *count > 0)?;
        read.extend_from_slice(&piece[..count]);
    };
    let head = String::from_utf8_lossy(&read[..end]).into_owned();
    read.drain(..end + 4);
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ').map(str::to_owned);
    let (method, path) = (first.next()?, first.next()?);
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers.get("content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
    while read.len() < length {
        let count = stream.read(&mut piece).await.ok().filter(|count| *count > 0)?;
        read.extend_from_slice(&piece[..count]);
    }
    let body = String::from_utf8_lossy(&read.drain(..length).collect::<Vec<_>>()).into_owned();
    Some(Asked { method, path, headers, body })
}
