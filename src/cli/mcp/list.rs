//! `muxi mcp list`.

use clap::Args;
use serde_json::{Value, json};

use super::super::context::Context;
use super::super::shown::Shown;
use super::source::{Source, Where};
use crate::output::{Failure, columns, one_line};
use crate::support::text::count;

/// What is shown of why a server is down, in characters.
const SHOWN: usize = 300;

/// Print the servers of tools: state, transport, number of tools, and why one is down
#[derive(Debug, Args)]
#[command(after_help = "\
A running formation is asked for its servers. Where none runs, they are started here, asked, and ended.")]
pub(crate) struct List {
    #[command(flatten)]
    place: Where,
}

impl List {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let source = Source::open(context, &self.place)?;
        let servers = source.servers()?;
        drop(source);
        if context.out.is_json() {
            return context.out.json(&json!({"servers": servers, "count": servers.len()}));
        }
        if servers.is_empty() {
            context.out.note("the formation has no servers of tools; `muxi new mcp` adds one");
            return Ok(());
        }
        context.out.line(&columns(servers.iter().map(row).collect()))?;
        for server in &servers {
            let hint = server["error"]["hint"].as_str().unwrap_or_default();
            if !hint.is_empty() {
                let id = server["id"].as_str().unwrap_or_default();
                context.out.note(&one_line(&format!("{id}: {hint}"), SHOWN));
            }
        }
        Ok(())
    }
}

fn row(server: &Value) -> Vec<String> {
    let server = Shown::new(server, SHOWN);
    let error = server.of("error").text("message");
    let waits = server.text("state") == "waiting";
    let last = if waits {
        format!("for a user's own credential ({})", server.words("needs"))
    } else if error.is_empty() {
        count(server.number("tool_count"), "tool")
    } else {
        error
    };
    vec![server.text("id"), server.text("state"), server.text("transport"), last]
}
