//! What clients are told where nothing is done with a credential. No value is in it, and nothing of where files are.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::envelope::ApiError;
use crate::runtime::credentials::CredentialError;
use crate::support::fs::FsError;

/// The code of what is in the store and is not what was kept there.
pub(super) const TAMPERED: &str = "CREDENTIAL_TAMPERED";
/// The code where there is no key to look with.
const LOCKED: &str = "KEY_UNAVAILABLE";

/// Why they cannot be opened, for a client: which file is missing is for whoever runs the server.
pub(super) fn in_words(code: Option<&str>, words: &str) -> String {
    match code {
        Some(LOCKED) => "the key that credentials are sealed with cannot be had".to_owned(),
        _ => words.to_owned(),
    }
}

/// Too many were wrong in the chat; none is taken for so many milliseconds.
pub(super) fn locked(millis: u64) -> ApiError {
    let seconds = millis.div_ceil(1000);
    let message =
        format!("too many wrong credentials were given for the service; the next is taken in {seconds} s");
    ApiError::new(StatusCode::TOO_MANY_REQUESTS, "CREDENTIAL_LOCKED", message).retry_after(seconds)
}

/// A value came where others can read it.
pub(super) fn over_http() -> ApiError {
    let message = "a credential is not taken over plain HTTP: others may have read it on its way, so it is best replaced";
    ApiError::new(StatusCode::FORBIDDEN, "HTTPS_REQUIRED", message).hint(
        "send it to https://…, or through a proxy that ends TLS (--behind-proxy); \
         `user_credentials.require_https: false` in the formation allows it",
    )
}

impl From<CredentialError> for ApiError {
    fn from(error: CredentialError) -> Self {
        let (code, message) = (error.code(), error.to_string());
        let conflict = |message: String| Self::new(StatusCode::CONFLICT, code, message);
        let field = |name: &str| Self::field(name, &message, "value_error");
        let (refusal, data, hint) = match &error {
            CredentialError::Service(_) => return field("service"),
            CredentialError::Content(_) => return field("credential"),
            CredentialError::Account => return field("name"),
            CredentialError::Secret(name) => return field(name),
            CredentialError::Expired => return field("expires_at"),
            CredentialError::Store(error) => return error.clone().into(),
            CredentialError::NotFound(_) => return Self::not_found(code, message),
            CredentialError::Taken { service, account } => (
                conflict(message),
                json!({"service": service, "name": account}),
                Some("send another `name`, or `\"replace\": true`"),
            ),
            CredentialError::Duplicate { service, account } => {
                (conflict(message), json!({"service": service, "name": account}), None)
            }
            CredentialError::Several { service, accounts } => (
                conflict(message),
                json!({"service": service, "names": accounts}),
                Some("send the `name` of one"),
            ),
            CredentialError::TooMany => (conflict(message), Value::Null, Some("delete one first")),
            CredentialError::Tampered { .. } | CredentialError::Sealed { .. } | CredentialError::NoKey => {
                (conflict(message), Value::Null, error.hint())
            }
            CredentialError::Busy | CredentialError::File(FsError::Locked { .. }) => {
                // Which process has the lock is for whoever runs the server.
                let busy = CredentialError::Busy;
                let refusal = Self::new(StatusCode::SERVICE_UNAVAILABLE, busy.code(), busy.to_string());
                return refusal.retry_after(1);
            }
            _ if code == LOCKED => {
                let message = in_words(Some(LOCKED), "");
                let locked = Self::new(StatusCode::SERVICE_UNAVAILABLE, code, message);
                (locked, Value::Null, Some("`muxi credentials status` says why, where the server runs"))
            }
            _ => (Self::new(StatusCode::INTERNAL_SERVER_ERROR, code, message), Value::Null, None),
        };
        let refusal = Self { data, ..refusal };
        hint.map_or(refusal.clone(), |hint| refusal.hint(hint))
    }
}
