//! `muxi profiles …`: the servers that a user knows, and which of them a command is about.

mod add;
mod list;
mod remove;
mod status;
mod r#use;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::context::Context;
use super::sign::DialectName;
use super::wait::in_tokio;
use crate::config::{Var, cli_dir};
use crate::output::{ExitCode, Failure};
use crate::remote::profiles::{
    By, Given, Kept, Local, Picked, Profile, ProfileError, Profiles as Book, SECRET_NAME, ServerUrl, pick,
};
use crate::remote::server::{ServerClient, ServerError};
use crate::secrets::Keychain;
use crate::support::fs::FsError;
use crate::support::secret::SecretBytes;

/// How often a passphrase may be typed.
const TRIES: usize = 3;

/// Keep the servers that commands talk to, and their keys: add, list, remove, choose, ask how they are
#[derive(Debug, Subcommand)]
pub(crate) enum Profiles {
    /// Add a server and its key, or change one
    Add(add::Add),
    /// Print the servers; never their secrets
    #[command(visible_alias = "ls")]
    List(list::List),
    /// Forget a server and its key
    #[command(visible_alias = "rm")]
    Remove(remove::Remove),
    /// Say which server commands are about, and ask it whether it takes the key
    Status(status::Status),
    /// Ask a server whether it is there, without the key
    Ping(status::Ping),
    /// Make a server the default one, or that of the formation
    Use(r#use::Use),
}

impl Profiles {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Add(command) => command.run(context),
            Self::List(command) => command.run(context),
            Self::Remove(command) => command.run(context),
            Self::Status(command) => command.run(context),
            Self::Ping(command) => command.run(context),
            Self::Use(command) => command.run(context),
        }
    }
}

/// Which server
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Which {
    /// The profile of the server; else that of MUXI_PROFILE, of the formation's .muxi, or the default one
    #[arg(long, short, value_name = "NAME")]
    pub(super) profile: Option<String>,
    /// How calls are signed this time, instead of as the profile says
    #[arg(long, value_name = "DIALECT")]
    pub(super) dialect: Option<DialectName>,
}

/// A server to call.
pub(super) struct Remote {
    pub(super) client: ServerClient,
    pub(super) picked: Picked,
}

impl Which {
    /// The server that is meant.
    pub(super) fn picked(&self, context: &Context) -> Result<Picked, Failure> {
        let local = match context.formation(None) {
            Ok(at) => Local::read(&at.root)?,
            Err(failure) if context.globals.dir.is_some() => return Err(failure),
            Err(_) => Local::default(),
        };
        let text = |var| context.env.text(var);
        let given = Given {
            flag: self.profile.as_deref(),
            variable: text(Var::Profile),
            url: text(Var::ServerUrl),
            key_id: text(Var::KeyId),
            secret: text(Var::SecretKey).map(SecretBytes::from),
            dialect: text(Var::Dialect),
            formation: local.profile.as_deref(),
        };
        let mut picked = pick(&given, || book(context))?;
        if let Some(dialect) = self.dialect {
            picked.profile.dialect = dialect.into();
        }
        Ok(picked)
    }

    /// The same with its key, ready to be called.
    pub(super) fn connect(&self, context: &Context) -> Result<Remote, Failure> {
        self.connect_here(context, None)
    }

    /// The same; a server of this machine may be at another port than its profile says.
    pub(super) fn connect_here(&self, context: &Context, port: Option<u16>) -> Result<Remote, Failure> {
        let mut picked = self.picked(context)?;
        // What is signed for another machine's server never goes to whoever listens here.
        if let Some(port) = port.filter(|_| picked.profile.url.is_here()) {
            let secret = secret(context, &picked.profile)?;
            picked.profile.secret = Kept::Plain(secret);
            picked.profile.url = ServerUrl::parse(&format!("http://127.0.0.1:{port}"))?;
        }
        warn_open(context, &picked.profile);
        let secret = secret(context, &picked.profile)?;
        let client = ServerClient::new(&picked.profile, secret, context.env.clock.clone());
        let client = client.map_err(|error| failure(&error, &picked))?;
        Ok(Remote { client, picked })
    }
}

impl Remote {
    /// What the server answers; Ctrl-C gives it up.
    pub(super) fn ask<T>(&self, answer: impl Future<Output = Result<T, ServerError>>) -> Result<T, Failure> {
        in_tokio(async { answer.await.map_err(|error| self.failure(&error)) })
    }

