//! `muxi audit export`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::super::context::Context;
use super::{TIMES, Which, Whose};
use crate::audit::{Format, Place, Query, export};
use crate::output::{ExitCode, Failure};
use crate::support::fs::{self, FsError};
use crate::support::text::count;

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// One list of objects
    Json,
    /// A table; nothing in it is a formula of a spreadsheet
    Csv,
    /// A line for each record, in the Common Event Format
    Cef,
}

impl Kind {
    fn format(self) -> Format {
        match self {
            Self::Json => Format::Json,
            Self::Csv => Format::Csv,
            Self::Cef => Format::Cef,
        }
    }
}

/// Write the records for another program: JSON, CSV or CEF
#[derive(Debug, Args)]
#[command(after_help = TIMES)]
pub(crate) struct Export {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    whose: Whose,
    /// What to write
    #[arg(long, value_enum)]
    format: Kind,
    /// Write to this new file (mode 0600) instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let (place, _) = self.whose.place(context)?;
        let query = self.which.query(context, None)?;
        let format = self.format.format();
        let Some(output) = &self.output else {
            export(&place, &query, format, |piece| context.out.bytes(piece))??;
            return Ok(ExitCode::Done);
        };
        let path = context.env.absolute(output);
        let records = to_file(&place, &query, format, &path)?;
        if context.out.is_json() {
            context.out.json(&json!({"file": path.display().to_string(), "records": records}))?;
        } else {
            let records = usize::try_from(records).unwrap_or(usize::MAX);
            context.out.note(&format!("wrote {} to {}", count(records, "record"), path.display()));
        }
        Ok(ExitCode::Done)
    }
}

/// A new file, whole or not at all.
fn to_file(place: &Place, query: &Query, format: Format, path: &Path) -> Result<u64, Failure> {
    if path.symlink_metadata().is_ok() {
        // Before years of records are read.
        return Err(refused(&FsError::Exists(path.to_path_buf())));
    }
    let written = fs::stream_private(path, false, |out| {
        let records = export(place, query, format, |piece| out.write_all(piece));
        let records = records.map_err(|error| Refused(error.into()))?;
        records.map_err(|source| FsError::Io { doing: "write", path: path.to_path_buf(), source }.into())
    });
    written.map_err(|Refused(failure)| failure)
}

/// Why no file was written.
struct Refused(Failure);

impl From<FsError> for Refused {
    fn from(error: FsError) -> Self {
        Self(refused(&error))
    }
}

fn refused(error: &FsError) -> Failure {
    let failure = Failure::new(ExitCode::Failed, error.code(), error.to_string()).maybe_hint(error.hint());
    if matches!(error, FsError::Exists(_)) {
        return failure.with_exit(ExitCode::Refused).hint("nothing was written; name another file");
    }
    failure
}
