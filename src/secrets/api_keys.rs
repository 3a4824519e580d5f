//! The two API keys of a formation: declared, or in its secrets, or made once and kept in the
//! state directory, never in a file that is committed.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::generate::api_key;
use super::{Error, SecretName, Store};
use crate::support::fs::{self, FsError, Links, Privacy};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

const FILE: &str = "api-keys.json";
const LIMIT: u64 = 4096;
const ADMIN: &str = "FORMATION_ADMIN_API_KEY";
const CLIENT: &str = "FORMATION_CLIENT_API_KEY";

/// The secrets that hold API keys: used by their names, without any reference.
pub(super) const SECRETS: [&str; 2] = [ADMIN, CLIENT];

/// Where a key comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiKeyOrigin {
    /// `server.api_keys` of the formation.
    Formation,
    /// A secret of this name.
    Secret(&'static str),
    /// Made for this formation on this machine, kept in this file.
    File(PathBuf),
}

impl std::fmt::Display for ApiKeyOrigin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Formation => f.write_str("server.api_keys of the formation"),
            Self::Secret(name) => write!(f, "the secret {name}"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// One key and where it comes from.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// The key.
    pub value: SecretBytes,
    /// Where it comes from.
    pub origin: ApiKeyOrigin,
}

/// Both keys.
#[derive(Clone, Debug)]
pub struct ApiKeys {
    /// `X-Muxi-Admin-Key`.
    pub admin: ApiKey,
    /// `X-Muxi-Client-Key`.
    pub client: ApiKey,
}

/// The keys that the formation declares, resolved; `None` where it declares none.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// `server.api_keys.admin_key`.
    pub admin: Option<SecretBytes>,
    /// `server.api_keys.client_key`.
    pub client: Option<SecretBytes>,
}

#[derive(Serialize, Deserialize)]
struct Made {
    admin_key: Zeroizing<String>,
    client_key: Zeroizing<String>,
}

impl ApiKeys {
    /// The keys of a formation: declared, else in `store`, else those in the directory `state`,
    /// which are made if they are not there yet. The redactor hears of both.
    pub fn find(
        declared: Declared,
        store: Option<&Store>,
        state: &Path,
        redactor: &Redactor,
    ) -> Result<Self, Error> {
        let keys = Self::look(declared, store, state)?;
        redactor.add("ADMIN_API_KEY", &keys.admin.value);
        redactor.add("CLIENT_API_KEY", &keys.client.value);
        Ok(keys)
    }

    /// The keys of a formation that runs elsewhere, of administrators and of clients: declared, else in `store`. None is
    /// made. The redactor hears of both.
    pub fn known(
        declared: Declared,
        store: Option<&Store>,
        redactor: &Redactor,
    ) -> Result<[Option<SecretBytes>; 2], Error> {
        let admin = one(declared.admin, store, ADMIN)?.map(|key| key.value);
        let client = one(declared.client, store, CLIENT)?.map(|key| key.value);
        for (name, key) in [("ADMIN_API_KEY", &admin), ("CLIENT_API_KEY", &client)] {
            if let Some(key) = key {
                redactor.add(name, key);
            }
        }
        Ok([admin, client])
    }

    /// Whether [`ApiKeys::find`] would make keys.
    pub fn would_make(declared: &Declared, store: Option<&Store>, state: &Path) -> Result<bool, Error> {
        let is_there = one(declared.admin.clone(), store, ADMIN)?.is_some()
            && one(declared.client.clone(), store, CLIENT)?.is_some();
        Ok(!is_there && read(&state.join(FILE))?.is_none())
    }

    fn look(declared: Declared, store: Option<&Store>, state: &Path) -> Result<Self, Error> {
        let admin = one(declared.admin, store, ADMIN)?;
        let client = one(declared.client, store, CLIENT)?;
        if let (Some(admin), Some(client)) = (&admin, &client) {
            return Ok(Self { admin: admin.clone(), client: client.clone() });
        }
        let path = state.join(FILE);
        let made = read_or_make(&path)?;
        let kept =
            |text: &str| ApiKey { value: SecretBytes::from(text), origin: ApiKeyOrigin::File(path.clone()) };
        Ok(Self {
            admin: admin.unwrap_or_else(|| kept(&made.admin_key)),
            client: client.unwrap_or_else(|| kept(&made.client_key)),
        })
    }
}

/// An empty value is no key: it would let everybody in.
fn one(
    declared: Option<SecretBytes>,
    store: Option<&Store>,
    secret: &'static str,
) -> Result<Option<ApiKey>, Error> {
    if let Some(value) = declared.filter(|v| !v.is_empty()) {
        return Ok(Some(ApiKey { value, origin: ApiKeyOrigin::Formation }));
    }
    let Some(store) = store else { return Ok(None) };
    let value = store.get(&SecretName::normalise(secret)?.name)?.filter(|v| !v.is_empty());
    Ok(value.map(|value| ApiKey { value, origin: ApiKeyOrigin::Secret(secret) }))
}

fn read_or_make(path: &Path) -> Result<Made, Error> {
    if let Some(made) = read(path)? {
        return Ok(made);
    }
    let text = |key: SecretBytes| Zeroizing::new(key.expose_str().unwrap_or_default().to_owned());
    let made = Made { admin_key: text(api_key("fma_")?), client_key: text(api_key("fmc_")?) };
    let json = Zeroizing::new(serde_json::to_vec(&made).unwrap_or_default());
    match fs::create_new_private(path, &json) {
        Ok(()) => Ok(made),
        // Another process was faster: its keys count.
        Err(error) => read(path)?.ok_or(Error::File(error)),
    }
}

fn read(path: &Path) -> Result<Option<Made>, Error> {
    let bytes = match fs::read_secret(path, Links::Refuse, Privacy::Required, LIMIT) {
        Ok(bytes) => bytes,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error @ FsError::Exposed { .. }) => return Err(Error::KeyNotPrivate(error)),
        Err(error) => return Err(error.into()),
    };
    match serde_json::from_slice(bytes.expose()) {
        Ok(made) => Ok(Some(made)),
        Err(_) => Err(Error::ApiKeysBroken(path.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn keys_are_made_once_and_kept_private() {
        let dir = tempfile::tempdir().unwrap();
        let first = ApiKeys::look(Declared::default(), None, dir.path()).unwrap();
        let second = ApiKeys::look(Declared::default(), None, dir.path()).unwrap();
        assert_eq!(first.admin.value, second.admin.value);
        assert_ne!(first.admin.value, first.client.value);
        let mode = dir.path().join(FILE).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_declared_key_counts_and_an_empty_one_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let declared = Declared { admin: Some("a-key".into()), client: Some("".into()) };
        let keys = ApiKeys::look(declared, None, dir.path()).unwrap();
        assert_eq!(keys.admin.value.expose(), b"a-key");
        assert_eq!(keys.admin.origin, ApiKeyOrigin::Formation);
        assert!(keys.client.value.expose().starts_with(b"fmc_"));
    }

    #[test]
    fn a_damaged_or_readable_file_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(FILE);
        fs::create_new_private(&path, b"{").unwrap();
        let error = ApiKeys::look(Declared::default(), None, dir.path()).unwrap_err().to_string();
        assert!(error.contains(FILE), "{error}");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(ApiKeys::look(Declared::default(), None, dir.path()).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"{");
    }
}
