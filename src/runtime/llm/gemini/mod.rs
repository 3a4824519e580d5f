//! The dialect of Google's Gemini API (`models/…:generateContent`, version v1beta).

mod answer;
mod body;
mod content;
mod embed;
mod refusal;
mod schema;
mod transcribe;

use std::time::Duration;

use reqwest::header::HeaderName;

use super::dialect::{Call, Dialect, EventReader, Fault, KeyHeader, Meaning, Refusal, Unsupported};
use super::{Answer, Embeddings, Request, Sound, Transcript};

/// The name of this dialect in [`super::Extra`].
const NAME: &str = "gemini";
/// The version of the API that is spoken where the base URL has none.
const VERSION: &str = "v1beta";

/// The dialect of `POST /v1beta/models/{model}:generateContent`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gemini {}

impl Gemini {
    /// The base URL with the version at its end, which many leave out.
    pub fn base_url(written: &str) -> String {
        let written = written.trim_end_matches('/');
        let last = written.rsplit('/').next().unwrap_or_default();
        let versioned = last.starts_with("v1");
        if versioned { written.to_owned() } else { format!("{written}/{VERSION}") }
    }
}

impl Dialect for Gemini {
    /// A key in the URL, which the API takes too, would end up in logs.
    fn key_header(&self) -> KeyHeader {
        KeyHeader { name: HeaderName::from_static("x-goog-api-key"), prefix: "" }
    }

    fn chat(&self, request: &Request, stream: bool) -> Result<Call, Unsupported> {
        let method = if stream { "streamGenerateContent?alt=sse" } else { "generateContent" };
        Ok(Call::json(path(&request.model, method), &body::Body::new(request)?))
    }

    fn whole(&self, body: &[u8]) -> Result<Answer, Fault> {
        answer::whole(body)
    }

    fn reader(&self) -> Box<dyn EventReader> {
        Box::new(answer::Stream::default())
    }

    fn embed(&self, model: &str, texts: &[String]) -> Result<Call, Unsupported> {
        Ok(Call::json(path(model, "batchEmbedContents"), &embed::Body::new(model, texts)))
    }

    fn embedded(&self, body: &[u8]) -> Result<Embeddings, Fault> {
        embed::read(body)
    }

    /// There is no endpoint for it: a model is asked to write down what it hears.
    fn transcribe(&self, sound: &Sound) -> Result<Call, Unsupported> {
        self.chat(&transcribe::request(sound), false)
    }

    fn transcribed(&self, body: &[u8]) -> Result<Transcript, Fault> {
        let Answer { text, finish, .. } = answer::whole(body)?;
        Ok(Transcript { text: text.trim().to_owned(), seconds: None, usage: finish.usage })
    }

    fn retry_after(&self, refusal: &Refusal<'_>) -> Option<Duration> {
        refusal::retry_after(refusal.body)
    }

    fn meaning(&self, refusal: &Refusal<'_>) -> Option<Meaning> {
        refusal::meaning(refusal)
    }
}

/// The model's full name: `models/…`, or one of another collection as it was written.
fn full_name(model: &str) -> String {
    if model.contains('/') { model.to_owned() } else { format!("models/{model}") }
}

/// The path of a method of a model; what a path cannot hold is escaped (RFC 3986, 2.1).
fn path(model: &str, method: &str) -> String {
    let mut path = String::from("/");
    for byte in full_name(model).bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/@".contains(&byte) {
            path.push(char::from(byte));
        } else {
            path.extend(["%", &format!("{byte:02X}")]);
        }
    }
    format!("{path}:{method}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_at_the_end_of_the_base_url_once() {
        let google = "https://generativelanguage.googleapis.com";
        for written in ["", "/", "/v1beta", "/v1beta/"] {
            assert_eq!(Gemini::base_url(&format!("{google}{written}")), format!("{google}/v1beta"));
        }
        assert_eq!(Gemini::base_url("http://127.0.0.1:1/v1"), "http://127.0.0.1:1/v1");
    }

    #[test]
    fn the_model_is_in_the_path_and_the_key_is_not() {
        let chat = |model: &str, stream| {
            let request = Request { model: model.into(), ..Request::default() };
            Gemini {}.chat(&request, stream).unwrap().path
        };
        assert_eq!(chat("gemini-3.5-flash", false), "/models/gemini-3.5-flash:generateContent");
        assert_eq!(chat("models/gemini-x", true), "/models/gemini-x:streamGenerateContent?alt=sse");
        assert_eq!(chat("tunedModels/mine", false), "/tunedModels/mine:generateContent");
        assert_eq!(chat("a b?key=c#d", false), "/models/a%20b%3Fkey%3Dc%23d:generateContent");
    }
}
