//! Runs the tests of a formation: says what a case says, and looks at what comes.

mod judge;

use std::path::Path;
use std::time::Duration;

use super::approvals::{Approval, ApprovalStatus, Decision, DeniedBy, Remember};
use super::files::Attachment;
use super::llm::{Cost, FinishReason, Spent};
use super::memory::{Listing, Memory};
use super::overlord::clarify;
use super::overlord::widgets::response_words;
use super::principal::{Caller, Principal};
use super::turn::{Ask, Outcome, StepKind, TurnError, TurnEvent};
use super::{Runtime, id};
use crate::formation::cases::{Case, Expected, Turn};
use crate::formation::source::Span;
use crate::support::fs;

/// The largest file that comes with a message, in bytes; how much a kind of file may have is up to the formation.
const MAX_FILE: u64 = 64 << 20;
/// The most memories that a check looks at.
const MEMORIES: u32 = 1000;
/// How long a turn's message has to get into the memory before the next turn.
const REMEMBERING: Duration = Duration::from_secs(20);

/// What came of a case. Texts of models are in it without values of secrets.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// What came of each turn that was begun.
    pub turns: Vec<Facts>,
    /// What was not so; empty where the case passed.
    pub broken: Vec<Broken>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// Something that was not so.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The key of `expect`; `answer` where there was none, `timeout_seconds` where the case took too long.
    pub key: &'static str,
    /// Where it is written.
    pub span: Span,
    /// Which turn, from 0.
    pub turn: usize,
    /// What was expected, as words.
    pub expected: String,
    /// What came, as words.
    pub came: String,
    /// What to do, where that is known.
    pub hint: Option<String>,
}

/// What came of a turn.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The message as the model got it.
    pub message: String,
    /// The answer.
    pub answer: String,
    /// The agent that answered, or was chosen to.
    pub agent: String,
    /// Why it was chosen.
    pub route: &'static str,
    /// The model that answered, `provider/name`.
    pub model: String,
    /// The tools that were called, in order.
    pub calls: Vec<String>,
    /// Those of them that were not made.
    pub denied: Vec<Denied>,
    /// How often a model was asked.
    pub model_calls: u64,
    /// What all models counted.
    pub tokens: u64,
    /// What they took.
    pub spent: Spent,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// How the answer ended.
    pub finish_reason: Option<String>,
    /// Whether the answer asks the user back.
    pub clarification: bool,
    /// The names of the files that were made.
    pub artifacts: Vec<String>,
    /// What is remembered of the user afterwards, the latest first; only where a check asks for it.
    pub remembered: Vec<String>,
    /// Why there is no answer.
    pub error: Option<Failed>,
    /// It ended, in one way or the other.
    pub ended: bool,
}

/// A call that was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// The tool, as in [`Facts::calls`].
    pub tool: String,
    /// By whom or by what.
    pub by: DeniedBy,
    /// Why, in a few words.
    pub why: String,
}

/// Why a turn failed.
#[derive(Clone, Debug)]
pub struct Failed {
    /// The code, as the API has it.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Trial {
    /// Whether all was as it has to be.
    pub fn passed(&self) -> bool {
        self.broken.is_empty()
    }

    /// What all models counted.
    pub fn tokens(&self) -> u64 {
        self.turns.iter().map(|turn| turn.tokens).sum()
    }

    /// What all models took, if all of it is known.
    pub fn cost(&self) -> Option<Cost> {
        let mut spent = Spent::default();
        self.turns.iter().for_each(|turn| spent.add(turn.spent.total()));
        spent.total()
    }
}

/// Whether a call of a tool that asks is made.
pub type Approves<'a> = &'a (dyn Fn(&Approval) -> bool + Sync);

/// Runs `case` in `runtime`, which nobody else uses: what it remembers is this case's. Nobody is there to ask, so
/// `approves` answers at once.
pub async fn run(runtime: &Runtime, case: &Case, approves: Approves<'_>) -> Trial {
    let began = runtime.clock().now_millis();
    let mut trial = Trial::default();
    if tokio::time::timeout(case.timeout, turns(runtime, case, approves, &mut trial)).await.is_err() {
        trial.broken.push(late(case, &trial));
    }
    trial.took_ms = runtime.clock().now_millis().saturating_sub(began);
    trial
}

async fn turns(runtime: &Runtime, case: &Case, approves: Approves<'_>, trial: &mut Trial) {
    let mut session = None;
    for (at, turn) in case.turns.iter().enumerate() {
        trial.turns.push(Facts::default());
        let facts = &mut trial.turns[at];
        match question(runtime, case, turn, session.clone()).await {
            // What was refused before it began belongs to no session.
            Ok(ask) => {
                let who = ask.who.clone();
                session = listen(runtime, ask, approves, facts).await.or(session);
                if turn.checks.iter().any(|check| matches!(check.what, Expected::Remembers(_))) {
                    facts.remembered = remembered(runtime, &who).await;
                }
            }
            Err(failed) => facts.fail(failed),
        }
        trial.broken = judge::judge(turn, facts);
        trial.broken.iter_mut().for_each(|broken| broken.turn = at);
        if !trial.broken.is_empty() {
            return;
        }
    }
}

