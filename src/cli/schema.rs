//! `muxi schema [KIND]`.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::context::Context;
use crate::formation::schema::{FILE_KINDS, FileKind};
use crate::formation::{handbook, jsonschema};
use crate::output::{ExitCode, Failure};
use crate::support::fs::{self, FsError, Mode};

/// Print the JSON Schema of a formation's files, for editors, or the reference of their fields
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi schema --all --output .schema   a file for each kind; each may be written again
  muxi schema agent                    the schema of agents/*.afs
  muxi schema --all --format markdown  the reference of all fields

The first line of a file tells an editor with yaml-language-server where its schema is:
  # yaml-language-server: $schema=.schema/formation.schema.json")]
pub(crate) struct Schema {
    /// The kind of file; of Markdown files, what stands between the two `---`
    #[arg(value_parser = kinds(), default_value = "formation", conflicts_with = "all")]
    kind: String,
    /// All kinds of files
    #[arg(long)]
    all: bool,
    /// JSON Schema (draft 7), or a page for people
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: Format,
    /// Write KIND.schema.json (KIND.md for markdown) to this directory, one file for each kind
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Write over files that muxi schema did not write
    #[arg(long, requires = "output")]
    force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON Schema
    Json,
    /// Markdown
    Markdown,
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(FILE_KINDS.iter().map(|kind| kind.name))
}

impl Schema {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let kind = FileKind::named(&self.kind).filter(|_| !self.all);
        if let Some(dir) = &self.output {
            let kinds = kind.map_or_else(|| FILE_KINDS.iter().collect(), |kind| vec![kind]);
            return self.write(context, &context.env.absolute(dir), &kinds);
        }
        match self.format {
            Format::Json => context.out.json(&kind.map_or_else(jsonschema::all, jsonschema::of))?,
            Format::Markdown => {
                let page = kind.map_or_else(handbook::all, handbook::of);
                if context.out.is_json() {
                    context.out.json(&json!({ "markdown": page }))?;
                } else {
                    context.out.bytes(page.as_bytes())?;
                }
            }
        }
        Ok(ExitCode::Done)
    }

    fn write(
        &self,
        context: &mut Context,
        dir: &Path,
        kinds: &[&'static FileKind],
    ) -> Result<ExitCode, Failure> {
        let files: Vec<_> =
            kinds.iter().map(|kind| (dir.join(self.file_name(kind)), self.text(kind))).collect();
        for (path, text) in files.iter().filter(|_| !self.force) {
            refuse_foreign(path, text)?;
        }
        std::fs::create_dir_all(dir).map_err(|error| {
            Failure::failed("no_directory", &format!("cannot make {}: {error}", dir.display()))
                .hint("name a directory that can be written with --output DIR")
        })?;
        for (path, text) in &files {
            fs::write_atomic(path, text.as_bytes(), Mode::Keep(0o644))
                .map_err(|error| cannot_write(&error))?;
        }
        let paths = files.iter().map(|(path, _)| path.display().to_string());
        if context.out.is_json() {
            let paths: Vec<Value> = paths.map(Value::from).collect();
            context.out.json(&json!({ "files": paths }))?;
        } else {
            for path in paths {
                context.out.note(&format!("wrote {path}"));
            }
        }
        Ok(ExitCode::Done)
    }

    fn file_name(&self, kind: &FileKind) -> String {
        match self.format {
            Format::Json => format!("{}.schema.json", kind.name),
            Format::Markdown => format!("{}.md", kind.name),
        }
    }

    fn text(&self, kind: &'static FileKind) -> String {
        match self.format {
            Format::Json => format!("{:#}\n", jsonschema::of(kind)),
            Format::Markdown => handbook::of(kind),
        }
    }
}

/// A file that begins in another way than `text` is somebody's own.
fn refuse_foreign(path: &Path, text: &str) -> Result<(), Failure> {
    let there = fs::read_if_exists(path).map_err(|error| cannot_write(&error))?;
    // The first lines are the same in every version.
    let head: Vec<_> = text.lines().take(2).collect();
    match there {
        Some(bytes) if !bytes.starts_with(head.join("\n").as_bytes()) => Err(Failure::new(
            ExitCode::Refused,
            "file_exists",
            format!("{} is there and was not written by muxi schema", path.display()),
        )
        .hint("name another directory, or write over it with --force")),
        _ => Ok(()),
    }
}

fn cannot_write(error: &FsError) -> Failure {
    Failure::new(ExitCode::Failed, error.code(), error.to_string())
        .hint("name a directory that can be written with --output DIR")
}
