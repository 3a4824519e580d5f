//! The published YAML test suite as a judge; `tests/judges/yaml/run.sh` installs it and runs this.

use std::collections::BTreeMap;

use muxi::formation::source::Sources;
use muxi::formation::yaml::{Node, Resolved, Value, parse};
use serde::Deserialize;
use serde_json::json;

/// What formations refuse though YAML has it: code of the first error, cases. A key is a word, for all that reads
/// formations looks keys up by name; a file is one document; a tag would make something of a value that no field
/// wants. Duplicate keys are refused by YAML itself, and the suite has none.
const REFUSED: &[(&str, &[&str])] = &[
    (
        "yaml-key",
        &[
            "2JQS", "4FJ6", "6BFJ", "6M2F", "6PBE", "9MMW", "CFD4", "DFF7", "FH7J", "FRK4", "KK5P", "LX3P",
            "M2N8/0", "M2N8/1", "M5DY", "NHX8", "NKF9", "PW8X", "Q9WF", "RZP5", "S3PD", "SBG9", "SM9W/1",
            "UKK6/0", "V9D5", "WZ62", "X38W", "XW4D",
        ],
    ),
    (
        "yaml-tag",
        &[
            "2XXW", "565N", "5TYM", "6CK3", "6WLZ", "7FWL", "9WXW", "C4HZ", "CC74", "CUP7", "J7PZ", "M5C3",
            "P76L", "UGM3", "Z67P", "Z9M4",
        ],
    ),
    (
        "yaml-documents",
        &[
            "35KP", "6XDY", "6ZKB", "7Z25", "9DXL", "9KAX", "JHB9", "KSS4", "L383", "M7A3", "PUW8", "RZT7",
            "U9NS", "UT92", "W4TN",
        ],
    ),
];

/// What is read though YAML has it not, with a warning: lines in brackets that are not indented, a common way to
/// write them, which the deployed runtime and almost every reader take.
const ACCEPTED: &[&str] = &["9C9N"];

#[derive(Deserialize)]
struct Case {
    id: String,
    name: String,
    fails: bool,
    yaml: String,
    json: Option<String>,
}

/// The values of the one document, as JSON; the code of the first error where it is refused.
pub(crate) fn read(text: &str) -> Result<serde_json::Value, String> {
    let mut sources = Sources::default();
    let id = sources.add("case", text);
    let (tree, found) = parse(id, sources.get(id).text());
    match found.iter().find(|diagnostic| diagnostic.is_error()) {
        Some(error) => Err(error.code.to_string()),
        None => Ok(tree.as_ref().map_or(serde_json::Value::Null, value)),
    }
}

fn value(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Scalar(scalar) => match scalar.resolve() {
            Resolved::Null => serde_json::Value::Null,
            Resolved::Bool(value) => json!(value),
            Resolved::Int(value) => json!(value),
            // JSON of the suite has no point where the fraction is nothing.
            #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
            Resolved::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => json!(value as i64),
            Resolved::Float(value) => json!(value),
            Resolved::Text => json!(scalar.text),
        },
        Value::Seq(items) => items.iter().map(value).collect(),
        Value::Map(map) => {
            let entries = map.iter().map(|entry| (entry.key.clone(), value(&entry.value)));
            serde_json::Value::Object(entries.collect())
        }
    }
}

/// What is wrong with our reading of a case; nothing where it is as it should be.
fn judge(case: &Case, refused: Option<&&str>) -> Option<String> {
    let read = read(&case.yaml);
    if ACCEPTED.contains(&case.id.as_str()) {
        return read.err().map(|code| format!("is listed as read, and refused: {code}"));
    }
    if case.fails {
        return read.ok().map(|value| format!("must be refused, is read as {value}"));
    }
    match (read, refused) {
        (Err(code), Some(expected)) if code == **expected => None,
        (Err(code), _) => Some(format!("is refused: {code}")),
        (Ok(value), Some(_)) => Some(format!("is listed as refused and read as {value}")),
        (Ok(value), None) => {
            let documents = serde_json::Deserializer::from_str(case.json.as_deref()?);
            let documents: Result<Vec<serde_json::Value>, _> = documents.into_iter().collect();
            let documents = documents.expect("the suite's JSON is JSON");
            let expected = documents.first().cloned().unwrap_or_default();
            (documents.len() > 1 || expected != value)
                .then(|| format!("is read as {value}, and should be {documents:?}"))
        }
    }
}

#[test]
#[ignore = "needs the suite: tests/judges/yaml/run.sh"]
#[expect(clippy::disallowed_methods, reason = "the judge says where the cases are")]
fn every_case_is_read_as_it_should_be_or_refused_on_purpose() {
    let path = std::env::var("MUXI_YAML_SUITE").expect("MUXI_YAML_SUITE names the file of cases");
    let cases: Vec<Case> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!((cases.len(), cases.iter().filter(|case| case.fails).count()), (402, 94));
    let mut refused: BTreeMap<&str, &str> =
        REFUSED.iter().flat_map(|(code, ids)| ids.iter().map(|id| (*id, *code))).collect();
    let mut wrong = Vec::new();
    for case in &cases {
        let listed = refused.remove(case.id.as_str());
        if let Some(what) = judge(case, listed.as_ref()) {
            wrong.push(format!("{} ({}) {what}", case.id, case.name));
        }
    }
    assert!(wrong.is_empty() && refused.is_empty(), "{}\n{refused:?}", wrong.join("\n"));
}
