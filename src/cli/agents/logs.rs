//! `muxi agents logs NAME`.

use clap::Args;
use serde_json::{Value, json};

use super::super::context::Context;
use super::super::far::Far;
use super::super::wait::{in_tokio, wait};
use crate::output::{Failure, Printer, one_line};

/// The longest line that is shown, in characters.
const SHOWN: usize = 4000;

/// Print the last lines of what an agent did: requests, tools, errors, what its program complains
#[derive(Debug, Args)]
#[command(after_help = "\
No line holds what a user said, what an agent answered, or what a tool was called with.
With --json and --follow, each line is an object of its own.")]
pub(crate) struct Logs {
    /// The agent's id
    name: String,
    /// Go on with what comes, until Ctrl-C or until the server ends
    #[arg(long, short)]
    follow: bool,
    #[command(flatten)]
    far: Far,
}

impl Logs {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let client = self.far.client(context, None)?;
        let out = &mut context.out;
        if self.follow {
            return in_tokio(client.follow_agent_log(&self.name, |line| {
                if out.is_json() { out.json_line(&line) } else { show(out, &line) }
            }));
        }
        let lines = wait(client.agent_log(&self.name))?;
        if out.is_json() {
            return out.json(&json!({"lines": lines, "count": lines.len()}));
        }
        if lines.is_empty() {
            out.note("there are no lines");
        }
        lines.iter().try_for_each(|line| show(out, line))
    }
}

fn show(out: &mut Printer, line: &Value) -> Result<(), Failure> {
    let text = |name: &str| line[name].as_str().unwrap_or_default();
    let request =
        if text("request_id").is_empty() { String::new() } else { format!(" {}", text("request_id")) };
    out.line(&one_line(&format!("{} {}{request} {}", text("at"), text("kind"), text("text")), SHOWN))
}
