//! What a formation says of its answers: their form, and the tools for what is more than words.

use std::sync::Arc;

use super::Assembler;
use crate::formation::model::{AnswerWord, Answers};
use crate::runtime::artifacts::SaveArtifact;
use crate::runtime::format::{AnswerFormat, strict};
use crate::runtime::llm::AnswerSchema;
use crate::runtime::overlord::Rules;
use crate::runtime::overlord::clarify::AskUser;
use crate::runtime::overlord::widgets::ShowWidget;
use crate::runtime::tools::Tool;

/// The name of the schema of answers, for providers that want one.
const SCHEMA: &str = "answer";

pub(super) fn rules(answers: &Answers) -> Rules {
    let schema = || {
        let schema = strict(answers.schema.as_ref()?);
        Some(Arc::new(AnswerSchema { name: SCHEMA.to_owned(), schema }))
    };
    Rules {
        format: match answers.format {
            AnswerWord::Markdown => AnswerFormat::Markdown,
            AnswerWord::Text => AnswerFormat::Text,
            AnswerWord::Html => AnswerFormat::Html,
            AnswerWord::Json => AnswerFormat::Json(schema()),
        },
        streaming: answers.streaming.unwrap_or(true),
        max_rounds: answers.clarification.map_or(0, |clarification| clarification.max_rounds),
    }
}

impl Assembler<'_> {
    /// The tools that every agent has: those that the formation switches on, and no other.
    pub(super) fn answer_tools(&self) -> Vec<Arc<dyn Tool>> {
        let answers = &self.formation.answers;
        let mut tools: Vec<Arc<dyn Tool>> = Vec::new();
        if let Some(clarification) = &answers.clarification {
            tools.push(Arc::new(AskUser::new(clarification)));
        }
        if answers.widgets {
            tools.push(Arc::new(ShowWidget::default()));
        }
        if answers.artifacts {
            let (store, redactor) =
                (Arc::clone(&self.surroundings.store), self.surroundings.redactor.clone());
            tools.push(Arc::new(SaveArtifact::new(store, redactor, self.surroundings.clock.clone())));
        }
        tools
    }
}
