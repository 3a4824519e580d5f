//! `muxi mcp list`.

use clap::Args;
use serde_json::{Value, json};

use super::super::context::Context;
use super::super::shown::Shown;
use super::source::{ForUser, Source, Where};
use crate::output::{Failure, columns, one_line};
use crate::support::text::count;

/// What is shown of why a server is down, in characters.
const SHOWN: usize = 300;

/// Print the servers of tools: state, transport, number of tools, and why one is down
#[derive(Debug, Args)]
#[command(after_help = "\
A running formation is asked for its servers. Where none runs, they are started here, asked, and ended. A personal server is \
another one for each user, with a credential of the user's own: --user shows how it is for one.")]
pub(crate) struct List {
    #[command(flatten)]
    whose: ForUser,
    #[command(flatten)]
    place: Where,
}

impl List {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let source = Source::open_for(context, &self.place, self.whose.user.as_deref())?;
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
    let last = if !error.is_empty() {
        error
    } else if server.text("state") == "waiting" {
        "for a user whose credential lists its tools".to_owned()
    } else {
        count(server.number("tool_count"), "tool")
    };
    let last = format!("{}{last}", whose(&server));
    vec![server.text("id"), server.text("state"), server.text("transport"), last]
}

/// Of one that is another one for each user: whose it is here, and with which account.
fn whose(server: &Shown<'_>) -> String {
    if !server.is("personal") {
        return String::new();
    }
    let (user, accounts) = (server.text("user"), accounts(server));
    match (user.is_empty(), accounts.is_empty()) {
        (true, _) => format!("personal ({}): ", server.words("needs")),
        (false, true) => format!("personal, for {user} ({}): ", server.words("needs")),
        (false, false) => format!("personal, for {user} ({accounts}): "),
    }
}

/// The accounts with which it is reached for a user.
pub(super) fn accounts(server: &Shown<'_>) -> String {
    let one = |account: Shown<'_>| {
        let (service, name) = (account.text("service"), account.text("name"));
        if service == name { service } else { format!("{service} as {name}") }
    };
    server.all("accounts").map(one).collect::<Vec<_>>().join(", ")
}
