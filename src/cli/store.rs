//! `muxi store …`: the formation's store as a whole.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::context::{Context, SERVE_LOCK};
use super::wait::in_tokio;
use crate::audit::{Class, Event};
use crate::formation::discover::Location;
use crate::formation::model::Formation;
use crate::output::{ExitCode, Failure, columns};
use crate::runtime::logs;
use crate::runtime::store::SqliteStore;
use crate::runtime::store::care::{self, ExportError, Exported, ImportError};
use crate::support::fs::{self, FsError, Lock};

/// The code where there is no store.
pub(super) const NO_STORE: &str = "no_store";

/// Look at the formation's store, check it, make it smaller, take it elsewhere
#[derive(Debug, Subcommand)]
pub(crate) enum Store {
    /// Print how large it is and what is in it
    Info(Info),
    /// Look whether it is whole: pages, rows, users, and the contents of files
    Check(Check),
    /// Make the database as small as it can be
    Vacuum(Vacuum),
    /// Write all of it to a new file, for another machine or another time
    Export(Export),
    /// Fill an empty store from such a file: all of it or nothing
    Import(Import),
}

/// Print how large it is and what is in it
#[derive(Debug, Args)]
pub(crate) struct Info {}

/// Look whether it is whole
#[derive(Debug, Args)]
pub(crate) struct Check {}

/// Make the database as small as it can be
#[derive(Debug, Args)]
pub(crate) struct Vacuum {}

/// Write all of it to a new file
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file, made for its owner alone
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

/// Fill an empty store
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// What `muxi store export` wrote
    file: PathBuf,
}

/// The store of the formation, in this process. A server may run beside.
pub(super) struct Opened {
    pub(super) at: Location,
    pub(super) formation: Formation,
    pub(super) store: SqliteStore,
    path: PathBuf,
}

impl Opened {
    /// The store that is there, for who shows and keeps nothing of what users said or somebody typed.
    pub(super) fn open(context: &mut Context) -> Result<Self, Failure> {
        Self::at(context, false, false)
    }

    /// The same for who does, and has to leave the values of secrets out: refused where they cannot be known.
    pub(super) fn knowing(context: &mut Context) -> Result<Self, Failure> {
        Self::at(context, false, true)
    }

    /// The store, made where there is none, for who only fills it.
    pub(super) fn make(context: &mut Context) -> Result<Self, Failure> {
        Self::at(context, true, false)
    }

    /// The same for who keeps in it what was typed.
    pub(super) fn make_knowing(context: &mut Context) -> Result<Self, Failure> {
        Self::at(context, true, true)
    }

    fn at(context: &mut Context, make: bool, knows: bool) -> Result<Self, Failure> {
        let at = context.formation(None)?;
        let formation = context.valid_formation(&at)?;
        let state = context.state(&formation.id, &at)?;
        let path = state.join("sessions.db");
        if !make && !path.exists() {
            let what = format!("{} has no store yet: nothing was asked", formation.id);
            return Err(Failure::new(ExitCode::NotFound, NO_STORE, what)
                .hint("run `muxi serve`, or `muxi chat --local`, or name its directory with --data-dir"));
        }
        if knows {
            know_secrets(context, &at)?;
        } else if let Ok(Some(secrets)) = context.open_store(&at) {
            // An error may repeat what was typed.
            secrets.know_all();
        }
        if make {
            fs::create_private_dir(&state).map_err(|e| super::context::state_failure(&e))?;
        }
        let store = SqliteStore::open(&path).map_err(|e| {
            Failure::failed("store", &e)
                .hint("name another directory with --data-dir DIR, or mend or move the file")
        })?;
        Ok(Self { at, formation, store, path })
    }

    /// Where the log of the formation is, if there is one.
    pub(super) fn log(&self) -> PathBuf {
        self.path.with_file_name(logs::FILE)
    }

    /// Whether a server runs with the state, whether or not it can be found.
    pub(super) fn is_served(&self) -> bool {
        Lock::is_held(&self.path.with_file_name(SERVE_LOCK))
    }

    /// The formation's logs that are files outside of the state.
    pub(super) fn logs_elsewhere(&self) -> Vec<String> {
        let logging = &self.formation.logging;
        let streams = logging.streams.iter().filter_map(|stream| stream.destination.as_ref());
        let all = logging.destination.iter().chain(streams).map(|text| text.raw.clone());
        all.filter(|written| Path::new(written).is_absolute()).collect()
    }

    /// Whether conversations on this terminal were kept.
    pub(super) fn has_history(&self) -> bool {
        self.path.with_file_name("chat-history").exists()
    }

    /// Waits until what a server beside this has kept can be read.
    pub(super) fn caught_up(&self) -> Result<(), Failure> {
        in_tokio(async { self.store.caught_up().await.map_err(|e| Failure::failed("store", &e)) })
    }
}

/// Makes the values of all secrets known, so that they can be left out; refused where that cannot be, as without the key.
pub(super) fn know_secrets(context: &mut Context, at: &Location) -> Result<(), Failure> {
    match context.open_store(at)? {
        Some(secrets) => Ok(secrets.know_each()?),
        None => Ok(()),
    }
}

impl Store {
    pub(crate) fn run(self, context: &mut Context) -> Result<ExitCode, Failure> {
        match self {
            Self::Info(Info {}) => info(context),
            Self::Check(Check {}) => return check(context),
            Self::Vacuum(Vacuum {}) => vacuum(context),
            Self::Export(export) => export.run(context),
            Self::Import(import) => import.run(context),
        }
        .map(|()| ExitCode::Done)
    }
}

