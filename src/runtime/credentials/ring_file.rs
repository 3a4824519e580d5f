//! The file of the master keys in the state, and the keys that open it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::CredentialError;
use crate::credentials::{Ring, Vault, Wrapping};
use crate::crypto::rng;
use crate::secrets::DerivedKey;
use crate::support::fs::{self, Links, Lock, Mode, Privacy, Stamp};
use crate::support::secret::SecretBytes;
use crate::support::text::stable_hash;

/// The longest file, in bytes.
const MOST: u64 = 256 << 10;
/// How long another process may hold the lock.
pub(super) const LOCK_WAIT: Duration = Duration::from_secs(10);

/// Gives keys made of root keys; why there are none is an error, in words.
pub type Roots = Arc<dyn Fn() -> Result<Vec<DerivedKey>, String> + Send + Sync>;

/// What opens the master keys, and how users' keys are made.
#[derive(Clone)]
pub struct Keys {
    /// Gives the keys made of the formation's root keys, the one to wrap with first. Asked each time: a key may come, or be
    /// replaced. That there is no key at all is no error.
    pub roots: Roots,
    /// `user_credentials.encryption.key`, in the place of the root key.
    pub own: Option<SecretBytes>,
    /// `user_credentials.encryption.salt`.
    pub salt: String,
    /// Rounds of PBKDF2 for a user's key.
    pub rounds: u32,
}

/// The file. It is made with the first credential, and wrapped anew when what opens it changes.
#[derive(Clone)]
pub struct RingFile {
    path: PathBuf,
    keys: Keys,
}

impl RingFile {
    /// At `path`, which need not be there.
    pub fn new(path: PathBuf, keys: Keys) -> Self {
        Self { path, keys }
    }

    /// Opens it; none where there is no file. Takes a moment where `encryption.key` is set. With the lock, it is wrapped by what
    /// is to wrap it.
    pub(super) fn open(&self, held: Option<&Lock>) -> Result<Option<Vault>, CredentialError> {
        let Some(ring) = self.read()? else { return Ok(None) };
        let by = self.wrappings(ring.store())?;
        let vault = Vault::open(&ring, &by)?;
        if !ring.is_wrapped_by(&by[..1]) {
            // A state that cannot be written to is no reason to stop.
            match held {
                Some(held) => drop(self.wrap_anew(held, &by)),
                // Who reads waits for nobody: whoever has the lock may wait for the reader.
                None => {
                    if let Ok(Some(held)) = Lock::attempt(&self.path.with_extension("lock")) {
                        drop(self.wrap_anew(&held, &by));
                    }
                }
            }
        }
        Ok(Some(vault))
    }

    /// Makes it where there is none. `now` is in milliseconds since the Unix epoch.
    pub(super) fn make(&self, _held: &Lock, now: u64) -> Result<(), CredentialError> {
        if self.read()?.is_some() {
            return Ok(());
        }
        let store = rng::array().map_err(crate::credentials::RingError::Random)?;
        let by = self.wrappings(&store)?;
        let ring = Ring::make(store, &by[0], self.keys.rounds, &self.keys.salt, now)?;
        Ok(fs::create_new_private(&self.path, ring.to_text().as_bytes())?)
    }

    /// Which file it is: another one after each change. None where there is none.
    pub(super) fn print(&self) -> Option<Stamp> {
        Stamp::of_name(&self.path)
    }

    /// A new master key with the rounds and the salt of the formation: it seals from now on. One that was made by a call which
    /// did not come to its end is taken. False where there is no file.
    pub(super) fn renew(&self, _held: &Lock, now: u64) -> Result<bool, CredentialError> {
        let Some(mut ring) = self.read()? else { return Ok(false) };
        if ring.ids().count() > 1 && ring.settings() == (self.keys.rounds, self.keys.salt.as_bytes()) {
            return Ok(true);
        }
        let by = self.wrappings(ring.store())?;
        ring.wrap(&by, &by[..1])?;
        ring.renew(&by[..1], self.keys.rounds, &self.keys.salt, now)?;
        self.write(&ring)?;
        Ok(true)
    }

    /// Forgets the keys under which nothing is sealed, but for the one that seals.
    pub(super) fn retire(&self, _held: &Lock, in_use: &[String]) -> Result<(), CredentialError> {
        let mut ring = self.read()?.ok_or_else(|| self.gone())?;
        ring.retire(in_use);
        self.write(&ring)
    }

