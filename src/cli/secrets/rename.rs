//! `muxi secrets rename OLD NEW`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::formation::discover;
use crate::formation::usage::{By, find_uses};
use crate::output::{ExitCode, Failure};
use crate::secrets::{self, Renamed, SecretName};
use crate::support::text::count;

/// Rename a secret, and every reference to it in the formation
#[derive(Debug, Args)]
#[command(after_help = "\
The secrets of all environments, the template and all references change together, comments and layout stay.
If it is interrupted, the next muxi command on this formation finishes it.")]
pub(crate) struct Rename {
    /// The name as it is
    old: String,
    /// The name as it is to be
    new: String,
    /// Only say what would be changed
    #[arg(long)]
    dry_run: bool,
}

impl Rename {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        for typed in [&self.old, &self.new] {
            super::refuse_a_value(typed, true)?;
        }
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let old = SecretName::normalise(&self.old)?.name;
        let new = super::name(&mut context.out, &self.new)?;
        let files = files(context, &formation, &old)?;
        let sources = context.key_sources()?;
        let names = (&old, &new);
        let renamed = if self.dry_run {
            secrets::plan_rename(&location, &sources, &context.env.clock, names, &files)?
        } else {
            let event = Event::new(Class::Secret, "secret.rename", "secret", old.as_str());
            context.audited(&formation, event.with("to", new.as_str()), |context| {
                Ok(secrets::rename(&location, &sources, &context.env.clock, names, &files)?)
            })?
        };
        for (file, older) in &renamed.older {
            context.warn_older(file, older);
        }
        self.report(context, names, &renamed)?;
        Ok(ExitCode::Done)
    }

    fn report(
        &self,
        context: &mut Context,
        (old, new): (&SecretName, &SecretName),
        renamed: &Renamed,
    ) -> Result<(), Failure> {
        if context.out.is_json() {
            let places = renamed.places.iter();
            let places: Vec<_> = places
                .map(|(file, count)| json!({"file": context.shown(file), "references": count}))
                .collect();
            let stores: Vec<_> = renamed.stores.iter().map(|file| context.shown(file)).collect();
            let result = if self.dry_run { "planned" } else { "renamed" };
            return context.out.json(&json!({
                "name": old.as_str(),
                "new_name": new.as_str(),
                "result": result,
                "stores": stores,
                "places": places,
            }));
        }
        let word = if self.dry_run { "would rename" } else { "renamed" };
        context.out.note(&format!("{word} {old} to {new}"));
        for store in &renamed.stores {
            context.out.note(&format!("  {}", context.shown(store)));
        }
        for (file, references) in &renamed.places {
            let references = count(*references, "reference");
            context.out.note(&format!("  {}  {references}", context.shown(file)));
        }
        Ok(())
    }
}

/// The files that refer to the secret by its name; refuses where that cannot be told or not be changed.
fn files(
    context: &Context,
    formation: &discover::Location,
    old: &SecretName,
) -> Result<Vec<PathBuf>, Failure> {
    let uses = find_uses(formation, Some(&context.env.current_dir));
    if let Some(trouble) = uses.trouble.first() {
        let place = uses.sources.place(trouble.primary.span);
        let message = format!("{place}: {}, so it is not known whether it refers to {old}", trouble.message);
        return Err(Failure::new(ExitCode::Refused, "formation_unreadable", message)
            .hint("mend it first: see muxi validate"));
    }
    let mut files: Vec<PathBuf> = Vec::new();
    for mention in uses.of_secret(old.as_str()) {
        let refuse = |why: &str, hint: &str| {
            let message = format!("{}: {why}", uses.sources.place(mention.span));
            Failure::new(ExitCode::Refused, "reference_not_renamed", message).hint(hint)
        };
        if mention.by == By::Credential {
            let hint = "rename the service there first, or add the secret under the new name";
            return Err(refuse(&format!("this refers to {old} as a user's credential"), hint));
        }
        if mention.name.is_none() {
            let hint = "write it without escapes, then try again";
            return Err(refuse(&format!("the name {old} is hidden by escapes here"), hint));
        }
        let file = uses.path(mention.span.source);
        if !files.contains(&file) {
            files.push(file);
        }
    }
    Ok(files)
}
