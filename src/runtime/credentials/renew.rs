//! Tokens that are renewed before they end: once, however many want them at the same time, in how many processes.
//!
//! A token for renewal is good once at many services, and whoever sends it twice loses the login. So one task of one process
//! asks for a credential at a time, whatever becomes of its callers, and what it is given is on the disk before anybody has it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use zeroize::Zeroizing;

use super::apps::Apps;
use super::desk::sealed;
use super::heads::Head;
use super::keeper::{Account, Keeper, Plan, in_a_thread};
use super::{CredentialError, Row};
use crate::credentials::{Content, Kind, Service};
use crate::crypto::mac;
use crate::runtime::egress::{App, NotRenewed, Tokens};
use crate::runtime::principal::Principal;

/// So long before its end a token is renewed, in seconds, or a tenth of its life where that is less.
const BEFORE: u64 = 60;
/// A token that is good still is not tried to be renewed again for so long, in seconds.
const PAUSE: u64 = 30;
/// So many credentials are remembered of which one was to be renewed lately.
const MOST: usize = 1024;

/// Who records a renewal. Called before the new tokens are used; may write to the disk.
pub type Told = Arc<dyn Fn(&Renewal) -> Result<(), String> + Send + Sync>;

/// A credential that was renewed, or is not renewed any more.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// Whose.
    pub who: Principal,
    /// What it is for.
    pub service: Service,
    /// Its id.
    pub id: String,
    /// How far the count of the user's has come.
    pub head: Head,
    /// The service refused: a login is needed.
    pub refused: bool,
}

/// What renews users' tokens.
#[derive(Default)]
pub struct Renewals {
    apps: Apps,
    told: Option<Told>,
    flights: Mutex<HashMap<String, Arc<Flight>>>,
}

impl Renewals {
    /// By these clients; `told` hears of each renewal.
    pub fn new(apps: Apps, told: Option<Told>) -> Self {
        Self { apps, told, flights: Mutex::default() }
    }

    /// The formation's clients.
    pub fn apps(&self) -> &Apps {
        &self.apps
    }

    fn flight(&self, id: &str) -> Arc<Flight> {
        let mut all = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            // What is waited for, or was not kept, stays.
            all.retain(|_, flight| Arc::strong_count(flight) > 1 || flight.holds());
        }
        all.entry(id.to_owned()).or_default().clone()
    }
}

/// The renewals of one credential, in this process.
#[derive(Default)]
struct Flight {
    alone: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// How often it was tried.
    tries: u64,
    /// When the last try failed, in seconds since the Unix epoch, and why.
    failed: Option<(u64, String)>,
    /// What was given for a token for renewal, and could not be kept yet.
    unkept: Option<(Zeroizing<String>, Content)>,
}

impl Flight {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn holds(&self) -> bool {
        self.state().unkept.is_some()
    }

    /// What was given for this token before, and is not kept yet.
    fn unkept(&self, token: &str) -> Option<Content> {
        let state = self.state();
        let (for_token, content) = state.unkept.as_ref()?;
        mac::equal(for_token.as_bytes(), token.as_bytes()).then(|| content.clone())
    }
}

/// What is to be done with a credential before it is used.
enum Due {
    Nothing,
    Renewal,
    Login(&'static str),
}

impl Keeper {
    /// Whether the formation has a client for the service, with which its tokens are renewed.
    pub fn can_renew(&self, service: &Service) -> bool {
        matches!(self.renewals.apps.of(service), Ok(Some(_)))
    }

    /// The formation's clients where users log in.
    pub fn apps(&self) -> &Apps {
        self.renewals.apps()
    }

    /// A row, opened and good to be used.
    pub(super) async fn usable(
        self: &Arc<Self>,
        who: &Principal,
        row: Row,
    ) -> Result<(Account, Content), CredentialError> {
        let (account, content) = self.opened(who, row.clone()).await?;
        match self.due(&row, &content) {
            Due::Nothing => Ok((account, content)),
            Due::Login(why) => Err(login_needed(&row, why)),
            Due::Renewal => {
                // A caller that leaves must not lose what is given.
                let (keeper, who) = (self.clone(), who.clone());
                let task = tokio::spawn(async move { keeper.renewed(&who, &row).await });
                task.await.unwrap_or_else(|error| Err(CredentialError::Keys(error.to_string())))
            }
        }
    }

