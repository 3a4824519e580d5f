//! What comes back, read within bounds.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use reqwest::header::{
    CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use reqwest::{StatusCode, Url};
use tokio::time::timeout;

use super::client::host_of;
use super::error::EgressError;
use super::limits::Limits;
use crate::support::redact::Redactor;
use crate::support::sse::{SseDecoder, SseEvent};
use crate::support::text::innermost;

/// The longest body of an error that is read, in bytes.
const MOST_OF_AN_ERROR: usize = 64 << 10;

/// The longest that it is waited for.
const FOR_AN_ERROR: Duration = Duration::from_secs(5);

/// The longest that a server's own words are shown, in characters.
const SHOWN: usize = 300;

/// A response, its body still on the way.
pub(super) struct Reply {
    response: reqwest::Response,
    url: Url,
    limits: Limits,
    redactor: Redactor,
}

impl Reply {
    pub(super) fn new(response: reqwest::Response, url: Url, limits: Limits, redactor: Redactor) -> Self {
        Self { response, url, limits, redactor }
    }

    pub(super) fn status(&self) -> StatusCode {
        self.response.status()
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Who answered in the end.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// Whether the media type is `essence`, whatever its parameters.
    pub(super) fn is(&self, essence: &str) -> bool {
        let kind = self.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        let kind = kind.and_then(|kind| kind.split(|b| *b == b';').next());
        kind.is_some_and(|kind| kind.trim_ascii().eq_ignore_ascii_case(essence.as_bytes()))
    }

    /// Whether there is certainly no body.
    pub(super) fn is_empty(&self) -> bool {
        self.response.content_length() == Some(0)
    }

    /// The body, if it is no more than one message may be.
    pub(super) async fn message(self) -> Result<Vec<u8>, EgressError> {
        let host = host_of(&self.url);
        let (limit, most) = (self.limits.message, self.limits.parts);
        let too_long = || EgressError::TooLong { host: host.clone(), what: "an answer", limit: limit as u64 };
        self.unpacked()?;
        if self.response.content_length().is_some_and(|length| length > limit as u64) {
            return Err(too_long());
        }
        let within = self.limits.body;
        let read = timeout(within, self.read_up_to(limit)).await;
        let (whole, complete) =
            read.map_err(|_| EgressError::late(host.clone(), "send its answer", within))??;
        if !complete {
            return Err(too_long());
        }
        if Limits::parts_of(&whole) > most { Err(crowded(host, most)) } else { Ok(whole) }
    }

    /// Reads what is left, within bounds, so that the connection can be used again.
    pub(super) async fn drain(self) {
        self.beginning().await;
    }

    /// The events of a body, as they come. `bounded` streams end by themselves, after one request.
    pub(super) fn events(self, bounded: bool) -> Result<Events, EgressError> {
        self.unpacked()?;
        let left = if bounded { self.limits.stream } else { u64::MAX };
        Ok(Events {
            host: host_of(&self.url),
            decoder: SseDecoder::with_controls(self.limits.message),
            ready: VecDeque::new(),
            body: Some(Box::pin(self.response.bytes_stream())),
            left,
            limits: self.limits,
            redactor: self.redactor,
        })
    }

    /// What a status that is no success means, with the server's own words and the body that they come from.
    pub(super) async fn refusal(self) -> (EgressError, Vec<u8>) {
        let status = self.status().as_u16();
        let host = host_of(&self.url);
        let retry_after = self.header(RETRY_AFTER).and_then(|text| text.trim().parse().ok());
        let challenge = self.challenge();
        if status == 401 {
            let challenge = challenge.unwrap_or_else(|| "it does not say which".to_owned());
            return (EgressError::Unauthorised { host, challenge }, Vec::new());
        }
        if status == 429 {
            return (EgressError::RateLimited { host, retry_after }, Vec::new());
        }
        let redactor = self.redactor.clone();
        let body = self.beginning().await;
        let said = challenge.unwrap_or_else(|| said(&redactor, &body));
        let error = match status {
            403 => EgressError::Forbidden { host, said },
            status => EgressError::Status { host, status, said, retry_after },
        };
        (error, body)
    }

    /// How the server wants a caller to sign in, in its own words.
    pub(super) fn challenge(&self) -> Option<String> {
        self.header(WWW_AUTHENTICATE).map(|text| self.words(text))
    }

    fn header(&self, name: HeaderName) -> Option<&str> {
        self.headers().get(name)?.to_str().ok()
    }

    /// What came instead of JSON or events.
    pub(super) async fn unexpected(self) -> EgressError {
        let host = host_of(&self.url);
        let kind = self.header(CONTENT_TYPE);
        let kind = kind.map_or_else(|| "something without a media type".to_owned(), |kind| self.words(kind));
        let redactor = self.redactor.clone();
        let said = said(&redactor, &self.beginning().await);
        EgressError::BadAnswer { host, what: format!("{kind} instead of JSON: {said}") }
    }

    /// An answer that is JSON and yet none.
    pub(super) fn no_message(host: String, redactor: &Redactor, body: &[u8]) -> EgressError {
        EgressError::BadAnswer { host, what: format!("what is no message of MCP: {}", said(redactor, body)) }
    }

    pub(super) fn redactor(&self) -> Redactor {
        self.redactor.clone()
    }

    /// Nothing is unpacked here: a small body could become one that fills the memory.
    fn unpacked(&self) -> Result<(), EgressError> {
        match self.headers().get(CONTENT_ENCODING) {
            Some(coding) if !coding.as_bytes().eq_ignore_ascii_case(b"identity") => {
                let coding = self.words(&String::from_utf8_lossy(coding.as_bytes()));
                let what = format!("in the encoding {coding}, which it was not asked for");
                Err(EgressError::BadAnswer { host: host_of(&self.url), what })
            }
            _ => Ok(()),
        }
    }

    fn words(&self, text: &str) -> String {
        said(&self.redactor, text.as_bytes())
    }

    /// What a person may want to read of an error; nothing where it does not come.
    async fn beginning(self) -> Vec<u8> {
        let within = self.limits.body.min(FOR_AN_ERROR);
        let read = timeout(within, self.read_up_to(MOST_OF_AN_ERROR)).await;
        read.ok().and_then(Result::ok).map(|(body, _)| body).unwrap_or_default()
    }

    /// At most `limit` bytes, and whether these are all.
    async fn read_up_to(mut self, limit: usize) -> Result<(Vec<u8>, bool), EgressError> {
        let mut whole = Vec::new();
        while let Some(bytes) = self.response.chunk().await.map_err(|error| EgressError::Unreachable {
            host: host_of(&self.url),
            detail: self.words(&innermost(&error)),
        })? {
            let room = limit - whole.len();
            whole.extend_from_slice(&bytes[..bytes.len().min(room)]);
            if bytes.len() > room {
                return Ok((whole, false));
            }
        }
        Ok((whole, true))
    }
}

/// The events of one stream.
pub(super) struct Events {
    host: String,
    decoder: SseDecoder,
    ready: VecDeque<SseEvent>,
    body: Option<std::pin::Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>>,
    left: u64,
    limits: Limits,
    redactor: Redactor,
}

impl Events {
    /// The next event; nothing at the end of the stream, which an error is too. May be dropped while it waits.
    pub(super) async fn next(&mut self) -> Option<Result<SseEvent, EgressError>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(Ok(event));
            }
            let read = self.body.as_mut()?.next().await;
            let fed = match read {
                None => {
                    self.body = None;
                    return None;
                }
                Some(read) => self.feed(read),
            };
            if let Err(error) = fed {
                self.body = None;
                self.ready.clear();
                return Some(Err(error));
            }
        }
    }

    fn feed(&mut self, read: reqwest::Result<Bytes>) -> Result<(), EgressError> {
        let host = || self.host.clone();
        let bytes = read.map_err(|error| EgressError::Closed {
            host: host(),
            detail: said(&self.redactor, innermost(&error).as_bytes()),
        })?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(|| EgressError::TooLong {
            host: host(),
            what: "an answer in events",
            limit: self.limits.stream,
        })?;
        let (ready, most, mut parts) = (&mut self.ready, self.limits.parts, 0);
        let fed = self.decoder.feed(&bytes, |event| {
            parts = parts.max(Limits::parts_of(event.data.as_bytes()));
            ready.push_back(event);
        });
        fed.map_err(|long| EgressError::TooLong {
            host: host(),
            what: "an event",
            limit: long.limit as u64,
        })?;
        // Whoever is given the event parses it.
        if parts > most { Err(crowded(host(), most)) } else { Ok(()) }
    }
}

/// A message that would take far more memory than its bytes.
fn crowded(host: String, most: usize) -> EgressError {
    EgressError::BadAnswer { host, what: format!("with more than {most} values at once") }
}

/// A server's own words on one line: no live value, nothing that a terminal would obey, cut.
pub(super) fn said(redactor: &Redactor, body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let clean = redactor.redact(&text);
    let words = clean.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut line: String = words.collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = line.char_indices().nth(SHOWN) {
        line.truncate(cut);
        line.push('…');
    }
    if line.is_empty() { "no reason given".to_owned() } else { line }
}
