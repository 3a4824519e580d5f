//! `muxi secrets resolve [NAME]`.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::json;

use super::{add, conflict};
use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::merge::{Conflict, Side};
use crate::secrets::resolve::{self, Choice, Conflicts};
use crate::secrets::{Error, GitError, KeySources, Location, SecretName};

/// Say which value holds, of the secrets that have two since a merge
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  muxi secrets resolve                       asks for each of them
  muxi secrets resolve --theirs              takes all values of the version that was merged
  muxi secrets resolve API_KEY --take 2      takes the second line, where git cannot tell whose is whose
  printf %s \"$K\" | muxi secrets resolve API_KEY --value-from-stdin

The chosen value gets a version above both. When no secret is left with two values, the file is sealed.")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(crate) struct Resolve {
    /// This secret only
    name: Option<String>,
    /// Take the value of our version
    #[arg(long, group = "answer")]
    ours: bool,
    /// Take the value of their version
    #[arg(long, group = "answer")]
    theirs: bool,
    /// Take the value of this line, counted from 1
    #[arg(long, value_name = "NUMBER", group = "answer")]
    take: Option<usize>,
    /// Give the secret NAME another value, from stdin
    #[arg(long, group = "answer", requires = "name")]
    value_from_stdin: bool,
    /// Keep the final line end of stdin, which is dropped otherwise
    #[arg(long, requires = "value_from_stdin")]
    raw: bool,
    /// Seal though somebody changed other secrets without the key
    #[arg(long, short)]
    yes: bool,
}

impl Resolve {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        if let Some(name) = &self.name {
            super::refuse_a_value(name, true)?;
        }
        let formation = context.formation(None)?;
        let location = context.secrets_at(&formation)?;
        let sources = context.key_sources()?;
        let name = self.name.as_deref().map(|name| super::name(&mut context.out, name)).transpose()?;
        let found = resolve::conflicts(&location, &sources)?;
        if found.list.is_empty() {
            return self.merge_again(context, &location, &sources, name.as_ref(), &found);
        }
        let mut choices = BTreeMap::new();
        for conflict in wanted(&found.list, name.as_ref(), &location)? {
            let choice = self.choice(context, conflict, &found)?;
            choices.extend(choice.map(|choice| (conflict.name.clone(), choice)));
        }
        if choices.is_empty() {
            return Err(nothing_chosen());
        }
        if let Some(what) = &found.unaccounted {
            context.out.warn(&format!("changed without the key besides: {what}"));
            if !self.yes && !context.ask().confirm("Seal that too?", "--yes")? {
                return Err(Failure::new(ExitCode::Failed, "not_sealed", "nothing was changed"));
            }
        }
        let asked = name.map_or(found.list.len(), |_| 1);
        let done = resolve::resolve(&location, &sources, &choices, found.unaccounted.as_deref())?;
        let names: Vec<&String> = choices.keys().collect();
        report(context, &names, done.sealed, &done.remaining, found.unmerged, &location)?;
        Ok(if choices.len() == asked { ExitCode::Done } else { ExitCode::Failed })
    }

    fn choice(
        &self,
        context: &mut Context,
        conflict: &Conflict,
        found: &Conflicts,
    ) -> Result<Option<Choice>, Failure> {
        if self.value_from_stdin {
            return Ok(Some(Choice::Value(add::from_stdin(context, self.raw)?)));
        }
        let at = match self.side_or_number(conflict)? {
            Some(at) => at,
            None => match conflict::ask(context, conflict, found.labels.as_ref())? {
                Some(at) => at,
                None => return Ok(None),
            },
        };
        Ok(Some(Choice::Take(conflict.lines[at].clone())))
    }

    /// What the flags say; nothing if they leave it to the question.
    fn side_or_number(&self, conflict: &Conflict) -> Result<Option<usize>, Failure> {
        let lines = conflict.lines.len();
        if let Some(number) = self.take {
            let at = number.checked_sub(1).filter(|at| *at < lines);
            let none = GitError::NoSuchLine { name: conflict.name.clone(), number, lines };
            return Ok(Some(at.ok_or(Error::from(none))?));
        }
        let side = match (self.ours, self.theirs) {
            (true, _) => Side::Ours,
            (_, true) => Side::Theirs,
            _ => return Ok(None),
        };
        let mut of_side = conflict.lines.iter().enumerate().filter(|(_, line)| line.side == Some(side));
        match (of_side.next(), of_side.next()) {
            (Some((at, _)), None) => Ok(Some(at)),
            _ => Err(Error::from(GitError::SideUnknown(conflict.name.clone())).into()),
        }
    }

    /// git waits for the file, and our version stands in it as it was: the merge is made again.
    fn merge_again(
        &self,
        context: &mut Context,
        location: &Location,
        sources: &KeySources,
        name: Option<&SecretName>,
        found: &Conflicts,
    ) -> Result<ExitCode, Failure> {
        let mut choices = BTreeMap::new();
        let Some((found_again, labels)) = resolve::merge_again(location, sources, &choices)? else {
            if let Some(name) = name {
                return Err(no_conflict(name, location));
            }
            return nothing_to_do(context, found.unmerged, location);
        };
        if self.value_from_stdin {
            return Err(Failure::usage(
                "our version stands in the file, so there is no place for another value",
            )
            .hint("take one of the two now, then: muxi secrets rotate NAME"));
        }
        if !found_again.conflicts.is_empty() {
            for conflict in wanted(&found_again.conflicts, name, location)? {
                let at = match self.side_or_number(conflict)? {
                    Some(at) => Some(at),
                    None => conflict::ask(context, conflict, Some(&labels))?,
                };
                let side = at.and_then(|at| conflict.lines[at].side);
                choices.extend(side.map(|side| (conflict.name.clone(), side)));
            }
            if choices.is_empty() {
                return Err(nothing_chosen());
            }
        }
        let Some(merged) = resolve::finish_merge(location, sources, &choices)? else {
            return nothing_to_do(context, found.unmerged, location);
        };
        let names: Vec<&String> = choices.keys().collect();
        let remaining: Vec<String> = merged.conflicts.iter().map(|c| c.name.clone()).collect();
        if merged.file.is_none() {
            let message =
                format!("nothing was changed: {} would still have two values", remaining.join(", "));
            return Err(Failure::new(ExitCode::Failed, "not_resolved", message)
                .hint("format 1 has room for one value each: decide all of them at once"));
        }
        report(context, &names, merged.sealed, &remaining, true, location)?;
        Ok(if remaining.is_empty() { ExitCode::Done } else { ExitCode::Failed })
    }
}

