//! `muxi secrets export`.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::exchange::{Format, selection, syntax};
use super::output_file;
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::Error;
use crate::secrets::exchange::{Syntax, write};
use crate::support::fs::{self, FsError, Mode};
use crate::support::text::count;

/// Print the secrets, or write them to a file, in the clear
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi secrets export > .env                         the mode of the file is the shell's business
  muxi secrets export --output .env                  a new file that only you can read
  muxi secrets export --only A,B --format json       some of them, for a program

A program that needs them in its environment is better run by: muxi secrets run -- PROGRAM")]
pub(crate) struct Export {
    /// What to write: env if nothing else tells
    #[arg(long)]
    format: Option<Format>,
    /// Only these secrets, separated by commas; else all
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    only: Vec<String>,
    /// Write to this file, with mode 0600, instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write though there is such a file already
    #[arg(long, short, requires = "output")]
    force: bool,
    /// Print to a terminal without asking
    #[arg(long, short)]
    yes: bool,
}

impl Export {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let syntax = self.syntax(context)?;
        let output = self.output.as_ref().map(|file| context.env.absolute(file));
        if let Some(path) = &output {
            self.check_file(context, path)?;
        }
        let store = super::open_strictly(context, &location)?;
        let selection = selection(context, &store, &self.only)?;
        let number = selection.values.len();
        if output.is_none() && context.out.is_terminal() && !self.yes {
            let question = format!("Print {} in the clear?", count(number, "secret"));
            if !context.ask().confirm(&question, "--yes")? {
                return Err(Failure::new(ExitCode::Failed, "not_exported", "nothing was printed"));
            }
        }
        let text = write(syntax, &selection.values).map_err(|(name, why)| {
            let syntax = if syntax == Syntax::Env { "a line of a .env file" } else { syntax.as_str() };
            Error::NotExportable { name, syntax, why }
        })?;
        let names: Vec<&str> = selection.values.iter().map(|(name, _)| name.as_str()).collect();
        let event = Event::new(Class::Secret, "secret.export", "secret", names.join(", "));
        context.record(&formation, &event.with("secrets", number))?;
        let Some(path) = output else {
            context.out.reveal(&text)?;
            return Ok(ExitCode::Done);
        };
        let written = if self.force {
            fs::write_atomic(&path, &text, Mode::PRIVATE)
        } else {
            fs::create_new_private(&path, &text)
        };
        written.map_err(|error| file_failure(&error))?;
        if context.out.is_json() {
            let names: Vec<_> = selection.values.iter().map(|(name, _)| name.as_str()).collect();
            let file = path.display().to_string();
            context.out.json(&json!({"file": file, "format": syntax.as_str(), "secrets": names}))?;
        } else {
            context.out.note(&format!(
                "wrote {} in the clear to {}",
                count(number, "secret"),
                path.display()
            ));
        }
        Ok(ExitCode::Done)
    }

    fn syntax(&self, context: &Context) -> Result<Syntax, Failure> {
        if let Some(file) = &self.output {
            return syntax(context, self.format, Some(file));
        }
        match (self.format.map(Syntax::from), context.out.is_json()) {
            (None | Some(Syntax::Json), true) => Ok(Syntax::Json),
            (Some(_), true) => {
                Err(Failure::usage("--json prints JSON, and --format asks for something else")
                    .hint("leave one of the two out, or name a file with --output"))
            }
            (named, false) => Ok(named.unwrap_or(Syntax::Env)),
        }
    }

    /// Refuses a file that is there, and says when git would take it.
    fn check_file(&self, context: &mut Context, path: &Path) -> Result<(), Failure> {
        if let Ok(meta) = std::fs::metadata(path)
            && !meta.is_file()
        {
            return Err(file_failure(&FsError::NotAFile(path.to_owned())));
        }
        if !self.force && path.symlink_metadata().is_ok() {
            return Err(file_failure(&FsError::Exists(path.to_owned())));
        }
        output_file::not_committed(context, path, "the secrets")
    }
}

fn file_failure(error: &FsError) -> Failure {
    let failure = Failure::new(ExitCode::Failed, error.code(), error.to_string()).maybe_hint(error.hint());
    if matches!(error, FsError::Exists(_)) {
        return failure.with_exit(ExitCode::Refused).hint("nothing was written; --force writes over it");
    }
    failure
}
