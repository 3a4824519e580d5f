//! Opens, checks and changes what users keep.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{OwnedMutexGuard, broadcast, watch};
use tokio::time::timeout;

use super::flight::Renewals;
use super::heads::{Head, Heads, MOST_TURNS};
use super::ring_file::LOCK_WAIT;
use super::{Change, CredentialError, CredentialRows, MAX_CREDENTIALS, RingFile, Row, Rows};
use crate::audit::{self, AuditError};
use crate::credentials::{Content, Counted, Kind, Place, Service, Vault};
use crate::runtime::principal::Principal;
use crate::support::clock::Clock;
use crate::support::fs::{Lock, Stamp};
use crate::support::redact::Redactor;

/// How often a change is tried where others change the same user's.
const TRIES: u32 = 8;
/// So many that have ended are told to who hears of them late.
const MOST_ENDED: usize = 1024;

/// A credential as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// `cred_` and 21 characters.
    pub id: String,
    /// What it is for.
    pub service: Service,
    /// Which of the user's accounts there.
    pub account: String,
    /// How often it was set.
    pub version: u64,
    /// Whether it is used where nobody chooses.
    pub chosen: bool,
    /// Milliseconds since the Unix epoch.
    pub created_at: u64,
    /// Milliseconds since the Unix epoch.
    pub updated_at: u64,
    /// Milliseconds since the Unix epoch; none where nobody said.
    pub expires_at: Option<u64>,
    /// What the value looks like, and its kind; none where it was not opened.
    pub shown: Option<(String, Kind)>,
    /// Why it cannot be used.
    pub fault: Option<String>,
    /// Whether it has what it is renewed with.
    pub renews: bool,
    /// Whether its user has to log in anew.
    pub needs_login: bool,
}

impl Account {
    /// One that is not kept yet.
    pub(in crate::runtime) fn candidate(service: Service) -> Self {
        Self::of(&Row::new(service, String::new(), 0))
    }

    pub(super) fn of(row: &Row) -> Self {
        Self {
            id: row.id.clone(),
            service: row.service.clone(),
            account: row.account.clone(),
            version: row.sealed.version,
            chosen: row.chosen,
            created_at: row.created_at,
            updated_at: row.updated_at,
            expires_at: row.expires_at,
            shown: None,
            fault: None,
            renews: false,
            needs_login: false,
        }
    }
}

/// What a user has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// By service and account.
    pub accounts: Vec<Account>,
    /// Why none of them can be used: some were taken away, put back or put in, or there is no key.
    pub fault: Option<String>,
    /// The [`CredentialError::code`] of that.
    pub code: Option<&'static str>,
    /// Its [`CredentialError::advice`].
    pub advice: Option<String>,
}

/// What there is of a service for a user.
#[derive(Debug)]
pub enum Found {
    /// Nothing.
    None,
    /// The one to use.
    One(Box<Account>, Content),
    /// Several, and none is chosen.
    Several(Vec<Account>),
}

/// What a change came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The credential.
    pub account: Account,
    /// Whether there was none of this name before.
    pub is_new: bool,
    /// For the record of it.
    pub head: Head,
}

/// A credential that was deleted, or got another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Whose.
    pub who: Principal,
    /// Its id.
    pub id: String,
    /// The version that it has now; none where it was deleted.
    pub now: Option<u64>,
}

/// The lock of the keys. Of one process, one waits for it at a time.
pub struct Held {
    lock: Lock,
    _turn: OwnedMutexGuard<()>,
}

impl Deref for Held {
    type Target = Lock;

    fn deref(&self) -> &Lock {
        &self.lock
    }
}

/// What is to be put in the place of what is there.
pub(super) struct Plan<T> {
    pub(super) put: Vec<Row>,
    pub(super) drop: Vec<String>,
    pub(super) answer: T,
}

/// The credentials of a formation's users.
pub struct Keeper {
    pub(super) store: Arc<dyn CredentialRows>,
    pub(super) ring: RingFile,
    pub(super) clock: Clock,
    pub(super) redactor: Redactor,
    pub(super) heads: Heads,
    pub(super) renewals: Renewals,
    /// The audit, which knows how far users' tallies have come, and how far it was read.
    audit: Option<Mutex<audit::Follow>>,
    vault: Mutex<OpenVault>,
    /// Counts what was changed here.
    pub(super) changes: watch::Sender<u64>,
    /// Tells what has ended here.
    pub(super) ended: broadcast::Sender<Ended>,
    /// Whose turn it is to wait for the lock of the keys: each that waits for it takes a thread.
    turn: Arc<tokio::sync::Mutex<()>>,
}

