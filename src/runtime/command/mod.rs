//! Agents that are command-line programs. One is started behind its walls for each turn: the question goes to its
//! standard input, what it writes is the answer.

mod complaints;
mod run;
mod tape;
mod terminal;
mod told;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio::time::timeout;

use super::lives::Log;
use super::llm::cassette::Cassette;
use super::llm::{Answer, Embeddings, MAX_ANSWER, ModelError, Pieces, Provider, Request, Sound, Transcript};
use super::mcp::{McpError, McpPlace, Program, plan_of};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;
use crate::support::walls::Plan;

pub use terminal::CommandTerminal;
pub use told::Told;

/// The terminal that is in a window of tmux, to programs.
const TERM: &str = "screen-256color";

/// What the program of an agent is run with.
pub struct CommandSettings {
    /// The agent's id.
    pub agent: String,
    /// Its program, or why it cannot be used.
    pub program: Result<Program, McpError>,
    /// Where it runs.
    pub place: McpPlace,
    /// How long a turn may take.
    pub timeout: Duration,
    /// What it reads.
    pub told: Told,
    /// Its terminal, where it has one.
    pub terminal: Option<CommandTerminal>,
    /// Where its answers are kept, or come from: then it is not started.
    pub cassette: Option<Cassette>,
    /// The time.
    pub clock: Clock,
    /// Live secret values.
    pub redactor: Redactor,
}

/// The program of an agent. Clones are handles to the same one.
#[derive(Clone)]
pub struct CommandAgent(Arc<Inner>);

struct Inner {
    settings: CommandSettings,
    log: Arc<Log>,
    runs: watch::Sender<Runs>,
    /// Held while a run is planned: what one empties, another one must not have begun to fill.
    planning: Mutex<()>,
    /// Processes that could not be ended.
    left: watch::Sender<u32>,
}

/// The runs that there are.
#[derive(Default)]
struct Runs {
    /// How many, with those that are only planned yet.
    now: usize,
    /// The processes that lead them.
    processes: Vec<u32>,
}

/// One run, which counts until this is dropped.
struct Counted {
    agent: CommandAgent,
    process: Option<u32>,
}

impl Counted {
    /// Counts another run; whether it is the only one.
    fn new(agent: &CommandAgent) -> (Self, bool) {
        let mut alone = false;
        agent.0.runs.send_modify(|runs| {
            alone = runs.now == 0;
            runs.now += 1;
        });
        (Self { agent: agent.clone(), process: None }, alone)
    }

    /// It is led by this process.
    fn led_by(&mut self, process: u32) {
        self.process = Some(process);
        self.agent.0.runs.send_modify(|runs| runs.processes.push(process));
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.agent.0.runs.send_modify(|runs| {
            runs.now -= 1;
            runs.processes.retain(|other| Some(*other) != self.process);
        });
    }
}

impl CommandAgent {
    /// A program; nothing is started yet.
    pub fn new(mut settings: CommandSettings) -> Self {
        // Its private home is beside those of servers, whose ids may be the same.
        settings.place.state = settings.place.state.join("agents");
        if let (Some(_), Ok(program)) = (&settings.terminal, &mut settings.program) {
            program.surroundings.push(("TERM".to_owned(), TERM.into()));
        }
        Self(Arc::new(Inner {
            settings,
            log: Arc::default(),
            runs: watch::Sender::default(),
            planning: Mutex::default(),
            left: watch::Sender::new(0),
        }))
    }

    /// What it did last, with what its program complained.
    pub fn log(&self) -> &Arc<Log> {
        &self.0.log
    }

    /// Its terminal, where it has one.
    pub fn terminal(&self) -> Option<&CommandTerminal> {
        self.0.settings.terminal.as_ref()
    }

    /// The processes that lead its runs now.
    pub fn processes(&self) -> Vec<u32> {
        self.0.runs.borrow().processes.clone()
    }

    /// Waits until none runs, at most `within`; how many processes are left.
    pub async fn gone(&self, within: Duration) -> u32 {
        let mut runs = self.0.runs.subscribe();
        drop(timeout(within, runs.wait_for(|runs| runs.now == 0)).await);
        let running = u32::try_from(self.0.runs.borrow().now).unwrap_or(u32::MAX);
        running.saturating_add(*self.0.left.borrow())
    }

