//! Values against their types.

use super::components::is_use;
use super::shape::is_unread_include;
use super::{Checker, Path, Place};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::schema::{Block, Kind};
use crate::formation::yaml::{Node, Resolved, Scalar};
use crate::support::text::did_you_mean;

impl Checker<'_> {
    pub(super) fn value(&mut self, node: &Node, kind: &'static Kind, at: Path<'_>) {
        if node.as_map().is_some_and(is_unread_include) {
            return;
        }
        match kind {
            Kind::Any => {}
            Kind::Text => {
                self.text_value(node, kind, at);
            }
            Kind::Id => self.id(node, kind, at),
            Kind::Model => {
                if let Some(text) = self.text_value(node, kind, at) {
                    self.model(node, &text.text);
                }
            }
            Kind::Bool => self.boolean(node, kind, at),
            Kind::Int { min, max } => self.int(node, kind, at, (*min, *max)),
            Kind::Number { min, max, above } => {
                let inside = |n: f64| (n > *min || (!above && n >= *min)) && n <= *max;
                match node.as_scalar().and_then(Scalar::as_number) {
                    Some(number) if inside(number) => {}
                    Some(_) => self.out_of_range(node, kind, at),
                    None => self.mistyped(node, kind, at),
                }
            }
            Kind::Enum(words) => self.word(node, kind, at, words),
            Kind::Map(block) => self.block(node, block, at, Place::Inline),
            Kind::AnyMap => {
                if node.as_map().is_none() {
                    self.mistyped(node, kind, at);
                }
            }
            Kind::Named(inner) => self.named(node, kind, inner, at),
            Kind::List(inner) => self.list(node, kind, inner, at),
            Kind::Components(block) => self.components(node, kind, |_| block, at),
            Kind::Uses { inline, narrowed } => {
                let block = |item: &Node| -> &'static Block { if is_use(item) { narrowed } else { inline } };
                self.components(node, kind, block, at);
            }
            Kind::Either(kinds) => match kinds.iter().find(|kind| fits(kind, node)) {
                Some(kind) => self.value(node, kind, at),
                None => self.mistyped(node, kind, at),
            },
        }
    }

    /// The scalar, where it is text; says so where it is not, or where other readers would disagree.
    fn text_value<'n>(&mut self, node: &'n Node, kind: &'static Kind, at: Path<'_>) -> Option<&'n Scalar> {
        let Some(scalar) = node.as_scalar().filter(|scalar| scalar.is_text()) else {
            self.mistyped(node, kind, at);
            return None;
        };
        if scalar.is_ambiguous() {
            let message = format!("`{at}` is text here, and something else to other YAML readers");
            let diagnostic = Diagnostic::warning(Code::YamlAmbiguous, node.span, message)
                .label("not in quotes")
                .help("put the value in quotes");
            self.push(diagnostic);
        }
        Some(scalar)
    }

    fn id(&mut self, node: &Node, kind: &'static Kind, at: Path<'_>) {
        let Some(id) = self.text_value(node, kind, at) else {
            return;
        };
        if is_id(&id.text) {
            return;
        }
        let message = "a formation's id has lower-case letters, digits and `-`, and starts with a letter";
        let better = slug(&id.text);
        let help = better.map(|id| format!("write `id: {id}`"));
        self.push(Diagnostic::error(Code::BadId, node.span, message).maybe_help(help));
    }

    fn boolean(&mut self, node: &Node, kind: &'static Kind, at: Path<'_>) {
        let scalar = node.as_scalar();
        match scalar.and_then(Scalar::as_bool) {
            None => self.mistyped(node, kind, at),
            Some(value) if scalar.is_some_and(Scalar::is_ambiguous) => {
                let message = format!("`{at}` is a boolean to some YAML readers and text to others");
                let diagnostic = Diagnostic::warning(Code::YamlAmbiguous, node.span, message)
                    .label(format!("read as `{value}`"))
                    .help(format!("write `{value}`"));
                self.push(diagnostic);
            }
            Some(_) => {}
        }
    }

    fn int(&mut self, node: &Node, kind: &'static Kind, at: Path<'_>, (min, max): (i64, i64)) {
        let scalar = node.as_scalar().filter(|scalar| !scalar.is_ambiguous());
        match scalar.map(Scalar::resolve) {
            Some(Resolved::Int(value)) if (min..=max).contains(&value) => {}
            Some(Resolved::Int(_)) => self.out_of_range(node, kind, at),
            _ => self.mistyped(node, kind, at),
        }
    }

    fn word(&mut self, node: &Node, kind: &'static Kind, at: Path<'_>, words: &'static [&str]) {
        let Some(text) = self.text_value(node, kind, at) else {
            return;
        };
        if words.contains(&text.text.as_str()) {
            return;
        }
        let near = did_you_mean(&text.text, words.iter().copied());
        let help = near
            .filter(|_| words.len() > 1)
            .map_or_else(|| format!("write {}", kind.describe()), |near| format!("did you mean `{near}`?"));
        let message = format!("`{at}` must be {}", kind.describe());
        self.push(Diagnostic::error(Code::UnknownValue, node.span, message).help(help));
    }

    fn named(&mut self, node: &Node, kind: &'static Kind, inner: &'static Kind, at: Path<'_>) {
        let Some(map) = node.as_map() else {
            return self.mistyped(node, kind, at);
        };
        for entry in map.iter().filter(|entry| !entry.value.is_null()) {
            self.value(&entry.value, inner, Path::Key(&at, &entry.key));
        }
    }

    fn list(&mut self, node: &Node, kind: &'static Kind, inner: &'static Kind, at: Path<'_>) {
        let Some(items) = node.as_seq() else {
            return self.mistyped(node, kind, at);
        };
        for (index, item) in items.iter().enumerate() {
            self.value(item, inner, Path::Index(&at, index));
        }
    }

    fn components(
        &mut self,
        node: &Node,
        kind: &'static Kind,
        block: impl Fn(&Node) -> &'static Block,
        at: Path<'_>,
    ) {
        let Some(items) = node.as_seq() else {
            return self.mistyped(node, kind, at);
        };
        for (index, item) in items.iter().enumerate() {
            let path = Path::Index(&at, index);
            if item.as_map().is_none() {
                if item.as_str().is_none_or(str::is_empty) {
                    let help = "write its id, or its keys";
                    self.wrong_type(item, path, "", "an id or a map", Some(help));
                }
            } else if item.span.source != node.span.source {
                // Included: messages name keys as its own file has them.
                self.block(item, block(item), Path::Root, Place::File);
            } else {
                self.block(item, block(item), path, Place::Inline);
            }
        }
    }

    fn mistyped(&mut self, node: &Node, kind: &Kind, at: Path<'_>) {
        let number = matches!(kind, Kind::Int { .. } | Kind::Number { .. });
        let help = match (kind, node.as_scalar()) {
            (Kind::Text | Kind::Id | Kind::Enum(_), Some(scalar)) if !scalar.is_text() => {
                Some("put the value in quotes")
            }
            (_, Some(scalar)) if number && scalar.is_ambiguous() => {
                Some("write it with digits only, without leading zeros")
            }
            (_, Some(scalar)) if number && scalar.is_text() && is_number(&scalar.text) => {
                Some("write it without quotes")
            }
            (Kind::Bool, Some(scalar)) if matches!(&*scalar.text, "true" | "false") => {
                Some("write it without quotes")
            }
            _ => None,
        };
        self.wrong_type(node, at, "", &kind.describe(), help);
    }

    /// `what` names the value where it has no path.
    pub(super) fn wrong_type(
        &mut self,
        node: &Node,
        at: Path<'_>,
        what: &str,
        wanted: &str,
        help: Option<&str>,
    ) {
        let name = match at {
            Path::Root => what.to_owned(),
            at => format!("`{at}`"),
        };
        let message = format!("{name} must be {wanted}");
        let diagnostic = Diagnostic::error(Code::WrongType, node.head(), message)
            .label(format!("this is {}", node.describe()))
            .maybe_help(help.map(str::to_owned));
        self.push(diagnostic);
    }

    fn out_of_range(&mut self, node: &Node, kind: &Kind, at: Path<'_>) {
        let message = format!("`{at}` must be {}", kind.describe());
        self.push(Diagnostic::error(Code::OutOfRange, node.span, message));
    }
}

/// Whether a value has the shape of a type, so that what is wrong inside it is said of that type.
fn fits(kind: &Kind, node: &Node) -> bool {
    match kind {
        Kind::Map(_) | Kind::Named(_) | Kind::AnyMap => node.as_map().is_some(),
        Kind::List(_) | Kind::Components(_) | Kind::Uses { .. } => node.as_seq().is_some(),
        Kind::Bool => node.as_scalar().is_some_and(|s| s.as_bool().is_some()),
        Kind::Int { .. } | Kind::Number { .. } => node.as_scalar().is_some_and(|s| s.as_number().is_some()),
        Kind::Text | Kind::Id | Kind::Model | Kind::Enum(_) => node.as_str().is_some(),
        Kind::Either(kinds) => kinds.iter().any(|kind| fits(kind, node)),
        Kind::Any => true,
    }
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// `[a-z]`, or `[a-z][a-z0-9-]*[a-z0-9]`.
fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The id that was probably meant.
fn slug(text: &str) -> Option<String> {
    let mut out = String::new();
    for c in text.trim().to_lowercase().chars() {
        if c.is_ascii_lowercase() || (c.is_ascii_digit() && !out.is_empty()) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    (!out.is_empty()).then(|| out.to_owned())
}
