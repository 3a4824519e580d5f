//! Which servers an agent reaches, and which of their tools are there now.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{Connect, McpTool, Tool, ToolServer, Toolbox};
use crate::formation::model::ToolFilter;
use crate::runtime::credentials::Asker;
use crate::runtime::mcp::{McpError, RemoteTool, ServerState};
use crate::support::redact::Redactor;

/// The first turns wait so long, together, for servers that are still starting.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// The most tools of servers that a model is told of: some providers take 128 in all.
const MOST_TOOLS: usize = 120;

/// So many answers are kept: users may have other tools than others.
const MOST_SEEN: usize = 16;

/// The servers that an agent may use.
pub struct Reach {
    uses: Vec<(Arc<dyn ToolServer>, ToolFilter)>,
    redactor: Redactor,
    /// The agent's tools that are no servers'.
    own: Toolbox,
    waits_until: OnceLock<Instant>,
    last: Mutex<VecDeque<Seen>>,
}

/// A server that has no tools for the agent now.
#[derive(Clone, Debug)]
pub struct Missing {
    /// Its id.
    pub server: String,
    /// How it is.
    pub state: &'static str,
    /// Why it does not answer.
    pub error: Option<Arc<McpError>>,
}

impl Missing {
    /// As the API tells of it.
    pub fn to_json(&self) -> Value {
        json!({
            "server": self.server,
            "state": self.state,
            "error": self.error.as_ref().map(|error| error.to_json()),
        })
    }
}

/// The lists that an answer was made of: while they are the same, so is the answer.
struct Seen {
    lists: Vec<Arc<[RemoteTool]>>,
    all: Toolbox,
}

impl Reach {
    /// These servers, each with the agent's own filter.
    pub fn new(uses: Vec<(Arc<dyn ToolServer>, ToolFilter)>, redactor: Redactor) -> Self {
        let own = Toolbox::default();
        Self { uses, redactor, own, waits_until: OnceLock::new(), last: Mutex::default() }
    }

    /// The same beside an agent's own tools.
    pub(super) fn beside(self, own: Toolbox) -> Self {
        Self { own, ..self }
    }

    /// Whether there is no server at all.
    pub fn is_empty(&self) -> bool {
        self.uses.is_empty()
    }

    /// The ids of its servers.
    pub fn servers(&self) -> impl Iterator<Item = &str> {
        self.uses.iter().map(|(server, _)| server.id())
    }

    /// Finds out which tools `asker` has of servers that are other ones for each user.
    pub(super) async fn learn(&self, asker: &Asker) {
        let unknown = self.uses.iter().filter(|(server, _)| !server.needs().is_empty());
        join_all(unknown.map(|(server, _)| server.learn(asker))).await;
    }

    /// The agent's own tools and those of servers that are there now, for `asker` where somebody asks. Servers that are just
    /// starting are waited for, by the first turns only.
    pub(super) async fn now(&self, asker: Option<&Asker>) -> Toolbox {
        let starting = |server: &dyn ToolServer| {
            matches!(server.state(), ServerState::Starting) && server.tools().is_empty()
        };
        if self.uses.iter().any(|(server, _)| starting(&**server)) {
            let until = *self.waits_until.get_or_init(|| Instant::now() + FIRST_WAIT);
            let within = until.saturating_duration_since(Instant::now());
            if !within.is_zero() {
                let all = self.uses.iter().filter(|(server, _)| starting(&**server));
                join_all(all.map(|(server, _)| server.settled(within))).await;
            }
        }
        self.at_once(asker)
    }

    fn at_once(&self, asker: Option<&Asker>) -> Toolbox {
        let mut missing = Vec::new();
        let lists: Vec<Arc<[RemoteTool]>> = self
            .uses
            .iter()
            .map(|(server, _)| {
                let tools = asker.map_or_else(|| server.tools(), |asker| server.tools_for(asker));
                let state = server.state();
                let gone = matches!(state, ServerState::Failed(_) | ServerState::Stopped);
                // One that waits for a user is no fault: a tool has the user asked.
                let there = matches!(state, ServerState::Ready | ServerState::Waiting);
                if gone || (tools.is_empty() && !there) {
                    let error = state.error().cloned();
                    missing.push(Missing { server: server.id().to_owned(), state: state.as_str(), error });
                }
                if gone { Arc::default() } else { tools }
            })
            .collect();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |seen: &Seen| seen.lists.iter().zip(&lists).all(|(a, b)| same_list(a, b));
        let known = last.iter().position(same).and_then(|at| last.remove(at));
        let seen = known.unwrap_or_else(|| {
            let all = self.uses.iter().zip(&lists).flat_map(|((server, filter), list)| {
                // A name with the value of a secret cannot be told, and the tool not be called by another one.
                let can_be_told = |name: &str| !self.redactor.holds(name);
                let taken =
                    list.iter().filter(move |tool| filter.takes(&tool.name) && can_be_told(&tool.name));
                taken.map(move |tool| Arc::new(McpTool::new(server, tool, &self.redactor)) as Arc<dyn Tool>)
            });
            let connects = self.uses.iter().zip(&lists).flat_map(|((server, _), list)| {
                let about = self.redactor.redact(server.description()).into_owned();
                let unknown = list.is_empty();
                server
                    .needs()
                    .iter()
                    .map(move |service| Connect::new(service.clone(), server.id(), &about, unknown).tool())
            });
            let mut tools: Vec<Arc<dyn Tool>> = connects.chain(all).collect();
            let left_out = tools.len().saturating_sub(MOST_TOOLS);
            tools.truncate(MOST_TOOLS);
            let all = Toolbox { left_out, ..self.own.with(&tools) };
            Seen { lists: lists.clone(), all }
        });
        let all = seen.all.clone();
        last.truncate(MOST_SEEN - 1);
        last.push_front(seen);
        Toolbox { missing: missing.into(), ..all }
    }
}

