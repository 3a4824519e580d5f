//! A running formation: agents, models, sessions, and the Formation API over them. This room
//! never prints and never reads the environment; what an operator should see goes to an observer.

pub mod approvals;
pub mod artifacts;
pub mod assemble;
mod clean;
pub mod command;
pub mod credentials;
mod distilled;
pub mod distilleries;
pub mod egress;
pub mod files;
pub mod format;
pub mod http;
pub mod id;
mod idempotency;
mod inline;
pub mod lives;
pub mod llm;
pub mod logs;
pub mod mcp;
pub mod mcp_server;
pub mod memory;
pub mod overlord;
pub mod principal;
pub mod remember;
pub mod requests;
pub mod static_vectors;
pub mod stop;
pub mod store;
pub mod tools;
pub mod trial;
pub mod turn;
mod users;
pub mod working;

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::watch;

use crate::audit::Recorder;
use crate::support::clock::Clock;
use crate::support::redact::Redactor;
use files::FileLimits;
use llm::{Breaker, Model, Models, Totals};
use principal::Principal;
use requests::Requests;
use stop::Stop;
use store::{HistoryLimit, Session, Store, StoreError, StoredMessage};
use turn::{TurnEvent, TurnInfo};

/// The agent that answers when a formation declares none.
pub const GENERALIST: &str = "muxi-generalist";

/// What is told of a formation.
#[derive(Clone, Debug, Default)]
pub struct FormationInfo {
    /// Its id.
    pub id: String,
    /// Its description; empty where there is none.
    pub description: String,
    /// Its version, if it has one.
    pub version: Option<String>,
}

/// An agent, ready to answer.
#[derive(Clone)]
pub struct Agent {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its role, if it has one.
    pub role: Option<String>,
    /// What it is best at.
    pub specialties: Vec<String>,
    /// Its instructions as they are written, references unresolved: for showing.
    pub instructions: String,
    /// What the model is told first, references resolved: never shown.
    pub system_prompt: String,
    /// Who answers for it.
    pub model: Model,
    /// What its model may call.
    pub tools: tools::Toolbox,
    /// The program that answers in the place of a model.
    pub program: Option<command::CommandAgent>,
}

/// A model that writes recordings down.
#[derive(Clone)]
pub struct Audio {
    /// Who listens.
    pub model: Model,
    /// The language that is spoken (ISO 639-1), where the formation says.
    pub language: Option<String>,
}

/// Hears what every turn says; called from many threads, and must not wait.
pub type Observer = Arc<dyn Fn(&TurnInfo, &TurnEvent) + Send + Sync>;

/// Everything that a runtime is made of.
pub struct Parts {
    /// What is told of the formation.
    pub formation: FormationInfo,
    /// The agents, the one that answers by default first. Never empty.
    pub agents: Vec<Agent>,
    /// The models that are asked for something else than an agent's answers.
    pub models: Models,
    /// The breakers of all endpoints.
    pub breakers: Vec<Arc<Breaker>>,
    /// Who chooses among them.
    pub overlord: overlord::Overlord,
    /// Who writes recordings down, if anybody does.
    pub audio: Option<Audio>,
    /// The servers of tools.
    pub servers: mcp::Servers,
    /// How large files may be.
    pub files: FileLimits,
    /// How many of a session's last messages go to the model with each turn.
    pub history: u32,
    /// How users are remembered, if they are.
    pub remember: Option<remember::Settings>,
    /// How long sessions are made shorter, if they are.
    pub compaction: Option<remember::Compaction>,
    /// How what left the view of a session is found again, if it is.
    pub working: Option<working::Settings>,
    /// What is left out of long conversations, if anything is.
    pub pruning: Option<turn::Pruning>,
    /// What holds for all answers.
    pub rules: overlord::Rules,
    /// What holds for calls of tools, and the servers that have them.
    pub tools: tools::Rules,
    /// What is remembered of users.
    pub memory: memory::Rules,
    /// What users bring of their own; none where a recording is played.
    pub credentials: Option<Arc<credentials::Keeper>>,
    /// What holds for that.
    pub credential_rules: credentials::Rules,
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
    /// Who records what was done, if anybody does.
    pub audit: Option<Recorder>,
    /// Where records of what happens go.
    pub logs: logs::Logs,
}

/// A running formation. Clones are handles to the same one.
#[derive(Clone)]
pub struct Runtime {
    core: Arc<Core>,
}

