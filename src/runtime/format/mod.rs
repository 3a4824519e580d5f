//! The form of answers, `overlord.response.format`: what the model is told of it, and what is done
//! with the text on its way out.
//!
//! `markdown` costs nothing: the text goes on as it is. `text` takes the marks of Markdown off and
//! `html` keeps harmless elements only; both go on as they come, and hold back what is not decided
//! yet. `json` is held back until it is whole and checked: half a JSON is of no use to anybody.

mod fence;
mod html;
mod json;
mod plain;
mod schema;
mod words;

use std::sync::Arc;

use serde_json::Value;

use super::llm::{AnswerSchema, Format};
use fence::Unfence;
use html::Html;
use plain::Plain;
pub(super) use words::{cut, is, kind};

/// The form of all answers of a formation.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum AnswerFormat {
    /// Markdown, as models write it.
    #[default]
    Markdown,
    /// Text without marks.
    Text,
    /// A piece of HTML without anything that runs or loads.
    Html,
    /// JSON, by this schema if there is one.
    Json(Option<Arc<AnswerSchema>>),
}

impl AnswerFormat {
    /// What the model is told, at the end of its instructions; nothing for Markdown.
    pub fn sentence(&self) -> Option<&'static str> {
        match self {
            Self::Markdown => None,
            Self::Text => Some("Write your answers as plain text, without Markdown or HTML."),
            Self::Html => Some(
                "Write your answers as a fragment of HTML for the inside of a page: no html, head or body element, no scripts, no styles, no images.",
            ),
            Self::Json(None) => Some("Write your answers as one JSON object and nothing else."),
            Self::Json(Some(_)) => {
                Some("Write your answers as one JSON object of the given schema and nothing else.")
            }
        }
    }

    /// What the provider is asked for.
    pub fn request(&self) -> Format {
        match self {
            Self::Markdown | Self::Text | Self::Html => Format::Text,
            Self::Json(None) => Format::Json,
            Self::Json(Some(schema)) => Format::Schema(Arc::clone(schema)),
        }
    }

    /// Takes the text of one answer.
    pub fn shape(&self) -> Shape {
        match self {
            Self::Markdown => Shape::AsItIs,
            Self::Text => Shape::Plain(Plain::default()),
            Self::Html => Shape::Html(Unfence::default(), Html::default()),
            Self::Json(schema) => Shape::Json { schema: schema.clone(), held: String::new() },
        }
    }

    /// A question back to the user in this form.
    pub fn question(&self, questions: &[Question]) -> String {
        match self {
            Self::Markdown | Self::Text => {
                let many = questions.len() > 1;
                let lines =
                    questions.iter().enumerate().map(|(at, question)| question.lines(many.then_some(at + 1)));
                lines.collect::<Vec<_>>().join("\n")
            }
            Self::Html => questions.iter().map(Question::html).collect(),
            Self::Json(_) => {
                let questions: Vec<Value> = questions.iter().map(Question::json).collect();
                serde_json::json!({ "questions": questions }).to_string()
            }
        }
    }
}

/// Something that a user is asked back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub text: String,
    /// Answers to choose from; may be empty.
    pub choices: Vec<String>,
}

impl Question {
    fn lines(&self, number: Option<usize>) -> String {
        let mut lines = number.map_or_else(|| self.text.clone(), |number| format!("{number}. {}", self.text));
        let indent = if number.is_some() { "   " } else { "" };
        for choice in &self.choices {
            lines = format!("{lines}\n{indent}- {choice}");
        }
        lines
    }

    fn html(&self) -> String {
        let items: Vec<String> =
            self.choices.iter().map(|choice| format!("<li>{}</li>", html::escaped(choice))).collect();
        let list = if items.is_empty() { String::new() } else { format!("<ul>{}</ul>", items.concat()) };
        format!("<p>{}</p>{list}", html::escaped(&self.text))
    }

    fn json(&self) -> Value {
        serde_json::json!({"question": self.text, "choices": self.choices})
    }
}