fn wanted<'a>(
    list: &'a [Conflict],
    name: Option<&SecretName>,
    location: &Location,
) -> Result<Vec<&'a Conflict>, Failure> {
    let Some(name) = name else { return Ok(list.iter().collect()) };
    // Other programs wrote names of format 1 their way.
    let is = |c: &&Conflict| SecretName::normalise(&c.name).is_ok_and(|n| n.name == *name);
    let found: Vec<&Conflict> = list.iter().filter(is).collect();
    if found.is_empty() { Err(no_conflict(name, location)) } else { Ok(found) }
}

fn no_conflict(name: &SecretName, location: &Location) -> Failure {
    let error = GitError::NoConflict { name: name.to_string(), path: location.secrets_file() };
    Error::from(error).into()
}

fn nothing_chosen() -> Failure {
    Failure::new(ExitCode::Failed, "not_resolved", "nothing was chosen, so nothing was changed")
}

fn nothing_to_do(context: &mut Context, unmerged: bool, location: &Location) -> Result<ExitCode, Failure> {
    if context.out.is_json() {
        context.out.json(&json!({"result": "unchanged", "resolved": [], "remaining": []}))?;
    } else {
        context.out.note("no secret has two values");
        if unmerged {
            context.out.note(&format!("git waits for: git add {}", location.secrets_file().display()));
        }
    }
    Ok(ExitCode::Done)
}

fn report(
    context: &mut Context,
    names: &[&String],
    sealed: bool,
    remaining: &[String],
    unmerged: bool,
    location: &Location,
) -> Result<(), Failure> {
    if context.out.is_json() {
        let result = if sealed { "sealed" } else { "unsealed" };
        return context.out.json(&json!({"result": result, "resolved": names, "remaining": remaining}));
    }
    for name in names {
        context.out.note(&format!("resolved {name}"));
    }
    if !remaining.is_empty() {
        context.out.note(&format!("still with two values: {}", remaining.join(", ")));
    } else if sealed {
        context.out.note("sealed");
        if unmerged {
            context.out.note(&format!("git waits for: git add {}", location.secrets_file().display()));
        }
    } else {
        context.out.note("not sealed; look at it, then run: muxi secrets seal");
    }
    Ok(())
}
