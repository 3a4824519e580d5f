//! The tests of a formation, `tests/*.yaml`: what is said to it, and what has to be so then.
//! Here they are read; `runtime::trial` runs them.

mod typed;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use super::check::Checker;
use super::code::Code;
use super::diagnostic::Diagnostic;
use super::files::Reader;
use super::schema::{FileKind, TEST};
use super::source::{Sources, Span};
use super::yaml::Node;

/// One conversation with its checks.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name; unique where its file gives none twice.
    pub name: String,
    /// What it is to show.
    pub description: Option<String>,
    /// The name of its file without the ending.
    pub stem: String,
    /// The file, links followed.
    pub file: PathBuf,
    /// Where it is written.
    pub span: Span,
    /// Who asks; the local user without it.
    pub user: Option<String>,
    /// The agent that is asked; without it one is chosen.
    pub agent: Option<String>,
    /// How long it may take.
    pub timeout: Duration,
    /// What is said, in order; never empty.
    pub turns: Vec<Turn>,
}

/// One message, and what has to be so when it is answered.
#[derive(Clone, Debug)]
pub struct Turn {
    /// What the user says.
    pub message: String,
    /// Files that come with it: as the user knows them, and where they are.
    pub files: Vec<(String, PathBuf)>,
    /// What the user did with an element: its id and the value.
    pub ui_response: Option<(String, Value)>,
    /// Where it is written.
    pub span: Span,
    /// What has to be so.
    pub checks: Vec<Check>,
}

/// One thing that has to be so.
#[derive(Clone, Debug)]
pub struct Check {
    /// The key of `expect`.
    pub key: &'static str,
    /// Where it is written.
    pub span: Span,
    /// What.
    pub what: Expected,
}

/// What has to be so.
#[derive(Clone, Debug)]
pub enum Expected {
    /// The answer has the text in it.
    Contains {
        /// The text.
        text: String,
        /// Whether A is a.
        ignore_case: bool,
        /// Whether it must not be there.
        not: bool,
    },
    /// The expression matches somewhere in the answer.
    Matches(regex_lite::Regex),
    /// The answer is the text, but for blanks around it.
    Equals {
        /// The text.
        text: String,
        /// Whether A is a.
        ignore_case: bool,
    },
    /// The answer is JSON and has the value at the path.
    Json {
        /// `order.items[0].name`, or a JSON Pointer.
        path: String,
        /// The value.
        value: Value,
    },
    /// The agent that answers.
    Agent(String),
    /// Why it was chosen.
    Route(String),
    /// The model that answers, `provider/name`.
    Model(String),
    /// The tools that are called.
    Calls {
        /// Their names.
        tools: Vec<String>,
        /// Whether the order counts for nothing.
        any_order: bool,
    },
    /// The most calls of tools.
    MaxCalls(u64),
    /// The most questions to models.
    MaxModelCalls(u64),
    /// The most tokens.
    MaxTokens(u64),
    /// The most dollars.
    MaxCostUsd(f64),
    /// The most milliseconds.
    MaxMs(u64),
    /// How the answer ends.
    FinishReason(String),
    /// The turn fails with this code.
    Error(String),
    /// Whether the answer asks the user back.
    Clarification(bool),
    /// The files that are made.
    Artifacts(Vec<String>),
    /// What is remembered of the user after the turn: each of these is in one memory, A being a.
    Remembers(Vec<String>),
}

/// The files of tests of one formation.
pub(super) struct Files(Vec<File>);

struct File {
    path: PathBuf,
    stem: String,
    node: Node,
}

impl Files {
    /// Reads the files in `tests/` of the formation in `root`.
    pub(super) fn read(reader: &mut Reader, root: &Path) -> Self {
        let kind = FileKind::named("test").expect("the table has it");
        let mut files = Vec::new();
        for directory in kind.directories {
            for entry in reader.list(&root.join(directory)) {
                if !entry.is_component() {
                    continue;
                }
                let Some(path) = reader.own(&entry.path) else { continue };
                let stem = entry.stem();
                files.extend(reader.tree(&entry.path).map(|node| File { path, stem, node }));
            }
        }
        Self(files)
    }

    /// Checks all files; `agents` are the ids that there are, if they are known.
    pub(super) fn check(&self, checker: &mut Checker<'_>, agents: Option<&[&str]>, sources: &Sources) {
        for file in &self.0 {
            checker.test(&file.node, agents, sources);
        }
    }

    /// The cases, as far as they can be understood, in the order of files and lines. What only shows here, and files
    /// that a message names and that are not there, is told to the reader.
    pub(super) fn cases(&self, reader: &mut Reader, root: &Path) -> Vec<Case> {
        let mut cases = Vec::new();
        for file in &self.0 {
            let mut typed = typed::Typed { reader, root, path: &file.path, stem: &file.stem };
            let found = typed.file(&file.node);
            same_names(reader, &found);
            cases.extend(found);
        }
        cases
    }
}

/// Two cases of one file with one name cannot be told apart.
fn same_names(reader: &mut Reader, cases: &[Case]) {
    for (at, case) in cases.iter().enumerate() {
        if let Some(first) = cases[..at].iter().find(|first| first.name == case.name) {
            let message = format!("two cases of this file are called `{}`", case.name);
            let diagnostic = Diagnostic::warning(Code::DuplicateId, case.span, message);
            let diagnostic = diagnostic.also(first.span, "the other one");
            reader.diagnostics.push(diagnostic.help("give one of them another `name`"));
        }
    }
}

impl Checker<'_> {
    fn test(&mut self, node: &Node, agents: Option<&[&str]>, sources: &Sources) {
        self.block(node, &TEST, super::check::Path::Root, super::check::Place::File);
        self.literals(node, sources);
        let Some(agents) = agents else { return };
        let mut maps = vec![node];
        for list in ["cases", "turns"] {
            let below: Vec<_> = maps.iter().filter_map(|map| map.get(list)?.as_seq()).flatten().collect();
            maps.extend(below);
        }
        for map in maps {
            let expected = map.get("expect").and_then(|expect| expect.get("agent"));
            for named in [map.get("agent"), expected].into_iter().flatten() {
                self.agent_of_test(named, agents);
            }
        }
    }
}
