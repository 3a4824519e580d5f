//! What refusals mean. Servers of this API agree on little but the place of the words: each line
//! below is what one of them sends.

use serde_json::Value;

use crate::runtime::llm::dialect::{Meaning, Refusal};
use crate::runtime::llm::http::error_text;

/// Codes and types of errors.
const CODES: &[(&str, Meaning)] = &[
    ("insufficient_quota", Meaning::NoCredit),
    ("billing_not_active", Meaning::NoCredit),
    ("billing_hard_limit_reached", Meaning::NoCredit),
    ("insufficient_balance", Meaning::NoCredit),
    ("exceeded_current_quota_error", Meaning::NoCredit),
    ("invalid_api_key", Meaning::BadKey),
    ("invalid_authentication_error", Meaning::BadKey),
    ("account_deactivated", Meaning::BadKey),
    ("content_filter", Meaning::Filtered),
    ("content_policy_violation", Meaning::Filtered),
    ("responsibleaipolicyviolation", Meaning::Filtered),
    ("context_length_exceeded", Meaning::TooLong),
    ("exceed_context_size_error", Meaning::TooLong),
    ("context_exceeded", Meaning::TooLong),
    ("string_above_max_length", Meaning::TooLong),
    ("model_not_found", Meaning::UnknownModel),
    ("model_not_available", Meaning::UnknownModel),
    ("model_decommissioned", Meaning::UnknownModel),
    ("deploymentnotfound", Meaning::UnknownModel),
    ("invalid_model", Meaning::UnknownModel),
];

/// Words of errors that have no code of their own, in lower case.
const WORDS: &[(&str, Meaning)] = &[
    ("insufficient balance", Meaning::NoCredit),
    ("insufficient credits", Meaning::NoCredit),
    ("exceeded your current quota", Meaning::NoCredit),
    ("requires more credits", Meaning::NoCredit),
    ("used all available credits", Meaning::NoCredit),
    ("incorrect api key", Meaning::BadKey),
    ("invalid api key", Meaning::BadKey),
    ("api key not valid", Meaning::BadKey),
    ("content management policy", Meaning::Filtered),
    ("content exists risk", Meaning::Filtered),
    ("violates usage guidelines", Meaning::Filtered),
    ("requires moderation", Meaning::Filtered),
    ("maximum context length", Meaning::TooLong),
    ("maximum prompt length", Meaning::TooLong),
    ("context length is only", Meaning::TooLong),
    ("context length of only", Meaning::TooLong),
    ("available context size", Meaning::TooLong),
    ("context size has been exceeded", Meaning::TooLong),
    ("exceed context window", Meaning::TooLong),
    ("exceeds the context window", Meaning::TooLong),
    ("reduce the length of the messages", Meaning::TooLong),
    ("`max_new_tokens` must be <=", Meaning::TooLong),
    ("max_tokens must be at least 1, got -", Meaning::TooLong),
    ("prompt is too long", Meaning::TooLong),
    ("is not a valid model", Meaning::UnknownModel),
    ("model not exist", Meaning::UnknownModel),
    ("invalid model", Meaning::UnknownModel),
];

