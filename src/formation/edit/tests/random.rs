//! Over random documents: a change changes what it is about, and no other line.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::formation::edit::change::Op;
use crate::formation::edit::place::{self, Place};
use crate::formation::edit::remove;
use crate::formation::edit::{self, EditError, Path, Step, plain};
use crate::formation::written::{self, random};

/// Every path of a value.
fn paths(value: &Value, at: &Path, out: &mut Vec<Path>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = at.then(Step::Key(key.clone()));
                out.push(path.clone());
                paths(value, &path, out);
            }
        }
        Value::Array(items) => {
            for (nth, value) in items.iter().enumerate() {
                let path = at.then(Step::Index(nth));
                out.push(path.clone());
                paths(value, &path, out);
            }
        }
        _ => {}
    }
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        Just(json!(7)),
        Just(json!("text")),
        Just(json!("no: # [")),
        Just(json!("two\nlines\n")),
        Just(json!("  two\nlines")),
        Just(json!("two\nlines\n\n")),
        Just(json!([])),
        Just(json!(["a", {"b": 1, "c": ["d"]}, []])),
        Just(json!({"a": {"b": "c: d"}, "e": [1, 2]})),
        any::<String>().prop_map(Value::String),
    ]
}

/// The lines outside of `from..to`, bytes of `text`.
fn lines_outside(text: &str, from: usize, to: usize) -> Vec<String> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if end <= from || at > to {
            out.push(line.trim_end_matches(['\r', '\n']).to_owned());
        }
        at = end;
    }
    out
}

/// The lines of the old text that are about `path`, from its key to its last value.
fn region(text: &str, path: &Path, unset: bool) -> Option<(usize, usize)> {
    let document = written::read(text).ok()?;
    match place::find(document.root.as_ref()?, path).ok()? {
        Place::There { piece, holder } => {
            let (holder, index) = holder?;
            let start = match &holder.what {
                written::What::Map { pairs, .. } => pairs[index].0.outer_start(),
                _ => piece.mark.unwrap_or(piece.outer_start()),
            };
            let only = match &holder.what {
                written::What::Map { pairs, .. } => pairs.len() == 1,
                written::What::Seq { items, .. } => items.len() == 1,
                _ => false,
            };
            // What is left empty is written behind the mark of what held it.
            let start = holder.mark.filter(|_| only && unset).unwrap_or(start);
            let start = document.line_start(start);
            Some((start, remove::content_end(&document, piece).max(start)))
        }
        Place::Missing { holder, .. } => {
            let (start, end) = (document.line_start(holder.start), remove::content_end(&document, holder));
            // A new line after the last one of what it is added to.
            if holder.is_block_collection() { None } else { Some((start, end)) }
        }
    }
}

/// Behind a dash the second key of a map comes to stand where the first one was.
fn is_subsequence(lines: &[String], of: &str, dashes: bool) -> bool {
    let bare = |line: &str| {
        let line = line.trim_end_matches('\r');
        if dashes { line.trim_start_matches([' ', '-']).to_owned() } else { line.to_owned() }
    };
    let mut there = of.split('\n').map(bare);
    lines.iter().all(|line| there.any(|other| other == bare(line)))
}

fn check(
    text: &str,
    path: &Path,
    op: &Op<'_>,
    result: Result<String, EditError>,
) -> Result<(), TestCaseError> {
    let new = match result {
        Ok(new) => new,
        Err(error) => return Err(TestCaseError::fail(format!("{error} ({path})\n{text}"))),
    };
    let old = edit::read(text).expect("it is YAML");
    let says = edit::read(&new).expect("it is still YAML");
    prop_assert_eq!(Some(says), plain::expected(&old, path, op), "{} in\n{}\nis now\n{}", path, text, new);
    let (from, to) = region(text, path, matches!(op, Op::Unset)).unwrap_or((text.len() + 1, text.len() + 1));
    let mut kept = lines_outside(text, from, to);
    if matches!(op, Op::Unset) {
        // Comments that are indented below what goes away belong to it.
        let indent = text[from.min(text.len())..].chars().take_while(|c| *c == ' ').count();
        let inner = |line: &String| {
            line.trim_start().starts_with('#') && line.chars().take_while(|c| *c == ' ').count() > indent
        };
        let blank_or_inner = |line: &String| line.trim().is_empty() || inner(line);
        kept.retain(|line| !blank_or_inner(line));
    }
    prop_assert!(
        is_subsequence(&kept, &new, matches!(op, Op::Unset)),
        "{} in\n{}\nis now\n{}",
        path,
        text,
        new
    );
    if text.contains("\r\n") {
        prop_assert!(!new.replace("\r\n", "").contains('\n'), "{:?}", new);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn setting_changes_what_is_at_the_path_and_no_other_line(
        text in random::documents(), which in any::<prop::sample::Index>(), value in values(),
    ) {
        let mut all = Vec::new();
        paths(&edit::read(&text).unwrap(), &Path::default(), &mut all);
        let path = which.get(&all);
        check(&text, path, &Op::Set(&value), edit::set(&text, path, &value))?;
    }

    #[test]
    fn adding_keys_touches_no_line_that_is_there(
        text in random::documents(), which in any::<prop::sample::Index>(), value in values(),
    ) {
        let says = edit::read(&text).unwrap();
        let mut all = vec![Path::default()];
        paths(&says, &Path::default(), &mut all);
        all.retain(|path| {
            let mut value = says.clone();
            let found = path.0.iter().try_fold(&mut value, |at, step| plain::inside(at, step));
            found.is_some_and(|value| value.is_object())
        });
        let path = which.get(&all).then(Step::Key("new key".into())).then(Step::Key("x".into()));
        check(&text, &path, &Op::Set(&value), edit::set(&text, &path, &value))?;
    }

    #[test]
    fn taking_away_takes_that_away_and_no_other_line(
        text in random::documents(), which in any::<prop::sample::Index>(),
    ) {
        let mut all = Vec::new();
        paths(&edit::read(&text).unwrap(), &Path::default(), &mut all);
        let path = which.get(&all);
        check(&text, path, &Op::Unset, edit::unset(&text, path))?;
    }

    #[test]
    fn appending_touches_no_item_that_is_there(
        text in random::documents(), which in any::<prop::sample::Index>(), value in values(),
    ) {
        let says = edit::read(&text).unwrap();
        let mut all = vec![Path::keys(["a list", "that is new"])];
        paths(&says, &Path::default(), &mut all);
        all.retain(|path| {
            let mut value = says.clone();
            let found = path.0.iter().try_fold(&mut value, |at, step| plain::inside(at, step));
            found.is_none_or(|value| value.is_array() || value.is_null())
        });
        let path = which.get(&all);
        check(&text, path, &Op::Append(&value), edit::append(&text, path, &value))?;
    }
}
