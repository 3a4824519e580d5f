//! The JSON Schemas and the reference: whole, closed in themselves, and what the table says.
//! Whether they agree with the checks is for `tests/judges/schema/run.sh`.

use std::collections::BTreeSet;

use muxi::formation::schema::{FILE_KINDS, FileKind};
use muxi::formation::{handbook, jsonschema};
use serde_json::{Value, json};

fn schema(kind: &str) -> Value {
    jsonschema::of(FileKind::named(kind).expect("a kind"))
}

/// Calls `visit` with every object inside `value`.
fn each(value: &Value, visit: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(map) => {
            visit(map);
            map.values().for_each(|inner| each(inner, visit));
        }
        Value::Array(items) => items.iter().for_each(|inner| each(inner, visit)),
        _ => {}
    }
}

fn all_schemas() -> Vec<Value> {
    FILE_KINDS.iter().map(jsonschema::of).chain([jsonschema::all()]).collect()
}

#[test]
fn every_reference_has_its_definition_and_every_definition_a_reference() {
    for schema in all_schemas() {
        let mut used = BTreeSet::new();
        each(&schema, &mut |map| {
            used.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
        });
        let defined = schema["definitions"].as_object().expect("definitions");
        let defined: BTreeSet<_> = defined.keys().map(|name| format!("#/definitions/{name}")).collect();
        assert_eq!(used, defined, "{}", schema["title"]);
    }
}

#[test]
fn every_key_of_the_table_is_in_the_schema_of_its_kind_and_in_the_reference() {
    let page = handbook::all();
    for kind in &FILE_KINDS {
        let schema = jsonschema::of(kind);
        for field in kind.block.fields {
            assert!(schema["properties"].get(field.name).is_some(), "{}: {}", kind.name, field.name);
            assert!(page.contains(&format!("`{}`", field.name)), "{}", field.name);
        }
    }
}

#[test]
fn what_a_file_needs_it_does_not_need_in_place() {
    assert_eq!(schema("agent")["required"], json!(["schema", "id", "name"]));
    let formation = schema("formation");
    let inline = &formation["definitions"]["agent"];
    assert_eq!(inline["else"]["required"], json!(["id", "name"]));
    assert_eq!(inline["if"], json!({ "required": ["$include"] }));
}

#[test]
fn closed_blocks_refuse_other_keys_and_open_ones_do_not() {
    let formation = schema("formation");
    assert_eq!(formation["definitions"]["rbac"]["additionalProperties"], json!(false));
    assert_eq!(formation["definitions"]["overlord"].get("additionalProperties"), None);
    assert_eq!(schema("trigger")["additionalProperties"], json!(false));
}

#[test]
fn numbers_words_and_defaults_are_those_of_the_table() {
    let formation = schema("formation");
    let port = &formation["definitions"]["server"]["properties"]["port"];
    assert_eq!((&port["minimum"], &port["maximum"]), (&json!(1), &json!(65535)));
    assert_eq!(formation["properties"]["schema"]["enum"], json!(["1.0.0"]));
    assert_eq!(formation["properties"]["schema"]["default"], json!("1.0.0"));
    let threshold = &formation["definitions"]["memory.compaction"]["properties"]["flush_threshold"];
    assert_eq!((&threshold["exclusiveMinimum"], &threshold["maximum"]), (&json!(0.0), &json!(1.0)));
}

#[test]
fn every_link_of_the_reference_leads_to_a_section_and_no_section_is_there_twice() {
    for page in FILE_KINDS.iter().map(handbook::of).chain([handbook::all()]) {
        let parts = |open: &str, close: char| -> Vec<String> {
            page.split(open).skip(1).map(|rest| rest.split(close).next().unwrap_or("").to_owned()).collect()
        };
        let sections = parts("<a id=\"", '"');
        let names: BTreeSet<_> = sections.iter().cloned().collect();
        assert_eq!(names.len(), sections.len());
        for link in parts("](#", ')') {
            assert!(names.contains(&link), "{link}");
        }
    }
}

#[test]
fn no_cell_of_the_reference_breaks_its_table() {
    for line in handbook::all().lines().filter(|line| line.starts_with('|')) {
        assert_eq!(line.replace("\\|", "").matches('|').count(), 5, "{line}");
    }
}

#[test]
fn keys_of_a_case_are_wanted_with_its_word_alone() {
    let mcp = schema("mcp");
    let of = |word: &str| {
        let mut conditions = mcp["allOf"].as_array().expect("conditions").iter();
        let is = |one: &&Value| one["if"]["properties"]["type"]["const"] == word;
        conditions.find(is).expect("a condition")["then"]["required"].clone()
    };
    assert_eq!((of("http"), of("command")), (json!(["endpoint"]), json!(["command"])));
    assert_eq!(mcp["properties"]["command"].get("type"), None, "it may be anything beside `type: http`");
}

#[test]
fn keys_that_exclude_each_other_are_refused_at_the_second() {
    let model = &schema("agent")["definitions"]["model"];
    assert_eq!(model["dependencies"]["text"]["properties"]["vision"], json!(false));
    assert_eq!(model["dependencies"]["vision"]["properties"].get("text"), None);
}
