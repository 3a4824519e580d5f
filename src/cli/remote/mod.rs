//! `muxi remote …`: formations of a MUXI server, and the shortcuts for the formation here.

mod change;
mod download;
mod logs;
mod show;

use clap::{Args, Subcommand};

use super::context::Context;
use super::profiles::Which;
use crate::formation::load;
use crate::output::{ExitCode, Failure};
use crate::remote::server::checked;
use change::{Change, Confirmed, Deleted, How};
pub(crate) use download::Download;
pub(super) use download::{TEMPLATE, refused};

/// Look at and change the formations of a MUXI server
#[derive(Debug, Subcommand)]
pub(crate) enum Remote {
    /// Print the formations of the server
    #[command(visible_alias = "ls")]
    List(show::List),
    /// Print one formation of the server
    Get(Named),
    /// Start a formation of the server that was stopped
    Start(Named),
    /// Stop a formation of the server; it stays there
    Stop(NamedConfirmed),
    /// Restart a formation of the server
    Restart(NamedConfirmed),
    /// Go back to the version that was there before
    Rollback(NamedConfirmed),
    /// Delete a formation of the server, with what it keeps there
    Delete(NamedDeleted),
    /// Print what a formation of the server writes to stdout and stderr
    Logs(logs::Logs),
    /// Print how the server itself is
    Status(show::Status),
}

/// One formation
#[derive(Debug, Args)]
pub(crate) struct Named {
    /// Its id; else that of the formation here
    id: Option<String>,
    #[command(flatten)]
    which: Which,
}

/// One formation
#[derive(Debug, Args)]
pub(crate) struct NamedConfirmed {
    /// Its id; else that of the formation here
    id: Option<String>,
    #[command(flatten)]
    confirmed: Confirmed,
    #[command(flatten)]
    which: Which,
}

/// One formation
#[derive(Debug, Args)]
pub(crate) struct NamedDeleted {
    /// Its id; else that of the formation here
    id: Option<String>,
    #[command(flatten)]
    deleted: Deleted,
    #[command(flatten)]
    which: Which,
}

/// The formation here, on its server
#[derive(Debug, Args)]
pub(crate) struct Here {
    #[command(flatten)]
    which: Which,
}

/// The formation here, on its server
#[derive(Debug, Args)]
pub(crate) struct HereConfirmed {
    #[command(flatten)]
    confirmed: Confirmed,
    #[command(flatten)]
    which: Which,
}

/// The formation here, on its server
#[derive(Debug, Args)]
pub(crate) struct HereDeleted {
    #[command(flatten)]
    deleted: Deleted,
    #[command(flatten)]
    which: Which,
}

/// What can be done to the formation here without its id: `muxi stop` for `muxi remote stop ID`.
#[derive(Debug)]
pub(crate) enum Shortcut {
    Get(Here),
    Start(Here),
    Stop(HereConfirmed),
    Restart(HereConfirmed),
    Rollback(HereConfirmed),
    Delete(HereDeleted),
}

impl Remote {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let confirmed =
            |how, NamedConfirmed { id, confirmed, which }| Change::new(how, id, which, confirmed.is());
        match self {
            Self::List(command) => command.run(context),
            Self::Get(Named { id, which }) => show::get(context, id, &which),
            Self::Start(Named { id, which }) => Change::new(How::Start, id, which, true).run(context),
            Self::Stop(named) => confirmed(How::Stop, named).run(context),
            Self::Restart(named) => confirmed(How::Restart, named).run(context),
            Self::Rollback(named) => confirmed(How::Rollback, named).run(context),
            Self::Delete(NamedDeleted { id, deleted, which }) => {
                Change::new(How::Delete, id, which, deleted.is()).run(context)
            }
            Self::Logs(command) => command.run(context),
            Self::Status(command) => command.run(context),
        }
    }
}

impl Shortcut {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let named = |HereConfirmed { confirmed, which }| NamedConfirmed { id: None, confirmed, which };
        let remote = match self {
            Self::Get(Here { which }) => Remote::Get(Named { id: None, which }),
            Self::Start(Here { which }) => Remote::Start(Named { id: None, which }),
            Self::Stop(here) => Remote::Stop(named(here)),
            Self::Restart(here) => Remote::Restart(named(here)),
            Self::Rollback(here) => Remote::Rollback(named(here)),
            Self::Delete(HereDeleted { deleted, which }) => {
                Remote::Delete(NamedDeleted { id: None, deleted, which })
            }
        };
        remote.run(context)
    }
}

/// The id of the formation that is meant: the one that is named, else that of the formation here. It stays one part of a
/// path, whoever reads it.
pub(super) fn id(context: &Context, named: Option<String>) -> Result<String, Failure> {
    let id = match named {
        Some(id) => id,
        None => id_here(context)?,
    };
    match checked(&id) {
        Ok(_) => Ok(id),
        Err(error) => {
            Err(Failure::new(ExitCode::Usage, error.code(), error.to_string()).maybe_hint(error.hint(None)))
        }
    }
}

fn id_here(context: &Context) -> Result<String, Failure> {
    let at = context
        .formation(None)
        .map_err(|failure| failure.hint("name the formation: its id, or --dir DIR"))?;
    load::id(&at).ok_or_else(|| {
        let message = format!("{} has no id", context.shown(&at.file));
        Failure::new(ExitCode::Failed, "no_formation_id", message).hint("see muxi validate, or name the id")
    })
}
