//! What a model may call. A [`Tool`] of the runtime, of an agent, of a server of tools: all are the
//! same to the turn, which checks the arguments, calls, and gives the result back to the model.

mod arguments;
mod connect;
pub mod danger;
mod delegate;
mod desk;
mod lines;
pub mod policy;
mod reach;
mod remote;
mod rules;
mod server;
mod tape;
mod told;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use futures_util::future::BoxFuture;
use serde_json::{Map, Value};

use super::credentials::{Asker, Wanting};
use super::format::Question;
use super::llm::{ToolCall, ToolSpec};
use super::store::Artifact;
use super::turn::TurnInfo;

pub use connect::{Connect, name as connect_name};
pub use delegate::Delegate;
pub use desk::{Desk, Order, OrderError, Whose};
pub use reach::{Missing, Reach};
pub use remote::{McpTool, name as model_name};
pub use rules::{Limits, Rules};
pub use server::{About, ToolServer, all_of};
pub use tape::{Played, Taped};
pub use told::{Told, told};

/// Something that a model may call.
pub trait Tool: Send + Sync {
    /// Its name, what it is for, and its arguments.
    fn spec(&self) -> &ToolSpec;

    /// Calls it. The arguments fit its schema. Dropping the future ends the call.
    fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Given>;

    /// The tool of a server that it is, if it is one: then the policy is asked before the server is.
    fn remote(&self) -> Option<&McpTool> {
        None
    }
}

/// A call, with arguments that fit the tool's schema.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// For whom, in which session and request, by which agent.
    pub turn: &'a TurnInfo,
    /// The arguments.
    pub arguments: &'a Map<String, Value>,
}

/// What a call gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// How the turn goes on.
    pub then: Then,
    /// Elements of a user interface that are shown to the user at once.
    pub ui: Option<Value>,
    /// A file that was made.
    pub artifact: Option<Box<Artifact>>,
}

/// How a turn goes on after a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// The model is told this.
    Result(String),
    /// The model is told that it failed, and how.
    Failed(String),
    /// The user is asked back, and the turn ends with it.
    AskUser(Vec<Question>),
    /// The user has to be asked for a credential, or for an account.
    Wants(Wanting),
    /// Another agent does this task; what it answers is the result of the call.
    Delegate {
        /// Its id.
        agent_id: String,
        /// All that it is told.
        task: String,
    },
}

impl From<Then> for Given {
    fn from(then: Then) -> Self {
        Self { then, ui: None, artifact: None }
    }
}

/// The tools of one agent, each name once. Clones share them.
#[derive(Clone, Default)]
pub struct Toolbox {
    tools: Arc<[Arc<dyn Tool>]>,
    specs: Arc<[ToolSpec]>,
    /// How much the model is told of them.
    bytes: usize,
    /// Servers with more tools.
    reach: Option<Arc<Reach>>,
    /// Servers that have none now.
    missing: Arc<[Missing]>,
    /// How many tools are too many to be told.
    left_out: usize,
    /// The same without one of them, once that was asked for, and its name.
    less: Arc<OnceLock<(String, Toolbox)>>,
}

impl Toolbox {
    /// These tools; of two with the same name the first one counts.
    pub fn new(tools: impl IntoIterator<Item = Arc<dyn Tool>>) -> Self {
        let mut names = HashSet::new();
        let tools = tools.into_iter().filter(|tool| names.insert(tool.spec().name.clone()));
        let kept: Vec<Arc<dyn Tool>> = tools.collect();
        let specs: Arc<[ToolSpec]> = kept.iter().map(|tool| tool.spec().clone()).collect();
        let size =
            |spec: &ToolSpec| spec.name.len() + spec.description.len() + spec.parameters.to_string().len();
        Self { bytes: specs.iter().map(size).sum(), tools: kept.into(), specs, ..Self::default() }
    }

    /// The same with the tools of servers, which [`Self::now`] looks for.
    #[must_use]
    pub fn reaching(self, reach: Reach) -> Self {
        if reach.is_empty() {
            return self;
        }
        Self { reach: Some(Arc::new(reach.beside(self.clone()))), ..self }
    }

    /// What is there now: the tools of servers change while the formation runs.
    pub async fn now(&self) -> Self {
        match &self.reach {
            Some(reach) => Self { reach: Some(Arc::clone(reach)), ..reach.now(None).await },
            None => self.clone(),
        }
    }

    /// The same for `asker`, whose tools of a server may be others than those of other users.
    pub async fn now_for(&self, asker: &Asker) -> Self {
        let Some(reach) = &self.reach else { return self.clone() };
        reach.learn(asker).await;
        Self { reach: Some(Arc::clone(reach)), ..reach.now(Some(asker)).await }
    }

    /// Servers that have no tools now.
    pub fn missing(&self) -> &[Missing] {
        &self.missing
    }

    /// The servers that the agent may use, by id.
    pub fn servers(&self) -> impl Iterator<Item = &str> {
        self.reach.iter().flat_map(|reach| reach.servers())
    }

    /// One line for the model about what is not there; nothing of what servers say is in it.
    pub fn note(&self) -> Option<String> {
        let mut notes = Vec::new();
        if !self.missing.is_empty() {
            let one = |missing: &Missing| match &missing.error {
                Some(error) => format!("{} ({}, {})", missing.server, missing.state, error.code()),
                None => format!("{} ({})", missing.server, missing.state),
            };
            let all: Vec<String> = self.missing.iter().map(one).collect();
            notes.push(format!(
                "The tools of these servers are not there now: {}. Say so where they would be needed.",
                all.join(", ")
            ));
        }
        if self.left_out > 0 {
            notes.push(format!("{} more tools are not offered, for there are too many.", self.left_out));
        }
        (!notes.is_empty()).then(|| notes.join(" "))
    }

