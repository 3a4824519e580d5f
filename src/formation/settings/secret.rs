//! Which settings hold secrets, and which texts are some.

use serde_json::Value;

use crate::formation::edit::{Path, Step};
use crate::formation::secret_text;

/// The first place in `value`, which is to be at `path`, where a secret is written out instead of referred to.
pub fn literal(path: &Path, value: &Value) -> Option<Path> {
    match value {
        Value::String(text) => is_literal(path, text).then(|| path.clone()),
        // A password of digits.
        Value::Number(_) => secret_text::is_secret_key(&keys(path)).then(|| path.clone()),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(nth, item)| literal(&path.then(Step::Index(nth)), item))
        }
        Value::Object(map) => {
            let mut entries = map.iter();
            entries.find_map(|(key, value)| literal(&path.then(Step::Key(key.clone())), value))
        }
        _ => None,
    }
}

fn is_literal(path: &Path, text: &str) -> bool {
    let stands = text.is_empty() || text.contains("${{") || secret_text::is_no_key(text);
    (secret_text::is_secret_key(&keys(path)) && !stands) || !secret_text::parts(text).is_empty()
}

/// The secret that a setting would refer to: `OPENAI_API_KEY` for `llm.api_keys.openai`.
pub fn name_for(path: &Path) -> String {
    let owner = path.0.iter().rev().find_map(|step| match step {
        Step::Id(id) => Some(id.as_str()),
        _ => None,
    });
    secret_text::name_for(&keys(path), owner)
}

fn keys(path: &Path) -> Vec<&str> {
    path.0
        .iter()
        .filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            _ => None,
        })
        .collect()
}
