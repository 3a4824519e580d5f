//! Anthropic's Messages API.

mod answers;
mod rules;

use std::sync::LazyLock;

use serde_json::json;

use super::{Api, Asked, Refused, Said, Schema};

static MESSAGES: LazyLock<Schema> =
    LazyLock::new(|| Schema::new(include_str!("../../fixtures/providers/anthropic-messages.json")));

/// What is special about a server.
#[derive(Clone, Debug, Default)]
pub struct Anthropic {
    /// The path of the base URL.
    pub base: &'static str,
    /// The key that must come.
    pub key: Option<&'static str>,
    /// The models it knows; all without a list.
    pub models: Option<&'static [&'static str]>,
}

impl Api for Anthropic {
    fn base(&self) -> &str {
        self.base
    }

    fn refuse(&self, asked: &Asked) -> Option<Refused> {
        let key = asked.header("x-api-key");
        if key.is_none() || self.key.is_some_and(|known| key != Some(known)) {
            return Some(refusal(401, "authentication_error", "invalid x-api-key"));
        }
        let path = asked.path.strip_prefix(self.base).unwrap_or(&asked.path);
        let fault = match asked.header("anthropic-version") {
            _ if asked.method != "POST" => Some(format!("the method {}", asked.method)),
            _ if !matches!((self.base, path), ("/v1", "/messages") | (_, "/v1/messages")) => {
                Some(format!("the path {}", asked.path))
            }
            Some("2023-06-01") => None,
            other => Some(format!("anthropic-version: {other:?} is not a version")),
        };
        let fault =
            fault.or_else(|| asked.authorization.is_some().then(|| "a key in two headers".to_owned()));
        let fault = fault.or_else(|| {
            let kind = asked.header("content-type");
            (kind != Some("application/json")).then(|| format!("the content type {kind:?}"))
        });
        let fault = fault.or_else(|| MESSAGES.fault(&asked.body)).or_else(|| rules::fault(&asked.body));
        if let Some(fault) = fault {
            let Refused { status, body, .. } = refusal(400, "invalid_request_error", &fault);
            return Some(Refused { status, body, fault: Some(fault) });
        }
        let model = asked.body["model"].as_str().unwrap_or_default();
        let unknown = self.models.is_some_and(|models| !models.contains(&model));
        unknown.then(|| refusal(404, "not_found_error", &format!("model: {model}")))
    }

    fn streamed(&self, asked: &Asked) -> bool {
        asked.body["stream"] == json!(true)
    }

    fn whole(&self, asked: &Asked, said: &Said) -> String {
        answers::whole(asked, said)
    }

    fn opening(&self, asked: &Asked) -> String {
        answers::opening(asked)
    }

    fn piece(&self, _asked: &Asked, text: &str) -> String {
        answers::piece(text)
    }

    fn ending(&self, _asked: &Asked, said: &Said) -> String {
        answers::ending(said)
    }
}

fn refusal(status: u16, kind: &str, message: &str) -> Refused {
    let error = json!({"type": kind, "message": message});
    let body = json!({"type": "error", "error": error, "request_id": "req_1"}).to_string();
    Refused { status, body, fault: None }
}