/// A row, and what is in it.
pub(super) struct Opened {
    pub(super) row: Row,
    pub(super) account: Account,
    pub(super) content: Content,
}

/// The open vault, and which file it was.
type OpenVault = Option<(Arc<Vault>, Option<Stamp>)>;

impl Keeper {
    /// Of the users of `store`. Nothing is opened yet.
    pub fn new(store: Arc<dyn CredentialRows>, ring: RingFile, clock: Clock, redactor: Redactor) -> Self {
        let (heads, renewals) = (Heads::default(), Renewals::default());
        let (changes, ended) = (watch::Sender::new(0), broadcast::Sender::new(MOST_ENDED));
        let (audit, vault, turn) = (None, Mutex::default(), Arc::default());
        Self { store, ring, clock, redactor, heads, renewals, audit, vault, changes, ended, turn }
    }

    /// The same, renewing tokens before they end.
    #[must_use]
    pub fn renewing(self, renewals: Renewals) -> Self {
        Self { renewals, ..self }
    }

    /// The same, which looks into the audit before anything else: what was recorded there, a store that was put back does not
    /// have.
    #[must_use]
    pub fn recorded_at(self, audit: audit::Place) -> Self {
        Self { audit: Some(Mutex::new(Heads::follow(audit))), ..self }
    }

    /// Reads what the audit knows, other processes' records too. The first time may take a moment, and is of use before
    /// anybody asks; then only what has come since is read.
    pub async fn ready(self: &Arc<Self>) -> Result<(), CredentialError> {
        if self.audit.is_none() {
            return Ok(());
        }
        let keeper = self.clone();
        in_a_thread(move || keeper.catch_up().map_err(CredentialError::Audit)).await
    }

    fn catch_up(&self) -> Result<(), AuditError> {
        let Some(audit) = &self.audit else { return Ok(()) };
        let news = audit.lock().unwrap_or_else(PoisonError::into_inner).news()?;
        for entry in &news {
            self.heads.hear_of(entry);
        }
        Ok(())
    }

    /// Hears of each change that is made in this process.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Hears of each credential that is deleted or gets another value in this process.
    pub fn ended(&self) -> broadcast::Receiver<Ended> {
        self.ended.subscribe()
    }

    /// The ids of what the user has, as the store says. Nothing is opened, and nothing looked through.
    pub async fn ids(&self, who: &Principal) -> Result<Vec<String>, CredentialError> {
        Ok(self.store.credentials(who).await?.rows.into_iter().map(|row| row.id).collect())
    }

    /// The services for which the user has anything, as the store says. Nothing is opened, and nothing looked through.
    pub async fn services(&self, who: &Principal) -> Result<HashSet<Service>, CredentialError> {
        Ok(self.store.credentials(who).await?.rows.into_iter().map(|row| row.service).collect())
    }

    /// The users that have or had credentials, by id after `after`; at most `limit`.
    pub async fn users(&self, after: &str, limit: u32) -> Result<Vec<Principal>, CredentialError> {
        Ok(self.store.credential_users(after, limit).await?)
    }

    /// The versions and ends (in milliseconds) of what the user has, by id. Nothing is opened.
    pub async fn current(
        self: &Arc<Self>,
        who: &Principal,
    ) -> Result<HashMap<String, (u64, Option<u64>)>, CredentialError> {
        let rows = self.verified(who).await?.rows.into_iter();
        Ok(rows.map(|row| (row.id, (row.sealed.version, row.expires_at))).collect())
    }

    /// The vault; none where nobody has ever kept anything.
    pub(super) fn vault(&self) -> Result<Option<Arc<Vault>>, CredentialError> {
        self.vault_with(None)
    }

    /// The vault, where it was opened before. No file is read.
    pub(super) fn opened_vault(&self) -> Option<Arc<Vault>> {
        let opened = self.vault.lock().unwrap_or_else(PoisonError::into_inner);
        opened.as_ref().map(|(vault, _)| vault.clone())
    }

    pub(super) fn vault_with(&self, held: Option<&Lock>) -> Result<Option<Arc<Vault>>, CredentialError> {
        let mut opened = self.vault.lock().unwrap_or_else(PoisonError::into_inner);
        // Before it is opened: what changes meanwhile is another file then.
        let print = self.ring.print();
        if let Some((vault, of)) = &*opened
            && print.is_some()
            && *of == print
        {
            return Ok(Some(vault.clone()));
        }
        let Some(vault) = self.ring.open(held)? else { return Ok(None) };
        let vault = Arc::new(vault);
        *opened = Some((vault.clone(), print));
        Ok(Some(vault))
    }

