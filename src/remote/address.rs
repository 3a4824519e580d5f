//! Where the running server of a formation is, left in its state directory for `muxi chat`.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::support::fs::{self, FsError, Mode};

const FILE: &str = "server.json";

/// A running `muxi serve`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Its base URL, without a path.
    pub url: String,
    /// Its process.
    pub pid: u32,
}

/// The address file cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// The file system refused.
    #[error(transparent)]
    File(#[from] FsError),
    /// The file is not what muxi writes.
    #[error("{} does not say where the server is: {detail}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
}

impl Address {
    /// Leaves the address in the state directory.
    pub fn publish(&self, state: &Path) -> Result<(), AddressError> {
        let json = serde_json::to_vec(self).expect("two plain fields");
        Ok(fs::write_atomic(&state.join(FILE), &json, Mode::PRIVATE)?)
    }

    /// The address that was left, if one was.
    pub fn read(state: &Path) -> Result<Option<Self>, AddressError> {
        let path = state.join(FILE);
        let Some(bytes) = fs::read_if_exists(&path)? else { return Ok(None) };
        let address = serde_json::from_slice(&bytes);
        address.map(Some).map_err(|e| AddressError::Unreadable { path, detail: e.to_string() })
    }

    /// Takes the address away: the server has ended.
    pub fn withdraw(state: &Path) -> Result<(), AddressError> {
        fs::remove_if_exists(&state.join(FILE))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_published_until_it_is_withdrawn() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Address::read(dir.path()).unwrap(), None);
        let address = Address { url: "http://127.0.0.1:8271".into(), pid: 7 };
        address.publish(dir.path()).unwrap();
        assert_eq!(Address::read(dir.path()).unwrap(), Some(address));
        Address::withdraw(dir.path()).unwrap();
        assert_eq!(Address::read(dir.path()).unwrap(), None);
    }

    #[test]
    fn a_damaged_address_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        fs::write_atomic(&dir.path().join(FILE), b"{", Mode::PRIVATE).unwrap();
        let error = Address::read(dir.path()).unwrap_err().to_string();
        assert!(error.contains("server.json"), "{error}");
    }
}
