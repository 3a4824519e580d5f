//! From a checked formation to the parts of a runtime: models with their keys, agents with their
//! instructions, in the order in which they are asked.

use std::sync::Arc;
use std::time::Duration;

use super::files::{FileLimits, MAX_FILE};
use super::llm::http::{Endpoint, EndpointOptions};
use super::llm::{BadKey, Echo, HttpClient, Model, OpenAi, Provider, RetryPolicy, Settings, provider};
use super::store::Store;
use super::{Agent, Audio, FormationInfo, GENERALIST, Observer, Parts};
use crate::formation::model::{self, Capability, Formation, ModelSettings, ModelSpec, Text};
use crate::formation::reference::{Answer, SubstituteError, Target};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

/// The deployed runtime's defaults for `memory.buffer`.
const BUFFER_SIZE: u64 = 10;
const BUFFER_MULTIPLIER: u64 = 10;
/// The most messages of a session that are read for one turn.
const MAX_HISTORY: u64 = 1000;
const TIMEOUT: Duration = Duration::from_mins(2);
const MAX_RETRIES: u32 = 10;

/// What a formation is put into.
pub struct Surroundings<'a> {
    /// Answers what `${{ … }}` stands for.
    pub resolve: &'a dyn Fn(&Target) -> Answer,
    /// The base URL that the environment sets through the variable of this name.
    pub base_url: &'a dyn Fn(&str) -> Option<String>,
    /// Where sessions are kept.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Clock,
    /// Live secret values.
    pub redactor: Redactor,
    /// Who hears what turns say.
    pub observer: Observer,
    /// Whether the observer hears of steps too.
    pub trace: bool,
}

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
            Self::NoKey { provider, secret, .. } => {
                Some(format!("run `muxi secrets add {secret}` and add under llm.api_keys:\n{provider}: \"${{{{ secrets.{secret} }}}}\""))
            }
            Self::Value { error, .. } => error.hint(),
            Self::Key { .. } | Self::NotText(_) => Some("add the secret again: `muxi secrets add NAME` takes the value as it is pasted".to_owned()),
        }
    }
}

/// The parts of a runtime for `formation`.
pub fn assemble(formation: &Formation, surroundings: Surroundings<'_>) -> Result<Parts, AssembleError> {
    let assembler = Assembler { formation, surroundings: &surroundings, client: HttpClient::default() };
    let agents = assembler.agents()?;
    let buffer = formation.memory.buffer;
    let history =
        buffer.size.unwrap_or(BUFFER_SIZE).saturating_mul(buffer.multiplier.unwrap_or(BUFFER_MULTIPLIER));
    let text = |text: &Option<Text>| text.as_ref().map(|t| t.raw.clone());
    Ok(Parts {
        formation: FormationInfo {
            id: formation.id.clone(),
            description: text(&formation.description).unwrap_or_default(),
            version: text(&formation.version),
        },
        agents,
        audio: assembler.audio()?,
        files: assembler.file_limits(),
        history: u32::try_from(history.min(MAX_HISTORY)).expect("at most MAX_HISTORY"),
        store: surroundings.store,
        clock: surroundings.clock,
        redactor: surroundings.redactor,
        observer: surroundings.observer,
        trace: surroundings.trace,
    })
}

struct Assembler<'a> {
    formation: &'a Formation,
    surroundings: &'a Surroundings<'a>,
    client: HttpClient,
}

