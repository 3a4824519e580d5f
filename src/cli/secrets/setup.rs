//! `muxi secrets setup`.

use std::collections::BTreeSet;

use clap::Args;
use serde_json::json;

use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::formation::reference::Target;
use crate::formation::usage::{Uses, find_uses};
use crate::output::{ExitCode, Failure};
use crate::secrets::lint::Entered;
use crate::secrets::{self, Change, SecretName, Store};
use crate::support::text::count;

/// Ask for each secret that the formation refers to and that is not set
#[derive(Debug, Args)]
pub(crate) struct Setup {
    /// Only say which ones are missing
    #[arg(long)]
    dry_run: bool,
}

impl Setup {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let uses = find_uses(&formation, Some(&context.env.current_dir));
        if !uses.trouble.is_empty() {
            let message = "the formation cannot be read, so it is not known which secrets it refers to";
            return Err(
                Failure::new(ExitCode::Failed, "formation_unreadable", message).hint("see muxi validate")
            );
        }
        let store = Store::open(&location, &context.key_sources()?)?;
        let missing = missing(&uses, &store);
        if context.out.is_json() {
            context.out.json(&json!({"missing": missing}))?;
            return Ok(ExitCode::Done);
        }
        if missing.is_empty() {
            context.out.note("every secret that the formation refers to is set");
            return Ok(ExitCode::Done);
        }
        if self.dry_run {
            context.out.line(&missing.join("\n"))?;
            return Ok(ExitCode::Done);
        }
        let set = ask_for(context, &location, &missing)?;
        context.out.note(&format!("{} added, {} skipped", count(set, "secret"), missing.len() - set));
        Ok(ExitCode::Done)
    }
}

/// The names that are referred to without a default and have no value, in the order of the files.
fn missing(uses: &Uses, store: &Store) -> Vec<String> {
    let set: BTreeSet<&str> = store.names().into_iter().collect();
    let mut missing = Vec::new();
    for one in &uses.uses {
        if let Target::Secret(name) = &one.target
            && one.default.is_none()
            && !set.contains(name.as_str())
            && !missing.contains(name)
        {
            missing.push(name.clone());
        }
    }
    missing
}

fn ask_for(
    context: &mut Context,
    location: &secrets::Location,
    missing: &[String],
) -> Result<usize, Failure> {
    let mut set = 0;
    for name in missing {
        let question = format!("Value of {name} (nothing skips it)");
        let value = context
            .ask()
            .secret(&question, &format!("stdin: printf %s \"$VALUE\" | muxi secrets add {name}"))?;
        if value.is_empty() {
            continue;
        }
        let name = SecretName::normalise(name)?.name;
        super::look_at(context, location, &[Entered { name: &name, value: &value }])?;
        let at = context.formation(None)?;
        let event = Event::new(Class::Secret, "secret.set", "secret", name.as_str());
        let change = Change::Set { name, value };
        let outcome = context.audited(&at, event, |context| {
            Ok(secrets::update(location, &context.key_sources()?, &context.env.clock, &change)?)
        })?;
        context.warn_older(&location.secrets_file(), &outcome.older);
        super::add::report(context, &change, &outcome)?;
        set += 1;
    }
    Ok(set)
}
