//! Files that are made for secrets and keys: nothing is lost to them, and git is not to take them.

use std::path::Path;

use crate::cli::context::Context;
use crate::output::{ExitCode, Failure};
use crate::secrets::would_commit;
use crate::support::fs::FsError;

/// Refuses where something of that name is: before anybody is asked anything.
pub(super) fn is_new(path: &Path) -> Result<(), Failure> {
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    let error = FsError::Exists(path.to_owned());
    Err(Failure::new(ExitCode::Refused, error.code(), error.to_string())
        .hint("nothing was written; name a file that is not there yet"))
}

/// Says when git would take the file, with `what` in it; with `--strict` that is refused.
pub(super) fn not_committed(context: &mut Context, path: &Path, what: &str) -> Result<(), Failure> {
    // What is written through a link lies where the link points to.
    let real = path.canonicalize();
    if !would_commit(real.as_deref().unwrap_or(path)) {
        return Ok(());
    }
    let what = format!("git does not ignore {}: {what} may be committed", path.display());
    if context.globals.strict {
        return Err(Failure::new(ExitCode::Refused, "file_not_ignored", what)
            .hint("nothing was written; add the file to .gitignore, or write it elsewhere"));
    }
    context.out.warn(&what);
    Ok(())
}
