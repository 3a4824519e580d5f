//! `muxi sessions …`: the conversations of a user of the running formation.

use clap::{Args, Subcommand};
use serde_json::json;

use super::context::Context;
use super::far::Far;
use super::shown::table;
use super::wait::wait;
use crate::output::{ExitCode, Failure, escaped, escaped_lines};
use crate::remote::formation::{PAGE, Said};

/// Show the sessions of a user of the running formation
#[derive(Debug, Subcommand)]
pub(crate) enum Sessions {
    /// Print the user's last sessions, the latest first
    #[command(visible_alias = "ls")]
    List(List),
    /// Print what was said in a session, the oldest first
    #[command(visible_alias = "messages")]
    Show(Show),
}

/// Print the user's last sessions
#[derive(Debug, Args)]
pub(crate) struct List {
    /// The user; else the local one
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
    #[command(flatten)]
    far: Far,
}

/// Print what was said in a session
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The id, as `muxi sessions list` prints it
    id: String,
    /// The user whose session it is; else the local one
    #[arg(long, short, value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    far: Far,
}

impl Sessions {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::List(list) => list.run(context),
            Self::Show(show) => show.run(context),
        }
        .map(|()| ExitCode::Done)
    }
}

impl List {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let client = self.far.client_of(context, self.user)?;
        let sessions = wait(client.sessions(self.limit))?;
        table(context, "sessions", &sessions, "there are no sessions", |one| {
            vec![escaped(&one.id), one.message_count.to_string(), escaped(&one.last_activity)]
        })
    }
}

impl Show {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let client = self.far.client_of(context, self.user)?;
        let messages = wait(async {
            let mut all: Vec<Said> = Vec::new();
            loop {
                let mut page = client.messages(&self.id, all.first().map(|first| first.id)).await?;
                let is_last = page.len() < PAGE as usize;
                page.append(&mut all);
                all = page;
                if is_last {
                    return Ok(all);
                }
            }
        })?;
        if context.out.is_json() {
            let data = json!({"session_id": self.id, "messages": messages, "count": messages.len()});
            return context.out.json(&data);
        }
        messages.iter().try_for_each(|said| {
            let who = said.agent_id.as_deref().unwrap_or(&said.role);
            context.out.line(&format!("{}: {}", escaped(who), escaped_lines(&said.content)))
        })
    }
}
