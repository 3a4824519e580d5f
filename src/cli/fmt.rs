//! `muxi fmt [PATH…]`.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::change;
use super::context::Context;
use crate::config::Var;
use crate::formation::discover;
use crate::formation::fmt::{self, FmtError};
use crate::output::{ExitCode, Failure};
use crate::support::fs;
use crate::support::text::count;

/// The largest text that is taken from stdin, in bytes.
const MAX_STDIN: usize = 16 << 20;

/// Write the formation's files in one style; nothing that they say changes, and no comment is lost
#[derive(Debug, Args)]
#[command(after_help = "\
Two blanks for each level, dashes under their key, one blank line at most, comments one blank after the text.
Keys keep their order, text its lines, and what is quoted stays quoted. In Markdown only what is between the two
`---` at the start is formatted.

Exit code: 0 done, 1 a file could not be formatted, or with --check would change.")]
pub(crate) struct Fmt {
    /// Files or directories; else the formation's files. `-` takes stdin and prints to stdout
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing; list the files that would change, and fail if there are any
    #[arg(long)]
    check: bool,
    /// Write nothing; print what would change
    #[arg(long)]
    diff: bool,
    /// The name of what comes from stdin: one that ends in .md is Markdown
    #[arg(long, value_name = "FILE", default_value = "stdin.afs", hide_default_value = true)]
    stdin_name: PathBuf,
}

/// What came of one file.
struct Formatted {
    shown: String,
    result: Result<Option<(String, String)>, Broken>,
}

/// Why a file is left as it is.
struct Broken {
    code: String,
    place: Option<(usize, usize)>,
    message: String,
    /// Whether the message names the file.
    named: bool,
}

impl From<Failure> for Broken {
    fn from(failure: Failure) -> Self {
        Self {
            code: failure.code().to_owned(),
            place: None,
            message: failure.message().to_owned(),
            named: true,
        }
    }
}

impl From<FmtError> for Broken {
    fn from(error: FmtError) -> Self {
        Self { code: error.code().to_owned(), place: error.place(), message: error.to_string(), named: false }
    }
}

