//! A formation from its files: read, check, and, if nothing is wrong, type.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path as FilePath, PathBuf};

use super::bundle;
use super::cases::{self, Case};
use super::check::{Checker, Path, Place};

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::discover::{FILE_NAMES, Location};
use super::documents::Documents;
use super::families::Families;
use super::files::{ReadFile, Reader};
use super::knowledge;
use super::lower;
use super::mask;
use super::model::Formation;
use super::overlay::{Overlay, real};
use super::reference::Reference;
use super::schema::FORMATION;
use super::souls::Souls;
use super::source::{Source, SourceId, Sources, Span};
use super::yaml::Node;

/// How many findings are kept; a file with more is not a formation that someone will correct line by line.
pub const MAX_DIAGNOSTICS: usize = 1_000;

/// Who will run the formation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// This program, or nobody in particular.
    #[default]
    Local,
    /// This program, now: what `muxi serve` would refuse or not use is said too.
    Serve,
    /// A deployed MUXI server, which refuses some of what is a warning here.
    MuxiServer,
}

/// What is known besides the files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// Names of the secrets that are set; `None` if that is not known, and then nothing is said about them.
    pub secrets: Option<&'a BTreeSet<String>>,
    /// Who will run it.
    pub target: Target,
    /// Which of the variables of [`super::providers::PROVIDERS`] the environment sets; `None` if that is not
    /// known, and then nothing is said about them.
    pub variables: Option<&'a BTreeSet<&'a str>>,
    /// The secrets file, where it is of format 2, which deployed programs cannot read.
    pub format_two: Option<&'a FilePath>,
    /// Paths below this directory are shown without it.
    pub base: Option<&'a FilePath>,
    /// Whether its tests are read and checked too; who only runs it is not held up by them.
    pub tests: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Loaded {
    /// The formation, if there was no error.
    pub formation: Option<Formation>,
    /// Its id, if the file has a text there, errors or not.
    pub id: Option<String>,
    /// Its tests, where they were to be read.
    pub cases: Vec<Case>,
    /// How many files of it cannot be read as YAML: what they refer to is not known.
    pub unreadable: usize,
    /// Every text that was read.
    pub sources: Sources,
    /// Everything that was found, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
    /// How many more there were than [`MAX_DIAGNOSTICS`].
    pub omitted: usize,
    /// Every reference in every value of the formation and its components, and in its Markdown, with its place.
    pub references: Vec<(Reference, Span)>,
    cut_short: bool,
    /// The file behind each source that has one.
    files: BTreeMap<SourceId, ReadFile>,
}

impl Loaded {
    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|d| d.is_error()).count()
    }

    /// The file behind a source, links followed, and how many bytes of it come before the source's text: a byte
    /// order mark.
    pub(super) fn file(&self, source: SourceId) -> Option<(&FilePath, usize)> {
        self.files.get(&source).map(|file| (file.real.as_path(), file.skipped))
    }

    /// The file behind each source, links followed; of one that could not be read, where it would be. `base` is
    /// what the context had.
    fn paths(&self, base: &FilePath) -> BTreeMap<SourceId, PathBuf> {
        let path = |(id, source): (SourceId, &Source)| {
            let known = self.files.get(&id).map(|file| file.real.clone());
            (id, known.unwrap_or_else(|| real(&base.join(source.path()))))
        };
        self.sources.with_ids().map(path).collect()
    }

    /// Whether `file`, a path without links, is one of those that were read for the formation.
    pub fn has_read(&self, file: &FilePath, base: &FilePath) -> bool {
        self.paths(base).values().any(|path| path == file)
    }

    /// Whether the formation's own file could not be read, so that the others were not looked at.
    pub fn is_cut_short(&self) -> bool {
        self.cut_short
    }

    /// Keeps the findings that are in one of `files`, paths without links, or point there.
    pub fn only(&mut self, files: &BTreeSet<PathBuf>, base: &FilePath) {
        let paths = self.paths(base);
        let here = |span: Span| paths.get(&span.source).is_some_and(|path| files.contains(path));
        self.diagnostics.retain(|d| here(d.primary.span) || d.secondary.iter().any(|label| here(label.span)));
    }

    /// Files of components that nobody declares, links followed: whoever runs the formation does not use them.
    pub fn undeclared(&self) -> Vec<PathBuf> {
        let found = self.diagnostics.iter().filter(|found| found.code == Code::ComponentNotDeclared);
        found.filter_map(|found| Some(self.files.get(&found.primary.span.source)?.real.clone())).collect()
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.diagnostics.len() - self.errors()
    }
}

