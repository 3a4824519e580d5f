//! The tokens of one server: had, renewed, asked for anew.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

use super::file::{FileFault, Kept, Record, TokenFile};
use super::grant::{self, NotGiven};
use super::metadata::{Challenge, is_one};
use super::notice::Seen;
use super::vault::Vault;
use super::wire::Wire;
use super::{blocking, union};
use crate::runtime::egress::error::EgressError;
use crate::runtime::egress::reach::Reach;
use crate::runtime::egress::resolve::{Resolver, SystemResolver};
use crate::support::clock::Clock;
use crate::support::fs::Lock;
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;
use crate::support::text::is_sealed;

/// A token is renewed so long before its end, in seconds, or a quarter of its life where that is less.
const BEFORE: u64 = 60;

/// A token that is refused so soon after it was given, in seconds, is not given anew: the next would be refused too.
pub(super) const YOUNG: u64 = 30;

/// How tokens are come by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grant {
    /// A person logs in, in a browser.
    #[default]
    AuthorizationCode,
    /// The formation is let in as itself.
    ClientCredentials,
}

impl Grant {
    /// `authorization_code`, `client_credentials`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::ClientCredentials => "client_credentials",
        }
    }
}

/// A server that is signed in at by OAuth, as its declaration has it.
pub struct OAuthSettings {
    /// Its id.
    pub server: String,
    /// Where it is; may hold a key.
    pub endpoint: SecretBytes,
    /// How tokens are come by.
    pub grant: Grant,
    /// A client that the authorization server knows.
    pub client_id: Option<String>,
    /// Its secret.
    pub client_secret: Option<SecretBytes>,
    /// Who gives out the tokens; else whoever the server names, which is not told the secret of a client unless it has the
    /// server's own origin.
    pub issuer: Option<String>,
    /// What to ask for; else what the server says.
    pub scopes: Vec<String>,
    /// Where a document about the client is.
    pub client_metadata_url: Option<String>,
    /// Addresses that are not public and yet may be reached.
    pub allowed_addresses: Vec<String>,
    /// Live secret values; hears of every token.
    pub redactor: Redactor,
    /// The time.
    pub clock: Clock,
    /// Where tokens are kept; nobody can log in without.
    pub vault: Option<Vault>,
}

impl OAuthSettings {
    /// Sees to it that a value is never shown.
    pub(super) fn know(&self, what: &str, value: &str) {
        self.redactor.add(&format!("{}.{what}", self.server), &SecretBytes::from(value));
    }

    /// The same for all that is kept of a login.
    pub(super) fn know_all(&self, record: &Record) {
        let known = [
            ("access_token", &record.access_token),
            ("refresh_token", &record.refresh_token),
            ("client_secret", &record.client.secret),
        ];
        for (what, value) in known {
            if let Some(value) = value {
                self.know(what, value);
            }
        }
    }
}

/// How somebody is signed in at a server. No token is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LoginState {
    /// Nobody has looked yet.
    #[default]
    Unknown,
    /// A person has to log in, for this reason.
    Needed(String),
    /// There are tokens.
    Done {
        /// Who gave them out.
        issuer: String,
        /// What they are good for.
        scopes: Vec<String>,
        /// When they end, in seconds since the Unix epoch.
        expires_at: Option<u64>,
        /// Whether they are renewed without anybody.
        renews: bool,
    },
}

/// The tokens of one server. Clones are handles to the same ones.
#[derive(Clone)]
pub struct OAuth(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) settings: OAuthSettings,
    pub(super) wire: Wire,
    pub(super) file: Option<TokenFile>,
    held: RwLock<Option<Arc<Held>>>,
    state: Mutex<LoginState>,
    pub(super) seen: Mutex<Seen>,
    /// Held while tokens are fetched: whoever comes waits for the same ones.
    pub(super) alone: tokio::sync::Mutex<()>,
}

/// A token that requests go with.
#[derive(Clone)]
pub(in crate::runtime::egress) struct Held {
    pub(in crate::runtime::egress) header: HeaderValue,
    token: Zeroizing<String>,
    pub(super) scopes: Vec<String>,
    pub(super) obtained_at: u64,
    renew_at: Option<u64>,
    expires_at: Option<u64>,
}