fn info(context: &mut Context) -> Result<(), Failure> {
    let opened = Opened::open(context)?;
    let info = in_tokio(async {
        care::info(&opened.store, &opened.path).await.map_err(|e| Failure::failed("store", &e))
    })?;
    if context.out.is_json() {
        let mut data = json!(info);
        data["path"] = opened.path.display().to_string().into();
        return context.out.json(&data);
    }
    let mut rows = vec![
        vec!["path".to_owned(), opened.path.display().to_string()],
        vec!["schema".to_owned(), format!("{} of {}", info.schema, info.newest_schema)],
        vec!["database".to_owned(), format!("{} B", info.database_bytes)],
        vec!["not yet in it".to_owned(), format!("{} B", info.log_bytes)],
        vec!["free in it".to_owned(), format!("{} B", info.free_bytes)],
        vec!["files".to_owned(), format!("{}, {} B", info.files, info.file_bytes)],
    ];
    rows.extend(info.rows.iter().map(|(table, count)| vec![format!("rows of {table}"), count.to_string()]));
    context.out.line(&columns(rows))
}

fn check(context: &mut Context) -> Result<ExitCode, Failure> {
    let opened = Opened::open(context)?;
    let check =
        in_tokio(async { care::check(&opened.store).await.map_err(|e| Failure::failed("store", &e)) })?;
    if context.out.is_json() {
        let mut data = json!(check);
        data["ok"] = check.findings.is_empty().into();
        context.out.json(&data)?;
    } else {
        for finding in &check.findings {
            context.out.line(&format!("{}: {}", finding.kind, finding.what))?;
        }
    }
    if check.findings.is_empty() {
        context.out.note(&format!("the store is whole: {} rows, {} files", check.rows, check.files));
        return Ok(ExitCode::Done);
    }
    context.out.note(&format!("{} findings", check.findings.len()));
    Ok(ExitCode::Failed)
}

fn vacuum(context: &mut Context) -> Result<(), Failure> {
    let opened = Opened::open(context)?;
    let done = context.audited(&opened.at, event("store.vacuum"), |_| {
        in_tokio(async { care::vacuum(&opened.store).await.map_err(|e| Failure::failed("store", &e)) })
    })?;
    if context.out.is_json() {
        return context.out.json(&json!(done));
    }
    context.out.line(&format!("{} B before, {} B now", done.before, done.after))
}

impl Export {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let opened = Opened::open(context)?;
        let (path, now) = (context.env.absolute(&self.output), context.env.clock.now_millis());
        opened.caught_up()?;
        let done = context.audited(&opened.at, event("store.export"), |_| {
            let done = fs::stream_private(&path, self.force, |out| {
                care::export(&opened.store, out, now).map_err(Stopped::from)
            });
            exported(&path, done)
        })?;
        told(context, &path, &done)
    }
}

impl Import {
    fn run(self, context: &mut Context) -> Result<(), Failure> {
        let file = context.env.absolute(&self.file);
        let input = File::open(&file).map_err(|e| {
            let exit =
                if e.kind() == std::io::ErrorKind::NotFound { ExitCode::NotFound } else { ExitCode::Failed };
            Failure::new(exit, "unreadable_export", format!("cannot read {}: {e}", file.display()))
        })?;
        let at = context.formation(None)?;
        // Opening makes a store where there is none.
        let done = context.audited(&at, event("store.import"), |context| {
            let opened = Opened::make(context)?;
            in_tokio(async {
                care::import(&opened.store, BufReader::new(input)).await.map_err(|e| not_imported(&e))
            })
        })?;
        if context.out.is_json() {
            return context.out.json(&json!(done));
        }
        context.out.note(&format!("{} rows and {} files are here now", done.rows, done.files));
        Ok(())
    }
}

fn not_imported(error: &ImportError) -> Failure {
    let exit = match error {
        ImportError::NotEmpty(_) | ImportError::Bad { .. } | ImportError::Schema { .. } => ExitCode::Refused,
        ImportError::Read(_) | ImportError::Store(_) => ExitCode::Failed,
    };
    Failure::new(exit, error.code(), error.to_string()).maybe_hint(error.hint().map(str::to_owned))
}

/// Why an export was not written.
pub(super) enum Stopped {
    File(FsError),
    Export(ExportError),
    Other(Failure),
}

impl From<FsError> for Stopped {
    fn from(error: FsError) -> Self {
        Self::File(error)
    }
}

impl From<ExportError> for Stopped {
    fn from(error: ExportError) -> Self {
        Self::Export(error)
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Other(failure)
    }
}

/// Something that is done to the store as a whole.
fn event(action: &'static str) -> Event {
    Event::new(Class::Data, action, "store", "")
}

/// What was written to `path`, or why nothing was.
pub(super) fn exported(path: &Path, done: Result<Exported, Stopped>) -> Result<Exported, Failure> {
    done.map_err(|stopped| not_written(path, stopped))
}

/// Why `path` was not written.
pub(super) fn not_written(path: &Path, stopped: Stopped) -> Failure {
    match stopped {
        Stopped::File(FsError::Exists(_)) => {
            let what = format!("{} is there already", path.display());
            Failure::new(ExitCode::Refused, "already_there", what)
                .hint("name another file, or replace it with --force")
        }
        Stopped::File(error) => {
            Failure::new(ExitCode::Failed, error.code(), error.to_string()).maybe_hint(error.hint())
        }
        Stopped::Export(error) => Failure::failed("export", &error),
        Stopped::Other(failure) => failure,
    }
}

/// Tells what was written to `path`.
pub(super) fn told(context: &mut Context, path: &Path, done: &Exported) -> Result<(), Failure> {
    let shown = path.display().to_string();
    if context.out.is_json() {
        let mut data = json!(done);
        data["path"] = shown.into();
        return context.out.json(&data);
    }
    context.out.note(&format!("wrote {shown}: {} rows, {} files, {} B", done.rows, done.files, done.bytes));
    Ok(())
}
