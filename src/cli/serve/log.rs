//! What `muxi serve` says on stderr of its turns: never the text of a question or an answer.

use std::sync::Arc;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::super::chat::trace;
use crate::output::StderrLog;
use crate::runtime::Observer;
use crate::runtime::approvals::ApprovalStatus;
use crate::runtime::turn::{Outcome, TurnError, TurnEvent, TurnInfo};
use crate::support::clock::{Clock, rfc3339};

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Log {
    /// Only turns that failed
    #[default]
    Failures,
    /// One line for each turn
    Turns,
    /// Each step of a turn too
    Steps,
}

impl Log {
    /// Who hears the turns, and says them as JSON or for people.
    pub(super) fn observer(self, log: StderrLog, clock: Clock, json: bool) -> Observer {
        Arc::new(move |turn: &TurnInfo, event: &TurnEvent| match event {
            TurnEvent::Step(step) if self == Self::Steps => {
                let step = step.to_json();
                if json {
                    let mut line = about(turn, clock.now_millis(), "step");
                    line["step"] = step;
                    log.json(line);
                } else if let Some(shown) = trace::line(&step) {
                    log.line(&format!("{}  {shown}", turn.request_id));
                }
            }
            // Where the client cannot answer, somebody has to know.
            TurnEvent::Approval(approval) if approval.status == ApprovalStatus::Pending => {
                if json {
                    let mut line = about(turn, clock.now_millis(), "approval");
                    line["approval"] = approval.to_json();
                    log.json(line);
                } else {
                    let (tool, why, id) = (&approval.tool, &approval.why, &approval.id);
                    log.line(&format!(
                        "{}  a call of {}/{tool} waits ({why}): muxi approvals allow {id}",
                        turn.request_id, approval.server
                    ));
                }
            }
            TurnEvent::Done(outcome) if self != Self::Failures => {
                let line = done(turn, outcome);
                if json { log.json(line) } else { log.line(&for_people(&line)) }
            }
            TurnEvent::Failed(error) if self != Self::Failures => {
                let line = failed(turn, error, clock.now_millis());
                if json { log.json(line) } else { log.line(&for_people(&line)) }
            }
            // A client that leaves is no failure.
            TurnEvent::Failed(error) if !is_cancelled(error) && json => {
                log.json(failed(turn, error, clock.now_millis()));
            }
            TurnEvent::Failed(error) if !is_cancelled(error) => {
                log.line(&format!("turn failed: {error} (agent {}, {})", turn.agent_id, turn.request_id));
            }
            _ => {}
        })
    }
}

fn about(turn: &TurnInfo, now: u64, event: &str) -> Value {
    json!({
        "time": rfc3339(now),
        "event": event,
        "request_id": turn.request_id,
        "session_id": turn.session_id,
        "user_id": turn.who.to_string(),
        "agent_id": turn.agent_id,
    })
}

fn done(turn: &TurnInfo, outcome: &Outcome) -> Value {
    let metadata = outcome.metadata();
    let mut line = about(turn, outcome.answered_at, "turn");
    line["agent_id"] = outcome.agent_id.as_str().into();
    line["outcome"] = "completed".into();
    line["model"] = outcome.model.as_str().into();
    line["usage"] = metadata["usage"].clone();
    line["cost_usd"] = trace::dollars(&metadata).into();
    line["took_ms"] = outcome.took_ms.into();
    line
}

fn is_cancelled(error: &TurnError) -> bool {
    matches!(error, TurnError::ClientLeft | TurnError::Cancelled)
}

fn failed(turn: &TurnInfo, error: &TurnError, now: u64) -> Value {
    let mut line = about(turn, now, "turn");
    line["outcome"] = if is_cancelled(error) { "cancelled" } else { "failed" }.into();
    line["took_ms"] = now.saturating_sub(turn.asked_at).into();
    line["error"] = json!({"code": error.code(), "message": error.to_string()});
    line
}

/// `2026-11-22T10:00:00Z  req_1  local  sess_1  assistant  openai/gpt-4o-mini  7 in, 3 out  $0.000003  812 ms  completed`.
fn for_people(line: &Value) -> String {
    let text = |name: &str| line[name].as_str().unwrap_or_default();
    let mut parts = vec![text("time"), text("request_id"), text("user_id"), text("session_id")];
    parts.extend([text("agent_id"), text("model")]);
    let mut parts: Vec<String> =
        parts.into_iter().filter(|part| !part.is_empty()).map(str::to_owned).collect();
    parts.extend(trace::tokens(&line["usage"]));
    parts.extend(trace::cost(line));
    parts.push(format!("{} ms", line["took_ms"]));
    parts.push(text("outcome").to_owned());
    if let Some(code) = line["error"]["code"].as_str() {
        parts.push(format!("{code}: {}", line["error"]["message"].as_str().unwrap_or_default()));
    }
    parts.join("  ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::principal::Principal;

    fn turn() -> TurnInfo {
        TurnInfo {
            who: Principal::local(),
            request_id: "req_1".to_owned(),
            session_id: "sess_1".to_owned(),
            agent_id: "helper".to_owned(),
            asked_at: 1000,
        }
    }

    #[test]
    fn a_turn_that_failed_is_one_line_with_its_code() {
        let line = failed(&turn(), &TurnError::Stopping, 1500);
        assert_eq!(
            for_people(&line),
            "1970-01-01T00:00:01Z  req_1  local  sess_1  helper  500 ms  failed  SYSTEM_OVERLOAD: the server is stopping"
        );
        assert_eq!(failed(&turn(), &TurnError::ClientLeft, 1500)["outcome"], "cancelled");
    }
}
