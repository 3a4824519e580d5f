//! Maps against the table of fields: every key's value, and keys that are missing.

use super::Checker;
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::schema::{Block, Field, Kind, Need};
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
        let mut unknown: Vec<&Entry> = map.iter().filter(|entry| block.field(&entry.key).is_none()).collect();
        self.exactly_one(node, map, block, &mut unknown);
        let explained = self.unknown_keys(block, map, &unknown);
        for entry in map {
            if let Some(field) = block.field(&entry.key) {
                self.field(node, block, field, entry, at);
            }
        }
        for field in block.fields {
            let absent = map.get(field.name).is_none() && !explained.contains(&field.name);
            if absent {
                self.missing(node, map, block, field, place);
            }
        }
    }

    fn field(
        &mut self,
        node: &Node,
        block: &'static Block,
        field: &'static Field,
        entry: &Entry,
        at: Path<'_>,
    ) {
        if let Need::Refused(instead) = field.need {
            let message = format!("`{}` is not allowed in {}", field.name, block.name);
            self.push(Diagnostic::error(Code::RefusedKey, entry.key_span, message).help(instead));
            return;
        }
        let empty = entry.value.is_null() || entry.value.as_str() == Some("");
        let path = Path::Key(&at, field.name);
        if empty && field.need == Need::Recommended {
            self.missing_description(node, block, entry_span(entry));
        } else if empty && field.need == Need::Required {
            self.empty(entry, path, &field.kind);
        } else if entry.value.is_null() {
            if matches!(field.kind, Kind::Map(_) | Kind::Named(_) | Kind::AnyMap) {
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

    fn missing(&mut self, node: &Node, map: &Map, block: &'static Block, field: &Field, place: Place) {
        let span = anchor(node, map);
        match field.need {
            Need::Recommended => self.missing_description(node, block, span),
            Need::RequiredInFile if place == Place::Inline => {}
            Need::Required | Need::RequiredInFile => {
                let message = format!("{} has no `{}`", subject(block, map), field.name);
                let help = match field.kind {
                    Kind::Enum([only]) => format!("add `{}: \"{only}\"`", field.name),
                    Kind::Text | Kind::Id | Kind::Model => format!("add `{}: …`", field.name),
                    kind => format!("add `{}:` with {}", field.name, kind.describe()),
                };
                self.push(Diagnostic::error(Code::MissingKey, span, message).help(help));
            }
            Need::Optional | Need::Refused(_) => {}
        }
    }

    fn missing_description(&mut self, node: &Node, block: &'static Block, span: Span) {
        let subject = node.as_map().map(|map| subject(block, map));
        let message = format!("{} has no `description`", subject.unwrap_or_default());
        let diagnostic = Diagnostic::warning(Code::MissingDescription, span, message)
            .help("add `description: \"…\"`, one line that says what it is for");
        self.push_soft(diagnostic);
    }
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
fn subject(block: &Block, map: &Map) -> String {
    let kind = block.name.strip_prefix("an ").or(block.name.strip_prefix("a "));
    match (kind, map.get("id").and_then(Node::as_str)) {
        (Some(kind), Some(id)) => format!("the {kind} `{id}`"),
        _ => block.name.to_owned(),
    }
}
