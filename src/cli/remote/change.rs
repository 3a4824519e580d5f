//! What changes a formation of a server: start, stop, restart, rollback, delete.

use clap::Args;
use serde_json::{Value, json};

use super::id;
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::cli::profiles::{Remote as Server, Which};
use crate::cli::steps::Steps;
use crate::output::{ExitCode, Failure, escaped, one_line};

/// Whether it is done without a question
#[derive(Debug, Args)]
pub(crate) struct Confirmed {
    /// Do it without a question
    #[arg(long, short, visible_alias = "force", short_alias = 'f')]
    yes: bool,
}

/// The same
#[derive(Debug, Args)]
pub(crate) struct Deleted {
    /// Do it without asking for the id
    #[arg(long, short, visible_alias = "force", short_alias = 'f', alias = "atomic")]
    yes: bool,
}

impl Confirmed {
    pub(super) fn is(&self) -> bool {
        self.yes
    }
}

impl Deleted {
    pub(super) fn is(&self) -> bool {
        self.yes
    }
}

/// What is done to a formation of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Start,
    Stop,
    Restart,
    Rollback,
    Delete,
}

impl How {
    /// The action in the audit, the word for the server, and what was done.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Start => ("remote.start", "start", "started"),
            Self::Stop => ("remote.stop", "stop", "stopped"),
            Self::Restart => ("remote.restart", "restart", "restarted"),
            Self::Rollback => ("remote.rollback", "rollback", "rolled back"),
            Self::Delete => ("remote.delete", "delete", "deleted"),
        }
    }
}

/// Something to do to a formation of a server.
pub(super) struct Change {
    how: How,
    id: Option<String>,
    which: Which,
    confirmed: bool,
}

impl Change {
    pub(super) fn new(how: How, id: Option<String>, which: Which, confirmed: bool) -> Self {
        Self { how, id, which, confirmed }
    }

    pub(super) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let (action, word, done) = self.how.words();
        let id = id(context, self.id.clone())?;
        let server = self.which.connect(context)?;
        let chosen = &server.picked.profile;
        let (url, profile) = (chosen.url.to_string(), chosen.name.clone());
        self.confirm(context, &id, &url)?;
        let event = Event::new(Class::Lifecycle, action, "formation", id.as_str())
            .with("server", url.as_str())
            .with("profile", profile.as_str());
        let answer = context.audited_anywhere(event, |context| self.ask(context, &server, &id))?;
        if context.out.is_json() {
            let data = json!({
                "formation_id": id,
                "action": word,
                "server": url,
                "profile": profile,
                "answer": answer,
            });
            return context.out.json(&data).map(|()| ExitCode::Done);
        }
        let version = answer["new_version"].as_str().or_else(|| answer["version"].as_str());
        let version = version.map(|version| format!(", version {}", one_line(version, 40)));
        context.out.note(&format!("{done} {} on {profile}{}", escaped(&id), version.unwrap_or_default()));
        Ok(ExitCode::Done)
    }

    /// Who deletes types the id; for the rest a yes is enough.
    fn confirm(&self, context: &Context, id: &str, url: &str) -> Result<(), Failure> {
        if self.confirmed {
            return Ok(());
        }
        let (_, word, _) = self.how.words();
        let shown = escaped(id);
        let agreed = if self.how == How::Delete {
            let question = format!("{shown} and all that it keeps on {url} will be deleted. Type its id");
            context.ask().drop_typed();
            context.ask().text(&question, "--yes")?.trim() == id
        } else {
            context.ask().confirm(&format!("{word} {shown} on {url}?"), "--yes")?
        };
        if agreed {
            return Ok(());
        }
        Err(Failure::new(ExitCode::Refused, "not_confirmed", "nothing was changed"))
    }

    fn ask(&self, context: &Context, server: &Server, id: &str) -> Result<Value, Failure> {
        let client = &server.client;
        let (_, word, _) = self.how.words();
        match self.how {
            How::Stop => server.ask(client.stop(id)),
            How::Delete => server.ask(client.delete(id)),
            How::Start | How::Restart | How::Rollback => {
                let mut steps = Steps::new(context);
                Ok(server.ask(client.run(id, word, |step| steps.tell(&step)))?.data)
            }
        }
    }
}
