//! The types of values.

use serde_json::{Map, Value, json};

use super::super::blocks::Blocks;
use super::super::schema::{Block, Kind};

/// The definitions of text: an item of a list, the value of a key, the value of a key that has to be there.
pub(super) const TEXTS: [(&str, Empty); 3] =
    [("text", Empty::Item), ("text-or-nothing", Empty::Passes), ("some-text", Empty::Refused)];

/// How a reference to a definition begins.
pub(super) const DEFINITIONS: &str = "#/definitions/";

/// What of a map tells a component in place from a use of one.
const OWN: [&str; 3] = ["type", "command", "endpoint"];

/// What a key without a value is, for types that have a value on the key's line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Empty {
    /// As good as no key.
    Passes,
    /// A mistake, the empty text too: the key is required.
    Refused,
    /// A mistake, for it is an item of a list.
    Item,
}

/// Writes schemas that refer to each other by the names of `blocks`.
pub(super) struct Writer<'a> {
    pub(super) blocks: &'a Blocks,
    /// Whether references are read; they are not in Markdown.
    pub(super) with_references: bool,
}

/// How the definitions of text without references begin.
pub(super) const PLAIN: &str = "plain-";

pub(super) fn reference_to(name: &str) -> Value {
    json!({ "$ref": format!("{DEFINITIONS}{name}") })
}

impl Writer<'_> {
    pub(super) fn kind(&self, kind: &Kind, empty: Empty) -> Map<String, Value> {
        let scalar = |name: &str| match empty {
            Empty::Passes => json!([name, "null"]),
            Empty::Refused | Empty::Item => json!(name),
        };
        let schema = match kind {
            Kind::Any if empty == Empty::Refused => json!({ "not": { "enum": [null, ""] } }),
            Kind::Any => json!({}),
            Kind::Text => self.text(empty),
            Kind::Format(format) => json!({
                "allOf": [self.text(empty), {
                    "pattern": format!(r"(?:{})|\$\{{\{{", format.pattern),
                    "patternErrorMessage": format!("this must be {}", format.describe),
                }],
                "examples": [format.example],
            }),
            Kind::Open(words) => json!({ "anyOf": [{ "enum": words }, self.text(empty)] }),
            Kind::Scalar => match empty {
                Empty::Passes => json!({ "type": ["string", "number", "boolean", "null"] }),
                Empty::Refused | Empty::Item => json!({ "type": ["string", "number", "boolean"] }),
            },
            Kind::Id => json!({
                "type": "string",
                "pattern": "^[a-z]([a-z0-9-]*[a-z0-9])?$",
                "patternErrorMessage": "an id has lower-case letters, digits and `-`, and starts with a letter",
            }),
            Kind::Model => json!({
                "allOf": [self.text(empty), {
                    "pattern": r"^([^/]+(/[\s\S]+)?|[\s\S]*\$\{\{[\s\S]*)$",
                    "patternErrorMessage": "a model is `provider/name`, or an alias of `llm.aliases`",
                }],
            }),
            Kind::Bool => json!({ "type": scalar("boolean") }),
            Kind::Int { min, max } => range(&scalar("integer"), *min, *max, i64::MIN, i64::MAX),
            Kind::Number { min, max, above } => {
                let mut schema = range(&scalar("number"), *min, *max, f64::MIN, f64::MAX);
                if *above && let Some(least) = schema.as_object_mut().and_then(|map| map.remove("minimum")) {
                    schema["exclusiveMinimum"] = least;
                }
                schema
            }
            Kind::Enum(words) => {
                let nothing = (empty == Empty::Passes).then_some(Value::Null);
                let words: Vec<_> = words.iter().map(|word| json!(word)).chain(nothing).collect();
                let schema = json!({ "enum": words });
                if words.len() > 1 { with_reference(&schema) } else { schema }
            }
            Kind::Map(block) => self.reference(block),
            Kind::AnyMap => json!({ "type": "object" }),
            Kind::Named(inner) => named(&self.entry(inner)),
            Kind::List(inner) => list(empty, &self.kind(inner, Empty::Item).into()),
            Kind::Components(block) => list(empty, &json!({ "anyOf": [id(), self.reference(block)] })),
            Kind::Uses { inline, narrowed } => {
                let own: Vec<_> = OWN.iter().map(|key| json!({ "required": [key] })).collect();
                let in_place = json!({
                    "if": { "type": "object", "anyOf": own },
                    "then": self.reference(inline),
                    "else": self.reference(narrowed),
                });
                list(empty, &json!({ "anyOf": [id(), in_place] }))
            }
            Kind::Either(kinds) => {
                // What may not be empty may be so in none of its forms.
                let within = if empty == Empty::Refused { Empty::Refused } else { Empty::Item };
                let mut each: Vec<Value> = kinds.iter().map(|kind| self.kind(kind, within).into()).collect();
                if empty == Empty::Passes {
                    each.push(json!({ "type": "null" }));
                }
                json!({ "anyOf": each })
            }
        };
        into_map(schema)
    }

    fn text(&self, empty: Empty) -> Value {
        let mut texts = TEXTS.iter();
        let name = texts.find(|(_, of)| *of == empty).map_or("", |(name, _)| name);
        let plain = if self.with_references { "" } else { PLAIN };
        reference_to(&format!("{plain}{name}"))
    }

    /// A value under a key of the author's own, which may be nothing.
    fn entry(&self, kind: &Kind) -> Value {
        let schema = self.kind(kind, Empty::Passes);
        match kind {
            Kind::Map(_) | Kind::Named(_) | Kind::AnyMap => json!({ "anyOf": [schema, { "type": "null" }] }),
            _ => schema.into(),
        }
    }

    fn reference(&self, block: &Block) -> Value {
        reference_to(self.blocks.name(block))
    }
}

/// The same, or what a reference stands for.
pub(super) fn with_reference(schema: &Value) -> Value {
    let reference = json!({ "allOf": [reference_to(TEXTS[0].0), { "pattern": r"\$\{\{" }] });
    // Never both; of `anyOf`, editors show the parts instead of the whole.
    json!({ "oneOf": [schema, reference] })
}

pub(super) fn include() -> Value {
    json!({
        "type": "string",
        "description": "A file of the formation that has this instead; the path starts at this file.",
    })
}

fn id() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

/// A map with keys of the author's own, or the file that has it.
fn named(inner: &Value) -> Value {
    json!({
        "type": "object",
        "properties": { "$include": include() },
        "additionalProperties": inner,
        "dependencies": { "$include": { "maxProperties": 1 } },
    })
}

/// A list, or the file that has it.
fn list(empty: Empty, items: &Value) -> Value {
    let types = match empty {
        Empty::Passes => json!(["array", "object", "null"]),
        Empty::Refused | Empty::Item => json!(["array", "object"]),
    };
    json!({
        "type": types,
        "items": items,
        "required": ["$include"],
        "properties": { "$include": include() },
        "additionalProperties": false,
    })
}

fn range<T: PartialEq + Copy + serde::Serialize>(
    types: &Value,
    min: T,
    max: T,
    lowest: T,
    highest: T,
) -> Value {
    let mut schema = json!({ "type": types });
    if min != lowest {
        schema["minimum"] = json!(min);
    }
    if max != highest {
        schema["maximum"] = json!(max);
    }
    schema
}

fn into_map(schema: Value) -> Map<String, Value> {
    match schema {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
