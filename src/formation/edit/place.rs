//! Following a path through what is written.

use super::error::EditError;
use super::path::{Path, Step};
use super::render::Indent;
use crate::formation::written::{Piece, What, Written};

/// Where a path leads.
pub(super) enum Place<'d> {
    /// To something; with what holds it and its number there, if it is not the document itself.
    There { piece: &'d Piece, holder: Option<(&'d Piece, usize)> },
    /// To nothing yet: `from` steps of it lead to `holder`.
    Missing { holder: &'d Piece, above: Option<(&'d Piece, usize)>, from: usize },
}

/// Follows `path` from `root`.
pub(super) fn find<'d>(root: &'d Piece, path: &Path) -> Result<Place<'d>, EditError> {
    let mut piece = root;
    let mut holder = None;
    for (nth, step) in path.0.iter().enumerate() {
        let found = match (&piece.what, step) {
            (What::Alias, _) => return Err(EditError::Shared(path.head(nth))),
            (What::Map { pairs, .. }, Step::Key(key)) => {
                let found = pairs.iter().position(|(k, _)| k.scalar() == Some(key.as_str()));
                if let (None, Some(file)) = (found, included(pairs)) {
                    return Err(EditError::Included { at: path.head(nth), file });
                }
                found
            }
            (What::Seq { items, .. }, Step::Index(index)) => {
                if *index > items.len() {
                    return Err(EditError::Beyond { at: path.head(nth), len: items.len() });
                }
                (*index < items.len()).then_some(*index)
            }
            (What::Seq { items, .. }, Step::Id(id)) => {
                let found = items.iter().position(|item| id_of(item) == Some(id));
                Some(found.ok_or_else(|| EditError::NotThere(path.head(nth + 1)))?)
            }
            _ if is_null(piece) => None,
            _ => {
                let is = describe(piece);
                return Err(EditError::Inside { at: path.head(nth), is, wanted: path.clone() });
            }
        };
        let Some(index) = found else {
            return Ok(Place::Missing { holder: piece, above: holder, from: nth });
        };
        holder = Some((piece, index));
        piece = match &piece.what {
            What::Seq { items, .. } => &items[index],
            What::Map { pairs, .. } => &pairs[index].1,
            _ => piece,
        };
    }
    Ok(Place::There { piece, holder })
}

fn included(pairs: &[(Piece, Piece)]) -> Option<String> {
    let (_, file) = pairs.iter().find(|(key, _)| key.scalar() == Some("$include"))?;
    file.scalar().map(str::to_owned)
}

fn id_of(item: &Piece) -> Option<&str> {
    match &item.what {
        What::Map { pairs, .. } => pairs.iter().find(|(key, _)| key.scalar() == Some("id"))?.1.scalar(),
        _ => item.scalar(),
    }
}

/// Whether it is `null`, `~` or nothing.
pub(super) fn is_null(piece: &Piece) -> bool {
    use crate::formation::written::ScalarStyle;
    let tagged = !piece.props.is_empty() && piece.anchor == 0;
    match &piece.what {
        What::Scalar { style: ScalarStyle::Plain, text } => {
            piece.start == piece.end || (!tagged && matches!(&**text, "~" | "null" | "Null" | "NULL"))
        }
        _ => false,
    }
}

/// What a person calls it.
pub(super) fn describe(piece: &Piece) -> &'static str {
    match &piece.what {
        What::Alias => "an alias",
        What::Scalar { .. } => "a single value",
        What::Seq { .. } => "a list",
        What::Map { .. } => "a map",
    }
}

/// How the document indents, by the first map and the first list in a map that show it.
pub(super) fn indent(written: &Written<'_>) -> Indent {
    let mut found = (None, None);
    if let Some(root) = &written.root {
        look(written, root, &mut found);
    }
    let default = Indent::default();
    let step = found.0.unwrap_or(default.step);
    Indent { step, list: found.1.unwrap_or(step) }
}

fn look(written: &Written<'_>, piece: &Piece, found: &mut (Option<usize>, Option<usize>)) {
    match &piece.what {
        What::Map { flow: false, pairs } => {
            let column = written.column(piece.start);
            for (_, value) in pairs {
                let offset = |value: &Piece| written.column(value.start).checked_sub(column);
                match &value.what {
                    What::Map { flow: false, .. } => {
                        found.0 = found.0.or_else(|| offset(value).filter(|n| *n > 0));
                    }
                    What::Seq { flow: false, .. } => found.1 = found.1.or_else(|| offset(value)),
                    _ => {}
                }
                look(written, value, found);
            }
        }
        What::Seq { flow: false, items } => items.iter().for_each(|item| look(written, item, found)),
        _ => {}
    }
}
