//! Which records come of what turns and servers say: their names, how important they are, what is in them. Never
//! what a user said, what an agent answered, or what a tool was called with.

use serde_json::{Value, json};

use super::Level;
use super::record::Data;
use crate::runtime::approvals::ApprovalStatus;
use crate::runtime::mcp::{McpEvent, ServerState};
use crate::runtime::turn::{StepKind, TurnEvent};

/// The level and the name of what a turn says; nothing for what is in another record, or is words.
pub(super) fn of_turn(event: &TurnEvent) -> Option<(Level, &'static str)> {
    Some(match event {
        TurnEvent::Step(step) => of_step(&step.what)?,
        TurnEvent::Approval(approval) => match approval.status {
            ApprovalStatus::Pending => (Level::Warning, "approval.requested"),
            _ => (Level::Info, "approval.ended"),
        },
        TurnEvent::Done(_) => (Level::Info, "response.completed"),
        TurnEvent::Failed(error) if error.is_cancelled() => (Level::Info, "request.cancelled"),
        TurnEvent::Failed(_) => (Level::Error, "error.turn"),
        TurnEvent::Text(_)
        | TurnEvent::Transcribed(_)
        | TurnEvent::Progress { .. }
        | TurnEvent::Ui(_)
        | TurnEvent::Artifact(_)
        | TurnEvent::Missing(_) => return None,
    })
}

/// The same of one step.
fn of_step(step: &StepKind) -> Option<(Level, &'static str)> {
    Some(match step {
        StepKind::Routed { .. } => (Level::Debug, "agent.selected"),
        StepKind::Asked { .. } => (Level::Debug, "llm.call.started"),
        StepKind::Answered { .. } => (Level::Debug, "llm.call.completed"),
        StepKind::Retried { .. } => (Level::Warning, "llm.call.retried"),
        StepKind::FellBack { .. } => (Level::Warning, "llm.call.fell_back"),
        StepKind::Delegated { .. } => (Level::Info, "agent.delegated"),
        StepKind::Recalled { .. } => (Level::Debug, "memory.loaded"),
        StepKind::Extracted { failed: Some(_), .. } | StepKind::Compacted { failed: Some(_), .. } => {
            (Level::Warning, "memory.failed")
        }
        StepKind::Extracted { .. } | StepKind::Summarized { .. } | StepKind::Compacted { .. } => {
            (Level::Info, "memory.updated")
        }
        StepKind::Saved { .. } => (Level::Info, "artifact.saved"),
        StepKind::Missing { .. } => (Level::Warning, "mcp.server.missing"),
        // The words are the server's own: they may say what the tool was called with.
        StepKind::Progress { .. } => return None,
        StepKind::Called { denied_by: Some(_), .. } => (Level::Warning, "tool.denied"),
        StepKind::Called { failed: true, .. } => (Level::Warning, "tool.failed"),
        StepKind::Called { .. } => (Level::Info, "tool.completed"),
    })
}

/// What a record keeps of it, copied as it is: the line is made elsewhere.
pub(super) fn data(event: &TurnEvent) -> Data {
    match event {
        // The name is one that the model made of the user's words.
        TurnEvent::Step(step) if let StepKind::Saved { version, bytes, .. } = step.what => {
            Data::Value(json!({
                "kind": "artifact",
                "version": version,
                "bytes": bytes,
                "at_ms": step.at_ms,
            }))
        }
        TurnEvent::Step(step) => Data::Step(step.clone()),
        TurnEvent::Done(outcome) => Data::Done {
            agent_id: outcome.agent_id.clone(),
            model: outcome.model.clone(),
            reason: outcome.reason.clone(),
            usage: outcome.usage,
            cost: outcome.cost,
            took_ms: outcome.took_ms,
        },
        TurnEvent::Failed(error) => Data::Failed(error.clone()),
        TurnEvent::Approval(approval) => Data::Value(json!({
            "approval_id": approval.id,
            "server": approval.server,
            "tool": approval.tool,
            "status": approval.status.as_str(),
        })),
        _ => Data::None,
    }
}

/// What happened to a server of tools.
pub(super) fn of_server(server: &str, event: &McpEvent) -> Option<(Level, &'static str, Value)> {
    let (level, name, mut data) = match event {
        McpEvent::State(state) => {
            let (level, error) = match state {
                ServerState::Down(error) | ServerState::Failed(error) => {
                    (Level::Warning, Some(json!({"code": error.code(), "message": error.to_string()})))
                }
                _ => (Level::Info, None),
            };
            (level, "mcp.server.state", json!({"state": state.as_str(), "error": error}))
        }
        McpEvent::WallsMissing(missing) => {
            (Level::Warning, "mcp.server.walls_missing", json!({"missing": missing}))
        }
        McpEvent::KeptBack(places) => (Level::Warning, "mcp.server.kept_back", json!({"places": places})),
        McpEvent::Advice(advice) => (Level::Warning, "mcp.server.advice", json!({"advice": advice})),
        McpEvent::Dropped(why) => (Level::Warning, "mcp.server.tool_left_out", json!({"why": why})),
        // Words of the server's own may be what a tool was called with.
        McpEvent::Noise(_) => return None,
    };
    data["server"] = server.into();
    Some((level, name, data))
}
