//! What a widget may be. Everything is named and bounded; what is not known is refused, with words
//! for the model.

use serde_json::{Map, Value, json};

pub(super) const TYPES: [&str; 5] = ["form", "buttons", "select", "chart", "link"];
pub(super) const CHARTS: [&str; 3] = ["bar", "line", "pie"];
pub(super) const FIELD_KINDS: [&str; 7] =
    ["text", "textarea", "number", "email", "date", "checkbox", "select"];

/// The keys of each type beside `type`, `id` and `title`.
pub(super) const KEYS: [(&str, &[&str]); 5] = [
    ("form", &["fields", "submit"]),
    ("buttons", &["options"]),
    ("select", &["options", "multiple"]),
    ("chart", &["chart", "labels", "series"]),
    ("link", &["label", "url"]),
];

/// The most options of a choice, fields of a form, series of a chart.
const MAX_ITEMS: usize = 30;
/// The most points of a series.
const MAX_POINTS: usize = 200;
/// The longest texts, in characters.
const MAX_LABEL: usize = 200;
const MAX_URL: usize = 2000;

type Fault<T> = Result<T, String>;
type Object = Map<String, Value>;

/// The widget in `given`, with an id.
pub(super) fn widget(given: &Object, new_id: impl FnOnce() -> String) -> Fault<Value> {
    let kind = given.get("type").and_then(Value::as_str).unwrap_or_default();
    let Some((kind, keys)) = KEYS.iter().find(|(name, _)| *name == kind) else {
        return Err(format!("there is no widget {kind:?}; there is {}", TYPES.join(", ")));
    };
    let common = ["type", "id", "title"];
    if let Some(other) =
        given.keys().find(|key| !common.contains(&key.as_str()) && !keys.contains(&key.as_str()))
    {
        return Err(format!("a {kind} has no {other}; it has {}", keys.join(", ")));
    }
    let id = match text(given, "id", MAX_LABEL)? {
        Some(id) if is_id(&id) => id,
        Some(_) => return Err("an id has 1 to 64 letters, digits, `-` and `_`".to_owned()),
        None => new_id(),
    };
    let mut widget = json!({"type": kind, "id": id});
    if let Some(title) = text(given, "title", MAX_LABEL)? {
        widget["title"] = title.into();
    }
    match *kind {
        "form" => form(given, &mut widget)?,
        "chart" => chart(given, &mut widget)?,
        "link" => {
            widget["label"] = need(given, "label", MAX_LABEL)?.into();
            widget["url"] = url(&need(given, "url", MAX_URL)?)?.into();
        }
        _ => {
            widget["options"] = options(given)?;
            if let Some(multiple) = given.get("multiple") {
                widget["multiple"] = multiple.clone();
            }
        }
    }
    Ok(widget)
}

fn form(given: &Object, widget: &mut Value) -> Fault<()> {
    let mut names: Vec<String> = Vec::new();
    let mut fields = Vec::new();
    for field in objects(given, "fields", 1)? {
        let name = need(field, "name", MAX_LABEL)?;
        if !is_id(&name) || names.contains(&name) {
            return Err("the name of a field has 1 to 64 letters, digits, `-` and `_`, and no other has it"
                .to_owned());
        }
        let kind = field.get("kind").and_then(Value::as_str).unwrap_or("text");
        let required = field.get("required").and_then(Value::as_bool).unwrap_or(false);
        let mut clean = json!({"name": name, "label": need(field, "label", MAX_LABEL)?, "kind": kind, "required": required});
        if kind == "select" {
            clean["options"] = options(field)?;
        } else if field.contains_key("options") {
            return Err(format!("a field of the kind {kind} has no options"));
        }
        fields.push(clean);
        names.push(name);
    }
    widget["fields"] = fields.into();
    if let Some(submit) = text(given, "submit", MAX_LABEL)? {
        widget["submit"] = submit.into();
    }
    Ok(())
}

fn chart(given: &Object, widget: &mut Value) -> Fault<()> {
    let kind = need(given, "chart", MAX_LABEL)?;
    if !CHARTS.contains(&kind.as_str()) {
        return Err(format!("a chart is {}", CHARTS.join(", ")));
    }
    let labels = list(given, "labels", 1, MAX_POINTS)?;
    let labels = labels.iter().map(|label| label.as_str().map(|label| cut(label, MAX_LABEL)));
    let labels: Option<Vec<String>> = labels.collect();
    let labels = labels.ok_or("labels are texts")?;
    let mut series = Vec::new();
    for one in objects(given, "series", 1)? {
        let values = list(one, "values", 1, MAX_POINTS)?;
        if values.len() != labels.len() {
            return Err(format!("there are {} labels and {} values", labels.len(), values.len()));
        }
        if !values.iter().all(Value::is_number) {
            return Err("values are numbers".to_owned());
        }
        series.push(json!({"name": need(one, "name", MAX_LABEL)?, "values": values}));
    }
    widget["chart"] = kind.into();
    widget["labels"] = labels.into();
    widget["series"] = series.into();
    Ok(())
}

