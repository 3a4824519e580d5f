//! What a refusal says (Gemini API, Troubleshooting; google.rpc.Status).

use std::time::Duration;

use serde_json::Value;

use crate::runtime::llm::dialect::{Meaning, Refusal};

/// The error; a refused stream has it in a list.
fn error(body: &Value) -> &Value {
    let body = body.get(0).unwrap_or(body);
    &body["error"]
}

/// `retryDelay` of the details, such as `34.07s`.
pub(super) fn retry_after(body: &Value) -> Option<Duration> {
    let details = error(body)["details"].as_array()?;
    let delay = details.iter().find_map(|detail| detail["retryDelay"].as_str())?;
    let seconds: f64 = delay.strip_suffix('s')?.parse().ok()?;
    (0.0..=86_400.0).contains(&seconds).then(|| Duration::from_secs_f64(seconds))
}

pub(super) fn meaning(refusal: &Refusal<'_>) -> Option<Meaning> {
    let error = error(refusal.body);
    let words = error["message"].as_str().unwrap_or_default().to_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    let reason =
        |name: &str| error["details"].as_array().into_iter().flatten().any(|detail| detail["reason"] == name);
    match error["status"].as_str().unwrap_or_default() {
        "UNAUTHENTICATED" => Some(Meaning::BadKey),
        "NOT_FOUND" => Some(Meaning::UnknownModel),
        // A wrong key is told as an invalid argument.
        "INVALID_ARGUMENT"
            if reason("API_KEY_INVALID") || says(&["api key not valid", "api key expired"]) =>
        {
            Some(Meaning::BadKey)
        }
        "INVALID_ARGUMENT"
            if says(&["maximum number of tokens", "payload size exceeds", "too many tokens"]) =>
        {
            Some(Meaning::TooLong)
        }
        "RESOURCE_EXHAUSTED" | "FAILED_PRECONDITION" if says(&["credits are depleted", "spending cap"]) => {
            Some(Meaning::NoCredit)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(status: &str, message: &str, details: &Value) -> Value {
        json!({"error": {"code": 400, "message": message, "status": status, "details": details}})
    }

    #[test]
    fn a_refusal_is_known_by_its_status_and_words() {
        let means = |status: &str, message: &str, details: Value| {
            meaning(&Refusal { status: 400, body: &refused(status, message, &details) })
        };
        let none = || json!([]);
        let invalid = |message| means("INVALID_ARGUMENT", message, none());
        assert_eq!(invalid("API key not valid. Please pass a valid API key."), Some(Meaning::BadKey));
        let reason = json!([{"reason": "API_KEY_INVALID"}]);
        assert_eq!(means("INVALID_ARGUMENT", "x", reason), Some(Meaning::BadKey));
        assert_eq!(
            invalid(
                "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576)."
            ),
            Some(Meaning::TooLong)
        );
        assert_eq!(invalid("Unknown name \"x\""), None);
        assert_eq!(means("NOT_FOUND", "models/x is not found", none()), Some(Meaning::UnknownModel));
        assert_eq!(means("RESOURCE_EXHAUSTED", "You exceeded your current quota", none()), None);
        assert_eq!(
            means("RESOURCE_EXHAUSTED", "Your prepayment credits are depleted.", none()),
            Some(Meaning::NoCredit)
        );
        let listed = json!([refused("NOT_FOUND", "x", &none())]);
        assert_eq!(meaning(&Refusal { status: 404, body: &listed }), Some(Meaning::UnknownModel));
    }

    #[test]
    fn the_wait_is_in_the_details() {
        let asked = |delay: &str| {
            let details = json!([{"@type": "type.googleapis.com/google.rpc.Help"},
                                 {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}]);
            retry_after(&refused("RESOURCE_EXHAUSTED", "x", &details))
        };
        assert_eq!(asked("34s"), Some(Duration::from_secs(34)));
        assert_eq!(asked("1.5s"), Some(Duration::from_millis(1500)));
        for odd in ["", "s", "-1s", "NaNs", "5m", "1e99s"] {
            assert_eq!(asked(odd), None, "{odd}");
        }
        assert_eq!(retry_after(&Value::Null), None);
    }
}
