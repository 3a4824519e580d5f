//! `muxi secrets key …`.

mod export;
mod import;
mod keychain;
mod passphrase;
mod rotate;
mod show;

use clap::Subcommand;

use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::{KeyId, Location};

/// Look after the key: show, export, import, protect, rotate
#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    /// Show which keys are where, and which the secrets use; never a key
    Show(show::Show),
    /// Print the key for a colleague, protected by a passphrase, or for the store of a CI
    Export(export::Export),
    /// Take a key that a colleague exported into the key file
    Import(import::Import),
    /// Protect the key file by a passphrase, change it, or take it off
    Passphrase(passphrase::Passphrase),
    /// Make a new key and encrypt all secrets with it
    Rotate(rotate::Rotate),
    /// Put the key into the keychain of the system, or take it out
    Keychain(keychain::Keychain),
}

impl Key {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Show(command) => command.run(context),
            Self::Export(command) => {
                context.audited_here(event("key.export"), |context| command.run(context))
            }
            Self::Import(command) => {
                context.audited_here(event("key.import"), |context| command.run(context))
            }
            Self::Passphrase(command) => {
                context.audited_here(event("key.passphrase"), |context| command.run(context))
            }
            Self::Rotate(command) => {
                context.audited_here(event("key.rotate"), |context| command.run(context))
            }
            Self::Keychain(command) => {
                context.audited_here(event("key.keychain"), |context| command.run(context))
            }
        }
    }
}

/// Something that is done to the key of the secrets.
fn event(action: &'static str) -> Event {
    Event::new(Class::Credential, action, "root_key", "")
}

fn here(context: &Context) -> Result<Location, Failure> {
    let formation = context.formation(None)?;
    context.secrets_at(&formation)
}

fn texts(ids: &[KeyId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
