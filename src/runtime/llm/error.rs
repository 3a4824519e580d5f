//! Why a model gave no answer.

use std::time::Duration;

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
    /// The account there has no credit left; waiting does not help.
    #[error("{provider} has no credit left for this key: {detail}")]
    NoCredit {
        /** Who. */
        provider: String,
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
    /// It failed so often that it is not asked for a while.
    #[error("{provider} failed {failures} times in a row; it is asked again in {} s", wait.as_secs().max(1))]
    Unavailable {
        /** Who. */
        provider: String,
        /** How often it failed. */
        failures: u32,
        /** How long it is left alone. */
        wait: Duration,
    },
    /// The model or the path is not known there (404).
    #[error("{provider} does not know the model {model}: {detail}")]
    UnknownModel {
        /** Who. */
        provider: String,
        /** Which. */
        model: String,
        /** The provider's words. */
        detail: String,
    },
    /// The conversation is longer than the model can read.
    #[error("the conversation is too long for the model {model} of {provider}: {detail}")]
    TooLong {
        /** Who. */
        provider: String,
        /** Which. */
        model: String,
        /** The provider's words. */
        detail: String,
    },
    /// The provider's filter refused the question or ended the answer.
    #[error("the filter of {provider} refused it: {detail}")]
    Filtered {
        /** Who. */
        provider: String,
        /** The provider's words. */
        detail: String,
    },
    /// Nothing of the kind can be asked there.
    #[error("{provider} cannot be asked for this: {what}")]
    Unsupported {
        /** Who. */
        provider: String,
        /** What. */
        what: String,
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
    /// The model did not stop.
    #[error("{provider} was stopped: its answer is longer than {bytes} bytes")]
    Endless {
        /** Who. */
        provider: String,
        /** The longest answer. */
        bytes: usize,
    },
}

impl ModelError {
    /// Stable code, as API and JSON errors carry it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized { .. } => "MODEL_UNAUTHORIZED",
            Self::RateLimited { .. } => "RATE_LIMITED",
            Self::NoCredit { .. } => "MODEL_NO_CREDIT",
            Self::Unreachable { .. } => "MODEL_UNREACHABLE",
            Self::Timeout { .. } => "MODEL_TIMEOUT",
            Self::Unavailable { .. } => "MODEL_UNAVAILABLE",
            Self::UnknownModel { .. } => "MODEL_NOT_FOUND",
            Self::TooLong { .. } => "MODEL_CONTEXT_TOO_LONG",
            Self::Filtered { .. } => "MODEL_FILTERED",
            Self::Unsupported { .. } => "MODEL_UNSUPPORTED",
            Self::Refused { .. } => "MODEL_REFUSED",
            Self::BadAnswer { .. } => "MODEL_BAD_ANSWER",
            Self::CutOff { .. } => "MODEL_CUT_OFF",
            Self::Endless { .. } => "MODEL_ENDLESS",
        }
    }

    /// What to do next, where there is something.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Unauthorized { .. } => {
                "give the secret of the key a new value with `muxi secrets add NAME`, then start the server again"
            }
            Self::RateLimited { .. } => "wait a little, then ask again",
            Self::NoCredit { .. } => "add credit to the account at the provider, or use another key",
            Self::Unreachable { .. } | Self::Timeout { .. } => {
                "check the network, and the base URL if you set one (OPENAI_BASE_URL)"
            }
            Self::Unavailable { .. } => {
                "wait, or name another model with `fallback_model` under llm.settings"
            }
            Self::UnknownModel { .. } => "check the model's name in the formation",
            Self::TooLong { .. } => "begin a new session, send less text, or use a model that reads more",
            Self::Filtered { .. } => "word the message differently",
            Self::Unsupported { .. } => "declare a model that can do it under llm.models",
            Self::Refused { .. } | Self::BadAnswer { .. } => {
                "ask again; if it stays so, check the model and its settings in the formation"
            }
            Self::CutOff { .. } => "what came is kept in the session; ask again",
            Self::Endless { .. } => "set `max_tokens` for the model, or ask for less at once",
        };
        Some(hint.to_owned())
    }

    /// Whether asking the same again may help: nothing has been answered yet and the fault may pass.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::RateLimited { .. } | Self::Unreachable { .. } => true,
            Self::Refused { status, .. } => matches!(status, 408 | 409 | 500 | 502 | 503 | 504 | 529),
            _ => false,
        }
    }
}