    /// The vault to seal with, made where nobody keeps anything yet.
    fn vault_or_make(&self, held: &Lock) -> Result<Arc<Vault>, CredentialError> {
        self.ring.make(held, self.clock.now_millis())?;
        self.vault_with(Some(held))?.ok_or_else(|| self.ring.gone())
    }

    /// Refuses where there are credentials and the file of their keys is gone: a new one would open none of them.
    pub(super) async fn not_gone(&self) -> Result<(), CredentialError> {
        if self.ring.print().is_some() || self.store.credential_users("", 1).await?.is_empty() {
            return Ok(());
        }
        Err(self.ring.gone())
    }

    /// Reads what the user has and does `work` with it, all in one trip to where a key may be derived. What is known from
    /// elsewhere comes before the rows: what is known then, they must have.
    pub(super) async fn with_rows<T: Send + 'static>(
        self: &Arc<Self>,
        who: &Principal,
        work: impl FnOnce(&Self, Option<&Head>, Rows) -> Result<T, CredentialError> + Send + 'static,
    ) -> Result<T, CredentialError> {
        let (keeper, who, runtime) = (self.clone(), who.clone(), Handle::current());
        in_a_thread(move || {
            keeper.catch_up().map_err(CredentialError::Audit)?;
            let head = keeper.heads.of(who.user());
            // The store reads in threads of its own, which wait for nobody.
            let rows = runtime.block_on(keeper.store.credentials(&who))?;
            work(&keeper, head.as_ref(), rows)
        })
        .await
    }

    /// The same where it is as it was kept: nothing taken away, put back or put in. `work` is told the user's id.
    pub(super) async fn verified_and<T: Send + 'static>(
        self: &Arc<Self>,
        who: &Principal,
        work: impl FnOnce(&Self, &str, Rows) -> Result<T, CredentialError> + Send + 'static,
    ) -> Result<T, CredentialError> {
        let user = who.user().to_owned();
        self.with_rows(who, move |keeper, head, rows| {
            keeper.verify(&user, head, &rows)?;
            work(keeper, &user, rows)
        })
        .await
    }

    /// What the user has, as it was kept.
    pub(super) async fn verified(self: &Arc<Self>, who: &Principal) -> Result<Rows, CredentialError> {
        self.verified_and(who, |_, _, rows| Ok(rows)).await
    }

    /// Refuses rows of the user that are not as they were kept. May derive a key.
    pub(super) fn verify(&self, user: &str, head: Option<&Head>, rows: &Rows) -> Result<(), CredentialError> {
        let tampered = |what: String| CredentialError::Tampered { user: user.to_owned(), what };
        if let Some(what) = Heads::fault(head, rows) {
            return Err(tampered(what));
        }
        let Some(tally) = &rows.tally else {
            return match rows.rows.len() {
                0 => Ok(()),
                count => Err(tampered(format!("{count} are there that nobody kept"))),
            };
        };
        let vault = self.vault()?.ok_or_else(|| self.ring.gone())?;
        let counted: Vec<Counted<'_>> = rows.rows.iter().map(Row::counted).collect();
        match vault.fits(user, tally, &counted) {
            Ok(true) => {}
            Ok(false) => {
                return Err(tampered("some were taken away, put back, put in or changed".to_owned()));
            }
            Err(fault) => return Err(tampered(format!("their count: {fault}"))),
        }
        self.heads.hear(user, Head::of(tally));
        Ok(())
    }

    /// A row that was opened, as it may be shown. When it ends is what is sealed.
    pub(super) fn shown(row: &Row, content: &Content) -> Account {
        let expires_at = content.expires_at().map(|at| at.saturating_mul(1000));
        let other = expires_at != row.expires_at;
        Account {
            shown: Some((content.preview(), content.kind())),
            expires_at,
            renews: content.refresh_token().is_some() && !content.needs_login(),
            needs_login: content.needs_login(),
            fault: other.then(|| "when it ends was changed in the store".to_owned()),
            ..Account::of(row)
        }
    }

    /// Opens one of the user's rows.
    pub(super) fn unseal(vault: &Vault, user: &str, row: &Row) -> Result<Content, CredentialError> {
        let place = place(user, row);
        let failed = |fault| CredentialError::Sealed { id: row.id.clone(), fault };
        vault.unseal(&place, &row.sealed).map_err(failed)
    }

    /// The row with what is in it. May derive a key.
    pub(super) fn opened(&self, user: &str, row: Row) -> Result<Opened, CredentialError> {
        let vault = self.vault()?.ok_or_else(|| self.ring.gone())?;
        let content = Self::unseal(&vault, user, &row)?;
        Ok(Opened { account: Self::shown(&row, &content), row, content })
    }

    /// Changes what the user has by `plan`, which sees what is there; on the disk when it returns. Where somebody else changes
    /// it at the same time, it is planned again.
    pub(super) async fn change<T: Send + 'static>(
        self: &Arc<Self>,
        who: &Principal,
        plan: impl Fn(&Vault, &Rows) -> Result<Plan<T>, CredentialError> + Send + Sync + 'static,
    ) -> Result<(T, Head), CredentialError> {
        self.not_gone().await?;
        let plan = Arc::new(plan);
        for _ in 0..TRIES {
            // Before anything is read, so that of many at once each gets its turn.
            let lock = self.held().await?;
            let rows = self.verified(who).await?;
            let (plan, whose, known) = (plan.clone(), who.clone(), self.heads.of(who.user()));
            let work = move |vault: &Vault| {
                let Plan { put, drop, answer } = plan(vault, &rows)?;
                let change = counted(vault, whose, &rows, known.as_ref(), put, drop)?;
                Ok((vec![change], answer))
            };
            if let Some((changes, answer)) = self.made(lock, work).await?
                && let Some(change) = changes.into_iter().next()
                && let Some(tally) = &change.tally
            {
                let head = Head::of(tally);
                self.forget_renewals(change.drop).await;
                return Ok((answer, head));
            }
        }
        Err(CredentialError::Busy)
    }

    /// The lock of the keys, with which the vault is opened.
    async fn held(self: &Arc<Self>) -> Result<Held, CredentialError> {
        let (held, keeper) = (self.locked().await?, self.clone());
        in_a_thread(move || keeper.vault_with(Some(&held)).map(|_| held)).await
    }

    /// The lock of the keys, for what needs no vault.
    pub(super) async fn locked(self: &Arc<Self>) -> Result<Held, CredentialError> {
        let turn = timeout(LOCK_WAIT, self.turn.clone().lock_owned()).await;
        let (turn, keeper) = (turn.map_err(|_| CredentialError::Busy)?, self.clone());
        in_a_thread(move || Ok(Held { lock: keeper.ring.lock()?, _turn: turn })).await
    }

    /// Plans changes and makes them, with the lock of the keys: none of those goes meanwhile. None where somebody else changed
    /// something since it was read.
    async fn made<T: Send + 'static>(
        self: &Arc<Self>,
        held: Held,
        work: impl FnOnce(&Vault) -> Result<(Vec<Change>, T), CredentialError> + Send + 'static,
    ) -> Result<Option<(Vec<Change>, T)>, CredentialError> {
        let keeper = self.clone();
        let (held, changes, answer) = in_a_thread(move || {
            let vault = keeper.vault_or_make(&held)?;
            let (changes, answer) = work(&vault)?;
            Ok((held, changes, answer))
        })
        .await?;
        let done = self.store.change_credentials(changes.clone()).await?;
        drop(held);
        if !done {
            return Ok(None);
        }
        for change in &changes {
            if let Some(tally) = &change.tally {
                self.heads.hear(change.who.user(), Head::of(tally));
            }
        }
        self.changes.send_modify(|count| *count += 1);
        Ok(Some((changes, answer)))
    }
}

