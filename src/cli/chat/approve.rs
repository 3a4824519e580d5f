//! Calls of tools that wait for a yes: asked about on the terminal, or answered by the command line.

use std::cell::Cell;

use clap::Args;
use serde_json::Value;

use super::screen::Screen;
use crate::output::{ExitCode, Failure, Prompter, escaped};
use crate::support::pattern;

/// What to do with calls of tools that ask
#[derive(Debug, Default, Args)]
pub(crate) struct Asks {
    /// Allow calls of tools that ask, where server/tool fits PATTERN, such as files/* or all; may be repeated
    #[arg(long, value_name = "PATTERN")]
    approve: Vec<String>,
    /// Say no to calls of tools that ask, and put no question
    #[arg(long)]
    deny_asks: bool,
}

/// An answer on its way to whoever asked.
pub(super) struct Answered {
    pub(super) id: String,
    pub(super) allow: bool,
    pub(super) for_session: bool,
}

/// Answers while a turn runs.
pub(super) struct Approver<'a> {
    asks: &'a Asks,
    prompter: Prompter,
    interrupted: Cell<bool>,
}

impl<'a> Approver<'a> {
    pub(super) fn new(asks: &'a Asks, prompter: Prompter) -> Self {
        Self { asks, prompter, interrupted: Cell::new(false) }
    }

    /// Whether Ctrl-C was the answer to a question, and not meant for the turn.
    pub(super) fn was_interrupted(&self) -> bool {
        self.interrupted.take()
    }

    /// The answer to `approval`, as the API tells of it; nothing where it waits for none.
    pub(super) fn answer(
        &self,
        approval: &Value,
        screen: &mut Screen<'_>,
    ) -> Result<Option<Answered>, Failure> {
        let text = |name: &str| approval[name].as_str().unwrap_or_default();
        if text("status") != "pending" {
            return Ok(None);
        }
        let tool = format!("{}/{}", text("server"), text("tool"));
        let answered = |allow, for_session| Answered { id: text("id").to_owned(), allow, for_session };
        let fits = self.asks.approve.iter().any(|one| fits(one, &tool));
        // Others chose these words: in one line they cannot draw a question of their own.
        let (tool, why) = (escaped(&tool), escaped(text("why")));
        if fits {
            screen.note(&format!("{tool} was allowed by --approve"));
            return Ok(Some(answered(true, false)));
        }
        if self.asks.deny_asks {
            screen.note(&format!("{tool} was denied by --deny-asks"));
            return Ok(Some(answered(false, false)));
        }
        if !self.prompter.can_ask() {
            screen.note(&format!(
                "{tool} was denied, for nobody can be asked here ({why}); `--approve {tool}` allows it"
            ));
            return Ok(Some(answered(false, false)));
        }
        screen.aside(&format!("{} wants to call {tool}: {why}", escaped(text("agent_id"))))?;
        screen.aside(&format!("  {}", approval["arguments"]))?;
        if approval["arguments_cut"] == true {
            screen.aside("  (not all of the arguments is shown)")?;
        }
        loop {
            let typed = match self.ask() {
                Ok(typed) => typed,
                // Ctrl-C is a no, and the turn goes on.
                Err(failure) if failure.exit() == ExitCode::Interrupted => {
                    self.interrupted.set(true);
                    return Ok(Some(answered(false, false)));
                }
                Err(failure) => return Err(failure),
            };
            match typed.trim().to_lowercase().as_str() {
                "y" | "yes" => return Ok(Some(answered(true, false))),
                "s" | "session" => return Ok(Some(answered(true, true))),
                "" | "n" | "no" => return Ok(Some(answered(false, false))),
                _ => screen.aside("  type y, s or n")?,
            }
        }
    }
}

impl Approver<'_> {
    /// A question waits with a runtime of its own, which cannot be begun inside of the one that hears the turn.
    fn ask(&self) -> Result<String, Failure> {
        let (question, prompter) = ("Allow it? y: once, s: for this session, N: no", &self.prompter);
        let ask = || {
            prompter.drop_typed();
            prompter.text(question, "--approve")
        };
        let asked = std::thread::scope(|scope| scope.spawn(ask).join());
        asked.unwrap_or_else(|_| Err(Failure::failed("input", &"the question broke off")))
    }
}

/// As rules of the formation do: without a slash it is for the tools of every server.
pub(in crate::cli) fn fits(wanted: &str, tool: &str) -> bool {
    let name = if wanted.contains('/') { tool } else { tool.split_once('/').map_or(tool, |(_, name)| name) };
    wanted == "all" || pattern::matches(wanted, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_for_the_tools_of_one_server_or_of_all() {
        for good in ["all", "*", "files/*", "files/read", "read", "re*", "*/read"] {
            assert!(fits(good, "files/read"), "{good}");
        }
        for bad in ["files", "other/*", "write", "files/write", ""] {
            assert!(!fits(bad, "files/read"), "{bad}");
        }
    }
}
