//! Asking for tokens: with a code, with a token for renewal, or as oneself.

use reqwest::Url;
use reqwest::header::HeaderValue;
use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use super::client::OAuthSettings;
use super::file::Record;
use super::metadata::words;
use super::register::Client;
use super::wire::{Own, Wire, error_of};
use crate::runtime::egress::error::EgressError;

/// The longest token that is taken, in bytes: it goes with each request.
const LONGEST: usize = 16 << 10;

/// The longest life of a token that is believed, in seconds: ten years.
const LIFE: f64 = 315_360_000.0;

/// The life of a token that has none by what is said, in seconds.
const SHORTEST: u64 = 30;

/// What is asked with.
pub(super) enum Grant<'a> {
    /// A code of the browser's, the address that it came to, and what proves that we asked for it.
    Code { code: &'a str, redirect_uri: &'a str, verifier: &'a str },
    /// A token for renewal.
    Refresh(&'a str),
    /// Nothing: the client is who is let in.
    Own(&'a [String]),
}

/// Why there are no tokens.
pub(super) enum NotGiven {
    /// What was asked with is of no use any more: the grant, or a client that was registered here.
    Spent(EgressError),
    /// The client of the formation is not known.
    Unknown(EgressError),
    /// All else.
    Other(EgressError),
}

impl From<EgressError> for NotGiven {
    fn from(error: EgressError) -> Self {
        Self::Other(error)
    }
}

impl NotGiven {
    pub(super) fn error(self) -> EgressError {
        match self {
            Self::Spent(error) | Self::Unknown(error) | Self::Other(error) => error,
        }
    }
}

/// What a token endpoint gives.
#[derive(Deserialize)]
pub(super) struct Given {
    pub(super) access_token: Zeroizing<String>,
    #[serde(default)]
    token_type: Value,
    #[serde(default)]
    expires_in: Value,
    #[serde(default)]
    pub(super) refresh_token: Option<Zeroizing<String>>,
    #[serde(default)]
    scope: Value,
}

impl Given {
    /// How long the token is good, in seconds. One that ends at once would be renewed for each message.
    pub(super) fn life(&self) -> Option<u64> {
        life(&self.expires_in).map(|life| if life == 0 { SHORTEST } else { life })
    }

    /// `Bearer`, mostly. What is no word is left out: tokens that were given are not thrown away over it.
    pub(super) fn token_type(&self) -> Option<String> {
        self.token_type.as_str().filter(|kind| plain(kind)).map(str::to_owned)
    }

    /// What they are good for. Some write it as a list.
    pub(super) fn scope(&self) -> Option<String> {
        let scope = match &self.scope {
            Value::String(text) => text.clone(),
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
            _ => return None,
        };
        plain(&scope).then_some(scope)
    }
}

/// Whether it can be kept beside a token.
fn plain(text: &str) -> bool {
    text.len() <= LONGEST && !text.chars().any(char::is_control)
}

/// A token endpoint said no, or nothing.
pub(super) struct Denied {
    /// Its word for why (RFC 6749, 5.2), where it said one.
    pub(super) code: Option<String>,
    pub(super) error: EgressError,
}

impl From<EgressError> for Denied {
    fn from(error: EgressError) -> Self {
        Self { code: None, error }
    }
}

/// What of a form is nobody's to say back to us.
const HIDDEN: [&str; 5] = ["refresh_token", "code", "code_verifier", "device_code", "client_secret"];

/// Sends `pairs` to a token endpoint as the client `own`.
pub(super) async fn fetch(
    wire: &Wire,
    url: &Url,
    pairs: Vec<(&str, &str)>,
    own: &Own<'_>,
) -> Result<Given, Denied> {
    let of_form = pairs.iter().filter(|(name, _)| HIDDEN.contains(name)).map(|(_, value)| *value);
    let hidden: Vec<&str> = of_form.chain(own.secret).collect();
    let (status, body) = wire.form(url, pairs, own).await?;
    let code = error_of(&body).map(|(code, _)| code);
    // Some say no with a status that says yes.
    if let (true, Ok(mut given)) = (status.is_success(), serde_json::from_slice::<Given>(&body)) {
        let sendable = plain(&given.access_token) && HeaderValue::from_str(&given.access_token).is_ok();
        // What cannot be one is none; the access token is good all the same.
        given.refresh_token = given.refresh_token.filter(|token| !token.is_empty() && plain(token));
        if given.access_token.is_empty() || !sendable {
            return Err(wire.garbage(url, "the question for a token").into());
        }
        return Ok(given);
    }
    if status.is_success() && code.is_none() {
        return Err(wire.garbage(url, "the question for a token").into());
    }
    let error = wire.refused_but(url, "to give a token", status, &body, &hidden);
    Err(Denied { code, error })
}

/// Asks for tokens and puts them into `record`, which says where and as whom. What was asked for counts as given
/// where nothing else is said (RFC 6749, 5.1).
pub(super) async fn ask(
    settings: &OAuthSettings,
    wire: &Wire,
    record: &mut Record,
    grant: Grant<'_>,
    asked: &[String],
) -> Result<(), NotGiven> {
    let url = wire.trusted("token endpoint", &record.token_endpoint)?;
    let scope = match &grant {
        Grant::Own(scopes) => scopes.join(" "),
        _ => String::new(),
    };
    let mut pairs = match &grant {
        Grant::Code { code, redirect_uri, verifier } => vec![
            ("grant_type", "authorization_code"),
            ("code", *code),
            ("redirect_uri", *redirect_uri),
            ("code_verifier", *verifier),
        ],
        Grant::Refresh(token) => vec![("grant_type", "refresh_token"), ("refresh_token", *token)],
        Grant::Own(_) => vec![("grant_type", "client_credentials")],
    };
    if !scope.is_empty() {
        pairs.push(("scope", &scope));
    }
    pairs.push(("resource", &record.resource));
    if record.client.ends_at.is_some_and(|end| end <= settings.clock.now_secs()) {
        let error = wire.ended(&url);
        return Err(NotGiven::Spent(error));
    }
    let own = own(settings, &record.client);
    let given =
        fetch(wire, &url, pairs, &own).await.map_err(|Denied { code, error }| match code.as_deref() {
            Some("invalid_grant") => NotGiven::Spent(error),
            // The next login registers anew; a client that is declared has to be mended where it is.
            Some("invalid_client" | "unauthorized_client") if settings.client_id.is_none() => {
                NotGiven::Spent(error)
            }
            Some("invalid_client" | "unauthorized_client") => NotGiven::Unknown(error),
            _ => NotGiven::Other(error),
        })?;
    if !given.token_type().is_none_or(|kind| kind.eq_ignore_ascii_case("bearer")) {
        return Err(wire.garbage(&url, "the question for a token").into());
    }
    settings.know("access_token", &given.access_token);
    if let Some(token) = &given.refresh_token {
        settings.know("refresh_token", token);
    }
    let now = settings.clock.now_secs();
    record.obtained_at = now;
    record.expires_at = given.life().map(|life| now.saturating_add(life));
    record.scopes = given.scope().map_or_else(|| asked.to_vec(), |scope| words(&scope));
    record.access_token = Some(given.access_token);
    // One that is not replaced goes on being good (RFC 6749, 6).
    record.refresh_token = given.refresh_token.or(record.refresh_token.take());
    Ok(())
}

/// Who we are at the token endpoint.
pub(super) fn own<'a>(settings: &'a OAuthSettings, client: &'a Client) -> Own<'a> {
    let kept = client.secret.as_ref().map(|secret| secret.as_str());
    let declared = settings.client_secret.as_ref().and_then(|secret| secret.expose_str());
    let is_declared = settings.client_id.as_deref() == Some(client.id.as_str());
    Own { id: &client.id, secret: if is_declared { declared } else { kept }, by: client.by }
}

/// Seconds, however they are written.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 and ten years")]
pub(super) fn life(said: &Value) -> Option<u64> {
    let seconds = said.as_f64().or_else(|| said.as_str()?.trim().parse().ok())?;
    seconds.is_finite().then(|| seconds.clamp(0.0, LIFE) as u64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_life_of_a_token_is_read_within_bounds() {
        assert_eq!(life(&json!(3600)), Some(3600));
        assert_eq!(life(&json!("60")), Some(60));
        assert_eq!(life(&json!(-5)), Some(0));
        assert_eq!(life(&json!(1e300)), Some(315_360_000));
        assert_eq!(life(&Value::Null), None);
        assert_eq!(life(&json!("soon")), None);
    }

    #[test]
    fn what_stands_beside_tokens_is_read_as_far_as_it_can_be() {
        let given = |more: Value| {
            let mut all = json!({"access_token": "a"});
            all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let given: Given = serde_json::from_value(all).unwrap();
            (given.scope(), given.token_type())
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            given(json!({"scope": ["a", "b", 1], "token_type": "bearer"})),
            (some("a b"), some("bearer"))
        );
        assert_eq!(given(json!({"scope": "a b", "token_type": "bea\u{1}rer"})), (some("a b"), None));
        assert_eq!(given(json!({"scope": {"a": 1}, "token_type": 7})), (None, None));
    }
}
