//! `muxi secrets git-setup`.

use clap::Args;
use serde_json::{Map, json};

use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::git;

/// Make muxi the merge and diff driver for secrets files in this git repository
#[derive(Debug, Args)]
#[command(after_help = "\
Written are .git/config and .git/info/attributes of this clone; nothing that is committed. They win over
the merge=union that .gitattributes has for everybody else. With the key at hand git then merges secrets one by
one and seals the result; `git diff` shows names, versions and masked values.")]
pub(crate) struct GitSetup {
    /// Take the drivers away again
    #[arg(long)]
    remove: bool,
}

impl GitSetup {
    /// What is recorded of it, where there is a formation.
    pub(super) fn event(&self) -> Event {
        let action = if self.remove { "configuration.git_remove" } else { "configuration.git_setup" };
        Event::new(Class::Configuration, action, "repository", "")
    }

    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        // The repository counts, not the formation: there may be several, or none yet.
        let dir = match &context.globals.dir {
            Some(dir) => context.env.absolute(dir),
            None => context.env.current_dir.clone(),
        };
        let dir = if dir.is_file() { dir.parent().map_or(dir.clone(), Into::into) } else { dir };
        let setup = if self.remove { git::remove(&dir)? } else { git::install(&dir, &context.env.program)? };
        let result = match (self.remove, setup.changed) {
            (_, false) => "unchanged",
            (true, true) => "removed",
            (false, true) => "installed",
        };
        if context.out.is_json() {
            let settings: Map<String, serde_json::Value> =
                setup.settings.into_iter().map(|(name, value)| (name, value.into())).collect();
            let attributes = setup.attributes.display().to_string();
            context.out.json(&json!({"result": result, "attributes": attributes, "settings": settings}))?;
            return Ok(ExitCode::Done);
        }
        context.out.note(match (self.remove, setup.changed) {
            (true, true) => "removed: git merges secrets files by lines again",
            (true, false) => "there was nothing to remove",
            (false, true) => "git now merges and compares secrets files with muxi, in this clone",
            (false, false) => "git merges and compares secrets files with muxi already",
        });
        Ok(ExitCode::Done)
    }
}
