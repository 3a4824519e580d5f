//! `muxi mcp show ID`.

use clap::Args;
use serde_json::Value;

use super::super::context::Context;
use super::source::{Source, Where};
use super::tools;
use crate::output::{Failure, columns, one_line};

/// What is shown of a text from a server, in characters.
const SHOWN: usize = 500;

/// Print one server: how it runs, the walls around it, its tools
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The server's id, as `muxi mcp list` prints it
    id: String,
    #[command(flatten)]
    place: Where,
}

impl Show {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let source = Source::open(context, &self.place)?;
        let server = source.server(&self.id)?;
        drop(source);
        if context.out.is_json() {
            return context.out.json(&server);
        }
        context.out.line(&columns(facts(&server)))?;
        let tools = server["tools"].as_array().map(Vec::as_slice).unwrap_or_default();
        if !tools.is_empty() {
            context.out.line("\ntools")?;
            let indented = |tool: &Value| {
                let mut row = tools::row(tool, false);
                row[0] = format!("  {}", row[0]);
                row
            };
            context.out.line(&columns(tools.iter().map(indented).collect()))?;
        }
        Ok(())
    }
}

/// What is known of it, line by line.
fn facts(server: &Value) -> Vec<Vec<String>> {
    let text = |value: &Value| one_line(value.as_str().unwrap_or_default(), SHOWN);
    let words = |value: &Value| {
        let all = value.as_array().map(Vec::as_slice).unwrap_or_default();
        all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
    };
    let error = &server["error"];
    let itself = &server["implementation"];
    let process = server["process"].as_u64().map(|pid| pid.to_string());
    let mut rows = vec![
        ("id", text(&server["id"])),
        ("name", text(&server["name"])),
        ("description", text(&server["description"])),
        ("state", text(&server["state"])),
        ("error", text(&error["message"])),
        ("hint", text(&error["hint"])),
        ("transport", text(&server["transport"])),
        ("protocol", text(&server["protocol"])),
        ("itself", one_line(&format!("{} {}", text(&itself["name"]), text(&itself["version"])), SHOWN)),
        ("offers", words(&server["offers"])),
        ("process", process.unwrap_or_default()),
        ("agents", words(&server["agents"])),
        ("walls", words(&server["walls"]["holding"])),
    ];
    let missing = server["walls"]["missing"].as_array().map(Vec::as_slice).unwrap_or_default();
    rows.extend(
        missing.iter().map(|one| {
            ("no wall", one_line(&format!("{}: {}", text(&one["wall"]), text(&one["why"])), SHOWN))
        }),
    );
    rows.push(("says", text(&server["instructions"])));
    rows.push(("stderr", text(&server["stderr"])));
    let said = rows.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(name, value)| vec![name.to_owned(), value]).collect()
}
