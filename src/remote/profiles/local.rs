//! `.muxi` at the root of a formation: what the deployed command line keeps there for it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::ProfileError;
use super::file::{edited, text_at, tree};
use crate::formation::edit;
use crate::support::fs::{self, Mode};

/// Its name.
pub const LOCAL_FILE: &str = ".muxi";

/// What `.muxi` says. What else is in the file stays there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Local {
    /// The server that the formation goes to: the name of a profile.
    pub profile: Option<String>,
    /// Whom commands act as.
    pub user_id: Option<String>,
    /// Whether commands are about the draft of the formation.
    pub draft: bool,
}

impl Local {
    /// What the file in `root` says; nothing where there is none.
    pub fn read(root: &Path) -> Result<Self, ProfileError> {
        let path = file(root);
        if !path.is_file() {
            return Ok(Self::default());
        }
        let Some(text) = fs::read_to_string_if_exists(&path)? else { return Ok(Self::default()) };
        let tree = tree(&path, &text)?;
        let of = |key: &str| text_at(&text, &tree, &[key]).filter(|text| !text.is_empty());
        Ok(Self { profile: of("profile"), user_id: of("user_id"), draft: tree["draft"] == true })
    }

    /// Sets one key of the file in `root`, which is made if there is none; comments and other keys stay. Whoever calls holds
    /// the lock of the formation.
    pub fn set(root: &Path, key: &str, value: &Value) -> Result<(), ProfileError> {
        let path = file(root);
        let text = fs::read_to_string_if_exists(&path)?.unwrap_or_default();
        tree(&path, &text)?;
        let new = edited(&path, edit::set(&text, &edit::Path::keys([key]), value))?;
        Ok(fs::write_atomic(&path, new.as_bytes(), Mode::Keep(0o644))?)
    }
}

fn file(root: &Path) -> PathBuf {
    root.join(LOCAL_FILE)
}
