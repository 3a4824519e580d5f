//! Where names stand in the secrets file and in the template, as sources in which only names are.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::formation::source::{SourceId, Sources, Span};
use crate::secrets::{Location, SecretName};
use crate::support::fs;

/// The places of names, read when they are asked for.
#[derive(Default)]
pub(super) struct Kept {
    files: HashMap<PathBuf, File>,
    template: Option<File>,
}

struct File {
    source: SourceId,
    lines: HashMap<String, Span>,
}

impl Kept {
    /// Where `name` stands in the secrets file, else in the template, else the secrets file as a whole.
    pub(super) fn place(
        &mut self,
        sources: &mut Sources,
        base: &Path,
        location: &Location,
        name: &str,
    ) -> Span {
        let path = location.secrets_file();
        if !self.files.contains_key(&path) {
            let file = names_of(sources, base, &path, |line| line.split_once(' ').map(|(name, _)| name));
            self.files.insert(path.clone(), file);
        }
        let file = &self.files[&path];
        if let Some(span) = file.lines.get(name) {
            return *span;
        }
        let nowhere = Span::new(file.source, 0, 0);
        self.template(sources, base, location, name).unwrap_or(nowhere)
    }

    /// Where `name` stands in the template.
    pub(super) fn template(
        &mut self,
        sources: &mut Sources,
        base: &Path,
        location: &Location,
        name: &str,
    ) -> Option<Span> {
        let template = self.template.get_or_insert_with(|| {
            names_of(sources, base, &location.template_file(), |line| {
                line.split_once('=').map(|(name, _)| name).filter(|name| !name.trim_start().starts_with('#'))
            })
        });
        template.lines.get(name).copied()
    }
}

/// A source of the file in which each line is only what `name_in` leaves of it: a ciphertext, or a value that
/// somebody wrote into the template, must not be shown.
fn names_of(sources: &mut Sources, base: &Path, path: &Path, name_in: impl Fn(&str) -> Option<&str>) -> File {
    let text = fs::read_to_string_if_exists(path).ok().flatten().unwrap_or_default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut shown = String::new();
    let mut at = Vec::new();
    for line in text.lines() {
        let written = name_in(line).unwrap_or("");
        let name = written.trim();
        if let Ok(kept) = SecretName::normalise(name) {
            let start = shown.len() + (written.len() - written.trim_start().len());
            at.push((kept.name.to_string(), start, start + name.len()));
        }
        shown.push_str(written);
        shown.push('\n');
    }
    // A file of format 1 is one line without a name: it has no text that could be shown.
    if at.is_empty() {
        shown.clear();
    }
    let path = path.strip_prefix(base).unwrap_or(path);
    let source = sources.add(path, shown);
    let mut lines = HashMap::new();
    for (name, start, end) in at {
        lines.entry(name).or_insert(Span::new(source, start, end));
    }
    File { source, lines }
}
