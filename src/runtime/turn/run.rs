//! The state machine of a turn.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use serde_json::Value;
use tokio::sync::mpsc;

use super::error::Limit;
use super::form::AsksBack;
use super::inline::Enters;
use super::wanting::Paused;
use super::{Ask, Outcome, TurnError, TurnEvent, TurnInfo};
use crate::runtime::approvals::DeniedBy;
use crate::runtime::clean::Clean;
use crate::runtime::credentials::Wanting;
use crate::runtime::format::Shape;
use crate::runtime::inline::Heard;
use crate::runtime::lives::{Doing, LineKind};
use crate::runtime::llm::{
    About, Cost, FinishReason, Format, Media, MediaKind, Message, Model, ModelError, Part, Request, Spent,
    ToolCall, Usage,
};
use crate::runtime::overlord::clarify;
use crate::runtime::remember::Job;
use crate::runtime::requests;
use crate::runtime::store::{Status, StoreError, Turn};
use crate::runtime::tools::Toolbox;
use crate::runtime::{Agent, Core};

/// A turn under way.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something else of the turn, and none excludes another"
)]
pub(super) struct Running<'a> {
    pub(super) core: &'a Core,
    pub(super) ask: Ask,
    pub(super) info: TurnInfo,
    /// The session begins with this turn.
    pub(super) new: bool,
    /// The session is long, and may have to be made shorter.
    pub(super) long: bool,
    /// The agent that was asked for.
    pub(super) asked_for: Option<usize>,
    pub(super) events: mpsc::Sender<TurnEvent>,
    /// What others see of it, and how they cancel it.
    pub(super) request: requests::Request,
    /// As much of the answer as has come, without values of secrets.
    pub(super) answer: String,
    pub(super) clean: Clean,
    /// The next words are parted from those before, for a tool was called between them.
    pub(super) apart: bool,
    /// What the models of the turn counted.
    pub(super) usage: Option<Usage>,
    /// Calls that the caller has to make.
    pub(super) theirs: Vec<ToolCall>,
    /// What they took.
    pub(super) spent: Spent,
    /// The model that answered last.
    pub(super) answered_by: Option<&'a Model>,
    /// The agent that has the question.
    pub(super) chosen: Option<usize>,
    /// How many tools were called.
    pub(super) calls: u32,
    /// How long tools of servers were called.
    pub(super) calling: Duration,
    /// How many delegations were refused.
    pub(super) refused: u32,
    /// What the message says of credentials.
    pub(super) heard: Box<Heard<Paused>>,
    /// How often it went on with accounts that the message names.
    pub(super) named: u32,
    /// The user has said in this turn that all accounts are meant.
    pub(super) all_now: bool,
    /// The form of the answer.
    pub(super) shape: Shape,
    /// Whether the user may be asked back.
    pub(super) asks_back: AsksBack,
    /// The model was told that its answer cannot be used.
    pub(super) repaired: bool,
    /// Elements that were shown, and files that were made.
    pub(super) ui: Vec<Value>,
    pub(super) artifacts: Vec<Value>,
    /// What may be remembered of it, when it is kept. Here, since the task is to stay small.
    job: Option<Box<Job>>,
}

/// Where a turn is.
pub(super) enum State {
    /// The question came.
    Begun,
    /// An agent has it, and its model is asked.
    Asking(Box<Asking>),
    /// The model wants tools called.
    Acting(Box<Asking>),
    /// An agent has answered, to the user or to the agent that asked it.
    Answered(Box<Asking>, Option<FinishReason>),
    /// The user was told, or asked, something in the place of an answer.
    Over(Box<Ended>),
}

/// An agent with the conversation that its model is told.
pub(super) struct Asking {
    pub(super) agent: usize,
    pub(super) request: Request,
    /// What kind of file the conversation has.
    pub(super) files: Option<MediaKind>,
    pub(super) tools: Toolbox,
    /// How often the model was asked.
    pub(super) rounds: u32,
    /// When it was asked last.
    pub(super) asked_at: u64,
    /// It has to answer now, for it came to this limit.
    pub(super) given_up: Option<Limit>,
    /// It was told so.
    pub(super) told: bool,
    /// The last failure of a call, and how often it came in a row.
    pub(super) alike: (String, u32),
    /// What the model wants called and was not called yet.
    pub(super) calls: VecDeque<ToolCall>,
    /// What the user has to be asked before a tool can be called; the first such thing.
    pub(super) wanting: Option<Wanting>,
    /// The calls that wait for that.
    pub(super) wanted: Vec<ToolCall>,
    /// Pictures that tools gave and that the model was not shown yet.
    pub(super) pictures: Vec<Media>,
    /// What the model said; kept only where another agent wants to know.
    pub(super) said: String,
    /// Whether it said something when it was asked last.
    pub(super) spoke: bool,
    /// It counts as one of the agent's turns until it is over, or stops for its user.
    pub(super) doing: Option<Doing>,
    /// The agent that waits for this one.
    pub(super) waiting: Option<Waiting>,
}

