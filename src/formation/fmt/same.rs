//! What a text says, to the last style that matters: for comparing.

use granit_parser::{Event, Parser, ScalarStyle};

use crate::formation::yaml::MAX_DEPTH;

/// One thing that a text says.
#[derive(Debug, PartialEq)]
pub(super) enum Said {
    Start(&'static str, usize, String),
    End,
    Alias(usize),
    Scalar(String, &'static str, usize, String),
    Version(String),
}

/// Everything that `text` says, and its comments; `None` where it is no YAML.
pub(super) fn says(text: &str) -> Option<(Vec<Said>, Vec<String>)> {
    let options = granit_parser::options! {
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        max_buffered_comment_events: usize::MAX,
    };
    let mut said = Vec::new();
    let mut comments: Vec<(usize, String)> = Vec::new();
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.ok()?;
        match event {
            Event::Comment(text, _) => {
                let at = span.byte_range().map_or(0, |range| range.start);
                comments.push((at, text.trim_end().to_owned()));
            }
            Event::DocumentStart(_, version) => said.push(Said::Version(format!("{version:?}"))),
            Event::SequenceStart(_, anchor, tag) => {
                said.push(Said::Start("list", anchor, format!("{tag:?}")));
            }
            Event::MappingStart(_, anchor, tag) => said.push(Said::Start("map", anchor, format!("{tag:?}"))),
            Event::SequenceEnd | Event::MappingEnd => said.push(Said::End),
            Event::Alias(anchor) => said.push(Said::Alias(anchor)),
            Event::Scalar(text, style, anchor, tag) => {
                let style = match style {
                    ScalarStyle::Plain => "plain",
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => "quoted",
                    ScalarStyle::Literal => "literal",
                    ScalarStyle::Folded => "folded",
                };
                said.push(Said::Scalar(text.into_owned(), style, anchor, format!("{tag:?}")));
            }
            _ => {}
        }
    }
    comments.sort_by_key(|(at, _)| *at);
    Some((said, comments.into_iter().map(|(_, text)| text).collect()))
}
