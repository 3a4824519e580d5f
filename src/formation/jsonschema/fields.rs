//! What an editor shows for a key.

use serde_json::{Map, Value, json};

use super::super::schema::{Field, Kind, Need};
use super::blocks::Place;
use super::kinds::{Empty, Writer};

impl Writer<'_> {
    /// The schema of a key's value with what is said of the key.
    pub(super) fn field(&self, field: &Field, place: Place) -> Map<String, Value> {
        let mut schema = self.value(field, place);
        schema.extend(said(field));
        schema
    }

    /// The schema of a key's value.
    fn value(&self, field: &Field, place: Place) -> Map<String, Value> {
        match field.need {
            Need::Refused(_) => Map::from_iter([("not".to_owned(), json!({}))]),
            // The value of an old name is not looked at before it has its new name.
            Need::Deprecated(_) => Map::new(),
            _ if field.is_required(place == Place::File) => self.kind(&field.kind, Empty::Refused),
            _ => self.kind(&field.kind, Empty::Passes),
        }
    }
}

/// Description, default and the like, which refuse nothing.
pub(super) fn said(field: &Field) -> Map<String, Value> {
    let mut said = Map::new();
    said.insert("description".into(), field.about.into());
    said.insert("markdownDescription".into(), rich(field).into());
    if let Some(default) = default_of(field) {
        said.insert("default".into(), default);
    }
    if let Need::Refused(instead) = field.need {
        said.insert("deprecationMessage".into(), instead.into());
        said.insert("doNotSuggest".into(), true.into());
    }
    if let Need::Deprecated(new) = field.need {
        said.insert("deprecationMessage".into(), format!("an old name of `{new}`").into());
        said.insert("doNotSuggest".into(), true.into());
    }
    said
}

/// The sentence about a key, and what it wants.
fn rich(field: &Field) -> String {
    let need = match field.need {
        Need::Required | Need::RequiredInFile => ", required",
        _ => "",
    };
    let default = match field.default {
        "" => String::new(),
        text if is_prose(text) => format!("; without it, {text}"),
        text => format!("; default `{text}`"),
    };
    format!("{}\n\n{}{need}{default}", field.about, field.kind.describe())
}

/// Whether a default is told rather than written.
pub(in crate::formation) fn is_prose(default: &str) -> bool {
    default.contains(' ') && !default.starts_with(['"', '[', '{'])
}

/// The default as a value, where it is one: the table has it as it would be written.
fn default_of(field: &Field) -> Option<Value> {
    if field.default.is_empty() || is_prose(field.default) || matches!(field.kind, Kind::Map(_)) {
        return None;
    }
    let mut sources = super::super::source::Sources::default();
    let id = sources.add("default", field.default);
    let (node, found) = super::super::yaml::parse(id, sources.get(id).text());
    if !found.is_empty() {
        return None;
    }
    super::super::yaml_json::value(&node?)
}
