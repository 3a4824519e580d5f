//! Markdown with front matter: a YAML document between two lines `---` at the start of the file.

use super::code::Code;
use super::diagnostic::Diagnostic;
use super::source::{SourceId, Sources, Span};
use super::yaml::{self, Node};

const FENCE: &str = "---";

/// A Markdown file in its two parts.
pub(super) struct Markdown {
    /// What its front matter says.
    pub(super) front: Front,
    /// The first line.
    pub(super) start: Span,
    /// Everything below the front matter.
    pub(super) body: Span,
}

/// The front matter of a file.
pub(super) enum Front {
    /// There is none.
    Absent,
    /// There is one with nothing in it.
    Empty,
    /// It was refused; that has been reported.
    Broken,
    /// Its tree; places count in the Markdown file.
    Tree(Node),
}

/// Reads the file whose text is `source`.
pub(super) fn read(sources: &Sources, source: SourceId) -> (Markdown, Vec<Diagnostic>) {
    let text = sources.get(source).text();
    let first = text.split_inclusive('\n').next().unwrap_or("");
    let start = Span::new(source, 0, first.trim_end().len());
    let whole = |front| Markdown { front, start, body: Span::new(source, 0, text.len()) };
    if first.trim_end() != FENCE {
        return (whole(Front::Absent), Vec::new());
    }
    let Some((end, body)) = end_of_front_matter(text, first.len()) else {
        let diagnostic = Diagnostic::error(
            Code::FrontMatterUnclosed,
            start,
            "the front matter that starts here has no end",
        )
        .help("write a line `---` below the last key; a rule at the start of the text is written `***`");
        return (whole(Front::Broken), vec![diagnostic]);
    };
    // The opening line is the start of a YAML document as it stands, so that places need no shifting.
    let (tree, diagnostics) = yaml::parse(source, &text[..end]);
    let front = match tree.filter(|tree| !tree.is_null()) {
        Some(tree) => Front::Tree(tree),
        None if !diagnostics.iter().any(Diagnostic::is_error) => Front::Empty,
        None => Front::Broken,
    };
    (Markdown { front, start, body: Span::new(source, body, text.len()) }, diagnostics)
}

/// The front matter in the text of a Markdown file, from its first line; all of the text of any other file.
pub(super) fn yaml_part<'t>(path: &std::path::Path, text: &'t str) -> &'t str {
    if path.extension().is_none_or(|extension| extension != "md") {
        return text;
    }
    let first = text.split_inclusive('\n').next().unwrap_or("");
    let end = end_of_front_matter(text, first.len()).filter(|_| first.trim_end() == FENCE);
    end.map_or("", |(end, _)| &text[..end])
}

/// Where the closing line starts, and where the next one does.
fn end_of_front_matter(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        if line.trim_end() == FENCE {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

impl Front {
    /// The tree, where there is one.
    pub(super) fn tree(&self) -> Option<&Node> {
        match self {
            Self::Tree(node) => Some(node),
            _ => None,
        }
    }

    /// The text under `key`.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.tree()?.get(key)?.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (String, String, usize) {
        let mut sources = Sources::default();
        let id = sources.add("a.md", text);
        let (markdown, diagnostics) = read(&sources, id);
        let front = match &markdown.front {
            Front::Absent => "absent".to_owned(),
            Front::Empty => "empty".to_owned(),
            Front::Broken => "broken".to_owned(),
            Front::Tree(node) => {
                let entries = node.as_map().into_iter().flatten();
                let each = entries.map(|entry| format!("{}@{}", entry.key, sources.place(entry.value.span)));
                each.collect::<Vec<_>>().join(" ")
            }
        };
        (front, sources.slice(markdown.body).to_owned(), diagnostics.len())
    }

    #[test]
    fn front_matter_is_between_two_lines_at_the_very_start() {
        assert_eq!(parts("---\nname: x\n---\nBody\n"), ("name@a.md:2:7".into(), "Body\n".into(), 0));
        assert_eq!(parts("---  \r\nname: x\r\n--- \r\nB"), ("name@a.md:2:7".into(), "B".into(), 0));
        assert_eq!(parts("\u{feff}---\nname: x\n---"), ("name@a.md:2:7".into(), String::new(), 0));
        assert_eq!(parts("---\n---\nB"), ("empty".into(), "B".into(), 0));
        assert_eq!(parts("---\n# only a comment\n---\nB"), ("empty".into(), "B".into(), 0));
        assert_eq!(parts("\n---\nname: x\n---\n").0, "absent");
        assert_eq!(parts("# Title\n---\n").0, "absent");
        assert_eq!(parts("").0, "absent");
        assert_eq!(parts("----\nx\n----\n").0, "absent");
    }

    #[test]
    fn what_is_not_closed_or_no_yaml_is_reported_once() {
        assert_eq!(parts("---\nname: x\n").0, "broken");
        assert_eq!(parts("---\nname: x\n").2, 1);
        assert_eq!(parts("---\nname: [\n---\nBody"), ("broken".into(), "Body".into(), 1));
    }
}
