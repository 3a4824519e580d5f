//! A turn on its way to a client: pieces of the answer as progress, and questions to the client's user.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use serde_json::Value;
use tokio::sync::oneshot;

use super::super::chat::Whole;
use super::super::envelope::ApiError;
use crate::runtime::Runtime;
use crate::runtime::approvals::{Approval, ApprovalStatus, Decision, Remember};
use crate::runtime::mcp_server::{Call, Confirmed};
use crate::runtime::turn::{Ticket, TurnEvent};
use crate::support::text::steers;

/// A client that hears of progress hears something after so long a silence: many give up after a minute of it.
const SILENCE: Duration = Duration::from_secs(5);

/// Waits for the whole answer; the `data` of it. The caller hears what comes on the way, where it wants to.
pub(super) async fn listen(
    runtime: &Runtime,
    call: &Call,
    request_id: &str,
    mut ticket: Ticket,
) -> Result<Value, ApiError> {
    let mut whole = Whole::new(request_id, &call.who, &ticket);
    let mut questions = Questions { runtime, call, asked: FuturesUnordered::new(), open: HashMap::new() };
    loop {
        let event = tokio::select! {
            event = ticket.events.recv() => event,
            Some(()) = questions.asked.next() => continue,
            () = tokio::time::sleep(SILENCE), if call.wants_progress() => {
                call.step(None).await;
                continue;
            }
        };
        match &event {
            Some(TurnEvent::Text(pieces)) if call.wants_progress() => call.step(Some(pieces.concat())).await,
            Some(TurnEvent::Progress { text, .. }) if call.wants_progress() => {
                call.step(Some(text.clone())).await;
            }
            Some(TurnEvent::Approval(approval)) => questions.about(approval).await,
            _ => {}
        }
        if let Some(ended) = whole.take(event) {
            return ended;
        }
    }
}

/// The questions of one turn, side by side. It is the client's user who answers, who sees what the client shows: what
/// calls over MCP may be a model, and there is no tool for a yes.
struct Questions<'c> {
    runtime: &'c Runtime,
    call: &'c Call,
    asked: FuturesUnordered<BoxFuture<'c, ()>>,
    /// By approval. What is dropped here takes its question back.
    open: HashMap<String, oneshot::Sender<()>>,
}

impl Questions<'_> {
    /// A call of a tool waits, or does not any more: somebody else was faster, or its time is over.
    async fn about(&mut self, approval: &Approval) {
        if approval.status != ApprovalStatus::Pending {
            self.open.remove(&approval.id);
            return;
        }
        if self.call.wants_progress() {
            self.call.step(Some(waits(approval, self.call.is_alone()))).await;
        }
        if self.call.can_confirm() {
            let (open, over) = oneshot::channel();
            self.open.insert(approval.id.clone(), open);
            self.asked.push(Box::pin(ask(self.runtime, self.call, approval.clone(), over)));
        }
    }
}

/// Asks the client's user. The first answer counts; one that comes later is for nothing.
async fn ask(runtime: &Runtime, call: &Call, approval: Approval, over: oneshot::Receiver<()>) {
    let title = harmless(&format!("Allow {}/{} this once", approval.server, approval.tool));
    let over = async move { drop(over.await) };
    let decision = match call.confirm(question(&approval), title, over).await {
        Confirmed::Yes => Decision::Allow,
        Confirmed::No => Decision::Deny,
        // Nobody else can answer there; elsewhere `muxi approvals` still can.
        Confirmed::Unanswered if call.is_alone() => Decision::Unasked,
        Confirmed::Unanswered => return,
    };
    drop(runtime.decide(Some(&call.who), &approval.id, decision, Remember::Once));
}

fn waits(approval: &Approval, alone: bool) -> String {
    let Approval { server, tool, why, id, .. } = approval;
    let how = if alone { String::new() } else { format!("; `muxi approvals allow {id}` answers") };
    harmless(&format!("{server}/{tool} waits for a yes of the user ({why}){how}"))
}

/// Models, tools and servers chose these words: what would steer a terminal, or draw a line of its own, is written out.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

fn question(approval: &Approval) -> String {
    let Approval { agent_id, server, tool, why, arguments, .. } = approval;
    let looks = if approval.dangerous { " It looks dangerous." } else { "" };
    let cut = if approval.cut { "\nThese are not all of the arguments." } else { "" };
    let asks = harmless(&format!("The agent {agent_id} wants to call {server}/{tool} ({why}).{looks}"));
    format!("{asks}\n{}{cut}", harmless(&arguments.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_question_steers_whoever_shows_it() {
        let bad = "a\x1b[2Jb\nc\u{202e}d\u{9b}e";
        let shown = harmless(bad);
        assert!(!shown.chars().any(steers), "{shown:?}");
        assert_eq!(shown, "a\\u{1b}[2Jb\\u{a}c\\u{202e}d\\u{9b}e");
        assert_eq!(harmless("grüße /srv"), "grüße /srv");
    }
}