/// The text of one answer on its way out, before secrets are looked for in it: what it takes away may
/// join what was apart.
#[derive(Debug)]
pub enum Shape {
    /// It goes on as it is.
    AsItIs,
    /// Marks are taken off.
    Plain(Plain),
    /// What is harmless stays.
    Html(Unfence, Html),
    /// Held back until it is whole.
    Json {
        /// What it has to fit.
        schema: Option<Arc<AnswerSchema>>,
        /// What has come.
        held: String,
    },
}

impl Shape {
    /// What can go on of these pieces.
    pub fn pieces(&mut self, texts: Vec<String>) -> Vec<String> {
        if matches!(self, Self::AsItIs) {
            return texts;
        }
        let shaped = texts.into_iter().map(|text| match self {
            Self::AsItIs => text,
            Self::Plain(plain) => plain.push(&text),
            Self::Html(fence, html) => html.push(&fence.push(&text)),
            Self::Json { held, .. } => {
                held.push_str(&text);
                String::new()
            }
        });
        shaped.filter(|text| !text.is_empty()).collect()
    }

    /// What was held back, when there will be no more; it begins anew then. Of JSON nothing: see [`Shape::whole`].
    pub fn rest(&mut self) -> String {
        match self {
            Self::AsItIs => String::new(),
            Self::Plain(plain) => std::mem::take(plain).finish(),
            Self::Html(fence, html) => {
                let last = std::mem::take(fence).finish();
                let mut text = html.push(&last);
                text.push_str(&std::mem::take(html).finish());
                text
            }
            Self::Json { held, .. } => {
                held.clear();
                String::new()
            }
        }
    }

    /// Whether the answer is held back until [`Shape::whole`] has looked at it.
    pub fn waits(&self) -> bool {
        matches!(self, Self::Json { .. })
    }

    /// The whole answer where it waited for its end: as it goes out, or what is wrong with it. What
    /// was held back is forgotten then.
    pub fn whole(&mut self) -> Result<String, Wrong> {
        let Self::Json { schema, held } = self else { return Ok(String::new()) };
        let text = std::mem::take(held);
        match json::check(&text, schema.as_deref()) {
            Ok(json) => Ok(json.to_owned()),
            Err(fault) => Err(Wrong { text, fault }),
        }
    }

    /// How much is held back, in bytes.
    pub fn held(&self) -> usize {
        match self {
            Self::Json { held, .. } => held.len(),
            _ => 0,
        }
    }
}

/// An answer that is not of the form that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What the model wrote.
    pub text: String,
    /// What is wrong with it.
    pub fault: String,
}

impl Wrong {
    /// What the model is told then.
    pub fn repair(&self) -> String {
        format!(
            "This answer cannot be used: {}. Write the same answer again, as one JSON object and nothing else.",
            self.fault
        )
    }
}

/// The schema of answers as providers take it in strict mode: each object lists all its properties as
/// required and takes no others. A property that the author left out of `required` may be null
/// instead; where there is no `required`, all are.
pub fn strict(schema: &Value) -> Value {
    let mut schema = schema.clone();
    make_strict(&mut schema, 0);
    schema
}

fn make_strict(schema: &mut Value, depth: u32) {
    let Some(map) = schema.as_object_mut().filter(|_| depth < 64) else { return };
    if let Some(properties) = map.get_mut("properties").and_then(Value::as_object_mut) {
        properties.values_mut().for_each(|inner| make_strict(inner, depth + 1));
        let names: Vec<String> = properties.keys().cloned().collect();
        if let Some(required) = map.get("required").and_then(Value::as_array).cloned() {
            let optional = names.iter().filter(|name| !required.iter().any(|r| r == name.as_str()));
            for name in optional {
                let_be_null(&mut map["properties"][name]);
            }
        }
        map.insert("required".to_owned(), names.into());
        map.entry("additionalProperties").or_insert(Value::Bool(false));
    }
    for key in ["items", "additionalItems"] {
        if let Some(inner) = map.get_mut(key) {
            make_strict(inner, depth + 1);
        }
    }
    for key in ["anyOf", "$defs", "definitions"] {
        match map.get_mut(key) {
            Some(Value::Array(items)) => items.iter_mut().for_each(|inner| make_strict(inner, depth + 1)),
            Some(Value::Object(named)) => named.values_mut().for_each(|inner| make_strict(inner, depth + 1)),
            _ => {}
        }
    }
}

