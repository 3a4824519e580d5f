//! Diagnostics as text for people (the look of rustc) and as JSON for programs.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::diagnostic::{Diagnostic, Label, Severity};
use super::source::{SourceId, Sources, Span, floor_char_boundary};

/// How many bytes of a line are shown after the start of a label.
const MAX_TAIL: usize = 500;

/// The diagnostic with its lines of source, `width` columns wide; coloured with ANSI codes if `color`.
pub fn human(diagnostic: &Diagnostic, sources: &Sources, width: usize, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(printable(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    for snippet in snippets(diagnostic, sources) {
        group = group.element(snippet);
    }
    if sources.get(diagnostic.primary.span.source).text().is_empty() {
        let path = path_of(sources, diagnostic.primary.span);
        group = group.element(Origin::path(path).line(1).char_column(1));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(width).decor_style(DecorStyle::Ascii).render(&[group])
}

/// One snippet for each file that the diagnostic points into, the primary file first.
fn snippets<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Snippet<'a, Annotation<'a>>> {
    let mut files = vec![diagnostic.primary.span.source];
    for label in &diagnostic.secondary {
        if !files.contains(&label.span.source) {
            files.push(label.span.source);
        }
    }
    let in_file = |id| {
        let window = Window::around(diagnostic, sources, id);
        let primary = std::iter::once((&diagnostic.primary, AnnotationKind::Primary));
        let context = diagnostic.secondary.iter().map(|label| (label, AnnotationKind::Context));
        let annotations = primary
            .chain(context)
            .filter(|(label, _)| label.span.source == id)
            .map(|(label, kind)| window.annotation(label, kind));
        Snippet::source(window.text)
            .line_start(window.first_line)
            .path(path_of(sources, Span::new(id, 0, 0)))
            .annotations(annotations)
    };
    files.into_iter().filter(|id| !sources.get(*id).text().is_empty()).map(in_file).collect()
}

/// The lines of a source that a diagnostic points at. The renderer goes through all lines that it is given.
struct Window<'a> {
    text: &'a str,
    start: usize,
    first_line: usize,
}

impl<'a> Window<'a> {
    fn around(diagnostic: &Diagnostic, sources: &'a Sources, id: SourceId) -> Self {
        let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
        let starts = labels.filter(|label| label.span.source == id).map(|label| label.span.start);
        let (low, high) =
            starts.fold((usize::MAX, 0), |(low, high), start| (low.min(start), high.max(start)));
        let text = sources.get(id).text();
        let (low, high) = (low.min(text.len()), high.min(text.len()));
        let start = text[..low].rfind('\n').map_or(0, |newline| newline + 1);
        let tail = floor_char_boundary(text, high + MAX_TAIL);
        let end = text[high..tail].find('\n').map_or(tail, |at| high + at);
        Self { text: &text[start..end], start, first_line: sources.position(Span::new(id, low, low)).line }
    }

    /// Only the first line of a span is marked: a block of ten lines explains no more than its first.
    fn annotation(&self, label: &'a Label, kind: AnnotationKind) -> Annotation<'a> {
        let within = |offset: usize| offset.saturating_sub(self.start).min(self.text.len());
        let (start, end) = (within(label.span.start), within(label.span.end));
        let covered = self.text.get(start..end).unwrap_or("");
        let line = covered.split('\n').next().unwrap_or("");
        let annotation = kind.span(start..start + line.trim_end_matches('\r').len());
        if label.text.is_empty() { annotation } else { annotation.label(printable(&label.text)) }
    }
}

/// `{code, severity, message, file, line, column, end_line, end_column, help, labels}`; `help` may be null,
/// `labels` are the further places, each with `text` and the same place fields.
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
    value
}

fn place(value: &mut Value, sources: &Sources, span: Span) {
    let at = sources.position(span);
    value["file"] = json!(path_of(sources, span));
    value["line"] = json!(at.line);
    value["column"] = json!(at.column);
    value["end_line"] = json!(at.end_line);
    value["end_column"] = json!(at.end_column);
}

fn path_of(sources: &Sources, span: Span) -> String {
    printable(&sources.get(span.source).path().to_string_lossy())
}

/// Text of a file must not move the cursor of a terminal.
fn printable(text: &str) -> String {
    annotate_snippets::normalize_untrusted_str(text)
}
