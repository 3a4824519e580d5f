//! `muxi approvals list`, `allow`, `deny`: calls of tools that wait for a yes.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::artifacts::wait;
use super::chat;
use super::context::Context;
use crate::output::{ExitCode, Failure, columns};

/// Show and answer calls of tools that wait for a yes
#[derive(Debug, Subcommand)]
pub(crate) enum Approvals {
    /// Print the calls that wait, the oldest first
    List(List),
    /// Let a call be made
    Allow(Answer),
    /// Do not let a call be made
    Deny(Answer),
}

/// Print the calls that wait, the oldest first
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only those of this user; else those of all
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
}

/// Answer a call that waits
#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// The id, as `muxi approvals list` prints it
    id: String,
    /// For all calls of the tool by the agent in this session; of a call that looks dangerous, for the same arguments only
    #[arg(long)]
    session: bool,
    /// Only if it is this user's; else whoever's it is
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
}

impl Approvals {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::List(list) => list.run(context),
            Self::Allow(answer) => answer.run(context, true),
            Self::Deny(answer) => answer.run(context, false),
        }
        .map(|()| ExitCode::Done)
    }
}

impl List {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let all = self.user.is_none();
        let client = chat::client(context, self.user)?;
        let approvals = wait(client.approvals(all))?;
        if context.out.is_json() {
            return context.out.json(&json!({"approvals": approvals, "count": approvals.len()}));
        }
        if approvals.is_empty() {
            context.out.note("no call waits");
            return Ok(());
        }
        let text = |approval: &Value, name: &str| approval[name].as_str().unwrap_or_default().to_owned();
        let row = |approval: &Value| {
            let tool = format!("{}/{}", text(approval, "server"), text(approval, "tool"));
            vec![
                text(approval, "id"),
                text(approval, "user_id"),
                text(approval, "agent_id"),
                tool,
                text(approval, "why"),
            ]
        };
        context.out.line(&columns(approvals.iter().map(row).collect()))
    }
}

impl Answer {
    fn run(self, context: &mut Context, allow: bool) -> Result<(), Failure> {
        let all = self.user.is_none();
        let client = chat::client(context, self.user)?;
        let approval = wait(client.decide(&self.id, allow, self.session, all))?;
        if context.out.is_json() {
            return context.out.json(&approval);
        }
        let text = |name: &str| approval[name].as_str().unwrap_or_default().to_owned();
        let done = if allow { "allowed" } else { "denied" };
        context.out.note(&format!("{done} {}/{} ({})", text("server"), text("tool"), self.id));
        Ok(())
    }
}
