//! Who may call: a signature of a key that is known, fresh, never seen before, and allowed to do what is asked.
//!
//! Every refusal is a [`Denied`] with a code. A key that is not known and a signature that does not fit are the same refusal
//! after the same work. What else is wrong is told only to those whose signature fits, but for the clock: a client knows its
//! own.

mod keys;
mod replay;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;

use crate::crypto::bound;
use crate::crypto::hash::sha256;
use crate::crypto::rng;
use crate::remote::sign::{Dialect, Presented, Received};
use crate::server::config::{Key, Level};
use crate::support::clock::Clock;

pub use keys::{Keys, OnFault};
pub use replay::{FILE as REPLAY, Replay};

/// What stands before all that is signed.
pub struct Gate {
    keys: Keys,
    replay: Arc<Replay>,
    clock: Clock,
    /// How far clocks may be apart, in seconds.
    window: u64,
    /// The names under which this server is called; any where there is none.
    names: Vec<String>,
    /// What a key that is not known is compared with.
    nobody: [u8; 64],
}

/// A request, as far as its signature goes.
#[derive(Clone, Copy, Debug)]
pub struct Call<'c> {
    /// The method.
    pub method: &'c str,
    /// The target as it came.
    pub target: &'c str,
    /// The host as it came.
    pub host: &'c str,
    /// Nobody between the client and us can read or change it: this machine without a proxy, or TLS of ours.
    pub private: bool,
    /// Whether there is a body.
    pub has_body: bool,
    /// What it takes to do this.
    pub level: Level,
    /// The formation that it is about.
    pub formation: Option<&'c str>,
}

impl Call<'_> {
    /// Whether it only looks.
    fn reads(&self) -> bool {
        matches!(self.method, "GET" | "HEAD")
    }
}

/// Somebody who may.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// The key.
    pub key: Arc<Key>,
    /// What it signed.
    pub presented: Presented,
}

/// Somebody who may not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Denied {
    /// Why, for programs.
    pub code: &'static str,
    /// Why, in words.
    pub message: String,
    /// Whose signature it was, where it fits.
    pub key_id: Option<String>,
    /// Nobody's fault but ours: it could not be found out.
    pub ours: bool,
}

impl Denied {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), key_id: None, ours: false }
    }

    pub(super) fn of(key: &Key, code: &'static str, message: impl Into<String>) -> Self {
        Self { key_id: Some(key.id.clone()), ..Self::new(code, message) }
    }
}

impl Gate {
    /// A gate for these keys; `names` are those under which the server is called, if others are to be refused.
    pub fn new(keys: Keys, replay: Replay, clock: Clock, window: u64, names: Vec<String>) -> Self {
        let nobody = rng::array().expect("a running system has random numbers");
        Self { keys, replay: Arc::new(replay), clock, window, names, nobody }
    }

    /// The keys that count now.
    pub fn keys(&self) -> Arc<[Arc<Key>]> {
        self.keys.now()
    }

    /// What a request brings, if it can be a signature of now, sent to us. Nothing of it is believed yet.
    pub fn look(&self, headers: &HeaderMap, host: &str) -> Result<Presented, Denied> {
        let presented = Presented::of(headers).map_err(|error| {
            let code = error.code();
            let hint = if code == "not_signed" { ": see `muxi sign`" } else { "" };
            Denied::new(code, format!("{error}{hint}"))
        })?;
        self.in_time(&presented)?;
        let bare = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
        let bare = bare.map_or(host, |(name, _)| name).trim_matches(['[', ']']);
        if !self.names.is_empty() && !self.names.iter().any(|name| name.eq_ignore_ascii_case(bare)) {
            return Err(Denied::new("wrong_host", "the request is for another server"));
        }
        Ok(presented)
    }

    /// For how long a signature can still count, the window at most.
    pub fn left(&self, presented: &Presented) -> Duration {
        let over = Duration::from_secs(presented.timestamp.saturating_add(self.window + 1));
        let now = Duration::from_millis(self.clock.now_millis());
        over.saturating_sub(now).min(Duration::from_secs(self.window))
    }