    /// Why a call of it failed.
    pub(super) fn failure(&self, error: &ServerError) -> Failure {
        failure(error, &self.picked)
    }
}

/// What is sent can be read by others on the way.
pub(super) fn warn_open(context: &Context, profile: &Profile) {
    if profile.url.is_open() {
        context.out.warn(&format!(
            "{} is neither on this machine nor behind TLS: what is sent and answered can be read on the way",
            profile.url
        ));
    }
}

/// Where the command line keeps what it knows of servers.
fn dir(context: &Context) -> Result<PathBuf, Failure> {
    cli_dir(&context.env).ok_or_else(|| {
        Failure::failed("no_home", &"there is no home directory, where profiles are kept")
            .hint("set HOME, or MUXI_SERVER_URL, MUXI_KEY_ID and MUXI_SECRET_KEY")
    })
}

/// All profiles. Nothing is kept where there is no home.
fn book(context: &Context) -> Result<Book, ProfileError> {
    let dir = cli_dir(&context.env).ok_or(ProfileError::NoneChosen)?;
    Book::read(&dir, &context.redactor)
}

/// The secret of a profile, from where it is kept.
pub(super) fn secret(context: &Context, profile: &Profile) -> Result<SecretBytes, Failure> {
    let secret = match &profile.secret {
        Kept::Plain(secret) => secret.clone(),
        Kept::Keychain => profile.keychain_secret(&Keychain::system())?,
        Kept::Sealed(_) => opened(context, profile)?,
        Kept::Nowhere => context.ask().secret(
            &format!("Secret of the key {} of {}", profile.key_id, profile.url),
            &format!(
                "MUXI_SECRET_KEY, or keep it: muxi profiles add {} --replace --secret-stdin",
                profile.name
            ),
        )?,
    };
    context.redactor.add(SECRET_NAME, &secret);
    if secret.is_empty() { Err(super::sign::empty()) } else { Ok(secret) }
}

/// The secret under a passphrase, which is in a file, in a descriptor, or asked for.
fn opened(context: &Context, profile: &Profile) -> Result<SecretBytes, Failure> {
    let Kept::Sealed(sealed) = &profile.secret else { return Err(super::sign::empty()) };
    let not_opened = || Failure::from(ProfileError::NotOpened(profile.name.clone()));
    let to = profile.bound_to();
    if let Some(given) = context.key_sources()?.passphrase.given()? {
        return sealed.open(&given, &to).ok_or_else(not_opened);
    }
    for turn in 0..TRIES {
        let again = if turn == 0 { "" } else { "That does not open it. " };
        let question = format!("{again}Passphrase of the profile {}", profile.name);
        let typed = context.ask().secret(&question, "--passphrase-file FILE")?;
        if let Some(secret) = sealed.open(&typed, &to) {
            return Ok(secret);
        }
    }
    Err(not_opened())
}

/// Why a call of a server failed.
fn failure(error: &ServerError, picked: &Picked) -> Failure {
    let exit = match error {
        ServerError::Unreachable { .. } => ExitCode::Unreachable,
        ServerError::Unauthorized { .. } => ExitCode::Unauthorized,
        ServerError::NotFound { .. } => ExitCode::NotFound,
        ServerError::OpenBody { .. }
        | ServerError::Unsealed(_)
        | ServerError::Refused { status: 403, .. } => ExitCode::Refused,
        ServerError::Part(_) | ServerError::BadId(_) => ExitCode::Usage,
        ServerError::Refused { .. }
        | ServerError::Broken { .. }
        | ServerError::Seal(_)
        | ServerError::Random(_) => ExitCode::Failed,
    };
    let profile = (picked.by != By::Url).then_some(picked.profile.name.as_str());
    Failure::new(exit, error.code(), error.to_string()).maybe_hint(error.hint(profile))
}

impl From<ProfileError> for Failure {
    fn from(error: ProfileError) -> Self {
        let exit = match &error {
            ProfileError::NotFound { .. } | ProfileError::NoneChosen => ExitCode::NotFound,
            ProfileError::Exists(_) | ProfileError::File(FsError::Exposed { .. } | FsError::Symlink(_)) => {
                ExitCode::Refused
            }
            ProfileError::BadName(_) | ProfileError::BadUrl(_) | ProfileError::Variables(_) => {
                ExitCode::Usage
            }
            _ => ExitCode::Failed,
        };
        Self::new(exit, error.code(), error.to_string()).maybe_hint(error.hint())
    }
}
