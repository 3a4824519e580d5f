//! Knowledge sources on the disk: that a path leads to something with text in it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::files::Reader;
use super::yaml::Node;
use crate::support::text::did_you_mean;

/// How many entries are looked at to find one file.
const MAX_LOOKED_AT: usize = 10_000;

/// What a path leads to.
#[derive(Clone)]
enum Found {
    Good,
    Missing,
    Outside,
    Empty { directory: bool },
}

/// Looks at the sources of every agent; each path once, however many agents have it.
pub(super) fn check<'a>(reader: &mut Reader, root: &Path, agents: impl Iterator<Item = &'a Node>) {
    let mut seen = HashMap::new();
    let mut found = Vec::new();
    for knowledge in agents.filter_map(|agent| agent.get("knowledge")) {
        let off =
            knowledge.get("enabled").and_then(Node::as_scalar).is_some_and(|s| s.as_bool() == Some(false));
        let sources = knowledge.get("sources").and_then(Node::as_seq).unwrap_or_default();
        for path in sources.iter().filter(|_| !off).filter_map(|source| source.get("path")) {
            let Some(text) = path.as_str().filter(|text| is_plain(text)) else { continue };
            let what = seen.entry(text).or_insert_with(|| look(reader, &root.join(text)));
            found.extend(diagnostic(what, path, text, root));
        }
    }
    reader.diagnostics.append(&mut found);
}

/// Whether the path can be looked up as it is; what its form says is checked elsewhere.
fn is_plain(text: &str) -> bool {
    let path = Path::new(text);
    let climbs = path.components().any(|part| part == std::path::Component::ParentDir);
    !text.is_empty()
        && !climbs
        && !path.is_absolute()
        && !text.starts_with('~')
        && !text.contains(['*', '?', '\\', '$', ':'])
}

fn look(reader: &Reader, path: &Path) -> Found {
    let Ok(real) = path.canonicalize() else { return Found::Missing };
    if !reader.is_inside(&real) {
        return Found::Outside;
    }
    match std::fs::metadata(&real) {
        Ok(file) if file.is_dir() && !has_file(reader, real) => Found::Empty { directory: true },
        Ok(file) if file.is_file() && file.len() == 0 => Found::Empty { directory: false },
        _ => Found::Good,
    }
}

/// Whether there is a file below `directory` that is not hidden.
fn has_file(reader: &Reader, directory: PathBuf) -> bool {
    let mut open = vec![directory];
    let mut looked_at = 0;
    while let Some(directory) = open.pop() {
        // What cannot be read may well hold something.
        let Ok(entries) = std::fs::read_dir(&directory) else { return true };
        for entry in entries.flatten() {
            looked_at += 1;
            if looked_at > MAX_LOOKED_AT {
                return true;
            }
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let Ok(real) = entry.path().canonicalize() else { continue };
            if !reader.is_inside(&real) {
                continue;
            }
            if !real.is_dir() {
                return true;
            }
            // A link back would never end.
            if !entry.file_type().is_ok_and(|kind| kind.is_symlink()) {
                open.push(real);
            }
        }
    }
    false
}

fn diagnostic(found: &Found, path: &Node, text: &str, root: &Path) -> Option<Diagnostic> {
    let span = path.span;
    Some(match found {
        Found::Good => return None,
        Found::Missing => {
            let message = format!("there is no `{text}` in the formation");
            let diagnostic = Diagnostic::warning(Code::KnowledgeNotFound, span, message);
            match near(root, text) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")).maybe_fix(
                    format!("write `{near}`"),
                    span,
                    near,
                ),
                None => diagnostic.help("the path starts at the formation's directory"),
            }
        }
        Found::Outside => {
            let message = format!("`{text}` leads out of the formation through a link");
            Diagnostic::error(Code::KnowledgeOutside, span, message).help("copy the files into the formation")
        }
        Found::Empty { directory } => {
            let what = if *directory { "has no files" } else { "is empty" };
            let message = format!("`{text}` {what}, so nothing can be looked up in it");
            Diagnostic::warning(Code::KnowledgeEmpty, span, message)
                .help("put the documents there, or remove the source")
        }
    })
}

/// What is nearly called so, at the first part of the path that is not there.
fn near(root: &Path, text: &str) -> Option<String> {
    let mut at = root.to_owned();
    let mut parts = Path::new(text).components();
    let mut before = PathBuf::new();
    let missing = loop {
        let part = parts.next()?.as_os_str();
        if !at.join(part).exists() {
            break part.to_str()?;
        }
        at.push(part);
        before.push(part);
    };
    let entries = std::fs::read_dir(&at).ok()?.flatten();
    let mut names: Vec<String> =
        entries.take(200).filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let rest: PathBuf = parts.collect();
    let name = did_you_mean(missing, names.iter().map(String::as_str).filter(|name| !name.starts_with('.')))?;
    let whole = if rest.as_os_str().is_empty() { before.join(name) } else { before.join(name).join(rest) };
    root.join(&whole).exists().then(|| whole.to_str().map(str::to_owned))?
}
