//! What is remembered of the user, beside the question.

use super::run::Running;
use super::{StepKind, TurnError};
use crate::runtime::Agent;
use crate::runtime::llm::{Message, Model, Part};
use crate::runtime::memory::Sight;
use crate::runtime::remember;

/// The part of what a model reads that memories may have.
const PART: u64 = 8;

impl Running<'_> {
    /// Puts what is remembered of the user beside the question. Whether there was anything.
    pub(super) async fn recall(&self, agent: &Agent, question: &mut Message) -> Result<bool, TurnError> {
        // Whoever brings the conversation has its memory.
        if self.core.parts.remember.is_none() || self.ask.conversation().is_some() {
            return Ok(false);
        }
        let sight = Sight::Turn { session_id: self.info.session_id.clone(), agent_id: agent.id.clone() };
        let (who, message) = (&self.ask.who, &self.ask.message);
        let began = self.now();
        let found = Box::pin(remember::remembered(self.core, who, sight, message, room(&agent.model))).await;
        let (Some(found), Message::User(parts)) = (found, question) else { return Ok(false) };
        parts.insert(0, Part::Text(found.block));
        let took_ms = self.now().saturating_sub(began);
        self.step(|| StepKind::Recalled { facts: found.facts, took_ms }).await?;
        Ok(true)
    }
}

/// How many bytes of memories the model has room for.
fn room(model: &Model) -> usize {
    // A token is at least one byte, of most texts four.
    model.window.map_or(usize::MAX, |window| usize::try_from(window.reads / PART * 2).unwrap_or(usize::MAX))
}

/// Takes the memories out of the question again.
pub(super) fn without(question: &mut Message) {
    if let Message::User(parts) = question {
        parts.remove(0);
    }
}
