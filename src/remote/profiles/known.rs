//! `formations.yaml`: the API keys of formations that the deployed command line keeps.

use std::path::Path;

use zeroize::Zeroizing;

use super::ProfileError;
use super::file::{text_at, tree};
use crate::support::fs::{self, Links, Privacy};
use crate::support::redact::Redactor;
use crate::support::secret::SecretBytes;

const FILE: &str = "formations.yaml";
const FORMATIONS: &str = "formations";
/// The most bytes that the file may have.
const LIMIT: u64 = 1 << 20;

/// What is kept of a formation that runs elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The key of its administrators.
    pub admin_key: Option<SecretBytes>,
    /// The key of its clients.
    pub client_key: Option<SecretBytes>,
    /// Whom commands act as.
    pub user_id: Option<String>,
}

impl Known {
    /// What the file in `dir` says of the formation with this id; nothing where there is none. `redactor` hears of the keys.
    /// Others must not be able to read the file.
    pub fn read(dir: &Path, id: &str, redactor: &Redactor) -> Result<Self, ProfileError> {
        let path = dir.join(FILE);
        let bytes = match fs::read_secret(&path, Links::Refuse, Privacy::Required, LIMIT) {
            Ok(bytes) => bytes,
            Err(error) if error.is_not_found() => return Ok(Self::default()),
            Err(error) => return Err(error.into()),
        };
        let unreadable = |what: &str| ProfileError::Unreadable { path: path.clone(), what: what.to_owned() };
        let text = bytes.expose_str().ok_or_else(|| unreadable("it is not UTF-8 text"))?;
        let tree = tree(&path, text)?;
        let of = |name: &str| {
            let text = text_at(text, &tree, &[FORMATIONS, id, name]).map(Zeroizing::new);
            text.filter(|text| !text.is_empty())
        };
        let key = |name: &str, called: &str| {
            let key = of(name).map(|key| SecretBytes::from(key.as_str()));
            key.inspect(|key| redactor.add(called, key))
        };
        Ok(Self {
            admin_key: key("admin_key", "ADMIN_API_KEY"),
            client_key: key("client_key", "CLIENT_API_KEY"),
            user_id: of("default_user_id").map(|id| id.to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::fs::Mode;

    #[test]
    fn keys_of_the_deployed_command_line_are_read_if_only_their_owner_can() {
        let dir = tempfile::tempdir().unwrap();
        let read = |id: &str| Known::read(dir.path(), id, &Redactor::default());
        assert!(read("my-bot").unwrap().admin_key.is_none());
        let text = "formations:\n  my-bot:\n    default_profile: prod\n    default_user_id: ada\n    client_key: fmc_1\n    admin_key: fma_1\n    added_at: x\n  other: {}\n";
        let path = dir.path().join(FILE);
        fs::write_atomic(&path, text.as_bytes(), Mode::PRIVATE).unwrap();
        let known = read("my-bot").unwrap();
        assert_eq!(known.admin_key.unwrap().expose(), b"fma_1");
        assert_eq!(
            (known.client_key.unwrap().expose(), known.user_id.as_deref()),
            (&b"fmc_1"[..], Some("ada"))
        );
        let other = read("other").unwrap();
        assert!(other.client_key.is_none() && other.user_id.is_none());
        fs::set_mode(&path, 0o644).unwrap();
        assert!(read("my-bot").is_err());
    }
}
