//! Lists and maps in brackets, on one line.

use super::scalar;
use crate::formation::written::{Piece, What, Written};

/// The value on one line; `None` where it has several, or a comment inside.
pub(super) fn inline(old: &Written<'_>, piece: &Piece) -> Option<String> {
    let next = old.comments.partition_point(|comment| comment.start <= piece.start);
    let commented = old.comments.get(next).is_some_and(|comment| comment.start < piece.end);
    if commented || piece.is_block_scalar() || piece.is_block_collection() {
        return None;
    }
    let mut out = props(old, piece);
    match &piece.what {
        What::Alias | What::Scalar { .. } => {
            let lines = scalar::lines(old, piece);
            let [line] = lines.as_slice() else { return None };
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(line);
        }
        What::Seq { items, .. } => {
            let items: Option<Vec<_>> = items.iter().map(|item| inline(old, item)).collect();
            brackets(&mut out, "[", &items?.join(", "), "]");
        }
        What::Map { pairs, .. } => {
            let pairs: Option<Vec<_>> = pairs.iter().map(|(key, value)| pair(old, key, value)).collect();
            let pairs = pairs?.join(", ");
            if old.text[piece.start..].starts_with('{') {
                brackets(&mut out, "{", &pairs, "}");
            } else {
                // `[a: b]`, a map of one pair.
                out.push_str(&pairs);
            }
        }
    }
    Some(out)
}

fn brackets(out: &mut String, open: &str, inside: &str, close: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.extend([open, inside, close]);
}

fn pair(old: &Written<'_>, key: &Piece, value: &Piece) -> Option<String> {
    let gap = old.text[key.end..value.outer_start().max(key.end)].contains('#');
    let key_text = inline(old, key)?;
    if gap || old.text[key.outer_start()..key.end].contains('\n') {
        return None;
    }
    let value_text = inline(old, value)?;
    if value.mark.is_none() {
        return Some(key_text);
    }
    let before = if matches!(key.what, What::Alias) || key.is_absent() { " " } else { "" };
    Some(format!("{key_text}{before}: {value_text}"))
}

/// Anchor and tag.
pub(super) fn props(old: &Written<'_>, piece: &Piece) -> String {
    let props: Vec<_> = piece.props.iter().map(|prop| &old.text[prop.clone()]).collect();
    props.join(" ")
}
