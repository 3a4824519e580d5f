//! One provider over HTTP: an address, a key and a dialect.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use tokio::time::{Instant, timeout_at};

use super::client::{HttpClient, without_login};
use super::faults::Faults;
use super::reader::{Reader, Waits};
use super::reply::{Body, Reply};
use super::wait;
use crate::runtime::llm::cassette::Cassette;
use crate::runtime::llm::dialect::{Call, Dialect, KeyHeader, Refusal};
use crate::runtime::llm::{
    Answer, Embeddings, Limit, MAX_ANSWER, ModelError, Patience, Piece, Pieces, Provider, Request, Sound,
    Transcript,
};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;
use crate::support::text::innermost;

/// The longest error body that is read, in bytes.
const MAX_ERROR: usize = 64 << 10;

/// The most texts of one request for vectors; OpenAI takes 2048, others fewer.
const EMBEDDED_AT_ONCE: usize = 96;

/// One endpoint with one key.
pub struct Endpoint<D> {
    faults: Faults,
    base_url: String,
    headers: HeaderMap,
    patience: Arc<Patience>,
    client: HttpClient,
    cassette: Option<Cassette>,
    dialect: D,
}

/// Where an endpoint is and how long it is waited for.
pub struct EndpointOptions<'a> {
    /// The provider's name, for errors.
    pub provider: &'a str,
    /// The base URL, to which the dialect adds its paths.
    pub base_url: &'a str,
    /// The key, where one is needed.
    pub key: Option<&'a SecretBytes>,
    /// How long the model there is waited for.
    pub patience: Patience,
    /// Live secret values.
    pub redactor: Redactor,
    /// The clients that all providers share.
    pub client: HttpClient,
    /// Where its traffic is kept or comes from.
    pub cassette: Option<Cassette>,
}

/// A key that cannot be sent: it holds a byte that no HTTP header may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the API key holds a line break or another byte that an HTTP header cannot carry")]
pub struct BadKey;

impl<D: Dialect> Endpoint<D> {
    /// An endpoint that speaks `dialect`.
    pub fn new(dialect: D, options: EndpointOptions<'_>) -> Result<Self, BadKey> {
        let mut headers = dialect.headers();
        if let Some(key) = options.key {
            let KeyHeader { name, prefix } = dialect.key_header();
            headers.insert(name, key_value(prefix, key)?);
        }
        Ok(Self {
            faults: Faults { provider: options.provider.to_owned(), redactor: options.redactor },
            base_url: options.base_url.trim_end_matches('/').to_owned(),
            headers,
            patience: Arc::new(options.patience),
            client: options.client,
            cassette: options.cassette,
            dialect,
        })
    }

    /// Sends, and gives the reply of a success. `until` is when the reply has to be there.
    async fn send(&self, model: &str, call: &Call, until: Until) -> Result<Reply, ModelError> {
        let reply = match &self.cassette {
            None => self.send_live(call, until).await?,
            Some(cassette) => {
                let live = self.send_live(call, until);
                // In a box: without a recording, a question that waits has no room for one.
                Box::pin(cassette.send(&self.faults.provider, call, &self.faults.redactor, live)).await?
            }
        };
        if (200..300).contains(&reply.status) {
            Ok(reply)
        } else {
            Err(Box::pin(self.refusal(model, reply)).await)
        }
    }

    async fn send_live(&self, call: &Call, until: Until) -> Result<Reply, ModelError> {
        let url = format!("{}{}", self.base_url, call.path);
        let client = self.client.get(&url).map_err(|e| self.unreachable(&e))?;
        let request = client
            .post(&url)
            .headers(self.headers.clone())
            .header(CONTENT_TYPE, &call.content_type)
            .body(call.body.clone());
        let response = timeout_at(until.began + until.within, request.send())
            .await
            .map_err(|_| self.faults.timed_out(until.limit, until.within))?
            .map_err(|e| self.unreachable(&e))?;
        let headers = response.headers();
        Ok(Reply {
            status: response.status().as_u16(),
            content_type: headers
                .get(CONTENT_TYPE)
                .and_then(|v| v.to_str().ok())
                .unwrap_or_default()
                .to_owned(),
            retry_after: if response.status().is_success() { None } else { wait::asked(headers) },
            body: Box::pin(response.bytes_stream().map(|read| read.map_err(|e| innermost(&e)))),
        })
    }

    async fn refusal(&self, model: &str, reply: Reply) -> ModelError {
        let Reply { status, retry_after, body, .. } = reply;
        let body = tokio::time::timeout(self.patience.between(), read_up_to(body, MAX_ERROR)).await;
        let body = body.ok().and_then(Result::ok).unwrap_or_default();
        let json = serde_json::from_slice(&body).unwrap_or_default();
        let refusal = Refusal { status, body: &json };
        let retry_after = retry_after.or_else(|| self.dialect.retry_after(&refusal));
        let meaning = self.dialect.meaning(&refusal);
        self.faults.refusal(model, status, retry_after, meaning, &String::from_utf8_lossy(&body))
    }

    fn unreachable(&self, error: &reqwest::Error) -> ModelError {
        ModelError::Unreachable {
            provider: self.faults.provider.clone(),
            endpoint: without_login(&self.base_url),
            detail: innermost(error),
        }
    }

