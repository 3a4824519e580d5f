//! A formation that answers in this process: `muxi chat --local`.

use serde_json::{Value, json};
use tokio::sync::OnceCell;

use super::super::chat::refused;
use super::super::context::Context;
use super::Tape;
use crate::formation::discover::Location;
use crate::formation::model::Formation;
use crate::output::{ExitCode, Failure};
use crate::remote::formation::{
    AgentInfo, ChatAsk, ChatEvent, ChatFile, PAGE, Said, SessionInfo, UserAnswer,
};
use crate::runtime::approvals::{Decision, Remember};
use crate::runtime::files::{self, Attachment, FileError};
use crate::runtime::http::mcp_stdio;
use crate::runtime::principal::{Caller, Principal};
use crate::runtime::store::StoreError;
use crate::runtime::turn::{Ask, TurnEvent};
use crate::runtime::{Runtime, id};
use crate::support::clock::rfc3339;

/// The runtime without a server.
pub(crate) struct Local {
    runtime: Runtime,
    caller: Caller,
    /// Who that is, once somebody asks.
    who: OnceCell<Principal>,
}

impl Local {
    /// Starts the formation in the current tokio runtime.
    pub(crate) fn start(
        context: &mut Context,
        at: &Location,
        formation: &Formation,
        user: Option<&str>,
        tape: &Tape,
    ) -> Result<Self, Failure> {
        let caller = caller(user)?;
        super::open_state(context, at, formation)?;
        let store = super::unlock(context, at, false, tape.replays())?;
        if let Some(store) = &store {
            // What is typed here is kept, those values too that the formation does not use.
            store.know_all();
        }
        let cassette = tape.open(context)?;
        let recorder = super::audit::quietly(context, at);
        let runtime = super::start(context, at, formation, store.as_ref(), None, cassette, recorder)?;
        Ok(Self { runtime, caller, who: OnceCell::new() })
    }

    async fn who(&self) -> Result<&Principal, Failure> {
        let met = self.who.get_or_try_init(async || self.runtime.meet(&self.caller).await).await;
        met.map_err(|error| refused(error.code(), error.to_string(), error.hint()))
    }

    fn attachments(&self, ask: &ChatAsk) -> Result<Vec<Attachment>, Failure> {
        let limits = self.runtime.file_limits();
        let one = |(index, file): (usize, &ChatFile)| {
            let (_, bytes) = files::decode(&file.filename, &file.content)?;
            Attachment::new(index + 1, &file.filename, None, bytes.into(), limits)
        };
        let all: Result<Vec<_>, FileError> = ask.files.iter().enumerate().map(one).collect();
        all.map_err(|error| refused("INVALID_PARAMS", error.to_string(), None))
    }

    /// One turn; the answer as the `data` of the API has it, and what it says on the way to `on_event`.
    pub(crate) async fn answer(
        &self,
        ask: &ChatAsk,
        on_event: &mut dyn FnMut(ChatEvent) -> Result<(), Failure>,
    ) -> Result<Value, Failure> {
        let request_id = id::new("req_");
        let who = self.who().await?;
        let mut ticket = self
            .runtime
            .ask(Ask {
                session_id: ask.session_id.clone(),
                agent_id: ask.agent_id.clone(),
                stream: ask.stream,
                trace: ask.trace,
                attachments: self.attachments(ask)?,
                ..Ask::new(who.clone(), ask.message.clone(), request_id.clone())
            })
            .map_err(|e| refused(e.code(), e.to_string(), e.hint()))?;
        let (mut trace, mut missing) = (Vec::new(), Vec::new());
        while let Some(event) = ticket.events.recv().await {
            match event {
                TurnEvent::Text(texts) => {
                    texts.into_iter().try_for_each(|text| on_event(ChatEvent::Text(text)))?;
                }
                TurnEvent::Failed(error) => {
                    return Err(refused(error.code(), error.to_string(), error.hint()));
                }
                TurnEvent::Step(step) if ask.stream => on_event(ChatEvent::Step(step.to_json()))?,
                TurnEvent::Step(step) => trace.push(step.to_json()),
                TurnEvent::Approval(approval) => on_event(ChatEvent::Approval(approval.to_json()))?,
                TurnEvent::Missing(one) if ask.stream => on_event(ChatEvent::Missing(one.to_json()))?,
                TurnEvent::Missing(one) => missing.push(one.to_json()),
                TurnEvent::Ui(elements) if ask.stream => on_event(ChatEvent::Ui(*elements))?,
                TurnEvent::Artifact(file) if ask.stream => on_event(ChatEvent::Artifact(*file))?,
                TurnEvent::Progress { text, .. } if ask.stream => on_event(ChatEvent::Progress(text))?,
                // They are in the whole answer, or of no use behind it.
                TurnEvent::Ui(_)
                | TurnEvent::Artifact(_)
                | TurnEvent::Progress { .. }
                | TurnEvent::Transcribed(_) => {}
                TurnEvent::Done(outcome) => {
                    let mut answer = json!({
                        "message": outcome.message(),
                        "user_id": who.to_string(),
                        "session_id": ticket.session_id,
                        "request_id": request_id,
                    });
                    if !missing.is_empty() {
                        answer["missing"] = missing.into();
                    }
                    if !trace.is_empty() {
                        answer["trace"] = trace.into();
                    }
                    return Ok(answer);
                }
            }
        }
        Err(Failure::interrupted())
    }

