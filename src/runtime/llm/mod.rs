//! Models behind one trait: what is asked, what comes back, what can go wrong.

mod echo;
mod openai;
mod retry;
mod wire;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::Stream;
use futures_util::future::BoxFuture;

pub use echo::Echo;
pub use openai::{BadKey, HttpClient, OpenAi};
pub use retry::RetryPolicy;

pub use crate::formation::providers::{PROVIDERS, ProviderInfo, provider};

/// The longest answer, in bytes, whole or streamed.
pub(super) const MAX_ANSWER: usize = 32 << 20;

/// Who said a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Instructions from the formation.
    System,
    /// The user.
    User,
    /// The model.
    Assistant,
}

impl Role {
    /// The name on the wire and in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }
}

/// One message of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who said it.
    pub role: Role,
    /// What was said.
    pub content: String,
}

/// How a model is to answer; `None` leaves it to the provider.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Sampling temperature, 0 to 1.
    pub temperature: Option<f64>,
    /// Longest answer in tokens.
    pub max_tokens: Option<u64>,
}

/// A question to a model.
#[derive(Clone, Debug)]
pub struct Request {
    /// The provider's own name of the model, for example `gpt-4o-mini`.
    pub model: String,
    /// The conversation, oldest first.
    pub messages: Vec<Message>,
    /// How to answer.
    pub settings: Settings,
}

/// What the provider counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens of the question.
    pub prompt_tokens: u64,
    /// Tokens of the answer.
    pub completion_tokens: u64,
}

/// A whole answer, or the end of a streamed one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finish {
    /// Why the model stopped, in the provider's word (`stop`, `length`, …).
    pub reason: Option<String>,
    /// What it cost.
    pub usage: Option<Usage>,
}

/// What one piece from the network held: the new text in order, and the end if it came.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    /// Pieces of text, one for each event of the provider.
    pub texts: Vec<String>,
    /// Set once, with the last piece.
    pub finish: Option<Finish>,
}

/// A streamed answer. It ends with a piece that has `finish`, or with an error. Dropping it
/// closes the connection, which is how a turn is cancelled.
pub type Answer = Pin<Box<dyn Stream<Item = Result<Piece, ModelError>> + Send>>;

/// A model provider.
pub trait Provider: Send + Sync {
    /// Asks and waits for the whole answer.
    fn complete<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<(String, Finish), ModelError>>;

    /// Asks and streams the answer.
    fn stream<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answer, ModelError>>;
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

/// Why a model gave no answer. The text never holds a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The key was refused (401, 403).
    #[error("{provider} refused the API key ({status}): {detail}")]
    Unauthorized {
        /** Whose key. */
        provider: String,
        /** HTTP status. */
        status: u16,
        /** The provider's words. */
        detail: String,
    },
    /// Too many requests (429), still so after the retries.
    #[error("{provider} answers that there are too many requests (429): {detail}")]
    RateLimited {
        /** Who. */
        provider: String,
        /** How long to wait, if said. */
        retry_after: Option<Duration>,
        /** The provider's words. */
        detail: String,
    },
    /// No connection.
    #[error("{provider} cannot be reached at {endpoint}: {detail}")]
    Unreachable {
        /** Who. */
        provider: String,
        /** Base URL. */
        endpoint: String,
        /** The reason. */
        detail: String,
    },
    /// No answer in time.
    #[error("{provider} gave no answer within {seconds} s")]
    Timeout {
        /** Who. */
        provider: String,
        /** The limit. */
        seconds: u64,
    },
    /// The model or the path is not known there (404).
    #[error("{provider} does not know the model {model} (404): {detail}")]
    UnknownModel {
        /** Who. */
        provider: String,
        /** Which. */
        model: String,
        /** The provider's words. */
        detail: String,
    },
    /// Any other refusal.
    #[error("{provider} answered {status}: {detail}")]
    Refused {
        /** Who. */
        provider: String,
        /** HTTP status. */
        status: u16,
        /** The provider's words. */
        detail: String,
    },
    /// What came is not the dialect.
    #[error("{provider} sent something that is no answer: {detail}")]
    BadAnswer {
        /** Who. */
        provider: String,
        /** What. */
        detail: String,
    },
    /// The stream ended before the model did.
    #[error("the stream of {provider} broke off in the middle of the answer: {detail}")]
    CutOff {
        /** Who. */
        provider: String,
        /** How. */
        detail: String,
    },
}

impl ModelError {
    /// Stable code, as API and JSON errors carry it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized { .. } => "MODEL_UNAUTHORIZED",
            Self::RateLimited { .. } => "RATE_LIMITED",
            Self::Unreachable { .. } => "MODEL_UNREACHABLE",
            Self::Timeout { .. } => "MODEL_TIMEOUT",
            Self::UnknownModel { .. } => "MODEL_NOT_FOUND",
            Self::Refused { .. } => "MODEL_REFUSED",
            Self::BadAnswer { .. } => "MODEL_BAD_ANSWER",
            Self::CutOff { .. } => "MODEL_CUT_OFF",
        }
    }

    /// Whether asking again may help: nothing has been answered yet and the fault may pass.
    fn may_pass(&self) -> bool {
        match self {
            Self::RateLimited { .. } | Self::Unreachable { .. } => true,
            Self::Refused { status, .. } => matches!(status, 408 | 500 | 502 | 503 | 504 | 529),
            _ => false,
        }
    }
}
