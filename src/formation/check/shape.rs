//! Maps against the table of fields: every key's value, and keys that are missing.

use super::Checker;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::schema::{Block, Case, Field, Kind, Need};
use crate::formation::source::Span;
use crate::formation::yaml::{Entry, Map, Node};

/// Where a value is, for messages: `llm.models[0].text`. Built only when something is wrong.
#[derive(Clone, Copy)]
pub(in crate::formation) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(Path::Root, key) => f.write_str(key),
            Self::Key(parent, key) => write!(f, "{parent}.{key}"),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// Whether a component has a file of its own, which some keys are required for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::formation) enum Place {
    File,
    Inline,
}

/// One map, with the block that it is checked against and the word of its tag.
#[derive(Clone, Copy)]
pub(super) struct Checked<'n> {
    pub(super) node: &'n Node,
    pub(super) map: &'n Map,
    pub(super) block: &'static Block,
    /// `None` where the block has no tag, or its word is not known here.
    pub(super) word: Option<&'n str>,
}

impl<'n> Checked<'n> {
    pub(super) fn new(node: &'n Node, map: &'n Map, block: &'static Block) -> Self {
        let word = block.cases.and_then(|cases| match map.get(cases.tag) {
            // What a reference stands for is not known.
            Some(value) => value.as_str().filter(|text| !text.contains("${{")),
            None => cases.default,
        });
        Self { node, map, block, word }
    }

    /// The fields that it can have.
    pub(super) fn fields(self) -> impl Iterator<Item = &'static Field> + Clone {
        self.block.fields_in(self.word)
    }

    pub(super) fn field(self, key: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.name == key)
    }

    pub(super) fn case(self) -> Option<&'static Case> {
        self.block.case_of(self.word)
    }

    /// The case whose keys are there, where those of the given word are not.
    fn meant_case(self) -> Option<&'static Case> {
        let given = self.case()?;
        let required = |case: &'static Case| case.fields.iter().filter(|f| f.need == Need::Required);
        let has = |field: &Field| self.map.get(field.name).is_some_and(|value| !value.is_null());
        if required(given).all(has) {
            return None;
        }
        let other = |case: &&'static Case| case.word != given.word && required(case).next().is_some();
        let mut fitting = self.block.cases?.cases.iter().filter(other).filter(|case| required(case).all(has));
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// Keys that it could have and has not.
    pub(super) fn absent(self) -> Vec<&'static str> {
        let old = |field: &Field| matches!(field.need, Need::Deprecated(_) | Need::Refused(_));
        let absent = self.fields().filter(|field| !old(field) && self.map.get(field.name).is_none());
        absent.map(|field| field.name).collect()
    }

    /// Whether an old name of `field` is there.
    fn has_old(self, field: &Field) -> bool {
        let is_old = |old: &Field| old.need == Need::Deprecated(field.name);
        self.fields().any(|old| is_old(old) && self.map.get(old.name).is_some())
    }
}

