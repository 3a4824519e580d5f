//! Values against their types.

use super::components::is_use;
use super::shape::is_unread_include;
use super::{Checker, Path, Place, plain};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::schema::{Block, Kind};
use crate::formation::yaml::{Node, Scalar};
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
                    Some(number) if inside(number) => self.ambiguous_number(node, at),
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
        self.ambiguous_text(node, scalar, at);
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
        match node.as_scalar().and_then(|scalar| Some((scalar, scalar.as_bool()?))) {
            None => self.mistyped(node, kind, at),
            Some((scalar, value)) => self.ambiguous_bool(node, scalar, value, at),
        }
    }

    fn int(&mut self, node: &Node, kind: &'static Kind, at: Path<'_>, (min, max): (i64, i64)) {
        match node.as_scalar().and_then(Scalar::as_int) {
            Some(value) if (min..=max).contains(&value) => self.ambiguous_number(node, at),
            Some(_) => self.out_of_range(node, kind, at),
            None => self.mistyped(node, kind, at),
        }
    }

    fn word(&mut self, node: &Node, kind: &'static Kind, at: Path<'_>, words: &'static [&str]) {
        let Some(scalar) = node.as_scalar().filter(|scalar| scalar.is_text()) else {
            return self.mistyped(node, kind, at);
        };
        if words.contains(&scalar.text.as_str()) {
            return self.ambiguous_text(node, scalar, at);
        }
        let near = did_you_mean(&scalar.text, words.iter().copied());
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
        let instead = node.as_scalar().and_then(|scalar| plain::instead(kind, scalar));
        let help = instead.as_ref().map(|(help, _)| help.as_str());
        self.wrong_type(node, at, "", &kind.describe(), help);
        if let Some((help, Some(text))) = instead
            && let Some(last) = self.diagnostics.pop()
        {
            self.push(last.safe_fix(help, node.span, text));
        }
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
