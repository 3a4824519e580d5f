//! `profiles.yaml`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use zeroize::Zeroizing;

use super::{Kept, Profile, ProfileError, SECRET_NAME, Sealed, ServerUrl};
use crate::formation::edit::{self, EditError, Step};
use crate::remote::sign::{Dialect, check_key_id};
use crate::support::fs::{self, Links, Lock, Mode, Privacy};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;
use crate::support::text::did_you_mean;

const FILE: &str = "profiles.yaml";
const LOCK: &str = ".profiles.lock";
/// How long a writer waits for another one.
const WAIT: Duration = Duration::from_secs(30);
/// The most bytes that the file may have.
const LIMIT: u64 = 1 << 20;
/// What a file begins with that is made here.
const NEW: &str = "version: \"1.0\"\n";

const PROFILES: &str = "profiles";
/// The deployed command line reads the first; `muxi-server init` writes the second.
const DEFAULTS: [&str; 2] = ["default_profile", "default"];
const SECRET: &str = "secret_key";
const SEALED: &str = "secret_key_sealed";
const SECRET_IN: &str = "secret_key_in";
const KEYCHAIN: &str = "keychain";
/// The keys of a profile, in the order in which they are written.
const KEYS: [&str; 7] = ["url", "key_id", "dialect", SECRET, SEALED, SECRET_IN, "added_at"];

/// All servers of a user: `version`, `default_profile`, and `profiles`, a map of names to `url`, `key_id`, `secret_key`,
/// `added_at` and what is ours: `dialect`, and in the place of `secret_key` either `secret_key_sealed` or
/// `secret_key_in: keychain`.
pub struct Profiles {
    path: PathBuf,
    text: Zeroizing<String>,
    tree: Value,
    /// Held by who changes it.
    _lock: Option<Lock>,
}

impl Profiles {
    /// What the file in `dir` says. `redactor` hears of the secrets in it. Others must not be able to read it.
    pub fn read(dir: &Path, redactor: &Redactor) -> Result<Self, ProfileError> {
        Self::open(dir, redactor, None)
    }

    /// The same to change it: the directory is made, and nobody else changes it meanwhile.
    pub fn change(dir: &Path, redactor: &Redactor) -> Result<Self, ProfileError> {
        fs::create_private_dir(dir)?;
        let lock = Lock::acquire(&dir.join(LOCK), WAIT)?;
        fs::remove_stale_temps(&dir.join(FILE));
        Self::open(dir, redactor, Some(lock))
    }

