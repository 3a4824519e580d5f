//! A login on another device (RFC 8628): the user types a code in there, and we ask until that is done.

use std::time::Duration;

use reqwest::Url;
use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use super::app::{App, Tokens};
use super::grant::{Denied, life};
use super::wire::error_of;
use crate::runtime::egress::error::EgressError;

/// The grant's name.
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// How often is asked where nobody says, in seconds; and what a service that is asked too often wants more.
const INTERVAL: u64 = 5;
/// The least and the most of it.
const BOUNDS: (u64, u64) = (1, 60);
/// The longest code that a person types, in bytes.
const CODE: usize = 64;
/// The longest time that a code is believed to be good, in seconds.
const LIFE: u64 = 3600;

#[derive(Deserialize)]
struct Given {
    device_code: Zeroizing<String>,
    user_code: String,
    #[serde(alias = "verification_url")]
    verification_uri: String,
    #[serde(default, alias = "verification_url_complete")]
    verification_uri_complete: Option<String>,
    #[serde(default)]
    expires_in: Value,
    #[serde(default)]
    interval: Value,
}

/// A login that waits for its user. Dropping it gives it up; nothing is kept of it.
pub struct DeviceLogin {
    app: App,
    given: Given,
    place: Url,
    interval: u64,
}

impl DeviceLogin {
    pub(super) async fn begin(app: App) -> Result<Self, EgressError> {
        let settings = app.settings();
        let Some(url) = &settings.device_authorization_url else {
            return Err(app.failed("has no `device_authorization_url` in the formation".to_owned()));
        };
        let wire = app.wire(url)?;
        wire.trusted("device authorization endpoint", url)?;
        let scope = settings.scopes.join(" ");
        let mut pairs = Vec::new();
        if !scope.is_empty() {
            pairs.push(("scope", scope.as_str()));
        }
        if let Some(audience) = &settings.audience {
            pairs.push(("audience", audience.as_str()));
        }
        let own = app.own();
        // Who asks is in the form, whatever else says it (RFC 8628, 3.1).
        if own.by == super::register::Method::Basic {
            pairs.push(("client_id", own.id));
        }
        let (status, body) = wire.form(wire.home(), pairs, &own).await?;
        if !status.is_success() || error_of(&body).is_some() {
            return Err(wire.refused(wire.home(), "to give a code for another device", status, &body));
        }
        let odd = || wire.garbage(wire.home(), "the question for a code for another device");
        let given: Given = serde_json::from_slice(&body).map_err(|_| odd())?;
        let shown = given.user_code.chars().all(|c| c.is_ascii_graphic() || c == ' ');
        if given.device_code.is_empty()
            || given.user_code.is_empty()
            || given.user_code.len() > CODE
            || !shown
        {
            return Err(odd());
        }
        let place = wire.trusted("page for the code", &given.verification_uri)?;
        let interval = life(&given.interval).unwrap_or(INTERVAL).clamp(BOUNDS.0, BOUNDS.1);
        Ok(Self { app, given, place, interval })
    }

    /// What the user types in.
    pub fn code(&self) -> &str {
        &self.given.user_code
    }

    /// Where.
    pub fn place(&self) -> &str {
        self.place.as_str()
    }

    /// The same with the code in it, where the service has such a page.
    pub fn place_with_code(&self) -> Option<String> {
        let text = self.given.verification_uri_complete.as_ref()?;
        let url = Url::parse(text).ok()?;
        // Somewhere else would be a trap.
        (url.origin() == self.place.origin()).then(|| url.to_string())
    }

    /// How long the code is good.
    pub fn life(&self) -> Duration {
        // None says 0 and means it.
        Duration::from_secs(life(&self.given.expires_in).filter(|life| *life > 0).unwrap_or(LIFE).min(LIFE))
    }

    /// How long to wait before it is asked again.
    pub fn interval(&self) -> Duration {
        Duration::from_secs(self.interval)
    }

    /// Asks once. None where the user has not agreed yet.
    pub async fn ask(&mut self) -> Result<Option<Tokens>, EgressError> {
        let pairs = vec![("grant_type", GRANT), ("device_code", self.given.device_code.as_str())];
        let Denied { code, error } = match self.app.fetch(pairs).await {
            Ok(tokens) => return Ok(Some(tokens)),
            Err(denied) => denied,
        };
        let slower = match code.as_deref() {
            Some("authorization_pending") => self.interval,
            Some("slow_down") => self.interval + INTERVAL,
            // It is asked more slowly where it cannot be reached (RFC 8628, 3.5).
            None if is_passing(&error) => self.interval * 2,
            Some("expired_token") => {
                return Err(self.app.failed("waited for the code until that had ended".to_owned()));
            }
            Some("access_denied") => {
                return Err(self.app.failed("was told by its user not to agree".to_owned()));
            }
            _ => return Err(error),
        };
        self.interval = slower.min(BOUNDS.1);
        Ok(None)
    }
}

/// Whether it may be another way in a moment.
fn is_passing(error: &EgressError) -> bool {
    match error {
        EgressError::Unreachable { .. } | EgressError::Timeout { .. } | EgressError::RateLimited { .. } => {
            true
        }
        EgressError::Status { status, .. } => *status >= 500 || *status == 429,
        _ => false,
    }
}
