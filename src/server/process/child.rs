//! One process: started, heard until it is ready, and seen the moment that it ends.

use std::any::Any;
use std::collections::VecDeque;
use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::process::{ChildStdin, Command};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::ChildLog;

/// So much of its last words is kept, in lines of at most so many bytes.
const WORDS: usize = 20;
const LONGEST_LINE: usize = 4096;
/// What it said last comes within this time after its end.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// So long its helpers have to see its end by themselves.
const HELPERS: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(10);

/// What a process is started with.
pub(crate) struct Spec {
    pub(crate) program: PathBuf,
    pub(crate) args: Vec<OsString>,
    /// All of it.
    pub(crate) environment: Vec<(String, String)>,
    pub(crate) directory: PathBuf,
    pub(crate) out: ChildLog,
    pub(crate) err: ChildLog,
    /// What is its own until it and all that it started are gone: its port, its directory.
    pub(crate) kept: Box<dyn Any + Send>,
}

/// A process in a group of its own. Dropped, it is killed.
pub(crate) struct Child {
    pid: u32,
    heard: Arc<Heard>,
    ready: watch::Receiver<Option<u16>>,
    state: watch::Receiver<State>,
    order: watch::Sender<Order>,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    code: Option<i32>,
    signal: Option<i32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Runs,
    /// It ended.
    Ended(Ended),
    /// So did all that it had started.
    Gone(Ended),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Run,
    /// To end within this time, or to be killed.
    End(Duration),
}

/// Why it is not ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotReady {
    Ended(Ended),
    Late,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code, self.signal) {
            (_, Some(signal)) => write!(f, "it was ended by signal {signal}"),
            (Some(code), None) => write!(f, "it ended with code {code}"),
            (None, None) => f.write_str("it ended"),
        }
    }
}

/// The last lines of its standard error.
#[derive(Default)]
struct Heard(Mutex<VecDeque<String>>);

impl Heard {
    fn line(&self, line: &[u8]) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push_back(String::from_utf8_lossy(line).into_owned());
        if lines.len() > WORDS {
            lines.pop_front();
        }
    }
}

