//! Calls of tools of servers: those of one round side by side, each after a look at the policy.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use serde_json::{Map, Value};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

use super::audit::Call;
use super::error::Limit;
use super::run::{Asking, Running};
use super::{StepKind, TurnError, TurnEvent};
use crate::formation::model::Verb;
use crate::runtime::approvals::{About, ApprovalStatus, DeniedBy};
use crate::runtime::credentials::Wanting;
use crate::runtime::llm::{Media, Message, Part, ToolCall};
use crate::runtime::mcp::{CallOptions, McpError, Progress};
use crate::runtime::tools::policy::{self, Verdict, Wanted};
use crate::runtime::tools::{McpTool, Tool as _, told};
use crate::support::clock::millis;

/// So many calls of a round are under way at once.
const AT_ONCE: usize = 64;
/// A server has so much longer than it was told to, to say that it gave up.
const GRACE: Duration = Duration::from_millis(500);
/// How far a call is, is told so often at most.
const NEWS: Duration = Duration::from_millis(400);
/// The longest that a server may say of it, in characters.
const LONGEST_NEWS: usize = 200;

/// A call that was made, or was not.
struct Made {
    call: ToolCall,
    result: Result<String, String>,
    pictures: Vec<Media>,
    server: String,
    tool: String,
    /// What the policy said, where it was asked.
    verb: Option<Verb>,
    why: String,
    denied_by: Option<DeniedBy>,
    /// What the user has to be asked first.
    wanting: Option<Wanting>,
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
                this.record_call(recorded(asking.agent, &made));
                let name = format!("{}/{}", made.server, made.tool);
                this.log_call(asking.agent, &name, made.result.is_err(), made.denied_by);
                this.notable(|| called(&made)).await?;
                done.push(made);
            }
        }
        self.calling += done.iter().map(|made| made.took).max().unwrap_or_default();
        for made in done {
            asking.pictures.extend(made.pictures);
            match made.wanting {
                Some(wanting) => asking.wants(wanting, made.call),
                None => self.put_result(asking, made.call, made.result),
            }
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
            verb: None,
            why: "the arguments do not fit".to_owned(),
            denied_by: None,
            wanting: None,
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
        let verdict = policy::judge(&self.core.parts.tools.policy, &wanted);
        made.denied_by = match verdict.verb {
            Verb::Allow => None,
            Verb::Deny => Some(DeniedBy::Policy),
            Verb::Ask if self.ask.unattended => Some(DeniedBy::Nobody),
            Verb::Ask => match self.accounts_of(tool).await {
                Ok(with) => self.ask_the_user(agent, tool, &arguments, &verdict, &with).await.err(),
                Err(wanting) => {
                    made.result = Err(wanting.told());
                    made.wanting = Some(wanting);
                    return made;
                }
            },
        };
        (made.verb, made.why) = (Some(verdict.verb), verdict.why);
        if let Some(by) = made.denied_by {
            made.result = Err(self.refusal(by, &made));
            return made;
        }
        if made.verb == Some(Verb::Ask) {
            made.why.insert_str(0, "allowed: ");
        }
        let began = Instant::now();
        self.reach(tool, arguments, &mut made).await;
        made.took = began.elapsed();
        made
    }

    /// What the model is told of a call that is not made.
    fn refusal(&self, by: DeniedBy, made: &Made) -> String {
        match by {
            DeniedBy::User => {
                "not called: the user said no. Do not call it again for the same thing".to_owned()
            }
            DeniedBy::Nobody if self.ask.unattended => nobody(made),
            DeniedBy::Nobody => {
                "not called: it needs a yes of the user, and nobody could be asked".to_owned()
            }
            DeniedBy::Timeout => {
                let seconds = self.core.parts.tools.ask_for().as_secs_f64();
                format!("not called: the user was asked, and did not answer within {seconds} s")
            }
            DeniedBy::Policy | DeniedBy::Limit => {
                format!("not called: the formation does not allow this call ({})", made.why)
            }
        }
    }

    /// Whether the user allows the call; else why it is not made.
    async fn ask_the_user(
        &self,
        agent: &str,
        tool: &McpTool,
        arguments: &Map<String, Value>,
        verdict: &Verdict,
        accounts: &[String],
    ) -> Result<(), DeniedBy> {
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
            accounts,
        };
        let status = match self.core.approvals.remembered(&about) {
            Some(decision) => decision.into(),
            None => self.wait_for_the_user(&about).await.unwrap_or(ApprovalStatus::Unasked),
        };
        match status {
            ApprovalStatus::Allowed => Ok(()),
            // Whatever is no yes makes no call.
            other => Err(other.denied_by().unwrap_or(DeniedBy::Nobody)),
        }
    }

    /// Puts the question; an error where nobody hears it.
    async fn wait_for_the_user(&self, about: &About<'_>) -> Result<ApprovalStatus, TurnError> {
        let within = self.core.parts.tools.ask_for();
        let waiting = self.core.approvals.ask(about, self.now(), within, &self.core.parts.redactor);
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
        let one = limits.call.map_or(tool.server.timeout(), |most| most.min(tool.server.timeout()));
        let asker = (!tool.server.needs().is_empty()).then(|| self.asker_for(tool));
        // Each account has the time of a call then, and all of them what is left of the turn's.
        let all = asker.as_ref().is_some_and(|asker| asker.means_all(tool.server.needs()));
        let within = left.map_or(one, |left| left.min(one));
        let longest = if all { left.unwrap_or(Duration::MAX) } else { within };
        let whole = if all { left } else { None };
        let mut options = CallOptions { timeout: Some(within), whole, progress: None, asker };
        let mut news = None;
        if self.hears_steps() || self.hears_progress() {
            // Only the latest is kept, however much a server says.
            let (last, heard) = watch::channel(None);
            options.progress = Some(Arc::new(move |how_far| drop(last.send_replace(Some(how_far)))));
            news = Some(heard);
        }
        let call = timeout(longest.saturating_add(GRACE), tool.server.call(&tool.tool, arguments, options));
        let answer = match news {
            Some(news) => self.hearing(tool, call, news).await,
            None => call.await,
        };
        let name = &made.call.name;
        match answer {
            Ok(Ok(answer)) => {
                let told = told(answer, name, limits.output, &parts.redactor);
                made.pictures = told.pictures;
                made.result = if told.failed { Err(told.text) } else { Ok(told.text) };
            }
            Ok(Err(McpError::Wants(wanting))) => {
                made.result = Err(wanting.told());
                made.wanting = Some(*wanting);
            }
            Ok(Err(error)) => {
                let text = parts.redactor.redact(&error.to_string()).into_owned();
                made.result = Err(format!("the server {} failed: {text}", made.server));
            }
            Err(_) => {
                let seconds = longest.as_secs_f64();
                made.result =
                    Err(format!("the server {} failed: it did not answer within {seconds} s", made.server));
            }
        }
    }

    /// Waits for `call`, and tells now and then how far it is.
    async fn hearing<T>(
        &self,
        tool: &McpTool,
        call: impl Future<Output = T>,
        mut news: watch::Receiver<Option<Progress>>,
    ) -> T {
        let (mut call, mut next) = (pin!(call), Instant::now());
        loop {
            let heard = async {
                sleep_until(next).await;
                news.changed().await
            };
            tokio::select! {
                biased;
                answer = &mut call => return answer,
                heard = heard => if heard.is_err() {
                    return call.await;
                },
            }
            let Some(how_far) = news.borrow_and_update().clone() else { continue };
            next = Instant::now() + NEWS;
            // A client that has left ends the turn by itself.
            drop(self.tell_how_far(tool, how_far).await);
        }
    }

    async fn tell_how_far(&self, tool: &McpTool, mut how_far: Progress) -> Result<(), TurnError> {
        if let Some(message) = &mut how_far.message
            && let Some((end, _)) = message.char_indices().nth(LONGEST_NEWS)
        {
            message.truncate(end);
        }
        let words = || {
            let Progress { progress, total, message } = &how_far;
            let total = total.map(|total| format!(" of {total}")).unwrap_or_default();
            let message = message.as_ref().map(|message| format!(": {message}")).unwrap_or_default();
            format!("{}: {progress}{total}{message}", tool.full_name())
        };
        self.progress("calling_tool", words).await?;
        let (server, name) = (tool.server.id(), &tool.tool);
        self.step(|| StepKind::Progress { server: server.to_owned(), tool: name.clone(), how_far }).await
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
            self.notable(|| StepKind::Missing {
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

/// What the model is told of a call that needs a yes where nobody can be asked, to tell the user.
fn nobody(made: &Made) -> String {
    let Made { server, tool, why, .. } = made;
    format!(
        "not called: {server}/{tool} needs a yes of the user ({why}), and nobody can be asked here. Tell the user: a \
         rule of `tool_policy` in the formation can allow it (`tools: {server}/{tool}`, `do: allow`); or start `muxi \
         serve`, which asks with `muxi approvals`"
    )
}

fn recorded(agent: usize, made: &Made) -> Call<'_> {
    Call {
        agent,
        server: Some(&made.server),
        tool: &made.tool,
        verb: made.verb,
        why: &made.why,
        denied_by: made.denied_by,
        took_ms: millis(made.took),
        failed: made.result.is_err(),
    }
}

fn called(made: &Made) -> StepKind {
    StepKind::Called {
        tool: made.tool.clone(),
        server: Some(made.server.clone()),
        verb: made.verb,
        why: Some(made.why.clone()),
        denied_by: made.denied_by,
        took_ms: millis(made.took),
        failed: made.result.is_err(),
    }
}