    fn open(dir: &Path, redactor: &Redactor, lock: Option<Lock>) -> Result<Self, ProfileError> {
        let path = dir.join(FILE);
        let text = match fs::read_secret(&path, Links::Refuse, Privacy::Required, LIMIT) {
            Ok(bytes) => bytes.expose_str().map(|text| Zeroizing::new(text.to_owned())),
            Err(error) if error.is_not_found() => Some(Zeroizing::new(NEW.to_owned())),
            Err(error) => return Err(error.into()),
        };
        let text = text.ok_or_else(|| unreadable(&path, "it is not UTF-8 text".into()))?;
        let tree = tree(&path, &text)?;
        if !matches!(tree[PROFILES], Value::Null | Value::Object(_)) {
            return Err(unreadable(&path, "`profiles` is no map of names".into()));
        }
        let book = Self { path, text, tree, _lock: lock };
        for name in book.names() {
            if let Some(secret) = book.text_of(name, SECRET) {
                redactor.add(SECRET_NAME, &SecretBytes::from(secret.as_str()));
            }
        }
        Ok(book)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names, in the order of the file.
    pub fn names(&self) -> Vec<&str> {
        self.tree[PROFILES].as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
    }

    /// Whether another look at the file found the same of this profile.
    pub fn agrees(&self, other: &Self, name: &str) -> bool {
        self.tree[PROFILES].get(name) == other.tree[PROFILES].get(name)
    }

    /// The profile that counts where none is named.
    pub fn default_name(&self) -> Option<String> {
        DEFAULTS
            .iter()
            .find_map(|key| text_at(&self.text, &self.tree, &[key]).filter(|name| !name.is_empty()))
    }

    /// The profile of that name.
    pub fn get(&self, name: &str) -> Result<Profile, ProfileError> {
        if self.tree[PROFILES].get(name).is_none() {
            let near = did_you_mean(name, self.names()).map(str::to_owned);
            return Err(ProfileError::NotFound { name: name.to_owned(), near, by: None });
        }
        let bad = |what: &str| ProfileError::Bad { name: name.to_owned(), what: what.to_owned() };
        let needed = |key: &str| {
            self.text_of(name, key)
                .filter(|text| !text.is_empty())
                .ok_or_else(|| bad(&format!("it has no `{key}`")))
        };
        let url = ServerUrl::parse(&needed("url")?).map_err(|error| bad(&error.to_string()))?;
        let key_id = needed("key_id")?.to_string();
        check_key_id(&key_id).map_err(|error| bad(&error.to_string()))?;
        let dialect = match self.text_of(name, "dialect") {
            None => Dialect::default(),
            Some(word) => Dialect::parse(&word)
                .ok_or_else(|| bad("its `dialect` is none of v2, documented and legacy"))?,
        };
        let secret = self.secret_of(name).ok_or_else(|| bad("where its secret is cannot be read"))?;
        let added_at = self.text_of(name, "added_at").map(|text| text.to_string());
        Ok(Profile { name: name.to_owned(), url, key_id, dialect, secret, added_at })
    }

    /// Where the secret of a profile is; nothing where that is not written in a way that is known.
    fn secret_of(&self, name: &str) -> Option<Kept> {
        if let Some(place) = self.text_of(name, SECRET_IN) {
            return (place.as_str() == KEYCHAIN).then_some(Kept::Keychain);
        }
        if let Some(sealed) = self.text_of(name, SEALED) {
            return Sealed::parse(&sealed).map(Kept::Sealed);
        }
        let plain = self.text_of(name, SECRET).filter(|secret| !secret.is_empty());
        Some(plain.map_or(Kept::Nowhere, |secret| Kept::Plain(SecretBytes::from(secret.as_str()))))
    }

    fn text_of(&self, name: &str, key: &str) -> Option<Zeroizing<String>> {
        text_at(&self.text, &self.tree, &[PROFILES, name, key]).map(Zeroizing::new)
    }

    /// Puts a profile in, in the place of one of that name; keys that are not known stay.
    pub fn put(&mut self, profile: &Profile) -> Result<(), ProfileError> {
        let (mut plain, mut sealed, mut place) = (None, None, None);
        match &profile.secret {
            Kept::Nowhere => {}
            Kept::Plain(secret) => {
                let bad = || ProfileError::Bad {
                    name: profile.name.clone(),
                    what: "its secret is not text".into(),
                };
                plain = Some(secret.expose_str().ok_or_else(bad)?.to_owned());
            }
            Kept::Sealed(secret) => sealed = Some(secret.text()),
            Kept::Keychain => place = Some(KEYCHAIN.to_owned()),
        }
        let values = [
            Some(profile.url.as_str().to_owned()),
            Some(profile.key_id.clone()),
            Some(profile.dialect.as_str().to_owned()),
            plain,
            sealed,
            place,
            profile.added_at.clone(),
        ];
        for (key, value) in KEYS.iter().zip(values) {
            self.write(&[PROFILES, &profile.name, key], value)?;
        }
        Ok(())
    }

    /// Takes a profile out; it is not the default one any more.
    pub fn remove(&mut self, name: &str) -> Result<(), ProfileError> {
        self.write(&[PROFILES, name], None)?;
        for key in DEFAULTS {
            if text_at(&self.text, &self.tree, &[key]).as_deref() == Some(name) {
                self.write(&[key], None)?;
            }
        }
        Ok(())
    }

    /// The profile that counts from now on where none is named. A file that says it under both names goes on to.
    pub fn set_default(&mut self, name: &str) -> Result<(), ProfileError> {
        let [ours, other] = DEFAULTS;
        self.write(&[ours], Some(name.to_owned()))?;
        if self.tree.get(other).is_some() { self.write(&[other], Some(name.to_owned())) } else { Ok(()) }
    }

    /// Writes the file: whole, and for its owner alone.
    pub fn save(&self) -> Result<(), ProfileError> {
        Ok(fs::write_atomic(&self.path, self.text.as_bytes(), Mode::PRIVATE)?)
    }

    /// Sets what is at these keys, or takes it away.
    fn write(&mut self, keys: &[&str], value: Option<String>) -> Result<(), ProfileError> {
        let path = edit::Path::keys(keys.iter().copied());
        // What stays what it is stays as it is written.
        if value.is_some() && text_at(&self.text, &self.tree, keys) == value {
            return Ok(());
        }
        let is_there = keys.iter().try_fold(&self.tree, |at, key| at.get(key)).is_some();
        let new = match value {
            Some(value) => edit::set_in_order(&self.text, &path, &Value::String(value), &order),
            None if is_there => edit::unset(&self.text, &path),
            None => return Ok(()),
        };
        let new = edited(&self.path, new)?;
        self.tree = tree(&self.path, &new)?;
        self.text = Zeroizing::new(new);
        Ok(())
    }
}

/// Where new keys go.
fn order(at: &[Step]) -> Vec<&'static str> {
    match at.len() {
        0 => vec!["version", DEFAULTS[0], DEFAULTS[1], PROFILES],
        2 => KEYS.to_vec(),
        _ => Vec::new(),
    }
}

fn unreadable(path: &Path, what: String) -> ProfileError {
    ProfileError::Unreadable { path: path.to_owned(), what }
}

/// What the text of a file says: a map, or nothing. An error has no word of it.
pub(super) fn tree(path: &Path, text: &str) -> Result<Value, ProfileError> {
    match edit::read(text) {
        Ok(tree @ (Value::Null | Value::Object(_))) => Ok(tree),
        Ok(_) => Err(unreadable(path, "it is no map of keys".into())),
        Err(EditError::NotYaml { line, column, .. }) => {
            Err(unreadable(path, format!("line {line}, column {column}: that is no YAML")))
        }
        Err(error) => Err(unreadable(path, error.to_string())),
    }
}

/// The text at these keys, as it is written; a number is its digits.
pub(super) fn text_at(text: &str, tree: &Value, keys: &[&str]) -> Option<String> {
    match keys.iter().try_fold(tree, |at, key| at.get(key))? {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => edit::scalar_at(text, &edit::Path::keys(keys.iter().copied())),
        _ => None,
    }
}

/// The new text of a file that was edited.
pub(super) fn edited(path: &Path, new: Result<String, EditError>) -> Result<String, ProfileError> {
    new.map_err(|error| ProfileError::NotEdited { path: path.to_owned(), error })
}
