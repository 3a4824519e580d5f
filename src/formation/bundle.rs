//! What a deployed command line packs of a formation: what it leaves out by name, and links.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::discover::Location;
use super::documents::Documents;
use super::families::Families;
use super::files::Reader;
use super::source::Span;
use super::yaml::Node;

/// Names that are left out of bundles wherever they stand, by a deployed command line and by this one.
pub const LEFT_OUT: [&str; 10] = [
    ".git",
    ".muxi",
    "secrets",
    "PENDING-MUXI.md",
    ".env",
    "node_modules",
    "__pycache__",
    ".DS_Store",
    ".vscode",
    ".idea",
];
/// What a formation of the deployed runtime remembers: left out unless it is asked for.
pub const MEMORY: &str = "memory.db";

/// Endings of files that are left out.
pub const ENDINGS: [&str; 3] = ["pyc", "log", "tmp"];

fn names() -> impl Iterator<Item = &'static str> {
    LEFT_OUT.into_iter().chain([MEMORY])
}

/// Why a path is not packed; it starts at the formation's directory.
fn left_out(path: &Path) -> Option<String> {
    let mut parts = path.components().filter_map(|part| match part {
        std::path::Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let first = parts.next()?;
    // A directory at the top is compared by the beginning of its name.
    let below = parts.clone().next().is_some();
    if let Some(name) = names().find(|name| first == *name || below && first.starts_with(name)) {
        return Some(if first == name {
            format!("it leaves out everything called `{name}`")
        } else {
            format!("it leaves out directories whose name begins with `{name}`")
        });
    }
    if let Some(name) = parts.clone().find(|part| names().any(|name| name == *part)) {
        return Some(format!("it leaves out everything called `{name}`"));
    }
    if path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(".env.")) {
        return Some("it leaves out everything called `.env.*`".into());
    }
    let ending = path.extension().and_then(|ending| ending.to_str())?;
    ENDINGS.contains(&ending).then(|| format!("it leaves out files that end in `.{ending}`"))
}

/// Says of everything that the formation uses whether it would be packed; `secrets` where they are in a format that
/// deployed programs cannot read.
pub(super) fn check(
    reader: &mut Reader,
    location: &Location,
    parts: (&Families, &Documents, &[&Node]),
    secrets: Option<&Path>,
) {
    let (families, documents, agents) = parts;
    let root = location.root.as_path();
    let mut found = Vec::new();
    for family in families.iter() {
        for file in &family.files {
            found.extend(link(root, &file.path, Span::new(file.span.source, 0, 0)));
        }
    }
    for document in &documents.list {
        let path = match document.kind.name {
            "skill" => PathBuf::from("skills").join(&document.stem).join(super::documents::SKILL_FILE),
            _ => PathBuf::from(document.kind.directories[0]).join(format!("{}.md", document.stem)),
        };
        let span = document.markdown.start;
        found.extend(link(root, &root.join(&path), span));
        found.extend(left_out(&path).map(|why| lost(span, &path, &why)));
    }
    for agent in agents {
        let sources = agent.get("knowledge").and_then(|knowledge| knowledge.get("sources"));
        for source in sources.and_then(Node::as_seq).unwrap_or_default() {
            let Some(path) = source.get("path") else { continue };
            let Some(text) = path.as_str().filter(|text| !text.contains("${{") && !text.is_empty()) else {
                continue;
            };
            let why = left_out(Path::new(text));
            // A directory is left out by the beginning of its name too.
            let why =
                why.or_else(|| root.join(text).is_dir().then(|| left_out(&Path::new(text).join("file")))?);
            match why {
                Some(why) => found.push(lost(path.span, Path::new(text), &why)),
                None => found.extend(link(root, &root.join(text), path.span)),
            }
        }
    }
    // A linked directory is one mistake, however much is in it.
    let mut said = HashSet::new();
    found.retain(|one: &Diagnostic| !one.message.contains(" is a link") || said.insert(one.message.clone()));
    reader.diagnostics.append(&mut found);
    if location.file.file_name().is_some_and(|name| name == "formation.yml") {
        let shown = reader.shown(&location.file);
        let span = reader.nowhere(&shown);
        let message = "the deployed command line does not look for `formation.yml`";
        let diagnostic = Diagnostic::error(Code::ServerRefused, span, message);
        reader.diagnostics.push(diagnostic.help("rename it to `formation.afs`"));
    }
    if let Some(file) = secrets {
        let shown = reader.shown(file);
        let span = reader.nowhere(&shown);
        let message = "the deployed programs cannot read secrets of format 2";
        let diagnostic = Diagnostic::error(Code::ServerRefused, span, message);
        reader.diagnostics.push(diagnostic.help("run `muxi secrets convert --format 1`"));
    }
}

fn lost(span: Span, path: &Path, why: &str) -> Diagnostic {
    let message = format!("the deployed command line does not pack `{}`", path.display());
    Diagnostic::error(Code::ServerIgnored, span, message).label(why).help("give it another name")
}

/// A link on the way from `root` to `path`: it is packed as an empty file.
fn link(root: &Path, path: &Path, span: Span) -> Option<Diagnostic> {
    let below = path.strip_prefix(root).ok()?;
    let mut at = root.to_owned();
    for part in below.components() {
        at.push(part);
        if at.symlink_metadata().is_ok_and(|file| file.is_symlink()) {
            let shown = at.strip_prefix(root).unwrap_or(&at).display();
            let message =
                format!("`{shown}` is a link, which the deployed command line packs as an empty file");
            let diagnostic = Diagnostic::error(Code::ServerIgnored, span, message);
            return Some(diagnostic.help("put a copy of what it leads to in its place"));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_told_by_names_beginnings_and_endings() {
        for path in [
            "secrets/a.md",
            "secrets-old/a.md",
            "knowledge/secrets/a.md",
            "knowledge/.env",
            ".env.prod",
            ".github/x.md",
            "knowledge/app.log",
            "memory.db",
        ] {
            assert!(left_out(Path::new(path)).is_some(), "{path}");
        }
        for path in
            ["knowledge/secrets-policy.md", "secretsanta.md", "knowledge/logs/a.md", "skills/env/SKILL.md"]
        {
            assert_eq!(left_out(Path::new(path)), None, "{path}");
        }
    }
}
