//! Settings by path: in which file one is, of what type it is, what a typed word means for it, and whether it
//! holds a secret.

mod error;
mod find;
mod kinds;
mod secret;
mod value;

use serde_json::Value;

use super::edit::{Path, Step};

pub use error::SettingError;
pub use find::{Ends, Setting, block_of, find};
pub use kinds::{Known, known, order};
pub use secret::{literal, name_for};
pub use value::{parse, yaml};

/// What is at `path` in `value`.
pub fn get<'v>(value: &'v Value, path: &Path) -> Option<&'v Value> {
    path.0.iter().try_fold(value, |value, step| match (value, step) {
        (Value::Object(map), Step::Key(key)) => map.get(key),
        (Value::Array(items), Step::Index(index)) => items.get(*index),
        (Value::Array(items), Step::Id(id)) => items.iter().find(|item| id_of(item) == Some(id)),
        _ => None,
    })
}

/// The longest path above `path` that holds nothing but it: what is empty when it is taken away.
pub fn emptied_by(value: &Value, path: &Path) -> Path {
    let mut cut = path.clone();
    while let Some((above, _)) = cut.split_last() {
        let alone = match get(value, &above) {
            Some(Value::Object(map)) => map.len() == 1,
            Some(Value::Array(items)) => items.len() == 1,
            _ => false,
        };
        if above.0.is_empty() || !alone {
            break;
        }
        cut = above;
    }
    cut
}

fn id_of(item: &Value) -> Option<&str> {
    item.as_str().or_else(|| item.get("id")?.as_str())
}
