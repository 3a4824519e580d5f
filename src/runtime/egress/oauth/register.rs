//! Who we are to an authorization server: named by the formation, by a document of ours, or registered on the way
//! (RFC 7591).

use serde::{Deserialize, Serialize};
use serde_json::json;
use zeroize::Zeroizing;

use super::client::OAuthSettings;
use super::metadata::Issuer;
use super::wire::Wire;
use crate::runtime::egress::client::host_of;
use crate::runtime::egress::error::EgressError;

/// How a client signs in at the token endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Method {
    /// In `Authorization`.
    Basic,
    /// In the form.
    Post,
    /// Not at all: it only says who it is.
    #[default]
    None,
}

impl Method {
    fn of(word: &str) -> Option<Self> {
        match word {
            "client_secret_basic" => Some(Self::Basic),
            "client_secret_post" => Some(Self::Post),
            "none" => Some(Self::None),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Basic => "client_secret_basic",
            Self::Post => "client_secret_post",
            Self::None => "none",
        }
    }

    /// The way for a client with a secret: the one that every server has to know where none is named (RFC 6749).
    pub(super) fn with_secret(issuer: &Issuer) -> Self {
        let named = issuer.token_endpoint_auth_methods_supported.as_deref().unwrap_or_default();
        let has = |way: Self| named.iter().any(|word| word == way.word());
        if has(Self::Post) && !has(Self::Basic) { Self::Post } else { Self::Basic }
    }

    /// The way to ask for when registering: a program on somebody's machine keeps no secret where it need not.
    fn to_register(issuer: &Issuer) -> Self {
        let named = issuer.token_endpoint_auth_methods_supported.as_deref().unwrap_or_default();
        let mut known = named.iter().filter_map(|word| Self::of(word));
        let first = known.clone().next();
        if known.any(|way| way == Self::None) { Self::None } else { first.unwrap_or_default() }
    }
}

/// Who we are.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Client {
    pub(super) id: String,
    /// Only what a registration gave: the formation's own is in its secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) secret: Option<Zeroizing<String>>,
    pub(super) by: Method,
    /// When the secret ends, in seconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ends_at: Option<u64>,
}

#[derive(Deserialize)]
struct Registered {
    client_id: String,
    #[serde(default)]
    client_secret: Option<Zeroizing<String>>,
    #[serde(default)]
    token_endpoint_auth_method: Option<String>,
    #[serde(default)]
    client_secret_expires_at: serde_json::Value,
}

/// The client for a login that comes back to `redirect_uri`.
pub(super) async fn client(
    settings: &OAuthSettings,
    wire: &Wire,
    issuer: &Issuer,
    redirect_uri: &str,
    scopes: &[String],
) -> Result<Client, EgressError> {
    if let Some(id) = &settings.client_id {
        return Ok(declared(settings, id, issuer));
    }
    if let Some(url) =
        settings.client_metadata_url.as_ref().filter(|_| issuer.client_id_metadata_document_supported)
    {
        return Ok(Client { id: url.clone(), secret: None, by: Method::None, ends_at: None });
    }
    let Some(endpoint) = &issuer.registration_endpoint else {
        return Err(EgressError::SignIn {
            host: host_of(&wire.trusted("authorization server", &issuer.issuer)?),
            why: "takes only clients that it knows; set `auth.client_id` of the server".to_owned(),
        });
    };
    let url = wire.trusted("registration endpoint", endpoint)?;
    let asked = Method::to_register(issuer);
    let mut body = json!({
        "client_name": "muxi",
        "redirect_uris": [redirect_uri],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": asked.word(),
        "application_type": "native",
    });
    if !scopes.is_empty() {
        body["scope"] = scopes.join(" ").into();
    }
    let given: Registered = wire.post(&url, &body, "the registration").await?;
    let secret = given.client_secret.filter(|secret| !secret.is_empty());
    if let Some(secret) = &secret {
        settings.know("client_secret", secret);
    }
    let by = match (&secret, given.token_endpoint_auth_method.as_deref().and_then(Method::of)) {
        (None, _) => Method::None,
        (Some(_), Some(by)) => by,
        (Some(_), None) if asked == Method::None => Method::with_secret(issuer),
        (Some(_), None) => asked,
    };
    // 0 is never (RFC 7591, 3.2.1).
    let ends_at = given.client_secret_expires_at.as_u64().filter(|end| *end > 0 && secret.is_some());
    Ok(Client { id: given.client_id, secret, by, ends_at })
}

/// The client that the formation names.
pub(super) fn declared(settings: &OAuthSettings, id: &str, issuer: &Issuer) -> Client {
    let by = if settings.client_secret.is_some() { Method::with_secret(issuer) } else { Method::None };
    Client { id: id.to_owned(), secret: None, by, ends_at: None }
}
