//! Which directories belong to a program: its own tree where it has one, else the file alone.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::super::plan::Access;
use super::Needs;
use super::refusal::is_home_or_like_one;
use super::system::is_of_the_system;

/// Version managers: their directory in a home, the variable that names it, what in it is executed.
///
/// Their starters are scripts that look for the version of a directory, so they need the whole of it.
const MANAGERS: [(&str, &str); 10] = [
    (".pyenv", "PYENV_ROOT"),
    (".rbenv", "RBENV_ROOT"),
    (".nodenv", "NODENV_ROOT"),
    (".asdf", "ASDF_DATA_DIR"),
    (".volta", "VOLTA_HOME"),
    (".rustup", "RUSTUP_HOME"),
    (".nvm", "NVM_DIR"),
    (".bun", "BUN_INSTALL"),
    (".local/share/mise", "MISE_DATA_DIR"),
    (".local/share/fnm", "FNM_DIR"),
];

/// Where packages that are not the distribution's are installed, each in a directory of its own.
const OPT: &str = "/opt";

/// Adds the place of the executable at this path.
pub(super) fn of_program(program: &Path, needs: &mut Needs) {
    if is_of_the_system(program) {
        return;
    }
    if let Some((root, variable)) =
        manager(program).filter(|(root, _)| is_given(root, needs) || !holds_a_formation(root))
    {
        give(root.clone(), needs);
        if !needs.environment.iter().any(|(name, _)| *name == variable) {
            needs.environment.push((variable, root));
        }
        return;
    }
    let tree = tree(program, Path::new(OPT));
    if let Some(home) = tree.as_deref().and_then(home_of_venv)
        && !is_of_the_system(&home)
    {
        // The interpreter is there, its library beside it.
        let root = home.parent().filter(|root| !is_home_or_like_one(root));
        let may_be = |place: &&Path| is_given(place, needs) || !holds_a_formation(place);
        let clean = root.into_iter().chain([home.as_path()]).find(may_be);
        if let Some(clean) = clean {
            give(clean.to_path_buf(), needs);
        }
    }
    let place = match tree {
        // It was looked through when it was given.
        Some(tree) if is_given(&tree, needs) => tree,
        tree => without_a_formation(program, tree),
    };
    give(place, needs);
}

/// The tree, unless a formation is in it: then the program's own directory, or else the file alone.
pub(super) fn without_a_formation(program: &Path, tree: Option<PathBuf>) -> PathBuf {
    let Some(tree) = tree else { return program.to_path_buf() };
    if !holds_a_formation(&tree) {
        return tree;
    }
    let own = program.parent().filter(|own| !is_home_or_like_one(own) && !holds_a_formation(own));
    own.unwrap_or(program).to_path_buf()
}

/// Whether a formation lies directly in it or in one of its directories, or a key or secrets anywhere below. What
/// cannot be looked into, or not to its end, may hold one.
pub fn holds_a_formation(directory: &Path) -> bool {
    holds_within(directory, ENTRIES)
}

/// How many entries are looked at: their names alone, which is done with a whole `node_modules` in an instant.
const ENTRIES: usize = 1_000_000;

/// The same with a bound of the caller's.
pub(super) fn holds_within(directory: &Path, mut left: usize) -> bool {
    let mut next = vec![(directory.to_path_buf(), 1)];
    while let Some((at, level)) = next.pop() {
        let Ok(entries) = std::fs::read_dir(&at) else {
            if level == 1 {
                return true;
            }
            // It is closed to a tool as well.
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            if left == 0 || is_key_or_secrets(&name) || (level <= 2 && is_a_formation(&name)) {
                return true;
            }
            left -= 1;
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                next.push((entry.path(), level + 1));
            }
        }
    }
    false
}

/// Whether a file of this name holds a key of secrets, or secrets.
pub fn is_key_or_secrets(name: &OsStr) -> bool {
    let is_encrypted = Path::new(name).extension() == Some(OsStr::new("enc"));
    let name = name.as_encoded_bytes();
    name == b".key" || name.starts_with(b".key.") || (name.starts_with(b"secrets.") && is_encrypted)
}

fn is_a_formation(name: &OsStr) -> bool {
    ["formation.afs", "formation.yaml", "formation.yml"].iter().any(|own| name == OsStr::new(own))
}

fn is_given(place: &Path, needs: &Needs) -> bool {
    needs.files.iter().any(|(given, access)| given == place && *access == Access::Run)
}

fn give(path: PathBuf, needs: &mut Needs) {
    let given = (path, Access::Run);
    if !needs.files.contains(&given) {
        needs.files.push(given);
    }
}

fn manager(program: &Path) -> Option<(PathBuf, &'static str)> {
    program.ancestors().skip(1).find_map(|root| {
        let found = MANAGERS.iter().find(|(end, _)| root.ends_with(end));
        found.map(|(_, variable)| (root.to_path_buf(), *variable))
    })
}

/// The directory that was installed as one. Below `opt` that is at least the directory of the package.
pub(super) fn tree(program: &Path, opt: &Path) -> Option<PathBuf> {
    // All of `/opt` together belongs to many packages, `/opt/bin` with `/opt/lib` or not.
    let installed = installed(program).filter(|root| root != opt);
    installed.or_else(|| {
        let mut parts = program.strip_prefix(opt).ok()?.components();
        let package = opt.join(parts.next()?);
        parts.next().map(|_| package)
    })
}

/// `X` of `X/bin/program`, and its like, if that is what it looks like.
fn installed(program: &Path) -> Option<PathBuf> {
    if let Some(root) = program.ancestors().find(|root| root.ends_with(".linuxbrew")) {
        return Some(root.to_path_buf());
    }
    // A package of Node.js runs its neighbours.
    if let Some(modules) = node_modules(program) {
        return Some(modules.to_path_buf());
    }
    let directory = program.parent()?;
    let root = directory.parent()?;
    let is_bin = ["bin", "sbin", "Scripts"].iter().any(|name| directory.ends_with(name));
    let has_library = root.join("pyvenv.cfg").is_file() || root.join("lib").is_dir();
    (is_bin && has_library && !is_home_or_like_one(root)).then(|| root.to_path_buf())
}

/// The outermost `node_modules` around a path.
pub fn node_modules(path: &Path) -> Option<&Path> {
    path.ancestors().filter(|at| at.ends_with("node_modules")).last()
}

/// Where the interpreter of a virtual environment of Python is, as `pyvenv.cfg` says.
fn home_of_venv(root: &Path) -> Option<PathBuf> {
    let text = crate::support::fs::read_to_string(&root.join("pyvenv.cfg")).ok()?;
    let line = text.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "home").then(|| value.trim().to_owned())
    })?;
    let home = PathBuf::from(line);
    home.is_absolute().then_some(home)
}