impl OAuth {
    /// Nothing is sent yet.
    pub fn new(settings: OAuthSettings) -> Result<Self, EgressError> {
        Self::with_resolver(settings, Arc::new(SystemResolver))
    }

    /// The same with another resolver.
    pub fn with_resolver(settings: OAuthSettings, resolver: Arc<dyn Resolver>) -> Result<Self, EgressError> {
        let endpoint = settings.endpoint.expose_str().unwrap_or_default();
        let reach = Reach::new(endpoint, settings.allowed_addresses.iter().map(String::as_str))?;
        let wire = Wire::new(endpoint, reach, &settings.redactor, resolver)?;
        let home = wire.home();
        if !is_sealed(home.scheme(), home.host_str().unwrap_or_default()) {
            let why = "tokens are sent over https only, or on this machine".to_owned();
            return Err(EgressError::BadEndpoint { endpoint: home.origin().ascii_serialization(), why });
        }
        let own_place = settings.vault.clone().filter(|_| settings.grant == Grant::AuthorizationCode);
        let file = own_place.map(|vault| TokenFile::new(vault, &settings.server, endpoint));
        Ok(Self(Arc::new(Inner {
            settings,
            wire,
            file,
            held: RwLock::default(),
            state: Mutex::default(),
            seen: Mutex::default(),
            alone: tokio::sync::Mutex::default(),
        })))
    }

    /// How tokens are come by.
    pub fn grant(&self) -> Grant {
        self.0.settings.grant
    }

    /// The id of the server.
    pub fn server(&self) -> &str {
        &self.0.settings.server
    }

