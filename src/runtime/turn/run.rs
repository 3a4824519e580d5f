//! The state machine of a turn.

use futures_util::StreamExt;
use tokio::sync::mpsc;

use super::{Ask, Outcome, Step, StepKind, TurnError, TurnEvent, TurnInfo};
use crate::runtime::llm::{Answer, FinishReason, MAX_ANSWER, Message, ModelError, Request, ToolCall, Usage};
use crate::runtime::requests;
use crate::runtime::store::{Status, StoreError, Turn};
use crate::runtime::{Agent, Core};

/// How often a model may call tools before it answers.
const MAX_ROUNDS: u32 = 10;

/// A turn under way.
pub(super) struct Running<'a> {
    pub(super) core: &'a Core,
    pub(super) ask: Ask,
    pub(super) info: TurnInfo,
    /// The session begins with this turn.
    pub(super) new: bool,
    /// The agent that was asked for.
    asked_for: Option<usize>,
    events: mpsc::Sender<TurnEvent>,
    /// What others see of it, and how they cancel it.
    request: requests::Request,
    /// As much of the answer as has come.
    answer: String,
    /// What the models of the turn counted.
    usage: Option<Usage>,
}

/// Where a turn is.
enum State {
    /// The question came.
    Begun,
    /// An agent has it, and its model is asked.
    Asking(Box<Asking>),
    /// The model wants tools called.
    Acting(Box<Asking>, Vec<ToolCall>),
    /// The answer is whole.
    Answered(Ended),
}

/// An agent with the conversation that its model is told.
struct Asking {
    agent: usize,
    request: Request,
    /// How often the model was asked.
    rounds: u32,
}

/// How the answer ended.
struct Ended {
    agent: usize,
    reason: Option<FinishReason>,
    /// Calls that the caller has to make.
    calls: Vec<ToolCall>,
}

impl<'a> Running<'a> {
    pub(super) fn new(
        core: &'a Core,
        ask: Ask,
        session_id: String,
        new: bool,
        asked_for: Option<usize>,
        events: mpsc::Sender<TurnEvent>,
        request: requests::Request,
    ) -> Self {
        let info = TurnInfo {
            who: ask.who.clone(),
            request_id: ask.request_id.clone(),
            session_id,
            agent_id: String::new(),
            asked_at: core.parts.clock.now_millis(),
        };
        Self { core, ask, info, new, asked_for, events, request, answer: String::new(), usage: None }
    }

    /// Runs to the end, keeps the turn, and tells the end.
    pub(super) async fn run(mut self) {
        let core = self.core;
        let events = self.events.clone();
        let cancelled = self.request.cancelled();
        let end = tokio::select! {
            end = self.answer() => end,
            () = events.closed() => Err(TurnError::ClientLeft),
            () = cancelled => Err(TurnError::Cancelled),
            () = core.stop.cancelled() => Err(TurnError::Stopping),
        };
        let last = match self.keep(&end).await {
            Ok(answered_at) => match end {
                Ok(ended) => TurnEvent::Done(Box::new(self.outcome(ended, answered_at))),
                Err(error) => TurnEvent::Failed(error),
            },
            Err(error) => TurnEvent::Failed(end.err().unwrap_or(TurnError::Store(error))),
        };
        let error = if let TurnEvent::Failed(error) = &last { Some(error) } else { None };
        self.request.end(error, self.usage, &self.info.agent_id, core.parts.clock.now_millis());
        (core.parts.observer)(&self.info, &last);
        // Nobody may be there to hear it; and who does not listen must not hold up the end.
        tokio::select! {
            _ = events.send(last) => {}
            () = core.stop.told() => {}
        }
    }

    /// From state to state until the answer is whole.
    async fn answer(&mut self) -> Result<Ended, TurnError> {
        let mut state = State::Begun;
        loop {
            state = match state {
                State::Begun => State::Asking(self.begin().await?),
                State::Asking(asking) => self.ask(asking).await?,
                State::Acting(asking, calls) => State::Asking(self.act(asking, calls).await?),
                State::Answered(ended) => return Ok(ended),
            };
        }
    }

    /// Chooses the agent, and puts together what its model is told.
    async fn begin(&mut self) -> Result<Box<Asking>, TurnError> {
        self.listen().await?;
        let agent = self.asked_for.unwrap_or(0);
        let chosen = self.agent(agent);
        chosen.id.clone_into(&mut self.info.agent_id);
        self.request.processing(&chosen.id);
        let mut request = Request {
            model: chosen.model.name.clone(),
            messages: self.context(chosen).await?,
            settings: chosen.model.settings.clone(),
            ..Request::default()
        };
        if let Some(given) = &self.ask.given {
            given.apply(&mut request);
        }
        Ok(Box::new(Asking { agent, request, rounds: 0 }))
    }

