//! One finding as JSON: the shape that `--json` prints and that the README documents.

use serde_json::{Value, json};

use super::{path_of, shown_fix};
use crate::formation::diagnostic::{Diagnostic, Edit, Fix, Label};
use crate::formation::source::{Sources, Span};

/// `{code, severity, message, file, line, column, end_line, end_column, help, labels, fix}`. `help` and `fix` may
/// be null; `labels` are the further places, each with `text` and the same place fields; a fix has `title`,
/// `safe` and `edits`, each with a place and the `text` that stands there then.
pub fn json(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let mut value = json!({
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
    });
    place(&mut value, sources, diagnostic.primary.span);
    value["help"] = json!(diagnostic.help);
    let label = |label: &Label| {
        let mut value = json!({ "text": label.text });
        place(&mut value, sources, label.span);
        value
    };
    value["labels"] = diagnostic.secondary.iter().map(label).collect();
    value["fix"] = shown_fix(diagnostic, sources).map_or(Value::Null, |one| fix(one, sources));
    value
}

fn fix(fix: &Fix, sources: &Sources) -> Value {
    let edit = |edit: &Edit| {
        let mut value = json!({});
        place(&mut value, sources, edit.span);
        value["text"] = json!(edit.text);
        value
    };
    json!({
        "title": fix.title,
        "safe": fix.safe,
        "edits": fix.edits.iter().map(edit).collect::<Vec<_>>(),
    })
}

fn place(value: &mut Value, sources: &Sources, span: Span) {
    let at = sources.position(span);
    value["file"] = json!(path_of(sources, span));
    value["line"] = json!(at.line);
    value["column"] = json!(at.column);
    value["end_line"] = json!(at.end_line);
    value["end_column"] = json!(at.end_column);
}
