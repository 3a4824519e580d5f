//! `muxi secrets …`.

mod add;
mod check;
mod conflict;
mod convert;
mod delete;
mod diff;
mod doctor;
mod exchange;
mod export;
mod get;
mod git_setup;
mod import;
mod key;
mod list;
mod merge_driver;
mod output_file;
mod rename;
mod resolve;
mod rotate;
mod rotate_plan;
mod run;
mod seal;
mod setup;
mod textconv;

use clap::Subcommand;

use super::context::Context;
use crate::audit::{Class, Event};
use crate::output::{ExitCode, Failure, Printer};
use crate::secrets::lint::{self, Entered};
use crate::secrets::{Error, Location, Seal, SecretName, Store};

/// Keep the formation's secrets: add, list, get, delete, set up, check
#[derive(Debug, Subcommand)]
pub(crate) enum Secrets {
    /// Add a secret, or give it a new value; the value is asked for, or comes from stdin
    #[command(visible_alias = "set")]
    Add(add::Add),
    /// List the secrets by name, values masked
    #[command(visible_alias = "ls")]
    List(list::List),
    /// Print the value of a secret
    Get(get::Get),
    /// Delete a secret
    #[command(visible_alias = "rm")]
    Delete(delete::Delete),
    /// Rename a secret, and every reference to it in the formation
    #[command(visible_alias = "mv")]
    Rename(rename::Rename),
    /// Ask for each secret that the formation refers to and that is not set
    Setup(setup::Setup),
    /// Check that the secrets that are set and those that the formation refers to are the same ones
    Check(check::Check),
    /// Seal the secrets as they are now, after somebody changed the file without the key
    Seal(seal::Seal),
    /// Look after the key: show, export, import, protect, rotate
    #[command(subcommand)]
    Key(key::Key),
    /// Change the format of the secrets file, value by value verified
    Convert(convert::Convert),
    /// Look whether all is well: key, modes, git, seal, ages; and say what to do
    Doctor(doctor::Doctor),
    /// Say which value holds, of the secrets that have two since a merge
    Resolve(resolve::Resolve),
    /// Show which secrets differ from an earlier version in git
    Diff(diff::Diff),
    /// Give a secret a new value, or list what somebody who left could have read
    Rotate(rotate::Rotate),
    /// Make muxi the merge and diff driver for secrets files in this git repository
    GitSetup(git_setup::GitSetup),
    #[command(hide = true)]
    MergeDriver(merge_driver::MergeDriver),
    #[command(hide = true)]
    Textconv(textconv::Textconv),
    /// Add the secrets of a .env, JSON or YAML file, all of them or none
    Import(import::Import),
    /// Print the secrets, or write them to a file, in the clear
    Export(export::Export),
    /// Run a program with the secrets in its environment, and nowhere in its output
    Run(run::Run),
}

impl Secrets {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Add(command) => command.run(context),
            Self::List(command) => command.run(context),
            Self::Get(command) => command.run(context),
            Self::Delete(command) => command.run(context),
            Self::Rename(command) => command.run(context),
            Self::Setup(command) => command.run(context),
            Self::Check(command) => command.run(context),
            Self::Seal(command) => context.audited_here(event("secret.seal"), |context| command.run(context)),
            Self::Key(command) => command.run(context),
            Self::Convert(command) => {
                context.audited_here(event("secret.convert"), |context| command.run(context))
            }
            Self::Doctor(command) => command.run(context),
            Self::Resolve(command) => {
                context.audited_here(event("secret.resolve"), |context| command.run(context))
            }
            Self::Diff(command) => command.run(context),
            Self::Rotate(command) => command.run(context),
            Self::GitSetup(command) => context.audited_here(command.event(), |context| command.run(context)),
            Self::MergeDriver(command) => command.run(context),
            Self::Textconv(command) => command.run(context),
            Self::Import(command) => command.run(context),
            Self::Export(command) => command.run(context),
            Self::Run(command) => command.run(context),
        }
    }

    /// Whether a program is run on the user's behalf.
    pub(crate) fn runs_a_program(&self) -> bool {
        matches!(self, Self::Run(_))
    }
}

/// Something that is done to all secrets of the file.
fn event(action: &'static str) -> Event {
    Event::new(Class::Secret, action, "secret", "")
}

