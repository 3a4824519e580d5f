//! One turn after its answer: what of the message is to be remembered, and what holds no longer.

use std::time::Duration;

use super::learn::{self, Change};
use super::{Job, Settings, synopsis};
use crate::formation::providers::BUILT_IN;
use crate::runtime::llm::{Cost, FinishReason, Model, ModelError, Request, Spent};
use crate::runtime::logs::Level;
use crate::runtime::memory::{
    EXTRACTION, Listing, Memory, MemoryError, NewMemory, Origin, Question, Scope, Sight,
};
use crate::runtime::turn::{Step, StepKind, TurnEvent, TurnInfo};
use crate::runtime::{Agent, Core};

/// A model has so long to say it.
const PATIENCE: Duration = Duration::from_mins(1);
/// How many facts that fit the message the model is shown. Where fewer do, it is shown so many with the latest.
const NEAR: u32 = 20;
const LEAST: u32 = 10;

/// What a user said.
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    /// When, or when the first of it was, in milliseconds since the Unix epoch.
    pub(super) said_at: u64,
    /// Others that were said later were heard of already: only what is new is kept.
    pub(super) older: bool,
}

/// How many facts changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Changed {
    pub(super) added: u32,
    pub(super) replaced: u32,
    pub(super) forgotten: u32,
}

/// The model that is asked for facts: a program is not asked, and the built-in model only says what it hears.
pub(super) fn model<'a>(settings: &'a Settings, agent: &'a Agent) -> Option<&'a Model> {
    let own = Some(&agent.model).filter(|_| agent.program.is_none());
    let built_in = |model: &Model| model.id.split_once('/').is_some_and(|(who, _)| who == BUILT_IN);
    settings.model.as_ref().or(own).filter(|model| !built_in(model))
}

/// Asks for what is to be remembered of the words and keeps it. What fails is told to the observer and to nobody else.
pub(super) async fn extract(core: &Core, job: &Job, words: &Words<'_>) {
    let Some(settings) = &core.parts.remember else { return };
    let Some(model) = model(settings, &core.parts.agents[job.agent]) else { return };
    let began = core.parts.clock.now_millis();
    let mut learnt = Changed::default();
    let failed = learn(core, job, words, settings, model, &mut learnt).await.err();
    let took_ms = core.parts.clock.now_millis().saturating_sub(began);
    let Changed { added, replaced, forgotten } = learnt;
    tell(core, &job.info, || StepKind::Extracted { added, replaced, forgotten, failed, took_ms });
    if learnt != Changed::default()
        && let Some(counts) = settings.synopsis
    {
        synopsis::renew(core, &job.info, model, counts).await;
    }
}

async fn learn(
    core: &Core,
    job: &Job,
    words: &Words<'_>,
    settings: &Settings,
    model: &Model,
    learnt: &mut Changed,
) -> Result<(), &'static str> {
    let known = known(core, job, words.text).await.map_err(|e| e.code())?;
    let redactor = &core.parts.redactor;
    let shown: Vec<_> = known.iter().map(|memory| redactor.redact(&memory.content)).collect();
    let shown: Vec<&str> = shown.iter().map(AsRef::as_ref).collect();
    let request = learn::request(model, words.text, &shown, settings.max_tokens);
    let answer = ask(core, &job.info, model, &request, "extract").await.map_err(|e| e.code())?;
    let mut changes = learn::read(&answer, known.len(), redactor).ok_or("unreadable")?;
    if words.older {
        changes.retain(|change| matches!(change, Change::Add(_)));
    }
    keep(core, job, words.said_at, &known, changes, learnt).await.map_err(|e| e.code())
}

/// What is known already and may be meant, by its words and its meaning. Where that is little, the latest may be: somebody
/// takes back what was said a moment ago.
async fn known(core: &Core, job: &Job, said: &str) -> Result<Vec<Memory>, MemoryError> {
    let who = &job.info.who;
    let sight = Sight::Turn { session_id: job.info.session_id.clone(), agent_id: job.info.agent_id.clone() };
    let text = said[..said.floor_char_boundary(super::MOST_ASKED)].to_owned();
    let question = Question { text, sight: sight.clone(), limit: NEAR, ..Question::default() };
    let near = core.memory.recall_within(who, question, PATIENCE).await?;
    let mut known: Vec<Memory> = near.found.into_iter().map(|found| found.memory).collect();
    if near.any && known.len() < LEAST as usize {
        let listing = Listing { sight, limit: LEAST, ..Listing::default() };
        for memory in core.parts.store.memories(who, listing).await? {
            if known.len() < LEAST as usize && !known.iter().any(|other| other.id == memory.id) {
                known.push(memory);
            }
        }
    }
    Ok(known)
}

