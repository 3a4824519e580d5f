//! What several files of these tests need: what a directory holds, and a user without rights.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::Home;

/// The user that owns nothing.
const NOBODY: u32 = 65534;

/// Every file below `dir` with its bytes, for before and after.
pub fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            } else {
                found.insert(path.clone(), std::fs::read(&path).unwrap_or_default());
            }
        }
    }
    found
}

/// All rows of a store, by table.
#[cfg(feature = "serve")]
pub fn rows(database: &Path) -> BTreeMap<String, String> {
    let database = rusqlite::Connection::open(database).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'absorbed'";
    let mut names = database.prepare(sql).unwrap();
    let names = names.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let text = |name: &str| {
        let mut all = database.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let (count, mut rows, mut found) = (all.column_count(), all.query([]).unwrap(), Vec::new());
        while let Some(row) = rows.next().unwrap() {
            let fields: Vec<_> = (0..count).map(|at| row.get_ref(at).unwrap()).collect();
            found.push(format!("{fields:?}"));
        }
        found.join("\n")
    };
    names.map(Result::unwrap).map(|name| (name.clone(), text(&name))).collect()
}

/// Runs the command and asserts that it changed no file of the formation.
pub fn unchanged<T>(home: &Home, run: impl FnOnce() -> T) -> T {
    let before = files(&home.formation());
    let result = run();
    let after = files(&home.formation());
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&before), names(&after), "files came or went");
    for (path, bytes) in before {
        assert!(after[&path] == bytes, "{} was changed", path.display());
    }
    result
}

/// The permission bits of a file.
pub fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("it is there").permissions().mode() & 0o7777
}

/// Sets them.
pub fn chmod(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("it is ours");
}

/// `muxi` as a user whom permission bits hold back: as root, who passes them all, it is somebody else,
/// to whom the whole home is given.
pub fn as_somebody(home: &Home, args: &[&str]) -> Command {
    let plain = home.process(args);
    if !rustix::process::geteuid().is_root() {
        return plain;
    }
    // The build directory may be closed to others.
    let program = home.path().join("muxi");
    if !program.exists() {
        copy_program(plain.get_program(), &program);
        give(home.path());
    }
    let mut command = Command::new("setpriv");
    let id = NOBODY.to_string();
    command.args(["--reuid", &id, "--regid", &id, "--clear-groups", "--"]).arg(program).args(args);
    command.current_dir(home.formation()).env_clear();
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command
}

/// A copy of a program, to be executed. It is not written by this process: a child of another test that is just being
/// started would have the file open for writing, and nobody could execute it ("text file busy").
pub fn copy_program(from: impl AsRef<OsStr>, to: &Path) {
    let copied = Command::new("cp").arg("--").arg(from).arg(to).status();
    assert!(copied.expect("cp is there").success());
}

/// A script that can be executed, written by another process for the same reason.
pub fn write_script(path: &Path, text: &str) {
    let mut shell = Command::new("sh");
    shell.args(["-c", "cat > \"$0\" && chmod 755 \"$0\""]).arg(path).stdin(Stdio::piped());
    let mut shell = shell.spawn().expect("sh is there");
    shell.stdin.take().expect("piped").write_all(text.as_bytes()).expect("it reads");
    assert!(shell.wait().expect("it ends").success());
}

fn give(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).expect("root gives files away");
    if path.is_dir() {
        for entry in std::fs::read_dir(path).expect("a directory") {
            give(&entry.expect("an entry").path());
        }
    }
}

/// Exit code, stdout and stderr of a command.
pub fn outcome(mut command: Command) -> (i32, String, String) {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// The error object on stderr.
pub fn error(stderr: &str) -> serde_json::Value {
    let value: serde_json::Value = serde_json::from_str(stderr).unwrap_or_else(|e| panic!("{e}: {stderr}"));
    let fields: Vec<_> = value["error"].as_object().expect("an error").keys().collect();
    assert_eq!(fields, ["code", "message", "hint"]);
    value["error"].clone()
}

/// Stdout as JSON.
pub fn json(home: &Home, args: &[&str]) -> serde_json::Value {
    let text = home.ok(args);
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"))
}
