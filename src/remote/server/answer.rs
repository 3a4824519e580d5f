//! What a server answers: `{success, data, message}` and `{error, message, code}` of the deployed one, and
//! `{success, error: {code, message, hint}}`.

use reqwest::StatusCode;
use reqwest::header::DATE;
use serde_json::Value;

use super::{ServerClient, ServerError};
use crate::remote::sign::{Dialect, WINDOW};
use crate::support::clock::http_date;

/// The longest answer that is read whole, in bytes.
const MAX_ANSWER: u64 = 64 << 20;
/// The most of an answer that is no envelope that is shown, in characters.
const SHOWN: usize = 300;

impl ServerClient {
    /// The `data` of the envelope; an answer that has none whole.
    pub(super) async fn data(&self, response: reqwest::Response) -> Result<Value, ServerError> {
        let body = self.whole(response, MAX_ANSWER).await?;
        let mut answer: Value = serde_json::from_slice(&body)
            .map_err(|_| self.broken("it is no JSON, so this may be no MUXI server"))?;
        // Some routes say in a good answer that it was none.
        if answer["success"] == false {
            return Err(self.refused(StatusCode::OK, &answer, &body));
        }
        if answer.get("data").is_none() {
            return Ok(answer);
        }
        let mut data = answer["data"].take();
        if let (Some(message), Some(fields)) = (answer["message"].as_str(), data.as_object_mut())
            && !fields.contains_key("message")
        {
            fields.insert("message".to_owned(), message.into());
        }
        Ok(data)
    }

    /// All of the answer, which has so many bytes at most.
    pub(super) async fn whole(
        &self,
        mut response: reqwest::Response,
        most: u64,
    ) -> Result<Vec<u8>, ServerError> {
        let mut all = Vec::new();
        while let Some(piece) =
            response.chunk().await.map_err(|e| self.broken(crate::support::text::innermost(&e)))?
        {
            if (all.len() + piece.len()) as u64 > most {
                return Err(self.broken(format!("it has more than {most} bytes")));
            }
            all.extend_from_slice(&piece);
        }
        Ok(all)
    }

    /// Why the server refused.
    pub(super) async fn refusal(&self, response: reqwest::Response) -> ServerError {
        let status = response.status();
        let date = response.headers().get(DATE).and_then(|date| http_date(date.to_str().ok()?));
        // What broke off, or is too long, was refused all the same.
        let body = self.whole(response, MAX_ANSWER).await.unwrap_or_default();
        let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        let refused = self.refused(status, &answer, &body);
        match refused {
            ServerError::Unauthorized { url, message, off: None, dialect, other_dialect } => {
                let now = self.clock.now_secs();
                // What the server says itself need not be said twice.
                let off = date.map(|date| date.abs_diff(now)).filter(|off| *off > WINDOW);
                let off = off.filter(|_| !message.contains("clock differs"));
                ServerError::Unauthorized { url, message, off, dialect, other_dialect }
            }
            other => other,
        }
    }

    fn refused(&self, status: StatusCode, answer: &Value, body: &[u8]) -> ServerError {
        let text =
            |name: &str| answer["error"].get(name).or_else(|| answer.get(name)).and_then(Value::as_str);
        let message = text("message")
            .or_else(|| answer["error"].as_str())
            .filter(|message| !message.trim().is_empty())
            .map_or_else(|| words(status, body), str::to_owned);
        let code = code(text("code"), status);
        match status {
            StatusCode::UNAUTHORIZED => {
                let other_dialect = self.dialect != Dialect::Legacy && wants_another(&message, &code);
                let url = self.url.as_str().to_owned();
                ServerError::Unauthorized { url, message, off: None, dialect: self.dialect, other_dialect }
            }
            // Anything on the way may say it; only such a server does it in its own form.
            StatusCode::NOT_FOUND if answer.is_object() => ServerError::NotFound { message, code },
            _ => {
                let hint = text("hint").map(str::to_owned);
                ServerError::Refused { status: status.as_u16(), code, message, hint }
            }
        }
    }
}

/// Whether the server was given headers in which it sees no signature: the deployed one looks at `Authorization` only, ours
/// names the dialect.
fn wants_another(message: &str, code: &str) -> bool {
    let lower = message.to_lowercase();
    lower.contains("missing authorization") || code.contains("dialect")
}

/// A code in our form, of the server's or of the status.
fn code(said: Option<&str>, status: StatusCode) -> String {
    let said = said.map(str::to_lowercase);
    let plain = |code: &String| {
        !code.is_empty() && code.len() <= 64 && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    said.filter(plain).unwrap_or_else(|| match status.as_u16() {
        403 => "forbidden".to_owned(),
        404 => "not_found".to_owned(),
        409 => "conflict".to_owned(),
        other => format!("http_{other}"),
    })
}

/// What can be told of an answer without a message: its status, and the beginning of its text.
fn words(status: StatusCode, body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(SHOWN * 4)]);
    let words: Vec<&str> = text.split_whitespace().collect();
    let text: String = words.join(" ").chars().take(SHOWN).collect();
    if text.is_empty() {
        format!("the server answered {status}")
    } else {
        format!("the server answered {status}: {text}")
    }
}
