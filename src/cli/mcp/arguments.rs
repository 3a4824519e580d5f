//! What a tool is called with, as it is typed.

use clap::Args;
use serde_json::{Map, Value};

use super::super::context::Context;
use crate::output::{ExitCode, Failure};
use crate::support::fs;

/// The longest arguments from a file or stdin, in bytes.
const MOST: usize = 32 << 20;

/// The arguments of a tool
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// All arguments as a JSON object; @FILE reads them from a file, - from stdin
    #[arg(long, value_name = "JSON")]
    args: Option<String>,
    /// One argument; by the tool's schema VALUE is a text or JSON; may be repeated, and goes before --args
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
            into.insert(name.to_owned(), typed(name, value, &schema["properties"][name])?);
        }
        Ok(())
    }
}

/// A text stays one where the schema allows texts or says nothing; else it is JSON.
fn typed(name: &str, value: &str, schema: &Value) -> Result<Value, Failure> {
    let is = |kind: &Value| kind == "string";
    let takes_text = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().any(is),
        Value::Null => true,
        kind => is(kind),
    };
    if takes_text {
        return Ok(value.into());
    }
    serde_json::from_str(value).map_err(|_| {
        let wanted = schema["type"].to_string().replace('"', "");
        Failure::usage(format!(
            "--arg {name}: the tool wants {wanted} there, and what is given is no JSON of it"
        ))
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_what_the_schema_says() {
        let typed = |value, schema: Value| typed("x", value, &schema).ok();
        assert_eq!(typed("7", json!({"type": "string"})), Some(json!("7")));
        assert_eq!(typed("7", json!({"type": "number"})), Some(json!(7)));
        assert_eq!(typed("7", Value::Null), Some(json!("7")));
        assert_eq!(typed("[1]", json!({"type": "array"})), Some(json!([1])));
        assert_eq!(typed("true", json!({"type": ["boolean", "null"]})), Some(json!(true)));
        assert_eq!(typed("x", json!({"type": "integer"})), None);
    }
}
