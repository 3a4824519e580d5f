//! A provider that speaks the OpenAI-compatible dialect over HTTP.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};

use super::retry::retry_after;
use super::wire::{Body, Chunk, Completion, error_detail, error_text, short};
use super::{Answer, Finish, MAX_ANSWER, ModelError, Piece, Provider, Request, RetryPolicy};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;
use crate::support::sse::{SseDecoder, SseEvent};
use crate::support::text::{innermost, is_loopback};

/// The longest event that is read, in bytes: far over any token, and a bound on memory.
const MAX_EVENT: usize = 1 << 20;
/// The longest error body that is read, in bytes.
const MAX_ERROR: usize = 64 << 10;
/// Reads that have arrived already go along with the first, so many at the most.
const GATHERED_READS: usize = 16;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// One endpoint with one key.
pub struct OpenAi {
    faults: Faults,
    base_url: String,
    url: String,
    authorization: Option<HeaderValue>,
    retry: RetryPolicy,
    client: HttpClient,
}

/// The HTTP clients that all providers share: connections are kept, TLS roots are read once and
/// only when the first request leaves this machine.
#[derive(Clone, Default)]
pub struct HttpClient(Arc<Clients>);

#[derive(Default)]
struct Clients {
    remote: OnceLock<reqwest::Client>,
    local: OnceLock<reqwest::Client>,
}

/// A key that cannot be sent: it holds a byte that no HTTP header may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the API key holds a line break or another byte that an HTTP header cannot carry")]
pub struct BadKey;