    fn due(&self, row: &Row, content: &Content) -> Due {
        if content.kind() != Kind::Oauth2 {
            return Due::Nothing;
        }
        if content.needs_login() {
            return Due::Login("the service does not renew it any more");
        }
        let Some(end) = content.expires_at() else { return Due::Nothing };
        let now = self.clock.now_secs();
        let app = self.renewals.apps.of(&row.service);
        match (content.refresh_token(), app) {
            (None, _) if now >= end => Due::Login("it has ended, and has nothing to be renewed with"),
            (Some(_), Ok(None)) if now >= end => Due::Login(
                "it has ended, and the formation has no client for the service in `user_credentials.oauth`",
            ),
            (None, _) | (_, Ok(None)) => Due::Nothing,
            (Some(_), _) => {
                let life = end.saturating_sub(row.updated_at / 1000);
                if now >= end.saturating_sub(BEFORE.min(life / 10)) { Due::Renewal } else { Due::Nothing }
            }
        }
    }

    /// Renews it, alone. Whoever waited for that meanwhile gets the same.
    async fn renewed(
        self: &Arc<Self>,
        who: &Principal,
        row: &Row,
    ) -> Result<(Account, Content), CredentialError> {
        let flight = self.renewals.flight(&row.id);
        let before = flight.state().tries;
        let _alone = flight.alone.lock().await;
        // In another process too; a state that cannot be written to keeps nothing new.
        let (keeper, id) = (self.clone(), row.id.clone());
        let held = in_a_thread(move || keeper.ring.lock_renewal(&id)).await;
        let rows = self.verified(who).await?;
        let found = rows.rows.into_iter().find(|one| one.id == row.id);
        let row = found.ok_or_else(|| CredentialError::NotFound(row.id.clone()))?;
        let (account, content) = self.opened(who, row.clone()).await?;
        match self.due(&row, &content) {
            Due::Nothing => return Ok((account, content)),
            Due::Login(why) => return Err(login_needed(&row, why)),
            Due::Renewal => {}
        }
        let good = content.expires_at().is_some_and(|end| self.clock.now_secs() < end);
        let failed = |why: String| {
            let (service, account) = (row.service.to_string(), row.account.clone());
            CredentialError::NotRenewed { service, account, why }
        };
        let lately = {
            let state = flight.state();
            let now = self.clock.now_secs();
            let fits =
                |(at, _): &&(u64, String)| state.tries > before || (good && now < at.saturating_add(PAUSE));
            state.failed.as_ref().filter(fits).map(|(_, why)| why.clone())
        };
        let done = match (lately, held) {
            (Some(why), _) => Err(failed(why)),
            (None, Err(error)) => Err(error),
            (None, Ok(held)) => {
                let done = self.renew(who, &flight, &row, &content).await;
                drop(held);
                let mut state = flight.state();
                state.tries += 1;
                state.failed = match &done {
                    Err(CredentialError::NotRenewed { why, .. }) => {
                        Some((self.clock.now_secs(), why.clone()))
                    }
                    _ => None,
                };
                done
            }
        };
        match done {
            // It is tried again a little later.
            Err(error) if good && may_pass(&error) => Ok((account, content)),
            done => done,
        }
    }

