//! Values without quotes that YAML readers take for different things, and how to write them instead.

use super::near::Rewrite;
use super::{Checker, Path};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::yaml::{Node, Resolved, Scalar};

impl Checker<'_> {
    /// `version: 012`: text is wanted, and some readers see none.
    pub(super) fn ambiguous_text(&mut self, node: &Node, scalar: &Scalar, at: Path<'_>) {
        let Some(other) = scalar.elsewhere() else { return };
        let message = format!("`{at}` is text here, and {other} to other YAML readers");
        let diagnostic = Diagnostic::warning(Code::YamlAmbiguous, node.span, message)
            .label("not in quotes")
            .help("put the value in quotes");
        self.push(match Rewrite::Quote.edits(node, scalar) {
            Some(edits) => diagnostic.with_fix("put the value in quotes", true, edits),
            None => diagnostic,
        });
    }

    /// `enabled: yes`: a boolean is wanted, and some readers see text.
    pub(super) fn ambiguous_bool(&mut self, node: &Node, scalar: &Scalar, value: bool, at: Path<'_>) {
        if !scalar.is_ambiguous() {
            return;
        }
        let message = format!("`{at}` is a boolean to some YAML readers and text to others");
        let diagnostic = Diagnostic::warning(Code::YamlAmbiguous, node.span, message)
            .label(format!("read as `{value}`"))
            .help(format!("write `{value}`"))
            .safe_fix(format!("write `{value}`"), node.span, value.to_string());
        self.push(diagnostic);
    }

    /// `temperature: 1e-1`: a number is wanted, and some readers see text.
    pub(super) fn ambiguous_number(&mut self, node: &Node, at: Path<'_>) {
        let Some(scalar) = node.as_scalar().filter(|scalar| scalar.is_ambiguous()) else { return };
        let plain = digits(scalar);
        let message = format!("`{at}` is a number here, and text to other YAML readers");
        let diagnostic = Diagnostic::warning(Code::YamlAmbiguous, node.span, message)
            .label(format!("read as `{plain}`"))
            .help(format!("write `{plain}`"))
            .safe_fix(format!("write `{plain}`"), node.span, plain.clone());
        self.push(diagnostic);
    }
}

/// The number with digits only, as every reader has it.
fn digits(scalar: &Scalar) -> String {
    match scalar.resolve() {
        Resolved::Int(value) => value.to_string(),
        Resolved::Float(value) => value.to_string(),
        _ => scalar.text.clone(),
    }
}
