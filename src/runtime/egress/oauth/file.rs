//! The tokens of one server in a file: sealed (AES-256-GCM) for this formation, server, endpoint and issuer.

use std::path::PathBuf;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::register::Client;
use super::vault::Vault;
use crate::crypto::hash::hex;
use crate::crypto::{aead, bound, mac, rng};
use crate::secrets::DerivedKey;
use crate::support::fs::{self, FsError, Links, Lock, Mode, Privacy, Stamp};
use crate::support::text::stable_hash;

/// The only version of the file.
const VERSION: u32 = 1;

/// The longest file that is read, in bytes.
const MOST: u64 = 256 << 10;

/// How long another process may hold the lock: one that renews waits for somebody else's server.
const LOCK_WAIT: Duration = Duration::from_secs(45);

/// What is kept of a login.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) client: Client,
    pub(super) token_endpoint: String,
    #[serde(default)]
    pub(super) revocation_endpoint: Option<String>,
    /// For which the tokens are (RFC 8707).
    pub(super) resource: String,
    /// None where a login is needed.
    #[serde(default)]
    pub(super) access_token: Option<Zeroizing<String>>,
    #[serde(default)]
    pub(super) refresh_token: Option<Zeroizing<String>>,
    /// Seconds since the Unix epoch.
    pub(super) obtained_at: u64,
    /// The same; none where nobody said.
    #[serde(default)]
    pub(super) expires_at: Option<u64>,
    /// What the tokens are good for.
    #[serde(default)]
    pub(super) scopes: Vec<String>,
    /// Of one login, also when its tokens are renewed; another one's is another.
    #[serde(default)]
    pub(super) login: String,
    /// What the server asked for beyond that.
    #[serde(default)]
    pub(super) wanted: Vec<String>,
}

/// What is in the file, and who gave it out.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) issuer: String,
    pub(super) record: Record,
}

/// The file as it is written, without a blank, so that each text of it is one file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    muxi_tokens: u32,
    server: String,
    issuer: String,
    /// Tells another endpoint from a changed byte; says nothing about it.
    endpoint: String,
    key: String,
    nonce: String,
    sealed: String,
}

/// Why the file cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileFault {
    #[error("the formation has no key to seal tokens with")]
    NoKey,
    #[error("the tokens in {} are sealed with the key {key}, which is not here", path.display())]
    OtherKey { path: PathBuf, key: String },
    #[error("the tokens in {} are for another endpoint", .0.display())]
    OtherEndpoint(PathBuf),
    #[error("the tokens in {} were changed, or are another server's", .0.display())]
    Damaged(PathBuf),
    #[error("the key that tokens are sealed with cannot be had: {0}")]
    Keys(String),
    #[error(transparent)]
    File(#[from] FsError),
    #[error("no random numbers: {0}")]
    Random(#[from] rng::RngError),
}

impl FileFault {
    /// Whether a new login is of no help: the tokens may be as good as ever.
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::Keys(_) | Self::File(_) | Self::Random(_))
    }
}

/// The file of one server.
#[derive(Clone)]
pub(super) struct TokenFile {
    vault: Vault,
    server: String,
    endpoint: String,
    path: PathBuf,
}

impl TokenFile {
    /// For the server of that id at that endpoint.
    pub(super) fn new(vault: Vault, server: &str, endpoint: &str) -> Self {
        // An id comes from a file that somebody else may have written.
        let safe: String = server
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' })
            .take(64)
            .collect();
        let name = format!("{safe}-{:016x}.tokens", stable_hash(server.as_bytes()));
        let path = vault.directory().join(name);
        Self { vault, server: server.to_owned(), endpoint: endpoint.to_owned(), path }
    }

    /// At least one.
    fn keys(&self) -> Result<Vec<DerivedKey>, FileFault> {
        let keys = self.vault.keys().map_err(FileFault::Keys)?;
        if keys.is_empty() { Err(FileFault::NoKey) } else { Ok(keys) }
    }

    /// What is kept; nothing where there is no file.
    pub(super) fn read(&self) -> Result<Option<Kept>, FileFault> {
        let bytes = match fs::read_secret(&self.path, Links::Refuse, Privacy::Required, MOST) {
            Err(error) if error.is_not_found() => return Ok(None),
            bytes => bytes?,
        };
        self.open(bytes.expose()).map(Some)
    }

