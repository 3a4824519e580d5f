//! Played providers: servers that do what their script says and refuse what the real ones would.
//! Each API is an [`Api`]; what they share is here.

mod anthropic;
mod deployed;
mod gemini;
mod github;
mod issuer;
mod openai;
mod provider;
mod reply;
mod schema;
mod wire;

use std::collections::VecDeque;
use std::io::{BufReader, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

pub use anthropic::Anthropic;
pub use deployed::{Deployed, Told};
pub use gemini::Gemini;
pub use github::Github;
pub use issuer::{CANARY, Issuer, Ways};
pub use openai::OpenAi;
pub use provider::{CLIENT, Habits, Provider};
pub use reply::{Called, Reply, Said, Tokens};
pub use schema::Schema;
pub use wire::Asked;

/// The API of a provider, as far as it is played.
pub trait Api: Send + Sync + 'static {
    /// The path of the base URL, such as `/v1`; may be empty.
    fn base(&self) -> &str;

    /// Whether the real API would refuse the request, and how.
    fn refuse(&self, asked: &Asked) -> Option<Refused>;

    /// Whether the script has a reply for such a request; else it gets a usual one.
    fn scripted(&self, _asked: &Asked) -> bool {
        true
    }

    /// Whether a stream is asked for.
    fn streamed(&self, asked: &Asked) -> bool;

    /// The body of a whole answer.
    fn whole(&self, asked: &Asked, said: &Said) -> String;

    /// The events before the words, each with the empty line that ends it.
    fn opening(&self, asked: &Asked) -> String;

    /// The events of a piece of words.
    fn piece(&self, asked: &Asked, text: &str) -> String;

    /// The events after the words: calls in pieces, the reason, the usage, the end.
    fn ending(&self, asked: &Asked, said: &Said) -> String;
}

/// How the real API would refuse a request.
pub struct Refused {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: String,
    /// What is wrong, where no program should ever send it: the test fails.
    pub fault: Option<String>,
}

struct State<A> {
    api: A,
    script: Mutex<VecDeque<Reply>>,
    asked: Mutex<Vec<Asked>>,
    wrong: Mutex<Vec<String>>,
    hung_up: AtomicBool,
    over: AtomicBool,
}

/// A played provider. Dropping it ends it, and fails the test if a request was not what the API takes.
pub struct Played<A: Api> {
    address: SocketAddr,
    state: Arc<State<A>>,
    accepting: Option<JoinHandle<()>>,
}

/// The played model of most tests: OpenAI.
pub type Model = Played<OpenAi>;

impl<A: Api + Default> Played<A> {
    /// Starts with a script; when it is used up, every answer is `Hello!`.
    pub fn start(script: impl IntoIterator<Item = Reply>) -> Self {
        Self::with(A::default(), script)
    }
}

impl<A: Api> Played<A> {
    /// Starts a provider that was told more.
    pub fn with(api: A, script: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        let state = Arc::new(State {
            api,
            script: Mutex::new(script.into_iter().collect()),
            asked: Mutex::default(),
            wrong: Mutex::default(),
            hung_up: AtomicBool::default(),
            over: AtomicBool::default(),
        });
        let accepting = std::thread::spawn({
            let state = Arc::clone(&state);
            move || accept(&listener, &state)
        });
        Self { address, state, accepting: Some(accepting) }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The value for the provider's variable, such as `OPENAI_BASE_URL`.
    pub fn base_url(&self) -> String {
        format!("http://{}{}", self.address, self.state.api.base())
    }

    /// All requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.state.asked.lock().expect("no panic").clone()
    }

