//! Files that go with a message.

use std::path::PathBuf;

use crate::output::{ExitCode, Failure};
use crate::remote::formation::ChatFile;
use crate::support::fs;

/// The most bytes of all files together: what the server takes in one body.
const MAX_BYTES: usize = 32 << 20;

/// Reads them all. What a file is, and whether it is taken, the formation says.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<ChatFile>, Failure> {
    let (mut files, mut bytes) = (Vec::with_capacity(paths.len()), 0);
    for path in paths {
        let content = fs::read(path).map_err(|error| {
            let exit = if path.exists() { ExitCode::Failed } else { ExitCode::NotFound };
            Failure::new(exit, "file_unreadable", error.to_string())
        })?;
        bytes += content.len();
        if bytes > MAX_BYTES {
            let message =
                format!("{}: the files have more than {} MiB together", path.display(), MAX_BYTES >> 20);
            return Err(Failure::usage(message));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push(ChatFile::new(name, &content));
    }
    Ok(files)
}
