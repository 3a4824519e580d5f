//! What a document says, without how: for comparing, and for programs.

use serde_json::{Map, Number, Value};

use super::change::Op;
use super::path::{Path, Step};
use crate::formation::yaml::{self, Node, Resolved};

/// What a tree says.
pub fn json(node: &Node) -> Value {
    match &node.value {
        yaml::Value::Seq(items) => Value::Array(items.iter().map(json).collect()),
        yaml::Value::Map(map) => {
            map.iter().map(|e| (e.key.clone(), json(&e.value))).collect::<Map<_, _>>().into()
        }
        yaml::Value::Scalar(scalar) => match scalar.resolve() {
            // What readers disagree on is read as it is written.
            _ if scalar.is_ambiguous() => Value::String(scalar.text.clone()),
            Resolved::Null => Value::Null,
            Resolved::Bool(value) => Value::Bool(value),
            Resolved::Int(value) => Value::Number(value.into()),
            Resolved::Float(value) => {
                Number::from_f64(value).map_or_else(|| Value::String(scalar.text.clone()), Value::Number)
            }
            Resolved::Text => Value::String(scalar.text.clone()),
        },
    }
}

/// What a document that says `old` has to say after the change; `None` where the path leads nowhere.
pub(super) fn expected(old: &Value, path: &Path, op: &Op<'_>) -> Option<Value> {
    let mut new = old.clone();
    if let Op::Unset = op {
        let (last, before) = path.0.split_last()?;
        match (before.iter().try_fold(&mut new, |at, step| inside(at, step))?, last) {
            (Value::Object(map), Step::Key(key)) => {
                map.shift_remove(key)?;
            }
            (Value::Array(items), step) => {
                let index = index(items, step)?;
                items.remove(index);
            }
            _ => return None,
        }
        return Some(new);
    }
    let mut at = &mut new;
    for step in &path.0 {
        at = inside_or_new(at, step)?;
    }
    match op {
        Op::Append(item) => {
            if at.is_null() {
                *at = Value::Array(Vec::new());
            }
            at.as_array_mut()?.push((*item).clone());
        }
        Op::Set(value) => *at = (*value).clone(),
        Op::Unset => return None,
    }
    Some(new)
}

/// What is at `path`.
pub(super) fn inside<'v>(value: &'v mut Value, step: &Step) -> Option<&'v mut Value> {
    match (value, step) {
        (Value::Object(map), Step::Key(key)) => map.get_mut(key),
        (Value::Array(items), step) => {
            let index = index(items, step)?;
            items.get_mut(index)
        }
        _ => None,
    }
}

fn inside_or_new<'v>(value: &'v mut Value, step: &Step) -> Option<&'v mut Value> {
    if value.is_null() {
        *value = match step {
            Step::Key(_) => Value::Object(Map::new()),
            Step::Index(_) | Step::Id(_) => Value::Array(Vec::new()),
        };
    }
    match (value, step) {
        (Value::Object(map), Step::Key(key)) => Some(map.entry(key).or_insert(Value::Null)),
        (Value::Array(items), step) => {
            if *step == Step::Index(items.len()) {
                items.push(Value::Null);
            }
            let index = index(items, step)?;
            items.get_mut(index)
        }
        _ => None,
    }
}

fn index(items: &[Value], step: &Step) -> Option<usize> {
    match step {
        Step::Index(index) => (*index < items.len()).then_some(*index),
        Step::Id(id) => items.iter().position(|item| {
            let own = item.as_str().or_else(|| item.get("id")?.as_str());
            own == Some(id)
        }),
        Step::Key(_) => None,
    }
}
