//! One login: the address to open in a browser, and what is made of where the browser comes back to.

use reqwest::Url;
use zeroize::Zeroizing;

use super::client::{Grant, LoginState, OAuth};
use super::file::{FileFault, Kept, Record, TokenFile};
use super::grant::{self, NotGiven};
use super::metadata::{Issuer, discover};
use super::proof::{self, Proof};
use super::register;
use super::vault::Vault;
use super::{blocking, union};
use crate::runtime::egress::client::host_of;
use crate::runtime::egress::error::EgressError;

/// The longest address that is read of what a browser comes back with, in bytes.
const LONGEST: usize = 16 << 10;

/// A login under way. Dropping it gives it up; nothing is kept of it.
pub struct Login {
    oauth: OAuth,
    url: String,
    proof: Proof,
    redirect_uri: String,
    record: Record,
    issuer: Issuer,
    scopes: Vec<String>,
}

/// What came of a login.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// Who gave out the tokens.
    pub issuer: String,
    /// What they are good for.
    pub scopes: Vec<String>,
    /// When they end, in seconds since the Unix epoch.
    pub expires_at: Option<u64>,
    /// Whether they are renewed without anybody.
    pub renews: bool,
}

/// What a browser comes back with.
#[derive(Default)]
pub struct Callback {
    pub(super) code: Option<Zeroizing<String>>,
    pub(super) state: Zeroizing<String>,
    issuer: Option<String>,
    pub(super) error: Option<String>,
}

impl Callback {
    /// Reads the address that a browser was sent to; `None` where it is none.
    pub fn of(address: &str) -> Option<Self> {
        if address.len() > LONGEST {
            return None;
        }
        let url = Url::parse(address.trim()).ok()?;
        let mut found = Self::default();
        let mut about = String::new();
        for (name, value) in url.query_pairs() {
            match &*name {
                "code" => found.code = Some(Zeroizing::new(value.into_owned())),
                "state" => found.state = Zeroizing::new(value.into_owned()),
                "iss" => found.issuer = Some(value.into_owned()),
                "error" => found.error = Some(value.into_owned()),
                "error_description" => about = value.into_owned(),
                _ => {}
            }
        }
        if let Some(error) = found.error.as_mut().filter(|_| !about.is_empty()) {
            *error = format!("{error}: {about}");
        }
        (found.code.is_some() || found.error.is_some()).then_some(found)
    }
}

impl Vault {
    /// Deletes the tokens of the server of that id, without a look at them: where nobody knows to whom they could be given
    /// back. Whether there were any.
    pub async fn remove(&self, server: &str) -> Result<bool, EgressError> {
        let (vault, id) = (self.clone(), server.to_owned());
        let removed = blocking(move || {
            // The name of the file does not depend on the endpoint.
            let file = TokenFile::new(vault, &id, "");
            let _lock = file.lock()?;
            file.remove()
        });
        removed.await.map_err(|fault: FileFault| EgressError::NotKept {
            server: server.to_owned(),
            why: fault.to_string(),
        })
    }
}

impl OAuth {
    /// Begins a login that comes back to `redirect_uri`: finds out who gives out tokens, and registers where that is
    /// the way. Nothing is kept before [`Login::finish`].
    pub async fn begin(&self, redirect_uri: &str) -> Result<Login, EgressError> {
        if self.grant() == Grant::ClientCredentials {
            let why = "lets the formation itself in (`grant: client_credentials`); nobody has to log in";
            return Err(EgressError::SignIn { host: host_of(self.wire().home()), why: why.to_owned() });
        }
        let Some(file) = self.file().cloned() else {
            return Err(self.needed("there is no place to keep tokens in"));
        };
        blocking(move || file.check()).await.map_err(|fault| self.not_kept(&fault))?;
        let found = discover(self.wire(), self.settings()).await?;
        self.fits(&found.issuer)?;
        let settings = self.settings();
        let mut scopes = if settings.scopes.is_empty() { found.scopes } else { settings.scopes.clone() };
        let (given, wanted) = self.before().await;
        if !wanted.is_empty() {
            union(&mut scopes, &given);
            union(&mut scopes, &wanted);
        }
        // Without it many give out nothing to renew with.
        let offline = "offline_access".to_owned();
        let offers = found.issuer.scopes_supported.as_ref().is_some_and(|all| all.contains(&offline));
        if offers && !scopes.is_empty() {
            union(&mut scopes, &[offline]);
        }
        let client = register::client(settings, self.wire(), &found.issuer, redirect_uri, &scopes).await?;
        let record = Record {
            client,
            token_endpoint: found.issuer.token_endpoint.clone(),
            revocation_endpoint: found.issuer.revocation_endpoint.clone(),
            resource: found.resource,
            ..Record::default()
        };
        Login::new(self.clone(), redirect_uri, record, found.issuer, scopes)
    }

    /// Whether a person can log in there as this client does.
    fn fits(&self, issuer: &Issuer) -> Result<(), EgressError> {
        let host = || host_of(self.wire().home());
        let bad = |why: &str| EgressError::SignIn { host: host(), why: why.to_owned() };
        let proofs = issuer.code_challenge_methods_supported.as_deref().unwrap_or_default();
        if !proofs.iter().any(|one| one == "S256") {
            return Err(bad(
                "names an authorization server that does not say that it knows PKCE with S256; without it a code could be stolen on its way",
            ));
        }
        let endpoint = issuer.authorization_endpoint.as_deref();
        let endpoint =
            endpoint.ok_or_else(|| bad("names an authorization server that no browser can go to"))?;
        self.wire().trusted("authorization endpoint", endpoint).map(drop)
    }