/// What a refusal means beyond its status.
pub(super) fn meaning(refusal: &Refusal<'_>) -> Option<Meaning> {
    // Some send the error as the only one of a list.
    let body = refusal.body.get(0).unwrap_or(refusal.body);
    let error = body.get("error").unwrap_or(body);
    let inner = error.get("innererror").and_then(|inner| inner.get("code"));
    // The words of "too many requests" may name a limit of tokens: only a code counts there.
    let by_words = matches!(refusal.status, 400 | 402 | 403 | 404 | 413 | 422 | 500);
    let codes = [inner, error.get("code"), error.get("type"), body.get("code"), body.get("type")];
    let found = codes.into_iter().flatten().filter_map(Value::as_str).find_map(|code| {
        CODES.iter().find(|(known, _)| code.eq_ignore_ascii_case(known)).map(|(_, meaning)| *meaning)
    });
    found.or_else(|| {
        if !by_words && refusal.status != 429 {
            return None;
        }
        let words = error_text(error).to_lowercase();
        let mut known = WORDS.iter().filter(|(_, meaning)| by_words || *meaning == Meaning::NoCredit);
        known.find(|(part, _)| words.contains(part)).map(|(_, meaning)| *meaning)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(status: u16, body: &Value) -> Option<Meaning> {
        meaning(&Refusal { status, body })
    }

    fn openai(code: &str) -> Value {
        json!({"error": {"message": "m", "type": "invalid_request_error", "param": null, "code": code}})
    }

    #[test]
    fn codes_of_openai_and_azure_are_known() {
        assert_eq!(of(429, &openai("insufficient_quota")), Some(Meaning::NoCredit));
        assert_eq!(of(401, &openai("invalid_api_key")), Some(Meaning::BadKey));
        assert_eq!(of(404, &openai("model_not_found")), Some(Meaning::UnknownModel));
        assert_eq!(of(403, &openai("model_not_found")), Some(Meaning::UnknownModel));
        assert_eq!(of(400, &openai("context_length_exceeded")), Some(Meaning::TooLong));
        assert_eq!(of(404, &openai("DeploymentNotFound")), Some(Meaning::UnknownModel));
        let filtered = json!({"error": {"message": "filtered", "code": "content_filter", "status": 400,
                              "innererror": {"code": "ResponsibleAIPolicyViolation"}}});
        assert_eq!(of(400, &filtered), Some(Meaning::Filtered));
        assert_eq!(of(429, &openai("rate_limit_exceeded")), None);
        assert_eq!(of(500, &json!({"error": {"message": "The server had an error", "code": null}})), None);
    }

    #[test]
    fn conversations_that_are_too_long_are_known_by_the_words_of_each_server() {
        let vllm = json!({"object": "error", "type": "BadRequestError", "code": 400,
            "message": "This model's maximum context length is 6048 tokens. However, you requested 6616 tokens"});
        let newer = json!({"error": {"type": "BadRequestError", "param": "input_tokens", "code": 400,
            "message": "You passed 1015 input tokens. However, the model's context length is only 1024 tokens"}});
        let llama = json!({"error": {"code": 400, "type": "exceed_context_size_error", "n_ctx": 256,
            "message": "the request exceeds the available context size"}});
        let late = json!({"error": {"code": 500, "type": "server_error",
            "message": "Context size has been exceeded."}});
        let together = json!({"error": {"type": "invalid_request_error", "code": null,
            "message": "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 2048."}});
        let mistral = json!({"object": "error", "type": "invalid_request_error", "code": "3051",
            "message": "Prompt contains 40000 tokens, too large for model with 32768 maximum context length"});
        let xai = json!({"code": "Client specified an invalid argument",
            "error": "This model's maximum prompt length is 131072 but the request contains 140000 tokens."});
        let lmstudio = json!({"error":
            "Trying to keep the first 5000 tokens, but the model has a context length of only 4096 tokens"});
        for body in [vllm, newer, llama, late, together, mistral, xai, lmstudio] {
            let status = if body["error"]["code"] == 500 { 500 } else { 400 };
            assert_eq!(of(status, &body), Some(Meaning::TooLong), "{body}");
        }
    }

    #[test]
    fn keys_credit_models_and_filters_are_known_by_the_words_of_each_server() {
        let said = |words: &str| json!({"error": {"message": words, "code": 400}});
        let deepseek = json!({"error": {"message": "Insufficient Balance", "type": "unknown_error"}});
        assert_eq!(of(402, &deepseek), Some(Meaning::NoCredit));
        assert_eq!(of(429, &said("You exceeded your current quota")), Some(Meaning::NoCredit));
        assert_eq!(of(400, &json!({"error": "Incorrect API key provided: xa***"})), Some(Meaning::BadKey));
        assert_eq!(of(400, &json!([said("API key not valid.")])), Some(Meaning::BadKey));
        assert_eq!(of(400, &said("foo/bar is not a valid model ID")), Some(Meaning::UnknownModel));
        assert_eq!(
            of(400, &json!({"type": "invalid_model", "message": "Invalid model: x"})),
            Some(Meaning::UnknownModel)
        );
        assert_eq!(of(400, &said("Content Exists Risk")), Some(Meaning::Filtered));
        assert_eq!(of(403, &said("m requires moderation. Your input was flagged")), Some(Meaning::Filtered));
    }

    #[test]
    fn a_limit_of_requests_is_not_taken_for_a_long_conversation() {
        let limit = json!({"error": {"message": "Rate limit reached, please reduce the length of the messages",
                           "type": "tokens", "code": "rate_limit_exceeded"}});
        assert_eq!(of(429, &limit), None);
        assert_eq!(of(503, &json!({"error": "invalid model state"})), None);
        assert_eq!(of(400, &Value::Null), None);
    }
}