/// An agent that has given a task away and waits for the result.
pub(super) struct Waiting {
    pub(super) asking: Box<Asking>,
    /// The call that the result answers.
    pub(super) call: ToolCall,
    /// When it was called, in milliseconds since the Unix epoch.
    pub(super) asked_at: u64,
}

/// How the answer ended.
pub(super) struct Ended {
    pub(super) agent: usize,
    pub(super) reason: Option<FinishReason>,
}

impl<'a> Running<'a> {
    #[expect(clippy::too_many_arguments, reason = "all that a turn begins with")]
    pub(super) fn new(
        core: &'a Core,
        ask: Ask,
        session_id: String,
        new: bool,
        asked_for: Option<usize>,
        events: mpsc::Sender<TurnEvent>,
        request: requests::Request,
        heard: Box<Heard<Paused>>,
    ) -> Self {
        let info = TurnInfo {
            who: ask.who.clone(),
            request_id: ask.request_id.clone(),
            session_id,
            agent_id: String::new(),
            asked_at: core.parts.clock.now_millis(),
        };
        Self {
            core,
            ask,
            info,
            new,
            long: false,
            asked_for,
            events,
            request,
            answer: String::new(),
            clean: Clean::new(&core.parts.redactor),
            apart: false,
            usage: None,
            theirs: Vec::new(),
            spent: Spent::default(),
            answered_by: None,
            chosen: None,
            calls: 0,
            calling: Duration::ZERO,
            refused: 0,
            heard,
            named: 0,
            all_now: false,
            shape: core.parts.rules.format.shape(),
            asks_back: AsksBack::Never,
            repaired: false,
            ui: Vec::new(),
            artifacts: Vec::new(),
            job: None,
        }
    }

    /// Runs to the end, keeps the turn, and tells the end. What may be remembered of it is for afterwards.
    pub(super) async fn run(mut self: Box<Self>) -> Option<Box<Job>> {
        let core = self.core;
        let events = self.events.clone();
        let cancelled = self.request.cancelled();
        core.parts.logs.received(&self.info);
        let mut end = tokio::select! {
            // What it said is for the log: the panic hook has written it by then.
            end = AssertUnwindSafe(self.answer()).catch_unwind() => end.unwrap_or(Err(TurnError::Internal)),
            () = events.closed() => Err(TurnError::ClientLeft),
            () = cancelled => Err(TurnError::Cancelled),
            () = core.stop.cancelled() => Err(TurnError::Stopping),
        };
        let rest = self.end_text(&mut end);
        core.totals.add(self.usage, self.spent);
        self.job = self.job(&end);
        let last = match self.keep(&end).await {
            Ok(answered_at) => match end {
                Ok(ended) => TurnEvent::Done(Box::new(self.outcome(ended, answered_at))),
                Err(error) => TurnEvent::Failed(error.into()),
            },
            Err(error) => {
                self.job = None;
                TurnEvent::Failed(end.err().unwrap_or(TurnError::Store(error)).into())
            }
        };
        self.end_request(&last);
        (core.parts.observer)(&self.info, &last);
        core.parts.logs.turn(&self.info, &last);
        // Nobody may be there to hear it; and who does not listen must not hold up the end.
        let telling = async {
            if !rest.is_empty() && self.ask.stream {
                drop(events.send(TurnEvent::Text(vec![rest])).await);
            }
            drop(events.send(last).await);
        };
        tokio::select! {
            () = telling => {}
            () = core.stop.told() => {}
        }
        self.job.take()
    }

