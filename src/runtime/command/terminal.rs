//! The terminal of an agent's program: what it draws goes to the window and to the log, what is typed goes to it.

use std::os::fd::OwnedFd;

use tokio::task::JoinHandle;

use super::CommandAgent;
use super::complaints::Complaints;
use crate::runtime::llm::ModelError;
use crate::support::redact::{End, Stream};
use crate::support::terminals::{Input, Keys, Pty, Screen, Terminals, session_of};
use crate::support::walls::Ended;

/// Back to what a terminal is at first, whatever the program before has left; older tmux does not know `ESC [ ! p`. What
/// sets the region and where lines count from moves to the top: what comes next goes to the last line.
const AFRESH: &str = "\x1b[!p\x1b[?1049l\x1b[?1000l\x1b[?2004l\x1b[?25h\x1b[0m\
                      \x1b[r\x1b[?1l\x1b>\x1b[?6l\x1b[?7h\x1b[4l\x1b(B\x1b[999;1H";

/// An agent's terminals, and the session that they are windows of.
#[derive(Clone)]
pub struct CommandTerminal {
    terminals: Terminals,
    session: String,
}

/// The window of one run.
pub(super) struct Shown {
    screen: Screen,
    /// Its answer, on its way to the window.
    answer: Stream,
}

impl CommandTerminal {
    /// The session of `agent` among these.
    pub fn new(terminals: Terminals, agent: &str) -> Self {
        Self { session: session_of(agent), terminals }
    }

    /// The name of its session.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// All terminals of the formation.
    pub fn terminals(&self) -> &Terminals {
        &self.terminals
    }

    /// Sees to it that somebody can attach.
    pub async fn open(&self) {
        // Why not is remembered there.
        drop(self.terminals.open(&self.session).await);
    }

    /// A window for a run of `agent`, the program's end of its terminal, and what carries between them until nobody has
    /// that end any more.
    pub(super) async fn lend(
        &self,
        agent: &CommandAgent,
        complaints: &Complaints,
    ) -> Result<(Shown, Option<OwnedFd>, JoinHandle<()>), ModelError> {
        let lent = self.terminals.lend(&self.session).await;
        let (screen, keys, mut pty) = lent.map_err(|error| {
            agent.failed(&format!("it has no terminal: {error}"), String::new(), Some(error.hint()))
        })?;
        let redactor = &agent.0.settings.redactor;
        let shown = Shown { screen: screen.clone(), answer: redactor.stream() };
        shown.says("a turn begins").await;
        let terminal = pty.lend();
        let carrying = tokio::spawn(carry(pty, screen, keys, complaints.clone(), agent.clone()));
        Ok((shown, terminal, carrying))
    }
}

impl Shown {
    /// A piece of the answer.
    pub(super) async fn answers(&mut self, bytes: &[u8]) {
        let mut clean = Vec::with_capacity(bytes.len());
        self.answer.push(bytes, &mut clean);
        self.screen.show(lines(&clean)).await;
    }

    /// How the run ended.
    pub(super) async fn ends(&mut self, ended: &Ended) {
        let mut rest = Vec::new();
        self.answer.finish(End::Whole, &mut rest);
        self.screen.show(lines(&rest)).await;
        self.says(&super::run::how(ended)).await;
    }

    async fn says(&self, what: &str) {
        self.screen.show(format!("{AFRESH}\r\n\x1b[2m[muxi: {what}]\x1b[0m\r\n").into_bytes()).await;
    }
}

async fn carry(pty: Pty, screen: Screen, mut keys: Keys, complaints: Complaints, agent: CommandAgent) {
    let mut clean = agent.0.settings.redactor.stream();
    let mut bytes = vec![0; 16 << 10];
    let mut held = Vec::new();
    let mut typing = true;
    // What was typed comes back as an echo: from then on what is drawn is for the window alone.
    let mut was_typed = false;
    loop {
        tokio::select! {
            read = pty.read(&mut bytes) => {
                let Ok(read @ 1..) = read else { break };
                let mut drawn = Vec::with_capacity(read);
                clean.push(&bytes[..read], &mut drawn);
                if !was_typed {
                    held.extend_from_slice(&drawn);
                    complaints.lines(&agent, &mut held);
                }
                screen.show(drawn).await;
            }
            input = keys.next(), if typing => match input {
                Some(input) => {
                    was_typed |= matches!(input, Input::Typed(_));
                    pty.feed(&input);
                }
                None => typing = false,
            },
        }
    }
    let mut rest = Vec::new();
    clean.finish(End::Whole, &mut rest);
    if !was_typed {
        held.extend_from_slice(&rest);
        held.push(b'\n');
        complaints.lines(&agent, &mut held);
    }
    screen.show(rest).await;
}

/// The lines of a file as a terminal without modes takes them.
fn lines(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 16);
    for byte in bytes {
        if *byte == b'\n' {
            out.push(b'\r');
        }
        out.push(*byte);
    }
    out
}
