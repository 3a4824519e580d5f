//! Why a model gave no answer.

use std::time::Duration;

use crate::support::text::last_words;

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
    #[error("{provider} answers that there are too many requests (429): {detail}{}", asked(*.retry_after))]
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
    #[error("{provider} {limit} within {seconds} s")]
    Timeout {
        /** Who. */
        provider: String,
        /** Which limit was hit. */
        limit: Limit,
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
    #[error("{provider} answered {status}: {detail}{}", asked(*.retry_after))]
    Refused {
        /** Who. */
        provider: String,
        /** HTTP status. */
        status: u16,
        /** How long to wait, if said. */
        retry_after: Option<Duration>,
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
    /// The model is declared, and cannot be asked.
    #[error("{what} cannot be asked: {detail}")]
    NotReady {
        /** Which, and what it is declared for. */
        what: String,
        /** What is missing. */
        detail: String,
        /** What to do next. */
        next: Option<String>,
    },
    /// The program of an agent gave no answer.
    #[error("the program of the agent {agent} gave no answer: {how}{}", last_words(.stderr))]
    Program {
        /** Whose. */
        agent: String,
        /** What happened. */
        how: String,
        /** The last lines that it wrote to its standard error, redacted. */
        stderr: String,
        /** What to do next; its log where nothing is said. */
        hint: Option<String>,
    },
    /// A replay has no answer to it.
    #[error("this question to {provider} was not recorded: there is no {file}; {difference}")]
    NotRecorded {
        /** Who. */
        provider: String,
        /** The file that was looked for. */
        file: String,
        /** Where the nearest recorded one differs first. */
        difference: String,
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
            Self::NotReady { .. } => "MODEL_NOT_READY",
            Self::Program { .. } => "AGENT_PROGRAM_FAILED",
            Self::NotRecorded { .. } => "MODEL_NOT_RECORDED",
        }
    }

    /// What to do next, where there is something.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Unauthorized { .. } => {
                "give the secret of the key a new value with `muxi secrets add NAME`, then start the server again"
            }
            Self::RateLimited { retry_after: Some(wait), .. } => {
                return Some(format!("ask again in {} s", wait.as_secs_f64().ceil()));
            }
            Self::RateLimited { .. } => "wait a little, then ask again",
            Self::NoCredit { .. } => "add credit to the account at the provider, or use another key",
            Self::Timeout { limit: Limit::Whole, .. } => {
                "set `timeout_seconds` higher or `max_tokens` lower for the model, or have the answer streamed"
            }
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
            Self::NotReady { next, .. } => return next.clone(),
            Self::Program { agent, hint, .. } => {
                let log = || format!("see what it said: muxi agents logs {agent}");
                return Some(hint.clone().unwrap_or_else(log));
            }
            Self::NotRecorded { .. } => "record it: start with `--record DIR` instead of `--replay DIR`",
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

    /// Whether another model may mend it: not where the question itself is wrong or refused.
    pub(super) fn another_may_help(&self) -> bool {
        match self {
            Self::Refused { status, .. } => self.may_pass() || *status >= 500,
            Self::Filtered { .. }
            | Self::Endless { .. }
            | Self::NotRecorded { .. }
            | Self::Program { .. } => false,
            _ => true,
        }
    }

    /// Whether the provider itself failed, and not the question.
    pub(super) fn is_providers(&self) -> bool {
        match self {
            Self::Refused { status, .. } => *status >= 500,
            Self::Timeout { .. } | Self::Unreachable { .. } => true,
            _ => false,
        }
    }

    /// Whether the provider answered, if only to refuse.
    pub(super) fn is_answer(&self) -> bool {
        !self.is_providers()
            && !matches!(
                self,
                Self::Unavailable { .. }
                    | Self::Unsupported { .. }
                    | Self::NotReady { .. }
                    | Self::NotRecorded { .. }
            )
    }

    /// How long the provider asks to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after, .. } | Self::Refused { retry_after, .. } => *retry_after,
            Self::Unavailable { wait, .. } => Some(*wait),
            _ => None,
        }
    }
}

/// Which limit of time was hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The wait for the first byte of an answer.
    First,
    /// The wait for the next piece of one.
    Between,
    /// The time that a whole answer may take.
    Whole,
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::First => "gave no answer",
            Self::Between => "sent nothing more of its answer",
            Self::Whole => "gave no whole answer",
        })
    }
}

fn asked(wait: Option<Duration>) -> String {
    wait.map_or_else(String::new, |wait| format!(" (it asks to wait {} s)", wait.as_secs_f64().ceil()))
}