    /// What may be remembered of a turn that was answered and is kept.
    fn job(&self, end: &Result<Ended, TurnError>) -> Option<Box<Job>> {
        let agent = end.as_ref().ok()?.agent;
        if self.ask.conversation().is_some() {
            return None;
        }
        Job::of(self.core, &self.info, agent, &self.ask.message, self.long).map(Box::new)
    }

    /// Who looks at the request now sees its end.
    fn end_request(&self, last: &TurnEvent) {
        let error = if let TurnEvent::Failed(error) = last { Some(&**error) } else { None };
        self.log_end(error);
        let agent_id = self.chosen.map(|agent| self.agent(agent).id.as_str());
        self.request.end(error, self.usage, agent_id.unwrap_or_default(), self.now());
    }

    /// Its agent's log has the end, too.
    fn log_end(&self, error: Option<&TurnError>) {
        let Some(agent) = self.chosen else { return };
        let took_ms = self.now().saturating_sub(self.info.asked_at);
        let (kind, text) = match error {
            None => (LineKind::Turn, format!("answered after {took_ms} ms")),
            Some(error) if error.is_cancelled() => {
                (LineKind::Turn, format!("{} after {took_ms} ms", error.code()))
            }
            Some(error) => {
                let text = format!("{} after {took_ms} ms: {error}", error.code());
                (LineKind::Error, self.core.parts.redactor.redact(&text).into_owned())
            }
        };
        self.core.lives[agent].log().record(self.now(), kind, &self.info.request_id, text);
    }

    /// The log of the agent has a call of a tool: its name, never what it was called with.
    pub(super) fn log_call(&self, agent: usize, tool: &str, failed: bool, denied_by: Option<DeniedBy>) {
        let end = match denied_by {
            Some(by) => format!("not called ({})", by.as_str()),
            None => if failed { "failed" } else { "done" }.to_owned(),
        };
        // A model may have made the name up.
        let tool = self.core.parts.redactor.redact(tool);
        let text = format!("{tool} {end}");
        self.core.lives[agent].log().record(self.now(), LineKind::Tool, &self.info.request_id, text);
    }

    /// From state to state until the answer is whole. What a plain turn does not wait in is in boxes, as each turn
    /// that waits for its model has room for the largest of what is not.
    async fn answer(&mut self) -> Result<Ended, TurnError> {
        let mut state = State::Begun;
        loop {
            state = match state {
                State::Begun => match Box::pin(self.enter()).await? {
                    Enters::Plain => State::Asking(Box::pin(self.begin()).await?),
                    Enters::Resumed(asking) => State::Acting(asking),
                    Enters::Over(ended) => State::Over(ended.into()),
                },
                State::Asking(asking) => self.ask(asking).await?,
                State::Acting(asking) => Box::pin(self.act(asking)).await?,
                State::Answered(asking, reason) => match asking.waiting {
                    Some(waiting) => Box::pin(self.hand_back(waiting, Ok(asking.said))).await?,
                    None => return Ok(Ended { agent: asking.agent, reason }),
                },
                State::Over(ended) => return Ok(*ended),
            };
        }
    }

    /// Chooses the agent, and puts together what its model is told.
    async fn begin(&mut self) -> Result<Box<Asking>, TurnError> {
        let agent = self.choose(self.asked_for).await?;
        self.chosen = Some(agent);
        self.asks_back = self.may_ask_back().await?;
        let tools = self.tools(self.agent(agent), false).await?;
        let messages = self.context(self.agent(agent), &tools).await?;
        self.asking(agent, messages, tools, None)
    }

