//! `muxi approvals list`, `allow`, `deny`: calls of tools that wait for a yes.

use clap::{Args, Subcommand};
use serde_json::Value;

use super::context::Context;
use super::far::Far;
use super::shown::table;
use super::wait::wait;
use crate::output::{ExitCode, Failure, escaped};
use crate::remote::formation::UserAnswer;
use crate::support::clock::parse_rfc3339;

/// What is shown of the arguments, in characters.
const SHOWN: usize = 200;

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
    #[command(flatten)]
    far: Far,
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
    #[command(flatten)]
    far: Far,
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
        let client = self.far.client(context, self.user)?;
        let approvals = wait(client.approvals(all))?;
        let now = context.env.clock.now_millis();
        table(context, "approvals", &approvals, "no call waits", |approval| row(approval, now))
    }
}

/// A call that waits, with what its operator has to know before a yes.
fn row(approval: &Value, now: u64) -> Vec<String> {
    // Models, tools and users chose the words: none of them steers the terminal.
    let text = |name: &str| escaped(approval[name].as_str().unwrap_or_default());
    let ends = parse_rfc3339(approval["expires_at"].as_str().unwrap_or_default());
    let left = ends.map_or_else(|| "-".to_owned(), |ends| format!("{} s", ends.saturating_sub(now) / 1000));
    let mark = if approval["dangerous"] == true { "dangerous" } else { "-" };
    vec![
        text("id"),
        text("user_id"),
        text("agent_id"),
        format!("{}/{}", text("server"), text("tool")),
        text("why"),
        mark.to_owned(),
        left,
        arguments(approval),
    ]
}

/// The arguments on one line; `…` at the end says that there is more of them.
fn arguments(approval: &Value) -> String {
    let whole = escaped(&approval["arguments"].to_string());
    let mut shown: String = whole.chars().take(SHOWN).collect();
    if shown.len() < whole.len() || approval["arguments_cut"] == true {
        shown.push('…');
    }
    shown
}

impl Answer {
    fn run(self, context: &mut Context, allow: bool) -> Result<(), Failure> {
        let all = self.user.is_none();
        let client = self.far.client(context, self.user)?;
        let answer = if allow { UserAnswer::Allow } else { UserAnswer::Deny };
        let approval = wait(client.decide(&self.id, answer, self.session, all))?;
        if context.out.is_json() {
            return context.out.json(&approval);
        }
        let text = |name: &str| approval[name].as_str().unwrap_or_default().to_owned();
        let done = if allow { "allowed" } else { "denied" };
        context.out.note(&format!("{done} {}/{} ({})", text("server"), text("tool"), self.id));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_says_what_is_called_with_what_whether_it_is_dangerous_and_until_when() {
        let mut approval = json!({
            "id": "apr_1", "user_id": "alice", "agent_id": "helper", "server": "files", "tool": "sh\u{9b}2J",
            "why": "rule\n1", "dangerous": true, "arguments": {"x": "a\u{202e}b"}, "arguments_cut": false,
            "expires_at": "1970-01-01T00:01:00Z",
        });
        assert_eq!(
            row(&approval, 17_500)[3..],
            ["files/sh\\u{9b}2J", "rule\\n1", "dangerous", "42 s", "{\"x\":\"a\\u{202e}b\"}"]
        );
        approval["arguments"] = json!({"x": "é".repeat(1000)});
        approval["dangerous"] = json!(false);
        let row = row(&approval, 99_000);
        assert_eq!((row[5].as_str(), row[6].as_str()), ("-", "0 s"));
        assert!(row[7].chars().count() == SHOWN + 1 && row[7].ends_with('…'), "{}", row[7]);
    }
}
