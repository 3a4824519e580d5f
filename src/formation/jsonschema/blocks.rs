//! Maps: their keys, the keys that depend on a word, and what keys have to do with each other.

use serde_json::{Map, Value, json};

use super::super::blocks::title;
use super::super::schema::{Block, Case, Cases, Field, Kind, Need, Needs, Rule, Unlisted};
use super::fields::said;
use super::kinds::{Writer, include, with_reference};

/// Whether a block is a whole file, which must name its `schema`, or written in place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    File,
    Inline,
}

impl Writer<'_> {
    pub(super) fn block(&self, block: &'static Block, place: Place) -> Map<String, Value> {
        let mut schema = Map::new();
        schema.insert("title".into(), title(block).into());
        schema.insert("description".into(), block.about.into());
        schema.insert("type".into(), "object".into());
        let mut properties: Map<_, _> = block
            .fields
            .iter()
            .map(|field| (field.name.to_owned(), self.field(field, place).into()))
            .collect();
        // Of what type the key of a case is, is said with its word.
        for field in block.fields_in(None) {
            properties.entry(field.name).or_insert_with(|| said(field).into());
        }
        let mut rules = needed(block.fields, place, block);
        let mut dependencies = dependencies(block);
        if place == Place::Inline {
            properties.insert("$include".into(), include());
            dependencies.insert("$include".into(), json!({ "maxProperties": 1 }));
            if !rules.is_empty() {
                // A map that another file stands for has none of its own keys.
                schema.insert("if".into(), json!({ "required": ["$include"] }));
                schema.insert("else".into(), std::mem::take(&mut rules).into());
            }
        }
        schema.insert("properties".into(), properties.into());
        schema.extend(rules);
        if !dependencies.is_empty() {
            schema.insert("dependencies".into(), dependencies.into());
        }
        if let Some(cases) = block.cases {
            let mut all = self.cases(block, cases);
            all.extend(schema.remove("allOf").map(|rules| json!({ "allOf": rules })));
            schema.insert("allOf".into(), all.into());
        }
        if block.unlisted == Unlisted::Refused {
            schema.insert("additionalProperties".into(), false.into());
        }
        schema
    }

    /// One condition for each word of the tag, and one for a tag that says none of them.
    fn cases(&self, block: &'static Block, cases: &'static Cases) -> Vec<Value> {
        let tag = block.fields.iter().find(|field| field.name == cases.tag);
        let words: &[&str] = match tag.map(|tag| tag.kind) {
            Some(Kind::Enum(words) | Kind::Open(words)) => words,
            _ => &[],
        };
        let is =
            |condition: Value| json!({ "properties": { cases.tag: condition }, "required": [cases.tag] });
        let of_word = |case: &Case| {
            let condition = is(json!({ "const": case.word }));
            if cases.default != Some(case.word) {
                return condition;
            }
            let absent =
                json!({ "not": { "anyOf": [{ "required": [cases.tag] }, { "required": ["$include"] }] } });
            json!({ "anyOf": [condition, absent] })
        };
        let mut conditions: Vec<_> = cases
            .cases
            .iter()
            .map(|case| json!({ "if": of_word(case), "then": self.case(block, case) }))
            .collect();
        let mut every = Map::new();
        for field in cases.cases.iter().flat_map(|case| case.fields) {
            every.entry(field.name).or_insert_with(|| self.field(field, Place::Inline).into());
        }
        let told = match cases.default {
            Some(_) => {
                json!({ "anyOf": [is(json!({ "enum": words })), { "not": { "required": [cases.tag] } }] })
            }
            None => is(json!({ "enum": words })),
        };
        conditions.push(json!({ "if": told, "else": { "properties": every } }));
        conditions
    }

    fn case(&self, block: &Block, case: &Case) -> Map<String, Value> {
        let mut schema = needed(case.fields, Place::Inline, &EMPTY);
        let own =
            case.fields.iter().map(|field| (field.name.to_owned(), self.field(field, Place::Inline).into()));
        let mut properties: Map<_, _> = own.collect();
        if let Some(kind) = case.others {
            // Those of the block are no other keys.
            let names = block.fields.iter().map(|field| field.name.to_owned());
            properties.extend(names.map(|name| (name, true.into())));
            schema.insert("additionalProperties".into(), self.kind(kind, super::kinds::Empty::Item).into());
        }
        schema.insert("properties".into(), properties.into());
        schema
    }
}

static EMPTY: Block = Block {
    name: "",
    fields: &[],
    cases: None,
    unlisted: Unlisted::Warned,
    one_of: &[],
    rules: &[],
    about: "",
};

/// Which of `fields` have to be there, and one of those of which `block` wants one.
fn needed(fields: &[Field], place: Place, block: &Block) -> Map<String, Value> {
    let mut rules = Map::new();
    let required = |field: &&Field| field.is_required(place == Place::File);
    let old_of =
        |new: &str| fields.iter().find(|old| matches!(old.need, Need::Deprecated(name) if name == new));
    let mut names = Vec::new();
    let mut either = Vec::new();
    for field in fields.iter().filter(required) {
        match old_of(field.name) {
            Some(old) => {
                either.push(json!({ "anyOf": [{ "required": [field.name] }, { "required": [old.name] }] }));
            }
            None => names.push(field.name),
        }
    }
    if !names.is_empty() {
        rules.insert("required".into(), names.into());
    }
    if !block.one_of.is_empty() {
        let each: Vec<_> = block.one_of.iter().map(|key| json!({ "required": [key] })).collect();
        rules.insert("anyOf".into(), each.into());
    }
    if !either.is_empty() {
        rules.insert("allOf".into(), json!(either));
    }
    rules
}

/// Keys that another key excludes, or needs.
fn dependencies(block: &Block) -> Map<String, Value> {
    let mut dependencies = Dependencies::default();
    dependencies.at_most_one(block.one_of);
    for rule in block.rules {
        match rule {
            Rule::AtMostOne(keys) => dependencies.at_most_one(keys),
            // The others are warnings.
            Rule::Needs(needs) if needs.refused => dependencies.needs(block, needs),
            Rule::Needs(_) => {}
        }
    }
    dependencies.0
}

#[derive(Default)]
struct Dependencies(Map<String, Value>);

impl Dependencies {
    fn add(&mut self, key: &str, schema: &Value) {
        let before = self.0.remove(key);
        let both = before.map_or(schema.clone(), |before| json!({ "allOf": [before, schema] }));
        self.0.insert(key.into(), both);
    }

    /// Each key excludes those after it.
    fn at_most_one(&mut self, keys: &[&str]) {
        for (nth, key) in keys.iter().enumerate() {
            let others: Map<_, _> =
                keys[nth + 1..].iter().map(|other| ((*other).to_owned(), false.into())).collect();
            if !others.is_empty() {
                self.add(key, &json!({ "properties": others }));
            }
        }
    }

    fn needs(&mut self, block: &Block, needs: &Needs) {
        let mut schema = json!({ "required": [needs.other] });
        let worded = block.field(needs.other).is_some_and(|field| matches!(field.kind, Kind::Enum(_)));
        schema["properties"] = match needs.words {
            words if worded && !words.is_empty() => {
                json!({ needs.other: with_reference(&json!({ "enum": words })) })
            }
            _ => json!({ needs.other: { "not": { "type": "null" } } }),
        };
        self.add(needs.key, &schema);
    }
}
