//! What of a turn is recorded: the calls of tools, those that were not made too.

use super::run::Running;
use crate::audit::{Actor, Class, Event, KeyKind, Outcome};
use crate::formation::model::Verb;
use crate::runtime::approvals::DeniedBy;

/// A call, as far as it is told.
#[derive(Clone, Copy, Default)]
pub(super) struct Call<'c> {
    /// Who called.
    pub(super) agent: usize,
    /// The server, if the tool is one's.
    pub(super) server: Option<&'c str>,
    /// The tool.
    pub(super) tool: &'c str,
    /// What the policy said, where it was asked.
    pub(super) verb: Option<Verb>,
    /// Why; empty where nobody was asked.
    pub(super) why: &'c str,
    /// Why it was not made, where it was not.
    pub(super) denied_by: Option<DeniedBy>,
    /// How long it took, in milliseconds.
    pub(super) took_ms: u64,
    /// Whether it failed.
    pub(super) failed: bool,
}

impl Running<'_> {
    /// Queues a record of the call; nothing is made where nobody records.
    pub(super) fn record_call(&self, call: Call<'_>) {
        let Some(recorder) = &self.core.parts.audit else { return };
        let resource = match call.server {
            Some(server) => format!("{server}/{}", call.tool),
            None => call.tool.to_owned(),
        };
        let (action, outcome) = match (call.denied_by, call.failed) {
            (Some(_), _) => ("tool.denied", Outcome::Denied),
            (None, true) => ("tool.call", Outcome::Failed),
            (None, false) => ("tool.call", Outcome::Done),
        };
        let mut event = Event::new(Class::Tool, action, "tool", resource)
            .by(Actor::new(KeyKind::Client, Some(self.info.who.user().to_owned())))
            .ended(outcome)
            .request(self.info.request_id.as_str())
            .with("agent", self.agent(call.agent).id.as_str())
            .with("session", self.info.session_id.as_str())
            .with("took_ms", call.took_ms);
        if let Some(verb) = call.verb {
            event = event.with("policy", verb.as_str()).with("why", call.why);
        }
        if let Some(by) = call.denied_by {
            event = event.with("denied_by", by.as_str());
        }
        recorder.record(event);
    }
}
