//! Tokens for the formation itself (`grant: client_credentials`).

use std::sync::Arc;

use super::client::{Held, OAuth, Wanted, YOUNG};
use super::file::{Kept, Record};
use super::grant::{self, NotGiven};
use super::metadata::discover;
use super::{register, union};
use crate::runtime::egress::error::EgressError;

/// So many scopes are named in an error.
const SHOWN: usize = 10;

impl OAuth {
    /// Tokens for the formation itself. They stay in memory: another process asks for its own.
    pub(super) async fn as_itself(&self, wanted: &Wanted) -> Result<Arc<Held>, EgressError> {
        let settings = &self.0.settings;
        let before = self.held();
        let young = |held: &Held| settings.clock.now_secs().saturating_sub(held.obtained_at) < YOUNG;
        let host = || self.0.wire.home().host_str().unwrap_or_default().to_owned();
        let mut scopes = match wanted {
            Wanted::Fresh => Vec::new(),
            Wanted::Other(held) if young(held) => {
                return Err(EgressError::SignIn {
                    host: host(),
                    why: "does not take the token that was given for it".to_owned(),
                });
            }
            Wanted::Other(held) => held.scopes.clone(),
            Wanted::More(held, more) => {
                self.may_have(more)?;
                let mut all = held.scopes.clone();
                union(&mut all, more);
                if all.len() == held.scopes.len() {
                    return Err(EgressError::Forbidden {
                        host: host(),
                        said: format!("the scopes {} are not enough", all.join(" ")),
                    });
                }
                all
            }
        };
        let found = discover(&self.0.wire, &self.0.settings).await?;
        union(&mut scopes, &settings.scopes);
        if settings.scopes.is_empty() {
            union(&mut scopes, &found.scopes);
        }
        if let Some(held) = before.filter(|_| matches!(wanted, Wanted::Fresh)) {
            union(&mut scopes, &held.scopes);
        }
        let id = settings.client_id.as_deref().unwrap_or_default();
        let mut record = Record {
            client: register::declared(settings, id, &found.issuer),
            token_endpoint: found.issuer.token_endpoint.clone(),
            resource: found.resource,
            ..Record::default()
        };
        let grant = grant::Grant::Own(&scopes);
        grant::ask(settings, &self.0.wire, &mut record, grant, &scopes).await.map_err(NotGiven::error)?;
        // What was asked for counts too: a server that gives less would be asked for it each time.
        union(&mut record.scopes, &scopes);
        let kept = Kept { issuer: found.issuer.issuer, record };
        self.adopt(&kept)
            .ok_or_else(|| EgressError::SignIn { host: host(), why: "gives no token".to_owned() })
    }

    /// The formation says what it is let in for: no server gets that to be more.
    fn may_have(&self, scopes: &[String]) -> Result<(), EgressError> {
        let settings = &self.0.settings;
        let lacking = scopes.iter().filter(|one| !settings.scopes.contains(one)).map(String::as_str);
        let lacking: Vec<&str> = lacking.take(SHOWN).collect();
        if settings.scopes.is_empty() || lacking.is_empty() {
            return Ok(());
        }
        let said = format!("it wants scopes that `auth.scopes` does not list: {}", lacking.join(" "));
        let said = settings.redactor.redact(&said).into_owned();
        Err(EgressError::Forbidden {
            host: self.0.wire.home().host_str().unwrap_or_default().to_owned(),
            said,
        })
    }
}
