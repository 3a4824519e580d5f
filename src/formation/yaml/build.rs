//! From the parser's events to the tree, within limits of depth and of what aliases may grow to.

use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Options, Parser, ScalarStyle, Tag};

use super::{Entry, Map, Node, Scalar, Style, Value, syntax};
use crate::formation::code::Code;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::source::{SourceId, Span};

/// How deep maps and lists may be nested, aliases included.
pub const MAX_DEPTH: usize = 64;

/// How many values all aliases of a document together may stand for.
pub const MAX_ALIASED_NODES: usize = 20_000;

/// Reads the one document of `text`, which is the text of `source`.
///
/// No tree comes back where the text is not YAML, where a limit is passed, or where there is no document.
/// Duplicate keys and the like are reported and the rest is read, so that one run finds all of them.
pub fn parse(source: SourceId, text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut builder = Builder::new(source);
    for next in Parser::new_from_str_with_options(text, options()) {
        match next {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or(0..0);
                let span = Span::new(source, range.start, range.end);
                match builder.event(event, span) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(diagnostic) => return builder.give_up(*diagnostic),
                }
            }
            Err(error) => return builder.give_up(syntax::diagnostic(source, text, &error)),
        }
    }
    (builder.root, builder.diagnostics)
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

/// A map or list that is not closed yet.
struct Open {
    anchor: usize,
    span: Span,
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
    Word(String, Span),
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

struct Builder {
    source: SourceId,
    root: Option<Node>,
    documents: usize,
    stack: Vec<Open>,
    anchors: HashMap<usize, Built>,
    aliased: usize,
    diagnostics: Vec<Diagnostic>,
    reported_tags: HashSet<Span>,
}

/// Whether to go on; an error ends the reading.
type Step = Result<bool, Box<Diagnostic>>;

impl Builder {
    fn new(source: SourceId) -> Self {
        Self {
            source,
            root: None,
            documents: 0,
            stack: Vec::new(),
            anchors: HashMap::new(),
            aliased: 0,
            diagnostics: Vec::new(),
            reported_tags: HashSet::new(),
        }
    }

