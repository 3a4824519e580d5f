//! The passphrase of wrapped keys: fetched when one has to be opened, once in a run.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::key::KeyId;
use super::{Descriptor, Error};
use crate::crypto::Key256;
use crate::crypto::wrap::{WrapError, WrappedKey};
use crate::support::fs::{self, Links, Privacy};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

/// The most bytes that a passphrase may have.
const LIMIT: u64 = 4096;
/// How often a person may try.
const TRIES: usize = 3;
/// The fewest characters of a new passphrase.
const SHORTEST: usize = 12;

/// What passphrases are called where they are taken out of text.
pub const PASSPHRASE_NAME: &str = "PASSPHRASE";

/// Why a question got no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// There is nobody to ask.
    NoTerminal,
    /// Ctrl-C.
    Interrupted,
    /// The terminal failed; what it said.
    Failed(String),
}

/// Asks a person this question, hidden.
pub type Ask = dyn Fn(&str) -> Result<SecretBytes, NoAnswer> + Send + Sync;

/// Where a passphrase is that needs no question.
#[derive(Clone, Debug)]
pub enum PassphraseAt {
    /// A file; one final line end is no part of it.
    File(PathBuf),
    /// An open descriptor; one final line end is no part of it.
    Descriptor(Descriptor),
    /// The passphrase itself.
    Text(SecretBytes),
}

impl PassphraseAt {
    /// The passphrase.
    pub fn read(&self) -> Result<SecretBytes, Error> {
        let text = match self {
            Self::File(path) => fs::read_secret(path, Links::Follow, Privacy::Any, LIMIT)?,
            Self::Descriptor(descriptor) => descriptor.read(LIMIT)?,
            Self::Text(text) => return Ok(text.clone()),
        };
        let bytes = text.expose();
        let end = bytes.strip_suffix(b"\n").map_or(bytes, |b| b.strip_suffix(b"\r").unwrap_or(b));
        Ok(if end.len() == bytes.len() { text } else { SecretBytes::new(end.to_vec()) })
    }
}

/// What opens wrapped keys. Clones share what was found out.
#[derive(Clone, Default)]
pub struct Passphrase(Arc<State>);

#[derive(Default)]
struct State {
    at: Option<PassphraseAt>,
    ask: Option<Box<Ask>>,
    /// Shared with those that do not ask.
    found: Arc<Mutex<Found>>,
    redactor: Redactor,
}

#[derive(Default)]
struct Found {
    /// What the file, the descriptor or the person said last.
    said: Option<SecretBytes>,
    /// The keys that were opened: deriving is slow on purpose, and once is enough.
    opened: Vec<(WrappedKey, Key256, SecretBytes)>,
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

impl Passphrase {
    /// From `at`, else by asking; with neither a wrapped key cannot be opened.
    pub fn new(at: Option<PassphraseAt>, ask: Option<Box<Ask>>) -> Self {
        Self::heard_by(&Redactor::default(), at, ask)
    }

    /// The same; `redactor` hears of every passphrase that is tried.
    pub fn heard_by(redactor: &Redactor, at: Option<PassphraseAt>, ask: Option<Box<Ask>>) -> Self {
        Self(Arc::new(State { at, ask, found: Arc::default(), redactor: redactor.clone() }))
    }

    /// The same, but nobody is asked. What was found out is shared both ways.
    pub(super) fn without_asking(&self) -> Self {
        let State { at, found, redactor, .. } = &*self.0;
        let (at, found) = (at.clone(), Arc::clone(found));
        Self(Arc::new(State { at, ask: None, found, redactor: redactor.clone() }))
    }

    /// The one that needs no question, if there is one.
    pub fn given(&self) -> Result<Option<SecretBytes>, Error> {
        let Some(at) = &self.0.at else { return Ok(None) };
        let mut found = self.found();
        if found.said.is_none() {
            // Once: a pipe gives what it has a single time.
            let said = at.read()?;
            self.0.redactor.add(PASSPHRASE_NAME, &said);
            found.said = Some(said);
        }
        Ok(found.said.clone())
    }

    /// Opens the key `id` of `origin`; a person may try three times.
    pub(super) fn open(&self, wrapped: &WrappedKey, id: KeyId, origin: &str) -> Result<Key256, Error> {
        if !wrapped.cost_is_allowed() {
            let why = "its rounds are out of bounds";
            return Err(Error::KeyMalformed { origin: origin.into(), line: 0, why });
        }
        if let Some((_, key, _)) = self.found().opened.iter().find(|(w, _, _)| w == wrapped) {
            return Ok(key.clone());
        }
        let given = self.given()?;
        let earlier = given.clone().or_else(|| self.found().said.clone());
        if let Some(passphrase) = earlier {
            match self.attempt(wrapped, id, &passphrase) {
                // Whoever was asked may know another one for this key.
                Err(_) if given.is_none() => {}
                opened => return opened.map_err(|_| wrong(origin)),
            }
        }
        for turn in 0..TRIES {
            let again = if turn == 0 { "" } else { "That does not open it. " };
            let passphrase = self.asked(&format!("{again}Passphrase of the key in {origin}"), origin)?;
            if let Ok(key) = self.attempt(wrapped, id, &passphrase) {
                self.found().said = Some(passphrase);
                return Ok(key);
            }
        }
        Err(wrong(origin))
    }

    /// The passphrase that opened this key.
    pub(super) fn that_opened(&self, wrapped: &WrappedKey) -> Option<SecretBytes> {
        let found = self.found();
        found.opened.iter().find(|(w, _, _)| w == wrapped).map(|(_, _, passphrase)| passphrase.clone())
    }

    fn attempt(
        &self,
        wrapped: &WrappedKey,
        id: KeyId,
        passphrase: &SecretBytes,
    ) -> Result<Key256, WrapError> {
        self.0.redactor.add(PASSPHRASE_NAME, passphrase);
        let key = wrapped.open(passphrase.expose(), &id.0)?;
        self.found().opened.push((wrapped.clone(), key.clone(), passphrase.clone()));
        Ok(key)
    }

    fn asked(&self, question: &str, origin: &str) -> Result<SecretBytes, Error> {
        let answer = self.0.ask.as_ref().ok_or(NoAnswer::NoTerminal).and_then(|ask| ask(question));
        answer.map_err(|why| match why {
            NoAnswer::NoTerminal => Error::PassphraseNeeded { origin: origin.into() },
            NoAnswer::Interrupted => Error::Interrupted,
            NoAnswer::Failed(why) => Error::NotAsked(why),
        })
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        self.0.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wrong(origin: &str) -> Error {
    Error::PassphraseWrong { origin: origin.into() }
}

/// Refuses a new passphrase that has fewer than 12 characters (bytes where it is no text).
pub fn check_new_passphrase(passphrase: &SecretBytes) -> Result<(), Error> {
    let length = passphrase.expose_str().map_or(passphrase.len(), |text| text.chars().count());
    if length < SHORTEST {
        return Err(Error::PassphraseShort { least: SHORTEST });
    }
    Ok(())
}

#[cfg(test)]
#[path = "passphrase_tests.rs"]
mod tests;