/// Reads and checks the formation at `location` (see [`super::discover::find`]).
pub fn load(location: &Location, context: &Context<'_>) -> Loaded {
    load_over(location, context, &Overlay::default())
}

/// The formation's id, if its file has a text there: what is wrong with the rest does not matter.
pub fn id(location: &Location) -> Option<String> {
    let mut reader = Reader::new(&location.root, None);
    if let Some(tree) = reader.tree(&location.file) {
        return tree.get("id").and_then(Node::as_str).map(str::to_owned);
    }
    // No tree can be made of all of it. The line alone is read by the same rules.
    let source = reader.source(&location.file)?;
    let text = reader.sources.get(source).text();
    let line = text.lines().find(|line| line.starts_with("id:"))?.as_bytes().to_vec();
    let mut alone = Reader::new(&location.root, None);
    alone.overlay.insert(&location.file, line);
    alone.tree(&location.file)?.get("id").and_then(Node::as_str).map(str::to_owned)
}

/// The same with texts that stand in for files.
pub fn load_over(location: &Location, context: &Context<'_>, overlay: &Overlay) -> Loaded {
    let mut reader = Reader::new(&location.root, context.base);
    reader.overlay = overlay.clone();
    let Some(tree) = reader.tree(&location.file) else {
        return Loaded { cut_short: true, ..finish(reader, context, None, Vec::new(), |_| None) };
    };
    let mut checker = Checker::new(context, &tree);
    checker.block(&tree, &FORMATION, Path::Root, Place::File);
    if tree.as_map().is_none() {
        let (found, references) = (checker.diagnostics, checker.references);
        reader.diagnostics.extend(found);
        return Loaded { cut_short: true, ..finish(reader, context, None, references, |_| None) };
    }
    checker.llm(&tree);
    checker.text(&tree, &reader.sources);
    other_formations(&mut reader, location);
    let families = Families::read(&mut reader, &location.root);
    families.check(&mut checker, &tree, &reader.sources);
    let agents = families.agents(&tree);
    let souls = Souls::read(&mut reader, &location.root, &tree, &agents);
    checker.souls(&souls, &reader.sources);
    let documents = Documents::read(&mut reader, &location.root);
    checker.documents(&documents, &reader.sources);
    checker.across(&tree, &families);
    checker.names(&tree, &agents, &documents);
    knowledge::check(&mut reader, &location.root, agents.iter().copied());
    let cases = if context.tests { tests(&mut reader, &mut checker, location, &agents) } else { Vec::new() };
    match context.target {
        Target::Local => {}
        Target::Serve => {
            checker.for_serve(&tree, &agents, &documents);
            let servers = families.servers(&tree, &agents);
            checker.daemons(servers.shared.iter().chain(&servers.own).chain(&agents).copied());
        }
        Target::MuxiServer => {
            checker.for_server(&tree, &families, &documents, (&reader.includes, &reader.sources));
            as_the_server_reads(&mut reader.diagnostics, &checker.diagnostics);
            let parts = (&families, &documents, agents.as_slice());
            bundle::check(&mut reader, location, parts, context.format_two);
        }
    }
    checker.secrets();
    let (found, mut references) = (checker.diagnostics, checker.references);
    references.extend(checker.prose_references);
    reader.diagnostics.extend(found);
    mask::scrub(&mut reader.diagnostics, &reader.sources, &checker.hidden);
    checker.hidden.into_iter().for_each(|span| reader.sources.hide(span));
    let id = tree.get("id").and_then(Node::as_str).map(str::to_owned);
    let files = reader.files.values().map(|file| file.real.clone()).collect();
    let loaded = finish(reader, context, id, references, |complete| {
        let servers = families.servers(&tree, &agents);
        let mut formation = complete.then(|| lower::formation(tree.clone(), &agents, &servers))??;
        souls.put_into(&mut formation);
        formation.files = files;
        Some(formation)
    });
    Loaded { cases, ..loaded }
}

