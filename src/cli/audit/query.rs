//! `muxi audit query`.

use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use super::super::context::Context;
use super::{TIMES, Which, Whose};
use crate::audit::{Entry, Follow, find};
use crate::output::{ExitCode, Failure, Printer, columns, one_line};

/// How often it is looked for new records.
const PAUSE: Duration = Duration::from_millis(200);
/// What is shown of a text, in characters.
const SHOWN: usize = 120;

/// Print the last records, the oldest first
#[derive(Debug, Args)]
#[command(after_help = TIMES)]
pub(crate) struct QueryCommand {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    whose: Whose,
    /// The last so many
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// Go on with what is recorded from now on, until Ctrl-C
    #[arg(long, short)]
    follow: bool,
}

impl QueryCommand {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let (place, _) = self.whose.place(context)?;
        let query = self.which.query(context, Some(self.limit))?;
        if !self.follow {
            return show(&mut context.out, &find(&place, &query)?).map(|()| ExitCode::Done);
        }
        // Before the first look: what comes between the two is news.
        let all = crate::audit::Query { limit: None, ..query.clone() };
        let mut news = Follow::from_now(place.clone(), all)?;
        let mut found = find(&place, &query)?;
        found.retain(|entry| entry.seq() <= news.after());
        lines(&mut context.out, &found)?;
        loop {
            std::thread::sleep(PAUSE);
            lines(&mut context.out, &news.news()?)?;
        }
    }
}

fn show(out: &mut Printer, found: &[Entry]) -> Result<(), Failure> {
    if out.is_json() {
        let entries: Vec<Value> = found.iter().map(Entry::to_json).collect();
        return out.json(&json!({"entries": entries, "count": entries.len()}));
    }
    if found.is_empty() {
        out.note("there are no such records");
        return Ok(());
    }
    out.line(&columns(found.iter().map(row).collect()))
}

/// One after the other, as they come.
fn lines(out: &mut Printer, found: &[Entry]) -> Result<(), Failure> {
    found.iter().try_for_each(|entry| {
        if out.is_json() { out.json_line(&entry.to_json()) } else { out.line(&row(entry).join("  ")) }
    })
}

fn row(entry: &Entry) -> Vec<String> {
    let text = |text: &str| one_line(text, SHOWN);
    let who = match entry.user() {
        Some(user) => format!("{}:{}", entry.key().as_str(), text(user)),
        None => format!("{}:{}", entry.key().as_str(), entry.uid()),
    };
    let resource = if entry.resource().is_empty() { entry.resource_type() } else { entry.resource() };
    let mut row = vec![
        entry.seq().to_string(),
        entry.time(),
        entry.class().as_str().to_owned(),
        text(entry.action()),
        entry.outcome().as_str().to_owned(),
        who,
        text(resource),
    ];
    let details = entry.details().iter().map(|(name, value)| match value {
        Value::String(value) => format!("{name}={value}"),
        other => format!("{name}={other}"),
    });
    let details: Vec<String> = details.collect();
    if !details.is_empty() {
        row.push(text(&details.join(" ")));
    }
    row
}
