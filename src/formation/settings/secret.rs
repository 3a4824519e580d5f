//! Which settings hold secrets, told by their names.

use serde_json::Value;

use crate::formation::edit::{Path, Step};

/// Keys whose values are secrets wherever they stand.
const NAMES: [&str; 12] = [
    "api_key",
    "admin_key",
    "client_key",
    "client_secret",
    "password",
    "token",
    "secret",
    "encryption_key",
    "salt",
    "access_key",
    "secret_key",
    "private_key",
];

/// Ends of names of variables and headers whose values are secrets.
const ENDS: [&str; 6] = ["_TOKEN", "_KEY", "_SECRET", "_PASSWORD", "AUTHORIZATION", "X-API-KEY"];

/// The first place in `value`, which is to be at `path`, where a secret is written out instead of referred to.
pub fn literal(path: &Path, value: &Value) -> Option<Path> {
    match value {
        Value::String(text) => {
            (is_secret(path) && !text.is_empty() && !text.contains("${{")).then(|| path.clone())
        }
        Value::Number(_) => is_secret(path).then(|| path.clone()),
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

fn is_secret(path: &Path) -> bool {
    let keys: Vec<&str> = path
        .0
        .iter()
        .filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            _ => None,
        })
        .collect();
    let Some((last, above)) = keys.split_last() else { return false };
    let parent = above.last().copied().unwrap_or("");
    let upper = last.to_ascii_uppercase();
    NAMES.contains(last)
        || parent == "api_keys"
        || (*last == "key" && matches!(parent, "auth" | "encryption"))
        || (matches!(parent, "env" | "headers") && ENDS.iter().any(|end| upper.ends_with(end)))
}

/// The secret that a setting would refer to: `OPENAI_API_KEY` for `llm.api_keys.openai`.
pub fn name_for(path: &Path) -> String {
    let words: Vec<String> = path
        .0
        .iter()
        .filter_map(|step| match step {
            Step::Key(word) | Step::Id(word) => Some(word.clone()),
            Step::Index(_) => None,
        })
        .filter(|word| !matches!(&**word, "auth" | "agents" | "servers" | "services" | "env" | "headers"))
        .collect();
    let own = match words.as_slice() {
        [.., keys, last] if keys == "api_keys" => match &**last {
            "admin_key" => "FORMATION_ADMIN_API_KEY".into(),
            "client_key" => "FORMATION_CLIENT_API_KEY".into(),
            provider => format!("{provider}_API_KEY"),
        },
        [.., last] if last.contains('_') && last.to_ascii_uppercase() == *last => last.clone(),
        [.., above, last] => format!("{above}_{last}"),
        [last] => last.clone(),
        [] => "SECRET".into(),
    };
    own.to_ascii_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}
