//! `muxi config`.

use std::path::{Path as FilePath, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::change;
use super::context::Context;
use crate::audit::{Class, Event};
use crate::formation::discover::Location;
use crate::formation::edit::{self, EditError, Path};
use crate::formation::settings::{self, Ends, Setting};
use crate::output::{ExitCode, Failure};
use crate::support::fs::FsError;

/// The largest value that is taken from stdin, in bytes: a file of a formation is not larger.
const MAX_STDIN: usize = 1 << 20;

const PATHS: &str = "\
A PATH is made of keys and places in lists:
  llm.settings.temperature           a key in a map in a map
  llm.models[0].text                 the first of a list
  agents[assistant].role             of a list, the one with that id, in its own file if it has one
  links.\"a.b\".url                    a key with a dot";

/// Read and change settings of the formation; comments, order and quotes of its files stay
#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Print a setting, or all of them
    Get(Get),
    /// Set one; refused where the formation would not be valid any more
    Set(Set),
    /// Take one away
    Unset(Unset),
}

#[derive(Debug, Args)]
#[command(after_help = PATHS)]
pub(crate) struct Get {
    /// The setting; else all of them
    path: Option<String>,
    /// A file of the formation other than its own
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Where it is not set, print what counts then
    #[arg(long, requires = "path")]
    default: bool,
}

#[derive(Debug, Args)]
#[command(after_help = PATHS)]
pub(crate) struct Set {
    /// The setting
    path: String,
    /// Its value, as its type has it; a list or map as YAML or JSON. `-` takes stdin
    #[arg(allow_hyphen_values = true)]
    value: String,
    /// A file of the formation other than its own
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Check, print what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
#[command(after_help = PATHS)]
pub(crate) struct Unset {
    /// The setting
    path: String,
    /// A file of the formation other than its own
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Check, print what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Config {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Get(get) => get.run(context),
            Self::Set(set) => set.run(context),
            Self::Unset(unset) => unset.run(context),
        }
    }
}

impl Get {
    fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let at = context.formation(None)?;
        let path = self.path.as_deref().map_or_else(|| Ok(Path::default()), parsed)?;
        let setting = find(context, &at, self.file.as_deref(), &path, Ends::Inside)?;
        let value = match settings::get(&setting.value, &setting.path) {
            Some(value) => value.clone(),
            None => self.absent(&setting, &path)?,
        };
        if context.out.is_json() {
            context.out.json(&value)?;
        } else {
            context.out.line(settings::yaml(&value).trim_end_matches('\n'))?;
        }
        Ok(ExitCode::Done)
    }

    /// What counts without it, if that is asked for and known.
    fn absent(&self, setting: &Setting, path: &Path) -> Result<Value, Failure> {
        let known = settings::known(setting.block, &setting.value, &setting.path)?;
        let default = known.field.map_or("", |field| field.default);
        if self.default && !default.is_empty() {
            let value = settings::parse(path, &known.kind, default.trim_matches('"'));
            return Ok(value.unwrap_or_else(|_| default.into()));
        }
        let hint = if self.default {
            "nothing is said about what counts without it".to_owned()
        } else if default.is_empty() {
            format!("set it with muxi config set '{path}' VALUE")
        } else {
            format!("without it {default} counts, which --default prints")
        };
        Err(Failure::new(ExitCode::NotFound, "not_set", format!("`{path}` is not set")).hint(hint))
    }
}

impl Set {
    fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let at = context.formation(None)?;
        let path = parsed(&self.path)?;
        let text = if self.value == "-" { from_stdin(context)? } else { self.value };
        let lock = if self.dry_run { None } else { Some(change::lock(&at)?) };
        let setting = find(context, &at, self.file.as_deref(), &path, Ends::Before)?;
        let known = settings::known(setting.block, &setting.value, &setting.path)?;
        let whole = setting.path.clone();
        // A secret is told by its place first: no message about its form may come before.
        refuse_secret(&path, &Value::String(text.clone()))?;
        let value = settings::parse(&path, &known.kind, &text)?;
        refuse_secret(&path, &value)?;
        let order = |steps: &[edit::Step]| settings::order(setting.block, &setting.value, steps);
        let new = edit::set_in_order(&setting.text, &whole, &value, &order);
        let new = new.map_err(|error| change::not_edited(&context.shown(&setting.file), &error))?;
        let from = settings::get(&setting.value, &whole).cloned();
        finish(context, &at, &setting, &new, &Done { path, from, to: Some(value), dry_run: self.dry_run })?;
        drop(lock);
        Ok(ExitCode::Done)
    }
}

