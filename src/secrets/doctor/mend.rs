//! What can be mended without asking: modes of our own key files, lines for git, what killed writers left.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::secrets::journal;
use crate::secrets::location::is_secrets_file;
use crate::secrets::update::lock;
use crate::secrets::{Error, Location, git};
use crate::support::fs::{self, Mode};

/// Mends, and says what it did, a line each. The key and the secrets stay what they are.
pub fn mend(location: &Location) -> Result<Vec<String>, Error> {
    // Taking the lock finishes a rename and removes temporary files.
    let left = leftovers(location);
    let _lock = lock(location)?;
    for path in left.iter().filter(|path| is_stale(path)) {
        // Best effort: what stays is told by the next look.
        let _ = fs::remove_if_exists(path);
    }
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
    let mut sides = vec![(dir.join(".gitignore"), git::with_ignored as fn(&str) -> Option<String>)];
    if in_git {
        sides.push((dir.join(".gitattributes"), git::with_attributes));
    }
    for (path, edit) in sides {
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

/// How long nobody takes to write a file.
const LONG: Duration = Duration::from_mins(10);

/// Whether nobody writes this temporary file any more: it is old, or of a file whose writers hold the lock.
fn is_stale(path: &Path) -> bool {
    let Ok(meta) = std::fs::symlink_metadata(path) else { return false };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // PREFIX, the file's name, the process and a number.
    let of = name.strip_prefix(fs::TEMP_PREFIX).and_then(|name| name.rsplitn(3, '-').nth(2));
    let locked = of.is_some_and(|of| {
        matches!(of, "secrets" | ".gitignore" | ".gitattributes" | journal::NAME)
            || is_secrets_file(of)
            || journal::may_name(Path::new(of))
    });
    let old = meta.modified().ok().and_then(|at| at.elapsed().ok()).is_some_and(|age| age > LONG);
    meta.is_file() && (locked || old)
}
