//! What a turn says while it runs: one enum for the client's stream, the log, the trace and the audit.

use serde_json::{Value, json};

use super::TurnError;
use crate::formation::model::Verb;
use crate::runtime::approvals::{Approval, DeniedBy};
use crate::runtime::llm::{Cost, FinishReason, ModelError, ToolCall, Usage};
use crate::runtime::mcp::Progress;
use crate::runtime::overlord::clarify;
use crate::runtime::principal::Principal;
use crate::runtime::tools::Missing;
use crate::support::redact::Redactor;

/// What a turn says while it runs. `Done` or `Failed` is the last.
///
/// Large parts are boxed: a turn that waits has room for 32 of them.
#[derive(Clone, Debug)]
pub enum TurnEvent {
    /// New pieces of the answer, in order (only when it was asked to stream).
    Text(Vec<String>),
    /// Something was done on the way. Clients get it if they asked for a trace, observers always.
    Step(Box<Step>),
    /// What was heard in the recordings, which is the message now.
    Transcribed(String),
    /// What is being done, for people; only where the formation says `overlord.response.progress`.
    Progress {
        /// `routing`, `delegating`, `calling_tool`.
        stage: &'static str,
        /// A short sentence.
        text: String,
    },
    /// Elements of a user interface, as the Formation API sends them in `event: ui`.
    Ui(Box<Value>),
    /// A file was made: as the API tells of it.
    Artifact(Box<Value>),
    /// A call waits for a yes of the user; and once more, with another status, when it does not any more.
    Approval(Box<Approval>),
    /// A server of tools has none now.
    Missing(Box<Missing>),
    /// The answer is whole and kept.
    Done(Box<Outcome>),
    /// There will be no more.
    Failed(Box<TurnError>),
}

/// Which turn speaks.
#[derive(Clone, Debug)]
pub struct TurnInfo {
    /// For whom.
    pub who: Principal,
    /// The request's id.
    pub request_id: String,
    /// The session's id.
    pub session_id: String,
    /// The agent that answers now; empty until one is chosen.
    pub agent_id: String,
    /// When the question came, in milliseconds since the Unix epoch.
    pub asked_at: u64,
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// How long after the question, in milliseconds.
    pub at_ms: u64,
    /// What.
    pub what: StepKind,
}

