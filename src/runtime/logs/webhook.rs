//! Records to a receiver over HTTP: many in one body, tried again while that may help.

use std::io;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::StatusCode;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use tokio::runtime::Runtime;
use zeroize::Zeroizing;

use super::Format;
use super::sink::Out;
use crate::runtime::llm::http::{HttpClient, without_login};
use crate::support::secret::SecretBytes;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// So often a body is sent at most.
const TRIES: u32 = 5;
/// The first pause; each is twice the one before.
const PAUSE: Duration = Duration::from_millis(250);
/// The longest, whatever the receiver asks for.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// A body has at most so many bytes, but for a record that is longer alone.
const BODY: usize = 1 << 20;
/// What is read of an answer, in bytes.
const ANSWER: usize = 64 << 10;

/// What a receiver is shown. The values are known to the redactor.
#[derive(Clone, Default)]
pub struct Headers(HeaderMap);

impl Headers {
    /// One more; false where it can be no header.
    pub fn add(&mut self, name: &str, value: &[u8]) -> bool {
        let (Ok(name), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::from_bytes(value)) else {
            return false;
        };
        value.set_sensitive(true);
        self.0.insert(name, value);
        true
    }

    /// What `Basic` is shown for a name and a password.
    pub fn login(name: &SecretBytes, password: &SecretBytes) -> SecretBytes {
        let plain = Zeroizing::new([name.expose(), b":", password.expose()].concat());
        SecretBytes::from(Zeroizing::new(STANDARD.encode(&*plain)).as_str())
    }

    /// `Authorization: SCHEME VALUE`; false where that can be no header.
    pub fn authorize(&mut self, scheme: &str, value: &[u8]) -> bool {
        let shown = Zeroizing::new([scheme.as_bytes(), b" ", value].concat());
        self.add(AUTHORIZATION.as_str(), &shown)
    }
}

/// A receiver.
pub struct Webhook {
    url: String,
    headers: Headers,
    format: Format,
    client: HttpClient,
    tokio: Option<Runtime>,
}

impl Webhook {
    /// Nobody is asked yet. `url` is http or https.
    pub fn new(url: String, headers: Headers, format: Format) -> Self {
        Self { url, headers, format, client: HttpClient::default(), tokio: None }
    }

    /// The address as it may be shown.
    pub fn place(url: &str) -> String {
        without_login(url)
    }

    fn send(&mut self, lines: &[&str]) -> io::Result<()> {
        let body = self.format.body(lines);
        // A runtime of its own: this thread waits, and those of the turns do not.
        if self.tokio.is_none() {
            self.tokio = Some(tokio::runtime::Builder::new_current_thread().enable_all().build()?);
        }
        let Some(tokio) = &self.tokio else { return Err(io::Error::other("there is no runtime")) };
        tokio.block_on(self.deliver(body))
    }

    async fn deliver(&self, body: String) -> io::Result<()> {
        let mut pause = PAUSE;
        let mut tried = 0;
        loop {
            let answer = tokio::time::timeout(PATIENCE, self.once(body.clone())).await;
            let (error, wait) = match answer {
                Ok(Ok(())) => return Ok(()),
                Ok(Err(Refused::ForGood(why))) => return Err(io::Error::other(why)),
                Ok(Err(Refused::ForNow(why, wait))) => (why, wait),
                Err(_) => (format!("no answer within {} s", PATIENCE.as_secs()), None),
            };
            tried += 1;
            if tried == TRIES {
                return Err(io::Error::other(error));
            }
            tokio::time::sleep(wait.unwrap_or(pause).min(LONGEST_PAUSE)).await;
            pause *= 2;
        }
    }

    async fn once(&self, body: String) -> Result<(), Refused> {
        let client = self.client.get(&self.url).map_err(|error| Refused::ForGood(plain(error)))?;
        let request = client
            .post(&self.url)
            .headers(self.headers.0.clone())
            .header(CONTENT_TYPE, self.format.media_type())
            .body(body);
        let mut answer = request.send().await.map_err(|error| Refused::ForNow(plain(error), None))?;
        let status = answer.status();
        if !status.is_success() {
            let why = format!("it answered {status}");
            let later = status.is_server_error()
                || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
            let seconds =
                answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
            return Err(if later {
                Refused::ForNow(why, seconds.map(Duration::from_secs))
            } else {
                Refused::ForGood(why)
            });
        }
        let mut said = Vec::new();
        while let Ok(Some(piece)) = answer.chunk().await {
            said.extend_from_slice(&piece);
            if said.len() > ANSWER {
                break;
            }
        }
        // Elasticsearch says yes to the whole and no to its parts.
        if self.format == Format::Elastic && says_errors(&said) {
            return Err(Refused::ForGood("it took some of the records only".to_owned()));
        }
        Ok(())
    }
}

/// Whether the beginning of an answer of `_bulk` has `"errors": true`, however it is spaced.
fn says_errors(said: &[u8]) -> bool {
    const NAME: &[u8] = b"\"errors\"";
    let ends = said.windows(NAME.len()).enumerate().filter(|(_, piece)| *piece == NAME);
    ends.map(|(at, _)| &said[at + NAME.len()..]).any(|rest| {
        let value = rest.trim_ascii_start().strip_prefix(b":").map(<[u8]>::trim_ascii_start);
        value.is_some_and(|value| value.starts_with(b"true"))
    })
}

enum Refused {
    /// The same again would be refused again.
    ForGood(String),
    /// It may be taken later, after this long.
    ForNow(String, Option<Duration>),
}

/// The address may have a login in it.
fn plain(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}

impl Out for Webhook {
    fn write(&mut self, lines: &[&str]) -> io::Result<()> {
        let mut rest = lines;
        while !rest.is_empty() {
            let mut size = 0;
            let fits = rest.iter().take_while(|line| {
                size += line.len() + 1;
                size <= BODY
            });
            let (now, later) = rest.split_at(fits.count().max(1));
            self.send(now)?;
            rest = later;
        }
        Ok(())
    }
}
