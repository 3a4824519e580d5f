//! The load client: HTTP/1.1 on kept connections over plain TCP, so that it costs little.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Barrier;

use crate::report::median;

/// Pieces of text in a streamed answer.
pub(crate) const EVENTS: usize = 200;
/// Begins each piece of text, in the model's events and in muxi's.
const MARK: &[u8] = b"\"content\":\"tok";
/// Answers on each connection before time is taken.
const WARM_UP: usize = 5;

/// What one run measured.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Measured {
    answers: usize,
    events: usize,
    seconds: f64,
    /// Median time to the whole answer, in microseconds.
    pub(crate) median_us: f64,
    /// Median time to the first piece of text, in microseconds.
    pub(crate) first_us: f64,
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
impl Measured {
    pub(crate) fn answers_per_second(&self) -> f64 {
        self.answers as f64 / self.seconds
    }

    pub(crate) fn events_per_second(&self) -> f64 {
        self.events as f64 / self.seconds
    }
}

/// `load ADDRESS KEY chat|session|stream CONNECTIONS MILLISECONDS`: prints a [`Measured`] as JSON.
pub(crate) fn run(args: &[&str]) -> anyhow::Result<()> {
    let [address, key, kind, connections, millis] = args else { bail!("wrong arguments") };
    let (connections, time) = (connections.parse()?, Duration::from_millis(millis.parse()?));
    let streamed = *kind == "stream";
    let session = if *kind == "session" { r#","session_id":"one""# } else { "" };
    let job = Job::new(address, key, streamed, session, time);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let measured = runtime.block_on(job.measure(address, connections))?;
    println!("{}", serde_json::to_string(&measured)?);
    Ok(())
}

/// What is asked, over and over.
pub(crate) struct Job {
    request: Vec<u8>,
    /// How many pieces of text an answer has.
    texts: usize,
    time: Duration,
}

impl Job {
    /// A question, with these further fields of its body.
    pub(crate) fn new(address: &str, key: &str, streamed: bool, more: &str, time: Duration) -> Self {
        let body =
            format!(r#"{{"message":"Hello, what can you do for me today?","stream":{streamed}{more}}}"#);
        let length = body.len();
        let request = format!(
            "POST /v1/chat HTTP/1.1\r\nhost: {address}\r\nx-muxi-client-key: {key}\r\nx-muxi-user-id: bench\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        Self { request: request.into_bytes(), texts: if streamed { EVENTS } else { 1 }, time }
    }

    async fn measure(self, address: &str, connections: usize) -> anyhow::Result<Measured> {
        let job = Arc::new(self);
        let ready = Arc::new(Barrier::new(connections));
        let mut tasks = Vec::new();
        for _ in 0..connections {
            let mut connection = Connection::open(address).await?;
            let (job, ready) = (Arc::clone(&job), Arc::clone(&ready));
            tasks.push(tokio::spawn(async move {
                for _ in 0..WARM_UP {
                    connection.ask(&job).await?;
                }
                ready.wait().await;
                let (start, mut answers) = (Instant::now(), Vec::new());
                while start.elapsed() < job.time {
                    answers.push(connection.ask(&job).await?);
                }
                Ok::<_, anyhow::Error>((start.elapsed(), answers))
            }));
        }
        let (mut seconds, mut answers) = (0_f64, Vec::new());
        for task in tasks {
            let (elapsed, own) = task.await??;
            seconds = seconds.max(elapsed.as_secs_f64());
            answers.extend(own);
        }
        let micros =
            |of: fn(&Answer) -> Duration| median(answers.iter().map(|a| of(a).as_secs_f64() * 1e6).collect());
        Ok(Measured {
            answers: answers.len(),
            events: answers.len() * job.texts,
            seconds,
            median_us: micros(|a| a.whole),
            first_us: micros(|a| a.first),
        })
    }
}

/// How long an answer took.
pub(crate) struct Answer {
    first: Duration,
    pub(crate) whole: Duration,
}

pub(crate) struct Connection {
    stream: TcpStream,
    /// What was read and not yet taken.
    buffer: Vec<u8>,
    /// The body so far, without its framing.
    body: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(64 << 10), body: Vec::with_capacity(128 << 10) })
    }

    pub(crate) async fn ask(&mut self, job: &Job) -> anyhow::Result<Answer> {
        let start = Instant::now();
        self.buffer.clear();
        self.body.clear();
        self.stream.write_all(&job.request).await?;
        let framing = self.head().await?;
        let (mut first, mut seen) = (None, 0);
        loop {
            let ended = self.take_body(&framing)?;
            if first.is_none() && find(&self.body[seen..], MARK).is_some() {
                first = Some(start.elapsed());
            }
            if ended {
                break;
            }
            // The mark may have been cut in two.
            seen = self.body.len().saturating_sub(MARK.len());
            self.read().await?;
        }
        let whole = start.elapsed();
        let texts = std::str::from_utf8(&self.body)?.matches(std::str::from_utf8(MARK)?).count();
        ensure!(texts == job.texts, "not the answer: {}", String::from_utf8_lossy(&self.body));
        Ok(Answer { first: first.unwrap_or(whole), whole })
    }

    async fn read(&mut self) -> anyhow::Result<()> {
        ensure!(self.stream.read_buf(&mut self.buffer).await? > 0, "the server closed the connection");
        Ok(())
    }

    async fn head(&mut self) -> anyhow::Result<Framing> {
        let end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end;
            }
            self.read().await?;
        };
        let head = std::str::from_utf8(&self.buffer[..end])?.to_ascii_lowercase();
        ensure!(head.starts_with("http/1.1 200 "), "refused: {}", String::from_utf8_lossy(&self.buffer));
        let framing = match head.split_once("content-length: ") {
            Some((_, rest)) => Framing::Length(rest.split("\r\n").next().context("a line")?.parse()?),
            None => Framing::Chunked,
        };
        self.buffer.drain(..end + 4);
        Ok(framing)
    }

    /// Takes what there is of the body; whether it is whole.
    fn take_body(&mut self, framing: &Framing) -> anyhow::Result<bool> {
        let Framing::Length(length) = framing else { return self.take_chunks() };
        self.body.append(&mut self.buffer);
        Ok(self.body.len() >= *length)
    }

    fn take_chunks(&mut self) -> anyhow::Result<bool> {
        let (mut taken, mut ended) = (0, false);
        while !ended && let Some(line) = find(&self.buffer[taken..], b"\r\n") {
            let size = std::str::from_utf8(&self.buffer[taken..taken + line])?;
            let size = usize::from_str_radix(size, 16)?;
            let data = taken + line + 2;
            let Some(chunk) = self.buffer.get(data..data + size + 2) else { break };
            self.body.extend_from_slice(&chunk[..size]);
            taken = data + size + 2;
            ended = size == 0;
        }
        self.buffer.drain(..taken);
        Ok(ended)
    }
}

/// How the end of a body is known.
enum Framing {
    Length(usize),
    Chunked,
}

/// Where `needle` first is in `bytes`.
pub(crate) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}
