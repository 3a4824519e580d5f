//! Maps against the table of fields: unknown, missing and exclusive keys.

use super::Checker;
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
        let unknown: Vec<&Entry> = map.iter().filter(|entry| block.field(&entry.key).is_none()).collect();
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
        self.exactly_one(node, map, block, &unknown, &explained);
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
    fn unknown_keys(&mut self, block: &'static Block, map: &Map, unknown: &[&Entry]) -> Vec<&'static str> {
        let mut explained = Vec::new();
        if block.unlisted == Unlisted::Ignored {
            return explained;
        }
        let absent = || block.fields.iter().map(|field| field.name).filter(|name| map.get(name).is_none());
        for entry in unknown {
            let meant = did_you_mean(&entry.key, absent().filter(|name| !explained.contains(name)));
            let needed = meant.is_some_and(|name| {
                block.one_of.contains(&name) || block.field(name).is_some_and(|f| f.need == Need::Required)
            });
            if meant.is_some_and(|name| block.one_of.contains(&name)) {
                continue; // `exactly_one` says it better.
            }
            explained.extend(meant);
            let message = format!("{} has no key `{}`", block.name, entry.key);
            let diagnostic = Diagnostic::error(Code::UnknownKey, entry.key_span, message)
                .label(if needed { "required under another name" } else { "" })
                .maybe_help(meant.map(|name| format!("did you mean `{name}`?")))
                .help_if_none(|| known_keys(block));
            if needed || block.unlisted == Unlisted::Refused {
                self.push(diagnostic);
            } else {
                self.push_soft(diagnostic);
            }
        }
        explained
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

    fn exactly_one(
        &mut self,
        node: &Node,
        map: &Map,
        block: &'static Block,
        unknown: &[&Entry],
        explained: &[&str],
    ) {
        if block.one_of.is_empty() {
            return;
        }
        let mut given = map.iter().filter(|e| block.one_of.contains(&&*e.key));
        let keys = one_of(block.one_of);
        let near = |key: &str| did_you_mean(key, block.one_of.iter().copied());
        match (given.next(), given.next()) {
            (Some(_), None) => {
                for entry in unknown.iter().filter(|e| near(&e.key).is_some()) {
                    if !explained.contains(&entry.key.as_str()) {
                        self.unknown_choice(block, entry, near(&entry.key), &keys);
                    }
                }
            }
            (Some(first), Some(second)) => {
                let message = format!("{} has both `{}` and `{}`", block.name, first.key, second.key);
                let diagnostic = Diagnostic::error(Code::ExclusiveKeys, second.key_span, message)
                    .also(first.key_span, "the other one")
                    .help(format!("write {keys}; make a list entry of each"));
                self.push(diagnostic);
            }
            (None, _) => {
                let guess = unknown.iter().find(|e| near(&e.key).is_some());
                if let Some(entry) = guess.or(unknown.first()) {
                    // An unknown key was perhaps warned of already: this says more.
                    let span = entry.key_span;
                    self.diagnostics.retain(|d| d.code != Code::UnknownKey || d.primary.span != span);
                    self.unknown_choice(block, entry, near(&entry.key), &keys);
                } else {
                    let message = format!("{} needs {keys}", block.name);
                    self.push(Diagnostic::error(Code::MissingKey, anchor(node, map), message));
                }
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
        let (code, what) =
            if model { (Code::UnknownCapability, "capability") } else { (Code::UnknownKey, "key") };
        let message = format!("{} has no {what} `{}`", block.name, entry.key);
        let help = near.map_or_else(|| format!("write {keys}"), |near| format!("did you mean `{near}`?"));
        self.push(Diagnostic::error(code, entry.key_span, message).help(help));
    }
}

impl Diagnostic {
    fn help_if_none(self, help: impl FnOnce() -> Option<String>) -> Self {
        if self.help.is_some() {
            return self;
        }
        self.maybe_help(help())
    }
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
    let kind = block.name.strip_prefix("an ").or(block.name.strip_prefix("a "));
    match (kind, map.get("id").and_then(Node::as_str)) {
        (Some(kind), Some(id)) => format!("the {kind} `{id}`"),
        _ => block.name.to_owned(),
    }
}
