//! Reading the files and collecting what they refer to.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::spot::{Area, Spot};
use super::{BadUse, DIRECTORIES, Use, Uses, walk};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::discover::{Location, has_extension};
use crate::formation::files::Reader;
use crate::formation::places::Places;
use crate::formation::reference::{self, BadReference, Reference};
use crate::formation::souls::{SOUL_FILE, file_name};
use crate::formation::source::{SourceId, Sources, Span};
use crate::formation::yaml::{Node, Value};

/// Every reference of the formation at `location`; paths below `base` are shown without it.
pub fn find_uses(location: &Location, base: Option<&Path>) -> Uses {
    let mut reader = Reader::new(&location.root, base);
    let root = location.root.canonicalize().unwrap_or_else(|_| location.root.clone());
    let mut found = Found::default();
    let mut done = BTreeSet::new();
    let listed = DIRECTORIES.iter().flat_map(|name| walk::below(&mut reader, &location.root.join(name)));
    let mut paths: Vec<PathBuf> = std::iter::once(location.file.clone()).chain(listed).collect();
    let mut next = 0;
    while let Some(path) = paths.get(next).cloned() {
        next += 1;
        if next == paths.len() {
            // Whatever names a soul has been read.
            paths.extend(souls(&reader, &location.root).into_iter().filter(|soul| !done.contains(soul)));
        }
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        if !done.insert(real.clone()) {
            continue;
        }
        let area = Area::of(real.strip_prefix(&root).unwrap_or(&real));
        if has_extension(&path) || path == location.file {
            if let Some(tree) = reader.tree(&path) {
                found.tree(&reader.sources, &tree, area, &mut Vec::new());
            }
        } else if let Some(source) = reader.source(&path) {
            found.text(&reader.sources, source, area);
        }
    }
    broken_files(&reader, &root, &mut found);
    finish(reader, &root, location, found)
}

/// The souls that are files, which may lie anywhere in the formation.
fn souls(reader: &Reader, root: &Path) -> Vec<PathBuf> {
    let mut names = vec![SOUL_FILE];
    for tree in reader.trees.values().flatten() {
        let agents = tree.get("agents").and_then(Node::as_seq).unwrap_or_default().iter();
        let owners = [tree].into_iter().chain(tree.get("overlord")).chain(agents);
        names.extend(owners.filter_map(|owner| file_name(owner.get("soul")?.as_str()?)));
    }
    let real = names.into_iter().filter_map(|name| root.join(name).canonicalize().ok());
    real.filter(|real| real.is_file() && reader.is_inside(real)).collect()
}

/// What is no YAML, or lost something of it, is read as text besides.
fn broken_files(reader: &Reader, root: &Path, found: &mut Found) {
    let broken: BTreeSet<SourceId> =
        reader.diagnostics.iter().filter(|d| is_yaml(d)).map(|d| d.primary.span.source).collect();
    for source in broken {
        if let Some(file) = reader.files.get(&source) {
            found.text(&reader.sources, source, Area::of(file.real.strip_prefix(root).unwrap_or(&file.real)));
        }
    }
}

fn is_yaml(diagnostic: &Diagnostic) -> bool {
    diagnostic.code.as_str().starts_with("yaml-")
}

fn finish(reader: Reader, root: &Path, location: &Location, mut found: Found) -> Uses {
    let formation = location.file.canonicalize().unwrap_or_else(|_| location.file.clone());
    let matters = |diagnostic: &Diagnostic| {
        let file = reader.files.get(&diagnostic.primary.span.source);
        let real = file.map(|file| file.real.as_path());
        let area = real.map(|real| Area::of(real.strip_prefix(root).unwrap_or(real)));
        let lost = real.is_some_and(|real| reader.trees.get(real).is_some_and(Option::is_none));
        match diagnostic.code {
            Code::FileEmpty => real == Some(&*formation),
            Code::FileUnreadable | Code::FileTooLarge | Code::FileNotUtf8 => true,
            // Beside prose lie files of any kind, manifests of several documents among them.
            _ if area == Some(Area::Prose) => false,
            _ if is_yaml(diagnostic) => lost,
            _ => true,
        }
    };
    let trouble = reader.diagnostics.iter().filter(|d| d.is_error() && matters(d)).cloned().collect();
    found.uses.sort_by_key(|one| (one.span, one.name));
    found.bad.sort_by_key(|one| (one.span, one.name));
    Uses {
        sources: reader.sources,
        uses: found.uses,
        bad: found.bad,
        trouble,
        files: reader.files,
        root: (location.root.clone(), root.to_owned()),
    }
}

#[derive(Default)]
struct Found {
    uses: Vec<Use>,
    bad: Vec<BadUse>,
    /// Values are met more than once: through includes, aliases, and as text after the tree.
    seen: HashSet<(Span, usize)>,
}

impl Found {
    fn tree<'n>(&mut self, sources: &Sources, node: &'n Node, area: Area, keys: &mut Vec<&'n str>) {
        match &node.value {
            Value::Scalar(scalar) => {
                let of = Of { span: node.span, text: &scalar.text, spot: area.spot(keys), area };
                self.references(sources, &of, |_| true);
            }
            Value::Seq(items) => items.iter().for_each(|item| self.tree(sources, item, area, keys)),
            Value::Map(map) => {
                for entry in map {
                    keys.push(&entry.key);
                    self.tree(sources, &entry.value, area, keys);
                    keys.pop();
                }
            }
        }
    }

    fn text(&mut self, sources: &Sources, source: SourceId, area: Area) {
        let file = sources.get(source);
        let text = file.text();
        let markdown = !has_extension(file.path());
        let of = Of { span: Span::new(source, 0, text.len()), text, spot: Spot::Unknown, area };
        // Line by line a comment of YAML can be told; a heading of Markdown looks the same.
        let counts = |at: usize| {
            let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
            markdown || !text[line..].trim_start_matches([' ', '\t']).starts_with('#')
        };
        self.references(sources, &of, counts);
    }

    fn references(&mut self, sources: &Sources, of: &Of<'_>, counts: impl Fn(usize) -> bool) {
        let found = reference::scan(of.text);
        if found.is_empty() {
            return;
        }
        let places = Places::new(sources, of.span, of.text);
        for one in found {
            let range = match &one {
                Ok(reference) => reference.range.clone(),
                Err(bad) => bad.range.clone(),
            };
            let span = places.of(&range);
            let name = places.name(range.start);
            // A place that is exact tells the reference by itself.
            let nth = if name.is_none() && span == of.span { range.start } else { 0 };
            if !counts(range.start) || !self.seen.insert((name.unwrap_or(span), nth)) {
                continue;
            }
            match one {
                Ok(Reference { target, default, .. }) => {
                    self.uses.push(Use { target, default, span, name, spot: of.spot });
                }
                Err(bad) => self.mistake(of, bad, span, name),
            }
        }
    }

    /// In prose `${{` may be anything: only what means a secret is a mistake there.
    fn mistake(&mut self, of: &Of<'_>, bad: BadReference, span: Span, name: Option<Span>) {
        let secret = reference::secret_at(of.text, bad.range.start).map(|(_, secret)| secret);
        if of.area == Area::Prose && secret.is_none() {
            return;
        }
        let BadReference { code, message, help, .. } = bad;
        self.bad.push(BadUse { code, message, help, span, secret, name });
    }
}

/// One text and where it comes from.
struct Of<'a> {
    span: Span,
    text: &'a str,
    spot: Spot,
    area: Area,
}
