//! Values without quotes that YAML readers take for different things, and how to write them instead.

use super::near::quoted;
use super::{Checker, Path};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::yaml::{Node, Resolved, Scalar, Style};

impl Checker<'_> {
    /// `version: 012`: text is wanted, and some readers see none.
    pub(super) fn ambiguous_text(&mut self, node: &Node, scalar: &Scalar, at: Path<'_>) {
        let Some(other) = scalar.elsewhere() else { return };
        let message = format!("`{at}` is text here, and {other} to other YAML readers");
        let diagnostic = Diagnostic::warning(Code::YamlAmbiguous, node.span, message)
            .label("not in quotes")
            .help("put the value in quotes")
            .safe_fix("put the value in quotes", node.span, quoted(&scalar.text));
        self.push(diagnostic);
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

/// How to write what is no boolean and looks like one: what to do, and the value.
pub(super) fn bool_instead(scalar: &Scalar) -> Option<(String, Option<String>)> {
    let text = scalar.text.trim().to_ascii_lowercase();
    let value = match text.as_str() {
        "true" | "yes" | "on" | "y" => "true",
        "false" | "no" | "off" | "n" => "false",
        _ => return None,
    };
    let quoted = scalar.style != Style::Plain && text == value;
    let help = if quoted { "write it without quotes".to_owned() } else { format!("write `{value}`") };
    // Of a block of text, only the text is at its place.
    Some((help, (scalar.style != Style::Block).then(|| value.to_owned())))
}

/// How to write what is no number and looks like one: what to do, and the number where that is certain.
pub(super) fn number_instead(scalar: &Scalar) -> Option<(String, Option<String>)> {
    let text = scalar.text.trim();
    if scalar.style != Style::Plain {
        let plain = Scalar { text: text.to_owned(), style: Style::Plain };
        let value = plain.as_number().filter(|value| value.is_finite())?;
        let text = if plain.is_ambiguous() { value.to_string() } else { text.to_owned() };
        let fix = (scalar.style == Style::Quoted).then_some(text);
        return Some(("write it without quotes".to_owned(), fix));
    }
    if !scalar.is_ambiguous() {
        return None;
    }
    if let Resolved::Int(decimal) = scalar.resolve() {
        let octal = i64::from_str_radix(text.trim_start_matches(['-', '+', '0']), 8).ok();
        let other =
            octal.filter(|_| !text.starts_with('-')).map(|octal| format!(", or `{octal}` if it is octal"));
        return Some((format!("write `{decimal}`{}", other.unwrap_or_default()), None));
    }
    let joined = text.replace('_', "");
    if joined != text && is_decimal(&joined) {
        return Some((format!("write `{joined}`"), Some(joined)));
    }
    Some(("write it with digits only, without leading zeros".to_owned(), None))
}

fn is_decimal(text: &str) -> bool {
    let scalar = Scalar { text: text.to_owned(), style: Style::Plain };
    !scalar.is_ambiguous() && scalar.as_number().is_some_and(f64::is_finite)
}

/// The number with digits only, as every reader has it.
fn digits(scalar: &Scalar) -> String {
    match scalar.resolve() {
        Resolved::Int(value) => value.to_string(),
        Resolved::Float(value) => value.to_string(),
        _ => scalar.text.clone(),
    }
}