    /// Deletes the tokens, and gives them back where there is a place for it. Whether there were any, and why they could
    /// not be given back.
    pub async fn log_out(&self) -> Result<(bool, Option<EgressError>), EgressError> {
        let Some(file) = self.file().cloned() else { return Ok((false, None)) };
        let _lock = self.lock().await?;
        let kept = {
            let file = file.clone();
            blocking(move || file.read()).await
        };
        let removed = blocking(move || file.remove()).await.map_err(|fault| self.not_kept(&fault))?;
        self.forget();
        self.saw(None, None);
        self.set_state(LoginState::Needed("nobody has logged in yet".to_owned()));
        let fault = match kept {
            Ok(Some(kept)) => self.revoke(&kept.record).await.err(),
            Ok(None) => None,
            Err(fault) => {
                Some(EgressError::NotRead { server: self.server().to_owned(), why: fault.to_string() })
            }
        };
        Ok((removed, fault))
    }

    /// RFC 7009. The one for renewal first: with it, many take all others back.
    async fn revoke(&self, record: &Record) -> Result<(), EgressError> {
        let tokens = [("refresh_token", &record.refresh_token), ("access_token", &record.access_token)];
        let Some(endpoint) = &record.revocation_endpoint else {
            let host = host_of(&self.wire().trusted("token endpoint", &record.token_endpoint)?);
            let why =
                "has no place where tokens are given back: they are good there until they end".to_owned();
            let any = tokens.iter().any(|(_, token)| token.is_some());
            return if any { Err(EgressError::SignIn { host, why }) } else { Ok(()) };
        };
        let url = self.wire().trusted("revocation endpoint", endpoint)?;
        self.settings().know_all(record);
        let mut fault = None;
        for (hint, token) in tokens {
            let Some(token) = token else { continue };
            let own = grant::own(self.settings(), &record.client);
            let pairs = vec![("token", token.as_str()), ("token_type_hint", hint)];
            // One that is not taken does not keep the other.
            let error = match self.wire().form(&url, pairs, &own).await {
                Ok((status, _)) if status.is_success() => continue,
                Ok((status, body)) => self.wire().refused(&url, "to take the login back", status, &body),
                Err(error) => error,
            };
            fault = fault.or(Some(error));
        }
        fault.map_or(Ok(()), Err)
    }
}

impl Login {
    fn new(
        oauth: OAuth,
        redirect_uri: &str,
        mut record: Record,
        issuer: Issuer,
        scopes: Vec<String>,
    ) -> Result<Self, EgressError> {
        let lacking = |fault: crate::crypto::rng::RngError| oauth.not_kept(&fault.into());
        let proof = Proof::new().map_err(lacking)?;
        record.login = proof::random().map_err(lacking)?.to_string();
        oauth.settings().know("code_verifier", &proof.verifier);
        let endpoint = issuer.authorization_endpoint.as_deref().unwrap_or_default();
        let mut url = oauth.wire().trusted("authorization endpoint", endpoint)?;
        proof.ask(&mut url, &record.client.id, redirect_uri, &scopes);
        url.query_pairs_mut().append_pair("resource", &record.resource);
        let (url, redirect_uri) = (url.to_string(), redirect_uri.to_owned());
        Ok(Self { oauth, url, proof, redirect_uri, record, issuer, scopes })
    }

    /// The address to open in a browser. It holds the state of this login, which is of no use without what stays here.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Who is asked.
    pub fn issuer(&self) -> &str {
        &self.issuer.issuer
    }

    /// Whether the browser comes back from this login, and not from another one or from nowhere.
    pub fn is_ours(&self, callback: &Callback) -> bool {
        self.proof.fits(callback)
    }

    /// Makes tokens of what the browser came back with, and keeps them.
    pub async fn finish(&self, callback: &Callback) -> Result<LoggedIn, EgressError> {
        let settings = self.oauth.settings();
        let host = host_of(self.oauth.wire().home());
        let bad = |why: String| {
            let why = settings.redactor.redact(&why).chars().filter(|c| !c.is_control()).take(300).collect();
            EgressError::SignIn { host: host.clone(), why }
        };
        if !self.is_ours(callback) {
            return Err(bad("is not what the browser came back from: the state is another".to_owned()));
        }
        // Before anything is sent: a code of another server's would be given to this one (RFC 9207).
        match &callback.issuer {
            Some(issuer) if *issuer != self.issuer.issuer => {
                return Err(bad(format!("was answered for by another authorization server: {issuer}")));
            }
            None if self.issuer.authorization_response_iss_parameter_supported => {
                return Err(bad("was answered for without the name of the authorization server".to_owned()));
            }
            _ => {}
        }
        if let Some(error) = &callback.error {
            return Err(bad(format!("is not opened by the authorization server: {error}")));
        }
        let code = callback.code.as_ref().ok_or_else(|| bad("was answered for without a code".to_owned()))?;
        settings.know("code", code);
        let mut record = self.record.clone();
        let grant =
            grant::Grant::Code { code, redirect_uri: &self.redirect_uri, verifier: &self.proof.verifier };
        let given = grant::ask(settings, self.oauth.wire(), &mut record, grant, &self.scopes).await;
        given.map_err(NotGiven::error)?;
        let kept = Kept { issuer: self.issuer.issuer.clone(), record };
        let _lock = self.oauth.lock().await?;
        self.oauth.write(&kept).await?;
        self.oauth.adopt(&kept);
        let Kept { issuer, record } = kept;
        Ok(LoggedIn {
            issuer,
            scopes: record.scopes,
            expires_at: record.expires_at,
            renews: record.refresh_token.is_some(),
        })
    }
}