    /// Wraps the master keys at `path` by the first of the root keys, where one of the others wraps them. To be done before the
    /// others go. Nothing is made where there is no file.
    pub fn follow(path: PathBuf, roots: Roots) -> Result<(), CredentialError> {
        let file = Self::new(path, Keys { roots, own: None, salt: String::new(), rounds: 0 });
        if file.read()?.is_none() {
            return Ok(());
        }
        let _held = file.lock()?;
        let mut ring = file.read()?.ok_or_else(|| file.gone())?;
        let roots = (file.keys.roots)().map_err(CredentialError::Keys)?;
        let by: Vec<Wrapping> = roots.iter().map(|root| Wrapping::of_root(&root.id, &root.key)).collect();
        match by.first() {
            Some(to) if ring.follow(&by, to)? => file.write(&ring),
            _ => Ok(()),
        }
    }

    pub(super) fn gone(&self) -> CredentialError {
        CredentialError::RingGone(self.path.display().to_string())
    }

    fn read(&self) -> Result<Option<Ring>, CredentialError> {
        let text = match fs::read_secret(&self.path, Links::Refuse, Privacy::Required, MOST) {
            Ok(text) => text,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(Some(Ring::parse(text.expose_str().unwrap_or_default())?))
    }

    fn write(&self, ring: &Ring) -> Result<(), CredentialError> {
        Ok(fs::write_atomic(&self.path, ring.to_text().as_bytes(), Mode::PRIVATE)?)
    }

    /// Wraps by the first of `by`, where that is not so.
    fn wrap_anew(&self, _lock: &Lock, by: &[Wrapping]) -> Result<(), CredentialError> {
        let mut ring = self.read()?.ok_or_else(|| self.gone())?;
        if ring.wrap(by, &by[..1])? { self.write(&ring) } else { Ok(()) }
    }

    /// Whoever seals holds it until that is in the store, so that no key goes meanwhile.
    pub(super) fn lock(&self) -> Result<Lock, CredentialError> {
        if let Some(parent) = self.path.parent() {
            fs::create_private_dir(parent)?;
        }
        Ok(Lock::acquire(&self.path.with_extension("lock"), LOCK_WAIT)?)
    }

    /// Who holds it may renew the credential of that id: nobody else does, in no process. None where somebody holds it.
    pub(super) fn lock_renewal(&self, id: &str) -> Result<Option<Lock>, CredentialError> {
        if let Some(parent) = self.path.parent() {
            fs::create_private_dir(parent)?;
        }
        Ok(Lock::attempt(&self.beside(id, "lock"))?)
    }

    /// Where what the credential of that id was renewed with is, until it is in the store.
    pub(super) fn pending(&self, id: &str) -> PathBuf {
        self.beside(id, "new")
    }

    /// A file for one credential, whatever its id is.
    fn beside(&self, id: &str, end: &str) -> PathBuf {
        self.path.with_extension(format!("renew-{:016x}.{end}", stable_hash(id.as_bytes())))
    }

    /// Refuses where nothing could be sealed.
    pub fn check(&self) -> Result<(), CredentialError> {
        self.look()?;
        self.lock().map(drop)
    }

    /// The same as far as it can be told without writing anything.
    pub fn look(&self) -> Result<(), CredentialError> {
        match self.read()? {
            Some(ring) => Vault::open(&ring, &self.wrappings(ring.store())?).map(drop)?,
            None => drop(self.wrappings(&[0; 16])?),
        }
        Ok(())
    }

    /// What may wrap the master keys; the first one is to. At least one.
    fn wrappings(&self, store: &[u8; 16]) -> Result<Vec<Wrapping>, CredentialError> {
        let own = self.keys.own.as_ref().map(|own| Wrapping::of_own(own, store));
        let roots = match (self.keys.roots)() {
            Ok(roots) => roots,
            // Where the formation has a key of its own for this, the root key may be elsewhere.
            Err(_) if own.is_some() => Vec::new(),
            Err(error) => return Err(CredentialError::Keys(error)),
        };
        let roots = roots.iter().map(|root| Wrapping::of_root(&root.id, &root.key));
        let all: Vec<Wrapping> = own.into_iter().chain(roots).collect();
        if all.is_empty() { Err(CredentialError::NoKey) } else { Ok(all) }
    }
}
