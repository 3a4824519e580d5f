//! What the audit hears: each change before it and behind it, each refusal.

use serde_json::Value;

use super::Server;
use super::answer::Refused;
use crate::audit::{Actor, Class, Event, KeyKind, Outcome};
use crate::server::auth::Denied;
use axum::http::StatusCode;

/// The longest text of a request that is recorded.
const SHOWN: usize = 200;

impl Server {
    /// Somebody was not let in.
    pub(super) fn denied(&self, denied: &Denied, method: &str, target: &str) {
        let shown: String = format!("{method} {target}").chars().take(SHOWN).collect();
        let event = Event::new(Class::Authentication, "server.refuse", "route", shown)
            .by(Actor::new(
                if denied.key_id.is_some() { KeyKind::Server } else { KeyKind::None },
                denied.key_id.clone(),
            ))
            .ended(Outcome::Denied)
            .with("code", denied.code);
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
    pub(super) async fn ended(&self, event: Event, failure: Option<(&str, Value)>) {
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