async fn question(
    runtime: &Runtime,
    case: &Case,
    turn: &Turn,
    session_id: Option<String>,
) -> Result<Ask, Failed> {
    let bad = |message: String| Failed { code: "INVALID_PARAMS".to_owned(), message, hint: None };
    let caller = case.user.as_deref().map_or_else(|| Ok(Caller::local()), Caller::parse);
    let caller = caller.map_err(|error| bad(error.to_string()))?;
    let who = runtime.meet(&caller).await.map_err(|error| bad(error.to_string()))?;
    let mut message = turn.message.clone();
    if let Some((id, value)) = &turn.ui_response {
        let words = response_words(id, value).map_err(|fault| bad(format!("ui_response: {fault}")))?;
        message = if message.trim().is_empty() { words } else { format!("{message}\n\n{words}") };
    }
    let mut attachments = Vec::new();
    for (at, (shown, path)) in turn.files.iter().enumerate() {
        let bytes = read(path).map_err(|error| bad(format!("cannot read {shown}: {error}")))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let file = Attachment::new(at + 1, &name, None, bytes.into(), runtime.file_limits());
        attachments.push(file.map_err(|error| bad(error.to_string()))?);
    }
    Ok(Ask {
        session_id,
        agent_id: case.agent.clone(),
        trace: true,
        attachments,
        ..Ask::new(who, message, id::new("req_"))
    })
}

/// What is remembered of a user. Where nothing can be, that is nothing.
async fn remembered(runtime: &Runtime, who: &Principal) -> Vec<String> {
    let listing = Listing { limit: MEMORIES, ..Listing::default() };
    let memories = runtime.store().memories(who, listing).await.unwrap_or_default();
    let text = |memory: Memory| runtime.redactor().redact(&memory.content).into_owned();
    memories.into_iter().map(text).collect()
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    if std::fs::metadata(path).is_ok_and(|file| file.len() > MAX_FILE) {
        return Err("it is larger than 64 MiB".to_owned());
    }
    fs::read(path).map_err(|error| error.to_string())
}

/// Asks, and hears the turn out; returns its session.
async fn listen(runtime: &Runtime, ask: Ask, approves: Approves<'_>, facts: &mut Facts) -> Option<String> {
    let began = runtime.clock().now_millis();
    let redactor = runtime.redactor().clone();
    facts.message = redactor.redact(&ask.message).into_owned();
    let mut ticket = match runtime.ask(ask) {
        Ok(ticket) => ticket,
        Err(error) => {
            facts.fail(Failed::from(&error));
            return None;
        }
    };
    while let Some(event) = ticket.events.recv().await {
        match event {
            TurnEvent::Step(step) => facts.step(step.what),
            TurnEvent::Approval(approval) if approval.status == ApprovalStatus::Pending => {
                let decision = if approves(&approval) { Decision::Allow } else { Decision::Unasked };
                drop(runtime.decide(None, &approval.id, decision, Remember::Once));
            }
            TurnEvent::Done(outcome) => facts.done(*outcome),
            TurnEvent::Failed(error) => facts.fail(Failed::from(&*error)),
            TurnEvent::Text(_)
            | TurnEvent::Transcribed(_)
            | TurnEvent::Progress { .. }
            | TurnEvent::Ui(_)
            | TurnEvent::Artifact(_)
            | TurnEvent::Approval(_)
            | TurnEvent::Missing(_) => {}
        }
        facts.took_ms = runtime.clock().now_millis().saturating_sub(began);
    }
    // The next turn is to find what this one has left.
    runtime.idle().await;
    runtime.settled(REMEMBERING).await;
    Some(ticket.session_id)
}

impl Facts {
    fn step(&mut self, step: StepKind) {
        match step {
            StepKind::Routed { agent_id, by } => (self.agent, self.route) = (agent_id, by),
            StepKind::Asked { model, .. } => {
                self.model_calls += 1;
                self.model = model;
            }
            StepKind::Answered { usage, cost, .. } => {
                self.tokens += usage.map_or(0, |usage| usage.total());
                self.spent.add(cost);
            }
            StepKind::Called { tool, server, denied_by, why, .. } => {
                let tool = server.map(|server| format!("{server}/{tool}")).unwrap_or(tool);
                if let Some(by) = denied_by {
                    self.denied.push(Denied { tool: tool.clone(), by, why: why.unwrap_or_default() });
                }
                self.calls.push(tool);
            }
            StepKind::Saved { name, .. } => self.artifacts.push(name),
            StepKind::Recalled { .. }
            | StepKind::Extracted { .. }
            | StepKind::Summarized { .. }
            | StepKind::Compacted { .. }
            | StepKind::Retried { .. }
            | StepKind::FellBack { .. }
            | StepKind::Delegated { .. }
            | StepKind::Progress { .. }
            | StepKind::Missing { .. } => {}
        }
    }

    fn done(&mut self, outcome: Outcome) {
        self.ended = true;
        self.clarification = outcome.reason == Some(clarify::finish());
        self.finish_reason = outcome.reason.as_ref().map(FinishReason::as_str).map(str::to_owned);
        (self.agent, self.model, self.answer) = (outcome.agent_id, outcome.model, outcome.content);
    }

    fn fail(&mut self, failed: Failed) {
        self.ended = true;
        self.error = Some(failed);
    }
}

impl From<&TurnError> for Failed {
    fn from(error: &TurnError) -> Self {
        Self { code: error.code().to_owned(), message: error.to_string(), hint: error.hint() }
    }
}

/// The case took too long.
fn late(case: &Case, trial: &Trial) -> Broken {
    let turn = trial.turns.len().saturating_sub(1);
    let seconds = case.timeout.as_secs_f64();
    let doing =
        trial.turns.last().map_or("nothing was said yet".to_owned(), |facts| match facts.model.as_str() {
            "" => "no model was asked yet".to_owned(),
            model => format!("{model} was asked {}", times(facts.model_calls)),
        });
    Broken {
        key: "timeout_seconds",
        span: case.turns.get(turn).map_or(case.span, |turn| turn.span),
        turn,
        expected: format!("an end within {seconds} s"),
        came: format!("none; {doing}"),
        hint: Some("give the case more with timeout_seconds, or look why it takes so long".to_owned()),
    }
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

#[cfg(test)]
mod tests;
