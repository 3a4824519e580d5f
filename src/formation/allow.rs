//! `# muxi: allow CODE`: warnings that somebody has looked at and wants no more.
//!
//! The comment is about the line that it is on; on a line of its own, about the next key or list entry and all
//! below it; before everything else in a file, about the whole file. Errors cannot be allowed.

use std::ops::Range;

use super::code::Code;
use super::diagnostic::{Diagnostic, Severity};
use super::markdown::yaml_part;
use super::source::{SourceId, Sources, Span};
use super::yaml::{self, Comment, Node, Value};
use crate::support::text::did_you_mean;

/// What every such comment has in it; a file without it is not looked through.
const MARK: &str = "muxi:";
const WORD: &str = "allow";

/// Kinds of findings that depend on more than the files: whether one is there says nothing of the comment.
const ELSEWHERE: [&str; 6] = ["secret-", "value-", "template-", "credential-", "server-", "local-"];

/// Takes out of `diagnostics` what comments allow, and adds what is wrong with the comments.
///
/// With `unused`, a comment that allows nothing is told; where not all was checked, that is not known.
pub(super) fn apply(sources: &Sources, diagnostics: &mut Vec<Diagnostic>, unused: bool) {
    let mut allows = Vec::new();
    let mut found = Vec::new();
    for (id, source) in sources.with_ids() {
        let text = yaml_part(source.path(), source.text());
        if text.contains(MARK) {
            read(id, text, &mut allows, &mut found);
        }
    }
    if allows.is_empty() && found.is_empty() {
        return;
    }
    diagnostics.retain(|diagnostic| !is_allowed(diagnostic, &mut allows));
    let unused = unused && !diagnostics.iter().any(Diagnostic::is_error);
    found.extend(allows.iter().filter_map(|allow| allow.verdict(unused)));
    found.retain(|diagnostic| !is_allowed(diagnostic, &mut allows));
    diagnostics.extend(found);
    diagnostics.sort_by_key(|d| (d.primary.span, d.severity));
}

/// Whether a comment is about the diagnostic, and it can be allowed; each such comment has its use then.
fn is_allowed(diagnostic: &Diagnostic, allows: &mut [Allow]) -> bool {
    let span = diagnostic.primary.span;
    let mut allowed = false;
    for allow in allows.iter_mut() {
        let about = allow.code == diagnostic.code
            && allow.word.source == span.source
            && allow.range.contains(&span.start);
        if about && diagnostic.severity == Severity::Error {
            allow.is_about_error = true;
        } else if about {
            allow.is_used = true;
            allowed = true;
        }
    }
    allowed
}

/// One code in a comment.
struct Allow {
    code: Code,
    /// The code as it is written.
    word: Span,
    /// The bytes that it is about.
    range: Range<usize>,
    is_used: bool,
    is_about_error: bool,
}

impl Allow {
    fn verdict(&self, unused: bool) -> Option<Diagnostic> {
        let code = self.code;
        if self.is_used {
            return None;
        }
        if self.is_about_error {
            let message = format!("`{code}` is an error here, and only warnings can be allowed");
            let diagnostic = Diagnostic::warning(Code::AllowError, self.word, message);
            return Some(diagnostic.help("mend what it is about, and take the comment out"));
        }
        let own = code.as_str().starts_with("allow-");
        let elsewhere = ELSEWHERE.iter().any(|prefix| code.as_str().starts_with(prefix));
        (unused && !own && !elsewhere).then(|| {
            let message = format!("there is no `{code}` here to allow");
            Diagnostic::warning(Code::AllowUnused, self.word, message)
                .help("take it out, or put the comment on the line that it is about")
        })
    }
}

/// Reads the comments of `text`, which is the beginning of the text of `source`.
fn read(source: SourceId, text: &str, allows: &mut Vec<Allow>, found: &mut Vec<Diagnostic>) {
    let comments = yaml::comments(source, text);
    if comments.iter().all(|comment| codes(text, comment).is_none()) {
        return;
    }
    let (Some(tree), _) = yaml::parse(source, text) else { return };
    let first = tree.head().start;
    for comment in &comments {
        let Some(list) = codes(text, comment) else { continue };
        let line = line_of(text, comment.span.start);
        let is_alone = text[line.start..comment.span.start].trim().is_empty();
        let range = if !is_alone {
            line
        } else if comment.span.end <= first {
            0..usize::MAX
        } else {
            next(&tree, source, comment.span.end).unwrap_or(0..0)
        };
        let offset = comment.span.end - list.len();
        let mut words = words(list).peekable();
        if words.peek().is_none() {
            let message = "this comment allows nothing";
            let diagnostic = Diagnostic::warning(Code::AllowUnknown, comment.span, message);
            found.push(diagnostic.help("write `# muxi: allow CODE`; `muxi explain` lists the codes"));
        }
        for word in words {
            let at = Span::new(source, offset + word.start, offset + word.end);
            match Code::named(&list[word.clone()]) {
                Some(code) => {
                    let range = range.clone();
                    allows.push(Allow { code, word: at, range, is_used: false, is_about_error: false });
                }
                None => found.push(unknown(at, &list[word])),
            }
        }
    }
}

fn unknown(at: Span, word: &str) -> Diagnostic {
    let message = format!("no finding is called `{word}`");
    let diagnostic = Diagnostic::warning(Code::AllowUnknown, at, message);
    match did_you_mean(word, Code::ALL.iter().map(|code| code.as_str())) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")).maybe_fix(
            "write the name that is near",
            at,
            near,
        ),
        None => diagnostic.help("`muxi explain` lists the names"),
    }
}

/// What comes after `# muxi: allow`, if the comment says that, or nearly.
fn codes<'t>(text: &'t str, comment: &Comment) -> Option<&'t str> {
    let said = text.get(comment.span.start..comment.span.end)?;
    let said = said.trim_start_matches('#').trim_start().strip_prefix(MARK)?.trim_start();
    let word = said.split(|c: char| c.is_whitespace() || c == ':').next()?;
    did_you_mean(word, [WORD]).map(|_| &said[word.len()..])
}

/// The places of the words before ` -- `, after which a reason may stand.
fn words(list: &str) -> impl Iterator<Item = Range<usize>> {
    let end = list.find(" -- ").unwrap_or(list.len());
    let mut at = 0;
    list[..end].split([',', ' ', '\t', ':']).filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        let trimmed = word.trim_end();
        (!trimmed.is_empty()).then(|| start..start + trimmed.len())
    })
}

/// The line around the byte `at`, its end included.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    start..end + 1
}

/// The first entry of a map or list that begins at `after` or later, the outermost of those that begin there.
fn next(node: &Node, source: SourceId, after: usize) -> Option<Range<usize>> {
    let within = |start: usize, value: &Node| {
        let end = if value.span.source == source { value.span.end.max(start) } else { start };
        if start >= after {
            Some(start..end + 1)
        } else if end > after {
            next(value, source, after)
        } else {
            None
        }
    };
    match &node.value {
        Value::Scalar(_) => None,
        Value::Seq(items) => items.iter().find_map(|item| within(item.span.start, item)),
        Value::Map(map) => map.iter().find_map(|entry| {
            let here = entry.key_span.source == source;
            here.then(|| within(entry.key_span.start, &entry.value)).flatten()
        }),
    }
}