    /// An agent that is about to be asked.
    pub(super) fn asking(
        &mut self,
        agent: usize,
        messages: Vec<Message>,
        tools: Toolbox,
        waiting: Option<Waiting>,
    ) -> Result<Box<Asking>, TurnError> {
        let chosen = self.agent(agent);
        let life = &self.core.lives[agent];
        let doing = life.begin(&chosen.id, self.request.canceller(), self.now())?;
        let what = if waiting.is_some() { "began a task of another agent" } else { "began" };
        life.log().record(self.now(), LineKind::Turn, &self.info.request_id, what.to_owned());
        chosen.id.clone_into(&mut self.info.agent_id);
        // Who has a task of another agent does not answer the request.
        if waiting.is_none() {
            self.request.processing(&chosen.id);
        }
        let files = files_of(&messages);
        // That a model for files cannot be asked is told when it is.
        let model = self.model_for(chosen, files).unwrap_or(&chosen.model);
        let mut request = Request {
            messages,
            tools: tools.specs().clone(),
            format: if waiting.is_none() { self.core.parts.rules.format.request() } else { Format::Text },
            ..model.request()
        };
        if chosen.program.is_some() {
            request.about = self.about(&request, waiting.is_some());
        }
        // What the caller wishes is for the answer, not for what agents do for each other.
        if let Some(wishes) = self.ask.wishes.as_ref().filter(|_| waiting.is_none()) {
            wishes.apply(&mut request);
        }
        let (calls, said) = (VecDeque::new(), String::new());
        Ok(Box::new(Asking {
            agent,
            request,
            files,
            tools,
            rounds: 0,
            asked_at: 0,
            given_up: None,
            wanting: None,
            wanted: Vec::new(),
            told: false,
            alike: (String::new(), 0),
            calls,
            pictures: Vec::new(),
            said,
            spoke: false,
            doing: Some(doing),
            waiting,
        }))
    }

    /// What a program is told of the turn.
    fn about(&self, request: &Request, is_task: bool) -> Option<Box<About>> {
        let question = if is_task { request.messages.last()?.clone() } else { self.ask.question() };
        Some(Box::new(About {
            question,
            user_id: self.ask.who.to_string(),
            session_id: self.info.session_id.clone(),
            request_id: self.info.request_id.clone(),
        }))
    }

    /// The model that answers for `agent` where the conversation has such files.
    pub(super) fn model_for(
        &self,
        agent: &'a Agent,
        files: Option<MediaKind>,
    ) -> Result<&'a Model, ModelError> {
        let Some(kind) = files else { return Ok(&agent.model) };
        self.core.parts.models.for_media(&agent.id, kind, &agent.model)
    }

    pub(super) fn now(&self) -> u64 {
        self.core.parts.clock.now_millis()
    }

    pub(super) fn agent(&self, at: usize) -> &'a Agent {
        &self.core.parts.agents[at]
    }

    pub(super) fn count(&mut self, usage: Option<Usage>, cost: Option<Cost>) {
        self.spent.add(cost);
        if let Some(usage) = usage {
            self.usage = Some(self.usage.unwrap_or_default().plus(usage));
        }
    }

    fn outcome(&mut self, ended: Ended, answered_at: u64) -> Outcome {
        let agent = self.agent(ended.agent);
        Outcome {
            agent_id: agent.id.clone(),
            model: self.answered_by.unwrap_or(&agent.model).id.clone(),
            content: std::mem::take(&mut self.answer),
            calls: std::mem::take(&mut self.theirs),
            reason: ended.reason,
            usage: self.usage,
            ui: std::mem::take(&mut self.ui),
            artifacts: std::mem::take(&mut self.artifacts),
            cost: self.spent.total(),
            answered_at,
            took_ms: answered_at.saturating_sub(self.info.asked_at),
        }
    }

    /// Keeps the question and as much of the answer as came; returns the time that it ended.
    async fn keep(&mut self, end: &Result<Ended, TurnError>) -> Result<u64, StoreError> {
        let parts = &self.core.parts;
        let answered_at = parts.clock.now_millis();
        if self.ask.conversation().is_some() {
            return Ok(answered_at);
        }
        let turn = Turn {
            session_id: self.info.session_id.clone(),
            request_id: self.info.request_id.clone(),
            agent_id: self.chosen.map(|agent| self.agent(agent).id.clone()).unwrap_or_default(),
            question: parts.redactor.redact(&self.ask.take_kept()).into_owned(),
            answer: self.answer.clone(),
            status: end.as_ref().map_or_else(TurnError::status, |_| Status::Complete),
            asks_back: end.as_ref().is_ok_and(|ended| ended.reason == Some(clarify::finish())),
            asked_at: self.info.asked_at,
            answered_at,
        };
        parts.store.keep_turn(&self.info.who, turn).await?;
        Ok(answered_at)
    }
}

/// The kind of the last file in a conversation.
pub(super) fn files_of(messages: &[Message]) -> Option<MediaKind> {
    let parts = messages.iter().rev().filter_map(|message| match message {
        Message::User(parts) => Some(parts.iter().rev()),
        _ => None,
    });
    parts.flatten().find_map(|part| match part {
        Part::Media(media) => Some(media.kind),
        Part::Text(_) => None,
    })
}
