//! Vectors of texts: `POST /embeddings`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::refused;
use super::usage::WireUsage;
use crate::runtime::llm::Embeddings;
use crate::runtime::llm::dialect::Fault;

#[derive(Serialize)]
pub(super) struct Body<'a> {
    pub(super) model: &'a str,
    pub(super) input: &'a [String],
}

#[derive(Deserialize)]
struct Answered {
    data: Option<Vec<Item>>,
    usage: Option<WireUsage>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Item {
    index: Option<usize>,
    embedding: Vector,
}

/// Numbers, or the bytes of 32-bit floats, the lowest first, in base64.
#[derive(Deserialize)]
#[serde(untagged)]
enum Vector {
    Numbers(Vec<f32>),
    Packed(String),
}

impl Vector {
    fn numbers(self) -> Option<Vec<f32>> {
        let numbers: Vec<f32> = match self {
            Self::Numbers(numbers) => numbers,
            Self::Packed(text) => {
                let bytes = STANDARD.decode(text).ok()?;
                let (floats, rest) = bytes.as_chunks::<4>();
                rest.is_empty().then(|| floats.iter().map(|float| f32::from_le_bytes(*float)).collect())?
            }
        };
        (!numbers.is_empty() && numbers.iter().all(|number| number.is_finite())).then_some(numbers)
    }
}

/// The vectors in the order of the texts. Their order in the body is not promised.
pub(super) fn read(body: &[u8]) -> Result<Embeddings, Fault> {
    let bad = |what: &str| Fault::BadAnswer(what.to_owned());
    let answered: Answered = serde_json::from_slice(body).map_err(|e| Fault::BadAnswer(e.to_string()))?;
    let Some(items) = answered.data else {
        return Err(answered.error.map_or_else(|| bad("it has no vectors"), |error| refused(&error)));
    };
    let mut vectors: Vec<Option<Vec<f32>>> = vec![None; items.len()];
    for (at, item) in items.into_iter().enumerate() {
        let place = vectors.get_mut(item.index.unwrap_or(at));
        let place =
            place.filter(|place| place.is_none()).ok_or_else(|| bad("its vectors are numbered wrongly"))?;
        *place = Some(item.embedding.numbers().ok_or_else(|| bad("a vector of it cannot be read"))?);
    }
    let vectors: Vec<Vec<f32>> = vectors.into_iter().flatten().collect();
    if vectors.windows(2).any(|pair| pair[0].len() != pair[1].len()) {
        return Err(bad("its vectors are not equally long"));
    }
    Ok(Embeddings { vectors, usage: answered.usage.map(Into::into) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(body: &str) -> String {
        match read(body.as_bytes()).unwrap_err() {
            Fault::BadAnswer(what) => what,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn vectors_come_in_the_order_of_the_texts_whatever_their_form() {
        let body = r#"{"data":[{"index":1,"embedding":[0.5,1]},{"index":0,"embedding":"AACAPwAAAEA="}],
            "usage":{"prompt_tokens":4,"total_tokens":4}}"#;
        let answer = read(body.as_bytes()).unwrap();
        assert_eq!(answer.vectors, [[1.0, 2.0], [0.5, 1.0]]);
        assert_eq!(answer.usage.unwrap().prompt_tokens, 4);
        let unnumbered = r#"{"data":[{"embedding":[1]},{"embedding":[2]}]}"#;
        assert_eq!(read(unnumbered.as_bytes()).unwrap().vectors, [[1.0], [2.0]]);
    }

    #[test]
    fn vectors_that_nobody_could_compare_are_refused() {
        let two = |a: &str, b: &str| format!(r#"{{"data":[{a},{b}]}}"#);
        let item = |index: u8, vector: &str| format!(r#"{{"index":{index},"embedding":{vector}}}"#);
        assert!(fault(&two(&item(0, "[1]"), &item(1, "[1,2]"))).contains("equally long"));
        assert!(fault(&two(&item(0, "[1]"), &item(0, "[1]"))).contains("numbered"));
        assert!(fault(&two(&item(0, "[1]"), &item(2, "[1]"))).contains("numbered"));
        for vector in ["[]", "\"AAAA\"", "\"AADAfw==\"", "\"?\"", "[1e99]"] {
            assert!(
                fault(&format!(r#"{{"data":[{}]}}"#, item(0, vector))).contains("cannot be read"),
                "{vector}"
            );
        }
        assert!(fault("{}").contains("no vectors"));
        assert!(fault("{\"data\":[{\"inde").contains("EOF"));
    }

    #[test]
    fn an_error_in_the_place_of_vectors_is_the_provider_s_own() {
        let fault = read(br#"{"error":{"message":"overloaded","code":503}}"#).unwrap_err();
        assert_eq!(fault, Fault::Refused { detail: "overloaded".into(), status: Some(503) });
    }
}
