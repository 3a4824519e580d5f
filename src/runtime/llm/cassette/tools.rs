//! Calls of tools beside the model traffic: the same files, found again in the same way.

use std::sync::Arc;

use serde_json::Value;

use super::exchange::{Asked, Content};
use super::{Player, Recorder};
use crate::crypto::hash;
use crate::runtime::credentials::Asker;
use crate::runtime::llm::ModelError;
use crate::support::redact::Redactor;

/// What a server of tools is asked.
#[derive(Clone, Copy, Debug)]
pub(in crate::runtime) struct ToolAsked<'a> {
    /// The server's id.
    pub(in crate::runtime) server: &'a str,
    /// `tools/list`, `tools/call`.
    pub(in crate::runtime) method: &'static str,
    /// The tool; empty where all are listed.
    pub(in crate::runtime) tool: &'a str,
    /// The arguments.
    pub(in crate::runtime) arguments: &'a Value,
    /// For whom, where it acts with what a user brings.
    pub(in crate::runtime) asker: Option<&'a Asker>,
}

impl ToolAsked<'_> {
    fn asked(&self, redactor: &Redactor) -> Asked {
        let mut arguments = self.arguments.clone();
        redactor.redact_json(&mut arguments);
        Asked {
            provider: format!("mcp:{}", self.server),
            method: self.method.to_owned(),
            path: redactor.redact(self.tool).into_owned(),
            content_type: "application/json".to_owned(),
            user: self.asker.map(pseudonym),
            body: Content::Json(arguments),
        }
    }
}

/// The same for the same user and the same chosen accounts in every store: of how the user was named, not of the internal id.
fn pseudonym(asker: &Asker) -> String {
    let whole = format!("{}\n{}", asker.who(), asker.choices());
    hash::hex(&hash::sha256(whole.as_bytes())[..8])
}

impl Recorder {
    /// Keeps what a server of tools was asked and said; `failed` where that is an error. That it could not be kept is
    /// told with the next question to a model.
    pub(in crate::runtime) fn keep(
        self: &Arc<Self>,
        asked: ToolAsked<'_>,
        answer: Value,
        failed: bool,
        redactor: &Redactor,
    ) {
        let Ok(taking) = self.begin(asked.asked(redactor), redactor) else { return };
        drop(taking.told_json(if failed { 500 } else { 200 }, answer));
    }
}

impl Player {
    /// What the server said then, and whether that was an error; an error of ours where that was not recorded.
    pub(in crate::runtime) fn tool_answer(
        &self,
        asked: ToolAsked<'_>,
        redactor: &Redactor,
    ) -> Result<(Value, bool), ModelError> {
        let provider = format!("mcp:{}", asked.server);
        let told = self.told(&asked.asked(redactor), &provider)?;
        let answer = match &told.body {
            Some(Content::Json(answer)) => answer.clone(),
            _ => Value::Null,
        };
        Ok((answer, told.status != 200))
    }
}
