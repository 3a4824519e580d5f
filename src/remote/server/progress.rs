//! What a server tells while it does something that takes long: `progress` events, then `complete` or `error`.

use reqwest::header::CONTENT_TYPE;
use serde_json::Value;

use super::{Call, EVENTS, ServerClient, ServerError};
use crate::remote::stream::EventStream;

/// One step of what the server does.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The step: `extracting`, `health_check`, …
    pub stage: String,
    /// For people.
    pub message: String,
    /// All that the server said: `progress`, `attempt`, `version`, …
    pub all: Value,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Ended {
    /// `formation_id`, `status`, `port`, …
    pub data: Value,
}

/// Whether events come.
pub(super) fn is_stream(response: &reqwest::Response) -> bool {
    let media_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media_type.is_some_and(|media_type| media_type.starts_with(EVENTS))
}

impl ServerClient {
    /// Makes a call that is answered by events, each of which goes to `on_progress`; a server that answers at once is as
    /// good. A stream that ends without `complete` is an error.
    pub async fn follow(
        &self,
        call: Call<'_>,
        mut on_progress: impl FnMut(Progress),
    ) -> Result<Ended, ServerError> {
        let response = self.send(&call.streamed()).await?;
        if !is_stream(&response) {
            return self.data(response).await.map(|data| Ended { data });
        }
        let mut events = EventStream::of(response, None);
        while let Some(event) = events.next().await.map_err(|detail| self.broken(detail))? {
            let mut data: Value = serde_json::from_str(&event.data).unwrap_or_default();
            match event.name.as_str() {
                "progress" => {
                    let text = |name: &str| data[name].as_str().unwrap_or_default().to_owned();
                    on_progress(Progress { stage: text("stage"), message: text("message"), all: data });
                }
                "complete" => {
                    // Our own envelope may be around it.
                    let inner = data.get("data").is_some_and(Value::is_object);
                    return Ok(Ended { data: if inner { data["data"].take() } else { data } });
                }
                "error" => return Err(failed(&data, &event.data)),
                _ => {}
            }
        }
        Err(self.broken("it ended without saying how it went; look with muxi remote get"))
    }
}

/// `{error, message, stage, details}`, the words without what the deployed server puts around them.
pub(super) fn failed(data: &Value, raw: &str) -> ServerError {
    let text = |name: &str| data["error"].get(name).or_else(|| data.get(name)).and_then(Value::as_str);
    let kind = data["error"].as_str().or_else(|| text("code")).unwrap_or("failed");
    let message = text("message").filter(|message| !message.trim().is_empty()).unwrap_or(raw);
    let stage = text("stage").filter(|stage| !stage.is_empty());
    let message = stage.map_or_else(|| message.to_owned(), |stage| format!("{message} (while {stage})"));
    let code = snake(kind);
    if code == "not_found" {
        return ServerError::NotFound { message, code };
    }
    ServerError::Refused { status: 0, code, message, hint: text("hint").map(str::to_owned) }
}

/// `HealthCheckFailed` as `health_check_failed`.
fn snake(kind: &str) -> String {
    let (mut code, mut before) = (String::new(), ' ');
    let mut rest = kind.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(64).peekable();
    while let Some(c) = rest.next() {
        // A word begins behind a small letter, and where one follows: `IDMismatch`.
        let next_is_small = rest.peek().is_some_and(char::is_ascii_lowercase);
        let begins = before.is_ascii_lowercase() || (before.is_ascii_uppercase() && next_is_small);
        if c.is_ascii_uppercase() && begins {
            code.push('_');
        }
        code.push(c.to_ascii_lowercase());
        before = c;
    }
    if code.is_empty() { "failed".to_owned() } else { code }
}

#[cfg(test)]
mod tests {
    use super::snake;

    #[test]
    fn codes_of_the_deployed_server_are_in_our_form() {
        for (kind, code) in [
            ("HealthCheckFailed", "health_check_failed"),
            ("IDMismatch", "id_mismatch"),
            ("InvalidFormationID", "invalid_formation_id"),
            ("NOT_FOUND", "not_found"),
            ("\u{1b}[2J", "2j"),
            ("", "failed"),
        ] {
            assert_eq!(snake(kind), code);
        }
    }
}
