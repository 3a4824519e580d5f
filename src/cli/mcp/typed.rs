//! Which value a typed text is, by the schema of a tool's arguments.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ptr;

use indexmap::IndexSet;
use serde_json::Value;

/// So often what fits is worked out of what its parts fit: references may go in circles.
const DEEPEST: usize = 16;

/// The types that are no texts. `any` is not of JSON Schema: it is a value of a list.
const JSON: [&str; 7] = ["any", "number", "integer", "boolean", "null", "array", "object"];

/// Numbers without a fraction are exact up to here where they were written with an exponent.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The value of the argument `name`, as the first type that `schema` names for it and that fits: a text is one, though
/// it looks like a number, where texts come first or where nothing is said. What fits nothing is told as what would.
pub(super) fn typed(name: &str, text: &str, schema: &Value) -> Result<Value, String> {
    let root = schema;
    let schema = Schema::of(root, property(root, name).unwrap_or(&Value::Null));
    let mut kinds = schema.kinds();
    if kinds.is_empty() {
        kinds = vec!["string", "any"];
    }
    let read = |kind: &&str| match *kind {
        "string" => Some(Value::from(text)),
        kind => serde_json::from_str(text).ok().filter(|value| is(kind, value)),
    };
    let fitting = kinds.iter().filter_map(read).find(|value| schema.fits(value));
    fitting.ok_or_else(|| {
        let words = schema.wanted();
        if words.is_empty() { "nothing".to_owned() } else { words.join(" or ") }
    })
}

/// What is said of a property, by the schema itself or by parts of it. Each is looked at once.
fn property<'a>(root: &'a Value, name: &str) -> Option<&'a Value> {
    let (mut seen, mut next) = (HashSet::new(), vec![(root, false)]);
    while let Some((schema, is_left)) = next.pop() {
        if is_left {
            let others = &schema["additionalProperties"];
            if others.is_object() {
                return Some(others);
            }
        } else if seen.insert(ptr::from_ref(schema)) {
            if let Some(found) = schema["properties"].get(name) {
                return Some(found);
            }
            next.push((schema, true));
            let made: Vec<&Value> = parts(root, schema).collect();
            next.extend(made.into_iter().rev().map(|part| (part, false)));
        }
    }
    None
}

/// The schemas that a schema is made of.
fn parts<'a>(root: &'a Value, schema: &'a Value) -> impl Iterator<Item = &'a Value> {
    let listed = ["allOf", "anyOf", "oneOf"].into_iter().flat_map(|key| list(&schema[key]));
    let all = referred(root, schema).into_iter().chain(listed);
    #[cfg(test)]
    let all = all.inspect(|_| tests::LOOKED_AT.set(tests::LOOKED_AT.get() + 1));
    all
}

/// What `$ref` leads to, within the same schema.
fn referred<'a>(root: &'a Value, schema: &'a Value) -> Option<&'a Value> {
    root.pointer(schema["$ref"].as_str()?.strip_prefix('#')?)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The words of `type`, of which there may be several.
fn types(schema: &Value) -> impl Iterator<Item = &str> {
    let one = schema["type"].as_str();
    one.into_iter().chain(list(&schema["type"]).iter().filter_map(Value::as_str))
}

/// Whether a value is of a type. Other words than those of JSON Schema say nothing.
fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "number" => value.is_number(),
        // A longer one would be another number.
        "integer" => {
            let whole = |n: f64| n.fract() == 0.0 && n.abs() <= EXACT;
            value.is_i64() || value.is_u64() || value.as_f64().is_some_and(whole)
        }
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

/// Whether a schema itself takes the value, whatever its parts do, as far as its type and the list of its values go.
fn takes(schema: &Value, value: &Value) -> bool {
    let values = list(&schema["enum"]);
    *schema != Value::Bool(false)
        && (types(schema).next().is_none() || types(schema).any(|kind| is(kind, value)))
        && (values.is_empty() || values.contains(value))
        && schema.get("const").is_none_or(|one| one == value)
}

/// A schema with all that it is made of, in the order in which it is read: each part once, though many references lead to
/// it. The first is the schema itself.
struct Schema<'a>(Vec<Part<'a>>);

/// A part of a schema, and the numbers of its own parts.
struct Part<'a> {
    schema: &'a Value,
    all_of: Vec<usize>,
    some_of: [Vec<usize>; 2],
}