/// The tests of the formation, read and checked.
fn tests(reader: &mut Reader, checker: &mut Checker<'_>, location: &Location, agents: &[&Node]) -> Vec<Case> {
    let files = cases::Files::read(reader, &location.root);
    let ids: Option<Vec<&str>> = agents.iter().map(|agent| agent.get("id")?.as_str()).collect();
    let ids = ids.filter(|ids| !ids.is_empty());
    files.check(checker, ids.as_deref(), &reader.sources);
    files.cases(reader, &location.root)
}

/// Of several files that may be the formation's own, one counts.
fn other_formations(reader: &mut Reader, location: &Location) {
    let read = location.file.file_name().unwrap_or_default();
    if !FILE_NAMES.iter().any(|name| *name == read) {
        return;
    }
    for name in FILE_NAMES.iter().filter(|name| **name != read) {
        let other = location.root.join(name);
        let followed = other.canonicalize().unwrap_or_else(|_| other.clone());
        if other.is_file() && !reader.included.contains(&followed) {
            let shown = reader.shown(&other);
            let span = reader.nowhere(&shown);
            let read = read.to_string_lossy();
            let message = format!("this file is not read, for there is `{read}`");
            let diagnostic = Diagnostic::warning(Code::FileIgnored, span, message);
            reader.diagnostics.push(diagnostic.help("keep one of the two"));
        }
    }
}

/// Sorts what was found, and types the formation if none of it is an error.
fn finish(
    reader: Reader,
    context: &Context<'_>,
    id: Option<String>,
    references: Vec<(Reference, Span)>,
    typed: impl FnOnce(bool) -> Option<Formation>,
) -> Loaded {
    let mut diagnostics = reader.diagnostics;
    without_consequences(&mut diagnostics, &reader.sources);
    diagnostics.sort_by_key(|d| (d.primary.span, d.severity));
    // A file that is both included and declared is checked as both.
    let mut seen = std::collections::HashSet::new();
    diagnostics.retain(|diagnostic| seen.insert(diagnostic.clone()));
    // What only another target would find is allowed for it.
    super::allow::apply(&reader.sources, &mut diagnostics, context.target == Target::Local);
    let complete = !diagnostics.iter().any(Diagnostic::is_error);
    let omitted = diagnostics.len().saturating_sub(MAX_DIAGNOSTICS);
    if omitted > 0 {
        // Warnings go first: an exit code must not depend on how many there are.
        diagnostics.sort_by_key(|d| (d.severity, d.primary.span));
        diagnostics.truncate(MAX_DIAGNOSTICS);
    }
    let unreadable = reader.trees.values().filter(|tree| tree.is_none()).count();
    Loaded {
        formation: typed(complete),
        id,
        cases: Vec::new(),
        unreadable,
        sources: reader.sources,
        cut_short: false,
        files: reader.files,
        diagnostics,
        omitted,
        references,
    }
}

/// What the reader of the deployed runtime refuses is an error there; what it reads otherwise is said once.
fn as_the_server_reads(read: &mut Vec<Diagnostic>, checked: &[Diagnostic]) {
    let differs = |one: &&Diagnostic| one.code == Code::ServerDiffers;
    let said: std::collections::HashSet<_> =
        checked.iter().filter(differs).map(|one| one.primary.span).collect();
    read.retain(|one| one.code != Code::YamlAmbiguous || !said.contains(&one.primary.span));
    for one in read {
        // The second kind of `yaml-anchor` shows the first anchor of the name.
        let refused = match one.code {
            Code::YamlTab | Code::YamlAmbiguous => true,
            Code::YamlAnchor => !one.secondary.is_empty(),
            _ => false,
        };
        if refused {
            one.severity = super::diagnostic::Severity::Error;
        }
    }
}

/// Where text was meant and YAML reads a comment, that the key has no value follows from it.
fn without_consequences(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    let comments: Vec<Span> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == Code::YamlMisleading)
        .map(|diagnostic| diagnostic.primary.span)
        .collect();
    if comments.is_empty() {
        return;
    }
    let is_on_line = |span: Span| {
        let before = |comment: &&Span| comment.source == span.source && span.start <= comment.start;
        let mut between = comments.iter().filter(before).map(|c| Span::new(c.source, span.start, c.start));
        between.any(|between| !sources.slice(between).contains('\n'))
    };
    diagnostics.retain(|diagnostic| {
        !matches!(diagnostic.code, Code::EmptyValue | Code::MissingDescription)
            || !is_on_line(diagnostic.primary.span)
    });
}
