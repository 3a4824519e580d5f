//! What a request brings of a credential. It is read without a tree of JSON, of which copies would stay behind, and without
//! the words of serde, which quote values.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::super::envelope::ApiError;
use crate::credentials::{Content, Service};
use crate::runtime::credentials::{CredentialError, Wanted};
use crate::support::clock;
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

/// The last second that has a date: the end of the year 9999.
const LAST: u64 = 253_402_300_799;

/// The body of `POST /v1/credentials`.
#[derive(Deserialize)]
struct Create<'b> {
    #[serde(borrow)]
    service: Option<&'b RawValue>,
    #[serde(borrow)]
    name: Option<&'b RawValue>,
    #[serde(borrow)]
    credential: Option<&'b RawValue>,
    #[serde(borrow)]
    expires_at: Option<&'b RawValue>,
    #[serde(borrow)]
    expires_in: Option<&'b RawValue>,
    #[serde(borrow)]
    replace: Option<&'b RawValue>,
}

/// The body of `PATCH /v1/credentials/{id}`.
#[derive(Deserialize)]
struct Amend<'b> {
    #[serde(borrow)]
    name: Option<&'b RawValue>,
    #[serde(borrow)]
    default: Option<&'b RawValue>,
    #[serde(borrow)]
    credential: Option<&'b RawValue>,
}

/// What is to be kept, and what no answer to it may hold. `now` is in milliseconds.
pub(super) fn create(bytes: &[u8], now: u64) -> Result<(Wanted, Redactor), ApiError> {
    let asked: Create<'_> = object(bytes)?;
    let credential = asked.credential.ok_or_else(|| {
        ApiError::field("credential", "is missing: an object such as {\"token\": \"…\"}", "missing")
    })?;
    let content = Content::parse(credential.get().as_bytes()).map_err(CredentialError::from)?;
    let hidden = hidden(&content);
    let wanted = asked.wanted(content, now).map_err(|error| error.hiding(&hidden))?;
    Ok((wanted, hidden))
}

impl Create<'_> {
    fn wanted(self, content: Content, now: u64) -> Result<Wanted, ApiError> {
        let service = text("service", self.service)?
            .ok_or_else(|| ApiError::field("service", "is missing: what it is for, as github", "missing"))?;
        let service = Service::parse(&service).map_err(CredentialError::from)?;
        // The published clients send an empty one where none is meant.
        let account = text("name", self.name)?.filter(|name| !name.is_empty());
        let end = self.end(now)?;
        let replace = truth("replace", self.replace)?.unwrap_or_default();
        Ok(Wanted { service, account, content: content.expiring(end), replace })
    }

    /// When it ends, in seconds since the Unix epoch.
    fn end(&self, now: u64) -> Result<Option<u64>, ApiError> {
        let (name, raw, from) = match (self.expires_at, self.expires_in) {
            (None, None) => return Ok(None),
            (Some(at), None) => ("expires_at", at, 0),
            (None, Some(after)) => ("expires_in", after, now / 1000),
            (Some(_), Some(_)) => {
                return Err(ApiError::field("expires_in", "cannot stand beside expires_at", "value_error"));
            }
        };
        let fault = || {
            let message = "is a number of seconds, a time such as 2027-01-31T12:00:00Z, or from now on: 90d";
            ApiError::field(name, message, "datetime_parsing")
        };
        // A fraction of a second is nobody's concern; an exponent is no fraction.
        let (whole, part) = raw.get().split_once('.').unwrap_or((raw.get(), ""));
        let is_plain = part.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(seconds) = whole.parse::<u64>().ok().filter(|_| is_plain) {
            return seconds.checked_add(from).filter(|at| *at <= LAST).map(Some).ok_or_else(fault);
        }
        let written = text(name, Some(raw)).map_err(|_| fault())?.unwrap_or_default();
        let written = match written.strip_suffix("+00:00") {
            Some(time) => format!("{time}Z"),
            None => written,
        };
        clock::from_now(&written, now).map(|at| Some(at / 1000)).ok_or_else(fault)
    }
}

/// The other name, and whether it is to be the one that is used where nobody chooses.
pub(super) fn amend(bytes: &[u8]) -> Result<(Option<String>, Option<bool>), ApiError> {
    let asked: Amend<'_> = object(bytes)?;
    if asked.credential.is_some() {
        let message = "is not changed here: send it as POST /v1/credentials with \"replace\": true";
        return Err(ApiError::field("credential", message, "value_error"));
    }
    let (name, default) = (text("name", asked.name)?, truth("default", asked.default)?);
    if name.is_none() && default.is_none() {
        return Err(ApiError::field("name", "is wanted, or default (true or false)", "missing"));
    }
    Ok((name, default))
}

