//! The OpenAI-compatible dialect (OpenAI API reference, Chat Completions).

mod answer;
mod body;

use reqwest::header::AUTHORIZATION;

use super::dialect::{Call, Dialect, EventReader, Fault, KeyHeader, Unsupported};
use super::{Answer, Request};
use answer::{Completion, Stream};

/// The dialect of `POST /chat/completions`.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpenAi {}

impl Dialect for OpenAi {
    fn key_header(&self) -> KeyHeader {
        KeyHeader { name: AUTHORIZATION, prefix: "Bearer " }
    }

    fn chat(&self, request: &Request, stream: bool) -> Result<Call, Unsupported> {
        Ok(Call::json("/chat/completions", &body::Body::new(request, stream)?))
    }

    fn whole(&self, body: &[u8]) -> Result<Answer, Fault> {
        let completion: Completion =
            serde_json::from_slice(body).map_err(|e| Fault::BadAnswer(e.to_string()))?;
        completion.into_answer()
    }

    fn reader(&self) -> Box<dyn EventReader> {
        Box::new(Stream::default())
    }
}
