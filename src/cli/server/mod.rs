//! `muxi server`: a server that formations are deployed to.

mod init;
mod keys;
mod listen;
mod process;
mod start;
mod status;
mod stop;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::audited::audited;
use super::context::{Context, state_failure};
use crate::audit::{Event, Place as AuditPlace, Trail};
use crate::config::{Var, server_config_dir};
use crate::output::{ExitCode, Failure};
use crate::server::config::{Config, ConfigError, ConfigFile, FILE};
use crate::support::fs;

/// A server that formations are deployed to: setting it up, running it, its keys
#[derive(Debug, Subcommand)]
pub(crate) enum Server {
    /// Make the configuration, with a key; its secret is printed once
    Init(init::Init),
    /// Run the server, in the foreground
    Start(start::Start),
    /// End a server that runs on this machine, and wait until it has ended
    Stop(stop::Stop),
    /// Say whether it runs, where, and what it would be started with
    Status(status::Status),
    /// The keys that calls are signed with: add, list, remove
    #[command(subcommand)]
    Keys(keys::Keys),
}

impl Server {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Init(command) => command.run(context),
            Self::Start(command) => command.run(context),
            Self::Stop(command) => command.run(context),
            Self::Status(command) => command.run(context),
            Self::Keys(command) => command.run(context),
        }
    }
}

/// Which server
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Its configuration; else config.yaml in MUXI_CONFIG_DIR, ~/.muxi/server or /etc/muxi/server
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// A server's files.
pub(super) struct Files {
    /// The configuration.
    pub(super) path: PathBuf,
    /// What it says.
    pub(super) config: Config,
    /// The data.
    pub(super) data: PathBuf,
}

impl Which {
    /// The configuration, whether it is there or not.
    pub(super) fn path(&self, context: &Context) -> PathBuf {
        match &self.config {
            Some(path) => context.env.absolute(path),
            None => server_config_dir(&context.env).join(FILE),
        }
    }

    /// Reads it; what is odd in it is said.
    pub(super) fn files(&self, context: &Context) -> Result<Files, Failure> {
        let path = self.path(context);
        let config = ConfigFile::read(&path)?.config(&context.redactor)?;
        for warning in &config.warnings {
            context.out.warn(&format!("{}: {warning}", path.display()));
        }
        let data = data_dir(context, &config, &path);
        Ok(Files { path, config, data })
    }
}

/// Does something that changes the server, recorded where the server records.
pub(super) fn recorded<T>(
    context: &mut Context,
    data: &Path,
    event: Event,
    work: impl FnOnce(&mut Context) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let trail = trail(context, data)?;
    audited(trail, event, || work(context), |_, event| event)
}

/// Where the data of the server are that the file at `path` configures.
fn data_dir(context: &Context, config: &Config, path: &Path) -> PathBuf {
    match context.env.get(Var::ServerData) {
        Some(dir) => context.env.absolute(Path::new(dir)),
        None => config.data_dir(path.parent().unwrap_or(Path::new("."))),
    }
}

/// The end of the server's record.
pub(super) fn trail(context: &Context, data: &Path) -> Result<Trail, Failure> {
    fs::create_private_dir(data)
        .map_err(|e| state_failure(&e).hint("name another directory in MUXI_DATA_DIR"))?;
    let place = AuditPlace::at(data.join("audit"), None);
    Ok(Trail::open(place, None, context.env.clock.clone(), context.redactor.clone())?)
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let exit = match &error {
            ConfigError::None(_) | ConfigError::NoKey(_) => ExitCode::NotFound,
            ConfigError::Exists(_) | ConfigError::Open(_) | ConfigError::NoKeys(_) => ExitCode::Refused,
            _ => ExitCode::Failed,
        };
        Self::new(exit, error.code(), error.to_string()).maybe_hint(error.hint())
    }
}
