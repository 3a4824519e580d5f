//! `muxi secrets delete NAME`.

use clap::Args;
use serde_json::json;

use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::formation::discover;
use crate::formation::usage::find_uses;
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
        if !self.force {
            refuse_if_used(context, &formation, &name)?;
        }
        let event = Event::new(Class::Secret, "secret.delete", "secret", name.as_str());
        let change = Change::Delete { name: name.clone() };
        let outcome = context.audited(&formation, event, |context| {
            Ok(secrets::update(&location, &context.key_sources()?, &context.env.clock, &change)?)
        })?;
        context.warn_older(&location.secrets_file(), &outcome.older);
        if context.out.is_json() {
            context.out.json(&json!({"name": name.as_str(), "result": "deleted"}))?;
        } else {
            context.out.note(&format!("deleted {name}"));
        }
        Ok(ExitCode::Done)
    }
}

/// Refuses while the formation refers to the secret. A file that cannot be read may refer to it too.
fn refuse_if_used(
    context: &Context,
    formation: &discover::Location,
    name: &SecretName,
) -> Result<(), Failure> {
    let uses = find_uses(formation, Some(&context.env.current_dir));
    let mentions = uses.of_secret(name.as_str());
    let places: Vec<_> = mentions.iter().map(|mention| uses.sources.place(mention.span)).collect();
    let unread: Vec<_> = uses.trouble.iter().map(|d| uses.sources.place(d.primary.span)).collect();
    let forced = format!("muxi secrets delete {name} --force");
    let lines = |places: &[String]| places.join("\n  ");
    if !places.is_empty() {
        let what = count(places.len(), "place");
        let mut message = format!("{name} is still referred to in {what}:\n  {}", lines(&places));
        let mut hint = format!("take the references out first, or: {forced}");
        if !unread.is_empty() {
            message = format!("{message}\nand not everything can be read:\n  {}", lines(&unread));
            hint = format!("see muxi validate; {hint}");
        }
        return Err(Failure::new(ExitCode::Refused, "secret_in_use", message).hint(hint));
    }
    if unread.is_empty() {
        return Ok(());
    }
    let message = format!(
        "the formation cannot be read, so it is not known whether {name} is still referred to:\n  {}",
        lines(&unread)
    );
    Err(Failure::new(ExitCode::Refused, "formation_unreadable", message)
        .hint(format!("see muxi validate, or: {forced}")))
}