    fn give_up(mut self, diagnostic: Diagnostic) -> (Option<Node>, Vec<Diagnostic>) {
        self.diagnostics.push(diagnostic);
        (None, self.diagnostics)
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Step {
        match event {
            Event::DocumentStart(..) => return Ok(self.document(span)),
            Event::Scalar(text, style, anchor, tag) => {
                let style = self.scalar_style(style, tag.as_deref(), span);
                let value = Value::Scalar(Scalar { text: text.into_owned(), style });
                let node = Node { span, value };
                let built = Built { node, size: 1, depth: 0 };
                self.complete(built, anchor);
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), span);
                self.open(anchor, span, OpenKind::Seq(Vec::new()));
            }
            Event::MappingStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), span);
                let kind = OpenKind::Map {
                    map: Map::default(),
                    seen: HashMap::new(),
                    key: PendingKey::None,
                    merges: Vec::new(),
                };
                self.open(anchor, span, kind);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => self.alias(anchor, span)?,
            _ => {}
        }
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

    fn open(&mut self, anchor: usize, span: Span, kind: OpenKind) {
        self.stack.push(Open { anchor, span, kind, size: 1, depth: 1 });
    }

    fn close(&mut self, end: Span) {
        let Some(open) = self.stack.pop() else { return };
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
        let built = Built { node, size: open.size, depth: open.depth };
        self.complete(built, open.anchor);
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Box<Diagnostic>> {
        let Some(size) = self.anchors.get(&anchor).map(|built| built.size) else {
            let message = "this alias stands for something that it is itself part of";
            return Err(Box::new(Diagnostic::error(Code::YamlAlias, span, message)));
        };
        self.aliased += size;
        if self.aliased > MAX_ALIASED_NODES {
            let message = format!("aliases stand for more than {MAX_ALIASED_NODES} values");
            let diagnostic = Diagnostic::error(Code::YamlAliasBudget, span, message)
                .help("write the values out, or use fewer aliases of aliases");
            return Err(Box::new(diagnostic));
        }
        let built = self.anchors[&anchor].clone();
        if self.stack.len() + built.depth > MAX_DEPTH {
            let message = "maps and lists are nested too deeply through this alias";
            return Err(Box::new(Diagnostic::error(Code::YamlDepth, span, message)));
        }
        self.complete(built, 0);
        Ok(())
    }

    /// Puts a value where it belongs: into the open map or list, or at the root.
    fn complete(&mut self, built: Built, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, built.clone());
        }
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(built.node);
            return;
        };
        open.size += built.size;
        open.depth = open.depth.max(built.depth + 1);
        match &mut open.kind {
            OpenKind::Seq(items) => items.push(built.node),
            OpenKind::Map { map, seen, key, merges } => match std::mem::replace(key, PendingKey::None) {
                PendingKey::None => *key = take_key(built.node, seen, &mut self.diagnostics),
                PendingKey::Broken => {}
                PendingKey::Word(word, key_span) => {
                    let entry = Entry { key: word, key_span, value: built.node };
                    if entry.key == "<<" {
                        merges.push(entry);
                    } else {
                        map.entries.push(entry);
                    }
                }
            },
        }
    }

    /// `<<: *defaults` and `<<: [*a, *b]`: what the map has itself stays, earlier maps win.
    fn merge(&mut self, map: &mut Map, seen: &mut HashMap<String, Span>, merge: Entry) {
        let span = merge.value.head();
        let maps = match merge.value.value {
            Value::Seq(items) => items,
            _ => vec![merge.value],
        };
        for node in maps {
            let Value::Map(other) = node.value else {
                let message = "`<<` merges a map or a list of maps";
                self.diagnostics
                    .push(Diagnostic::error(Code::YamlAlias, span, message).help("write `<<: *anchor`"));
                continue;
            };
            for entry in other.entries {
                if seen.insert(entry.key.clone(), entry.key_span).is_none() {
                    map.entries.push(entry);
                }
            }
        }
    }

    fn scalar_style(&mut self, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Style {
        self.check_tag(tag, span);
        match (tag.and_then(Tag::core_suffix), style) {
            (Some("str"), ScalarStyle::Plain)
            | (None | Some("str"), ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) => Style::Quoted,
            (None | Some("str"), ScalarStyle::Literal | ScalarStyle::Folded) => Style::Block,
            _ => Style::Plain,
        }
    }

    fn check_tag(&mut self, tag: Option<&Tag>, span: Span) {
        let Some(tag) = tag else { return };
        if !tag.is_yaml_core_schema() && self.reported_tags.insert(span) {
            let message = format!("the tag `{}` has no meaning here", tag.original());
            self.diagnostics.push(
                Diagnostic::error(Code::YamlTag, span, message)
                    .help("remove the tag, or quote the value if the `!` is part of it"),
            );
        }
    }
}

fn take_key(node: Node, seen: &mut HashMap<String, Span>, diagnostics: &mut Vec<Diagnostic>) -> PendingKey {
    let span = node.head();
    let word = match node.value {
        Value::Scalar(scalar) if !scalar.text.is_empty() => scalar.text,
        _ => {
            let message = "a key must be a word";
            diagnostics.push(
                Diagnostic::error(Code::YamlKey, span, message)
                    .help("write `key: value`; put a value that starts with `{` in quotes"),
            );
            return PendingKey::Broken;
        }
    };
    if let Some(first) = seen.get(&word) {
        let message = format!("the key `{word}` is given twice");
        diagnostics.push(
            Diagnostic::error(Code::YamlDuplicateKey, span, message)
                .label("given again here")
                .also(*first, "first given here")
                .help("keep one of the two"),
        );
        return PendingKey::Broken;
    }
    seen.insert(word.clone(), span);
    PendingKey::Word(word, span)
}
