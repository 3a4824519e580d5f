//! Tokens that are renewed before they end: once, however many want them at the same time, in how many processes.
//!
//! A token for renewal is good once at many services, and whoever sends it twice loses the login. So one task of one process
//! asks for a credential at a time, whatever becomes of its callers, and what it is given is on the disk before anybody has it.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout, timeout_at};
use zeroize::Zeroizing;

use super::apps::Apps;
use super::desk::sealed;
use super::flight::{Flight, Renewal, Step, Unkept};
use super::heads::Head;
use super::keeper::{Account, Keeper, Opened, Plan, ended_early, in_a_thread};
use super::pending::Pending;
use super::{CredentialError, Row};
use crate::credentials::{Content, ContentError, Kind, Service, Vault};
use crate::runtime::egress::{App, NotRenewed, Tokens};
use crate::runtime::principal::Principal;
use crate::support::fs::Lock;

/// So long before its end a token is renewed, in seconds, or a tenth of its life where that is less.
const BEFORE: u64 = 60;
/// So long a token is good that nobody knows the end of, in seconds.
const UNKNOWN: u64 = 3600;
/// So long somebody waits for a renewal whose token is good still; it goes on without that one.
const PATIENCE: Duration = Duration::from_secs(5);
/// So long somebody waits for others who renew, in another process or at the same service.
const OTHERS: Duration = Duration::from_mins(1);
/// How often is looked whether they have ended.
const LOOK: Duration = Duration::from_millis(50);

/// What says in old fields when a token ended.
const ENDS: [&str; 4] = ["expiry", "expires_at", "expires", "expires_in"];

/// What is to be done with a credential before it is used.
enum Due {
    Nothing,
    Renewal,
    Login(&'static str),
}

/// The new one; none where the old one is to be used.
type Renewed = Result<Option<(Account, Content)>, CredentialError>;

impl Keeper {
    /// Whether the formation has a client for the service, with which its tokens are renewed.
    pub fn can_renew(&self, service: &Service) -> bool {
        matches!(self.renewals.apps().of(service), Ok(Some(_)))
    }

    /// The formation's clients where users log in.
    pub fn apps(&self) -> &Apps {
        self.renewals.apps()
    }

    /// Returns when nothing is being renewed, or after `most`: whoever ends the process before may lose what is given.
    pub async fn settled(&self, most: Duration) {
        self.renewals.settled(most).await;
    }

    /// What was opened, good to be used.
    pub(super) async fn usable(
        self: &Arc<Self>,
        who: &Principal,
        opened: Opened,
    ) -> Result<(Account, Content), CredentialError> {
        let Opened { row, account, content } = opened;
        match self.due(&row, &content) {
            Due::Nothing => return Ok((account, content)),
            Due::Login(why) => return Err(login_needed(&row, why)),
            Due::Renewal => {}
        }
        // A caller that leaves must not lose what is given.
        let (keeper, who, end) = (self.clone(), who.clone(), content.expires_at());
        let running = self.renewals.begin();
        let task = tokio::spawn(async move {
            let _running = running;
            keeper.renewed(&who, &row, end).await
        });
        let done = if self.is_good(end) {
            match timeout(PATIENCE, task).await {
                Ok(done) => done,
                Err(_) => return Ok((account, content)),
            }
        } else {
            task.await
        };
        let done = done.unwrap_or_else(|_| Err(ended_early()))?;
        Ok(done.unwrap_or((account, content)))
    }

    /// Whether a token of that end may be used.
    fn is_good(&self, end: Option<u64>) -> bool {
        end.is_none_or(|end| self.clock.now_secs() < end)
    }