    fn open(&self, bytes: &[u8]) -> Result<Kept, FileFault> {
        let damaged = || FileFault::Damaged(self.path.clone());
        let written: Written = serde_json::from_slice(bytes).map_err(|_| damaged())?;
        if serde_json::to_vec(&written).ok().as_deref() != Some(bytes)
            || written.muxi_tokens != VERSION
            || written.server != self.server
        {
            return Err(damaged());
        }
        let keys = self.keys()?;
        let Some(key) = keys.iter().find(|key| key.id == written.key) else {
            return Err(FileFault::OtherKey { path: self.path.clone(), key: short(&written.key) });
        };
        let nonce = STANDARD_NO_PAD.decode(&written.nonce).ok().and_then(|nonce| nonce.try_into().ok());
        let sealed = STANDARD_NO_PAD.decode(&written.sealed).map_err(|_| damaged())?;
        let bound = self.bound(&written.issuer, &key.id);
        let plain = aead::open(&key.key, &nonce.ok_or_else(damaged)?, &bound, &sealed).map_err(|_| {
            if written.endpoint == self.mark(key) {
                damaged()
            } else {
                FileFault::OtherEndpoint(self.path.clone())
            }
        })?;
        let record = serde_json::from_slice(&plain).map_err(|_| damaged())?;
        if written.endpoint != self.mark(key) {
            return Err(damaged());
        }
        Ok(Kept { issuer: written.issuer, record })
    }

    /// Puts `kept` in the place of what there is. Whoever calls holds the lock.
    pub(super) fn write(&self, kept: &Kept) -> Result<(), FileFault> {
        let keys = self.keys()?;
        let key = keys.first().ok_or(FileFault::NoKey)?;
        let nonce: [u8; aead::NONCE_LEN] = rng::array()?;
        let plain = Zeroizing::new(serde_json::to_vec(&kept.record).expect("texts and numbers are JSON"));
        let sealed = aead::seal(&key.key, &nonce, &self.bound(&kept.issuer, &key.id), &plain);
        let written = Written {
            muxi_tokens: VERSION,
            server: self.server.clone(),
            issuer: kept.issuer.clone(),
            endpoint: self.mark(key),
            key: key.id.clone(),
            nonce: STANDARD_NO_PAD.encode(nonce),
            sealed: STANDARD_NO_PAD.encode(sealed),
        };
        let bytes = serde_json::to_vec(&written).expect("texts and numbers are JSON");
        Ok(fs::write_atomic(&self.path, &bytes, Mode::PRIVATE)?)
    }

    /// Removes it. True if it was there.
    pub(super) fn remove(&self) -> Result<bool, FileFault> {
        Ok(fs::remove_if_exists(&self.path)?)
    }

    /// The right to change it, among threads and processes; the directory is made.
    pub(super) fn lock(&self) -> Result<Lock, FileFault> {
        fs::create_private_dir(self.vault.directory())?;
        Ok(Lock::acquire(&self.path.with_extension("lock"), LOCK_WAIT)?)
    }

    /// Refuses where tokens could not be kept, before anything is asked for.
    pub(super) fn check(&self) -> Result<(), FileFault> {
        self.keys()?;
        self.lock().map(drop)
    }

    /// Which file it is now: another one after each change.
    pub(super) fn print(&self) -> Option<Stamp> {
        Stamp::of_name(&self.path)
    }

    /// What the seal is bound to.
    fn bound(&self, issuer: &str, key: &str) -> Vec<u8> {
        let parts = ["muxi tokens 1", self.vault.formation(), &self.server, &self.endpoint, issuer, key];
        bound(&parts.map(str::as_bytes))
    }

    fn mark(&self, key: &DerivedKey) -> String {
        hex(&mac::hmac_sha256(&*key.key, &[b"muxi tokens endpoint", self.endpoint.as_bytes()])[..8])
    }
}

