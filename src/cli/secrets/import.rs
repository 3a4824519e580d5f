//! `muxi secrets import [FILE]`.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::exchange::{Format, syntax};
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure, columns};
use crate::secrets::exchange::{Named, Syntax, named, parse};
use crate::secrets::lint::Entered;
use crate::secrets::{self, Error, Existing, Fate, Imported, Location};
use crate::support::fs::{self, Links, Privacy};
use crate::support::secret::SecretBytes;
use crate::support::text::count;

/// The most bytes of a file that is imported: 32 MiB.
const LONGEST: u64 = 32 << 20;

/// Add the secrets of a .env, JSON or YAML file, all of them or none
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi secrets import .env                           takes the kind from the name
  vault kv get -format=json … | muxi secrets import - --format json
  muxi secrets import prod.yaml --dry-run            only says what would be done

A .env file is read, never executed: $NAME stays as it is. A secret that is there with another value stops the
import, unless --skip-existing or --overwrite says what to do.")]
pub(crate) struct Import {
    /// The file; - or nothing takes stdin
    file: Option<PathBuf>,
    /// What the file is written in, where its name does not tell
    #[arg(long)]
    format: Option<Format>,
    /// Put this before each name
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    prefix: String,
    /// Leave secrets that are there with another value as they are
    #[arg(long, conflicts_with = "overwrite")]
    skip_existing: bool,
    /// Give secrets that are there the new value
    #[arg(long)]
    overwrite: bool,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let file = self.file(context)?;
        let syntax = syntax(context, self.format, file.as_deref())?;
        let (from, bytes) = read(context, file)?;
        let fault = |fault| Failure::from(Error::Import { from: from.clone(), fault });
        let pairs = parse(syntax, bytes.expose()).map_err(fault)?;
        drop(bytes);
        for pair in &pairs {
            super::refuse_a_value(&pair.name, false)?;
        }
        let secrets = named(pairs, &self.prefix).map_err(fault)?;
        look_at(context, &location, &secrets)?;
        let existing = match (self.skip_existing, self.overwrite) {
            (true, _) => Existing::Skip,
            (_, true) => Existing::Overwrite,
            _ => Existing::Refuse,
        };
        let sources = context.key_sources()?;
        let imported = if self.dry_run {
            let fates = secrets::preview(&location, &sources, &context.env.clock, &secrets, existing)?;
            Imported { fates, outcome: None }
        } else {
            let names: Vec<&str> = secrets.iter().map(|secret| secret.name.as_str()).collect();
            let event = Event::new(Class::Secret, "secret.import", "secret", names.join(", "));
            context.audited(&formation, event.with("secrets", names.len()), |context| {
                Ok(secrets::import(&location, &sources, &context.env.clock, &secrets, existing)?)
            })?
        };
        self.report(context, &from, &secrets, &imported)?;
        Ok(ExitCode::Done)
    }

    /// The file to read; none for stdin.
    fn file(&self, context: &Context) -> Result<Option<PathBuf>, Failure> {
        let file = match &self.file {
            Some(file) => file.clone(),
            None if context.ask().stdin_is_data() => return Ok(None),
            None => PathBuf::from(context.ask().text("File to import", "the argument FILE")?),
        };
        Ok(Some(file).filter(|file| file != Path::new("-")))
    }

    fn report(
        &self,
        context: &mut Context,
        from: &str,
        secrets: &[Named],
        imported: &Imported,
    ) -> Result<(), Failure> {
        let new_key = imported.outcome.as_ref().and_then(|outcome| outcome.new_key.as_ref());
        if let Some(key) = new_key {
            super::add::new_key(context, key);
        }
        let rows = secrets.iter().zip(&imported.fates);
        if context.out.is_json() {
            let row = |(secret, fate): (&Named, &Fate)| json!({"name": secret.name.as_str(), "result": fate.as_str()});
            let secrets: Vec<Value> = rows.map(row).collect();
            let key = new_key.map(|key| key.display().to_string());
            return context.out.json(&json!({"dry_run": self.dry_run, "secrets": secrets, "new_key": key}));
        }
        if secrets.is_empty() {
            context.out.note(&format!("there is nothing to import in {from}"));
            return Ok(());
        }
        let text = columns(
            rows.map(|(secret, fate)| vec![secret.name.to_string(), fate.as_str().to_owned()]).collect(),
        );
        if self.dry_run {
            context.out.line(&text)?;
            context.out.note("nothing was changed (--dry-run)");
            return Ok(());
        }
        context.out.note(&text);
        let parts = [Fate::Added, Fate::Updated, Fate::Unchanged, Fate::Skipped].map(|fate| {
            let number = imported.fates.iter().filter(|f| **f == fate).count();
            (number, format!("{number} {}", fate.as_str()))
        });
        let parts: Vec<_> =
            parts.into_iter().filter(|(number, _)| *number > 0).map(|(_, text)| text).collect();
        context.out.note(&format!("{} of {from}: {}", count(secrets.len(), "secret"), parts.join(", ")));
        if Syntax::of(Path::new(from)).is_some() && imported.outcome.is_some() {
            context.out.note(&format!(
                "{from} still holds the values in the clear: remove it if nothing else needs it"
            ));
        }
        Ok(())
    }
}

/// Where it came from, for people, and the bytes.
fn read(context: &Context, file: Option<PathBuf>) -> Result<(String, SecretBytes), Failure> {
    let Some(file) = file else {
        let limit = usize::try_from(LONGEST).unwrap_or(usize::MAX);
        return Ok(("the standard input".to_owned(), context.ask().read_stdin(limit)?));
    };
    let path = context.env.absolute(&file);
    // A pipe has no size to go by.
    let size = std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file).map(|meta| meta.len());
    let limit = size.map_or(LONGEST, |size| (size + 1).min(LONGEST));
    let bytes = fs::read_secret(&path, Links::Follow, Privacy::Any, limit).map_err(|error| {
        let exit = if error.is_not_found() { ExitCode::NotFound } else { ExitCode::Failed };
        Failure::new(exit, error.code(), error.to_string()).maybe_hint(error.hint())
    })?;
    Ok((file.display().to_string(), bytes))
}

/// What may not be as it was meant; with `--strict` that refuses all of it.
fn look_at(context: &mut Context, location: &Location, secrets: &[Named]) -> Result<(), Failure> {
    for Named { name, written, .. } in secrets {
        if let Some(written) = written {
            context.out.note(&format!("note: {written} is kept as {name}"));
        }
    }
    let values: Vec<_> = secrets.iter().map(|s| Entered { name: &s.name, value: &s.value }).collect();
    super::look_at(context, location, &values)
}