    /// Asks the model once.
    async fn ask(&mut self, mut asking: Box<Asking>) -> Result<State, TurnError> {
        if asking.rounds == MAX_ROUNDS {
            let agent = self.agent(asking.agent).id.clone();
            return Err(TurnError::Endless { agent, rounds: MAX_ROUNDS });
        }
        asking.rounds += 1;
        let agent = self.agent(asking.agent);
        let asked_at = self.now();
        self.step(|| StepKind::Asked { model: agent.model.id.clone(), purpose: "answer" }).await?;
        let before = self.answer.len();
        let Answer { text, calls, finish } = self.ask_model(agent, &asking.request).await?;
        self.count(finish.usage);
        let took_ms = self.now().saturating_sub(asked_at);
        let (reason, usage) = (finish.reason.clone(), finish.usage);
        self.step(|| StepKind::Answered {
            model: agent.model.id.clone(),
            purpose: "answer",
            took_ms,
            reason,
            usage,
        })
        .await?;
        if calls.is_empty() {
            if self.answer.len() == before && finish.reason == Some(FinishReason::ContentFilter) {
                let (provider, detail) = (agent.model.id.clone(), "it gave no answer".to_owned());
                return Err(ModelError::Filtered { provider, detail }.into());
            }
            let (agent, reason) = (asking.agent, finish.reason);
            return Ok(State::Answered(Ended { agent, reason, calls }));
        }
        let theirs = self.ask.given.as_ref().map_or_else(Vec::new, |given| given.calls_of_its_own(&calls));
        if !theirs.is_empty() {
            let (agent, reason) = (asking.agent, Some(FinishReason::ToolCalls));
            return Ok(State::Answered(Ended { agent, reason, calls: theirs }));
        }
        asking.request.messages.push(Message::Assistant { text, calls: calls.clone() });
        Ok(State::Acting(asking, calls))
    }

    /// Calls what the model wants called, and puts the results into the conversation.
    async fn act(&mut self, mut asking: Box<Asking>, calls: Vec<ToolCall>) -> Result<Box<Asking>, TurnError> {
        for call in calls {
            let asked_at = self.now();
            let result = format!("there is no tool {}", call.name);
            let took_ms = self.now().saturating_sub(asked_at);
            self.step(|| StepKind::Called { tool: call.name.clone(), took_ms, failed: true }).await?;
            asking.request.messages.push(Message::Tool { call, result, failed: true });
        }
        Ok(asking)
    }

    /// The answer of the model, handed on as it comes.
    async fn ask_model(&mut self, agent: &Agent, request: &Request) -> Result<Answer, TurnError> {
        let provider = &agent.model.provider;
        if !self.ask.stream {
            let answer = provider.complete(request).await?;
            self.answer.push_str(&answer.text);
            return Ok(answer);
        }
        let before = self.answer.len();
        let mut calls = Vec::new();
        let mut pieces = provider.stream(request).await?;
        while let Some(piece) = pieces.next().await {
            let piece = piece?;
            piece.texts.iter().for_each(|text| self.answer.push_str(text));
            if self.answer.len() > MAX_ANSWER {
                let provider = agent.model.id.clone();
                return Err(ModelError::Endless { provider, bytes: MAX_ANSWER }.into());
            }
            calls.extend(piece.calls);
            if !piece.texts.is_empty() {
                self.tell(TurnEvent::Text(piece.texts)).await?;
            }
            if let Some(finish) = piece.finish {
                // The text goes back to the model only where a call was made in it.
                let text = if calls.is_empty() { String::new() } else { self.answer[before..].to_owned() };
                return Ok(Answer { text, calls, finish });
            }
        }
        let provider = agent.model.id.clone();
        Err(ModelError::CutOff { provider, detail: "it ended without an end".to_owned() }.into())
    }

    /// Tells the client and the observer.
    pub(super) async fn tell(&self, event: TurnEvent) -> Result<(), TurnError> {
        (self.core.parts.observer)(&self.info, &event);
        self.events.send(event).await.map_err(|_| TurnError::ClientLeft)
    }

    /// Tells of a step, if anybody wants to hear of steps.
    pub(super) async fn step(&self, what: impl FnOnce() -> StepKind) -> Result<(), TurnError> {
        let parts = &self.core.parts;
        if !parts.trace && !self.ask.trace {
            return Ok(());
        }
        let at_ms = self.now().saturating_sub(self.info.asked_at);
        let event = TurnEvent::Step(Step { at_ms, what: what() });
        if self.ask.trace {
            return self.tell(event).await;
        }
        (parts.observer)(&self.info, &event);
        Ok(())
    }

    pub(super) fn now(&self) -> u64 {
        self.core.parts.clock.now_millis()
    }

    fn agent(&self, at: usize) -> &'a Agent {
        &self.core.parts.agents[at]
    }

    pub(super) fn count(&mut self, usage: Option<Usage>) {
        if let Some(usage) = usage {
            self.usage = Some(self.usage.unwrap_or_default().plus(usage));
        }
    }

    fn outcome(&mut self, ended: Ended, answered_at: u64) -> Outcome {
        let agent = self.agent(ended.agent);
        Outcome {
            agent_id: agent.id.clone(),
            model: agent.model.id.clone(),
            content: std::mem::take(&mut self.answer),
            calls: ended.calls,
            reason: ended.reason,
            usage: self.usage,
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
            agent_id: self.info.agent_id.clone(),
            question: self.ask.take_kept(),
            answer: self.answer.clone(),
            status: end.as_ref().map_or_else(TurnError::status, |_| Status::Complete),
            asked_at: self.info.asked_at,
            answered_at,
        };
        parts.store.keep_turn(&self.info.who, turn).await?;
        Ok(answered_at)
    }
}
