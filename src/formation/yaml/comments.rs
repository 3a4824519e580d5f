//! The comments of a document, which no tree holds.

use granit_parser::{Event, Parser};

use super::build::options;
use crate::formation::source::{SourceId, Span};

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From its `#` to the end of its line.
    pub span: Span,
    /// What follows the `#`, without blanks around it.
    pub text: String,
}

/// Every comment of `text`, which is the text of `source`, in its order; up to the first fault where the text
/// is not YAML. A `#` inside a value is none.
pub fn comments(source: SourceId, text: &str) -> Vec<Comment> {
    if !text.contains('#') {
        return Vec::new();
    }
    let mut options = options();
    options.set_emit_comments(true);
    // The parser holds comments back until it knows what they precede; a page of them is no fault.
    options.max_buffered_comment_events = usize::MAX;
    let mut found: Vec<Comment> = Parser::new_from_str_with_options(text, options)
        .map_while(Result::ok)
        .filter_map(|(event, span)| match event {
            Event::Comment(text, _) => {
                let range = span.byte_range().unwrap_or(0..0);
                let span = Span::new(source, range.start, range.end);
                Some(Comment { span, text: text.trim().to_owned() })
            }
            _ => None,
        })
        .collect();
    found.sort_by_key(|comment| comment.span);
    found
}
