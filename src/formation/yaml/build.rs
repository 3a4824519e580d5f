//! From the parser's events to the tree, within limits of depth and of what aliases may grow to.

mod anchors;
mod keys;
mod scalars;

use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Options, Parser, ScanError, StructureStyle, Tag};

use self::anchors::Anchors;
use super::syntax::Scene;
use super::{Entry, Map, Node, Scalar, Value, chars, lead, loose, syntax, tabs};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::{SourceId, Span};

pub use self::anchors::{MAX_ALIASED_BYTES, MAX_ALIASED_NODES};

/// How deep maps and lists may be nested, aliases included.
pub const MAX_DEPTH: usize = 64;

/// Reads the one document of `text`, which is the text of `source`.
///
/// No tree comes back where the text is not YAML, where a limit is passed, or where there is no document.
/// Duplicate keys and the like are reported and the rest is read, so that one run finds all of them.
pub fn parse(source: SourceId, text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let diagnostics = chars::check(source, text);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return (None, diagnostics);
    }
    let (builder, failed) = read(source, text, options(), diagnostics.clone());
    let Some((error, diagnostic)) = failed else { return builder.finish() };
    if let Some(error) = error.filter(|error| loose::may_pass(error, builder.in_brackets())) {
        let (loose, failed) = read(source, text, loose::options(), diagnostics);
        if failed.is_none() && !loose.diagnostics.iter().any(Diagnostic::is_error) {
            let remark = loose::remark(source, text, &error);
            return loose.with(remark).finish();
        }
    }
    builder.with(diagnostic).give_up()
}

/// The parser's error, where it is one of the parser, and what it means.
type Failed = Option<(Option<ScanError>, Diagnostic)>;

/// Reads `text` to its end, or to what stops it.
fn read(source: SourceId, text: &str, options: Options, found: Vec<Diagnostic>) -> (Builder<'_>, Failed) {
    let mut builder = Builder::new(source, text, found);
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = match next {
            Ok(next) => next,
            Err(error) => {
                let diagnostic = syntax::diagnostic(&builder.scene(), &error);
                return (builder, Some((Some(error), diagnostic)));
            }
        };
        match builder.event(event, &Place::new(source, &span)) {
            Ok(true) => {}
            Ok(false) => break,
            Err(diagnostic) => return (builder, Some((None, *diagnostic))),
        }
    }
    (builder, None)
}

/// How the parser is told to read.
pub(super) fn options() -> Options {
    let mut options = granit_parser::options! {
        strict_indentation: true,
        emit_anchor_events: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    options.set_emit_comments(false);
    options
}

/// Where an event is, and its tag.
struct Place {
    span: Span,
    tag: Option<Span>,
}

impl Place {
    fn new(source: SourceId, span: &granit_parser::Span) -> Self {
        let to_span = |span: &granit_parser::Span| {
            let range = span.byte_range().unwrap_or(0..0);
            Span::new(source, range.start, range.end)
        };
        Self { span: to_span(span), tag: span.tag_span().as_ref().map(to_span) }
    }
}

/// A map or list that is not closed yet.
struct Open {
    anchor: usize,
    span: Span,
    flow: bool,
    kind: OpenKind,
    size: usize,
    depth: usize,
}

enum OpenKind {
    Seq(Vec<Node>),
    Map { map: Map, seen: HashMap<String, Span>, key: PendingKey, merges: Vec<Entry> },
}

enum PendingKey {
    None,
    Word {
        word: String,
        span: Span,
        merges: bool,
    },
    /// The key was reported; its value is read and dropped.
    Broken,
}

/// A complete value with the number of values in it and how deep they are nested.
#[derive(Clone)]
struct Built {
    node: Node,
    size: usize,
    depth: usize,
}

struct Builder<'t> {
    source: SourceId,
    text: &'t str,
    root: Option<Node>,
    documents: usize,
    stack: Vec<Open>,
    anchors: Anchors,
    diagnostics: Vec<Diagnostic>,
    reported_tags: HashSet<Span>,
    /// What syntax errors are explained with.
    after: usize,
    scalar: Option<Span>,
    closed: Vec<usize>,
}

/// Whether to go on; an error ends the reading.
type Step = Result<bool, Box<Diagnostic>>;

