//! Runs of agents that are programs, beside the model traffic: the same files, found again in the same way.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::exchange::{Asked, Content};
use super::record::Taking;
use super::{Player, Recorder};
use crate::runtime::llm::ModelError;
use crate::support::redact::Redactor;

/// A run that is being kept.
pub(in crate::runtime) struct KeptRun(Taking);

/// What came of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::runtime) struct RunTold {
    /// What it wrote to its standard output, as far as it came.
    pub(in crate::runtime) answer: String,
    /// Why that is no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::runtime) failed: Option<RunFailed>,
}

/// Why a program gave no answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::runtime) struct RunFailed {
    /// What happened.
    pub(in crate::runtime) how: String,
    /// Its last lines on standard error.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(in crate::runtime) stderr: String,
    /// What to do next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::runtime) hint: Option<String>,
}

impl Recorder {
    /// Begins to keep a run of the program of `agent`, which is asked `what`.
    pub(in crate::runtime) fn run(
        self: &Arc<Self>,
        agent: &str,
        what: Value,
        redactor: &Redactor,
    ) -> Result<KeptRun, ModelError> {
        self.begin(asked(agent, what, redactor), redactor).map(KeptRun)
    }
}

impl KeptRun {
    /// Keeps what came of it. An error is that nothing more can be kept.
    pub(in crate::runtime) fn ended(self, told: &RunTold) -> Result<(), String> {
        self.0.told_json(200, serde_json::to_value(told).map_err(|error| error.to_string())?)
    }
}

impl Player {
    /// What came of the run then; an error of ours where that was not recorded.
    pub(in crate::runtime) fn run_told(
        &self,
        agent: &str,
        what: Value,
        redactor: &Redactor,
    ) -> Result<RunTold, ModelError> {
        let asked = asked(agent, what, redactor);
        let told = self.told(&asked, &asked.provider)?;
        let told = match &told.body {
            Some(Content::Json(told)) => serde_json::from_value(told.clone()).ok(),
            _ => None,
        };
        told.ok_or_else(|| ModelError::BadAnswer {
            provider: asked.provider,
            detail: "its recording holds no answer of a program".to_owned(),
        })
    }
}

fn asked(agent: &str, mut what: Value, redactor: &Redactor) -> Asked {
    redactor.redact_json(&mut what);
    Asked {
        provider: format!("command:{agent}"),
        method: "RUN".to_owned(),
        path: String::new(),
        content_type: "application/json".to_owned(),
        user: None,
        body: Content::Json(what),
    }
}
