//! What a tool is called with, as it is typed.

use clap::Args;
use serde_json::{Map, Value};

use super::super::context::Context;
use super::typed::typed;
use crate::output::{ExitCode, Failure, one_line};
use crate::support::fs;

/// The longest arguments from a file or stdin, in bytes.
const MOST: usize = 32 << 20;

/// What is shown of what a schema wants, in characters.
const SHOWN: usize = 300;

/// The arguments of a tool
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// All arguments as a JSON object; @FILE reads them from a file, - from stdin
    #[arg(long, value_name = "JSON")]
    args: Option<String>,
    /// One argument, of the first type in the tool's schema that VALUE fits, be it text or JSON; may be repeated, and
    /// goes before --args
    #[arg(long = "arg", value_name = "NAME=VALUE")]
    each: Vec<String>,
}

impl Arguments {
    /// The object of --args.
    pub(super) fn whole(&self, context: &Context) -> Result<Map<String, Value>, Failure> {
        let text = match self.args.as_deref() {
            None => return Ok(Map::new()),
            Some("-") => from_stdin(context)?,
            Some(text) => match text.strip_prefix('@') {
                Some(file) => from_file(context, file)?,
                None => text.to_owned(),
            },
        };
        match serde_json::from_str(&text) {
            Ok(Value::Object(map)) => Ok(map),
            Ok(_) => Err(Failure::usage("--args has to be a JSON object, such as '{\"text\": \"Hello\"}'")),
            Err(error) => Err(Failure::usage(format!("--args is no JSON: {error}"))),
        }
    }

    /// Whether the tool's schema is needed to read them.
    pub(super) fn need_schema(&self) -> bool {
        !self.each.is_empty()
    }

    /// Each --arg, read by the schema of the tool.
    pub(super) fn each(&self, schema: &Value, into: &mut Map<String, Value>) -> Result<(), Failure> {
        for one in &self.each {
            let (name, value) = one
                .split_once('=')
                .filter(|(name, _)| !name.is_empty())
                .ok_or_else(|| Failure::usage("--arg wants NAME=VALUE, such as --arg text=Hello"))?;
            let value = typed(name, value, schema).map_err(|wanted| {
                Failure::usage(format!("--arg {name}: the tool wants {} there", one_line(&wanted, SHOWN)))
                    .hint(
                        "give what is no text as JSON; the others as `--args JSON`, or from a file or stdin",
                    )
            })?;
            into.insert(name.to_owned(), value);
        }
        Ok(())
    }
}

fn from_stdin(context: &Context) -> Result<String, Failure> {
    let bytes = context.ask().read_stdin(MOST)?;
    let text =
        bytes.expose_str().ok_or_else(|| Failure::usage("the arguments on stdin are not UTF-8 text"))?;
    Ok(text.to_owned())
}

fn from_file(context: &Context, file: &str) -> Result<String, Failure> {
    let path = context.env.absolute(file.as_ref());
    fs::read_to_string(&path).map_err(|error| {
        let exit = if error.is_not_found() { ExitCode::NotFound } else { ExitCode::Failed };
        Failure::new(exit, error.code(), error.to_string()).maybe_hint(error.hint())
    })
}
