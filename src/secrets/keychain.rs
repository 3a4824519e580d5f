//! The system's keychain as a place for the key: service `muxi`, account the store's id.
//!
//! Every call has 2 s, in a thread of its own: a keychain that is locked, absent or hanging is as good
//! as one without the key. Without the cargo feature `keychain` there is none.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Error, KeyFault, Location, format2};
use crate::crypto::hash::{hex, unhex};
use crate::support::fs;
use crate::support::secret::SecretBytes;
use crate::support::text::stable_hash;

/// The keychain of this run; by default there is none.
#[derive(Clone, Default)]
pub struct Keychain {
    on: bool,
    /// The account that was asked for, and what it held: one question is enough, also where nobody answers.
    seen: Arc<Mutex<Option<(String, Answer)>>>,
}

/// What a keychain says: a key's text, none, or why it did not answer.
type Answer = Result<Option<SecretBytes>, String>;

impl fmt::Debug for Keychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keychain {{ on: {} }}", self.on)
    }
}

impl Keychain {
    /// The one of this system, if muxi was built with it.
    pub fn system() -> Self {
        Self { on: cfg!(feature = "keychain"), seen: Arc::default() }
    }

    pub(super) fn is_on(&self) -> bool {
        self.on
    }

    /// The text that is kept for `account`, if there is one; else why it did not answer.
    pub fn read(&self, account: &str) -> Result<Option<SecretBytes>, String> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, answer)) = &*seen
            && of == account
        {
            return answer.clone();
        }
        let answer = os::read(account.to_owned());
        *seen = Some((account.to_owned(), answer.clone()));
        answer
    }

    /// Keeps `text` and reads it back.
    pub fn write(&self, account: &str, text: &str) -> Result<(), Error> {
        self.forget();
        os::write(account.to_owned(), text.into()).map_err(KeyFault::Keychain)?;
        match self.read(account) {
            Ok(Some(back)) if back.expose() == text.as_bytes() => Ok(()),
            Ok(_) => Err(KeyFault::Keychain("it gives back something else than it was given".into()).into()),
            Err(why) => Err(KeyFault::Keychain(why).into()),
        }
    }

    /// Takes away what is kept for `account`; false where there was nothing.
    pub fn remove(&self, account: &str) -> Result<bool, Error> {
        self.forget();
        Ok(os::remove(account.to_owned()).map_err(KeyFault::Keychain)?)
    }

    fn forget(&self) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// The account for the secrets that are here: the store's id, or a hash of the path where the format has
/// none. Nothing where there are no secrets, whose id is not known yet.
pub(super) fn account(location: &Location) -> Option<String> {
    let bytes = fs::read_if_exists(&location.secrets_file()).ok()??;
    if !bytes.starts_with(format2::MAGIC_PREFIX.as_bytes()) {
        return Some(account_of_path(location));
    }
    let line = bytes.split(|b| *b == b'\n').nth(1)?;
    let store: [u8; 16] = unhex(std::str::from_utf8(line).ok()?.strip_prefix("store ")?)?;
    Some(account_of_store(&store))
}

pub(super) fn account_of_store(store: &[u8; 16]) -> String {
    hex(store)
}

pub(super) fn account_of_path(location: &Location) -> String {
    let file = location.secrets_file();
    let dir = std::fs::canonicalize(location.dir()).unwrap_or_else(|_| location.dir().to_path_buf());
    let path = dir.join(file.file_name().unwrap_or_default());
    format!("path-{:016x}", stable_hash(path.as_os_str().as_encoded_bytes()))
}

#[cfg(not(feature = "keychain"))]
mod os {
    use super::SecretBytes;

    const WITHOUT: &str = "muxi was built without it";

    #[expect(clippy::unnecessary_wraps, reason = "its twin can fail")]
    pub(super) fn read(_: String) -> super::Answer {
        Ok(None)
    }

    pub(super) fn write(_: String, _: SecretBytes) -> Result<(), String> {
        Err(WITHOUT.into())
    }

    pub(super) fn remove(_: String) -> Result<bool, String> {
        Err(WITHOUT.into())
    }
}

#[cfg(feature = "keychain")]
mod os {
    use std::sync::mpsc;
    use std::time::Duration;

    #[cfg(target_vendor = "apple")]
    use apple_native_keyring_store::keychain::Store;
    use keyring_core::api::CredentialStoreApi;
    use keyring_core::{Entry, Error};
    #[cfg(windows)]
    use windows_native_keyring_store::Store;
    #[cfg(all(unix, not(target_vendor = "apple")))]
    use zbus_secret_service_keyring_store::Store;

    use super::SecretBytes;

    const SERVICE: &str = "muxi";
    const LIMIT: Duration = Duration::from_secs(2);

    pub(super) fn read(account: String) -> super::Answer {
        within_limit(account, |entry| match entry.get_secret() {
            Ok(text) => Ok(Some(SecretBytes::new(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    pub(super) fn write(account: String, text: SecretBytes) -> Result<(), String> {
        within_limit(account, move |entry| entry.set_secret(text.expose()))
    }

    pub(super) fn remove(account: String) -> Result<bool, String> {
        within_limit(account, |entry| match entry.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(error),
        })
    }

    /// Runs `work` in a thread, which is left to itself when the time is over.
    fn within_limit<T: Send + 'static>(
        account: String,
        work: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, String> {
        let (send, answer) = mpsc::sync_channel(1);
        std::thread::spawn(move || {
            let entry = Store::new().and_then(|store| store.build(SERVICE, &account, None));
            let result = entry.and_then(|entry| work(&entry));
            // Nobody waits any more: that is fine.
            let _ = send.send(result.map_err(|e| say(&e)));
        });
        answer.recv_timeout(LIMIT).unwrap_or_else(|_| Err("it did not answer within 2 s".into()))
    }

    /// Not all of them by their own text: some show what was stored.
    fn say(error: &Error) -> String {
        match error {
            Error::PlatformFailure(why) | Error::NoStorageAccess(why) => why.to_string(),
            Error::Ambiguous(_) => "it has several keys for these secrets".into(),
            _ => "it refused".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::update_tests::add;

    #[test]
    fn the_account_is_the_store_and_survives_a_move() {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("a"), dir.path().join("b"));
        std::fs::create_dir(&from).unwrap();
        let location = Location::new(&from, None).unwrap();
        assert_eq!(account(&location), None);
        add(&location, "A", b"1");
        let before = account(&location).unwrap();
        assert_eq!(before.len(), 32);
        std::fs::rename(&from, &to).unwrap();
        assert_eq!(account(&Location::new(&to, None).unwrap()), Some(before));
    }

    #[test]
    fn without_an_id_it_is_the_path_and_the_environment() {
        let dir = tempfile::tempdir().unwrap();
        let plain = Location::new(dir.path(), None).unwrap();
        let prod = Location::new(dir.path(), Some("prod")).unwrap();
        assert_ne!(account_of_path(&plain), account_of_path(&prod));
        let other_spelling = Location::new(dir.path().join("."), None).unwrap();
        assert_eq!(account_of_path(&plain), account_of_path(&other_spelling));
    }

    #[test]
    fn by_default_there_is_none() {
        assert!(!Keychain::default().is_on());
    }
}
