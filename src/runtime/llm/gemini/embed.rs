//! Vectors of texts (`models/…:batchEmbedContents`).

use serde::{Deserialize, Serialize};

use super::content::Part;
use super::full_name;
use crate::runtime::llm::dialect::Fault;
use crate::runtime::llm::{Embeddings, Usage};

/// The body: one request for each text.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    requests: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    model: String,
    content: Text<'a>,
}

#[derive(Serialize)]
struct Text<'a> {
    parts: [Part<'a>; 1],
}

impl<'a> Body<'a> {
    pub(super) fn new(model: &str, texts: &'a [String]) -> Self {
        let one =
            |text: &'a String| One { model: full_name(model), content: Text { parts: [Part::text(text)] } };
        Self { requests: texts.iter().map(one).collect() }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    embeddings: Option<Vec<Vector>>,
    usage_metadata: Option<Counted>,
}

#[derive(Deserialize)]
struct Vector {
    #[serde(default)]
    values: Vec<f32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Counted {
    prompt_token_count: Option<u64>,
}

pub(super) fn read(body: &[u8]) -> Result<Embeddings, Fault> {
    let answer: Answer = serde_json::from_slice(body).map_err(|e| Fault::BadAnswer(e.to_string()))?;
    let Some(embeddings) = answer.embeddings else {
        return Err(Fault::BadAnswer("it has no vectors".to_owned()));
    };
    let vectors: Vec<Vec<f32>> = embeddings.into_iter().map(|vector| vector.values).collect();
    let length = vectors.first().map_or(0, Vec::len);
    if vectors.iter().any(|vector| vector.is_empty() || vector.len() != length) {
        return Err(Fault::BadAnswer("its vectors are not equally long".to_owned()));
    }
    let usage = answer
        .usage_metadata
        .map(|counted| Usage { prompt_tokens: counted.prompt_token_count.unwrap_or(0), ..Usage::default() });
    Ok(Embeddings { vectors, usage })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_text_is_a_request_of_its_own() {
        let texts = ["a".to_owned(), "b".to_owned()];
        let body = serde_json::to_value(Body::new("gemini-embedding-001", &texts)).unwrap();
        let one = |text: &str| json!({"model": "models/gemini-embedding-001", "content": {"parts": [{"text": text}]}});
        assert_eq!(body, json!({"requests": [one("a"), one("b")]}));
    }

    #[test]
    fn vectors_come_in_the_order_of_the_texts_and_are_equally_long() {
        let vectors = |text: &str| read(text.as_bytes());
        let read = vectors(
            r#"{"embeddings":[{"values":[1,0.5]},{"values":[0,1]}],"usageMetadata":{"promptTokenCount":4}}"#,
        );
        let read = read.unwrap();
        assert_eq!(read.vectors, [[1.0, 0.5], [0.0, 1.0]]);
        assert_eq!(read.usage.unwrap().prompt_tokens, 4);
        for bad in [r#"{"embeddings":[{"values":[1]},{"values":[]}]}"#, r#"{"embeddings":[{}]}"#, "{}", "[]"]
        {
            assert!(matches!(vectors(bad), Err(Fault::BadAnswer(_))), "{bad}");
        }
    }
}
