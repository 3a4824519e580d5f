//! What can be mended without asking: modes of our own key files, lines for git, what killed writers left.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use crate::secrets::plan::format_of;
use crate::secrets::update::lock;
use crate::secrets::{Error, Location, git};
use crate::support::fs::{self, Mode};

/// Mends, and says what it did, a line each. The key and the secrets stay what they are.
pub fn mend(location: &Location) -> Result<Vec<String>, Error> {
    // Taking the lock finishes a rename and removes temporary files.
    let left = leftovers(location);
    let _lock = lock(location)?;
    let mut done: Vec<String> = left
        .into_iter()
        .filter(|path| !path.exists())
        .map(|path| format!("cleared up {}", path.display()))
        .collect();
    for path in [location.key_file(), location.pending_key_file(), location.retired_key_file()] {
        let Ok(meta) = std::fs::symlink_metadata(&path) else { continue };
        let ours = meta.is_file() && meta.uid() == rustix::process::geteuid().as_raw();
        if ours && meta.mode() & 0o077 != 0 {
            fs::set_mode(&path, 0o600)?;
            done.push(format!("set the mode of {} to 0600", path.display()));
        }
    }
    let dir = location.dir();
    let in_git = git::in_tree(dir);
    let attributes = |text: &str| {
        git::with_attributes(text, &location.file_name(), format_of(location)).filter(|_| in_git)
    };
    let sides: [(&str, &dyn Fn(&str) -> Option<String>); 2] =
        [(".gitignore", &git::with_ignored), (".gitattributes", &attributes)];
    for (name, edit) in sides {
        let path = dir.join(name);
        if path.is_symlink() {
            return Err(Error::GitFileIsLink(path));
        }
        let text = fs::read_to_string_if_exists(&path)?.unwrap_or_default();
        if let Some(text) = edit(&text) {
            fs::write_atomic(&path, text.as_bytes(), Mode::Keep(0o644))?;
            done.push(format!("added lines to {}", path.display()));
        }
    }
    Ok(done)
}

fn leftovers(location: &Location) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(location.dir()).into_iter().flatten().flatten();
    let left = entries.filter(|e| e.file_name().to_string_lossy().starts_with(fs::TEMP_PREFIX));
    left.map(|e| e.path()).collect()
}
