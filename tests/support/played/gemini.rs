//! Google's Gemini API: answers and vectors.

mod answers;
mod rules;

use std::sync::LazyLock;

use serde_json::json;

use super::{Api, Asked, Refused, Said, Schema};

static GENERATE: LazyLock<Schema> =
    LazyLock::new(|| Schema::new(include_str!("../../fixtures/providers/gemini-generate.json")));
static EMBED: LazyLock<Schema> =
    LazyLock::new(|| Schema::new(include_str!("../../fixtures/providers/gemini-embed.json")));

/// What is special about a server.
#[derive(Clone, Debug, Default)]
pub struct Gemini {
    /// The path of the base URL, without the version.
    pub base: &'static str,
    /// The key that must come.
    pub key: Option<&'static str>,
    /// The models it knows; all without a list.
    pub models: Option<&'static [&'static str]>,
}

impl Gemini {
    /// The model and the method of a path.
    fn route<'a>(&self, asked: &'a Asked) -> Option<(&'a str, &'a str)> {
        let path = asked.bare_path().strip_prefix(self.base)?.strip_prefix("/v1beta/models/")?;
        path.split_once(':')
    }
}

impl Api for Gemini {
    fn base(&self) -> &str {
        self.base
    }

    fn refuse(&self, asked: &Asked) -> Option<Refused> {
        let key = asked.header("x-goog-api-key");
        if key.is_none() || self.key.is_some_and(|known| key != Some(known)) {
            let words = "API key not valid. Please pass a valid API key.";
            return Some(refusal(400, "INVALID_ARGUMENT", words));
        }
        let query = asked.path.split_once('?').map(|(_, query)| query);
        let (model, method) = self.route(asked).unwrap_or_default();
        let fault = match (method, query) {
            _ if asked.method != "POST" => Some(format!("the method {}", asked.method)),
            _ if asked.path.contains("key=") => Some("a key in the URL".to_owned()),
            ("generateContent", None) | ("streamGenerateContent", Some("alt=sse")) => {
                GENERATE.fault(&asked.body).or_else(|| rules::fault(model, &asked.body))
            }
            ("batchEmbedContents", None) => EMBED.fault(&asked.body),
            _ => Some(format!("the path {}", asked.path)),
        };
        let fault =
            fault.or_else(|| asked.authorization.is_some().then(|| "a key in two headers".to_owned()));
        if let Some(fault) = fault {
            let Refused { status, body, .. } = refusal(400, "INVALID_ARGUMENT", &fault);
            return Some(Refused { status, body, fault: Some(fault) });
        }
        let unknown = self.models.is_some_and(|models| !models.contains(&model));
        unknown.then(|| {
            let words = format!("models/{model} is not found for API version v1beta");
            refusal(404, "NOT_FOUND", &words)
        })
    }

    /// Vectors are made of the words, so that a script is about answers only.
    fn scripted(&self, asked: &Asked) -> bool {
        !asked.path.ends_with(":batchEmbedContents")
    }

    fn streamed(&self, asked: &Asked) -> bool {
        asked.path.contains(":streamGenerateContent")
    }

    fn whole(&self, asked: &Asked, said: &Said) -> String {
        match self.route(asked) {
            Some((_, "batchEmbedContents")) => answers::vectors(&asked.body),
            route => answers::whole(route.unwrap_or_default().0, said),
        }
    }

    fn opening(&self, _asked: &Asked) -> String {
        String::new()
    }

    fn piece(&self, asked: &Asked, text: &str) -> String {
        answers::piece(self.route(asked).unwrap_or_default().0, text)
    }

    fn ending(&self, asked: &Asked, said: &Said) -> String {
        answers::ending(self.route(asked).unwrap_or_default().0, said)
    }
}

fn refusal(status: u16, kind: &str, message: &str) -> Refused {
    let body = json!({"error": {"code": status, "message": message, "status": kind}}).to_string();
    Refused { status, body, fault: None }
}
