//! What a command needs to start, and what may not be given to one.

mod all_but;
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

pub use all_but::all_but;
pub use places::{holds_a_formation, is_key_or_secrets, node_modules};
pub use refusal::{is_home_or_like_one, refusal_of};
pub use system::{is_of_the_system, system};

/// How many interpreters of interpreters are followed, and how many links.
const DEEPEST: usize = 8;

/// Starters, and the program that each of them starts without naming it in a first line.
#[rustfmt::skip]
const COMPANIONS: [(&str, &str); 9] = [
    ("uvx", "uv"), ("bunx", "bun"), ("pipx", "python3"),
    ("npx", "node"), ("npm", "node"), ("pnpm", "node"), ("pnpx", "node"), ("yarn", "node"), ("corepack", "node"),
];

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

fn find(command: &str, directory: &Path, path: &OsStr) -> Result<PathBuf, NeedsError> {
    if command.contains('/') {
        let program = clean(&directory.join(command));
        return match std::fs::metadata(&program) {
            Err(_) => Err(NeedsError::NotThere { program }),
            Ok(found) if !is_executable(&found) => Err(NeedsError::NotExecutable { program }),
            Ok(_) => Ok(program),
        };
    }
    // A relative entry of PATH would mean another program in each directory.
    let places = std::env::split_paths(path).filter(|place| place.is_absolute());
    let mut found = places.map(|place| place.join(command)).filter(|at| may_run(at));
    found.next().ok_or_else(|| NeedsError::NotInPath { command: command.to_owned() })
}

fn may_run(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| is_executable(&found))
}

fn is_executable(found: &Metadata) -> bool {
    found.is_file() && found.permissions().mode() & 0o111 != 0
}

/// Without `.` and `..`, links not followed.
pub fn clean(path: &Path) -> PathBuf {
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

/// Adds what the program at `path` needs: its place, the places that its links lead through, its interpreter,
/// its companion.
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
    for companion in companions(program, &at, directory, path) {
        follow(&companion, directory, path, needs, depth + 1);
    }
}

/// What a starter starts: beside it, or beside what its links lead to (it may look at either), else along the path.
fn companions(program: &Path, real: &Path, directory: &Path, path: &OsStr) -> Vec<PathBuf> {
    let name = program.file_name();
    let Some((_, other)) = COMPANIONS.iter().find(|(starter, _)| name == Some(OsStr::new(starter))) else {
        return Vec::new();
    };
    let places = [program, real].into_iter().filter_map(Path::parent);
    let mut found: Vec<PathBuf> = places.map(|place| place.join(other)).filter(|at| may_run(at)).collect();
    found.dedup();
    if found.is_empty() {
        found.extend(find(other, directory, path));
    }
    found
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
