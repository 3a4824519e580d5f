//! A formation that has passed its checks, as types.
//!
//! Only what is read at run time has a field of its own; everything else is in [`Formation::tree`].

use indexmap::IndexMap;

pub use super::answers::{AnswerWord, Answers, Clarification, QuestionStyle};
use super::reference::{self, Answer, Reference, SubstituteError, Target};
use super::source::Span;
pub use super::tools::{
    Mcp, McpAuth, McpCommand, McpServer, McpTransport, McpWatch, Parameter, PolicyRule, ServerUse,
    ToolFilter, ToolLimits, ToolPolicy, Verb, WallSettings,
};
use super::yaml::Node;
use crate::support::secret::SecretBytes;

/// A text that may hold `${{ … }}`, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text with its references unresolved.
    pub raw: String,
    /// Where it is written.
    pub span: Span,
}

impl Text {
    /// The text, if nothing in it has to be filled in.
    pub fn literal(&self) -> Option<&str> {
        (!self.raw.contains("${{")).then_some(&self.raw)
    }

    /// The references in it.
    pub fn references(&self) -> Vec<Reference> {
        reference::find(&self.raw)
    }

    /// The text with its references filled in; see [`reference::substitute`].
    pub fn resolve(&self, resolver: impl FnMut(&Target) -> Answer) -> Result<SecretBytes, SubstituteError> {
        reference::substitute(&self.raw, resolver)
    }
}

/// A formation.
#[derive(Clone, Debug)]
pub struct Formation {
    /// Its id: `a-z`, digits and `-`.
    pub id: String,
    /// What it is for.
    pub description: Option<Text>,
    /// Its version, by custom `major.minor.patch`.
    pub version: Option<Text>,
    /// Who wrote it, where that is text.
    pub author: Option<Text>,
    /// Models and their keys.
    pub llm: Llm,
    /// The persona that answers.
    pub overlord: Overlord,
    /// Declared agents in the order of the file; a formation without any gets none here.
    pub agents: Vec<Agent>,
    /// What is remembered.
    pub memory: Memory,
    /// Where it listens, and its keys.
    pub server: Server,
    /// What answers look like, and what they may hold beside words.
    pub answers: Answers,
    /// Servers of tools, and what holds for calls.
    pub mcp: Mcp,
    /// How users' credentials are asked for.
    pub user_credentials: UserCredentials,
    /// The whole file with its includes in place.
    pub tree: Node,
}

/// `llm`.
#[derive(Clone, Debug, Default)]
pub struct Llm {
    /// Provider to key.
    pub api_keys: IndexMap<String, Text>,
    /// Alias to `provider/name`.
    pub aliases: IndexMap<String, Text>,
    /// For every model that has none of its own.
    pub settings: ModelSettings,
    /// Models in the order of the file.
    pub models: Vec<ModelSpec>,
}

impl Llm {
    /// The model for `capability`: the last one declared.
    pub fn model(&self, capability: Capability) -> Option<&ModelSpec> {
        self.models.iter().rev().find(|model| model.capability == capability)
    }

    /// What `name` is an alias of, else `name` itself.
    pub fn unalias<'a>(&'a self, name: &'a str) -> &'a str {
        self.aliases.get(name).map_or(name, |text| &text.raw)
    }
}

/// What a model is declared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Capability {
    /// Chat and text.
    Text,
    /// Images in.
    Vision,
    /// Sound in.
    Audio,
    /// Moving pictures in.
    Video,
    /// Documents in.
    Documents,
    /// Vectors out.
    Embedding,
    /// The answer's last wording, streamed.
    Streaming,
}

impl Capability {
    /// The capability of a key of a model.
    pub fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "text" => Self::Text,
            "vision" => Self::Vision,
            "audio" => Self::Audio,
            "video" => Self::Video,
            "documents" => Self::Documents,
            "embedding" => Self::Embedding,
            "streaming" => Self::Streaming,
            _ => return None,
        })
    }
}

/// One entry of `llm.models` or of an agent's `llm_models`.
#[derive(Clone, Debug)]
pub struct ModelSpec {
    /// What it is for.
    pub capability: Capability,
    /// `provider/name`, or an alias.
    pub model: Text,
    /// A key of its own, instead of the provider's.
    pub api_key: Option<Text>,
    /// Its own settings.
    pub settings: ModelSettings,
}

