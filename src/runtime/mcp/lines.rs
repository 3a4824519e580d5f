//! The transport over the pipes of a program: a message to a line, each of bounded length.
//!
//! The SDK's own one waits on in silence where a line is too long, is no message, or is never read by the other
//! side. This one says so: to who asked where that can be told, else to all.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rmcp::RoleClient;
use rmcp::model::{ClientJsonRpcMessage, ErrorData, RequestId, ServerJsonRpcMessage};
use rmcp::transport::Transport;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::Mutex;

use super::McpError;
use super::faults::Faults;
use super::head::{Ends, id_of};
use crate::runtime::egress::Limits;

/// The longest line of a server, in bytes.
pub(super) const LONGEST_LINE: usize = Limits::MESSAGE;

/// How much a server may write between two messages that is none, in lines and in bytes.
const NOISE_LINES: usize = 10_000;
const NOISE_BYTES: usize = 8 << 20;

/// The longest reason why an answer cannot be read, in bytes: it may say the answer's own words.
const REASON: usize = 300;

/// How long a server may leave what it is told unread.
const WRITE: Duration = Duration::from_secs(30);

/// How many messages may wait to be read by it.
const UNREAD: usize = 1024;

/// Told of the first line that is no message.
pub(super) type OnNoise = Box<dyn Fn(&str) + Send + Sync>;

/// The transport.
pub(super) struct Lines<R, W> {
    read: BufReader<R>,
    line: Vec<u8>,
    /// The ends of a line that is too long, until its end.
    skipped: Option<Ends>,
    longest: usize,
    noise: (usize, usize),
    on_noise: Option<OnNoise>,
    waiting: VecDeque<ServerJsonRpcMessage>,
    write: Arc<Mutex<Option<W>>>,
    unread: Arc<AtomicUsize>,
    faults: Arc<Faults>,
}

/// What a step of reading brought.
enum Step {
    More,
    Line,
    TooLong(Ends),
    End,
}

impl<R, W> Lines<R, W>
where
    R: AsyncRead + Send + Unpin,
    W: AsyncWrite + Send + Unpin + 'static,
{
    pub(super) fn new(read: R, write: W, faults: Arc<Faults>, on_noise: OnNoise) -> Self {
        Self {
            read: BufReader::with_capacity(64 << 10, read),
            line: Vec::new(),
            skipped: None,
            longest: LONGEST_LINE,
            noise: (0, 0),
            on_noise: Some(on_noise),
            waiting: VecDeque::new(),
            write: Arc::new(Mutex::new(Some(write))),
            unread: Arc::default(),
            faults,
        }
    }

    /// May be dropped at any time: what is read is in `self` before it is taken from the pipe.
    async fn step(&mut self) -> io::Result<Step> {
        let here = self.read.fill_buf().await?;
        if here.is_empty() {
            return Ok(Step::End);
        }
        let end = here.iter().position(|byte| *byte == b'\n');
        let take = end.map_or(here.len(), |at| at + 1);
        let mut step = if end.is_some() { Step::Line } else { Step::More };
        if let Some(ends) = &mut self.skipped {
            ends.push(&here[..take]);
        } else if self.line.len() + take > self.longest {
            let mut ends = Ends::new(&self.line);
            ends.push(&here[..take]);
            self.line = Vec::new();
            self.skipped = Some(ends);
        } else {
            self.line.extend_from_slice(&here[..take]);
        }
        if end.is_some()
            && let Some(ends) = self.skipped.take()
        {
            step = Step::TooLong(ends);
        }
        self.read.consume(take);
        Ok(step)
    }

    /// The messages of a line go to `waiting`.
    fn understand(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        let text = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&line).trim_ascii();
        if text.is_empty() {
            return self.reuse(line);
        }
        if Limits::parts_of(text) > Limits::PARTS {
            let why = format!("its answer has more than {} values", Limits::PARTS);
            return self.unread(&Ends::new(text), McpError::Protocol(why));
        }
        if text.starts_with(b"[")
            && let Ok(all) = serde_json::from_slice::<Vec<ServerJsonRpcMessage>>(text)
        {
            self.waiting.extend(all);
            self.noise = (0, 0);
            return self.reuse(line);
        }
        match serde_json::from_slice::<ServerJsonRpcMessage>(text) {
            Ok(message) => {
                self.noise = (0, 0);
                self.waiting.push_back(message);
            }
            Err(error) => match answered(text) {
                Some(id) => {
                    self.count_noise(line.len());
                    self.of(id, McpError::Protocol(unreadable(&error)));
                }
                None => self.noisy(&line),
            },
        }
        line.clear();
        self.reuse(line);
    }

    /// Keeps the room of a line for the next one, unless it is much.
    fn reuse(&mut self, mut line: Vec<u8>) {
        line.clear();
        if line.capacity() <= 1 << 20 {
            self.line = line;
        }
    }

    fn of(&mut self, id: i64, why: McpError) {
        self.faults.of(id, why);
        let nothing = ErrorData::internal_error("of no use", None);
        self.waiting.push_back(ServerJsonRpcMessage::error(nothing, Some(RequestId::Number(id))));
    }

    fn noisy(&mut self, line: &[u8]) {
        let first = String::from_utf8_lossy(&line[..line.len().min(200)]).trim().to_owned();
        if let Some(tell) = self.on_noise.take() {
            tell(&first);
        }
        self.count_noise(line.len());
    }

    /// One more line of so many bytes that is no message.
    fn count_noise(&mut self, bytes: usize) {
        let (lines, bytes) = (self.noise.0 + 1, self.noise.1 + bytes);
        self.noise = (lines, bytes);
        if lines > NOISE_LINES || bytes > NOISE_BYTES {
            self.faults.end(McpError::Protocol(
                "it floods its standard output with lines that are no messages".to_owned(),
            ));
        }
    }

    /// A line is left unread for what it would cost. Two large answers in a row are no flood, so that only lines count.
    fn unread(&mut self, ends: &Ends, why: McpError) {
        self.count_noise(0);
        match id_of(ends).and_then(number) {
            Some(id) => self.of(id, why),
            // Nobody knows who waits for it.
            None => self.faults.end(why),
        }
    }
}

