//! Tabs that YAML 1.2 lets pass between words, and that readers of YAML 1.1 refuse: any that is not in quotes,
//! in a block of text or in a comment.

use granit_parser::{Event, Parser, ScalarStyle};

use super::build::options;
use crate::formation::code::Code;
use crate::formation::diagnostic::{Diagnostic, Edit};
use crate::formation::source::{SourceId, Span};

/// One warning for all such tabs of a text that can be read.
pub(super) fn check(source: SourceId, text: &str) -> Option<Diagnostic> {
    if !text.contains('\t') {
        return None;
    }
    let (free, inside) = covered(text);
    let within = |ranges: &[(usize, usize)], at: usize| {
        let next = ranges.partition_point(|(start, _)| *start <= at);
        next.checked_sub(1).is_some_and(|before| at < ranges[before].1)
    };
    let tabs: Vec<_> = text.match_indices('\t').map(|(at, _)| at).filter(|at| !within(&free, *at)).collect();
    let first = Span::new(source, *tabs.first()?, tabs[0] + 1);
    let diagnostic =
        Diagnostic::warning(Code::YamlTab, first, "other YAML readers refuse a tab outside of quotes");
    let diagnostic =
        if tabs.len() > 1 { diagnostic.label(format!("the first of {}", tabs.len())) } else { diagnostic };
    let help = "write blanks instead, or put the text in quotes";
    // In a text without quotes the tab is part of the value.
    let safe = !tabs.iter().any(|at| within(&inside, *at));
    let edit = |at: &usize| Edit { span: Span::new(source, *at, at + 1), text: " ".to_owned() };
    Some(diagnostic.help(help).with_fix("write blanks for tabs", safe, tabs.iter().map(edit).collect()))
}

type Ranges = Vec<(usize, usize)>;

/// Where tabs are fine, and where they are part of a value without quotes; both ascending.
fn covered(text: &str) -> (Ranges, Ranges) {
    let mut options = options();
    options.set_emit_comments(true);
    options.max_buffered_comment_events = usize::MAX;
    let (mut free, mut inside) = (Vec::new(), Vec::new());
    for (event, span) in Parser::new_from_str_with_options(text, options).map_while(Result::ok) {
        let Some(range) = span.byte_range() else { continue };
        match event {
            Event::Scalar(_, ScalarStyle::Plain, ..) => inside.push((range.start, range.end)),
            Event::Comment(..) | Event::Scalar(..) => free.push((range.start, range.end)),
            _ => {}
        }
    }
    free.sort_unstable();
    inside.sort_unstable();
    (free, inside)
}
