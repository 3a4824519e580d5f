//! `muxi mcp prompts ID`.

use clap::Args;
use serde_json::Value;

use super::super::context::Context;
use super::source::{Source, Where};
use crate::output::{Failure, columns, one_line};

const SHOWN: usize = 200;

/// Print the prompts of a server
#[derive(Debug, Args)]
pub(crate) struct Prompts {
    /// The server's id
    id: String,
    #[command(flatten)]
    place: Where,
}

impl Prompts {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let source = Source::open(context, &self.place)?;
        let found = source.prompts(&self.id)?;
        drop(source);
        if context.out.is_json() {
            return context.out.json(&found);
        }
        let prompts = found["prompts"].as_array().map(Vec::as_slice).unwrap_or_default();
        if prompts.is_empty() {
            context.out.note(&format!("{} has no prompts", self.id));
            return Ok(());
        }
        context.out.line(&columns(prompts.iter().map(row).collect()))
    }
}

/// Its name, what may be filled in (in brackets where it need not be), what it is for.
fn row(prompt: &Value) -> Vec<String> {
    let text = |value: &Value| one_line(value.as_str().unwrap_or_default(), SHOWN);
    let arguments = prompt["arguments"].as_array().map(Vec::as_slice).unwrap_or_default();
    let one = |argument: &Value| {
        let name = text(&argument["name"]);
        if argument["required"] == true { name } else { format!("[{name}]") }
    };
    let arguments: Vec<String> = arguments.iter().map(one).collect();
    vec![text(&prompt["name"]), arguments.join(" "), text(&prompt["description"])]
}
