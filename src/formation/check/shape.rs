//! Maps against the table of fields: unknown, missing and exclusive keys.

use super::{Checker, MAX_GUESSES};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::schema::{Block, Field, Kind, Need, Unlisted, one_of};
use crate::formation::source::Span;
use crate::formation::yaml::{Entry, Map, Node};
use crate::support::text::did_you_mean;

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
        let mut unknown: Vec<&Entry> = map
            .iter()
            .filter(|entry| block.field(&entry.key).is_none())
            .collect();
        self.exactly_one(node, map, block, &mut unknown);
        let explained = self.unknown_keys(block, map, &unknown);
        for entry in map.iter() {
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

    /// Reports keys that the block does not know; returns the missing keys that were meant by them.
    fn unknown_keys(
        &mut self,
        block: &'static Block,
        map: &Map,
        unknown: &[&Entry],
    ) -> Vec<&'static str> {
        let mut explained = Vec::new();
        let mut absent = absent_keys(block, map);
        for (nth, entry) in unknown.iter().enumerate() {
            let guessable = absent.iter().copied().filter(|_| nth < MAX_GUESSES);
            let meant = did_you_mean(&entry.key, guessable);
            // Where the table does not know all keys, only a clear slip is worth a word.
            let is_slip = meant.is_some() && entry.key.len() > 3;
            if block.unlisted == Unlisted::Ignored && !is_slip {
                continue;
            }
            // One key can be meant once.
            absent.retain(|name| Some(*name) != meant);
            explained.extend(meant);
            let needed = meant
                .and_then(|name| block.field(name))
                .is_some_and(|field| field.need == Need::Required);
            let refused = block.unlisted == Unlisted::Refused;
            let label = match (needed, refused) {
                (true, _) => "this key is required",
                (false, true) => "",
                (false, false) => "this is ignored",
            };
            let message = format!("{} has no key `{}`", block.name, entry.key);
            let help = meant
                .map(|name| format!("did you mean `{name}`?"))
                .or_else(|| known_keys(block));
            let diagnostic = Diagnostic::error(Code::UnknownKey, entry.key_span, message)
                .label(label)
                .maybe_help(help);
            if needed || refused {
                self.push(diagnostic);
            } else {
                self.push_soft(diagnostic);
            }
        }
        explained
    }

    fn missing(
        &mut self,
        node: &Node,
        map: &Map,
        block: &'static Block,
        field: &Field,
        place: Place,
    ) {
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

    /// Checks that one of the block's choices is there, and takes the unknown keys that are about it.
    fn exactly_one(
        &mut self,
        node: &Node,
        map: &Map,
        block: &'static Block,
        unknown: &mut Vec<&Entry>,
    ) {
        if block.one_of.is_empty() {
            return;
        }
        let mut given = map.iter().filter(|e| block.one_of.contains(&&*e.key));
        let keys = one_of(block.one_of);
        if let (Some(first), second) = (given.next(), given.next()) {
            if let Some(second) = second {
                let message = format!(
                    "{} has both `{}` and `{}`",
                    block.name, first.key, second.key
                );
                let diagnostic = Diagnostic::error(Code::ExclusiveKeys, second.key_span, message)
                    .also(first.key_span, "the other one")
                    .help("make a list entry of each");
                self.push(diagnostic);
            }
            return;
        }
        let near = |entry: &Entry| did_you_mean(&entry.key, block.one_of.iter().copied());
        let other = absent_keys(block, map);
        let is_other =
            |entry: &Entry| did_you_mean(&entry.key, other.iter().copied()) != near(entry);
        let guess = unknown
            .iter()
            .position(|e| near(e).is_some() && !is_other(e));
        match guess.or((!unknown.is_empty()).then_some(0)) {
            Some(index) => {
                let entry = unknown.remove(index);
                self.unknown_choice(block, entry, near(entry), &keys);
            }
            None => {
                let message = format!("{} needs {keys}", block.name);
                self.push(Diagnostic::error(
                    Code::MissingKey,
                    anchor(node, map),
                    message,
                ));
            }
        }
    }

    fn unknown_choice(
        &mut self,
        block: &'static Block,
        entry: &Entry,
        near: Option<&'static str>,
        keys: &str,
    ) {
        let model = block.one_of.contains(&"text");
        let (code, what) = if model {
            (Code::UnknownCapability, "capability")
        } else {
            (Code::UnknownKey, "key")
        };
        let message = format!("{} has no {what} `{}`", block.name, entry.key);
        let help = near.map_or_else(
            || format!("write {keys}"),
            |near| format!("did you mean `{near}`?"),
        );
        self.push(Diagnostic::error(code, entry.key_span, message).help(help));
    }
}

/// An `$include` that could not be followed stays in the tree; it has been reported.
pub(super) fn is_unread_include(map: &Map) -> bool {
    map.get("$include").is_some()
}

/// Whether `node` has, instead of `key`, an unknown key that means it; what hangs on `key` is then not known.
pub(in crate::formation) fn is_misspelt(node: &Node, block: &'static Block, key: &str) -> bool {
    let Some(map) = node.as_map().filter(|map| map.get(key).is_none()) else {
        return false;
    };
    let absent = absent_keys(block, map);
    map.iter()
        .filter(|entry| block.field(&entry.key).is_none())
        .take(MAX_GUESSES)
        .any(|entry| did_you_mean(&entry.key, absent.iter().copied()) == Some(key))
}

fn absent_keys(block: &'static Block, map: &Map) -> Vec<&'static str> {
    let names = block.fields.iter().map(|field| field.name);
    names.filter(|name| map.get(name).is_none()).collect()
}

/// The keys of a small block, for someone whose word is near none of them.
fn known_keys(block: &Block) -> Option<String> {
    let names: Vec<_> = block.fields.iter().map(|field| field.name).collect();
    (names.len() <= 8).then(|| format!("its keys are {}", list(&names)))
}

fn list(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// The line to show for a key that is not there: the id's, else the first.
fn anchor(node: &Node, map: &Map) -> Span {
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

/// `the agent `x``, where it has an id; what the block is called otherwise.
fn subject(block: &Block, map: &Map) -> String {
    let kind = block
        .name
        .strip_prefix("an ")
        .or(block.name.strip_prefix("a "));
    match (kind, map.get("id").and_then(Node::as_str)) {
        (Some(kind), Some(id)) => format!("the {kind} `{id}`"),
        _ => block.name.to_owned(),
    }
}