impl Child {
    /// Starts it. Its stdin is its lifeline: nobody writes to it, and it is open for as long as this process lives.
    pub(crate) fn start(spec: Spec) -> io::Result<Self> {
        let mut command = Command::new(&spec.program);
        command.args(&spec.args).env_clear().envs(spec.environment).current_dir(&spec.directory);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.process_group(0).kill_on_drop(true);
        let mut child = command.spawn()?;
        let pid = child.id().unwrap_or_default();
        let (heard, lifeline) = (Arc::new(Heard::default()), child.stdin.take());
        let (say_ready, ready) = watch::channel(None);
        let (say_state, state) = watch::channel(State::Runs);
        let (order, orders) = watch::channel(Order::Run);
        let mut copies = Vec::new();
        if let Some(stdout) = child.stdout.take() {
            let mut said = false;
            copies.push(tokio::spawn(copy(stdout, spec.out, move |line| {
                if !said && let Some(port) = port_of(line) {
                    said = true;
                    say_ready.send_replace(Some(port));
                }
            })));
        }
        if let Some(stderr) = child.stderr.take() {
            let heard = Arc::clone(&heard);
            copies.push(tokio::spawn(copy(stderr, spec.err, move |line| heard.line(line))));
        }
        let watched = Watched { child, pid, lifeline, copies, kept: spec.kept };
        tokio::spawn(watched.run(orders, say_state));
        Ok(Self { pid, heard, ready, state, order })
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// Waits until it says that it listens: on which port.
    pub(crate) async fn ready(&self, within: Duration) -> Result<u16, NotReady> {
        let mut ready = self.ready.clone();
        let said = async {
            let port = ready.wait_for(Option::is_some).await.ok().and_then(|port| *port);
            match port {
                Some(port) => port,
                // Its standard output ended: the process will too.
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            port = said => Ok(port),
            ended = self.ended() => Err(NotReady::Ended(ended)),
            () = tokio::time::sleep(within) => Err(NotReady::Late),
        }
    }

    /// Waits for its end.
    pub(crate) async fn ended(&self) -> Ended {
        let mut state = self.state.clone();
        let ended = state.wait_for(|state| *state != State::Runs).await;
        match ended.map(|state| *state) {
            Ok(State::Ended(ended) | State::Gone(ended)) => ended,
            _ => Ended { code: None, signal: None },
        }
    }

    /// Tells it to end, and waits until it and all that it had started are gone.
    pub(crate) async fn stop(&self, grace: Duration) {
        self.order.send_if_modified(|order| {
            let first = *order == Order::Run;
            if first {
                *order = Order::End(grace);
            }
            first
        });
        let mut state = self.state.clone();
        drop(state.wait_for(|state| matches!(state, State::Gone(_))).await);
    }

    /// What it said last on its standard error.
    pub(crate) fn words(&self) -> Vec<String> {
        self.heard.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// What the task that watches a process has.
struct Watched {
    child: tokio::process::Child,
    pid: u32,
    lifeline: Option<ChildStdin>,
    copies: Vec<JoinHandle<()>>,
    kept: Box<dyn Any + Send>,
}

impl Watched {
    async fn run(mut self, mut orders: watch::Receiver<Order>, state: watch::Sender<State>) {
        let status = tokio::select! {
            status = self.child.wait() => status,
            grace = told(&mut orders) => self.end(grace).await,
        };
        drop(timeout(LAST_WORDS, futures_util::future::join_all(self.copies.iter_mut())).await);
        let status = status.ok();
        let ended = {
            use std::os::unix::process::ExitStatusExt as _;
            Ended { code: status.and_then(|s| s.code()), signal: status.and_then(|s| s.signal()) }
        };
        state.send_replace(State::Ended(ended));
        end_group(self.pid).await;
        // Whoever got away with its pipes writes to no log of ours, also not to the next one of this name.
        for copy in self.copies.into_iter().filter(|copy| !copy.is_finished()) {
            copy.abort();
            drop(copy.await);
        }
        drop(self.lifeline);
        drop(self.kept);
        state.send_replace(State::Gone(ended));
    }

    async fn end(&mut self, grace: Duration) -> io::Result<std::process::ExitStatus> {
        // Not yet waited for, the process keeps its number: a signal cannot reach another one.
        if let Some(pid) = self.child.id().and_then(pid) {
            let _ = kill_process(pid, Signal::TERM);
        }
        if !grace.is_zero()
            && let Ok(status) = timeout(grace, self.child.wait()).await
        {
            return status;
        }
        self.child.start_kill()?;
        self.child.wait().await
    }
}

/// The time that it has to end, when it is told to. Nobody holding it any more means none.
async fn told(orders: &mut watch::Receiver<Order>) -> Duration {
    match orders.wait_for(|order| *order != Order::Run).await.map(|order| *order) {
        Ok(Order::End(grace)) => grace,
        Ok(Order::Run) | Err(_) => Duration::ZERO,
    }
}

fn pid(number: u32) -> Option<Pid> {
    Pid::from_raw(number.cast_signed())
}

/// What it started ends when it sees that it is gone, and cleans up then; what does not is killed.
async fn end_group(number: u32) {
    let Some(group) = pid(number) else { return };
    let begin = Instant::now();
    while test_kill_process_group(group).is_ok() {
        if begin.elapsed() > HELPERS {
            let _ = kill_process_group(group, Signal::KILL);
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Copies what it says into its log, and tells each line, a long one by its beginning.
async fn copy(mut from: impl AsyncRead + Unpin, mut log: ChildLog, mut line: impl FnMut(&[u8])) {
    let mut buffer = vec![0; 8192];
    let mut half = Vec::new();
    loop {
        let n = match from.read(&mut buffer).await {
            Ok(0) | Err(_) => break,
            Ok(n) => n,
        };
        log.write(&buffer[..n]);
        let mut pieces = buffer[..n].split(|b| *b == b'\n');
        let mut piece = pieces.next();
        while let Some(part) = piece {
            half.extend_from_slice(&part[..part.len().min(LONGEST_LINE.saturating_sub(half.len()))]);
            piece = pieces.next();
            if piece.is_some() {
                line(&half);
                half.clear();
            }
        }
    }
    if !half.is_empty() {
        line(&half);
    }
}

/// The port, where the line is the one with which `muxi serve --json` says that it is ready.
fn port_of(line: &[u8]) -> Option<u16> {
    let said: serde_json::Value = serde_json::from_slice(line).ok()?;
    if said.get("event")?.as_str()? != "ready" {
        return None;
    }
    said.get("url")?.as_str()?.rsplit_once(':')?.1.parse().ok()
}

/// Whether what listens on this port says within the time that it is well: a 2xx for `/v1/health`.
pub(crate) async fn is_well(port: u16, within: Duration) -> bool {
    let ask = async {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
        let request =
            format!("GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut head = [0; 12];
        stream.read_exact(&mut head).await.ok()?;
        let well = head.starts_with(b"HTTP/1.") && head[8..10] == *b" 2";
        // What it still says is read, so that it is not told that nobody listens.
        drop(stream.take(64 << 10).read_to_end(&mut Vec::new()).await);
        Some(well)
    };
    timeout(within, ask).await.ok().flatten().unwrap_or(false)
}

#[cfg(test)]
#[path = "child_tests.rs"]
mod tests;