struct Core {
    parts: Parts,
    stop: Stop,
    requests: Arc<Requests>,
    approvals: Arc<approvals::Approvals>,
    inline: inline::Inline<turn::Paused>,
    remembering: remember::Queue,
    patience: remember::Bell,
    memory: Arc<memory::Keeper>,
    working: Option<Arc<working::Working>>,
    /// In the order of the agents.
    lives: Vec<Arc<lives::Life>>,
    started_at: u64,
    turns: AtomicU64,
    totals: Totals,
    active: watch::Sender<u64>,
    /// How many changes are under way whose end has to be recorded.
    changes: watch::Sender<u64>,
}

/// Counts as a change under way until it is dropped, by a panic too.
struct Changing(watch::Sender<u64>);

impl Drop for Changing {
    fn drop(&mut self) {
        self.0.send_modify(|changes| *changes -= 1);
    }
}

impl Core {
    /// A change begins whose end has to be recorded, whatever its client does.
    fn changing(&self) -> Changing {
        self.changes.send_modify(|changes| *changes += 1);
        Changing(self.changes.clone())
    }
}

/// Numbers of a running formation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats {
    /// When it started, in milliseconds since the Unix epoch.
    pub started_at: u64,
    /// How long it has run, in seconds.
    pub uptime_seconds: u64,
    /// Turns since the start.
    pub turns: u64,
    /// Turns now under way.
    pub active: u64,
}

impl Runtime {
    /// Starts to answer.
    pub fn new(parts: Parts) -> Self {
        debug_assert!(!parts.agents.is_empty(), "assemble adds the generalist");
        let started_at = parts.clock.now_millis();
        let log = |agent: &Agent| agent.program.as_ref().map(|program| Arc::clone(program.log()));
        let lives = parts.agents.iter().map(|agent| lives::Life::new(log(agent))).collect();
        let (rules, store) = (parts.memory.clone(), Arc::clone(&parts.store));
        let memory = memory::Keeper::new(rules, store, parts.clock.clone(), parts.redactor.clone());
        let view = HistoryLimit { messages: parts.history, bytes: turn::HISTORY_BYTES };
        let working = parts.working.map(|settings| {
            working::Working::new(settings, view, Arc::clone(&parts.store), Arc::clone(&memory))
        });
        let core = Core {
            parts,
            stop: Stop::default(),
            requests: Arc::default(),
            approvals: Arc::default(),
            inline: inline::Inline::default(),
            remembering: remember::Queue::default(),
            patience: remember::Bell::default(),
            memory,
            working,
            lives,
            started_at,
            turns: AtomicU64::new(0),
            totals: Totals::default(),
            active: watch::Sender::new(0),
            changes: watch::Sender::new(0),
        };
        Self { core: Arc::new(core) }
    }

    /// What is told of the formation.
    pub fn formation(&self) -> &FormationInfo {
        &self.core.parts.formation
    }

    /// The agents, the default one first.
    pub fn agents(&self) -> &[Agent] {
        &self.core.parts.agents
    }

    /// Whether recordings can be written down.
    pub fn listens(&self) -> bool {
        self.core.parts.audio.is_some()
    }

    /// How large files may be.
    pub fn file_limits(&self) -> FileLimits {
        self.core.parts.files
    }

    /// What holds for all answers.
    pub fn rules(&self) -> &overlord::Rules {
        &self.core.parts.rules
    }

    /// What holds for calls of tools, and the servers that have them.
    pub fn tools(&self) -> &tools::Rules {
        &self.core.parts.tools
    }