fn same_list(a: &Arc<[RemoteTool]>, b: &Arc<[RemoteTool]>) -> bool {
    Arc::ptr_eq(a, b) || (a.is_empty() && b.is_empty())
}

#[cfg(test)]
mod tests {
    use futures_util::future::BoxFuture;
    use serde_json::Map;

    use super::*;
    use crate::runtime::mcp::{CallOptions, ToolAnswer};
    use crate::runtime::tools::About;

    /// A server that is as it is told.
    struct Still {
        state: Mutex<ServerState>,
        tools: Mutex<Arc<[RemoteTool]>>,
    }

    fn tools(names: &[&str]) -> Arc<[RemoteTool]> {
        let tool = |name: &&str| RemoteTool {
            name: (*name).to_owned(),
            title: None,
            description: "uses s3cr3t-value-1".to_owned(),
            input_schema: json!({"type": "object"}),
            output_schema: None,
            read_only: false,
            destructive: None,
            filled_in: Vec::new(),
        };
        names.iter().map(tool).collect()
    }

    impl ToolServer for Still {
        fn about(&self) -> About<'_> {
            let (id, timeout) = ("s", Duration::from_secs(1));
            About { id, name: None, description: "", is_shared: true, transport: "command", timeout }
        }

        fn state(&self) -> ServerState {
            self.state.lock().unwrap().clone()
        }

        fn tools(&self) -> Arc<[RemoteTool]> {
            Arc::clone(&self.tools.lock().unwrap())
        }

        fn settled(&self, within: Duration) -> BoxFuture<'_, ()> {
            Box::pin(tokio::time::sleep(within))
        }

        fn call<'a>(
            &'a self,
            _: &'a str,
            _: Map<String, Value>,
            _: CallOptions,
        ) -> BoxFuture<'a, Result<ToolAnswer, McpError>> {
            Box::pin(std::future::pending())
        }
    }

    fn reach(state: ServerState, names: &[&str]) -> (Arc<Still>, Reach) {
        let server = Arc::new(Still { state: Mutex::new(state), tools: Mutex::new(tools(names)) });
        let redactor = Redactor::default();
        redactor.add("TOKEN", &"s3cr3t-value-1".into());
        let filter = ToolFilter { allow: None, deny: vec!["bad_*".to_owned()] };
        (Arc::clone(&server), Reach::new(vec![(server as Arc<dyn ToolServer>, filter)], redactor))
    }

    fn names(now: &Toolbox) -> Vec<String> {
        now.tools.iter().map(|tool| tool.spec().name.clone()).collect()
    }

    #[tokio::test]
    async fn tools_are_filtered_without_secrets_and_the_same_until_the_list_changes() {
        let (server, reach) = reach(ServerState::Ready, &["one", "bad_two", "s3cr3t-value-1"]);
        let now = reach.now(None).await;
        assert_eq!(names(&now), ["s__one"]);
        assert_eq!(now.tools[0].spec().description, "uses [REDACTED:TOKEN]");
        let again = reach.now(None).await;
        assert!(
            Arc::ptr_eq(&now.tools, &again.tools) && Arc::ptr_eq(&now.specs, &again.specs),
            "nothing is made anew"
        );
        *server.tools.lock().unwrap() = tools(&["one", "three"]);
        assert_eq!(names(&reach.now(None).await), ["s__one", "s__three"]);
        *server.state.lock().unwrap() = ServerState::Stopped;
        let now = reach.now(None).await;
        assert_eq!((names(&now).len(), now.missing[0].state), (0, "stopped"));
    }

    #[tokio::test]
    async fn a_server_that_starts_is_waited_for_by_the_first_turns_and_not_by_later_ones() {
        let (server, reach) = reach(ServerState::Starting, &[]);
        let begin = Instant::now();
        let now = reach.now(None).await;
        assert!(begin.elapsed() >= FIRST_WAIT, "{:?}", begin.elapsed());
        assert_eq!((now.missing[0].server.as_str(), now.missing[0].state), ("s", "starting"));
        let begin = Instant::now();
        reach.now(None).await;
        assert!(begin.elapsed() < FIRST_WAIT / 2, "{:?}", begin.elapsed());
        // One that broke later keeps its tools: it is reached again at the call.
        *server.tools.lock().unwrap() = tools(&["one"]);
        *server.state.lock().unwrap() = ServerState::Down(Arc::new(McpError::Cancelled));
        let now = reach.now(None).await;
        assert_eq!((names(&now).len(), now.missing.len()), (1, 0));
    }

    #[tokio::test]
    async fn too_many_tools_are_not_all_told() {
        let many: Vec<String> = (0..MOST_TOOLS + 7).map(|nth| format!("t{nth}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let (_server, reach) = reach(ServerState::Ready, &many);
        let now = reach.now(None).await;
        assert_eq!((now.tools.len(), now.left_out), (MOST_TOOLS, 7));
    }
}
