//! The dialect of Anthropic's Messages API (`POST /v1/messages`, version 2023-06-01).

mod answer;
mod body;
mod cache;
mod content;
mod models;
mod schema;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::dialect::{Call, Dialect, EventReader, Fault, KeyHeader, Meaning, Refusal, Unsupported};
use super::{Answer, Request};
use answer::{Stream, Whole};

/// The name of this dialect in [`super::Extra`].
const NAME: &str = "anthropic";
/// The version of the API that is spoken.
const VERSION: &str = "2023-06-01";
/// A tool whose input is the answer, for models that cannot be held to a schema otherwise.
const ANSWER_TOOL: &str = "give_the_answer";

/// The dialect of `POST /v1/messages`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Anthropic {}

impl Anthropic {
    /// The base URL with the version at its end, which many leave out.
    pub fn base_url(written: &str) -> String {
        let written = written.trim_end_matches('/');
        if written.ends_with("/v1") { written.to_owned() } else { format!("{written}/v1") }
    }
}

impl Dialect for Anthropic {
    fn key_header(&self) -> KeyHeader {
        KeyHeader { name: HeaderName::from_static("x-api-key"), prefix: "" }
    }

    fn headers(&self) -> HeaderMap {
        let version = HeaderValue::from_static(VERSION);
        HeaderMap::from_iter([(HeaderName::from_static("anthropic-version"), version)])
    }

    fn chat(&self, request: &Request, stream: bool) -> Result<Call, Unsupported> {
        Ok(Call::json("/messages", &body::Body::new(request, stream)?))
    }

    fn whole(&self, body: &[u8]) -> Result<Answer, Fault> {
        let whole: Whole = serde_json::from_slice(body).map_err(|e| Fault::BadAnswer(e.to_string()))?;
        whole.into_answer()
    }

    fn reader(&self) -> Box<dyn EventReader> {
        Box::new(Stream::default())
    }

    /// The API says in words what a status of 400 is about (API reference, Errors).
    fn meaning(&self, refusal: &Refusal<'_>) -> Option<Meaning> {
        let error = &refusal.body["error"];
        let words = error["message"].as_str().unwrap_or_default().to_lowercase();
        let says = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
        match error["type"].as_str().unwrap_or_default() {
            "authentication_error" => Some(Meaning::BadKey),
            "billing_error" => Some(Meaning::NoCredit),
            "not_found_error" => Some(Meaning::UnknownModel),
            "request_too_large" => Some(Meaning::TooLong),
            "invalid_request_error" if says(&["credit balance", "usage limit", "spend limit"]) => {
                Some(Meaning::NoCredit)
            }
            "invalid_request_error"
                if says(&[
                    "prompt is too long",
                    "exceed context limit",
                    "exceeds the context",
                    "too many tokens",
                ]) =>
            {
                Some(Meaning::TooLong)
            }
            "invalid_request_error" if says(&["content filtering", "content policy"]) => {
                Some(Meaning::Filtered)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_version_is_at_the_end_of_the_base_url_once() {
        for written in
            ["https://a.example", "https://a.example/", "https://a.example/v1", "https://a.example/v1/"]
        {
            assert_eq!(Anthropic::base_url(written), "https://a.example/v1");
        }
        assert_eq!(Anthropic::base_url("https://b.example/anthropic"), "https://b.example/anthropic/v1");
    }

    #[test]
    fn a_refusal_is_known_by_its_words() {
        let meaning = |status, kind: &str, message: &str| {
            let body = json!({"type": "error", "error": {"type": kind, "message": message}});
            Anthropic {}.meaning(&Refusal { status, body: &body })
        };
        let invalid = |message| meaning(400, "invalid_request_error", message);
        assert_eq!(invalid("prompt is too long: 210000 tokens > 200000 maximum"), Some(Meaning::TooLong));
        assert_eq!(
            invalid("input length and `max_tokens` exceed context limit: 190000 + 64000 > 200000"),
            Some(Meaning::TooLong)
        );
        assert_eq!(invalid("Your credit balance is too low to access the API"), Some(Meaning::NoCredit));
        assert_eq!(invalid("messages: at least one message is required"), None);
        assert_eq!(meaning(401, "authentication_error", "invalid x-api-key"), Some(Meaning::BadKey));
        assert_eq!(meaning(404, "not_found_error", "model: claude-x"), Some(Meaning::UnknownModel));
        assert_eq!(meaning(413, "request_too_large", "x"), Some(Meaning::TooLong));
        assert_eq!(meaning(529, "overloaded_error", "Overloaded"), None);
    }
}
