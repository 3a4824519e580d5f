//! Calls of tools that wait for a yes: asked about on the terminal, or answered by the command line.

use std::collections::VecDeque;

use clap::Args;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use super::screen::Screen;
use crate::output::{Failure, Prompter, Question, escaped};
use crate::remote::formation::{ChatEvent, UserAnswer};
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
    pub(super) answer: UserAnswer,
    pub(super) for_session: bool,
}

/// A line that was typed at the question about the approval with this id.
pub(super) type TypedAt = (String, Result<String, Failure>);

/// Shows a turn while it runs, and puts the questions of its calls: one at a time, and none for longer than it waits.
pub(super) struct Desk<'a, 'out> {
    asks: &'a Asks,
    prompter: Prompter,
    screen: &'a mut Screen<'out>,
    /// The question on the terminal.
    open: Option<(Approval, Question)>,
    /// Those that come after it.
    next: VecDeque<Approval>,
    /// What came while a question is open is shown after it.
    held: Vec<ChatEvent>,
    /// What is to be said then, before them.
    notes: Vec<String>,
    typed: UnboundedSender<TypedAt>,
    answers: UnboundedSender<Answered>,
}

/// A call that waits for a yes.
struct Approval {
    id: String,
    /// `server/tool`, which cannot steer a terminal.
    tool: String,
    about: Value,
}

impl Approval {
    fn new(about: Value) -> Self {
        let id = about["id"].as_str().unwrap_or_default().to_owned();
        let mut approval = Self { id, tool: String::new(), about };
        // Others chose these words: in one line they cannot draw a question of their own.
        let (server, tool) = approval.name();
        approval.tool = escaped(&format!("{server}/{tool}"));
        approval
    }

    /// The server and its tool as they are, for patterns.
    fn name(&self) -> (&str, &str) {
        let text = |name: &str| self.about[name].as_str().unwrap_or_default();
        (text("server"), text("tool"))
    }

    fn text(&self, name: &str) -> String {
        escaped(self.about[name].as_str().unwrap_or_default())
    }
}

impl<'a, 'out> Desk<'a, 'out> {
    /// Lines that are typed go to `typed`, and have to come back by [`Self::typed`]; `answers` are for whoever asked.
    pub(super) fn new(
        asks: &'a Asks,
        prompter: Prompter,
        screen: &'a mut Screen<'out>,
        typed: UnboundedSender<TypedAt>,
        answers: UnboundedSender<Answered>,
    ) -> Self {
        Self {
            asks,
            prompter,
            screen,
            open: None,
            next: VecDeque::new(),
            held: Vec::new(),
            notes: Vec::new(),
            typed,
            answers,
        }
    }

    pub(super) fn event(&mut self, event: ChatEvent) -> Result<(), Failure> {
        match event {
            ChatEvent::Approval(about) if about["status"] == "pending" => self.asked(Approval::new(about)),
            ChatEvent::Approval(about) => self.ended(&about),
            // It would be written over the question, and is old after it.
            ChatEvent::Progress(_) if self.open.is_some() => Ok(()),
            event if self.open.is_some() => {
                self.held.push(event);
                Ok(())
            }
            event => self.screen.event(event),
        }
    }

    /// A line was typed at a question.
    pub(super) fn typed(&mut self, (id, line): TypedAt) -> Result<(), Failure> {
        let Some((approval, question)) = self.open.take_if(|(open, _)| open.id == id) else { return Ok(()) };
        drop(question);
        match line?.trim().to_lowercase().as_str() {
            "y" | "yes" => self.answer(&approval, UserAnswer::Allow, false),
            "s" | "session" => self.answer(&approval, UserAnswer::Allow, true),
            "" | "n" | "no" => self.answer(&approval, UserAnswer::Deny, false),
            _ => {
                self.screen.aside("  type y, s or n")?;
                return self.ask(approval);
            }
        }
        self.go_on()
    }

    /// Ctrl-C: where a question is open it is a no to it, and not meant for the turn.
    pub(super) fn interrupted(&mut self) -> Result<bool, Failure> {
        let Some((approval, question)) = self.open.take() else { return Ok(false) };
        question.take_back();
        self.answer(&approval, UserAnswer::Deny, false);
        self.go_on().map(|()| true)
    }

