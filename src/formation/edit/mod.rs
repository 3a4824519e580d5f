//! Changes of YAML text that keep the rest of it: comments, order, quotes, line ends, indentation.
//!
//! Every change is checked before it is given out: the new text parses, and says what the old one said but for
//! the one path. Where that cannot be had there is an [`EditError`] that says what to do by hand.

mod change;
mod error;
mod path;
mod place;
mod plain;
mod remove;
pub(in crate::formation) mod render;
#[cfg(test)]
mod tests;

use std::ops::Range;

use serde_json::Value;

use super::source::Sources;
use super::yaml::{self, Node};
use change::Op;

pub use error::EditError;
pub use path::{BadPath, Path, Step};
pub use plain::json;

/// The order in which a new key is put among those that are there: for the path of a map, its keys as they are
/// usually written. A key that is not among them, and any without an order, comes last.
pub type Order<'a> = &'a dyn Fn(&[Step]) -> Vec<&'static str>;

/// New keys come last.
pub const AT_THE_END: Order<'static> = &|_| Vec::new();

/// Puts `value` at `path`, in place of what is there; maps and lists on the way are made.
pub fn set(text: &str, path: &Path, value: &Value) -> Result<String, EditError> {
    set_in_order(text, path, value, AT_THE_END)
}

/// The same; a new key goes where `order` has it.
pub fn set_in_order(text: &str, path: &Path, value: &Value, order: Order<'_>) -> Result<String, EditError> {
    change(text, path, &Op::Set(value), order)
}

/// Takes what is at `path` away, with its key or dash. A map or list that loses its last thing is left empty.
pub fn unset(text: &str, path: &Path) -> Result<String, EditError> {
    change(text, path, &Op::Unset, AT_THE_END)
}

/// Puts `item` at the end of the list at `path`, which is made if it is not there.
pub fn append(text: &str, path: &Path, item: &Value) -> Result<String, EditError> {
    append_in_order(text, path, item, AT_THE_END)
}

/// The same; where the list is new, its key goes where `order` has it.
pub fn append_in_order(text: &str, path: &Path, item: &Value, order: Order<'_>) -> Result<String, EditError> {
    change(text, path, &Op::Append(item), order)
}

/// Puts the second of each pair in place of the bytes of the first; the ranges may come in any order.
pub fn apply<T: AsRef<str>>(text: &str, edits: &[(Range<usize>, T)]) -> Result<String, EditError> {
    let mut order: Vec<_> = edits.iter().collect();
    order.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (range, new) in order {
        let between = text.get(done..range.start).filter(|_| range.start <= range.end);
        let between = between.filter(|_| text.is_char_boundary(range.end.min(text.len())));
        out.push_str(between.ok_or(EditError::Overlap)?);
        out.push_str(new.as_ref());
        done = range.end;
    }
    out.push_str(text.get(done..).ok_or(EditError::Overlap)?);
    Ok(out)
}

/// What `text` says; `Null` where it says nothing.
pub fn read(text: &str) -> Result<Value, EditError> {
    Ok(tree(text)?.map_or(Value::Null, |tree| json(&tree)))
}

/// The text of the single value at `path` as it stands there: `1.10` where [`read`] has the number 1.1.
pub fn scalar_at(text: &str, path: &Path) -> Option<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let written = super::written::read(text).ok()?;
    match place::find(written.root.as_ref()?, path).ok()? {
        place::Place::There { piece, .. } => piece.scalar().map(str::to_owned),
        place::Place::Missing { .. } => None,
    }
}

fn change(text: &str, path: &Path, op: &Op<'_>, order: Order<'_>) -> Result<String, EditError> {
    let (mark, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    let old = read(body)?;
    let written = super::written::read(body).map_err(|_| EditError::Unsure(path.clone()))?;
    let edits = change::edits(&written, path, op, order)?;
    let new = apply(body, &edits)?;
    let wanted = plain::expected(&old, path, op).ok_or_else(|| EditError::Unsure(path.clone()))?;
    let is = read(&new).ok();
    if is.as_ref() != Some(&wanted) {
        let shared = !written.aliased.is_empty();
        return Err(if shared { EditError::Shared(path.clone()) } else { EditError::Unsure(path.clone()) });
    }
    Ok(format!("{mark}{new}"))
}

/// The tree of `text`, if nothing is wrong with it but tags that have no meaning.
fn tree(text: &str) -> Result<Option<Node>, EditError> {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    let (tree, found) = yaml::parse(id, sources.get(id).text());
    let wrong = found.iter().find(|d| d.is_error() && d.code != super::code::Code::YamlTag);
    if let Some(wrong) = wrong {
        let at = sources.position(wrong.primary.span);
        return Err(EditError::NotYaml { line: at.line, column: at.column, message: wrong.message.clone() });
    }
    Ok(tree)
}
