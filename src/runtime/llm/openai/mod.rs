//! The OpenAI-compatible dialect (OpenAI API reference: Chat Completions, Embeddings, Audio). What
//! its servers take differs, and is data: [`Takes`].

mod answer;
mod body;
mod calls;
mod content;
mod meaning;
mod recording;
mod route;
mod schema;
#[cfg(test)]
mod tests;
mod usage;
mod vectors;
mod words;

use reqwest::header::{AUTHORIZATION, HeaderName};

use super::dialect::{Call, Dialect, EventReader, Fault, KeyHeader, Meaning, Refusal, Unsupported};
use super::{Answer, Embeddings, ProviderInfo, Request, Sound, Transcript};
use crate::formation::providers::{COMPATIBLE, KeyForm, Takes};
use answer::{Completion, Stream};
use route::Route;

/// The dialect of one server.
#[derive(Clone, Debug)]
pub struct OpenAi {
    takes: Takes,
    route: Route,
}

impl Default for OpenAi {
    /// The dialect of a server of which nothing is known.
    fn default() -> Self {
        Self { takes: COMPATIBLE, route: Route::default() }
    }
}

impl OpenAi {
    /// The dialect of `provider` at `base_url`, and the base URL before all paths: a query of it
    /// goes behind each path, and a deployment of Azure has paths of its own.
    pub fn at(provider: Option<&ProviderInfo>, base_url: &str) -> (Self, String) {
        let takes = provider.map_or(COMPATIBLE, |provider| provider.takes);
        let (route, base_url) = Route::of(base_url, &takes);
        (Self { takes, route }, base_url)
    }
}

impl Dialect for OpenAi {
    fn key_header(&self) -> KeyHeader {
        match self.takes.key {
            KeyForm::Bearer => KeyHeader { name: AUTHORIZATION, prefix: "Bearer " },
            KeyForm::ApiKey => KeyHeader { name: HeaderName::from_static("api-key"), prefix: "" },
        }
    }

    fn chat(&self, request: &Request, stream: bool) -> Result<Call, Unsupported> {
        let path = self.route.path(&request.model, "/chat/completions");
        Ok(Call::json(path, &body::Body::new(request, stream, &self.takes)?))
    }

    fn whole(&self, body: &[u8]) -> Result<Answer, Fault> {
        let completion: Completion =
            serde_json::from_slice(body).map_err(|e| Fault::BadAnswer(e.to_string()))?;
        completion.into_answer()
    }

    fn reader(&self) -> Box<dyn EventReader> {
        Box::new(Stream::default())
    }

    fn embed(&self, model: &str, texts: &[String]) -> Result<Call, Unsupported> {
        if texts.iter().any(String::is_empty) {
            return Err(Unsupported("the vector of an empty text".to_owned()));
        }
        let path = self.route.path(model, "/embeddings");
        Ok(Call::json(path, &vectors::Body { model, input: texts }))
    }

    fn embedded(&self, body: &[u8]) -> Result<Embeddings, Fault> {
        vectors::read(body)
    }

    fn transcribe(&self, sound: &Sound) -> Result<Call, Unsupported> {
        recording::call(self.route.path(&sound.model, "/audio/transcriptions"), sound)
    }

    fn transcribed(&self, body: &[u8]) -> Result<Transcript, Fault> {
        recording::read(body)
    }

    fn meaning(&self, refusal: &Refusal<'_>) -> Option<Meaning> {
        meaning::meaning(refusal)
    }
}
