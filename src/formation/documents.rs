//! SOPs, triggers and skills: the Markdown files of a formation, and the prose beside them.

use std::collections::BTreeSet;
use std::path::Path;

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::files::{MAX_BYTES, Reader};
use super::listing::Entry;
use super::markdown::{self, Front, Markdown};
use super::schema::{FILE_KINDS, FileKind, Shape};
use super::source::SourceId;
use super::usage;

/// The file of a skill in its directory.
pub(super) const SKILL_FILE: &str = "SKILL.md";

/// One SOP, trigger or skill.
pub(super) struct Document {
    /// What it is.
    pub(super) kind: &'static FileKind,
    /// The file's name without its ending; for a skill, its directory's name.
    pub(super) stem: String,
    /// Its parts.
    pub(super) markdown: Markdown,
}

impl Document {
    /// What others call it: its `name`, else the stem.
    pub(super) fn name(&self) -> &str {
        self.markdown.front.text("name").filter(|name| !name.is_empty()).unwrap_or(&self.stem)
    }

    /// Whether `word` means it.
    pub(super) fn is_called(&self, word: &str) -> bool {
        self.stem == word || self.markdown.front.text("name") == Some(word)
    }
}

/// All of them.
#[derive(Default)]
pub(super) struct Documents {
    /// Those that could be read, by kind and name.
    pub(super) list: Vec<Document>,
    /// Every text that may refer to secrets: the files above and those beside them.
    pub(super) prose: Vec<SourceId>,
    /// The names of what is in `transformers/`, without endings.
    pub(super) transformers: Vec<String>,
    /// The names of what is in `groups/`, without endings.
    pub(super) groups: Vec<String>,
    /// Kinds with a file that could not be read: not all names are known.
    lost: BTreeSet<&'static str>,
}

impl Documents {
    /// Reads the directories of the formation in `root`.
    pub(super) fn read(reader: &mut Reader, root: &Path) -> Self {
        let mut documents = Self::default();
        for kind in FILE_KINDS.iter().filter(|kind| kind.shape == Shape::Markdown) {
            for directory in kind.directories {
                let entries = reader.list(&root.join(directory));
                for entry in entries {
                    documents.entry(reader, kind, &entry);
                }
            }
        }
        let mut stems = |name| reader.list(&root.join(name)).iter().map(Entry::stem).collect();
        documents.transformers = stems("transformers");
        documents.groups = stems("groups");
        documents.beside(reader, root);
        documents
    }

    /// Those of one kind.
    pub(super) fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Document> {
        self.list.iter().filter(move |document| document.kind.name == kind)
    }

    /// Whether there may be more of this kind than could be read.
    pub(super) fn may_lack(&self, kind: &str) -> bool {
        self.lost.contains(kind) || self.of(kind).any(|one| matches!(one.markdown.front, Front::Broken))
    }

    fn entry(&mut self, reader: &mut Reader, kind: &'static FileKind, entry: &Entry) {
        if kind.name != "skill" {
            if entry.is_markdown() {
                self.file(reader, kind, entry.stem(), &entry.path);
            }
        } else if entry.is_dir {
            self.skill(reader, kind, entry);
        } else if entry.is_markdown() && !entry.name.eq_ignore_ascii_case("README.md") {
            let stem = entry.stem();
            let help = format!("move it to `skills/{stem}/{SKILL_FILE}`");
            let message = "a skill has a directory of its own, so this file is not read";
            skill_file(reader, &entry.path, message, &help);
        }
    }

    fn skill(&mut self, reader: &mut Reader, kind: &'static FileKind, directory: &Entry) {
        if reader.own(&directory.path).is_none() {
            self.lost.insert(kind.name);
            return;
        }
        let inside = reader.list(&directory.path);
        if inside.iter().any(|entry| entry.name == SKILL_FILE) {
            self.file(reader, kind, directory.name.clone(), &directory.path.join(SKILL_FILE));
            return;
        }
        let near = inside.iter().find(|entry| entry.name.eq_ignore_ascii_case(SKILL_FILE));
        let (path, message, help) = if let Some(near) = near {
            let message = format!("the file of a skill is called `{SKILL_FILE}`, in upper case");
            (&near.path, message, format!("rename it to `{SKILL_FILE}`"))
        } else {
            let message = format!("this directory of `skills/` has no `{SKILL_FILE}`");
            (
                &directory.path,
                message,
                "write one that starts with front matter: `name` and `description`".into(),
            )
        };
        skill_file(reader, path, &message, &help);
        // Its name is known all the same: who uses it is not wrong too.
        self.lost.insert(kind.name);
    }

    fn file(&mut self, reader: &mut Reader, kind: &'static FileKind, stem: String, path: &Path) {
        let source = reader.own(path).and_then(|_| reader.source(path));
        let Some(source) = source else {
            self.lost.insert(kind.name);
            return;
        };
        let (markdown, diagnostics) = markdown::read(&reader.sources, source);
        reader.diagnostics.extend(diagnostics);
        self.prose.push(source);
        self.list.push(Document { kind, stem, markdown });
    }

    /// The other texts in the same directories: what cannot be read of them is nobody's mistake.
    fn beside(&mut self, reader: &mut Reader, root: &Path) {
        let known: BTreeSet<_> = reader.files.values().map(|file| file.real.clone()).collect();
        let directories = FILE_KINDS.iter().filter(|kind| kind.shape == Shape::Markdown);
        for directory in directories.flat_map(|kind| kind.directories) {
            let before = reader.diagnostics.len();
            for path in usage::below(reader, &root.join(directory)) {
                let real = path.canonicalize().unwrap_or_else(|_| path.clone());
                let small = std::fs::metadata(&real).is_ok_and(|file| file.len() <= MAX_BYTES);
                if small && !known.contains(&real) {
                    self.prose.extend(reader.source(&path));
                }
            }
            reader.diagnostics.truncate(before);
        }
    }
}

fn skill_file(reader: &mut Reader, path: &Path, message: &str, help: &str) {
    let shown = reader.shown(path);
    let span = reader.nowhere(&shown);
    reader.diagnostics.push(Diagnostic::warning(Code::SkillFile, span, message).help(help));
}