fn let_be_null(schema: &mut Value) {
    match schema.get_mut("type") {
        Some(Value::String(name)) if name != "null" => schema["type"] = serde_json::json!([name, "null"]),
        Some(Value::Array(names)) if !names.iter().any(|name| name == "null") => names.push("null".into()),
        Some(_) => return,
        None => {
            let inner = schema.take();
            *schema = serde_json::json!({"anyOf": [inner, {"type": "null"}]});
            return;
        }
    }
    if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut)
        && !words.contains(&Value::Null)
    {
        words.push(Value::Null);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_strict_schema_requires_all_and_what_was_optional_may_be_null() {
        let schema = json!({"type": "object", "properties": {
            "a": {"type": "string"},
            "b": {"type": "string", "enum": ["x"]},
            "c": {"type": "array", "items": {"type": "object", "properties": {"d": {"type": "integer"}}}},
        }, "required": ["a"]});
        let c = json!({"type": ["array", "null"], "items": {"type": "object", "properties": {"d": {"type": "integer"}},
                       "required": ["d"], "additionalProperties": false}});
        let expected = json!({"type": "object", "properties": {
            "a": {"type": "string"},
            "b": {"type": ["string", "null"], "enum": ["x", null]},
            "c": c,
        }, "required": ["a", "b", "c"], "additionalProperties": false});
        assert_eq!(strict(&schema), expected);
    }

    #[test]
    fn markdown_passes_without_a_change_and_json_waits_for_its_end() {
        let mut shape = AnswerFormat::Markdown.shape();
        assert_eq!(shape.pieces(vec!["**a**".into()]), ["**a**"]);
        let mut shape = AnswerFormat::Json(None).shape();
        assert_eq!(shape.pieces(vec!["```json\n{\"a\":".into(), "1}\n```".into()]), [""; 0]);
        assert_eq!(shape.held(), 19);
        assert_eq!(shape.whole().unwrap(), "{\"a\":1}");
        assert_eq!(shape.held(), 0);
    }

    #[test]
    fn html_out_of_a_fence_is_shaped_however_it_is_cut() {
        let text = "```html\n<p onclick=x>Hi <b>you</b></p>\n```\n";
        for cut in 0..text.len() {
            let mut shape = AnswerFormat::Html.shape();
            let mut out = shape.pieces(vec![text[..cut].into(), text[cut..].into()]).concat();
            out.push_str(&shape.rest());
            assert_eq!(out, "<p>Hi <b>you</b></p>", "{cut}");
        }
    }

    #[test]
    fn a_question_back_has_the_form_of_the_answers() {
        let questions = [
            Question { text: "Which <size>?".into(), choices: vec!["S".into(), "M".into()] },
            Question { text: "Where to?".into(), choices: vec![] },
        ];
        assert_eq!(AnswerFormat::Text.question(&questions[1..]), "Where to?");
        assert_eq!(
            AnswerFormat::Markdown.question(&questions),
            "1. Which <size>?\n   - S\n   - M\n2. Where to?"
        );
        assert_eq!(
            AnswerFormat::Html.question(&questions),
            "<p>Which &lt;size&gt;?</p><ul><li>S</li><li>M</li></ul><p>Where to?</p>"
        );
        assert_eq!(
            AnswerFormat::Json(None).question(&questions[..1]),
            r#"{"questions":[{"question":"Which <size>?","choices":["S","M"]}]}"#
        );
    }
}
