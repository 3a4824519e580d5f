//! What a provider's API looks like on the wire: from questions to bodies, and from bodies to
//! answers. A dialect is pure: [`super::http::Endpoint`] sends what it makes.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName};

use super::{Answer, Embeddings, Finish, ModelError, Piece, Request, Sound, Transcript};
use crate::support::sse::SseEvent;

/// A request, ready to be sent but for the key.
#[derive(Clone, Debug)]
pub struct Call {
    /// What comes after the base URL; begins with `/` and may have a query, never with a key in it.
    pub path: String,
    /// The media type of the body.
    pub content_type: String,
    /// The body.
    pub body: Bytes,
}

impl Call {
    /// A body of JSON.
    pub fn json(path: impl Into<String>, body: &impl serde::Serialize) -> Self {
        let body = serde_json::to_vec(body).expect("requests hold only what JSON can say");
        Self { path: path.into(), content_type: "application/json".to_owned(), body: Bytes::from(body) }
    }
}

/// How a key travels: in this header, after this text.
#[derive(Clone, Debug)]
pub struct KeyHeader {
    /// The header.
    pub name: HeaderName,
    /// What stands before the key, such as `Bearer `.
    pub prefix: &'static str,
}

/// Something that a dialect, or the model behind it, cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported(pub String);

/// What is wrong with what came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not of the dialect.
    BadAnswer(String),
    /// The answer stopped before its end.
    CutOff(String),
    /// The provider's own error, in its words, in the place of an answer or inside a stream.
    Refused {
        /// Its words.
        detail: String,
        /// The status that such an error has as an HTTP answer, where the provider says.
        status: Option<u16>,
    },
    /// The provider's filter.
    Filtered(String),
}

/// A refusal, as it came over HTTP.
#[derive(Clone, Debug)]
pub struct Refusal<'a> {
    /// The status.
    pub status: u16,
    /// The body, as far as it is JSON.
    pub body: &'a serde_json::Value,
}

/// What a refusal means beyond its status, where a dialect can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The conversation is longer than the model can read.
    TooLong,
    /// The account has no credit; waiting does not help.
    NoCredit,
    /// The key is not accepted, though the status is another one.
    BadKey,
    /// The provider's filter refused the question.
    Filtered,
    /// The model is not known there.
    UnknownModel,
}

/// A provider's API.
pub trait Dialect: Send + Sync {
    /// How the key travels.
    fn key_header(&self) -> KeyHeader;

    /// Further headers of every request.
    fn headers(&self) -> HeaderMap {
        HeaderMap::new()
    }

    /// The body that asks for an answer, whole or streamed.
    fn chat(&self, request: &Request, stream: bool) -> Result<Call, Unsupported>;

    /// A whole answer out of the body of a success.
    fn whole(&self, body: &[u8]) -> Result<Answer, Fault>;

    /// Reads the events of one streamed answer.
    fn reader(&self) -> Box<dyn EventReader>;

    /// The body that asks for vectors.
    fn embed(&self, _model: &str, _texts: &[String]) -> Result<Call, Unsupported> {
        Err(Unsupported("vectors of texts".to_owned()))
    }

    /// Vectors out of the body of a success.
    fn embedded(&self, _body: &[u8]) -> Result<Embeddings, Fault> {
        Err(Fault::BadAnswer("it has no vectors".to_owned()))
    }

    /// The body that asks for a recording to be written down.
    fn transcribe(&self, _sound: &Sound) -> Result<Call, Unsupported> {
        Err(Unsupported("writing down recordings".to_owned()))
    }

    /// A transcript out of the body of a success.
    fn transcribed(&self, _body: &[u8]) -> Result<Transcript, Fault> {
        Err(Fault::BadAnswer("it has no transcript".to_owned()))
    }

    /// How long a refusal asks to wait, where its body says so and no header does.
    fn retry_after(&self, _refusal: &Refusal<'_>) -> Option<Duration> {
        None
    }

    /// What a refusal means, where its status alone does not say.
    fn meaning(&self, _refusal: &Refusal<'_>) -> Option<Meaning> {
        None
    }
}

/// Reads one streamed answer, event by event.
pub trait EventReader: Send {
    /// Takes an event, and adds what it holds to `piece`; `piece.finish` ends the answer.
    fn event(&mut self, event: &SseEvent, piece: &mut Piece) -> Result<(), Fault>;

    /// The connection was closed: the rest of the answer if that is an end, else a fault. `piece`
    /// gets calls that are whole by now.
    fn closed(&mut self, piece: &mut Piece) -> Result<Finish, Fault>;
}

impl Unsupported {
    pub(super) fn of(self, provider: &str) -> ModelError {
        ModelError::Unsupported { provider: provider.to_owned(), what: self.0 }
    }
}
