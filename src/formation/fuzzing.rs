//! What the fuzz targets `formation_*` in `fuzz/` hold; compiled by `cargo fuzz` only.
//!
//! Each function takes any bytes and panics when a property does not hold.

use std::path::Path;

use super::diagnostic::Diagnostic;
use super::discover::in_directory;
use super::edit;
use super::fix::mend;
use super::fmt;
use super::load::{Context, Target, load, load_over};
use super::overlay::Overlay;
use super::render;
use super::source::{Sources, Span};
use super::yaml::{self, Node, Value};

/// The reader: every place is inside the text and on the boundary of a character, and a fix leaves text.
pub fn yaml(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut sources = Sources::default();
    let id = sources.add("x.afs", text);
    let text = sources.get(id).text().to_owned();
    let (tree, found) = yaml::parse(id, &text);
    for one in &found {
        diagnostic(&sources, one);
    }
    if let Some(tree) = &tree {
        places(&text, tree);
    }
    for comment in yaml::comments(id, &text) {
        assert!(sources.slice(comment.span).starts_with('#'));
    }
}

fn diagnostic(sources: &Sources, one: &Diagnostic) {
    inside(sources, one.primary.span);
    assert!(one.help.as_ref().is_some_and(|help| !help.is_empty()), "{one:?}");
    for label in &one.secondary {
        inside(sources, label.span);
    }
    let edits = one.fix.iter().flat_map(|fix| &fix.edits);
    let mut end = 0;
    for edit in edits {
        inside(sources, edit.span);
        assert!(edit.span.start >= end, "changes are in order and apart: {one:?}");
        end = edit.span.end;
    }
    drop(render::human(one, sources, 80, false));
    drop(render::json(one, sources));
}

fn inside(sources: &Sources, span: Span) {
    let text = sources.get(span.source).text();
    assert!(text.get(span.start..span.end).is_some(), "{span:?} of {text:?}");
}

fn places(text: &str, node: &Node) {
    assert!(text.get(node.span.start..node.span.end).is_some(), "{:?} of {text:?}", node.span);
    match &node.value {
        Value::Scalar(_) => {}
        Value::Seq(items) => items.iter().for_each(|item| places(text, item)),
        Value::Map(map) => {
            for entry in map {
                assert!(text.get(entry.key_span.start..entry.key_span.end).is_some());
                places(text, &entry.value);
            }
        }
    }
}

/// The one style: a text that has it keeps it, and says what it said.
pub fn style(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(new) = fmt::yaml(text) {
        assert_eq!(fmt::yaml(&new).expect("what is written is read"), new, "{text:?}");
        if let (Ok(said), Ok(says)) = (edit::read(text), edit::read(&new)) {
            assert_eq!(said, says, "{text:?}");
        }
    }
    if let Ok(new) = fmt::markdown(text) {
        assert_eq!(fmt::markdown(&new).expect("what is written is read"), new, "{text:?}");
    }
}

/// Edits: a value that is set is there, and one that is taken out is not.
pub fn edits(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(serde_json::Value::Object(map)) = edit::read(text) else { return };
    let value = serde_json::Value::from("x: no");
    for key in map.keys().take(4).map(String::as_str).chain(["zz new"]) {
        let path = edit::Path::keys([key]);
        if let Ok(new) = edit::set(text, &path, &value) {
            let now = edit::read(&new).expect("what is written is read");
            assert_eq!(now.get(key), Some(&value), "{text:?}");
        }
        if let Ok(new) = edit::unset(text, &path) {
            let now = edit::read(&new).expect("what is written is read");
            assert_eq!(now.get(key), None, "{text:?}");
        }
    }
}

/// Fixes: whatever a formation's file holds, what is mended is read again and has no more errors than it had.
pub fn fixes(bytes: &[u8]) {
    let root = tempfile::tempdir().expect("a directory for the formation");
    put(&root.path().join("formation.afs"), bytes);
    let location = in_directory(root.path()).expect("there is one");
    let context = Context { base: Some(root.path()), ..Context::default() };
    let before = load(&location, &context);
    let outcome = mend(Overlay::default(), |overlay| load_over(&location, &context, overlay));
    let (was, is) = (before.errors(), outcome.loaded.errors());
    // What could not be read shows its mistakes when it can.
    assert!(is <= was || before.omitted > 0 || before.unreadable > 0, "{was} errors were {is}");
}

/// A whole formation out of the parts of the bytes, which a line `===` parts: every place is inside its text.
pub fn load_all(bytes: &[u8]) {
    let root = tempfile::tempdir().expect("a directory for the formation");
    let names = ["formation.afs", "agents/a.afs", "mcp/b.afs", "a2a/c.afs", "sops/d.md", "triggers/e.md"];
    let parts = bytes.split_inclusive(|byte| *byte == b'\n');
    let mut files: Vec<Vec<u8>> = vec![Vec::new()];
    for line in parts {
        match files.last_mut() {
            Some(last) if line != b"===\n" => last.extend_from_slice(line),
            _ => files.push(Vec::new()),
        }
    }
    for (name, bytes) in names.iter().zip(&files) {
        put(&root.path().join(name), bytes);
    }
    let location = in_directory(root.path()).expect("there is one");
    for target in [Target::Local, Target::MuxiServer] {
        let context = Context { target, base: Some(root.path()), ..Context::default() };
        let loaded = load(&location, &context);
        for one in &loaded.diagnostics {
            inside(&loaded.sources, one.primary.span);
            drop(render::human(one, &loaded.sources, 80, false));
        }
        assert_eq!(loaded.formation.is_some(), loaded.errors() == 0);
    }
}

#[expect(clippy::disallowed_methods, reason = "a fuzz target writes its own files")]
fn put(path: &Path, bytes: &[u8]) {
    let directory = path.parent().expect("every name has one");
    std::fs::create_dir_all(directory).and_then(|()| std::fs::write(path, bytes)).expect("it can be written");
}