/// An id of a key that somebody may have changed, as it is shown.
fn short(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).take(8).collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;
    use crate::crypto::Key256;

    fn key(byte: u8) -> DerivedKey {
        DerivedKey { id: format!("{byte:08x}"), key: Key256::from([byte; 32]) }
    }

    fn file(
        dir: &std::path::Path,
        formation: &str,
        server: &str,
        endpoint: &str,
        keys: Vec<u8>,
    ) -> TokenFile {
        let vault = Vault::new(dir.to_owned(), formation.to_owned(), move || {
            Ok(keys.iter().map(|byte| key(*byte)).collect())
        });
        TokenFile::new(vault, server, endpoint)
    }

    fn kept() -> Kept {
        let record = Record {
            access_token: Some(Zeroizing::new("at-canary-1234567890".to_owned())),
            refresh_token: Some(Zeroizing::new("rt-canary-1234567890".to_owned())),
            scopes: vec!["a".to_owned()],
            ..Record::default()
        };
        Kept { issuer: "https://issuer.example".to_owned(), record }
    }

    #[test]
    fn what_is_kept_comes_back_and_no_token_stands_in_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = file(dir.path(), "f", "one", "https://one.example/mcp?key=k", vec![1]);
        assert!(file.read().unwrap().is_none());
        let _lock = file.lock().unwrap();
        file.write(&kept()).unwrap();
        let back = file.read().unwrap().unwrap();
        assert_eq!(back.record.access_token.as_deref().map(String::as_str), Some("at-canary-1234567890"));
        assert_eq!(back.issuer, "https://issuer.example");
        let text = fs::read_to_string(&file.path).unwrap();
        assert!(!text.contains("canary") && !text.contains("one.example"), "{text}");
        assert_eq!(std::fs::metadata(&file.path).unwrap().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_changed_byte_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = file(dir.path(), "f", "one", "https://one.example/mcp", vec![1]);
        let _lock = file.lock().unwrap();
        file.write(&kept()).unwrap();
        let good = fs::read(&file.path).unwrap();
        file.open(&good).unwrap();
        for at in 0..good.len() {
            for bit in 0..8 {
                let mut bad = good.clone();
                bad[at] ^= 1 << bit;
                assert!(file.open(&bad).is_err(), "bit {bit} of byte {at}");
            }
            assert!(file.open(&good[..at]).is_err(), "cut at {at}");
        }
        let mut long = good.clone();
        long.push(b'\n');
        assert!(file.open(&long).is_err());
    }

    #[test]
    fn a_file_of_another_server_formation_endpoint_or_key_is_refused_and_named() {
        let dir = tempfile::tempdir().unwrap();
        let one = file(dir.path(), "f", "one", "https://one.example/mcp", vec![1]);
        let _lock = one.lock().unwrap();
        one.write(&kept()).unwrap();
        let bytes = fs::read(&one.path).unwrap();
        let tried = |formation, server, endpoint, keys| {
            let other = file(dir.path(), formation, server, endpoint, keys);
            other.open(&bytes).map(drop).unwrap_err()
        };
        let url = "https://one.example/mcp";
        assert!(matches!(tried("f", "two", url, vec![1]), FileFault::Damaged(_)));
        assert!(matches!(tried("g", "one", url, vec![1]), FileFault::Damaged(_)));
        let elsewhere = tried("f", "one", "https://two.example/mcp", vec![1]);
        assert!(matches!(elsewhere, FileFault::OtherEndpoint(_)), "{elsewhere}");
        assert!(matches!(tried("f", "one", url, vec![2]), FileFault::OtherKey { .. }));
        assert!(matches!(tried("f", "one", url, vec![]), FileFault::NoKey));
        // A key that was replaced still opens what it sealed, as long as it is here.
        file(dir.path(), "f", "one", url, vec![2, 1]).open(&bytes).unwrap();
    }

    #[test]
    fn a_file_that_others_may_read_or_a_link_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let file = file(dir.path(), "f", "one", "https://one.example/mcp", vec![1]);
        let _lock = file.lock().unwrap();
        file.write(&kept()).unwrap();
        std::fs::set_permissions(&file.path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(file.read().is_err());
        let moved = dir.path().join("moved");
        std::fs::rename(&file.path, &moved).unwrap();
        std::fs::set_permissions(&moved, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink(&moved, &file.path).unwrap();
        assert!(file.read().is_err());
    }
}
