//! Text of a source as it may be shown: secrets that are written out in it are not.

use std::ops::Range;
use std::path::Path;

use super::check::Checker;
use super::diagnostic::{Diagnostic, Edit};
use super::load::Context;
use super::markdown::yaml_part;
use super::secret_text;
use super::source::{Source, SourceId, Sources, Span};
use super::yaml;

/// What stands in the place of a secret, whatever its length.
const MASK: &str = "********";

/// The text of the file at `path` with its secrets hidden.
pub fn shown(path: &Path, text: &str) -> String {
    let mut sources = Sources::default();
    let id = sources.add(path, text);
    hide(&mut sources, id, path);
    let source = sources.get(id);
    let mark = &text[..text.len() - source.text().len()];
    format!("{mark}{}", Masked::new(source, 0..source.text().len()).text)
}

/// Finds what is secret in a source and says so to it.
fn hide(sources: &mut Sources, id: SourceId, path: &Path) {
    let (tree, _) = yaml::parse(id, yaml_part(path, sources.get(id).text()));
    if let Some(tree) = tree {
        let context = Context::default();
        let mut checker = Checker::new(&context, &tree);
        checker.literals(&tree, sources);
        let hidden = checker.hidden;
        for span in hidden {
            sources.hide(span);
        }
    }
}

/// Every secret in `text` that can be told without knowing its key.
pub fn secrets_in(text: &str) -> Vec<&str> {
    secret_text::parts(text).into_iter().map(|part| &text[part.range]).collect()
}

/// Every secret that is written out in the file at `path`.
pub fn secrets_of<'t>(path: &Path, text: &'t str) -> Vec<&'t str> {
    let mut sources = Sources::default();
    let id = sources.add(path, text);
    hide(&mut sources, id, path);
    let source = sources.get(id);
    let mark = text.len() - source.text().len();
    let masked = Masked::new(source, 0..source.text().len());
    masked.cuts.iter().map(|(range, _)| &text[range.start + mark..range.end + mark]).collect()
}

/// A part of a source with its secrets hidden.
pub(super) struct Masked {
    /// The text to show.
    pub(super) text: String,
    /// Each hidden range of the part, and where its mask starts.
    cuts: Vec<(Range<usize>, usize)>,
}

impl Masked {
    /// The bytes `range` of `source`.
    pub(super) fn new(source: &Source, range: Range<usize>) -> Self {
        let part = &source.text()[range.clone()];
        let known = source.hidden().iter().filter_map(|hidden| {
            let (start, end) = (hidden.start.max(range.start), hidden.end.min(range.end));
            (start < end).then(|| start - range.start..end - range.start)
        });
        let mut hidden: Vec<_> = known.chain(told_by_text(part)).collect();
        hidden.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let mut masked = Self { text: String::with_capacity(part.len()), cuts: Vec::new() };
        let mut at = 0;
        for range in hidden {
            if range.start < at {
                continue;
            }
            masked.text.push_str(&part[at..range.start]);
            masked.cuts.push((range.clone(), masked.text.len()));
            masked.text.push_str(MASK);
            at = range.end;
        }
        masked.text.push_str(&part[at..]);
        masked
    }

    /// Whether nothing had to be hidden.
    pub(super) fn is_whole(&self) -> bool {
        self.cuts.is_empty()
    }

    /// Where byte `offset` of the part is in the text; inside of a secret, where its mask starts.
    pub(super) fn at(&self, offset: usize) -> usize {
        match self.cuts.iter().rev().find(|(range, _)| range.start <= offset) {
            None => offset,
            Some((range, mask)) if offset < range.end => *mask,
            Some((range, mask)) => mask + MASK.len() + (offset - range.end),
        }
    }
}

