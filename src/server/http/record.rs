//! What the audit hears: each change before it and behind it, each refusal.

use std::sync::Arc;

use serde_json::Value;

use super::Server;
use super::answer::Refused;
use crate::audit::{Actor, Class, Event, KeyKind, Outcome, Recorder};
use crate::runtime::http::{Garbled, OnGarbled};
use axum::http::{Method, StatusCode};

/// The longest text of a request that is recorded.
const SHOWN: usize = 200;

/// A request in a line, as long as it is shown.
pub(super) fn shown(method: &Method, target: &str) -> String {
    format!("{method} {target}").chars().take(SHOWN).collect()
}

/// Hears of connections over which no request came, and has it recorded.
pub fn on_garbled(recorder: Recorder) -> OnGarbled {
    Arc::new(move |peer, what| {
        let code = match what {
            Garbled::Handshake => "bad_handshake",
            Garbled::Message => "bad_message",
        };
        let event = Event::new(Class::Network, "server.refuse", "connection", peer.ip().to_string())
            .by(Actor::new(KeyKind::None, None))
            .ended(Outcome::Denied)
            .with("code", code);
        recorder.record(event.bounded());
    })
}

impl Server {
    /// A request was turned away: by whose key, if one fits, and why.
    pub(super) fn refused(&self, refused: &Refused, request: &str) {
        let key_id = refused.key_id.clone();
        let kind = if key_id.is_some() { KeyKind::Server } else { KeyKind::None };
        let event = Event::new(Class::Authentication, "server.refuse", "route", request)
            .by(Actor::new(kind, key_id))
            .ended(Outcome::Denied)
            .with("code", refused.reason.as_str())
            .with("status", refused.status.as_u16());
        // Anybody can knock as often as they like.
        self.recorder.record(event.bounded());
    }

    /// Something is about to be done: on the disk when this returns, and not to be done where that cannot be.
    pub(super) async fn begun(&self, event: &Event) -> Result<(), Refused> {
        let recorded = self.recorder.commit(event.clone().ended(Outcome::Begun)).await;
        recorded.map_err(|error| {
            let message = format!("it was not done, as it cannot be recorded: {error}");
            Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "audit_failed", message)
        })
    }

    /// It has ended; `failure` is why it failed.
    pub(super) async fn ended(&self, event: Event, failure: Option<(String, Value)>) {
        let event = match failure {
            None => event.ended(Outcome::Done),
            Some((code, what)) => event.ended(Outcome::Failed).with("code", code).with("what", what),
        };
        // Where it cannot be written now it is tried again, and `begun` is there.
        if self.recorder.commit(event.clone()).await.is_err() {
            self.recorder.record(event);
        }
    }
}

/// An event of this key, about this formation or path.
pub(super) fn event(action: &'static str, key_id: &str, what: &str) -> Event {
    let class = if action == "formation.download" { Class::Data } else { Class::Lifecycle };
    Event::new(class, action, "formation", what).by(Actor::new(KeyKind::Server, Some(key_id.to_owned())))
}