/// What can be done on the way to an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// An agent was chosen.
    Routed {
        /// Which.
        agent_id: String,
        /// Why it: `only agent`, `asked for`, `named` (in the message), `keywords`, `session` (it
        /// answered last), `model`, `cache` (of what the model said), `default`.
        by: &'static str,
    },
    /// A model is asked.
    Asked {
        /// `provider/name`.
        model: String,
        /// What for: `answer`, `route`, `task` (of another agent), ….
        purpose: &'static str,
    },
    /// A model has answered.
    Answered {
        /// `provider/name`.
        model: String,
        /// What for.
        purpose: &'static str,
        /// How long it took, in milliseconds.
        took_ms: u64,
        /// Why it stopped.
        reason: Option<FinishReason>,
        /// What it counted.
        usage: Option<Usage>,
        /// What it cost, if that is known.
        cost: Option<Cost>,
    },
    /// A model failed, and is asked again after a wait.
    Retried {
        /// `provider/name`.
        model: String,
        /// How often it was asked by now.
        attempt: u32,
        /// How long it is left alone before, in milliseconds.
        wait_ms: u64,
        /// Why.
        error: ModelError,
    },
    /// A model failed for good, and its `fallback_model` is asked.
    FellBack {
        /// `provider/name`.
        from: String,
        /// `provider/name`.
        to: String,
        /// Why.
        error: ModelError,
    },
    /// An agent gives a task to another one; `Called` with the tool `delegate` is its end.
    Delegated {
        /// Who gives it.
        from: String,
        /// Who does it.
        agent_id: String,
    },
    /// Something was remembered of the user or found in the session, and goes in beside the question.
    Recalled {
        /// How many facts.
        facts: u32,
        /// How many messages of the session that it is not told any more otherwise.
        messages: u32,
        /// How long it took, in milliseconds.
        took_ms: u64,
    },
    /// After the answer: what of the message is remembered from now on. For observers only.
    Extracted {
        /// Facts that are new.
        added: u32,
        /// Facts that hold in the place of others.
        replaced: u32,
        /// Facts that are gone.
        forgotten: u32,
        /// The code of the failure, if it failed.
        failed: Option<&'static str>,
        /// How long it took, in milliseconds.
        took_ms: u64,
    },
    /// After the answer: the short text about the user was written anew. For observers only.
    Summarized {
        /// Of how many facts.
        facts: u32,
    },
    /// After the answer: the older part of the session was summed up. For observers only.
    Compacted {
        /// How many messages.
        messages: u32,
        /// The code of the failure, if it failed.
        failed: Option<&'static str>,
        /// How long it took, in milliseconds.
        took_ms: u64,
    },
    /// A file was made.
    Saved {
        /// Its name.
        name: String,
        /// Its version, from 1.
        version: u64,
        /// Its size, in bytes.
        bytes: u64,
    },
    /// A server of tools has none now.
    Missing {
        /// Its id.
        server: String,
        /// How it is: `starting`, `down`, `failed`, `stopped`.
        state: &'static str,
        /// The code of its error.
        code: Option<&'static str>,
        /// Its error.
        why: Option<String>,
    },
    /// A server says how far a call of one of its tools is.
    Progress {
        /// The server.
        server: String,
        /// The tool's name there.
        tool: String,
        /// How far, redacted and bounded.
        how_far: Progress,
    },
    /// A tool was called, or was not.
    Called {
        /// The tool; of a server, its name there.
        tool: String,
        /// The server, if it is one's.
        server: Option<String>,
        /// What the policy said, where it was asked.
        verb: Option<Verb>,
        /// Why; and that the user allowed it, where the user was asked.
        why: Option<String>,
        /// Why it was not made, where it was not.
        denied_by: Option<DeniedBy>,
        /// How long it took, in milliseconds.
        took_ms: u64,
        /// Whether it failed.
        failed: bool,
    },
}

impl Step {
    /// As it goes to clients: `kind`, `at_ms` and the fields of its kind.
    pub fn to_json(&self) -> Value {
        let mut json = self.what.to_json();
        json["at_ms"] = self.at_ms.into();
        json
    }
}

