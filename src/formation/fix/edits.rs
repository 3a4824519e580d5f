//! Edits on texts.

use std::collections::BTreeMap;

use super::verify;
use crate::formation::diagnostic::{Diagnostic, Edit};
use crate::formation::load::Loaded;
use crate::formation::source::SourceId;

/// Whether the edit is in a file that can be written, between characters of it.
pub(super) fn is_within(loaded: &Loaded, edit: &Edit) -> bool {
    let span = edit.span;
    loaded.file(span.source).is_some() && {
        let text = loaded.sources.get(span.source).text();
        text.get(span.start..span.end).is_some()
    }
}

/// Whether two edits are about the same bytes, or insert at the same place.
pub(super) fn overlap(a: &Edit, b: &Edit) -> bool {
    let (a, b) = (a.span, b.span);
    if a.source != b.source {
        return false;
    }
    let touching = a.start <= b.end && b.start <= a.end;
    let crossing = a.start < b.end && b.start < a.end;
    if a.is_empty() || b.is_empty() { touching } else { crossing }
}

/// The texts with the fixes of `chosen` applied; `None` if one of them would say something else than it should.
pub(super) fn apply(loaded: &Loaded, chosen: &[&Diagnostic]) -> Option<BTreeMap<SourceId, String>> {
    let mut by_source: BTreeMap<SourceId, Vec<&Edit>> = BTreeMap::new();
    for edit in chosen.iter().filter_map(|one| one.fix.as_ref()).flat_map(|fix| &fix.edits) {
        by_source.entry(edit.span.source).or_default().push(edit);
    }
    let mut texts = BTreeMap::new();
    for (id, mut edits) in by_source {
        edits.sort_by_key(|edit| edit.span);
        let source = loaded.sources.get(id);
        let changed = Changed::new(source.text(), &edits);
        let holds = verify::holds(source.path(), source.text(), &changed);
        if !holds {
            return None;
        }
        texts.insert(id, changed.text);
    }
    Some(texts)
}

/// A text after edits, and which bytes of the old and the new one are theirs.
pub(super) struct Changed {
    pub(super) text: String,
    pub(super) old: Vec<std::ops::Range<usize>>,
    pub(super) new: Vec<std::ops::Range<usize>>,
}

impl Changed {
    /// Applies `edits`, which are in order and do not overlap. New lines end as the first line of the text does.
    pub(super) fn new(text: &str, edits: &[&Edit]) -> Self {
        let windows = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
        let mut changed = Self { text: String::with_capacity(text.len()), old: Vec::new(), new: Vec::new() };
        let mut at = 0;
        for edit in edits {
            changed.text.push_str(&text[at..edit.span.start]);
            let start = changed.text.len();
            if windows && !edit.text.contains('\r') {
                changed.text.push_str(&edit.text.replace('\n', "\r\n"));
            } else {
                changed.text.push_str(&edit.text);
            }
            changed.old.push(edit.span.start..edit.span.end);
            changed.new.push(start..changed.text.len());
            at = edit.span.end;
        }
        changed.text.push_str(&text[at..]);
        changed
    }
}
