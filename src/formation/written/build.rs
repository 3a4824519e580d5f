//! From the parser's events to [`Written`].

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StructureStyle};

use super::{Piece, What, Written};
use crate::formation::yaml::MAX_DEPTH;

/// Reads the first document of `text`, which has no byte order mark.
pub(in crate::formation) fn read(text: &str) -> Result<Written<'_>, ScanError> {
    let options = granit_parser::options! {
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        emit_anchor_events: true,
        max_buffered_comment_events: usize::MAX,
    };
    let mut builder = Builder::new(text);
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next?;
        if !builder.event(event, &span) {
            break;
        }
    }
    builder.written.comments.sort_by_key(|comment| comment.start);
    Ok(builder.written)
}

/// A list or map that is not closed yet.
struct Open {
    piece: Piece,
    /// The key whose value comes next.
    key: Option<Piece>,
}

struct Builder<'t> {
    written: Written<'t>,
    open: Vec<Open>,
    /// After the last thing that was read.
    cursor: usize,
    documents: usize,
    /// For the anchor that may come next.
    last: Last,
}

/// Where the node of the last event is, for the anchor that comes after it.
#[derive(Clone, Copy)]
enum Last {
    Nothing,
    Open,
    Closed,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        let written = Written {
            text,
            root: None,
            comments: Vec::new(),
            start: None,
            end: text.len(),
            second: None,
            aliased: std::collections::HashSet::new(),
        };
        Self { written, open: Vec::new(), cursor: 0, documents: 0, last: Last::Nothing }
    }

    /// Whether to go on.
    fn event(&mut self, event: Event<'_>, span: &Span) -> bool {
        let range = span.byte_range().unwrap_or(0..0);
        match event {
            Event::Comment(..) => self.written.comments.push(range),
            Event::DocumentStart(explicit, _) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.written.second = Some(range.start);
                    return false;
                }
                if explicit {
                    self.cursor = range.end;
                    self.written.start = Some(range);
                }
            }
            Event::DocumentEnd if range.end > range.start => self.written.end = range.start,
            Event::Alias(anchor) => {
                self.written.aliased.insert(anchor);
                let piece = self.piece(span, What::Alias);
                self.cursor = range.end;
                self.close(piece);
            }
            Event::Scalar(text, style, anchor, _) => {
                let what = What::Scalar { style, text: text.into_owned() };
                let mut piece = self.piece(span, what);
                piece.anchor = anchor;
                self.place_scalar(&mut piece, style, range.start, range.end);
                self.close(piece);
                self.last = Last::Closed;
            }
            Event::SequenceStart(style, anchor, _) => {
                let what = What::Seq { flow: is_flow(style), items: Vec::new() };
                self.begin(span, what, anchor);
            }
            Event::MappingStart(style, anchor, _) => {
                let what = What::Map { flow: is_flow(style), pairs: Vec::new() };
                self.begin(span, what, anchor);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(range.end, range.end > range.start),
            Event::Anchor(_, _) => self.anchor(range),
            _ => {}
        }
        true
    }

    fn begin(&mut self, span: &Span, what: What, anchor: usize) {
        let range = span.byte_range().unwrap_or(0..0);
        let mut piece = self.piece(span, what);
        piece.anchor = anchor;
        if range.end > range.start {
            self.cursor = range.end;
        }
        self.open.push(Open { piece, key: None });
        self.last = Last::Open;
    }

    fn end(&mut self, end: usize, bracket: bool) {
        let Some(Open { mut piece, key }) = self.open.pop() else { return };
        if let (Some(key), What::Map { pairs, .. }) = (key, &mut piece.what) {
            let value = absent(key.end);
            pairs.push((key, value));
        }
        let last = match &piece.what {
            What::Seq { items, .. } => items.last().map(|item| item.end),
            What::Map { pairs, .. } => pairs.last().map(|(_, value)| value.end),
            _ => None,
        };
        piece.end = if bracket { end } else { last.unwrap_or(piece.start).max(piece.start) };
        if bracket {
            self.cursor = end;
        }
        self.close(piece);
        self.last = Last::Nothing;
    }

    /// The anchor of the node that came last.
    fn anchor(&mut self, range: std::ops::Range<usize>) {
        let piece = match self.last {
            Last::Nothing => return,
            Last::Open => self.open.last_mut().map(|open| &mut open.piece),
            Last::Closed => match self.open.last_mut() {
                None => self.written.root.as_mut(),
                Some(Open { key: Some(key), .. }) => Some(key),
                Some(Open { piece, .. }) => match &mut piece.what {
                    What::Seq { items, .. } => items.last_mut(),
                    What::Map { pairs, .. } => pairs.last_mut().map(|(_, value)| value),
                    _ => None,
                },
            },
        };
        let Some(piece) = piece else { return };
        let end = range.end;
        piece.props.push(range);
        piece.props.sort_by_key(|prop| prop.start);
        if piece.start == piece.end && !piece.is_block_collection() {
            let after = piece.props.last().map_or(end, |prop| prop.end);
            piece.start = after;
            piece.end = after;
        }
        self.cursor = self.cursor.max(end);
    }

    /// A value with the mark before it.
    fn piece(&mut self, span: &Span, what: What) -> Piece {
        let range = span.byte_range().unwrap_or(0..0);
        let mark = self.mark();
        if let Some(mark) = mark {
            self.cursor = mark + 1;
        }
        let tag = span.tag_span().and_then(|tag| tag.byte_range());
        if let Some(tag) = &tag {
            self.cursor = self.cursor.max(tag.end);
        }
        Piece { mark, props: tag.into_iter().collect(), anchor: 0, start: range.start, end: range.end, what }
    }

    fn mark(&self) -> Option<usize> {
        let open = self.open.last()?;
        let wanted = match (&open.piece.what, &open.key) {
            (What::Seq { flow: false, .. }, _) => '-',
            (What::Map { .. }, Some(_)) => ':',
            (What::Map { .. }, None) => '?',
            _ => return None,
        };
        let at = skip(self.written.text, self.cursor, true);
        let rest = &self.written.text[at..];
        let alone = || rest[1..].chars().next().is_none_or(char::is_whitespace);
        (rest.starts_with(wanted) && (wanted == ':' || alone())).then_some(at)
    }

    fn place_scalar(&mut self, piece: &mut Piece, style: ScalarStyle, start: usize, end: usize) {
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                piece.start = header(self.written.text, self.cursor);
                let line = self.written.text[piece.start..].find('\n');
                let line_end = line.map_or(self.written.text.len(), |newline| piece.start + newline + 1);
                // The parser takes the next line's indentation along.
                let whole = self.written.text[..end].trim_end_matches(' ');
                let end = if whole.ends_with('\n') { whole.len() } else { end };
                piece.end = end.max(line_end);
                self.cursor = piece.end;
            }
            _ if start == end => {
                // The parser puts what is absent at the next token.
                piece.start = self.cursor;
                piece.end = self.cursor;
            }
            _ => self.cursor = end,
        }
    }

    fn close(&mut self, piece: Piece) {
        let Some(open) = self.open.last_mut() else {
            self.written.root = Some(piece);
            return;
        };
        match &mut open.piece.what {
            What::Seq { flow, items } => {
                if let (true, false, Some(dash)) = (items.is_empty(), *flow, piece.mark) {
                    // Where dashes stand under their key the parser gives the place after the first.
                    open.piece.start = dash;
                }
                items.push(piece);
            }
            What::Map { pairs, .. } => match open.key.take() {
                Some(key) => pairs.push((key, piece)),
                None => open.key = Some(piece),
            },
            _ => {}
        }
    }
}

fn absent(at: usize) -> Piece {
    let what = What::Scalar { style: ScalarStyle::Plain, text: String::new() };
    Piece { mark: None, props: Vec::new(), anchor: 0, start: at, end: at, what }
}

fn is_flow(style: StructureStyle) -> bool {
    style == StructureStyle::Flow
}

/// The next byte from `at` that is neither blank nor in a comment, nor a comma where those are to be skipped.
fn skip(text: &str, at: usize, commas: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = at;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => at += 1,
            b',' if commas => at += 1,
            b'#' => at = text[at..].find('\n').map_or(text.len(), |newline| at + newline),
            _ => break,
        }
    }
    at
}

/// The `|` or `>` that comes next after anchor and tag.
fn header(text: &str, from: usize) -> usize {
    let mut at = skip(text, from, false);
    while text[at..].starts_with(['&', '!']) {
        at = text[at..].find(char::is_whitespace).map_or(text.len(), |blank| at + blank);
        at = skip(text, at, false);
    }
    at
}
