//! `muxi up` and `muxi down`: trying the formation here out on a server of this machine.

use clap::Args;
use serde_json::Value;

use super::context::Context;
use super::profiles::{Remote as Server, Which};
use crate::audit::{Class, Event};
use crate::formation::load;
use crate::output::{ExitCode, Failure, escaped};

/// Try the formation here out on a server of this machine
#[derive(Debug, Args)]
#[command(after_help = "\
The server runs the directory as it is, beside the version that is deployed: /draft/ID on the server.
The key is that of the profile, whose server has to be on this machine.")]
pub(crate) struct Up {
    #[command(flatten)]
    local: Local,
}

/// End what `muxi up` began
#[derive(Debug, Args)]
pub(crate) struct Down {
    /// Its id; else that of the formation here
    id: Option<String>,
    #[command(flatten)]
    local: Local,
}

/// A server of this machine
#[derive(Debug, Args)]
struct Local {
    /// The port of the server, instead of the profile's
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    #[command(flatten)]
    which: Which,
}

impl Local {
    fn connect(&self, context: &Context) -> Result<Server, Failure> {
        let server = self.which.connect_here(context, self.port)?;
        if server.picked.profile.url.is_here() {
            return Ok(server);
        }
        let message = format!("{} is not on this machine", server.picked.profile.url);
        Err(Failure::new(ExitCode::Refused, "not_local", message).hint(
            "name a profile of a server of this machine with --profile; see muxi server init --profile",
        ))
    }
}

impl Up {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let at = context.formation(None)?;
        context.valid_for(&at, load::Target::Serve)?;
        let server = self.local.connect(context)?;
        let root = at.root.canonicalize().unwrap_or_else(|_| at.root.clone());
        let id = load::id(&at).unwrap_or_default();
        let event = Event::new(Class::Lifecycle, "remote.up", "formation", id.as_str())
            .with("server", server.picked.profile.url.as_str());
        let answer = context.audited(&at, event, |_| server.ask(server.client.dev_run(&root)))?;
        tell(context, &server, &answer, "is tried out", &id)
    }
}

impl Down {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let id = super::remote::id(context, self.id.clone())?;
        let server = self.local.connect(context)?;
        let event = Event::new(Class::Lifecycle, "remote.down", "formation", id.as_str())
            .with("server", server.picked.profile.url.as_str());
        let answer = context.audited_anywhere(event, |_| server.ask(server.client.dev_stop(&id)))?;
        tell(context, &server, &answer, "is no longer tried out", &id)
    }
}

fn tell(
    context: &mut Context,
    server: &Server,
    answer: &Value,
    what: &str,
    id: &str,
) -> Result<ExitCode, Failure> {
    if context.out.is_json() {
        return context.out.json(answer).map(|()| ExitCode::Done);
    }
    let id = answer["formation_id"].as_str().unwrap_or(id);
    context.out.note(&format!("{} {what} on {}", escaped(id), server.picked.profile.url));
    Ok(ExitCode::Done)
}
