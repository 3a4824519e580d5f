//! Where tokens are kept.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::secrets::DerivedKey;

/// Gives the keys at hand, the one to seal with first. Asked each time: a key may come, or be replaced.
/// Why there are none is an error, in words; that there is no key at all is none.
type Keys = Arc<dyn Fn() -> Result<Vec<DerivedKey>, String> + Send + Sync>;

/// A directory of sealed tokens, one file for each server. Clones are handles to the same one.
#[derive(Clone)]
pub struct Vault {
    directory: PathBuf,
    formation: String,
    keys: Keys,
}

impl Vault {
    /// The vault of the formation with this id, in a directory of its state that need not be there yet. `keys` says in
    /// words why it has none to give.
    pub fn new(
        directory: PathBuf,
        formation: String,
        keys: impl Fn() -> Result<Vec<DerivedKey>, String> + Send + Sync + 'static,
    ) -> Self {
        Self { directory, formation, keys: Arc::new(keys) }
    }

    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    pub(super) fn formation(&self) -> &str {
        &self.formation
    }

    pub(super) fn keys(&self) -> Result<Vec<DerivedKey>, String> {
        (self.keys)()
    }
}