/// Its values, for this request alone: a redactor that many ask would keep them.
fn hidden(content: &Content) -> Redactor {
    let hidden = Redactor::default();
    for (name, value) in content.secrets() {
        hidden.add(name, &SecretBytes::from(value));
    }
    hidden
}

fn object<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, ApiError> {
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(ApiError::field("body", "is a list, and has to be an object", "value_error"));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let words = error.to_string();
        let twice = words.strip_prefix("duplicate field `").and_then(|rest| rest.split_once('`'));
        match (error.classify(), twice) {
            // The names of our own fields, and none of the request's.
            (Category::Data, Some((field, _))) => ApiError::field(field, "is there twice", "value_error"),
            (Category::Data, None) => ApiError::field("body", "is no object", "value_error"),
            _ => {
                let place = format!("is no JSON (line {}, column {})", error.line(), error.column());
                ApiError::field("body", &place, "json_invalid")
            }
        }
    })
}

fn text(name: &str, raw: Option<&RawValue>) -> Result<Option<String>, ApiError> {
    typed(name, raw, "is a text", "string_type")
}

fn truth(name: &str, raw: Option<&RawValue>) -> Result<Option<bool>, ApiError> {
    typed(name, raw, "is true or false", "bool_type")
}

fn typed<T: DeserializeOwned>(
    name: &str,
    raw: Option<&RawValue>,
    wanted: &str,
    code: &str,
) -> Result<Option<T>, ApiError> {
    raw.map(|raw| serde_json::from_str(raw.get()).map_err(|_| ApiError::field(name, wanted, code)))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_800_000_000_000;

    fn read(body: &str) -> Result<Wanted, ApiError> {
        create(body.as_bytes(), NOW).map(|(wanted, _)| wanted)
    }

    #[test]
    fn a_body_says_the_service_the_account_the_fields_and_the_end() {
        let wanted = read(r#"{"service":"GITHUB_TOKEN","credential":{"token":"ghp_x"},"more":[1]}"#).unwrap();
        assert_eq!((wanted.service.as_str(), wanted.account.as_deref()), ("github", None));
        assert_eq!((wanted.content.primary(), wanted.replace), ("ghp_x", false));
        let end = |written: &str| {
            let body = format!(r#"{{"service":"s","name":"n","credential":{{"a":"b"}},{written}}}"#);
            read(&body).map(|wanted| wanted.content.expires_at())
        };
        for (written, at) in [
            (r#""expires_in":3600"#, 1_800_003_600),
            (r#""expires_in":"90d""#, 1_807_776_000),
            (r#""expires_at":1900000000.5"#, 1_900_000_000),
            (r#""expires_at":"2030-01-01""#, 1_893_456_000),
            (r#""expires_at":"2030-01-01T00:00:00.123456+00:00""#, 1_893_456_000),
        ] {
            assert_eq!(end(written).unwrap(), Some(at), "{written}");
        }
        assert_eq!(end(r#""expires_at":null"#).unwrap(), None);
        for bad in [
            r#""expires_at":"CANARY""#,
            r#""expires_at":1900000000000000"#,
            r#""expires_in":-5"#,
            r#""expires_in":8.64e4"#,
            r#""expires_at":1.9E9"#,
            r#""expires_in":["CANARY"]"#,
            r#""expires_at":1900000000,"expires_in":5"#,
        ] {
            let error = end(bad).unwrap_err();
            assert!(error.code == "INVALID_PARAMS" && !error.message.contains("CANARY"), "{error:?}");
        }
    }

    #[test]
    fn no_refusal_quotes_what_came() {
        let canary = "CANARY-0123456789";
        for body in [
            r#"{"service":"s","credential":"@"}"#,
            r#"{"service":"s","credential":{"token":{"a":"@"}}}"#,
            r#"{"service":"s","credential":{"@":["@"]}}"#,
            r#"{"service":"s","credential":{"token":"@","token":"@"}}"#,
            r#"{"service":{"@":"@"},"credential":{"token":"@"}}"#,
            r#"{"service":"s","name":["@"],"credential":{"token":"@"}}"#,
            r#"{"service":"s","replace":"@","credential":{"token":"@"}}"#,
            r#"{"service":"s","token":"@"}"#,
            r#"{"credential":{"token":"@"},"credential":{"token":"@"}}"#,
            r#"{"service":"s","credential":{"token":"@"}"#,
            r#"{"service":"s","credential":{"token":"@\u0000"}}"#,
            r#"{"@":@}"#,
            r#""@""#,
            r#"["@"]"#,
            "@",
            "",
        ] {
            let body = body.replace('@', canary);
            for error in [create(body.as_bytes(), NOW).map(drop), amend(body.as_bytes()).map(drop)] {
                let error = error.unwrap_err();
                let shown = format!("{} {}", error.message, error.data);
                assert!(!shown.contains("CANARY"), "{body}: {shown}");
                assert_eq!(error.status.as_u16(), 422, "{body}");
            }
        }
    }
}
