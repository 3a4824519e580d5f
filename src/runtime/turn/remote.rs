//! Calls of tools of servers: those of one round side by side, each after a look at the policy.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use serde_json::{Map, Value};
use tokio::time::{Instant, timeout};

use super::error::Limit;
use super::run::{Asking, Running};
use super::{StepKind, TurnError, TurnEvent};
use crate::formation::model::Verb;
use crate::runtime::approvals::{About, ApprovalStatus, Decision};
use crate::runtime::llm::{Media, Message, Part, ToolCall};
use crate::runtime::tools::policy::{self, Verdict, Wanted};
use crate::runtime::tools::{McpTool, Tool as _, told};

/// So many calls of a round are under way at once.
const AT_ONCE: usize = 64;
/// A server has so much longer than it was told to, to say that it gave up.
const GRACE: Duration = Duration::from_millis(500);

/// A call that was made, or was not.
struct Made {
    call: ToolCall,
    result: Result<String, String>,
    pictures: Vec<Media>,
    server: String,
    tool: String,
    verdict: Verdict,
    /// How the user answered, where the user was asked.
    answered: Option<ApprovalStatus>,
    took: Duration,
}

impl Running<'_> {
    /// Makes the calls of servers' tools that come next, and puts the results into the conversation, in the order of
    /// the calls.
    pub(super) async fn act_remote(&mut self, asking: &mut Asking) -> Result<(), TurnError> {
        let is_next = |asking: &Asking| {
            asking.calls.front().is_some_and(|call| asking.tools.remote(&call.name).is_some())
        };
        let mut calls = Vec::new();
        while is_next(asking) && self.may_call(asking).is_ok() {
            self.calls += 1;
            calls.extend(asking.calls.pop_front());
        }
        if calls.is_empty() {
            return Ok(());
        }
        for tool in calls.iter().filter_map(|call| asking.tools.remote(&call.name)) {
            let agent = self.agent(asking.agent);
            self.progress("calling_tool", || format!("{} calls {}", agent.name, tool.full_name())).await?;
        }
        let mut done = Vec::with_capacity(calls.len());
        {
            let (this, asking) = (&*self, &*asking);
            let made = calls.into_iter().map(|call| this.make(asking, call));
            let mut made = stream::iter(made).buffered(AT_ONCE);
            while let Some(made) = made.next().await {
                this.log_call(asking.agent, &format!("{}/{}", made.server, made.tool), made.result.is_err());
                this.step(|| called(&made)).await?;
                done.push(made);
            }
        }
        self.calling += done.iter().map(|made| made.took).max().unwrap_or_default();
        for made in done {
            let failed = made.result.is_err();
            let result = made.result.unwrap_or_else(|fault| fault);
            self.count_errors(asking, &made.call.name, failed.then_some(&result));
            asking.pictures.extend(made.pictures);
            asking.request.messages.push(Message::Tool { call: made.call, result, failed });
        }
        Ok(())
    }

    /// Whether one more call may be made; else what the model is told.
    pub(super) fn may_call(&self, asking: &mut Asking) -> Result<(), String> {
        let limits = &self.core.parts.tools.limits;
        if self.calls >= limits.calls {
            asking.given_up = Some(Limit::Calls(limits.calls));
            return Err(format!("not called: a turn may have {} calls of tools", limits.calls));
        }
        if let Some(all) = limits.all.filter(|all| self.calling >= *all) {
            asking.given_up = Some(Limit::Time(all.as_secs()));
            return Err(format!("not called: the calls of a turn may take {} s", all.as_secs_f64()));
        }
        Ok(())
    }

    /// Counts failures in a row that are alike.
    pub(super) fn count_errors(&self, asking: &mut Asking, tool: &str, fault: Option<&String>) {
        let most = self.core.parts.tools.limits.repeated_errors;
        let Some(fault) = fault else {
            asking.alike = (String::new(), 0);
            return;
        };
        let this = format!("{tool}: {fault}");
        asking.alike.1 = if asking.alike.0 == this { asking.alike.1 + 1 } else { 1 };
        asking.alike.0 = this;
        if asking.alike.1 >= most {
            asking.given_up.get_or_insert(Limit::Errors(asking.alike.1));
        }
    }

    async fn make(&self, asking: &Asking, call: ToolCall) -> Made {
        let tool = asking.tools.remote(&call.name).expect("looked for before");
        let mut made = Made {
            result: Err(String::new()),
            pictures: Vec::new(),
            server: tool.server.id().to_owned(),
            tool: tool.tool.clone(),
            verdict: Verdict {
                verb: Verb::Deny,
                why: "the arguments do not fit".to_owned(),
                dangerous: false,
            },
            answered: None,
            took: Duration::ZERO,
            call,
        };
        let arguments = match tool.arguments(&made.call.arguments) {
            Ok(arguments) => arguments,
            Err(fault) => {
                made.result = Err(fault);
                return made;
            }
        };
        let agent = &self.agent(asking.agent).id;
        let wanted = Wanted {
            agent,
            server: tool.server.id(),
            tool: &tool.tool,
            arguments: &arguments,
            destructive: tool.destructive,
        };
        made.verdict = policy::judge(&self.core.parts.tools.policy, &wanted);
        let why = &made.verdict.why;
        let refused = match made.verdict.verb {
            Verb::Allow => None,
            Verb::Deny => Some(format!("not called: the formation does not allow this call ({why})")),
            Verb::Ask => match self.ask_the_user(agent, tool, &arguments, &made.verdict).await {
                Ok(status) => {
                    made.answered = Some(status);
                    self.refusal(status)
                }
                Err(_) => Some("not called: nobody is there to allow it".to_owned()),
            },
        };
        if let Some(refused) = refused {
            made.result = Err(refused);
            return made;
        }
        let began = Instant::now();
        self.reach(tool, arguments, &mut made).await;
        made.took = began.elapsed();
        made
    }

    /// What the model is told of a call that the user did not allow.
    fn refusal(&self, status: ApprovalStatus) -> Option<String> {
        match status {
            ApprovalStatus::Allowed => None,
            ApprovalStatus::Denied => {
                Some("not called: the user said no. Do not call it again for the same thing".to_owned())
            }
            ApprovalStatus::Expired | ApprovalStatus::Pending | ApprovalStatus::Gone => {
                let seconds = self.core.parts.tools.ask_for().as_secs_f64();
                Some(format!("not called: the user was asked, and did not answer within {seconds} s"))
            }
        }
    }

    async fn ask_the_user(
        &self,
        agent: &str,
        tool: &McpTool,
        arguments: &Map<String, Value>,
        verdict: &Verdict,
    ) -> Result<ApprovalStatus, TurnError> {
        let about = About {
            who: &self.info.who,
            session_id: &self.info.session_id,
            request_id: &self.info.request_id,
            agent_id: agent,
            server: tool.server.id(),
            tool: &tool.tool,
            told: tool.spec(),
            arguments,
            why: &verdict.why,
            dangerous: verdict.dangerous,
        };
        match self.core.approvals.remembered(&about) {
            Some(Decision::Allow) => return Ok(ApprovalStatus::Allowed),
            Some(Decision::Deny) => return Ok(ApprovalStatus::Denied),
            None => {}
        }
        let within = self.core.parts.tools.ask_for();
        let waiting = self.core.approvals.ask(&about, self.now(), within, &self.core.parts.redactor);
        let mut approval = waiting.approval.clone();
        self.tell(TurnEvent::Approval(approval.clone().into())).await?;
        let status = waiting.answer(within).await;
        approval.status = status;
        self.tell(TurnEvent::Approval(approval.into())).await?;
        Ok(status)
    }

    async fn reach(&self, tool: &McpTool, arguments: Map<String, Value>, made: &mut Made) {
        let parts = &self.core.parts;
        let limits = &parts.tools.limits;
        let left = limits.all.map(|all| all.saturating_sub(self.calling));
        let within = [Some(tool.server.timeout()), limits.call, left].into_iter().flatten().min();
        let within = within.unwrap_or_default();
        let call = tool.server.call(&tool.tool, arguments, within);
        let name = &made.call.name;
        match timeout(within.saturating_add(GRACE), call).await {
            Ok(Ok(answer)) => {
                let told = told(answer, name, limits.output, &parts.redactor);
                made.pictures = told.pictures;
                made.result = if told.failed { Err(told.text) } else { Ok(told.text) };
            }
            Ok(Err(error)) => {
                let text = parts.redactor.redact(&error.to_string()).into_owned();
                made.result = Err(format!("the server {} failed: {text}", made.server));
            }
            Err(_) => {
                let seconds = within.as_secs_f64();
                made.result =
                    Err(format!("the server {} failed: it did not answer within {seconds} s", made.server));
            }
        }
    }

    /// Pictures that tools gave, where the model that answers for the agent takes pictures. To be called when every
    /// call has its result: providers refuse anything between a call and its result.
    pub(super) fn show_to_model(&self, asking: &mut Asking) {
        let pictures = std::mem::take(&mut asking.pictures);
        if pictures.is_empty() {
            return;
        }
        let agent = self.agent(asking.agent);
        let sees = self.core.parts.models.sees(&agent.id, &agent.model);
        if !sees {
            let note = "(The pictures cannot be shown to this model.)";
            asking.request.messages.push(Message::user(note));
            return;
        }
        let note = Part::Text("The pictures of the tools' answers, in their order:".to_owned());
        let shown = std::iter::once(note).chain(pictures.into_iter().map(Part::Media));
        asking.request.messages.push(Message::User(shown.collect()));
        asking.files = super::run::files_of(&asking.request.messages);
    }

    /// Tells of servers whose tools are not there: the client, the log and the trace, and the model in a line of its
    /// instructions.
    pub(super) async fn tell_missing(&self, tools: &crate::runtime::tools::Toolbox) -> Result<(), TurnError> {
        for missing in tools.missing() {
            self.tell(TurnEvent::Missing(missing.clone().into())).await?;
            self.step(|| StepKind::Missing {
                server: missing.server.clone(),
                state: missing.state,
                code: missing.error.as_ref().map(|error| error.code()),
                why: missing.error.as_ref().map(ToString::to_string),
            })
            .await?;
        }
        Ok(())
    }
}

fn called(made: &Made) -> StepKind {
    let asked = made.answered.map(|status| format!("{}: {}", status.as_str(), made.verdict.why));
    StepKind::Called {
        tool: made.tool.clone(),
        server: Some(made.server.clone()),
        verb: Some(made.verdict.verb),
        why: Some(asked.unwrap_or_else(|| made.verdict.why.clone())),
        took_ms: u64::try_from(made.took.as_millis()).unwrap_or(u64::MAX),
        failed: made.result.is_err(),
    }
}
