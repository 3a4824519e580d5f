//! Formations on disk, one changed at a time.

use std::path::{Path, PathBuf};

use muxi::formation::load::{Loaded, Target};
use muxi::formation::overlay::Overlay;
use muxi::formation::schema::{FILE_KINDS, FileKind, Shape};

use super::mutants::Mutant;
use crate::support::{human, load_over, write};

/// A file of a formation.
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
    /// What it is; nothing for files that are no part of the checks.
    pub(super) kind: Option<&'static FileKind>,
}

/// A formation in a directory of its own.
pub(super) struct Formation {
    pub(super) name: String,
    pub(super) files: Vec<File>,
    dir: tempfile::TempDir,
}

/// What came of a change.
pub(super) enum Outcome {
    Found,
    /// With what was said instead.
    Survived(String),
}

/// The large fixture, and every directory of `examples/` and of `tests/fixtures/formation/`.
pub(super) fn formations() -> Vec<Formation> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixtures = root.join("tests/fixtures/formation");
    let large = std::fs::read_to_string(fixtures.join("large.afs")).unwrap();
    let mut formations = vec![Formation::new(
        "large",
        vec![("formation.afs".into(), large), ("knowledge/docs/manual.md".into(), "Read it.\n".into())],
    )];
    for parent in [root.join("examples"), fixtures] {
        let Ok(entries) = std::fs::read_dir(parent) else { continue };
        let mut directories: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        directories.sort();
        for dir in directories.iter().filter(|dir| dir.join("formation.afs").is_file()) {
            let mut files = Vec::new();
            read_all(dir, dir, &mut files);
            formations.push(Formation::new(&dir.file_name().unwrap().to_string_lossy(), files));
        }
    }
    let whole = super::whole::formations();
    formations.extend(whole.into_iter().map(|(name, files)| Formation::new(&name, files)));
    formations
}

fn read_all(root: &Path, dir: &Path, files: &mut Vec<(String, String)>) {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read_all(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// What the path says a file is.
fn kind_of(path: &str) -> Option<&'static FileKind> {
    if path == "formation.afs" {
        return FileKind::named("formation");
    }
    let (directory, name) = path.split_once('/')?;
    let kind = FILE_KINDS.iter().find(|kind| kind.directories.contains(&directory))?;
    let fits = match kind.shape {
        Shape::Yaml => [".afs", ".yaml", ".yml"].iter().any(|end| name.ends_with(end)),
        Shape::Markdown if kind.name == "skill" => name.ends_with("/SKILL.md"),
        Shape::Markdown => Path::new(name).extension().is_some_and(|ending| ending == "md"),
    };
    (fits && (kind.name == "skill" || !name.contains('/'))).then_some(kind)
}

impl Formation {
    fn new(name: &str, files: Vec<(String, String)>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in &files {
            write(&dir.path().join(path), text.as_bytes());
        }
        let file = |(path, text): (String, String)| File { kind: kind_of(&path), path, text };
        Self { name: name.to_owned(), files: files.into_iter().map(file).collect(), dir }
    }

    pub(super) fn root(&self) -> &Path {
        self.dir.path()
    }

    /// Looks what is found in the changed files.
    pub(super) fn judge(&self, mutants: &[&Mutant]) -> Outcome {
        let mut overlay = Overlay::default();
        for at in mutants.iter().map(|mutant| mutant.file) {
            let text = changed(&self.files[at].text, mutants.iter().filter(|m| m.file == at).copied());
            overlay.insert(&self.dir.path().join(&self.files[at].path), text.into_bytes());
        }
        let loaded = load_over(self.dir.path(), &overlay, None, Target::Local);
        let found = mutants.iter().all(|mutant| self.is_found(mutant, mutants, &loaded));
        if found && loaded.diagnostics.len() == mutants.len() {
            return Outcome::Found;
        }
        let one = |m: &&Mutant| {
            let severity = if m.error { "error" } else { "warning" };
            let file = &self.files[m.file].path;
            format!(
                "{}: {}: {} `{}`: wants {severity} {} at {:?}",
                self.name, file, m.kind, m.path, m.code, m.place
            )
        };
        let wanted: Vec<_> = mutants.iter().map(one).collect();
        Outcome::Survived(format!("{}\n{}", wanted.join("\nand "), human(&loaded)))
    }

    fn is_found(&self, mutant: &Mutant, all: &[&Mutant], loaded: &Loaded) -> bool {
        let before = |other: &&&Mutant| other.file == mutant.file && other.range.start < mutant.range.start;
        let shift = all.iter().filter(before).map(|other| other.growth()).sum();
        loaded.diagnostics.iter().any(|finding| {
            let source = loaded.sources.get(finding.primary.span.source);
            source.path() == Path::new(&self.files[mutant.file].path)
                && finding.code.as_str() == mutant.code
                && finding.is_error() == mutant.error
                && mutant.is_at(finding.primary.span.start, shift)
        })
    }
}

/// `text` with all changes of it, which do not overlap.
fn changed<'a>(text: &str, mutants: impl Iterator<Item = &'a Mutant>) -> String {
    let mut mutants: Vec<_> = mutants.collect();
    mutants.sort_by_key(|mutant| std::cmp::Reverse(mutant.range.start));
    let mut text = text.to_owned();
    for mutant in mutants {
        text.replace_range(mutant.range.clone(), &mutant.text);
    }
    text
}
