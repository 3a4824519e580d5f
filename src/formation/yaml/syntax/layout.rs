//! Lines that do not stand where they should: indentation, tabs, keys without their colon.

use granit_parser::ErrorKind;

use super::Scene;
use crate::formation::code::Code;
use crate::formation::diagnostic::{Diagnostic, Edit};

pub(super) fn explain(scene: &Scene<'_>, kind: &ErrorKind, at: usize) -> Option<Diagnostic> {
    use ErrorKind as K;
    match kind {
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabAtBlockScalarStart
        | K::TabInPlainScalar => Some(tab(scene, at)),
        K::InvalidIndentation | K::InvalidFlowScalarIndent if scene.flow.is_some() => {
            Some(outside(scene, at))
        }
        K::ExpectedBlockMappingKey
        | K::ExpectedBlockSequenceEntry
        | K::InvalidIndentation
        | K::InvalidFlowScalarIndent => Some(misplaced(scene, at)),
        K::InvalidBlockScalarIndent => Some(scene.error(
            Code::YamlSyntax,
            scene.character(at),
            "this line is indented less than the lines of its block of text",
            "indent all lines of the block alike",
        )),
        K::SimpleKeyExpected => Some(no_colon(scene, at)),
        K::MappingValueNotAllowed => Some(colon(scene, at)),
        _ => None,
    }
}

/// The tab that is meant: in the indentation of a line at or after the error.
fn tab(scene: &Scene<'_>, at: usize) -> Diagnostic {
    let text = scene.text;
    let from = scene.line_start(at);
    let found = text[from..].find('\t').map_or(at, |tab| from + tab);
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if line[..indent].contains('\t') && !line.trim().is_empty() {
            let text = line[..indent].replace('\t', "  ");
            edits.push(Edit { span: scene.span(start, start + indent), text });
        }
        start += line.len();
    }
    let (message, help) = ("a tab is used as indentation", "indent with spaces, two for each level");
    let diagnostic = scene.error(Code::YamlTab, scene.span(found, found + 1), message, help);
    if edits.is_empty() {
        diagnostic
    } else {
        diagnostic.with_fix("write two spaces for each tab", false, edits)
    }
}

/// A line inside brackets that is not indented.
fn outside(scene: &Scene<'_>, at: usize) -> Diagnostic {
    let open = scene.flow.unwrap_or_else(|| scene.character(at));
    let bracket = &scene.text[open.start..open.end];
    if scene.text[at..].starts_with([']', '}']) {
        let closing = &scene.text[at..=at];
        let message = format!("this `{closing}` must be indented further than the key whose value it ends");
        let help = "indent the line by two spaces";
        let insert = scene.span(scene.line_start(at), scene.line_start(at));
        return scene
            .error(Code::YamlSyntax, scene.span(at, at + 1), message, help)
            .also(open, "opened here")
            .safe_fix("indent the line", insert, "  ");
    }
    let message = format!("this `{bracket}` is not closed before a line that is not indented");
    let help = "close the bracket, or indent the lines that are in it";
    scene
        .error(Code::YamlSyntax, open, message, help)
        .also(scene.character(at), "this line cannot be in the brackets")
}

/// A line that starts where nothing starts, or that is of another kind than the lines in its column.
fn misplaced(scene: &Scene<'_>, at: usize) -> Diagnostic {
    let line = scene.line_start(at);
    let indent = scene.text[line..].len() - scene.text[line..].trim_start_matches(' ').len();
    let start = line + indent;
    let column = scene.column(start);
    let first = scene.text[start..].split_whitespace().next().unwrap_or("");
    let span = scene.character(start);
    let Some(above) = scene.blocks.iter().rev().find(|above| scene.column(**above) == column) else {
        return unaligned(scene, start, column);
    };
    let there = if scene.text[*above..].starts_with("- ") { "list entries" } else { "keys" };
    let (here, help) = if first == "-" {
        ("a list entry (`- …`)", "indent the list below its key, or remove the `-`")
    } else {
        ("a key", "indent the key below the entry that it belongs to, or write `- ` before it")
    };
    if (first == "-") == (there == "list entries") {
        return scene.error(
            Code::YamlSyntax,
            span,
            "this line does not go on with what is above it",
            "write `key: value`; text of several lines is indented below its key",
        );
    }
    scene
        .error(Code::YamlSyntax, span, format!("{here} stands among {there}"), help)
        .also(scene.character(*above), format!("the {there} start here"))
}

