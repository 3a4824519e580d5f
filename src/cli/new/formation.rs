//! `muxi new formation NAME`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{FileEnd, answer, named, steps};
use crate::audit::{Class, Event};
use crate::cli::context::Context;
use crate::config::Var;
use crate::formation::discover;
use crate::formation::scaffold::{self, Extension, Model, Named, PROVIDERS};
use crate::output::{ExitCode, Failure};
use crate::secrets;
use crate::support::fs::write_together;

/// Make a formation in a directory of its own
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi new formation my-bot --model muxi/echo            answers without a key, to try things out
  muxi new formation my-bot --provider openai            with the usual model of that provider
  muxi new formation my-bot --template team --dir bots/one

The directory is ./ID, or the one of --dir. It must be empty, or not be there.")]
pub(crate) struct NewFormation {
    /// What people call it; its id is made of that: in lower case, with `-` for all but letters and digits
    name: Option<String>,
    /// What it is for, in one line
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// What it has in it [default: chat]
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<Template>,
    /// Whose model answers; a usual one of theirs unless --model names it
    #[arg(long, value_name = "PROVIDER")]
    provider: Option<String>,
    /// The model that answers [default: muxi/echo, which needs no key]
    #[arg(long, value_name = "PROVIDER/NAME")]
    model: Option<String>,
    /// How its files end
    #[arg(long, value_name = "EXTENSION", default_value = "afs")]
    extension: FileEnd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Template {
    /// One file
    Minimal,
    /// An agent in a file of its own, a persona, a memory of the conversation
    Chat,
    /// The same, and tools that read files
    Tools,
    /// Three agents that work together
    Team,
}

const TEMPLATES: [Template; 4] = [Template::Chat, Template::Minimal, Template::Tools, Template::Team];

impl From<Template> for scaffold::Template {
    fn from(template: Template) -> Self {
        match template {
            Template::Minimal => Self::Minimal,
            Template::Chat => Self::Chat,
            Template::Tools => Self::Tools,
            Template::Team => Self::Team,
        }
    }
}

impl NewFormation {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let named = named(context, self.name.as_ref(), "Name of the formation", Named::formation)?;
        let root = root(context, &named);
        scaffold::check_place(&root, context.env.get(Var::Home).map(Path::new))?;
        let description =
            answer(context, self.description, "What is it for, in one line", "--description TEXT")?;
        let new = scaffold::NewFormation {
            template: template(context, self.template)?.into(),
            model: model(context, self.provider.as_deref(), self.model.as_deref())?,
            named,
            description,
            extension: Extension::from(self.extension),
        };
        let files = new.files(&root)?;
        let written = write_together(&files).map_err(scaffold::Error::from)?;
        // Its record is among what is kept of it: there is none before it is there.
        let made = discover::in_directory(&root)
            .ok_or_else(|| {
                Failure::failed("not_made", &format!("there is no formation in {}", root.display()))
            })
            .and_then(|at| {
                let event =
                    Event::new(Class::Configuration, "configuration.new", "formation", new.named.id.as_str());
                context.audited(&at, event, |context| key(context, &root))
            });
        let key = match made {
            Ok(key) => key,
            Err(failure) => {
                written.undo();
                return Err(failure);
            }
        };
        let mut paths: Vec<_> = files.iter().map(|file| file.path.clone()).collect();
        paths.extend(key.clone());
        report(context, &new, &root, &paths, key.as_deref())?;
        Ok(ExitCode::Done)
    }
}

/// The directory of `--dir`, else one called like the formation.
fn root(context: &Context, named: &Named) -> PathBuf {
    let root = match &context.globals.dir {
        Some(dir) => context.env.absolute(dir),
        None => context.env.current_dir.join(&named.id),
    };
    // Without `.` and a trailing slash, as a person writes it.
    root.components().collect()
}

fn template(context: &Context, given: Option<Template>) -> Result<Template, Failure> {
    if given.is_some() || !context.ask().can_ask() {
        return Ok(given.unwrap_or(Template::Chat));
    }
    let options = [
        ("chat", "an agent in a file of its own, a persona, a memory"),
        ("minimal", "one file"),
        ("tools", "the same as chat, and tools that read files"),
        ("team", "three agents that work together"),
    ];
    Ok(TEMPLATES[context.ask().choose("What is in it?", &options, "--template TEMPLATE")?])
}

fn model(context: &Context, provider: Option<&str>, model: Option<&str>) -> Result<Model, Failure> {
    if provider.is_some() || model.is_some() || !context.ask().can_ask() {
        return Ok(Model::new(provider, model)?);
    }
    let about = |provider| {
        scaffold::usual_key(provider).map_or("needs no key".to_owned(), |key| format!("key in {key}"))
    };
    let options: Vec<_> = PROVIDERS.iter().map(|(name, _)| (*name, about(name))).collect();
    let options: Vec<_> = options.iter().map(|(name, about)| (*name, about.as_str())).collect();
    let chosen = context.ask().choose("Whose model answers?", &options, "--provider PROVIDER")?;
    let (provider, usual) = PROVIDERS[chosen];
    let usual = format!("{provider}/{usual}");
    let text = context.ask().text_or("The model (PROVIDER/NAME)", &usual, "--model PROVIDER/NAME")?;
    Ok(Model::new(None, Some(text.trim()))?)
}

/// The key file that was made; none where a key comes from elsewhere.
fn key(context: &mut Context, root: &Path) -> Result<Option<PathBuf>, Failure> {
    let location = secrets::Location::new(root, context.globals.env.as_deref())?;
    let outcome = secrets::update_all(&location, &context.key_sources()?, &context.env.clock, &[])?;
    Ok(outcome.new_key)
}

fn report(
    context: &mut Context,
    new: &scaffold::NewFormation,
    root: &Path,
    paths: &[PathBuf],
    key: Option<&Path>,
) -> Result<(), Failure> {
    let shown: Vec<_> = paths.iter().map(|path| context.shown(path)).collect();
    let secrets: Vec<_> = new.model.key.iter().map(|(_, secret)| secret.clone()).collect();
    if context.out.is_json() {
        return context.out.json(&json!({
            "kind": "formation",
            "id": new.named.id,
            "name": new.named.title,
            "directory": context.shown(root),
            "files": shown,
            "key_file": key.map(|key| context.shown(key)),
            "model": new.model.text,
            "secrets": secrets,
        }));
    }
    context.out.line(&shown.join("\n"))?;
    context.out.note(&format!("made the formation {}, which answers with {}", new.named.id, new.model.text));
    if key.is_some() {
        context.out.note("keep .key safe: without it the secrets cannot be read, and git ignores it");
    }
    let mut next = Vec::new();
    let directory = context.shown(root);
    if !directory.is_empty() {
        next.push(format!("cd {}", quoted(&directory)));
    }
    next.extend(secrets.iter().map(|name| format!("muxi secrets add {name}")));
    next.extend(["muxi validate".to_owned(), "muxi serve".to_owned()]);
    steps(context, next.iter());
    Ok(())
}

/// For a shell, so that the line can be pasted.
fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}
