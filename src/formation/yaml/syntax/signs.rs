//! Signs that mean something to YAML where text was meant.

use granit_parser::ErrorKind;

use super::{Scene, in_quotes};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;

pub(super) fn explain(scene: &Scene<'_>, kind: &ErrorKind, at: usize) -> Option<Diagnostic> {
    use ErrorKind as K;
    let here = scene.character(at);
    let sign = || scene.text[at..].chars().next().map_or_else(|| "it".to_owned(), |c| format!("`{c}`"));
    Some(match kind {
        K::UnknownAnchor => alias(scene, at),
        K::UnexpectedCharacter { .. }
        | K::PlainScalarStartsWithDashFlowIndicator
        | K::MappingKeyNotAllowed => start(scene, at),
        K::UnexpectedEofBlockMapping | K::UnexpectedEofBlockSequence if scene.text[at..].starts_with(',') => {
            start(scene, at)
        }
        K::MissingAnchorOrAliasName => {
            let message = format!("{} starts an anchor or an alias, and no name follows", sign());
            let diagnostic = scene.error(Code::YamlAlias, here, message, "put the value in quotes");
            scene.quoting(diagnostic, at, true)
        }
        K::UnclosedFlowCollection { open } => scene.error(
            Code::YamlSyntax,
            here,
            format!("this `{open}` is never closed"),
            &format!("close it with `{}`, or put the value in quotes", closing(*open)),
        ),
        K::MismatchedFlowCollectionEnd { open, close } => scene.error(
            Code::YamlSyntax,
            here,
            format!("this `{open}` is closed by a `{close}`"),
            &format!("close it with `{}`", closing(*open)),
        ),
        K::MisplacedFlowCollectionEnd => {
            let message = format!("this {} closes nothing", sign());
            let diagnostic =
                scene.error(Code::YamlSyntax, here, message, "remove it, or put the value in quotes");
            scene.quoting(diagnostic, at, false)
        }
        K::ExpectedFlowSequenceSeparator | K::ExpectedFlowMappingSeparator => separator(scene, at, kind),
        K::UnexpectedEofImplicitFlowMapping if scene.text[at..].starts_with(',') => scene.error(
            Code::YamlSyntax,
            here,
            "a value is missing before this `,`",
            "remove the `,`, or write the value",
        ),
        K::BlockSequenceEntryNotAllowed | K::BlockEntryInFlowCollection => dash(scene, at),
        K::InvalidBlockScalarHeader | K::ZeroBlockScalarIndent => block(scene, at),
        K::CommentNotSeparated => scene
            .error(
                Code::YamlSyntax,
                here,
                "a `#` needs a blank before it to start a comment",
                "write a blank before it",
            )
            .safe_fix("write a blank before the `#`", scene.span(at, at), " "),
        K::InvalidColonPlacement
        | K::FlowMappingValueAdjacentCollection
        | K::InvalidMappingValueWhitespace
        | K::UnexpectedEofImplicitFlowMapping => scene.error(
            Code::YamlSyntax,
            here,
            "a `:` is not allowed here",
            "write `key: value`, or put text that holds `:` in quotes",
        ),
        _ => return None,
    })
}

fn closing(open: char) -> char {
    if open == '[' { ']' } else { '}' }
}

/// A value that starts with a sign that no text without quotes can start with.
fn start(scene: &Scene<'_>, at: usize) -> Diagnostic {
    let message = match scene.text[at..].chars().next() {
        Some('`') | None => "a value without quotes cannot start with a backtick".to_owned(),
        Some(sign) => format!("a value without quotes cannot start with `{sign}`"),
    };
    let diagnostic = scene.error(Code::YamlSyntax, scene.character(at), message, "put the value in quotes");
    scene.quoting(diagnostic, at, true)
}

/// An alias whose anchor is not known.
fn alias(scene: &Scene<'_>, at: usize) -> Diagnostic {
    let name: String = scene.text[at..]
        .chars()
        .skip(1)
        .take_while(|c| !c.is_whitespace() && !matches!(c, ',' | '[' | ']' | '{' | '}'))
        .collect();
    let span = scene.span(at, at + 1 + name.len());
    let later =
        scene.text[span.end..].match_indices(&format!("&{name}")).next().map(|(found, _)| span.end + found);
    let code = Code::YamlAlias;
    if let Some(later) = later.filter(|_| !name.is_empty()) {
        let message = format!("the anchor `{name}` is given only after this alias");
        return scene
            .error(code, span, message, "put the anchor before its aliases")
            .also(scene.span(later, later + 1 + name.len()), "given here");
    }
    let message = format!("there is no anchor `{name}` before this alias");
    let help = format!("write `&{name}` before the value that is meant, or put this in quotes");
    let diagnostic = scene.error(code, span, message, &help);
    scene.quoting(diagnostic, at, false)
}

/// Something in brackets after a complete value.
fn separator(scene: &Scene<'_>, at: usize, kind: &ErrorKind) -> Diagnostic {
    let text = scene.text;
    if text[..at].ends_with('$') && text[at..].starts_with("{{") {
        let message = "a `${{ … }}` in `[…]` or `{…}` needs quotes";
        let end = text[at..].find("}}").map(|end| at + end + 2);
        let span = scene.span(at - 1, end.unwrap_or(at + 2));
        let diagnostic = scene.error(Code::YamlSyntax, span, message, "put the value in quotes");
        let written = &text[span.start..span.end];
        let alone = !text[..span.start].ends_with(|c: char| !matches!(c, ' ' | '[' | '{' | ','))
            && text[span.end..].trim_start_matches(' ').starts_with([',', ']', '}', '\n', '\r']);
        if alone && end.is_some() && !written.contains(['"', '\\', '\n']) {
            return diagnostic.with_fix("put the value in quotes", true, in_quotes(span, "\""));
        }
        return diagnostic;
    }
    let close = if matches!(kind, ErrorKind::ExpectedFlowSequenceSeparator) { ']' } else { '}' };
    let message = format!("a `,` or `{close}` is missing before this");
    let diagnostic = scene.error(Code::YamlSyntax, scene.character(at), message, "part the values with `,`");
    match scene.flow {
        Some(open) => diagnostic.also(open, "opened here"),
        None => diagnostic,
    }
}

/// A `-` where no list can start.
fn dash(scene: &Scene<'_>, at: usize) -> Diagnostic {
    let here = scene.character(at);
    if scene.flow.is_some() {
        let help = "write `[one, two]` without `-`, or put the value in quotes";
        return scene.error(Code::YamlSyntax, here, "a `- ` cannot stand in brackets", help);
    }
    let message = "a list cannot start on the line of its key";
    let help = "write each `- …` on a line of its own below the key, or put the value in quotes";
    let diagnostic = scene.error(Code::YamlSyntax, here, message, help);
    scene.quoting(diagnostic, at, false)
}

/// A `|` or `>` with something after it.
fn block(scene: &Scene<'_>, at: usize) -> Diagnostic {
    let value = scene.value(at);
    let sign = &value[..1.min(value.len())];
    let message = format!("only `+`, `-` and a digit from 1 to 9 can follow `{sign}` on its line");
    let help = "start the text on the next line, indented, or put the value in quotes";
    let diagnostic = scene.error(Code::YamlSyntax, scene.span(at, at + value.len()), message, help);
    scene.quoting(diagnostic, at, false)
}