impl Fmt {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        if self.paths.iter().any(|path| path.as_os_str() == "-") {
            if self.paths.len() > 1 {
                return Err(Failure::usage("`-` is stdin, and stands alone"));
            }
            return self.stdin(context);
        }
        let files = self.files(context)?;
        let mut done = Vec::new();
        for file in &files {
            let shown = context.shown(file);
            let result = self.file(file, context.env.get(Var::Home).map(Path::new));
            done.push(Formatted { shown, result });
        }
        self.report(context, &done)
    }

    fn files(&self, context: &Context) -> Result<Vec<PathBuf>, Failure> {
        if self.paths.is_empty() {
            return Ok(fmt::files(&context.formation(None)?));
        }
        let mut files = Vec::new();
        for given in &self.paths {
            let path: PathBuf = context.env.absolute(given).components().collect();
            let shown = given.display();
            if path.is_dir() {
                let formation = discover::in_directory(&path);
                files.extend(formation.map_or_else(|| fmt::under(&path), |at| fmt::files(&at)));
            } else if !path.exists() {
                let message = format!("there is no {shown}");
                return Err(Failure::new(ExitCode::NotFound, "file_not_found", message));
            } else if !fmt::is_formatted(&path) {
                let message = format!("{shown} is neither YAML nor Markdown by its name");
                return Err(Failure::usage(message).hint("names end in .afs, .yaml, .yml or .md"));
            } else {
                files.push(path);
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        files.retain(|file| seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())));
        Ok(files)
    }

    /// Old and new text, where they differ.
    fn file(&self, path: &Path, home: Option<&Path>) -> Result<Option<(String, String)>, Broken> {
        let texts = formatted(path)?;
        if texts.is_none() || self.check || self.diff {
            return Ok(texts);
        }
        // Once more, now that nobody else writes: what has been read may be old.
        let of = path.parent().and_then(|directory| discover::find(directory, home));
        let _lock = of.map(|at| change::lock(&at)).transpose()?;
        let texts = formatted(path)?;
        if let Some((_, new)) = &texts {
            change::write(path, new)?;
        }
        Ok(texts)
    }

    fn report(&self, context: &mut Context, done: &[Formatted]) -> Result<ExitCode, Failure> {
        let changed: Vec<_> = done
            .iter()
            .filter_map(|one| one.result.as_ref().ok()?.as_ref().map(|texts| (&one.shown, texts)))
            .collect();
        let broken: Vec<_> =
            done.iter().filter_map(|one| Some((&one.shown, one.result.as_ref().err()?))).collect();
        if context.out.is_json() {
            context.out.json(&self.data(&changed, &broken, done.len()))?;
        } else {
            for (shown, (old, new)) in &changed {
                let text = if self.diff { change::diff(shown, old, new) } else { format!("{shown}\n") };
                context.out.bytes(text.as_bytes())?;
            }
        }
        for (shown, why) in &broken {
            let place = why.place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
            let text = if why.named {
                format!("error: {}", why.message)
            } else {
                format!("error: {shown}{place}: {}", why.message)
            };
            context.out.block(&text);
        }
        let would = if self.check || self.diff { "would change" } else { "changed" };
        let left = done.len() - changed.len() - broken.len();
        let mut note = format!("{} {would}, {left} as it should be", count(changed.len(), "file"));
        if !broken.is_empty() {
            note = format!("{note}, {} left alone", broken.len());
        }
        context.out.note(&note);
        let failed = !broken.is_empty() || (self.check && !changed.is_empty());
        Ok(if failed { ExitCode::Failed } else { ExitCode::Done })
    }

    fn data(
        &self,
        changed: &[(&String, &(String, String))],
        broken: &[(&String, &Broken)],
        all: usize,
    ) -> Value {
        let changed: Vec<_> = changed
            .iter()
            .map(|(shown, (old, new))| {
                let mut file = json!({ "file": shown });
                if self.diff {
                    file["diff"] = change::diff(shown, old, new).into();
                }
                file
            })
            .collect();
        let broken: Vec<_> = broken
            .iter()
            .map(|(shown, why)| {
                let (line, column) = why.place.unzip();
                json!({ "file": shown, "line": line, "column": column, "code": why.code, "message": why.message })
            })
            .collect();
        let written = !self.check && !self.diff;
        json!({ "files": all, "written": written, "changed": changed, "failed": broken })
    }

    /// From stdin to stdout. What cannot be formatted is not printed.
    fn stdin(&self, context: &mut Context) -> Result<ExitCode, Failure> {
        let bytes = context.ask().read_stdin(MAX_STDIN)?;
        let name = self.stdin_name.display().to_string();
        let old = bytes
            .expose_str()
            .ok_or_else(|| Failure::failed("not_text", &format!("{name} is not UTF-8 text")))?;
        let new = fmt::file(&self.stdin_name, old).map_err(|error| {
            let place = error.place().map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
            Failure::new(ExitCode::Failed, error.code(), format!("{name}{place}: {error}"))
        })?;
        let changed = new != old;
        if context.out.is_json() {
            let mut data = json!({ "changed": changed, "text": new });
            if self.diff {
                data["diff"] = change::diff(&name, old, &new).into();
            }
            context.out.reveal(format!("{data:#}\n").as_bytes())?;
        } else if self.diff {
            context.out.bytes(change::diff(&name, old, &new).as_bytes())?;
        } else if !self.check {
            // An editor puts it in the place of what it sent.
            context.out.reveal(new.as_bytes())?;
        } else if changed {
            context.out.line(&name)?;
        }
        Ok(if self.check && changed { ExitCode::Failed } else { ExitCode::Done })
    }
}

fn formatted(path: &Path) -> Result<Option<(String, String)>, Broken> {
    let old = fs::read_to_string(path).map_err(|error| change::failed(&error))?;
    let new = fmt::file(path, &old)?;
    Ok((new != old).then_some((old, new)))
}
