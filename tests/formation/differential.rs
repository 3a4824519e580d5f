//! Our reader against another one: where it accepts a text, both have to read the same.

use muxi::formation::source::Sources;
use muxi::formation::yaml::{Node, Resolved, Value, parse};
use proptest::prelude::*;

/// The text as our reader has it; nothing where it finds a fault.
fn ours(text: &str) -> Option<serde_yaml::Value> {
    let mut sources = Sources::default();
    let id = sources.add("x.afs", text);
    let (node, found) = parse(id, sources.get(id).text());
    if found.iter().any(muxi::formation::diagnostic::Diagnostic::is_error) {
        return None;
    }
    node.map(|node| value(&node))
}

fn value(node: &Node) -> serde_yaml::Value {
    match &node.value {
        Value::Scalar(scalar) => match scalar.resolve() {
            Resolved::Null => serde_yaml::Value::Null,
            Resolved::Bool(value) => value.into(),
            Resolved::Int(value) => value.into(),
            Resolved::Float(value) => value.into(),
            Resolved::Text => scalar.text.clone().into(),
        },
        Value::Seq(items) => items.iter().map(value).collect::<Vec<_>>().into(),
        Value::Map(map) => {
            let entries = map.iter().map(|entry| (entry.key.clone().into(), value(&entry.value)));
            serde_yaml::Value::Mapping(entries.collect())
        }
    }
}

#[test]
fn formations_and_the_ways_to_write_text_are_read_alike() {
    for text in [
        include_str!("../fixtures/formation/large.afs"),
        include_str!("../fixtures/formation/quick-start.afs"),
        "a: >-\n  folded\n  text\n\n  more\nb: |+\n  kept\n\nc: 'it''s'\nd: \"tab\\t\\u00e9\"\n",
        "a: &x {k: [1, -2, 3.5, 1e3, true, ~]}\nb: *x\n",
        "- plain text: here\n- \"quoted: text\"\n- [a, b]\n-\n",
    ] {
        assert_eq!(ours(text), serde_yaml::from_str(text).ok(), "{text}");
    }
}

/// Every YAML document below `dir`, those between the two `---` of Markdown files too.
fn documents(dir: &std::path::Path, found: &mut Vec<(String, String)>) {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if path.is_dir() {
            documents(&path, found);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.display().to_string();
            match ending {
                "afs" | "yaml" | "yml" => found.push((name, text)),
                "md" => {
                    let matter = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---"));
                    found.extend(matter.map(|(matter, _)| (name, matter.to_owned())));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn all_examples_and_fixtures_are_read_alike() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["examples", "tests/fixtures/formation"] {
        documents(&root.join(folder), &mut found);
    }
    assert!(found.len() > 20, "{}", found.len());
    for (name, text) in &found {
        assert_eq!(ours(text), serde_yaml::from_str(text).ok(), "{name}");
    }
}

#[test]
fn the_examples_of_the_pages_are_read_alike_where_they_are_accepted() {
    let pages = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/formation/explain");
    let mut read = 0;
    for page in std::fs::read_dir(pages).into_iter().flatten().flatten() {
        let text = std::fs::read_to_string(page.path()).unwrap_or_default();
        for fence in text.split("\n```yaml").skip(1).filter_map(|rest| rest.split_once('\n')) {
            let document = fence.1.split("\n```").next().unwrap_or_default();
            // Ours refuses what others take (a key twice, a tag); what it takes has to be the same.
            let theirs: Result<serde_yaml::Value, _> = serde_yaml::from_str(document);
            if let (Some(ours), Ok(theirs)) = (ours(document), theirs) {
                assert_eq!(ours, theirs, "{}", page.path().display());
                read += 1;
            }
        }
    }
    assert!(read > 100, "{read}");
}

/// Small documents out of the parts that formations are made of.
fn document() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        "[a-z]{1,6}( [a-z]{1,6}){0,2}",
        // Leading zeros are left out: YAML 1.2 has them as numbers, as we do, the other reader as text.
        "-?[1-9][0-9]{0,5}",
        "[1-9][0-9]{0,2}\\.[0-9]{1,3}",
        "(true|false|null|~)",
        "\"[ -!#-\\[\\]-~]{0,12}\"",
        "'[ -&(-~]{0,12}'",
    ];
    let entries = proptest::collection::vec(("[a-z]{1,8}", scalar), 1..8);
    entries.prop_map(|entries| {
        let lines = entries.iter().enumerate().map(|(i, (key, value))| {
            // Numbered, since a key that is there twice is a fault.
            let indent = if i % 3 == 2 { format!("m{i}:\n  ") } else { String::new() };
            format!("{indent}{key}{i}: {value}\n")
        });
        lines.collect()
    })
}

proptest! {
    #[test]
    fn what_our_reader_accepts_the_other_reads_alike(text in document()) {
        if let Some(ours) = ours(&text) {
            let theirs: Result<serde_yaml::Value, _> = serde_yaml::from_str(&text);
            prop_assert_eq!(Some(ours), theirs.ok(), "{}", text);
        }
    }
}
