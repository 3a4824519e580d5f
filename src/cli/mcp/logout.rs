//! `muxi mcp logout ID`.

use clap::Args;
use serde_json::json;

use super::super::context::Context;
use super::super::serve::Toolbox;
use super::super::wait::with_threads;
use super::login::failure;
use crate::output::{ExitCode, Failure};
use crate::runtime::mcp::McpError;

/// Give the login at a server back, and delete its tokens
#[derive(Debug, Args)]
pub(crate) struct Logout {
    /// The server's id
    id: String,
}

impl Logout {
    /// Which server it is about.
    pub(super) fn server(&self) -> &str {
        &self.id
    }

    pub(crate) fn run(self, context: &mut Context) -> Result<(), Failure> {
        let (removed, fault) = self.log_out(context)?;
        if let Some(failure) = fault {
            context.out.warn_failure("its tokens are deleted here, and were not given back there", &failure);
        }
        if context.out.is_json() {
            return context.out.json(&json!({"server": self.id, "logged_out": removed}));
        }
        context.out.note(&if removed {
            format!("logged out of {}", self.id)
        } else {
            format!("nobody was logged in at {}", self.id)
        });
        Ok(())
    }

    /// Whether there were tokens, and why they could not be given back.
    fn log_out(&self, context: &mut Context) -> Result<(bool, Option<Failure>), Failure> {
        let tokio = with_threads(1)?;
        let at = context.formation(None)?;
        let formation = context.valid_formation(&at)?;
        // Parts of the runtime start tasks.
        let inside = tokio.enter();
        let (toolbox, locked) = Toolbox::open_though_locked(context, &at, formation)?;
        drop(inside);
        let failure = |error| failure(&self.id, &McpError::from(error));
        let oauth = match (toolbox.oauth(&self.id), locked, toolbox.logins(&self.id)) {
            (Ok(oauth), ..) => oauth,
            // Its declaration names a secret. Nobody can say to whom its tokens go, and they can be deleted still.
            (Err(_), Some(locked), Some(vault)) => {
                let removed = tokio.block_on(vault.remove(&self.id)).map_err(failure)?;
                return Ok((removed, removed.then_some(locked)));
            }
            (Err(error), ..) => return Err(error),
        };
        // Without the key they cannot be given back, and can be deleted still.
        if let Err(failure) = Toolbox::unlocked(context, &at)
            && failure.exit() == ExitCode::Interrupted
        {
            return Err(failure);
        }
        let (removed, fault) = tokio.block_on(oauth.log_out()).map_err(failure)?;
        Ok((removed, fault.map(failure)))
    }
}