/// Asks a model in the background; what it took counts like that of a turn.
pub(super) async fn ask(
    core: &Core,
    info: &TurnInfo,
    model: &Model,
    request: &Request,
    purpose: &'static str,
) -> Result<String, ModelError> {
    tell(core, info, || StepKind::Asked { model: model.id.clone(), purpose });
    let began = core.parts.clock.now_millis();
    let answered = tokio::time::timeout(PATIENCE, model.complete(request, &())).await;
    let took_ms = core.parts.clock.now_millis().saturating_sub(began);
    let late = |_| {
        let (provider, limit) = (model.id.clone(), crate::runtime::llm::Limit::Whole);
        Err(ModelError::Timeout { provider, limit, seconds: PATIENCE.as_secs() })
    };
    let answered = answered.unwrap_or_else(late);
    let (by, reason, usage, cost) = match &answered {
        Ok(done) => (done.by, done.answer.finish.reason.clone(), done.answer.finish.usage, done.cost),
        Err(error) => (model, Some(FinishReason::Other(error.code().to_owned())), None, Some(Cost::ZERO)),
    };
    let mut spent = Spent::default();
    spent.add(cost);
    core.totals.add(usage, spent);
    tell(core, info, || StepKind::Answered { model: by.id.clone(), purpose, took_ms, reason, usage, cost });
    Ok(answered?.answer.text)
}

/// Tells the observer and the log of a step, if they want to hear of steps.
pub(super) fn tell(core: &Core, info: &TurnInfo, what: impl FnOnce() -> StepKind) {
    let parts = &core.parts;
    if !parts.trace && !parts.logs.wants(Level::Info) {
        return;
    }
    let at_ms = parts.clock.now_millis().saturating_sub(info.asked_at);
    let mut what = what();
    what.redact(&parts.redactor);
    let event = TurnEvent::Step(Step { at_ms, what }.into());
    if parts.trace {
        (parts.observer)(info, &event);
    }
    parts.logs.turn(info, &event);
}

/// Keeps what is new; what came of it before something failed is in `changed` all the same.
async fn keep(
    core: &Core,
    job: &Job,
    said_at: u64,
    known: &[Memory],
    wanted: Vec<Change>,
    changed: &mut Changed,
) -> Result<(), MemoryError> {
    let (store, who) = (&core.parts.store, &job.info.who);
    for change in wanted {
        match change {
            Change::Add(fact) => {
                let kept = core.memory.keep(who, None, new(core, job, said_at, fact, Scope::User)).await?;
                changed.added += u32::from(kept.is_new);
            }
            Change::Replace(at, fact) => {
                let old = &known[at];
                let new = new(core, job, said_at, fact, old.scope.clone());
                match core.memory.keep(who, Some(&old.id), new.clone()).await {
                    // Deleted meanwhile, by the user: what is new was said all the same.
                    Err(MemoryError::NotFound(_)) => drop(core.memory.keep(who, None, new).await?),
                    kept => drop(kept?),
                }
                changed.replaced += 1;
            }
            Change::Forget(at) => {
                changed.forgotten += u32::from(store.delete_memory(who, &known[at].id).await?);
            }
        }
    }
    Ok(())
}

fn new(core: &Core, job: &Job, said_at: u64, content: String, scope: Scope) -> NewMemory {
    NewMemory {
        content,
        kind: "fact".to_owned(),
        scope,
        source: EXTRACTION.to_owned(),
        source_id: Some(job.info.request_id.clone()),
        origin: Origin {
            session_id: Some(job.info.session_id.clone()),
            request_id: Some(job.info.request_id.clone()),
            message_seq: None,
        },
        said_at: Some(said_at),
        at: core.parts.clock.now_millis(),
        ..NewMemory::default()
    }
}
