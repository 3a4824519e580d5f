//! Setting and adding: which bytes are replaced by which.

use std::ops::Range;

use serde_json::{Value, json};

use super::error::EditError;
use super::path::{Path, Step};
use super::place::{self, Place};
use super::render::{self, Indent, Quotes};
use super::{Order, remove};
use crate::formation::written::{Piece, ScalarStyle, What, Written};

/// What is to be done.
pub(super) enum Op<'v> {
    Set(&'v Value),
    Append(&'v Value),
    Unset,
}

pub(super) type Edits = Vec<(Range<usize>, String)>;

/// The edits that do it.
pub(super) fn edits(
    written: &Written<'_>,
    path: &Path,
    op: &Op<'_>,
    order: Order<'_>,
) -> Result<Edits, EditError> {
    let editor = Editor { written, indent: place::indent(written), path, order };
    if path.0.is_empty() {
        return Err(EditError::Unsure(path.clone()));
    }
    let Some(root) = &written.root else {
        return match op {
            Op::Unset => Err(EditError::NotThere(path.clone())),
            Op::Set(value) => Ok(editor.first(&wrap(path, 0, value)?)),
            Op::Append(item) => Ok(editor.first(&wrap(path, 0, &json!([item]))?)),
        };
    };
    let edits = match (op, place::find(root, path)?) {
        (Op::Unset, Place::There { piece, holder: Some((holder, index)) }) => {
            editor.not_shared(piece)?;
            remove::edits(written, holder, index)
        }
        (Op::Unset, _) => return Err(EditError::NotThere(path.clone())),
        (Op::Set(value), Place::There { piece, holder }) => {
            editor.not_shared(piece)?;
            editor.replace(piece, holder, value)
        }
        (Op::Append(item), Place::There { piece, holder }) => match &piece.what {
            What::Alias => return Err(EditError::Shared(path.clone())),
            What::Seq { items, .. } if !items.is_empty() => editor.add_item(piece, item),
            What::Seq { .. } => editor.replace(piece, holder, &json!([item])),
            _ if place::is_null(piece) => editor.replace(piece, holder, &json!([item])),
            _ => {
                let is = place::describe(piece);
                return Err(EditError::NotAList { at: path.clone(), is });
            }
        },
        (Op::Set(value), Place::Missing { holder, above, from }) => editor.add(holder, above, from, value)?,
        (Op::Append(item), Place::Missing { holder, above, from }) => {
            editor.add(holder, above, from, &json!([item]))?
        }
    };
    let edits = edits.ok_or_else(|| EditError::Unsure(path.clone()))?;
    Ok(if written.text.contains("\r\n") { with_carriage_returns(edits) } else { edits })
}

fn with_carriage_returns(edits: Edits) -> Edits {
    edits.into_iter().map(|(range, text)| (range, text.replace('\n', "\r\n"))).collect()
}

/// `value` inside the maps and lists that the steps from `from` on lead through.
fn wrap(path: &Path, from: usize, value: &Value) -> Result<Value, EditError> {
    let mut value = value.clone();
    for (nth, step) in path.0.iter().enumerate().skip(from).rev() {
        value = match step {
            Step::Key(key) => json!({ key.as_str(): value }),
            Step::Index(0) => json!([value]),
            Step::Index(_) => return Err(EditError::Beyond { at: path.head(nth), len: 0 }),
            Step::Id(_) => return Err(EditError::NotThere(path.head(nth + 1))),
        };
    }
    Ok(value)
}

struct Editor<'e, 't> {
    written: &'e Written<'t>,
    indent: Indent,
    path: &'e Path,
    order: Order<'e>,
}

impl Editor<'_, '_> {
    fn not_shared(&self, piece: &Piece) -> Result<(), EditError> {
        let shared = piece.anchor != 0 && self.written.aliased.contains(&piece.anchor);
        if shared { Err(EditError::Shared(self.path.clone())) } else { Ok(()) }
    }

    /// The first thing in a document that has only comments, or nothing.
    fn first(&self, value: &Value) -> Edits {
        let text = self.written.text;
        let end = self.written.end;
        let mut lines = String::new();
        if !text[..end].is_empty() && !text[..end].ends_with('\n') {
            lines.push('\n');
        }
        if let Value::Object(map) = value {
            for (key, of) in map {
                lines.push_str(&render::entry(key, of, 0, self.indent).join("\n"));
                lines.push('\n');
            }
        }
        vec![(end..end, if text.contains("\r\n") { lines.replace('\n', "\r\n") } else { lines })]
    }

    /// Puts `value` in place of `piece`.
    fn replace(&self, piece: &Piece, holder: Option<(&Piece, usize)>, value: &Value) -> Option<Edits> {
        let (outer, end) = (piece.outer_start(), remove::content_end(self.written, piece));
        let quotes = match &piece.what {
            What::Scalar { style: ScalarStyle::DoubleQuoted, .. } => Quotes::Double,
            What::Scalar { style: ScalarStyle::SingleQuoted, .. } => Quotes::Single,
            What::Scalar { style: ScalarStyle::Plain, text } if render::begins_with_version(text) => {
                Quotes::Plain
            }
            _ => Quotes::Least,
        };
        let Some((holder, _)) = holder else {
            // The document itself, which is `{}`, `[]` or null.
            return self.replace_root(piece, value);
        };
        if holder.is_flow() {
            let text = match value {
                Value::String(text) => render::text_inline(text, true, quotes),
                value => render::flow(value),
            };
            return Some(inline(piece, outer..end, text));
        }
        let column = self.written.column(holder.start);
        let dash = matches!(holder.what, What::Seq { .. });
        // Lines that come to be under a quoted one are easier to read as a block.
        let quotes =
            if value.as_str().is_some_and(|text| text.contains('\n')) { Quotes::Least } else { quotes };
        let was_inline = !piece.is_block_scalar() && !piece.is_block_collection();
        let (indent, list_item) = (self.indent, dash && is_collection(value));
        let rendered = if list_item {
            let mut lines = render::item(value, column, indent);
            let head = lines.remove(0)[column + 2..].to_owned();
            render::Rendered { head, body: lines }
        } else {
            let indent = if dash { Indent { step: 2, ..indent } } else { indent };
            render::value(value, column, indent, quotes)
        };
        if was_inline && rendered.body.is_empty() {
            return Some(inline(piece, outer..end, rendered.head));
        }
        let column = if dash { column + 2 } else { column + self.indent.step };
        let in_quotes = || {
            let head = render::text_inline(value.as_str()?, false, Quotes::Double);
            self.lines(piece, &render::Rendered { head, body: Vec::new() }, column, false)
        };
        self.lines(piece, &rendered, column, list_item).or_else(in_quotes)
    }

    fn replace_root(&self, piece: &Piece, value: &Value) -> Option<Edits> {
        let Value::Object(map) = value else { return None };
        if piece.is_block_collection() {
            return None;
        }
        let lines: Vec<_> = map.iter().flat_map(|(key, of)| render::entry(key, of, 0, self.indent)).collect();
        let before = if self.written.column(piece.outer_start()) == 0 { "" } else { "\n" };
        Some(vec![(piece.outer_start()..piece.end, format!("{before}{}", lines.join("\n")))])
    }

    /// A value with lines of its own, before or after: all after the key's mark is written anew, comments kept.
    fn lines(
        &self,
        piece: &Piece,
        new: &render::Rendered,
        column: usize,
        head_is_entry: bool,
    ) -> Option<Edits> {
        let w = self.written;
        let from = piece.mark? + 1;
        let (outer, end) = (piece.outer_start().max(from), remove::content_end(w, piece).max(from));
        let region = from..w.line_end(end);
        // A comment inside of what goes away goes with it, but not that of a block's first line.
        let head_end = w.line_end(from);
        let kept: Vec<_> = w
            .comments
            .iter()
            .filter(|c| region.contains(&c.start))
            .filter(|c| {
                let after = c.start >= end && !piece.is_block_collection();
                c.start < outer || after || (c.start < head_end && !piece.is_flow())
            })
            .cloned()
            .collect();
        if kept.len() > 1 && new.head.starts_with('|') {
            // In the block they would be text.
            return None;
        }
        let mut out = String::new();
        let below = head_is_entry && !kept.is_empty();
        if !new.head.is_empty() && !below {
            out.push(' ');
            out.push_str(&new.head);
        }
        let pad = " ".repeat(column);
        for (nth, comment) in kept.iter().enumerate() {
            let blank =
                w.text[..comment.start].len() - w.text[..comment.start].trim_end_matches([' ', '\t']).len();
            if nth == 0 {
                let blanks = &w.text[comment.start - blank..comment.start];
                out.push_str(if w.starts_line(comment.start) || blanks.is_empty() { " " } else { blanks });
            } else {
                out.push('\n');
                out.push_str(&pad);
            }
            out.push_str(&w.text[comment.clone()]);
        }
        if below {
            out.extend(["\n", &pad, &new.head]);
        }
        for line in &new.body {
            out.push('\n');
            out.push_str(line);
        }
        Some(vec![(region, out)])
    }

    /// Adds what the path names to `holder`, which has it not.
    fn add(
        &self,
        holder: &Piece,
        above: Option<(&Piece, usize)>,
        from: usize,
        value: &Value,
    ) -> Result<Option<Edits>, EditError> {
        if place::is_null(holder) || holder.is_empty_collection() {
            self.not_shared(holder)?;
            let value = wrap(self.path, from, value)?;
            if let (None, true) = (above, place::is_null(holder)) {
                return Ok(self.replace_root(holder, &value));
            }
            return Ok(self.replace(holder, above, &value));
        }
        let value = wrap(self.path, from + 1, value)?;
        Ok(match &self.path.0[from] {
            Step::Key(key) => self.add_entry(holder, key, &value, &self.path.0[..from]),
            Step::Index(_) | Step::Id(_) => self.add_item(holder, &value),
        })
    }

    fn add_item(&self, list: &Piece, value: &Value) -> Option<Edits> {
        let What::Seq { flow, items } = &list.what else { return None };
        let end = items.last()?;
        if *flow {
            return Some(self.add_in_brackets(list, end, &render::flow(value)));
        }
        let column = self.written.column(list.start);
        let lines = render::item(value, column, self.indent);
        let at = self.end_of_block(end, column);
        Some(vec![(at..at, format!("\n{}", lines.join("\n")))])
    }

    fn add_entry(&self, map: &Piece, key: &str, value: &Value, steps: &[Step]) -> Option<Edits> {
        let What::Map { flow, pairs } = &map.what else { return None };
        let (_, last) = pairs.last()?;
        if *flow {
            let pair = render::flow(&json!({ key: value }));
            return Some(self.add_in_brackets(map, last, &pair[1..pair.len() - 1]));
        }
        let column = self.written.column(map.start);
        let lines = render::entry(key, value, column, self.indent);
        let spread = steps.is_empty() && lines.len() > 1 && self.is_spread(pairs);
        let after = self.neighbour(pairs, key, steps);
        let Some(after) = after else {
            let pad = " ".repeat(column);
            let at = pairs[0].0.mark.unwrap_or(pairs[0].0.outer_start());
            let text = lines.join("\n");
            return Some(vec![(at..at, format!("{}\n{pad}", &text[column..]))]);
        };
        let at = match pairs.get(after + 1) {
            Some(_) => self.written.line_end(remove::content_end(self.written, &pairs[after].1)),
            None => self.end_of_block(&pairs[after].1, column),
        };
        // After a block that keeps its blank lines one more would be text.
        let blank =
            if spread && !remove::keeps_blank_lines(self.written, &pairs[after].1) { "\n" } else { "" };
        // With something after it that is not set off, the new block is.
        let next = pairs.get(after + 1).filter(|_| spread);
        let crowded = next.is_some_and(|_| !self.blank_after(at));
        let tail = if crowded { "\n" } else { "" };
        Some(vec![(at..at, format!("\n{blank}{}{tail}", lines.join("\n")))])
    }

    /// After which of the pairs a new key goes; `None`: before the first.
    fn neighbour(&self, pairs: &[(Piece, Piece)], key: &str, steps: &[Step]) -> Option<usize> {
        let order = (self.order)(steps);
        let rank = |key: &str| order.iter().position(|name| *name == key);
        let Some(own) = rank(key) else { return Some(pairs.len() - 1) };
        let of = |pair: &(Piece, Piece)| pair.0.scalar().and_then(rank);
        let before = pairs.iter().rposition(|pair| of(pair).is_some_and(|other| other < own));
        let first_after = pairs.iter().position(|pair| of(pair).is_some_and(|other| other > own));
        match (before, first_after) {
            (Some(before), _) => Some(before),
            (None, Some(0)) => None,
            (None, Some(after)) => Some(after - 1),
            (None, None) => Some(pairs.len() - 1),
        }
    }

    /// Whether blank lines stand between the entries of the document.
    fn is_spread(&self, pairs: &[(Piece, Piece)]) -> bool {
        let w = self.written;
        pairs.windows(2).any(|two| {
            let between = &w.text[remove::content_end(w, &two[0].1)..two[1].0.outer_start()];
            between.split('\n').skip(1).any(|line| line.trim().is_empty())
                && between.matches('\n').count() > 1
        })
    }

    fn blank_after(&self, at: usize) -> bool {
        let rest = &self.written.text[self.written.next_line(at)..];
        rest.split('\n').next().is_none_or(|line| line.trim().is_empty())
    }

    /// Where a block in `column` ends, with the comments that stand in it after its last value.
    fn end_of_block(&self, last: &Piece, column: usize) -> usize {
        let w = self.written;
        let mut end = w.line_end(remove::content_end(w, last));
        let mut apart = false;
        let mut at = w.next_line(end);
        while at < w.end {
            let line = &w.text[at..w.line_end(at)];
            let indent = line.chars().take_while(|c| *c == ' ').count();
            let trimmed = line.trim();
            if trimmed.is_empty() {
                apart = true;
            } else if trimmed.starts_with('#') && indent >= column && !(apart && column == 0) {
                end = w.line_end(at);
            } else {
                break;
            }
            let next = w.next_line(at);
            if next == at {
                break;
            }
            at = next;
        }
        end
    }

    /// One more between brackets, on a line of its own if the last one is.
    fn add_in_brackets(&self, list: &Piece, final_one: &Piece, text: &str) -> Edits {
        let w = self.written;
        let inside = &w.text[final_one.end..list.end - 1];
        let comma = inside.trim_start().starts_with(',');
        let opening_line = w.line_start(list.start);
        if w.line_start(final_one.end) == opening_line || !inside.contains('\n') {
            let at = if comma { final_one.end + inside.find(',').unwrap_or(0) + 1 } else { final_one.end };
            return vec![(at..at, if comma { format!(" {text}") } else { format!(", {text}") })];
        }
        let line = w.line_start(final_one.outer_start());
        let indent: String = w.text[line..].chars().take_while(|c| *c == ' ').collect();
        let end = w.line_end(final_one.end);
        let tail = if comma { "," } else { "" };
        let mut edits = vec![(end..end, format!("\n{indent}{text}{tail}"))];
        if !comma {
            edits.push((final_one.end..final_one.end, ",".into()));
        }
        edits
    }
}

/// Text in place of what is on one line, or of nothing.
fn inline(piece: &Piece, range: Range<usize>, text: String) -> Edits {
    if range.is_empty() {
        let after_mark = piece.mark.map_or(range.start, |mark| mark + 1);
        let at = range.start.max(after_mark);
        return vec![(at..at, if piece.mark.is_some() { format!(" {text}") } else { format!(": {text}") })];
    }
    vec![(range, text)]
}

fn is_collection(value: &Value) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty())
        || value.as_object().is_some_and(|map| !map.is_empty())
}
