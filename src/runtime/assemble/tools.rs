//! What a formation says of tools: the policy, the limits, and which agent reaches which server.

use std::sync::Arc;

use super::Assembler;
use crate::runtime::llm::cassette::Cassette;
use crate::runtime::mcp::Servers;
use crate::runtime::tools::{Limits, Played, Reach, Rules, Taped, ToolServer, all_of};

impl Assembler<'_> {
    /// What holds for all calls, and the servers.
    pub(super) fn tool_rules(&self, servers: &Servers) -> Rules {
        let mcp = &self.formation.mcp;
        let servers = all_of(servers).into_iter().map(|server| self.tool_server(server)).collect();
        Rules { policy: Arc::new(mcp.policy.clone()), limits: Limits::from(mcp.limits), servers }
    }

    /// The server itself, one that is recorded, or one that is played from a recording.
    fn tool_server(&self, live: Arc<dyn ToolServer>) -> Arc<dyn ToolServer> {
        let redactor = self.surroundings.redactor.clone();
        match &self.surroundings.cassette {
            None => live,
            Some(Cassette::Record(recorder)) => Arc::new(Taped::new(live, Arc::clone(recorder), redactor)),
            Some(Cassette::Replay(player)) => Arc::new(Played::new(live, Arc::clone(player), redactor)),
        }
    }

    /// The servers that the agent of this id may use.
    pub(super) fn reach(&self, agent: &str, servers: &[Arc<dyn ToolServer>]) -> Reach {
        let find = |id: &str| servers.iter().find(|server| server.id() == id).map(Arc::clone);
        let uses = self.formation.servers_of(agent).into_iter();
        let uses = uses.filter_map(|(server, tools)| Some((find(&server.id)?, tools))).collect();
        Reach::new(uses, self.surroundings.redactor.clone())
    }
}