/// How a model is called; what is `None` comes from the level above, or from the provider.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModelSettings {
    /// 0 to 1.
    pub temperature: Option<f64>,
    /// Most tokens of an answer.
    pub max_tokens: Option<u64>,
    /// Seconds, above 0.
    pub timeout_seconds: Option<f64>,
    /// Tried when the model fails.
    pub fallback_model: Option<Text>,
    /// Tries after the first.
    pub max_retries: Option<u64>,
    /// The largest file for it, in MB: `max_size_mb`, for a vision model `image.max_size_mb`.
    pub max_size_mb: Option<f64>,
    /// The language that is spoken, for an audio model.
    pub language: Option<Text>,
    /// What it costs; only of one model, not of all.
    pub price: Option<SaidPrice>,
}

/// `price` of a model, in USD per million tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SaidPrice {
    /// Of the question.
    pub input: f64,
    /// Of the answer.
    pub output: f64,
    /// Of what comes from the provider's cache; as `input` where nothing is said.
    pub cached_input: Option<f64>,
}

/// `overlord`.
#[derive(Clone, Debug, Default)]
pub struct Overlord {
    /// Persona and rules for everything that is answered: `soul`, or the file that it names, or
    /// `SOUL.md`.
    pub soul: Option<Text>,
    /// `llm`: the model that plans.
    pub llm: OverlordLlm,
    /// `response.progress`: whether users are told what is being done; false where nothing is said.
    pub progress: bool,
    /// `workflow.enable_agent_affinity`: whether a session stays with an agent; true where nothing
    /// is said.
    pub affinity: bool,
    /// `workflow.auto_decomposition`: whether agents may give tasks away; true where nothing is said.
    pub delegation: bool,
    /// `caching.ttl`, in seconds; 0 where `caching.enabled` is false.
    pub caching_ttl: Option<f64>,
}

/// `overlord.llm`.
#[derive(Clone, Debug, Default)]
pub struct OverlordLlm {
    /// `provider/name`, or an alias; else the formation's text model.
    pub model: Option<Text>,
    /// A key of its own, instead of the provider's.
    pub api_key: Option<Text>,
    /// Its own settings.
    pub settings: ModelSettings,
}

/// One agent.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Its id, unique in the formation.
    pub id: String,
    /// Its name for people.
    pub name: Text,
    /// What it is for.
    pub description: Option<Text>,
    /// Its role in a team.
    pub role: Option<Text>,
    /// Whether it takes part; true where nothing is said.
    pub active: bool,
    /// Whether it answers when nothing points to another.
    pub default: bool,
    /// What it is best at: `specialties` and `specialization`.
    pub specialties: Vec<String>,
    /// `soul`, or the file that it names: before `system_message`.
    pub soul: Option<Text>,
    /// What its model is told first.
    pub system_message: Option<Text>,
    /// Its own models, before the formation's.
    pub llm_models: Vec<ModelSpec>,
    /// The servers whose tools it may use: these; all shared ones where it does not say.
    pub servers: Option<Vec<ServerUse>>,
    /// `runner: command`: the program that answers in the place of a model.
    pub program: Option<Box<AgentProgram>>,
    /// Where its id is written.
    pub span: Span,
    /// Everything that it declares.
    pub tree: Node,
}

/// The program of an agent.
#[derive(Clone, Debug)]
pub struct AgentProgram {
    /// What is started, and what its walls let through.
    pub command: McpCommand,
    /// How long a turn may take, in seconds.
    pub timeout_seconds: Option<f64>,
}

/// `memory`.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// The last messages of a session.
    pub buffer: Buffer,
}

/// `memory.buffer`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Buffer {
    /// Messages that a turn sees.
    pub size: Option<u64>,
    /// How many times `size` is kept.
    pub multiplier: Option<u64>,
}

/// `server`.
#[derive(Clone, Debug, Default)]
pub struct Server {
    /// Host to listen on.
    pub host: Option<Text>,
    /// Port to listen on, above 0.
    pub port: Option<u16>,
    /// Key for administration.
    pub admin_key: Option<Text>,
    /// Key for use.
    pub client_key: Option<Text>,
}

/// `user_credentials`.
#[derive(Clone, Debug, Default)]
pub struct UserCredentials {
    /// How a missing credential is asked for.
    pub mode: CredentialMode,
    /// Said in mode `redirect`.
    pub redirect_message: Option<Text>,
}

/// `user_credentials.mode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CredentialMode {
    /// The user is sent elsewhere.
    #[default]
    Redirect,
    /// The user is asked in the chat.
    Dynamic,
}