/// Takes every secret at `hidden` out of what is said of its place.
///
/// A change that would write one again is dropped: it would be shown.
pub(super) fn scrub(diagnostics: &mut [Diagnostic], sources: &Sources, hidden: &[Span]) {
    for diagnostic in diagnostics {
        let at = diagnostic.primary.span;
        let near = |span: &&Span| span.source == at.source && span.start <= at.end && at.start <= span.end;
        for span in hidden.iter().filter(near) {
            let value = sources.slice(*span).trim_matches(['"', '\'']);
            if value.is_empty() {
                continue;
            }
            let labels = std::iter::once(&mut diagnostic.primary).chain(&mut diagnostic.secondary);
            let texts = labels.map(|label| &mut label.text).chain([&mut diagnostic.message]);
            for text in texts.chain(&mut diagnostic.help).filter(|text| text.contains(value)) {
                *text = text.replace(value, MASK);
            }
            let shows = |edit: &Edit| edit.text.contains(value);
            if diagnostic.fix.as_ref().is_some_and(|fix| fix.edits.iter().any(shows)) {
                diagnostic.fix = None;
            }
        }
        // A key of a map may be a secret too: it was pasted at the wrong place.
        let labels = std::iter::once(&mut diagnostic.primary).chain(&mut diagnostic.secondary);
        let texts = labels.map(|label| &mut label.text).chain([&mut diagnostic.message]);
        for text in texts.chain(&mut diagnostic.help) {
            for part in secret_text::parts(text).into_iter().rev() {
                text.replace_range(part.range, MASK);
            }
        }
        let shows = |edit: &Edit| !secret_text::parts(&edit.text).is_empty();
        if diagnostic.fix.as_ref().is_some_and(|fix| fix.edits.iter().any(shows)) {
            diagnostic.fix = None;
        }
    }
}

/// What the text alone tells, for files of which there is no tree, and for comments.
fn told_by_text(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<_> = secret_text::parts(text).into_iter().map(|part| part.range).collect();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let colons = line.match_indices(':').filter_map(|(at, _)| value_at(line, at));
        found.extend(colons.map(|range| start + range.start..start + range.end));
        start += line.len();
    }
    found
}

/// The secret after the colon at byte `colon` of `line`: `key: value`, in quotes or not, in a flow or not.
fn value_at(line: &str, colon: usize) -> Option<Range<usize>> {
    let before = line[..colon].trim_end_matches(['"', '\'']);
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let key = &before[before.trim_end_matches(is_key).len()..];
    let after = line[colon + 1..].trim_start();
    let start = line.len() - after.len();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (start, ends): (usize, &[char]) = match quote {
        Some('"') => (start + 1, &['"', '\n']),
        Some(_) => (start + 1, &['\'', '\n']),
        None if line[..colon].contains('{') => (start, &[',', '}', '\n']),
        None => (start, &['\n']),
    };
    let value = line[start..].split(ends).next()?.trim_end();
    let opens = quote.is_none() && value.starts_with(['{', '[', '|', '>', '&', '*', '!']);
    let secret =
        !opens && secret_text::is_secret_key(&[key]) && secret_text::value_of(&[key], value).is_some();
    secret.then(|| start..start + value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_hidden_at_one_width_and_places_move_with_it() {
        let mut sources = Sources::default();
        let text = "a: [x, hidden-one, y]\nb: z\n";
        let id = sources.add("a.afs", text);
        sources.hide(Span::new(id, 7, 17));
        let masked = Masked::new(sources.get(id), 0..text.len());
        assert_eq!(masked.text, "a: [x, ********, y]\nb: z\n");
        assert!(!masked.is_whole());
        assert_eq!(masked.at(4), 4);
        assert_eq!(masked.at(7), 7);
        assert_eq!(masked.at(12), 7);
        assert_eq!(masked.at(17), 15);
        assert_eq!(&masked.text[masked.at(19)..=masked.at(19)], "y");
        assert_eq!(Masked::new(sources.get(id), 22..text.len()).text, "b: z\n");
        assert_eq!(Masked::new(sources.get(id), 10..18).text, "********,");
    }

    #[test]
    fn what_looks_like_a_secret_is_hidden_where_there_is_no_tree_too() {
        for (line, shown) in [
            ("  api_key: abc123def", "  api_key: ********"),
            ("# token: \"abc123def\"", "# token: \"********\""),
            ("x: sk-proj-a1b2c3d4e5f6g7h8 [", "x: ******** ["),
            ("url: postgresql://u:S3cret99@h/d", "url: postgresql://u:********@h/d"),
            ("api_key: ${{ secrets.X }}", "api_key: ${{ secrets.X }}"),
            ("rce: { token: 'abc123def", "rce: { token: '********"),
            ("{ token: abc123def, x: y }", "{ token: ********, x: y }"),
            ("é: é", "é: é"),
            ("max_tokens: 100", "max_tokens: 100"),
            ("password: changeme", "password: changeme"),
        ] {
            let mut sources = Sources::default();
            let id = sources.add("a.afs", line);
            assert_eq!(Masked::new(sources.get(id), 0..line.len()).text, shown);
        }
    }
}
