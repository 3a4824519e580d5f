//! Which lines somebody wants to see.

use serde_json::Value;

use super::Level;
use crate::support::pattern::matches;

/// Which lines; an empty one takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this user, as lines name it.
    pub user_id: Option<String>,
    /// Of this session.
    pub session_id: Option<String>,
    /// Of this request.
    pub request_id: Option<String>,
    /// Of this agent.
    pub agent_id: Option<String>,
    /// At least as important.
    pub level: Option<Level>,
    /// Of this name, or of those that a pattern such as `tool.*` fits.
    pub event: Option<String>,
    /// Not before this time, in milliseconds since the Unix epoch.
    pub since: Option<u64>,
}

impl Filter {
    /// Whether a line is one of them.
    pub fn takes(&self, line: &Value) -> bool {
        let is = |wanted: &Option<String>, value: &Value| {
            wanted.as_ref().is_none_or(|wanted| value.as_str() == Some(wanted))
        };
        let level = || line["level"].as_str().and_then(Level::parse);
        let event = || line["event"].as_str().unwrap_or_default();
        is(&self.user_id, &line["request"]["user_id"])
            && is(&self.session_id, &line["session_id"])
            && is(&self.request_id, &line["request"]["id"])
            && is(&self.agent_id, &line["data"]["agent_id"])
            && self.level.is_none_or(|least| level().is_some_and(|level| level >= least))
            && self.event.as_ref().is_none_or(|wanted| matches(wanted, event()))
            && !self.is_before(line)
    }

    /// Whether the line is older than all that are wanted.
    pub(super) fn is_before(&self, line: &Value) -> bool {
        self.since.is_some_and(|since| line["timestamp"].as_u64().is_none_or(|at| at < since))
    }
}
