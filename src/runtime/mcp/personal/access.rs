//! A user's credentials for a server, opened anew for each call; and the record of their use.

use std::sync::Arc;

use crate::audit::{Actor, Class, Event, KeyKind, Outcome, Recorder};
use crate::credentials::{Content, Service};
use crate::runtime::credentials::{Account, Asker, Chosen, CredentialError, Found, Keeper, Wanting};
use crate::runtime::mcp::McpError;
use crate::runtime::principal::Principal;
use crate::support::clock::Clock;

/// The most accounts for which one call is made.
const MOST_ACCOUNTS: usize = 16;

/// Where users' credentials are.
#[derive(Clone)]
pub struct Access {
    /// Who keeps them.
    pub keeper: Arc<Keeper>,
    /// Who records that they are used, if anybody does.
    pub audit: Option<Recorder>,
}

/// A credential of the user who asks.
pub(super) struct Granted {
    pub(super) service: Service,
    pub(super) account: Account,
    pub(super) content: Content,
}

impl Access {
    /// What `asker` has for each of `needs`: once, or once for each account where all are meant.
    pub(super) async fn grants(
        &self,
        asker: &Asker,
        needs: &[Service],
        server: &str,
        clock: &Clock,
    ) -> Result<Vec<Vec<Arc<Granted>>>, McpError> {
        let mut all: Vec<Vec<Arc<Granted>>> = vec![Vec::new()];
        for service in needs {
            let of = self.of_service(asker, service, server, clock.now_millis()).await?;
            let each = |before: Vec<Arc<Granted>>| {
                of.iter()
                    .map(move |one| before.iter().cloned().chain([Arc::clone(one)]).collect())
                    .collect::<Vec<_>>()
            };
            all = all.into_iter().flat_map(each).take(MOST_ACCOUNTS).collect();
        }
        Ok(all)
    }

    async fn of_service(
        &self,
        asker: &Asker,
        service: &Service,
        server: &str,
        now: u64,
    ) -> Result<Vec<Arc<Granted>>, McpError> {
        let wanted = || {
            let (service, server) = (service.clone(), server.to_owned());
            McpError::Wants(Box::new(Wanting::Credential { service, server }))
        };
        let refused = |error: CredentialError| {
            self.refused(asker.who(), server, service, error.code());
            if matches!(error, CredentialError::LoginNeeded { .. }) {
                return wanted();
            }
            let hint = error.hint().map(str::to_owned);
            McpError::Credential { code: error.code(), what: error.to_string(), hint }
        };
        let resolve = |account: Option<String>| async move {
            self.keeper.resolve(asker.who(), service, account.as_deref()).await
        };
        let named: Vec<Option<String>> = match asker.chosen(service) {
            Chosen::None => vec![None],
            Chosen::One(account) => vec![Some(account.clone())],
            Chosen::All => {
                let listing = self.keeper.list(asker.who()).await.map_err(refused)?;
                let of = listing.accounts.into_iter().filter(|one| one.service == *service);
                let all: Vec<_> = of.map(|one| Some(one.account)).collect();
                if all.is_empty() { vec![None] } else { all }
            }
        };
        let mut found = Vec::with_capacity(named.len());
        for account in named {
            let mut got = resolve(account.clone()).await.map_err(refused)?;
            if matches!(got, Found::None) && account.is_some() {
                // The one that was chosen is gone: whatever is there now is asked about.
                got = resolve(None).await.map_err(refused)?;
            }
            let (account, content) = match got {
                Found::One(account, content) => (*account, content),
                Found::None => {
                    self.refused(asker.who(), server, service, "missing");
                    return Err(wanted());
                }
                Found::Several(accounts) => {
                    let accounts = accounts.into_iter().map(|one| one.account).collect();
                    let (service, server) = (service.clone(), server.to_owned());
                    return Err(McpError::Wants(Box::new(Wanting::Choice { service, server, accounts })));
                }
            };
            if let Some(fault) = account.fault {
                self.refused(asker.who(), server, service, "CREDENTIAL_TAMPERED");
                return Err(McpError::Credential { code: "CREDENTIAL_TAMPERED", what: fault, hint: None });
            }
            if account.expires_at.is_some_and(|at| at <= now) {
                self.refused(asker.who(), server, service, "expired");
                return Err(wanted());
            }
            found.push(Arc::new(Granted { service: service.clone(), account, content }));
        }
        Ok(found)
    }

    /// A connection is opened with these.
    pub(super) fn used(&self, who: &Principal, server: &str, granted: &[Arc<Granted>]) {
        for one in granted {
            let id = one.account.id.as_str();
            self.record(event(who, server, &one.service).with("credential_id", id));
        }
    }

    /// Something was not done, for this reason.
    pub(super) fn refused(&self, who: &Principal, server: &str, service: &Service, why: &str) {
        self.record(event(who, server, service).ended(Outcome::Denied).with("why", why).bounded());
    }

    fn record(&self, event: Event) {
        if let Some(recorder) = &self.audit {
            recorder.record(event);
        }
    }
}

/// What is done for a user. Names of accounts are the user's, and a record cannot be erased.
fn event(who: &Principal, server: &str, service: &Service) -> Event {
    Event::new(Class::Credential, "credential.use", "user_credential", who.user())
        .by(Actor::new(KeyKind::Process, Some(who.user().to_owned())))
        .with("user", who.user())
        .with("service", service.as_str())
        .with("server", server)
}
