//! `muxi/echo`: a model that needs no key and no network, for trying out and for tests.

use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use super::{
    Answer, Embeddings, Finish, FinishReason, Format, Message, ModelError, Piece, Pieces, Provider, Request,
    Role, Sound, Transcript, Usage,
};

/// Says back what it was told, and what it was told before in the same session.
#[derive(Clone, Copy, Debug, Default)]
pub struct Echo;

impl Provider for Echo {
    fn complete<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answer, ModelError>> {
        let text = formed(request);
        let finish = finish(request, &text);
        Box::pin(std::future::ready(Ok(Answer { text, calls: Vec::new(), finish })))
    }

    fn stream<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Pieces, ModelError>> {
        let answer = formed(request);
        let finish = finish(request, &answer);
        let words = answer
            .split_inclusive(' ')
            .map(|word| Piece { texts: vec![word.to_owned()], ..Piece::default() });
        let end = Piece { finish: Some(finish), ..Piece::default() };
        let pieces: Vec<_> = words.chain([end]).map(Ok).collect();
        Box::pin(std::future::ready(Ok(Box::pin(futures_util::stream::iter(pieces)) as Pieces)))
    }

    fn embed<'a>(
        &'a self,
        _model: &'a str,
        _texts: &'a [String],
    ) -> BoxFuture<'a, Result<Embeddings, ModelError>> {
        Box::pin(std::future::ready(Err(unsupported("vectors of texts"))))
    }

    fn transcribe<'a>(&'a self, _sound: &'a Sound) -> BoxFuture<'a, Result<Transcript, ModelError>> {
        Box::pin(std::future::ready(Err(unsupported("writing down recordings"))))
    }
}

fn unsupported(what: &str) -> ModelError {
    ModelError::Unsupported { provider: "muxi/echo".to_owned(), what: what.to_owned() }
}

/// The answer in the form that is asked for.
fn formed(request: &Request) -> String {
    let text = answer(&request.messages);
    match &request.format {
        Format::Text => text,
        Format::Json => json!({"answer": text}).to_string(),
        Format::Schema(schema) => sample(&schema.schema, &text).to_string(),
    }
}

/// A value that fits a plain schema: words are `text`, choices the first one, numbers the smallest.
fn sample(schema: &Value, text: &str) -> Value {
    if let Some(first) = schema["enum"].get(0).or_else(|| schema.get("const")) {
        return first.clone();
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
    match kind {
        Some("object") => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            fields.map(|(name, field)| (name.clone(), sample(field, text))).collect()
        }
        Some("array") => {
            let least = schema["minItems"].as_u64().unwrap_or(0).min(16);
            (0..least).map(|_| sample(&schema["items"], text)).collect()
        }
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or_else(|| 0.into()),
        Some("boolean") => false.into(),
        Some("null") => Value::Null,
        _ => text.into(),
    }
}

fn answer(messages: &[Message]) -> String {
    let mut said = messages.iter().rev().filter(|m| m.role() == Role::User).map(Message::text);
    let last = said.next().unwrap_or_default();
    match said.next() {
        Some(before) => format!("You said: {last} (before that: {before})"),
        None => format!("You said: {last}"),
    }
}

/// Words stand for tokens, so that the numbers are the same on every run.
fn finish(request: &Request, answer: &str) -> Finish {
    let words = |text: &str| text.split_whitespace().count() as u64;
    Finish {
        reason: Some(FinishReason::Stop),
        usage: Some(Usage {
            prompt_tokens: request.messages.iter().map(|m| words(m.text())).sum(),
            completion_tokens: words(answer),
            ..Usage::default()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(content: &str) -> Message {
        Message::user(content)
    }

    #[test]
    fn an_answer_has_the_form_that_is_asked_for() {
        let schema = json!({"type": "object", "properties": {
            "words": {"type": "string"}, "mood": {"enum": ["calm", "cross"]}, "size": {"type": "integer", "minimum": 3},
            "list": {"type": "array", "minItems": 1, "items": {"type": "boolean"}},
        }});
        let sampled = sample(&schema, "x");
        assert_eq!(sampled, json!({"words": "x", "mood": "calm", "size": 3, "list": [false]}));
        let request = Request { messages: vec![user("Hi")], format: Format::Json, ..Request::default() };
        assert_eq!(formed(&request), r#"{"answer":"You said: Hi"}"#);
    }

    #[test]
    fn it_says_back_the_last_message_and_remembers_the_one_before() {
        assert_eq!(answer(&[user("Hello")]), "You said: Hello");
        assert_eq!(answer(&[user("Hello"), user("Bye")]), "You said: Bye (before that: Hello)");
        assert_eq!(answer(&[]), "You said: ");
    }
}
