//! Writes mended files: all of them, or none.

use std::path::{Path, PathBuf};

use super::Mended;
use crate::support::fs::{self, FsError, Mode};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum FixError {
    /// The file is not what it was when it was checked.
    #[error("{} was changed by somebody else meanwhile", .0.display())]
    Changed(PathBuf),
    /// Its mode says that it is not to be written.
    #[error("{} is read-only", .0.display())]
    ReadOnly(PathBuf),
    /// The system refused.
    #[error(transparent)]
    Fs(#[from] FsError),
}

impl FixError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Changed(_) => "file_changed",
            Self::ReadOnly(_) => "file_not_permitted",
            Self::Fs(error) => error.code(),
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Changed(_) => Some("nothing was written; run the command again".into()),
            Self::ReadOnly(path) => {
                Some(format!("nothing was written; make it writable: chmod u+w {}", path.display()))
            }
            Self::Fs(error) => error.hint(),
        }
    }
}

/// Refuses what [`write()`] would refuse, and writes nothing.
pub fn check(files: &[Mended]) -> Result<(), FixError> {
    files.iter().try_for_each(check_one)
}

/// Writes each file whole, with its mode. Refuses before the first one is written; if a later one fails, those
/// before it get back what they held.
pub fn write(files: &[Mended]) -> Result<(), FixError> {
    check(files)?;
    for (nth, file) in files.iter().enumerate() {
        if let Err(error) = fs::write_atomic(&file.path, &file.after, Mode::Keep(0o644)) {
            for done in &files[..nth] {
                // The first error is the one to report.
                drop(fs::write_atomic(&done.path, &done.before, Mode::Keep(0o644)));
            }
            return Err(error.into());
        }
    }
    Ok(())
}

fn check_one(file: &Mended) -> Result<(), FixError> {
    if fs::read(&file.path)? != file.before {
        return Err(FixError::Changed(file.shown.clone()));
    }
    let metadata = std::fs::metadata(&file.path);
    if metadata.is_ok_and(|metadata| metadata.permissions().readonly()) {
        return Err(FixError::ReadOnly(file.shown.clone()));
    }
    fs::check_writable(file.path.parent().unwrap_or_else(|| Path::new(".")))?;
    Ok(())
}
