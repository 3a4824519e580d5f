//! `muxi chat [MESSAGE]`.

pub(super) mod approve;
mod command;
mod extras;
mod files;
mod peer;
mod save;
mod screen;
mod talk;
pub(super) mod trace;

use std::cell::RefCell;
use std::path::PathBuf;
use std::pin::pin;

use clap::Args;
use serde_json::Value;
use tokio::sync::mpsc::unbounded_channel;

use super::context::Context;
use super::wait::with_threads;
use crate::formation::discover::Location;
use crate::output::{ExitCode, Failure, Prompter};
use crate::remote::formation::{ChatAsk, RemoteError};
use crate::support::process::{Sign, sign};
use crate::support::text::shell_word;
use approve::{Asks, Desk};
use peer::Peer;
#[cfg(not(feature = "serve"))]
pub(super) use peer::{SERVE, none_runs};
pub(super) use peer::{client, finder, running};
use screen::Screen;
use talk::Talk;

/// The longest message from stdin, in bytes.
const MAX_MESSAGE: usize = 1 << 20;

/// Talk to the running formation
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi chat \"Hello\"              one question
  muxi chat < question.txt       the question from a file
  muxi chat -f a.png \"What?\"    with a file
  muxi chat                      a conversation; /help lists its commands, Ctrl-D ends it
  muxi chat --local \"Hello\"      without a server
  muxi chat --trace \"Hello\"      with each step, its time, tokens and cost
  muxi chat --approve files/* \"…\"  allow what would be asked about

In a conversation Ctrl-C cancels the answer that is coming, and not the program. A line that ends in \\, a block \
between two ``` and pasted text are one message; Alt-Enter begins a new line. What is typed is kept for the arrow \
keys, but for lines that begin with a blank or hold a secret.")]
#[cfg_attr(
    feature = "serve",
    expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")
)]
pub(crate) struct Chat {
    /// The message; without it, stdin or a conversation
    message: Option<String>,
    /// The session to go on with (its id is in the answer of --json)
    #[arg(long, short, value_name = "ID")]
    session: Option<String>,
    /// The agent to ask
    #[arg(long, short, value_name = "ID")]
    agent: Option<String>,
    /// The user to talk as; else the local one
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
    /// A file that goes with the message: a picture, a recording, a PDF or a text; may be repeated
    #[arg(long, short, value_name = "PATH")]
    file: Vec<PathBuf>,
    /// Answer in this process, without a server
    #[cfg(feature = "serve")]
    #[arg(long)]
    local: bool,
    #[cfg(feature = "serve")]
    #[command(flatten)]
    tape: super::serve::Tape,
    #[command(flatten)]
    asks: Asks,
    /// Show the answer only when it is whole
    #[arg(long)]
    no_stream: bool,
    /// Show each step on stderr: its time, tokens and cost; with --json, in the answer
    #[arg(long)]
    trace: bool,
    /// Show the answer as the model writes it, Markdown not laid out
    #[arg(long)]
    raw: bool,
}

/// How one question ended.
enum Ended {
    /// With the answer, as the `data` of the API has it.
    Answered(Value),
    /// By Ctrl-C.
    Cancelled,
    /// By TERM or HUP, which end the program.
    Killed,
    Failed(Failure),
}

impl Chat {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let first = self.first_message(context)?;
        if first.is_none() && !self.file.is_empty() {
            return Err(Failure::usage("--file goes with a message: give MESSAGE, or the message on stdin"));
        }
        // While a line is typed, what was cancelled is ended by another thread.
        let tokio = with_threads(1)?;
        let at = context.formation(None)?;
        let formation = context.valid_formation(&at)?;
        let mut peer = {
            // Parts of the runtime start tasks.
            let _inside = tokio.enter();
            Peer::open(&self, context, &at, &formation)?
        };
        let done = if let Some(message) = first {
            self.one_turn(context, &tokio, &peer, message)
        } else {
            self.converse(context, &tokio, &mut peer, (&at, formation.id))
        };
        peer.close(&tokio);
        done.map(|()| ExitCode::Done)
    }

    /// The message of a one-shot chat: the argument, or all of stdin where it is no terminal.
    fn first_message(&self, context: &Context) -> Result<Option<String>, Failure> {
        if let Some(message) = &self.message {
            return Ok(Some(message.clone()));
        }
        if context.ask().can_ask() {
            return Ok(None);
        }
        if !context.ask().stdin_is_data() {
            return Err(Failure::needs_input("a message", "the argument MESSAGE, or stdin"));
        }
        let bytes = context.ask().read_stdin(MAX_MESSAGE)?;
        let text =
            bytes.expose_str().ok_or_else(|| Failure::usage("the message on stdin is not UTF-8 text"))?;
        Ok(Some(text.trim_end_matches(['\n', '\r']).to_owned()))
    }

    fn converse(
        &self,
        context: &mut Context,
        tokio: &tokio::runtime::Runtime,
        peer: &mut Peer,
        (at, formation): (&Location, String),
    ) -> Result<(), Failure> {
        let state = context.state(&formation, at)?;
        Talk::new(self, context, tokio, peer, formation, &state)?.run()
    }

    fn one_turn(
        &self,
        context: &mut Context,
        tokio: &tokio::runtime::Runtime,
        peer: &Peer,
        message: String,
    ) -> Result<(), Failure> {
        let ask = ChatAsk {
            message,
            session_id: self.session.clone(),
            agent_id: self.agent.clone(),
            request_id: None,
            stream: self.wants_stream(context),
            trace: self.trace,
            files: files::read(&self.file)?,
        };
        match self.turn(context, tokio, peer, &ask) {
            Ended::Answered(_) => Ok(()),
            Ended::Cancelled | Ended::Killed => Err(Failure::interrupted()),
            Ended::Failed(failure) => Err(failure),
        }
    }

    /// The command that goes on with `session` of `user`, where it is kept.
    fn again(&self, session: &str, user: Option<&str>) -> String {
        let local = if self.is_local() { " --local" } else { "" };
        let user = user.map(|user| format!(" --user {}", shell_word(user))).unwrap_or_default();
        format!("muxi chat{local}{user} --session {}", shell_word(session))
    }

    #[cfg(feature = "serve")]
    fn is_local(&self) -> bool {
        self.local
    }

    #[cfg(not(feature = "serve"))]
    #[expect(clippy::unused_self, reason = "with the runtime it is a choice")]
    fn is_local(&self) -> bool {
        false
    }

    fn wants_stream(&self, context: &Context) -> bool {
        !self.no_stream && !context.out.is_json()
    }

    /// One question and its answer, shown as it comes.
    fn turn(
        &self,
        context: &mut Context,
        tokio: &tokio::runtime::Runtime,
        peer: &Peer,
        ask: &ChatAsk,
    ) -> Ended {
        let plain = context.env.is_plain_terminal();
        let asks = (&self.asks, context.ask());
        let mut screen = Screen::new(&mut context.out, self.raw, ask.trace, plain);
        screen.wait();
        let ended = tokio.block_on(until_it_ends(peer, ask, asks, &mut screen));
        let shown = match &ended {
            Ended::Answered(answer) if !ask.stream => screen.whole(answer),
            Ended::Answered(answer) => screen.done(answer),
            _ => screen.end(true),
        };
        match (ended, shown) {
            (Ended::Answered(_), Err(failure)) => Ended::Failed(failure),
            (ended, _) => ended,
        }
    }
}

/// Hears the answer out; calls of tools that ask are answered meanwhile.
async fn until_it_ends(
    peer: &Peer,
    ask: &ChatAsk,
    (asks, prompter): (&Asks, Prompter),
    screen: &mut Screen<'_>,
) -> Ended {
    let (typed, mut lines) = unbounded_channel();
    let (answer, mut answers) = unbounded_channel();
    let desk = RefCell::new(Desk::new(asks, prompter, screen, typed, answer));
    let mut on_event = |event| desk.borrow_mut().event(event);
    let mut asking = pin!(peer.ask(ask, &mut on_event));
    let mut signed = Box::pin(sign());
    let mut late = None;
    let ended = loop {
        tokio::select! {
            biased;
            Some(one) = answers.recv() => {
                // Somebody else may have answered, or it is too late.
                if let Err(failure) = peer.decide(&one).await {
                    late = Some(failure);
                }
            }
            Some(line) = lines.recv() => {
                if let Err(failure) = desk.borrow_mut().typed(line) {
                    break Ended::Failed(failure);
                }
            }
            sign = &mut signed => {
                let was_a_no = match &sign {
                    Ok(Sign::Stop) => desk.borrow_mut().interrupted(),
                    _ => Ok(false),
                };
                break match (was_a_no, sign) {
                    (Ok(true), _) => {
                        signed = Box::pin(crate::support::process::sign());
                        continue;
                    }
                    (Err(failure), _) => Ended::Failed(failure),
                    (_, Ok(Sign::Stop)) => Ended::Cancelled,
                    (_, Ok(Sign::End)) => Ended::Killed,
                    (_, Err(error)) => Ended::Failed(Failure::failed("signals", &error)),
                };
            }
            answer = &mut asking => break answer.map_or_else(Ended::Failed, Ended::Answered),
        }
    };
    let closed = desk.borrow_mut().close(late.as_ref());
    match (ended, closed) {
        (Ended::Answered(_), Err(failure)) => Ended::Failed(failure),
        (ended, _) => ended,
    }
}

impl From<RemoteError> for Failure {
    fn from(error: RemoteError) -> Self {
        let text = error.to_string();
        match error {
            RemoteError::Unreachable { far: true, .. } => {
                Self::new(ExitCode::Unreachable, "unreachable", text)
                    .hint("is it running, and is the URL right? See muxi profiles list")
            }
            RemoteError::Unreachable { .. } => peer::not_running(&text, peer::SERVE_OR_LOCAL),
            RemoteError::Server { status, .. } => {
                let (exit, code) = match status {
                    404 => (ExitCode::NotFound, "not_found"),
                    502 | 503 => (ExitCode::Unreachable, "not_running"),
                    _ => (ExitCode::Failed, "server_refused"),
                };
                Self::new(exit, code, text).hint("muxi remote list shows what the server has")
            }
            RemoteError::Unauthorized { .. } => Self::new(ExitCode::Unauthorized, "unauthorized", text),
            RemoteError::Refused { code, hint, .. } => refused(&code, text, hint),
            RemoteError::Broken { .. } => Self::new(ExitCode::Failed, "answer_broken", text),
            RemoteError::BadKey => Self::new(ExitCode::Failed, "bad_api_key", text),
        }
    }
}

/// A refusal of the Formation API, with what to do about it: what the server says, else what is known of the code.
pub(super) fn refused(code: &str, text: String, said: Option<String>) -> Failure {
    let (exit, hint) = match code {
        "AGENT_NOT_FOUND" | "RESOURCE_NOT_FOUND" | "MCP_NO_TOOL" | "USER_NOT_FOUND" => {
            (ExitCode::NotFound, None)
        }
        "TOOL_DENIED"
        | "MCP_REFUSED"
        | "APPROVAL_ENDED"
        | "AGENT_STOPPED"
        | "CREDENTIAL_AMBIGUOUS"
        | "CREDENTIAL_TAMPERED" => (ExitCode::Refused, None),
        "CREDENTIAL_USER_NEEDED" => (ExitCode::Usage, None),
        "TOOL_ASKS" => (ExitCode::NeedsInput, None),
        "CREDENTIAL_NEEDED" | "MCP_UNAUTHORISED" | "MCP_LOGIN_NEEDED" | "MCP_SIGN_IN" => {
            (ExitCode::Unauthorized, None)
        }
        "MCP_UNREACHABLE" | "MCP_START" | "MCP_ENDED" | "MCP_NOT_RUNNING" | "MCP_TIMEOUT" => {
            (ExitCode::Unreachable, None)
        }
        "MODEL_UNAUTHORIZED" => (
            ExitCode::Unauthorized,
            Some(
                "give the secret of the key a new value with `muxi secrets add NAME`, then start the server again",
            ),
        ),
        "MODEL_UNREACHABLE" | "MODEL_TIMEOUT" => (
            ExitCode::Unreachable,
            Some("check the network, and the base URL if you set one (OPENAI_BASE_URL)"),
        ),
        "RATE_LIMITED" => (ExitCode::Failed, Some("wait a little, then ask again")),
        "MODEL_CUT_OFF" => (ExitCode::Failed, Some("what came is kept in the session; ask again")),
        "MODEL_NOT_FOUND" => (ExitCode::Failed, Some("check the model's name in the formation")),
        _ => (ExitCode::Failed, None),
    };
    Failure::new(exit, code.to_lowercase(), text).maybe_hint(hint.map(str::to_owned)).maybe_hint(said)
}
