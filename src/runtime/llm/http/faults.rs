//! Errors of one provider, in words that may be shown.

use std::time::Duration;

use serde_json::Value;

use crate::runtime::llm::dialect::{Fault, Meaning};
use crate::runtime::llm::{Limit, ModelError};
use crate::support::redact::Redactor;

/// The longest that a provider's own words are shown, in characters.
const SHOWN: usize = 300;

/// Makes the errors of one provider.
#[derive(Clone)]
pub(super) struct Faults {
    pub(super) provider: String,
    pub(super) redactor: Redactor,
}

impl Faults {
    pub(super) fn timed_out(&self, limit: Limit, within: Duration) -> ModelError {
        // A part of a second is not told as none.
        let seconds = within.as_secs().max(1);
        ModelError::Timeout { provider: self.provider.clone(), limit, seconds }
    }

    pub(super) fn bad_answer(&self, what: &dyn std::fmt::Display) -> ModelError {
        ModelError::BadAnswer { provider: self.provider.clone(), detail: self.detail(&what.to_string()) }
    }

    pub(super) fn cut_off(&self, how: &dyn std::fmt::Display) -> ModelError {
        ModelError::CutOff { provider: self.provider.clone(), detail: self.detail(&how.to_string()) }
    }

    /// What a dialect found wrong with a whole answer, or with the beginning of a stream.
    pub(super) fn of(&self, fault: Fault) -> ModelError {
        let provider = self.provider.clone();
        match fault {
            Fault::BadAnswer(what) => self.bad_answer(&what),
            Fault::CutOff(how) => self.cut_off(&how),
            Fault::Filtered(detail) => ModelError::Filtered { provider, detail: self.detail(&detail) },
            Fault::Refused { detail, status: Some(429) } => {
                ModelError::RateLimited { provider, retry_after: None, detail: self.detail(&detail) }
            }
            Fault::Refused { detail, status: Some(status) } => {
                ModelError::Refused { provider, status, retry_after: None, detail: self.detail(&detail) }
            }
            Fault::Refused { detail, status: None } => self.bad_answer(&detail),
        }
    }

    /// The same in the middle of a stream, where an error of the provider cuts the answer off.
    pub(super) fn in_stream(&self, fault: Fault) -> ModelError {
        match fault {
            Fault::Refused { detail, .. } => self.cut_off(&detail),
            other => self.of(other),
        }
    }

    /// A refusal over HTTP. `meaning` is what the dialect reads in it.
    pub(super) fn refusal(
        &self,
        model: &str,
        status: u16,
        retry_after: Option<Duration>,
        meaning: Option<Meaning>,
        body: &str,
    ) -> ModelError {
        // Some providers repeat the key in the refusal.
        let (provider, detail) = (self.provider.clone(), self.detail(&words(body)));
        let model = model.to_owned();
        match (meaning, status) {
            (Some(Meaning::TooLong), _) | (None, 413) => ModelError::TooLong { provider, model, detail },
            (Some(Meaning::NoCredit), _) | (None, 402) => ModelError::NoCredit { provider, detail },
            (Some(Meaning::Filtered), _) => ModelError::Filtered { provider, detail },
            (Some(Meaning::BadKey), _) | (None, 401 | 403) => {
                ModelError::Unauthorized { provider, status, detail }
            }
            (Some(Meaning::UnknownModel), _) | (None, 404) => {
                ModelError::UnknownModel { provider, model, detail }
            }
            (None, 429) => ModelError::RateLimited { provider, retry_after, detail },
            (None, _) => ModelError::Refused { provider, status, retry_after, detail },
        }
    }

    /// One line of bounded length. Live values are taken out before anything is cut off: the rest
    /// of a key is a key.
    fn detail(&self, words: &str) -> String {
        let words = self.redactor.redact(words);
        let line = words.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
        let line: String = line.take(SHOWN).collect();
        if line.is_empty() { "no reason given".to_owned() } else { line }
    }
}

/// The provider's own words in an error body: `error.message`, `error`, `message`, else all of it.
/// Some send the error as the only one of a list.
fn words(body: &str) -> String {
    let value = serde_json::from_str::<Value>(body);
    value.map_or_else(
        |_| body.trim().to_owned(),
        |v| {
            let v = v.get(0).unwrap_or(&v);
            error_text(v.get("error").unwrap_or(v))
        },
    )
}

/// The words of an error in JSON.
pub(in crate::runtime::llm) fn error_text(error: &Value) -> String {
    let message = error.get("message").and_then(Value::as_str).or_else(|| error.as_str());
    message.map_or_else(|| error.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults() -> Faults {
        let redactor = Redactor::default();
        redactor.add("KEY", &"sk-proj-0123456789".into());
        Faults { provider: "p".into(), redactor }
    }

    fn detail(body: &str) -> String {
        match faults().refusal("m", 400, None, None, body) {
            ModelError::Refused { detail, .. } => detail,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_error_body_of_any_kind_gives_one_short_line_without_live_values() {
        assert_eq!(detail(r#"{"error":{"message":"no\nkey"}}"#), "no key");
        assert_eq!(detail(r#"{"error":"x"}"#), "x");
        assert_eq!(detail(r#"[{"error":{"message":"x"}}]"#), "x");
        assert_eq!(detail("<html>"), "<html>");
        assert_eq!(detail(""), "no reason given");
        assert_eq!(detail(&"x".repeat(9999)).len(), SHOWN);
        for filler in 280..300 {
            let cut = detail(&format!("{}sk-proj-0123456789", "x".repeat(filler)));
            assert!(!cut.contains("sk-"), "{cut}");
        }
    }

    #[test]
    fn a_meaning_counts_more_than_the_status() {
        let code = |meaning, status| faults().refusal("m", status, None, meaning, "").code();
        assert_eq!(code(Some(Meaning::NoCredit), 429), "MODEL_NO_CREDIT");
        assert_eq!(code(Some(Meaning::TooLong), 400), "MODEL_CONTEXT_TOO_LONG");
        assert_eq!(code(None, 429), "RATE_LIMITED");
        assert_eq!(code(None, 403), "MODEL_UNAUTHORIZED");
        assert_eq!(code(None, 404), "MODEL_NOT_FOUND");
    }
}
