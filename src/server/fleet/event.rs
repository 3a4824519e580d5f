//! What is told while something is done: the stages of the deployed server.

use serde::Serialize;
use tokio::sync::mpsc;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The bundle is unpacked.
    Extracting,
    /// The formation is checked.
    Validating,
    /// A process is started.
    Spawning,
    /// That of the new version is started beside the old one.
    SpawningStaging,
    /// That of the version before is started beside the one that is live.
    SpawningPrevious,
    /// It is asked whether it is well.
    HealthCheck,
    /// Requests go to the new one from here on.
    Swapping,
    /// The old one ends its requests, and then itself.
    StoppingOld,
    /// The same for the one that was rolled back.
    StoppingCurrent,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Which.
    pub stage: Stage,
    /// What is done.
    pub message: String,
    /// Which try it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// The port of the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staging_port: Option<u16>,
}

impl Progress {
    pub(super) fn new(stage: Stage, message: impl Into<String>) -> Self {
        Self { stage, message: message.into(), attempt: None, staging_port: None }
    }
}

/// Who hears of steps, if anybody does. That nobody listens any more holds nothing up.
#[derive(Clone, Debug, Default)]
pub struct Reporter(Option<mpsc::UnboundedSender<Progress>>);

impl Reporter {
    /// Steps go to `listener`; there are a dozen of them at most, so nothing bounds them.
    pub fn new(listener: mpsc::UnboundedSender<Progress>) -> Self {
        Self(Some(listener))
    }

    pub(super) fn say(&self, progress: Progress) {
        if let Some(listener) = &self.0 {
            drop(listener.send(progress));
        }
    }

    pub(super) fn stage(&self, stage: Stage, message: impl Into<String>) {
        self.say(Progress::new(stage, message));
    }
}
