//! Writing files of the formation: one writer at a time, nothing that the formation does not survive.

use std::path::Path;
use std::time::Duration;

use super::context::Context;
use crate::formation::diagnostic::Diagnostic;
use crate::formation::discover::Location;
use crate::formation::edit::EditError;
use crate::formation::load::{self, Loaded};
use crate::formation::mask;
use crate::formation::overlay::Overlay;
use crate::formation::settings::SettingError;
use crate::output::{ExitCode, Failure, unified};
use crate::support::fs::{self, FsError, Lock, Mode};
use crate::support::text::count;

/// The lock of everything that writes to a formation.
const LOCK: &str = ".muxi-lock";

/// How long a writer waits for another one.
const WAIT: Duration = Duration::from_secs(30);

/// Nobody else writes to the formation while this is held.
pub(super) fn lock(at: &Location) -> Result<Lock, Failure> {
    Lock::acquire(&at.root.join(LOCK), WAIT).map_err(|error| {
        let hint = "nothing has been written; make sure that the formation's directory can be written";
        failed(&error).hint(hint)
    })
}

/// Replaces a file, with its mode.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::check_file_writable(path)
        .and_then(|()| fs::write_atomic(path, text.as_bytes(), Mode::Keep(0o644)))
        .map_err(|error| failed(&error))
}

/// What changes in a file, as a diff; secrets that are written out in it are not shown.
pub(super) fn diff(shown: &str, old: &str, new: &str) -> String {
    let path = Path::new(shown);
    unified(shown, &mask::shown(path, old), &mask::shown(path, new))
}

/// A file operation that failed.
pub(super) fn failed(error: &FsError) -> Failure {
    Failure::new(ExitCode::Failed, error.code(), error.to_string())
}

/// The errors that the formation would have and has not, if `file` had the text `new`.
///
/// What is known of secrets is left out: a change of the file does not set one.
pub(super) fn refuse_new_errors(
    context: &mut Context,
    at: &Location,
    file: &Path,
    new: &str,
) -> Result<(), Failure> {
    let base = context.env.current_dir.clone();
    let with = load::Context { base: Some(&base), ..load::Context::default() };
    let mut overlay = Overlay::default();
    overlay.insert(file, new.as_bytes().to_vec());
    let (before, after) = (load::load(at, &with), load::load_over(at, &with, &overlay));
    let literal = |found: &&Diagnostic| found.code.as_str() == "literal-secret";
    if let Some(found) = new_ones(&before, &after).find(literal) {
        let message = format!("{} would hold a secret: {}", context.shown(file), found.message);
        return Err(Failure::new(ExitCode::Refused, "literal_secret", message).maybe_hint(found.help.clone()));
    }
    let errors: Vec<Diagnostic> =
        new_ones(&before, &after).filter(|found| found.is_error()).cloned().collect();
    if errors.is_empty() {
        return Ok(());
    }
    let text = super::validate::rendered(&context.out, &errors, &after.sources);
    context.out.block(text.trim_end());
    let first = errors.first().map(|error| error.message.clone()).unwrap_or_default();
    let message = match errors.len() {
        1 => format!("the formation would have an error: {first}"),
        more => format!("the formation would have {}, the first: {first}", count(more, "error")),
    };
    Err(Failure::new(ExitCode::Failed, "would_be_invalid", message).hint("nothing has been written"))
}

/// What is found after and was not found before, wherever it stands.
fn new_ones<'l>(before: &'l Loaded, after: &'l Loaded) -> impl Iterator<Item = &'l Diagnostic> {
    let same = |one: &Diagnostic, other: &Diagnostic| one.code == other.code && one.message == other.message;
    let times = move |loaded: &'l Loaded, found: &'l Diagnostic| {
        loaded.diagnostics.iter().filter(|other| same(other, found)).count()
    };
    after.diagnostics.iter().filter(move |found| times(after, found) > times(before, found))
}

/// Why a text is not changed, with the file that it is of.
pub(super) fn not_edited(file: &str, error: &EditError) -> Failure {
    let exit = match error {
        EditError::NotThere(_) | EditError::Beyond { .. } => ExitCode::NotFound,
        EditError::Inside { .. } | EditError::NotAList { .. } => ExitCode::Usage,
        _ => ExitCode::Failed,
    };
    Failure::new(exit, error.code(), format!("{file}: {error}")).maybe_hint(error.hint())
}

impl From<SettingError> for Failure {
    fn from(error: SettingError) -> Self {
        let exit = match &error {
            SettingError::NoComponent { .. } => ExitCode::NotFound,
            SettingError::Outside(_) => ExitCode::Refused,
            SettingError::Edit { .. } | SettingError::Fs(_) => ExitCode::Failed,
            _ => ExitCode::Usage,
        };
        Self::new(exit, error.code(), error.to_string()).maybe_hint(error.hint())
    }
}
