//! Which directories belong to a program: its own tree where it has one, else the file alone.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::super::plan::Access;
use super::Needs;
use super::refusal::is_home_or_like_one;

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
    if super::system::has(program) {
        return;
    }
    if let Some((root, variable)) = manager(program) {
        give(root.clone(), needs);
        if !needs.environment.iter().any(|(name, _)| *name == variable) {
            needs.environment.push((variable, root));
        }
        return;
    }
    let tree = tree(program, Path::new(OPT));
    if let Some(home) = tree.as_deref().and_then(home_of_venv)
        && !super::system::has(&home)
    {
        // The interpreter is there, its library beside it.
        let root = home.parent().filter(|root| !is_home_or_like_one(root));
        let clean = root.into_iter().chain([home.as_path()]).find(|place| !holds_a_formation(place));
        if let Some(clean) = clean {
            give(clean.to_path_buf(), needs);
        }
    }
    give(without_a_formation(program, tree), needs);
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

/// Whether a formation, its key or its secrets lie directly in it or in one of its directories. What cannot be
/// looked into may hold one.
fn holds_a_formation(directory: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(directory) else { return true };
    entries.flatten().any(|entry| {
        let is_directory = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let below = is_directory.then(|| std::fs::read_dir(entry.path()).ok()).flatten();
        is_of_a_formation(&entry.file_name())
            || below.into_iter().flatten().flatten().any(|entry| is_of_a_formation(&entry.file_name()))
    })
}

fn is_of_a_formation(name: &OsStr) -> bool {
    let extension = Path::new(name).extension();
    let name = name.to_string_lossy();
    let is_key = name == ".key" || name.starts_with(".key.");
    let is_secret = name.starts_with("secrets.") && extension == Some(OsStr::new("enc"));
    is_key || is_secret || ["formation.afs", "formation.yaml", "formation.yml"].contains(&name.as_ref())
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
    let modules = program.ancestors().filter(|at| at.ends_with("node_modules")).last();
    if let Some(modules) = modules {
        return Some(modules.to_path_buf());
    }
    let directory = program.parent()?;
    let root = directory.parent()?;
    let is_bin = ["bin", "sbin", "Scripts"].iter().any(|name| directory.ends_with(name));
    let has_library = root.join("pyvenv.cfg").is_file() || root.join("lib").is_dir();
    (is_bin && has_library && !is_home_or_like_one(root)).then(|| root.to_path_buf())
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