    /// A run and its walls, judged anew for each: what it made in the run before must not become a way through
    /// them. It looks at many files, so it is not for a thread of the runtime.
    fn plan(&self) -> Result<(Counted, Plan), ModelError> {
        let settings = &self.0.settings;
        let program = settings.program.as_ref().map_err(|error| self.fault(error))?;
        let _planning = self.0.planning.lock().unwrap_or_else(PoisonError::into_inner);
        let (counted, alone) = Counted::new(self);
        let plan =
            plan_of(&settings.agent, program, &settings.place, alone).map_err(|error| self.fault(&error))?;
        Ok((counted, plan))
    }

    fn fault(&self, error: &McpError) -> ModelError {
        self.failed(&error.to_string(), String::new(), error.hint())
    }

    /// Why there is no answer. `stderr` is redacted.
    fn failed(&self, how: &str, stderr: String, hint: Option<String>) -> ModelError {
        let how = self.0.settings.redactor.redact(how).into_owned();
        ModelError::Program { agent: self.0.settings.agent.clone(), how, stderr, hint }
    }

    fn unsupported(&self, what: &str) -> ModelError {
        let provider = format!("the program of the agent {}", self.0.settings.agent);
        ModelError::Unsupported { provider, what: what.to_owned() }
    }

    async fn begin(&self, request: &Request) -> Result<Pieces, ModelError> {
        let (told, asked) = self.told(request)?;
        let Self(inner) = self;
        let (agent, redactor) = (&inner.settings.agent, &inner.settings.redactor);
        match &inner.settings.cassette {
            None => run::start(self, told).await,
            Some(Cassette::Replay(player)) => {
                Ok(tape::played(agent, player.run_told(agent, asked, redactor)?))
            }
            Some(Cassette::Record(recorder)) => {
                let kept = recorder.run(agent, asked, redactor)?;
                tape::kept(run::start(self, told).await, kept)
            }
        }
    }
}

impl Provider for CommandAgent {
    fn complete<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answer, ModelError>> {
        Box::pin(async move {
            let mut pieces = self.begin(request).await?;
            let mut answer = Answer::default();
            while let Some(piece) = pieces.next().await {
                let piece = piece?;
                piece.texts.iter().for_each(|text| answer.text.push_str(text));
                if answer.text.len() > MAX_ANSWER {
                    let provider = format!("the program of the agent {}", self.0.settings.agent);
                    return Err(ModelError::Endless { provider, bytes: MAX_ANSWER });
                }
                if let Some(finish) = piece.finish {
                    answer.finish = finish;
                }
            }
            Ok(answer)
        })
    }

    fn stream<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Pieces, ModelError>> {
        Box::pin(self.begin(request))
    }

    fn embed<'a>(&'a self, _: &'a str, _: &'a [String]) -> BoxFuture<'a, Result<Embeddings, ModelError>> {
        Box::pin(std::future::ready(Err(self.unsupported("vectors of texts"))))
    }

    fn transcribe<'a>(&'a self, _: &'a Sound) -> BoxFuture<'a, Result<Transcript, ModelError>> {
        Box::pin(std::future::ready(Err(self.unsupported("writing down recordings"))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::walls::{Limits, Network};

    fn agent(root: &std::path::Path) -> CommandAgent {
        let program = Program {
            command: "sh".to_owned(),
            args: Vec::new(),
            directory: root.join("formation"),
            own_directory: false,
            surroundings: Vec::new(),
            environment: Vec::new(),
            directories: Vec::new(),
            network: Network::Open,
            unix_sockets: false,
            limits: Limits::default(),
            installs: false,
        };
        CommandAgent::new(CommandSettings {
            agent: "tool".to_owned(),
            program: Ok(program),
            place: McpPlace {
                launcher: "/proc/self/exe".into(),
                formation: root.join("formation"),
                hidden: Vec::new(),
                declared: Vec::new(),
                state: root.join("state"),
                home: None,
                environment: Vec::new(),
                vault: None,
            },
            timeout: Duration::from_secs(1),
            told: Told::Question,
            terminal: None,
            cassette: None,
            clock: Clock::default(),
            redactor: Redactor::default(),
        })
    }

    #[test]
    fn what_a_run_put_into_the_temporary_directory_stays_while_another_one_is_planned() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        std::fs::create_dir(root.join("formation")).unwrap();
        let agent = agent(&root);
        let first = agent.plan().unwrap();
        let its = root.join("state/agents/tools/tool/tmp/its");
        std::fs::create_dir(&its).unwrap();
        let second = agent.plan().unwrap();
        assert!(its.exists());
        drop((first, second));
        drop(agent.plan().unwrap());
        assert!(!its.exists());
    }
}
