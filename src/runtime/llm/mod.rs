//! Models behind one trait: what is asked, what comes back, what can go wrong.
//!
//! A question and its answer are the same for all providers (`message`, `request`, `answer`). A
//! [`dialect::Dialect`] turns them into bodies and back, [`http::Endpoint`] sends them. A [`Model`]
//! is what callers ask: it asks again, leaves alone what fails, and asks what stands in.

mod answer;
mod anthropic;
mod breaker;
pub mod cassette;
mod cost;
pub mod dialect;
mod echo;
mod error;
mod gemini;
pub mod http;
mod message;
mod model;
mod models;
mod openai;
mod patience;
mod prices;
#[cfg(test)]
mod reading;
mod request;
mod retry;
mod speak;
mod windows;

use futures_util::future::BoxFuture;

pub use answer::{Answer, Embeddings, Finish, FinishReason, Piece, Pieces, Transcript, Usage};
pub use anthropic::Anthropic;
pub use breaker::{Breaker, BreakerPolicy, BreakerState};
pub use cost::{Cost, Spent, Totals};
pub use echo::Echo;
pub use error::{Limit, ModelError};
pub use gemini::Gemini;
pub use http::{BadKey, HttpClient};
pub use message::{Extra, Media, MediaKind, Message, Part, Role, ToolCall};
pub use model::{Answered, Hear, Model, Note, Source, Streaming};
pub use models::{Models, Use};
pub use openai::OpenAi;
pub use patience::Patience;
pub use prices::{Price, price_of};
pub use request::{About, AnswerSchema, Format, Request, Settings, Sound, ToolChoice, ToolSpec};
pub use retry::RetryPolicy;
pub use speak::endpoint;
pub use windows::{Window, window_of};

pub use crate::formation::providers::{PROVIDERS, ProviderInfo, provider};

/// The longest answer, in bytes, whole or streamed.
pub(super) const MAX_ANSWER: usize = 32 << 20;

/// A model provider. Each call asks once; [`Model`] asks again.
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
