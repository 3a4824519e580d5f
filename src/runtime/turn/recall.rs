//! What is remembered of the user, and of the session, beside the question.

use super::run::Running;
use super::{StepKind, TurnError};
use crate::runtime::Agent;
use crate::runtime::llm::{Message, Model, Part};
use crate::runtime::memory::Sight;
use crate::runtime::remember;
use crate::runtime::store::StoredMessage;

/// The part of what a model reads that memories may have.
const PART: u64 = 8;

impl Running<'_> {
    /// Puts what is remembered of the user beside the question, and what the session has said before its view, where it
    /// has `outgrown` that. How many parts of the question those are.
    pub(super) async fn recall(
        &self,
        agent: &Agent,
        question: &mut Message,
        outgrown: bool,
    ) -> Result<usize, TurnError> {
        // Whoever brings the conversation has its memory.
        let working = self.core.working.as_ref().filter(|_| outgrown);
        if (self.core.parts.remember.is_none() && working.is_none()) || self.ask.conversation().is_some() {
            return Ok(0);
        }
        let sight = Sight::Turn { session_id: self.info.session_id.clone(), agent_id: agent.id.clone() };
        let (who, message) = (&self.ask.who, &self.ask.message);
        let (began, room) = (self.now(), room(&agent.model));
        let remembered = Box::pin(remember::remembered(self.core, who, sight, message, room));
        let said = Box::pin(async {
            match working {
                Some(working) => working.found(who, &self.info.session_id, message).await,
                None => Vec::new(),
            }
        });
        let (found, said) = tokio::join!(remembered, said);
        let earlier = self.earlier_block(&said, room);
        let Message::User(parts) = question else { return Ok(0) };
        let facts = found.as_ref().map_or(0, |found| found.facts);
        let messages = earlier.as_ref().map_or(0, |(_, messages)| *messages);
        let blocks = found.map(|found| found.block).into_iter().chain(earlier.map(|(block, _)| block));
        let before = parts.len();
        parts.splice(0..0, blocks.map(Part::Text));
        let told = parts.len() - before;
        if told > 0 {
            let took_ms = self.now().saturating_sub(began);
            self.step(|| StepKind::Recalled { facts, messages, took_ms }).await?;
        }
        Ok(told)
    }

    /// What was said earlier, in its fence.
    fn earlier_block(&self, said: &[StoredMessage], room: usize) -> Option<(String, u32)> {
        // It was kept before a value became a secret.
        let words: Vec<_> = said.iter().map(|said| self.core.parts.redactor.redact(&said.content)).collect();
        let lines = said.iter().zip(&words).map(|(said, words)| (said.role.as_str(), words.as_ref()));
        remember::earlier(lines, room)
    }
}

/// How many bytes of memories the model has room for.
fn room(model: &Model) -> usize {
    // A token is at least one byte, of most texts four.
    model.window.map_or(usize::MAX, |window| usize::try_from(window.reads / PART * 2).unwrap_or(usize::MAX))
}

/// Takes what was remembered out of the question again: its first `told` parts.
pub(super) fn without(question: &mut Message, told: usize) {
    if let Message::User(parts) = question {
        parts.drain(..told);
    }
}
