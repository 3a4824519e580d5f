//! The file: read where it is private, changed in place, written whole.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{Config, ConfigError, Key, read};
use crate::formation::edit::{self, EditError, Step};
use crate::remote::sign::Dialect;
use crate::support::clock::rfc3339;
use crate::support::fs::{self, Links, Lock, Mode, Privacy};
use crate::support::redact::Redactor;

/// The most bytes that the file may have.
const LIMIT: u64 = 1 << 20;
const LOCK: &str = ".config.lock";
/// How long a writer waits for another one.
const WAIT: Duration = Duration::from_secs(30);
/// What a file begins with that is made here.
const NEW: &str = "# The configuration of `muxi server`. It holds secrets: keep it to yourself (0600).\nauth:\n  enabled: true\n";
/// What secrets of keys are called where they are taken out of text.
const SECRET_NAME: &str = "SERVER_KEY";

/// The file of a configuration.
pub struct ConfigFile {
    path: PathBuf,
    text: Zeroizing<String>,
    tree: Value,
    /// Held by who changes it.
    _lock: Option<Lock>,
}

impl ConfigFile {
    /// Reads it. Others must not be able to.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        Self::open(path, None)
    }

    /// The same to change it: nobody else changes it meanwhile.
    pub fn change(path: &Path) -> Result<Self, ConfigError> {
        let lock = lock(path)?;
        fs::remove_stale_temps(path);
        Self::open(path, Some(lock))
    }

    fn open(path: &Path, lock: Option<Lock>) -> Result<Self, ConfigError> {
        let bytes = match fs::read_secret(path, Links::Follow, Privacy::Required, LIMIT) {
            Err(error) if error.is_not_found() => return Err(ConfigError::None(path.to_owned())),
            bytes => bytes?,
        };
        let bad = |what: String| ConfigError::Bad { path: path.to_owned(), what };
        let text = bytes.expose_str().ok_or_else(|| bad("it is not UTF-8 text".to_owned()))?;
        let tree = tree(path, text)?;
        Ok(Self { path: path.to_owned(), text: Zeroizing::new(text.to_owned()), tree, _lock: lock })
    }

    /// A new one, with this key; `force` replaces one that is there.
    pub fn create(path: &Path, settings: &Value, key: &Key, force: bool) -> Result<Self, ConfigError> {
        if let Some(dir) = path.parent() {
            fs::create_private_dir(dir)?;
        }
        let lock = lock(path)?;
        if !force && path.symlink_metadata().is_ok() {
            return Err(ConfigError::Exists(path.to_owned()));
        }
        let text = Zeroizing::new(NEW.to_owned());
        let mut file = Self { path: path.to_owned(), tree: tree(path, NEW)?, text, _lock: Some(lock) };
        for (name, value) in settings.as_object().into_iter().flatten() {
            file.edited(edit::set(&file.text, &edit::Path::keys([name.as_str()]), value))?;
        }
        file.add(key)?;
        file.save()?;
        Ok(file)
    }

    /// What it says; `redactor` hears of the secrets in it. A server that would be open is an error.
    pub fn config(&self, redactor: &Redactor) -> Result<Config, ConfigError> {
        let config = read::config(&self.text, &self.tree);
        let config = config.map_err(|what| ConfigError::Bad { path: self.path.clone(), what })?;
        for key in &config.keys {
            redactor.add(SECRET_NAME, &key.secret);
        }
        if self.tree["auth"]["enabled"] == json!(false) {
            return Err(ConfigError::Open(self.path.clone()));
        }
        Ok(config)
    }

    /// Puts a key in.
    pub fn add(&mut self, key: &Key) -> Result<(), ConfigError> {
        let scopes: Vec<String> = key.scopes.iter().map(ToString::to_string).collect();
        let secret = key.secret.expose_str().unwrap_or_default();
        let mut item = json!({"id": key.id, "secret": secret, "scopes": scopes});
        let usual = [Dialect::V2, Dialect::Documented];
        if key.dialects != usual {
            let names: Vec<&str> = key.dialects.iter().map(|dialect| dialect.as_str()).collect();
            item["dialects"] = json!(names);
        }
        if key.legacy {
            item["legacy"] = json!(true);
        }
        if let Some(expires) = key.expires {
            item["expires"] = json!(rfc3339(expires * 1000));
        }
        if let Some(created) = &key.created_at {
            item["created_at"] = json!(created);
        }
        self.edited(edit::append(&self.text, &edit::Path::keys(["auth", "keys"]), &item))
    }

    /// Takes a key out, whichever way it is in.
    pub fn remove(&mut self, id: &str) -> Result<(), ConfigError> {
        let auth = &self.tree["auth"];
        let ours = auth["keys"].as_array().into_iter().flatten().position(|key| key["id"] == id);
        if let Some(n) = ours {
            let path = edit::Path::keys(["auth", "keys"]).then(Step::Index(n));
            return self.edited(edit::unset(&self.text, &path));
        }
        if edit::scalar_at(&self.text, &edit::Path::keys(["auth", "key"])).as_deref() != Some(id) {
            return Err(ConfigError::NoKey(id.to_owned()));
        }
        ["key", "secret", "legacy"].into_iter().try_for_each(|name| {
            if self.tree["auth"].get(name).is_none() {
                return Ok(());
            }
            self.edited(edit::unset(&self.text, &edit::Path::keys(["auth", name])))
        })
    }

    /// Writes it: whole, and for its owner alone.
    pub fn save(&self) -> Result<(), ConfigError> {
        Ok(fs::write_atomic(&self.path, self.text.as_bytes(), Mode::PRIVATE)?)
    }

    fn edited(&mut self, new: Result<String, EditError>) -> Result<(), ConfigError> {
        let new = new.map_err(|error| ConfigError::NotEdited { path: self.path.clone(), error })?;
        self.tree = tree(&self.path, &new)?;
        self.text = Zeroizing::new(new);
        Ok(())
    }
}

fn lock(path: &Path) -> Result<Lock, ConfigError> {
    let dir = path.parent().unwrap_or(Path::new("."));
    if !dir.is_dir() {
        return Err(ConfigError::None(path.to_owned()));
    }
    Ok(Lock::acquire(&dir.join(LOCK), WAIT)?)
}

fn tree(path: &Path, text: &str) -> Result<Value, ConfigError> {
    let bad = |what: String| ConfigError::Bad { path: path.to_owned(), what };
    match edit::read(text) {
        Ok(tree @ (Value::Null | Value::Object(_))) => Ok(tree),
        Ok(_) => Err(bad("it is no map of keys".to_owned())),
        Err(EditError::NotYaml { line, column, .. }) => {
            Err(bad(format!("line {line}, column {column}: that is no YAML")))
        }
        Err(error) => Err(bad(error.to_string())),
    }
}
