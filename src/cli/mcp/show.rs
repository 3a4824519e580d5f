//! `muxi mcp show ID`.

use clap::Args;
use serde_json::Value;

use super::super::context::Context;
use super::super::shown::{Shown, list};
use super::list::accounts;
use super::source::{ForUser, Source, Where};
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
    whose: ForUser,
    #[command(flatten)]
    place: Where,
}

impl Show {
    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let source = Source::open_for(context, &self.place, self.whose.user.as_deref())?;
        let server = source.server(&self.id)?;
        drop(source);
        if context.out.is_json() {
            return context.out.json(&server);
        }
        context.out.line(&columns(facts(&server)))?;
        let tools = list(&server, "tools");
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

/// How somebody is logged in.
fn login(login: &Value) -> String {
    let text = |name: &str| login[name].as_str().unwrap_or_default();
    if text("state") != "done" {
        return one_line(text("state"), SHOWN);
    }
    let end = match (text("expires_at"), login["renews"] == true) {
        ("", _) => String::new(),
        (end, true) => format!(", renewed before {end}"),
        (end, false) => format!(", until {end}"),
    };
    let scopes = login["scopes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let scopes: Vec<&str> = scopes.iter().filter_map(Value::as_str).collect();
    let scopes = if scopes.is_empty() { String::new() } else { format!(": {}", scopes.join(" ")) };
    one_line(&format!("by {}{end}{scopes}", text("issuer")), SHOWN)
}

/// That it is another one for each user, where nobody said for whom to look.
fn personal(server: &Shown<'_>) -> String {
    if !server.is("personal") || !server.text("user").is_empty() {
        return String::new();
    }
    let open = server.number("connections");
    format!("another one for each user, {open} open now; --user USER shows one's")
}

/// What is known of it, line by line.
fn facts(server: &Value) -> Vec<Vec<String>> {
    let shown = Shown::new(server, SHOWN);
    let (error, itself, walls) = (shown.of("error"), shown.of("implementation"), shown.of("walls"));
    let process = server["process"].as_u64().map(|pid| pid.to_string());
    let mut rows = vec![
        ("id", shown.text("id")),
        ("name", shown.text("name")),
        ("description", shown.text("description")),
        ("state", shown.text("state")),
        ("error", error.text("message")),
        ("hint", error.text("hint")),
        ("transport", shown.text("transport")),
        ("needs", shown.words("needs")),
        ("personal", personal(&shown)),
        ("user", shown.text("user")),
        ("accounts", accounts(&shown)),
        ("login", login(&server["login"])),
        ("protocol", shown.text("protocol")),
        ("itself", one_line(&format!("{} {}", itself.text("name"), itself.text("version")), SHOWN)),
        ("offers", shown.words("offers")),
        ("process", process.unwrap_or_default()),
        ("agents", shown.words("agents")),
        ("walls", walls.words("holding")),
    ];
    let missing = |one: Shown<'_>| one_line(&format!("{}: {}", one.text("wall"), one.text("why")), SHOWN);
    rows.extend(walls.all("missing").map(|one| ("no wall", missing(one))));
    rows.push(("says", shown.text("instructions")));
    rows.push(("stderr", shown.text("stderr")));
    let said = rows.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(name, value)| vec![name.to_owned(), value]).collect()
}