    async fn renew(
        self: &Arc<Self>,
        who: &Principal,
        flight: &Flight,
        row: &Row,
        content: &Content,
    ) -> Result<(Account, Content), CredentialError> {
        let failed = |why: String| {
            let (service, account) = (row.service.to_string(), row.account.clone());
            CredentialError::NotRenewed { service, account, why }
        };
        let token = Zeroizing::new(content.refresh_token().unwrap_or_default().to_owned());
        let new = match flight.unkept(&token) {
            Some(new) => new,
            None => match self.asked(&row.service, &token).await? {
                Ok(tokens) => self.content_of(tokens, content.clone()).map_err(CredentialError::Content)?,
                Err(NotRenewed::Spent(_)) => content.clone().ended(),
                Err(NotRenewed::Other(error)) => return Err(failed(error.to_string())),
            },
        };
        flight.state().unkept = Some((token.clone(), new.clone()));
        let (account, content, head) = self.keep_renewed(who, row, token, new).await?;
        flight.state().unkept = None;
        let refused = content.needs_login();
        if let Some(told) = self.renewals.told.clone() {
            let (service, id) = (row.service.clone(), row.id.clone());
            let renewal = Renewal { who: who.clone(), service, id, head, refused };
            in_a_thread(move || told(&renewal).map_err(CredentialError::Unrecorded)).await?;
        }
        if refused {
            return Err(login_needed(row, "the service does not renew it any more"));
        }
        Ok((account, content))
    }

    async fn asked(
        &self,
        service: &Service,
        token: &str,
    ) -> Result<Result<Tokens, NotRenewed>, CredentialError> {
        let none =
            || CredentialError::Client { service: service.to_string(), why: "is not there".to_owned() };
        let app: &App = self.renewals.apps.of(service)?.ok_or_else(none)?;
        Ok(app.renew(token).await)
    }

    /// The content with new tokens in the place of the old ones. One for renewal that is not replaced goes on being good
    /// (RFC 6749, 6).
    fn content_of(&self, tokens: Tokens, old: Content) -> Result<Content, crate::credentials::ContentError> {
        tokens_into(old, tokens, self.clock.now_secs())
    }

    /// Puts the renewed content in the place of what was renewed; where somebody has logged in meanwhile, that stays.
    async fn keep_renewed(
        self: &Arc<Self>,
        who: &Principal,
        row: &Row,
        token: Zeroizing<String>,
        new: Content,
    ) -> Result<(Account, Content, Head), CredentialError> {
        let (now, user, id) = (self.clock.now_millis(), who.user().to_owned(), row.id.clone());
        let plan = move |vault: &crate::credentials::Vault, rows: &super::Rows| {
            let found = rows.rows.iter().find(|one| one.id == id);
            let row = found.ok_or_else(|| CredentialError::NotFound(id.clone()))?;
            let there = Self::unseal(vault, &user, row)?;
            if there.refresh_token() != Some(token.as_str()) {
                return Ok(Plan {
                    put: Vec::new(),
                    drop: Vec::new(),
                    answer: (Self::shown(row, &there), there),
                });
            }
            let row = sealed(vault, &user, Row { updated_at: now, ..row.clone() }, &new)?;
            let answer = (Self::shown(&row, &new), new.clone());
            Ok(Plan { put: vec![row], drop: Vec::new(), answer })
        };
        let ((account, content), head) = self.change(who, plan).await?;
        Ok((account, content, head))
    }
}

/// `old` with the tokens in it, that were given at `now`, in seconds since the Unix epoch.
pub fn tokens_into(
    old: Content,
    tokens: Tokens,
    now: u64,
) -> Result<Content, crate::credentials::ContentError> {
    let expires_at = tokens.expires_in.map(|life| now.saturating_add(life));
    let text = |text: String| Zeroizing::new(text);
    let fields = [
        ("access_token", Some(tokens.access_token)),
        ("refresh_token", tokens.refresh_token),
        ("token_type", tokens.token_type.map(text)),
        ("scope", tokens.scope.map(text)),
    ];
    let fields = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Ok(old.with(fields)?.expiring(expires_at))
}

/// Whether a token that is good still may be used in spite of it.
fn may_pass(error: &CredentialError) -> bool {
    use CredentialError as E;
    matches!(error, E::NotRenewed { .. } | E::Client { .. } | E::File(_) | E::Store(_) | E::Busy)
}

fn login_needed(row: &Row, why: &str) -> CredentialError {
    let (service, account) = (row.service.to_string(), row.account.clone());
    CredentialError::LoginNeeded { service, account, why: why.to_owned() }
}