/// Each option with a value: its label, where it has none of its own.
fn options(given: &Object) -> Fault<Value> {
    let options = objects(given, "options", 1)?.into_iter().map(|option| {
        let label = need(option, "label", MAX_LABEL)?;
        let value = text(option, "value", MAX_LABEL)?.unwrap_or_else(|| label.clone());
        Ok(json!({"label": label, "value": value}))
    });
    options.collect::<Fault<Vec<_>>>().map(Value::Array)
}

/// An address that a user can be sent to.
fn url(url: &str) -> Fault<String> {
    let lower = url.to_ascii_lowercase();
    let good = ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    if good && !url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Ok(url.to_owned());
    }
    Err("the url of a link begins with https://, http:// or mailto:, and has no spaces".to_owned())
}

pub(super) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn need(given: &Object, key: &str, most: usize) -> Fault<String> {
    text(given, key, most)?.ok_or_else(|| format!("{key} is missing"))
}

/// A text that is not empty.
fn text(given: &Object, key: &str, most: usize) -> Fault<Option<String>> {
    let Some(text) = given.get(key).and_then(Value::as_str).map(str::trim) else { return Ok(None) };
    if text.chars().count() > most {
        return Err(format!("{key} has more than {most} characters"));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn list<'v>(given: &'v Object, key: &str, least: usize, most: usize) -> Fault<&'v [Value]> {
    let items = given.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if (least..=most).contains(&items.len()) {
        return Ok(items);
    }
    Err(format!("{key} has {} items; it needs {least} to {most}", items.len()))
}

fn objects<'v>(given: &'v Object, key: &str, least: usize) -> Fault<Vec<&'v Object>> {
    list(given, key, least, MAX_ITEMS).map(|items| items.iter().filter_map(Value::as_object).collect())
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(given: &Value) -> Fault<Value> {
        widget(given.as_object().unwrap(), || "ui_new".to_owned())
    }

    #[test]
    fn each_type_is_taken_as_it_is_documented() {
        for (given, expected) in [
            (
                json!({"type": "buttons", "id": "size", "title": "Size", "options": [{"label": "M"}, {"label": "L", "value": "large"}]}),
                json!({"type": "buttons", "id": "size", "title": "Size",
                       "options": [{"label": "M", "value": "M"}, {"label": "L", "value": "large"}]}),
            ),
            (
                json!({"type": "select", "options": [{"label": "A"}], "multiple": true}),
                json!({"type": "select", "id": "ui_new", "options": [{"label": "A", "value": "A"}], "multiple": true}),
            ),
            (
                json!({"type": "form", "id": "f", "submit": "Send", "fields": [
                    {"name": "mail", "label": "Mail", "kind": "email", "required": true},
                    {"name": "plan", "label": "Plan", "kind": "select", "options": [{"label": "Free"}]}]}),
                json!({"type": "form", "id": "f", "fields": [
                    {"name": "mail", "label": "Mail", "kind": "email", "required": true},
                    {"name": "plan", "label": "Plan", "kind": "select", "required": false,
                     "options": [{"label": "Free", "value": "Free"}]}], "submit": "Send"}),
            ),
            (
                json!({"type": "chart", "id": "c", "chart": "bar", "labels": ["a", "b"], "series": [{"name": "n", "values": [1, 2.5]}]}),
                json!({"type": "chart", "id": "c", "chart": "bar", "labels": ["a", "b"], "series": [{"name": "n", "values": [1, 2.5]}]}),
            ),
            (
                json!({"type": "link", "id": "l", "label": "Pay", "url": "https://pay.example/1"}),
                json!({"type": "link", "id": "l", "label": "Pay", "url": "https://pay.example/1"}),
            ),
        ] {
            assert_eq!(made(&given), Ok(expected));
        }
    }

    #[test]
    fn everything_else_is_refused_with_words_for_the_model() {
        for (given, said) in [
            (json!({"type": "iframe"}), "there is no widget \"iframe\""),
            (
                json!({"type": "link", "label": "x", "url": "javascript:alert(1)"}),
                "the url of a link begins with",
            ),
            (json!({"type": "link", "label": "x", "url": "https://a b"}), "the url of a link begins with"),
            (
                json!({"type": "link", "label": "x", "url": "https://a", "options": []}),
                "a link has no options",
            ),
            (json!({"type": "link", "url": "https://a"}), "label is missing"),
            (json!({"type": "buttons", "options": []}), "options has 0 items"),
            (json!({"type": "buttons", "id": "<b>", "options": [{"label": "x"}]}), "an id has"),
            (
                json!({"type": "buttons", "title": "x".repeat(201), "options": [{"label": "x"}]}),
                "title has more than",
            ),
            (
                json!({"type": "form", "fields": [{"name": "a", "label": "A"}, {"name": "a", "label": "B"}]}),
                "the name of a field",
            ),
            (
                json!({"type": "form", "fields": [{"name": "a", "label": "A", "options": [{"label": "x"}]}]}),
                "a field of the kind text",
            ),
            (
                json!({"type": "chart", "chart": "bar", "labels": ["a"], "series": [{"name": "n", "values": [1, 2]}]}),
                "there are 1 labels and 2 values",
            ),
            (
                json!({"type": "chart", "chart": "area", "labels": ["a"], "series": [{"name": "n", "values": [1]}]}),
                "a chart is bar",
            ),
        ] {
            let fault = made(&given).unwrap_err();
            assert!(fault.starts_with(said), "{given}: {fault}");
        }
    }
}
