//! Diagnostics as text for people: the look of rustc.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use super::{path_of, printable};
use crate::formation::diagnostic::{Diagnostic, Fix, Label, Severity};
use crate::formation::mask::Masked;
use crate::formation::source::{SourceId, Sources, Span, floor_char_boundary};

/// How many bytes of a line are shown after the start of a label.
const MAX_TAIL: usize = 500;

/// How many bytes the lines of a change may have to be shown: they are not cut to the width.
const MAX_CHANGED: usize = 300;

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
    let suggestion = diagnostic.fix.as_ref().and_then(|fix| suggestion(diagnostic, fix, sources));
    if let (Some(help), None) = (&diagnostic.help, &suggestion) {
        group = group.element(Level::HELP.message(printable(help)));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let groups: Vec<_> = std::iter::once(group).chain(suggestion).collect();
    let text = renderer.term_width(width).decor_style(DecorStyle::Ascii).render(&groups);
    with_true_place(text, diagnostic, sources)
}

/// A secret that was hidden before the place, on the same line, has moved its column.
fn with_true_place(text: String, diagnostic: &Diagnostic, sources: &Sources) -> String {
    let span = diagnostic.primary.span;
    let window = Window::around(diagnostic, sources, span.source);
    if window.masked.is_whole() {
        return text;
    }
    let at = window.masked.at(span.start.saturating_sub(window.start));
    let before = window.masked.text.get(..at).unwrap_or("");
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    let place = sources.position(span);
    let header = |column| format!("{}:{}:{column}", path_of(sources, span), place.line);
    text.replacen(&header(column), &header(place.column), 1)
}

/// The change that mends it, as a difference of lines, where those are few and short enough to be looked at.
fn suggestion<'a>(diagnostic: &'a Diagnostic, fix: &'a Fix, sources: &'a Sources) -> Option<Group<'a>> {
    let first = fix.edits.first()?;
    let source = first.span.source;
    if fix.edits.iter().any(|edit| edit.span.source != source) {
        return None;
    }
    let text = sources.get(source).text();
    let low = fix.edits.iter().map(|edit| edit.span.start).min()?.min(text.len());
    let high = fix.edits.iter().map(|edit| edit.span.end).max()?.min(text.len());
    let start = text[..low].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[high..].find('\n').map_or(text.len(), |newline| high + newline + 1);
    let added: usize = fix.edits.iter().map(|edit| edit.text.len()).sum();
    if end - start + added > MAX_CHANGED || text.is_empty() {
        return None;
    }
    // A change of a line with a secret in it is told in words.
    if !Masked::new(sources.get(source), start..end).is_whole() {
        return None;
    }
    let patches = fix.edits.iter().map(|edit| {
        let within = |at: usize| at.clamp(start, end) - start;
        Patch::new(within(edit.span.start)..within(edit.span.end), edit.text.as_str())
    });
    let snippet = Snippet::source(&text[start..end])
        .line_start(sources.position(Span::new(source, low, low)).line)
        .path(path_of(sources, first.span))
        .patches(patches);
    let title = printable(diagnostic.help.as_deref().unwrap_or(&fix.title));
    Some(Group::with_title(Level::HELP.secondary_title(title)).element(snippet))
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
        let (annotations, first_line) = (annotations.collect::<Vec<_>>(), window.first_line);
        Snippet::source(without_returns(window.masked.text))
            .line_start(first_line)
            .path(path_of(sources, Span::new(id, 0, 0)))
            .annotations(annotations)
    };
    files.into_iter().filter(|id| !sources.get(*id).text().is_empty()).map(in_file).collect()
}

/// The same without the line ends of Windows, which would be drawn; every other byte stays where it is.
fn without_returns(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    text.trim_end_matches('\r').replace("\r\n", " \n")
}

/// The lines of a source that a diagnostic points at. The renderer goes through all lines that it is given.
struct Window<'a> {
    text: &'a str,
    /// The same as it may be shown.
    masked: Masked,
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
        Self {
            text: &text[start..end],
            masked: Masked::new(sources.get(id), start..end),
            start,
            first_line: sources.position(Span::new(id, low, low)).line,
        }
    }

    /// Only the first line of a span is marked: a block of ten lines explains no more than its first.
    fn annotation(&self, label: &'a Label, kind: AnnotationKind) -> Annotation<'a> {
        let within = |offset: usize| offset.saturating_sub(self.start).min(self.text.len());
        let (start, end) = (within(label.span.start), within(label.span.end));
        let covered = self.text.get(start..end).unwrap_or("");
        let line = covered.split('\n').next().unwrap_or("");
        let end = self.masked.at(start + line.trim_end_matches('\r').len());
        let start = self.masked.at(start);
        let annotation = kind.span(start..end.max(start));
        if label.text.is_empty() { annotation } else { annotation.label(printable(&label.text)) }
    }
}
