//! `muxi keys show`.

use clap::{Args, Subcommand};
use serde_json::json;

use super::context::Context;
use crate::audit::{Class, Event};
use crate::output::{ExitCode, Failure, columns};
use crate::support::secret::SecretBytes;

/// Show the API keys of the formation
#[derive(Debug, Subcommand)]
pub(crate) enum Keys {
    /// Print both keys, and where they come from; they are made if there are none yet
    Show(Show),
}

/// Print both keys, and where they come from; they are made if there are none yet
#[derive(Debug, Args)]
pub(crate) struct Show {}

impl Keys {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let Self::Show(Show {}) = self;
        let at = context.formation(None)?;
        let formation = context.valid_formation(&at)?;
        let store = context.open_store(&at)?;
        let keys = context.api_keys(&at, &formation, store.as_ref())?;
        context.record(&at, &Event::new(Class::Credential, "key.show", "api_key", "admin, client"))?;
        let text = |value: &SecretBytes| {
            value
                .expose_str()
                .map(str::to_owned)
                .ok_or_else(|| Failure::failed("bad_api_key", &"an API key is not text"))
        };
        let (admin, client) = (text(&keys.admin.value)?, text(&keys.client.value)?);
        if context.out.is_json() {
            let data = json!({
                "admin_key": admin,
                "client_key": client,
                "admin_key_from": keys.admin.origin.to_string(),
                "client_key_from": keys.client.origin.to_string(),
            });
            context.out.reveal(format!("{data:#}\n").as_bytes())?;
        } else {
            let rows = vec![vec!["admin".to_owned(), admin], vec!["client".to_owned(), client]];
            context.out.reveal(format!("{}\n", columns(rows)).as_bytes())?;
            context.out.note(&format!("from {}", keys.admin.origin));
            if keys.client.origin != keys.admin.origin {
                context.out.note(&format!("the client key from {}", keys.client.origin));
            }
        }
        Ok(ExitCode::Done)
    }
}