/// The name as it is kept; said when it is not the one that was typed.
fn name(out: &mut Printer, typed: &str) -> Result<SecretName, Failure> {
    let normalised = SecretName::normalise(typed)?;
    if normalised.changed {
        out.note(&format!("note: the name is kept as {}", normalised.name));
    }
    Ok(normalised.name)
}

/// Keys of known providers are longer than this, in bytes.
const SHORTEST_KEY: usize = 16;

#[cfg(feature = "serve")]
pub(in crate::cli) use run::withhold_keys;

/// A key pasted in the place of a name must not be repeated, nor end up in the template.
pub(in crate::cli) fn refuse_a_value(typed: &str, on_the_command_line: bool) -> Result<(), Failure> {
    let has_known_prefix = crate::secrets::mask(typed.as_bytes()) != crate::secrets::mask(b"");
    if typed.len() < SHORTEST_KEY || !has_known_prefix {
        return Ok(());
    }
    let mut hint = "give the NAME of the secret; its value is asked for, or comes from stdin".to_owned();
    if on_the_command_line {
        hint += "\nif it was a real key, it is in your shell's history now: change it";
    }
    Err(Failure::usage("the name looks like the value of a key; it is not shown here").hint(hint))
}

/// Says what is odd about values before they are kept; with `--strict` that refuses them.
fn look_at(context: &mut Context, location: &Location, values: &[Entered<'_>]) -> Result<(), Failure> {
    let empty = values.iter().filter(|one| one.value.is_empty());
    let mut odd: Vec<(String, Option<String>)> =
        empty.map(|one| (format!("the value of {} is empty", one.name), None)).collect();
    let found = lint::entered(location, &context.key_sources()?, values);
    odd.extend(
        found.iter().map(|(name, finding)| (format!("the value of {name} {finding}"), finding.help())),
    );
    let Some((first, help)) = odd.first() else { return Ok(()) };
    if context.globals.strict {
        let help = help.as_ref().map_or_else(String::new, |help| format!("{help}; "));
        let message = odd[1..].iter().fold(first.clone(), |all, (text, _)| format!("{all}\nand {text}"));
        return Err(Failure::new(ExitCode::Refused, "value_odd", message)
            .hint(format!("{help}without --strict it is kept, with a warning")));
    }
    for (text, help) in &odd {
        let help = help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
        context.out.warn(&format!("{text}{help}"));
    }
    Ok(())
}

/// The formation's secrets, with a warning where their seal does not fit.
fn open(context: &mut Context, location: &Location) -> Result<Store, Failure> {
    let store = Store::open(location, &context.key_sources()?)?;
    if let Some(warning) = seal_warning(store.seal()) {
        let next = match store.seal() {
            Seal::Merged { conflicts, .. } if !conflicts.is_empty() => "say which hold: muxi secrets resolve",
            _ => "look at it, then run: muxi secrets seal",
        };
        context.out.warn(&format!("{}: {warning}; {next}", store.path().display()));
    }
    context.warn_older(store.path(), store.older());
    Ok(store)
}

/// The same, refused with `--strict`.
fn open_strictly(context: &mut Context, location: &Location) -> Result<Store, Failure> {
    if !context.globals.strict {
        return open(context, location);
    }
    let store = Store::open(location, &context.key_sources()?)?;
    match seal_warning(store.seal()) {
        None => Ok(store),
        Some(what) => Err(Error::Unsealed { path: store.path().to_owned(), what }.into()),
    }
}

/// What is wrong with a seal, for people; nothing if nothing is.
pub(crate) fn seal_warning(seal: &Seal) -> Option<String> {
    match seal {
        Seal::NotNeeded | Seal::Verified { .. } => None,
        Seal::Broken(difference) => {
            Some(format!("changed without the key since it was sealed: {difference}"))
        }
        Seal::Missing => Some("not sealed".to_owned()),
        Seal::Merged { conflicts, difference } => {
            let mut text = "merged by git".to_owned();
            if conflicts.is_empty() {
                text.push_str(", not yet sealed");
            } else {
                text = format!("{text}, with two values each for {}", conflicts.join(", "));
            }
            if !difference.is_empty() {
                text = format!("{text}, and changed without the key besides: {difference}");
            }
            Some(text)
        }
    }
}
