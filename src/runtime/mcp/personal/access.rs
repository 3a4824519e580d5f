//! A user's credentials for a server, opened anew for each call; and the record of their use.

use std::sync::Arc;

use crate::audit::{Actor, Event, KeyKind, Outcome, Recorder};
use crate::credentials::{Content, Service};
use crate::runtime::credentials::{Account, Asker, Chosen, CredentialError, Found, Keeper, Wanting, record};
use crate::runtime::mcp::McpError;
use crate::runtime::principal::Principal;
use crate::support::clock::Clock;

/// The most accounts for which one call is made.
const MOST_ACCOUNTS: usize = 16;
/// The most that are named of those for which none is made.
const MOST_TOLD: usize = 20;

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

/// What one call is made with, or one call each.
#[derive(Default)]
pub(super) struct Grants {
    /// One credential for each service that is needed.
    pub(super) each: Vec<Vec<Arc<Granted>>>,
    /// The accounts for which no call is made, as there are too many.
    others: Vec<String>,
}

impl Grants {
    /// What is said of the accounts for which no call is made.
    pub(super) fn left_out(&self) -> Option<String> {
        let more = self.others.len().checked_sub(MOST_TOLD).filter(|more| *more > 0);
        let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
        let told = &self.others[..self.others.len().min(MOST_TOLD)];
        (!told.is_empty()).then(|| {
            format!(
                "Not called for {}{more}: one call is made for at most {MOST_ACCOUNTS} accounts. One of these is used \
                 where the user names it.",
                told.join(", ")
            )
        })
    }
}

/// The names of the accounts of one call.
pub(super) fn names(granted: &[Arc<Granted>]) -> String {
    granted.iter().map(|one| one.account.account.as_str()).collect::<Vec<_>>().join(", ")
}

impl Access {
    /// Whether the user has anything for each of `needs`. Nothing is opened, and nothing recorded.
    pub(super) async fn has(&self, who: &Principal, needs: &[Service]) -> bool {
        let Ok(services) = self.keeper.services(who).await else { return false };
        needs.iter().all(|need| services.contains(need))
    }

    /// What `asker` has for each of `needs` of the server: once, or once for each account where all are meant. Whether a
    /// refusal is recorded is said beside the server's id.
    pub(super) async fn grants(
        &self,
        asker: &Asker,
        needs: &[Service],
        (server, told): (&str, bool),
        clock: &Clock,
    ) -> Result<Grants, McpError> {
        let mut all: Vec<Vec<Arc<Granted>>> = vec![Vec::new()];
        let mut others = Vec::new();
        for service in needs {
            let seeking = Seeking { access: self, who: asker.who(), service, server, told };
            let of = seeking.all(asker.chosen(service), clock.now_millis(), &mut others).await?;
            let each = |before: Vec<Arc<Granted>>| {
                of.iter()
                    .map(move |one| before.iter().cloned().chain([Arc::clone(one)]).collect())
                    .collect::<Vec<_>>()
            };
            all = all.into_iter().flat_map(each).collect();
            let over = all.split_off(all.len().min(MOST_ACCOUNTS));
            others.extend(over.iter().map(|one| names(one)));
        }
        Ok(Grants { each: all, others })
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

/// Looks for what a user has for one service of a server.
struct Seeking<'a> {
    access: &'a Access,
    who: &'a Principal,
    service: &'a Service,
    server: &'a str,
    told: bool,
}

impl Seeking<'_> {
    async fn all(
        &self,
        chosen: &Chosen,
        now: u64,
        others: &mut Vec<String>,
    ) -> Result<Vec<Arc<Granted>>, McpError> {
        let keeper = &self.access.keeper;
        let account = match chosen {
            Chosen::All => {
                let found = keeper.resolve_all(self.who, self.service, MOST_ACCOUNTS).await;
                let (found, more) = found.map_err(|error| self.cannot(&error))?;
                others.extend(more);
                if found.is_empty() {
                    return Err(self.nothing("missing"));
                }
                let granted = |(account, content)| self.granted(account, content, now).map(Arc::new);
                return found.into_iter().map(granted).collect();
            }
            Chosen::One(account) => Some(account.as_str()),
            Chosen::None => None,
        };
        let found = keeper.resolve(self.who, self.service, account).await;
        match found.map_err(|error| self.cannot(&error))? {
            Found::One(account, content) => Ok(vec![Arc::new(self.granted(*account, content, now)?)]),
            // Another account than the one that was chosen is not used for it: the user is asked.
            Found::None if account.is_some() => Err(self.choice(self.accounts().await?)),
            Found::None => Err(self.nothing("missing")),
            Found::Several(accounts) => {
                Err(self.choice(accounts.into_iter().map(|one| one.account).collect()))
            }
        }
    }

    fn granted(&self, account: Account, content: Content, now: u64) -> Result<Granted, McpError> {
        if let Some(fault) = account.fault {
            self.refused("CREDENTIAL_TAMPERED");
            return Err(McpError::Credential { code: "CREDENTIAL_TAMPERED", what: fault, hint: None });
        }
        if account.expires_at.is_some_and(|at| at <= now) {
            return Err(self.nothing("expired"));
        }
        Ok(Granted { service: self.service.clone(), account, content })
    }

    async fn accounts(&self) -> Result<Vec<String>, McpError> {
        let listing = self.access.keeper.list(self.who).await.map_err(|error| self.cannot(&error))?;
        let of = listing.accounts.into_iter().filter(|one| one.service == *self.service);
        Ok(of.map(|one| one.account).collect())
    }

    /// The user has to choose one of these; where there is none, to bring one.
    fn choice(&self, accounts: Vec<String>) -> McpError {
        if accounts.is_empty() {
            return self.nothing("missing");
        }
        let (service, server) = (self.service.clone(), self.server.to_owned());
        McpError::Wants(Box::new(Wanting::Choice { service, server, accounts }))
    }

    fn nothing(&self, why: &str) -> McpError {
        self.refused(why);
        let (service, server) = (self.service.clone(), self.server.to_owned());
        McpError::Wants(Box::new(Wanting::Credential { service, server }))
    }

    fn cannot(&self, error: &CredentialError) -> McpError {
        if matches!(error, CredentialError::LoginNeeded { .. }) {
            return self.nothing(error.code());
        }
        self.refused(error.code());
        let hint = error.hint().map(str::to_owned);
        McpError::Credential { code: error.code(), what: error.to_string(), hint }
    }

    fn refused(&self, why: &str) {
        if self.told {
            self.access.refused(self.who, self.server, self.service, why);
        }
    }
}

/// What is done for a user. Names of accounts are the user's, and a record cannot be erased.
fn event(who: &Principal, server: &str, service: &Service) -> Event {
    record::event("credential.use", who)
        .by(Actor::new(KeyKind::Process, Some(who.user().to_owned())))
        .with("service", service.as_str())
        .with("server", server)
}
