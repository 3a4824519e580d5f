//! What a model wants called: tools, and other agents.

use super::audit::Call;
use super::error::Limit;
use super::run::{Asking, Running, State, Waiting};
use super::{StepKind, TurnError};
use crate::runtime::approvals::DeniedBy;
use crate::runtime::llm::{Message, ToolCall};
use crate::runtime::overlord::clarify;
use crate::runtime::tools::{Given, McpTool, Then};

/// The most agents that wait for each other.
const MAX_DEPTH: usize = 3;
/// So many refused delegations end a turn.
const MAX_REFUSED: u32 = 3;

impl Running<'_> {
    /// Calls what the model wants called, and puts the results into the conversation.
    pub(super) async fn act(&mut self, mut asking: Box<Asking>) -> Result<State, TurnError> {
        loop {
            self.act_remote(&mut asking).await?;
            let Some(call) = asking.calls.pop_front() else { break };
            let asked_at = self.now();
            if let Err(refused) = self.may_call(&mut asking) {
                self.take_refused(&mut asking, call, refused).await?;
                continue;
            }
            self.calls += 1;
            let Given { then, ui, artifact } = asking.tools.call(&self.info, &call).await;
            if let Some(artifact) = artifact {
                self.made(&artifact).await?;
            }
            let shown = match ui {
                Some(ui) => self.show(ui).await?,
                None => Ok(()),
            };
            let result = match then {
                Then::Result(_) if shown.is_err() => shown.map(|()| String::new()),
                Then::Result(text) => Ok(text),
                Then::Failed(text) => Err(text),
                Then::Wants(wanting) => {
                    self.called(&call, asked_at, true).await?;
                    asking.wants(wanting, call);
                    continue;
                }
                Then::AskUser(questions) => {
                    self.called(&call, asked_at, false).await?;
                    let text = self.core.parts.rules.format.question(&questions);
                    return self.say(asking, text, clarify::finish()).await;
                }
                Then::Delegate { agent_id, task } => match self.may_delegate(&asking, &agent_id) {
                    Ok(agent) => {
                        let waiting = Waiting { asking, call, asked_at };
                        return self.delegate(waiting, agent, &task).await;
                    }
                    Err(refusal) => Err(self.refuse(&asking, &agent_id, refusal)?),
                },
            };
            self.take_result(&mut asking, call, asked_at, result).await?;
        }
        if asking.wanting.is_some() {
            return self.want(asking).await;
        }
        self.show_to_model(&mut asking);
        Ok(State::Asking(asking))
    }

    /// Begins to work on the task of a waiting agent.
    async fn delegate(&mut self, waiting: Waiting, agent: usize, task: &str) -> Result<State, TurnError> {
        let from = self.agent(waiting.asking.agent);
        let to = self.agent(agent);
        self.notable(|| StepKind::Delegated { from: from.id.clone(), agent_id: to.id.clone() }).await?;
        self.progress("delegating", || format!("{} works on it", to.name)).await?;
        let tools = self.tools(to, true).await?;
        let messages = super::context::task(to, &tools, task);
        Ok(State::Asking(self.asking(agent, messages, tools, Some(waiting))?))
    }

    /// Gives the result of a task to the agent that waits for it.
    pub(super) async fn hand_back(
        &mut self,
        waiting: Waiting,
        result: Result<String, TurnError>,
    ) -> Result<State, TurnError> {
        let Waiting { mut asking, call, asked_at } = waiting;
        self.agent(asking.agent).id.clone_into(&mut self.info.agent_id);
        let result = match result {
            Ok(said) if said.is_empty() => Err("the agent gave no answer".to_owned()),
            Ok(said) => Ok(said),
            Err(error) => Err(format!("the agent could not do it: {error}")),
        };
        self.take_result(&mut asking, call, asked_at, result).await?;
        Ok(State::Acting(asking))
    }

    async fn take_result(
        &mut self,
        asking: &mut Asking,
        call: ToolCall,
        asked_at: u64,
        result: Result<String, String>,
    ) -> Result<(), TurnError> {
        let failed = result.is_err();
        self.log_call(asking.agent, &call.name, failed, None);
        let took_ms = self.now().saturating_sub(asked_at);
        self.record_call(Call { agent: asking.agent, tool: &call.name, took_ms, failed, ..Call::default() });
        self.called(&call, asked_at, failed).await?;
        self.put_result(asking, call, result);
        Ok(())
    }

    /// A call that a limit of the turn refuses, of a server's tool or of another one.
    async fn take_refused(
        &mut self,
        asking: &mut Asking,
        call: ToolCall,
        refused: String,
    ) -> Result<(), TurnError> {
        let of = asking.tools.remote(&call.name);
        let denied_by = Some(DeniedBy::Limit);
        let name = of.map_or_else(|| call.name.clone(), McpTool::full_name);
        self.log_call(asking.agent, &name, true, denied_by);
        self.record_call(Call {
            agent: asking.agent,
            server: of.map(|tool| tool.server.id()),
            tool: of.map_or(call.name.as_str(), |tool| tool.tool.as_str()),
            denied_by,
            ..Call::default()
        });
        self.notable(|| StepKind::Called {
            tool: of.map_or_else(|| call.name.clone(), |tool| tool.tool.clone()),
            server: of.map(|tool| tool.server.id().to_owned()),
            verb: None,
            why: Some(refused.clone()),
            denied_by,
            took_ms: 0,
            failed: true,
        })
        .await?;
        self.put_result(asking, call, Err(refused));
        Ok(())
    }

    /// Puts a result into the conversation.
    pub(super) fn put_result(&self, asking: &mut Asking, call: ToolCall, result: Result<String, String>) {
        let failed = result.is_err();
        let result = result.unwrap_or_else(|fault| fault);
        self.count_errors(asking, &call.name, failed.then_some(&result));
        asking.request.messages.push(Message::Tool { call, result, failed });
    }

    async fn called(&self, call: &ToolCall, asked_at: u64, failed: bool) -> Result<(), TurnError> {
        let took_ms = self.now().saturating_sub(asked_at);
        self.notable(|| StepKind::Called {
            tool: call.name.clone(),
            server: None,
            verb: None,
            why: None,
            denied_by: None,
            took_ms,
            failed,
        })
        .await
    }

    /// The agent of that id, if it may do a task for the one that is asked; else why not.
    fn may_delegate(&self, asking: &Asking, agent_id: &str) -> Result<usize, String> {
        let agents = &self.core.parts.agents;
        let Some(agent) = agents.iter().position(|agent| agent.id == agent_id) else {
            return Err(format!("there is no agent {agent_id}"));
        };
        if self.core.lives[agent].is_stopped() {
            return Err(format!("the agent {agent_id} is stopped"));
        }
        let stack = stack(asking);
        if stack.contains(&agent) {
            return Err(format!("the agent {agent_id} waits for this very task: do it yourself"));
        }
        if stack.len() > MAX_DEPTH {
            return Err(format!("{MAX_DEPTH} agents wait for each other already: do it yourself"));
        }
        Ok(agent)
    }

    /// What the model is told of a refused delegation; or the end of the turn, where it goes on trying.
    fn refuse(&mut self, asking: &Asking, agent_id: &str, refusal: String) -> Result<String, TurnError> {
        if self.core.parts.agents.iter().all(|agent| agent.id != agent_id) {
            return Ok(refusal);
        }
        self.refused += 1;
        if self.refused < MAX_REFUSED {
            return Ok(refusal);
        }
        let mut names: Vec<&str> =
            stack(asking).into_iter().rev().map(|agent| self.agent(agent).id.as_str()).collect();
        names.push(agent_id);
        let limit = Limit::Loop(names.join(" > "));
        Err(TurnError::Endless { agent: self.agent(asking.agent).id.clone(), limit })
    }
}

/// The agents from the one that is asked to the one that has the question.
fn stack(asking: &Asking) -> Vec<usize> {
    let mut stack = vec![asking.agent];
    let mut waiting = asking.waiting.as_ref();
    while let Some(Waiting { asking, .. }) = waiting {
        stack.push(asking.agent);
        waiting = asking.waiting.as_ref();
    }
    stack
}
