//! JSON Schema, for editors, out of the table of fields.
//!
//! Draft 7: every release of yaml-language-server reads it, and what the table says fits into it. A schema
//! refuses what the checks have an error for, as far as one file tells; what is a warning there passes.

mod blocks;
mod fields;
mod kinds;
mod references;

use serde_json::{Map, Value, json};

use super::blocks::Blocks;
use super::schema::{Block, FILE_KINDS, FileKind};
use blocks::Place;
pub(super) use fields::is_prose;
use kinds::Writer;

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// The schema of one kind of file. For Markdown: of the document between the two `---`.
pub fn of(kind: &FileKind) -> Value {
    let blocks = Blocks::reached_from(&[kind.block]);
    let writer = Writer { blocks: &blocks, with_references: kind.has_references };
    let mut schema = Map::new();
    schema.insert("$schema".into(), DRAFT.into());
    schema.extend(writer.block(kind.block, Place::File));
    let definitions = definitions(&blocks, &schema, |_| &writer);
    schema.insert("definitions".into(), definitions.into());
    schema.into()
}

/// One schema of all kinds: `definitions` has each file under its kind's name with `-file` behind it.
pub fn all() -> Value {
    let roots: Vec<_> = FILE_KINDS.iter().map(|kind| kind.block).collect();
    let blocks = Blocks::reached_from(&roots);
    let of = |with_references| Writer { blocks: &blocks, with_references };
    let name = |kind: &FileKind| format!("{}-file", kind.name);
    let mut inner = Map::new();
    for kind in &FILE_KINDS {
        inner.insert(name(kind), of(kind.has_references).block(kind.block, Place::File).into());
    }
    // A block is written as the files are that it is in.
    let referring = FILE_KINDS.iter().filter(|kind| kind.has_references).map(|kind| kind.block);
    let referring = Blocks::reached_from(&referring.collect::<Vec<_>>());
    let (with, without) = (of(true), of(false));
    let writer = |block| if referring.name(block).is_empty() { &without } else { &with };
    inner.extend(definitions(&blocks, &inner, writer));
    let any_of: Vec<_> = FILE_KINDS.iter().map(|kind| kinds::reference_to(&name(kind))).collect();
    json!({
        "$schema": DRAFT,
        "title": "a file of a formation",
        "anyOf": any_of,
        "definitions": inner,
    })
}

/// The blocks that `users` and each other refer to, as they are written in place, and text.
fn definitions<'w>(
    blocks: &Blocks,
    users: &Map<String, Value>,
    writer: impl Fn(&'static Block) -> &'w Writer<'w>,
) -> Map<String, Value> {
    let mut definitions = Map::new();
    for (name, empty) in kinds::TEXTS {
        definitions.insert(name.into(), references::text(empty, true));
        definitions.insert(format!("{}{name}", kinds::PLAIN), references::text(empty, false));
    }
    for (block, name) in blocks.iter() {
        definitions.insert(name.to_owned(), writer(block).block(block, Place::Inline).into());
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