impl StepKind {
    /// Takes values of secrets out of the words that are a model's.
    pub(in crate::runtime) fn redact(&mut self, redactor: &Redactor) {
        match self {
            Self::Called { tool, why, .. } => {
                *tool = redactor.redact(tool).into_owned();
                if let Some(why) = why {
                    *why = redactor.redact(why).into_owned();
                }
            }
            Self::Missing { why: Some(word), .. }
            | Self::Saved { name: word, .. }
            | Self::Answered { reason: Some(FinishReason::Other(word)), .. } => {
                *word = redactor.redact(word).into_owned();
            }
            // Errors of models and news of calls are without values already.
            Self::Progress { .. }
            | Self::Routed { .. }
            | Self::Asked { .. }
            | Self::Answered { .. }
            | Self::Retried { .. }
            | Self::FellBack { .. }
            | Self::Missing { .. }
            | Self::Delegated { .. }
            | Self::Recalled { .. }
            | Self::Extracted { .. }
            | Self::Summarized { .. }
            | Self::Compacted { .. } => {}
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Self::Routed { agent_id, by } => json!({"kind": "route", "agent_id": agent_id, "by": by}),
            Self::Asked { model, purpose } => json!({"kind": "ask", "model": model, "purpose": purpose}),
            Self::Answered { model, purpose, took_ms, reason, usage, cost } => json!({
                "kind": "model",
                "model": model,
                "purpose": purpose,
                "took_ms": took_ms,
                "finish_reason": reason.as_ref().map(FinishReason::as_str),
                "usage": usage.as_ref().map(usage_json),
                "cost_usd": cost.map(Cost::usd),
            }),
            Self::Retried { model, attempt, wait_ms, error } => json!({
                "kind": "retry",
                "model": model,
                "attempt": attempt,
                "wait_ms": wait_ms,
                "error": error_json(error),
            }),
            Self::FellBack { from, to, error } => {
                json!({"kind": "fallback", "from": from, "to": to, "error": error_json(error)})
            }
            Self::Delegated { from, agent_id } => {
                json!({"kind": "delegate", "from": from, "agent_id": agent_id})
            }
            Self::Recalled { facts, messages, took_ms } => {
                json!({"kind": "recall", "facts": facts, "messages": messages, "took_ms": took_ms})
            }
            Self::Extracted { added, replaced, forgotten, failed, took_ms } => json!({
                "kind": "extract",
                "added": added,
                "replaced": replaced,
                "forgotten": forgotten,
                "error": failed,
                "took_ms": took_ms,
            }),
            Self::Summarized { facts } => json!({"kind": "synopsis", "facts": facts}),
            Self::Compacted { messages, failed, took_ms } => {
                json!({"kind": "compact", "messages": messages, "error": failed, "took_ms": took_ms})
            }
            Self::Saved { name, version, bytes } => {
                json!({"kind": "artifact", "name": name, "version": version, "bytes": bytes})
            }
            Self::Missing { server, state, code, why } => json!({
                "kind": "missing",
                "server": server,
                "state": state,
                "error": code.map(|code| json!({"code": code, "message": why})),
            }),
            Self::Progress { server, tool, how_far: Progress { progress, total, message } } => json!({
                "kind": "progress",
                "server": server,
                "tool": tool,
                "progress": progress,
                "total": total,
                "message": message,
            }),
            Self::Called { tool, server, verb, why, denied_by, took_ms, failed } => {
                let mut json = json!({"kind": "tool", "tool": tool, "took_ms": took_ms, "failed": failed});
                if let Some(server) = server {
                    json["server"] = server.as_str().into();
                    json["verb"] = verb.map(Verb::as_str).into();
                    json["why"] = why.as_deref().into();
                }
                if server.is_some() || denied_by.is_some() {
                    json["denied_by"] = denied_by.map(DeniedBy::as_str).into();
                }
                json
            }
        }
    }
}

/// A finished answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Who answered.
    pub agent_id: String,
    /// The model that gave the answer, `provider/name`.
    pub model: String,
    /// The whole answer.
    pub content: String,
    /// The calls of the caller's own tools that it ended with.
    pub calls: Vec<ToolCall>,
    /// How the model ended it.
    pub reason: Option<FinishReason>,
    /// What all models of the turn counted, where they did.
    pub usage: Option<Usage>,
    /// The elements of a user interface that were shown.
    pub ui: Vec<Value>,
    /// The files that were made, each as the API tells of it.
    pub artifacts: Vec<Value>,
    /// What they cost, if all of it is known.
    pub cost: Option<Cost>,
    /// When, in milliseconds since the Unix epoch.
    pub answered_at: u64,
    /// How long the turn took, in milliseconds.
    pub took_ms: u64,
}

impl Outcome {
    /// Who answered, how it ended, what it cost: the `metadata` of the API.
    pub fn metadata(&self) -> Value {
        let mut metadata = json!({
            "agent_id": self.agent_id,
            "model": self.model,
            "finish_reason": self.reason.as_ref().map(FinishReason::as_str),
            "usage": self.usage.as_ref().map(usage_json),
            "cost_usd": self.cost.map(Cost::usd),
        });
        if self.reason == Some(clarify::finish()) {
            metadata["clarification"] = true.into();
        }
        metadata
    }

    /// The answer as `data.message` of the API has it.
    pub fn message(&self) -> Value {
        let mut message = json!({
            "role": "assistant",
            "content": self.content,
            "artifacts": self.artifacts,
            "metadata": self.metadata(),
        });
        if !self.ui.is_empty() {
            message["ui"] = self.ui.clone().into();
        }
        message
    }
}

fn error_json(error: &ModelError) -> Value {
    json!({"code": error.code(), "message": error.to_string()})
}

/// Tokens, as the API tells them.
pub fn usage_json(usage: &Usage) -> Value {
    json!({
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.total(),
        "cached_tokens": usage.cached_tokens,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_small_as_each_turn_has_room_for_many() {
        assert!(size_of::<TurnEvent>() <= 48, "{}", size_of::<TurnEvent>());
    }
}