    async fn body(&self, reply: Reply, until: Until) -> Result<Vec<u8>, ModelError> {
        timeout_at(until.began + until.within, read_up_to(reply.body, MAX_ANSWER))
            .await
            .map_err(|_| self.faults.timed_out(until.limit, until.within))?
            .map_err(|error| match error {
                ReadError::TooLong => {
                    ModelError::Endless { provider: self.faults.provider.clone(), bytes: MAX_ANSWER }
                }
                ReadError::Broken(how) => self.faults.cut_off(&how),
            })
    }

    /// Sends, and reads the whole answer.
    async fn ask(&self, model: &str, call: &Call, tokens: Option<u64>) -> Result<Vec<u8>, ModelError> {
        let until = Until::now(Limit::Whole, self.patience.whole(tokens));
        let reply = self.send(model, call, until).await?;
        self.body(reply, until).await
    }

    async fn complete_now(&self, request: &Request) -> Result<Answer, ModelError> {
        let call = self.dialect.chat(request, false).map_err(|e| e.of(&self.faults.provider))?;
        let body = self.ask(&request.model, &call, request.settings.max_tokens).await?;
        self.dialect.whole(&body).map_err(|fault| self.faults.of(fault))
    }

    async fn stream_now(&self, request: &Request) -> Result<Pieces, ModelError> {
        let call = self.dialect.chat(request, true).map_err(|e| e.of(&self.faults.provider))?;
        let until = Until::now(Limit::First, self.patience.first());
        let reply = self.send(&request.model, &call, until).await?;
        if !reply.content_type.starts_with("text/event-stream") {
            // A server that cannot stream answers whole; anything else is told there.
            let within = self.patience.whole(request.settings.max_tokens);
            let body = self.body(reply, Until { limit: Limit::Whole, within, ..until }).await?;
            let Answer { text, calls, finish } =
                self.dialect.whole(&body).map_err(|fault| self.faults.of(fault))?;
            let piece = Piece { texts: vec![text], calls, finish: Some(finish) };
            return Ok(Box::pin(futures_util::stream::iter([Ok(piece)])));
        }
        let waits = Waits::new(Arc::clone(&self.patience), until.began, until.within);
        Ok(Reader::new(self.faults.clone(), waits, reply.body, self.dialect.reader()).pieces())
    }

    async fn embed_now(&self, model: &str, texts: &[String]) -> Result<Embeddings, ModelError> {
        let mut all = Embeddings::default();
        for texts in texts.chunks(EMBEDDED_AT_ONCE) {
            let call = self.dialect.embed(model, texts).map_err(|e| e.of(&self.faults.provider))?;
            let body = self.ask(model, &call, Some(0)).await?;
            let some = self.dialect.embedded(&body).map_err(|fault| self.faults.of(fault))?;
            all.extend(some, texts.len()).map_err(|fault| self.faults.of(fault))?;
        }
        Ok(all)
    }

    async fn transcribe_now(&self, sound: &Sound) -> Result<Transcript, ModelError> {
        let call = self.dialect.transcribe(sound).map_err(|e| e.of(&self.faults.provider))?;
        let body = self.ask(&sound.model, &call, None).await?;
        self.dialect.transcribed(&body).map_err(|fault| self.faults.of(fault))
    }
}

/// Until when something has to have happened.
#[derive(Clone, Copy)]
struct Until {
    limit: Limit,
    began: Instant,
    within: Duration,
}

impl Until {
    fn now(limit: Limit, within: Duration) -> Self {
        Self { limit, began: Instant::now(), within }
    }
}

impl<D: Dialect> Provider for Endpoint<D> {
    fn complete<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answer, ModelError>> {
        Box::pin(self.complete_now(request))
    }

    fn stream<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Pieces, ModelError>> {
        Box::pin(self.stream_now(request))
    }

    fn embed<'a>(
        &'a self,
        model: &'a str,
        texts: &'a [String],
    ) -> BoxFuture<'a, Result<Embeddings, ModelError>> {
        Box::pin(self.embed_now(model, texts))
    }

    fn transcribe<'a>(&'a self, sound: &'a Sound) -> BoxFuture<'a, Result<Transcript, ModelError>> {
        Box::pin(self.transcribe_now(sound))
    }
}

fn key_value(prefix: &str, key: &SecretBytes) -> Result<HeaderValue, BadKey> {
    let mut text = zeroize::Zeroizing::new(prefix.as_bytes().to_vec());
    text.extend_from_slice(key.expose());
    let mut value = HeaderValue::from_bytes(&text).map_err(|_| BadKey)?;
    value.set_sensitive(true);
    Ok(value)
}

enum ReadError {
    TooLong,
    Broken(String),
}

async fn read_up_to(mut body: Body, limit: usize) -> Result<Vec<u8>, ReadError> {
    let mut whole = Vec::new();
    while let Some(bytes) = body.next().await {
        let bytes: Bytes = bytes.map_err(ReadError::Broken)?;
        if whole.len() + bytes.len() > limit {
            return Err(ReadError::TooLong);
        }
        whole.extend_from_slice(&bytes);
    }
    Ok(whole)
}
