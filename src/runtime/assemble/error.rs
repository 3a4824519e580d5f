//! Why a formation cannot run here.

use crate::formation::reference::SubstituteError;
use crate::runtime::llm::BadKey;

/// Why a formation that passed its checks cannot run here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssembleError {
    /// No agent and no text model.
    #[error("the formation has no text model, so nobody could answer")]
    NoModel,
    /// An agent has no model and the formation has none for all.
    #[error("the agent {0} has no text model, and the formation has none")]
    AgentWithoutModel(String),
    /// Not `provider/name`.
    #[error("the model {0} is not of the form provider/name")]
    BadModel(String),
    /// A provider that nobody knows.
    #[error("the provider of the model {model} is not known")]
    UnknownProvider {
        /// The model.
        model: String,
        /// The variable that would say where the provider is.
        variable: String,
    },
    /// `muxi/` and something else than `echo`.
    #[error("there is no model {0}; the built-in one is muxi/echo")]
    UnknownBuiltIn(String),
    /// A model stands in for itself.
    #[error("the models {} stand in for each other in a circle", .0.join(" -> "))]
    FallbackCycle(Vec<String>),
    /// No key is declared for a provider that needs one.
    #[error("the model {model} needs an API key, and llm.api_keys.{provider} is not there")]
    NoKey {
        /// The model.
        model: String,
        /// The provider.
        provider: String,
        /// The usual name of its secret.
        secret: String,
    },
    /// A value is missing or cannot be read.
    #[error("{place}: {error}")]
    Value {
        /// Where in the formation.
        place: String,
        /// What is wrong.
        error: SubstituteError,
    },
    /// The value cannot be sent.
    #[error("{place}: {error}")]
    Key {
        /// Where in the formation.
        place: String,
        /// What is wrong.
        error: BadKey,
    },
    /// The value is no text.
    #[error("{0}: the value is not UTF-8 text")]
    NotText(String),
}

impl AssembleError {
    /// Stable code for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoModel | Self::AgentWithoutModel(_) => "no_model",
            Self::BadModel(_) | Self::UnknownProvider { .. } | Self::UnknownBuiltIn(_) => "unknown_model",
            Self::FallbackCycle(_) => "fallback_cycle",
            Self::NoKey { .. } => "no_api_key",
            Self::Value { error, .. } => error.code(),
            Self::Key { .. } | Self::NotText(_) => "bad_api_key",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoModel | Self::AgentWithoutModel(_) => {
                Some("add `- text: \"openai/gpt-4o-mini\"` under llm.models, or `- text: muxi/echo` to try out without a key".to_owned())
            }
            Self::BadModel(_) => Some("write it as openai/gpt-4o-mini".to_owned()),
            Self::UnknownProvider { variable, .. } => Some(format!("set {variable} to the base URL of an OpenAI-compatible endpoint")),
            Self::UnknownBuiltIn(_) => None,
            Self::FallbackCycle(_) => Some("take `fallback_model` away from one of them, or name another model there".to_owned()),
            Self::NoKey { provider, secret, .. } => {
                Some(format!("run `muxi secrets add {secret}` and add under llm.api_keys:\n{provider}: \"${{{{ secrets.{secret} }}}}\""))
            }
            Self::Value { error, .. } => error.hint(),
            Self::Key { .. } | Self::NotText(_) => Some("add the secret again: `muxi secrets add NAME` takes the value as it is pasted".to_owned()),
        }
    }
}
