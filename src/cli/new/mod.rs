//! `muxi new …`: what all kinds have in common.

mod a2a;
mod agent;
mod auth;
mod formation;
mod mcp;
mod skill;
mod sop;
mod trigger;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::context::Context;
use crate::audit::{Class, Event};
use crate::formation::scaffold::{self, Added, Component, ErrorKind, Extension, Named, Order, Register};
use crate::formation::schema::FileKind;
use crate::output::{ExitCode, Failure};

/// Make a formation, or add an agent, a server of tools, an SOP, a trigger, a service or a skill to one
#[derive(Debug, Subcommand)]
#[command(after_help = "\
On a terminal, what no option says is asked. With --no-input, or without a terminal, it has its
default; what has none is an error that names the option.")]
pub(crate) enum New {
    /// Make a formation in a directory of its own
    Formation(formation::NewFormation),
    /// Add an agent
    Agent(agent::NewAgent),
    /// Add an MCP server, whose tools agents may use
    Mcp(mcp::NewMcp),
    /// Add an SOP: how a piece of work is done, step by step
    Sop(sop::NewSop),
    /// Add a trigger: a question that another program's report becomes
    Trigger(trigger::NewTrigger),
    /// Add an A2A service: another agent elsewhere that can be asked
    A2a(a2a::NewA2a),
    /// Add a skill: how to do something, for agents to look up
    Skill(skill::NewSkill),
}

/// Options of every component.
#[derive(Debug, Args)]
struct Common {
    /// What people call it; its id is made of that: in lower case, with `-` for all but letters and digits
    name: Option<String>,
    /// Replace a file of the same name
    #[arg(long)]
    force: bool,
}

/// Options of components that the formation lists.
#[derive(Debug, Args)]
struct Listing {
    /// Do not list it in the formation
    #[arg(long)]
    no_register: bool,
    /// How its file ends; as the formation's does if not given
    #[arg(long, value_name = "EXTENSION")]
    extension: Option<FileEnd>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FileEnd {
    /// .afs
    Afs,
    /// .yaml
    Yaml,
}

impl From<FileEnd> for Extension {
    fn from(end: FileEnd) -> Self {
        match end {
            FileEnd::Afs => Self::Afs,
            FileEnd::Yaml => Self::Yaml,
        }
    }
}

impl Listing {
    fn register(&self) -> Register {
        if self.no_register { Register::Nowhere } else { Register::Formation }
    }
}

impl New {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Formation(command) => command.run(context),
            Self::Agent(command) => command.run(context),
            Self::Mcp(command) => command.run(context),
            Self::Sop(command) => command.run(context),
            Self::Trigger(command) => command.run(context),
            Self::A2a(command) => command.run(context),
            Self::Skill(command) => command.run(context),
        }
    }
}

/// The name, asked for where it is not given, and the id that is made of it; `of` makes it.
fn named(
    context: &Context,
    typed: Option<&String>,
    question: &str,
    of: impl FnOnce(&str) -> Result<Named, scaffold::Error>,
) -> Result<Named, Failure> {
    let typed = match typed {
        Some(typed) => typed.clone(),
        None => context.ask().text(question, "the argument NAME")?,
    };
    let named = of(typed.trim())?;
    if named.changed {
        context.out.note(&format!("note: the id is {}", named.id));
    }
    Ok(named)
}

/// An answer that need not be given: the option's, else what is typed, else nothing.
fn answer(
    context: &Context,
    given: Option<String>,
    question: &str,
    flag: &str,
) -> Result<Option<String>, Failure> {
    let ask = context.ask();
    let answer = match given {
        None if ask.can_ask() => Some(ask.text(&format!("{question} (nothing for none)"), flag)?),
        given => given,
    };
    Ok(answer.filter(|answer| !answer.trim().is_empty()))
}

/// An answer that has to be given.
fn needed(context: &Context, given: Option<String>, question: &str, flag: &str) -> Result<String, Failure> {
    match given {
        Some(given) => Ok(given),
        None => context.ask().text(question, flag),
    }
}

/// Adds the component and says what was written.
fn add(
    context: &mut Context,
    named: &Named,
    component: &Component,
    register: Register,
    extension: Option<FileEnd>,
    force: bool,
) -> Result<ExitCode, Failure> {
    let at = context.formation(None)?;
    let extension = extension.map(Extension::from);
    let order = Order { named, component, extension, register, force };
    let event =
        Event::new(Class::Configuration, "configuration.new", component.kind().name, named.id.as_str());
    let added = context.audited(&at, event, |_| Ok(scaffold::add(&at, &order)?))?;
    report(context, component.kind().name, named, &added)?;
    Ok(ExitCode::Done)
}

fn report(context: &mut Context, kind: &str, named: &Named, added: &Added) -> Result<(), Failure> {
    let file = context.shown(&added.file);
    let listed = added.listed.as_ref().map(|(file, key)| (context.shown(file), key));
    let next: Vec<_> = added.secrets.iter().map(|name| format!("muxi secrets add {name}")).collect();
    if context.out.is_json() {
        return context.out.json(&json!({
            "kind": kind,
            "id": named.id,
            "name": named.title,
            "result": if added.replaced { "replaced" } else { "made" },
            "file": file,
            "listed": listed.map(|(file, key)| json!({"file": file, "key": key})),
            "secrets": added.secrets,
        }));
    }
    context.out.line(&file)?;
    let verb = if added.replaced { "replaced" } else { "made" };
    let list = listed.as_ref().map_or_else(String::new, |(file, key)| format!("; {file} lists it in {key}"));
    if let Some((file, _)) = &listed {
        context.out.line(file)?;
    }
    let what = FileKind::named(kind).map_or(kind, |kind| kind.block.name);
    let what = what.trim_start_matches("an ").trim_start_matches("a ");
    context.out.note(&format!("{verb} the {what} {}{list}", named.id));
    let check = "muxi validate".to_owned();
    steps(context, next.iter().chain([&check]));
    Ok(())
}

/// What to type next.
fn steps<'a>(context: &Context, steps: impl Iterator<Item = &'a String>) {
    let lines: Vec<_> = steps.map(|step| format!("  {step}")).collect();
    context.out.note(&format!("next:\n{}", lines.join("\n")));
}

impl From<scaffold::Error> for Failure {
    fn from(error: scaffold::Error) -> Self {
        let exit = match error.kind() {
            ErrorKind::Usage => ExitCode::Usage,
            ErrorKind::NotFound => ExitCode::NotFound,
            ErrorKind::Refused => ExitCode::Refused,
            ErrorKind::Failed => ExitCode::Failed,
        };
        Self::new(exit, error.code(), error.to_string()).maybe_hint(error.hint())
    }
}
