//! Elements of a user interface: the tool `show_widget`, a closed form for each type, checked before
//! anything is sent. What a user does with one comes back as the user's words, `ID: VALUE`.

mod check;

use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use crate::runtime::id;
use crate::runtime::llm::ToolSpec;
use crate::runtime::tools::{Call, Given, Then, Tool};

/// The tool's name.
pub const SHOW_WIDGET: &str = "show_widget";
/// The most elements of one answer.
pub const MAX_WIDGETS: usize = 10;
/// The longest id and the longest value that a client sends back, in bytes.
pub const MAX_RESPONSE: usize = 16 << 10;

/// The tool.
pub struct ShowWidget {
    spec: ToolSpec,
}

impl Default for ShowWidget {
    fn default() -> Self {
        let description = "Shows the user an element beside your answer: `form` (fields), `buttons` or `select` (options), \
            `chart` (chart, labels, series), `link` (label, url). Give it a short id such as `size`: what the user does with it \
            comes back as the user's next message, `id: value`. Say in your answer what it is for.";
        let option = json!({"type": "object", "properties": {
            "label": {"type": "string"}, "value": {"type": "string"},
        }, "required": ["label"], "additionalProperties": false});
        let options = json!({"type": "array", "items": option});
        let field = json!({"type": "object", "properties": {
            "name": {"type": "string"}, "label": {"type": "string"},
            "kind": {"enum": check::FIELD_KINDS}, "required": {"type": "boolean"}, "options": options,
        }, "required": ["name", "label"], "additionalProperties": false});
        let series = json!({"type": "object", "properties": {
            "name": {"type": "string"}, "values": {"type": "array", "items": {"type": "number"}},
        }, "required": ["name", "values"], "additionalProperties": false});
        let parameters = json!({
            "type": "object",
            "properties": {
                "type": {"enum": check::TYPES},
                "id": {"type": "string"},
                "title": {"type": "string"},
                "options": options,
                "multiple": {"type": "boolean"},
                "fields": {"type": "array", "items": field},
                "submit": {"type": "string"},
                "chart": {"enum": check::CHARTS},
                "labels": {"type": "array", "items": {"type": "string"}},
                "series": {"type": "array", "items": series},
                "label": {"type": "string"},
                "url": {"type": "string"},
            },
            "required": ["type"],
            "additionalProperties": false,
        });
        Self {
            spec: ToolSpec { name: SHOW_WIDGET.to_owned(), description: description.to_owned(), parameters },
        }
    }
}

impl Tool for ShowWidget {
    fn spec(&self) -> &ToolSpec {
        &self.spec
    }

    fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Given> {
        let given = match check::widget(call.arguments, || id::new("ui_")) {
            Ok(widget) => {
                let shown = format!("shown as {}", widget["id"].as_str().unwrap_or_default());
                Given { ui: Some(json!([widget])), ..Then::Result(shown).into() }
            }
            Err(fault) => Then::Failed(fault).into(),
        };
        Box::pin(std::future::ready(given))
    }
}

/// What a user did with an element, as words: `size: M`, or with a value that is no text, its JSON.
/// Nothing where the id or the value cannot be one.
pub fn response_words(id: &str, value: &Value) -> Result<String, &'static str> {
    if !check::is_id(id) {
        return Err("its id has 1 to 64 letters, digits, `-` and `_`");
    }
    let value = match value {
        Value::Null => return Err("its value is missing"),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if value.len() > MAX_RESPONSE {
        return Err("its value has more than 16 KiB");
    }
    Ok(format!("{id}: {value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_does_becomes_words() {
        assert_eq!(response_words("size", &json!("M")), Ok("size: M".into()));
        assert_eq!(
            response_words("order-form", &json!({"name": "Ann", "count": 2})),
            Ok(r#"order-form: {"name":"Ann","count":2}"#.into())
        );
        assert_eq!(response_words("x", &json!(["a", true])), Ok(r#"x: ["a",true]"#.into()));
        for (id, value) in [("", json!("a")), ("a b", json!("a")), ("a", Value::Null), ("a\n", json!("a"))] {
            assert!(response_words(id, &value).is_err(), "{id:?}");
        }
        assert!(response_words("a", &"x".repeat(MAX_RESPONSE + 1).into()).is_err());
    }

    #[test]
    fn the_tool_offers_what_the_check_takes() {
        let tool = ShowWidget::default();
        let offered: Vec<&str> =
            tool.spec.parameters["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        for (_, keys) in check::KEYS {
            for key in keys {
                assert!(offered.contains(key), "{key}");
            }
        }
    }
}