/// The change with the tally of what is there after it.
pub(super) fn counted(
    vault: &Vault,
    who: Principal,
    rows: &Rows,
    known: Option<&Head>,
    put: Vec<Row>,
    drop: Vec<String>,
) -> Result<Change, CredentialError> {
    let from = rows.tally.as_ref().map_or(0, |tally| tally.turn);
    let stays =
        rows.rows.iter().filter(|row| !drop.contains(&row.id) && put.iter().all(|new| new.id != row.id));
    let counted: Vec<Counted<'_>> = stays.chain(&put).map(Row::counted).collect();
    if counted.len() > MAX_CREDENTIALS {
        return Err(CredentialError::TooMany);
    }
    let failed = |fault| CredentialError::Sealed { id: "(count)".to_owned(), fault };
    let turn = from.max(known.map_or(0, |head| head.turn)).min(MOST_TURNS) + 1;
    let tally = vault.tally(who.user(), turn, &counted).map_err(failed)?;
    Ok(Change { who, from, put, drop, tally: Some(tally) })
}

/// Where a row belongs.
pub(super) fn place(user: &str, row: &Row) -> Place {
    Place {
        user: user.to_owned(),
        service: row.service.clone(),
        account: row.account.clone(),
        id: row.id.clone(),
    }
}

/// Work that did not come to its end. What a panic says may hold what it was about.
pub(in crate::runtime) fn ended_early() -> CredentialError {
    CredentialError::Keys("the work ended before its time".to_owned())
}

/// Does what may derive a key, which takes some 20 ms, where no turn waits behind it.
pub(super) async fn in_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CredentialError> + Send + 'static,
) -> Result<T, CredentialError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(ended_early()))
}
