//! Models behind one trait: what is asked, what comes back, what can go wrong.
//!
//! A question and its answer are the same for all providers (`message`, `request`, `answer`). A
//! [`dialect::Dialect`] turns them into bodies and back, [`http::Endpoint`] sends them.

mod answer;
mod anthropic;
pub mod dialect;
mod echo;
mod error;
mod gemini;
pub mod http;
mod message;
mod openai;
mod request;
mod retry;
mod speak;

use std::sync::Arc;

use futures_util::future::BoxFuture;

pub use answer::{Answer, Embeddings, Finish, FinishReason, Piece, Pieces, Transcript, Usage};
pub use anthropic::Anthropic;
pub use echo::Echo;
pub use error::ModelError;
pub use gemini::Gemini;
pub use http::{BadKey, HttpClient};
pub use message::{Extra, Media, MediaKind, Message, Part, Role, ToolCall};
pub use openai::OpenAi;
pub use request::{AnswerSchema, Format, Request, Settings, Sound, ToolChoice, ToolSpec};
pub use retry::RetryPolicy;
pub use speak::endpoint;

pub use crate::formation::providers::{PROVIDERS, ProviderInfo, provider};

/// The longest answer, in bytes, whole or streamed.
pub(super) const MAX_ANSWER: usize = 32 << 20;

/// A model provider.
pub trait Provider: Send + Sync {
    /// Asks and waits for the whole answer.
    fn complete<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answer, ModelError>>;

    /// Asks and streams the answer.
    fn stream<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Pieces, ModelError>>;

    /// Vectors of `texts` by the model with that name there.
    fn embed<'a>(
        &'a self,
        model: &'a str,
        texts: &'a [String],
    ) -> BoxFuture<'a, Result<Embeddings, ModelError>>;

    /// A recording, written down.
    fn transcribe<'a>(&'a self, sound: &'a Sound) -> BoxFuture<'a, Result<Transcript, ModelError>>;
}

/// A provider and the name of the model there, ready to be asked.
#[derive(Clone)]
pub struct Model {
    /// `provider/name`, as written in the formation.
    pub id: String,
    /// The name at the provider.
    pub name: String,
    /// How to answer.
    pub settings: Settings,
    /// Who answers.
    pub provider: Arc<dyn Provider>,
}