    fn due(&self, row: &Row, content: &Content) -> Due {
        if content.kind() != Kind::Oauth2 {
            return Due::Nothing;
        }
        let end = content.expires_at();
        let ended = |why| if self.is_good(end) { Due::Nothing } else { Due::Login(why) };
        if content.refresh_token().is_none() {
            return ended("it has ended, and has nothing to be renewed with");
        }
        match self.renewals.apps().of(&row.service) {
            Ok(None) => {
                return ended(
                    "it has ended, and the formation has no client for the service in `user_credentials.oauth`",
                );
            }
            Ok(Some(app)) if content.is_ended_for(&app.mark()) => {
                return ended("the service does not renew it any more");
            }
            _ => {}
        }
        let made = row.updated_at / 1000;
        let begins = match end {
            Some(end) => end.saturating_sub(BEFORE.min(end.saturating_sub(made) / 10)),
            None => made.saturating_add(UNKNOWN),
        };
        if self.clock.now_secs() >= begins { Due::Renewal } else { Due::Nothing }
    }

    /// Renews what ends at `end`, alone. Whoever waited for that meanwhile gets the same.
    async fn renewed(self: &Arc<Self>, who: &Principal, row: &Row, end: Option<u64>) -> Renewed {
        let flight = self.renewals.flight(&row.id);
        let before = flight.tries();
        let _alone = flight.alone.lock().await;
        let (good, now) = (self.is_good(end), self.clock.now_secs());
        let done = if let Some(why) = flight.lately(before, now, good) {
            Err(not_renewed(row, why))
        } else {
            let done = self.by_one(who, &flight, row, good).await;
            let failed = done.as_ref().err().map(|error| match error {
                CredentialError::NotRenewed { why, .. } => (why.clone(), true),
                error => (error.to_string(), false),
            });
            flight.tried(now, failed);
            done
        };
        match done {
            // It is tried again a little later.
            Err(error) if self.is_good(end) && may_pass(&error) => Ok(None),
            done => done,
        }
    }

    /// Renews it as the only one in all processes. While it is good, nobody is waited for.
    async fn by_one(self: &Arc<Self>, who: &Principal, flight: &Flight, row: &Row, good: bool) -> Renewed {
        let gate = self.renewals.gate(&row.service);
        let until = Instant::now() + if good { Duration::ZERO } else { OTHERS };
        let many = || not_renewed(row, "too many others are renewed there".to_owned());
        let Ok(Ok(_permit)) = timeout_at(until, gate.acquire_owned()).await else {
            return if good { Ok(None) } else { Err(many()) };
        };
        let mine = flight.state().unkept.as_mut().and_then(|unkept| unkept.held.take());
        let held = match mine {
            Some(held) => held,
            None => match self.lock_until(row, until).await? {
                Some(held) => held,
                None if good => return Ok(None),
                None => return Err(not_renewed(row, "another process is about it".to_owned())),
            },
        };
        let done = self.renew(who, flight, &row.id).await;
        if let Some(unkept) = &mut flight.state().unkept {
            unkept.held = Some(held);
        }
        done.map(Some)
    }

    /// The lock of its renewal; none where another process holds it all the time.
    async fn lock_until(
        self: &Arc<Self>,
        row: &Row,
        until: Instant,
    ) -> Result<Option<Lock>, CredentialError> {
        loop {
            let (keeper, id) = (self.clone(), row.id.clone());
            let held = in_a_thread(move || keeper.ring.lock_renewal(&id)).await?;
            if held.is_some() || Instant::now() >= until {
                return Ok(held);
            }
            // Not in a thread: those are for who goes on.
            sleep(LOOK).await;
        }
    }

    /// The row as it is now.
    async fn as_it_is(self: &Arc<Self>, who: &Principal, id: &str) -> Result<Opened, CredentialError> {
        let id = id.to_owned();
        self.verified_and(who, move |keeper, user, rows| {
            let found = rows.rows.into_iter().find(|one| one.id == id);
            keeper.opened(user, found.ok_or(CredentialError::NotFound(id))?)
        })
        .await
    }

