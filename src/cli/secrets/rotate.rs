//! `muxi secrets rotate NAME`, and what else belongs to changing values at their providers.

use clap::Args;
use serde_json::json;

use super::{add, rotate_plan};
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::lint::Entered;
use crate::secrets::{self, Change, Effect, Error, GitError, Store};
use crate::support::text::did_you_mean;

/// Give a secret a new value, or list what somebody who left could have read
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi secrets rotate OPENAI_API_KEY              asks for the new value, hidden
  muxi secrets rotate SESSION_KEY --generate      makes a strong one
  muxi secrets rotate --plan --before 2026-01-31  what somebody who left that day could have read
  muxi secrets rotate --revoked OLD_TOKEN         ticks off a deleted secret

Make the new value at the provider first, rotate, and revoke the old one when all use the new one.
This changes a value. What changes the key of the file is another matter.")]
pub(crate) struct Rotate {
    /// The secret
    #[arg(required_unless_present_any = ["plan", "revoked"], conflicts_with_all = ["plan", "revoked"])]
    name: Option<String>,
    #[command(flatten)]
    given: add::Given,
    /// List every value that somebody with the repository and the key could have read, from git's history
    #[arg(long, conflicts_with_all = ["raw", "generate", "revoked"])]
    plan: bool,
    /// With --plan: until when they had both; a commit, a tag, a day (to its end, UTC) or a moment
    #[arg(long, value_name = "REV|DATE", requires = "plan")]
    before: Option<String>,
    /// Tick a deleted secret off in the plan: it was revoked at its provider
    #[arg(long, value_name = "NAME", conflicts_with_all = ["raw", "generate"])]
    revoked: Option<String>,
}

impl Rotate {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        if self.plan {
            return rotate_plan::show(context, self.before.as_deref());
        }
        if let Some(name) = &self.revoked {
            return rotate_plan::tick(context, name);
        }
        let typed = self.name.as_deref().unwrap_or_default();
        self.given.refuse_a_value(Some(typed), "rotate")?;
        super::refuse_a_value(typed, true)?;
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let name = super::name(&mut context.out, typed)?;
        let sources = context.key_sources()?;
        let store = Store::open(&location, &sources)?;
        if !store.names().contains(&name.as_str()) && store.get(&name)?.is_none() {
            let near = did_you_mean(name.as_str(), store.names());
            let hint = near.map(|near| format!("did you mean {near}?"));
            let path = store.path().to_owned();
            return Err(Failure::from(Error::NotFound { name: name.to_string(), path }).maybe_hint(hint));
        }
        drop(store);
        let value = self.given.value(context, &name, "rotate")?;
        if !self.given.is_generated() {
            super::look_at(context, &location, &[Entered { name: &name, value: &value }])?;
        }
        let masked = secrets::mask(value.expose());
        let event = Event::new(Class::Secret, "secret.rotate", "secret", name.as_str());
        let change = Change::Set { name: name.clone(), value };
        let outcome = context.audited(&formation, event, |context| {
            Ok(secrets::update(&location, &sources, &context.env.clock, &change)?)
        })?;
        context.warn_older(&location.secrets_file(), &outcome.older);
        if outcome.effect() == Effect::Unchanged {
            return Err(Error::from(GitError::SameValue(name.to_string())).into());
        }
        if context.out.is_json() {
            context.out.json(&json!({"name": name.as_str(), "result": "rotated"}))?;
        } else {
            context.out.note(&format!("gave a new value to {name}  {masked}"));
            context.out.note(&format!(
                "next: commit {}, restart what uses it, then revoke the old value at its provider",
                location.secrets_file().display()
            ));
        }
        Ok(ExitCode::Done)
    }
}