fn unaligned(scene: &Scene<'_>, start: usize, column: usize) -> Diagnostic {
    let mut columns: Vec<_> = scene.blocks.iter().map(|above| scene.column(*above) + 1).collect();
    columns.sort_unstable();
    columns.dedup();
    let said: Vec<_> = columns.iter().map(ToString::to_string).collect();
    let said = match said.as_slice() {
        [] => "elsewhere".to_owned(),
        [one] => format!("in column {one}"),
        [before @ .., last] => format!("in column {} or {last}", before.join(", ")),
    };
    let message = format!("this line starts in column {}, the lines above start {said}", column + 1);
    let nearest = scene.blocks.iter().min_by_key(|above| scene.column(**above).abs_diff(column));
    let help = "start the keys of one map, and the entries of one list, in the same column";
    let diagnostic = scene.error(Code::YamlSyntax, scene.character(start), message, help);
    let Some(nearest) = nearest else { return diagnostic };
    let line = scene.line_start(start);
    diagnostic.also(scene.character(*nearest), format!("column {}", scene.column(*nearest) + 1)).maybe_fix(
        "start the line there",
        scene.span(line, start),
        " ".repeat(scene.column(*nearest)),
    )
}

/// A line among keys that is none.
fn no_colon(scene: &Scene<'_>, at: usize) -> Diagnostic {
    let rest = scene.value(at);
    if let Some(missing) = blank_after(rest) {
        return no_blank(scene, at + missing);
    }
    if rest.len() > 1 && rest.starts_with('-') && !rest.starts_with("--") {
        let insert = scene.span(at + 1, at + 1);
        let message = "a blank is missing after this `-`";
        return scene
            .error(
                Code::YamlSyntax,
                scene.span(at, at + 1),
                message,
                "write `- value` for an entry of a list",
            )
            .maybe_fix("write a blank after the `-`", insert, " ");
    }
    let span = scene.span(at, at + rest.len());
    let message = "a key without its `:`";
    let help = "write `key: value`; text of several lines is indented below its key";
    scene.error(Code::YamlSyntax, span, message, help)
}

/// Where the colon is in `key:value`.
fn blank_after(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let word = line[..colon].strip_prefix("- ").unwrap_or(&line[..colon]);
    let is_word =
        !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '$'));
    let next = line[colon + 1..].chars().next()?;
    (is_word && !next.is_whitespace() && !line[colon..].starts_with("://")).then_some(colon)
}

fn no_blank(scene: &Scene<'_>, colon: usize) -> Diagnostic {
    let insert = scene.span(colon + 1, colon + 1);
    let message = "a blank is missing after this `:`";
    let help = "write `key: value`";
    scene.error(Code::YamlSyntax, scene.span(colon, colon + 1), message, help).maybe_fix(
        "write a blank after the `:`",
        insert,
        " ",
    )
}

/// A `:` inside of what is a value already.
fn colon(scene: &Scene<'_>, at: usize) -> Diagnostic {
    let Some(value) = scene.scalar.filter(|value| value.end == at) else {
        return scene.error(
            Code::YamlSyntax,
            scene.character(at),
            "a `:` is not allowed here",
            "put text that holds `: ` in quotes, and check the indentation",
        );
    };
    let (first, start) = (scene.line_start(value.start), scene.line_start(at));
    if first == start && value.end - value.start > 1024 {
        let message = "a key must be on one line and have at most 1024 characters";
        return scene.error(
            Code::YamlSyntax,
            value,
            message,
            "write a shorter key, or put the text in quotes",
        );
    }
    if first == start {
        let message = "a `:` is not allowed here";
        let help = "put text that holds `: ` in quotes, and check the indentation";
        let diagnostic = scene.error(Code::YamlSyntax, scene.character(at), message, help);
        return scene.quoting(diagnostic, value.start, false);
    }
    // The value has gone on over lines, and its last line looks like a key.
    if let Some(missing) = blank_after(scene.value(value.start)) {
        return no_blank(scene, value.start + missing);
    }
    let indent = scene.text[start..].len() - scene.text[start..].trim_start_matches(' ').len();
    let key = scene.span(start + indent, at);
    let message =
        format!("this line is indented, so it goes on with the value of line {}", scene.line(value.start));
    let help = "start the key in the column of the key above, or put the text in quotes";
    let above = scene.text[first..].len() - scene.text[first..].trim_start_matches(' ').len();
    let dedent = scene.span(start, start + indent);
    scene
        .error(Code::YamlSyntax, key, message, help)
        .also(scene.span(value.start, value.start + scene.value(value.start).len()), "this value")
        .maybe_fix("start the key below the one above", dedent, " ".repeat(above))
}
