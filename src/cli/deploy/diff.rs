//! `muxi deploy --diff`: what is another one on the server than in the bundle that would be sent.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::cargo::Cargo;
use super::send::semantic;
use crate::cli::change;
use crate::cli::context::Context;
use crate::cli::profiles::Remote as Server;
use crate::cli::remote::{TEMPLATE, refused};
use crate::formation::bundle::MEMORY;
use crate::output::{ExitCode, Failure, escaped, escaped_lines};
use crate::remote::bundle::{Archive, Entry, Limits};
use crate::support::text::count;

/// The largest text of which the lines are compared, in bytes.
const LARGEST: usize = 1 << 20;

type Files = BTreeMap<String, Vec<u8>>;

/// What is another one.
#[derive(Default)]
struct Found {
    added: Vec<String>,
    removed: Vec<String>,
    /// Names, with a diff where both are texts that differ in more than secrets.
    changed: Vec<(String, Option<String>)>,
    unchanged: usize,
    /// Files that the server does not hand out, or of which it has another one on purpose.
    not_compared: Vec<String>,
}

/// Prints what a deploy would change. Nothing is sent.
pub(super) fn diff(
    context: &mut Context,
    server: &Server,
    cargo: &Cargo,
    with_db: bool,
) -> Result<ExitCode, Failure> {
    context.out.progress("asking what is there");
    let asked = server.ask(async {
        let Some(live) = server.client.look(&cargo.id).await? else { return Ok(None) };
        Ok(Some((live, server.client.download(&cargo.id, with_db).await?)))
    });
    context.out.progress("");
    let (live, there) = match asked? {
        None => (None, Files::new()),
        Some((live, bytes)) => {
            let archive = Archive::open(bytes, &Limits::default()).map_err(|error| refused(&error))?;
            let read = |file: &Entry| Ok((file.name.clone(), archive.read(file)?));
            let files: Result<Files, _> = archive.files().iter().map(read).collect();
            (Some(live), files.map_err(|error| refused(&error))?)
        }
    };
    let found = compared(context, cargo, cargo.packed.contents(), there, live.is_some());
    let live = live.as_ref().and_then(semantic).map(str::to_owned);
    if context.out.is_json() {
        return context.out.json(&told(&found, cargo, server, live.as_deref())).map(|()| ExitCode::Done);
    }
    print(context, &found)?;
    let there = live.map_or_else(|| "not there yet".to_owned(), |live| format!("{} there", escaped(&live)));
    context.out.note(&format!(
        "{}: {} here, {there}; {} new, {} gone, {} changed, {} as they are; nothing was sent",
        escaped(&cargo.id),
        escaped(cargo.version()),
        found.added.len(),
        found.removed.len(),
        found.changed.len(),
        count(found.unchanged, "file"),
    ));
    Ok(ExitCode::Done)
}

/// Whether the server hands it out as it came: hidden files and those beside its memory it does not, and secrets it has sealed under a key of its own,
/// with a template of their names.
fn is_compared(name: &str, seals: bool) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    let hidden = name.split('/').any(|part| part.starts_with('.')) && last != ".env";
    let beside = last.starts_with(MEMORY) && last != MEMORY;
    !(hidden || beside || (seals && (name == "secrets.enc" || name == TEMPLATE)))
}

fn compared(context: &Context, cargo: &Cargo, here: Files, mut there: Files, is_there: bool) -> Found {
    let seals = cargo.aim == super::Aim::Ours;
    let mut found = Found::default();
    for (name, new) in here {
        let old = there.remove(&name);
        if !is_compared(&name, seals) {
            if is_there {
                found.not_compared.push(name);
            }
            continue;
        }
        match old {
            None => found.added.push(name),
            Some(old) if old == new => found.unchanged += 1,
            Some(old) => {
                let lines = lines(context, &name, &old, &new);
                found.changed.push((name, lines));
            }
        }
    }
    for name in there.into_keys() {
        let list = if is_compared(&name, seals) { &mut found.removed } else { &mut found.not_compared };
        list.push(name);
    }
    found
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| text.len() <= LARGEST && !text.contains('\0'))
}

/// The lines that differ; nothing where that is no text, or where only secrets do.
fn lines(context: &Context, name: &str, old: &[u8], new: &[u8]) -> Option<String> {
    let (old, new) = (text(old)?, text(new)?);
    // Of both, and before lines are compared: a value over several lines would not be known in a diff.
    for text in [old, new] {
        context.know_literals_of(name.as_ref(), text);
    }
    let diff = change::diff(name, &context.redactor.redact(old), &context.redactor.redact(new));
    (!diff.is_empty()).then_some(diff)
}

fn told(found: &Found, cargo: &Cargo, server: &Server, live: Option<&str>) -> Value {
    let changed = found.changed.iter().map(|(name, diff)| json!({"name": name, "diff": diff}));
    json!({
        "formation_id": cargo.id,
        "version": cargo.version,
        "live_version": live,
        "added": found.added,
        "removed": found.removed,
        "changed": changed.collect::<Vec<_>>(),
        "unchanged": found.unchanged,
        "not_compared": found.not_compared,
        "secrets": cargo.secrets.as_str(),
        "server": server.picked.profile.url.as_str(),
        "profile": server.picked.profile.name,
    })
}

fn print(context: &mut Context, found: &Found) -> Result<(), Failure> {
    let names = |word: &str, names: &[String]| {
        names.iter().map(|name| format!("{word}  {}", escaped(name))).collect::<Vec<_>>()
    };
    for line in names("new    ", &found.added).iter().chain(&names("gone   ", &found.removed)) {
        context.out.line(line)?;
    }
    for (name, diff) in &found.changed {
        let more = if diff.is_none() { "  (no text, or in secrets only)" } else { "" };
        context.out.line(&format!("changed  {}{more}", escaped(name)))?;
        if let Some(diff) = diff {
            context.out.line(escaped_lines(diff).trim_end_matches('\n'))?;
        }
    }
    if !found.not_compared.is_empty() {
        let list: Vec<String> = found.not_compared.iter().map(|name| escaped(name)).collect();
        context.out.note(&format!("not compared, as the server does not show its own: {}", list.join(", ")));
    }
    Ok(())
}
