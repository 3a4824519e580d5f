//! One provider over HTTP: an address, a key and a dialect.

use std::time::Duration;

use futures_util::future::BoxFuture;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

use super::client::{HttpClient, without_login};
use super::faults::Faults;
use super::reader::Reader;
use crate::runtime::llm::dialect::{Call, Dialect, KeyHeader, Refusal};
use crate::runtime::llm::retry::retry_after;
use crate::runtime::llm::{
    Answer, Embeddings, MAX_ANSWER, ModelError, Piece, Pieces, Provider, Request, RetryPolicy, Sound,
    Transcript,
};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;
use crate::support::text::innermost;

/// The longest error body that is read, in bytes.
const MAX_ERROR: usize = 64 << 10;

/// One endpoint with one key.
pub struct Endpoint<D> {
    faults: Faults,
    base_url: String,
    headers: HeaderMap,
    timeout: Duration,
    retry: RetryPolicy,
    client: HttpClient,
    dialect: D,
}

/// Where an endpoint is and how patiently it is asked.
pub struct EndpointOptions<'a> {
    /// The provider's name, for errors.
    pub provider: &'a str,
    /// The base URL, to which the dialect adds its paths.
    pub base_url: &'a str,
    /// The key, where one is needed.
    pub key: Option<&'a SecretBytes>,
    /// Bounds the wait for the answer's start and between two pieces.
    pub timeout: Duration,
    /// How often a request is sent again.
    pub retry: RetryPolicy,
    /// Live secret values.
    pub redactor: Redactor,
    /// The clients that all providers share.
    pub client: HttpClient,
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
            timeout: options.timeout,
            retry: options.retry,
            client: options.client,
            dialect,
        })
    }

    /// Sends, and sends again while nothing has been answered and that may help.
    async fn send(&self, model: &str, call: &Call) -> Result<reqwest::Response, ModelError> {
        let url = format!("{}{}", self.base_url, call.path);
        let mut attempt = 1;
        loop {
            let error = match self.send_once(model, &url, call).await {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            let Some(wait) = self.retry.wait(attempt, &error) else { return Err(error) };
            tokio::time::sleep(wait).await;
            attempt += 1;
        }
    }

    async fn send_once(&self, model: &str, url: &str, call: &Call) -> Result<reqwest::Response, ModelError> {
        let client = self.client.get(url).map_err(|e| self.unreachable(&e))?;
        let request = client
            .post(url)
            .headers(self.headers.clone())
            .header(CONTENT_TYPE, &call.content_type)
            .body(call.body.clone());
        let response = tokio::time::timeout(self.timeout, request.send())
            .await
            .map_err(|_| self.faults.timed_out(self.timeout))?
            .map_err(|e| self.unreachable(&e))?;
        if response.status().is_success() {
            return Ok(response);
        }
        Err(self.refusal(model, response).await)
    }

    async fn refusal(&self, model: &str, response: reqwest::Response) -> ModelError {
        let status = response.status().as_u16();
        let retry_after = retry_after(response.headers());
        let body = tokio::time::timeout(self.timeout, read_up_to(response, MAX_ERROR)).await;
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

    async fn body(&self, response: reqwest::Response) -> Result<Vec<u8>, ModelError> {
        tokio::time::timeout(self.timeout, read_up_to(response, MAX_ANSWER))
            .await
            .map_err(|_| self.faults.timed_out(self.timeout))?
            .map_err(|error| match error {
                ReadError::TooLong => {
                    ModelError::Endless { provider: self.faults.provider.clone(), bytes: MAX_ANSWER }
                }
                ReadError::Broken(how) => self.faults.cut_off(&how),
            })
    }

    async fn complete_now(&self, request: &Request) -> Result<Answer, ModelError> {
        let call = self.dialect.chat(request, false).map_err(|e| e.of(&self.faults.provider))?;
        let response = self.send(&request.model, &call).await?;
        self.whole(response).await
    }

    async fn whole(&self, response: reqwest::Response) -> Result<Answer, ModelError> {
        let body = self.body(response).await?;
        self.dialect.whole(&body).map_err(|fault| self.faults.of(fault))
    }

    async fn stream_now(&self, request: &Request) -> Result<Pieces, ModelError> {
        let call = self.dialect.chat(request, true).map_err(|e| e.of(&self.faults.provider))?;
        let response = self.send(&request.model, &call).await?;
        let media = response.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !media.starts_with("text/event-stream") {
            // A server that cannot stream answers whole; anything else is told there.
            let Answer { text, calls, finish } = self.whole(response).await?;
            let piece = Piece { texts: vec![text], calls, finish: Some(finish) };
            return Ok(Box::pin(futures_util::stream::iter([Ok(piece)])));
        }
        let body = Box::pin(response.bytes_stream());
        Ok(Reader::new(self.faults.clone(), self.timeout, body, self.dialect.reader()).pieces())
    }

    async fn embed_now(&self, model: &str, texts: &[String]) -> Result<Embeddings, ModelError> {
        let call = self.dialect.embed(model, texts).map_err(|e| e.of(&self.faults.provider))?;
        let body = self.body(self.send(model, &call).await?).await?;
        self.dialect.embedded(&body).map_err(|fault| self.faults.of(fault))
    }

    async fn transcribe_now(&self, sound: &Sound) -> Result<Transcript, ModelError> {
        let call = self.dialect.transcribe(sound).map_err(|e| e.of(&self.faults.provider))?;
        let body = self.body(self.send(&sound.model, &call).await?).await?;
        self.dialect.transcribed(&body).map_err(|fault| self.faults.of(fault))
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

async fn read_up_to(mut response: reqwest::Response, limit: usize) -> Result<Vec<u8>, ReadError> {
    let mut body = Vec::new();
    while let Some(bytes) = response.chunk().await.map_err(|e| ReadError::Broken(innermost(&e)))? {
        if body.len() + bytes.len() > limit {
            return Err(ReadError::TooLong);
        }
        body.extend_from_slice(&bytes);
    }
    Ok(body)
}
