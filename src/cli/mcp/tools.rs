//! `muxi mcp tools [ID]`.

use clap::Args;
use serde_json::Value;

use super::super::context::Context;
use super::super::shown::{Shown, table};
use super::source::{ForUser, Source, Where, down};
use crate::output::Failure;

/// What is shown of a description, in characters.
const SHOWN: usize = 100;

/// Print the tools of one server or of all, each with what the policy says of it
#[derive(Debug, Args)]
#[command(after_help = "\
allow, deny or ask is what the policy says of a call before its arguments are known; with --json there are the schemas \
of the arguments too.")]
pub(crate) struct Tools {
    /// The server's id; else all servers
    id: Option<String>,
    #[command(flatten)]
    whose: ForUser,
    #[command(flatten)]
    place: Where,
}

impl Tools {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let source = Source::open_for(context, &self.place, self.whose.user.as_deref())?;
        let tools = if let Some(id) = &self.id {
            let mut server = source.server(id)?;
            drop(source);
            let tools = match server["tools"].take() {
                Value::Array(tools) => tools,
                _ => Vec::new(),
            };
            if let Some(failure) = down(&server).filter(|_| tools.is_empty()) {
                return Err(failure);
            }
            tools
        } else {
            let (missing, tools) = source.tools()?;
            drop(source);
            for server in &missing {
                if let Some(failure) = down(server) {
                    context.out.warn_failure("its tools are not listed", &failure);
                }
            }
            tools
        };
        let with_server = self.id.is_none();
        table(context, "tools", &tools, "there are no tools", |tool| row(tool, with_server))
    }
}

/// `server/name` where there are several servers, the verb, what it does.
pub(super) fn row(tool: &Value, with_server: bool) -> Vec<String> {
    let tool = Shown::new(tool, SHOWN);
    let name = tool.text("name");
    let name = if with_server { format!("{}/{name}", tool.text("server")) } else { name };
    let (about, why) = (tool.text("description"), tool.text("why"));
    let about = if about.is_empty() { tool.text("title") } else { about };
    let why = if why == "default" { String::new() } else { format!(" ({why})") };
    vec![name, format!("{}{why}", tool.text("verb")), about]
}
