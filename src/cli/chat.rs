//! `muxi chat [MESSAGE]`.

use clap::Args;
use serde_json::{Value, json};

use super::context::{Context, SERVE_LOCK};
use crate::output::{ExitCode, Failure};
use crate::remote::address::Address;
use crate::remote::formation::{ChatAsk, ChatEvent, FormationClient, RemoteError};
use crate::support::fs::Lock;

/// The longest message from stdin, in bytes.
const MAX_MESSAGE: usize = 1 << 20;

/// Talk to the running formation
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi chat \"Hello\"              one question
  muxi chat < question.txt       the question from a file
  muxi chat                      a conversation; an empty line or Ctrl-D ends it
  muxi chat --local \"Hello\"      without a server")]
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
    /// Answer in this process, without a server
    #[cfg(feature = "serve")]
    #[arg(long)]
    local: bool,
    /// Show the answer only when it is whole
    #[arg(long)]
    no_stream: bool,
}

/// Who answers.
enum Peer {
    Server(FormationClient),
    #[cfg(feature = "serve")]
    Local(super::serve::Local),
}

impl Chat {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let first = self.first_message(context)?;
        let tokio = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| Failure::failed("runtime", &e))?;
        let peer = {
            // Parts of the runtime start tasks.
            let _inside = tokio.enter();
            self.peer(context)?
        };
        let mut session = self.session.clone();
        let done = match first {
            Some(message) => self.turn(context, &tokio, &peer, &message, &mut session),
            None => self.converse(context, &tokio, &peer, &mut session),
        };
        #[cfg(feature = "serve")]
        if let Peer::Local(local) = peer {
            local.close(&tokio);
        }
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

    fn peer(&self, context: &mut Context) -> Result<Peer, Failure> {
        #[cfg(feature = "serve")]
        if self.local {
            return super::serve::Local::start(context, self.user.as_deref()).map(Peer::Local);
        }
        let at = context.formation(None)?;
        let formation = context.valid_formation(&at)?;
        let state = context.state(&formation.id, &at)?;
        let address = Address::read(&state).map_err(|e| Failure::failed("address", &e))?;
        // A left address may be somebody else's by now, who would get the key.
        let address = address.filter(|_| Lock::is_held(&state.join(SERVE_LOCK)));
        let Some(address) = address else {
            return Err(not_running(&format!("no server of {} runs", formation.id)));
        };
        let store = context.open_store(&at)?;
        let keys = context.api_keys(&at, &formation, store.as_ref())?;
        Ok(Peer::Server(FormationClient::new(&address.url, &keys.client.value, self.user.clone())?))
    }

    /// One message and its answer; `session` becomes the session that they belong to.
    fn turn(
        &self,
        context: &mut Context,
        tokio: &tokio::runtime::Runtime,
        peer: &Peer,
        message: &str,
        session: &mut Option<String>,
    ) -> Result<(), Failure> {
        let stream = !self.no_stream && !context.out.is_json();
        let ask = ChatAsk {
            message: message.to_owned(),
            session_id: session.clone(),
            agent_id: self.agent.clone(),
            stream,
        };
        let answer = tokio.block_on(async {
            tokio::select! {
                answer = answer(context, peer, &ask) => answer,
                _ = tokio::signal::ctrl_c() => Err(Failure::interrupted()),
            }
        })?;
        *session = answer["session_id"].as_str().map(str::to_owned);
        if context.out.is_json() {
            return context.out.json(&answer);
        }
        if !stream {
            context.out.piece(answer["message"]["content"].as_str().unwrap_or_default())?;
        }
        context.out.end_line()
    }

    /// Question and answer until an empty line or the end of the input.
    fn converse(
        &self,
        context: &mut Context,
        tokio: &tokio::runtime::Runtime,
        peer: &Peer,
        session: &mut Option<String>,
    ) -> Result<(), Failure> {
        context.out.note("An empty line or Ctrl-D ends the conversation.");
        while let Some(line) = context.ask().next_line("> ")? {
            if line.trim().is_empty() {
                break;
            }
            if let Err(failure) = self.turn(context, tokio, peer, &line, session) {
                if failure.exit() == ExitCode::Interrupted {
                    return Err(failure);
                }
                // One failed turn does not end the conversation.
                context.out.failure(&failure);
            }
        }
        Ok(())
    }
}

/// The answer as the `data` of the API has it; streamed text is printed as it comes.
async fn answer(context: &mut Context, peer: &Peer, ask: &ChatAsk) -> Result<Value, Failure> {
    match peer {
        Peer::Server(client) if !ask.stream => Ok(client.chat(ask).await?),
        Peer::Server(client) => {
            let mut last = Value::Null;
            let printed = client.stream(ask, |event| match event {
                ChatEvent::Text(text) => context.out.piece(&text),
                ChatEvent::Done { session_id, metadata } => {
                    last = json!({"session_id": session_id, "message": {"metadata": metadata}});
                    Ok(())
                }
            });
            printed.await?;
            Ok(last)
        }
        #[cfg(feature = "serve")]
        Peer::Local(local) => local.answer(context, ask).await,
    }
}

fn not_running(message: &str) -> Failure {
    Failure::new(ExitCode::Unreachable, "not_running", message)
        .hint("start it with `muxi serve`, or answer here with `muxi chat --local`")
}

impl From<RemoteError> for Failure {
    fn from(error: RemoteError) -> Self {
        let text = error.to_string();
        match error {
            RemoteError::Unreachable { .. } => not_running(&text),
            RemoteError::Unauthorized { .. } => Self::new(ExitCode::Unauthorized, "unauthorized", text),
            RemoteError::Refused { code, .. } => refused(&code, text),
            RemoteError::Broken { .. } => Self::new(ExitCode::Failed, "answer_broken", text),
            RemoteError::BadKey => Self::new(ExitCode::Failed, "bad_api_key", text),
        }
    }
}

/// A refusal of the Formation API, with what to do about it.
pub(super) fn refused(code: &str, text: String) -> Failure {
    let (exit, hint) = match code {
        "AGENT_NOT_FOUND" | "RESOURCE_NOT_FOUND" => (ExitCode::NotFound, None),
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
    Failure::new(exit, code.to_lowercase(), text).maybe_hint(hint.map(str::to_owned))
}
