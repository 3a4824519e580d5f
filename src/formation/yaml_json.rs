//! A tree as JSON.

use serde_json::{Number, Value};

use super::yaml::{self, Node, Resolved};

/// The tree without its places; `None` where it has a number that JSON has not (`.inf`, `.nan`).
pub(super) fn value(node: &Node) -> Option<Value> {
    Some(match &node.value {
        yaml::Value::Scalar(scalar) => match scalar.resolve() {
            Resolved::Null => Value::Null,
            Resolved::Bool(value) => value.into(),
            Resolved::Int(value) => value.into(),
            Resolved::Float(value) => Number::from_f64(value)?.into(),
            Resolved::Text => scalar.text.clone().into(),
        },
        yaml::Value::Seq(items) => items.iter().map(value).collect::<Option<Vec<_>>>()?.into(),
        yaml::Value::Map(map) => {
            let entries = map.iter().map(|entry| Some((entry.key.clone(), value(&entry.value)?)));
            entries.collect::<Option<serde_json::Map<_, _>>>()?.into()
        }
    })
}
