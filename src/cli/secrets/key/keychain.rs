//! `muxi secrets key keychain`.

use clap::Args;
use serde_json::json;

use super::here;
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets;

/// Put the key into the keychain of the system, or take it out
#[derive(Debug, Args)]
#[command(after_help = "\
The keychain is asked before the key file; where it is locked or absent, the key file is used after at
most 2 s. muxi has it only when it was built with the cargo feature `keychain`.")]
pub(crate) struct Keychain {
    /// Take the key out; refuses where nothing else opens the secrets
    #[arg(long)]
    remove: bool,
    /// Take it out even so
    #[arg(long, requires = "remove")]
    force: bool,
}

impl Keychain {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let location = here(context)?;
        let sources = context.key_sources()?;
        let (changed, done, idle) = if self.remove {
            let changed = secrets::key_from_keychain(&location, &sources, self.force)?;
            (changed, "removed", "the keychain has no key of these secrets")
        } else {
            let changed = secrets::key_to_keychain(&location, &sources)?;
            (changed, "kept", "the key is in the keychain already")
        };
        if context.out.is_json() {
            context.out.json(&json!({"result": if changed { done } else { "unchanged" }}))?;
            return Ok(ExitCode::Done);
        }
        context.out.note(match (changed, self.remove) {
            (false, _) => idle,
            (true, true) => "the key is no longer in the keychain",
            (true, false) => {
                "the key is in the keychain; the key file is still there: remove it if the keychain is to be \
                 the only place, and keep an export of it elsewhere (muxi secrets key export)"
            }
        });
        Ok(ExitCode::Done)
    }
}
