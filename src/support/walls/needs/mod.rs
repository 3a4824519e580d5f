//! What a command needs to start, and what may not be given to one.

mod places;
mod refusal;
mod system;

use std::ffi::OsStr;
use std::fs::{File, Metadata};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Component, Path, PathBuf};

use thiserror::Error;

use super::plan::Access;

pub use refusal::refusal_of;
pub use system::system;

/// How many interpreters of interpreters are followed, and how many links.
const DEEPEST: usize = 8;

/// What a command needs to start, beside [`system`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The executable, by its absolute path, links not followed: some programs look at how they were called.
    pub program: PathBuf,
    /// Files and directories of the program and its interpreters.
    pub files: Vec<(PathBuf, Access)>,
    /// Variables without which a version manager does not find its versions, since the home is another one.
    pub environment: Vec<(&'static str, PathBuf)>,
}

/// Why a command cannot be started.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NeedsError {
    /// No directory of the path has it.
    #[error("{command}: there is no such program in PATH")]
    NotInPath {
        /// The command as it was given.
        command: String,
    },
    /// It is named with its directory, and is not there.
    #[error("{}: there is no such program", program.display())]
    NotThere {
        /// Where it should be.
        program: PathBuf,
    },
    /// It is there, and may not be executed.
    #[error("{}: it is no file that may be executed", program.display())]
    NotExecutable {
        /// Where it is.
        program: PathBuf,
    },
}

impl NeedsError {
    /// A stable name of the kind.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotInPath { .. } | Self::NotThere { .. } => "tool_program_missing",
            Self::NotExecutable { .. } => "tool_program_not_executable",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::NotInPath { command } => {
                format!("install it, or name it with its directory: which {command}")
            }
            Self::NotThere { program } => {
                format!("see what is there: ls -l {}", program.parent().unwrap_or(Path::new("/")).display())
            }
            Self::NotExecutable { program } => format!("make it executable: chmod +x {}", program.display()),
        }
    }
}

/// What `command` needs to start in `directory`, found along `path` (as PATH has it: separated by colons).
pub fn needs(command: &str, directory: &Path, path: &OsStr) -> Result<Needs, NeedsError> {
    let program = find(command, directory, path)?;
    let mut needs = Needs { program: program.clone(), ..Needs::default() };
    follow(&program, directory, path, &mut needs, 0);
    Ok(needs)
}

/// Every entry of `directory` but those that are hidden, to be given instead of the directory itself. A directory
/// with something hidden below it is opened up in the same way, down to `DEEPEST` levels.
///
/// What is made in such a directory later is seen by its name only. `hidden` is asked with the path of each entry.
pub fn all_but(directory: &Path, hidden: &dyn Fn(&Path) -> bool) -> Vec<(PathBuf, Access)> {
    let mut given = vec![(directory.to_path_buf(), Access::List)];
    open_up(directory, hidden, 0, &mut given);
    given
}

/// Whether something in it is hidden; what is not is added to `given`.
fn open_up(
    directory: &Path,
    hidden: &dyn Fn(&Path) -> bool,
    depth: usize,
    given: &mut Vec<(PathBuf, Access)>,
) -> bool {
    let mut any = false;
    let mut entries: Vec<_> = std::fs::read_dir(directory).into_iter().flatten().flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        // A link is given by what it points to, which is somewhere else: not ours to give.
        let kind = entry.file_type();
        if hidden(&path) || kind.as_ref().is_ok_and(std::fs::FileType::is_symlink) {
            any = true;
            continue;
        }
        if kind.is_ok_and(|kind| kind.is_dir()) {
            let before = given.len();
            if depth < DEEPEST && open_up(&path, hidden, depth + 1, given) {
                any = true;
                continue;
            }
            given.truncate(before);
        }
        given.push((path, Access::Read));
    }
    any
}

fn find(command: &str, directory: &Path, path: &OsStr) -> Result<PathBuf, NeedsError> {
    if command.contains('/') {
        let program = clean(&directory.join(command));
        return match std::fs::metadata(&program) {
            Err(_) => Err(NeedsError::NotThere { program }),
            Ok(found) if !is_executable(&found) => Err(NeedsError::NotExecutable { program }),
            Ok(_) => Ok(program),
        };
    }
    let executable = |path: &PathBuf| std::fs::metadata(path).is_ok_and(|found| is_executable(&found));
    // A relative entry of PATH would mean another program in each directory.
    let places = std::env::split_paths(path).filter(|place| place.is_absolute());
    let mut found = places.map(|place| place.join(command)).filter(executable);
    found.next().ok_or_else(|| NeedsError::NotInPath { command: command.to_owned() })
}

fn is_executable(found: &Metadata) -> bool {
    found.is_file() && found.permissions().mode() & 0o111 != 0
}

/// Without `.` and `..`, links not followed.
fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

/// Adds what the program at `path` needs: its place, the places that its links lead through, its interpreter.
fn follow(program: &Path, directory: &Path, path: &OsStr, needs: &mut Needs, depth: usize) {
    let mut at = program.to_path_buf();
    for _ in 0..DEEPEST {
        places::of_program(&at, needs);
        let Ok(target) = std::fs::read_link(&at) else { break };
        at = clean(&at.parent().unwrap_or(Path::new("/")).join(target));
    }
    // Directories on the way may be links too.
    if let Ok(real) = std::fs::canonicalize(program) {
        places::of_program(&real, needs);
        at = real;
    }
    if depth == DEEPEST {
        return;
    }
    for interpreter in interpreters(&at) {
        if let Ok(interpreter) = find(&interpreter, directory, path) {
            follow(&interpreter, directory, path, needs, depth + 1);
        }
    }
}

/// The interpreter that the first line of a script names; for `env`, also what that starts.
fn interpreters(program: &Path) -> Vec<String> {
    let mut start = Vec::with_capacity(256);
    let read = File::open(program).and_then(|file| file.take(256).read_to_end(&mut start));
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let Some(line) = line.strip_prefix(b"#!").filter(|_| read.is_ok()) else { return Vec::new() };
    let line = OsStr::from_bytes(line).to_string_lossy();
    let mut words = line.split_whitespace();
    let Some(first) = words.next() else { return Vec::new() };
    let mut found = vec![first.to_owned()];
    if Path::new(first).file_name() == Some(OsStr::new("env")) {
        found.extend(words.find(|word| !word.starts_with('-') && !word.contains('=')).map(str::to_owned));
    }
    found
}

#[cfg(test)]
mod tests;