    /// Serves a client of the Model Context Protocol until `input` ends.
    pub(crate) async fn mcp<R, W>(&self, input: R, output: W) -> Result<(), Failure>
    where
        R: tokio::io::AsyncRead + Send + Unpin + 'static,
        W: tokio::io::AsyncWrite + Send + Unpin + 'static,
    {
        mcp_stdio(&self.runtime, self.who().await?.clone(), input, output).await;
        Ok(())
    }

    /// Answers a call of a tool that waits for it.
    pub(crate) fn decide(&self, id: &str, answer: UserAnswer, for_session: bool) -> Result<(), Failure> {
        let decision = match answer {
            UserAnswer::Allow => Decision::Allow,
            UserAnswer::Deny => Decision::Deny,
            UserAnswer::Unasked => Decision::Unasked,
        };
        let remember = if for_session { Remember::Session } else { Remember::Once };
        let decided = self.runtime.decide(self.who.get(), id, decision, remember);
        decided.map(drop).map_err(|error| Failure::failed("approval_ended", &error))
    }

    /// The agents, the default one first.
    pub(crate) fn agents(&self) -> Vec<AgentInfo> {
        let info = |agent: &crate::runtime::Agent| AgentInfo {
            id: agent.id.clone(),
            description: agent.description.clone(),
            model: agent.model.id.clone(),
        };
        self.runtime.agents().iter().map(info).collect()
    }

    /// The user's last sessions, the latest first.
    pub(crate) async fn sessions(&self, limit: u32) -> Result<Vec<SessionInfo>, Failure> {
        let sessions =
            self.runtime.sessions(self.who().await?, limit, 0).await.map_err(|e| store_failure(&e))?;
        let info = |session: crate::runtime::store::Session| SessionInfo {
            id: session.id,
            message_count: session.message_count,
            last_activity: rfc3339(session.updated_at),
        };
        Ok(sessions.into_iter().map(info).collect())
    }

    /// The last messages of a session of the user, or those before an id; the oldest first.
    pub(crate) async fn messages(&self, session: &str, before: Option<i64>) -> Result<Vec<Said>, Failure> {
        let known = self.runtime.session(self.who().await?, session).await.map_err(|e| store_failure(&e))?;
        known.ok_or_else(|| {
            Failure::new(ExitCode::NotFound, "resource_not_found", format!("there is no session {session}"))
        })?;
        let messages = self.runtime.messages(self.who().await?, session, PAGE, before).await;
        let said = |message: crate::runtime::store::StoredMessage| Said {
            id: message.seq,
            role: message.role.as_str().to_owned(),
            content: message.content,
            agent_id: message.agent_id,
        };
        Ok(messages.map_err(|e| store_failure(&e))?.into_iter().map(said).collect())
    }

    /// Talks as another user from now on.
    pub(crate) fn set_user(&mut self, user: &str) -> Result<(), Failure> {
        self.caller = caller(Some(user))?;
        self.who = OnceCell::new();
        Ok(())
    }

    /// Ends what still runs, and waits until it is kept.
    pub(crate) fn close(self, tokio: &tokio::runtime::Runtime) {
        self.runtime.stopping().cancel();
        tokio.block_on(async {
            self.runtime.idle().await;
            self.runtime.settled(super::REMEMBERING).await;
            // A change whose client left: how it ended is recorded, or missing as after a kill.
            let _ = self.runtime.changed(super::CHANGING).await;
            self.runtime.renewed(super::RENEWING).await;
            self.runtime.servers().stop().await;
            self.runtime.close_terminals().await;
        });
        if let Some(recorder) = self.runtime.audit() {
            recorder.end();
        }
    }
}

fn caller(user: Option<&str>) -> Result<Caller, Failure> {
    user.map_or_else(|| Ok(Caller::local()), Caller::parse).map_err(|e| Failure::usage(e.to_string()))
}

fn store_failure(error: &StoreError) -> Failure {
    Failure::failed("store", error)
}
