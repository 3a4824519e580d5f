//! JSON Schema, for editors, out of the table of fields.
//!
//! Draft 7: every release of yaml-language-server reads it, and what the table says fits into it. A schema
//! refuses what the checks have an error for, as far as one file tells; what is a warning there passes.

mod kinds;
mod references;

use serde_json::{Map, Value, json};

use super::blocks::{Blocks, title};
use super::schema::{Block, FILE_KINDS, Field, FileKind, Need, Unlisted};
use kinds::Writer;

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// Whether a block is a whole file, which must name its `schema`, or written in place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    File,
    Inline,
}

/// The schema of one kind of file. For Markdown: of the document between the two `---`.
pub fn of(kind: &FileKind) -> Value {
    let blocks = Blocks::reached_from(&[kind.block]);
    let writer = Writer { blocks: &blocks };
    let mut schema = Map::new();
    schema.insert("$schema".into(), DRAFT.into());
    schema.extend(writer.block(kind.block, Place::File));
    let definitions = definitions(&writer, &schema);
    schema.insert("definitions".into(), definitions.into());
    schema.into()
}

/// One schema of all kinds: `definitions` has each file under its kind's name with `-file` behind it.
pub fn all() -> Value {
    let roots: Vec<_> = FILE_KINDS.iter().map(|kind| kind.block).collect();
    let blocks = Blocks::reached_from(&roots);
    let writer = Writer { blocks: &blocks };
    let name = |kind: &FileKind| format!("{}-file", kind.name);
    let mut inner = Map::new();
    for kind in &FILE_KINDS {
        inner.insert(name(kind), writer.block(kind.block, Place::File).into());
    }
    inner.extend(definitions(&writer, &inner));
    let any_of: Vec<_> = FILE_KINDS.iter().map(|kind| kinds::reference_to(&name(kind))).collect();
    json!({
        "$schema": DRAFT,
        "title": "a file of a formation",
        "anyOf": any_of,
        "definitions": inner,
    })
}

/// The blocks that `users` and each other refer to, as they are written in place, and text.
fn definitions(writer: &Writer<'_>, users: &Map<String, Value>) -> Map<String, Value> {
    let mut definitions = Map::new();
    for (name, empty) in kinds::TEXTS {
        definitions.insert(name.into(), references::text(empty));
    }
    for (block, name) in writer.blocks.iter() {
        definitions.insert(name.to_owned(), writer.block(block, Place::Inline).into());
    }
    let mut used = std::collections::HashSet::new();
    users.values().chain(definitions.values()).for_each(|schema| collect(schema, &mut used));
    definitions.retain(|name, _| used.contains(name.as_str()));
    definitions
}

/// The names of the definitions that `schema` refers to.
fn collect(schema: &Value, used: &mut std::collections::HashSet<String>) {
    match schema {
        Value::Object(map) => {
            let name =
                map.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix(kinds::DEFINITIONS));
            used.extend(name.map(str::to_owned));
            map.values().for_each(|inner| collect(inner, used));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, used)),
        _ => {}
    }
}

impl Writer<'_> {
    fn block(&self, block: &'static Block, place: Place) -> Map<String, Value> {
        let mut schema = Map::new();
        schema.insert("title".into(), title(block).into());
        describe(&mut schema, block.about, block.about);
        schema.insert("type".into(), "object".into());
        let mut properties = Map::new();
        for field in block.fields {
            properties.insert(field.name.into(), self.field(field).into());
        }
        let mut rules = rules(block, place);
        if place == Place::Inline {
            kinds::includable(&mut properties, &mut schema);
            if !rules.is_empty() {
                // A map that another file stands for has none of its own keys.
                schema.insert("if".into(), json!({ "required": ["$include"] }));
                schema.insert("else".into(), std::mem::take(&mut rules).into());
            }
        }
        schema.insert("properties".into(), properties.into());
        schema.extend(rules);
        if block.unlisted == Unlisted::Refused {
            schema.insert("additionalProperties".into(), false.into());
        }
        schema
    }

    fn field(&self, field: &'static Field) -> Map<String, Value> {
        let needed = field.need == Need::Required;
        let mut schema = match field.need {
            Need::Refused(_) => Map::from_iter([("not".to_owned(), json!({}))]),
            _ => self.kind(&field.kind, if needed { kinds::Empty::Refused } else { kinds::Empty::Passes }),
        };
        let (plain, rich) = told(field);
        describe(&mut schema, &plain, &rich);
        if let Some(default) = default_of(field) {
            schema.insert("default".into(), default);
        }
        if let Need::Refused(instead) = field.need {
            schema.insert("deprecationMessage".into(), instead.into());
            schema.insert("doNotSuggest".into(), true.into());
        }
        schema
    }
}

/// What has to be there.
fn rules(block: &Block, place: Place) -> Map<String, Value> {
    let mut rules = Map::new();
    let required = |field: &&Field| match field.need {
        Need::Required => true,
        Need::RequiredInFile => place == Place::File,
        _ => false,
    };
    let names: Vec<_> = block.fields.iter().filter(required).map(|field| field.name).collect();
    if !names.is_empty() {
        rules.insert("required".into(), names.into());
    }
    if !block.one_of.is_empty() {
        let each: Vec<_> = block.one_of.iter().map(|key| json!({ "required": [key] })).collect();
        rules.insert("oneOf".into(), each.into());
    }
    rules
}

fn describe(schema: &mut Map<String, Value>, plain: &str, rich: &str) {
    if !plain.is_empty() {
        schema.insert("description".into(), plain.into());
    }
    if rich != plain {
        schema.insert("markdownDescription".into(), rich.into());
    }
}

/// What an editor shows for a key: the sentence about it, and with marks what it wants.
fn told(field: &Field) -> (String, String) {
    let about = field.about.to_owned();
    let kind = field.kind.describe();
    let need = match field.need {
        Need::Required | Need::RequiredInFile => ", required",
        _ => "",
    };
    let default =
        if field.default.is_empty() { String::new() } else { format!("; default `{}`", field.default) };
    let rich = format!("{}\n\n{kind}{need}{default}", field.about).trim_start().to_owned();
    (about, rich)
}

/// The default as a value, where it is one: the table has it as it would be written.
fn default_of(field: &Field) -> Option<Value> {
    if field.default.is_empty() {
        return None;
    }
    let mut sources = super::source::Sources::default();
    let id = sources.add("default", field.default);
    let (node, found) = super::yaml::parse(id, sources.get(id).text());
    if !found.is_empty() {
        return None;
    }
    super::yaml_json::value(&node?)
}