    /// How far clocks may be apart, in seconds.
    pub fn window(&self) -> u64 {
        self.window
    }

    fn in_time(&self, presented: &Presented) -> Result<(), Denied> {
        presented.within(self.clock.now_secs(), self.window).map_err(|off| {
            let way = if off.ahead > 0 { "ahead of" } else { "behind" };
            let message = format!("{off}: the clock of the client is {way} that of the server");
            Denied::new("clock_skew", message)
        })
    }

    /// Lets somebody in, or not. A documented signature is over the body, so its digest has to be there; the others can be
    /// judged before any of it is read.
    pub async fn admit(
        &self,
        call: &Call<'_>,
        presented: Presented,
        content_sha256: Option<[u8; 32]>,
    ) -> Result<Admitted, Denied> {
        let key = self.signer(call, &presented, content_sha256)?;
        // A body may have come in between, for as long as it liked: nothing is remembered longer than the window.
        self.in_time(&presented).map_err(|denied| Denied { key_id: Some(key.id.clone()), ..denied })?;
        let now = self.clock.now_secs();
        if !key.takes(presented.dialect) {
            let message = format!(
                "the key may not sign in the dialect {}: it may in {}",
                presented.dialect,
                key.dialect_names().join(", ")
            );
            return Err(Denied::of(&key, "dialect_not_allowed", message));
        }
        if key.expires.is_some_and(|expires| expires <= now) {
            return Err(Denied::of(&key, "key_expired", "the key has expired"));
        }
        if presented.dialect == Dialect::Legacy && call.has_body && !call.private {
            let message = "the legacy dialect does not sign the body: over this connection, sign it with v2 or documented";
            return Err(Denied::of(&key, "legacy_body", message));
        }
        if !key.covers(call.level, call.formation) {
            let what = call.formation.map(|id| format!(":{id}")).unwrap_or_default();
            let message = format!("the key has not the scope {}{what}", call.level.as_str());
            return Err(Denied::of(&key, "scope", message));
        }
        self.first(call, &key, &presented, now).await?;
        Ok(Admitted { key, presented })
    }

    /// The key whose signature it is.
    fn signer(
        &self,
        call: &Call<'_>,
        presented: &Presented,
        content_sha256: Option<[u8; 32]>,
    ) -> Result<Arc<Key>, Denied> {
        let keys = self.keys.now();
        let key = keys.iter().find(|key| key.id == presented.key_id);
        let received = Received { method: call.method, target: call.target, host: call.host, content_sha256 };
        let secret = key.map_or(&self.nobody[..], |key| key.secret.expose());
        let fits = presented
            .fits(secret, &received)
            .map_err(|error| Denied::new("bad_request", error.to_string()))?;
        match key.filter(|_| fits) {
            Some(key) => Ok(Arc::clone(key)),
            None => Err(Denied::new(
                "bad_signature",
                "the key is not known, or the signature does not fit the request",
            )),
        }
    }

    /// Remembers that it came, unless it came before.
    async fn first(&self, call: &Call<'_>, key: &Key, presented: &Presented, now: u64) -> Result<(), Denied> {
        let token = match (&presented.nonce, call.reads()) {
            (Some(nonce), _) => bound(&[b"nonce", key.id.as_bytes(), nonce]),
            (None, true) => return Ok(()),
            (None, false) => bound(&[b"mac", key.id.as_bytes(), &presented.mac]),
        };
        let (replay, token, until) =
            (Arc::clone(&self.replay), sha256(&token), presented.timestamp + self.window);
        let inserted = tokio::task::spawn_blocking(move || replay.insert(&token, until, now)).await;
        match inserted {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(Denied::of(key, "replayed", "this very request came before: sign it anew")),
            _ => {
                let message = "it cannot be told whether the request came before: the server's disk fails";
                Err(Denied { ours: true, ..Denied::of(key, "replay_unknown", message) })
            }
        }
    }
}