    /// Takes what was wrong with the requests so far: for tests of the played provider itself.
    pub fn faults(&self) -> Vec<String> {
        std::mem::take(&mut self.state.wrong.lock().expect("no panic"))
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

impl<A: Api> Drop for Played<A> {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        if let Some(accepting) = self.accepting.take() {
            drop(accepting.join());
        }
        let wrong = self.faults();
        assert!(wrong.is_empty() || std::thread::panicking(), "the real API would refuse: {wrong:?}");
    }
}

fn accept<A: Api>(listener: &TcpListener, state: &Arc<State<A>>) {
    for stream in listener.incoming() {
        if state.over.load(Ordering::SeqCst) {
            return;
        }
        let state = Arc::clone(state);
        if let Ok(stream) = stream {
            std::thread::spawn(move || {
                let mut reader = BufReader::new(&stream);
                while serve(&stream, &mut reader, &state).is_some() {}
            });
        }
    }
}

/// Serves one request; nothing when the connection is to be closed.
fn serve<A: Api>(stream: &TcpStream, reader: &mut BufReader<&TcpStream>, state: &State<A>) -> Option<()> {
    let asked = wire::read(reader)?;
    let refused = state.api.refuse(&asked);
    state.wrong.lock().expect("no panic").extend(refused.as_ref().and_then(|refused| refused.fault.clone()));
    state.asked.lock().expect("no panic").push(asked.clone());
    let sent = match refused {
        Some(Refused { status, body, .. }) => {
            wire::whole(stream, status, "", "application/json", &body).map(|()| true)
        }
        None => answer(stream, state, &asked, next(state, &asked)),
    };
    match sent {
        Ok(true) => (!asked.last).then_some(()),
        Ok(false) => None,
        Err(_) => {
            state.hung_up.store(true, Ordering::SeqCst);
            None
        }
    }
}

fn next<A: Api>(state: &State<A>, asked: &Asked) -> Reply {
    let usual = Reply::Text(&["Hello!"]);
    if !state.api.scripted(asked) {
        return usual;
    }
    let mut reply = state.script.lock().expect("no panic").pop_front().unwrap_or(usual);
    while let Reply::Check(check) = reply {
        reply = (check.0)(asked);
    }
    reply
}

/// Whether the connection may go on.
fn answer<A: Api>(
    stream: &TcpStream,
    state: &State<A>,
    asked: &Asked,
    reply: Reply,
) -> std::io::Result<bool> {
    let json = |status, headers, body: &str| wire::whole(stream, status, headers, "application/json", body);
    match reply {
        Reply::Text(pieces) => say(stream, state, asked, &Said::text(pieces), Duration::ZERO)?,
        Reply::Slow(pieces, pause) => say(stream, state, asked, &Said::text(pieces), pause)?,
        Reply::Said(said) => say(stream, state, asked, &said, Duration::ZERO)?,
        Reply::Body(body) => json(200, "", &body)?,
        Reply::Status(status, headers, body) => json(status, headers, body)?,
        Reply::Garbage => json(200, "", "<html>maintenance</html>")?,
        Reply::Events(events) => {
            let mut out = wire::Events::begin(stream);
            for event in events {
                out.add(&format!("{event}\n\n"));
            }
            out.end(true)?;
        }
        Reply::Cut(pieces) => {
            let mut out = wire::Events::begin(stream);
            out.add(&state.api.opening(asked));
            for piece in pieces {
                out.add(&state.api.piece(asked, piece));
            }
            out.end(false)?;
            return Ok(false);
        }
        Reply::Silence => {
            // Until the client goes.
            let mut stream = stream;
            drop(stream.read(&mut [0]));
            state.hung_up.store(true, Ordering::SeqCst);
            return Ok(false);
        }
        Reply::Check(_) => unreachable!("`next` has asked it"),
    }
    Ok(true)
}

fn say<A: Api>(
    stream: &TcpStream,
    state: &State<A>,
    asked: &Asked,
    said: &Said,
    pause: Duration,
) -> std::io::Result<()> {
    if !state.api.streamed(asked) {
        std::thread::sleep(pause);
        return wire::whole(stream, 200, "", "application/json", state.api.whole(asked, said));
    }
    let mut out = wire::Events::begin(stream);
    out.add(&state.api.opening(asked));
    for piece in &said.pieces {
        out.pause(pause)?;
        out.add(&state.api.piece(asked, piece));
    }
    out.add(&state.api.ending(asked, said));
    out.end(true)
}
