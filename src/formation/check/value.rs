//! Values against their types.

use super::components::is_use;
use super::near::{Rewrite, guess};
use super::shape::is_unread_include;
use super::{Checker, Path, Place};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::quote;
use crate::formation::schema::{Block, Format, Kind, one_of};
use crate::formation::yaml::{Node, Resolved, Scalar, Style};

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
            Kind::Format(format) => self.format(node, kind, at, format),
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
            Kind::Open(words) => self.open_word(node, kind, at, words),
            Kind::Map(block) => self.block(node, block, at, Place::Inline),
            Kind::Scalar | Kind::AnyMap => {
                if !fits(kind, node) {
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
                // A word is one way to write it: the others are to be named too.
                Some(Kind::Enum(words)) => {
                    let known = node.as_str().is_some_and(|text| words.contains(&text));
                    match node.as_scalar().filter(|_| !known).and_then(|scalar| rewritten(scalar, kind)) {
                        Some(_) => self.mistyped(node, kind, at),
                        None => self.word(node, kind, at, words),
                    }
                }
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
        let diagnostic = Diagnostic::error(Code::BadId, node.span, message);
        self.push(match better {
            Some(id) => diagnostic.help(format!("write `id: {id}`")).maybe_fix(
                format!("write `{id}`"),
                node.span,
                quote::anywhere(&id),
            ),
            None => diagnostic,
        });
    }

    /// Text of a form. What a reference stands for is not known.
    fn format(&mut self, node: &Node, kind: &'static Kind, at: Path<'_>, format: &Format) {
        let Some(text) = self.text_value(node, kind, at).map(|scalar| &*scalar.text) else {
            return;
        };
        if !text.contains("${{") && !format.accepts(text) {
            let message = format!("`{at}` must be {}", format.describe);
            let diagnostic = Diagnostic::error(Code::BadFormat, node.span, message);
            self.push(diagnostic.help(format!("write it like `{}`", format.example)));
        }
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
        let text = &*scalar.text;
        // What a reference stands for is not known, but there is only one version of the file format.
        if words.contains(&text) || (words.len() > 1 && text.contains("${{")) {
            return self.ambiguous_text(node, scalar, at);
        }
        let message = format!("`{at}` must be {}", kind.describe());
        let diagnostic = Diagnostic::error(Code::UnknownValue, node.span, message);
        let near = guess(text, words.iter().copied()).filter(|_| words.len() > 1);
        self.push(match near {
            Some(near) => diagnostic.meant(near, node.span, quote::anywhere(near.word)),
            None => diagnostic.help(format!("write {}", kind.describe())),
        });
    }

    /// A word that only looks like a slip of a known one may be right all the same.
    fn open_word(&mut self, node: &Node, kind: &'static Kind, at: Path<'_>, words: &'static [&str]) {
        let Some(text) = self.text_value(node, kind, at).map(|scalar| &*scalar.text) else {
            return;
        };
        let near = guess(text, words.iter().copied()).filter(|near| near.sure);
        if let Some(near) = near.filter(|_| !words.contains(&text) && !text.contains("${{")) {
            let message = format!("`{at}` is usually {}", one_of(words));
            let diagnostic = Diagnostic::warning(Code::UnknownValue, node.span, message)
                .help(format!("did you mean `{}`?", near.word))
                .maybe_fix(format!("write `{}`", near.word), node.span, quote::anywhere(near.word));
            self.push(diagnostic);
        }
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

    fn mistyped(&mut self, node: &Node, kind: &'static Kind, at: Path<'_>) {
        let Some((scalar, (help, rewrite))) =
            node.as_scalar().and_then(|scalar| Some((scalar, rewritten(scalar, kind)?)))
        else {
            self.push(wrong_type(node, at, "", &kind.describe(), None));
            return;
        };
        let diagnostic = wrong_type(node, at, "", &kind.describe(), Some(help));
        self.push(match rewrite.and_then(|rewrite| rewrite.edits(node, scalar)) {
            Some(edits) => diagnostic.with_fix(help, true, edits),
            None => diagnostic,
        });
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
        self.push(wrong_type(node, at, what, wanted, help));
    }

    fn out_of_range(&mut self, node: &Node, kind: &Kind, at: Path<'_>) {
        let message = format!("`{at}` must be {}", kind.describe());
        self.push(Diagnostic::error(Code::OutOfRange, node.span, message));
    }
}

fn wrong_type(node: &Node, at: Path<'_>, what: &str, wanted: &str, help: Option<&str>) -> Diagnostic {
    let name = match at {
        Path::Root => what.to_owned(),
        at => format!("`{at}`"),
    };
    Diagnostic::error(Code::WrongType, node.head(), format!("{name} must be {wanted}"))
        .label(format!("this is {}", node.describe()))
        .maybe_help(help.map(str::to_owned))
}

/// How a value of the wrong type was probably meant: what to do, and the value written that way, where that is
/// certain and right.
fn rewritten(scalar: &Scalar, kind: &Kind) -> Option<(&'static str, Option<Rewrite>)> {
    let plain = |text: &str| Scalar { text: text.to_owned(), style: Style::Plain };
    let (is_number, is_bool) = wants(kind);
    match kind {
        // A word in quotes must be one of the words then.
        Kind::Enum(words) if !scalar.is_text() => {
            let known = words.contains(&&*scalar.text);
            Some(("put the value in quotes", known.then_some(Rewrite::Quote)))
        }
        Kind::Text | Kind::Id | Kind::Format(_) | Kind::Open(_)
            if !scalar.is_text() && scalar.resolve() != Resolved::Null =>
        {
            let fine = match kind {
                Kind::Format(format) => format.accepts(&scalar.text),
                Kind::Id => is_id(&scalar.text),
                _ => true,
            };
            Some(("put the value in quotes", fine.then_some(Rewrite::Quote)))
        }
        _ if is_number && is_grouped(scalar) => {
            let digits = scalar.text.replace('_', "");
            Some((
                "write it with digits only",
                in_range(&plain(&digits), kind).then_some(Rewrite::As(digits)),
            ))
        }
        _ if is_number && scalar.is_ambiguous() => {
            Some(("write it with digits only, without leading zeros", None))
        }
        _ if is_number && scalar.is_text() && is_number_text(&scalar.text) => {
            let fine = scalar.style == Style::Quoted && in_range(&plain(&scalar.text), kind);
            Some(("write it without quotes", fine.then_some(Rewrite::Unquote)))
        }
        _ if is_bool && scalar.style == Style::Quoted => {
            let value = plain(&scalar.text).as_bool()?;
            Some(("write it without quotes", Some(Rewrite::As(value.to_string()))))
        }
        _ => None,
    }
}

/// Whether a number, and whether a boolean, is one way to write a value of that type.
fn wants(kind: &Kind) -> (bool, bool) {
    match kind {
        Kind::Int { .. } | Kind::Number { .. } => (true, false),
        Kind::Bool => (false, true),
        Kind::Either(kinds) => {
            kinds.iter().map(wants).fold((false, false), |all, one| (all.0 || one.0, all.1 || one.1))
        }
        _ => (false, false),
    }
}

fn in_range(scalar: &Scalar, kind: &Kind) -> bool {
    match (kind, scalar.resolve()) {
        (Kind::Int { min, max }, Resolved::Int(value)) => (*min..=*max).contains(&value),
        (Kind::Number { min, max, above }, _) => {
            scalar.as_number().is_some_and(|n| (n > *min || (!above && n >= *min)) && n <= *max)
        }
        (Kind::Either(kinds), _) => kinds.iter().any(|kind| in_range(scalar, kind)),
        _ => false,
    }
}

/// `1_000`, which is a whole number to readers of YAML 1.1.
fn is_grouped(scalar: &Scalar) -> bool {
    let digits = scalar.text.replace('_', "");
    scalar.style == Style::Plain
        && scalar.text.contains('_')
        && !digits.starts_with('0')
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a value has the shape of a type, so that what is wrong inside it is said of that type.
fn fits(kind: &Kind, node: &Node) -> bool {
    match kind {
        Kind::Map(_) | Kind::Named(_) | Kind::AnyMap => node.as_map().is_some(),
        Kind::List(_) | Kind::Components(_) | Kind::Uses { .. } => node.as_seq().is_some(),
        Kind::Bool => node.as_scalar().is_some_and(|s| s.as_bool().is_some()),
        Kind::Int { .. } | Kind::Number { .. } => node.as_scalar().is_some_and(|s| s.as_number().is_some()),
        Kind::Text | Kind::Format(_) | Kind::Id | Kind::Model | Kind::Enum(_) | Kind::Open(_) => {
            node.as_str().is_some()
        }
        Kind::Scalar => node.as_scalar().is_some() && !node.is_null(),
        Kind::Either(kinds) => kinds.iter().any(|kind| fits(kind, node)),
        Kind::Any => true,
    }
}

fn is_number_text(text: &str) -> bool {
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
