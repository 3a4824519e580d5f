//! What a word on the command line means for a setting, and how a setting is printed.

use serde_json::Value;

use super::error::SettingError;
use crate::formation::edit::{self, Path};
use crate::formation::schema::Kind;
use crate::support::text::did_you_mean;

/// `text` as a value for `path`, which is of `kind`.
pub fn parse(path: &Path, kind: &Kind, text: &str) -> Result<Value, SettingError> {
    let meant = || match kind {
        Kind::Enum(words) => did_you_mean(text, words.iter().copied()).map(str::to_owned),
        _ => None,
    };
    read(kind, text).ok_or_else(|| SettingError::Value {
        path: path.clone(),
        wanted: wanted(kind),
        meant: meant(),
    })
}

fn wanted(kind: &Kind) -> String {
    match kind {
        Kind::List(_) | Kind::Components(_) | Kind::Uses { .. } => "a list, like `[a, b]`".into(),
        Kind::Map(_) | Kind::Named(_) | Kind::AnyMap => "a map, like `{a: b}`".into(),
        kind => kind.describe(),
    }
}

/// `None` where it cannot be one. What the checks of the formation find out is left to them.
fn read(kind: &Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Text | Kind::Id | Kind::Model | Kind::Open(_) => Some(text.into()),
        Kind::Format(format) => {
            (text.contains("${{") || format.accepts(text)).then(|| Value::String(text.to_owned()))
        }
        Kind::Enum(words) => words.contains(&text).then(|| Value::String(text.to_owned())),
        Kind::Bool => match text {
            "true" => Some(true.into()),
            "false" => Some(false.into()),
            _ => None,
        },
        Kind::Int { min, max } => {
            let number: i64 = text.parse().ok()?;
            (*min..=*max).contains(&number).then(|| number.into())
        }
        Kind::Number { min, max, above } => number(text, *min, *max, *above),
        Kind::Scalar => yaml_value(text).filter(|value| !value.is_object() && !value.is_array()),
        Kind::List(_) | Kind::Components(_) | Kind::Uses { .. } => yaml_value(text).filter(Value::is_array),
        Kind::Map(_) | Kind::Named(_) | Kind::AnyMap => yaml_value(text).filter(Value::is_object),
        // Text takes everything, so it is asked last.
        Kind::Either(kinds) => {
            let free = |kind: &&Kind| matches!(kind, Kind::Text | Kind::Open(_) | Kind::Id | Kind::Model);
            let strict = kinds.iter().filter(|kind| !free(kind));
            strict.chain(kinds.iter().filter(free)).find_map(|kind| read(kind, text))
        }
        // What is no YAML is text.
        Kind::Any => Some(yaml_value(text).unwrap_or_else(|| text.into())),
    }
}

fn number(text: &str, min: f64, max: f64, above: bool) -> Option<Value> {
    let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
    let inside = (number > min || (!above && number >= min)) && number <= max;
    let whole = text.parse::<i64>().ok().map(Value::from);
    inside.then(|| whole.unwrap_or_else(|| number.into()))
}

/// A value that is written as YAML (or JSON).
fn yaml_value(text: &str) -> Option<Value> {
    edit::read(&format!("value: {text}\n"))
        .or_else(|_| edit::read(&below_a_key(text)))
        .ok()?
        .get("value")
        .cloned()
}

fn below_a_key(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| format!("  {line}")).collect();
    format!("value:\n{}\n", lines.join("\n"))
}

/// A value as a person reads it: text as it is, all else as YAML.
pub fn yaml(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => edit::render::document(value),
    }
}
