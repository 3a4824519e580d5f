//! `muxi mcp call ID TOOL`.

use clap::Args;
use serde_json::Value;

use super::super::context::Context;
use super::arguments::Arguments;
use super::source::{ForUser, Source, Where, down};
use crate::audit::{Class, Event};
use crate::output::{ExitCode, Failure, one_line};
use crate::remote::formation::ToolCall;

/// What is shown of the arguments in a question, in characters.
const SHOWN: usize = 2000;

/// Call a tool, and print what it answers
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi mcp call files read_text_file --arg path=todo.md
  muxi mcp call search find --args '{\"query\": \"muxi\", \"limit\": 3}'
  muxi mcp call notes add --args - < note.json

Arguments can be seen by other users of this machine in the list of processes: give secret ones with --args @FILE or \
--args -. The policy of the formation holds here too: where it says ask, you are asked, or --yes answers (else exit \
code 7); what it denies is not called (exit code 4). Ctrl-C cancels the call. A tool that says that it failed ends it \
with exit code 1.")]
pub(crate) struct Call {
    /// The server's id
    id: String,
    /// The tool's name, as `muxi mcp tools ID` prints it
    tool: String,
    #[command(flatten)]
    arguments: Arguments,
    #[command(flatten)]
    whose: ForUser,
    /// Say yes where the policy asks
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    place: Where,
}

impl Call {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let mut arguments = self.arguments.whole(context)?;
        let source = Source::open_for(context, &self.place, self.whose.user.as_deref())?;
        if self.arguments.need_schema() {
            self.arguments.each(&self.schema(&source)?, &mut arguments)?;
        }
        let call = ToolCall {
            tool: self.tool.clone(),
            arguments,
            timeout: self.place.timeout(),
            confirmed: self.yes,
            user: self.whose.user.clone(),
        };
        let answer = if source.is_here() {
            let mut event =
                Event::new(Class::Tool, "tool.call", "tool", format!("{}/{}", self.id, self.tool));
            if let Some(user) = source.called_for() {
                event = event.with("user", user);
            }
            context.audited_here(event, |context| self.called(context, &source, call))?
        } else {
            self.called(context, &source, call)?
        };
        drop(source);
        if context.out.is_json() {
            context.out.json(&answer)?;
        } else {
            print_content(context, &answer)?;
        }
        if answer["failed"] == true {
            let what = format!("the tool {}/{} says that it failed", self.id, self.tool);
            return Err(Failure::new(ExitCode::Failed, "tool_failed", what));
        }
        Ok(())
    }

    fn called(&self, context: &mut Context, source: &Source, call: ToolCall) -> Result<Value, Failure> {
        match source.call(&self.id, &call) {
            // Where nobody can be asked, the failure says all there is to say.
            Err(failure) if failure.code() == "tool_asks" && context.ask().can_ask() => {
                confirm(context, &failure, &call)?;
                source.call(&self.id, &ToolCall { confirmed: true, ..call })
            }
            answer => answer,
        }
    }

    /// The schema of the tool's arguments; nothing where it has no such tool, which the call will say.
    fn schema(&self, source: &Source) -> Result<Value, Failure> {
        let mut server = source.server(&self.id)?;
        let tools = server["tools"].as_array_mut().map(std::mem::take).unwrap_or_default();
        if let Some(failure) = down(&server).filter(|_| tools.is_empty()) {
            return Err(failure);
        }
        let tool = tools.into_iter().find(|tool| tool["name"] == self.tool.as_str());
        Ok(tool.map(|mut tool| tool["input_schema"].take()).unwrap_or_default())
    }
}

fn confirm(context: &mut Context, why: &Failure, call: &ToolCall) -> Result<(), Failure> {
    let arguments = Value::Object(call.arguments.clone()).to_string();
    context.out.aside(&one_line(why.message(), SHOWN))?;
    context.out.aside(&format!("  {}", one_line(&arguments, SHOWN)))?;
    if context.ask().confirm("Call it?", "--yes")? {
        return Ok(());
    }
    Err(Failure::new(ExitCode::Refused, "not_confirmed", "not called"))
}

/// Texts as they are; what no terminal can show is named.
pub(super) fn print_content(context: &mut Context, answer: &Value) -> Result<(), Failure> {
    let given = answer["content"].as_array().map(Vec::as_slice).unwrap_or_default();
    for piece in given {
        let text = |name: &str| piece[name].as_str();
        match (piece["type"].as_str(), text("text")) {
            (Some("text" | "resource"), Some(text)) => {
                context.out.piece(text)?;
                context.out.end_line()?;
            }
            (Some("media"), _) => {
                let bytes = text("data").unwrap_or_default().len() / 4 * 3;
                let kind = one_line(text("media_type").unwrap_or_default(), 100);
                context
                    .out
                    .note(&format!("{kind} of about {bytes} bytes is not shown; --json has it in base64"));
            }
            (Some("link"), _) => {
                context.out.line(&one_line(text("uri").unwrap_or_default(), SHOWN))?;
            }
            _ => context.out.note(&one_line(
                &format!("{} is not shown", text("uri").unwrap_or("a piece of an unknown kind")),
                SHOWN,
            )),
        }
    }
    if given.is_empty() && !answer["structured"].is_null() {
        context.out.line(&answer["structured"].to_string())?;
    }
    Ok(())
}
