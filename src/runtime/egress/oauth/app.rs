//! Signing in at a service that the formation names itself: a client of its own there, for the tokens of its users. Nothing
//! is kept here.

use std::sync::Arc;

use serde_json::Value;
use zeroize::Zeroizing;

use super::device::DeviceLogin;
use super::grant::{self, Denied, Given};
use super::landing::Redirect;
use super::login::Callback;
use super::proof::Proof;
use super::register::Method;
use super::wire::{Own, Wire};
use crate::crypto::hash::{hex, sha256};
use crate::runtime::egress::client::host_of;
use crate::runtime::egress::error::EgressError;
use crate::runtime::egress::reach::Reach;
use crate::runtime::egress::reply::said;
use crate::runtime::egress::resolve::SystemResolver;
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

/// Where a service says whose token it is, in this order.
const NAMES: [&str; 6] = ["login", "username", "preferred_username", "email", "name", "sub"];

/// A service, as `user_credentials.oauth` has it.
#[derive(Clone)]
pub struct AppSettings {
    /// Where a user agrees.
    pub authorization_url: String,
    /// Where tokens are fetched and renewed.
    pub token_url: String,
    /// Where a code for another device is fetched.
    pub device_authorization_url: Option<String>,
    /// Who the formation is there.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Option<SecretBytes>,
    /// Whether the secret goes in the form, and not in a header.
    pub in_form: bool,
    /// What to ask for.
    pub scopes: Vec<String>,
    /// For whom the tokens are to be.
    pub audience: Option<String>,
    /// What else goes into the address that the browser opens.
    pub parameters: Vec<(String, String)>,
    /// Where the browser comes back to.
    pub redirect: Redirect,
    /// What says whose token it is.
    pub identity_url: Option<String>,
    /// The field of its answer; `a.b` is the field `b` of `a`.
    pub identity_field: Option<String>,
    /// Addresses that are not public and yet may be reached.
    pub allowed_addresses: Vec<String>,
    /// Live secret values.
    pub redactor: Redactor,
}

/// The formation's client at one service. Clones are handles to the same one.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    settings: AppSettings,
    wire: Wire,
}

/// Tokens of one user.
pub struct Tokens {
    /// The one that requests go with.
    pub access_token: Zeroizing<String>,
    /// The one for renewal.
    pub refresh_token: Option<Zeroizing<String>>,
    /// `Bearer`, mostly.
    pub token_type: Option<String>,
    /// What they are good for, where that is said.
    pub scope: Option<String>,
    /// For how long, in seconds, where that is said.
    pub expires_in: Option<u64>,
}

impl From<Given> for Tokens {
    fn from(given: Given) -> Self {
        Self {
            expires_in: given.life(),
            token_type: given.token_type(),
            scope: given.scope().filter(|scope| !scope.is_empty()),
            access_token: given.access_token,
            refresh_token: given.refresh_token,
        }
    }
}

/// Why tokens are not renewed. No token is in it.
#[derive(Debug)]
pub enum NotRenewed {
    /// What they would be renewed with is good no more: the user has to log in.
    Spent(EgressError),
    /// All else: later it may be so, or the formation has to be mended.
    Other(EgressError),
}

/// A login under way in a browser. Dropping it gives it up; nothing is kept of it.
pub struct AppLogin {
    app: App,
    url: String,
    proof: Proof,
    redirect_uri: String,
}

impl App {
    /// Nothing is sent yet.
    pub fn new(settings: AppSettings) -> Result<Self, EgressError> {
        let wire = wire(&settings, &settings.token_url)?;
        wire.trusted("token endpoint", &settings.token_url)?;
        Ok(Self(Arc::new(Inner { settings, wire })))
    }

    /// How it was declared.
    pub fn settings(&self) -> &AppSettings {
        &self.0.settings
    }

    /// Which client it is, and where it asks: 16 hex digits, others where that is changed.
    pub fn mark(&self) -> String {
        let settings = self.settings();
        let text = format!("{}\n{}", settings.client_id, settings.token_url);
        hex(&sha256(text.as_bytes())[..8])
    }

    /// Its host, as a person is told it.
    pub fn host(&self) -> String {
        let url = reqwest::Url::parse(&self.settings().authorization_url);
        url.map_or_else(|_| host_of(self.0.wire.home()), |url| host_of(&url))
    }

    pub(super) fn wire(&self, url: &str) -> Result<Wire, EgressError> {
        wire(&self.0.settings, url)
    }

