//! `muxi keys show`.

use clap::{Args, Subcommand};
use serde_json::json;

use super::context::Context;
use crate::formation::discover;
use crate::formation::model::{Formation, Text};
use crate::output::{ExitCode, Failure, columns};
use crate::secrets::{ApiKeys, DeclaredApiKeys, Store};
use crate::support::fs;
use crate::support::redact::Redactor;

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
        let keys = context.api_keys(&at, &formation, store.as_ref(), &Redactor::default())?;
        let text = |value: &crate::support::secret::SecretBytes| {
            value
                .expose_str()
                .map(str::to_owned)
                .ok_or_else(|| Failure::failed("bad_api_key", &"an API key is not text"))
        };
        let (admin, client) = (text(&keys.admin.value)?, text(&keys.client.value)?);
        if context.out.is_json() {
            context.out.json(&json!({
                "admin_key": admin,
                "client_key": client,
                "admin_key_from": keys.admin.origin.to_string(),
                "client_key_from": keys.client.origin.to_string(),
            }))?;
        } else {
            context
                .out
                .line(&columns(vec![vec!["admin".to_owned(), admin], vec!["client".to_owned(), client]]))?;
            context.out.note(&format!("from {}", keys.admin.origin));
            if keys.client.origin != keys.admin.origin {
                context.out.note(&format!("the client key from {}", keys.client.origin));
            }
        }
        Ok(ExitCode::Done)
    }
}

impl Context {
    /// The formation, if it has no errors; else they are printed.
    pub(super) fn valid_formation(&mut self, at: &discover::Location) -> Result<Formation, Failure> {
        let loaded = self.load(at, crate::formation::load::Target::Local)?;
        let errors = loaded.errors();
        if let Some(formation) = loaded.formation {
            return Ok(formation);
        }
        let text = super::validate::findings(&self.out, &loaded);
        self.out.block(text.trim_end());
        let what = format!("{} has {}", at.file.display(), crate::support::text::count(errors, "error"));
        Err(Failure::new(ExitCode::Failed, "formation_invalid", what)
            .hint("mend what is shown above, then try again"))
    }

    /// The formation's secrets; nothing where it has none.
    pub(super) fn open_store(&mut self, at: &discover::Location) -> Result<Option<Store>, Failure> {
        let location = self.secrets_at(at)?;
        if !location.secrets_file().exists() {
            return Ok(None);
        }
        Ok(Some(Store::open(&location, &self.key_sources()?)?))
    }

    /// The API keys of the formation; the state directory is made for them if need be.
    pub(super) fn api_keys(
        &self,
        at: &discover::Location,
        formation: &Formation,
        store: Option<&Store>,
        redactor: &Redactor,
    ) -> Result<ApiKeys, Failure> {
        let state = self.state(&formation.id, at)?;
        fs::create_private_dir(&state).map_err(|e| state_failure(&e))?;
        let value = |text: &Option<Text>, place: &str| {
            let value = text.as_ref().map(|t| t.resolve(|target| self.resolve(store, redactor, target)));
            value.transpose().map_err(|e| {
                Failure::new(ExitCode::Failed, e.code(), format!("server.api_keys.{place}: {e}"))
                    .maybe_hint(e.hint())
            })
        };
        let declared = DeclaredApiKeys {
            admin: value(&formation.server.admin_key, "admin_key")?,
            client: value(&formation.server.client_key, "client_key")?,
        };
        let keys = ApiKeys::find(declared, store, &state)?;
        redactor.add("ADMIN_API_KEY", &keys.admin.value);
        redactor.add("CLIENT_API_KEY", &keys.client.value);
        Ok(keys)
    }
}

/// State cannot be kept where it should be.
pub(super) fn state_failure(error: &crate::support::fs::FsError) -> Failure {
    Failure::new(ExitCode::Failed, error.code(), error.to_string())
        .hint("name a directory that can be written with --data-dir DIR or MUXI_STATE_DIR")
}
