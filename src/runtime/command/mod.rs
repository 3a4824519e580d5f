//! Agents that are command-line programs. One is started behind its walls for each turn: the question goes to its
//! standard input, what it writes is the answer.

mod complaints;
mod run;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio::time::timeout;

use super::lives::Log;
use super::llm::{
    Answer, Embeddings, MAX_ANSWER, Message, ModelError, Part, Pieces, Provider, Request, Role, Sound,
    Transcript,
};
use super::mcp::{McpError, McpPlace, Program, plan_of};
use crate::support::clock::Clock;
use crate::support::redact::Redactor;
use crate::support::walls::Plan;

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
    /// A recording is played: it is not started.
    pub replays: bool,
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
    launcher: PathBuf,
    log: Arc<Log>,
    /// The processes that lead its runs.
    running: watch::Sender<Vec<u32>>,
    /// Processes that could not be ended.
    left: watch::Sender<u32>,
}

impl CommandAgent {
    /// A program; nothing is started yet.
    pub fn new(mut settings: CommandSettings) -> Self {
        let launcher = settings.place.launcher.clone();
        // Its private home is beside those of servers, whose ids may be the same.
        settings.place.state = settings.place.state.join("agents");
        Self(Arc::new(Inner {
            launcher,
            settings,
            log: Arc::default(),
            running: watch::Sender::new(Vec::new()),
            left: watch::Sender::new(0),
        }))
    }

    /// What it did last, with what its program complained.
    pub fn log(&self) -> &Arc<Log> {
        &self.0.log
    }

    /// The processes that lead its runs now.
    pub fn processes(&self) -> Vec<u32> {
        self.0.running.borrow().clone()
    }

    /// Waits until none runs, at most `within`; how many processes are left.
    pub async fn gone(&self, within: Duration) -> u32 {
        let mut running = self.0.running.subscribe();
        drop(timeout(within, running.wait_for(Vec::is_empty)).await);
        let running = u32::try_from(self.0.running.borrow().len()).unwrap_or(u32::MAX);
        running.saturating_add(*self.0.left.borrow())
    }

    /// Its walls, judged anew for each run: what it made in the run before must not become a way through them.
    fn plan(&self) -> Result<Plan, ModelError> {
        let settings = &self.0.settings;
        let program = settings.program.as_ref().map_err(|error| self.fault(error))?;
        plan_of(&settings.agent, program, &settings.place, self.processes().is_empty())
            .map_err(|error| self.fault(&error))
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

    /// The question alone: the program has its own instructions and its own memory.
    fn question(&self, request: &Request) -> Result<String, ModelError> {
        let last = request.messages.iter().rev().find(|message| message.role() == Role::User);
        let Some(Message::User(parts)) = last else { return Ok(String::new()) };
        let mut question = String::new();
        for part in parts {
            match part {
                Part::Text(text) => question.push_str(text),
                Part::Media(_) => {
                    return Err(self.unsupported("it takes words, and no pictures or sound"));
                }
            }
        }
        Ok(question)
    }

    async fn begin(&self, request: &Request) -> Result<Pieces, ModelError> {
        if self.0.settings.replays {
            return Err(self.unsupported("what programs answer is not recorded"));
        }
        let question = self.question(request)?;
        run::start(self, question).await
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