    /// The servers of tools, as whoever runs the formation sees them.
    pub fn desk(&self) -> tools::Desk<'_> {
        tools::Desk::new(&self.tools().policy, &self.tools().servers)
    }

    /// Where sessions and files are kept.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.core.parts.store
    }

    /// How many of a session's last messages go to the model with each turn.
    pub fn remembered_messages(&self) -> u32 {
        self.core.parts.history
    }

    /// Who records what was done, if anybody does.
    pub fn audit(&self) -> Option<&Recorder> {
        self.core.parts.audit.as_ref()
    }

    /// What is remembered of users.
    pub fn memory(&self) -> &Arc<memory::Keeper> {
        &self.core.memory
    }

    /// What users bring of their own; none where a recording is played.
    pub fn credentials(&self) -> Option<&Arc<credentials::Keeper>> {
        self.core.parts.credentials.as_ref()
    }

    /// What holds for users' credentials, and which servers need them.
    pub fn credential_rules(&self) -> &credentials::Rules {
        &self.core.parts.credential_rules
    }

    /// How long no more credentials of the user are taken for a service, in milliseconds, as too many were wrong; 0 where they
    /// are.
    pub fn credentials_locked(&self, who: &Principal, service: &crate::credentials::Service) -> u64 {
        self.core.inline.locked(who, service, self.clock().now_millis())
    }

    /// How what left the view of a session is found again, if it is.
    pub fn working(&self) -> Option<&Arc<working::Working>> {
        self.core.working.as_ref()
    }

    /// Lets no earlier message go to the model any more: of everybody, of one user, or of one session of the user. In how
    /// many sessions there were any.
    pub async fn clear_buffers(
        &self,
        who: Option<&Principal>,
        session_id: Option<&str>,
    ) -> Result<u64, StoreError> {
        let cleared = self.store().clear_buffers(who, session_id).await?;
        self.let_go(who, session_id);
        Ok(cleared)
    }

    /// Nothing is found again any more of what left the view of these sessions.
    fn let_go(&self, who: Option<&Principal>, session_id: Option<&str>) {
        if let Some(working) = self.working() {
            working.forget(who, session_id);
        }
        // A turn that waits for its user has what was said before it.
        self.core.inline.let_go(who, session_id);
    }

    /// Live secret values.
    pub fn redactor(&self) -> &Redactor {
        &self.core.parts.redactor
    }

    /// Who chooses among them.
    pub fn overlord(&self) -> &overlord::Overlord {
        &self.core.parts.overlord
    }

    /// The servers of tools.
    pub fn servers(&self) -> &mcp::Servers {
        &self.core.parts.servers
    }

    /// The time, as the runtime sees it.
    pub fn clock(&self) -> &Clock {
        &self.core.parts.clock
    }

    /// Where records of what happens go.
    pub fn logs(&self) -> &logs::Logs {
        &self.core.parts.logs
    }

    /// How to end it.
    pub fn stopping(&self) -> &Stop {
        &self.core.stop
    }

    /// Returns when no turn is under way.
    pub async fn idle(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        drop(self.core.active.subscribe().wait_for(|active| *active == 0).await);
    }

    /// A change begins whose end has to be recorded, whatever its client does.
    fn changing(&self) -> Changing {
        self.core.changing()
    }

    /// Returns when no change is under way, nor work on memories that one began, or after `most`; how many changes are.
    pub async fn changed(&self, most: Duration) -> u64 {
        let mut changes = self.core.changes.subscribe();
        let all = async {
            drop(changes.wait_for(|changes| *changes == 0).await);
            self.memory().worked_off().await;
        };
        drop(tokio::time::timeout(most, all).await);
        *self.core.changes.borrow()
    }

    /// Returns when no user's tokens are being renewed, or after `most`: what a service gives for one, it gives once.
    pub async fn renewed(&self, most: Duration) {
        if let Some(keeper) = self.credentials() {
            keeper.settled(most).await;
        }
    }

    /// Returns when all that was said is remembered, or after `most`.
    pub async fn settled(&self, most: Duration) {
        drop(tokio::time::timeout(most, self.core.remembering.settled()).await);
    }

    /// Its numbers.
    pub fn stats(&self) -> Stats {
        let now = self.clock().now_millis();
        Stats {
            started_at: self.core.started_at,
            uptime_seconds: now.saturating_sub(self.core.started_at) / 1000,
            turns: self.core.turns.load(Ordering::Relaxed),
            active: *self.core.active.borrow(),
        }
    }

    /// What its models have counted and taken since the start.
    pub fn totals(&self) -> &Totals {
        &self.core.totals
    }

    /// The endpoints that its models are asked at, and whether they are left alone now.
    pub fn breakers(&self) -> &[Arc<Breaker>] {
        &self.core.parts.breakers
    }

    /// The models that are asked for something else than an agent's answers.
    pub fn models(&self) -> &Models {
        &self.core.parts.models
    }

    /// The user's sessions touched at or after `since` (milliseconds), the latest first.
    pub async fn sessions(
        &self,
        who: &Principal,
        limit: u32,
        since: u64,
    ) -> Result<Vec<Session>, StoreError> {
        self.core.parts.store.sessions(who, limit, since).await
    }

    /// One session of the user.
    pub async fn session(&self, who: &Principal, id: &str) -> Result<Option<Session>, StoreError> {
        self.core.parts.store.session(who, id).await
    }

    /// The last messages of one session of the user, oldest first.
    pub async fn messages(
        &self,
        who: &Principal,
        session_id: &str,
        limit: u32,
        before: Option<i64>,
    ) -> Result<Vec<StoredMessage>, StoreError> {
        let mut messages = self.core.parts.store.messages(who, session_id, limit, before).await?;
        // What was kept before a value became a secret.
        for message in &mut messages {
            if let Cow::Owned(clean) = self.core.parts.redactor.redact(&message.content) {
                message.content = clean;
            }
        }
        Ok(messages)
    }
}
