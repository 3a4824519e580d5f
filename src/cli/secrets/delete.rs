//! `muxi secrets delete NAME`.

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::formation::discover;
use crate::formation::load;
use crate::formation::reference::Target;
use crate::output::{ExitCode, Failure};
use crate::secrets::{self, Change, SecretName};
use crate::support::text::count;

/// Delete a secret
#[derive(Debug, Args)]
#[command(after_help = "A secret that the formation still refers to is deleted only with --force.")]
pub(crate) struct Delete {
    /// The name
    name: String,
    /// Delete it though the formation refers to it
    #[arg(long, short)]
    force: bool,
}

impl Delete {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        super::refuse_a_value(&self.name, true)?;
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let name = SecretName::normalise(&self.name)?.name;
        let places = places(context, &formation, &name, self.force)?;
        if !places.is_empty() && !self.force {
            let message = format!(
                "{name} is still referred to in {}:\n  {}",
                count(places.len(), "place"),
                places.join("\n  ")
            );
            return Err(Failure::new(ExitCode::Refused, "secret_in_use", message)
                .hint(format!("take the references out first, or: muxi secrets delete {name} --force")));
        }
        secrets::update(
            &location,
            &context.key_sources()?,
            &context.env.clock,
            &Change::Delete { name: name.clone() },
        )?;
        if context.out.is_json() {
            context.out.json(&json!({"name": name.as_str(), "result": "deleted"}))?;
        } else {
            context.out.note(&format!("deleted {name}"));
        }
        Ok(ExitCode::Done)
    }
}

/// Where the formation refers to the secret, as `file:line:column`. A file that cannot be read may
/// refer to it too.
fn places(
    context: &Context,
    formation: &discover::Location,
    name: &SecretName,
    force: bool,
) -> Result<Vec<String>, Failure> {
    let base = Some(context.env.current_dir.as_path());
    let loaded = load::load(formation, &load::Context { base, ..load::Context::default() });
    if loaded.unreadable > 0 && !force {
        let message =
            format!("the formation cannot be read, so it is not known whether {name} is still referred to");
        return Err(Failure::new(ExitCode::Refused, "formation_unreadable", message)
            .hint(format!("see muxi validate, or: muxi secrets delete {name} --force")));
    }
    let same = |target: &Target| matches!(target, Target::Secret(n) if n == name.as_str());
    let found = loaded.references.iter().filter(|(reference, _)| same(&reference.target));
    Ok(found.map(|(_, span)| loaded.sources.place(*span)).collect())
}