impl HttpClient {
    fn get(&self, url: &str) -> Result<&reqwest::Client, reqwest::Error> {
        let local = on_loopback(url);
        let cell = if local { &self.0.local } else { &self.0.remote };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        let builder = reqwest::Client::builder()
            .user_agent(concat!("muxi/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .tcp_nodelay(true)
            // A redirect would carry the key to another host.
            .redirect(reqwest::redirect::Policy::none());
        // A model on this machine needs neither a proxy nor the system's certificates.
        let builder = if local { builder.no_proxy().tls_certs_only([]) } else { builder };
        let client = builder.build()?;
        Ok(cell.get_or_init(|| client))
    }
}

/// A URL as it may be shown: a name and password in it are for the server only.
fn without_login(url: &str) -> String {
    let Ok(mut shown) = reqwest::Url::parse(url) else { return "a base URL that cannot be read".to_owned() };
    if shown.username().is_empty() && shown.password().is_none() && shown.query().is_none() {
        return url.to_owned();
    }
    // What cannot have a login has none to hide.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.set_query(None);
    shown.to_string()
}

/// Whether `url` is plain HTTP to this machine.
fn on_loopback(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else { return false };
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    url.scheme() == "http" && is_loopback(host)
}

impl OpenAi {
    /// An endpoint at `base_url` (to which `/chat/completions` is added) of the provider called
    /// `provider`. `timeout` bounds the wait for the answer's start and between two pieces.
    pub fn new(
        provider: &str,
        base_url: &str,
        key: Option<&SecretBytes>,
        timeout: Duration,
        retry: RetryPolicy,
        redactor: Redactor,
        client: HttpClient,
    ) -> Result<Self, BadKey> {
        let base_url = base_url.trim_end_matches('/').to_owned();
        Ok(Self {
            faults: Faults { provider: provider.to_owned(), redactor, timeout },
            url: format!("{base_url}/chat/completions"),
            base_url,
            authorization: key.map(bearer).transpose()?,
            retry,
            client,
        })
    }

    async fn send(&self, request: &Request, stream: bool) -> Result<reqwest::Response, ModelError> {
        let body = serde_json::to_vec(&Body::new(request, stream)).map_err(|e| self.faults.bad_answer(&e))?;
        let body = bytes::Bytes::from(body);
        let mut attempt = 1;
        loop {
            let error = match self.send_once(request, body.clone()).await {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            let Some(wait) = self.retry.wait(attempt, &error) else { return Err(error) };
            tokio::time::sleep(wait).await;
            attempt += 1;
        }
    }

    async fn send_once(
        &self,
        request: &Request,
        body: bytes::Bytes,
    ) -> Result<reqwest::Response, ModelError> {
        let client = self.client.get(&self.url).map_err(|e| self.unreachable(&e))?;
        let mut builder = client.post(&self.url).header(CONTENT_TYPE, "application/json").body(body);
        if let Some(authorization) = &self.authorization {
            builder = builder.header(AUTHORIZATION, authorization.clone());
        }
        let response = tokio::time::timeout(self.faults.timeout, builder.send())
            .await
            .map_err(|_| self.faults.timed_out())?
            .map_err(|e| self.unreachable(&e))?;
        if response.status().is_success() {
            return Ok(response);
        }
        Err(self.refusal(request, response).await)
    }

    async fn refusal(&self, request: &Request, response: reqwest::Response) -> ModelError {
        let status = response.status().as_u16();
        let retry_after = retry_after(response.headers());
        let body = tokio::time::timeout(self.faults.timeout, read_up_to(response, MAX_ERROR)).await;
        let body = body.ok().and_then(Result::ok).unwrap_or_default();
        // Some providers repeat the key in the refusal.
        let detail = error_detail(&String::from_utf8_lossy(&body), &self.faults.redactor);
        let provider = self.faults.provider.clone();
        match status {
            401 | 403 => ModelError::Unauthorized { provider, status, detail },
            404 => ModelError::UnknownModel { provider, model: request.model.clone(), detail },
            429 => ModelError::RateLimited { provider, retry_after, detail },
            _ => ModelError::Refused { provider, status, detail },
        }
    }

    fn unreachable(&self, error: &reqwest::Error) -> ModelError {
        ModelError::Unreachable {
            provider: self.faults.provider.clone(),
            endpoint: without_login(&self.base_url),
            detail: innermost(error),
        }
    }

    async fn complete_now(&self, request: &Request) -> Result<(String, Finish), ModelError> {
        let response = self.send(request, false).await?;
        self.read_whole(response).await
    }

    async fn read_whole(&self, response: reqwest::Response) -> Result<(String, Finish), ModelError> {
        let body = tokio::time::timeout(self.faults.timeout, read_up_to(response, MAX_ANSWER))
            .await
            .map_err(|_| self.faults.timed_out())?
            .map_err(|e| self.faults.cut_off(&e))?;
        let completion: Completion = serde_json::from_slice(&body).map_err(|e| self.faults.bad_answer(&e))?;
        completion.into_answer().map_err(|error| match error {
            Some(error) => self.faults.bad_answer(&error_text(&error)),
            None => self.faults.bad_answer(&"an answer without a choice"),
        })
    }

    async fn stream_now(&self, request: &Request) -> Result<Answer, ModelError> {
        let response = self.send(request, true).await?;
        let media = response.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !media.starts_with("text/event-stream") {
            // A server that cannot stream answers whole; anything else is told there.
            let (text, finish) = self.read_whole(response).await?;
            let piece = Piece { texts: vec![text], finish: Some(finish) };
            return Ok(Box::pin(futures_util::stream::iter([Ok(piece)])));
        }
        let reader = Reader {
            faults: self.faults.clone(),
            body: Box::pin(response.bytes_stream()),
            decoder: SseDecoder::new(MAX_EVENT),
            finish: Finish::default(),
            failed: None,
            begun: false,
            ended: false,
        };
        Ok(Box::pin(futures_util::stream::unfold(reader, Reader::next)))
    }
}

impl Provider for OpenAi {
    fn complete<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<(String, Finish), ModelError>> {
        Box::pin(self.complete_now(request))
    }

    fn stream<'a>(&'a self, request: &'a Request) -> BoxFuture<'a, Result<Answer, ModelError>> {
        Box::pin(self.stream_now(request))
    }
}

/// Words for what goes wrong at one endpoint; what it says passes the redactor.
#[derive(Clone)]
struct Faults {
    provider: String,
    redactor: Redactor,
    timeout: Duration,
}

impl Faults {
    fn timed_out(&self) -> ModelError {
        ModelError::Timeout { provider: self.provider.clone(), seconds: self.timeout.as_secs() }
    }

    fn bad_answer(&self, what: &dyn std::fmt::Display) -> ModelError {
        ModelError::BadAnswer { provider: self.provider.clone(), detail: self.detail(what) }
    }

    fn cut_off(&self, how: &dyn std::fmt::Display) -> ModelError {
        ModelError::CutOff { provider: self.provider.clone(), detail: self.detail(how) }
    }

    fn detail(&self, words: &dyn std::fmt::Display) -> String {
        short(&self.redactor.redact(&words.to_string()))
    }
}

/// A stream on its way in.
struct Reader {
    faults: Faults,
    body: std::pin::Pin<Box<dyn futures_util::Stream<Item = reqwest::Result<bytes::Bytes>> + Send>>,
    decoder: SseDecoder,
    finish: Finish,
    /// An error that waits until what came before it is handed on.
    failed: Option<ModelError>,
    /// Text has come.
    begun: bool,
    ended: bool,
}

impl Reader {
    async fn next(mut self) -> Option<(Result<Piece, ModelError>, Self)> {
        if self.ended {
            return None;
        }
        loop {
            match self.read_piece().await {
                Ok(piece) if piece.texts.is_empty() && piece.finish.is_none() => {}
                Ok(piece) => {
                    self.ended = piece.finish.is_some();
                    return Some((Ok(piece), self));
                }
                Err(error) => {
                    self.ended = true;
                    return Some((Err(error), self));
                }
            }
        }
    }

    async fn read_piece(&mut self) -> Result<Piece, ModelError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let next = tokio::time::timeout(self.faults.timeout, self.body.next()).await;
        let mut next = next.map_err(|_| self.faults.timed_out())?;
        let mut piece = Piece::default();
        for read in 1.. {
            if let Err(error) = self.take_read(next, &mut piece) {
                if piece.texts.is_empty() {
                    return Err(error);
                }
                // What came before it is handed on first.
                self.failed = Some(error);
                break;
            }
            // The first text goes out alone: somebody waits for it.
            let first_text = !self.begun && !piece.texts.is_empty();
            self.begun |= first_text;
            if piece.finish.is_some() || first_text || read == GATHERED_READS {
                break;
            }
            match self.body.next().now_or_never() {
                Some(more) => next = more,
                None => break,
            }
        }
        Ok(piece)
    }

    fn take_read(
        &mut self,
        read: Option<reqwest::Result<bytes::Bytes>>,
        piece: &mut Piece,
    ) -> Result<(), ModelError> {
        let Some(bytes) = read else {
            piece.finish = Some(self.end_of_body()?);
            return Ok(());
        };
        let bytes = bytes.map_err(|e| self.faults.cut_off(&innermost(&e)))?;
        let mut events = Vec::new();
        let fed = self.decoder.feed(&bytes, |e| events.push(e));
        for event in &events {
            // Nothing counts after the end.
            if piece.finish.is_none() {
                self.take_event(event, piece)?;
            }
        }
        fed.map_err(|e| self.faults.cut_off(&e))
    }

    fn take_event(&mut self, event: &SseEvent, piece: &mut Piece) -> Result<(), ModelError> {
        if event.data == "[DONE]" {
            piece.finish = Some(std::mem::take(&mut self.finish));
            return Ok(());
        }
        let chunk: Chunk = serde_json::from_str(&event.data)
            .map_err(|e| self.faults.bad_answer(&format!("an event of the stream cannot be read: {e}")))?;
        let delta = chunk.into_delta().map_err(|error| self.faults.cut_off(&error_text(&error)))?;
        piece.texts.extend(delta.text);
        self.finish.reason = delta.reason.or(self.finish.reason.take());
        self.finish.usage = delta.usage.or(self.finish.usage);
        Ok(())
    }

    /// Some servers close without `[DONE]`; that is an end only if the model said why it stopped.
    fn end_of_body(&mut self) -> Result<Finish, ModelError> {
        if self.finish.reason.is_none() {
            return Err(self.faults.cut_off(&"the connection was closed"));
        }
        Ok(std::mem::take(&mut self.finish))
    }
}

fn bearer(key: &SecretBytes) -> Result<HeaderValue, BadKey> {
    let mut text = zeroize::Zeroizing::new(b"Bearer ".to_vec());
    text.extend_from_slice(key.expose());
    let mut value = HeaderValue::from_bytes(&text).map_err(|_| BadKey)?;
    value.set_sensitive(true);
    Ok(value)
}

async fn read_up_to(mut response: reqwest::Response, limit: usize) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    while let Some(bytes) = response.chunk().await.map_err(|e| innermost(&e))? {
        if body.len() + bytes.len() > limit {
            return Err(format!("the answer is longer than {limit} bytes"));
        }
        body.extend_from_slice(&bytes);
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(reads: Vec<String>) -> Reader {
        let reads = reads.into_iter().map(|text| Ok(bytes::Bytes::from(text)));
        Reader {
            faults: Faults {
                provider: "p".into(),
                redactor: Redactor::default(),
                timeout: Duration::from_secs(5),
            },
            body: Box::pin(futures_util::stream::iter(reads)),
            decoder: SseDecoder::new(MAX_EVENT),
            finish: Finish::default(),
            failed: None,
            begun: false,
            ended: false,
        }
    }

    fn event(text: &str) -> String {
        format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
    }

    async fn read_all(reader: Reader) -> (Vec<String>, Option<Result<Finish, ModelError>>) {
        let (mut texts, mut end) = (Vec::new(), None);
        let mut pieces = Box::pin(futures_util::stream::unfold(reader, Reader::next));
        while let Some(piece) = pieces.next().await {
            match piece {
                Ok(piece) => {
                    texts.extend(piece.texts);
                    end = piece.finish.map(Ok).or(end);
                }
                Err(error) => end = Some(Err(error)),
            }
        }
        (texts, end)
    }

    #[tokio::test]
    async fn every_read_counts_however_many_are_ready_at_once() {
        let numbers: Vec<String> = (0..100).map(|i| i.to_string()).collect();
        let mut reads: Vec<String> = numbers.iter().map(|n| event(n)).collect();
        reads.push("data: [DONE]\n\n".into());
        let (texts, end) = read_all(reader(reads)).await;
        assert_eq!(texts, numbers);
        assert_eq!(end, Some(Ok(Finish::default())));
    }

    #[tokio::test]
    async fn text_that_came_before_a_fault_is_handed_on_first() {
        for fault in ["data: {\"error\":{\"message\":\"overloaded\"}}\n\n", "data: nonsense\n\n", ""] {
            let (texts, end) = read_all(reader(vec![event("a"), event("b") + fault])).await;
            assert_eq!(texts, ["a", "b"], "{fault}");
            assert!(matches!(end, Some(Err(_))), "{fault}: {end:?}");
        }
    }
}
