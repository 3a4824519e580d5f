//! From a checked formation to the parts of a runtime: models with their keys, agents with their
//! instructions, in the order in which they are asked.

mod agents;
mod answers;
mod credentials;
mod error;
mod levels;
mod media;
mod memory;
mod models;
mod own;
mod remember;
mod servers;
mod tools;
mod values;

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use super::credentials::Keeper;
use super::llm::HttpClient;
use super::llm::cassette::Cassette;
use super::logs::Logs;
use super::mcp::{McpObserver, McpPlace};
use super::store::Store;
use super::{FormationInfo, Observer, Parts, working};
use crate::formation::model::{Formation, Text};
use crate::formation::reference::{Answer, Target};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;
use crate::support::terminals::Terminals;

pub use credentials::rules as credential_rules;
pub use error::AssembleError;
pub use servers::{ServerSurroundings, servers};

/// The deployed runtime's defaults for `memory.buffer`.
const BUFFER_SIZE: u64 = 10;
const BUFFER_MULTIPLIER: u64 = 10;
/// The most messages of a session that are read for one turn.
const MAX_HISTORY: u64 = 1000;

/// What a formation is put into.
pub struct Surroundings<'a> {
    /// Answers what `${{ … }}` stands for.
    pub resolve: &'a dyn Fn(&Target) -> Answer,
    /// The base URL that the environment sets through the variable of this name.
    pub base_url: &'a dyn Fn(&str) -> Option<String>,
    /// Where sessions are kept.
    pub store: Arc<dyn Store>,
    /// What users bring of their own; none where a recording is played.
    pub credentials: Option<Arc<Keeper>>,
    /// The time.
    pub clock: Clock,
    /// Live secret values.
    pub redactor: Redactor,
    /// Who hears what turns say.
    pub observer: Observer,
    /// Whether the observer hears of steps too.
    pub trace: bool,
    /// Who records what was done, if anybody does.
    pub audit: Option<crate::audit::Recorder>,
    /// Where records of what happens go.
    pub logs: Logs,
    /// Where model traffic is kept or comes from.
    pub cassette: Option<Cassette>,
    /// Where servers of tools run.
    pub mcp: McpSurroundings,
}

/// Where servers of tools run, and who hears of them.
pub struct McpSurroundings {
    /// Directories, and what every program gets.
    pub place: McpPlace,
    /// Who hears what happens to them.
    pub observer: McpObserver,
}

/// The parts of a runtime for `formation`.
pub fn assemble(formation: &Formation, surroundings: Surroundings<'_>) -> Result<Parts, AssembleError> {
    let assembler = Assembler {
        formation,
        surroundings: &surroundings,
        client: HttpClient::default(),
        breakers: RefCell::default(),
        terminals: OnceCell::new(),
    };
    let (mut agents, declared) = assembler.agents()?;
    let overlord = assembler.overlord(&mut agents, declared)?;
    let tools = assembler.answer_tools();
    let servers = assembler.servers();
    let rules = assembler.tool_rules(&servers);
    for agent in agents.iter_mut().filter(|agent| agent.program.is_none()) {
        let reach = assembler.reach(&agent.id, &rules.servers);
        agent.tools = agent.tools.with(&tools).reaching(reach);
    }
    let models = assembler.models();
    let remember = assembler.remember();
    let memory = assembler.memory(&models);
    let compaction = assembler.compaction();
    let breakers = assembler.breakers.take().into_iter().map(|shared| shared.breaker).collect();
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
        models,
        breakers,
        audio: assembler.audio()?,
        files: assembler.file_limits(),
        overlord,
        servers,
        history: u32::try_from(history.min(MAX_HISTORY)).expect("at most MAX_HISTORY"),
        remember,
        compaction,
        working: formation.memory.working.map(|said| working::Settings::of(said.max_memory_mb)),
        pruning: remember::pruning(formation.memory.pruning.as_ref()),
        rules: answers::rules(&formation.answers),
        tools: rules,
        memory,
        credentials: surroundings.credentials,
        credential_rules: credentials::rules(formation),
        store: surroundings.store,
        clock: surroundings.clock,
        redactor: surroundings.redactor,
        observer: surroundings.observer,
        trace: surroundings.trace,
        audit: surroundings.audit,
        logs: surroundings.logs,
    })
}

struct Assembler<'a> {
    formation: &'a Formation,
    surroundings: &'a Surroundings<'a>,
    client: HttpClient,
    breakers: RefCell<Vec<models::Shared>>,
    /// Of agents that are programs and have one.
    terminals: OnceCell<Terminals>,
}

impl Assembler<'_> {
    fn values(&self) -> values::Values<'_> {
        values::Values { resolve: self.surroundings.resolve, replays: self.replays() }
    }

    fn value(&self, text: &Text, place: &str) -> Result<SecretBytes, AssembleError> {
        self.values().value(text, place)
    }

    fn replays(&self) -> bool {
        self.surroundings.cassette.as_ref().is_some_and(Cassette::is_replay)
    }

    fn text(&self, text: &Text, place: &str) -> Result<String, AssembleError> {
        self.values().text(text, place)
    }
}