    /// How it stood when it was last looked at.
    pub fn state(&self) -> LoginState {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks at what is kept, and asks nobody.
    pub async fn look(&self) -> LoginState {
        drop(self.kept().await);
        self.state()
    }

    pub(super) fn settings(&self) -> &OAuthSettings {
        &self.0.settings
    }

    pub(super) fn wire(&self) -> &Wire {
        &self.0.wire
    }

    pub(super) fn file(&self) -> Option<&TokenFile> {
        self.0.file.as_ref()
    }

    /// The token for a request now.
    pub(in crate::runtime::egress) async fn bearer(&self) -> Result<Arc<Held>, EgressError> {
        self.notice().await;
        match self.held().filter(|held| self.is_fresh(held)) {
            Some(held) => Ok(held),
            None => self.renewed(Wanted::Fresh).await,
        }
    }

    /// Another token than `refused`, which the server does not take.
    pub(in crate::runtime::egress) async fn instead(
        &self,
        refused: Arc<Held>,
    ) -> Result<Arc<Held>, EgressError> {
        self.renewed(Wanted::Other(refused)).await
    }

    /// A token that is good for more than `held`, for which the server wants what `challenge` says.
    pub(in crate::runtime::egress) async fn with_more(
        &self,
        held: Arc<Held>,
        challenge: Challenge,
    ) -> Result<Arc<Held>, EgressError> {
        self.renewed(Wanted::More(held, challenge.scopes)).await
    }

    /// In a task of its own: a token for renewal is good once, and a caller that leaves must not lose its answer.
    async fn renewed(&self, wanted: Wanted) -> Result<Arc<Held>, EgressError> {
        let this = self.clone();
        let task = tokio::spawn(async move {
            let _alone = this.0.alone.lock().await;
            this.renew(&wanted).await
        });
        task.await.unwrap_or_else(|_| Err(self.needed("it was given up")))
    }

    async fn renew(&self, wanted: &Wanted) -> Result<Arc<Held>, EgressError> {
        if let Some(held) = self.held().filter(|held| self.is_fresh(held) && wanted.is_met_by(held)) {
            return Ok(held);
        }
        if self.grant() == Grant::ClientCredentials {
            let before = self.held().filter(|_| matches!(wanted, Wanted::Fresh));
            return match (self.as_itself(wanted).await, before) {
                (Err(error), Some(held)) => self.while_good(&held, error),
                (got, _) => got,
            };
        }
        let good = |kept: &Kept| {
            let held = self.adopt(kept)?;
            (self.is_fresh(&held) && wanted.is_met_by(&held)).then_some(held)
        };
        // Somebody may have logged in, or renewed them in another process.
        if let Some(held) = self.kept().await?.as_ref().and_then(good) {
            return Ok(held);
        }
        let lock = self.lock().await?;
        let Some(mut kept) = self.kept().await? else {
            return Err(self.needed("nobody has logged in yet"));
        };
        if let Some(held) = good(&kept) {
            return Ok(held);
        }
        if let Wanted::More(_, scopes) = wanted {
            let why = format!("it wants more than the login gave: {}", scopes.join(" "));
            // Each writing is a change for other processes that wait for one.
            if union(&mut kept.record.wanted, scopes) {
                self.write(&kept).await?;
            }
            self.forget();
            return Err(self.needed(&why));
        }
        let held = self.refresh(kept, wanted).await;
        drop(lock);
        held
    }

    async fn refresh(&self, mut kept: Kept, wanted: &Wanted) -> Result<Arc<Held>, EgressError> {
        let young = |held: &Held| self.0.settings.clock.now_secs().saturating_sub(held.obtained_at) < YOUNG;
        let refused = matches!(wanted, Wanted::Other(_));
        if matches!(wanted, Wanted::Other(held) if young(held)) {
            return Err(self.needed("it does not take the token that the login gave"));
        }
        let Some(token) = kept.record.refresh_token.clone() else {
            let why = if refused { "it does not take the token any more" } else { "the login has ended" };
            return Err(self.needed(why));
        };
        let asked = kept.record.scopes.clone();
        let before = self.adopt(&kept);
        let grant = grant::Grant::Refresh(&token);
        let given = grant::ask(&self.0.settings, &self.0.wire, &mut kept.record, grant, &asked).await;
        match given {
            Ok(()) => {
                // They are good though they cannot be kept; the one for renewal is lost at the end.
                drop(self.write(&kept).await);
                self.adopt(&kept).ok_or_else(|| self.needed("the login has ended"))
            }
            Err(NotGiven::Spent(error)) => {
                kept.record.access_token = None;
                kept.record.refresh_token = None;
                self.write(&kept).await?;
                self.forget();
                Err(self.needed(&format!("the login is not renewed: {error}")))
            }
            Err(NotGiven::Other(error)) => match before.filter(|_| matches!(wanted, Wanted::Fresh)) {
                Some(held) => self.while_good(&held, error),
                None => Err(error),
            },
            Err(NotGiven::Unknown(error)) => {
                // The secret of the formation is what has to be mended, and not the login.
                self.forget();
                self.set_state(LoginState::Unknown);
                Err(error)
            }
        }
    }

    /// A token that is not renewed now and good still; it is tried again a little later. Else what went wrong.
    fn while_good(&self, held: &Held, error: EgressError) -> Result<Arc<Held>, EgressError> {
        let now = self.0.settings.clock.now_secs();
        let Some(end) = held.expires_at.filter(|end| now < *end) else { return Err(error) };
        let held = Arc::new(Held { renew_at: Some(end.min(now.saturating_add(YOUNG))), ..held.clone() });
        *self.0.held.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&held));
        Ok(held)
    }

    /// What is in the file; how it stands is known from then on.
    pub(super) async fn kept(&self) -> Result<Option<Kept>, EgressError> {
        let Some(file) = self.0.file.clone() else {
            return match self.grant() {
                Grant::ClientCredentials => Ok(None),
                Grant::AuthorizationCode => Err(self.needed("there is no place to keep tokens in")),
            };
        };
        let (print, read) = blocking(move || (file.print(), file.read())).await;
        let kept = match read {
            Ok(kept) => kept,
            Err(fault) if fault.may_pass() => {
                self.seen().print = print;
                self.forget();
                self.set_state(LoginState::Unknown);
                return Err(EgressError::NotRead {
                    server: self.server().to_owned(),
                    why: fault.to_string(),
                });
            }
            Err(fault) => {
                self.saw(print, None);
                self.forget();
                return Err(self.needed(&fault.to_string()));
            }
        };
        let client = self.0.settings.client_id.as_deref();
        let kept = kept.filter(|kept| client.is_none_or(|id| id == kept.record.client.id));
        let issuer = self.0.settings.issuer.as_deref();
        let kept = kept.filter(|kept| issuer.is_none_or(|issuer| is_one(issuer, &kept.issuer)));
        self.saw(print, kept.as_ref());
        if let Some(kept) = &kept {
            self.0.settings.know_all(&kept.record);
        }
        if kept.as_ref().is_none_or(|kept| kept.record.access_token.is_none()) {
            self.forget();
            let why = if kept.is_some() { "the login has ended" } else { "nobody has logged in yet" };
            self.needed(why);
        } else if let Some(kept) = &kept {
            self.tell(kept);
        }
        Ok(kept)
    }

    /// What somebody who logs in has to be asked for beyond what the server says, and what was given before.
    pub(super) async fn before(&self) -> (Vec<String>, Vec<String>) {
        let kept = self.kept().await.ok().flatten();
        kept.map(|kept| (kept.record.scopes, kept.record.wanted)).unwrap_or_default()
    }

    /// Keeps the tokens of a login, or of a renewal; whoever calls holds the lock.
    pub(super) async fn write(&self, kept: &Kept) -> Result<(), EgressError> {
        let Some(file) = self.0.file.clone() else { return Ok(()) };
        let copy = kept.clone();
        let (written, print) = blocking(move || {
            let written = file.write(&copy);
            (written, file.print())
        })
        .await;
        written.map_err(|fault| self.not_kept(&fault))?;
        self.saw(print, Some(kept));
        Ok(())
    }

    pub(super) async fn lock(&self) -> Result<Option<Lock>, EgressError> {
        let Some(file) = self.0.file.clone() else { return Ok(None) };
        blocking(move || file.lock()).await.map(Some).map_err(|fault| self.not_kept(&fault))
    }

    pub(super) fn not_kept(&self, fault: &FileFault) -> EgressError {
        EgressError::NotKept { server: self.server().to_owned(), why: fault.to_string() }
    }

    /// Uses what is kept from now on.
    pub(super) fn adopt(&self, kept: &Kept) -> Option<Arc<Held>> {
        let record = &kept.record;
        let token = record.access_token.clone()?;
        let written = Zeroizing::new(format!("Bearer {}", *token));
        let mut header = HeaderValue::from_str(&written).ok()?;
        header.set_sensitive(true);
        let renews = record.refresh_token.is_some() || self.grant() == Grant::ClientCredentials;
        let renew_at = record.expires_at.map(|end| {
            let life = end.saturating_sub(record.obtained_at);
            // What cannot be renewed is good until its end.
            if renews { end.saturating_sub(BEFORE.min(life / 4)) } else { end }
        });
        let held = Arc::new(Held {
            header,
            token,
            scopes: record.scopes.clone(),
            obtained_at: record.obtained_at,
            renew_at,
            expires_at: record.expires_at,
        });
        *self.0.held.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&held));
        self.tell(kept);
        Some(held)
    }

    fn tell(&self, kept: &Kept) {
        let record = &kept.record;
        self.set_state(LoginState::Done {
            issuer: kept.issuer.clone(),
            scopes: record.scopes.clone(),
            expires_at: record.expires_at,
            renews: record.refresh_token.is_some() || self.grant() == Grant::ClientCredentials,
        });
    }

    pub(super) fn set_state(&self, state: LoginState) {
        *self.0.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    pub(super) fn forget(&self) {
        *self.0.held.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// A person has to log in.
    pub(super) fn needed(&self, why: &str) -> EgressError {
        let why = self.0.settings.redactor.redact(why).into_owned();
        self.set_state(LoginState::Needed(why.clone()));
        {
            let seen = &mut *self.seen();
            seen.refused.clone_from(&seen.token);
        }
        EgressError::LoginNeeded { server: self.server().to_owned(), why }
    }

    pub(super) fn held(&self) -> Option<Arc<Held>> {
        self.0.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn is_fresh(&self, held: &Held) -> bool {
        held.renew_at.is_none_or(|at| self.0.settings.clock.now_secs() < at)
    }
}

/// What a token has to be.
pub(super) enum Wanted {
    /// Not at its end.
    Fresh,
    /// Another than this.
    Other(Arc<Held>),
    /// Another than this, good for these scopes too.
    More(Arc<Held>, Vec<String>),
}

impl Wanted {
    fn is_met_by(&self, held: &Held) -> bool {
        match self {
            Self::Fresh => true,
            Self::Other(refused) | Self::More(refused, _) => refused.token != held.token,
        }
    }
}
