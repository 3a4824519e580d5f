//! Files that agents make: the tool `save_artifact`, and how a file is told of. The store keeps them.

mod kind;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use super::llm::ToolSpec;
use super::store::{Artifact, ArtifactError, MAX_ARTIFACT, NewArtifact, Store};
use super::tools::{Call, Given, Then, Tool};
use crate::support::clock::{Clock, rfc3339};
use crate::support::redact::Redactor;

/// The tool's name.
pub const SAVE_ARTIFACT: &str = "save_artifact";
/// The longest name, in bytes: file systems take no more.
const MAX_NAME: usize = 200;

/// The tool.
pub struct SaveArtifact {
    spec: ToolSpec,
    store: Arc<dyn Store>,
    redactor: Redactor,
    clock: Clock,
}

impl SaveArtifact {
    /// Keeps files in `store`, without values of secrets.
    pub fn new(store: Arc<dyn Store>, redactor: Redactor, clock: Clock) -> Self {
        let description = "Makes a file that the user can download. The same name again makes a new version of it. \
            Say in your answer that it is there; do not repeat what is in it.";
        let parameters = json!({
            "type": "object",
            "properties": {
                "name": {"type": "string", "description": "with its ending and without a path, such as report.csv"},
                "content": {"type": "string"},
                "encoding": {"enum": ["text", "base64"], "description": "how content is written; text without it"},
                "media_type": {"type": "string", "description": "such as text/csv, where the name does not say it"},
            },
            "required": ["name", "content"],
            "additionalProperties": false,
        });
        let spec =
            ToolSpec { name: SAVE_ARTIFACT.to_owned(), description: description.to_owned(), parameters };
        Self { spec, store, redactor, clock }
    }

    async fn save(&self, call: Call<'_>) -> Result<Artifact, String> {
        let text = |key: &str| call.arguments.get(key).and_then(Value::as_str);
        let name = text("name").unwrap_or_default().trim();
        check_name(name)?;
        if self.redactor.holds(name) {
            return Err("the name holds the value of a secret".to_owned());
        }
        let content = text("content").unwrap_or_default();
        let content = self.content(content, text("encoding") == Some("base64"))?;
        let new = NewArtifact {
            session_id: call.turn.session_id.clone(),
            name: name.to_owned(),
            media_type: kind::media_type(name, text("media_type"), &content),
            request_id: call.turn.request_id.clone(),
            agent_id: call.turn.agent_id.clone(),
            content,
            created_at: self.clock.now_millis(),
        };
        self.store.keep_artifact(&call.turn.who, new).await.map_err(|error| match error {
            // The path of a file is not for a model.
            ArtifactError::Store(error) if error.is_busy() => {
                "the file could not be kept just now: try again".to_owned()
            }
            ArtifactError::Store(_) => "the file could not be kept: the server's disk may be full".to_owned(),
            refused => format!("{refused}; the user can delete older ones"),
        })
    }

    /// The file without values of secrets. Bytes cannot be changed without harm, so such a file is refused.
    fn content(&self, content: &str, is_base64: bool) -> Result<Bytes, String> {
        let too_large = |bytes: usize| ArtifactError::TooLarge(bytes).to_string();
        if !is_base64 {
            if content.len() > MAX_ARTIFACT {
                return Err(too_large(content.len()));
            }
            return Ok(Bytes::from(self.redactor.redact(content).into_owned()));
        }
        if content.len() / 4 * 3 > MAX_ARTIFACT + 3 {
            return Err(too_large(content.len() / 4 * 3));
        }
        let packed: String = content.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        let bytes = STANDARD.decode(packed).map_err(|error| format!("content is no base64 ({error})"))?;
        if let Ok(text) = std::str::from_utf8(&bytes) {
            return Ok(Bytes::from(self.redactor.redact(text).into_owned()));
        }
        if self.redactor.redact_bytes(&bytes) != bytes {
            return Err("the file holds the value of a secret".to_owned());
        }
        Ok(Bytes::from(bytes))
    }
}

impl Tool for SaveArtifact {
    fn spec(&self) -> &ToolSpec {
        &self.spec
    }

    fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Given> {
        Box::pin(async move {
            match self.save(call).await {
                Ok(artifact) => {
                    let told =
                        format!("saved {} as version {} of {}", artifact.name, artifact.version, artifact.id);
                    Given { artifact: Some(Box::new(artifact)), ..Then::Result(told).into() }
                }
                Err(fault) => Then::Failed(fault).into(),
            }
        })
    }
}

/// A name that is one on every system: no path, nothing that cannot be seen, nothing that hides.
fn check_name(name: &str) -> Result<(), String> {
    let invisible = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let fault = if name.is_empty() {
        "is empty"
    } else if name.len() > MAX_NAME {
        "has more than 200 bytes"
    } else if name.contains(['/', '\\']) {
        "has a path in it: give the name alone"
    } else if name.starts_with('.') || name.ends_with('.') {
        "begins or ends with a dot"
    } else if name.chars().any(invisible) {
        "holds characters that cannot be seen"
    } else if name.contains([':', '*', '?', '"', '<', '>', '|']) {
        "holds one of : * ? \" < > |"
    } else {
        return Ok(());
    };
    Err(format!("the name {fault}"))
}

impl Artifact {
    /// As the API tells of it.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "type": self.media_type,
            "media_type": self.media_type,
            "size": self.size,
            "version": self.version,
            "url": format!("/v1/artifacts/{}/content?version={}", self.id, self.version),
            "sha256": self.sha256,
            "session_id": self.session_id,
            "request_id": self.request_id,
            "agent_id": self.agent_id,
            "created_at": rfc3339(self.created_at),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_name_and_no_path() {
        for good in ["report.csv", "Bericht über 日本.md", "a", "a..b.txt", "Makefile", "my file (1).txt"]
        {
            assert_eq!(check_name(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "../x",
            "/etc/passwd",
            "a/b",
            "a\\b",
            ".htaccess",
            "..",
            "a.",
            "a\nb",
            "a\u{0}",
            "x\u{202e}fdp.exe",
            "C:x",
            "a|b",
            &"x".repeat(201),
        ] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
    }
}