    /// The tool of that name, if it is a server's.
    pub fn remote(&self, name: &str) -> Option<&McpTool> {
        self.tools.iter().find(|tool| tool.spec().name == name)?.remote()
    }

    /// These and `more`; of two with the same name the first one counts. What [`Self::now`] gives has none of `more`
    /// that comes after [`Self::reaching`].
    #[must_use]
    pub fn with(&self, more: &[Arc<dyn Tool>]) -> Self {
        if more.is_empty() {
            return self.clone();
        }
        self.as_now(Self::new(self.tools.iter().chain(more).cloned()))
    }

    /// `other`, which reaches the same servers.
    fn as_now(&self, other: Self) -> Self {
        let (reach, missing) = (self.reach.clone(), Arc::clone(&self.missing));
        Self { reach, missing, left_out: self.left_out, ..other }
    }

    /// These but for the one of that name. What is made for the first name that is asked for is kept: it is for the one
    /// that many turns leave out.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        if !self.has(name) {
            return self.clone();
        }
        let less = || self.less_than(&[name]);
        let (of, kept) = self.less.get_or_init(|| (name.to_owned(), less()));
        self.as_now(if of == name { kept.clone() } else { less() })
    }

    /// These but for those of one turn's own `names`.
    #[must_use]
    pub fn without_all(&self, names: &[&str]) -> Self {
        if names.iter().any(|name| self.has(name)) {
            self.as_now(self.less_than(names))
        } else {
            self.clone()
        }
    }

    fn has(&self, name: &str) -> bool {
        self.specs.iter().any(|spec| spec.name == name)
    }

    fn less_than(&self, names: &[&str]) -> Self {
        let kept = |tool: &&Arc<dyn Tool>| !names.contains(&tool.spec().name.as_str());
        Self::new(self.tools.iter().filter(kept).cloned())
    }

    /// As the model is told of them.
    pub fn specs(&self) -> &Arc<[ToolSpec]> {
        &self.specs
    }

    /// How many bytes the model is told of them with each question.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Calls what a model wants called. A tool that is not there and arguments that do not fit are
    /// failed results that tell the model what is wrong.
    pub async fn call(&self, turn: &TurnInfo, call: &ToolCall) -> Given {
        let Some(tool) = self.tools.iter().find(|tool| tool.spec().name == call.name) else {
            return Then::Failed(self.unknown(&call.name)).into();
        };
        match arguments::read(&call.arguments, &tool.spec().parameters) {
            Ok(arguments) => tool.call(Call { turn, arguments: &arguments }).await,
            Err(fault) => Then::Failed(fault).into(),
        }
    }

    fn unknown(&self, name: &str) -> String {
        let known: Vec<&str> = self.specs.iter().map(|spec| spec.name.as_str()).collect();
        match known.as_slice() {
            [] => format!("there is no tool {name}, and no other either: answer without tools"),
            known => format!("there is no tool {name}; there is {}", known.join(", ")),
        }
    }
}

impl std::fmt::Debug for Toolbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.specs.iter().map(|spec| &spec.name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::principal::Principal;
    use serde_json::json;

    struct Twice(ToolSpec);

    impl Tool for Twice {
        fn spec(&self) -> &ToolSpec {
            &self.0
        }

        fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Given> {
            let text = call.arguments["text"].as_str().expect("checked").repeat(2);
            Box::pin(std::future::ready(Then::Result(text).into()))
        }
    }

    fn toolbox() -> Toolbox {
        let spec = |description: &str| ToolSpec {
            name: "twice".into(),
            description: description.into(),
            parameters: json!({"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}),
        };
        Toolbox::new([Arc::new(Twice(spec("a"))) as Arc<dyn Tool>, Arc::new(Twice(spec("b")))])
    }

    async fn called(name: &str, arguments: &str) -> Then {
        let turn = TurnInfo {
            who: Principal::parse("u").unwrap(),
            request_id: "r".into(),
            session_id: "s".into(),
            agent_id: "a".into(),
            asked_at: 0,
        };
        let call = ToolCall { id: "1".into(), name: name.into(), arguments: arguments.into(), extra: None };
        toolbox().call(&turn, &call).await.then
    }

    #[tokio::test]
    async fn a_tool_is_called_with_arguments_that_fit() {
        assert_eq!(called("twice", r#"{"text":"ab"}"#).await, Then::Result("abab".into()));
    }

    #[tokio::test]
    async fn what_does_not_fit_is_a_failed_result_for_the_model() {
        let failed = |text: &str| Then::Failed(text.to_owned());
        assert_eq!(called("once", "{}").await, failed("there is no tool once; there is twice"));
        assert_eq!(called("twice", "{}").await, failed("the argument text is missing"));
        let Then::Failed(half) = called("twice", r#"{"text": "a"#).await else { panic!("it failed") };
        assert!(half.starts_with("the arguments are no JSON"), "{half}");
    }

    #[test]
    fn of_two_tools_with_one_name_the_first_counts() {
        let toolbox = toolbox();
        assert_eq!(toolbox.with(&[Arc::new(Twice(toolbox.specs()[0].clone()))]).specs().len(), 1);
        assert_eq!(toolbox.without("once").specs().len(), 1);
        assert_eq!(toolbox.without("twice").specs().len(), 0);
        let more =
            toolbox.with(&[Arc::new(Twice(ToolSpec { name: "more".into(), ..toolbox.specs()[0].clone() }))]);
        assert!(Arc::ptr_eq(more.without("more").specs(), more.clone().without("more").specs()), "made once");
        assert_eq!(more.without("twice").specs()[0].name, "more");
        assert_eq!(toolbox.specs().len(), 1);
        assert_eq!(toolbox.specs()[0].description, "a");
    }
}
