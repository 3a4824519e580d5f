//! `muxi audit export`.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::super::context::Context;
use super::{TIMES, Which};
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
    /// What to write
    #[arg(long, value_enum)]
    format: Kind,
    /// Write to this new file (mode 0600) instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        let at = context.formation(None)?;
        let place = context.audit_place(&at)?;
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
    fs::create_new_private(path, b"").map_err(|error| refused(&error))?;
    let failed = |source| FsError::Io { doing: "write", path: path.to_path_buf(), source };
    let written = (|| {
        let file = File::options().write(true).open(path).map_err(|e| refused(&failed(e)))?;
        let mut file = BufWriter::new(file);
        let records = export(place, query, format, |piece| file.write_all(piece))?;
        let records = records.and_then(|records| file.flush().map(|()| records));
        let records = records.and_then(|records| file.get_ref().sync_all().map(|()| records));
        records.map_err(|error| refused(&failed(error)))
    })();
    written.inspect_err(|_| {
        // Half an export looks like a whole one.
        drop(fs::remove_if_exists(path));
    })
}

fn refused(error: &FsError) -> Failure {
    let failure = Failure::new(ExitCode::Failed, error.code(), error.to_string()).maybe_hint(error.hint());
    if matches!(error, FsError::Exists(_)) {
        return failure.with_exit(ExitCode::Refused).hint("nothing was written; name another file");
    }
    failure
}
