//! The keys of the configuration, as they are now: a change of the file counts from the next call on.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::server::config::{ConfigError, ConfigFile, Key};
use crate::support::fs::Stamp;
use crate::support::redact::Redactor;

/// Hears what is wrong with a file that was changed.
pub type OnFault = Box<dyn Fn(&ConfigError) + Send + Sync>;
/// The keys, the file that they were read from, and what was said last of one that could not be read.
struct Held {
    stamp: Option<Stamp>,
    keys: Arc<[Arc<Key>]>,
    told: Option<String>,
}

/// The keys of a file.
pub struct Keys {
    path: PathBuf,
    redactor: Redactor,
    on_fault: OnFault,
    held: Mutex<Held>,
}

impl Keys {
    /// Those of the file at `path`, which has to be one that can be used.
    pub fn open(path: PathBuf, redactor: Redactor, on_fault: OnFault) -> Result<Self, ConfigError> {
        let stamp = Stamp::of(&path);
        let keys = read(&path, &redactor)?;
        Ok(Self { path, redactor, on_fault, held: Mutex::new(Held { stamp, keys, told: None }) })
    }

    /// Those that count now. Of a file that cannot be used, those that counted before.
    pub fn now(&self) -> Arc<[Arc<Key>]> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = Stamp::of(&self.path);
        if stamp != held.stamp {
            // Taken before it is read: what is written meanwhile is seen the next time.
            held.stamp = stamp;
            match read(&self.path, &self.redactor) {
                Ok(keys) => (held.keys, held.told) = (keys, None),
                Err(error) => {
                    // A file that could not be read is read again: a key that was taken away must not count on.
                    let again = matches!(error, ConfigError::File(_));
                    if again {
                        held.stamp = None;
                    }
                    // Anybody can have it looked at; what is wrong with it is said once.
                    let said = error.to_string();
                    if !again || held.told.as_ref() != Some(&said) {
                        (self.on_fault)(&error);
                    }
                    held.told = Some(said);
                }
            }
        }
        Arc::clone(&held.keys)
    }
}

fn read(path: &std::path::Path, redactor: &Redactor) -> Result<Arc<[Arc<Key>]>, ConfigError> {
    Ok(ConfigFile::read(path)?.config(redactor)?.keys.into_iter().map(Arc::new).collect())
}