    pub(super) fn own(&self) -> Own<'_> {
        let settings = self.settings();
        let secret = settings.client_secret.as_ref().and_then(SecretBytes::expose_str);
        let by = match (secret, settings.in_form) {
            (None, _) => Method::None,
            (Some(_), true) => Method::Post,
            (Some(_), false) => Method::Basic,
        };
        Own { id: &settings.client_id, secret, by }
    }

    /// Asks for tokens.
    pub(super) async fn fetch(&self, mut pairs: Vec<(&str, &str)>) -> Result<Tokens, Denied> {
        if let Some(audience) = &self.settings().audience {
            pairs.push(("audience", audience));
        }
        let wire = &self.0.wire;
        grant::fetch(wire, wire.home(), pairs, &self.own()).await.map(Tokens::from)
    }

    /// New tokens for the one for renewal, which may be good no more then: it is to be used once. Whoever calls does so in a
    /// task that nobody drops.
    pub async fn renew(&self, refresh_token: &str) -> Result<Tokens, NotRenewed> {
        let pairs = vec![("grant_type", "refresh_token"), ("refresh_token", refresh_token)];
        self.fetch(pairs).await.map_err(|Denied { code, error }| match code.as_deref() {
            // The first is the standard's; others have words of their own.
            Some(
                "invalid_grant"
                | "bad_refresh_token"
                | "invalid_refresh_token"
                | "token_revoked"
                | "token_expired"
                | "expired_token",
            ) => NotRenewed::Spent(error),
            _ => NotRenewed::Other(error),
        })
    }

    /// Begins a login that comes back to `redirect_uri`. Nothing is sent.
    pub fn begin(&self, redirect_uri: &str) -> Result<AppLogin, EgressError> {
        let settings = self.settings();
        let proof = Proof::new().map_err(|fault| self.failed(fault.to_string()))?;
        settings.redactor.add("code_verifier", &SecretBytes::from(proof.verifier.as_str()));
        let mut url = self.0.wire.trusted("authorization endpoint", &settings.authorization_url)?;
        proof.ask(&mut url, &settings.client_id, redirect_uri, &settings.scopes);
        for (name, value) in settings
            .audience
            .iter()
            .map(|audience| ("audience", audience))
            .chain(settings.parameters.iter().map(|(name, value)| (name.as_str(), value)))
        {
            url.query_pairs_mut().append_pair(name, value);
        }
        let (url, redirect_uri) = (url.to_string(), redirect_uri.to_owned());
        Ok(AppLogin { app: self.clone(), url, proof, redirect_uri })
    }

    /// Begins a login on another device.
    pub async fn device(&self) -> Result<DeviceLogin, EgressError> {
        DeviceLogin::begin(self.clone()).await
    }

    /// Whose the tokens are, where the formation says who knows; nothing where that one does not say.
    pub async fn identity(&self, tokens: &Tokens) -> Result<Option<String>, EgressError> {
        let settings = self.settings();
        let Some(url) = &settings.identity_url else { return Ok(None) };
        let wire = self.wire(url)?;
        wire.trusted("identity endpoint", url)?;
        let (status, body) = wire.as_bearer(&tokens.access_token).await?;
        if !status.is_success() {
            let what = "to say whose the token is";
            return Err(wire.refused_but(wire.home(), what, status, &body, &[&tokens.access_token]));
        }
        let answer: Value = serde_json::from_slice(&body)
            .map_err(|_| wire.garbage(wire.home(), "the question whose the token is"))?;
        let name = match &settings.identity_field {
            Some(path) => text_at(&answer, path),
            None => NAMES.iter().find_map(|name| text_at(&answer, name)),
        };
        Ok(name)
    }

    pub(super) fn failed(&self, why: String) -> EgressError {
        EgressError::SignIn { host: self.host(), why }
    }
}

/// A client for one address of the service, with what that may reach.
fn wire(settings: &AppSettings, url: &str) -> Result<Wire, EgressError> {
    let reach = Reach::new(url, settings.allowed_addresses.iter().map(String::as_str))?;
    Wire::new(url, reach, &settings.redactor, Arc::new(SystemResolver))
}

fn text_at(answer: &Value, path: &str) -> Option<String> {
    let found = path.split('.').try_fold(answer, |at, name| at.get(name))?;
    match found {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl AppLogin {
    /// The address to open in a browser. It holds the state of this login, which is of no use without what stays here.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether the browser comes back from this login, and not from another one or from nowhere.
    pub fn is_ours(&self, callback: &Callback) -> bool {
        self.proof.fits(callback)
    }

    /// Makes tokens of what the browser came back with.
    pub async fn finish(&self, callback: &Callback) -> Result<Tokens, EgressError> {
        let app = &self.app;
        if !self.is_ours(callback) {
            return Err(app.failed("is not what the browser came back from: the state is another".to_owned()));
        }
        if let Some(error) = &callback.error {
            let why = said(&app.settings().redactor, error.as_bytes());
            return Err(app.failed(format!("does not agree: {why}")));
        }
        let nothing = || app.failed("was answered for without a code".to_owned());
        let code = callback.code.as_ref().ok_or_else(nothing)?;
        app.settings().redactor.add("code", &SecretBytes::from(code.as_str()));
        let pairs = vec![
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("code_verifier", self.proof.verifier.as_str()),
        ];
        app.fetch(pairs).await.map_err(|denied| denied.error)
    }
}
