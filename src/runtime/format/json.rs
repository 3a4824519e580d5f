//! Whether an answer is the JSON that was asked for.

use serde_json::Value;

use super::fence;
use crate::runtime::llm::AnswerSchema;

/// The JSON in `text`, a fence around it taken off, if it is one object that fits the schema.
pub(super) fn check<'t>(text: &'t str, schema: Option<&AnswerSchema>) -> Result<&'t str, String> {
    let json = fence::inside(text);
    if json.is_empty() {
        return Err("it is empty".to_owned());
    }
    let value: Value = serde_json::from_str(json).map_err(|error| format!("it is no JSON ({error})"))?;
    if !value.is_object() {
        return Err("it is JSON, but no object".to_owned());
    }
    if let Some(schema) = schema {
        super::schema::fits(&value, &schema.schema)?;
    }
    Ok(json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_is_taken_with_and_without_a_fence_and_nothing_else_is() {
        for good in ["{\"a\":1}", " {\"a\":1}\n", "```json\n{\"a\":1}\n```", "```\n{\"a\":1}```"] {
            assert_eq!(check(good, None), Ok("{\"a\":1}"), "{good:?}");
        }
        for (bad, said) in [
            ("", "it is empty"),
            ("Sure! {\"a\":1}", "it is no JSON (expected value at line 1 column 1)"),
            ("{\"a\":1", "it is no JSON (EOF while parsing an object at line 1 column 6)"),
            ("[1]", "it is JSON, but no object"),
            ("{\"a\":1} {\"b\":2}", "it is no JSON (trailing characters at line 1 column 9)"),
        ] {
            assert_eq!(check(bad, None), Err(said.to_owned()), "{bad:?}");
        }
    }

    #[test]
    fn what_does_not_fit_the_schema_is_named() {
        let schema = AnswerSchema {
            name: "answer".into(),
            schema: super::super::strict(&json!({"type": "object", "properties": {
                "city": {"type": "string"}, "days": {"type": "array", "items": {"enum": ["mon", "tue"]}},
            }})),
        };
        assert!(check(r#"{"city":"Bern","days":["mon"]}"#, Some(&schema)).is_ok());
        for (bad, said) in [
            (r#"{"city":"Bern"}"#, "days is missing"),
            (r#"{"city":1,"days":[]}"#, "city is a number, and has to be string"),
            (r#"{"city":"Bern","days":["wed"]}"#, r#"days[0] is "wed", and has to be one of "mon", "tue""#),
            (r#"{"city":"Bern","days":[],"x":1}"#, "there is no x"),
        ] {
            assert_eq!(check(bad, Some(&schema)), Err(said.to_owned()), "{bad}");
        }
    }
}