impl Checker<'_> {
    /// Checks `node`, which must be a map, and everything below it.
    pub(in crate::formation) fn block(
        &mut self,
        node: &Node,
        block: &'static Block,
        at: Path<'_>,
        place: Place,
    ) {
        let Some(map) = node.as_map() else {
            self.wrong_type(node, at, block.name, "a map", None);
            return;
        };
        if is_unread_include(map) {
            return;
        }
        let mut checked = Checked::new(node, map, block);
        if let Some(meant) = checked.meant_case() {
            self.wrong_word(checked, meant);
            checked.word = Some(meant.word);
        }
        let mut unknown: Vec<&Entry> = Vec::new();
        for entry in map {
            match (checked.field(&entry.key), checked.case().and_then(|case| case.others)) {
                (Some(_), _) => {}
                (None, Some(kind)) => self.value(&entry.value, kind, Path::Key(&at, &entry.key)),
                (None, None) if block.field(&entry.key).is_some() => self.misplaced(checked, entry),
                (None, None) => unknown.push(entry),
            }
        }
        let clear = self.exactly_one(checked, &mut unknown);
        let explained = self.unknown_keys(checked, &unknown, place);
        for entry in map {
            if let Some(field) = checked.field(&entry.key) {
                self.field(checked, field, entry, at, place);
            }
        }
        self.rules(checked, &explained, clear);
        let case = checked.case().map_or(&[][..], |case| case.fields);
        for field in block.fields.iter().chain(case) {
            let absent = map.get(field.name).is_none() && !explained.contains(&field.name);
            if absent && !checked.has_old(field) {
                self.missing(checked, field, place);
            }
        }
    }

    fn field(
        &mut self,
        checked: Checked<'_>,
        field: &'static Field,
        entry: &Entry,
        at: Path<'_>,
        place: Place,
    ) {
        match field.need {
            Need::Refused(instead) => {
                let message = format!("`{}` is not allowed in {}", field.name, checked.block.name);
                self.push(Diagnostic::error(Code::RefusedKey, entry.key_span, message).help(instead));
                return;
            }
            Need::Deprecated(new) => return self.deprecated(checked, entry, new),
            _ => {}
        }
        let empty = entry.value.is_null() || entry.value.as_str() == Some("");
        let path = Path::Key(&at, field.name);
        let is_map = matches!(field.kind, Kind::Map(_) | Kind::Named(_) | Kind::AnyMap);
        if empty && field.need == Need::Recommended {
            self.missing_description(checked, entry_span(entry));
        } else if empty && field.is_required(place == Place::File) {
            self.empty(entry, path, &field.kind);
        } else if entry.value.is_null() {
            if is_map {
                self.empty(entry, path, &field.kind);
            }
        } else {
            self.value(&entry.value, &field.kind, path);
        }
    }

    fn empty(&mut self, entry: &Entry, at: Path<'_>, kind: &Kind) {
        let message = format!("`{at}` has no value");
        let help = match kind {
            Kind::Map(_) | Kind::Named(_) | Kind::AnyMap => {
                "write its keys indented below it, or remove the line".to_owned()
            }
            other => format!("write {}", other.describe()),
        };
        let diagnostic = Diagnostic::error(Code::EmptyValue, entry.key_span, message);
        self.push(diagnostic.help(help));
    }

    fn missing(&mut self, checked: Checked<'_>, field: &Field, place: Place) {
        let span = anchor(checked.node, checked.map);
        match field.need {
            Need::Recommended => self.missing_description(checked, span),
            _ if field.is_required(place == Place::File) => {
                let message = format!("{} has no `{}`", subject(checked.block, checked.map), field.name);
                let mut diagnostic =
                    Diagnostic::error(Code::MissingKey, span, message).help(what_to_add(checked, field));
                if let Some(tag) = tag_of(checked, field) {
                    let word = checked.word.unwrap_or_default();
                    diagnostic = diagnostic.also(tag.value.span, format!("`{word}` needs it"));
                }
                self.push(diagnostic);
            }
            _ => {}
        }
    }

    fn missing_description(&mut self, checked: Checked<'_>, span: Span) {
        let message = format!("{} has no `description`", subject(checked.block, checked.map));
        let diagnostic = Diagnostic::warning(Code::MissingDescription, span, message)
            .help("add `description: \"…\"`, one line that says what it is for");
        self.push_soft(diagnostic);
    }
}

fn what_to_add(checked: Checked<'_>, field: &Field) -> String {
    match field.kind {
        Kind::Enum([only]) => format!("add `{}: \"{only}\"`", field.name),
        Kind::Enum(_) if let Some(word) = told_by_keys(checked, field) => {
            format!("add `{}: {word}`", field.name)
        }
        Kind::Format(format) => format!("add `{}:` with {}", field.name, format.describe),
        Kind::Text | Kind::Id | Kind::Model => format!("add `{}: …`", field.name),
        kind => format!("add `{}:` with {}", field.name, kind.describe()),
    }
}

/// The word of a missing tag, where only one case has the keys that are there.
fn told_by_keys(checked: Checked<'_>, tag: &Field) -> Option<&'static str> {
    let cases = checked.block.cases.filter(|cases| cases.tag == tag.name)?;
    let has = |field: &Field| checked.map.get(field.name).is_some();
    let mut fitting = cases.cases.iter().filter(|case| case.fields.iter().any(has));
    let only = fitting.next()?;
    fitting.next().is_none().then_some(only.word)
}

/// The entry of the tag that makes `field` be asked for.
fn tag_of<'n>(checked: Checked<'n>, field: &Field) -> Option<&'n Entry> {
    let of_case = checked.case()?.fields.iter().any(|own| own.name == field.name);
    let tag = checked.map.entry(checked.block.cases?.tag)?;
    of_case.then_some(tag)
}

/// An `$include` that could not be followed stays in the tree; it has been reported.
pub(super) fn is_unread_include(map: &Map) -> bool {
    map.get("$include").is_some()
}

/// The line to show for a key that is not there: the id's, else the first.
pub(super) fn anchor(node: &Node, map: &Map) -> Span {
    map.entry("id").map_or_else(|| node.head(), entry_span)
}

/// Key and value, where the value is on the key's line.
fn entry_span(entry: &Entry) -> Span {
    match entry.value.as_scalar() {
        Some(_) if entry.value.span.source == entry.key_span.source => Span::new(
            entry.key_span.source,
            entry.key_span.start,
            entry.value.span.end.max(entry.key_span.end),
        ),
        _ => entry.key_span,
    }
}

/// The agent with its id, where it has one; what the block is called otherwise.
pub(super) fn subject(block: &Block, map: &Map) -> String {
    let kind = block.name.strip_prefix("an ").or(block.name.strip_prefix("a "));
    match (kind, map.get("id").and_then(Node::as_str)) {
        (Some(kind), Some(id)) => format!("the {kind} `{id}`"),
        _ => block.name.to_owned(),
    }
}
