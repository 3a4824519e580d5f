//! Who answers.

use std::time::Duration;

use super::answer::Steps;
use super::run::Running;
use super::{StepKind, TurnError};
use crate::runtime::Agent;
use crate::runtime::llm::{Answered, Cost, FinishReason, Limit, Model, ModelError, Role};
use crate::runtime::overlord::{ByWords, Overlord};

/// A model has so long to choose; then it goes without.
const PATIENCE: Duration = Duration::from_secs(15);
/// So many of the last messages are looked at for the agent that answered.
const LATEST: u32 = 4;

impl Running<'_> {
    /// The agent that answers.
    pub(super) async fn choose(&mut self, asked_for: Option<usize>) -> Result<usize, TurnError> {
        let (agent, by) = match asked_for {
            Some(agent) => (agent, "asked for"),
            None if self.core.parts.overlord.choices() < 2 => (0, "only agent"),
            None => self.choose_among().await?,
        };
        let agents = &self.core.parts.agents;
        self.step(|| StepKind::Routed { agent_id: agents[agent].id.clone(), by }).await?;
        Ok(agent)
    }

    async fn choose_among(&mut self) -> Result<(usize, &'static str), TurnError> {
        let overlord = &self.core.parts.overlord;
        let words = overlord.by_words(&self.ask.message);
        match words {
            ByWords::Named(agent) => return Ok((agent, "named")),
            ByWords::Clear(agent) => return Ok((agent, "keywords")),
            ByWords::Several | ByWords::Nothing => {}
        }
        let last = self.last_agent().await?;
        if let Some(last) = last.filter(|_| words == ByWords::Nothing && overlord.settings.affinity) {
            return Ok((last, "session"));
        }
        if let Some(agent) = overlord.known(&self.ask.message, last, self.now()) {
            return Ok((agent, "cache"));
        }
        if let Some(model) = &overlord.settings.model
            && let Some(agent) = self.ask_who(model, last).await?
        {
            overlord.learn(&self.ask.message, last, agent, self.now());
            return Ok((agent, "model"));
        }
        Ok(last.map_or((0, "default"), |last| (last, "session")))
    }

    /// Who answered last in the session, if it is one to choose.
    pub(super) async fn last_agent(&self) -> Result<Option<usize>, TurnError> {
        if self.new {
            return Ok(None);
        }
        let store = &self.core.parts.store;
        let latest = store.messages(&self.ask.who, &self.info.session_id, LATEST, None).await?;
        let last = latest.iter().rev().find(|message| message.role == Role::Assistant);
        let id = last.and_then(|message| message.agent_id.as_deref());
        Ok(id.and_then(|id| self.candidates().iter().position(|agent| agent.id == id)))
    }

    /// Asks the model who should answer. That it does not say is no failure of the turn.
    async fn ask_who(&mut self, model: &Model, last: Option<usize>) -> Result<Option<usize>, TurnError> {
        let overlord = &self.core.parts.overlord;
        let last = last.map(|last| &self.candidates()[last]);
        let request = overlord.question(model, &self.ask.message, last);
        let asked_at = self.now();
        let purpose = "route";
        self.progress("routing", || "Choosing who answers".to_owned()).await?;
        self.step(|| StepKind::Asked { model: model.id.clone(), purpose }).await?;
        let late = |_| {
            let (provider, limit) = (model.id.clone(), Limit::Whole);
            Err(ModelError::Timeout { provider, limit, seconds: PATIENCE.as_secs() })
        };
        let answered = tokio::time::timeout(PATIENCE, model.complete(&request, &Steps(self))).await;
        let answered = answered.unwrap_or_else(late);
        let took_ms = self.now().saturating_sub(asked_at);
        let (by, reason, usage, cost) = match &answered {
            Ok(Answered { answer, by, cost }) => {
                (*by, answer.finish.reason.clone(), answer.finish.usage, *cost)
            }
            Err(error) => (model, Some(FinishReason::Other(error.code().to_owned())), None, Some(Cost::ZERO)),
        };
        self.count(usage, cost);
        self.step(|| StepKind::Answered { model: by.id.clone(), purpose, took_ms, reason, usage, cost })
            .await?;
        Ok(answered.ok().and_then(|answered| Overlord::read(&answered.answer.text, self.candidates())))
    }

    fn candidates(&self) -> &[Agent] {
        let parts = &self.core.parts;
        &parts.agents[..parts.overlord.choices()]
    }
}
