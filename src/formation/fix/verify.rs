//! Whether a changed file says what it said, but for the places that were changed.

use std::ops::Range;
use std::path::Path;

use super::edits::Changed;
use crate::formation::markdown::yaml_part;
use crate::formation::source::{Sources, Span};
use crate::formation::yaml::{self, Entry, Node, Value};

/// Whether the change is no more than it says: the new text can be read if the old one could, and its tree
/// differs only where an edit is.
pub(super) fn holds(path: &Path, old: &str, changed: &Changed) -> bool {
    let mut sources = Sources::default();
    let id = sources.add("", "");
    let (old_tree, old_faults) = yaml::parse(id, yaml_part(path, old));
    let (new_tree, new_faults) = yaml::parse(id, yaml_part(path, &changed.text));
    if new_faults.iter().filter(|fault| fault.is_error()).count()
        > old_faults.iter().filter(|fault| fault.is_error()).count()
    {
        return false;
    }
    match (old_tree, new_tree) {
        (Some(old), Some(new)) => same(&old, &new, changed),
        // What could not be read says nothing that could be lost.
        (None, _) => true,
        (Some(_), None) => false,
    }
}

fn same(old: &Node, new: &Node, changed: &Changed) -> bool {
    if touches(&changed.old, old.head()) && old.as_map().is_none() {
        return true;
    }
    match (&old.value, &new.value) {
        (Value::Scalar(a), Value::Scalar(b)) => a.text == b.text && a.resolve() == b.resolve(),
        (Value::Seq(a), Value::Seq(b)) => {
            let (a, b): (Vec<_>, Vec<_>) = (a.iter().collect(), b.iter().collect());
            pairs(&a, &b, |node| node.span, changed, |a, b| same(a, b, changed))
        }
        (Value::Map(a), Value::Map(b)) => {
            let (a, b): (Vec<_>, Vec<_>) = (a.iter().collect(), b.iter().collect());
            let key = |entry: &&Entry| entry.key_span;
            pairs(&a, &b, key, changed, |a, b| {
                (a.key == b.key || touches(&changed.old, a.key_span)) && same(&a.value, &b.value, changed)
            })
        }
        _ => touches(&changed.old, old.head()),
    }
}

/// Whether two lists are the same but for what edits took out and put in.
fn pairs<T>(
    old: &[T],
    new: &[T],
    place: impl Fn(&T) -> Span,
    changed: &Changed,
    same: impl Fn(&T, &T) -> bool,
) -> bool {
    let taken = |one: &&T| !covers(&changed.old, place(one));
    let put = |one: &&T| !covers(&changed.new, place(one));
    if old.len() == new.len() && old.iter().zip(new).all(|(a, b)| same(a, b)) {
        return true;
    }
    let (old, new): (Vec<_>, Vec<_>) = (old.iter().filter(taken).collect(), new.iter().filter(put).collect());
    old.len() == new.len() && old.iter().zip(&new).all(|(a, b)| same(a, b))
}

/// Whether an edit is at the span or next to it.
fn touches(edits: &[Range<usize>], span: Span) -> bool {
    edits.iter().any(|edit| edit.start <= span.end && span.start <= edit.end)
}

/// Whether an edit covers all of the span.
fn covers(edits: &[Range<usize>], span: Span) -> bool {
    edits.iter().any(|edit| edit.start <= span.start && span.end <= edit.end && !edit.is_empty())
}
