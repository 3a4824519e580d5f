//! What a model answers, in no provider's dialect.

use std::pin::Pin;

use futures_util::Stream;

use super::dialect::Fault;
use super::{ModelError, ToolCall};

/// What the provider counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens of the question, those read from a cache among them.
    pub prompt_tokens: u64,
    /// Tokens of the answer, those of reasoning among them.
    pub completion_tokens: u64,
    /// How many of the question came from the provider's cache.
    pub cached_tokens: u64,
    /// How many of the question were written to the provider's cache.
    pub cache_write_tokens: u64,
    /// How many of the answer were spent on reasoning that is not shown.
    pub reasoning_tokens: u64,
}

impl Usage {
    /// Question and answer together.
    pub fn total(&self) -> u64 {
        self.prompt_tokens.saturating_add(self.completion_tokens)
    }

    /// The sum of two.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            prompt_tokens: self.prompt_tokens.saturating_add(other.prompt_tokens),
            completion_tokens: self.completion_tokens.saturating_add(other.completion_tokens),
            cached_tokens: self.cached_tokens.saturating_add(other.cached_tokens),
            cache_write_tokens: self.cache_write_tokens.saturating_add(other.cache_write_tokens),
            reasoning_tokens: self.reasoning_tokens.saturating_add(other.reasoning_tokens),
        }
    }
}

/// Why a model stopped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FinishReason {
    /// It had said everything.
    #[default]
    Stop,
    /// It came to the longest answer that it was allowed.
    Length,
    /// It wants tools called.
    ToolCalls,
    /// The provider's filter ended it.
    ContentFilter,
    /// Another word of the provider.
    Other(String),
}

impl FinishReason {
    /// The word of the `OpenAI` API for it, which the Formation API uses too.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Stop => "stop",
            Self::Length => "length",
            Self::ToolCalls => "tool_calls",
            Self::ContentFilter => "content_filter",
            Self::Other(word) => word,
        }
    }
}

/// The end of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finish {
    /// Why the model stopped; nothing where the provider does not say.
    pub reason: Option<FinishReason>,
    /// What it cost.
    pub usage: Option<Usage>,
}

/// A whole answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The words.
    pub text: String,
    /// The tools that the model wants called.
    pub calls: Vec<ToolCall>,
    /// The end.
    pub finish: Finish,
}

/// What one piece from the network held: the new text in order, and the end if it came.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// Pieces of text, one for each event of the provider.
    pub texts: Vec<String>,
    /// Calls that are whole: the arguments of a call come in pieces, and are handed on together.
    pub calls: Vec<ToolCall>,
    /// Set once, with the last piece.
    pub finish: Option<Finish>,
}

impl Piece {
    /// Whether there is anything in it.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.calls.is_empty() && self.finish.is_none()
    }
}

/// A streamed answer. It ends with a piece that has `finish`, or with an error. Dropping it
/// closes the connection, which is how a turn is cancelled.
pub type Pieces = Pin<Box<dyn Stream<Item = Result<Piece, ModelError>> + Send>>;

/// Vectors of texts, in the order of the texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Embeddings {
    /// One vector for each text; all are equally long.
    pub vectors: Vec<Vec<f32>>,
    /// What it cost.
    pub usage: Option<Usage>,
}

impl Embeddings {
    /// Adds those of `wanted` further texts; refuses another number, or vectors of another length.
    pub(super) fn extend(&mut self, more: Self, wanted: usize) -> Result<(), Fault> {
        let got = more.vectors.len();
        if got != wanted {
            return Err(Fault::BadAnswer(format!("{got} vectors for {wanted} texts")));
        }
        let length = |all: &Self| all.vectors.first().map(Vec::len);
        if length(self).is_some_and(|before| length(&more).is_some_and(|now| now != before)) {
            return Err(Fault::BadAnswer("its vectors are not equally long".to_owned()));
        }
        self.vectors.extend(more.vectors);
        self.usage = match (self.usage, more.usage) {
            (Some(before), Some(now)) => Some(before.plus(now)),
            (before, now) => before.or(now),
        };
        Ok(())
    }
}

/// A recording, written down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transcript {
    /// The words.
    pub text: String,
    /// How long the recording is, if the provider says.
    pub seconds: Option<f64>,
    /// What it cost, where the provider counts tokens.
    pub usage: Option<Usage>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_of_several_requests_are_one_list_of_equal_length() {
        let some = |vectors: &[&[f32]], tokens| Embeddings {
            vectors: vectors.iter().map(|v| v.to_vec()).collect(),
            usage: Some(Usage { prompt_tokens: tokens, ..Usage::default() }),
        };
        let mut all = Embeddings::default();
        all.extend(some(&[&[1.0], &[2.0]], 3), 2).unwrap();
        all.extend(some(&[&[3.0]], 4), 1).unwrap();
        assert_eq!(all, some(&[&[1.0], &[2.0], &[3.0]], 7));
        assert!(all.extend(some(&[&[1.0]], 1), 2).is_err(), "another number");
        assert!(all.extend(some(&[&[1.0, 2.0]], 1), 1).is_err(), "another length");
    }
}