impl<'t> Builder<'t> {
    fn new(source: SourceId, text: &'t str, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            source,
            text,
            root: None,
            documents: 0,
            stack: Vec::new(),
            anchors: Anchors::default(),
            diagnostics,
            reported_tags: HashSet::new(),
            after: 0,
            scalar: None,
            closed: Vec::new(),
        }
    }

    fn with(mut self, diagnostic: Diagnostic) -> Self {
        self.diagnostics.push(diagnostic);
        self
    }

    fn give_up(self) -> (Option<Node>, Vec<Diagnostic>) {
        (None, self.diagnostics)
    }

    fn in_brackets(&self) -> bool {
        self.stack.last().is_some_and(|open| open.flow)
    }

    fn finish(mut self) -> (Option<Node>, Vec<Diagnostic>) {
        self.diagnostics.extend(lead::check(self.source, self.text));
        if !self.diagnostics.iter().any(Diagnostic::is_error) {
            self.diagnostics.extend(self.anchors.remarks(self.text));
            self.diagnostics.extend(tabs::check(self.source, self.text));
        }
        (self.root, self.diagnostics)
    }

    fn scene(&self) -> Scene<'t> {
        let open = self.stack.iter().filter(|open| !open.flow).map(|open| open.span.start);
        Scene {
            source: self.source,
            text: self.text,
            after: self.after,
            scalar: self.scalar,
            blocks: open.chain(self.closed.iter().copied()).collect(),
            flow: self.stack.last().filter(|open| open.flow).map(|open| open.span),
        }
    }

    fn event(&mut self, event: Event<'_>, at: &Place) -> Step {
        let span = at.span;
        match event {
            Event::DocumentStart(..) => return Ok(self.document(span)),
            Event::Scalar(text, style, anchor, tag) => {
                let style = self.scalar_style(&text, style, tag.as_deref(), at);
                // What is not there at all comes as `~`, on nothing.
                let absent = text == "~" && span.start == span.end;
                let text = if absent { String::new() } else { text.into_owned() };
                self.after = span.end;
                self.scalar = Some(span);
                let node = Node { span, value: Value::Scalar(Scalar { text, style }) };
                self.complete(Built { node, size: 1, depth: 0 }, anchor)?;
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.open((anchor, style, tag.as_deref()), at, OpenKind::Seq(Vec::new()));
            }
            Event::MappingStart(style, anchor, tag) => {
                let (map, seen) = (Map::default(), HashMap::new());
                let kind = OpenKind::Map { map, seen, key: PendingKey::None, merges: Vec::new() };
                self.open((anchor, style, tag.as_deref()), at, kind);
            }
            Event::SequenceEnd | Event::MappingEnd => return self.close(span).map(|()| true),
            Event::Alias(anchor) => {
                self.after = span.end;
                let built = self.anchors.alias(anchor, span, self.stack.len())?;
                self.complete(built, 0)?;
            }
            Event::Anchor(anchor, name) => self.anchors.named(anchor, &name, span),
            _ => return Ok(true),
        }
        self.closed.clear();
        Ok(true)
    }

    fn document(&mut self, span: Span) -> bool {
        self.documents += 1;
        if self.documents > 1 {
            let message = "a second YAML document starts here";
            self.diagnostics.push(
                Diagnostic::error(Code::YamlDocuments, span, message).help(
                    "keep one document per file: remove the `---` or move the rest to a file of its own",
                ),
            );
        }
        self.documents == 1
    }

    fn open(
        &mut self,
        (anchor, style, tag): (usize, StructureStyle, Option<&Tag>),
        at: &Place,
        kind: OpenKind,
    ) {
        let wanted = if matches!(kind, OpenKind::Seq(_)) { "seq" } else { "map" };
        self.collection_tag(tag, wanted, at);
        let flow = style == StructureStyle::Flow;
        self.after = at.span.end;
        self.stack.push(Open { anchor, span: at.span, flow, kind, size: 1, depth: 1 });
    }

    fn close(&mut self, end: Span) -> Result<(), Box<Diagnostic>> {
        let Some(open) = self.stack.pop() else { return Ok(()) };
        if open.flow {
            self.closed.clear();
            self.after = end.end;
        } else {
            self.closed.push(open.span.start);
        }
        let (value, last) = match open.kind {
            OpenKind::Seq(items) => {
                let last = items.last().map(|node| node.span.end);
                (Value::Seq(items), last)
            }
            OpenKind::Map { mut map, mut seen, merges, .. } => {
                let last = map.entries.last().map(|entry| entry.value.span.end);
                for merge in merges {
                    self.merge(&mut map, &mut seen, merge);
                }
                (Value::Map(map), last)
            }
        };
        // A block's end event stands at the next token; a flow's has the bracket.
        let end = if end.start == end.end { last.unwrap_or(end.end).max(open.span.start) } else { end.end };
        let node = Node { span: Span::new(self.source, open.span.start, end), value };
        self.complete(Built { node, size: open.size, depth: open.depth }, open.anchor)
    }

    /// Puts a value where it belongs: into the open map or list, or at the root.
    fn complete(&mut self, built: Built, anchor: usize) -> Result<(), Box<Diagnostic>> {
        if anchor != 0 {
            self.anchors.keep(anchor, &built)?;
        }
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(built.node);
            return Ok(());
        };
        open.size += built.size;
        open.depth = open.depth.max(built.depth + 1);
        match &mut open.kind {
            OpenKind::Seq(items) => {
                if built.node.span.start >= open.span.start {
                    scalars::continued(self.text, &built.node, &mut self.diagnostics);
                }
                items.push(built.node);
            }
            OpenKind::Map { map, seen, key, merges } => match std::mem::replace(key, PendingKey::None) {
                PendingKey::None => *key = keys::take(self.text, built.node, seen, &mut self.diagnostics)?,
                PendingKey::Broken => {}
                PendingKey::Word { word, span, merges: merging } => {
                    let entry = Entry { key: word, key_span: span, value: built.node };
                    if merging {
                        merges.push(entry);
                    } else {
                        scalars::misleading(self.text, &entry, open.flow, &mut self.diagnostics);
                        if entry.value.span.start >= span.end && !open.flow {
                            scalars::continued(self.text, &entry.value, &mut self.diagnostics);
                        }
                        map.entries.push(entry);
                    }
                }
            },
        }
        Ok(())
    }
}