impl Assembler<'_> {
    /// The active agents, those marked as default first, the generalist last.
    fn agents(&self) -> Result<Vec<Agent>, AssembleError> {
        let active = self.formation.agents.iter().filter(|a| a.active);
        let (default, others): (Vec<_>, Vec<_>) = active.partition(|a| a.default);
        let mut agents =
            default.into_iter().chain(others).map(|a| self.agent(a)).collect::<Result<Vec<_>, _>>()?;
        let declared = agents.iter().any(|a| a.id == GENERALIST);
        if let Some(spec) = self.formation.llm.model(Capability::Text).filter(|_| !declared) {
            agents.push(Agent {
                id: GENERALIST.to_owned(),
                name: "Generalist".to_owned(),
                description: "Answers when no other agent is asked".to_owned(),
                role: None,
                instructions: String::new(),
                system_prompt: self.soul()?,
                model: self.model(spec, "llm.models")?,
            });
        }
        if agents.is_empty() { Err(AssembleError::NoModel) } else { Ok(agents) }
    }

    fn agent(&self, agent: &model::Agent) -> Result<Agent, AssembleError> {
        let own = agent.llm_models.iter().rev().find(|m| m.capability == Capability::Text);
        let spec = own.or_else(|| self.formation.llm.model(Capability::Text));
        let spec = spec.ok_or_else(|| AssembleError::AgentWithoutModel(agent.id.clone()))?;
        let place = |field: &str| format!("agents.{}.{field}", agent.id);
        let mut prompt = self.soul()?;
        if let Some(message) = &agent.system_message {
            if !prompt.is_empty() {
                prompt.push_str("\n\n");
            }
            prompt.push_str(&self.text(message, &place("system_message"))?);
        }
        Ok(Agent {
            id: agent.id.clone(),
            name: self.text(&agent.name, &place("name"))?,
            description: agent.description.as_ref().map(|d| d.raw.clone()).unwrap_or_default(),
            role: agent.role.as_ref().map(|r| r.raw.clone()),
            instructions: agent.system_message.as_ref().map(|m| m.raw.clone()).unwrap_or_default(),
            system_prompt: prompt,
            model: self.model(spec, &place("llm_models"))?,
        })
    }

    /// Who writes recordings down.
    fn audio(&self) -> Result<Option<Audio>, AssembleError> {
        let Some(spec) = self.formation.llm.model(Capability::Audio) else { return Ok(None) };
        let language = spec.settings.language.as_ref().map(|l| self.text(l, "llm.models")).transpose()?;
        Ok(Some(Audio { model: self.model(spec, "llm.models")?, language }))
    }

    /// As the models for pictures, sound and documents say.
    fn file_limits(&self) -> FileLimits {
        let limit = |capability| {
            let settings = self.formation.llm.model(capability).map(|model| &model.settings);
            settings.and_then(|s| s.max_size_mb).map_or(MAX_FILE, bytes)
        };
        FileLimits {
            image: limit(Capability::Vision),
            audio: limit(Capability::Audio),
            document: limit(Capability::Documents),
        }
    }

    fn soul(&self) -> Result<String, AssembleError> {
        let soul = self.formation.overlord.soul.as_ref();
        soul.map_or_else(|| Ok(String::new()), |soul| self.text(soul, "overlord.soul"))
    }

    fn model(&self, spec: &ModelSpec, place: &str) -> Result<Model, AssembleError> {
        let written = self.text(&spec.model, place)?;
        let id = self.formation.llm.unalias(&written).to_owned();
        let Some((who, name)) = id.split_once('/') else { return Err(AssembleError::BadModel(id)) };
        let settings = self.settings(&spec.settings);
        let provider: Arc<dyn Provider> = if who == "muxi" {
            if name != "echo" {
                return Err(AssembleError::UnknownBuiltIn(id));
            }
            Arc::new(Echo)
        } else {
            Arc::new(self.endpoint(&id, who, spec, place)?)
        };
        let name = name.to_owned();
        Ok(Model { id, name, settings, provider })
    }

    fn settings(&self, own: &ModelSettings) -> Settings {
        let all = &self.formation.llm.settings;
        Settings {
            temperature: own.temperature.or(all.temperature),
            max_tokens: own.max_tokens.or(all.max_tokens),
            ..Settings::default()
        }
    }

    fn endpoint(
        &self,
        model: &str,
        who: &str,
        spec: &ModelSpec,
        place: &str,
    ) -> Result<Endpoint<OpenAi>, AssembleError> {
        let known = provider(who);
        let variable = known.map_or_else(|| variable_of(who), |p| p.base_url_env.to_owned());
        let set = (self.surroundings.base_url)(&variable);
        let base_url = set.or_else(|| known.and_then(|p| p.base_url).map(str::to_owned));
        let base_url =
            base_url.ok_or_else(|| AssembleError::UnknownProvider { model: model.to_owned(), variable })?;
        let (key, place) = match (&spec.api_key, self.formation.llm.api_keys.get(who)) {
            (Some(key), _) => (Some(key), format!("{place}.api_key")),
            (None, key) => (key, format!("llm.api_keys.{who}")),
        };
        let key = key.map(|key| self.value(key, &place)).transpose()?;
        if let Some(key) = &key {
            // It may stand in the formation as it is, or around a reference.
            self.surroundings.redactor.add(&place, key);
        }
        if key.is_none()
            && let Some(secret) = known.and_then(|p| p.key)
        {
            let (model, provider, secret) = (model.to_owned(), who.to_owned(), secret.to_owned());
            return Err(AssembleError::NoKey { model, provider, secret });
        }
        let (timeout, retry) = self.patience(&spec.settings);
        let options = EndpointOptions {
            provider: who,
            base_url: &base_url,
            key: key.as_ref(),
            timeout,
            retry,
            redactor: self.surroundings.redactor.clone(),
            client: self.client.clone(),
        };
        Endpoint::new(OpenAi::default(), options).map_err(|error| AssembleError::Key { place, error })
    }

    fn patience(&self, own: &ModelSettings) -> (Duration, RetryPolicy) {
        let all = &self.formation.llm.settings;
        let seconds = own.timeout_seconds.or(all.timeout_seconds);
        let timeout = seconds.and_then(|s| Duration::try_from_secs_f64(s).ok()).unwrap_or(TIMEOUT);
        let mut retry = RetryPolicy::default();
        if let Some(retries) = own.max_retries.or(all.max_retries) {
            retry.max_retries = u32::try_from(retries).unwrap_or(MAX_RETRIES).min(MAX_RETRIES);
        }
        (timeout, retry)
    }

    fn value(&self, text: &Text, place: &str) -> Result<SecretBytes, AssembleError> {
        text.resolve(self.surroundings.resolve)
            .map_err(|error| AssembleError::Value { place: place.to_owned(), error })
    }

    fn text(&self, text: &Text, place: &str) -> Result<String, AssembleError> {
        let value = self.value(text, place)?;
        value.expose_str().map(str::to_owned).ok_or_else(|| AssembleError::NotText(place.to_owned()))
    }
}

/// Megabytes in bytes, up to what is ever taken.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held within 0 and MAX_ALLOWED")]
fn bytes(megabytes: f64) -> usize {
    (megabytes * 1_048_576.0).clamp(0.0, 33_554_432.0) as usize
}

/// `my-llm` is found through `MY_LLM_BASE_URL`.
fn variable_of(provider: &str) -> String {
    let upper =
        provider.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    format!("{}_BASE_URL", upper.collect::<String>())
}