impl Unset {
    fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let at = context.formation(None)?;
        let path = parsed(&self.path)?;
        let lock = if self.dry_run { None } else { Some(change::lock(&at)?) };
        let setting = find(context, &at, self.file.as_deref(), &path, Ends::Before)?;
        let Some(from) = settings::get(&setting.value, &setting.path).cloned() else {
            settings::known(setting.block, &setting.value, &setting.path)?;
            return Err(Failure::new(ExitCode::NotFound, "not_set", format!("`{path}` is not set")));
        };
        // An empty map that nobody wrote is not left behind.
        let cut = settings::emptied_by(&setting.value, &setting.path);
        let new = edit::unset(&setting.text, &cut);
        let new = new.map_err(|error| change::not_edited(&context.shown(&setting.file), &error))?;
        finish(
            context,
            &at,
            &setting,
            &new,
            &Done { path, from: Some(from), to: None, dry_run: self.dry_run },
        )?;
        drop(lock);
        Ok(ExitCode::Done)
    }
}

/// What was done to which setting.
struct Done {
    path: Path,
    from: Option<Value>,
    to: Option<Value>,
    dry_run: bool,
}

fn finish(
    context: &mut Context,
    at: &Location,
    setting: &Setting,
    new: &str,
    done: &Done,
) -> Result<(), Failure> {
    let shown = context.shown(&setting.file);
    let changed = new != setting.text;
    if changed {
        change::refuse_new_errors(context, at, &setting.file, new)?;
    }
    if changed && !done.dry_run {
        let event = Event::new(
            Class::Configuration,
            if done.to.is_some() { "configuration.set" } else { "configuration.unset" },
            "setting",
            done.path.to_string(),
        );
        context.audited(at, event.with("file", shown.as_str()), |_| change::write(&setting.file, new))?;
    }
    if context.out.is_json() {
        // What was written in the clear by mistake is not printed on top of it.
        let hidden = |value: &Option<Value>| {
            value.clone().filter(|value| settings::literal(&done.path, value).is_none())
        };
        let data = json!({
            "path": done.path.to_string(),
            "file": shown,
            "from": hidden(&done.from),
            "to": hidden(&done.to),
            "result": match (changed, done.dry_run) {
                (false, _) => "unchanged",
                (true, true) => "planned",
                (true, false) => "changed",
            },
        });
        return context.out.json(&data);
    }
    if done.dry_run {
        return context.out.bytes(change::diff(&shown, &setting.text, new).as_bytes());
    }
    let what = if done.to.is_some() { "set" } else { "taken away" };
    let path = &done.path;
    let note = if changed {
        format!("{path} is {what} in {shown}")
    } else {
        format!("{path} is that already in {shown}")
    };
    context.out.note(&note);
    Ok(())
}

fn parsed(path: &str) -> Result<Path, Failure> {
    path.parse().map_err(|error: edit::BadPath| {
        Failure::usage(error.to_string()).hint("a path is like llm.models[0].text or agents[assistant].role")
    })
}

fn find(
    context: &Context,
    at: &Location,
    file: Option<&FilePath>,
    path: &Path,
    ends: Ends,
) -> Result<Setting, Failure> {
    let file = match file {
        None => at.file.clone(),
        Some(file) => {
            let here = context.env.absolute(file);
            if here.is_file() { here } else { at.root.join(file) }
        }
    };
    let block = settings::block_of(at, &file)?;
    let found = settings::find(at, &file, block, path, ends);
    if let Ok(setting) = &found {
        context.know_literals_of(&setting.file, &setting.text);
    }
    found.map_err(|error| match error {
        settings::SettingError::Fs(FsError::Io { source, .. })
            if source.kind() == std::io::ErrorKind::NotFound =>
        {
            let message = format!("there is no {}", context.shown(&file));
            Failure::new(ExitCode::NotFound, "file_not_found", message)
        }
        settings::SettingError::Edit { error: error @ EditError::NotYaml { .. }, file } => {
            change::not_edited(&context.shown(FilePath::new(&file)), &error)
        }
        error => error.into(),
    })
}

/// The value on stdin, without its last line end.
fn from_stdin(context: &Context) -> Result<String, Failure> {
    let bytes = context.ask().read_stdin(MAX_STDIN)?;
    let text = bytes
        .expose_str()
        .ok_or_else(|| Failure::failed("not_text", &"the standard input is not UTF-8 text"))?;
    let text = text.strip_suffix('\n').unwrap_or(text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

/// A secret belongs into the secrets, not into a file that is committed.
fn refuse_secret(path: &Path, value: &Value) -> Result<(), Failure> {
    let Some(at) = settings::literal(path, value) else { return Ok(()) };
    let name = settings::name_for(&at);
    let message = format!("`{at}` holds a secret, which does not belong into a file");
    let hint = format!(
        "keep it, then refer to it:\nmuxi secrets add {name}\nmuxi config set '{at}' '${{{{ secrets.{name} }}}}'"
    );
    Err(Failure::new(ExitCode::Refused, "literal_secret", message).hint(hint))
}
