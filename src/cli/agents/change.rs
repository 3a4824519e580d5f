//! `muxi agents stop`, `restart`, `resume`.

use clap::Args;
use serde_json::{Value, json};

use super::super::context::Context;
use super::super::far::Far;
use super::super::shown::{Shown, list};
use super::super::wait::{in_tokio, wait};
use crate::output::{ExitCode, Failure, Printer};
use crate::support::text::count;

/// Stop an agent: it takes no new turn, and what is its own ends
#[derive(Debug, Args)]
#[command(after_help = "\
Turns under way have 2 s to end, then they are cancelled. Its program and the servers of tools that no other agent uses \
are ended: TERM, and KILL after 2 s. If something survives, the exit code is 1. To stop it twice does no harm. \
With --all each agent is tried; those that are left are named.")]
pub(crate) struct Stop {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    far: Far,
}

/// Stop an agent, and let it answer again
#[derive(Debug, Args)]
pub(crate) struct Restart {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    far: Far,
}

/// Let a stopped agent answer again
#[derive(Debug, Args)]
pub(crate) struct Resume {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    far: Far,
}

/// Which agents
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// The agent's id, as `muxi agents list` prints it
    name: Option<String>,
    /// All agents
    #[arg(long)]
    all: bool,
}

impl Stop {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        self.which.change(context, &self.far, "stop", "stopped")
    }
}

impl Restart {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        self.which.change(context, &self.far, "restart", "restarted")
    }
}

impl Resume {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        self.which.change(context, &self.far, "resume", "resumed")
    }
}

impl Which {
    fn change(self, context: &mut Context, far: &Far, how: &str, done: &str) -> Result<(), Failure> {
        let client = far.client(context, None)?;
        let out = &mut context.out;
        let Some(name) = self.name else {
            let changed = in_tokio(async {
                let all = client.agent_states().await?;
                let names = all.iter().filter_map(|agent| agent["id"].as_str().map(str::to_owned)).collect();
                Ok(each(out, names, done, async |name| Ok(client.change_agent(name, how).await?)).await)
            })?;
            return changed.told(out, done);
        };
        let agent = wait(client.change_agent(&name, how))?;
        let mut changed = Changed::default();
        changed.add(out, &name, agent, done);
        changed.told(out, done)
    }
}

/// What became of agents.
#[derive(Debug, Default)]
struct Changed {
    agents: Vec<Value>,
    /// What did not end, with whose it is.
    survivors: Vec<String>,
    /// Agents of which the server refused it.
    failed: Vec<String>,
}

/// Changes one after the other. One that cannot be changed is told at once, and the others have their turn.
async fn each(
    out: &mut Printer,
    names: Vec<String>,
    done: &str,
    change: impl AsyncFn(&str) -> Result<Value, Failure>,
) -> Changed {
    let mut changed = Changed::default();
    for name in names {
        match change(&name).await {
            Ok(agent) => changed.add(out, &name, agent, done),
            Err(failure) => {
                out.warn_failure(&format!("{name} is not {done}"), &failure);
                changed.failed.push(name);
            }
        }
    }
    changed
}

impl Changed {
    fn add(&mut self, out: &Printer, name: &str, agent: Value, done: &str) {
        let cancelled = Shown::new(&agent, 0).number("cancelled");
        let turns =
            if cancelled > 0 { format!(", {} cancelled", count(cancelled, "turn")) } else { String::new() };
        out.note(&format!("{done} {name}{turns}"));
        self.survivors.extend(
            list(&agent, "survivors")
                .iter()
                .filter_map(Value::as_str)
                .map(|what| format!("{what} of {name}")),
        );
        self.agents.push(agent);
    }

    /// What was changed as data; what was not is the failure.
    fn told(self, out: &mut Printer, done: &str) -> Result<(), Failure> {
        if out.is_json() {
            out.json(&json!({"agents": self.agents, "count": self.agents.len()}))?;
        }
        let left = self.survivors.join(", ");
        if !self.failed.is_empty() {
            let survivors = if left.is_empty() { left } else { format!("; not all ended: {left}") };
            let what = format!("not {done}: {}{survivors}", self.failed.join(", "));
            return Err(Failure::new(ExitCode::Failed, "agents_left", what)
                .hint("see how they are with `muxi agents list`"));
        }
        if left.is_empty() {
            return Ok(());
        }
        Err(Failure::new(ExitCode::Failed, "survivors", format!("not all ended: {left}"))
            .hint("stop the server: it ends what is left"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Options;
    use crate::support::redact::Redactor;

    #[tokio::test]
    async fn an_agent_that_cannot_be_changed_keeps_no_other_from_it() {
        let mut out = Printer::new(Options { quiet: true, ..Options::default() }, Redactor::default());
        let names = ["a", "b", "c"].map(str::to_owned).to_vec();
        let changed = each(&mut out, names, "stopped", async |name| match name {
            "b" => Err(Failure::new(ExitCode::Failed, "broken", "it broke")),
            "c" => Ok(json!({"id": name, "survivors": ["process 7"]})),
            _ => Ok(json!({"id": name})),
        });
        let changed = changed.await;
        assert_eq!(changed.agents.iter().map(|agent| &agent["id"]).collect::<Vec<_>>(), ["a", "c"]);
        let failure = changed.told(&mut out, "stopped").unwrap_err();
        assert_eq!(failure.exit(), ExitCode::Failed);
        assert_eq!(failure.message(), "not stopped: b; not all ended: process 7 of c");
    }
}
