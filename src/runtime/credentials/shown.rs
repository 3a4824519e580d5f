//! Credentials as they are shown: everything but the value.

use serde_json::{Value, json};

use super::{Account, Keeper, Listing};
use crate::support::clock::rfc3339;

/// How long before its end a credential is said to end soon, in milliseconds.
const SOON: u64 = 7 * 86_400_000;

impl Account {
    /// As the API and `--json` show it.
    pub fn to_json(&self) -> Value {
        json!({
            "credential_id": self.id,
            "service": self.service.as_str(),
            "name": self.account,
            "kind": self.shown.as_ref().map(|(_, kind)| kind.as_str()),
            "credential_preview": self.shown.as_ref().map(|(preview, _)| preview),
            "default": self.chosen,
            "created_at": rfc3339(self.created_at),
            "updated_at": rfc3339(self.updated_at),
            "expires_at": self.expires_at.map(rfc3339),
            "renews": self.renews,
        })
    }
}

impl Listing {
    /// How one of them is, in a word: `ok`, `expiring` (7 days), `expired`, `login_needed`, `locked` (no key), `tampered`.
    /// `now` is in milliseconds.
    pub fn status(&self, keeper: &Keeper, one: &Account, now: u64) -> &'static str {
        match one.expires_at {
            _ if one.fault.is_some() => "tampered",
            _ if one.shown.is_none() => "locked",
            _ if self.fault.is_some() => "tampered",
            _ if one.needs_login => "login_needed",
            // Its end is nobody's concern.
            _ if one.renews && keeper.can_renew(&one.service) => "ok",
            Some(at) if at <= now => "expired",
            Some(at) if at <= now + SOON => "expiring",
            _ => "ok",
        }
    }

    /// One of them with how it is.
    pub fn one_to_json(&self, keeper: &Keeper, one: &Account, now: u64) -> Value {
        let mut data = one.to_json();
        data["status"] = self.status(keeper, one, now).into();
        data["fault"] = one.fault.clone().into();
        data
    }
}
