//! An OpenAI-compatible server: chat, vectors, transcripts.

mod answers;
mod form;
mod rules;

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::{Api, Asked, Refused, Said, Schema};

static CHAT: LazyLock<Schema> =
    LazyLock::new(|| Schema::new(include_str!("../../fixtures/providers/openai-chat.json")));
static EMBEDDINGS: LazyLock<Schema> =
    LazyLock::new(|| Schema::new(include_str!("../../fixtures/providers/openai-embeddings.json")));
static TRANSCRIPTION: LazyLock<Schema> =
    LazyLock::new(|| Schema::new(include_str!("../../fixtures/providers/openai-transcription.json")));

/// How long the vectors are.
const DIMENSIONS: usize = 8;

/// What is special about a server.
#[derive(Clone, Debug)]
pub struct OpenAi {
    /// The path of the base URL.
    pub base: &'static str,
    /// The header that must come and its value, such as `authorization` and `Bearer sk-1`.
    pub key: Option<(&'static str, &'static str)>,
    /// The models it knows; all without a list.
    pub models: Option<&'static [&'static str]>,
    /// The query that every path must have.
    pub query: Option<&'static str>,
    /// Fields that it refuses though OpenAI takes them.
    pub refused: &'static [&'static str],
}

impl Default for OpenAi {
    fn default() -> Self {
        Self { base: "/v1", key: None, models: None, query: None, refused: &[] }
    }
}

impl Api for OpenAi {
    fn base(&self) -> &str {
        self.base
    }

    fn refuse(&self, asked: &Asked) -> Option<Refused> {
        if let Some((header, value)) = self.key
            && asked.header(header) != Some(value)
        {
            return Some(refusal(401, "Incorrect API key provided.", "invalid_api_key"));
        }
        let fault = match asked.bare_path().strip_prefix(self.base) {
            _ if asked.method != "POST" => Some(format!("the method {}", asked.method)),
            _ if self.query != asked.path.split_once('?').map(|(_, query)| query) => {
                Some(format!("the query of {}", asked.path))
            }
            Some("/chat/completions") => json_fault(&CHAT, asked).or_else(|| rules::chat(&asked.body)),
            Some("/embeddings") => json_fault(&EMBEDDINGS, asked),
            Some("/audio/transcriptions") => form::fault(&TRANSCRIPTION, asked),
            _ => Some(format!("the path {}", asked.path)),
        };
        let fault = fault.or_else(|| {
            let field = self.refused.iter().find(|field| asked.body.get(**field).is_some())?;
            Some(format!("the field {field}, which this provider does not take"))
        });
        if let Some(fault) = fault {
            let body = error(&fault, None);
            return Some(Refused { status: 400, body, fault: Some(fault) });
        }
        let model = asked.body["model"].as_str().unwrap_or_default();
        let unknown = self.models.is_some_and(|models| !models.contains(&model));
        unknown.then(|| {
            let words = format!("The model `{model}` does not exist or you do not have access to it.");
            refusal(404, &words, "model_not_found")
        })
    }

    /// Vectors are made of the words, so that a script is about answers only.
    fn scripted(&self, asked: &Asked) -> bool {
        !asked.bare_path().ends_with("/embeddings")
    }

    fn streamed(&self, asked: &Asked) -> bool {
        asked.body["stream"] == json!(true)
    }

    fn whole(&self, asked: &Asked, said: &Said) -> String {
        match asked.bare_path().strip_prefix(self.base) {
            Some("/embeddings") => answers::vectors(&asked.body, DIMENSIONS),
            Some("/audio/transcriptions") => answers::transcript(asked, &said.pieces.concat()),
            _ => answers::whole(said),
        }
    }

    fn opening(&self, _asked: &Asked) -> String {
        answers::chunk(&json!({"role": "assistant", "content": ""}), &Value::Null)
    }

    fn piece(&self, _asked: &Asked, text: &str) -> String {
        answers::chunk(&json!({"content": text}), &Value::Null)
    }

    fn ending(&self, asked: &Asked, said: &Said) -> String {
        answers::ending(said, asked.body["stream_options"]["include_usage"] == json!(true))
    }
}

fn refusal(status: u16, message: &str, code: &str) -> Refused {
    Refused { status, body: error(message, Some(code)), fault: None }
}

fn error(message: &str, code: Option<&str>) -> String {
    json!({"error": {"message": message, "type": "invalid_request_error", "param": null, "code": code}})
        .to_string()
}

fn json_fault(schema: &Schema, asked: &Asked) -> Option<String> {
    if asked.header("content-type") != Some("application/json") {
        return Some(format!("the content type {:?}", asked.header("content-type")));
    }
    schema.fault(&asked.body)
}