    /// The turn has ended: nothing is asked any more. `late` is what became of an answer that nobody waited for.
    pub(super) fn close(&mut self, late: Option<&Failure>) -> Result<(), Failure> {
        self.next.clear();
        if let Some((approval, question)) = self.open.take() {
            let typed = question.take_back();
            self.told(&format!("{} is not asked about any more", approval.tool), typed)?;
        }
        self.go_on()?;
        if let Some(failure) = late {
            self.screen.note(&format!("an answer came too late: {}", failure.message()));
        }
        Ok(())
    }

    fn asked(&mut self, approval: Approval) -> Result<(), Failure> {
        let tool = &approval.tool;
        let (server, name) = approval.name();
        let (note, answer) = if self.asks.approve.iter().any(|one| fits(one, server, name)) {
            (format!("{tool} was allowed by --approve"), UserAnswer::Allow)
        } else if self.asks.deny_asks {
            (format!("{tool} was denied by --deny-asks"), UserAnswer::Deny)
        } else if !self.prompter.can_ask() {
            let why = approval.text("why");
            let note = format!(
                "{tool} was denied, for nobody can be asked here ({why}); `--approve {tool}` allows it"
            );
            (note, UserAnswer::Unasked)
        } else if self.open.is_some() {
            self.next.push_back(approval);
            return Ok(());
        } else {
            return self.put(approval);
        };
        if self.open.is_some() {
            // It would be drawn over the question that waits.
            self.notes.push(note);
        } else {
            self.screen.note(&note);
        }
        self.answer(&approval, answer, false);
        Ok(())
    }

    /// It was answered elsewhere, or waits no more. Our own answers end here too, when their questions are gone.
    fn ended(&mut self, about: &Value) -> Result<(), Failure> {
        let id = about["id"].as_str().unwrap_or_default();
        // Those that nobody has seen yet need no word.
        self.next.retain(|one| one.id != id);
        let Some((approval, question)) = self.open.take_if(|(open, _)| open.id == id) else { return Ok(()) };
        let typed = question.take_back();
        let tool = &approval.tool;
        let what = match about["status"].as_str() {
            Some("allowed") => format!("{tool} was allowed elsewhere"),
            Some("denied") => format!("{tool} was denied elsewhere"),
            Some("expired") => format!("{tool} is not called: the answer did not come in time"),
            _ => format!("{tool} is not asked about any more"),
        };
        self.told(&what, typed)?;
        self.go_on()
    }

    fn told(&mut self, what: &str, typed: bool) -> Result<(), Failure> {
        let dropped = if typed { "; what was typed is dropped" } else { "" };
        self.screen.aside(&format!("{what}{dropped}"))
    }

    fn put(&mut self, approval: Approval) -> Result<(), Failure> {
        let (agent, why) = (approval.text("agent_id"), approval.text("why"));
        self.screen.aside(&format!("{agent} wants to call {}: {why}", approval.tool))?;
        self.screen.aside(&format!("  {}", approval.about["arguments"]))?;
        if approval.about["arguments_cut"] == true {
            self.screen.aside("  (not all of the arguments is shown)")?;
        }
        self.ask(approval)
    }

    fn ask(&mut self, approval: Approval) -> Result<(), Failure> {
        let (typed, id) = (self.typed.clone(), approval.id.clone());
        let heard = move |line| drop(typed.send((id, line)));
        let question =
            self.prompter.put("Allow it? y: once, s: for this session, N: no", "--approve", heard)?;
        self.open = Some((approval, question));
        Ok(())
    }

    /// The next question, else what was held back for the last one.
    fn go_on(&mut self) -> Result<(), Failure> {
        if let Some(approval) = self.next.pop_front() {
            return self.put(approval);
        }
        for note in std::mem::take(&mut self.notes) {
            self.screen.note(&note);
        }
        std::mem::take(&mut self.held).into_iter().try_for_each(|event| self.screen.event(event))
    }

    fn answer(&self, approval: &Approval, answer: UserAnswer, for_session: bool) {
        // Nobody is there to hear it where the turn has ended.
        drop(self.answers.send(Answered { id: approval.id.clone(), answer, for_session }));
    }
}

/// As rules of the formation do; `all` is for all.
pub(in crate::cli) fn fits(wanted: &str, server: &str, tool: &str) -> bool {
    wanted == "all" || pattern::fits_tool(wanted, server, tool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_for_the_tools_of_one_server_or_of_all() {
        for good in ["all", "*", "files/*", "files/read", "read", "re*", "*/read"] {
            assert!(fits(good, "files", "read"), "{good}");
        }
        for bad in ["files", "other/*", "write", "files/write", ""] {
            assert!(!fits(bad, "files", "read"), "{bad}");
        }
    }
}
