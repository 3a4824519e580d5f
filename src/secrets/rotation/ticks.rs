//! What was revoked at its provider: kept in the state directory, for no file of the formation can tell.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::crypto::hash::hex;
use crate::secrets::Error;
use crate::secrets::error::GitError;
use crate::support::fs::{self, Mode};

const FILE: &str = "revoked.json";

/// The deleted secrets that were revoked.
#[derive(Clone, Debug, Default)]
pub struct Ticks {
    path: PathBuf,
    ticks: BTreeMap<String, Tick>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Tick {
    /// The highest version that was revoked; none in format 1.
    version: Option<u32>,
    /// When it was ticked off, in seconds since the Unix epoch.
    at: u64,
}

impl Ticks {
    /// Those kept in the directory `state`; none where there is no such file.
    pub fn load(state: &Path) -> Result<Self, Error> {
        let path = state.join(FILE);
        let ticks = match fs::read_if_exists(&path)? {
            None => BTreeMap::new(),
            Some(bytes) => serde_json::from_slice(&bytes).map_err(|_| GitError::TicksBroken(path.clone()))?,
        };
        Ok(Self { path, ticks })
    }

    /// Whether what was seen last is revoked.
    pub(super) fn has(&self, name: &str, store: Option<[u8; 16]>, version: Option<u32>, seen: u64) -> bool {
        self.ticks.get(&id(name, store)).is_some_and(|tick| match (tick.version, version) {
            (Some(ticked), Some(version)) => version <= ticked,
            _ => seen <= tick.at,
        })
    }

    pub(super) fn add(
        &mut self,
        name: &str,
        store: Option<[u8; 16]>,
        version: Option<u32>,
        at: u64,
    ) -> Result<(), Error> {
        self.ticks.insert(id(name, store), Tick { version, at });
        if let Some(dir) = self.path.parent() {
            fs::create_private_dir(dir)?;
        }
        let json = serde_json::to_vec_pretty(&self.ticks).unwrap_or_default();
        Ok(fs::write_atomic(&self.path, &json, Mode::PRIVATE)?)
    }
}

fn id(name: &str, store: Option<[u8; 16]>) -> String {
    format!("{} {name}", store.map_or_else(|| "format-1".to_owned(), |store| hex(&store)))
}
