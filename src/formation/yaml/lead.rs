//! What may stand before a document: `%` directives. None changes how a formation is read.

use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::{SourceId, Span};

/// A warning for each directive but `%YAML 1.2`.
pub(super) fn check(source: SourceId, text: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim_end();
        if let Some(directive) = written.strip_prefix('%') {
            let words: Vec<_> =
                directive.split_whitespace().take_while(|word| !word.starts_with('#')).collect();
            if words != ["YAML", "1.2"] {
                found.push(ignored(
                    Span::new(source, at, at + written.len()),
                    line.len(),
                    words.first().copied(),
                ));
            }
        } else if !written.is_empty() && !written.starts_with('#') {
            break;
        }
        at += line.len();
    }
    found
}

fn ignored(span: Span, line: usize, name: Option<&str>) -> Diagnostic {
    let message = match name {
        Some("YAML") => "this directive is ignored: formations are read as YAML 1.2".to_owned(),
        Some("TAG") => "this directive is ignored: formations have no tags of their own".to_owned(),
        _ => "this directive is ignored".to_owned(),
    };
    let all = Span::new(span.source, span.start, span.start + line);
    Diagnostic::warning(Code::YamlDirective, span, message).help("remove the line").safe_fix(
        "remove the line",
        all,
        "",
    )
}
