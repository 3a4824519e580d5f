//! A formation that has passed its checks, as types.
//!
//! Only what is read at run time has a field of its own; everything else is in [`Formation::tree`].

use std::path::PathBuf;

use indexmap::IndexMap;

pub use super::answers::{AnswerWord, Answers, Clarification, QuestionStyle};
pub use super::logging::{LogAuth, LogStream, Logging};
pub use super::oauth::OauthClient;
use super::reference::{self, Answer, Reference, SubstituteError, Target};
use super::source::Span;
pub use super::tools::{
    Mcp, McpAuth, McpCommand, McpOAuth, McpServer, McpTransport, McpWatch, Parameter, PolicyRule, ServerUse,
    ToolFilter, ToolLimits, ToolPolicy, Verb, WallSettings, asks_a_daemon,
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
    /// What is logged, and where to.
    pub logging: Logging,
    /// Every file that it is made of, links followed.
    pub files: Vec<PathBuf>,
    /// The whole file with its includes in place.
    pub tree: Node,
}

impl Formation {
    /// The servers whose tools the agent of this id may call, each with its own filter: those that it names, else all
    /// shared ones, as for an agent that nobody declares. A program has none.
    pub fn servers_of(&self, agent: &str) -> Vec<(&McpServer, ToolFilter)> {
        let servers = &self.mcp.servers;
        let agent = self.agents.iter().find(|declared| declared.active && declared.id == agent);
        if agent.is_some_and(|agent| agent.program.is_some()) {
            return Vec::new();
        }
        let Some(named) = agent.and_then(|agent| agent.servers.as_ref()) else {
            let shared = servers.iter().filter(|server| server.shared);
            return shared.map(|server| (server, ToolFilter::default())).collect();
        };
        let find = |used: &ServerUse| servers.iter().find(|server| server.id == used.id);
        named.iter().filter_map(|used| Some((find(used)?, used.tools.clone()))).collect()
    }
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
    /// `llm.max_extraction_tokens`: the longest answer to what of a message is to be remembered.
    pub max_extraction_tokens: Option<u64>,
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
    /// `input: json`: it reads an object, and not the question alone.
    pub json_input: bool,
    /// Whether it has a terminal in tmux.
    pub tmux: bool,
}

/// `memory`.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// The last messages of a session.
    pub buffer: Buffer,
    /// What left the buffer and is found again, where that is wanted.
    pub working: Option<Working>,
    /// What is kept of users.
    pub persistent: Persistent,
    /// The model that turns memories into vectors, where it is not the one of `llm.models`.
    pub embedding: Option<Text>,
    /// How long sessions are made shorter.
    pub compaction: Compaction,
    /// What is left out of long conversations, where the formation says.
    pub pruning: Option<Pruning>,
    /// What programs elsewhere may deliver.
    pub distillery: Distillery,
    /// The most characters of one memory (`input_limits.max_memory_entry_size`).
    pub longest: Option<u64>,
}

/// `memory.distillery`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distillery {
    /// Whether anything is taken from them; true where nothing is said.
    pub enabled: bool,
    /// `default_trust_level: verified`.
    pub verified: bool,
    /// How many events at once.
    pub default_max_batch_size: Option<u64>,
    /// How many events in a day.
    pub default_max_events_per_day: Option<u64>,
    /// How old a signature may be.
    pub signature_max_age_seconds: Option<u64>,
}

impl Default for Distillery {
    fn default() -> Self {
        Self {
            enabled: true,
            verified: false,
            default_max_batch_size: None,
            default_max_events_per_day: None,
            signature_max_age_seconds: None,
        }
    }
}

/// `memory.compaction`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compaction {
    /// Whether long sessions are made shorter; true where nothing is said.
    pub enabled: bool,
    /// Whether what matters is kept before.
    pub flush_enabled: bool,
    /// How full the model's view is before that happens: above 0, at most 1.
    pub flush_threshold: Option<f64>,
}

impl Default for Compaction {
    fn default() -> Self {
        Self { enabled: true, flush_enabled: false, flush_threshold: None }
    }
}

/// `memory.pruning`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pruning {
    /// When something is left out.
    pub mode: PruningMode,
    /// `strategy: hard_clear`: nothing stays of it.
    pub clears: bool,
    /// How many of the last answers of tools stay whole.
    pub keep_last_n_tool_results: Option<u64>,
    /// How long a conversation rests before, for `cache-ttl`, in seconds.
    pub cache_ttl_seconds: Option<f64>,
    /// How many characters are long.
    pub soft_trim_max_chars: Option<u64>,
}

/// `memory.pruning.mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PruningMode {
    /// Nothing is left out.
    Never,
    /// With each question.
    Always,
    /// When the conversation has rested.
    CacheTtl,
}

/// `memory.persistent`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Persistent {
    /// Whether anything is kept; true where nothing is said.
    pub enabled: bool,
    /// How long a look may take.
    pub query_timeout_seconds: Option<f64>,
    /// `user_synopsis`, where it is wanted.
    pub synopsis: Option<UserSynopsis>,
}

/// `memory.persistent.user_synopsis`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UserSynopsis {
    /// How long it counts, in seconds.
    pub cache_ttl: Option<f64>,
}

impl Default for Persistent {
    fn default() -> Self {
        Self { enabled: true, query_timeout_seconds: None, synopsis: None }
    }
}

/// `memory.buffer`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Buffer {
    /// Messages that a turn sees.
    pub size: Option<u64>,
    /// How many times `size` is kept.
    pub multiplier: Option<u64>,
}

/// `memory.working`, or `memory.buffer.vector_search` alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Working {
    /// How much memory it may take, in MB; nothing for `auto`.
    pub max_memory_mb: Option<u64>,
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
#[derive(Clone, Debug)]
pub struct UserCredentials {
    /// How a missing credential is asked for.
    pub mode: CredentialMode,
    /// Said in mode `redirect`.
    pub redirect_message: Option<Text>,
    /// How they are sealed.
    pub encryption: Encryption,
    /// `user_credentials.oauth`: how users log in, by the name of the service as it is written.
    pub oauth: IndexMap<String, OauthClient>,
    /// Whether the chat takes them over HTTPS only; loopback counts as that.
    pub require_https: bool,
    /// How long a connection that was opened with one is held ready, in minutes.
    pub ttl_minutes: u64,
    /// How many wrong ones a user may give in the chat before it is locked for a while.
    pub max_attempts: u32,
}

impl Default for UserCredentials {
    fn default() -> Self {
        Self {
            mode: CredentialMode::default(),
            redirect_message: None,
            encryption: Encryption::default(),
            oauth: IndexMap::new(),
            require_https: true,
            ttl_minutes: 60,
            max_attempts: 3,
        }
    }
}

/// `user_credentials.encryption`.
#[derive(Clone, Debug)]
pub struct Encryption {
    /// What the master keys are wrapped by, in the place of the formation's root key.
    pub key: Option<Text>,
    /// What is mixed into users' keys; [`Encryption::SALT`] unless it says.
    pub salt: Option<Text>,
    /// Rounds of PBKDF2 for a user's key.
    pub rounds: u32,
}

impl Default for Encryption {
    fn default() -> Self {
        Self { key: None, salt: None, rounds: 100_000 }
    }
}

impl Encryption {
    /// What is mixed into users' keys where the formation does not say.
    pub const SALT: &str = "muxi-user-credentials-salt-v1";
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
