//! What a file of a recording holds.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::crypto::hash;
use crate::runtime::llm::dialect::Call;
use crate::runtime::llm::{Limit, ModelError};
use crate::support::redact::Redactor;

/// The version of the format.
pub(super) const VERSION: u32 = 1;
/// The text that stands for the boundary of a multipart body, which is another one each time.
const BOUNDARY: &str = "muxi-boundary";

/// A question and its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Exchange {
    pub(super) muxi_recording: u32,
    pub(super) request: Asked,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) response: Option<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) failed: Option<Failed>,
}

/// A question, without secrets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Asked {
    pub(super) provider: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) content_type: String,
    /// For whom, where the answer is another one for each user: a hash, which says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) user: Option<String>,
    pub(super) body: Content,
}

/// An answer, without secrets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) status: u16,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) content_type: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) retry_after_ms: Option<u64>,
    /// The whole answer, or what came of it read by read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Content>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) reads: Vec<Read>,
    #[serde(default, skip_serializing_if = "End::is_closed")]
    pub(super) end: End,
}

/// One read of a stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Read {
    /// How long after the question.
    pub(super) at_ms: u64,
    #[serde(flatten)]
    pub(super) content: Content,
}

/// Bytes in the form that is easiest to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Content {
    Json(Value),
    Text(String),
    Base64(String),
}

/// How the connection ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum End {
    #[default]
    Closed,
    Broken(String),
}

/// There was no answer at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Failed {
    Unreachable { endpoint: String, detail: String },
    Timeout { seconds: u64 },
}

impl Asked {
    pub(super) fn new(provider: &str, call: &Call, redactor: &Redactor) -> Self {
        let (content_type, body) = match call.content_type.split_once("boundary=") {
            Some((before, boundary)) => {
                let body = replaced(&call.body, boundary.as_bytes(), BOUNDARY.as_bytes());
                (format!("{before}boundary={BOUNDARY}"), Content::of(&body, redactor))
            }
            None => (call.content_type.clone(), Content::of(&call.body, redactor)),
        };
        Self {
            provider: provider.to_owned(),
            method: "POST".to_owned(),
            path: redactor.redact(&call.path).into_owned(),
            content_type,
            user: None,
            body,
        }
    }

    /// The first 8 bytes of the SHA-256 of the question, its keys in order, in hexadecimal digits.
    pub(super) fn hash(&self) -> String {
        let canonical = serde_json::to_value(self).map(sorted).unwrap_or_default().to_string();
        hash::hex(&hash::sha256(canonical.as_bytes())[..8])
    }
}

fn replaced(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.windows(from.len().max(1)).position(|window| window == from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        Value::Object(map) => {
            let mut entries: Vec<_> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries.into_iter().collect())
        }
        other => other,
    }
}

impl Content {
    /// `bytes` without live values.
    pub(super) fn of(bytes: &[u8], redactor: &Redactor) -> Self {
        if let Ok(mut value @ (Value::Object(_) | Value::Array(_))) = serde_json::from_slice(bytes) {
            redactor.redact_json(&mut value);
            return Self::Json(value);
        }
        Self::clean(redactor.redact_bytes(bytes))
    }

    /// Bytes without live values as they are.
    pub(super) fn clean(bytes: Vec<u8>) -> Self {
        String::from_utf8(bytes).map_or_else(|e| Self::Base64(STANDARD.encode(e.as_bytes())), Self::Text)
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Json(value) => serde_json::to_vec(value).ok(),
            Self::Text(text) => Some(text.clone().into_bytes()),
            Self::Base64(text) => STANDARD.decode(text).ok(),
        }
    }

    fn is_readable(&self) -> bool {
        !matches!(self, Self::Base64(text) if STANDARD.decode(text).is_err())
    }
}

impl Told {
    pub(super) fn bytes(&self) -> Vec<Bytes> {
        let contents = self.body.iter().chain(self.reads.iter().map(|read| &read.content));
        contents.filter_map(Content::bytes).map(Bytes::from).collect()
    }
}

impl End {
    fn is_closed(&self) -> bool {
        *self == Self::Closed
    }
}

impl Failed {
    pub(super) fn of(error: &ModelError) -> Option<Self> {
        Some(match error {
            ModelError::Unreachable { endpoint, detail, .. } => {
                Self::Unreachable { endpoint: endpoint.clone(), detail: detail.clone() }
            }
            ModelError::Timeout { seconds, .. } => Self::Timeout { seconds: *seconds },
            _ => return None,
        })
    }

    pub(super) fn error(&self, provider: &str) -> ModelError {
        let provider = provider.to_owned();
        match self.clone() {
            Self::Unreachable { endpoint, detail } => ModelError::Unreachable { provider, endpoint, detail },
            Self::Timeout { seconds } => ModelError::Timeout { provider, limit: Limit::First, seconds },
        }
    }
}

impl Exchange {
    /// Reads a file.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let exchange: Self = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
        if exchange.muxi_recording != VERSION {
            return Err(format!("it has version {}; this program reads {VERSION}", exchange.muxi_recording));
        }
        if exchange.response.is_none() && exchange.failed.is_none() {
            return Err("it has no `response`".to_owned());
        }
        let told = exchange
            .response
            .iter()
            .flat_map(|told| told.body.iter().chain(told.reads.iter().map(|read| &read.content)));
        if !told.into_iter().chain([&exchange.request.body]).all(Content::is_readable) {
            return Err("its base64 cannot be read".to_owned());
        }
        Ok(exchange)
    }
}
