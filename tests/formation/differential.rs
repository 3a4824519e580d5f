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