impl<'a> Schema<'a> {
    fn of(root: &'a Value, schema: &'a Value) -> Self {
        let (mut numbers, mut found, mut next) = (HashMap::new(), Vec::new(), vec![schema]);
        while let Some(schema) = next.pop() {
            if let Entry::Vacant(free) = numbers.entry(ptr::from_ref(schema)) {
                free.insert(found.len());
                found.push(schema);
                let made: Vec<&Value> = parts(root, schema).collect();
                next.extend(made.into_iter().rev());
            }
        }
        let number = |part: &Value| numbers[&ptr::from_ref(part)];
        let listed = |values: &Value| list(values).iter().map(number).collect::<Vec<usize>>();
        let part = |schema: &'a Value| {
            let mut all_of = listed(&schema["allOf"]);
            all_of.extend(referred(root, schema).map(number));
            Part { schema, all_of, some_of: [listed(&schema["anyOf"]), listed(&schema["oneOf"])] }
        };
        Self(found.into_iter().map(part).collect())
    }

    /// The types that it names, in its order; a word that is none of JSON Schema is one of texts.
    fn kinds(&self) -> Vec<&'a str> {
        let mut kinds = Vec::new();
        for part in &self.0 {
            let values = list(&part.schema["enum"]).iter().chain(part.schema.get("const"));
            let of_values = values.map(|value| if value.is_string() { "string" } else { "any" });
            for kind in types(part.schema).chain(of_values) {
                let kind = if JSON.contains(&kind) { kind } else { "string" };
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
        }
        kinds
    }

    /// Whether it takes the value, as far as its type and the list of its values go: the rest is the tool's to say.
    fn fits(&self, value: &Value) -> bool {
        let own: Vec<bool> = self.0.iter().map(|part| takes(part.schema, value)).collect();
        let mut fits = vec![true; own.len()];
        for _ in 0..=DEEPEST {
            let does = |part: &usize| fits[*part];
            let some = |parts: &Vec<usize>| parts.is_empty() || parts.iter().any(does);
            let with_parts = |part: &Part<'_>| part.all_of.iter().all(does) && part.some_of.iter().all(some);
            let now: Vec<bool> =
                self.0.iter().zip(&own).map(|(part, own)| *own && with_parts(part)).collect();
            if now == fits {
                break;
            }
            fits = now;
        }
        fits[0]
    }

    /// What it takes, in words: the values where they are listed, else the types.
    fn wanted(&self) -> Vec<String> {
        let mut words = IndexSet::new();
        for part in &self.0 {
            let values = list(&part.schema["enum"]).iter().chain(part.schema.get("const"));
            let values: Vec<String> = values.map(Value::to_string).collect();
            if values.is_empty() {
                words.extend(types(part.schema).map(str::to_owned));
            } else {
                words.extend(values);
            }
        }
        words.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use serde_json::json;

    thread_local! {
        /// How many parts were looked at.
        pub(super) static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
    }

    fn read(text: &str, schema: &Value) -> Result<Value, String> {
        typed(
            "x",
            text,
            &json!({
                "properties": {"x": schema},
                "$defs": {"Size": {"enum": ["small", "large", 3]}, "Loop": {"anyOf": [{"$ref": "#/$defs/Loop"}]}},
            }),
        )
    }

    #[test]
    fn a_value_is_the_first_type_of_the_schema_that_fits() {
        for (schema, text, value) in [
            (json!({"type": "string"}), "7", json!("7")),
            (json!({"type": "number"}), "7", json!(7)),
            (json!({"type": "integer"}), "1e3", json!(1000.0)),
            (Value::Null, "7", json!("7")),
            (json!({}), "[1]", json!("[1]")),
            (json!(true), "x", json!("x")),
            (json!({"type": "array"}), "[1]", json!([1])),
            (json!({"type": ["boolean", "null"]}), "true", json!(true)),
            (json!({"type": ["string", "integer"]}), "7", json!("7")),
            (json!({"type": ["integer", "string"]}), "7", json!(7)),
            (json!({"type": ["integer", "string"]}), "seven", json!("seven")),
            (json!({"anyOf": [{"type": "integer"}, {"type": "null"}]}), "null", Value::Null),
            (json!({"anyOf": [{"type": "string"}, {"type": "null"}]}), "null", json!("null")),
            (json!({"anyOf": [{"type": "array"}, {"type": "string"}]}), "[not json", json!("[not json")),
            (json!({"oneOf": [{"type": "object"}, {"type": "boolean"}]}), "{\"a\": 1}", json!({"a": 1})),
            (json!({"allOf": [{"type": ["string", "integer"]}, {"type": "integer"}]}), "7", json!(7)),
            (json!({"enum": [1, 2]}), "2", json!(2)),
            (json!({"enum": ["1", 1]}), "1", json!("1")),
            (json!({"const": true}), "true", json!(true)),
            (json!({"$ref": "#/$defs/Size"}), "large", json!("large")),
            (json!({"$ref": "#/$defs/Size"}), "3", json!(3)),
            (json!({"$ref": "#/$defs/Loop"}), "a", json!("a")),
            (json!({"$ref": "https://example.com/x"}), "a", json!("a")),
            (json!({"type": "uuid"}), "a", json!("a")),
        ] {
            assert_eq!(read(text, &schema), Ok(value), "{text} by {schema}");
        }
    }

    #[test]
    fn what_fits_no_type_is_told_what_would() {
        for (schema, text, wanted) in [
            (json!({"type": "integer"}), "x", "integer"),
            (json!({"type": "integer"}), "1.5", "integer"),
            (json!({"type": "integer"}), "123456789012345678901234567890", "integer"),
            (json!({"type": ["boolean", "null"]}), "7", "boolean or null"),
            (json!({"anyOf": [{"type": "integer"}, {"type": "array"}]}), "{}", "integer or array"),
            (json!({"type": "string", "enum": ["a", "b"]}), "c", "\"a\" or \"b\""),
            (json!({"$ref": "#/$defs/Size"}), "7", "\"small\" or \"large\" or 3"),
            (json!(false), "x", "nothing"),
        ] {
            assert_eq!(read(text, &schema), Err(wanted.to_owned()), "{text} by {schema}");
        }
    }

    #[test]
    fn a_property_is_found_where_the_schema_is_made_of_parts() {
        let number = json!({"properties": {"x": {"type": "integer"}}});
        for schema in [
            json!({"$ref": "#/$defs/Args", "$defs": {"Args": number}}),
            json!({"allOf": [{"type": "object"}, number]}),
            json!({"additionalProperties": {"type": "integer"}}),
        ] {
            assert_eq!(typed("x", "7", &schema), Ok(json!(7)), "{schema}");
        }
    }

    #[test]
    fn references_in_circles_are_followed_once_each() {
        const N: usize = 1000;
        let to = |place: &str| vec![json!({"$ref": place}); N];
        let chain = |at: usize| (format!("C{at}"), json!({"$ref": format!("#/$defs/C{}", at + 1)}));
        let mut defs: serde_json::Map<String, Value> = (0..N).map(chain).collect();
        defs.insert(format!("C{N}"), json!({"type": "integer"}));
        defs.insert("Loop".to_owned(), json!({"anyOf": to("#/$defs/Loop"), "type": ["integer", "null"]}));
        let wide = json!({"allOf": to("#/$defs/Loop"), "oneOf": to("#/$defs/Loop")});
        for (x, text, value) in [
            (json!({"$ref": "#/$defs/Loop"}), "7", Ok(json!(7))),
            (json!({"$ref": "#/$defs/Loop"}), "x", Err("integer or null".to_owned())),
            (wide, "null", Ok(Value::Null)),
            (json!({"$ref": "#/$defs/C0"}), "7", Ok(json!(7))),
        ] {
            let schema = json!({"allOf": to("#"), "anyOf": [{"properties": {"x": x}}], "$defs": defs});
            LOOKED_AT.set(0);
            assert_eq!(typed("x", text, &schema), value, "{x}");
            // The widest has 2 N references there and 2 N here, what each leads to, and the loop's own.
            assert!(LOOKED_AT.get() <= 9 * N, "{} parts", LOOKED_AT.get());
        }
        let types: Vec<String> = (0..N).map(|number| format!("type-{number}")).collect();
        assert_eq!(Schema::of(&Value::Null, &json!({"type": types})).kinds(), ["string"]);
    }

    #[test]
    fn what_a_part_refuses_is_refused_however_it_is_come_to() {
        let schema = json!({
            "properties": {"x": {"anyOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]}},
            "$defs": {
                "A": {"allOf": [{"$ref": "#/$defs/B"}, {"type": "integer"}]},
                "B": {"allOf": [{"$ref": "#/$defs/A"}]},
            },
        });
        assert_eq!(typed("x", "7", &schema), Ok(json!(7)));
        assert_eq!(typed("x", "[]", &schema), Err("integer".to_owned()));
    }
}