    async fn renew(
        self: &Arc<Self>,
        who: &Principal,
        flight: &Flight,
        id: &str,
    ) -> Result<(Account, Content), CredentialError> {
        let pending = Pending::at(self.ring.pending(id));
        let mut there = self.as_it_is(who, id).await.inspect_err(|error| {
            if matches!(error, CredentialError::NotFound(_)) {
                flight.state().unkept = None;
                pending.remove();
            }
        })?;
        if let Some(new) = self.unkept(who, flight, &there.row, &there.content).await? {
            self.taken_over(who, flight, &there.row, &there.content, new).await?;
            there = self.as_it_is(who, id).await?;
        }
        let Opened { row, account, content } = there;
        match self.due(&row, &content) {
            Due::Nothing => Ok((account, content)),
            Due::Login(why) => Err(login_needed(&row, why)),
            Due::Renewal => self.asked(who, flight, &row, content).await,
        }
    }

    /// What was given for the token before, here or to somebody who did not come to keep it.
    async fn unkept(
        self: &Arc<Self>,
        who: &Principal,
        flight: &Flight,
        row: &Row,
        content: &Content,
    ) -> Result<Option<Content>, CredentialError> {
        let Some(token) = content.refresh_token() else { return Ok(None) };
        let found = if let Some(found) = flight.unkept(token) {
            Some(found)
        } else {
            let token = Zeroizing::new(token.to_owned());
            self.with_vault(who, row, move |keeper, vault, user, row| {
                Ok(Pending::at(keeper.ring.pending(&row.id)).given(vault, (user, row), &token))
            })
            .await?
        };
        // Where the token for renewal stays what it is, somebody may have been given later ones.
        let is_newer =
            |new: &Content| new.refresh_token() != Some(token) || new.expires_at() > content.expires_at();
        let found = found.filter(is_newer);
        if found.is_none() {
            flight.state().unkept = None;
        }
        Ok(found)
    }

    /// Keeps what was given, and says so.
    async fn taken_over(
        self: &Arc<Self>,
        who: &Principal,
        flight: &Flight,
        row: &Row,
        content: &Content,
        new: Content,
    ) -> Result<(Account, Content), CredentialError> {
        let token = Zeroizing::new(content.refresh_token().unwrap_or_default().to_owned());
        let refused = new.needs_login();
        let kept = self.keep_renewed(who, row, token, new).await;
        let undone = kept.as_ref().is_err_and(|error| !matches!(error, CredentialError::NotFound(_)));
        if !undone {
            // It is in the store, or the credential is gone.
            flight.state().unkept = None;
            Pending::at(self.ring.pending(&row.id)).remove();
        }
        let (account, content, head) = kept?;
        self.say(who, row, if refused { Step::Refused(head) } else { Step::Renewed(head) }).await?;
        Ok((account, content))
    }

    /// Asks the service, and keeps what it gives. Whatever would keep that from being kept is found before.
    async fn asked(
        self: &Arc<Self>,
        who: &Principal,
        flight: &Flight,
        row: &Row,
        content: Content,
    ) -> Result<(Account, Content), CredentialError> {
        let client =
            |why: &str| CredentialError::Client { service: row.service.to_string(), why: why.to_owned() };
        let app: &App = self.renewals.apps().of(&row.service)?.ok_or_else(|| client("is not there"))?;
        let mut room = self
            .with_vault(who, row, |keeper, _, _, row| Pending::at(keeper.ring.pending(&row.id)).room(row))
            .await?;
        self.say(who, row, Step::Begun).await?;
        let token = Zeroizing::new(content.refresh_token().unwrap_or_default().to_owned());
        let new = match app.renew(&token).await {
            Ok(tokens) => tokens_into(content.clone(), tokens, self.clock.now_secs())
                .map_err(|error| not_renewed(row, error.to_string()))?,
            Err(NotRenewed::Spent(_)) => content.clone().ended(&app.mark()),
            Err(NotRenewed::Other(error)) => {
                Pending::at(self.ring.pending(&row.id)).remove();
                return Err(not_renewed(row, error.to_string()));
            }
        };
        let beside = {
            let (token, new) = (token.clone(), new.clone());
            let work = move |_: &Self, vault: &Vault, user: &str, row: &Row| {
                Pending::keep(&mut room, vault, (user, row), (&token, &new))
            };
            self.with_vault(who, row, work).await
        };
        if beside.is_err() {
            flight.state().unkept = Some(Unkept { token, content: new.clone(), held: None });
        }
        let (account, content) = self.taken_over(who, flight, row, &content, new).await?;
        if content.needs_login() && !self.is_good(content.expires_at()) {
            return Err(login_needed(row, "the service does not renew it any more"));
        }
        Ok((account, content))
    }

