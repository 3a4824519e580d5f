//! What each error is called, which exit code it belongs to, and what to do next.

use std::path::Path;

use super::{Error, Kind};

impl Error {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(e) => e.code(),
            Self::Git(e) => e.code(),
            Self::Random(_) => "no_random_numbers",
            Self::EmptyName(_) => "secret_name_empty",
            Self::BadEnv(_) => "bad_env_name",
            Self::ApiKeysBroken(_) => "api_keys_broken",
            Self::TooLarge { .. } => "secret_too_large",
            Self::NotText { .. } => "secret_not_text",
            Self::NotFound { .. } => "secret_not_found",
            Self::NoKey { .. } => "key_missing",
            Self::WrongKey { .. } => "key_wrong",
            Self::DoesNotOpen { .. } => "key_wrong_or_file_changed",
            Self::KeyTruncated { .. } => "key_truncated",
            Self::KeyMalformed { .. } => "key_malformed",
            Self::KeyNotPrivate(_) => "key_not_private",
            Self::KeyTracked(_) => "key_tracked_by_git",
            Self::GitFileIsLink(_) => "git_file_is_symlink",
            Self::LinkOutside { .. } => "file_outside_formation",
            Self::PassphraseNeeded { .. } => "passphrase_needed",
            Self::PassphraseWrong { .. } => "passphrase_wrong",
            Self::PassphraseShort { .. } => "passphrase_short",
            Self::Interrupted => "interrupted",
            Self::NotAsked(_) => "input",
            Self::Key(fault) => fault.code(),
            Self::Foreign { .. } => "not_a_secrets_file",
            Self::NewerFormat { .. } => "secrets_format_unknown",
            Self::Line { .. } => "secrets_line_broken",
            Self::BadMap(_) => "secrets_map_broken",
            Self::Tampered { .. } => "secret_tampered",
            Self::Unreadable { .. } => "secret_unreadable",
            Self::Conflict { .. } => "secrets_conflict",
            Self::Older { .. } => "secrets_older",
            Self::SameName(_) => "secret_name_same",
            Self::NameTaken { .. } => "secret_name_taken",
            Self::NotRenamedIn(_) => "reference_not_renamed",
            Self::ChangedMeanwhile { .. } => "changed_meanwhile",
            Self::JournalBroken(_) => "journal_broken",
            Self::JournalStuck { .. } => "journal_stuck",
            Self::Unsealed { .. } => "secrets_unsealed",
            Self::Import { .. } => "import_unreadable",
            Self::Differs { .. } => "secrets_differ",
            Self::NotExportable { .. } => "secret_not_exportable",
            Self::NotForEnvironment { .. } => "secret_not_for_environment",
        }
    }

    /// Which exit code this error belongs to.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Git(e) => e.kind(),
            Self::NotFound { .. } => Kind::NotFound,
            Self::KeyNotPrivate(_)
            | Self::KeyTracked(_)
            | Self::GitFileIsLink(_)
            | Self::LinkOutside { .. }
            | Self::PassphraseShort { .. }
            | Self::Conflict { .. }
            | Self::Older { .. }
            | Self::NameTaken { .. }
            | Self::NotRenamedIn(_)
            | Self::ChangedMeanwhile { .. }
            | Self::JournalBroken(_)
            | Self::JournalStuck { .. }
            | Self::Differs { .. }
            | Self::Unsealed { .. } => Kind::Refused,
            Self::EmptyName(_) | Self::SameName(_) | Self::BadEnv(_) | Self::TooLarge { .. } => Kind::Usage,
            Self::PassphraseNeeded { .. } => Kind::NeedsInput,
            Self::Interrupted => Kind::Interrupted,
            Self::Key(fault) => fault.kind(),
            _ => Kind::Failed,
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::File(e) | Self::KeyNotPrivate(e) => return e.hint(),
            Self::Key(fault) => return Some(fault.hint()),
            Self::Git(e) => return e.hint(),
            Self::Random(_)
            | Self::EmptyName(_)
            | Self::NewerFormat { .. }
            | Self::Interrupted
            | Self::NotAsked(_) => return None,
            Self::BadEnv(_) => {
                "use lower-case letters, digits, - and _, beginning with a letter or digit".into()
            }
            Self::ApiKeysBroken(path) => {
                format!("remove it, and new keys are made: rm {}", path.display())
            }
            Self::TooLarge { .. } => "keep the file elsewhere and store its path".into(),
            Self::NotText { .. } => "store it as base64 text".into(),
            Self::NotFound { name, .. } => {
                format!("muxi secrets list shows what is there; muxi secrets add {name} adds it")
            }
            Self::NoKey { key_path, .. } => format!(
                "ask a colleague for the key and put it into {}, or name it with --key-file or \
                 MUXI_SECRETS_KEY_FILE; muxi secrets list shows the names without it",
                key_path.display()
            ),
            Self::WrongKey { .. } | Self::DoesNotOpen { .. } => {
                "name the right key with --key-file or MUXI_SECRETS_KEY_FILE; nothing was changed".into()
            }
            Self::KeyTruncated { .. } => "copy the whole file again, from start to end".into(),
            Self::KeyMalformed { .. } => {
                "a key is the text that a .key file holds; check that this is the right file".into()
            }
            Self::KeyTracked(path) => format!(
                "run: git rm --cached {} (without --cached if it is not yours); if it was ever pushed, change \
                 the secrets at their providers",
                path.display()
            ),
            Self::GitFileIsLink(path) => {
                format!("nothing was changed; put the file itself at {}, not a link", path.display())
            }
            Self::LinkOutside { path, .. } => format!(
                "nothing was changed; put a file at {}, or a link to one in the formation",
                path.display()
            ),
            Self::PassphraseNeeded { .. } => "answer with --passphrase-file FILE, \
                 MUXI_SECRETS_PASSPHRASE_FILE or MUXI_SECRETS_PASSPHRASE_FD"
                .into(),
            Self::PassphraseShort { .. } => {
                "take several words that belong to nothing you are known for".into()
            }
            Self::PassphraseWrong { .. } => "try again; nothing was changed".into(),
            Self::Foreign { path, .. } => format!(
                "restore it (git log -- {0}), or move it away and add the secrets anew",
                file_name(path)
            ),
            Self::Line { path, .. } | Self::BadMap(path) => {
                format!("restore the file from its history: git log -- {0}", file_name(path))
            }
            _ => return self.remedy(),
        };
        Some(hint)
    }

    /// What to do about secrets that are there and are not as they should be.
    fn remedy(&self) -> Option<String> {
        let hint = match self {
            Self::Tampered { name, path, .. } => format!(
                "restore the file from its history (git log -- {}), or take the line of {name} out, \
                 run muxi secrets seal, and add it anew: muxi secrets add {name}",
                file_name(path)
            ),
            Self::Unreadable { name, .. } => format!("give it a new value: muxi secrets add {name}"),
            Self::Conflict { .. } => "say which value holds: muxi secrets resolve".into(),
            Self::SameName(_) => "give another name".into(),
            Self::NameTaken { name, .. } => {
                format!("take another name, or delete that secret first: muxi secrets delete {name}")
            }
            Self::ChangedMeanwhile { .. } => "nothing was sealed; look at it, then try again".into(),
            Self::NotRenamedIn(_) => "nothing was changed; give the file a name like that".into(),
            Self::JournalBroken(path) => {
                format!(
                    "if you did not put it there, remove it: rm {}; nothing of it was done",
                    path.display()
                )
            }
            Self::JournalStuck { path, file } => format!(
                "restore {} and try again, or leave it as it is: rm {}; then run: muxi secrets check",
                file_name(file),
                path.display()
            ),
            Self::Older { path, .. } => format!(
                "get the newest one (git log -- {}), or, if it is meant, run: muxi secrets seal",
                file_name(path)
            ),
            Self::Unsealed { .. } => "look at what changed, then run: muxi secrets seal".into(),
            Self::Import { fault, .. } => return fault.trouble.hint().map(Into::into),
            Self::Differs { .. } => {
                "nothing was changed; --skip-existing leaves them as they are, --overwrite gives them the new values"
                    .into()
            }
            Self::NotExportable { .. } => {
                "nothing was written; --format json holds every secret, and --only leaves some out".into()
            }
            Self::NotForEnvironment { .. } => {
                "name the others with --only, and give these in a file: muxi secrets get NAME > FILE".into()
            }
            _ => return None,
        };
        Some(hint)
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