/// Our ids are numbers; some servers write them as text, which the SDK takes too.
fn number(id: RequestId) -> Option<i64> {
    match id {
        RequestId::Number(id) => Some(id),
        RequestId::String(id) => id.parse().ok(),
    }
}

/// Why an answer is none.
fn unreadable(error: &serde_json::Error) -> String {
    let mut why = format!("its answer cannot be read: {error}");
    why.truncate(why.floor_char_boundary(REASON));
    why
}

/// The request that a line answers which is JSON and no message.
fn answered(line: &[u8]) -> Option<i64> {
    let value: Value = serde_json::from_slice(line).ok()?;
    value.get("result").or_else(|| value.get("error"))?;
    number(serde_json::from_value(value.get("id")?.clone()).ok()?)
}

impl<R, W> Transport<RoleClient> for Lines<R, W>
where
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    type Error = io::Error;

    fn send(
        &mut self,
        message: ClientJsonRpcMessage,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let line = serde_json::to_vec(&message).map(|mut line| {
            line.push(b'\n');
            line
        });
        let (write, unread, faults) =
            (Arc::clone(&self.write), Arc::clone(&self.unread), Arc::clone(&self.faults));
        let waiting = Unread::new(unread);
        async move {
            let line = line?;
            let deaf = || {
                faults.end(McpError::Protocol("it does not read what it is told".to_owned()));
                io::Error::new(io::ErrorKind::TimedOut, "it does not read what it is told")
            };
            if waiting.many() {
                return Err(deaf());
            }
            let send = async {
                let mut write = write.lock().await;
                let write = write.as_mut().ok_or(io::ErrorKind::NotConnected)?;
                let written = async {
                    write.write_all(&line).await?;
                    write.flush().await
                };
                written.await.inspect_err(|_| faults.hang_up())
            };
            tokio::time::timeout(WRITE, send).await.unwrap_or_else(|_| Err(deaf()))
        }
    }

    async fn receive(&mut self) -> Option<ServerJsonRpcMessage> {
        let faults = Arc::clone(&self.faults);
        loop {
            if let Some(message) = self.waiting.pop_front() {
                return Some(message);
            }
            if faults.why().is_some() {
                return None;
            }
            let step = tokio::select! {
                step = self.step() => step,
                () = faults.broken() => return None,
            };
            match step {
                Ok(Step::More) => {}
                Ok(Step::Line) => self.understand(),
                Ok(Step::TooLong(ends)) => self.unread(&ends, McpError::TooLarge(self.longest as u64)),
                Ok(Step::End) | Err(_) => return None,
            }
        }
    }

    async fn close(&mut self) -> io::Result<()> {
        // Whoever still writes has the lock; it gives up when the program is ended.
        if let Ok(mut write) = self.write.try_lock() {
            write.take();
        }
        Ok(())
    }
}

/// One message that is not read yet; it counts until it is dropped.
struct Unread(Arc<AtomicUsize>);

impl Unread {
    fn new(count: Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }

    fn many(&self) -> bool {
        self.0.load(Ordering::Relaxed) > UNREAD
    }
}

impl Drop for Unread {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
#[path = "lines_tests.rs"]
mod tests;