    /// Takes away what the credentials of these ids were renewed with and what is not in the store yet: they are gone. Who is
    /// about one of them finds that it is, and does the same.
    pub(super) async fn forget_renewals(self: &Arc<Self>, ids: Vec<String>) {
        if ids.is_empty() {
            return;
        }
        let keeper = self.clone();
        let done = in_a_thread(move || {
            for id in ids {
                let pending = Pending::at(keeper.ring.pending(&id));
                if pending.is_there()
                    && let Some(_held) = keeper.ring.lock_renewal(&id)?
                {
                    pending.remove();
                }
            }
            Ok(())
        });
        // What stays opens for nobody.
        drop(done.await);
    }

    async fn say(self: &Arc<Self>, who: &Principal, row: &Row, step: Step) -> Result<(), CredentialError> {
        let Some(told) = self.renewals.told.clone() else { return Ok(()) };
        let (service, id) = (row.service.clone(), row.id.clone());
        let renewal = Renewal { who: who.clone(), service, id, step };
        in_a_thread(move || told(&renewal).map_err(CredentialError::Unrecorded)).await
    }

    /// Does what needs the vault and the disk.
    async fn with_vault<T: Send + 'static>(
        self: &Arc<Self>,
        who: &Principal,
        row: &Row,
        work: impl FnOnce(&Self, &Vault, &str, &Row) -> Result<T, CredentialError> + Send + 'static,
    ) -> Result<T, CredentialError> {
        let (keeper, user, row) = (self.clone(), who.user().to_owned(), row.clone());
        in_a_thread(move || {
            let vault = keeper.vault()?.ok_or_else(|| keeper.ring.gone())?;
            work(&keeper, &vault, &user, &row)
        })
        .await
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
        let plan = move |vault: &Vault, rows: &super::Rows| {
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

/// `old` with the tokens in it, that were given at `now`, in seconds since the Unix epoch. One for renewal that is not replaced
/// goes on being good (RFC 6749, 6). Where all of it is too much, what stands beside the tokens gives way.
pub fn tokens_into(old: Content, tokens: Tokens, now: u64) -> Result<Content, ContentError> {
    let expires_at = tokens.expires_in.map(|life| now.saturating_add(life));
    let old = old.without(&ENDS);
    let text = |text: String| Zeroizing::new(text);
    let named = |fields: Vec<(&str, Option<Zeroizing<String>>)>| {
        let there = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        there.collect::<Vec<_>>()
    };
    let kept = old.refresh_token().map(|token| text(token.to_owned()));
    let needed = named(vec![
        (old.access_name(), Some(tokens.access_token)),
        ("refresh_token", tokens.refresh_token.or(kept)),
    ]);
    let beside = named(vec![("token_type", tokens.token_type.map(text)), ("scope", tokens.scope.map(text))]);
    let all = needed.iter().chain(&beside).cloned();
    let new = old
        .clone()
        .with(all)
        .or_else(|_| old.without(&["token_type", "scope"]).with(needed.clone()))
        .or_else(|_| Content::of(needed))?;
    Ok(new.expiring(expires_at))
}

/// Whether a token that is good still may be used in spite of it.
fn may_pass(error: &CredentialError) -> bool {
    use CredentialError as E;
    matches!(error, E::NotRenewed { .. } | E::Client { .. } | E::File(_) | E::Store(_) | E::Busy)
}

fn not_renewed(row: &Row, why: String) -> CredentialError {
    CredentialError::NotRenewed { service: row.service.to_string(), account: row.account.clone(), why }
}

fn login_needed(row: &Row, why: &str) -> CredentialError {
    let (service, account) = (row.service.to_string(), row.account.clone());
    CredentialError::LoginNeeded { service, account, why: why.to_owned() }
}
